"""Every parser against saved pages: the page and, beside it, the rows it must give. Every source
must have its scraper, its row in source.csv, its adapter and a saved page.
"""

import csv
import importlib
import json
from pathlib import Path

import fixture_pdf
import pytest

import scrapers
from ingest.received import adapters
from ingest.received.adapters import find_adapter
from scrapers import SOURCES, find_sources

PAGES = Path(__file__).parent / "pages"
SOURCE_CSV = Path(__file__).parent.parent / "db" / "curated" / "source.csv"
SHARED_ADAPTERS = {"__init__", "context", "titles"}  # what adapters use; named after no source
SAVED = sorted(page for page in PAGES.glob("*/*") if not page.name.endswith(".rows.json"))


@pytest.mark.parametrize("page", SAVED, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_page_gives_its_rows(page):
    module = importlib.import_module(f"scrapers.{page.parent.name}")
    found = json.loads(json.dumps(list(module.parse(page.stem, page.read_bytes()))))
    golden = page.with_name(page.name + ".rows.json")
    if not golden.exists():
        golden.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
        pytest.fail(
            f"{golden.name} was missing and is written: check it against the page, then commit it"
        )
    assert found == json.loads(golden.read_text("utf-8"))


@pytest.mark.parametrize("source", SOURCES)
def test_source_is_complete(source):
    module = importlib.import_module(f"scrapers.{source}")
    assert module.TITLE
    assert module.TERMS
    assert set(module.ACCEPT) <= {"html", "xml", "json", "pdf", "text"}
    assert module.PAGES or module.BY_HAND
    assert all(url.startswith("https://") for url in module.PAGES.values())


def test_scrapers_sources_adapters_and_saved_pages_name_each_other():
    with SOURCE_CSV.open(encoding="utf-8", newline="") as lines:
        listed = {row["id"] for row in csv.DictReader(lines)}
    assert set(SOURCES.values()) <= listed, "SOURCE of a scraper is not an id in source.csv"
    assert {page.parent.name for page in SAVED} == set(SOURCES), "tests/pages/<scraper>/"
    files = {file.stem for file in Path(adapters.__file__).parent.glob("*.py")}
    assert files - SHARED_ADAPTERS == set(SOURCES), "ingest/received/adapters/<scraper>.py"
    for source in SOURCES:
        adapter = find_adapter(source)
        assert hasattr(adapter, "to_rows") != hasattr(adapter, "WHOLE_LAWS"), source


def test_every_module_that_parses_pages_says_its_source():
    folder = Path(scrapers.__file__).parent
    parsers = {
        file.stem for file in folder.glob("*.py") if "\ndef parse(" in file.read_text("utf-8")
    }
    assert parsers == set(SOURCES)


def test_a_module_without_source_is_no_scraper(tmp_path):
    (tmp_path / "walkfree.py").write_text('"""Walk Free."""\n\nSOURCE = "walk-free"\n')
    (tmp_path / "helper.py").write_text("def SOURCE(): ...\n")
    assert find_sources([tmp_path]) == {"walkfree": "walk-free"}


@pytest.mark.parametrize("page", SAVED, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_page_says_it_is_made(page):
    if page.name in (
        "days.json",
        "xviii-12-a-copy.csv",
    ):  # bare lists: no room for words; the README says it
        return
    assert "made for tests" in page.read_text("utf-8", "ignore")[:700].lower()


def test_made_report_is_the_one_its_script_makes():
    assert (PAGES / "usdol" / "ruritania.pdf").read_bytes() == fixture_pdf.pdf()
