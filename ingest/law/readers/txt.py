"""Plain text, in whatever encoding."""

from ingest.law.readers.document import MAX_TEXT, Document, TooLarge, line_blocks
from scrapers.content import decode


def read(data: bytes, name: str) -> Document:
    """One block a line."""
    text, encoding, warnings = decode(data)
    if len(text) > MAX_TEXT:
        raise TooLarge(f"{len(text)} characters")
    return Document({"encoding": encoding}, line_blocks(text), warnings)
