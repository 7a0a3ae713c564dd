"""A plan in running text, without a table: activities as numbered lines or points of a list under
axes and objectives, and under each what answers for it (`Responsable : ...`, `Deadline: ...`).

It becomes the table that it could have been, which the reader of tables reads like any other.
"""

import re
from dataclasses import dataclass, field

from ingest.languages import LANGUAGES, section
from ingest.law.guess_language import guess
from ingest.plan.grid import Cell, Sheet, filled
from ingest.plan.headings import is_group_title, match_heading
from ingest.plan.numbers import NUMBERED, split_number
from ingest.plan.words import folded_words

FEWEST = 3  # activities; a text with fewer is no plan
LABELLED = (
    *("lead", "partners", "start", "due", "budget", "spent", "funder", "indicator", "baseline"),
    *("target", "value", "means", "status", "percent", "remark"),
)
BULLET = re.compile(r"^[•▪‣◦●○■□➢➤✓*·–—-]\s*")
PIECES = re.compile(r"\s*[;|]\s*|\s+[–—]\s+")
LABEL = re.compile(r"^(?P<label>[^:]{2,60}?)\s*:\s*(?P<words>\S.*)$")
NUMBER_ALONE = re.compile(r"^(?:[A-Z]\.?)?(?:\d+[.):]|\d+(?:\.\d+)+[.):]?)$", re.I)
FULL = 0.6  # share of the longest line of a page from which a line may go on in the next


@dataclass
class Line:
    """A paragraph: its cell, its words without bullet and number, whether it is a point of a list,
    and what it says beside an activity.
    """

    cell: Cell
    words: str
    number: str = ""
    named: bool = False  # "Activity 1.1: ..."
    item: bool = False
    labels: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)


def as_table(sheet: Sheet) -> Sheet | None:
    """The plan of a running text as a sheet with one table; None where there is no such plan."""
    cells = join_numbers(join_wrapped(sheet))
    table = Outline([read_line(cell, cell.row in sheet.items) for cell in cells])
    for line in table.lines:
        table.add_line(line)
    enough = table.activities >= FEWEST
    return Sheet(sheet.name, table.rows, frozenset(table.running)) if enough else None


class Outline:
    """Gathers the rows of a table from the lines of a text, in their order. Activities are taken
    while an axis or objective is open; where none has a title of its own, every number that others
    stand below opens one.
    """

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        numbers = {line.number for line in lines if line.number}
        self.inner = {number for number in numbers if any(is_below(n, number) for n in numbers)}
        self.titled = any(is_group_title(line.words) for line in lines)
        headings = {kind: words for line in lines for kind, words in line.headings.items()}
        self.kinds = ["number", "activity", *headings]
        self.rows = [heading_row(lines, headings)]
        self.running: set[int] = set()  # rows that are lines of text
        self.activities = 0
        self.is_open = False
        self.taken: set[str] = set()  # numbers of activities under the open axis

    def add_line(self, line: Line) -> None:
        """Add a title, an activity, or what a line says of the one above; other words are prose."""
        if is_group_title(line.words):
            self.rows.append([line.cell])
            self.running.add(len(self.rows))
            self.is_open = True
            self.taken.clear()
        elif line.labels:
            if self.is_open and self.activities:
                add_labels(self.rows[-1], self.kinds, line)
        elif line.number in self.inner and not self.goes_on(line.number):
            self.is_open = not self.titled
            if self.is_open:
                self.add_row(line, [f"{line.number}. {line.words}"] * len(self.kinds))
        elif self.is_open and is_activity(line):
            self.add_row(line, [line.number, line.words])
            self.activities += 1
            self.taken.add(line.number)

    def goes_on(self, number: str) -> bool:
        """Whether a number goes on with the activities under an axis that has a title."""
        return self.titled and sibling_before(number) in self.taken

    def add_row(self, line: Line, words: list[str]) -> None:
        """Add a row with words in its first places."""
        filled_up = [*words, *[""] * (len(self.kinds) - len(words))]
        self.rows.append(
            [Cell(text, None, line.cell.row, at) for at, text in enumerate(filled_up, 1)]
        )


