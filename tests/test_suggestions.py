"""Machine suggestions on the site: set apart from what people decided, with the words they rest on,
and never counted.
"""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from click.testing import CliRunner

from ingest import batch
from ingest.batch import DIED
from ingest.build import build
from ingest.database import Model, kept_views
from ingest.machine import judge_law, suggestion_tables
from ingest.received.import_file import main

pytestmark = [pytest.mark.slow, pytest.mark.engine]

EVIDENCE = """
select s.provision, item, evidence,
  substr(p.text, evidence_start + 1, evidence_end - evidence_start),
  length(model_version), confidence
from suggestion s join provision p on p.id = s.provision
"""
TEXT = (
    "The court shall order the offender to pay compensation to the victim, and the victim "
    "shall be given shelter."
)


@pytest.fixture(scope="module")
def suggested(built, tmp_path_factory):
    """The knowledge base with a text and two suggestions on an article, one of which a person has
    linked too.
    """
    path = tmp_path_factory.mktemp("suggested") / "tip.db"
    shutil.copy(built, path)
    connection = sqlite3.connect(path)
    connection.execute(
        "update provision set text = ?, text_state = 'as_enacted' where id = 'sle-act-2022-12:31'",
        [TEXT],
    )
    for item, words in (
        ("palermo:6.6", "pay compensation to the victim"),
        ("palermo:6.3.a", "given shelter"),
    ):
        start = TEXT.index(words)
        values = [
            "sle-act-2022-12:31",
            item,
            "strong",
            start,
            start + len(words),
            words,
            "rules",
            "partial",
            "victim",
            "housing;special_needs",
            "test",
        ]
        connection.execute(
            "insert into suggestion values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values
        )
    for item, provision, score in (
        ("palermo:10.3", "sle-act-2022-12:31", 0.12),
        ("palermo:13", None, 0),
        ("palermo:6.6", "sle-act-2022-12:31", 0.3),
    ):
        connection.execute(
            "insert into nearest_suggestion values ('sle-act-2022-12', ?, ?, ?, 'test')",
            [item, provision, score],
        )
    kept_views.refresh(connection)
    connection.commit()
    connection.close()
    return path


@pytest.fixture(scope="module")
def page(get_from):
    """The text of a page of the site of a database."""
    return lambda database, path: get_from(database)(path).text


def test_evidence_is_marked_in_the_text_and_called_unconfirmed(suggested, page):
    text = page(suggested, "/provision/sle-act-2022-12:31")
    assert (
        '<mark class="machine" title="machine suggestion, unconfirmed: '
        'palermo:6.3.a">given shelter</mark>'
    ) in text
    assert "Machine suggestions, unconfirmed" in text
    assert "also linked by a person" in text


def test_a_suggestion_says_how_far_it_goes_and_what_is_not_named(suggested, page):
    text = page(suggested, "/provision/sle-act-2022-12:31")
    assert "<small>partial; not named: " in text
    assert "not named: housing" in text
    assert "special needs" in text
    assert "non nommé" in page(suggested, "/fr/provision/sle-act-2022-12:31")


def test_an_act_read_whole_shows_where_to_look_for_what_was_not_found(suggested, page):
    text = page(suggested, "/instrument/sle-act-2022-12")
    nearest = text[text.index('id="nearest"') :].partition("</details>")[0]
    assert "2 items of which the machine found nothing" in nearest
    assert 'closest: <a href="/provision/sle-act-2022-12:31">' in nearest
    assert "nothing near" in nearest
    assert "palermo:6.6" not in nearest  # a person has linked it


def test_instrument_page_shows_only_what_no_person_has_linked(suggested, page):
    text = page(suggested, "/instrument/sle-act-2022-12")
    assert text.count('<li class="machine">') == 1
    assert "nobody has confirmed" in text


def test_suggestions_never_count_and_are_owed_a_review(suggested, db):
    connection = sqlite3.connect(suggested)
    sql = "select verdict, provision from gap where country = 'SLE' and item = 'palermo:6.3.a'"
    assert connection.execute(sql).fetchall() == [tuple(row) for row in db.execute(sql)]
    debt = connection.execute(
        "select rows from review_debt where country = 'SLE' and entity = 'suggestion'"
    ).fetchall()
    connection.close()
    assert debt == [(1,)]


