"""Dates, numbers, money and names of languages as the reader's language writes them, and the order
of its letters (Babel, CLDR).
"""

import datetime
import re
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal

from ingest.folding import for_search
from plugins.kit.language import language, words

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")


def place() -> str:
    """Where dates and numbers are written as on this site: English ones as in Great Britain."""
    return "en_GB" if language() == "en" else language()


def date(text: str | int | None) -> str:
    """A date of any precision in words: 12 July 2022, July 2022, 2022; nothing for none, and what
    is no date as it stands.
    """
    if text is None or len(str(text)) == 4 or not DATE.fullmatch(str(text)):
        return "" if text is None else str(text)
    year, month, day = (
        int(part) for part in (f"{text}-01" if len(str(text)) == 7 else str(text)).split("-")
    )
    one = datetime.date(year, month, day)
    if len(str(text)) == 7:
        return format_skeleton("yMMMM", one, locale=place())
    written = format_date(one, format="long", locale=place())
    return re.sub(r"^1 ", "1er ", written) if language() == "fr" else written


def number(value: float | None) -> str:
    """A number with the marks of the language: 1,050.5 or 1 050,5; nothing for none."""
    return "" if value is None else format_decimal(value, locale=place())


def span(months: float) -> str:
    """A length of imprisonment: whole years as years, whole months as months, the rest as days."""
    ngettext = words().ngettext
    if months % 12 == 0:
        return ngettext("%(num)s year", "%(num)s years", int(months // 12)) % {
            "num": number(months // 12)
        }
    if months % 1:
        return ngettext("%(num)s day", "%(num)s days", round(months * 30)) % {
            "num": number(round(months * 30))
        }
    return ngettext("%(num)s month", "%(num)s months", int(months)) % {"num": number(months)}


def money(low: float | None, high: float | None, currency: str | None, unit: str = "") -> str:
    """An amount or a range of amounts with the name of the currency, as in "1,000 – 5,000 euros";
    without one, with the unit given.
    """
    least, most = (low, high) if low and high and low != high else (None, high or low or 0)
    name = (
        format_currency(
            most, currency, "#,##0.##", place(), currency_digits=False, format_type="name"
        )
        if currency
        else f"{number(most)} {unit}".strip()
    )
    return f"{number(least)} – {name}" if least else name


@cache
def codes() -> dict[str, str]:
    """English name of a language, in small letters -> its code."""
    return {name.lower(): code for code, name in Locale("en").languages.items()}


def language_name(name: str, known: dict[str, str]) -> str:
    """A language in the reader's language, from its code or its English name; `known` are the names
    that CLDR has not.
    """
    code = name if len(name) == 2 else codes().get(name.strip().lower(), "")
    return known.get(name.strip()) or Locale(language()).languages.get(code) or name.strip()


def alphabetical(one: str, other: str) -> int:
    """How two names stand in the alphabet, accents and capitals aside, as SQLite asks of a
    collation.
    """
    first, second = (folded(one), one), (folded(other), other)
    return (first > second) - (first < second)


folded = cache(for_search)
