"""Reading pages strictly: bytes in, rows out, and a named outcome whenever a page is not what it
should be.

Outcome                what happened to a request or a page; `name` is what fetched.csv holds
 ├─ PageChanged        the page is real but its shape is not the one we know
 ├─ ChallengePage      a robot test instead of the page
 ├─ EmptyPage          nothing, or only blanks
 ├─ WrongType          an image called .pdf, a web page called JSON, ...
 ├─ Truncated          the end is missing
 ├─ Refused            the host says no (403, 429, a "forbidden" page)
 └─ Gone, TooLarge, RobotsForbid, BadRedirect, NoAnswer   raised by fetch.py only
"""

import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from bs4 import BeautifulSoup, Tag
from defusedxml import DefusedXmlException

Row = tuple[str, dict[str, Any]]

CHALLENGE = re.compile(
    r"just a moment|attention required|checking your browser|verify(ing)? you are (a )?human|challenge-platform|cf-chl|"
    r"ddos protection by|incapsula incident|captcha-delivery|please enable (js|javascript) and",
    re.I,
)
REFUSAL = re.compile(
    r"<title>\s*(40[13]\b|403 forbidden|access denied|forbidden|request rejected|error 40[13])",
    re.I,
)
DECLARED = re.compile(
    rb"""(?:charset\s*=\s*["']?|<\?xml[^>]*encoding\s*=\s*["'])([\w.:-]+)""", re.I
)
MOJIBAKE = re.compile("[ÃÂØÙ][\x80-\xbf]|â€|Ã[\u0192-\u2122]|Â[«»°·]")
MAGIC = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "office"),
)

HTML_TAGS = set(
    b"html head body title meta link script style div span p br hr a b i center h1 h2 h3 h4 h5 h6 ul ol li dl table tr td form img "
    b"section article main header footer nav aside font pre".split()
)


class Outcome(Exception):
    """What happened instead of a usable page. `name` goes to fetched.csv, the message says where
    and what.
    """

    name: ClassVar[str] = "failed"


class PageChanged(Outcome):
    name = "changed shape"


class ChallengePage(Outcome):
    name = "challenge page"


class EmptyPage(Outcome):
    name = "empty"


class WrongType(Outcome):
    name = "wrong type"


class Truncated(Outcome):
    name = "truncated"


class Refused(Outcome):
    name = "refused"


class Gone(Outcome):
    name = "gone"


class TooLarge(Outcome):
    name = "too large"


class RobotsForbid(Outcome):
    name = "robots forbids"


class BadRedirect(Outcome):
    name = "bad redirect"


class NoAnswer(Outcome):
    name = "no answer"


def kind_of(page: bytes) -> str:
    """Say what the bytes are (pdf, zip, image, gzip, office, json, xml, html, text, binary),
    whatever their name or header claims.
    """
    for magic, kind in MAGIC:
        if page.startswith(magic):
            return kind
    head = page[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"{", b"[")):
        return "json"
    if re.match(rb"(<!--.*?-->\s*)*(<!doctype html|<html|<head|<body)", head, re.I | re.S):
        return "html"
    if head.startswith(b"<?xml"):
        return "html" if re.search(rb"<html\b", head, re.I) else "xml"
    if b"\0" in head and not page.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "binary"
    tag = re.match(rb"(?:<!--.*?-->\s*)*<([a-z][\w-]*)[\s/>]", head, re.I | re.S)
    if not tag:
        return "html" if head.startswith((b"<!--", b"<!")) else "text"
    return "html" if tag[1].lower() in HTML_TAGS else "xml"  # XML may come without a declaration