LAW = """THE ANTI-TRAFFICKING ACT (MADE FOR TESTS)

11. Offence of trafficking in persons
A person who recruits, transports, harbours or receives another person by threat, force or
deception for the purpose of exploitation commits the offence of trafficking in persons and is
liable to imprisonment for twenty years.

12. Compensation of victims
The court shall order a person convicted of trafficking in persons to pay compensation to the
victim of trafficking for harm suffered and lost earnings.

13. Regulations
The Minister may make regulations.
"""
ARTICLES = {
    "4": (
        "For the purposes of this Act a person traffics who recruits, transports, transfers, "
        "harbours or receives another person by threat, force, coercion, "
        "abduction, fraud, deception, abuse of power, abuse of vulnerability or payments for "
        "the purpose of exploitation, and is liable to imprisonment for a "
        "term of not less than two years and not more than ten years."
    ),
    "5": "Trafficking of a child under eighteen years is punished with imprisonment for life.",
}
TABLES = (
    "suggestion",
    "penalty_suggestion",
    "element_suggestion",
    "verdict_suggestion",
)


@pytest.fixture
def held(built, tmp_path, monkeypatch):
    """A copy of the knowledge base in which one law has words, an empty cache, and a list of the
    laws that are judged anew.
    """
    path = tmp_path / "tip.db"
    shutil.copy(built, path)
    db = sqlite_utils.Database(path)
    for number, words in ARTICLES.items():
        db.execute(
            (
                "update provision set text = ?, text_state = 'as_enacted', language = 'en' "
                "where id = ?"
            ),
            [words, f"tza-act-2008-6:{number}"],
        )
    db.conn.commit()
    judged: list[int] = []
    judge = judge_law.judge_uncached
    monkeypatch.setattr(judge_law, "CACHE_FOLDER", tmp_path / "kept")
    monkeypatch.setattr(
        judge_law, "judge_uncached", lambda law, *rest: judged.append(len(law)) or judge(law, *rest)
    )
    yield db, judged
    db.conn.close()


def load(db: sqlite_utils.Database) -> list[list[Any]]:
    """What the build step stores, table by table, over whatever was there."""
    for table in (*TABLES, "nearest_suggestion"):
        db.execute(f"delete from {table}")
    suggestion_tables.load_suggestions(db, Model(db))
    kept_views.refresh(db.conn)
    db.conn.commit()
    return [db.execute(f"select * from {table} order by 1, 2, 3").fetchall() for table in TABLES]


def test_a_build_with_a_text_suggests_and_counts_nothing(few_facts, tmp_path):
    (tmp_path / "law.txt").write_text(LAW, encoding="utf-8")
    told = CliRunner().invoke(
        main,
        [
            str(tmp_path / "law.txt"),
            "--instrument",
            "sle-act-2022-12",
            "--batch",
            "--raw",
            str(tmp_path / "raw"),
        ],
    )
    assert told.exit_code == 0, told.output
    build(few_facts, tmp_path / "without.db")
    build(few_facts, tmp_path / "tip.db", tmp_path / "raw")
    with (
        closing(sqlite3.connect(tmp_path / "tip.db")) as new,
        closing(sqlite3.connect(tmp_path / "without.db")) as old,
    ):
        rows = new.execute(EVIDENCE).fetchall()
        assert {("sle-act-2022-12:12", "palermo:6.6"), ("sle-act-2022-12:11", "palermo:5.1")} <= {
            row[:2] for row in rows
        }
        assert [row for row in rows if row[0].endswith(":13") and row[5] == "strong"] == []
        assert all(row[2] == row[3] and row[4] >= 12 for row in rows)
        verdicts = "select country, item, verdict from gap order by 1, 2"
        assert new.execute(verdicts).fetchall() == old.execute(verdicts).fetchall()


def test_a_law_is_judged_again_only_when_its_words_or_the_engine_change(held, monkeypatch):
    db, judged = held
    first = load(db)
    assert all(first)
    assert load(db) == first
    assert judged == [2]  # once, with its two articles
    db.execute(
        "update provision set text = text || ' A fine of five million shillings is "
        "added.' where id = 'tza-act-2008-6:5'"
    )
    assert load(db) != first
    assert judged == [2, 2]
    monkeypatch.setattr(judge_law, "engine_version", lambda *embed: "another")
    assert {row[-1] for table in load(db) for row in table} == {"another"}
    assert judged == [2, 2, 2]


def test_the_version_follows_words_and_rules_of_penalties(tmp_path, monkeypatch):
    engine_version = judge_law.engine_version.__wrapped__
    before = {engine_version()}
    for name in ("HERE", "LANGUAGE_FILES"):
        shutil.copytree(getattr(judge_law, name), tmp_path / name)
        monkeypatch.setattr(judge_law, name, tmp_path / name)
    assert {engine_version()} == before
    for file in (
        "LANGUAGE_FILES/fr.yml",
        "HERE/penalties/currencies.yml",
        "HERE/penalties/tiers.py",
        "HERE/definition.py",
        "HERE/article3_verdicts.py",
    ):
        with (tmp_path / file).open("a", encoding="utf-8") as opened:
            opened.write("# more\n")
        assert engine_version() not in before, file
        before.add(engine_version())


