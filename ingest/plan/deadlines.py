"""When an activity is to be done, as plans print it: days, months, quarters, semesters, years,
ranges and lists of these, `en continu`, `À déterminer`.
"""

import re
from functools import cache
from typing import NamedTuple

from ingest.folding import for_names, for_patterns
from ingest.languages import LANGUAGES, section
from ingest.plan.words import is_said, word_pattern
from ingest.received.dates import MONTH, Unread, read_date

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
ONTO = r"\.?(?:er|ere|eme|e|re|nd|rd|st|th|ro|do|to|o|a|º|ª|°)?"
RELATIVE = r"(?<!\w)(?:{years})\s*(\d{{1,2}})(?!\w)"


class Span(NamedTuple):
    """First and last date of something, each YYYY, YYYY-MM or YYYY-MM-DD."""

    first: str
    last: str


class Deadline(NamedTuple):
    """When something starts and is due; both empty where a text states no date: `continuous` where
    it goes on all the time, neither where it is left open. `rough` is a date read with less than it
    says (`mi-2027`).
    """

    starts_on: str = ""
    due_on: str = ""
    continuous: bool = False
    rough: bool = False


def read_deadline(text: str, day_first: bool = False, begins: str = "") -> Deadline:
    """Read a deadline. `begins` is the year in which the plan begins, for `Année 2`. Raises Unread
    for what cannot be read; a period that ends before it begins is not read.
    """
    plain = " ".join(text.replace("\u2009", " ").split()).strip(" .;,")
    if not plain or not re.search(r"\w", plain) or is_said(plain, "no_value"):
        return Deadline()
    if is_said(plain, "continuous"):
        return Deadline(continuous=True)
    spans = read_spans(plain, day_first, begins)
    if spans is None:
        raise Unread(f"not a deadline: {text!r}")
    first, last = spans[0].first, spans[-1].last
    rough = bool(re.search(rf"^(?:{word_pattern('roughly')})(?!\w)", for_patterns(plain)))
    if len(spans) == 1:  # a deadline in T2 2026 is the end of it
        return Deadline("", last, rough=rough)
    if start_of(first) > start_of(last):
        raise Unread(f"ends before it begins: {text!r}")
    return Deadline(first, last, rough=rough)


def read_start(text: str, day_first: bool = False, begins: str = "") -> str:
    """The first date of a text; empty where it states none. Raises Unread."""
    found = read_deadline(text, day_first, begins)
    spans = read_spans(" ".join(text.split()).strip(" .;,"), day_first, begins)
    return spans[0].first if spans else found.starts_on


def start_of(day: str) -> str:
    """A date of any precision as its first day, to compare."""
    return day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day


@cache
def range_signs() -> re.Pattern[str]:
    """What stands between the two ends of a period."""
    words = word_pattern("to")
    between_years = r"(?<=\d{4})\s*[-/]\s*(?=\d{4}|[a-z])"
    return re.compile(rf"\s*[–—→]\s*|\s+-+>?\s+|{between_years}|\s+(?:{words})\s+")


@cache
def list_signs() -> re.Pattern[str]:
    """What stands between the members of a list of periods."""
    return re.compile(rf"\s*[,;،؛\n&+]\s*|\s+(?:{word_pattern('and')})\s+|\s*/\s*(?=[^\W\d])")


def read_spans(plain: str, day_first: bool, begins: str) -> list[Span] | None:
    """The periods that a text names, in order: one, the two ends of a range, or a list."""
    whole = read_span(plain, day_first, begins)
    if whole:
        return [whole]
    folded = re.sub(rf"^(?:{word_pattern('from')})\s+", "", for_patterns(plain))
    for signs in (range_signs(), re.compile(r"\s*-\s*"), list_signs()):
        parts = [part for part in signs.split(folded) if part.strip()]
        if len(parts) < 2 or (signs is not list_signs() and len(parts) != 2):
            continue
        spans = read_parts(parts, day_first, begins)
        if spans:
            return spans
    return None


def lend_years(parts: list[str]) -> list[str]:
    """The year of each part: of the next one where it has none, of the one before at the end."""
    years = [found[-1] if (found := YEAR.findall(part)) else "" for part in parts]
    for at in reversed(range(len(parts) - 1)):
        years[at] = years[at] or years[at + 1]
    for at in range(1, len(parts)):
        years[at] = years[at] or years[at - 1]
    return years