def decode(page: bytes, declared: str | None = None) -> str:
    """Read bytes as text by evidence, not by label.

    Bytes that are valid UTF-8 and use it are UTF-8 whatever the page says; otherwise the declared
    charset (header first, then the page's own) if it fits, otherwise windows-1252. Text that was
    garbled before we got it (UTF-8 read as Latin-1) is put right.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if page.startswith(mark):
            return page.decode(encoding, errors="replace")
    found = DECLARED.search(page[:4096])
    own = found[1].decode("ascii") if found else None
    for name in filter(None, ("utf-8", declared, own, "cp1252")):
        try:
            return unscramble(page.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return page.decode("latin-1")


def unscramble(text: str) -> str:
    """Undo UTF-8 that somebody read as windows-1252 or Latin-1 ('crÃ©e' -> 'crée'); text that is
    not garbled comes back unchanged.
    """
    if (
        len(MOJIBAKE.findall(text)) * 200 < len(text) ** 0.5
    ):  # one odd sign in a long text proves nothing
        return text
    for wrong in ("cp1252", "latin-1"):
        try:
            return text.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
    return text


def refuse_stand_ins(page: bytes) -> None:
    """Raise EmptyPage, ChallengePage or Refused when the bytes are a stand-in for the page that was
    asked for.
    """
    if not page.strip():
        raise EmptyPage(f"{len(page)} bytes, nothing in them")
    if kind_of(page) not in ("html", "text"):
        return
    head = page[:8192].decode("latin-1")
    if found := CHALLENGE.search(head):
        raise ChallengePage(f"the page says {found[0]!r}")
    if found := REFUSAL.search(head):
        raise Refused(f"the page is titled {found[1]!r}")


def read(page: bytes, declared: str | None = None) -> BeautifulSoup:
    """Turn the bytes of a web page into a tree. Raises EmptyPage, ChallengePage, Refused,
    WrongType.
    """
    refuse_stand_ins(page)
    if (kind := kind_of(page)) not in ("html", "text", "xml"):
        raise WrongType(f"a web page was expected, these bytes are {kind}: {page[:40]!r}")
    return BeautifulSoup(decode(page, declared), "lxml")


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
        return json.loads(decode(page))
    except (ValueError, RecursionError) as error:
        raise Truncated(f"not a whole JSON document: {error}") from error


def one(node: Tag, selector: str) -> Tag:
    """The only element that matches. Raises PageChanged when there is none, or more than one."""
    found = node.select(selector)
    if len(found) != 1:
        raise PageChanged(f"{selector!r}: one element expected, {len(found)} found{where(node)}")
    return found[0]


def maybe(node: Tag, selector: str) -> Tag | None:
    """The element that matches, or None. Raises PageChanged when there are several."""
    return one(node, selector) if node.select_one(selector) else None


def some(node: Tag, selector: str) -> list[Tag]:
    """All elements that match. Raises PageChanged when there is none."""
    found = list(node.select(selector))
    if not found:
        raise PageChanged(f"{selector!r}: nothing matches{where(node)}")
    return found


def attribute(node: Tag, name: str) -> str:
    """The value of an attribute. Raises PageChanged when it is missing or empty."""
    value = node.get(name)
    if not isinstance(value, str) or not value.strip():
        raise PageChanged(f"no {name}{where(node)}: {text_of(node)[:60]!r}")
    return value.strip()


def address(node: Tag, base: str = "") -> str:
    """Where a link leads, as a whole address. Raises PageChanged when it leads nowhere."""
    try:
        return urljoin(base, attribute(node, "href"))
    except ValueError as error:
        raise PageChanged(f"{error}{where(node)}") from error


def where(node: Tag) -> str:
    """Name the place for an error message: ' in <table id=tblgrid>'."""
    if isinstance(node, BeautifulSoup):
        title = node.title.get_text() if node.title else ""
        return f" in the page titled {' '.join(title.split())[:60]!r}"
    return f" in <{node.name} id={node.get('id')} class={node.get('class')}>"


def clean(text: str) -> str:
    """One line, single blanks, no invisible signs."""
    return " ".join(re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", text).split())


def text_of(node: Tag | None) -> str:
    """The words of an element on one line; '' for None."""
    return clean(node.get_text(" ")) if node else ""


def rows(table: Tag) -> Iterator[dict[str, str]]:
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
            f"a table with a head and rows expected, {len(lines)} rows with heads {heads} found{where(table)}"
        )
    if stray := [
        cell for cell in table.select("td, th") if cell.find_parent(["tr", "table"]) is table
    ]:
        raise PageChanged(f"cells outside every row: {text_of(stray[0])[:60]!r}{where(table)}")
    for number, line in enumerate(lines[1:], 1):
        cells = line.find_all(["td", "th"], recursive=False)
        if len(cells) != len(heads):
            raise PageChanged(
                f"row {number}: {len(cells)} cells under {len(heads)} heads: {text_of(line)[:80]!r}{where(table)}"
            )
        yield dict(zip(heads, (text_of(cell) for cell in cells), strict=True))


def take(record: Any, key: str, kind: type | tuple[type, ...], place: str) -> Any:
    """Pop a value out of a JSON object and check its type. Raises PageChanged when it is missing or
    of another type.
    """
    if not isinstance(record, dict) or key not in record:
        raise PageChanged(f"{place}: no {key!r} in {str(record)[:80]}")
    value = record.pop(key)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        raise PageChanged(f"{place}: {key} is a {type(value).__name__}: {str(value)[:80]!r}")
    return value


def nothing_left(record: Any, place: str, known: tuple[str, ...] = ()) -> None:
    """Raise PageChanged if a record still holds keys that nobody read and nobody chose to pass over
    (`known`).
    """
    if unread := sorted(set(record) - set(known)):
        raise PageChanged(f"{place}: nobody reads {unread}")
