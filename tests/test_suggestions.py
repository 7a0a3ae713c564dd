"""Machine suggestions on the site: set apart from what people decided, with the words they rest on, and never counted."""

import asyncio
import shutil
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

ROOT = Path(__file__).parent.parent
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
