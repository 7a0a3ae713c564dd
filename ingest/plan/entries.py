"""An activity from the cells of its row, and more of it from the rows below."""

from ingest.plan.grid import Cell, filled
from ingest.plan.headings import GROUPS, MANY, Head
from ingest.plan.matrix import Entry

ADDED = ("indicator", "baseline", "target", "value")  # a row under an activity may add these
JOINED = ("lead", "partners", "funder", "means", "remark")


def make_entry(sheet: str, head: Head, row: list[Cell], objective: int | None) -> Entry:
    """The activity of a row, its cells sorted by what their columns are."""
    entry = Entry(sheet, row[0].row, head, {}, objective)
    indicator: dict[str, Cell] = {}
    for at, column in enumerate(head.columns):
        cell = row[at] if at < len(row) else Cell()
        if not cell.text or column.kind in ("calendar", *GROUPS):
            continue
        if column.kind in ADDED:
            indicator[column.kind] = cell
        elif column.kind in MANY:
            entry.sums.setdefault(column.kind, []).append((column.year, cell))
            entry.cells.setdefault(column.kind, cell)
        elif column.kind:
            entry.cells[column.kind] = cell
        else:
            entry.others.append((column.heading, cell))
    entry.crosses = crosses_of(head, row)
    if indicator:
        entry.indicators.append(indicator)
    return entry


def add_to_entry(entry: Entry, row: list[Cell]) -> None:
    """A further row of an activity: a second indicator, another body, one more remark."""
    indicator: dict[str, Cell] = {}
    for cell in filled(row):
        column = entry.head.columns[cell.column - 1]
        kind = column.kind
        if kind in ADDED:
            indicator[kind] = cell
        elif kind in JOINED and entry.text(kind):
            before = entry.cells[kind]
            text = f"{before.text}; {cell.text}"
            entry.cells[kind] = Cell(text, None, before.row, before.column)
        elif kind in MANY:
            entry.sums.setdefault(kind, []).append((column.year, cell))
            entry.cells.setdefault(kind, cell)
        elif kind and kind not in ("calendar", *GROUPS) and kind not in entry.cells:
            entry.cells[kind] = cell
        elif kind not in ("calendar", *GROUPS):
            entry.others.append((column.heading, cell))
    entry.crosses += crosses_of(entry.head, row)
    if indicator and "indicator" not in indicator and entry.indicators:
        entry.indicators[-1] |= indicator
    elif indicator:
        entry.indicators.append(indicator)


def crosses_of(head: Head, row: list[Cell]) -> list[int]:
    """The columns of the calendar in which a row has a cross or, where it has none, a bar."""
    places = [at for at in head.places("calendar") if at < len(row)]
    marked = [at for at in places if row[at].text.strip() not in ("", "-", "–", "0")]
    return marked or [at for at in places if row[at].coloured]
