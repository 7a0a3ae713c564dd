"""The grid of gaps: what a lawyer can check by hand, and what it weighs."""

import re
import shutil
import sqlite3
from urllib.parse import urlencode

import pytest
from lxml import html

from ingest.database import kept_views
from plugins.gaps import PILLARS
from plugins.kit import days
from plugins.kit.days import read_day
from plugins.kit.gap_cells import from_base62, legend_of, to_base62
from plugins.kit.locale_format import format_date
from plugins.kit.record_labels import LABELS

BYTES_A_CELL = 25.64  # with 195 countries and 60 items less than 300 kB for the whole page


@pytest.fixture(scope="module")
def africa(get):
    return get("/gaps.json").json()


def table_of(page):
    return page[page.index("<tbody>") : page.index("</tbody>")].split("<tr>")[1:]


def test_every_cell_says_what_the_view_says(get, db):
    cells = get("/gaps.json?region=world").json()["rows"]
    expected = {(row["country"], row["item"]): row for row in db.execute("select * from gap")}
    assert len(cells) == len(expected) > 0
    for cell in cells:
        row = expected[cell["country"], cell["item"]]
        assert all(
            cell[name] == row[name]
            for name in (
                "verdict",
                "basis",
                "verification",
                "provision",
                "since",
                "certainty",
                "touched",
                "silent",
                "contested",
                "contrary",
                "finding",
                "credit",
            )
        )


def test_first_view_is_africa(africa, db):
    african = {
        row[0]
        for row in db.execute(
            "select id from country where region = 'Africa' and kind in ('state', 'observer')"
        )
    }
    assert {"SEN", "COD", "EGY"} <= {row["country"] for row in africa["rows"]}
    assert {row["country"] for row in africa["rows"]} == african
    assert len(africa["totals"]) == len(african)


@pytest.mark.parametrize(
    ("on", "members"),
    [
        ("2024-01-01", 15),
        ("2025-06-01", 12),
        ("2025-01-28", 15),
        ("2025-01-29", 12),
        ("1999-06-01", 16),
    ],
)
def test_ecowas_by_day(get, on, members):
    page = get(f"/gaps?group=ecowas&on={on}").text
    assert len(table_of(page)) == members
    assert f"{members} members on {format_date(on)}" in page
    assert (
        "Niger" in {row["name"] for row in get(f"/gaps.json?group=ecowas&on={on}").json()["rows"]}
    ) == (on < "2025-01-29")


def test_unknown_day_of_joining_is_said(get):
    page = get("/gaps?group=au").text
    assert "the day of joining is not known here" in page


def test_states_that_work_in_french_are_asked_for_by_french(get):
    found = {
        row["country"]
        for row in get("/gaps.json?region=Western+Africa&language=French").json()["rows"]
    }
    assert {"BFA", "MLI", "NER", "SEN", "CIV", "BEN", "TGO", "GIN"} == found
    assert {
        row["country"] for row in get("/gaps.json?region=Africa&language=Hausa").json()["rows"]
    } == {"NER"}


@pytest.mark.parametrize("on", ["yesterday", "2024-02-31", "' or 1", "0000-00-00", "20240101"])
@pytest.mark.parametrize("page", ["/gaps?group=ecowas&", "/verdict/SLE/palermo:6.6?"])
def test_what_is_no_day_is_refused_and_no_other_day_is_answered(get, page, on):
    answer = get(f"{page}on={on.replace(' ', '+')}")
    assert (answer.status_code, "Not a day" in answer.text) == (400, True)


@pytest.mark.parametrize(
    ("asked", "day"), [("2014", "2014-12-31"), ("2014-06", "2014-06-30"), ("2024-02", "2024-02-29")]
)
def test_a_year_or_a_month_is_its_last_day(get, asked, day):
    for page in ("/gaps.json?group=ecowas&", "/verdict/SLE/palermo:6.6.json?"):
        assert get(f"{page}on={asked}").json() == get(f"{page}on={day}").json()


def test_the_year_that_runs_counts_up_to_today(monkeypatch):
    monkeypatch.setattr(days, "today", lambda: "2026-11-29")
    assert [read_day(asked) for asked in ("2026", "2026-11", "2026-10", "2027", None)] == [
        "2026-11-29",
        "2026-11-29",
        "2026-10-31",
        "2027-12-31",
        "2026-11-29",
    ]


