"""The coverage page: what is held on each State, what is missing, and never one for the other."""

import csv
import io

import pytest

from plugins.kit.states_held import LEVELS, PARTS, level_of, missing_of

NOTHING = dict.fromkeys(
    (
        "read_whole",
        "articles_read",
        "articles_by_account",
        "laws",
        "offence_and_penalty",
        "plans",
        "bodies",
        "hotlines",
    ),
    0,
) | dict.fromkeys(("law_looked_on", "plan_looked_on", "body_looked_on", "palermo"))


@pytest.mark.parametrize(
    ("held", "level"),
    [
        ({}, "none"),
        ({"law_looked_on": "2026-11-28"}, "searched"),
        ({"laws": 2}, "named"),
        ({"laws": 2, "articles_by_account": 3}, "account"),
        ({"laws": 2, "articles_by_account": 3, "articles_read": 1}, "read"),
        ({"laws": 2, "articles_read": 9, "read_whole": 1}, "whole"),
    ],
)
def test_the_law_of_a_state_is_known_as_well_as_it_was_read(held, level):
    assert level_of(NOTHING | held) == level


def test_what_was_looked_for_in_vain_is_not_missing():
    assert missing_of(NOTHING) == list(PARTS)
    sought = {"law_looked_on": "2026", "plan_looked_on": "2026", "body_looked_on": "2026"}
    assert missing_of(NOTHING | sought) == ["words", "hotline", "treaty"]


def test_every_state_stands_on_the_page_once_with_what_the_ledger_holds(get, db):
    rows = list(csv.DictReader(io.StringIO(get("/coverage.csv").text)))
    states = {row[0] for row in db.execute("select id from country where kind = 'state'")}
    assert sorted(row["country"] for row in rows) == sorted(states)
    assert {row["level"] for row in rows} <= set(LEVELS)
    for row in rows:
        plans = db.execute("select count(*) from plan_clock where country = ?", [row["country"]])
        assert int(row["plans"]) == plans.fetchone()[0]
        absent = db.execute(
            "select 1 from absence where country = ? and item = 'palermo:9.1.a'", [row["country"]]
        ).fetchone()
        assert ("plan" in row["missing"].split(";")) <= (not int(row["plans"]) and not absent)


def test_a_choice_gives_its_states_alone(get):
    rows = list(csv.DictReader(io.StringIO(get("/coverage.csv?group=ecowas&missing=plan").text)))
    assert all("plan" in row["missing"].split(";") for row in rows)
    assert {row["region"] for row in rows} <= {"Africa"}
    whole = get("/coverage.json?level=whole").json()
    assert {row["level"] for row in whole["rows"]} == {"whole"}
    assert get("/coverage?level=best").status_code == 400
    assert get("/coverage?group=nowhere").status_code == 400


def test_the_page_speaks_french_and_says_when_somebody_looked(get):
    text = get("/fr/coverage").text
    assert "cherchée, non trouvée" in text
    assert "28 novembre 2026" in text


def test_a_masked_count_stays_masked_on_the_page_of_a_state(get, db):
    masked = db.execute(
        "select country, count(*) from statistic where source = 'unodc-glotip' "
        "and bound = 'at_most' and measure = 'unodc_persons_convicted' and period_end > '2020' "
        "group by country order by country limit 1"
    ).fetchone()
    assert masked
    assert "≤ 4" in get(f"/country/{masked[0]}").text
    assert "Personnes condamnées" in get(f"/fr/country/{masked[0]}").text
    small = """
        select 1 from statistic where source = 'unodc-glotip' and value = 4 and bound = 'exact'
    """
    assert not db.execute(small).fetchall()


def test_a_year_of_which_only_the_form_is_told_is_no_row_of_dashes(get, db):
    told = """
        select country from statistic where source = 'unodc-glotip'
        group by country
        having sum(measure in ('unodc_victims_detected', 'unodc_persons_prosecuted',
          'unodc_persons_convicted')) = 0
        order by country limit 1
    """
    (country,) = db.execute(told).fetchone()
    assert "Persons convicted" not in get(f"/country/{country}").text
