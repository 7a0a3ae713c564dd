"""What the columns of a table are, where the head alone does not tell: by what stands below it."""

import re
from collections.abc import Iterator
from itertools import groupby

from ingest.plan.grid import Cell, Sheet
from ingest.plan.headings import (
    BRACKETS,
    GROUPS,
    MANY,
    Column,
    Head,
    is_group_title,
    match_heading,
)
from ingest.plan.money import FIGURE
from ingest.plan.words import is_said

LATEST = ("status", "percent", "value", "remark")  # of several with dates the last one counts
LOOKED_AT = 300  # rows below a head
MOST = 0.5  # share of the cells of a column that must be figures for it to hold sums
LEAST_SUM = 100  # marks and counts of a calendar are smaller
LEVEL = 2  # words of a rank such as `très élevée`


def settle_columns(sheet: Sheet, head: Head) -> None:
    """Give every column its kind, at most one each but for calendars, statuses to mark, parts of
    sums and levels of objectives. What has none keeps its words under its own heading.
    """
    for at, column in enumerate(head.columns):
        settle_sum(column, [cell for cell in cells_below(sheet, head, at) if not cell.repeated])
    settle_totals(sheet, head)
    settle_states(head)
    settle_activities(sheet, head)
    for at, column in enumerate(head.columns):
        if column.kind in GROUPS and is_rank(list(cells_below(sheet, head, at))):
            column.kind = ""
    take_last_of_dated(head)
    keep_one_of_each(head)


def cells_below(sheet: Sheet, head: Head, at: int) -> Iterator[Cell]:
    """The filled cells of a column below its head."""
    for number, row in enumerate(sheet.rows[head.after : head.after + LOOKED_AT], head.after + 1):
        if number not in sheet.lines and at < len(row) and row[at].text:
            yield row[at]


def holds_sums(cells: list[Cell]) -> bool:
    """Whether most cells are figures, not all of them small."""
    figures = [cell for cell in cells if is_sum(cell)]
    return bool(figures) and len(figures) >= MOST * len(cells)


def is_sum(cell: Cell) -> bool:
    """Whether a cell holds a sum."""
    if isinstance(cell.value, int | float):
        return cell.value >= LEAST_SUM
    found = FIGURE.match(cell.text.strip())
    return bool(found) and len(re.sub(r"\D", "", cell.text)) > 2


def settle_sum(column: Column, cells: list[Cell]) -> None:
    """A column under a wide heading for money is one part of the sum (`Budget` over `2026` or over
    `État`), and so is a year of a calendar in which sums stand.
    """
    stack = column.stack
    above = match_heading(stack[0]) if len(stack) > 1 else None
    if above and above.key in MANY and column.kind not in ("aside", "currency"):
        if column.kind not in MANY and not holds_sums(cells):
            return
        lowest = match_heading(stack[-1])
        if not is_said(stack[-1], "totals") and not (lowest and lowest.key == above.key):
            column.year = column.year or stack[-1]
        elif is_said(stack[-1], "totals"):
            column.year = ""
        column.heading, column.kind = " – ".join(stack), above.key
    elif column.span and len(column.span.first) == 4 and holds_sums(cells):
        column.heading, column.kind = " – ".join(stack), "budget"
        column.year, column.span = stack[-1], None


def settle_totals(sheet: Sheet, head: Head) -> None:
    """`Total` beside sums by year is the whole of them."""
    if not any(column.kind == "budget" and column.year for column in head.columns):
        return
    for at, column in enumerate(head.columns):
        told = column.stack and is_said(BRACKETS.sub("", column.stack[-1]), "totals")
        if not column.kind and told and holds_sums(list(cells_below(sheet, head, at))):
            column.kind = "budget"


def settle_states(head: Head) -> None:
    """A column under the same wide heading as statuses to mark is one too, known or not."""
    wide = {column.stack[0] for column in head.columns if column.kind == "state"}
    for column in head.columns:
        if column.kind == "status" and len(column.stack) > 1 and column.stack[0] in wide:
            column.kind, column.heading = "state", column.stack[-1]


def settle_activities(sheet: Sheet, head: Head) -> None:
    """Of several columns for activities the one with most of them has the activities; one to its
    left, with fewer, is what they stand under (`Action` beside `Activités`).
    """
    places = head.places("activity")
    if len(places) < 2:
        return
    begun = {at: sum(not cell.repeated for cell in cells_below(sheet, head, at)) for at in places}
    most = max(places, key=lambda at: begun[at])
    for at in places:
        if at < most:
            head.columns[at].kind = "objective"
        elif at > most:
            head.columns[at].kind = ""


def is_rank(cells: list[Cell]) -> bool:
    """Whether a column of a wider heading (`Priorité`) only ranks its rows: short words of which
    one comes back after another.
    """
    texts = [text for text, _ in groupby(cell.text for cell in cells)]
    short = all(len(text.split()) <= LEVEL and not is_group_title(text) for text in texts)
    return short and len(set(texts)) < len(texts)


def take_last_of_dated(head: Head) -> None:
    """Of several columns that say how far an activity is, each at another time, the last counts."""
    for kind in LATEST:
        columns = [head.columns[at] for at in head.places(kind)]
        if len(columns) > 1 and all(re.search(r"\d", column.heading) for column in columns):
            for column in columns[:-1]:
                column.kind = ""


def keep_one_of_each(head: Head) -> None:
    """The second column of a kind, and what has no kind of ours, is kept beside."""
    seen = {"aside"}
    for column in head.columns:
        part = column.kind in MANY and column.year
        if part or column.kind in ("", "calendar", "state", *GROUPS):
            continue
        if column.kind in seen:
            column.kind = ""
        seen.add(column.kind)
