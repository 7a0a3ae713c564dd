"""Any file in which a plan is kept, as sheets: Excel, OpenDocument, CSV of any separator and
encoding, Markdown, HTML (also saved as .xls), Word and PDF.
"""

import csv
import io
import re
import warnings
import zipfile
from pathlib import Path

import mammoth
from bs4 import BeautifulSoup, Tag
from lxml import etree

from ingest.law import readers
from ingest.law.readers import archive
from ingest.law.readers.document import Damaged, Empty, TooLarge, Unreadable
from ingest.plan import read_ods, read_pdf, read_workbook
from ingest.plan.grid import Cell, Sheet
from scrapers.content import declared_encoding, decode

SEPARATORS = ";,\t|"
RULE = re.compile(r"^\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-+:?)?\s*$", re.M)  # under a Markdown head
EMPHASIS = re.compile(r"(\*\*\*|\*\*|\*|`)(\S(?:.*?\S)??)\1")
BREAK = re.compile(r"<br\s*/?>", re.I)
LINES = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "caption")
HIDDEN = ("script", "style", "template")
SHADED = "\ue000{}\ue000"  # private use: put into shaded cells of Word; mammoth leaves colours out
SHADE = re.compile(SHADED.format(r"\s*(\w+)\s*"))
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD_FILE = "word/document.xml"
PALE = re.compile(r"auto|#?f{3}(?:f{3})?|white|transparent|none|inherit|initial", re.I)
COLOUR = re.compile(r"background(?:-color)?\s*:\s*([#\w]+)", re.I)


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a file, by what its bytes are. Raises a subclass of Unreadable."""
    data = path.read_bytes()
    if not data.strip():
        raise Empty(f"{path.name}: nothing in it")
    if data.startswith(archive.OLE):
        raise Damaged(f"{path.name}: an old binary workbook, or one with a password: {SAVE_AGAIN}")
    kind = "ods" if read_ods.is_ods(data) else readers.sniff(data, path.name)
    if kind not in READ:
        kind = "csv" if kind in ("txt", "text", "md", "tsv") else kind
    if kind not in READ:
        raise Damaged(f"{path.name}: no workbook, table or document but {kind}")
    try:
        sheets = READ[kind](data)
    except Unreadable as error:
        raise type(error)(f"{path.name}: {error}") from error
    if not any(cell.text for sheet in sheets for row in sheet.rows for cell in row):
        raise Empty(f"{path.name}: no cell is filled")
    return sheets


SAVE_AGAIN = "open it and save it as .xlsx without a password"


def read_csv_sheet(data: bytes) -> list[Sheet]:
    """The one sheet of a CSV file; the separator is the one that gives most rows one width. A text
    with a table of Markdown is read as one.
    """
    text, _, _ = decode(data)
    head = text.lstrip("\ufeff\r\n")
    if head.lower().startswith("sep=") and "\n" in head:
        text = head.split("\n", 1)[1]
    rows = split_markdown(text) if RULE.search(text) else split_evenly(text)
    return [
        Sheet(
            "",
            [
                [Cell(" ".join(text.split()), None, y, x) for x, text in enumerate(row, 1)]
                for y, row in enumerate(rows, 1)
            ],
        )
    ]


def split_markdown(text: str) -> list[list[str]]:
    """The rows of a Markdown text without its signs; the line under a head is an empty row."""
    rows = []
    for line in text.splitlines():
        plain = EMPHASIS.sub(r"\2", BREAK.sub(" ", line.lstrip("# ")))
        cells = [] if RULE.match(line) else re.split(r"(?<!\\)\|", plain)
        rows.append([cell.replace("\\|", "|") for cell in cells])
    return rows


def split_evenly(text: str) -> list[list[str]]:
    """The rows of a CSV text by the separator that gives most rows one width."""
    csv.field_size_limit(5_000_000)
    try:
        tables = [split_lines(text, sign) for sign in SEPARATORS]
    except csv.Error as error:
        raise Damaged(f"not a CSV file: {error}") from error
    return max(tables, key=evenness)


def split_lines(text: str, separator: str) -> list[list[str]]:
    """The rows of a CSV text."""
    return list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator))


def evenness(rows: list[list[str]]) -> int:
    """How many cells stand in rows of the commonest width above one."""
    widths = [sum(map(bool, row)) and len(row) for row in rows]
    return max((width * widths.count(width) for width in set(widths) if width > 1), default=0)


def read_html(data: bytes) -> list[Sheet]:
    """A page as one sheet, its tables and the lines between them in reading order."""
    text, _, _ = decode(data, declared_encoding(data))
    return [read_page(text)]


def read_docx(data: bytes) -> list[Sheet]:
    """A Word file as one sheet, its tables and the lines between them in reading order."""
    archive.check_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nothing = mammoth.images.img_element(lambda image: {})
            shaded = io.BytesIO(mark_shading(data))
            page = mammoth.convert_to_html(shaded, convert_image=nothing).value
    except (MemoryError, RecursionError) as error:
        raise TooLarge("nested deeper than a plan can be") from error
    except Exception as error:  # mammoth raises whatever the XML made it stumble over
        raise Damaged(f"not a whole Word file: {type(error).__name__} {error}") from error
    return [read_page(page)]


def mark_shading(data: bytes) -> bytes:
    """A Word file with a sign in each shaded cell of its tables that names the colour."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as packed, zipfile.ZipFile(out, "w") as copy:
        for item in packed.infolist():
            content = packed.read(item)
            if item.filename == WORD_FILE:
                page = etree.fromstring(content, parser)
                for cell in page.iter(f"{WORD}tc"):
                    paragraph, shade = cell.find(f"{WORD}p"), cell.find(f"{WORD}tcPr/{WORD}shd")
                    colour = "auto" if shade is None else shade.get(f"{WORD}fill") or "auto"
                    if paragraph is not None and not PALE.fullmatch(colour):
                        run = etree.SubElement(paragraph, f"{WORD}r")
                        etree.SubElement(run, f"{WORD}t").text = SHADED.format(colour)
                content = etree.tostring(page, xml_declaration=True, encoding="UTF-8")
            copy.writestr(item, content)
    return out.getvalue()


