"""What the pages of a law and of an article say of its verdicts: how sure, why, and what is not in
the act.
"""

import pytest
from lxml import html

from plugins.kit.locale_format import format_date


def words_at(page: str, path: str) -> str:
    """All text at an XPath, its blanks folded."""
    found = html.fromstring(page).xpath(path)
    return " ".join(" ".join(text for one in found for text in one.itertext()).split())


def test_an_act_read_whole_lists_what_is_not_in_it(get, db):
    law = db.execute(
        "select instrument from absent_in_act where role = 'main' order by instrument limit 1"
    ).fetchone()[0]
    absent = [
        row[0] for row in db.execute("select item from absent_in_act where instrument = ?", [law])
    ]
    page = get(f"/instrument/{law}").text
    linked = html.fromstring(page).xpath("//h2[@id='absent']/following::ul[1]/li/a/@href")
    assert sorted(linked) == sorted(f"/item/{item}" for item in absent)
    whole = db.execute("select read_whole_on from instrument where id = ?", [law]).fetchone()[0]
    assert f"read whole on {format_date(whole)}" in words_at(page, "//dl[@class='facts'][1]")


def test_an_act_read_in_part_calls_nothing_absent(get, db):
    law = db.execute(
        "select id from instrument where kind = 'act' and country is not null "
        "and read_whole_on is null order by id limit 1"
    ).fetchone()[0]
    page = get(f"/instrument/{law}").text
    assert "not read whole, so nothing can be called absent" in page
    assert 'id="absent"' not in page


def test_no_gap_of_the_state_follows_from_an_act_that_is_not_its_main_one(get, db):
    law = db.execute(
        "select instrument from absent_in_act where role <> 'main' order by instrument limit 1"
    ).fetchone()[0]
    page = get(f"/instrument/{law}").text
    assert "no gap of the State follows from it" in page
    assert html.fromstring(page).xpath("//h2[@id='absent']/following::ul[1]//small/a") == []


def test_a_narrow_act_names_its_subject_and_an_old_status_its_day(get, db, labels):
    law = db.execute("select * from instrument where narrow is not null order by id").fetchone()
    facts = words_at(get(f"/instrument/{law['id']}").text, "//dl[@class='facts'][1]")
    assert f"Narrower subject {labels['narrow_subject'][law['narrow']]}" in facts
    dated = db.execute("select id, as_of from instrument where as_of is not null").fetchall()
    for law in dated[:2]:
        facts = words_at(get(f"/instrument/{law['id']}").text, "//dl[@class='facts'][1]")
        assert f"as of {format_date(law['as_of'])}" in facts


@pytest.mark.parametrize(("prefix", "column"), [("", "reason_en"), ("/fr", "reason_fr")])
def test_a_link_shows_how_sure_it_is_and_the_reason_of_an_account(get, db, prefix, column):
    link = db.execute(
        f"select provision, {column} as reason from crossref where basis = 'digest' "
        "and extent is not null and verification <> 'general' order by provision, item limit 1"
    ).fetchone()
    page = words_at(get(f"{prefix}/provision/{link['provision']}").text, "//main")
    plain = link["reason"].replace("'", "’") if prefix else link["reason"]
    assert " ".join(plain.split())[:40] in page.replace("'", "’" if prefix else "'")
    assert {"": "C: account judged", "/fr": "C : compte rendu jugé"}[prefix] in page.replace(
        "\u00a0", " "
    )


def test_the_letter_of_a_link_is_that_of_the_verdict_rule(get, db):
    provision = "sle-act-2022-12:12"
    rows = {row["item"]: row for row in get(f"/provision/{provision}.json").json()["rows"]}
    dated = db.execute("select item, certainty from dated_link where provision = ?", [provision])
    assert {row["item"]: row["certainty"] for row in dated} == {
        item: row["certainty"] for item, row in rows.items()
    }


@pytest.mark.parametrize("path", ["/about", "/country/SLE/review"])
def test_the_letters_are_explained_where_they_stand(get, labels, path):
    page = words_at(get(path).text, "//main")
    assert all(words in page for words in labels["certainty"].values())


def test_a_download_says_what_its_letters_mean(get):
    assert "A read and confirmed by a named person" in get("/tip/gap.meta.json").json()["reading"]
