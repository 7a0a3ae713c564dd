"""Akoma Ntoso: whole laws with their structure, as XML files or as the HTML that Peachjam and
Indigo make of it.

Both forms name the same things: in XML by element (`<section eId>`), in HTML by class (`<section
class="akn-section" data-eid>`). Every word of the law ends up in exactly one row; notes of an
editor (remark, authorialNote) are kept apart from the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bs4 import Tag
from bs4.element import Comment, NavigableString, PreformattedString

from scrapers.akn_markup import class_name, read_frbr
from scrapers.content import parse_xml
from scrapers.outcome import PageChanged
from scrapers.page import Row, clean_text, read_xml, text_of_page

SOURCE = "akn"
TITLE = "Akoma Ntoso files"
TERMS = "by file: law texts are official, the mark-up may carry a licence"
ACCEPT = ("xml",)
BY_HAND = "Akoma Ntoso files come from several publishers, some behind a token."
PAGES: dict[str, str] = {}

HOLDERS = set(
    "akomaNtoso act bill doc body mainBody book tome part title chapter division subdivision "
    "subchapter subpart attachments attachment components component documentCollection "
    "collectionBody".split()
)
UNITS = set(
    "section article hcontainer paragraph subsection preamble preface conclusions longTitle rule "
    "point item list block content intro wrapUp p blockList tblock table remark crossHeading "
    "formula recitals".split()
)
HEAD = ("num", "heading", "subheading")
NUMBERED = re.compile(  # '1. Citation', 'Chapter IV'
    r"((?:Article|Chapter|Part|Section|Schedule|Division)?\s*[\dIVXLC]+[A-Za-z]?(?:\.\d+)*\.?)"
    r"(?:\s+(.*))?"
)
SKIPPED = {"meta", "staticContent", "coverPage"}
NOTES = {"remark", "authorialNote", "noteRef"}
LINES = {
    "subsection",
    "paragraph",
    "subparagraph",
    "clause",
    "subclause",
    "item",
    "point",
    "p",
    "intro",
    "wrapUp",
    "tr",
    "alinea",
    "indent",
    "listIntroduction",
    "blockList",
    "li",
    "br",
    "heading",
    "subheading",
    "longTitle",
}


@dataclass
class Words:
    """The text of one provision as it grows, line by line, and the editor's notes found in it."""

    lines: list[str] = field(default_factory=lambda: [""])
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        return "\n".join(line for line in map(clean_text, self.lines) if line)


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield a 'document' row (uri, title, language, date), then 'provision' rows in order.

    provision: kind (section, article, chapter, ...), eid, parent (eid of the holder), number,
    heading, text, notes. Raises PageChanged when the file is not Akoma Ntoso or holds an element at
    a place where none is known.
    """
    root = read_xml(page)  # refuses entities; the tree below is built from bytes already found safe
    if not root.tag.endswith("}akomaNtoso"):
        raise PageChanged(f"{name}: <akomaNtoso> expected, found <{root.tag}>")
    tree = parse_xml(text_of_page(page))
    identity = tree.find("identification")
    if not isinstance(identity, Tag):
        raise PageChanged(f"{name}: no <identification>")
    keys = ("uri", "work", "title", "date", "language")
    yield "document", {key: read_frbr(identity, key) for key in keys}
    provisions = list(provision_rows(name, tree))
    if not provisions:
        raise PageChanged(f"{name}: a law without a single provision")
    yield from (("provision", row) for row in provisions)


def kind_of_node(node: Tag) -> str:
    """'section' for <section> in XML and for class akn-section in HTML; '' for what is not Akoma
    Ntoso.
    """
    if name := class_name(node):
        return name
    if node.name in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return "heading"
    return node.name if not node.prefix and not node.get("class") else ""


def provision_rows(name: str, node: Tag, parent: str | None = None) -> Iterator[dict[str, Any]]:
    """Walk down the holders and yield a row for each of them that has a head, and for each unit of
    text. Raises PageChanged for words outside of both.
    """
    loose = Words()
    for child in node.children:
        if isinstance(child, Tag):
            yield from child_rows(name, node, child, parent)
        elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
            loose.lines.append(str(child))
    if loose.text():
        raise PageChanged(f"{name}: words outside every provision: {loose.text()[:80]!r}")


def child_rows(name: str, node: Tag, child: Tag, parent: str | None) -> Iterator[dict[str, Any]]:
    """The rows of one element directly inside a holder."""
    kind = kind_of_node(child)
    if kind in SKIPPED or kind in HEAD:
        return
    eid = next((str(child[key]) for key in ("data-eid", "eId", "id") if child.get(key)), None)
    if is_holder(child, kind):
        yield from holder_row(child, kind, eid, parent)
        yield from provision_rows(name, child, eid or parent)
    elif kind in UNITS:
        yield unit_row(child, kind, eid, parent)
    elif words := clean_text(child.get_text()):
        container = kind_of_node(node) or "the document"
        raise PageChanged(
            f"{name}: <{child.name}> ({kind}) with text directly inside {container}: {words[:60]!r}"
        )


def is_holder(node: Tag, kind: str) -> bool:
    """True for a part, a chapter and the like, and for HTML that only wraps others."""
    return kind in HOLDERS or not kind or (kind in ("span", "div") and bool(node.find(True)))


def holder_row(
    node: Tag, kind: str, eid: str | None, parent: str | None
) -> Iterator[dict[str, Any]]:
    """One row for a holder with a number or a heading; its text is its subheading."""
    number, heading = head_of(node)
    if number or heading:
        subheadings = node.find_all(is_subheading, recursive=False)
        yield {
            "kind": kind,
            "eid": eid,
            "parent": parent,
            "number": number,
            "heading": heading,
            "text": clean_text(" ".join(part.get_text(" ") for part in subheadings)),
            "notes": [],
        }


def unit_row(node: Tag, kind: str, eid: str | None, parent: str | None) -> dict[str, Any]:
    """The row of a unit with all the words inside it."""
    number, heading = head_of(node)
    words = Words()
    gather_words(node, words, top=True)
    return {
        "kind": kind,
        "eid": eid,
        "parent": parent,
        "number": number,
        "heading": heading,
        "text": words.text(),
        "notes": words.notes,
    }


def head_of(node: Tag) -> tuple[str | None, str | None]:
    """Number and heading of a part or unit, from its children <num> and <heading>."""
    num = first_child(node, "num")
    heading = first_child(node, "heading")
    number = clean_text(num.get_text(" ")) if num else None
    if heading is None:
        return number, None
    if number is not None:
        return number, clean_text(heading.get_text(" ")) or None
    return split_head(heading)


def first_child(node: Tag, kind: str) -> Tag | None:
    children = (child for child in node.children if isinstance(child, Tag))
    return next((child for child in children if kind_of_node(child) == kind), None)


def split_head(heading: Tag) -> tuple[str | None, str | None]:
    """HTML glues number and heading ('1. Citation', 'Chapter 1<br>Definitions'): cut at the first
    line or after the number.
    """
    lines = [line for line in map(clean_text, heading.get_text("\n").split("\n")) if line]
    if len(lines) > 1:
        return lines[0], " ".join(lines[1:])
    text = " ".join(lines)
    match = NUMBERED.fullmatch(text)
    return (match[1].strip(), match[2]) if match else (None, text or None)


def gather_words(node: Tag, words: Words, top: bool = False) -> None:
    """Add the words of a node, a new line at each part that stands on its own; the head of the unit
    itself is left to head_of().
    """
    for child in node.children:
        if isinstance(child, NavigableString):
            if not isinstance(child, Comment):
                words.lines[-1] += str(child).replace("\n", " ")
            continue
        if not isinstance(child, Tag):
            continue
        kind = kind_of_node(child)
        if top and kind in ("num", "heading"):
            continue
        if kind in NOTES:
            words.notes.append(clean_text(child.get_text(" ")))
        elif kind == "num":
            words.lines.append(child.get_text(" ") + " ")
        else:
            if (kind in LINES or child.name in LINES) and not only_number(words.lines[-1], node):
                words.lines.append("")
            gather_words(child, words)
            if child.name in ("td", "th"):
                words.lines[-1] += " "


def only_number(line: str, node: Tag) -> bool:
    """True when the line so far is just the number that this node's text follows: '(1) In relation
    to ...' stays one line.
    """
    first = next(
        (
            child
            for child in node.parents
            if isinstance(child, Tag) and child.find(is_num, recursive=False)
        ),
        None,
    )
    holder = node if node.find(is_num, recursive=False) else first
    number = holder.find(is_num, recursive=False) if holder else None
    return isinstance(number, Tag) and clean_text(line) == clean_text(number.get_text(" "))


def is_subheading(node: Tag) -> bool:
    return kind_of_node(node) == "subheading"


def is_num(node: Tag) -> bool:
    return kind_of_node(node) == "num"
