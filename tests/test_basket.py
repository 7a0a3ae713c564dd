"""The basket: provisions with their citations in several styles, held by the address alone; and
what a citation says of its version and of an account.
"""

import csv
import json
import re
import shutil
import sqlite3
import zipfile
from contextlib import closing
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from lxml import html

from ingest import old_releases, release
from ingest.publish.bundle import descriptions

ROOT = Path(__file__).parent.parent
BUILT = "select built_at, content_hash from build"
TWO = "p=sle-act-2022-12:12&p=sen-loi-2005-06:1"


@pytest.mark.parametrize(
    ("style", "pattern"),
    [
        ("plain", r"^Sierra Leone, Anti-.*, s\. 12\. Source: .*version [0-9a-f]{12}, http"),
        ("oscola", r"^Anti-.*\(Sierra Leone\), s 12 <http.*> accessed \d+ \w+ \d{4}$"),
        ("iso690", r"^SIERRA LEONE\. Anti-.*, 2022, s\. 12\. In: Palermo Ledger \[online\]\."),
        ("chicago", r"^Sierra Leone\. Anti-.* \(2022\), s\. 12\. Palermo Ledger, version "),
    ],
)
def test_each_style_names_state_law_article_version_and_address(get, style, pattern):
    row = get(f"/basket.json?{TWO}&style={style}").json()["rows"][0]
    assert re.search(pattern, row["citation"])
    assert "/provision/sle-act-2022-12:12" in row["citation"]


def test_a_basket_works_by_links_and_forms_alone(get):
    page = get(f"/basket?{TWO}").text
    assert "<script" not in page
    assert page.count("/provision/sen-loi-2005-06:1") >= 2
    assert '<input type="hidden" name="p" value="sle-act-2022-12:12">' in page
    (out,) = re.findall(r'href="(/basket\?p=sen[^"]+)">take out', page)
    left = get(out.replace("?", ".json?").replace("&amp;", "&")).json()["rows"]
    assert [row["id"] for row in left] == ["sen-loi-2005-06:1"]
    found = get("/search?q=victims&p=sle-act-2022-12:12").text
    assert 'type="checkbox" name="p"' in found
    assert found.count('type="hidden" name="p" value="sle-act-2022-12:12"') >= 2
    assert "/basket?p=sle-act-2022-12" in get("/provision/sle-act-2022-12:12").text


def test_a_basket_says_what_it_does_not_know_and_how_many_it_holds(get):
    assert "nothing:1" in get("/basket?p=nothing:1").text
    assert get("/basket?p=" + ",".join(f"x:{n}" for n in range(61))).status_code == 400
    assert get(f"/basket?{TWO}&style=mla").status_code == 400


def test_a_basket_is_taken_along_as_word_bibtex_and_csl(get):
    words = get(f"/basket.docx?{TWO}&style=oscola")
    with zipfile.ZipFile(BytesIO(words.content)) as file:
        for name in file.namelist():
            ElementTree.fromstring(file.read(name))
        text = "".join(ElementTree.fromstring(file.read("word/document.xml")).itertext())
    assert "(Sierra Leone), s 12" in text
    assert get(f"/basket.bib?{TWO}").text.count("@misc{") == 2
    assert [item["id"] for item in get(f"/basket.csl.json?{TWO}").json()] == [
        "sle-act-2022-12:12",
        "sen-loi-2005-06:1",
    ]


def test_a_citation_that_rests_on_an_account_says_so(get, db):
    account, read = (
        db.execute(
            "select min(provision) from search_entry where basis is ?",
            [basis],
        ).fetchone()[0]
        for basis in ("digest", "text")
    )
    words = "an account, the words of the article were not read"
    for form, path in (("plain", "basket.json"), ("bib", "basket.bib"), ("csl", "basket.csl.json")):
        assert words in get(f"/{path}?p={account}").text, form
        assert words not in get(f"/{path}?p={read}").text, form
    assert "rests on an account" in get(f"/basket?p={account}").text


@pytest.mark.parametrize("path", ["/", "/fr/gaps", "/ar/plans"])
def test_every_foot_has_the_day_and_the_version(get, db, path):
    version = db.execute("select substr(content_hash, 1, 12) from build").fetchone()[0]
    assert version in get(path).text.rpartition("<footer")[2]


def test_the_citation_at_the_root_is_of_the_last_release():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    with (ROOT / "db" / "curated" / "release.csv").open(encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert cited["version"] == last["number"]
    assert cited["date-released"] == last["released_on"]
    assert cited["identifiers"][0]["value"] == f"sha256:{last['content_hash']}"
    assert cited.get("doi", "") == last["doi"]
    deposit = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    assert deposit["title"] == cited["title"]
    assert deposit["license"] == cited["license"].lower()
    assert deposit["keywords"] == cited["keywords"]
    assert deposit["creators"] == cited["authors"]


@pytest.mark.parametrize(("shown", "words"), [(True, "release 1, "), (False, "after release 1, ")])
def test_a_doi_is_shown_in_foot_citation_and_bundle_once_a_release_has_it(
    tmp_path, built, get, get_from, shown, words
):
    """And none is before: the release of the records has no DOI, and nothing is made up."""
    path = Path(shutil.copy(built, tmp_path / "tip.db"))
    address = "https://doi.org/10.5281/zenodo.1"
    assert "doi.org" not in get("/downloads").text
    with closing(sqlite3.connect(path)) as db:
        db.execute("update release set doi = '10.5281/zenodo.1'")
        if shown:
            db.execute("update release set content_hash = (select content_hash from build)")
        db.commit()
        build = dict(zip(("built_at", "content_hash"), db.execute(BUILT).fetchone(), strict=True))
        assert ("10.5281/zenodo.1" in descriptions.citation(build, db)) == shown
    ask = get_from(path)
    foot = html.fromstring(ask("/countries").text).xpath("//footer")[0]
    assert foot.xpath(f".//a[@href='{address}']")[0].text == words + address
    for style in ("iso690", "chicago", "plain"):
        cited = ask(f"/basket.json?{TWO}&style={style}").json()["rows"][0]["citation"]
        assert words + address in cited
        assert ("after" in cited) != shown


def test_a_release_renews_the_citation_and_takes_the_older_doi_out():
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8") + "doi: 10.5281/zenodo.1\n"
    row = {"number": "7", "released_on": "2027-01-02", "content_hash": "ab" * 32}
    cited = yaml.safe_load(release.cited(text, row))
    assert (cited["version"], cited["date-released"]) == ("7", "2027-01-02")
    assert cited["identifiers"][0]["value"] == "sha256:" + "ab" * 32
    assert "doi" not in cited


@pytest.mark.slow
def test_a_release_is_made_again_from_its_commit(tmp_path):
    """Release 1 by the program of its day: a build of its own, there is no shorter way."""
    record = release.read(ROOT / "db" / "curated" / "release.csv")[0]
    old_releases.make_again(record, tmp_path / "tip-1.db")
    with closing(sqlite3.connect(tmp_path / "tip-1.db")) as db:
        assert db.execute("select content_hash from build").fetchone() == (record["content_hash"],)
    other = {**record, "content_hash": "0" * 64}
    with pytest.raises(release.Refused):
        release.recorded(tmp_path / "tip-1.db", other)
