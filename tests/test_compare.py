"""States side by side: named in any language, every penalty held in the row of its case, and what
is not held said to be so.
"""

import sqlite3

import pytest
from lxml import html

from plugins.kit.language import own_columns
from plugins.kit.named_states import read_states
from plugins.kit.penalty_cases import CASES, PENALTIES, case_of, penalty_table

WORDS = {
    "nga": {"NGA"},
    "nigeria": {"NGA"},
    "niger": {"NER"},
    "senegal": {"SEN"},
    "sen": {"SEN"},
    "burkina faso": {"BFA"},
    "congo": {"COG", "COD"},
    "korea, republic of": {"KOR"},
}


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        (["NGA, sen"], ["NGA", "SEN"]),
        (["NGA SEN"], ["NGA", "SEN"]),
        (["Sénégal;Niger", "nigeria"], ["SEN", "NER", "NGA"]),
        (["Burkina"], ["BFA"]),
        (["NGA, Burkina Faso, Senegal"], ["NGA", "BFA", "SEN"]),
        (["Korea, Republic of"], ["KOR"]),
        (["NGA", "Nigeria"], ["NGA"]),
        ([""], []),
    ],
)
def test_states_are_known_by_name_or_code(asked, codes):
    assert read_states(asked, WORDS) == (codes, [])


@pytest.mark.parametrize(
    ("asked", "meant"), [("Congo", ["COD", "COG"]), ("Negeria", ["NGA"]), ("Atlantis", [])]
)
def test_a_name_that_may_mean_several_or_none_is_asked_back(asked, meant):
    assert read_states([asked], WORDS) == ([], [{"text": asked, "codes": meant}])


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_the_page_takes_names_in_any_language_and_no_script(get, prefix):
    page = html.fromstring(get(f"{prefix}/compare?c=Nigéria&c=Bénin,السنغال").text)
    chosen = page.xpath("//form//input[@type='hidden' and @name='c']/@value")
    assert chosen == ["NGA", "BEN", "SEN"]
    assert page.xpath("//form//input[@name='c' and @list]")


def test_neighbours_and_communities_are_one_click(get, db):
    page = html.fromstring(get("/compare?c=SEN").text)
    offered = page.xpath("//p[contains(@class, 'chips')]/a/@href")
    near = {
        row[0]
        for row in db.execute(
            "select iif(country_a = 'SEN', country_b, country_a) from border "
            "where 'SEN' in (country_a, country_b)"
        )
    }
    sets = [set(link.split("c=")[-1].split("&")[0].split("%2C")) for link in offered]
    assert {"SEN", *near} in sets
    assert any("/gaps?group=ecowas" in link for link in offered)
    assert all(get(link).status_code == 200 for link in offered)


def test_every_penalty_in_force_stands_in_the_row_of_one_case(get, db):
    codes = ("BEN", "TGO", "GHA", "NGA", "CIV")
    page = html.fromstring(get(f"/compare?c={','.join(codes)}").text)
    shown = page.xpath("//table[contains(@class, 'cases')]//div")
    held = db.execute(
        "select count(*) from penalty x join provision p on p.id = x.provision "
        "join instrument i on i.id = p.instrument "
        f"where i.in_force and i.kind <> 'bill' and i.country in {codes}"
    ).fetchone()[0]
    assert len(shown) == held > len(codes)


def test_a_case_without_a_penalty_says_not_held(get):
    page = html.fromstring(get("/compare?c=SEN,TUV").text)
    rows = page.xpath("//table[contains(@class, 'cases')]/tbody/tr")
    assert len(rows) >= 4
    for row in rows:
        cells = row.xpath("td")
        assert len(cells) == 2
        assert all(" ".join(cell.text_content().split()) for cell in cells)
        assert "not held" in cells[1].text_content()


@pytest.mark.parametrize(
    ("offence", "heading", "aggravated", "items", "case"),
    [
        (None, "Prohibition of trafficking", 0, "palermo:5.1", "basic"),
        (None, "Penalty for child trafficking", None, "palermo:5.1 untoc:11", "child"),
        ("Aggravated trafficking of a minor", "Trafficking", 1, "palermo:5.1", "child"),
        ("With torture", "Trafficking offence", 1, "palermo:5.1", "aggravated"),
        ("Attempt", "Trafficking offence", 0, "palermo:5.1", "attempt"),
        ("Body corporate", "Trafficking", 0, "palermo:5.1", "body"),
        (None, "Complicity", 0, "palermo:5.2.b", "part"),
        ("Document fraud", "Documents", 0, None, "other"),
        ("Child pornography", "Images", 0, None, "other"),
    ],
)
def test_the_case_is_read_from_the_offence_then_the_heading_then_the_item(
    offence, heading, aggravated, items, case
):
    row = {"offence_en": offence, "heading": heading, "aggravated": aggravated, "items": items}
    assert case_of(row) == case


def test_the_first_cases_always_stand(labels):
    assert list(penalty_table([])) == list(CASES[:4])
    assert set(CASES) == set(labels["penalty_case"])


def test_a_past_day_has_the_penalties_of_its_laws(db: sqlite3.Connection):
    def laws(on):
        rows = db.execute(own_columns(PENALTIES), {"codes": '["SLE"]', "on": on}).fetchall()
        return {row["provision"].partition(":")[0] for row in rows}

    assert "sle-act-2022-12" in laws("2026-01-01")
    assert "sle-act-2022-12" not in laws("2020-01-01")


def test_a_table_of_an_unknown_state_is_refused(get):
    answer = get("/compare.csv?c=ZZZ")
    assert answer.status_code == 400
    assert "ZZZ" in answer.text
