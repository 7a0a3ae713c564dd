"""Every parser against saved pages: the page and, beside it, the rows it must give."""

import importlib
import json
from pathlib import Path

import made_pdf
import pytest

from scrapers import SOURCES

PAGES = Path(__file__).parent / "pages"
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
    assert [page for page in SAVED if page.parent.name == source], (
        f"no page of {source} in tests/pages"
    )


@pytest.mark.parametrize("page", SAVED, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_page_says_it_is_made(page):
    if page.name in (
        "days.json",
        "xviii-12-a-copy.csv",
    ):  # bare lists: no room for words; the README says it
        return
    assert "made for tests" in page.read_text("utf-8", "ignore")[:700].lower()


def test_made_report_is_the_one_its_script_makes():
    assert (PAGES / "usdol" / "ruritania.pdf").read_bytes() == made_pdf.pdf()
