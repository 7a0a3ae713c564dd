"""A PDF as one sheet: its ruled tables with the lines of text between them; without ruled lines
the columns under a head, or lines of running text.
"""

import io
from collections.abc import Iterable
from itertools import product
from typing import Any

import pdfplumber
from pdfplumber.utils.exceptions import PdfminerException
from pdfplumber.utils.text import extract_text

from ingest.law.readers.document import Damaged, Empty
from ingest.plan.grid import Cell, Sheet
from ingest.plan.read_columns import read_columns

SAME = 2.0  # points: two edges nearer than this are one
CMYK = 4  # inks; white is none of them
Box = tuple[float, float, float, float]  # left, top, right, bottom


def read(data: bytes) -> list[Sheet]:
    """Every table of every page, one under the other, and the lines that stand in none. Raises
    Damaged, or Empty for a scan.
    """
    rows: list[list[Cell]] = []
    lines: set[int] = set()
    tables = 0
    try:
        with pdfplumber.open(io.BytesIO(data)) as book:
            for page in book.pages:
                found = sorted(page.find_tables(), key=lambda table: table.bbox[1])
                tables += len(found)
                top = 0.0
                for table in found:
                    add_lines(rows, lines, page, top, table.bbox[1])
                    rows += table_rows(page, table, len(rows))
                    top = table.bbox[3]
                add_lines(rows, lines, page, top, float(page.height))
            if not tables and (sheet := read_columns(book.pages)):
                return [sheet]
    except PdfminerException as error:
        raise Damaged(f"not a whole PDF: {error}") from error
    if not rows:
        raise Empty("no words in it, as in a scan: make it readable with ocrmypdf")
    return [Sheet("", rows, frozenset(lines), wrapped=not tables)]


def text_in(page: Any, box: Box) -> str:
    """The words whose letters have their middle in a box of a page."""
    letters = [
        letter
        for letter in page.chars
        if box[0] <= (letter["x0"] + letter["x1"]) / 2 < box[2]
        and box[1] <= (letter["top"] + letter["bottom"]) / 2 < box[3]
    ]
    return str(extract_text(letters)) if letters else ""


def add_lines(
    rows: list[list[Cell]], lines: set[int], page: Any, top: float, bottom: float
) -> None:
    """Add the lines of text between two heights of a page."""
    text = text_in(page, (0.0, top, float(page.width), bottom))
    for line in filter(None, map(str.strip, text.split("\n"))):
        rows.append([Cell(line, None, len(rows) + 1, 1)])
        lines.add(len(rows))


def table_rows(page: Any, table: Any, above: int) -> list[list[Cell]]:
    """The rows of a table; the words of a cell that spans several places stand in all of them."""
    tops = distinct_edges(cell[1] for cell in table.cells)
    lefts = distinct_edges(cell[0] for cell in table.cells)
    bars = bars_of(page)
    rows = [
        [Cell("", None, above + y, x) for x in range(1, len(lefts) + 1)]
        for y in range(1, len(tops) + 1)
    ]
    for box in table.cells:
        words = " ".join(text_in(page, box).split())
        colour = next((str(bar["non_stroking_color"]) for bar in bars if covers(bar, box)), "")
        down = [y for y, top in enumerate(tops) if box[1] - SAME <= top < box[3] - SAME]
        across = [x for x, left in enumerate(lefts) if box[0] - SAME <= left < box[2] - SAME]
        for y, x in product(down, across):
            again = (y, x) != (down[0], across[0])
            rows[y][x] = Cell(words, None, above + y + 1, x + 1, again, colour)
    return rows


def bars_of(page: Any) -> list[dict[str, Any]]:
    """The rectangles of a page that are filled with a colour."""
    return [rect for rect in page.rects if rect.get("fill") and not is_white(rect)]


def is_white(rect: dict[str, Any]) -> bool:
    """Whether a rectangle is drawn in the white of the page, or in no colour that is told."""
    colour = rect.get("non_stroking_color")
    shades = colour if isinstance(colour, tuple | list) else (colour,)
    light = 0 if len(shades) == CMYK else 1
    return all(shade is None or shade == light for shade in shades)


def covers(rect: dict[str, Any], box: Box) -> bool:
    """Whether a rectangle fills a cell: it lies under its middle and is no mere line."""
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    inside = rect["x0"] <= across <= rect["x1"] and rect["top"] <= down <= rect["bottom"]
    return bool(inside and min(rect["width"], rect["height"]) > SAME)


def distinct_edges(values: Iterable[float]) -> list[float]:
    """The different edges among many, in order."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SAME:
            found.append(value)
    return found
