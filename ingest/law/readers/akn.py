"""Akoma Ntoso: XML, the HTML made of it by Indigo and Peachjam (akn- classes), and Justice Canada's
XML.

The basic unit is the article where a document has articles, else the section (in an act with
articles a section is a container). What is quoted inside an amendment belongs to the article that
quotes it.
"""

import re
from collections.abc import Callable

from bs4 import Tag
from lxml import etree

from ingest.law.readers import tree
from ingest.law.readers.document import Block, Damaged, Document, EntityBomb
from scrapers.akn_markup import read_frbr
from scrapers.content import declared_encoding, decode, parse_xml

UNITS = ("article", "section", "rule", "regulation")
CONTAINERS = set(
    "part chapter title book tome subpart subchapter subtitle division subdivision section "
    "attachment schedule appendix annex hcontainer component doc subsection".split()
)
SCHEDULES = {"attachment", "schedule", "appendix", "annex", "component"}
HEAD = ("num", "heading", "subheading")
QUOTED = ("quotedstructure", "embeddedstructure", "quotedtext")
METADATA = {"frbr_uri": "work", "title": "title", "date": "date", "language": "language"}
UNIT_WORDS = r"article|section|rule|regulation|artigo|art[ií]culo|ibara|art\.?"
WORDED = re.compile(  # 'Section 12bis. - Heading', 'Article premier'
    rf"^((?:(?:{UNIT_WORDS})\s+)?[\w.º°-]*\d[\w.º°-]*|article premier)"
    r"[.:]?(?:\s+[–—-]?\s*(.*))?$",
    re.I | re.S,
)


def read(data: bytes, name: str) -> Document:
    """Blocks with kind `provision` for articles. Raises EntityBomb for a file that declares
    entities, Damaged for what is not well-formed.
    """
    text, encoding, warnings = decode(data, declared_encoding(data))
    if declares_entities(text):
        raise EntityBomb("declares its own entities")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    check_well_formed(text)
    document = from_tree(parse_xml(text))
    document.metadata["encoding"] = encoding
    document.warnings[:0] = warnings
    return document


def declares_entities(text: str) -> bool:
    """True for an entity, or for a document type with declarations of its own."""
    doctype = text.find("<!DOCTYPE", 0, 5000)
    return "<!ENTITY" in text or (doctype >= 0 and "[" in text[doctype:][:300].split(">")[0])


