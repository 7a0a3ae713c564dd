"""African Union treaties: list, dates, text files and status list of each. No live page was at
hand: written from descriptions.
"""

import re
from collections.abc import Iterator

from bs4 import Tag

from scrapers.outcome import PageChanged
from scrapers.page import (
    Row,
    address_of,
    all_elements,
    one_element,
    optional_element,
    read_html,
    text_of,
)

SOURCE = "au-int"
TITLE = "African Union treaties"
TERMS = "facts and links; official texts"
ACCEPT = ("html",)
HOST = "https://au.int"
PAGES = {"treaties": f"{HOST}/en/treaties"}
WANTED = re.compile(
    r"child|women|human and people|refugee|displaced|terroris|corruption|extradition|mutual legal"
    r"|criminal|free movement|youth",
    re.I,
)
DATE = re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]+,? \d{4}")
FIELDS = {
    "adopted_on": "date-adoption",
    "last_signed_on": "date-signature",
    "in_force_on": "date-intoforce",
}


def discover(name: str, page: bytes) -> Iterator[tuple[str, str]]:
    """From the list: the treaties that touch on the subject of this ledger."""
    if name == "treaties":
        for _, row in parse(name, page):
            if WANTED.search(row["title"]):
                yield "treaty-" + row["url"].rsplit("/", 1)[-1][:120].lower(), row["url"]


def parse(name: str, page: bytes) -> Iterator[Row]:
    """From the list: 'listed' rows (title, url). From a treaty: one 'treaty' row with dates as
    printed, and 'file' rows.
    """
    tree = read_html(page)
    if tree.select_one("[class*=field-name-field-date-]"):
        yield from treaty_rows(name, tree)
        return
    links = {
        address_of(link, HOST): text_of(link)
        for link in all_elements(tree, "a[href*='/en/treaties/']")
        if text_of(link)
    }
    if not links:
        raise PageChanged(f"{name}: links to treaties without a single title")
    yield from (("listed", {"title": title, "url": url}) for url, title in links.items())


def treaty_rows(name: str, tree: Tag) -> Iterator[Row]:
    row: dict[str, str | None] = {"title": text_of(one_element(tree, "h1"))}
    for key, field in FIELDS.items():
        text = text_of(optional_element(tree, f".field-name-field-{field}"))
        date = DATE.search(text)
        if text.rpartition(":")[2] and not date:
            raise PageChanged(f"{name}: no date in {field}: {text!r}")
        row[key] = date[0] if date else None
    if not row["title"] or not row["adopted_on"]:
        raise PageChanged(f"{name}: a treaty without title or date of adoption: {row}")
    yield "treaty", row
    for link in all_elements(
        tree, ".field-name-field-file a, [class*=field-name-field-][class*=file] a"
    ):
        yield "file", {"title": text_of(link), "url": address_of(link, HOST)}
