"""The activities of a matrix with their days, money and statuses read. What cannot be read is kept
as printed and listed.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from ingest.plan.costs import CostReader
from ingest.plan.deadlines import YEAR, Deadline, Span, read_deadline, read_start, start_of
from ingest.plan.grid import Cell
from ingest.plan.headings import Head
from ingest.plan.matrix import Entry, Matrix, Stated
from ingest.plan.money import Sum
from ingest.plan.periods import in_years
from ingest.plan.problems import Problem
from ingest.plan.states import read_figure, read_share, read_status
from ingest.received.dates import Unread

DAY_AND_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
NO_DEADLINE = Deadline()
NO_SUM = Sum(None)


@dataclass
class Indicator:
    """A measure with its figures, each also as printed."""

    indicator: str = ""
    unit: str = ""
    baseline: float | None = None
    baseline_printed: str = ""
    target: float | None = None
    target_printed: str = ""
    due_on: str = ""
    value: float | None = None
    value_printed: str = ""


@dataclass
class Activity:
    """One activity; dates, codes and words are empty where there are none."""

    entry: Entry
    status: str = "planned"
    percent: float | None = None
    deadline: Deadline = NO_DEADLINE
    due_printed: str = ""
    budget: Sum = NO_SUM
    budget_printed: str = ""
    spent: Sum = NO_SUM
    also_printed: list[str] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    def text(self, kind: str) -> str:
        """The words of a kind of cell; empty where there are none."""
        return self.entry.text(kind)


@dataclass
class Reading:
    """What was read of a file: activities, sums of the plan with what they are for, and what a
    person should look at.
    """

    matrix: Matrix
    activities: list[Activity]
    sums: list[tuple[Stated, Sum]]
    problems: list[Problem]


def read_activities(matrix: Matrix, country: str, begins: str = "", ends: str = "") -> Reading:
    """Read every cell of a matrix. `begins` and `ends` are the years of the plan, for `Année 2` and
    for a calendar without a year.
    """
    reader = Reader(matrix, country, (begins, ends))
    activities = [reader.read(entry) for entry in matrix.entries]
    sums = [(one, reader.costs.read_amount(one, "budget", one.cell)) for one in matrix.sums]
    sums += share_budgets(activities, reader.problems)
    return Reading(matrix, activities, sums, [*matrix.problems, *reader.problems])


class Reader:
    """Reads cells by what their column is, and lists what it cannot read."""

    def __init__(self, matrix: Matrix, country: str, years: tuple[str, str]) -> None:
        self.matrix, self.country, self.years = matrix, country, years
        self.begins = years[0]
        self.problems: list[Problem] = []
        self.day_first = matrix.language != "en" or says_day_first(matrix)
        self.costs = CostReader(matrix, country, self.problems)
        self.fractions = {id(head) for _, head in matrix.heads if is_in_fractions(matrix, head)}

    def list_problem(self, entry: Entry, cell: Cell, kind: str, heading: str = "") -> None:
        """List a cell of an activity."""
        self.problems.append(Problem(entry.sheet, cell, kind, heading))

    def read(self, entry: Entry) -> Activity:
        """One activity."""
        activity = Activity(entry)
        number = entry.cells.get("number")
        if number and isinstance(number.value, date):
            self.list_problem(entry, number, "date_number")
        self.read_days(activity)
        activity.budget, activity.budget_printed = self.costs.read_kind(entry, "budget")
        activity.spent, _ = self.costs.read_kind(entry, "spent")
        activity.also_printed += self.costs.beside(entry)
        self.read_state(activity)
        activity.indicators = [self.read_indicator(entry, one) for one in entry.indicators]
        activity.also_printed += [f"{heading}: {cell.text}" for heading, cell in entry.others]
        return activity

    def read_days(self, activity: Activity) -> None:
        """Start and deadline: of their columns, else of the crosses of a calendar."""
        entry = activity.entry
        due, start = entry.cells.get("due"), entry.cells.get("start")
        deadline = Deadline()
        if due:
            activity.due_printed = due.text
            deadline = self.read_due(entry, due)
        crossed = sorted(set(entry.crosses))
        printed = ", ".join(entry.head.columns[at].heading for at in crossed)
        spans = self.read_calendar(entry, crossed)
        if crossed and not spans and not due:
            activity.due_printed = printed
        if spans:
            first = min((span.first for span in spans), key=start_of)
            last = max((span.last for span in spans), key=start_of)
            if due:
                activity.also_printed.append(printed)
            else:
                activity.due_printed, deadline = printed, Deadline(first, last)
            deadline = deadline._replace(starts_on=deadline.starts_on or first)
        if start:
            deadline = self.read_begin(activity, start, deadline)
        activity.deadline = deadline

    def read_calendar(self, entry: Entry, crossed: list[int]) -> list[Span]:
        """The periods of the crosses of an activity; none, and listed, where their year is not
        known.
        """
        own = [(at, span) for at in crossed if (span := entry.head.columns[at].span)]
        spans = [span for _, one in own if (span := in_years(one, *self.years))]
        if len(spans) < len(own):
            at = own[0][0]
            cell = Cell(entry.head.columns[at].heading, None, entry.row, at + 1)
            self.list_problem(entry, cell, "deadline")
            return []
        return spans

    def read_due(self, entry: Entry, cell: Cell) -> Deadline:
        """A deadline; none, and listed, where it cannot be read."""
        try:
            found = read_deadline(cell.text, self.day_first, self.begins)
        except Unread as error:
            kind = "reversed" if "before" in str(error) else "deadline"
            self.list_problem(entry, cell, kind)
            return Deadline()
        if found.rough:
            self.list_problem(entry, cell, "rough")
        return found

    def read_begin(self, activity: Activity, cell: Cell, deadline: Deadline) -> Deadline:
        """A deadline with its start from the column for it; what cannot be read is kept under its
        heading.
        """
        try:
            first = read_start(cell.text, self.day_first, self.begins)
        except Unread:
            first = ""
            self.list_problem(activity.entry, cell, "deadline")
        if first and deadline.due_on and is_after(first, deadline.due_on):
            self.list_problem(activity.entry, cell, "reversed")
            first = ""
        if not first and cell.text:
            heading = activity.entry.head.columns[activity.entry.head.places("start")[0]].heading
            activity.also_printed.append(f"{heading}: {cell.text}")
        return deadline._replace(starts_on=first or deadline.starts_on)

    def read_state(self, activity: Activity) -> None:
        """Status and share done; a share may stand beside the status."""
        entry = activity.entry
        status, share = entry.cells.get("status"), entry.cells.get("percent")
        if status:
            try:
                activity.status = read_status(status.text)
            except Unread:
                activity.status = "unknown"
            try:
                activity.percent = read_share(status, in_figures=False)
            except Unread:
                if activity.status == "unknown":
                    self.list_problem(entry, status, "status")
            if activity.status == "done" and (activity.percent or 100) < 100:
                activity.status = "partly_done"
        if share:
            try:
                activity.percent = self.read_percent(entry, share)
            except Unread:
                heading = entry.head.columns[share.column - 1].heading
                activity.also_printed.append(f"{heading}: {share.text}")
                self.list_problem(entry, share, "percent")

    def read_percent(self, entry: Entry, cell: Cell) -> float:
        """A share of the column for it, which may count from 0 to 1."""
        scale = 100 if id(entry.head) in self.fractions and "%" not in cell.text else 1
        return round(read_share(cell) * scale, 4)

    def read_indicator(self, entry: Entry, cells: dict[str, Cell]) -> Indicator:
        """An indicator with its baseline, target and value, as figures where they are."""
        found = Indicator(cells["indicator"].text if "indicator" in cells else "")
        if found.indicator.startswith("%"):
            found.unit = "%"
        for kind in ("baseline", "target", "value"):
            if kind not in cells:
                continue
            figure, unit = read_figure(cells[kind])
            found.unit = found.unit or unit
            setattr(found, kind, figure)
            setattr(found, f"{kind}_printed", cells[kind].text)
        places = entry.head.places("target")
        years = YEAR.findall(entry.head.columns[places[0]].heading) if places else []
        found.due_on = years[-1] if years and found.target_printed else ""
        if not found.indicator:  # figures of the activity itself
            found.indicator = entry.text("activity")
        return found


def is_after(day: str, other: str) -> bool:
    """Whether a date is after another, as far as both are precise."""
    size = min(len(day), len(other))
    return day[:size] > other[:size]


def says_day_first(matrix: Matrix) -> bool:
    """Whether a date in figures of the table can only be read with its day first, and none with its
    month first.
    """
    cells = [
        cell
        for entry in matrix.entries
        for kind in ("due", "start")
        if (cell := entry.cells.get(kind))
    ]
    found = [match for cell in cells for match in DAY_AND_MONTH.finditer(cell.text)]
    return any(int(one[1]) > 12 for one in found) and not any(int(one[2]) > 12 for one in found)


def is_in_fractions(matrix: Matrix, head: Head) -> bool:
    """Whether the column for shares counts from 0 to 1: no value above 1, and one between."""
    cells = [
        cell
        for entry in matrix.entries
        if entry.head is head and (cell := entry.cells.get("percent"))
    ]
    values = [value for cell in cells if (value := share_in_figures(cell)) is not None]
    return bool(values) and max(values) <= 1 and any(0 < value < 1 for value in values)


def share_in_figures(cell: Cell) -> float | None:
    """The number of a cell for shares; None where it says per cent or holds words."""
    if isinstance(cell.value, int | float):
        return cell.value
    plain = cell.text.strip().replace(",", ".")
    return float(plain) if re.fullmatch(r"\d+(?:\.\d+)?", plain) else None


def share_budgets(activities: list[Activity], problems: list[Problem]) -> list[tuple[Stated, Sum]]:
    """A budget that is merged over several activities is one sum of the plan."""
    found = []
    for _, group in groupby(activities, key=GroupsOfMerged()):
        together = list(group)
        first = together[0].entry
        cell = first.cells.get("budget")
        if len(together) < 2 or not cell:
            continue
        names = [one.text("number") or one.text("activity")[:40] for one in together]
        label = f"{names[0]} – {names[-1]}"
        stated = Stated(label, cell, first.sheet, first.head, first.objective)
        found.append((stated, together[0].budget))
        for one in together:
            one.budget, one.budget_printed = Sum(None), cell.text
        problems.append(Problem(first.sheet, cell, "shared"))
    return found


class GroupsOfMerged:
    """A key that stays the same while the budget cell only repeats the one above."""

    def __init__(self) -> None:
        self.group = 0

    def __call__(self, activity: Activity) -> int:
        """The number of the group of an activity."""
        cell = activity.entry.cells.get("budget")
        self.group += not (cell and cell.repeated)
        return self.group
