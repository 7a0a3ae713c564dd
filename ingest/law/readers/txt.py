"""Plain text, in whatever encoding."""

from ingest.law.readers.document import MAX_TEXT, Document, TooLarge, line_blocks
from ingest.law.readers.text_columns import part_columns
from scrapers.content import decode


def read(data: bytes, name: str) -> Document:
    """One block a line; two columns side by side are read one after the other."""
    text, encoding, warnings = decode(data)
    if len(text) > MAX_TEXT:
        raise TooLarge(f"{len(text)} characters")
    text, pages = part_columns(text)
    if pages:
        warnings.append(f"two columns of {pages} pages are read one after the other")
    return Document({"encoding": encoding}, line_blocks(text), warnings)
