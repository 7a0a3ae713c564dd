"""Machine suggestions on the site: set apart from what people decided, with the words they rest on, and never counted."""

import asyncio
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from datasette.app import Datasette

from ingest.build import build
from ingest.imports import main

ROOT = Path(__file__).parent.parent
CURATED = ROOT / "db" / "curated"
EVIDENCE = """
select s.provision, item, evidence, substr(p.text, evidence_start + 1, evidence_end - evidence_start), length(model_version), confidence
from suggestion s join provision p on p.id = s.provision
"""
TEXT = "The court shall order the offender to pay compensation to the victim, and the victim shall be given shelter."


@pytest.fixture(scope="module")
def suggested(built, tmp_path_factory):
    """The knowledge base with a text and two suggestions on an article, one of which a person has linked too."""
    path = tmp_path_factory.mktemp("suggested") / "tip.db"
    shutil.copy(built, path)
    connection = sqlite3.connect(path)
    connection.execute("update provision set text = ?, text_state = 'as_enacted' where id = 'sle-act-2022-12:31'", [TEXT])
    for item, words in (("palermo:6.6", "pay compensation to the victim"), ("palermo:6.3.a", "given shelter")):
        start = TEXT.index(words)
        values = ["sle-act-2022-12:31", item, "strong", start, start + len(words), words, "rules", "test"]
        connection.execute("insert into suggestion values (?, ?, ?, ?, ?, ?, ?, ?)", values)
    connection.commit()
    connection.close()
    return path


def page(database: Path, path: str) -> str:
    async def ask() -> Any:
        site = Datasette([], immutables=[str(database)], plugins_dir=str(ROOT / "plugins"), template_dir=str(ROOT / "plugins" / "templates"))
        await site.invoke_startup()
        return (await site.client.get(path)).text

    answers: list[str] = []
    thread = threading.Thread(target=lambda: answers.append(asyncio.run(ask())))
    thread.start()
    thread.join()
    return answers[0]


def test_evidence_is_marked_in_the_text_and_called_unconfirmed(suggested):
    text = page(suggested, "/provision/sle-act-2022-12:31")
    assert '<mark class="machine" title="machine suggestion, unconfirmed: palermo:6.3.a">given shelter</mark>' in text
    assert "Machine suggestions, unconfirmed" in text
    assert "also linked by a person" in text


def test_instrument_page_shows_only_what_no_person_has_linked(suggested):
    text = page(suggested, "/instrument/sle-act-2022-12")
    assert text.count('<li class="machine">') == 1
    assert "nobody has confirmed" in text


def test_suggestions_never_count_and_are_owed_a_review(suggested, db):
    connection = sqlite3.connect(suggested)
    sql = "select verdict, provision from gap where country = 'SLE' and item = 'palermo:6.3.a'"
    assert connection.execute(sql).fetchall() == [tuple(row) for row in db.execute(sql)]
    debt = connection.execute("select rows from review_debt where country = 'SLE' and entity = 'suggestion'").fetchall()
    connection.close()
    assert debt == [(1,)]


LAW = """THE ANTI-TRAFFICKING ACT (MADE FOR TESTS)

11. Offence of trafficking in persons
A person who recruits, transports, harbours or receives another person by threat, force or deception for the purpose of exploitation commits the offence of
trafficking in persons and is liable to imprisonment for twenty years.

12. Compensation of victims
The court shall order a person convicted of trafficking in persons to pay compensation to the victim of trafficking for harm suffered and lost earnings.

13. Regulations
The Minister may make regulations.
"""


def test_a_build_with_a_text_suggests_and_counts_nothing(tmp_path, built):
    (tmp_path / "law.txt").write_text(LAW, encoding="utf-8")
    told = CliRunner().invoke(main, [str(tmp_path / "law.txt"), "--instrument", "sle-act-2022-12", "--batch", "--raw", str(tmp_path / "raw")])
    assert told.exit_code == 0, told.output
    build(CURATED, tmp_path / "tip.db", tmp_path / "raw")
    with closing(sqlite3.connect(tmp_path / "tip.db")) as new, closing(sqlite3.connect(built)) as old:
        rows = new.execute(EVIDENCE).fetchall()
        assert {("sle-act-2022-12:12", "palermo:6.6"), ("sle-act-2022-12:11", "palermo:5.1")} <= {row[:2] for row in rows}
        assert [row for row in rows if row[0].endswith(":13") and row[5] == "strong"] == []
        assert all(row[2] == row[3] and row[4] >= 12 for row in rows)
        verdicts = "select country, item, verdict from gap order by 1, 2"
        assert new.execute(verdicts).fetchall() == old.execute(verdicts).fetchall()


def test_the_method_page_tells_how_suggestions_are_made(get):
    page = get("/about").text
    assert 'id="suggestions"' in page
    assert "never counts in a verdict" in page