def read_parts(parts: list[str], day_first: bool, begins: str) -> list[Span] | None:
    """The parts of a range or list, all of them or none."""
    years = lend_years(parts)
    month = MONTH.search(for_names(parts[-1]))
    spans: list[Span] = []
    for part, year in zip(parts, years, strict=True):
        tries = [part if YEAR.search(part) else f"{part} {year}"]
        if month and re.fullmatch(r"\D{0,4}\d{1,2}\w{0,3}", part.strip()):
            tries.append(f"{part} {month[1]} {year}")  # 1 - 15 mars 2026
        if spans and re.fullmatch(r"[1-4]|i{1,3}|iv", part.strip()):
            tries.append(f"t{part} {year}")  # T1, 2 et 3 2026
        read = (read_span(one, day_first, begins) for one in tries)
        span = next(filter(None, read), None)
        if span is None:
            return None
        spans.append(span)
    return spans


def read_span(text: str, day_first: bool, begins: str) -> Span | None:
    """One day, month, quarter, semester or year; None for anything else."""
    folded = for_patterns(text)
    previous = ""
    while previous != folded:  # `d'ici à la fin de` is several
        previous = folded
        folded = re.sub(rf"^(?:{word_pattern('by', 'roughly')})(?:\s+|-\s?|(?<='))", "", folded)
        folded = folded.strip(" .,:()").removeprefix("d'")
    if part := read_part_of_year(folded):
        return part
    if begins and (found := relative_year().fullmatch(folded)):
        year = str(int(begins[:4]) + int(found[1]) - 1)
        return Span(year, year)
    bare = re.sub(rf"^(?:{word_pattern('years')})\s+(?=\d{{4}}$)", "", folded)
    try:
        day = read_date(bare, day_first).date
    except Unread:
        try:
            day = read_date(text, day_first).date
        except Unread:
            return None
    return Span(day, day)


@cache
def relative_year() -> re.Pattern[str]:
    """`Année 2`, `Year 1`, `An 3`."""
    return re.compile(RELATIVE.format(years=word_pattern("years")))


@cache
def ordinal_words() -> dict[str, int]:
    """first, deuxième, ... up to the fourth, folded, with ROMAN figures."""
    found = dict(ROMAN)
    for language in LANGUAGES:
        for word, number in section(language, "ordinals")["words"].items():
            if number <= 4:
                plain = for_patterns(word)
                forms = {plain, for_patterns("ال" + word)} if language == "ar" else {plain}
                forms |= {plain[:-1] + "a"} if plain.endswith("o") else set()
                found |= dict.fromkeys(forms, number)
    return found


@cache
def unit_patterns() -> tuple[tuple[int, re.Pattern[str], re.Pattern[str]], ...]:
    """(months, `T2`, `2e trimestre`) for quarters and for semesters."""
    numbers = "|".join(sorted(map(re.escape, ordinal_words()), key=len, reverse=True))
    found = []
    for months, name in ((3, "quarters"), (6, "halves")):
        unit = rf"(?:{word_pattern(name)})"
        after = rf"(?<![^\W_]){unit}\.?\s*(?:n\s*)?-?([1-4](?!\d)|(?:{numbers})(?![^\W\d_]))"
        before = rf"(?<![\w])(?:([1-4])\s*{ONTO}|({numbers}){ONTO})\s*-?\s*{unit}(?![^\W\d_])"
        found.append((months, re.compile(after), re.compile(before)))
    return tuple(found)


def read_part_of_year(folded: str) -> Span | None:
    """`t2 2026`, `2e trimestre 2026`, `2026-q2`, `1er semestre 2027`, `first half of 2027`."""
    years = YEAR.findall(folded)
    if len(years) != 1:
        return None
    without = YEAR.sub(" ", folded)
    for months, after, before in unit_patterns():
        for pattern in (before, after):
            found = pattern.search(without)
            if not found:
                continue
            rest = (without[: found.start()] + without[found.end() :]).strip(" -/,.()'")
            if rest and not re.fullmatch(
                rf"(?:(?:{word_pattern('from', 'by', 'years')})\s*)+", rest
            ):
                continue
            word = next(filter(None, found.groups()))
            number = int(word) if word.isdecimal() else ordinal_words()[word]
            if number * months > 12:
                return None
            first, last = (number - 1) * months + 1, number * months
            return Span(f"{years[0]}-{first:02}", f"{years[0]}-{last:02}")
    return None