def heading_row(lines: list[Line], headings: dict[str, str]) -> list[Cell]:
    """The head of the table: the labels as printed, behind words for number and activity in the
    language of the text.
    """
    language = guess(" ".join(line.words for line in lines))
    known = section(language if language in LANGUAGES else "en", "plan")["headings"]
    words = [str(known["number"][0]), str(known["activity"][0]), *headings.values()]
    return [Cell(text, None, 0, at) for at, text in enumerate(words, 1)]


def join_wrapped(sheet: Sheet) -> list[Cell]:
    """The paragraphs of a sheet. A page of a PDF has lines: one that is full goes on in the next,
    unless that one begins something of its own.
    """
    cells = [filled(row)[0] for at, row in enumerate(sheet.rows, 1) if at in sheet.lines]
    if not sheet.wrapped:
        return cells
    longest = max((len(cell.text) for cell in cells), default=0)
    joined: list[Cell] = []
    goes_on = False
    for cell in cells:
        if goes_on and not begins_anew(cell.text):
            joined.append(follow(joined.pop(), cell))
        else:
            joined.append(cell)
        goes_on = len(cell.text) >= FULL * longest
    return joined


def follow(before: Cell, cell: Cell) -> Cell:
    """A paragraph with the words of the next one behind its own."""
    return Cell(f"{before.text} {cell.text}", None, before.row, before.column)


def join_numbers(cells: list[Cell]) -> list[Cell]:
    """The paragraphs, a number that stands alone (as on a card of a web page) before its words."""
    joined: list[Cell] = []
    for cell in cells:
        if joined and NUMBER_ALONE.match(joined[-1].text) and not begins_anew(cell.text):
            joined.append(follow(joined.pop(), cell))
        else:
            joined.append(cell)
    return joined


def begins_anew(text: str) -> bool:
    """Whether a line begins a paragraph: with a bullet, a number, a label or a word for an axis."""
    plain = BULLET.sub("", text)
    numbered = NUMBERED.match(plain)
    return (
        plain != text
        or is_group_title(plain)
        or bool(numbered and (numbered["end"] or "." in numbered["number"]))
        or bool(read_labels(plain))
    )


def read_line(cell: Cell, item: bool) -> Line:
    """A paragraph with its number or its labels."""
    text = BULLET.sub("", cell.text)
    item = item or text != cell.text
    labels = read_labels(text)
    if labels:
        values = {kind: words for kind, _, words in labels}
        headings = {kind: heading for kind, heading, _ in labels}
        return Line(cell, text, item=item, labels=values, headings=headings)
    numbered = None if is_group_title(text) else split_number(text)
    if numbered:
        number, words, named = numbered
        return Line(cell, words, number, named, item)
    return Line(cell, text, item=item)


def read_labels(text: str) -> list[tuple[str, str, str]]:
    """(kind, label as printed, words) of each piece of a line; none unless every piece has one."""
    found = []
    for piece in PIECES.split(text):
        match = LABEL.match(piece)
        kind = match_heading(match["label"]) if match else None
        if not match or not kind or not kind.whole or kind.key not in LABELLED:
            return []
        found.append((kind.key, match["label"], match["words"]))
    return found


def is_below(number: str, other: str) -> bool:
    """Whether a number stands below another: 1.2 below 1."""
    return number.startswith(f"{other}.")


def sibling_before(number: str) -> str:
    """The number before a number, at its level: 1.2 before 1.3."""
    stem, dot, last = number.rpartition(".")
    return f"{stem}{dot}{int(last) - 1}" if last.isdigit() else ""


def is_activity(line: Line) -> bool:
    """Whether a paragraph under an objective is an activity: numbered, or a point of a list."""
    return (bool(line.number) or line.item) and len(folded_words(line.words)) > 1


def add_labels(row: list[Cell], kinds: list[str], line: Line) -> None:
    """What a line says of the activity above it; a label that comes again adds to the first."""
    if len(row) != len(kinds):  # a title of an objective
        return
    for kind, words in line.labels.items():
        at = kinds.index(kind)
        put_words(row, at, f"{row[at].text}; {words}" if row[at].text else words)


def put_words(row: list[Cell], at: int, words: str) -> None:
    """Write words into a place of a row."""
    row[at] = Cell(words, None, row[at].row, at + 1)
