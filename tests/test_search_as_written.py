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

ROOT = Path(__file__).parent.parent


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
    "transporteurs commerciaux": "recruit",
    "las empresas transportistas": "recruit",
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


def test_phrases_joined_by_or_are_alternatives(ask):
    one, other = '"residence permit"', '"forced begging"'
    found = {
        q: {row["id"] for row in ask(q, size=1000, meaning="off")["rows"]}
        for q in (one, other, f"{one} OR {other}", f"{one} OR begging", f"begging OR {one}")
    }
    assert found[one]
    assert found[other]
    assert found[one] | found[other] == found[f"{one} OR {other}"]
    assert found[f"{one} OR begging"] == found[f"begging OR {one}"] > found[one]
