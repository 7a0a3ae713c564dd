"""Sums as plans print them: 12 500 000, USD 0.9 million, 2 992 millions de FCFA, douze millions;
with the money and the multiple that a heading names.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from ingest.folding import for_patterns
from ingest.languages import LANGUAGES, section
from ingest.machine.penalties.money import currency_of, currency_pattern
from ingest.machine.penalties.number_words import parse_number_words
from ingest.plan.words import is_said, multiples, word_pattern
from ingest.received.dates import Unread

WEST_AFRICAN = "XOF"  # what FCFA is read as where the plan's country uses no CFA franc of its own
FCFA = re.compile(r"(?<!\w)f\.?\s?cfa(?!\w)|francs? cfa")
FIGURE = re.compile(r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
SHORT = 3  # letters of `k`, `M`, `mds`
THOUSANDS = re.compile(r"(?:\(|'|x ?|en )?(?:000|1 ?000)(?:\)|s)?(?!\d)")
SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+?\d{1,2}")  # 2.5e+07, as spreadsheets shorten a figure
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
ARABIC_SIGNS = {0x066C: " ", 0x066B: "."}  # between thousands, before decimals
FEW = 3  # figures behind a single sign: thousands in one language, decimals in another


@dataclass(frozen=True)
class Unit:
    """The money and the multiple that a heading or a line above the table names."""

    currency: str = ""
    multiple: int = 1
    doubt: str = ""


@dataclass(frozen=True)
class Sum:
    """An amount, none where the text states none, its money, and why either may be wrong."""

    amount: float | None
    currency: str = ""
    doubt: str = ""


def read_unit(text: str, country: str) -> Unit:
    """The money and multiple of a heading: `Coût (FCFA)`, `Budget en milliers de USD`."""
    folded = for_patterns(text)
    currency, doubt = "", ""
    if found := re.search(currency_pattern(country), folded):
        currency, doubt = name_money(found[0], country)
    multiple = 1
    for sign in short_multiples().finditer(folded):  # k€, M FCFA, US$ m
        before, behind = folded[: sign.start()], folded[sign.end() :]
        named = re.match(currency_pattern(country), behind.lstrip(" ."))
        if named:
            currency, doubt = name_money(named[0], country)
        if named or (found and before.rstrip().endswith(found[0]) and not behind[:1].isalpha()):
            multiple = multiples()[sign[0]]
    for word, value in multiples().items():
        if len(word) >= SHORT and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", folded):
            multiple = max(multiple, value)
    if multiple == 1 and THOUSANDS.search(folded):
        multiple = 1000
    return Unit(currency, multiple, doubt)


@cache
def short_multiples() -> re.Pattern[str]:
    """The short words and letters for a thousand and more."""
    words = sorted((word for word in multiples() if len(word) <= SHORT), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})")


def name_money(word: str, country: str) -> tuple[str, str]:
    """The code of a folded word for money in a country, and a doubt; no code where it may be
    several.
    """
    code, _ = currency_of(word, country)
    if code is None and FCFA.fullmatch(word):
        return WEST_AFRICAN, "cfa"
    return code or "", "" if code else "money"


def read_sum(text: str, unit: Unit, country: str, language: str) -> Sum:
    """Read one amount. Raises Unread for what is no single amount, for figures that can be read in
    two ways, and for a sum below nothing.
    """
    plain = " ".join(for_patterns(text.translate(ARABIC_SIGNS)).split())
    if not re.search(r"\w", plain) or is_said(text, "no_value"):
        return Sum(None)
    currency, doubt = unit.currency, unit.doubt
    found = re.search(currency_pattern(country), plain)
    if found:
        currency, doubt = name_money(found[0], country)
        plain = f"{plain[: found.start()]} {plain[found.end() :]}"
    found_amounts = [read_amount(part, language) for part in readings(plain)]
    amounts = dict(one for one in found_amounts if one is not None)
    doubt = doubt or ("shortened" if SHORTENED.search(plain) else "")
    if len(amounts) != 1 or re.match(r"-\s?\d", plain):
        raise Unread(f"not an amount: {text!r}")
    amount, multiplied = amounts.popitem()
    if amount == 0:
        return Sum(None, doubt="zero")
    multiple = 1 if multiplied or found else unit.multiple
    return Sum(amount * multiple, currency, doubt)


def readings(plain: str) -> list[str]:
    """A text without what stands in brackets, and what stands there if it is an amount too:
    `12 000 (douze mille)`.
    """
    outside = IN_BRACKETS.sub(" ", plain)
    return [outside, *IN_BRACKETS.findall(plain)] if outside.strip() else [plain]


def read_amount(plain: str, language: str) -> tuple[float, bool] | None:
    """The one amount of a folded text, and whether it names its own multiple; None where it has
    none. Raises Unread where other words stand beside it.
    """
    words = rf"(?<!\w)(?:{word_pattern('about')})(?!\w)"
    rest = re.sub(r"[~±=:]", " ", re.sub(words, " ", plain)).strip(" .,-/'")
    if SHORTENED.fullmatch(rest):
        return float(rest.replace(",", ".")), False
    found = FIGURE.search(rest)
    if not found:
        return read_number_words(rest)
    after = rest[found.end() :].strip(" -./'")
    before = rest[: found.start()].strip(" -./'")
    multiple = multiples().get(after, 1) if after else 1
    if before or (after and multiple == 1):
        raise Unread(f"more than an amount: {plain!r}")
    return read_figure(found[0], language, multiple) * multiple, multiple > 1


def read_figure(figure: str, language: str, multiple: int = 1) -> float:
    """The value of a number in figures. Raises Unread where one sign may part thousands or
    decimals.
    """
    signs = re.findall(r"[.,' ]", figure)
    last = figure.rfind(signs[-1]) if signs else -1
    tail = len(figure) - last - 1
    if not signs or signs[-1] in "' " or (len(signs) > 1 and len(set(signs)) == 1):
        return float(re.sub(r"\D", "", figure))
    if len(signs) == 1 and tail == FEW and not figure.startswith("0") and multiple == 1:
        thousands = "," if language == "en" else "."
        if signs[0] != thousands:
            raise Unread(f"thousands or decimals: {figure!r}")
        return float(re.sub(r"\D", "", figure))
    return float(re.sub(r"\D", "", figure[:last]) + "." + figure[last + 1 :])


@cache
def number_words() -> dict[str, dict[str, int]]:
    """The words of numbers by language, folded."""
    return {
        language: {
            for_patterns(word): value
            for word, value in section(language, "penalty")["numbers"].items()
            if isinstance(value, int)
        }
        for language in LANGUAGES
    }


def read_number_words(rest: str) -> tuple[float, bool] | None:
    """An amount that is written out; None where a word is no number in any one language."""
    if not rest:
        return None
    for language, known in number_words().items():
        join = for_patterns(section(language, "penalty")["join"])
        words = re.findall(r"\w+", rest)
        if all(word in known or word == join for word in words):
            numbers = parse_number_words(rest, 0, known, join)
            if len(numbers) == 1:
                return numbers[0].value, True
    return None


def with_currency(unit: Unit, text: str, country: str) -> Unit:
    """A unit with the money that another cell names (`USD (2019)`), where it names one."""
    words = IN_BRACKETS.sub(" ", for_patterns(text)).strip()
    code, doubt = name_money(words, country) if words else ("", "")
    return replace(unit, currency=code, doubt=doubt) if code else unit