@pytest.mark.parametrize(
    ("query", "sql"),
    [
        (
            "language=Portuguese&region=Africa",
            "k.region = 'Africa' and ';' || k.languages || ';' like '%;Portuguese;%'",
        ),
        ("tradition=common+law", "';' || k.legal_tradition || ';' like '%;common law;%'"),
        ("region=Western+Africa", "k.subregion = 'Western Africa'"),
        ("region=world&obligation=mandatory", "g.obligation = 'mandatory'"),
        ("region=world&pillar=protection", "g.pillar = 'protection'"),
        ("region=world&item=palermo:6.6", "g.item = 'palermo:6.6'"),
    ],
)
def test_filters_give_what_the_view_gives(get, db, query, sql):
    expected = {
        tuple(row)
        for row in db.execute(
            f"select g.country, g.item from gap g join country k on k.id = g.country where {sql}"
        )
    }
    assert (
        {(row["country"], row["item"]) for row in get(f"/gaps.json?{query}").json()["rows"]}
        == expected
        != set()
    )


def test_totals_add_up(africa, items):
    verdicts = ("full", "partial", "contrary", "absent", "not_assessed")
    by_country = {
        verdict: sum(row[verdict] for row in africa["totals"].values()) for verdict in verdicts
    }
    by_item = {
        verdict: sum(row.get(verdict, 0) for row in africa["by_item"].values())
        for verdict in verdicts
    }
    assert by_country == by_item
    assert sum(by_country.values()) == len(africa["rows"]) == len(africa["totals"]) * len(items)
    for row in africa["totals"].values():
        assert row["assessed"] == len(items) - row["not_assessed"]
        assert (row["score"] is not None) == (2 * row["mandatory_assessed"] >= row["mandatory"])
        assert row["low"] <= row["high"]
        if row["score"] is not None and not row["contested"]:
            met = row["full"] + row["partial"] / 2
            assert row["score"] == pytest.approx(100 * met / row["assessed"], abs=0.06)
            assert row["low"] == pytest.approx(100 * met / len(items), abs=0.06)


def test_no_state_stands_above_another_for_having_been_read_less(get):
    """Names are the order; coverage and absences are offered, a score never."""
    page = get("/gaps?region=Africa").text
    offered = re.search(r'<select name="sort">(.*?)</select>', page)[1]
    assert re.findall(r'value="(\w*)"', offered) == ["", "coverage", "absent"]
    rows = get("/gaps.json?region=Africa&sort=coverage").json()
    order = list(dict.fromkeys(row["name"] for row in rows["rows"]))
    assessed = [rows["totals"][name]["assessed"] for name in order]
    assert assessed == sorted(assessed, reverse=True)
    assert get("/gaps?region=Africa&sort=score").status_code == 400


def test_a_past_day_holds_no_law_of_a_later_day(get, db):
    rows = get("/gaps.json?group=ecowas&on=2005-01-01").json()["rows"]
    shown = {row["instrument"] for row in rows if row["instrument"]}
    assert shown
    later = db.execute("select instrument from law_period where from_on > '2005-01-01'").fetchall()
    assert shown & {row["instrument"] for row in later} == set()
    assert "nga-tippla-2003" in shown, "the act that was superseded in 2015 answers for 2005"
    today = get("/gaps.json?group=ecowas").json()["rows"]
    assert "nga-tippla-2003" not in {row["instrument"] for row in today}


def test_certainty_narrows_what_is_shown(get):
    shown = {
        letters: {
            row["certainty"]
            for row in get(f"/gaps.json?region=world&certainty={letters}").json()["rows"]
            if row["verdict"] != "not_assessed"
        }
        for letters in ("AB", "ABC")
    }
    assert shown["AB"] <= {"A", "B"}
    assert "C" in shown["ABC"]


def test_score_of_a_pillar_is_that_of_the_view(get, db):
    data = get("/gaps.json?region=world&pillar=protection").json()
    expected = dict(
        db.execute(
            """
            select k.name_en, s.score
            from score s
            join country k on k.id = s.country
            where s.pillar = 'protection'
            """
        ).fetchall()
    )
    assert {name: row["score"] for name, row in data["totals"].items()} == expected


