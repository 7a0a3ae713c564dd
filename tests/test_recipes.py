"""The recipes of CONTRIBUTING.md, followed step by step on a copy of the checkout. A recipe whose
steps are not enough for a build and for the tests that it names fails here.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
import yaml
from babel.messages.pofile import read_po, write_po
from fixture_recipe import Walk, recipes
from fixture_recipe_files import (
    ADAPTER,
    AGREEMENT,
    CLAUSES,
    FINDING,
    LAW,
    MEETING,
    PAGE,
    PLAN,
    SCRAPER,
    SWEDISH,
    TEMPLATE,
)

pytestmark = pytest.mark.slow

FOLLOWED = {
    "Correct a fact": "test_recipes_of_records",
    "A law by hand": "test_recipes_of_records",
    "A plan, an agreement": "test_recipes_of_records",
    "A flat fact": "test_recipes_of_records",
    "A plan from a ministry's workbook": "test_plan_import.py, test_commands.py",
    "Texts from addresses": "test_fetch_texts.py, test_commands.py",
    "A text by hand": "test_imports.py, test_commands.py",
    "Fetch a source": "test_a_source",
    "The same instrument from two sources": "test_recipes_of_records",
    "A benchmark treaty": "test_recipes_of_records",
    "A benchmark item": "test_recipes_of_records",
    "Suggestions": "test_align.py, test_commands.py",
    "A site language": "test_recipes_of_code",
    "A language to read laws in": "test_recipes_of_code",
    "A page": "test_recipes_of_code",
    "A table, view or column": "test_recipes_of_code",
    "A closed list": "test_recipes_of_records",
}
FRENCH_PHRASES = "test_short_words_of_the_records_have_their_french"
ITEM = "model:insurance"
NO_RECIPES = {"Rules of this field", "A commit"}


def rows(walk: Walk, query: str) -> list[tuple]:
    with closing(sqlite3.connect(walk.folder / "db" / "tip.db")) as db:
        return db.execute(query).fetchall()


def test_every_recipe_is_followed_by_a_test():
    assert set(recipes()) - NO_RECIPES == set(FOLLOWED)


def test_recipes_are_short():
    for title, text in recipes().items():
        assert len(text.strip().splitlines()) <= 10, title


def test_a_source(tmp_path):
    walk = Walk("Fetch a source", tmp_path, "docs/scrapers.md")
    walk.write("scrapers/madeindex.py", SCRAPER)
    page = (
        "<!-- made for tests --><html><body><ul><li>Norway</li><li>Nowhere</li></ul></body></html>"
    )
    walk.write("tests/pages/madeindex/prevalence.html", page)
    row = "made-index,Made index,Made,https://example.org,Made terms,facts,,,,"
    walk.append("db/curated/source.csv", row)
    saved = ["--file", "tests/pages/madeindex/prevalence.html", "--name", "prevalence"]
    walk.run("-m", "scrapers", "madeindex", *saved)
    walk.build(few=True)
    issues = "select kind, value from issue where source = 'made-index'"
    assert rows(walk, issues) == [("no_adapter", "prevalence")]

    told = walk.test("tests/test_scrapers_golden.py", "madeindex name_each_other", fails=True)
    assert "prevalence.html.rows.json was missing and is written" in told
    assert "ingest/received/adapters/<scraper>.py" in told
    walk.write("ingest/received/adapters/madeindex.py", ADAPTER)
    walk.test("tests/test_scrapers_golden.py", "madeindex name_each_other")
    walk.append("db/curated/phrase/source.csv", "Made terms,Conditions fictives")
    walk.run("-m", "ingest.lint")
    walk.build(few=True)
    assert rows(walk, issues) == [("unknown_country", "Nowhere")]
    assert rows(walk, "select country from finding where source = 'made-index'") == [("NOR",)]


def add_facts(walk: Walk) -> None:
    walk.write("db/curated/instrument/NOR/nor-plan-2023.yml", PLAN)
    walk.write("db/curated/instrument/INT/mou-nor-sen.yml", AGREEMENT)
    walk.append("db/curated/meeting.csv", MEETING)
    walk.append("db/curated/meeting_country.csv", "made-2023,NOR", "made-2023,SEN")
    walk.follow("A flat fact")
    walk.append("db/curated/finding/SEN.csv", FINDING)
    walk.follow("The same instrument from two sources")
    alias = "source,printed,instrument\neditors,The made plan,nor-plan-2023\n"
    walk.write("db/curated/instrument_alias.csv", alias)
    walk.follow("A benchmark treaty")
    walk.append("db/curated/benchmark.csv", "made,Made treaty,Traité fictif,,,,mou-nor-sen,editors")
    walk.write("db/curated/clause/made.csv", CLAUSES)
    walk.append("db/curated/equivalent.csv", "made:1,palermo:6.6", "palermo:6.6,made:1")


def add_item(walk: Walk) -> None:
    walk.follow("A benchmark item")
    ordinal = 1 + max(int(line.split(",")[2]) for line in data_lines(walk, "item.csv"))
    walk.append(
        "db/curated/item.csv",
        f"{ITEM},model,{ordinal},,protection,recommended,Made insurance,"
        "Assurance fictive,,,,Insurance of victims.,Assurance des victimes.,,,,,2099-01-01",
    )
    walk.append("db/curated/lexicon/item_concept.csv", f"{ITEM},insurance")
    walk.append("db/curated/lexicon/concept.csv", "insurance,Insurance,Assurance")
    words = {"en": "insurance", "fr": "assurance", "es": "seguro", "pt": "seguro", "ar": "تأمين"}
    for language, word in words.items():
        path = f"db/curated/lexicon/concept_word/{language}.csv"
        walk.append(path, f"insurance,{language},{word},0")
    walk.append("db/curated/lexicon/rule.csv", f"{ITEM}-1,{ITEM},insurance,,0")


def add_law(walk: Walk) -> None:
    walk.follow("A law by hand")
    walk.write("db/curated/instrument/NOR/nor-act-2015-1.yml", LAW)
    heading = "Made compensation of passengers,Indemnisation fictive des passagers"
    walk.append("db/curated/phrase/heading.csv", heading)


def data_lines(walk: Walk, name: str) -> Iterator[str]:
    return iter((walk.folder / "db" / "curated" / name).read_text("utf-8").splitlines()[1:])


def test_recipes_of_records(tmp_path):
    """Those that change data, in one copy, built once."""
    walk = Walk("A plan, an agreement", tmp_path)
    add_facts(walk)
    walk.follow("A closed list")
    walk.append("db/curated/choice.csv", "claim_subject,housing,900,housing,hébergement")
    walk.insert("db/schema.sql", "'legislation', 'enforcement', 'training'", "'housing', ")
    add_item(walk)
    add_law(walk)
    walk.lint_and_build()
    found = rows(walk, "select extent, basis from crossref where provision like 'nor-act-2015-1:%'")
    assert found == [("full", "text"), ("partial", "text"), (None, "heading")]
    verdicts = f"select distinct verdict from gap where item = '{ITEM}'"
    assert rows(walk, verdicts) == [("not_assessed",)]
    labels = "select labels_fr from codebook where entity = 'claim' and field = 'subject'"
    assert "housing = hébergement" in rows(walk, labels)[0][0]
    walk.test(
        "tests/test_french.py tests/test_remarks.py tests/test_gaps.py tests/test_facts.py "
        "tests/test_lexicon.py tests/test_datasette.py tests/test_choice.py",
        f"{FRENCH_PHRASES} figures item pillar cell enough streams_all "
        "every_value_that_the_schema_allows no_value_that_no_column",
    )


def translate(walk: Walk, language: str, words: dict[str, str]) -> None:
    path = walk.folder / "locales" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message, translated in words.items():
        catalogue.get(message).string = translated
    with path.open("wb") as file:
        write_po(file, catalogue, width=100)


def add_column(walk: Walk) -> None:
    walk.follow("A table, view or column")
    column = "  weight integer check (weight > 0),\n  constraint evidence_needs_evidence_source"
    walk.insert("db/schema.sql", column.splitlines()[1], column.splitlines()[0] + "\n")
    assert "claim.weight has no words" in walk.build(few=True, fails=True)
    place = "          evidence_verification: "
    after = walk.folder / "metadata.yml"
    assert after.read_text("utf-8").count(place) == 1
    walk.insert("metadata.yml", place, "          weight: Made weight of the claim; empty.\n")
    walk.insert("locales/fr/metadata.yml", place, "          weight: Poids fictif ; vide.\n")
    walk.test_later("tests/test_rules.py tests/test_french.py", "metadata about_the_tables")


def add_site_language(walk: Walk) -> None:
    walk.follow("A site language")
    walk.make_words("sw")
    walk.check_named("locales/sw/LC_MESSAGES/messages.po")
    translate(walk, "sw", {"Claims": "Madai"})
    english = (walk.folder / "plugins/prose/en/plans.md").read_text("utf-8")
    walk.write("plugins/prose/sw/plans.md", english)


def add_language_of_laws(walk: Walk) -> None:
    walk.follow("A language to read laws in")
    english = yaml.safe_load((walk.folder / "ingest/languages/en.yml").read_text("utf-8"))
    sections = list(english)[: list(english).index("linking_words") + 1]
    words = {name: type(english[name])() for name in sections}
    words["common_words"] = "och att det som en i den av ska för med inte ett denna"
    words["articles"] = {"sections": ["Paragraf"], "sign": True}
    walk.write("ingest/languages/sv.yml", yaml.safe_dump(words, allow_unicode=True))
    walk.insert("ingest/languages/__init__.py", '"ca", "it"', '"sv", ')
    walk.insert("tests/test_text.py", '    "de": (GERMAN', f'    "sv": ({SWEDISH}, "1 2 3"),\n')
    walk.test_later("tests/test_languages.py tests/test_text.py", "test_languages [sv")


def test_recipes_of_code(tmp_path):
    """Those that change pages, words and columns, in one copy, built once."""
    walk = Walk("A page", tmp_path)
    walk.write("plugins/treaty_status.py", PAGE)
    walk.write("plugins/templates/treaty_status.html", TEMPLATE)
    walk.make_words()
    made = {"fr": "État fictif", "pt": "Estado fictício", "es": "Estado ficticio", "ar": "حالة"}
    for language, words in made.items():
        translate(walk, language, {"Made status of treaties": words})
    add_site_language(walk)
    add_column(walk)
    add_language_of_laws(walk)
    walk.build()
    page, french = walk.ask("/sw/claims", "/fr/claims")
    assert '<html lang="sw">' in page
    assert "Madai" in page
    assert "Madai" not in french
    walk.follow("A page")
    walk.test_later("tests/test_site.py tests/test_site_languages.py", "treaty-status catalogue")
    walk.test_all()
