"""Strict reading: every way a page can differ from what is known, and what the parser says about
it.
"""

import json
import tracemalloc
from pathlib import Path

import pytest

from scrapers import untc
from scrapers.content import decode, kind_of, repair_mojibake
from scrapers.crawl import load_scraper
from scrapers.outcome import ChallengePage, EmptyPage, Outcome, PageChanged, Truncated, WrongType
from scrapers.page import (
    all_elements,
    nothing_left,
    one_element,
    optional_element,
    read_html,
    read_json,
    read_xml,
    rows_of_table,
    take_value,
    text_of_page,
)

PAGES = Path(__file__).parent / "pages"
TABLE = "<table id='t'><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "aaaaaaaaaa">%s]><Treaty>&j;</Treaty>'
    % b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
)
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    b"<Treaty>&a;</Treaty>"
)


def page(source, file):
    return (PAGES / source / file).read_text("utf-8")


def parse(source, text, name="name-001"):
    return list(load_scraper(source).parse(name, text.encode()))


def test_one_wants_one():
    tree = read_html(b"<p>a</p><p>b</p><b>c</b>")
    assert one_element(tree, "b").get_text() == "c"
    assert optional_element(tree, "i") is None
    assert len(all_elements(tree, "p")) == 2
    for broken in (
        lambda: one_element(tree, "p"),
        lambda: one_element(tree, "i"),
        lambda: all_elements(tree, "i"),
        lambda: optional_element(tree, "p"),
    ):
        with pytest.raises(PageChanged):
            broken()


def test_rows_of_a_table():
    assert list(rows_of_table(one_element(read_html(TABLE.encode()), "table"))) == [
        {"A": "1", "B": "2"}
    ]


@pytest.mark.parametrize(
    "broken", ["<td>3</td>", "<tr><td>1</td></tr>", "<tr><td>1</td><td>2</td><td>3</td></tr>"]
)
def test_rows_of_another_width_stop_with_the_place(broken):
    with pytest.raises(PageChanged, match=r"\d cells under 2 heads.*id=t|outside every row.*id=t"):
        list(
            rows_of_table(
                one_element(
                    read_html(TABLE.replace("</table>", broken + "</table>").encode()), "table"
                )
            )
        )


@pytest.mark.parametrize(
    "table",
    [
        "<table></table>",
        "<table><tr><th>A</th></tr></table>",
        "<table><tr><th>A</th><th>A</th></tr><tr><td>1</td><td>2</td></tr></table>",
    ],
)
def test_table_without_rows_or_with_equal_heads(table):
    with pytest.raises(PageChanged):
        list(rows_of_table(one_element(read_html(table.encode()), "table")))


def test_take_checks_types():
    record = {"a": 1, "b": True, "c": None}
    assert take_value(record, "a", int, "x") == 1
    for key, kind in (("a", int), ("b", int), ("c", str)):
        with pytest.raises(PageChanged, match="x: "):
            take_value(record, key, kind, "x")
    with pytest.raises(PageChanged, match="nobody reads"):
        nothing_left({"d": 1}, "x")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"PK\x03\x04", "zip"),
        (b"\x89PNG", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"\x1f\x8b\x08", "gzip"),
        (b' \n{"a":1}', "json"),
        (b"[]", "json"),
        (b"\xef\xbb\xbf[]", "json"),
        (b"<?xml version='1.0'?><Treaty/>", "xml"),
        (b"<Countries>", "xml"),
        (b"<!DOCTYPE html>", "html"),
        (b"<!-- x --><html>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html><html>", "html"),
        (b"\n<div class='x'>", "html"),
        (b"Participant,Signature", "text"),
        (b"\0\1\2", "binary"),
        (b"", "text"),
    ],
)
def test_kind_is_what_the_bytes_say(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é".encode(), "é"),
        ("é".encode("cp1252"), "é"),
        (b"<meta charset=utf-8>\xe9", "<meta charset=utf-8>é"),
        ("é".encode("utf-16"), "é"),
        (b"<meta charset=windows-1252>" + "é".encode(), "<meta charset=windows-1252>é"),
        (b"\xef\xbb\xbfa", "a"),
        (b'<?xml encoding="iso-8859-2"?>\xb1', '<?xml encoding="iso-8859-2"?>ą'),
        ("المادة".encode("cp1256"), "المادة"),
        (b"a\x81", "a\ufffd"),  # no letter in any encoding that is tried
        (b"<meta charset=iso-8859-1>\x80", "<meta charset=iso-8859-1>€"),  # as browsers read it
    ],
)
def test_decode(data, text):
    assert text_of_page(data) == text


