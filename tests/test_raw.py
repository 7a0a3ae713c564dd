"""Pages that scrapers saved, on their way into the database: placed, reported, or left as they
were.
"""

import shutil
import sys
from pathlib import Path

import pytest
from fixture_rows import ask

import scrapers
from ingest.build import build
from scrapers.crawl import keep_by_hand, load_scraper
from scrapers.snapshots import Store, sha256_of

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
FROM_DEPOSITARY = "select count(*) from party where source = 'untc'"
PAGES = ROOT / "tests" / "pages"  # made by us, about a country that is invented: see their heads


def keep(raw: Path, source: str, page: str, name: str) -> None:
    keep_by_hand(load_scraper(source), Store(raw / source), name, PAGES / source / page)


@pytest.fixture(scope="module")
def received(few_facts: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database built from some of the curated facts and one saved page of several sources."""
    folder = tmp_path_factory.mktemp("received")
    raw = folder / "raw"
    keep(raw, "untc", "xviii-12-a.html", "xviii-12-a")
    keep(raw, "tip", "2024-ruritania.html", "2024-ruritania")
    keep(raw, "usdol", "edition.xml", "edition")
    keep(raw, "uhri", "export.json", "export-full-en")
    keep(raw, "sherloc", "cldb-00000.json", "cldb-00000")
    keep(raw, "normlex", "ghana.html", "ghana")
    keep(raw, "sgg", "mrt-law-001.html", "mrt-law-001")
    build(few_facts, folder / "tip.db", raw)
    return folder / "tip.db"


def test_treaty_actions_are_placed_with_their_marks_and_the_time_of_the_page(received):
    rows = {
        row[0]: row[1:]
        for row in ask(
            received,
            "select country, status, signed_on, bound_on, bound_by, as_of "
            "from party where source = 'untc' and as_of = '2024-04-20'",  # the day of the page
        )
    }
    assert rows["NGA"] == ("bound", "2000-12-13", "2001-06-28", "ratification", "2024-04-20")
    assert rows["GHA"] == ("bound", None, "2012-08-21", "accession", "2024-04-20")
    assert rows["JPN"] == ("signatory", "2002-12-09", None, None, "2024-04-20")
    assert rows["EUE"][3] == "approval"
    assert rows["CPV"][2] == "2004-07-15"
    assert len(rows) == 8


def test_a_country_nobody_knows_is_an_issue_and_never_a_guess(received):
    issues = ask(
        received,
        "select origin, hint "
        "from issue where kind = 'unknown_country' and value = 'Ruritania' collate nocase",
    )
    assert {origin.split("/")[0] for origin, _ in issues} >= {"untc", "tip", "uhri", "sherloc"}
    assert ask(
        received, "select count(*) from party where source = 'untc' and country = 'MLI'"
    ) == [(0,)]


def test_newer_reading_of_the_register_shows_in_the_treaty_status(received):
    assert ask(
        received,
        "select status, bound_on, as_of "
        "from ratification where instrument = 'palermo' and country = 'GHA'",
    ) == [("bound", "2012-08-21", "2024-04-20")]


def test_labour_findings_keep_no_sentence_of_the_report(received):
    rows = ask(
        received,
        "select standard, verdict, year, statement_en "
        "from finding where country = 'GAB' and source = 'us-dol-ilab'",
    )
    assert ("Prohibition of Child Trafficking", "met", "2020") in {row[:3] for row in rows}
    assert all("invented" not in row[3] for row in rows)
    assert any(row[3].startswith("1 suggested action under") for row in rows)


def test_ilo_ratification_saved_by_a_person(received):
    assert ask(
        received,
        "select bound_on, bound_by "
        "from party where instrument = 'c29' and country = 'GHA' and source = 'ilo-normlex'",
    ) == [("1957-05-20", "ratification")]


def test_every_request_is_listed_with_its_hash(received):
    rows = ask(received, "select source, name, status, sha256 from snapshot")
    assert ("untc", "xviii-12-a", "ok") in {row[:3] for row in rows}
    assert all(len(row[3]) == 64 for row in rows)


def test_a_curated_fact_is_not_written_over(received):
    assert ask(
        received,
        "select bound_on from party where instrument = 'palermo' and country = 'NGA' "
        "and source = 'un-treaties-2015'",
    ) == [("2001-06-28",)]


def test_a_saved_page_that_no_longer_parses_is_an_issue_and_the_build_goes_on(
    built, few_facts, tmp_path
):
    raw = tmp_path / "raw"
    keep(raw, "untc", "xviii-12-a.html", "xviii-12-a")
    spoil(raw, "untc", "xviii-12-a", "STATUS AS AT", "AS OF")
    build(few_facts, tmp_path / "tip.db", raw)
    ((value, hint),) = ask(
        tmp_path / "tip.db", "select value, hint from issue where kind = 'unreadable'"
    )
    assert value == "xviii-12-a"
    assert "PageChanged" in hint
    assert ask(tmp_path / "tip.db", FROM_DEPOSITARY) == ask(built, FROM_DEPOSITARY)


def spoil(raw: Path, source: str, name: str, old: str, new: str) -> None:
    """Change a saved page as if the source had sent it so."""
    store = Store(raw / source)
    page = store.snapshot_path(name)
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")
    store.log_request(name, "saved by a person", "ok", sha256_of(page), page.stat().st_size)


def test_a_page_changed_after_it_was_received_is_an_issue_and_counts_for_nothing(
    built, few_facts, tmp_path
):
    raw = tmp_path / "raw"
    keep(raw, "untc", "xviii-12-a.html", "xviii-12-a")
    with Store(raw / "untc").snapshot_path("xviii-12-a").open("ab") as page:
        page.write(b" ")
    build(few_facts, tmp_path / "tip.db", raw)
    ((hint,),) = ask(tmp_path / "tip.db", "select hint from issue where kind = 'unreadable'")
    assert "changed since it was received" in hint
    assert ask(tmp_path / "tip.db", FROM_DEPOSITARY) == ask(built, FROM_DEPOSITARY)


def test_a_page_counts_whole_or_not_at_all(few_facts, tmp_path):
    """The tier stands at the top of the page; that a section is missing shows at its end."""
    raw = tmp_path / "raw"
    keep(raw, "tip", "2024-ruritania.html", "2024-ghana")
    spoil(raw, "tip", "2024-ghana", "RURITANIA", "Ghana")
    spoil(raw, "tip", "2024-ghana", "PREVENTION", "PRECAUTION")
    build(few_facts, tmp_path / "tip.db", raw)
    assert ask(tmp_path / "tip.db", "select origin from issue where kind = 'unreadable'") == [
        ("tip/2024-ghana.html",)
    ]
    assert ask(tmp_path / "tip.db", "select 1 from tier where locator = '2024-ghana'") == []


def test_a_day_that_does_not_exist_is_an_issue_and_the_build_goes_on(few_facts, tmp_path):
    raw = tmp_path / "raw"
    keep(raw, "normlex", "ghana.html", "ghana")
    spoil(raw, "normlex", "ghana", "20 May 1957", "31 Jun 1957")
    build(few_facts, tmp_path / "tip.db", raw)
    ((origin, hint),) = ask(
        tmp_path / "tip.db", "select origin, hint from issue where kind = 'unreadable'"
    )
    assert origin == "normlex/ghana.html"
    assert "31 Jun 1957" in hint


def test_pages_of_a_source_without_adapter_are_issues_and_the_build_goes_on(
    few_facts, tmp_path, monkeypatch
):
    """A contributor who has written the scraper, but not the adapter yet."""
    code = tmp_path / "code"
    code.mkdir()
    scraper = """
SOURCE = "untc"
TITLE = TERMS = "made for tests"
ACCEPT = ("html",)

def parse(name, page):
    yield "country", {"country": "Ghana"}
"""
    (code / "walkfree.py").write_text(scraper, encoding="utf-8")
    monkeypatch.setattr(scrapers, "__path__", [*scrapers.__path__, str(code)])
    monkeypatch.setitem(scrapers.SOURCES, "walkfree", "untc")
    page = tmp_path / "prevalence.html"
    page.write_text("<html><p>made for tests</p></html>", encoding="utf-8")
    raw = tmp_path / "raw"
    keep_by_hand(load_scraper("walkfree"), Store(raw / "walkfree"), "prevalence", page)
    monkeypatch.delitem(sys.modules, "scrapers.walkfree")
    build(few_facts, tmp_path / "tip.db", raw)
    assert ask(
        tmp_path / "tip.db",
        "select origin, kind, value, source from issue where kind = 'no_adapter'",
    ) == [("walkfree/prevalence.html", "no_adapter", "prevalence", "untc")]
    assert ask(tmp_path / "tip.db", "select name, status from snapshot") == [("prevalence", "ok")]


def test_a_second_build_of_the_same_pages_changes_nothing(received, few_facts, tmp_path):
    raw = received.parent / "raw"
    shutil.copy(received, tmp_path / "tip.db")
    before = ask(
        tmp_path / "tip.db", "select content_hash, (select count(*) from change) from build"
    )
    build(few_facts, tmp_path / "tip.db", raw)
    assert (
        ask(tmp_path / "tip.db", "select content_hash, (select count(*) from change) from build")
        == before
    )


def test_a_new_party_is_in_the_ledger_with_its_source(few_facts, tmp_path):
    raw, output = tmp_path / "raw", tmp_path / "tip.db"
    build(few_facts, output, raw)
    keep(raw, "untc", "xviii-12-a.html", "xviii-12-a")
    build(few_facts, output, raw)
    rows = ask(
        output,
        "select entity_id, reason, source from change where entity = 'party' and source = 'untc'",
    )
    assert ("palermo NGA untc", "added", "untc") in rows
