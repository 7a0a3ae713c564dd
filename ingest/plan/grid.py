"""What every reader of a plan gives: sheets of cells, each with its place in the file."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Cell:
    """One place of a sheet. `text` is what is printed there; `value` is the number or day behind
    it, where the file has one. `repeated` says that it only repeats a merged cell that begins
    elsewhere, `colour` what its background is (empty for that of the page), `doubt` why its text
    may be wrong.
    """

    text: str = ""
    value: float | date | datetime | None = None
    row: int = 0
    column: int = 0
    repeated: bool = False
    colour: str = ""
    doubt: str = ""


@dataclass
class Sheet:
    """A sheet, page or document: rows of cells, and which rows are lines of running text, which of
    these are points of a list. `wrapped`: a paragraph may take several lines, as in a PDF.
    """

    name: str
    rows: list[list[Cell]]
    lines: frozenset[int] = frozenset()  # row numbers
    items: frozenset[int] = frozenset()
    wrapped: bool = False


def filled(row: list[Cell]) -> list[Cell]:
    """The cells of a row that say something and begin there."""
    return [cell for cell in row if cell.text and not cell.repeated]


def place_name(sheet: str, cell: Cell) -> str:
    """A place as a person finds it: `PAN 2026, C7`."""
    letters, number = "", cell.column
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{sheet}, {letters}{cell.row}" if sheet else f"{letters}{cell.row}"
