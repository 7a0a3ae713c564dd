"""A country pack as its reader has it: unzipped in a folder, opened without a server, searched,
printed.
"""

import csv
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from lxml import html
from pypdf import PdfReader

from ingest.publish.pack.country_subset import subset
from ingest.publish.pack.pack import languages_of, main, pack
from ingest.publish.pack.running_site import find_chromium
from ingest.publish.pack.static_pages import away

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def packed(built, once) -> Path:
    if find_chromium() is None:
        pytest.skip("no chromium or chrome on this machine: no pack with a PDF was made")
    return once("pack", lambda folder: pack(built, "SEN", folder))


@pytest.fixture(scope="session")
def folder(packed, tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("stick") / "Sénégal à lire"  # a folder as people name them
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(target)
    return target


def test_pack_is_small_and_its_names_suit_any_file_system(packed):
    assert packed.stat().st_size < 5_000_000
    names = zipfile.ZipFile(packed).namelist()
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9/._-]{1,120}", name)] == []
    assert len({name.lower() for name in names}) == len(names)
    assert {
        "index.html",
        "SEN-en.pdf",
        "SEN-fr.pdf",
        "data/SEN.db",
        "data/sources.csv",
        "fr/country/SEN.html",
        "en/country/SEN.html",
    } <= set(names)


def test_a_pack_speaks_the_languages_of_its_country_that_the_site_has(built):
    packed = {code: languages_of(built, code) for code in ("CPV", "GNQ", "MRT", "NGA", "SEN")}
    assert packed == {
        "CPV": ["pt", "en", "fr"],
        "GNQ": ["es", "fr", "pt", "en"],
        "MRT": ["ar", "en", "fr"],
        "NGA": ["en", "fr"],
        "SEN": ["fr", "en"],
    }


def test_every_link_of_every_page_leads_to_a_file_of_the_pack(folder):
    dead, pages = [], list(folder.rglob("*.html"))
    assert len(pages) > 300
    for page in pages:
        tree = html.parse(str(page))
        for address in [
            *tree.xpath("//@href"),
            *tree.xpath("//@src"),
            *tree.xpath("//form/@action"),
        ]:
            if (
                not re.match(r"https?:|mailto:|tel:|#", address)
                and not (page.parent / unquote(address.partition("#")[0])).exists()
            ):
                dead.append((page.name, address))
    assert dead == []


def test_no_page_of_the_pack_names_the_site_that_made_it(folder):
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 100
    assert [
        page for page in pages if re.search(rb"127\.0\.0\.1|localhost", page.read_bytes())
    ] == []


def test_database_of_the_pack_is_whole_and_speaks_of_one_country(folder, db):
    part = sqlite3.connect(folder / "data" / "SEN.db")
    assert part.execute("pragma integrity_check").fetchone() == ("ok",)
    assert part.execute("pragma foreign_key_check").fetchall() == []
    cells = "select item, verdict, provision from gap where country = 'SEN' order by item"
    assert part.execute(cells).fetchall() == [tuple(row) for row in db.execute(cells)]
    assert part.execute("select distinct country from gap").fetchall() == [("SEN",)]
    laws = "select id from instrument where country = 'SEN' order by id"
    assert part.execute(laws).fetchall() == [tuple(row) for row in db.execute(laws)]
    assert part.execute("select count(*) from instrument where country <> 'SEN'").fetchone() == (0,)
    by_index = (
        "select p.id from provision p join provision_fts f on f.rowid = p.rowid "
        "where provision_fts match 'victimes'"
    )
    by_scan = (
        "select id from provision where lower(coalesce(heading, '') || ' ' || "
        "coalesce(summary_en, '') || coalesce(summary_fr, '')) like '%victimes%'"
    )
    assert set(part.execute(by_index)) == set(part.execute(by_scan)) != set()


