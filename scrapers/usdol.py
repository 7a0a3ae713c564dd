"""US Department of Labor, Findings on the Worst Forms of Child Labor: laws with articles, plans,
enforcement counts, treaty flags.

Two forms: one XML file per edition with every country, and one PDF per country (usdol_pdf.py).
Quirks: element names are misspelt (Minumum_...), country names drift between editions (Gambia;
Gambia, The; The Gambia), a file named 2021 may hold the year 2022: the year is taken from the text.
US public domain; to be cited.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from scrapers.content import kind_of
from scrapers.outcome import EmptyPage, PageChanged
from scrapers.page import Row, address_of, clean_text, one_element, read_html, read_xml, text_of
from scrapers.usdol_pdf import parse_pdf

SOURCE = "us-dol-ilab"
TITLE = "US Department of Labor, Findings on the Worst Forms of Child Labor"
TERMS = "public domain in the US, to be cited"
ACCEPT = ("html", "pdf", "xml")
SLUGS = (
    "benin burkina-faso cabo-verde cameroon central-african-republic chad "
    "congo-democratic-republic-drc congo-republic cote-divoire gabon gambia ghana guinea "
    "guinea-bissau liberia mali mauritania niger nigeria sao-tome-and-principe senegal "
    "sierra-leone togo"
).split()
PAGES = {
    slug: f"https://www.dol.gov/agencies/ilab/resources/reports/child-labor/{slug}"
    for slug in SLUGS
}

ANSWERS = {"yes", "no", "n/a", "na", "not applicable", "unknown", "unavailable", ""}
HEAD = ("Webpage", "Region", "Multiple_Territories", "Advancement_Level", "Description")
PASSED_OVER = (
    "Goods",
    "Country_Statistics",
    "ILAB_Projects",
)  # goods, school statistics and projects: outside this ledger
SUBJECT_FIELDS = (  # what a row is about; two rows with the same values must agree
    "convention",
    "standard",
    "measure",
    "mechanism",
    "territory",
    "area",
    "action",
)
STANDARD = {
    "Standard": "exists",
    "Age": "age",
    "Calculated_Age": "calculated_age",
    "Conforms_To_Intl_Standard": "conforms",
}


def discover(name: str, page: bytes) -> Iterator[tuple[str, str]]:
    """From the page of a country: its report as PDF."""
    if kind_of(page) == "html":
        yield from ((f"{name}-report", row["pdf"]) for _, row in parse(name, page))


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield rows of one edition (XML, all countries), one country's report (PDF), or the page that
    leads to it (HTML: 'report').

    Kinds from XML: country, convention (ratified as printed), standard, enforcement, mechanism,
    action; each with country and year. Kinds from PDF: see usdol_pdf.parse_pdf. A PDF never says
    whether a convention is ratified: its ticks are drawings.
    """
    if not page:
        raise EmptyPage(f"{name}: no bytes")
    readers = {"pdf": parse_pdf, "html": parse_page}
    return readers.get(kind_of(page), parse_xml)(name, page)


def parse_page(name: str, page: bytes) -> Iterator[Row]:
    """The page itself is drawn by script; what is read from it is the way to the PDF."""
    tree = read_html(page)
    links = {
        address_of(link, "https://www.dol.gov/")
        for link in tree.select("a[href$='.pdf'][href*=child_labor_reports]")
    }
    if len(links) != 1:
        raise PageChanged(f"{name}: one link to a report expected, found {sorted(links)}")
    yield "report", {"country": text_of(one_element(tree, "h1")), "pdf": links.pop()}


def parse_xml(name: str, page: bytes) -> Iterator[Row]:
    root = read_xml(page)
    countries = root.findall("Country")
    if root.tag != "Countries" or not countries or len(countries) != len(root):
        raise PageChanged(
            f"{name}: <Countries> of <Country> expected, found <{root.tag}> with "
            f"{len(countries)} of {len(root)}"
        )
    descriptions = " ".join(country.findtext("Description") or "" for country in countries)
    years = Counter(re.findall(r"\bIn (20\d\d),", descriptions))
    if not years:
        raise PageChanged(
            f"{name}: no description says 'In 20xx,': the year of the edition cannot be told"
        )
    year = years.most_common(1)[0][0]
    for country in countries:
        yield from country_rows(name, country, year)


