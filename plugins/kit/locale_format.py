"""Dates, numbers, money and names of languages as the reader's language writes them, and the order
of its letters (Babel, CLDR).
"""

import datetime
import re
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError, dates
from babel.numbers import format_currency, format_decimal
from markupsafe import Markup

from ingest.folding import for_search
from plugins.kit.english import unmark
from plugins.kit.language import language, ngettext

SORTED_BY = 200
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")
LOCALES = {"en": "en_GB", "pt": "pt_PT"}  # CLDR's own are those of America
FIRST_OF_MONTH = {"fr": "1er"}  # which CLDR does not know


def babel_locale() -> str:
    """The locale that dates and numbers are written in, as in Great Britain and in Portugal."""
    return LOCALES.get(language(), language())


def format_date(text: str | int | None) -> str:
    """A date of any precision in words: 12 July 2022, July 2022, 2022; nothing for none, and what
    is no date unchanged.
    """
    written = "" if text is None else str(text)
    if len(written) == 4 or not DATE.fullmatch(written):
        return written
    return long_date(written, language())


@lru_cache(maxsize=10_000)
def long_date(written: str, code: str) -> str:
    """A month or a day in words; kept, for pages name the same days again and again."""
    locale = LOCALES.get(code, code)
    if len(written) == 7:
        month = datetime.date.fromisoformat(f"{written}-01")
        return dates.format_skeleton("yMMMM", month, locale=locale)
    day = datetime.date.fromisoformat(written)
    words = dates.format_date(day, format="long", locale=locale)
    return re.sub(r"^1(?= )", FIRST_OF_MONTH.get(code, "1"), words)


def format_number(value: float | None) -> str:
    """A number with the marks of the language: 1,050.5 or 1 050,5; nothing for none."""
    return "" if value is None else format_decimal(value, locale=babel_locale())


def format_months(months: float) -> str:
    """A length of imprisonment: whole years as years, whole months as months, the rest as days."""
    if months % 12 == 0:
        number = round(months / 12)
        return ngettext("%(num)s year", "%(num)s years", number, num=format_number(number))
    if months % 1:
        number = round(months * 30)
        return ngettext("%(num)s day", "%(num)s days", number, num=format_number(number))
    number = int(months)
    return ngettext("%(num)s month", "%(num)s months", number, num=format_number(number))


def format_money(
    low: float | None, high: float | None, currency: str | None, unit: str = ""
) -> str:
    """An amount or a range of amounts with the name of the currency, as in "1,000 – 5,000 euros";
    without one, with the unit given.
    """
    highest = high or low or 0
    text = f"{format_number(highest)} {unit}".strip()
    if currency:
        text = format_currency(
            highest,
            currency,
            "#,##0.##",
            babel_locale(),
            currency_digits=False,
            format_type="name",
        )
    return f"{format_number(low)} – {text}" if low and high and low != high else text


@cache
def codes_by_name() -> dict[str, str]:
    """English name of a language, in small letters -> its code."""
    return {name.lower(): code for code, name in Locale("en").languages.items()}


def language_name(name: str, known: dict[str, str]) -> str:
    """A language in the reader's language, from its code or its English name; `known` are the names
    that CLDR has not.
    """
    code = name if len(name) == 2 else codes_by_name().get(name.strip().lower(), "")
    names = Locale.parse(babel_locale()).languages
    return known.get(name.strip()) or names.get(code) or name.strip()


@cache
def in_language(code: str | None) -> Markup:
    """The HTML attributes of words in a language: its code, and which way it is written (auto where
    it is not known).
    """
    try:
        direction = Locale.parse(code or "").text_direction
    except (ValueError, UnknownLocaleError):
        direction = "auto"
    return Markup('lang="{}" dir="{}"').format(code or "und", direction)


def isolate(text: str) -> str:
    """A reference such as art. 6(6) as one piece, from left to right, in a line of a language that
    is written from right to left; in other languages as it is.
    """
    from_right = text and Locale(language()).text_direction == "rtl"
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}" if from_right else text


def compare_alphabetically(name: str, other: str) -> int:
    """-1, 0 or 1, as SQLite asks of a collation: names in alphabetical order, accents and capitals
    aside.
    """
    first, second = (fold_to_sort(name), name), (fold_to_sort(other), other)
    return (first > second) - (first < second)


def fold_to_sort(name: str) -> str:
    """A name as it is sorted, by its first SORTED_BY signs."""
    return _fold_start(unmark(name[:SORTED_BY]))


_fold_start = lru_cache(maxsize=20_000)(for_search)
