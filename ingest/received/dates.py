"""Reading dates as sources print them, in five languages."""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from babel import Locale

from ingest.folding import for_names
from ingest.languages import LANGUAGES

MARKS = {
    "a": "accession",
    "A": "acceptance",
    "AA": "approval",
    "c": "formal_confirmation",
    "d": "succession",
    "s": "definitive_signature",
    "P": "participation",
}
OTHER_MONTHS = {  # Arabic names of the Levant and of the Maghreb; CLDR has those of Egypt
    1: "كانون الثاني جانفي",
    2: "شباط فيفري",
    3: "آذار",
    4: "نيسان أفريل",
    5: "أيار ماي",
    6: "حزيران جوان",
    7: "تموز جويلية يوليوز",
    8: "آب أوت غشت",
    9: "أيلول شتنبر",
    10: "تشرين الأول",
    11: "تشرين الثاني نونبر",
    12: "كانون الأول دجنبر",
}
TWO_WORDS = ("كانون الثاني", "كانون الأول", "تشرين الأول", "تشرين الثاني")


class Unread(ValueError):
    """A text that is no date as far as is known; the message holds it."""


class Printed(NamedTuple):
    """A date as YYYY, YYYY-MM or YYYY-MM-DD, and the act that the mark behind it stands for in UN
    tables.
    """

    date: str
    mark: str | None


def months() -> dict[str, int]:
    """Every name and short name of a month in the five languages, folded, with its number."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        calendar = Locale.parse(language).months
        for number in range(1, 13):
            for width in ("wide", "abbreviated"):
                for use in ("format", "stand-alone"):
                    found[for_names(str(calendar[use][width][number])).strip(". ")] = number
    for number, names in OTHER_MONTHS.items():
        joined = [name for name in TWO_WORDS if name in names]
        rest = names
        for name in joined:
            rest = rest.replace(name, "")
        found |= {for_names(name): number for name in [*joined, *rest.split()]}
    return found | {"sept": 9, "setiembre": 9, "juil": 7, "janv": 1, "fevr": 2, "avr": 4, "aout": 8}


MONTHS = months()
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
        return Printed(checked(plain, text), None)
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
        return checked(f"{figures[3]}-{month:02}-{day:02}", text)
    return checked(in_words(for_names(plain), text), text)


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
    rest = re.sub(
        r"\b(de|del|do|du|of|th|st|nd|rd|er|le|el|em|on|the|من|في|سنه|عام|م)\b|(?<=\d)(st|nd|rd|th|er|o)\b",
        " ",
        rest,
    )
    parts = rest.split()
    year = next((part for part in reversed(parts) if re.fullmatch(r"\d{4}", part)), None)
    days = [part for part in parts if part is not year]
    if year is None or len(days) > 1 or not all(re.fullmatch(r"\d{1,2}", part) for part in days):
        raise Unread(f"not a date: {text!r}")
    return f"{year}-{month:02}" + (f"-{int(days[0]):02}" if days else "")


def checked(found: str, text: str) -> str:
    """A date that exists, as it is; raises Unread for a 30 February."""
    year, month, day = (*map(int, found.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError as error:
        raise Unread(f"no such day: {text!r}") from error
    return found
