"""The head of a table of activities: where it is, and which column is which."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from ingest.folding import for_names, for_patterns
from ingest.law.splitting.containers import container_rank
from ingest.plan.deadlines import YEAR, Span, read_deadline
from ingest.plan.grid import Cell, Sheet, filled
from ingest.plan.words import Found, find_phrases, folded_words
from ingest.received.dates import MONTH, MONTHS, Unread

LONGEST = 12  # words of a heading
FEWEST = 3  # columns that a head names; two where the table has no more than three
DEEPEST = 3  # rows of a head
BRACKETS = re.compile(r"\([^()]*\)")
PERIOD = re.compile(r"(?:t|q|trim\w*|quarter|quarterly)?\s*\.?\s*([1-4]|i{1,3}|iv)(?:er|e|eme|o)?")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
GROUPS = ("axis", "objective")
GROUP_NUMBER = re.compile(
    r"^(?:[^\W\d]+\s+){0,2}?n?°?\s*((?:[A-Z]{1,2}\s?)?\d+(?:\.\d+)*|[IVX]+)\s*[:.)\-–—]"
)
MANY = ("budget", "spent")  # kinds of column that a table may have one of for each year


@dataclass
class Column:
    """A column of the table: what it holds, by the words over it; `span` for a column of a
    calendar, `year` for one year of several.
    """

    heading: str
    kind: str = ""
    span: Span | None = None
    year: str = ""


@dataclass
class Head:
    """The rows of a head (from `first` to before `after`) and the columns by their place from 0."""

    first: int
    after: int
    columns: list[Column]
    languages: Counter[str] = field(default_factory=Counter)

    def places(self, kind: str) -> list[int]:
        """The places of the columns of a kind."""
        return [at for at, column in enumerate(self.columns) if column.kind == kind]


def match_heading(text: str) -> Found | None:
    """What kind of column a heading names; None for words that are no heading."""
    outside = BRACKETS.sub(" ", text)
    words = outside if re.search(r"\w", outside) else text
    size = len(folded_words(words))
    if not 0 < size <= LONGEST and text.strip() not in ("%", "#"):
        return None
    found = find_phrases(words, "headings")
    if not found:
        return None
    best = min(
        found, key=lambda one: (not one.whole, one.start - one.end, one.start, not one.exact)
    )
    if best.end - best.start < size / 4:
        return None
    if best.key == "status" and "%" in text:
        best = best._replace(key="percent")
    return best


def find_head(sheet: Sheet, start: int) -> Head | None:
    """The next head at or below a row (its place from 0); None where there is none."""
    for first in range(start, len(sheet.rows)):
        if first + 1 in sheet.lines:
            continue
        found = [match_heading(cell.text) for cell in filled(sheet.rows[first])]
        if is_head_of_table(found, width_of(sheet, first)):
            return read_head(sheet, first)
    return None


def width_of(sheet: Sheet, first: int) -> int:
    """How many columns are filled in any of the rows that follow."""
    rows = sheet.rows[first : first + 30]
    return len({cell.column for row in rows for cell in row if cell.text})


def is_head_of_table(found: list[Found | None], width: int) -> bool:
    """Whether the cells of a row are headings: most of them known, of several kinds, the activity
    among them.
    """
    kinds = {one.key for one in found if one}
    known = sum(one is not None for one in found)
    enough = len(kinds) >= (FEWEST if width > FEWEST else 2)
    return enough and "activity" in kinds and known * 2 >= len(found)


def read_head(sheet: Sheet, first: int) -> Head:
    """The columns of a head of one to three rows."""
    after = first + 1
    while after < min(first + DEEPEST, len(sheet.rows)) and goes_on(sheet, first, after):
        after += 1
    width = max(len(row) for row in sheet.rows[first:after])
    stacks = [heads_of(sheet.rows[first:after], at) for at in range(width)]
    head = Head(first, after, [])
    for stack in stacks:
        head.columns.append(read_column(stack, head.languages))
    join_levels(head)
    return head


def goes_on(sheet: Sheet, first: int, at: int) -> bool:
    """Whether a row still belongs to the head: it numbers the columns, or only divides wide
    headings while that of the activity reaches down.
    """
    row, own = sheet.rows[at], filled(sheet.rows[at])
    if at + 1 in sheet.lines:
        return False
    if not own:
        return any(cell.text for cell in row)
    if is_count(own):
        return True
    activity = {
        cell.column
        for cell in sheet.rows[first]
        if (found := match_heading(cell.text)) and found.key == "activity"
    }
    return all(cell.column not in activity and divides_heading(cell.text) for cell in own)


def divides_heading(text: str) -> bool:
    """Whether words can stand under a wide heading: a period, or a heading of their own."""
    return not is_group_title(text) and (is_period(text) or match_heading(text) is not None)


def is_count(cells: list[Cell]) -> bool:
    """Whether cells only number the columns: (1) (2) (3)."""
    numbers = [cell.text.strip("() .") for cell in cells]
    return len(numbers) > 2 and all(number.isdecimal() and len(number) < 3 for number in numbers)


def heads_of(rows: list[list[Cell]], at: int) -> list[str]:
    """The headings over a column, the widest first, each once; what numbers columns is left out."""
    texts = [
        row[at].text for row in rows if at < len(row) and row[at].text and not is_count(filled(row))
    ]
    return [text for text, _ in groupby(texts)]


def read_column(stack: list[str], languages: Counter[str]) -> Column:
    """A column by its headings: the lowest that names a kind counts, a calendar by all of them."""
    heading = " – ".join(stack)
    span = calendar_span(stack)
    matches = [match_heading(text) for text in reversed(stack)]
    found = next(filter(None, matches), None)
    if found:
        languages[found.language] += 1
    kind = found.key if found else ""
    if span and kind not in MANY:
        periods = [text for text in stack if is_period(text)]
        return Column(" ".join(periods), "calendar", span)
    years = YEAR.findall(" ".join(stack)) if kind in MANY else []
    return Column(heading, kind, None, years[-1] if years else "")


def is_period(text: str) -> bool:
    """Whether a text is a year, a quarter or a month."""
    return bool(
        re.fullmatch(r"(?:19|20)\d\d", text.strip())
        or PERIOD.fullmatch(for_patterns(text).strip())
        or for_names(text) in MONTHS
        or is_span(text)
    )


def is_span(text: str) -> bool:
    """Whether a text with its own year is a period."""
    try:
        return bool(read_deadline(text).due_on)
    except Unread:
        return False


def calendar_span(stack: list[str]) -> Span | None:
    """The period of a column of a calendar: `2026` over `T2` over `Mai`, the narrowest counts."""
    years = [found[-1] for text in stack if (found := YEAR.findall(text))]
    if not years or not is_period(stack[-1]):
        return None
    year, lowest = years[-1], for_names(stack[-1])
    if MONTH.fullmatch(lowest):
        month = f"{year}-{MONTHS[lowest]:02}"
        return Span(month, month)
    if part := PERIOD.fullmatch(for_patterns(stack[-1]).strip()):
        number = ROMAN.get(part[1]) or int(part[1])
        return Span(f"{year}-{number * 3 - 2:02}", f"{year}-{number * 3:02}")
    try:
        day = read_deadline(stack[-1] if YEAR.search(stack[-1]) else f"{stack[-1]} {year}")
    except Unread:
        return None
    first = day.due_on
    if len(first) == 7 and not MONTH.search(lowest):  # `T2 2026` in one cell
        size = 2 if re.search(r"[tq1-4]", lowest) else 0
        return Span(f"{first[:5]}{int(first[5:]) - size:02}", first)
    return Span(first, first)


def join_levels(head: Head) -> None:
    """One column of each kind; a second one keeps its words under its own heading, but for
    calendars, sums by year and the levels of objectives.
    """
    seen: set[str] = set()
    for column in head.columns:
        if column.kind in ("", "calendar", *GROUPS):
            continue
        if column.kind in seen and not (column.kind in MANY and column.year):
            column.kind = ""
        seen.add(column.kind)


def level_of(text: str) -> str:
    """`axis` or `objective` for a line that begins with a word for one; empty for any other."""
    found = match_heading(" ".join(text.split()[:3]))
    first = folded_words(text)[:1]
    if found and found.key in GROUPS and found.start == 0 and first:
        return found.key
    return ""


def is_group_title(text: str) -> bool:
    """Whether a line is the title of an axis or objective: it begins with a word for one and goes
    on with its number.
    """
    level = level_of(text)
    return bool(level) and bool(GROUP_NUMBER.match(text) or container_rank(text))
