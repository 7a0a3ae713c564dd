"""Reading pages strictly: bytes in, rows out, and a named outcome (outcome.py) whenever a page is
not what it should be.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from bs4 import BeautifulSoup, Tag
from defusedxml import DefusedXmlException

from scrapers.content import declared_encoding, decode, find_stand_in, kind_of, parse_html
from scrapers.outcome import (
    ChallengePage,
    EmptyPage,
    PageChanged,
    Refused,
    Truncated,
    WrongType,
)

Row = tuple[str, dict[str, Any]]
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def refuse_stand_ins(page: bytes) -> None:
    """Raise EmptyPage, ChallengePage or Refused when the bytes are a stand-in for the page that was
    asked for.
    """
    if not page.strip():
        raise EmptyPage(f"{len(page)} bytes, nothing in them")
    stand_in = find_stand_in(page) if kind_of(page) in ("html", "text") else None
    if stand_in is None:
        return
    if stand_in.kind == "challenge":
        raise ChallengePage(f"the page says {stand_in.words!r}")
    raise Refused(f"the page is titled {stand_in.words!r}")


def text_of_page(page: bytes) -> str:
    """The text of a page, by its bytes and by the encoding that it names itself."""
    return decode(page, declared_encoding(page)).text


def read_html(page: bytes) -> BeautifulSoup:
    """Turn the bytes of a web page into a tree. Raises EmptyPage, ChallengePage, Refused,
    WrongType.
    """
    refuse_stand_ins(page)
    if (kind := kind_of(page)) not in ("html", "text", "xml"):
        raise WrongType(f"a web page was expected, these bytes are {kind}: {page[:40]!r}")
    return parse_html(text_of_page(page))


def read_xml(page: bytes) -> Element:
    """Turn XML bytes into a tree; entities and outside references are refused. Raises the same
    outcomes as read(), and Truncated.
    """
    refuse_stand_ins(page)
    if (kind := kind_of(page)) not in ("xml", "html", "text"):
        raise WrongType(f"XML was expected, these bytes are {kind}: {page[:40]!r}")
    try:
        root: Element = defusedxml.ElementTree.fromstring(page)
    except DefusedXmlException as error:
        raise PageChanged(f"XML with entities is never read: {error}") from error
    except (ParseError, LookupError, ValueError) as error:
        if kind == "html":
            raise WrongType(f"a web page instead of XML: {page[:60]!r}") from error
        raise Truncated(f"not well-formed XML: {error}") from error
    return root


def read_json(page: bytes) -> Any:
    """Turn JSON bytes into Python values. Raises the same outcomes as read(); WrongType for a web
    page, Truncated for half a document.
    """
    refuse_stand_ins(page)
    if (kind := kind_of(page)) != "json":
        raise WrongType(f"JSON was expected, these bytes are {kind}: {page[:60]!r}")
    try:
        return json.loads(text_of_page(page))
    except (ValueError, RecursionError) as error:
        raise Truncated(f"not a whole JSON document: {error}") from error


def one_element(node: Tag, selector: str) -> Tag:
    """The only element that matches. Raises PageChanged when there is none, or more than one."""
    nodes = node.select(selector)
    if len(nodes) != 1:
        raise PageChanged(
            f"{selector!r}: one element expected, {len(nodes)} found{describe_place(node)}"
        )
    return nodes[0]


def optional_element(node: Tag, selector: str) -> Tag | None:
    """The element that matches, or None. Raises PageChanged when there are several."""
    return one_element(node, selector) if node.select_one(selector) else None


def all_elements(node: Tag, selector: str) -> list[Tag]:
    """All elements that match. Raises PageChanged when there is none."""
    nodes = list(node.select(selector))
    if not nodes:
        raise PageChanged(f"{selector!r}: nothing matches{describe_place(node)}")
    return nodes


def attribute_of(node: Tag, name: str) -> str:
    """The value of an attribute. Raises PageChanged when it is missing or empty."""
    value = node.get(name)
    if not isinstance(value, str) or not value.strip():
        raise PageChanged(f"no {name}{describe_place(node)}: {text_of(node)[:60]!r}")
    return value.strip()


def address_of(node: Tag, base: str = "") -> str:
    """Where a link leads, as a whole address. Raises PageChanged when it leads nowhere."""
    try:
        return urljoin(base, attribute_of(node, "href"))
    except ValueError as error:
        raise PageChanged(f"{error}{describe_place(node)}") from error


def describe_place(node: Tag) -> str:
    """Name the place for an error message: ' in <table id=tblgrid>'."""
    if isinstance(node, BeautifulSoup):
        title = node.title.get_text() if node.title else ""
        return f" in the page titled {' '.join(title.split())[:60]!r}"
    return f" in <{node.name} id={node.get('id')} class={node.get('class')}>"


def clean_text(text: str) -> str:
    """One line, single blanks, no invisible signs."""
    return " ".join(INVISIBLE.sub("", text).split())


def text_of(node: Tag | None) -> str:
    """The words of an element on one line; '' for None."""
    return clean_text(node.get_text(" ")) if node else ""


def rows_of_table(table: Tag) -> Iterator[dict[str, str]]:
    """Yield each row of a table as {head: cell}; row keys are the words of the head.

    Raises PageChanged for a table without rows, two equal heads, or a row with another number of
    cells than the head.
    """
    lines = [line for line in table.select("tr") if line.find_parent("table") is table]
    heads = (
        [text_of(cell) for cell in lines[0].find_all(["th", "td"], recursive=False)]
        if lines
        else []
    )
    if len(lines) < 2 or len(set(heads)) != len(heads):
        raise PageChanged(
            f"a table with a head and rows expected, {len(lines)} rows with heads {heads} found"
            f"{describe_place(table)}"
        )
    if stray := [
        cell for cell in table.select("td, th") if cell.find_parent(["tr", "table"]) is table
    ]:
        raise PageChanged(
            f"cells outside every row: {text_of(stray[0])[:60]!r}{describe_place(table)}"
        )
    for number, line in enumerate(lines[1:], 1):
        cells = line.find_all(["td", "th"], recursive=False)
        if len(cells) != len(heads):
            raise PageChanged(
                f"row {number}: {len(cells)} cells under {len(heads)} heads: "
                f"{text_of(line)[:80]!r}{describe_place(table)}"
            )
        yield dict(zip(heads, (text_of(cell) for cell in cells), strict=True))


def take_value(record: Any, key: str, kind: type | tuple[type, ...], origin: str) -> Any:
    """Pop a value out of a JSON object and check its type. Raises PageChanged when it is missing or
    of another type.
    """
    if not isinstance(record, dict) or key not in record:
        raise PageChanged(f"{origin}: no {key!r} in {str(record)[:80]}")
    value = record.pop(key)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        raise PageChanged(f"{origin}: {key} is a {type(value).__name__}: {str(value)[:80]!r}")
    return value


def nothing_left(record: Any, origin: str, known: tuple[str, ...] = ()) -> None:
    """Raise PageChanged if a record still holds keys that nobody read and nobody chose to pass over
    (`known`).
    """
    if unread := sorted(set(record) - set(known)):
        raise PageChanged(f"{origin}: nobody reads {unread}")
