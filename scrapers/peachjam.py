"""Peachjam sites (AfricanLII family): one law or agreement from its page, with mark-up.

Off by default: the terms of these sites forbid scraping and bulk download. What is here reads a
short list of documents that a person named, five seconds apart, or pages that a person saved.
Quirk: for a scan (`data-display-type="pdf"`) the page holds a placeholder instead of the law; such
a document is reported without provisions and never as text.
"""

import copy
import re
from collections.abc import Iterator
from typing import Any

from bs4 import Tag

from scrapers.akn import provision_rows
from scrapers.outcome import PageChanged
from scrapers.page import (
    Row,
    all_elements,
    attribute_of,
    one_element,
    optional_element,
    read_html,
    read_json,
    rows_of_table,
    take_value,
    text_of,
)

SOURCE = "peachjam"
TITLE = "Peachjam sites (African legal information institutes)"
TERMS = (
    "site terms forbid scraping; CC BY-NC 4.0 on several sites: link, and text only where the "
    "licence allows"
)
ACCEPT = ("html",)
PACE = 5.0
OFF = (
    "The terms of these sites forbid scraping and bulk download; ask the institute, or use the "
    "Laws.Africa API."
)
CIVLII = "https://civlii.laws.africa/en/akn/ci/act/agreement"
PAGES = {  # chosen by a person: laws and agreements on trafficking whose addresses were seen
    "sle-act-2022-12": "https://sierralii.gov.sl/akn/sl/act/2022/12/eng@2022-07-21",
    "lso-act-2011-1": "https://lesotholii.org/akn/ls/act/2011/1/eng@2021-01-14",
    "wca-accord-2006": f"{CIVLII}/2006/coop%C3%A9ration-r%C3%A9gionale-lutte-contre-la-traite-des"
    "-personnes-femmes-et-enfants/fra@2023-08-10",
    "wa-accord-2005": f"{CIVLII}/2005/lutte-contre-la-traite-des-enfants/fra@2023-08-10",
}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TOTAL = re.compile(r"[\s(]*\d+\)?$")
DISPLAYS = ("akn", "html", "pdf")


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield one 'document' row, then its 'provision' (see akn.provisions), 'event' and 'party'
    rows.

    document: title, citation, uri, language, display (akn, html or pdf), metadata {term: value},
    notices [assent, commencement, ...]. A bare fragment of AKN HTML, as the software stores it, is
    read as well. Raises PageChanged when the page's own table of contents names a provision that
    was not found.
    """
    tree = read_html(page)
    body = optional_element(tree, "la-akoma-ntoso")
    if body is None and not tree.select_one(".document-content[data-display-type]"):
        yield from fragment_rows(name, tree)
        return
    content = one_element(tree, ".document-content[data-display-type]")
    display = str(content["data-display-type"])
    if display not in DISPLAYS or (display == "akn" and body is None):
        raise PageChanged(
            f"{name}: shown as {display!r}, and {'an' if body else 'no'} <la-akoma-ntoso>"
        )
    yield (
        "document",
        {
            "title": text_of(
                all_elements(tree, "main h1")[0]
            ),  # the cover of the law itself has another
            "citation": text_of(tree.select_one("h2.h5")) or None,
            "uri": attribute_of(body, "frbr-expression-uri") if body else None,
            "language": attribute_of(body, "lang") if body else None,
            "display": display,
            "metadata": metadata_of(name, one_element(tree, "dl.document-metadata-list")),
            "notices": notices_of(tree),
        },
    )
    yield from event_rows(tree)
    yield from party_rows(name, tree)
    if display == "akn" and body is not None:
        yield from law_rows(name, body, tree)


def fragment_rows(name: str, tree: Tag) -> Iterator[Row]:
    cover = one_element(tree, ".coverpage")
    yield (
        "document",
        {
            "title": text_of(all_elements(cover, "h1")[-1]),
            "citation": text_of(cover.select_one("h2")) or None,
            "uri": None,
            "language": None,
            "display": "akn",
            "metadata": {},
            "notices": notices_of(tree),
        },
    )
    yield from law_rows(name, tree, tree)


def law_rows(name: str, body: Tag, tree: Tag) -> Iterator[Row]:
    provisions = [
        row for root in all_elements(body, ".akn-akomaNtoso") for row in provision_rows(name, root)
    ]
    if not provisions:
        raise PageChanged(f"{name}: marked-up text without a single provision")
    contents = optional_element(tree, "script#akn_toc_json")
    if contents is not None:
        listed = set(basic_units(read_json(contents.get_text().encode())))
        if missing := listed - {str(row["eid"]) for row in provisions}:
            raise PageChanged(
                f"{name}: its table of contents names {sorted(missing)[:5]}, not found in the text"
            )
    yield from (("provision", row) for row in provisions)


def basic_units(entries: Any) -> Iterator[str]:
    for item in entries if isinstance(entries, list) else [entries]:
        identity, children = (
            take_value(item, "id", str, "table of contents"),
            take_value(item, "children", list, "table of contents"),
        )
        if item.get("basic_unit") and item.get("component", "main") == "main":
            yield identity
        else:
            yield from basic_units(children)


def metadata_of(name: str, block: Tag) -> dict[str, str]:
    """The list of terms and values; words of buttons (copy) do not belong to a value."""
    block = copy.copy(block)  # a damaged page may have hung the law itself inside a button
    for button in block.select("button"):
        button.decompose()
    terms, values = block.find_all("dt"), block.find_all("dd")
    if len(terms) != len(values) or not terms:
        raise PageChanged(
            f"{name}: {len(terms)} terms and {len(values)} values in the list of metadata"
        )
    return {text_of(term): text_of(value) for term, value in zip(terms, values, strict=True)}


def notices_of(tree: Tag) -> list[str]:
    return [
        text_of(item)
        for item in tree.select(".coverpage .notice-list > li, .coverpage .amendment-list > li")
    ]


def event_rows(tree: Tag) -> Iterator[Row]:
    for item in tree.select(".vertical-timeline__item"):
        head = copy.copy(one_element(item, "h5"))
        for badge in head.select(".badge"):
            badge.decompose()
        for event in all_elements(item, ".card-body > div"):
            yield "event", {"date": text_of(head), "event": text_of(event)}


def party_rows(name: str, tree: Tag) -> Iterator[Row]:
    """The ratification table of an agreement; its head may carry totals ('Signature 40')."""
    for table in tree.select("table"):
        if TOTAL.sub("", text_of(table.find(["th", "td"]))) != "Country":
            continue
        for cells in rows_of_table(table):
            row = {
                TOTAL.sub("", head).lower().replace(" ", "_"): cell or None
                for head, cell in cells.items()
            }
            if not row["country"] or any(
                date and not DATE.fullmatch(date) for key, date in row.items() if key != "country"
            ):
                raise PageChanged(f"{name}: a country and ISO dates expected, found {row}")
            yield "party", row