def test_decode_believes_the_first_label_that_fits():
    assert (
        decode("<meta charset=utf-8>المادة".encode("cp1256"), "windows-1256", "utf-8").text
        == "<meta charset=utf-8>المادة"
    )


@pytest.mark.parametrize(
    "text",
    [
        "réparation des victimes",
        "Artigo 1.º São Tomé",
        "المادة الأولى",
        "Â quoi bon",
        "ÇA VA",
        "naïve Ã propos",
        "€ 100",
    ],
)
def test_repair_leaves_good_text_alone(text):
    assert repair_mojibake(text) == text
    assert repair_mojibake(text * 50) == text * 50


@pytest.mark.parametrize("wrong", ["cp1252", "latin-1"])
def test_mojibake_is_repaired(wrong):
    text = "réparation des victimes à Cotonou, œuvre"
    garbled = text.replace("œ", "e").encode("utf-8").decode(wrong)
    assert repair_mojibake(garbled) == text.replace("œ", "e")


@pytest.mark.parametrize("bomb", [BOMB, OUTSIDE], ids=["billion laughs", "outside file"])
@pytest.mark.parametrize("source", ["untc", "usdol", "akn"])
def test_xml_entities_are_refused(source, bomb):
    with pytest.raises(PageChanged, match="entities"):
        list(load_scraper(source).parse("x", bomb))


def test_half_documents_are_truncated():
    with pytest.raises(Truncated):
        read_xml(b"<?xml version='1.0'?><a><b>")
    with pytest.raises(Truncated):
        read_json(b'{"a": [1, 2')
    with pytest.raises(Truncated):
        read_json(b"[" * 100_000)
    with pytest.raises(Truncated):
        list(load_scraper("uhri").parse("x", page("uhri", "export.json").encode()[:-20]))
    with pytest.raises(Truncated):
        list(load_scraper("usdol").parse("x", b"%PDF-1.7\nnothing more"))


def test_web_page_instead_of_json():
    for source in ("uwazi", "capeverde", "uhri"):
        with pytest.raises(WrongType):
            list(load_scraper(source).parse("x", b"<!DOCTYPE html><html><p>Sign in</p></html>"))
    with pytest.raises(ChallengePage):
        read_json(b"<html><title>Attention Required!</title></html>")
    with pytest.raises(EmptyPage):
        read_json(b"\n")
    with pytest.raises(WrongType):
        read_html(b"%PDF-1.4")


def test_scripts_are_no_words():
    tree = read_html(b"<html><script>alert('x')</script><style>p{}</style><p>law</p></html>")
    assert one_element(tree, "p").get_text() == "law"
    assert "alert" not in " ".join(p.get_text() for p in tree.select("p"))


def test_deep_nesting_ends():
    for source in ("peachjam", "tip", "untc"):
        with pytest.raises(Outcome):
            list(load_scraper(source).parse("x", b"<html><body>" + b"<div>" * 5_000))