def country_rows(name: str, country: Element, year: str) -> Iterator[Row]:
    title = words_of_element(country.find("Name"))
    origin = f"{name}: {title}"
    if not title:
        raise PageChanged(
            f"{name}: a country without a name after {words_of_element(country)[:80]!r}"
        )
    unread = {node.tag for node in country} - {"Name", *HEAD, *PASSED_OVER, *BLOCKS}
    if unread:
        raise PageChanged(f"{origin}: nobody reads {sorted(unread)}")
    yield (
        "country",
        {"country": title, "year": year}
        | {tag.lower(): words_of_element(country.find(tag)) or None for tag in HEAD},
    )
    for tag, read_block in BLOCKS.items():
        rows = (row for block in country.findall(tag) for row in read_block(origin, block))
        for kind, row in without_repeats(f"{origin}: {tag}", rows):
            yield kind, {"country": title, "year": year, **row}


def without_repeats(origin: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Each row once: an edition repeats whole blocks (Zimbabwe, 2022). Raises PageChanged when the
    two blocks contradict each other.
    """
    seen: dict[str, dict[str, Any]] = {}
    for kind, row in rows:
        key = repr([row.get(field) for field in SUBJECT_FIELDS])
        first = seen.setdefault(key, row)
        if first != row:
            raise PageChanged(f"{origin} says two things: {first} and {row}")
        if first is row:
            yield kind, row


def convention_rows(origin: str, block: Element) -> Iterator[Row]:
    for node in block:
        yield "convention", {"convention": node.tag, "ratified": read_answer(origin, node)}


def standard_rows(origin: str, block: Element) -> Iterator[Row]:
    for node in block:
        for territory, holder in answers_by_territory(origin, node):
            values = {
                child.tag: words_of_element(child)
                for child in holder
                if not child.tag.startswith("Territory")
            }
            if values.keys() - STANDARD.keys() or len(values) not in (0, len(STANDARD)):
                raise PageChanged(f"{origin}: {node.tag} holds {sorted(values)}")
            if values:
                for tag in ("Standard", "Conforms_To_Intl_Standard"):
                    check_answer(origin, f"{node.tag}/{tag}", values[tag])
                yield (
                    "standard",
                    {
                        "standard": node.tag,
                        "territory": territory,
                        **{key: values[tag] for tag, key in STANDARD.items()},
                    },
                )


def enforcement_rows(origin: str, block: Element) -> Iterator[Row]:
    for node in block:
        for territory, holder in answers_by_territory(origin, node):
            value = holder.find("Enforcement") if territory else holder
            if value is None or len(value):
                raise PageChanged(
                    f"{origin}: {node.tag} holds no value: {words_of_element(node)[:80]!r}"
                )
            yield (
                "enforcement",
                {"measure": node.tag, "territory": territory, "value": words_of_element(value)},
            )


def mechanism_rows(origin: str, block: Element) -> Iterator[Row]:
    for node in block:
        yield "mechanism", {"mechanism": node.tag, "exists": read_answer(origin, node)}


def action_rows(origin: str, block: Element) -> Iterator[Row]:
    for area in block:
        for action in area:
            text = words_of_element(action.find("Name"))
            if action.tag != "Action" or not text:
                raise PageChanged(
                    f"{origin}: {area.tag} holds <{action.tag}> {words_of_element(action)[:80]!r}"
                )
            if text.rstrip(".").lower() != "not applicable":
                yield "action", {"area": area.tag, "action": text}


BLOCKS = {
    "Conventions": convention_rows,
    "Legal_Standards": standard_rows,
    "Enforcements": enforcement_rows,
    "Suggested_Actions": action_rows,
    "Mechanisms": mechanism_rows,
}


def answers_by_territory(origin: str, node: Element) -> Iterator[tuple[str | None, Element]]:
    """An answer is given once for the country, or once for each territory."""
    territories = node.findall("Territory")
    if not territories:
        yield None, node
    elif len(territories) != len(node):
        raise PageChanged(f"{origin}: {node.tag} mixes territories and other elements")
    for territory in territories:
        title = words_of_element(territory.find("Territory_Name"))
        if not title:
            raise PageChanged(f"{origin}: {node.tag}: a territory without a name")
        yield title, territory


def read_answer(origin: str, node: Element) -> str:
    if len(node):
        words = words_of_element(node)[:80]
        raise PageChanged(f"{origin}: {node.tag} holds elements, a word was expected: {words!r}")
    return check_answer(origin, node.tag, words_of_element(node))


def check_answer(origin: str, tag: str, value: str) -> str:
    """Let through only answers that the editions are known to give."""
    if value.rstrip("*†‡§").lower() not in ANSWERS:
        raise PageChanged(f"{origin}: {tag} is {value!r}, not one of {sorted(ANSWERS)}")
    return value


def words_of_element(node: Element | None) -> str:
    return clean_text("".join(node.itertext())) if node is not None else ""
