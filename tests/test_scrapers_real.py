"""Parsers against real files that may not be committed; see fixture_real_pages.py."""

import collections
import csv
import functools
import io
import itertools
import json
import re

import pytest
from bs4 import BeautifulSoup
from fixture_real_pages import shared, shared_files

from scrapers import SOURCES, akn, peachjam, sherloc, uhri, untc, usdol
from scrapers.content import repair_mojibake
from scrapers.crawl import load_scraper
from scrapers.outcome import ChallengePage, EmptyPage, PageChanged, Refused
from scrapers.page import read_html, text_of_page

pytestmark = pytest.mark.slow

HISTORY = ("2013-07-06", "2013-07-20", "2013-11-18", "2013-12-22", "2014-01-27")
PDFS = shared_files("pages/usdol", "findings_*.pdf")
EDITIONS = [
    *shared_files("pages/usdol", "countries_*.xml"),
    *shared_files("data/reference/dol-ilab-child-labor", "countries_*.xml"),
]
TREATIES = [
    path
    for folder in (
        "pages/untc",
        "pages/untc/history",
        "data/reference/treaty-ratifications-un-2015",
    )
    for path in shared_files(folder, "*-*.csv")
]
PEACHJAM = shared_files("pages/peachjam", "*.html")


def parties(path):
    return {
        row["country"]: row
        for kind, row in untc.parse(path.stem, path.read_bytes())
        if kind == "party"
    }


def table(name):
    return list(csv.DictReader(io.StringIO(shared(name).read_text("utf-8"))))


def words(text):
    return collections.Counter(re.findall(r"\w+", text))


@functools.cache
def report(path):
    return list(usdol.parse(path.stem, path.read_bytes()))


def rows_of(path, kind):
    return [row for found, row in report(path) if found == kind]


def test_palermo_table_has_167_rows():
    rows = parties(shared("pages/untc/18-12-a.csv"))
    assert len(rows) == 167
    assert sum(row["signed_on"] is not None for row in rows.values()) == 117
    assert sum(row["bound_on"] is not None for row in rows.values()) == 159
    assert (
        rows["Nigeria"]["signed_on"],
        rows["Nigeria"]["bound_on"],
        rows["Nigeria"]["bound_by"],
    ) == (
        "13 Dec 2000",
        "28 Jun 2001",
        "ratification",
    )
    assert (rows["Ghana"]["signed_on"], rows["Ghana"]["bound_on"], rows["Ghana"]["bound_by"]) == (
        None,
        "21 Aug 2012",
        "accession",
    )
    assert rows["Montenegro"]["bound_by"] == "succession"
    assert rows["Finland"]["bound_by"] == "acceptance"


def test_dated_versions_show_who_joined_and_who_was_renamed():
    versions = [parties(shared(f"pages/untc/history/18-12-a_{day}.csv")) for day in HISTORY]
    joined, renamed = [], []
    for before, after in itertools.pairwise(versions):
        gone = [before[name] for name in before.keys() - after.keys()]
        for name, row in after.items():
            known = before.get(name) or next(
                (
                    old
                    for old in gone
                    if {**old, "country": name, "instrument": row["instrument"]} == row
                ),
                None,
            )
            if known and known["country"] != name:
                renamed.append((known["country"], name))
            elif row["bound_on"] and (known is None or known["bound_on"] is None):
                joined.append((name, row["bound_by"], row["bound_on"]))
    assert joined == [
        ("St. Lucia", "accession", "16 Jul 2013"),
        ("Thailand", "ratification", "17 Oct 2013"),
        ("Zimbabwe", "accession", "13 Dec 2013"),
    ]
    assert renamed == [("Cape Verde", "Cabo Verde")]


@pytest.mark.parametrize("path", TREATIES, ids=lambda path: path.stem)
def test_every_treaty_table_is_read_whole(path):
    lines = list(csv.reader(io.StringIO(shared(path).read_text("utf-8"))))
    rows = parties(path)
    assert list(rows) == [line[0] for line in lines[1:]]
    dates = [re.sub(r" [A-Za-z]+$", "", cell) for line in lines[1:] for cell in line[1:] if cell]
    assert sorted(dates) == sorted(
        row[key] for row in rows.values() for key in ("signed_on", "bound_on") if row[key]
    )


