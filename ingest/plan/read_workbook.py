"""Excel workbooks as sheets: merged cells repeated, numbers and days as the sheet prints them."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl

from ingest.law.readers import archive
from ingest.law.readers.document import Damaged, Empty, TooLarge
from ingest.plan.grid import Cell, Sheet

MAX_CELLS = 2_000_000
PALE = ("00000000", "FFFFFFFF", "00FFFFFF")
DECIMALS = re.compile(r"0\.(0+)")
ESCAPED_RETURN = "_x000D_"  # as Excel writes one that came from elsewhere
IN_QUOTES = re.compile(r'"[^"]*"|\[[^\]]*\]')
MONEY_FORMAT = re.compile(r'"([^"]+)"|\[\$([^\]-]+)')


def read(data: bytes) -> list[Sheet]:
    """The sheets that are shown, each with its cells as printed. Raises Damaged or TooLarge."""
    archive.check_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data))  # a formula may have no result
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [read_sheet(sheet, formulas[sheet.title]) for sheet in shown]
    except (TooLarge, Empty):
        raise
    except Exception as error:  # openpyxl raises whatever the XML made it stumble over
        raise Damaged(f"not a whole workbook: {error}") from error


def read_sheet(sheet: Any, formulas: Any) -> Sheet:
    """One sheet, up to its last filled row; a formula without a result is its own words."""
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        sheet_size = f"{sheet.max_row} rows and {sheet.max_column} columns"
        raise TooLarge(f"sheet {sheet.title} has {sheet_size}: take out what is not the plan")
    repeats = {}
    for area in sheet.merged_cells.ranges:
        for place in area.cells:
            repeats[place] = (area.min_row, area.min_col)
    rows = []
    for line in sheet.iter_rows():
        cells = []
        for own in line:
            at = repeats.get((own.row, own.column), (own.row, own.column))
            again = at != (own.row, own.column)
            source = sheet.cell(*at) if again else own
            cell = read_cell(source, own.row, own.column, again)
            if not cell.text and (formula := formulas.cell(*at).value) is not None:
                cell = replace(cell, text=str(formula), doubt="no_value")
            cells.append(cell)
        rows.append(cells)
    while rows and not any(cell.text or cell.colour for cell in rows[-1]):
        rows.pop()
    return Sheet(sheet.title, rows)


def read_cell(cell: Any, row: int, column: int, again: bool) -> Cell:
    """A cell as the sheet prints it, with the value behind it."""
    value, form = cell.value, cell.number_format or "General"
    colour = colour_of(cell)
    if value is None:
        return Cell("", None, row, column, again, colour)
    doubt = "struck" if cell.font and cell.font.strike else ""
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(print_day(day, form), day, row, column, again, colour, doubt)
    if isinstance(value, bool) or not isinstance(value, int | float):
        lines = str(value).replace(ESCAPED_RETURN, "\n").splitlines()
        text = "\n".join(words for line in lines if (words := " ".join(line.split())))
        if text.startswith("#") and text.rstrip("!?/A0").isupper():
            doubt = "formula"
        return Cell(text.strip(), None, row, column, again, colour, doubt)
    return Cell(print_number(value, form), value, row, column, again, colour, doubt)


def print_day(day: date, form: str) -> str:
    """A day as far as its format prints it: `décembre 2027` is kept as its first day."""
    shown = IN_QUOTES.sub("", form).lower()
    if "y" not in shown or "d" in shown:
        return day.isoformat()
    return day.isoformat()[:7] if "m" in shown else day.isoformat()[:4]


def print_number(value: float, form: str) -> str:
    """A number as its format prints it, as far as that matters: per cent, figures behind the point,
    the money named in the format.
    """
    if "%" in form:
        return f"{round(value * 100, 6):g}%"
    decimals = DECIMALS.search(form)
    whole = float(value).is_integer()
    text = f"{value:.{len(decimals[1])}f}" if decimals else f"{value:.0f}" if whole else f"{value}"
    money = MONEY_FORMAT.search(form)
    return f"{text} {(money[1] or money[2]).strip()}" if money else text


def colour_of(cell: Any) -> str:
    """The background of a cell, as bars of a calendar have one; empty for that of the page."""
    fill = cell.fill
    if fill is None or fill.fill_type in (None, "none"):
        return ""
    colour = fill.fgColor
    if colour.type == "theme":
        return f"theme {colour.theme} {colour.tint}" if colour.theme else ""  # 0 is the white
    return "" if colour.type == "rgb" and colour.rgb in PALE else str(colour.value)
