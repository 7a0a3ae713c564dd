"""What search engines get: every page in every language, files within the limits, and laws as
schema.org says them.
"""

import asyncio
import json
import re
from xml.etree import ElementTree

import pytest

from plugins import sitemap
from plugins.kit.language import CATALOGUES

pytestmark = pytest.mark.slow

SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def entries(get):
    """The entries of all files of the sitemap."""
    whole = ElementTree.fromstring(get("/sitemap.xml").content)
    if not whole.tag.endswith("sitemapindex"):
        return list(whole)
    files = [get(each.text.removeprefix("http://localhost")) for each in whole.iter(f"{SPACE}loc")]
    assert all(len(file.content) < 50e6 for file in files)
    parts = [list(ElementTree.fromstring(file.content)) for file in files]
    assert all(len(part) < 50_000 for part in parts)
    return [each for part in parts for each in part]


def test_every_record_has_an_address_in_every_language(get, db, entries):
    assert get("/sitemap.xml").headers["content-type"].startswith("application/xml")
    found = {each[0].text.removeprefix("http://localhost") for each in entries}
    for sql in (
        "select '/provision/' || id from provision",
        "select '/instrument/' || id from instrument",
        "select '/item/' || code from item",
    ):
        wanted = {row[0] for row in db.execute(sql)}
        assert wanted <= found
        for code in CATALOGUES:
            assert {f"/{code}{path}" for path in wanted} <= found
    for path in [*sorted(found)[::400], "/", "/fr"]:
        assert path in found
        assert get(path).status_code == 200, path


def test_each_address_names_its_other_languages(entries):
    wanted = {code: f"http://localhost/{code}/countries" for code in CATALOGUES}
    wanted["en"] = "http://localhost/countries"
    found = [each for each in entries if each[0].text in wanted.values()]
    assert len(found) == len(wanted)
    for each in found:
        links = {
            link.get("hreflang"): link.get("href")
            for link in each.iter("{http://www.w3.org/1999/xhtml}link")
        }
        assert links == wanted


@pytest.mark.parametrize("most", [5, 1_000])
def test_the_files_of_many_addresses_have_each_once(db, monkeypatch, most):
    """Fewer than the paths that are always there, and more."""

    async def query(sql, **values):
        return [dict(row) for row in db.execute(sql, values)]

    records = [row["path"] for row in db.execute(sitemap.ADDRESSES)]
    wanted = [*sitemap.FIXED, *records][: 12 * most]
    monkeypatch.setattr(sitemap, "MOST", most)
    files = [asyncio.run(sitemap.paths_of(query, part)) for part in range(1, 13)]
    assert [path for paths in files for path in paths] == wanted
    assert {len(paths) for paths in files[: len(wanted) // most]} == {most}


def test_the_index_names_every_file():
    listed = ElementTree.fromstring(sitemap.index(2, "https://example.org").encode())
    assert [each.text for each in listed.iter(f"{SPACE}loc")] == [
        "https://example.org/sitemap-1.xml",
        "https://example.org/sitemap-2.xml",
    ]


def test_a_part_that_is_not_there_is_404(get):
    assert get("/sitemap-1.xml").status_code == 200
    assert get("/sitemap-9.xml").status_code == get("/sitemap-0.xml").status_code == 404


def test_robots_lead_to_the_sitemap_and_leave_pages_open(get):
    text = get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "Disallow: /\n" not in text


def linked(get, path):
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', get(path).text, re.S)
    assert len(found) == 1
    return json.loads(found[0])


def test_a_law_is_told_as_legislation(get, db):
    row = db.execute("select * from instrument where id = 'sle-act-2022-12'").fetchone()
    found = linked(get, "/instrument/sle-act-2022-12")
    assert found["@type"] == "Legislation"
    assert found["@id"].endswith("/instrument/sle-act-2022-12")
    assert found["legislationJurisdiction"]["identifier"] == "SLE"
    assert found["legislationIdentifier"] == (row["frbr_uri"] or row["number"])
    assert found["legislationLegalForce"] == "https://schema.org/InForce"
    assert linked(get, "/fr/instrument/sle-act-2022-12")["url"].endswith(
        "/fr/instrument/sle-act-2022-12"
    )


def test_what_is_not_known_is_left_out(get, db):
    identity = db.execute(
        "select id from instrument where status = 'unknown' and kind = 'act' limit 1"
    ).fetchone()[0]
    assert "legislationLegalForce" not in linked(get, f"/instrument/{identity}")


def test_relations_point_to_their_instruments(get, db):
    kinds = {
        "amends": "legislationAmends",
        "repeals": "legislationRepeals",
        "replaces": "legislationChanges",
        "implements": "isBasedOn",
        "cites": "citation",
        "translates": "translationOfWork",
        "would_amend": None,  # schema.org has no word for what a bill would do
    }
    rows = db.execute(
        "select kind, min(instrument) as instrument from relation group by kind"
    ).fetchall()
    assert rows
    for row in rows:
        others = {
            one[0]
            for one in db.execute(
                "select other from relation where kind = ? and instrument = ?",
                [row["kind"], row["instrument"]],
            )
        }
        page = linked(get, f"/instrument/{row['instrument']}")
        if kinds[row["kind"]] is None:
            assert "legislationAmends" not in page
            continue
        told = page[kinds[row["kind"]]]
        assert others <= {each["@id"].rpartition("/")[2] for each in told}


def test_an_article_is_a_part_of_its_law_and_about_items(get):
    found = linked(get, "/provision/sle-act-2022-12:12")
    assert found["isPartOf"]["@id"].endswith("/instrument/sle-act-2022-12")
    assert found["about"][0]["termCode"].startswith("palermo:")
    assert found["abstract"]


@pytest.mark.parametrize("path", ["/instrument/nga-plan-2022"])
def test_a_plan_is_no_legislation(get, path):
    assert linked(get, path)["@type"] == "CreativeWork"
