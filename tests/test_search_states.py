"""States that a question names, and sets of them: communities, regions, neighbours."""

from urllib.parse import quote

import pytest

from plugins.kit.page import Ask
from plugins.searching.query import parse_question
from plugins.searching.states import StateNames

STATES = {
    "Is consent relevant in Nigerian law?": ["NGA"],
    "au Sénégal": ["SEN"],
    "la loi sénégalaise": ["SEN"],
    "ley argentina": ["ARG"],
    "lei moçambicana": ["MOZ"],
    "القانون المغربي": ["MAR"],
    "Côte d'Ivoire et Burkina Faso": ["CIV", "BFA"],
    "Guinea-Bissau": ["GNB"],
    "South Sudanese courts": ["SSD"],
    "victims in the US": ["USA"],
    "help us": [],
    '"Ghana"': [],
    "shelter -Ghana": [],
    "غسل الأموال والمساعدة المالية": [],
}


@pytest.mark.parametrize(("q", "states"), STATES.items())
def test_a_state_or_nationality_in_a_question_is_that_state(db, q, states):
    ledger = Ask(db)
    assert list(parse_question(ledger, q, StateNames(ledger)).states) == states


SETS = {
    "Which ECOWAS States punish attempt?": (["group:ecowas"], []),
    "la CEDEAO": (["group:ecowas"], []),
    "Economic Community of West African States": (["group:ecowas"], []),
    "pays francophones de la CEDEAO": (["group:ecowas-francophone"], []),
    "los países de la SADC": (["group:sadc"], []),
    "no quadro da uma lei da SADC": (["group:sadc"], []),
    "دول الإيكواس": (["group:ecowas"], []),
    "African Union and EU law": (["group:au", "group:eu"], []),
    "eu sei": ([], []),
    "West African courts": (["region:Western Africa"], []),
    "South African courts": ([], ["ZAF"]),
    "Central African Republic": ([], ["CAF"]),
    "pays voisins du Sénégal": (["neighbours:SEN"], []),
    "Benin and its neighbours": (["neighbours:BEN"], ["BEN"]),
    "pays voisins": ([], []),
    "la ley de Sudán del Sur": ([], ["SSD"]),
    "Sudanese law": ([], ["SDN"]),
    "Soudan": ([], ["SDN"]),
}


@pytest.mark.parametrize(("q", "sets", "states"), [(q, *meant) for q, meant in SETS.items()])
def test_a_community_region_or_neighbourhood_is_its_states(db, q, sets, states):
    ledger = Ask(db)
    question = parse_question(ledger, q, StateNames(ledger))
    assert (list(question.sets), list(question.states)) == (sets, states)


def test_a_question_on_a_community_is_answered_by_its_members_of_the_day(ask, get, db):
    sql = """
      select country from membership
      where "grouping" = 'ecowas' and (left_on is null or left_on > :on) and joined_on <= :on"""
    now = {code for (code,) in db.execute(sql, {"on": "9999"})}
    then = {code for (code,) in db.execute(sql, {"on": "2020-01-01"})}
    data = ask("attempt in ECOWAS", size=1000)
    found = {row["country"] for row in data["rows"] if row["country"]}
    assert data["known"]["group:ecowas"]
    assert found
    assert found <= now
    dated = ask("attempt in ECOWAS", size=1000, on="2020-01-01")
    left = {row["country"] for row in dated["rows"] if row["country"]} - now
    assert left
    assert left <= then
    wide = ask("attempt in ECOWAS", size=1000, without="group:ecowas")
    assert wide["total"] > data["total"]
    page = get("/search?q=attempt+in+ECOWAS").text
    assert "without=group%3Aecowas" in page
    assert "Economic Community of West African" in page


def test_what_bears_the_name_of_a_community_is_found_by_it(ask):
    plans = ask("ECOWAS plan of action", size=1000, **{"in": "plan"})["rows"]
    assert [row for row in plans if not row["country"] and "ECOWAS" in row["title"]]
    agreements = ask("ECOWAS convention extradition", size=1000, **{"in": "agreement"})["rows"]
    assert "ecowas-extradition-1994" in {row["id"] for row in agreements}


def test_neighbours_are_those_that_share_a_border(ask, db):
    near = {
        row["country"]
        for row in ask("tentative pays voisins du Bénin", size=1000)["rows"]
        if row["country"]
    }
    sql = "select country_a, country_b from border where 'BEN' in (country_a, country_b)"
    assert near
    assert near <= {code for pair in db.execute(sql) for code in pair} - {"BEN"}


def test_every_word_of_a_set_of_states_means_one_set_that_is_held(db):
    rows = db.execute("select set_kind, set_id, language, word from state_set_word").fetchall()
    held = {("group", name) for (name,) in db.execute('select id from "grouping"')}
    for region, part in db.execute("select region, subregion from country"):
        held |= {("region", region), ("region", part)}
    assert {tuple(row)[:2] for row in rows} <= held
    meant: dict[str, set[tuple[str, str]]] = {}
    for kind, name, _language, word in rows:
        meant.setdefault(word, set()).add((kind, name))
    assert [word for word, sets in meant.items() if len(sets) > 1] == []
    others = "select word from demonym union select word from concept_word"
    assert not {word for (word,) in db.execute(others)} & set(meant)


def test_a_question_on_a_state_and_an_item_names_the_verdict(ask, get):
    """Also where no provision of that State answers, so that nobody takes other words for it."""
    q = "Can a company be fined for trafficking in Kenya?"
    data = ask(q)
    assert [(cell["country"], cell["item"]) for cell in data["verdicts"]] == [("KEN", "untoc:10")]
    page = get(f"/search?q={quote(q)}").text
    assert "/verdict/KEN/untoc:10" in page
    assert data["all_words"] or "No provision held of these States has all of this" in page


def test_a_demonym_is_of_one_state_in_a_language_and_no_word_of_a_concept(db):
    rows = db.execute("select language, word, count(*) as n from demonym group by 1, 2").fetchall()
    assert len(rows) > 1000
    assert [tuple(row) for row in rows if row["n"] > 1] == []
    shared = db.execute(
        "select word from demonym join concept_word using (language, word)"
    ).fetchall()
    assert shared == []


def test_a_question_on_a_state_is_answered_by_its_law_until_the_reader_takes_it_out(ask, get):
    data = ask("Is consent of the child relevant in Nigerian law?")
    assert {row["country"] for row in data["rows"]} == {"NGA"}
    assert data["understood"]["states"] == ["NGA"]
    wide = ask("Is consent of the child relevant in Nigerian law?", without="NGA")
    assert len({row["country"] for row in wide["rows"]}) > 3
    assert "without=NGA" in get("/search?q=children+in+Nigerian+law").text
    bare = get("/search?q=consent+in+Nigerian+law").text
    assert "No provision held of this State answers this; what follows is of others:" in bare


def test_an_agreement_is_found_by_the_two_states_in_a_question(ask):
    kinds = {row["kind"] for row in ask("children agreement Mali Burkina Faso", size=100)["rows"]}
    assert kinds & {"agreement", "mou", "treaty"}