# one way each page may change -> what must be said about it; (source, file, old words, new words,
# message)
CHANGES = {
    "status page without its time": (
        "untc",
        "xviii-12-a.html",
        "STATUS AS AT",
        "STATUS",
        "STATUS AS AT",
    ),
    "status page, a party lost": (
        "untc",
        "xviii-12-a.html",
        "28 Jun 2001",
        "",
        "7 parties, 6 and 6|6 signatories and 7 parties, 6 and 6",
    ),
    "status page, unknown mark": (
        "untc",
        "xviii-12-a.html",
        "21 Aug\t 2012 a",
        "21 Aug 2012 z",
        "Ghana.*21 Aug 2012 z",
    ),
    "status page, mark the head does not explain": (
        "untc",
        "xviii-12-a.html",
        "Accession(a), ",
        "",
        "Ghana.*not a date with a mark",
    ),
    "status page, new column": (
        "untc",
        "xviii-12-a.html",
        "<th>Signature</th>",
        "<th>Remarks</th>",
        "Remarks: a column nobody reads",
    ),
    "status page, two grids": (
        "untc",
        "xviii-12-a.html",
        '<table class="gridtable"',
        '<table id="x_tblgrid"></table><table',
        "2 found",
    ),
    "status page, a name twice": (
        "untc",
        "xviii-12-a.html",
        "Finland",
        "Nigeria",
        "named twice.*Nigeria",
    ),
    "edition, unknown answer": (
        "usdol",
        "edition.xml",
        "<Palermo_Ratified>Yes",
        "<Palermo_Ratified>Perhaps",
        "Palermo_Ratified is 'Perhaps'",
    ),
    "edition, two answers": (
        "usdol",
        "edition.xml",
        "Yes</Palermo_Ratified><Pal",
        "No</Palermo_Ratified><Pal",
        "Ruritania: Conventions says two things",
    ),
    "edition, new block": (
        "usdol",
        "edition.xml",
        "<Mechanisms>",
        "<News/><Mechanisms>",
        r"nobody reads \['News'\]",
    ),
    "edition without a year": (
        "usdol",
        "edition.xml",
        "In 2020,",
        "Last year",
        "year of the edition",
    ),
    "country page, no report": (
        "usdol",
        "gabon.html",
        "child_labor_reports",
        "elsewhere",
        "one link to a report",
    ),
    "legislation, count as words": (
        "sherloc",
        "legdb-00000.json",
        '"found": 2',
        '"found": "2"',
        "found is a str",
    ),
    "legislation, nothing given": (
        "sherloc",
        "cldb-00000.json",
        '"results": [',
        '"results": [], "old": [',
        "1 results announced, none given",
    ),
    "legislation, no country": (
        "sherloc",
        "cldb-00000.json",
        "country_label",
        "place",
        "no title, no country",
    ),
    "legislation, new key": (
        "sherloc",
        "cldb-00000.json",
        '"values"',
        '"extra": 1, "values"',
        "nobody reads",
    ),
    "detail without text": ("sherloc", "legdb-detail.html", "originalText", "text", "originalText"),
    "narrative, unknown tier": (
        "tip",
        "2024-ruritania.html",
        "Tier 2 Watch List",
        "Tier 4",
        "0 found",
    ),
    "narrative, two tiers": (
        "tip",
        "2024-ruritania.html",
        "<h2>Related reports",
        "<h2>SYLVANIA (Tier 1)</h2><h2>Related",
        "2 found",
    ),
    "narrative, no prosecution": (
        "tip",
        "2024-ruritania.html",
        "<strong>PROSECUTION</strong>",
        "PROSECUTION",
        r"no section \['prosecution'\]",
    ),
    "law, text of contents lost": (
        "peachjam",
        "rur-act-2020-1.html",
        'data-eId="chp_1__sec_1"',
        'data-eid="other"',
        "chp_1__sec_1",
    ),
    "law, unknown display": (
        "peachjam",
        "rur-act-2020-1.html",
        'type="akn"',
        'type="docx"',
        "shown as 'docx'",
    ),
    "law, words outside": (
        "peachjam",
        "rur-act-2020-1.html",
        '<span class="akn-body">',
        '<span class="akn-body">Stray words',
        "Stray words",
    ),
    "file, unknown element": (
        "akn",
        "rur-act-2020-1.xml",
        "<preface>",
        "<novelty>words</novelty><preface>",
        "novelty",
    ),
    "file without identity": (
        "akn",
        "rur-act-2020-1.xml",
        "identification",
        "identity",
        "no <identification>",
    ),
    "journal, other file name": (
        "sgg",
        "mrt-law-001.html",
        "mauritanie-jo-2020-1467.pdf",
        "1467.pdf",
        "1467.pdf",
    ),
    "journal, results missing": (
        "sgg",
        "mrt-law-001.html",
        "2 résultats",
        "12 résultats",
        "12 results, 0 on the pages before, 2 on this one",
    ),
    "bulletin, new key": ("capeverde", "day-2026-03-25.json", '"refAct"', '"novo"', "nobody reads"),
    "bulletin, no list": ("capeverde", "days.json", "[", '{"data": [', "list"),
    "collection, new key": (
        "uwazi",
        "sgbv-search-00000.json",
        '"totalRows"',
        '"novelty": 1, "totalRows"',
        "novelty",
    ),
    "collection, rows gone": (
        "uwazi",
        "sgbv-search-00000.json",
        '"rows": [',
        '"rows": [], "aggregations": [',
        "announced, none given",
    ),
    "export, key renamed": (
        "uhri",
        "export.json",
        "AnnotationId",
        "Id",
        "entry 1: no 'AnnotationId'",
    ),
    "export, objects for words": (
        "uhri",
        "export.json",
        '["Infrastructure"]',
        '[{"t": 1}]',
        "entry 2: Themes",
    ),
    "treaty without date": (
        "au",
        "treaty-kampala.html",
        "October 23, 2009",
        "soon",
        "no date in date-adoption: .*soon",
    ),
    "list without treaties": ("au", "treaties.html", "/en/treaties/", "/en/x/", "nothing matches"),
    "ratification, unknown status": (
        "normlex",
        "ghana.html",
        "<td>In Force</td>",
        "<td>Perhaps</td>",
        "C029.*Perhaps",
    ),
    "ratification, new column": (
        "normlex",
        "ghana.html",
        "<th>Note</th>",
        "<th>Comment</th>",
        "nobody reads",
    ),
    "record without number": (
        "normlex",
        "natlex.html",
        "<td>Ruritania</td>",
        "<td></td>",
        "needs name, country and ISN",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_of_a_page_stops_with_place_and_value(change):
    source, file, old, new, message = CHANGES[change]
    text = page(source, file)
    assert old in text, "the test no longer changes anything"
    assert parse(source, text, file.partition(".")[0])
    changed = text.replace(old, new) + ("}" if new.startswith('{"data"') else "")
    with pytest.raises(PageChanged, match=message):
        parse(source, changed, file.partition(".")[0])


def discovered(source, file, name=None, text=None):
    return dict(
        load_scraper(source).discover(
            name or file.partition(".")[0], (text or page(source, file)).encode()
        )
    )


def test_lists_lead_to_further_lists_and_details():
    found = discovered(
        "sherloc",
        "legdb-00000.json",
        text=page("sherloc", "legdb-00000.json").replace('"found": 2', '"found": 250'),
    )
    assert [name for name in found if name.startswith("legdb-00")] == ["legdb-00100", "legdb-00200"]
    assert "startAt%22%3A100" in found["legdb-00100"]
    details = [url for name, url in found.items() if not name.startswith("legdb-00")]
    assert details == [
        "https://www.unodc.org/cld/legislation/sen/loi_2005-06/article_1.html?lng=en&tmpl=sherloc"
    ], "the region only"


def test_searches_lead_to_their_further_pages():
    text = json.dumps({**json.loads(page("uwazi", "sgbv-search-00000.json")), "totalRows": 250})
    assert list(discovered("uwazi", "", "sgbv-search-00000", text)) == [
        "sgbv-search-00100",
        "sgbv-search-00200",
    ]
    assert discovered("uwazi", "", "sgbv-search-00100", text) == {}
    items = page("sgg", "mrt-law-001.html").split("<li>")
    twenty = "<li>".join(
        [items[0].replace("2 résultats", "45 résultats"), *(items[1:2] * 19), items[2]]
    )
    assert list(discovered("sgg", "", "mrt-law-001", twenty)) == ["mrt-law-002", "mrt-law-003"]


def test_indexes_lead_to_their_entries():
    assert discovered("capeverde", "days.json")["day-2026-03-24"].endswith(
        "BulletinFilter?serie=1&date=2026-03-24"
    )
    assert list(discovered("au", "treaties.html")) == [
        "treaty-african-charter-rights-and-welfare-child"
    ], "plants are not our subject"
    assert discovered("usdol", "gabon.html") == {
        "gabon-report": "https://www.dol.gov/sites/dolgov/files/ILAB/child_labor_reports/tda2021/"
        "Gabon.pdf"
    }


@pytest.mark.slow
def test_export_stays_out_of_memory(tmp_path):
    """Six megabytes go through a parser that never holds more than a few entries; the bench does it
    with 400.
    """
    path, entry = tmp_path / "export.json", json.loads(page("uhri", "export.json"))[0]
    with path.open("w") as file:
        file.write(
            "["
            + ",".join(
                json.dumps({**entry, "AnnotationId": str(n), "Text": "Roads. " * 300})
                for n in range(2_700)
            )
            + "]"
        )
    assert path.stat().st_size > 6_000_000
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            counted = list(load_scraper("uhri").stream("export", file))[-1]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert counted == ("export", {"read": 2_700, "kept": 0})
    assert peak < 1_000_000


def test_names_of_treaties_are_their_numbers():
    assert "mtdsg_no=XVIII-12-a&chapter=18" in untc.PAGES["xviii-12-a"]
    assert "mtdsg_no=IV-11-c&chapter=4" in untc.PAGES["iv-11-c"]
