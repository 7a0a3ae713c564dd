"""Twelve wrong answers that readers met in November 2026, each with what is right."""

import csv
import io
import re
import shutil
import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest
from conftest import CURATED
from test_desk_write_back import FLAT

from ingest.build import build
from ingest.database import change_ledger, kept_views

FREE = {  # parameters that take any words, numbers or days, or say so elsewhere
    *("q", "page", "size", "on", "facets", "meaning", "without", "sort", "article"),
    *("a", "b", "c", "with", "version", "since", "queries", "extend", "callback", "prefix"),
    *("type", "limit", "id", "group", "p", "out"),
}
YEARS = re.compile(r"\b((?:19|20)\d\d) ?[-–/] ?((?:19|20)\d\d)\b")


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.text)))


@pytest.mark.parametrize(
    "path", ["/gaps.json?group=ecowas&on=2005-01-01", "/gaps.json?region=world&on=2024-01-01"]
)
def test_1_a_past_day_is_answered_by_the_law_of_that_day(get, db, path):
    on = path.rpartition("=")[2]
    later = db.execute("select instrument from law_period where from_on > ?", [on]).fetchall()
    rows = get(path).json()["rows"]
    assert any(row["since"] for row in rows)
    assert not [row for row in rows if (row["since"] or "") > on]
    assert not {row["instrument"] for row in rows} & {row[0] for row in later}


@pytest.fixture(scope="module")
def filters(get):
    """Every page with the filters that choose among known values."""
    paths = get("/openapi.json").json()["paths"]
    found = [
        (path, one["name"])
        for path, entry in paths.items()
        if "{" not in path and "." not in path
        for one in entry["get"]["parameters"]
        if one["name"] not in FREE
    ]
    assert ("/gaps", "region") in found
    return found


def test_2_a_filter_that_nothing_has_is_refused_in_every_form(get, filters):
    for path, name in filters:
        for form in ("", ".csv", ".json"):
            asked = f"{path}{form}?{name}=Atlantis"
            assert get(asked).status_code == 400, asked
    for asked in ("/gaps.csv?group=world", "/compare.csv?c=ZZZ", "/plans.atom?country=ZZZ"):
        assert get(asked).status_code == 400, asked


@pytest.mark.parametrize(
    ("empty", "full"),
    [
        ("/search.csv?q=zzqqxx", "/search.csv?q=victims"),
        ("/plans.csv?country=TUV", "/plans.csv"),
        ("/changes/country/SEN.csv", "/changes/country/LCA.csv"),
        ("/tip/gap.csv?country=ZZZ", "/tip/gap.csv?country=SEN"),
    ],
)
def test_2_an_empty_table_has_its_head(get, empty, full):
    (head,) = rows_of(get(empty))
    assert head == rows_of(get(full))[0]


@pytest.mark.parametrize("path", ["/tip/gap.parquet", "/tip/gap.sav", "/fr/tip/gap.parquet"])
def test_3_a_form_that_is_not_offered_is_not_found(get, path):
    assert get(path).status_code == 404


def test_4_no_score_stands_on_a_few_items(get):
    totals = get("/gaps.json?region=world").json()["totals"].values()
    assert any(row["score"] is None for row in totals)
    for row in totals:
        assert row["score"] is None or 2 * row["mandatory_assessed"] >= row["mandatory"], row


def test_5_a_suggestion_differs_from_what_was_typed(get):
    words = ["non-punissabilité", "reparration", "traficking victms", "repatriacion", "بشرر"]
    found = {}
    for word in words:
        data = get(f"/fr/search.json?q={quote(word)}").json()
        found[word] = data["nearest"]
        assert data["nearest"].lower() != word.lower()
    assert any(found.values())


def test_6_a_period_in_a_title_is_the_period(db):
    plans = db.execute(
        "select id, title, period_start, period_end from instrument "
        "where kind in ('plan', 'strategy', 'policy')"
    ).fetchall()
    dated = [row for row in plans if YEARS.search(row["title"])]
    assert dated
    assert not [row["id"] for row in dated if not (row["period_start"] and row["period_end"])]


def test_7_a_strategy_on_another_subject_succeeds_no_plan_by_its_dates(get, db):
    narrow = {row[0] for row in db.execute("select id from instrument where narrow is not null")}
    plans = get("/plans.json").json()["rows"]
    by_dates = {row["successor"] for row in plans if row["successor_basis"] == "by_dates"}
    assert by_dates
    assert not by_dates & narrow
    (plan,) = (row for row in plans if row["id"] == "bfa-strategie-ptte-2019-2023")
    assert plan["successor"] is None


@pytest.mark.parametrize("provision", ["sle-act-2022-12:12", "sen-loi-2005-06:1"])
def test_8_other_wordings_are_of_other_states_each_once_neighbours_first(get, db, provision):
    peers = get(f"/provision/{provision}.json").json()["peers"]
    assert len(peers) == len({(peer["country"], peer["id"]) for peer in peers}) > 3
    assert len({peer["country"] for peer in peers}) == len(peers)
    near = [peer["near"] for peer in peers]
    assert near == sorted(near, reverse=True)
    assert near[0]


def test_9_the_page_about_review_says_what_the_tables_say(get, built, tmp_path, get_from):
    path = tmp_path / "tip.db"
    shutil.copy(built, path)
    before = "no lawyer has confirmed any yet"
    assert before in get("/about").text
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "update crossref set verification = 'reviewed', reviewer = 'A. Person', "
            "reviewed_on = '2026-11-01' where rowid = (select min(rowid) from crossref)"
        )
        kept_views.refresh(db)
        db.commit()
    assert before not in get_from(path)("/about").text


def test_10_numbers_and_signs_are_written_as_in_french(get):
    page = get("/fr/search?q=traite").text
    total = get("/fr/search.json?q=traite").json()["total"]
    assert total > 1000
    written = f"{total // 1000}\u202f{total % 1000:03d}"
    assert written in page
    assert f">{total} " not in page
    assert re.search(r"</a>\u00a0\?", get("/fr/search?q=vctims").text)


def test_11_receiving_a_text_changes_no_fact():
    def of(field, old, new, key="a:1"):
        return change_ledger.Difference("provision", key, "changed", field, old, new)

    came = [of("text", None, "Words"), of("language", "fr", "en"), of("heading", None, "Head")]
    amended = [of("text", "Words", "Other"), of("language", "fr", "en", "a:2")]
    assert list(change_ledger.without_arrivals(came)) == [came[2]]
    assert list(change_ledger.without_arrivals(amended)) == amended


def test_12_what_is_tried_and_undone_leaves_nothing_in_the_ledger(tmp_path):
    """On a few facts, three builds: as committed, with a change, without it."""
    facts, output = tmp_path / "curated", tmp_path / "tip.db"
    for name, text in FLAT.items():
        path = facts / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("choice.csv", "choice_column.csv"):
        shutil.copy(CURATED / name, facts)

    def ledger(latitude):
        country = facts / "country.csv"
        country.write_text(FLAT["country"].replace("-30", latitude), encoding="utf-8")
        build(facts, output)
        with closing(sqlite3.connect(output)) as db:
            return db.execute("select entity_id, new from change").fetchall()

    assert ledger("-30") == []
    assert ledger("-31") == [("CHL", "-31.0")]
    assert ledger("-30") == []
