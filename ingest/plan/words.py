"""The words of plans in the five languages (section `plan` of ingest/languages/<xx>.yml), and the
one way of finding them in a cell.
"""

import re
from functools import cache, lru_cache
from operator import contains
from typing import NamedTuple

from rapidfuzz import fuzz, process

from ingest.folding import for_patterns, for_search
from ingest.languages import LANGUAGES, section

ALIKE = 87  # of 100: a slip of the pen, an ending; "non réalisé" and "réalisé" are 78
SHORTEST_ALIKE = 5  # letters; shorter words must be the same
LETTERS = re.compile(r"[^\W_]+")


class Found(NamedTuple):
    """A phrase found among words: its key, its language, where it begins and ends, whether it is
    all of them, and whether to the letter.
    """

    key: str
    language: str
    start: int
    end: int
    whole: bool
    exact: bool


@lru_cache(maxsize=100_000)
def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text without accents, case, signs and the small words between them; `%` and
    `#` are words.
    """
    plain = for_search(text).replace("%", " percent ").replace("#", " numbersign ")
    words = LETTERS.findall(plain)
    return tuple(word for word in words if word not in small_words()) or tuple(words)


@cache
def small_words() -> frozenset[str]:
    """Articles and prepositions of the five languages, folded."""
    words = " ".join(section(language, "linking_words") for language in LANGUAGES)
    return frozenset(LETTERS.findall(for_search(words))) - {"a", "y", "e", "o", "و", "لا"}


def list_words(name: str) -> list[str]:
    """A list of the section in every language, without repetitions."""
    lists = [section(language, "plan")[name] for language in LANGUAGES]
    return list(dict.fromkeys(str(word) for words in lists for word in words))


@cache
def phrases_by_word(name: str) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """(key, language, folded words) of every phrase of a part of the section, by its first word. A
    part that is a list has itself as its one key.
    """
    found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for language in LANGUAGES:
        part = section(language, "plan")[name]
        keyed = part if isinstance(part, dict) else {name: part}
        for key, listed in keyed.items():
            for phrase in listed:
                words = folded_words(str(phrase))
                found.setdefault(words[0], []).append((key, language, words))
    return found


@cache
def vocabulary(name: str) -> frozenset[str]:
    """Every word of the phrases of a part of the section."""
    known = phrases_by_word(name).values()
    return frozenset(word for listed in known for *_, words in listed for word in words)


@lru_cache(maxsize=100_000)
def meant_words(word: str, name: str) -> frozenset[str]:
    """The words of the phrases that a word may be: itself, or one that differs by a slip."""
    known = vocabulary(name)
    meant = {word} & known
    if len(word) >= SHORTEST_ALIKE:
        long = [other for other in known if len(other) >= SHORTEST_ALIKE]
        meant |= {
            one[0] for one in process.extract(word, long, scorer=fuzz.ratio, score_cutoff=ALIKE)
        }
    return frozenset(meant)


@lru_cache(maxsize=100_000)
def find_phrases(text: str, name: str) -> tuple[Found, ...]:
    """Every phrase of a part of the section in a text: the longest first, then the first."""
    words = folded_words(text)
    meant = [meant_words(word, name) for word in words]
    found = []
    for start, first in enumerate(meant):
        begun = (one for word in sorted(first) for one in phrases_by_word(name).get(word, []))
        for key, language, phrase in begun:
            run, may_be = words[start : start + len(phrase)], meant[start : start + len(phrase)]
            if len(run) == len(phrase) and all(map(contains, may_be, phrase)):
                whole, end = len(run) == len(words), start + len(run)
                found.append(Found(key, language, start, end, whole, run == phrase))
    return tuple(sorted(found, key=lambda one: (one.start - one.end, one.start, not one.exact)))


def is_said(text: str, name: str) -> bool:
    """Whether a text is, as a whole, one of the phrases of a part of the section."""
    return any(found.whole for found in find_phrases(text, name))


def begins_with(text: str, name: str) -> bool:
    """Whether a text begins with one of the phrases of a part of the section."""
    return any(found.start == 0 for found in find_phrases(text, name))


@cache
def word_pattern(*names: str) -> str:
    """An expression for any of the words of some lists, folded by `for_patterns`, longest first."""
    words = {for_patterns(word) for name in names for word in list_words(name)}
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


@cache
def multiples() -> dict[str, int]:
    """`million`, `milliers`, ... folded, with what they stand for."""
    return {
        for_patterns(word): value
        for language in LANGUAGES
        for word, value in section(language, "plan")["multiples"].items()
    }
