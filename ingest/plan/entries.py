"""An activity from the cells of its row, and more of it from the rows below."""

from dataclasses import replace

from ingest.plan.grid import Cell, filled
from ingest.plan.headings import GROUPS, MANY, Head
from ingest.plan.matrix import Entry
from ingest.plan.numbers import split_number
from ingest.plan.words import is_said

ADDED = ("indicator", "baseline", "target", "value")  # a row under an activity may add these
JOINED = ("lead", "partners", "funder", "means", "remark")
MARKED = ("calendar", "state")  # kinds of column in which a sign is set
NO_SIGN = ("", "-", "–", "0")
LONGEST_SIGN = 2  # letters


def make_entry(sheet: str, head: Head, row: list[Cell], objective: int | None) -> Entry:
    """The activity of a row, its cells sorted by what their columns are."""
    entry = Entry(sheet, row[0].row, head, {}, objective)
    indicator: dict[str, Cell] = {}
    for at, column in enumerate(head.columns):
        cell = row[at] if at < len(row) else Cell()
        if not cell.text or column.kind in (*MARKED, *GROUPS):
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
    take_number(entry)
    take_signs(entry, row)
    if indicator:
        entry.indicators.append(indicator)
    return entry


def say_again(row: list[Cell], above: list[Cell]) -> list[Cell]:
    """A row with the words of the activity above it where it says `idem`."""
    told = [*above[: len(row)], *row[len(above) :]]
    return [
        replace(before, row=cell.row) if cell.text and is_said(cell.text, "ditto") else cell
        for cell, before in zip(row, told, strict=True)
    ]


def take_number(entry: Entry) -> None:
    """Where the table has no column for it, the number stands before the words of the activity."""
    activity = entry.cells.get("activity")
    if activity and not entry.head.places("number") and (found := split_number(activity.text)):
        number, words, named = found
        if named or "." in number:
            entry.cells["number"] = replace(activity, text=number, value=None)
            entry.cells["activity"] = replace(activity, text=words)


def take_signs(entry: Entry, row: list[Cell]) -> None:
    """What the signs of a row say: periods of the calendar, and a status. Words in such a column
    are kept beside.
    """
    entry.crosses += crosses_of(entry.head, row)
    columns = entry.head.columns
    marked = signs_in(entry.head, row, "state")
    states = [columns[at].heading for at in marked]
    if states and "status" not in entry.cells:
        entry.cells["status"] = replace(row[marked[0]], text="; ".join(states), value=None)
    for kind in MARKED:
        for at in entry.head.places(kind):
            if at < len(row) and row[at].text and not row[at].repeated and not is_sign(row[at]):
                entry.others.append((columns[at].heading, row[at]))


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
        elif kind and kind not in (*MARKED, *GROUPS) and kind not in entry.cells:
            entry.cells[kind] = cell
        elif kind not in (*MARKED, *GROUPS):
            entry.others.append((column.heading, cell))
    take_signs(entry, row)
    if indicator and "indicator" not in indicator and entry.indicators:
        entry.indicators[-1] |= indicator
    elif indicator:
        entry.indicators.append(indicator)


def crosses_of(head: Head, row: list[Cell]) -> list[int]:
    """The columns of the calendar in which a row has a cross or, where it has none, a bar: another
    colour than that of its activity.
    """
    marked = signs_in(head, row, "calendar")
    ground = {"", *(row[at].colour for at in head.places("activity") if at < len(row))}
    places = (at for at in head.places("calendar") if at < len(row))
    return marked or [at for at in places if row[at].colour not in ground]


def signs_in(head: Head, row: list[Cell], kind: str) -> list[int]:
    """The columns of a kind in which a row has something other than `-`, `0` or `non`; in those for
    a status only a sign counts.
    """
    filled_places = [
        at for at in head.places(kind) if at < len(row) and row[at].text.strip() not in NO_SIGN
    ]
    said = [at for at in filled_places if not is_said(row[at].text, "negations")]
    return [at for at in said if kind == "calendar" or is_sign(row[at])]


def is_sign(cell: Cell) -> bool:
    """Whether a cell holds a mark (`x`, `✓`, `oui`) or says that there is none."""
    text = cell.text.strip()
    short = len(text) <= LONGEST_SIGN and not text.isdecimal()
    return text in (*NO_SIGN, "1") or short or is_said(text, "yes") or is_said(text, "negations")
