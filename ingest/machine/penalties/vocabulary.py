"""The words of penalties in one language, compiled into one pattern; and the tokens it finds in a
text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from ingest.folding import for_patterns
from ingest.languages import LANGUAGES, section
from ingest.machine.penalties.money import currency_pattern
from ingest.machine.penalties.number_words import (
    FIGURE,
    Number,
    parse_figure,
    parse_number_words,
)

# A token that could be of two kinds is of the first.
ORDER = (
    "both",
    "void",
    "not",
    "life",
    "death",
    "double",
    "same",
    "min",
    "max",
    "imposes",
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
)
GATE = ("prison", "fine", "life", "death", "same", "double", "penal")
MONTHS = {"years": 12.0, "months": 1.0, "weeks": 7 / 30, "days": 1 / 30, "hours": 1 / 720}


@dataclass(frozen=True)
class Token:
    """A word that counts, at offsets of the folded text; value is set for numbers and for words
    that hold their number (in months).
    """

    kind: str
    start: int
    end: int
    text: str
    value: float = 0.0


@dataclass(frozen=True)
class Vocabulary:
    """All patterns are folded; see ingest/folding.py.

    gate: a text without a match has no penalty. printed: kind of token -> pattern that its words
    match as printed, where folding makes two words alike.
    """

    language: str
    numbers: Mapping[str, float]
    join: str
    units: Mapping[str, re.Pattern[str]]
    alone: Mapping[str, float]
    token: re.Pattern[str]
    gate: re.Pattern[str]
    connect: re.Pattern[str]
    between: re.Pattern[str]
    maximum: re.Pattern[str]
    lesser: re.Pattern[str]
    maximum_after: bool
    either: re.Pattern[str]
    joining: re.Pattern[str]
    aggravated: re.Pattern[str]
    condition: re.Pattern[str]
    excluded: re.Pattern[str]
    heading: re.Pattern[str]
    printed: Mapping[str, str]

    def months(self, unit: str) -> float:
        """How many months of 30 days one of this unit is."""
        return next(MONTHS[name] for name, pattern in self.units.items() if pattern.fullmatch(unit))

    def tokens(self, folded: str) -> Iterator[Token]:
        """Every word that counts, in order; numbers in words and figures with their value."""
        for match in self.token.finditer(folded):
            kind = cast(str, match.lastgroup)
            start, end, text = match.start(), match.end(), match[0]
            if kind == "number":
                yield from map(_token, parse_number_words(text, start, self.numbers, self.join))
            elif kind == "figure":
                yield _token(Number(parse_figure(text, self.numbers), start, end))
            elif kind == "alone":
                word = text if text in self.alone else text[1:]  # an Arabic clitic before it
                yield Token("alone", start, end, word, self.alone[word])
            else:
                yield Token(kind, start, end, text)


def _token(number: Number) -> Token:
    return Token("number", number.start, number.end, "", number.value)


def whole_words(pattern: str) -> str:
    """The pattern as whole words only; a blank or an apostrophe at its end is an end as well."""
    return rf"(?<!\w)(?:{pattern})(?:(?!\w)|(?<=[' ]))"


def alternatives(patterns: Iterable[str]) -> str:
    """One folded pattern out of the list of a language file."""
    return for_patterns("|".join(patterns))


def longest_first(words: Iterable[str]) -> str:
    """A pattern of plain words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def pooled(key: str) -> str:
    """The alternatives under a key in every language: words looked for in texts of all of them."""
    lists = (section(language, "penalty").get(key, ()) for language in LANGUAGES)
    return alternatives(dict.fromkeys(pattern for patterns in lists for pattern in patterns))


def load_vocabulary(language: str, country: str | None = None) -> Vocabulary | None:
    """The words of a language (two letters, or a tag such as `pt-MZ`) with the money of a country
    (three letters); None where we have none.
    """
    name = language.lower()[:2]
    return _load(name, currency_pattern(country)) if name in LANGUAGES else None


