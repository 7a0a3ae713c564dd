"""OpenDocument spreadsheets (LibreOffice) as sheets: merged cells repeated, days and numbers as the
sheet prints them.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date

from lxml import etree

from ingest.law.readers import archive
from ingest.law.readers.document import Damaged, TooLarge
from ingest.plan.grid import Cell, Sheet
from ingest.plan.read_workbook import MAX_CELLS

TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FIGURES = ("float", "percentage", "currency")
Places = dict[tuple[int, int], Cell]


def is_ods(data: bytes) -> bool:
    """Whether bytes are a spreadsheet of OpenDocument: the first file in it says so, unpacked."""
    return data.startswith(b"PK") and TYPE in data[:200]


def read(data: bytes) -> list[Sheet]:
    """Every table of the file. Raises Damaged or TooLarge."""
    archive.check_archive(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            content = etree.fromstring(packed.read("content.xml"), parser)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise Damaged(f"not a whole OpenDocument spreadsheet: {error}") from error
    return [read_table(table) for table in content.iter(f"{TABLE}table")]


def read_table(table: etree._Element) -> Sheet:
    """One table, up to its last filled row. A row that repeats is often the empty rest of the
    sheet: it stands once where it says nothing.
    """
    places: Places = {}
    y = 0
    name = table.get(f"{TABLE}name") or ""
    for line in table.iter(f"{TABLE}table-row"):
        times = repeats(line, "rows")
        filled = any(text.strip() for text in texts_in(line))
        for _ in range(times if filled else 1):
            y += 1
            read_row(line, y, places)
            if len(places) > MAX_CELLS:
                raise TooLarge(f"sheet {name} has too many cells: take out what is not the plan")
        y += 0 if filled else times - 1
    last = max((row for row, _ in places), default=0)
    wide = max((column for _, column in places), default=0)
    empty = [[Cell("", None, row, at + 1) for at in range(wide)] for row in range(1, last + 1)]
    for (row, column), cell in places.items():
        empty[row - 1][column - 1] = cell
    return Sheet(name, empty)


def read_row(line: etree._Element, y: int, places: Places) -> None:
    """Put the filled cells of a row in their places, a merged one in all of its places."""
    x = 1
    for own in line:
        times = repeats(own, "columns")
        if own.tag == f"{TABLE}table-cell":
            text, value = printed_words(own), value_behind(own)
            down = int(own.get(f"{TABLE}number-rows-spanned") or 1)
            across = int(own.get(f"{TABLE}number-columns-spanned") or 1) if times == 1 else times
            merged = times == 1
            if text:
                for row in range(y, y + down):
                    for column in range(x, x + across):
                        again = merged and (row, column) != (y, x)
                        places[row, column] = Cell(text, value, row, column, again)
        x += times


def repeats(element: etree._Element, what: str) -> int:
    """How often a row or cell stands one after the other; 1 where it does not say."""
    return int(element.get(f"{TABLE}number-{what}-repeated") or 1)


def texts_in(element: etree._Element) -> Iterator[str]:
    """The pieces of text in an element, in order."""
    return (str(text) for text in element.itertext())


def printed_words(cell: etree._Element) -> str:
    """The words that a cell shows; a day as YYYY-MM-DD, whatever its format."""
    day = cell.get(f"{OFFICE}date-value")
    if day:
        return day[:10]
    lines = (" ".join("".join(texts_in(one)).split()) for one in cell.iter(f"{TEXT}p"))
    return "\n".join(lines).strip()


def value_behind(cell: etree._Element) -> float | date | None:
    """The number or day behind a cell; None where it holds words."""
    day = cell.get(f"{OFFICE}date-value")
    if day:
        return date.fromisoformat(day[:10])
    if cell.get(f"{OFFICE}value-type") in FIGURES:
        return float(cell.get(f"{OFFICE}value") or 0)
    return None
