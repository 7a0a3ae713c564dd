"""The head of a table of activities: where it is, and which column is which."""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby

from ingest.law.splitting.containers import container_rank
from ingest.plan.deadlines import YEAR, Span
from ingest.plan.grid import Cell, Sheet, filled
from ingest.plan.periods import IN_LETTERS, MONTH_NAMES, calendar_span, is_period, name_months
from ingest.plan.words import Found, find_phrases, folded_words, is_said

LONGEST = 12  # words of a heading
FEWEST = 3  # columns that a head names; two where the table has no more than three
DEEPEST = 3  # rows of a head
BRACKETS = re.compile(r"\([^()]*\)")
GROUPS = ("axis", "objective")
GROUP_NUMBER = re.compile(
    r"^(?:[^\W\d]+\s+){0,2}?n?°?\s*((?:[A-Z]{1,2}\s?)?\d+(?:\.\d+)*|[IVX]+)\s*[:.)\-–—]"
)
MANY = ("budget", "spent")  # kinds of column that a table may have one of for each year
MANY_KINDS = 4  # by which a head is known even if it names little else of what we have
CALENDAR = 3  # periods in a row that make a calendar
MONTHS = 12


@dataclass
class Column:
    """A column of the table: what it holds, by the words over it; `span` for a column of a
    calendar, `year` for one year, or another part, of several. A column of kind `state` is marked
    where an activity has the status that is its heading.
    """

    heading: str
    kind: str = ""
    span: Span | None = None
    year: str = ""
    stack: list[str] = field(default_factory=list)


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
        texts = [cell.text for cell in filled(sheet.rows[first])]
        if is_head_of_table(texts, width_of(sheet, first)):
            return read_head(sheet, first)
    return None


def width_of(sheet: Sheet, first: int) -> int:
    """How many columns are filled in any of the rows that follow."""
    rows = sheet.rows[first : first + 30]
    return len({cell.column for row in rows for cell in row if cell.text})


def is_head_of_table(texts: list[str], width: int) -> bool:
    """Whether the cells of a row are headings: most of them known, of several kinds, the activity
    among them. The periods of a calendar are one kind.
    """
    found = [match_heading(text) for text in texts]
    kinds = {one.key for one in found if one} - {"aside"}
    enough = FEWEST if width > FEWEST else 2
    if "activity" not in kinds or len(kinds) + 1 < enough:
        return False
    known = sum(one is not None for one in found)
    unknown = [text for text, one in zip(texts, found, strict=True) if one is None]
    periods = sum(map(is_period, unknown))
    if periods >= CALENDAR:
        return len(kinds) + 1 >= enough and (known + 1) * 2 >= len(found) - periods
    share = 2 if len(kinds) < MANY_KINDS else 3  # of the cells one in so many is known
    return len(kinds) >= enough and known * share >= len(found)


def read_head(sheet: Sheet, first: int) -> Head:
    """The columns of a head of one to three rows."""
    after = first + 1
    while after < min(first + DEEPEST, len(sheet.rows)) and goes_on(sheet, first, after):
        after += 1
    width = max(len(row) for row in sheet.rows[first:after])
    stacks = [heads_of(sheet.rows[first:after], at) for at in range(width)]
    name_months(stacks)
    head = Head(first, after, [])
    for stack in stacks:
        head.columns.append(read_column(stack, head.languages))
    return head


def goes_on(sheet: Sheet, first: int, at: int) -> bool:
    """Whether a row still belongs to the head: it numbers the columns, or divides wide headings
    while that of the activity reaches down.
    """
    row, own = sheet.rows[at], filled(sheet.rows[at])
    if at + 1 in sheet.lines:
        return False
    if not own:
        return any(cell.text for cell in row)
    if is_count(own) or names_months(own):
        return True
    activity = {
        cell.column: cell.text
        for cell in sheet.rows[first]
        if (found := match_heading(cell.text)) and found.key == "activity"
    }
    if any(cell.repeated and activity.get(cell.column) == cell.text for cell in row):
        return True
    return all(cell.column not in activity and divides_heading(cell.text) for cell in own)


def divides_heading(text: str) -> bool:
    """Whether words can stand under a wide heading: a period, a status, a total, or a heading of
    their own.
    """
    return not is_group_title(text) and (
        is_period(text)
        or match_heading(text) is not None
        or is_said(text, "statuses")
        or is_said(text, "totals")
    )


def is_count(cells: list[Cell]) -> bool:
    """Whether cells only number the columns: (1) (2) (3)."""
    numbers = [cell.text.strip("() .") for cell in cells]
    return len(numbers) > 2 and all(number.isdecimal() and len(number) < 3 for number in numbers)


def names_months(cells: list[Cell]) -> bool:
    """Whether cells are the months of a year, by letters or by numbers, right of other columns."""
    texts = [cell.text.strip().upper() for cell in cells]
    in_figures = [str(number) for number in range(1, MONTHS + 1)]
    year = texts[:MONTHS]
    known = "".join(year) in IN_LETTERS or [text.lstrip("0") for text in year] == in_figures
    return known and cells[0].column > 1


def heads_of(rows: list[list[Cell]], at: int) -> list[str]:
    """The headings over a column, the widest first, each once; what numbers columns is left out."""
    texts = [
        row[at].text
        for row in rows
        if at < len(row)
        and row[at].text
        and (not is_count(filled(row)) or names_months(filled(row)))
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
        periods = " ".join(text for text in stack if is_period(text))
        printed = span.first if stack[-1] in MONTH_NAMES else periods
        return Column(printed, "calendar", span, stack=stack)
    if stack and kind in ("", "status") and not matches[0] and is_said(stack[-1], "statuses"):
        return Column(stack[-1], "state", stack=stack)
    years = YEAR.findall(" ".join(stack)) if kind in MANY else []
    return Column(heading, kind, None, years[-1] if years else "", stack)


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