def check_well_formed(text: str) -> None:
    """Raise Damaged for XML that breaks off or does not nest; no entity or address is followed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Damaged(f"not XML: {error}") from error


def from_tree(root: Tag) -> Document:
    """The same for a tree already parsed (XML or HTML)."""
    for head in root.find_all(["head", "title"]):
        if head.namespace is None:
            head.clear()
    names = {tree.element_name(element) for element in root.find_all(True)}
    unit = next((name for name in UNITS if name in names), "")
    walk = Walk(root)
    for element in tree.child_elements(root):
        walk.element(element, unit, 1)
    warnings = [] if unit else ["no article or section marked in this file"]
    return Document(metadata_of(root), walk.blocks, warnings, tree.dropped_words(root))


def metadata_of(root: Tag) -> dict[str, str]:
    """What the head of the document says of it."""
    metadata = {ours: read_frbr(root, key) for ours, key in METADATA.items()}
    return {key: value for key, value in metadata.items() if value}


class Walk:
    """Collects the blocks of a document in reading order."""

    def __init__(self, root: Tag) -> None:
        self.root = root
        self.holders: dict[str, set[int]] = {}
        self.blocks: list[Block] = []
        self.readers: dict[str, Callable[[Tag], list[Block]]] = {
            **dict.fromkeys(tree.DROP, lambda element: []),
            **dict.fromkeys(tree.NOTES, note_blocks),
            "conclusions": signature_blocks,
            "conclusion": signature_blocks,
        }

    def element(self, element: Tag, unit: str, level: int) -> None:
        """Add an element: a note, an article, a signature, a container or plain text.

        unit: the kind of element that is an article here; level: the depth of the next heading.
        """
        kind = tree.element_name(element)
        if kind in self.readers:
            self.blocks += self.readers[kind](element)
        elif unit and kind == unit:
            self.blocks += provision_blocks(element)
        elif self.is_container(element, kind, unit):
            self.container(element, kind, unit, level)
        else:
            self.blocks += text_blocks(element)

    def container(self, element: Tag, kind: str, unit: str, level: int) -> None:
        """Add the heading of a container, then what is inside it."""
        title = title_of(element)
        if title:
            self.blocks.append(Block(" ".join(" ".join(title).split()), "heading", min(level, 9)))
        if kind in SCHEDULES and not self.holds_unit(element, unit):
            names = (*UNITS, "paragraph")
            unit = next((name for name in names if self.holds_unit(element, name)), unit)
        for node in element.children:
            if isinstance(node, Tag):
                if not is_head(node):
                    self.element(node, unit, level + (1 if title else 0))
            elif tree.is_text(node) and node.strip():
                self.blocks.append(Block(" ".join(node.split())))

    def is_container(self, element: Tag, kind: str, unit: str) -> bool:
        """True for a part of a law that has articles or parts inside it."""
        if kind in CONTAINERS or self.holds_unit(element, unit):
            return True
        return any(tree.element_name(child) in CONTAINERS for child in tree.child_elements(element))

    def holds_unit(self, element: Tag, unit: str) -> bool:
        """True when an element has an article of its own inside it, not only a quoted one."""
        if unit not in self.holders:
            self.holders[unit] = holders_of(self.root, unit)
        return id(element) in self.holders[unit]


def holders_of(root: Tag, unit: str) -> set[int]:
    """The id() of every element that has an article inside it, other than a quoted one. Found once
    for a document: asked level by level, deep nesting would take time by its square.
    """
    holders: set[int] = set()
    for element in root.find_all(True):
        if tree.element_name(element) == unit and not is_quoted(element):
            for parent in element.parents:
                if id(parent) in holders:
                    break
                holders.add(id(parent))
    return holders


def is_quoted(element: Tag) -> bool:
    return any(tree.element_name(parent) in QUOTED for parent in element.parents)


def is_heading_tag(element: Tag) -> bool:
    return re.fullmatch(r"h[1-6]", element.name) is not None


def is_head(element: Tag) -> bool:
    """True for number, heading and subheading: child elements in XML, an h1 to h6 in HTML."""
    return tree.element_name(element) in HEAD or is_heading_tag(element)


def note_blocks(element: Tag) -> list[Block]:
    words = tree.words_of(element)
    return [Block(words, "note")] if words else []


def signature_blocks(element: Tag) -> list[Block]:
    return text_blocks(element, "signature")


def text_blocks(element: Tag, kind: str = "text") -> list[Block]:
    """The lines of an element, then its notes; an h1 to h6 is a heading of its level."""
    level = int(element.name[1]) if is_heading_tag(element) else 0
    flow = tree.flow_of(element)
    kind = "heading" if level else kind
    return [Block(line, kind, level) for line in flow.lines] + notes_of(flow)


def notes_of(flow: tree.Flow) -> list[Block]:
    return [Block(line, "note") for line in flow.notes]


def title_of(element: Tag) -> list[str]:
    """The lines of number, heading and subheading of a container."""
    return [
        line
        for child in tree.child_elements(element)
        if is_head(child)
        for line in tree.flow_of(child).lines
    ]


def provision_blocks(element: Tag) -> list[Block]:
    """An article: its number, heading and text, then its notes."""
    heads: dict[str, Tag] = {}
    for child in tree.child_elements(element):
        if (name := tree.element_name(child)) in ("num", "heading"):
            heads.setdefault(name, child)
    if not heads:
        first = next(filter(is_heading_tag, tree.child_elements(element)), None)
        heads = {"h": first} if first else {}
    flows = {name: tree.flow_of(head) for name, head in heads.items()}
    words = {name: " ".join(flow.lines) for name, flow in flows.items()}
    number, heading = words.get("num", ""), words.get("heading", "")
    if "h" in words:
        match = WORDED.match(words["h"])
        number, heading = (match[1], match[2] or "") if match else ("", words["h"])
    flow = tree.flow_of(element, frozenset(id(head) for head in heads.values()))
    notes = notes_of(flow) + [block for head in flows.values() for block in notes_of(head)]
    return [Block("\n".join(flow.lines), "provision", 0, number, heading), *notes]