def test_penalties_elements_and_verdicts_are_stored_with_their_words(held):
    db, _ = held
    load(db)
    tiers = db.execute(
        "select provision, kind, min_months, max_months, life from penalty_suggestion order by 1"
    ).fetchall()
    assert tiers == [
        ("tza-act-2008-6:4", "imprisonment", 24, 120, 0),
        ("tza-act-2008-6:5", "life", None, None, 1),
    ]
    elements = {tuple(row) for row in db.execute("select part, name from element_suggestion")}
    assert {("acts", "receipt"), ("means", "deception"), ("child_age", "18")} <= elements
    assert {row[0] for row in db.execute("select item from verdict_suggestion")} >= {
        "palermo:3.a",
        "palermo:3.d",
    }
    for table in TABLES:
        sql = (
            f"select count(*), sum(substr(p.text, evidence_start + 1, evidence_end - "
            f"evidence_start) = evidence) from {table} s join provision p on p.id = "
            f"s.provision"
        )
        count, same = db.execute(sql).fetchone()
        assert count == same > 0, table


def test_what_the_machine_reads_counts_nowhere_and_is_owed_a_review(held, built):
    db, _ = held
    load(db)
    with closing(sqlite3.connect(built)) as old:
        for sql in (
            "select country, item, verdict from gap order by 1, 2",
            "select * from penalty order by 1, 2",
            "select * from definition order by 1",
        ):
            assert db.execute(sql).fetchall() == old.execute(sql).fetchall()
    debt = {
        tuple(row)
        for row in db.execute(
            "select entity, reason, rows from review_debt where country = 'TZA' and "
            "entity like '%suggestion'"
        )
    }
    assert {
        ("penalty_suggestion", "unconfirmed", 2),
        ("penalty_suggestion", "differs", 2),
    } <= debt  # people wrote down fines that these words do not have
    assert {row[0] for row in debt} >= {"suggestion", "penalty_suggestion"}


def test_a_penalty_read_otherwise_than_a_person_wrote_it_is_shown(held, page):
    db, _ = held
    db.execute(
        "update penalty set min_months = 36, max_months = 120, fine_min = null, fine_max "
        "= null, currency = null where provision = 'tza-act-2008-6:4'"
    )
    load(db)
    differing = db.execute(
        "select provision, min_months, read_min_months from penalty_difference"
    ).fetchall()
    assert ("tza-act-2008-6:4", 36, 24) in differing
    path = Path(db.execute("pragma database_list").fetchone()[2])
    for address in (
        "/provision/tza-act-2008-6:4",
        "/instrument/tza-act-2008-6",
        "/country/TZA/review",
    ):
        text = page(path, address)
        assert "reads another penalty here than the person who wrote this down" in text, address
        assert "2 years – 10 years" in text
    shown = page(path, "/provision/tza-act-2008-6:4")
    assert "Penalties read" in shown
    assert "Elements of the definition read" in shown
    assert "element of the definition" in shown
    assert "Article 3 of the Protocol, as the machine reads this law; unconfirmed" in page(
        path, "/instrument/tza-act-2008-6"
    )


def test_a_law_that_cannot_be_judged_becomes_an_issue_and_the_others_go_on(held, monkeypatch):
    db, _ = held
    db.execute(
        "update provision set text = 'The victim shall be given shelter.', text_state = "
        "'current' where id = 'sle-act-2022-12:31'"
    )
    judge = judge_law.judge
    monkeypatch.setattr(
        judge_law, "judge", lambda law: 1 / 0 if law.id.startswith("tza") else judge(law)
    )
    load(db)
    assert db.execute("select kind, value, hint from issue where origin = 'text'").fetchall() == [
        ("not_judged", "tza-act-2008-6", "ZeroDivisionError: division by zero")
    ]
    assert db.execute("select distinct provision from suggestion").fetchall() == [
        ("sle-act-2022-12:31",)
    ]


def test_many_laws_are_judged_in_several_processes(held, monkeypatch):
    db, _ = held
    alone = load(db)
    monkeypatch.setattr(suggestion_tables, "MIN_FOR_PROCESSES", 1)
    asked = []
    monkeypatch.setattr(
        batch,
        "run_in_pool",
        lambda work, laws, workers: asked.append(workers) or ((law, None, DIED) for law in laws),
    )
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 2)
    assert load(db) == alone  # nothing is new: no process is started
    assert asked == []
    monkeypatch.setattr(judge_law, "CACHE_FOLDER", judge_law.CACHE_FOLDER / "empty")
    assert not any(load(db))
    assert asked == [2]
    assert db.execute("select value, hint from issue where kind = 'not_judged'").fetchall() == [
        ("tza-act-2008-6", DIED)
    ]


def test_the_method_page_tells_how_suggestions_are_made(get):
    page = get("/about").text
    assert 'id="suggestions"' in page
    assert "never counts in a verdict" in page