def test_formula_is_on_the_page_and_its_sql_can_be_changed(get):
    page = get("/gaps?group=ecowas&on=2024-01-01").text
    page = get(html.fromstring(page).xpath("//a[contains(@href, '#formula')]/@href")[0]).text
    assert "Coverage comes before the score" in page
    form = html.fromstring(page).xpath("//form[.//textarea]")[0]
    asked = dict(form.form_values())
    assert asked["group"] == "ecowas"
    assert get(f"{form.action}?{urlencode(asked)}").status_code == 200
    rows = get(f"{form.action}.json?{urlencode(asked)}&_shape=objects").json()["rows"]
    assert {row["name"]: row["score"] for row in rows} == {
        n: r["score"]
        for n, r in get("/gaps.json?group=ecowas&on=2024-01-01").json()["totals"].items()
    }


@pytest.mark.slow
def test_cell_opens_its_evidence_or_what_was_looked_in(get, db):
    page = get("/gaps?region=Africa").text
    row = next(line for line in table_of(page) if "/country/DZA" in line)
    opened = {
        get(f"/{href}").headers["location"] for href in re.findall(r"<a href=([a-zA-Z]DZ\w+)>", row)
    }
    expected = {
        f"/provision/{cell['provision']}"
        if cell["verdict"] in ("full", "partial", "contrary") and not cell["contested"]
        else f"/verdict/DZA/{cell['item']}"
        for cell in db.execute("select * from gap where country = 'DZA'")
    }
    assert opened <= expected
    assert {path for path in expected if path.startswith("/provision/")} <= opened
    assert any(path.startswith("/verdict/") for path in opened)
    assert all(get(path).status_code == 200 for path in list(opened)[:8])
    assert get("/fXX7").status_code == 404
    assert get("/fSNZZ").status_code == 404


def test_signs_are_explained_and_not_assessed_is_no_no(get, labels):
    page = get("/gaps").text
    legend = legend_of(LABELS)
    assert len({one["letter"] for one in legend}) == len(legend)
    assert {
        word
        for verdict in LABELS["verdict"].values()
        for word in [verdict]
        if not any(one["words"].startswith(word) for one in legend)
    } == set()
    assert "not assessed, which is never a no" in page
    assert all(f"[href^={one['sign']} i]" in page for one in legend)


def test_pillar_without_anything_is_one_wide_cell_in_words(get, items):
    row = next(line for line in table_of(get("/gaps?region=Africa").text) if "/country/ERI" in line)
    assert "? not assessed<" in row
    width = sum(int(span or 1) for span in re.findall(r"<td(?: colspan=(\d+))?>", row))
    assert width == len(items) + 6  # verdicts and score


def test_pillars_are_those_of_the_site(labels):
    assert tuple(LABELS["pillar"]) == PILLARS


def test_short_numbers_come_back():
    assert [from_base62(to_base62(number)) for number in range(62**2)] == list(range(62**2))


def filled(built, path):
    """A copy in which every cell is full and reviewed."""
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    source = db.execute("select id from source").fetchone()[0]
    for (country,) in db.execute(
        "select id from country where kind in ('state', 'observer')"
    ).fetchall():
        law = f"{country.lower()}-act-2099-1"
        db.execute(
            """
            insert into instrument (id, kind, country, title, title_en, title_fr, status,
              adopted_on, role, source, verification)
            values (?, 'act', ?, 't', 't', 't', 'in_force', '2020-01-01', 'main', ?, 'seen')
            """,
            [law, country, source],
        )
        for item, ordinal in db.execute("select code, ordinal from item").fetchall():
            db.execute(
                """
                insert into provision
                  (id, instrument, ordinal, number, label, source, verification)
                values (?, ?, ?, ?, 's', ?, 'seen')
                """,
                [f"{law}:{ordinal}", law, ordinal, str(ordinal), source],
            )
            db.execute(
                """
                insert into crossref (
                  provision, item, extent, basis, reviewer, reviewed_on, source, verification
                )
                values (?, ?, 'full', 'text', 'x', '2026', ?, 'reviewed')
                """,
                [f"{law}:{ordinal}", item, source],
            )
    kept_views.refresh(db)
    db.commit()
    db.close()


@pytest.mark.slow
def test_a_cell_of_the_world_weighs_little_even_if_all_are_filled(get, get_from, built, tmp_path):
    cells = len(get("/gaps.json?region=world").json()["rows"])
    assert len(get("/gaps?region=world").content) < BYTES_A_CELL * cells
    filled(built, tmp_path / "tip.db")
    page = get_from(tmp_path / "tip.db")("/gaps?region=world")
    assert len(re.findall(">F!?</a>", page.text)) == cells
    assert len(page.content) < BYTES_A_CELL * cells
