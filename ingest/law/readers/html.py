"""Web pages: text and structure only, whatever the page says about its encoding."""

import re

from bs4 import BeautifulSoup, Tag

from ingest.law.readers import akn, tree
from ingest.law.readers.document import Block, Document
from scrapers.content import declared_encoding, decode

HEADINGS = {f"h{level}": level for level in range(1, 8)}  # h7: see md.py
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
    page = tree.parse_html(text.replace("\0", ""))
    metadata = metadata_of(page)
    if AKN.search(text):
        document = akn.from_tree(page)
        document.metadata = metadata | document.metadata
        return document
    blocks = blocks_of(page)
    struck = sum(block.kind == "note" for block in blocks)
    warnings = [f"{struck} struck-out wordings set apart as notes"] if struck else []
    return Document(metadata, blocks, warnings, tree.dropped_words(page))


def metadata_of(page: BeautifulSoup) -> dict[str, str]:
    """Title and language, where the page gives them."""
    title = page.title.find(string=True, recursive=False) if page.title else None
    root = next(tree.child_elements(page))
    language = root.get("lang") or root.get("xml:lang")
    metadata = {"title": " ".join(title.split())} if title else {}
    return metadata | ({"language": str(language)[:2].lower()} if language else {})


def blocks_of(page: BeautifulSoup) -> list[Block]:
    """Lines of the page, cut at headings so that they keep their level."""
    flow = HeadingFlow()
    flow.element(page)
    flow.finish()
    flow.flush()
    return flow.blocks


class HeadingFlow(tree.Flow):
    """A flow that turns its lines into blocks, with headings as blocks of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Block] = []

    def flush(self, level: int = 0) -> None:
        """Turn the lines and notes so far into blocks; with a level they are headings."""
        self.end_line()
        self.blocks += [Block(line, "heading" if level else "text", level) for line in self.lines]
        self.blocks += [Block(note, "note") for note in self.notes]
        self.lines, self.notes = [], []

    def element(self, element: Tag, skip: frozenset[int] = frozenset()) -> None:
        """As in tree.Flow; notes follow the line they were found in."""
        kind = tree.element_name(element)
        level = HEADINGS.get(kind, 0)
        if level:
            self.flush()
        super().element(element, skip)
        if level or (self.notes and kind in tree.BREAK):
            self.flush(level)
