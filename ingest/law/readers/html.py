"""Web pages: text and structure only, whatever the page says about its encoding."""

import re

from lxml import etree

from ingest.law.readers import akn, tree
from ingest.law.readers.document import Block, Document
from scrapers.content import declared_encoding, decode

HEADINGS = {f"h{level}": level for level in range(1, 7)}
AKN = re.compile(r"""class\s*=\s*["'][^"']*\bakn-(?:section|article|act|body)\b""")


def read(data: bytes, name: str) -> Document:
    """Blocks of text and headings; pages with Akoma Ntoso classes keep their articles."""
    text, encoding, warnings = decode(data, declared_encoding(data))
    document = from_text(text)
    document.metadata["encoding"] = encoding
    document.warnings[:0] = warnings
    return document


def from_text(text: str) -> Document:
    """The same for HTML already decoded."""
    root = tree.parse_html(text.replace("\0", ""))
    metadata = {}
    title = root.find(".//title")
    if title is not None and title.text:
        metadata["title"] = " ".join(title.text.split())
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        metadata["language"] = language[:2].lower()
    if AKN.search(text):
        document = akn.from_tree(root)
        return Document(metadata | document.metadata, document.blocks, document.warnings)
    warnings: list[str] = []
    return Document(metadata, _blocks(root, warnings), warnings)


def _blocks(root: etree._Element, warnings: list[str]) -> list[Block]:
    """Lines of the page, cut at headings so that they keep their level."""
    blocks: list[Block] = []
    flow = _Flow(blocks)
    flow.element(root)
    flow.finish()
    flow.flush()
    struck = sum(block.kind == "note" for block in blocks)
    if struck:
        warnings.append(f"{struck} struck-out wordings set apart as notes")
    return blocks


class _Flow(tree.Flow):
    def __init__(self, blocks: list[Block]) -> None:
        super().__init__()
        self.blocks = blocks

    def flush(self, level: int = 0) -> None:
        """Turn the lines and notes so far into blocks; with a level they are headings."""
        self.end_line()
        self.blocks += [Block(line, "heading" if level else "text", level) for line in self.lines]
        self.blocks += [Block(note, "note") for note in self.notes]
        self.lines, self.notes = [], []

    def element(
        self, element: etree._Element, skip: frozenset[etree._Element] = frozenset()
    ) -> None:
        """As in tree.Flow, with headings as blocks of their own."""
        level = HEADINGS.get(tree.name(element), 0)
        if level:
            self.flush()
        super().element(element, skip)
        if level:
            self.flush(level)
        elif self.notes:
            self.end_line_if_block(element)

    def end_line_if_block(self, element: etree._Element) -> None:
        """Notes follow the line they stood in."""
        if tree.name(element) in tree.BREAK:
            self.flush()
