"""Akoma Ntoso: XML, the HTML made of it by Indigo and Peachjam (akn- classes), and Justice Canada's
XML.

The basic unit is the article where a document has articles, else the section (in an act with
articles a section is a container). What is quoted inside an amendment belongs to the article that
quotes it.
"""

import re

from lxml import etree

from ingest.law.readers import tree
from ingest.law.readers.document import Block, Damaged, Document, EntityBomb
from scrapers.content import declared_encoding, decode

UNITS = ("article", "section", "rule", "regulation")
CONTAINERS = {
    "part",
    "chapter",
    "title",
    "book",
    "tome",
    "subpart",
    "subchapter",
    "subtitle",
    "division",
    "subdivision",
    "section",
    "attachment",
    "schedule",
    "appendix",
    "annex",
    "hcontainer",
    "component",
    "doc",
    "subsection",
}
SCHEDULES = {"attachment", "schedule", "appendix", "annex", "component"}
QUOTED = ("quotedstructure", "embeddedstructure", "quotedtext")
WORDED = re.compile(
    r"^((?:(?:article|section|rule|regulation|artigo|art[ií]culo|ibara|art\.?)\s+)?[\w.º°-]*\d[\w.º°-]*|article premier)"
    r"[.:]?(?:\s+[–—-]?\s*(.*))?$",
    re.I | re.S,
)


def read(data: bytes, name: str) -> Document:
    """Blocks with kind `provision` for articles. Raises EntityBomb for a file that declares
    entities.
    """
    text, encoding, warnings = decode(data, declared_encoding(data))
    if "<!ENTITY" in text or (
        "<!DOCTYPE" in text[:5000] and "[" in text[text.find("<!DOCTYPE") :][:300].split(">")[0]
    ):
        raise EntityBomb("declares its own entities")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(
            re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace"), parser
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"not XML: {error}") from error
    document = from_tree(root)
    document.metadata["encoding"] = encoding
    document.warnings[:0] = warnings
    return document


def from_tree(root: etree._Element) -> Document:
    """The same for a tree already parsed (XML or HTML)."""
    for head in root.iter("{*}head", "{*}title"):
        if head.tag in ("head", "title"):
            head.clear()
    found = {tree.name(element) for element in root.iter() if isinstance(element.tag, str)}
    unit = next((name for name in UNITS if name in found), "")
    blocks: list[Block] = []
    _walk(root, unit, 1, blocks)
    warnings = [] if unit else ["no article or section marked in this file"]
    return Document(_metadata(root), blocks, warnings)


def _metadata(root: etree._Element) -> dict[str, str]:
    metadata = {}
    for key, path, attribute in (
        ("frbr_uri", "FRBRWork/{*}FRBRuri", "value"),
        ("title", "FRBRWork/{*}FRBRalias", "value"),
        ("date", "FRBRExpression/{*}FRBRdate", "date"),
        ("language", "FRBRExpression/{*}FRBRlanguage", "language"),
    ):
        element = root.find(f".//{{*}}{path}")
        if element is not None and element.get(attribute):
            metadata[key] = str(element.get(attribute))
    return metadata


def _walk(element: etree._Element, unit: str, level: int, blocks: list[Block]) -> None:
    kind = tree.name(element)
    if kind in tree.DROP or kind == "#comment":
        return
    if kind in tree.NOTES:
        blocks += _texts(element, "note")
    elif unit and kind == unit:
        blocks += _provision(element)
    elif kind in ("conclusions", "conclusion"):
        blocks += _texts(element, "signature")
    elif (
        kind in CONTAINERS
        or _holds(element, unit)
        or any(tree.name(child) in CONTAINERS for child in element)
    ):
        title = _title(element)
        if title:
            blocks.append(Block(" ".join(" ".join(title).split()), "heading", min(level, 9)))
        inner = unit
        if kind in SCHEDULES and not _holds(element, unit):
            inner = next((name for name in (*UNITS, "paragraph") if _holds(element, name)), unit)
        _loose(element, element.text, blocks)
        for child in element:
            if tree.name(child) not in ("num", "heading", "subheading") and not _heading_tag(child):
                _walk(child, inner, level + (1 if title else 0), blocks)
            _loose(element, child.tail, blocks)
    else:
        blocks += _texts(element)


def _loose(element: etree._Element, text: str | None, blocks: list[Block]) -> None:
    if text and text.strip():
        blocks.append(Block(" ".join(text.split())))


def _holds(element: etree._Element, unit: str) -> bool:
    return bool(unit) and any(
        tree.name(child) == unit and not _quoted(child)
        for child in element.iterdescendants()
        if isinstance(child.tag, str)
    )


def _quoted(element: etree._Element) -> bool:
    return any(tree.name(parent) in QUOTED for parent in element.iterancestors())


def _texts(element: etree._Element, kind: str = "text") -> list[Block]:
    if kind == "note":
        line = " ".join(" ".join(str(part) for part in element.itertext()).split())
        return [Block(line, "note")] if line else []
    level = int(str(element.tag)[1]) if _heading_tag(element) else 0
    flow = tree.flow(element)
    kind = "heading" if level else kind
    return [Block(line, kind, level) for line in flow.lines] + [
        Block(note, "note") for note in flow.notes
    ]


def _heading_tag(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and re.fullmatch(r"h[1-6]", element.tag) is not None


def _title(element: etree._Element) -> list[str]:
    """Number, heading and subheading of a container: child elements in XML, an h1 to h6 in HTML."""
    return [
        line
        for child in element
        if tree.name(child) in ("num", "heading", "subheading") or _heading_tag(child)
        for line in tree.flow(child).lines
    ]


def _provision(element: etree._Element) -> list[Block]:
    titles = {
        tree.name(child): child
        for child in reversed(element)
        if tree.name(child) in ("num", "heading")
    }
    if not titles:
        headings = [child for child in element if _heading_tag(child)]
        titles = {"h": headings[0]} if headings else {}
    flow = tree.flow(element, frozenset(titles.values()))
    number, heading = (
        " ".join(tree.flow(titles[key]).lines) if key in titles else ""
        for key in ("num", "heading")
    )
    if "h" in titles:
        match = WORDED.match(" ".join(tree.flow(titles["h"]).lines))
        number, heading = (
            (match[1], match[2] or "") if match else ("", " ".join(tree.flow(titles["h"]).lines))
        )
    notes = flow.notes + [note for title in titles.values() for note in tree.flow(title).notes]
    return [Block("\n".join(flow.lines), "provision", 0, number, heading)] + [
        Block(note, "note") for note in notes
    ]
