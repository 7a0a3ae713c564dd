"""Reading dates as sources print them, in five languages; months in those of their neighbours too.

A date is read when it can mean one day only, or one month, or one year. A year of two figures, a
day of another calendar, two months that differ, figures that may be turned round: all are refused
with their text, never guessed.
"""

import re
import unicodedata
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from babel import Locale

from ingest.folding import for_names, plain_figures
from ingest.languages import LANGUAGES, section
from ingest.received.dates_in_words import with_figures

MARKS = {
    "a": "accession",
    "A": "acceptance",
    "AA": "approval",
    "c": "formal_confirmation",
    "d": "succession",
    "s": "definitive_signature",
    "P": "participation",
}
# Outside these years a figure is a year of another calendar (1430 of the Hijra, 2552 of the Buddha)
FIRST_YEAR, LAST_YEAR = 1800, 2100


class Unread(ValueError):
    """A text that is no date as far as is known; the message holds it."""


class Printed(NamedTuple):
    """A date as YYYY, YYYY-MM or YYYY-MM-DD, and the act that the mark behind it stands for in UN
    tables.
    """

    date: str
    mark: str | None


# Languages whose months are read by their whole names; none of these means another month elsewhere
NEIGHBOURS = ("it", "de", "nl", "tr", "ru", "uk", "ro", "pl", "cs", "sv", "nb", "el", "id", "ca")


def month_numbers() -> dict[str, int]:
    """Every name of a month, and the short ones of the five languages, folded, with its number."""
    numbers = {
        for_names(str(name)): number
        for language in NEIGHBOURS
        for names in Locale.parse(language).months.values()
        for number, name in names["wide"].items()
    }
    for language in LANGUAGES:
        calendar = Locale.parse(language).months
        for number in range(1, 13):
            for width in ("wide", "abbreviated"):
                for use in ("format", "stand-alone"):
                    numbers[for_names(str(calendar[use][width][number])).strip(". ")] = number
    for language in LANGUAGES:
        other_names = section(language, "months").get("other_names", {})
        numbers |= {for_names(name): number for name, number in other_names.items()}
    return numbers


def day_names(width: str) -> set[str]:
    """The names of the days of the week in the five languages, folded: `segunda-feira` and
    `segunda`.
    """
    names = {
        for_names(name)
        for language in LANGUAGES
        for name in Locale.parse(language).days["format"][width].values()
    }
    return names | {name.removesuffix(" feira") for name in names}