def test_status_page_rebuilt_from_the_real_cells():
    lines = list(csv.reader(io.StringIO(shared("pages/untc/18-12-a.csv").read_text("utf-8"))))
    cells = "".join(
        f"<tr><td>{name} <sup>3</sup></td><td>{signed}</td><td>{bound}</td></tr>"
        for name, signed, bound in lines[1:]
    )
    page = (
        "<html><p>STATUS AS AT : 27-01-2014 05:00:00 EDT</p>"
        "<p>Signatories : 117. Parties : 159</p><table id='x_tblgrid'>"
        f"<tr>{''.join(f'<th>{head}</th>' for head in lines[0])}</tr>{cells}</table></html>"
    )
    rows = list(untc.parse("18-12-a", page.encode()))
    assert rows[0][1]["parties"] == 159
    expected = parties(shared("pages/untc/18-12-a.csv"))
    assert [{**row, "footnotes": None} for _, row in rows[1:]] == list(expected.values())
    with pytest.raises(PageChanged, match="158 were read"):
        list(
            untc.parse(
                "18-12-a",
                page.replace(
                    "<tr><td>Nigeria <sup>3</sup></td><td>13 Dec 2000</td>"
                    "<td>28 Jun 2001</td></tr>",
                    "",
                )
                .replace("117", "116")
                .encode(),
            )
        )


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_edition_gives_every_country(path):
    text = shared(path).read_text("utf-8")
    names = re.findall(r"<Country>\s*<Name>\s*(.*?)\s*</Name>", text)
    rows = list(usdol.parse(path.stem, path.read_bytes()))
    assert [row["country"] for kind, row in rows if kind == "country"] == names
    assert len(names) == text.count("<Country>") >= 140
    assert (
        len(
            {
                row["country"]
                for kind, row in rows
                if kind == "convention" and row["convention"] == "Palermo_Ratified"
            }
        )
        == 131
    )
    assert len({row["country"] for kind, row in rows if kind == "standard"}) == 131


def test_edition_knows_its_year_and_sees_a_change():
    def trafficking(edition):
        path = shared(f"pages/usdol/countries_{edition}.xml")
        rows = usdol.parse(path.stem, path.read_bytes())
        return next(
            (row["year"], row["conforms"])
            for kind, row in rows
            if kind == "standard"
            and row["country"] == "Gabon"
            and row["standard"] == "Prohibition_Child_Trafficking"
        )

    assert [trafficking(2018), trafficking(2020), trafficking(2021)] == [
        ("2018", "No"),
        ("2020", "Yes"),
        ("2022", "Yes"),
    ]


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_country_report(path):
    shared(path)
    standards, citations, counts = (
        rows_of(path, "standard"),
        rows_of(path, "citation"),
        rows_of(path, "enforcement"),
    )
    assert next(row["standard"] for row in standards) == "Minimum Age for Work"
    assert len(standards) == 12
    assert "Prohibition of Child Trafficking" in {row["standard"] for row in standards}
    assert len(counts) == 2 * (17 + 9)
    assert {row["counted_in"] for row in counts} == {"2020", "2021"}
    for row in standards:
        assert "; ".join(
            c["as_printed"] for c in citations if c["standard"] == row["standard"]
        ) == (row["legislation"] or "")
    assert all(
        row["articles"]
        for row in citations
        if re.match(r"(Articles?|Sections?) \d", row["as_printed"])
    )
    assert [row["number"] for row in rows_of(path, "reference")] == [
        str(n) for n in range(1, len(rows_of(path, "reference")) + 1)
    ]
    assert max(len(row["text"]) for row in rows_of(path, "reference")) < 600, (
        "two notes were taken for one"
    )
    assert all(row["first_year"] <= row["last_year"] <= "2021" for row in rows_of(path, "action"))


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_ticks_are_never_taken_for_ratification(path):
    shared(path)
    assert not rows_of(path, "convention")
    assert not [
        row
        for kind, row in report(path)
        for key, value in row.items()
        if "ratified" in key or "✓" in str(value)
    ]


@pytest.mark.parametrize(
    ("country", "name", "years"),
    [
        ("benin", "Trafficking in Persons", ("2020", "2024")),
        ("cabo-verde", "Combat Trafficking in Persons", ("2018", "2021")),
        ("cote-d-ivoire", "Trafficking, Exploitation", ("2019", "2023")),
        ("ghana", "Elimination of Human Trafficking", ("2017", "2021")),
        ("guinea", "Trafficking in Persons", ("2020", "2022")),
        ("guinea-bissau", "Trafficking in Persons", ("2020", "2021")),
        ("liberia", "Trafficking in Persons", ("2019", "2024")),
        ("mali", "Combat Trafficking in Persons", ("2018", "2022")),
        ("mauritania", "Combat Trafficking in Persons", ("2020", "2022")),
        ("niger", "Combat Trafficking in Persons", ("2019", "2023")),
        ("sierra-leone", "Against Trafficking in Persons", ("2021", "2023")),
        ("cameroon", "Combat Trafficking in Persons", ("2021", "2023")),
    ],
)
def test_plan_with_its_years(country, name, years):
    path = shared(f"pages/usdol/findings_{country}.pdf")
    assert [
        (row["first_year"], row["last_year"])
        for row in rows_of(path, "policy")
        if name in row["name"] and row["period"]
    ] == [years]


