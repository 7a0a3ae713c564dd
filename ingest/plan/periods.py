"""The columns of a calendar in the head of a table of activities: years, quarters and months, also
counted from the beginning of the plan (`Année 2`) or named by one letter.
"""

import re

from ingest.folding import for_names, for_patterns
from ingest.plan.deadlines import (
    YEAR,
    Span,
    read_deadline,
    read_part_of_year,
    relative_year,
)
from ingest.received.dates import MONTH, MONTHS, Unread

PERIOD = re.compile(r"(?:t|q|trim\w*|quarter|quarterly)?\s*\.?\s*([1-4]|i{1,3}|iv)(?:er|e|eme|o)?")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
IN_LETTERS = ("JFMAMJJASOND", "EFMAMJJASOND")  # January to December; enero in Spanish
MONTH_NAMES = tuple(
    "january february march april may june july august september october november december".split()
)
NO_YEAR = "0000"
LONGEST = 4  # words of a part of the year


def is_period(text: str) -> bool:
    """Whether a text is a year, a quarter or a month."""
    return bool(
        re.fullmatch(r"(?:19|20)\d\d", text.strip())
        or PERIOD.fullmatch(for_patterns(text).strip())
        or relative_year().fullmatch(for_patterns(text).strip())
        or for_names(text) in MONTHS
        or part_of_year(text)
        or is_span(text)
    )


def part_of_year(text: str) -> Span | None:
    """A quarter or half of a year without the year: the part of 2000; None for other words."""
    if YEAR.search(text) or not 0 < len(text.split()) <= LONGEST:
        return None
    return read_part_of_year(f"{for_patterns(text)} 2000")


def is_span(text: str) -> bool:
    """Whether a text with its own year is a period."""
    try:
        return bool(read_deadline(text).due_on)
    except Unread:
        return False


def year_of(stack: list[str]) -> str:
    """The year that headings name: of four figures, `0002` for the second of the plan, NO_YEAR for
    none.
    """
    for text in reversed(stack):
        if years := YEAR.findall(text):
            return str(years[-1])
    for text in reversed(stack):
        if found := relative_year().fullmatch(for_patterns(text).strip()):
            return f"{int(found[1]):04}"
    return NO_YEAR


def calendar_span(stack: list[str]) -> Span | None:
    """The period of a column of a calendar: `2026` over `T2` over `Mai`, the narrowest counts."""
    if not stack or not is_period(stack[-1]):
        return None
    year, lowest = year_of(stack), for_names(stack[-1])
    if MONTH.fullmatch(lowest):
        month = f"{year}-{MONTHS[lowest]:02}"
        return Span(month, month)
    if quarter := PERIOD.fullmatch(for_patterns(stack[-1]).strip()):
        number = ROMAN.get(quarter[1]) or int(quarter[1])
        return Span(f"{year}-{number * 3 - 2:02}", f"{year}-{number * 3:02}")
    if relative_year().fullmatch(for_patterns(stack[-1]).strip()):
        return Span(year, year)
    if part := part_of_year(stack[-1]):
        return Span(year + part.first[4:], year + part.last[4:])
    try:
        day = read_deadline(stack[-1] if YEAR.search(stack[-1]) else f"{stack[-1]} {year}")
    except Unread:
        return None
    first = day.due_on
    if len(first) == 7 and not MONTH.search(lowest):  # `T2 2026` in one cell
        size = 2 if re.search(r"[tq1-4]", lowest) else 0
        return Span(f"{first[:5]}{int(first[5:]) - size:02}", first)
    return Span(first, first)


def in_years(span: Span, begins: str, ends: str) -> Span | None:
    """A period of a calendar with the year it means: `0002` is the second year of a plan that
    begins in `begins`, no year that of a plan of one year. None where that is not known.
    """
    number = int(span.first[:4])
    if number > 1000:
        return span
    if not begins or (number == 0 and begins[:4] != ends[:4]):
        return None
    year = str(int(begins[:4]) + max(number - 1, 0))
    return Span(year + span.first[4:], year + span.last[4:])


def name_months(stacks: list[list[str]]) -> None:
    """Twelve columns in a row that are headed J F M A M J J A S O N D get the names of the months,
    which alone tell June from July.
    """
    letters = "".join(
        stack[-1].strip().upper() if stack and len(stack[-1].strip()) == 1 else " "
        for stack in stacks
    )
    for known in IN_LETTERS:
        for found in re.finditer(known, letters):
            for at, name in enumerate(MONTH_NAMES, found.start()):
                stacks[at][-1] = name
