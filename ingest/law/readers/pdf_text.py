"""The text layer of a PDF, page by page, by PDFium; pypdf is asked as well where numbers stand in
lines from right to left, because there extractors differ.
"""

import ctypes
import io
import logging
import re
from dataclasses import dataclass, field
from functools import cached_property

import pypdf
import pypdfium2
import pypdfium2.raw as pdfium

from ingest.law.readers.document import MAX_TEXT, Damaged, Encrypted, TooLarge
from ingest.law.readers.right_to_left import (
    RIGHT_TO_LEFT,
    Glyph,
    doubts_of_numbers,
    is_right_to_left,
    read_line,
)

MAX_PAGES = 3_000
CUT_WORD = re.compile("[\ufffe\u0002]")  # PDFium's sign for a hyphen at a line's end, and the break

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it complains about is in our doubts


@dataclass
class TextLayer:
    """The text of every page, the title the file gives itself, and doubts about what was read."""

    pages: list[str] = field(default_factory=list)
    title: str = ""
    doubts: list[str] = field(default_factory=list)


class OtherReader:
    """pypdf, opened when the first page is asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def reader(self) -> pypdf.PdfReader:
        return pypdf.PdfReader(io.BytesIO(self.data))

    def read_page(self, index: int) -> str:
        """The text of a page; empty where pypdf stumbles, and then all its numbers are doubtful."""
        try:
            return self.reader.pages[index].extract_text() or ""
        except Exception:  # pypdf lets through whatever a broken file makes it stumble over
            return ""


def read_text(data: bytes) -> TextLayer:
    """Raises Encrypted, TooLarge or Damaged."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise Encrypted("needs a password") from error
        raise Damaged(f"not a whole PDF: {error}") from error
    try:
        return _read_pages(document, data)
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"not a whole PDF: {error}") from error
    finally:
        document.close()


def _read_pages(document: pypdfium2.PdfDocument, data: bytes) -> TextLayer:
    if len(document) > MAX_PAGES:
        raise TooLarge(f"{len(document)} pages")
    layer = TextLayer(title=document.get_metadata_value("Title"))
    other = OtherReader(data)
    size = 0
    for number, page in enumerate(document, 1):
        text_page = page.get_textpage()
        text = text_page.get_text_range(errors="replace")
        if RIGHT_TO_LEFT.search(text):
            text = "\n".join(map(_read_row, _rows(text_page)))
            if re.search(r"\d", text):
                layer.doubts += doubts_of_numbers(number, text, other.read_page(number - 1))
        text = CUT_WORD.sub("-\n", text.replace("\r\n", "\n"))
        layer.pages.append(text)
        size += len(text)
        if size > MAX_TEXT:
            raise TooLarge("more text than a law can have")
        text_page.close()
        page.close()
    return layer


def _rows(text_page: pypdfium2.PdfTextPage) -> list[list[Glyph]]:
    """The signs of a page by line, each with the place where it is drawn."""
    edges = [ctypes.c_double() for _ in range(4)]
    rows: list[list[Glyph]] = [[]]
    word = 0
    for index in range(text_page.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(text_page, index))
        if sign in "\r\n":
            rows += [[]] if sign == "\n" else []
        elif sign.isspace():
            word += 1
        else:
            pdfium.FPDFText_GetCharBox(text_page, index, *edges)
            rows[-1].append(Glyph(sign, edges[0].value, edges[1].value, word))
    return rows


def _read_row(glyphs: list[Glyph]) -> str:
    """A line as it is read; one of Latin script stays as PDFium gives it."""
    signs = "".join(glyph.sign for glyph in glyphs)
    if is_right_to_left(signs):
        return read_line(glyphs)
    pairs = zip([None, *glyphs], glyphs, strict=False)
    return "".join(
        " " * (before is not None and before.word != glyph.word) + glyph.sign
        for before, glyph in pairs
    )