def test_benin_report_by_hand():
    path = shared("pages/usdol/findings_benin.pdf")
    cited = [
        (row["articles"], row["law"])
        for row in rows_of(path, "citation")
        if row["standard"] == "Prohibition of Child Trafficking"
    ]
    assert cited == [
        (
            "Articles 2–4, 6, 15-16, 18, and 21-25",
            "Law Relating to the Transportation and Trafficking of Minors",
        ),
        ("Articles 201, 212, 352, and 353", "Child Code"),
        ("Articles 499–501 and 504", "Penal Code"),
    ]
    assert rows_of(path, "reference")[34]["text"].startswith(
        "Government of Benin. Conditions de déplacement des mineurs"
    )
    assert ("Number of Labor Inspections Conducted", "2020", "2,070", "3") in {
        (row["measure"], row["counted_in"], row["value"], row["references"])
        for row in rows_of(path, "enforcement")
    }
    assert (
        next(row for row in rows_of(path, "action") if "initial training" in row["action"])[
            "first_year"
        ]
        == "2013"
    )
    assert (
        rows_of(path, "statement")[0]["text"]
        == "Benin has ratified all key international conventions concerning child labor (Table 3)."
    )


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.stem)
def test_citations_agree_with_an_independent_reading(path):
    """Another script read the same reports; where both have a cell they agree, but for blanks and
    one cell that script cut short.
    """
    plain = functools.partial(re.sub, r"\W", "")
    other = {
        (row["country"], row["standard"]): row for row in table("facts/ilab_2021_law_citations.csv")
    }
    shared(path)
    both = [
        (row, other[row["country"], row["standard"]])
        for row in rows_of(path, "standard")
        if (row["country"], row["standard"]) in other
    ]
    differing = [
        (ours["legislation"], theirs["legislation_cited"])
        for ours, theirs in both
        if plain(ours["legislation"] or "") != plain(theirs["legislation_cited"])
    ]
    assert (
        len(both) >= 2 or path.stem == "findings_cote-d-ivoire"
    )  # printed with a small L: "Côte d’lvoire"
    assert all(plain(ours).startswith(plain(theirs)) for ours, theirs in differing)
    assert len(differing) == (1 if path.stem == "findings_ghana" else 0)
    assert all(ours["met"] == theirs["meets_international_standard"] for ours, theirs in both)


@pytest.mark.parametrize("path", PEACHJAM, ids=lambda path: path.stem)
def test_no_word_of_a_law_is_lost(path):
    tree = read_html(shared(path).read_bytes())
    rows = [
        row for kind, row in peachjam.parse(path.stem, path.read_bytes()) if kind == "provision"
    ]
    whole = words(" ".join(root.get_text(" ") for root in tree.select(".akn-akomaNtoso")))
    assert (
        sum(
            (
                words(
                    " ".join(
                        [row["number"] or "", row["heading"] or "", row["text"], *row["notes"]]
                    )
                )
                for row in rows
            ),
            collections.Counter(),
        )
        == whole
    )
    assert len(rows) > 5


@pytest.mark.parametrize(
    ("path", "sections"),
    [
        ("pages/akn_xml/tz-constitution-swa_in.xml", 155),
        ("data/reference/akoma-ntoso-samples/act-by-law-cape-town.xml", 71),
    ],
)
def test_no_word_of_an_akn_file_is_lost(path, sections):
    page = shared(path).read_bytes()
    rows = [row for kind, row in akn.parse("act", page) if kind == "provision"]
    tree = BeautifulSoup(page, "xml")
    for part in tree.find_all(["meta", "staticContent"]):
        part.decompose()
    found = sum(
        (
            words(" ".join([row["number"] or "", row["heading"] or "", row["text"], *row["notes"]]))
            for row in rows
        ),
        collections.Counter(),
    )
    assert found == words(tree.get_text(" "))
    assert sum(row["kind"] == "section" for row in rows) == sections


def test_kenya_page_frame():
    page = shared("pages/peachjam/kenyalaw_ln-113-2025_trimmed.html").read_bytes()
    rows = list(peachjam.parse("ken-ln-2025-113", page))
    document = rows[0][1]
    assert (document["citation"], document["uri"]) == (
        "Legal Notice 113 of 2025",
        "/akn/ke/act/ln/2025/113/eng@2025-06-30",
    )
    assert document["metadata"]["Primary work"] == "Sugar Act"
    assert document["metadata"]["Citation"] == "Legal Notice 113 of 2025", (
        "the word on the copy button is not part of it"
    )
    assert [row["number"] for kind, row in rows if kind == "provision"] == [
        "1.",
        "2.",
        "3.",
        "4.",
        "5.",
        "6.",
    ]
    with pytest.raises(PageChanged, match="table of contents"):
        list(
            peachjam.parse(
                "ken-ln-2025-113",
                page.replace(b'data-eid="sec_3"', b'data-eid="sec_33"').replace(
                    b'id="sec_3"', b'id="x"'
                ),
            )
        )