def test_tables_open_in_an_excel_with_a_decimal_comma(folder):
    raw = (folder / "data" / "excel" / "instrument.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert "sen-loi-2005-06" in {row["id"] for row in rows}
    plain = (folder / "data" / "csv" / "instrument.csv").read_text(encoding="utf-8")
    assert len(rows) == len(list(csv.DictReader(plain.splitlines())))


def test_a_link_out_of_the_pack_in_a_drawing_stays_part_of_it():
    """A browser ends a drawing at the first tag that is none, and sets the rest as words."""
    page = html.fromstring(
        '<div><svg><a href="/x"><text>●</text></a></svg><p><a href="/x">y</a></p></div>'
    )
    for link in page.xpath("//a"):
        away(link)
    assert page.xpath("//svg/g/text/text()") == ["●"]
    assert page.xpath("//p/span/text()") == ["y"]


def test_search_works_from_the_file_system_and_asks_no_network(folder, browser):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    asked, wrong = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto((folder / "index.html").as_uri())
    page.click("text=Ouvrir les pages en français")
    assert page.inner_text("h1").startswith("Sénégal")
    page.click("header nav a:first-of-type")
    page.fill("#q", "REPARATION victime")
    page.press("#q", "Enter")
    hits = page.eval_on_selector_all("#found a", "all => all.map(one => one.getAttribute('href'))")
    assert "item/palermo_6.6.html" in hits[:3]
    assert [hit for hit in hits if hit.startswith("provision/sen-")]
    page.click("#found a >> nth=0")
    page.wait_for_load_state()  # a page without its style sheet is wider
    assert "/item/palermo_6.6.html" in page.url
    assert page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )
    assert [url for url in asked if not url.startswith("file:")] == []
    assert wrong == []
    page.close()


def test_without_javascript_the_search_page_lists_everything(folder):
    listed = html.parse(str(folder / "fr" / "search.html")).xpath("//ol[@id='found']//a/@href")
    assert len(listed) == len(list((folder / "fr").rglob("*.html")))


@pytest.mark.parametrize(("language", "name"), [("fr", "Sénégal"), ("en", "Senegal")])
def test_profile_is_a_pdf_with_text(folder, language, name):
    read = PdfReader(folder / f"SEN-{language}.pdf")
    assert 1 < len(read.pages) < 40
    assert name in read.pages[0].extract_text()
    assert "2005-06" in "".join(page.extract_text() for page in read.pages)


def test_a_table_about_one_state_each_row_keeps_those_of_the_pack(folder):
    """A table that is forgotten here brings the names, then the pages, of every country along."""
    (path,) = (folder / "data").glob("*.db")
    with closing(sqlite3.connect(path)) as db:
        tables = [
            row[0] for row in db.execute("select name from sqlite_master where type = 'table'")
        ]
        for table in set(tables) - {"meeting_country"}:  # who else was there
            links = db.execute(f"pragma foreign_key_list([{table}])").fetchall()
            if [row[3] for row in links if row[2] == "country"] == ["country"]:
                found = db.execute(f"select distinct country from [{table}] where country <> 'SEN'")
                assert found.fetchall() == [], table


def test_the_codebook_of_a_pack_names_only_sources_that_it_holds(folder):
    with closing(sqlite3.connect(folder / "data" / "SEN.db")) as db:
        held = {row[0] for row in db.execute("select id from source")}
        named = db.execute("select sources from codebook where sources is not null").fetchall()
    assert named
    assert {one for (sources,) in named for one in sources.split(";")} <= held


def test_two_subsets_of_the_same_database_are_the_same_bytes(built, tmp_path):
    counts = [subset(built, tmp_path / f"{name}.db", "MLI") for name in "ab"]
    assert counts[0] == counts[1]
    assert (tmp_path / "a.db").read_bytes() == (tmp_path / "b.db").read_bytes()


@pytest.mark.parametrize("code", ["XYZ", "Senegal", "'; drop table country"])
def test_unknown_country_is_named_and_nothing_is_written(built, tmp_path, code):
    result = CliRunner().invoke(
        main, [code, "--database", str(built), "--output", str(tmp_path / "dist"), "--no-pdf"]
    )
    assert result.exit_code == 1
    assert code.upper() in result.output
    assert not (tmp_path / "dist").exists()
