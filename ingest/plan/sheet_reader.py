"""One sheet of a plan, read from top to bottom: heads, objectives, activities, sums."""

import re

from ingest.plan.entries import add_to_entry, crosses_of, make_entry, say_again
from ingest.plan.grid import Cell, Sheet, filled
from ingest.plan.headings import (
    GROUPS,
    MANY,
    Head,
    find_head,
    is_count,
    is_group_title,
    level_of,
    match_heading,
)
from ingest.plan.matrix import Entry, Matrix, Objective, Stated
from ingest.plan.numbers import split_number
from ingest.plan.problems import Problem
from ingest.plan.settle_columns import settle_columns
from ingest.plan.words import begins_with, folded_words

WIDE = 4  # columns; a row of so many that has but one cell may be a title
NUMBER = re.compile(r"(?:[A-Za-z]{0,3}[.\s]?)?\d+(?:[.\-]\d+)*[.)]?[a-z]?|[IVX]+[.)]?|[A-Z][.)]?")


class SheetReader:
    """Goes down one sheet and adds what it finds to the matrix."""

    def __init__(self, matrix: Matrix, sheet: Sheet, several: bool) -> None:
        self.matrix, self.sheet = matrix, sheet
        self.head: Head | None = None
        self.open: list[int] = []  # objectives that stand over the next activity, widest first
        self.of_columns: dict[int, tuple[int, str]] = {}
        self.entry: Entry | None = None
        self.entry_row: list[Cell] = []
        if several and is_group_title(sheet.name):
            self.open_objective(Cell(sheet.name, row=1, column=1), "axis")

    def read(self) -> None:
        """Read all tables of the sheet."""
        at = 0
        while at < len(self.sheet.rows):
            head = find_head(self.sheet, at) if self.head is None else self.head_at(at)
            if self.head is None and head:
                self.read_titles(at, head.first)
                at = head.first
            if head and head.first == at:
                settle_columns(self.sheet, head)
                self.head, self.entry, at = head, None, head.after
                self.matrix.heads.append((self.sheet.name, head))
                continue
            self.read_row(at)
            at += 1

    def head_at(self, at: int) -> Head | None:
        """The head that begins at this very row, of a further table or repeated on a page."""
        cells = filled(self.sheet.rows[at])
        if len(cells) < 2 or not any(match_heading(cell.text) for cell in cells):
            return None
        head = find_head(Sheet(self.sheet.name, self.sheet.rows[: at + 3], self.sheet.lines), at)
        return head if head and head.first == at else None

    def read_titles(self, first: int, last: int) -> None:
        """The lines above a table: an axis stands over it, the others are its titles."""
        for row in self.sheet.rows[first:last]:
            cells = filled(row)
            for cell in cells:
                if len(cells) == 1 and is_group_title(cell.text):
                    self.open_objective(cell, level_of(cell.text))
                else:
                    self.matrix.titles.append(cell.text)

    def read_row(self, at: int) -> None:
        """One row under a head."""
        row, cells = self.sheet.rows[at], filled(self.sheet.rows[at])
        if not cells or is_count(cells):
            self.read_repeated(row)
            return
        if at + 1 in self.sheet.lines:
            self.read_line(cells[0])
        elif self.is_total(row, cells):
            self.add_total(row, cells)
        elif begins_with_note(cells):
            self.doubt(cells[0], "note")
        elif group := self.group_of(row, cells):
            self.add_group(row, group)
        else:
            self.add_row(row)

    def read_repeated(self, row: list[Cell]) -> None:
        """A row in which every word is merged down from above says nothing of its own, unless its
        calendar is coloured.
        """
        assert self.head
        if self.entry and any(cell.colour for cell in row):
            self.entry.crosses += crosses_of(self.entry.head, row)

    def read_line(self, cell: Cell) -> None:
        """A line of text between tables: an axis stands over what follows."""
        if is_group_title(cell.text):
            self.entry = None
            self.open_objective(cell, level_of(cell.text))
        else:
            self.matrix.titles.append(cell.text)

    def cell(self, row: list[Cell], kind: str) -> Cell:
        """The cell of a kind in a row; an empty one where the table has no such column."""
        assert self.head
        places = self.head.places(kind)
        return row[places[0]] if places and places[0] < len(row) else Cell()

    def is_total(self, row: list[Cell], cells: list[Cell]) -> bool:
        """Whether a row only states a sum."""
        first, activity = cells[0], self.cell(row, "activity")
        if begins_with(first.text, "totals"):
            return not activity.text or activity.text == first.text or activity.repeated
        assert self.head
        money = [*self.head.places("budget"), *self.head.places("spent")]
        return all(cell.column - 1 in money for cell in cells) and not activity.text

    def add_total(self, row: list[Cell], cells: list[Cell]) -> None:
        """Keep a stated sum; a partial one belongs to the objective above it."""
        assert self.head
        label = cells[0].text if not cells[0].text[:1].isdigit() else ""
        budget = self.budget_of(row)
        if not budget.text or budget.repeated:
            return
        partial = bool(re.match(r"sub|sous|parc", " ".join(folded_words(label))))
        objective = None
        if partial:
            objective = self.open[-1] if self.open else self.innermost(row)
        self.matrix.sums.append(Stated(label, budget, self.sheet.name, self.head, objective))
        self.entry = None

    def budget_of(self, row: list[Cell]) -> Cell:
        """The cell of the whole budget: of the column without a year, else of the last."""
        assert self.head
        places = self.head.places("budget")
        places.sort(key=lambda at: self.head.columns[at].year != "")  # type: ignore[union-attr]
        found = [row[at] for at in places if at < len(row) and row[at].text]
        return found[0] if found else Cell()

    def group_of(self, row: list[Cell], cells: list[Cell]) -> Cell | None:
        """The cell of an objective that stands across the table; None for any other row."""
        assert self.head
        words = [cell for cell in cells if not self.is_figure(cell)]
        if len(words) != 1 or len(self.head.columns) < 3:
            return None
        found, kind = words[0], self.kind_of(words[0])
        across = sum(cell.text == found.text and cell.repeated for cell in row)
        if is_group_title(found.text) or kind == "number":
            return found
        if across > len(self.head.columns) / 2:
            return found
        return found if kind == "activity" and self.is_wider(row, found) else None

    def is_figure(self, cell: Cell) -> bool:
        """Whether a cell beside the title of an objective is no word of it: a sum or a number."""
        kind = self.kind_of(cell)
        return kind in MANY or (kind in ("number", "") and bool(NUMBER.fullmatch(cell.text)))

    def is_wider(self, row: list[Cell], found: Cell) -> bool:
        """Whether the only words of a row, in the column of activities, are a heading there."""
        number = self.cell(row, "number").text.strip(" .)")
        if number:
            return "." not in number and "-" not in number
        below = next(iter(self.sheet.rows[found.row : found.row + 1]), [])
        if self.cell(below, "number").text:  # a row without one above a row with one
            return True
        if split := split_number(found.text):
            inner = re.compile(rf"{re.escape(split[0])}\.\d")
            return any(inner.match(cell.text) for cell in filled(below))
        return found.text.isupper() and len(found.text) > 3

    def kind_of(self, cell: Cell) -> str:
        """What kind of column a cell stands in."""
        assert self.head
        at = cell.column - 1
        return self.head.columns[at].kind if at < len(self.head.columns) else ""

    def add_group(self, row: list[Cell], cell: Cell) -> None:
        """An objective across the table, with its sum where one stands beside it."""
        assert self.head
        number = self.cell(row, "number")
        text = cell.text
        if number.text and number is not cell and not number.repeated and number.text not in text:
            text = f"{number.text.rstrip('.)')}. {text}"
        level = level_of(cell.text)
        if not level:
            self.doubt(cell, "across")
        self.entry = None
        self.open_objective(Cell(text, None, cell.row, cell.column), level)
        budget = self.budget_of(row)
        if budget.text and not budget.repeated and budget is not cell:
            sums = Stated(text, budget, self.sheet.name, self.head, self.open[-1])
            self.matrix.sums.append(sums)

    def open_objective(self, cell: Cell, level: str) -> int:
        """Begin an objective; it stands under the nearest wider one."""
        objectives = self.matrix.objectives
        own = level or self.level_below()
        while self.open and not is_under(own, objectives[self.open[-1]].level):
            self.open.pop()
        parent = self.open[-1] if self.open else None
        self.open.append(self.find_objective(cell, own, parent))
        self.of_columns.clear()
        return self.open[-1]

    def level_below(self) -> str:
        """The level of an objective that does not name it: a second one in a row stands under the
        first.
        """
        objectives = self.matrix.objectives
        if not self.open:
            return "axis"
        last = objectives[self.open[-1]]
        used = any(entry.objective == self.open[-1] for entry in self.matrix.entries[-1:])
        return last.level if used or last.level != "axis" else "objective"

    def find_objective(self, cell: Cell, level: str, parent: int | None) -> int:
        """The objective of these words under a parent, made where it is not there yet."""
        words = folded_words(cell.text)
        for place, known in enumerate(self.matrix.objectives):
            if (known.parent, folded_words(known.text)) == (parent, words):
                return place
        objective = Objective(cell.text, cell, self.sheet.name, level, parent)
        self.matrix.objectives.append(objective)
        return len(self.matrix.objectives) - 1

    def innermost(self, row: list[Cell]) -> int | None:
        """The objective that a row stands under: by its columns of objectives, else by the rows
        across the table above it. An empty cell there means the words above it.
        """
        assert self.head
        parent = self.open[-1] if self.open else None
        places = [at for at, one in enumerate(self.head.columns) if one.kind in GROUPS]
        changed = False
        for at in places:
            cell = row[at] if at < len(row) else Cell()
            known = self.of_columns.get(at)
            if cell.text and (changed or not known or known[1] != cell.text):
                column = self.head.columns[at]
                known = self.find_objective(cell, column.kind, parent), cell.text
                self.of_columns[at] = known
                changed = True
            elif changed and not cell.text:
                self.of_columns.pop(at, None)
                known = None
            parent = known[0] if known else parent
        return parent

    def add_row(self, row: list[Cell]) -> None:
        """An activity, or more of the one above."""
        activity = self.cell(row, "activity")
        objective = self.innermost(row)
        own = [cell for cell in filled(row) if self.kind_of(cell) not in GROUPS]
        if not own:
            return
        number = self.cell(row, "number")
        if activity.text and not activity.repeated:
            self.add_entry(row, objective)
        elif self.entry and (activity.repeated or not number.text or number.repeated):
            add_to_entry(self.entry, row)
        else:
            kind = "no_words" if number.text else "orphan"
            self.matrix.problems.append(Problem(self.sheet.name, own[0], kind, lost=True))

    def add_entry(self, row: list[Cell], objective: int | None) -> None:
        """A new activity; `idem` in a cell stands for the words above it."""
        assert self.head
        self.entry_row = row = say_again(row, self.entry_row)
        self.entry = make_entry(self.sheet.name, self.head, row, objective)
        self.matrix.entries.append(self.entry)
        for cell in filled(row):
            if cell.doubt:
                self.doubt(cell, cell.doubt)
        wide = len(self.head.columns) >= WIDE
        if wide and len(filled(row)) == 1 and not self.entry.text("number"):
            self.doubt(self.entry.cells["activity"], "alone")
        status = self.cell(row, "status")
        if not status.text and status.colour not in ("", self.cell(row, "activity").colour):
            self.doubt(status, "colour")

    def doubt(self, cell: Cell, kind: str) -> None:
        """List a cell for a person to look at."""
        self.matrix.problems.append(Problem(self.sheet.name, cell, kind))


def is_under(level: str, other: str) -> bool:
    """Whether an objective of a level can stand under one of another."""
    return GROUPS.index(level or "objective") > GROUPS.index(other or "axis")


def begins_with_note(cells: list[Cell]) -> bool:
    """Whether a row is a note to the table: one cell, `Source : ...`, `NB : ...`."""
    text = cells[0].text
    short = re.match(r"[^\W\d]+(?:\s[^\W\d]+)?\s*[:.*]", text)
    return len(cells) == 1 and ((bool(short) and begins_with(text, "notes")) or text[0] in "*¹²³")