def test_uwazi_entities():
    rows = list(
        load_scraper("uwazi").parse(
            "sgbv-search-00000", shared("pages/uwazi/entities_subset.json").read_bytes()
        )
    )
    entities = [row for kind, row in rows if kind == "entity"]
    assert len(entities) == rows[0][1]["total"] == 75
    assert len({row["shared_id"] for row in entities}) == 25
    assert {row["language"] for row in entities} == {"es", "en", "pt"}
    assert any(row["metadata"].get("pa_s") == ["Peru"] for row in entities)


@pytest.mark.parametrize(
    ("file", "kind", "number"),
    [
        ("templates", "template", 11),
        ("dictionaries", "thesaurus", 5),
        ("relationtypes", "relation", 14),
    ],
)
def test_uwazi_vocabulary(file, kind, number):
    rows = list(
        load_scraper("uwazi").parse(
            "sgbv-templates", shared(f"pages/uwazi/{file}.json").read_bytes()
        )
    )
    assert sum(found == kind for found, _ in rows) == number


def test_uhri_entries_made_from_real_records():
    keys = {
        "AnnotationId": "_id",
        "Text": "text",
        "Symbol": "symbol",
        "Body": "body",
        "Countries": "countries",
        "Themes": "themes",
        "AnnotationType": "annotation_type",
        "PublicationDate": "date",
    }
    shared("pages/uhri")
    records = [json.loads(path.read_text("utf-8")) for path in shared_files("pages/uhri", "*.json")]
    page = json.dumps(
        [{key: record[old] for key, old in keys.items()} for record in records]
    ).encode()
    rows = list(uhri.parse("export", page))
    expected = [
        record["_id"]
        for record in records
        if uhri.TOPIC.search(" ".join([record["text"], *record["themes"]]))
    ]
    assert [row["id"] for kind, row in rows if kind == "observation"] == expected
    assert rows[-1] == ("export", {"read": 15, "kept": len(expected)})


def test_sherloc_list_made_from_real_cases():
    cases = table("pages/sherloc/case_urls.csv")
    results = [
        {
            "id": case["api_result_id"],
            "uri": case["api_result_uri"],
            "values": {
                "page_title": case["case_title"],
                "caseLaw@unodcNumber_s1": case["unodc_case_number"],
                "en#caseLaw@country_label_s1": "as printed",
            },
        }
        for case in cases
        if case["is_canonical_duplicate"] == "false"
    ]
    rows = list(
        sherloc.parse(
            "cldb-00000", json.dumps({"found": len(results), "results": results}).encode()
        )
    )
    assert rows[0][1] == {"found": len(results), "read": len(results)}
    assert {row["fields"]["unodcNumber"] for _, row in rows[1:]} >= {"BRA016", "ITAx041"}


def test_page_text_survives_a_wrong_label():
    texts = [
        text_of_page(shared(f"pages/leganet/ol-10-001-2010_excerpt.{kind}.html").read_bytes())
        for kind in ("cp1252", "utf8-mislabelled")
    ]
    visible = [" ".join(BeautifulSoup(text, "lxml").get_text(" ").split()) for text in texts]
    assert visible[0] == visible[1]
    assert "é" in visible[0]
    assert "Ã" not in visible[0]


def test_garbled_text_is_put_right():
    garbled = json.loads(
        shared("pages/national/mojibake_faolex_dz_constitution.json").read_text("utf-8")
    )["text"]
    clean = json.loads(shared("pages/national/drc_leganet_loi-09-001.json").read_text("utf-8"))[
        "text"
    ]
    assert repair_mojibake(clean) == clean
    assert repair_mojibake(clean.encode("utf-8").decode("latin-1")) == clean
    assert garbled.count("Ã") > 10 * max(1, repair_mojibake(garbled).count("Ã"))


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    ("file", "outcome"),
    [
        ("cloudflare_challenge_excerpt.html", ChallengePage),
        ("empty_200.html", EmptyPage),
        ("nginx_403_146_bytes.html", Refused),
    ],
)
def test_stand_ins_are_never_nothing_found(source, file, outcome):
    with pytest.raises(outcome):
        list(load_scraper(source).parse("name-00000", shared("pages/errors", file).read_bytes()))