@cache
def _load(language: str, currency: str) -> Vocabulary:
    words: dict[str, Any] = section(language, "penalty")
    numbers = {for_patterns(word): float(value) for word, value in words["numbers"].items()}
    alone = {for_patterns(word): float(value) for word, value in words.get("alone", {}).items()}
    units = {kind: alternatives(patterns) for kind, patterns in words["units"].items()}
    tokens = {kind: alternatives(patterns) for kind, patterns in words["tokens"].items()}
    tokens |= _computed_tokens(words, numbers, alone, units) | {"currency": currency}
    connect = alternatives(words["connect"])

    def whole(key: str) -> re.Pattern[str]:
        return re.compile(whole_words(alternatives(words[key])))

    return Vocabulary(
        language=language,
        numbers=numbers,
        join=for_patterns(words["join"]),
        units={kind: re.compile(pattern) for kind, pattern in units.items()},
        alone=alone,
        token=_token_pattern(tokens, numbers),
        gate=re.compile(whole_words("|".join(tokens[kind] for kind in GATE))),
        connect=re.compile(rf"[\s,)(\]\[\"':]*(?:{connect})?[\s(\"']*(?:of|de|d')?[\s(]*"),
        between=re.compile(rf"(?<!\w)(?:{alternatives(words['between'])})[\s(]*$"),
        maximum=re.compile(alternatives(words["maximum"])),
        maximum_after=bool(words["maximum_after"]),
        either=re.compile(alternatives(words["either"])),
        joining=re.compile(
            rf"{alternatives(words['either'])}|(?<!\w){for_patterns(words['join'])}"
        ),
        aggravated=whole("aggravated"),
        condition=whole("condition"),
        excluded=whole("excluded"),
        heading=whole("heading"),
        lesser=whole("lesser"),
        printed=words.get("printed", {}),
    )


def _computed_tokens(
    words: Mapping[str, Any],
    numbers: Mapping[str, float],
    alone: Mapping[str, float],
    units: Mapping[str, str],
) -> dict[str, str]:
    """The patterns of units and numbers in words (`twenty and one`)."""
    join, prefixes = for_patterns(words["join"]), words.get("prefixes", {})
    blank = r"\s*" if words.get("join_touches") else r"\s+"
    link = rf"(?:\s+(?:{join}{blank}(?:a\s)?)?|-(?:{join}-)?|{_comma_between(numbers)})"
    number = longest_first(numbers)
    patterns = {
        "unit": "|".join(units.values()),
        "number": rf"{prefixes.get('number', '')}(?:{number})(?!\w)(?:{link}(?:{number})(?!\w))*",
    }
    if alone:
        unit = re.compile(patterns["unit"])  # a word such as سنة is a unit as well as one year
        several = longest_first(word for word in alone if not unit.fullmatch(word))
        patterns["alone"] = f"{prefixes.get('alone', '')}(?:{several})"
    return patterns


def _comma_between(numbers: Mapping[str, float]) -> str:
    """The comma of `two thousand, five hundred`: behind thousands and before hundreds."""
    large = (rf"(?<={re.escape(word)})" for word, value in numbers.items() if value >= 1000)
    hundreds = longest_first(word for word, value in numbers.items() if 100 <= value < 1000)
    return rf"(?:{'|'.join(large)}),\s+(?=(?:\w+\s+)?(?:{hundreds})(?!\w))"


def _token_pattern(tokens: Mapping[str, str], numbers: Mapping[str, float]) -> re.Pattern[str]:
    """One pattern with a named group for each kind of token; figures come last, `5 million` too."""
    large = longest_first(word for word, value in numbers.items() if value >= 1000)
    parts = [
        # money has edges of its own: a sign may touch the figures
        rf"(?P<{kind}>{tokens[kind] if kind == 'currency' else whole_words(tokens[kind])})"
        for kind in ORDER
        if kind in tokens
    ]
    parts.append(rf"(?P<figure>(?<!\d)(?:{FIGURE})(?:\s+(?:{large})(?!\w))?)")
    return re.compile("|".join(parts))
