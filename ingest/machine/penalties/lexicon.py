"""The words of one language, read from its .yml file and made into one pattern; and the tokens it
finds in a text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from ingest.folding import for_patterns
from ingest.machine.penalties import money
from ingest.machine.penalties.number_words import AMOUNT, Number, digits, spoken

HERE = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "pt", "ar")
ORDER = (
    "both",
    "not",
    "life",
    "death",
    "double",
    "same",
    "min",
    "max",
    "prison",
    "currency",
    "unit",
    "alone",
    "fine",
    "penal",
    "accessory",
    "age_after",
    "min_after",
    "max_after",
    "age_before",
    "limit",
    "number",
    "digits",
)
UNIT_MONTHS = {"years": 12.0, "months": 1.0, "weeks": 7 / 30, "days": 1 / 30, "hours": 1 / 720}


@dataclass(frozen=True)
class Token:
    """A word that counts, at a place of the folded text; value is set for numbers and for words
    that hold their number.
    """

    kind: str
    start: int
    end: int
    text: str
    value: float = 0.0


@dataclass(frozen=True)
class Lexicon:
    """All patterns are folded; see ingest/folding.py."""

    language: str
    numbers: dict[str, int]
    join: str
    units: dict[str, re.Pattern[str]]
    alone: dict[str, float]
    master: re.Pattern[str]
    gate: re.Pattern[str]
    connect: re.Pattern[str]
    maximum: re.Pattern[str]
    maximum_after: bool
    aggravated: re.Pattern[str]
    condition: re.Pattern[str]
    excluded: re.Pattern[str]
    heading: re.Pattern[str]
    printed: dict[str, str]

    def months(self, unit: str) -> float:
        """How many months one of this unit is."""
        return next(
            UNIT_MONTHS[name] for name, pattern in self.units.items() if pattern.fullmatch(unit)
        )

    def tokens(self, folded: str) -> Iterator[Token]:
        """Every word that counts, in order; numbers in words and digits with their value."""
        for match in self.master.finditer(folded):
            kind = cast(str, match.lastgroup)
            start, end, text = match.start(), match.end(), match[0]
            if kind == "number":
                yield from map(_number, spoken(text, start, self.numbers, self.join))
            elif kind == "digits":
                yield _number(Number(digits(text, self.numbers), start, end))
            elif kind == "alone" and self.alone[text] not in (12.0, 1.0):
                yield Token("alone", start, end, text, self.alone[text])
            else:
                yield Token("unit" if kind == "alone" else kind, start, end, text)


def _number(number: Number) -> Token:
    return Token("number", number.start, number.end, "", number.value)


def whole(pattern: str) -> str:
    """The pattern as whole words only; a blank or an apostrophe at its end is an end as well."""
    return rf"(?<!\w)(?:{pattern})(?:(?!\w)|(?<=[' ]))"


def any_of(words: Any) -> str:
    """One pattern out of words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@lru_cache(maxsize=16)
def lexicon(language: str) -> Lexicon | None:
    """The words of a language (two letters, or a tag such as `pt-MZ`); None where we have none."""
    name = language.lower()[:2]
    if name not in LANGUAGES:
        return None
    data: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
    numbers = {for_patterns(word): int(value) for word, value in data["numbers"].items()}
    words = {kind: for_patterns(pattern) for kind, pattern in data["tokens"].items()}
    units = {kind: for_patterns(pattern) for kind, pattern in data["units"].items()}
    alone = {for_patterns(word): float(value) for word, value in data.get("alone", {}).items()}
    join = for_patterns(data["join"])
    sums = any_of(numbers)
    link = (
        rf"(?:\s+(?:{join}\s*)?|-(?:{join}-)?)"
        if name == "ar"
        else rf"(?:\s+(?:{join}\s+)?|-(?:{join}-)?)"
    )
    prefix = "[وبل]?" if name == "ar" else ""
    words["number"] = rf"{prefix}(?:{sums})(?!\w)(?:{link}(?:{sums})(?!\w))*"
    words["unit"] = "|".join(units.values())
    words["currency"] = money.WORDS
    if alone:
        words["alone"] = (
            "[وب]?(?:"
            + any_of(word for word, value in alone.items() if value not in (12.0, 1.0))
            + ")"
        )
    big = any_of(word for word, value in numbers.items() if value >= 1000)
    parts = [
        rf"(?P<{kind}>{whole(words[kind]) if kind != 'currency' else words[kind]})"
        for kind in ORDER
        if kind in words
    ]
    parts.append(rf"(?P<digits>(?<!\d)(?:{AMOUNT})(?:\s+(?:{big})(?!\w))?)")
    patterns = {kind: re.compile(for_patterns(data[kind])) for kind in ("maximum",)}
    return Lexicon(
        name,
        numbers,
        join,
        {kind: re.compile(pattern) for kind, pattern in units.items()},
        alone,
        re.compile("|".join(parts)),
        re.compile(
            whole(
                "|".join(
                    words[kind]
                    for kind in ("prison", "fine", "life", "death", "same", "double", "penal")
                )
            )
        ),
        re.compile(
            rf"[\s,)(\]\[\"':]*(?:{for_patterns(data['connect'])})?[\s(\"']*(?:of|de|d')?[\s(]*"
        ),
        patterns["maximum"],
        bool(data["maximum_after"]),
        re.compile(whole(for_patterns(data["aggravated"]))),
        re.compile(whole(for_patterns(data["condition"]))),
        re.compile(whole(for_patterns(data["excluded"]))),
        re.compile(whole(for_patterns(data["heading"]))),
        data.get("printed", {}),
    )
