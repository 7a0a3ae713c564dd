"""What activities are to cost and what was spent, with the money and multiple of their column."""

from dataclasses import replace

from ingest.plan.grid import Cell
from ingest.plan.matrix import Entry, Matrix, Stated
from ingest.plan.money import Sum, Unit, read_sum, read_unit, with_currency
from ingest.plan.problems import Problem
from ingest.plan.words import find_phrases
from ingest.received.dates import Unread


class CostReader:
    """Reads the sums of a matrix and lists what cannot be read in `problems`."""

    def __init__(self, matrix: Matrix, country: str, problems: list[Problem]) -> None:
        self.matrix, self.country, self.problems = matrix, country, problems
        lines = [read_unit(text, country) for text in matrix.titles if is_of_money(text)]
        self.above = next((unit for unit in lines if unit.currency), Unit())

    def unit_of(self, entry: Entry | Stated, cell: Cell) -> Unit:
        """The money and multiple that hold for a cell: of its heading, of the column for money, of
        a line above the table; money spent is that of the budget where nothing says otherwise.
        """
        columns = entry.head.columns
        unit = read_unit(columns[cell.column - 1].heading, self.country)
        if not unit.currency and self.above.currency:
            multiple = unit.multiple if unit.multiple > 1 else self.above.multiple
            unit = Unit(self.above.currency, multiple, self.above.doubt)
        for at in entry.head.places("budget"):
            if not unit.currency:
                budget = read_unit(columns[at].heading, self.country)
                unit = replace(unit, currency=budget.currency, doubt=budget.doubt)
        named = entry.text("currency") if isinstance(entry, Entry) else ""
        return with_currency(unit, named, self.country)

    def read_amount(self, entry: Entry | Stated, kind: str, cell: Cell) -> Sum:
        """A sum of a cell; none, and listed, where it cannot be read."""
        unit = self.unit_of(entry, cell)
        try:
            if isinstance(cell.value, int | float) and cell.value > 0:
                named = read_unit(cell.text, self.country)  # by the format of the cell
                unit = replace(unit, currency=named.currency or unit.currency)
                found = Sum(float(cell.value) * unit.multiple, unit.currency, unit.doubt)
            else:
                found = read_sum(cell.text, unit, self.country, self.matrix.language)
        except Unread:
            self.problems.append(Problem(entry.sheet, cell, "money"))
            return Sum(None)
        if found.doubt == "zero" and kind == "spent":
            return Sum(0.0, unit.currency)
        doubt = found.doubt
        if found.amount is not None and not found.currency:
            doubt = "currency"
        if doubt:
            self.problems.append(Problem(entry.sheet, cell, doubt))
        return found

    def read_kind(self, entry: Entry, kind: str) -> tuple[Sum, str]:
        """The budget of an activity or what was spent on it, and how that is printed: the column
        for the whole, else those by year added up.
        """
        columns = entry.sums.get(kind, [])
        if not columns or columns[0][1].repeated:
            return Sum(None), ""
        cells = whole_or_parts(columns)
        sums = [self.read_amount(entry, kind, cell) for cell in cells]
        amounts = [one.amount for one in sums if one.amount is not None]
        currencies = {one.currency for one in sums if one.amount is not None}
        if len(amounts) > 1:
            doubt = "added_up" if len(currencies) == 1 else "money"
            self.problems.append(Problem(entry.sheet, cells[0], doubt))
        printed = " + ".join(cell.text for cell in cells)
        if not amounts or len(currencies) > 1:
            return Sum(None), printed
        return Sum(sum(amounts), currencies.pop()), printed

    def beside(self, entry: Entry) -> list[str]:
        """The sums by year that stand beside a column for the whole, each with its heading."""
        return [
            f"{entry.head.columns[cell.column - 1].heading}: {cell.text}"
            for columns in entry.sums.values()
            for _, cell in columns
            if cell not in whole_or_parts(columns)
        ]


def whole_or_parts(columns: list[tuple[str, Cell]]) -> list[Cell]:
    """The cells that make a sum: the one for all years where there is one, else one of each year
    and of each row.
    """
    whole = [cell for year, cell in columns if not year]
    return whole or [cell for _, cell in columns]


def is_of_money(text: str) -> bool:
    """Whether a line above a table speaks of sums."""
    return any(found.key == "budget" for found in find_phrases(text, "headings"))
