"""Files as people have them, to one small structure: `read(data, name) -> Document`.

The suffix is a hint and the bytes decide: a PDF saved as .html is read as a PDF. To add a format,
write a module with `read(data, name) -> Document` and name it in READERS; if its bytes can be told,
add a line to `sniff`.
"""

import re
import sys
from collections.abc import Callable
from pathlib import PurePath

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
CHALLENGE = re.compile(
    rb"<title>\s*(?:just a moment|attention required|access denied|un instant|403 forbidden|checking your browser)"
    rb"|cf-chl-|_incapsula_resource|challenge-platform|enable javascript and cookies to continue",
    re.I,
)


def read(data: bytes, name: str) -> Document:
    """Read one file, whatever it is. Raises a subclass of Unreadable; never returns a document
    without text.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name}: {len(data)} bytes, at most {MAX_BYTES} are read")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Empty(f"{name}: nothing in it")
    kind = sniff(data, name)
    if kind in ("html", "htm", "xhtml") and len(data) < 60_000 and CHALLENGE.search(data):
        raise Challenge(f"{name}: a page that checks the visitor, not the document")
    document = _read(READERS[kind], data, name)
    if not any(sign.isalnum() for block in document.blocks for sign in block.text + block.heading):
        raise Empty(f"{name}: no text in it")
    document.metadata.setdefault("format", kind)
    document.metadata.setdefault("name", PurePath(name).name)
    return document


def _read(reader: Callable[[bytes, str], Document], data: bytes, name: str) -> Document:
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
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "xlsx" if b"xl/" in data and b"word/document" not in data else "docx"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "xlsx" if suffix.startswith("xls") else "docx"
    if head.startswith((b"<?xml", b"<akomaNtoso")) and b"<html" not in head.lower():
        return "xml"
    if re.match(rb"<!doctype html|<html|<head|<body", head, re.I):
        return "html"
    if suffix in READERS and READERS[suffix] not in (pdf.read, docx.read, table.read_xlsx):
        return suffix
    return _by_text(head, name, suffix)


def _by_text(head: bytes, name: str, suffix: str) -> str:
    if suffix in READERS or (b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise Damaged(f"{name}: not a {suffix or 'text'} file inside")
    if head[:1] in b"{[":
        return "json"
    if re.search(rb"<(p|div|br|table|span)\b", head, re.I):
        return "html"
    return "md" if head.startswith((b"---\n", b"---\r\n", b"# ")) else "txt"