def read_page(text: str) -> Sheet:
    """The tables of a page and the lines between them as rows of one sheet."""
    page = BeautifulSoup(text.replace("\0", ""), "lxml")
    rows: list[list[Cell]] = []
    lines: set[int] = set()
    items: set[int] = set()
    for element in page.find_all([*LINES, "table"]):
        if element.find_parent("table") or element.find_parent(HIDDEN):
            continue
        if element.name == "table":
            rows += table_rows(element, len(rows))
        elif words := own_words(element):
            rows.append([Cell(words, None, len(rows) + 1, 1)])
            lines.add(len(rows))
            if element.name == "li" or element.find_parent("li"):
                items.add(len(rows))
    return Sheet("", rows, frozenset(lines), frozenset(items))


def own_words(element: Tag) -> str:
    """The words of a paragraph or point, without those of lists and paragraphs inside it, which
    have lines of their own.
    """
    inside = [*LINES, "table"]
    parts = element.find_all(string=True)
    own = (part for part in parts if part.find_parent(inside) is element)
    return " ".join(" ".join(own).split())


def table_rows(table: Tag, above: int) -> list[list[Cell]]:
    """The rows of a table of HTML, the words of a merged cell repeated in all of its places."""
    places: dict[tuple[int, int], Cell] = {}
    y = above
    for line in table.find_all("tr"):
        if line.find_parent("table") is not table:
            continue
        y, x = y + 1, 1
        for cell in line.find_all(["td", "th"], recursive=False):
            while (y, x) in places:
                x += 1
            printed = " ".join(cell.get_text(" ").split())
            words = " ".join(SHADE.sub(" ", printed).split())
            shades = SHADE.findall(printed)
            colour = shades[0] if shades else background_of(cell)
            struck = bool(words) and all(
                part.find_parent(["s", "del", "strike"])
                for part in cell.find_all(string=lambda found: bool(found.strip()))
            )
            down, across = span_of(cell, "rowspan"), span_of(cell, "colspan")
            for row in range(y, y + down):
                for column in range(x, x + across):
                    again = (row, column) != (y, x)
                    doubt = "struck" if struck else ""
                    places[row, column] = Cell(words, None, row, column, again, colour, doubt)
            x += across
    wide = max((column for _, column in places), default=0)
    return [
        [places.get((row, column), Cell("", None, row, column)) for column in range(1, wide + 1)]
        for row in range(above + 1, y + 1)
    ]


def background_of(cell: Tag) -> str:
    """The colour behind a cell of HTML; empty for that of the page."""
    found = COLOUR.search(str(cell.get("style") or ""))
    colour = found[1] if found else str(cell.get("bgcolor") or "none")
    return "" if PALE.fullmatch(colour) else colour


def span_of(cell: Tag, name: str) -> int:
    """How many rows or columns a cell takes; 1 where it does not say so in figures."""
    given = str(cell.get(name) or "1")
    return min(max(int(given), 1), 1000) if given.isdecimal() else 1


READ = {
    "xlsx": read_workbook.read,
    "xlsm": read_workbook.read,
    "ods": read_ods.read,
    "csv": read_csv_sheet,
    "tsv": read_csv_sheet,
    "html": read_html,
    "htm": read_html,
    "xhtml": read_html,
    "docx": read_docx,
    "pdf": read_pdf.read,
}
