"""The search as people write: sentences, compounds, misspellings, States in a question, and what is
found beside provisions.
"""

import csv
from pathlib import Path
from urllib.parse import quote

import pytest

from ingest.languages import LANGUAGES, section
from plugins.kit.page import Ask
from plugins.searching.concepts import widen_by_concepts
from plugins.searching.query import parse_question
from plugins.searching.states import StateNames

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def ask(get):
    return lambda q, **more: get(
        f"/search.json?q={quote(q)}"
        + "".join(f"&{name}={quote(str(value))}" for name, value in more.items())
    ).json()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_any_question_are_folded_and_not_demanded_beside_others(language, db):
    """Alone they are looked for."""
    asked, ledger = section(language, "search"), Ask(db)
    small, unasked = asked["small"].split(), asked["unasked"].split()
    for word in unasked[:5]:
        beside = parse_question(ledger, f"{small[0]} {word} compensation")
        assert [group.words for group in beside.groups] == ["compensation"]
        assert beside.unasked == (word,)
        alone = parse_question(ledger, f"{small[0]} {word}")
        assert [group.words for group in alone.groups] == [word]


@pytest.mark.parametrize(
    ("typed", "instead"), [("vctims", "victims"), ("reparration", "reparation")]
)
def test_a_word_that_no_text_has_is_searched_by_the_nearest_and_the_page_says_so(
    ask, get, typed, instead
):
    data = ask(f"{typed} shelter")
    assert instead in data["understood"]["instead"][typed]
    assert data["total"]
    page = get(f"/search?q={typed}+shelter").text
    assert f"“{typed}” is in no text held; looked for instead: {instead}" in page


def test_a_word_without_any_like_it_is_named_and_the_rest_is_found(ask, get):
    data = ask("xqzzjk compensation")
    assert data["understood"]["unknown"] == ["xqzzjk"]
    assert data["total"] == ask("compensation")["total"]
    assert (
        "“xqzzjk” is in no text held, nor is a word like it"
        in get("/search?q=xqzzjk+compensation").text
    )
    literal = ask("xqzzjk compensation", meaning="off")
    assert literal["all_words"] == 0


@pytest.mark.parametrize(
    "q", ["non-punissabilité", "non‑punissabilité", "no punibilidad", "non-punishment"]
)
def test_a_compound_is_split_and_its_hyphen_excludes_nothing(ask, q):
    data = ask(q)
    assert "model:non-punishment" in (data["rows"][0]["items"] or "").split(";")
    assert "model:non-punishment" in (data["rows"][4]["items"] or "").split(";")


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


CONCEPTS = {
    "Which laws punish recruiters who charge workers fees?": "recruitment_fee",
    "landlord who knowingly rents a house": "premises",
    "obligation des compagnies aériennes": "carrier",
    "L'employeur qui confisque le passeport": "withheld_passport",
    "¿Qué pena se impone por trata de menores?": "child",
    "هاتف الخط الساخن": "hotline",
    "Does the victim have to testify to get help?": "unconditional",
    "Which laws punish failure to report trafficking?": "failure_to_report",
    "¿Qué pena tienen los funcionarios públicos?": "public_official",
    "si l'auteur est le conjoint de la victime": "offender_close",
    "ouvida sem a presença do arguido": "remote_hearing",
    "la peine si la victime est un enfant": "child",
    "trata cometida en el extranjero": "jurisdiction",
}


@pytest.mark.parametrize(("q", "concept"), CONCEPTS.items())
def test_a_concept_is_known_in_a_sentence(db, q, concept):
    ledger = Ask(db)
    widening = widen_by_concepts(ledger, parse_question(ledger, q), set())
    assert concept in [chip["id"] for chip in widening.concepts]


NOT_MEANT = {  # what only begins alike, and what a negative phrase takes back
    "confiscation des biens": "referral",
    "clause de confidentialité": "referral",
    "secrétariat de la commission": "privacy",
    "powers of the police": "policy",
    "alternative accommodation": "forge",
    "foreign students": "research",
    "delito informático": "report_duty",
    "los funcionarios que participan": "body_create",
    "relatório anual": "rapporteur",
    "يعاقب بالحبس": "special_needs",
    "سريان القانون": "privacy",
    "التحريض على الجريمة": "special_techniques",
    "consultation of the victim": "consular",
    "association de malfaiteurs": "ngo",
}


@pytest.mark.parametrize(("q", "concept"), NOT_MEANT.items())
def test_a_word_that_only_begins_alike_means_something_else(db, q, concept):
    ledger = Ask(db)
    widening = widen_by_concepts(ledger, parse_question(ledger, q), set())
    assert concept not in [chip["id"] for chip in widening.concepts]


def test_concepts_of_the_search_have_words_in_five_languages():
    folder = ROOT / "db" / "curated" / "search"
    with (folder / "concept.csv").open(encoding="utf-8") as file:
        concepts = {row["id"] for row in csv.DictReader(file)}
    for language in LANGUAGES:
        with (folder / "concept_word" / f"{language}.csv").open(encoding="utf-8") as file:
            assert concepts <= {row["concept"] for row in csv.DictReader(file)}, language


@pytest.mark.parametrize(
    ("q", "kind", "path"),
    [
        ("hotline Liberia", "body", "/country/LBR#bodies"),
        ("national plan Senegal", "plan", "/plan/sen-plan-"),
        ("training judges Nigeria", "activity", "/plan/nga-"),
        ("agreement Mali Burkina Faso children", "agreement", "/instrument/"),
        ("child trafficking Ghana", "finding", "/country/GHA#findings"),
        ("smuggling of migrants", "term", "/glossary#"),
    ],
)
def test_bodies_plans_agreements_findings_and_terms_are_found_and_counted(ask, get, q, kind, path):
    data = ask(q)
    rows = ask(q, **{"in": kind}, size=1000)["rows"]
    assert data["records"][kind] == len(rows) > 0
    assert any(row["path"].startswith(path) for row in rows)
    page = get(f"/fr/search?q={quote(q)}&in={kind}")
    assert page.status_code == 200
    assert 'aria-current="true"' in page.text
    assert (
        get(
            page.text.split('<ol class="hits"')[1].split('href="')[1].split("#")[0].split('"')[0]
        ).status_code
        == 200
    )


def test_law_in_force_on_a_day_leaves_out_what_came_later(ask):
    past = ask("trafficking", on="2005-01-01", size=1000)
    assert 0 < past["total"] < ask("trafficking")["total"]
    assert not [row for row in past["rows"] if (row["adopted_on"] or "") > "2005-01-01"]


def test_facets_have_names_and_no_codes(get):
    page = get("/fr/search?q=victims").text
    assert ">espagnol</a>" in page
    assert ">article lu</a>" in page
    assert ">vu à la source</a>" in page


def test_the_judged_answers_of_the_natural_questions_are_held(db):
    held = {name for (name,) in db.execute("select id from provision")}
    with (ROOT / "bench" / "natural.csv").open(encoding="utf-8") as file:
        judged = {name for row in csv.DictReader(file) for name in row["right"].split(";") if name}
    assert judged - held == set()
