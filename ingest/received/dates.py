"""Reading dates as sources print them, in five languages."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from babel import Locale

from ingest.folding import for_names
from ingest.languages import LANGUAGES, section

MARKS = {
    "a": "accession",
    "A": "acceptance",
    "AA": "approval",
    "c": "formal_confirmation",
    "d": "succession",
    "s": "definitive_signature",
    "P": "participation",
}


class Unread(ValueError):
    """A text that is no date as far as is known; the message holds it."""


class Printed(NamedTuple):
    """A date as YYYY, YYYY-MM or YYYY-MM-DD, and the act that the mark behind it stands for in UN
    tables.
    """

    date: str
    mark: str | None


def month_numbers() -> dict[str, int]:
    """Every name and short name of a month in the five languages, folded, with its number."""
    numbers: dict[str, int] = {}
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


MONTHS = month_numbers()
_WORDS = [section(language, "months") for language in LANGUAGES]
# `de`, `of` and the like between the parts of a date, `st`, `er` and the like behind the day
PARTICLES = re.compile(
    r"\b({})\b|(?<=\d)({})\b".format(
        "|".join(word for words in _WORDS for word in words["particles"].split()),
        "|".join(word for words in _WORDS for word in words.get("after_day", "").split()),
    )
)
NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
ISO = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def read_date(text: str, day_first: bool = False) -> Printed:
    """Read a date as printed: '15 Dec 2000 a', '1er janvier 2001', '15 de dezembro de 2000',
    'December 15, 2000', '١٥ يناير ٢٠٠١', '2018'.

    A date in figures such as 05/06/2001 is read only when it cannot be misread, or when the caller
    knows that the day comes first. Raises Unread.
    """
    plain = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text.strip()
    )
    if ISO.fullmatch(plain):
        return Printed(check_day(plain, text), None)
    cut = re.fullmatch(r"(.*\d{4})\s*([A-Za-z]{1,2})?", plain)
    if cut is None or (cut[2] and cut[2] not in MARKS):
        raise Unread(f"not a date: {text!r}")
    return Printed(read_plain(cut[1].strip(), text, day_first), MARKS[cut[2]] if cut[2] else None)


def read_plain(plain: str, text: str, day_first: bool) -> str:
    """A date without its mark; `text` is what was printed, for the error."""
    if figures := NUMERIC.fullmatch(plain):
        day, month = int(figures[1]), int(figures[2])
        if not day_first and day <= 12 and month <= 12 and day != month:
            raise Unread(f"day and month cannot be told apart: {text!r}")
        if month > 12 and not day_first:
            day, month = month, day
        return check_day(f"{figures[3]}-{month:02}-{day:02}", text)
    return check_day(in_words(for_names(plain), text), text)


def in_words(folded: str, text: str) -> str:
    """A date with the name of its month: day, month and year in any of the orders people write."""
    number = {
        name: MONTHS[name]
        for name in sorted(MONTHS, key=len, reverse=True)
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded)
    }
    if not number:
        raise Unread(f"no month in: {text!r}")
    name, month = next(iter(number.items()))
    rest = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", folded, count=1)
    rest = PARTICLES.sub(" ", rest)
    parts = rest.split()
    year = next((part for part in reversed(parts) if re.fullmatch(r"\d{4}", part)), None)
    days = [part for part in parts if part is not year]
    if year is None or len(days) > 1 or not all(re.fullmatch(r"\d{1,2}", part) for part in days):
        raise Unread(f"not a date: {text!r}")
    return f"{year}-{month:02}" + (f"-{int(days[0]):02}" if days else "")


def check_day(written: str, text: str) -> str:
    """A date that exists, as it is; raises Unread for a 30 February."""
    year, month, day = (*map(int, written.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError as error:
        raise Unread(f"no such day: {text!r}") from error
    return written