def any_of(words: set[str]) -> str:
    """An expression for any of some words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


MONTHS = month_numbers()
MONTH = re.compile(rf"(?<!\w)({any_of(set(MONTHS))})(?!\w)")
WEEKDAY = re.compile(rf"(?<!\w)(?:{any_of(day_names('wide'))})(?!\w)")
# lun., mar.: only at the head, where a month cannot be meant if another one follows
SHORT_WEEKDAY = re.compile(rf"^(?:{any_of(day_names('abbreviated'))})(?!\w)")
_WORDS = [section(language, "months") for language in LANGUAGES]
FIRST_DAY = re.compile(
    r"\b(?:{})\b".format("|".join(word for words in _WORDS for word in words["first_day"].split()))
)
# `de`, `of` and the like between the parts of a date
PARTICLES = re.compile(
    r"\b(?:{})\b".format("|".join(word for words in _WORDS for word in words["particles"].split()))
)
# `1er`, `1.º`, `1.o`, `15th`, `2009م`: what is written onto a figure
ONTO_FIGURE = re.compile(
    r"(?<=\d)\s?\.?\s?(?:{})(?!\w)".format(
        "|".join(word for words in _WORDS for word in words["after_day"].split())
    ),
    re.I,
)
SUPERSCRIPT_FIGURE = re.compile(r"[⁰¹²³⁴-⁹]+$")
YEAR_APART = re.compile(r"(?<=[^\W\d_] )([12])[. ](\d{3})$")  # `de 2.004`, `de 2 000`
ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN_MONTH = re.compile(r"(?<=[\d\s][.\-/])[IVX]{1,4}(?=\s?[.\-/]\s?\d{4}$)")  # 5.VI.2010
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(\d{4})")
MONTH_YEAR = re.compile(r"(\d{1,2})\s?[/.\-]\s?(\d{4})")
YEAR_MONTH_DAY = re.compile(
    r"(\d{4})(?:\s?[/.\-]\s?(\d{1,2})(?:\s?[/.\-]\s?(\d{1,2}))?)?|(\d{4})(\d\d)(\d\d)"
    r"|(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?"
)
CLOCK = re.compile(
    r"(?<=\d)[T\s]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:Z|UTC|GMT)?(?:[+\-]\d\d:?\d\d)?(?=\s|$)"
)
# `Fait à Dakar, le`, `dated this`, `fecha:`; and a place alone: `Lima, 3 de mayo`
BEFORE = re.compile(
    r"(?:{})\s*[:,]?\s+".format("|".join(entry for words in _WORDS for entry in words["before"])),
    re.I,
)
PLACE = re.compile(r"[A-ZÀ-Ý][^\d,;:()]{1,40},\s+(?=(?:[a-z]{1,3} ){0,2}\d)")
WHOLE_DAY = len("2009-03-01")
IN_BRACKETS = re.compile(r"\[(.*)\]|\((.*)\)")
BEFORE_BRACKET = re.compile(r"([^()\[\]]+)[(\[]([^()\[\]]+)[)\]]")
MARKED = re.compile(r"(.*?\d{4}|.*?\d{4}-\d\d-\d\d)\s*[(\[]?([A-Za-z]{1,2})[)\]]?")
# `1 Muharram 1431 AH corresponding to 18 December 2009`: the same day in two calendars
SAME_DAY = re.compile(
    r"الموافق(?: ل)?|corresponding to|correspondant (?:au|à)|correspondiente al?"
    r"|correspondente (?:ao|a)",
    re.I,
)


def read_date(text: str, day_first: bool = False) -> Printed:
    """Read a date as printed: '15 Dec 2000 a', '1er janvier 2001', 'domingo, 1.º de março de 2009',
    'December 15, 2000', '١٥ كانون الثاني/يناير ٢٠٠١', '2009-03-01T00:00:00Z', '2018'.

    A date in figures such as 05/06/2001 is read only when it cannot be misread, or when the caller
    knows that the day comes first. A day told in two calendars is read by ours. Raises Unread.
    """
    plain = without_lead(plain_signs(text))
    halves = SAME_DAY.split(plain)
    if len(halves) > 1:
        return read_one_of(halves, text, day_first)
    if beside := BEFORE_BRACKET.fullmatch(plain):
        return read_beside_bracket(plain, beside, text, day_first)
    return read_one(plain, text, day_first)


def read_beside_bracket(plain: str, beside: re.Match[str], text: str, day_first: bool) -> Printed:
    """A date with something in brackets behind it: a mark, a weekday, the month in other words, the
    day in another calendar or the gazette.
    """
    try:
        return read_one(plain, text, day_first)
    except Unread:
        printed = read_one_of(list(beside.groups()), text, day_first)
        if len(printed.date) < WHOLE_DAY:
            raise
        return printed


def read_one(plain: str, text: str, day_first: bool) -> Printed:
    """A date that is told once; `text` is what was printed, for the error."""
    if bracketed := IN_BRACKETS.fullmatch(plain):
        plain = (bracketed[1] or bracketed[2] or "").strip()
    mark = None
    if (cut := MARKED.fullmatch(plain)) and cut[2] in MARKS:
        plain, mark = cut[1], MARKS[cut[2]]
    return Printed(read_plain(CLOCK.sub("", plain), text, day_first), mark)


def without_lead(plain: str) -> str:
    """A date without what documents say before it, `dated this` or the place of signature."""
    rest = BEFORE.sub("", plain, count=1) if BEFORE.match(plain) else plain
    place = PLACE.match(rest)
    if place and not (MONTH.search(for_names(place[0])) or WEEKDAY.search(for_names(place[0]))):
        return rest[place.end() :]
    return rest


def plain_signs(text: str) -> str:
    """A text with the figures 0 to 9, plain spaces, no invisible signs and no mark of a note."""
    plain = "".join(
        " " if sign.isspace() else sign
        for sign in plain_figures(text)
        if unicodedata.category(sign) != "Cf"
    )
    return SUPERSCRIPT_FIGURE.sub("", plain.strip()).strip(" *†‡,;.").strip()


def read_one_of(halves: list[str], text: str, day_first: bool) -> Printed:
    """The one date among several tellings of a day that is of our calendar."""
    read = set()
    for half in halves:
        with suppress(Unread):
            read.add(read_date(half, day_first))
    if len(read) != 1:
        raise Unread(f"not a date: {text!r}")
    return read.pop()


def read_plain(plain: str, text: str, day_first: bool) -> str:
    """A date without its mark; `text` is what was printed, for the error."""
    if figures := YEAR_MONTH_DAY.fullmatch(plain):
        return check_day([part for part in figures.groups() if part], text)
    if figures := MONTH_YEAR.fullmatch(plain):
        return check_day([figures[2], figures[1]], text)
    plain = YEAR_APART.sub(r"\1\2", plain)
    if (roman := ROMAN_MONTH.search(plain)) and roman[0] in ROMAN_MONTHS:
        plain = ROMAN_MONTH.sub(str(ROMAN_MONTHS.index(roman[0]) + 1), plain)
        day_first = True
    bare = ONTO_FIGURE.sub("", plain)
    if figures := DAY_MONTH_YEAR.fullmatch(bare):
        return in_figures(figures, text, day_first or bare != plain)  # the day of `1º/03/2009`
    folded = for_names(bare)
    folded = re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", folded)  # 15Dec2000
    folded = WEEKDAY.sub(" ", folded).strip()
    without_day = SHORT_WEEKDAY.sub(" ", folded)
    folded = without_day if MONTH.search(without_day) else folded
    try:
        return in_words(folded, text)
    except Unread:
        read = set()
        for told in with_figures(folded):
            with suppress(Unread):
                read.add(in_words(told, text))
        if len(read) != 1:
            raise
        return read.pop()


def in_figures(figures: re.Match[str], text: str, day_first: bool) -> str:
    """A date of day, month and year in figures, in this order or with the month first; raises
    Unread where that cannot be told.
    """
    day, month = int(figures[1]), int(figures[2])
    if not day_first and day <= 12 and month <= 12 and day != month:
        raise Unread(f"day and month cannot be told apart: {text!r}")
    if month > 12 and not day_first:
        day, month = month, day
    return check_day([figures[3], str(month), str(day)], text)


def in_words(folded: str, text: str) -> str:
    """A date with the name of its month, or with several names of the same month (كانون الثاني/
    يناير): day, month and year in any of the orders people write.
    """
    numbers = {MONTHS[found[1]] for found in MONTH.finditer(folded)}
    if len(numbers) != 1:
        raise Unread(f"{'two months' if numbers else 'no month'} in: {text!r}")
    rest = PARTICLES.sub(" ", FIRST_DAY.sub(" 1 ", MONTH.sub(" ", folded)))
    parts = rest.split()
    year = next((part for part in reversed(parts) if re.fullmatch(r"\d{4}", part)), None)
    days = [part for part in parts if part is not year]
    if year is None or len(days) > 1 or not all(re.fullmatch(r"\d{1,2}", part) for part in days):
        raise Unread(f"not a date: {text!r}")
    return check_day([year, str(numbers.pop()), *days], text)


def check_day(parts: list[str], text: str) -> str:
    """Year, month and day, as many as there are, as the data model writes them; raises Unread for a
    30 February and for a year of another calendar.
    """
    year, month, day = (*map(int, parts), 1, 1)[:3]
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unread(f"no year of our calendar: {text!r}")
    try:
        date(year, month, day)
    except ValueError as error:
        raise Unread(f"no such day: {text!r}") from error
    return "-".join([parts[0], *(f"{int(part):02}" for part in parts[1:])])
