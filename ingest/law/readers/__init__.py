"""Files as people have them, to one small structure: `read(data, name) -> Document`.

The suffix is a hint and the bytes decide: a PDF saved as .html is read as a PDF. To add a format,
write a module with `read(data, name) -> Document` and name it in READERS; if its bytes say what it
is, add a line to `kind_of` of scrapers/content.py and one to `sniff`.
"""

import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath

from ingest.law.readers import akn, docx, html, json, md, pdf, table, txt
from ingest.law.readers.document import (
    MAX_BYTES,
    Block,
    Challenge,
    Damaged,
    Document,
    Empty,
    Encrypted,
    EntityBomb,
    ScanWithoutText,
    TooLarge,
    Unreadable,
    ZipBomb,
)
from scrapers.content import find_stand_in, is_whole_document, kind_of
from scrapers.whole_file import OverSize, read_plain

__all__ = [
    "Block",
    "Challenge",
    "Damaged",
    "Document",
    "Empty",
    "Encrypted",
    "EntityBomb",
    "ScanWithoutText",
    "TooLarge",
    "Unreadable",
    "ZipBomb",
    "load",
    "read",
    "sniff",
]

READERS: dict[str, Callable[[bytes, str], Document]] = {
    "pdf": pdf.read,
    "docx": docx.read,
    "html": html.read,
    "htm": html.read,
    "xhtml": html.read,
    "xml": akn.read,
    "akn": akn.read,
    "md": md.read,
    "markdown": md.read,
    "json": json.read,
    "csv": table.read_csv,
    "tsv": table.read_csv,
    "xlsx": table.read_xlsx,
    "xlsm": table.read_xlsx,
    "txt": txt.read,
    "text": txt.read,
}
OFFICE = ("pdf", "docx", "xlsx", "xlsm")  # formats that bytes alone decide
# How Arabic letters are drawn within words, and joined Latin ones; not the signs for whole words
DRAWN_FORMS = re.compile("[\ufb00-\ufb06\ufb50-\ufbb1\ufbd3-\ufd3d\ufe70-\ufefc]+")
CHALLENGE_BYTES = 60_000  # a robot test is short; a long page that has its words is a document


def load(path: Path) -> bytes:
    """The bytes of a file that is to be read; its type and size are asked first. Raises TooLarge,
    or OSError for what is no file.
    """
    try:
        return read_plain(path, MAX_BYTES)
    except OverSize as error:
        raise TooLarge(str(error)) from error


def read(data: bytes, name: str) -> Document:
    """Read one file, whatever it is. Raises a subclass of Unreadable; never returns a document
    without text.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name}: {len(data)} bytes, at most {MAX_BYTES} are read")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Empty(f"{name}: nothing in it")
    kind = sniff(data, name)
    is_page = kind in ("html", "htm", "xhtml")
    if is_page and len(data) < CHALLENGE_BYTES and find_stand_in(data):
        raise Challenge(f"{name}: a page that checks the visitor, not the document")
    document = _with_plain_letters(_run_reader(READERS[kind], data, name))
    if not any(sign.isalnum() for block in document.blocks for sign in block.text + block.heading):
        raise Empty(f"{name}: no text in it")
    _refuse_half_characters(document, name)
    document.metadata.setdefault("format", kind)
    shown_name = PurePath(name).name.encode(errors="replace").decode()
    document.metadata.setdefault("name", shown_name)
    return document


def _with_plain_letters(document: Document) -> Document:
    """The document with the letters that stand for their drawn forms: ﻣﺎﺩﺓ as مادة, ﬁne as fine."""
    for at, block in enumerate(document.blocks):
        parts = (block.text, block.heading, block.number)
        if any(map(DRAWN_FORMS.search, parts)):
            text, heading, number = map(_plain_letters, parts)
            document.blocks[at] = replace(block, text=text, heading=heading, number=number)
    return document


def _plain_letters(text: str) -> str:
    return DRAWN_FORMS.sub(lambda drawn: unicodedata.normalize("NFKC", drawn[0]), text)


def _refuse_half_characters(document: Document, name: str) -> None:
    """Raise Damaged for half of a pair of UTF-16, which no file and no database can hold."""
    cells = (cell for block in document.blocks for cell in block.cells.values())
    text = "\n".join([document.text, *document.metadata.values(), *document.warnings, *cells])
    try:
        text.encode()
    except UnicodeEncodeError as error:
        sign, before = text[error.start], text[max(0, error.start - 30) : error.start]
        raise Damaged(f"{name}: half a character (U+{ord(sign):04X}) after {before!r}") from error


def _run_reader(reader: Callable[[bytes, str], Document], data: bytes, name: str) -> Document:
    try:
        return reader(data, name)
    except Unreadable as error:
        raise type(error)(f"{name}: {error}") from error
    except (RecursionError, MemoryError) as error:
        raise TooLarge(
            f"{name}: nested deeper than a law can be, {sys.getrecursionlimit()} levels"
        ) from error


def sniff(data: bytes, name: str) -> str:
    """The key of READERS for these bytes. Raises Damaged for a file of no known kind."""
    suffix = PurePath(name).suffix.lower().lstrip(".")
    kind = kind_of(data)
    if kind == "pdf":
        return "pdf"
    if kind == "zip":
        return "xlsx" if b"xl/" in data and b"word/document" not in data else "docx"
    if kind == "office":
        return "xlsx" if suffix.startswith("xls") else "docx"
    if is_whole_document(data):
        return kind
    if suffix in READERS and suffix not in OFFICE:
        return suffix
    if suffix in OFFICE or kind in ("binary", "image", "gzip"):
        raise Damaged(f"{name}: not a {suffix or 'text'} file inside")
    return _sniff_text(data, kind)


def _sniff_text(data: bytes, kind: str) -> str:
    """The same for text whose name says nothing."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if kind in ("json", "html", "xml"):
        return kind
    if re.search(rb"<(p|div|br|table|span)\b", head, re.I):
        return "html"
    return "md" if head.startswith((b"---\n", b"---\r\n", b"# ")) else "txt"
