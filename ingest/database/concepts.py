"""Which concepts a text names, by the five-language phrases of `concept_word`; the search finds a
text by them in any language.

A phrase is written `compensat*` (prefix), `fund` (whole word), `travel .. document*` (up to four
words between).
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import sqlite_utils

MAX_GAP = 4  # words that may stand between two parts split by ..
CLITICS = ("و", "ف", "ب", "ك", "ل")  # Arabic and, so, with, as, for: written onto the next word
ARTICLE = "ال"


class Part(NamedTuple):
    """A folded word of a phrase: whether it is a prefix, whether words may stand before it."""

    word: str
    is_prefix: bool
    after_gap: bool


class Phrase(NamedTuple):
    """A concept, and the parts of one of its phrases after the first."""

    concept: str
    rest: list[Part]


@cache
def word_forms(word: str) -> tuple[str, ...]:
    """A folded word, and for Arabic the word without clitic and article in front."""
    forms = [word]
    if word[:1] in CLITICS and len(word) > 4:
        forms.append(word[1:])
    for form in tuple(forms):
        if form.startswith(ARTICLE) and len(form) > 4:
            forms.append(form[2:])
        elif form.startswith("ل") and word.startswith("لل") and len(form) > 3:
            forms.append(form[1:])
    return tuple(dict.fromkeys(forms))


class ConceptMatcher:
    """The phrases of all concepts, indexed by their first part."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """phrases: each concept with one of its phrases as written."""
        self.by_first: dict[tuple[str, bool], list[Phrase]] = {}
        for concept, written in phrases:
            first, *rest = parse_phrase(written)
            key = (first.word, first.is_prefix)
            self.by_first.setdefault(key, []).append(Phrase(concept, rest))
        self.cached: dict[str, list[Phrase]] = {}

    def find_concepts(self, words: list[str]) -> list[str]:
        """The concept at each place where one is named, in the order of the folded words; a concept
        named twice is there twice.
        """
        concepts: list[str] = []
        for index, word in enumerate(words):
            if word not in self.cached:
                self.cached[word] = self.phrases_at(word)
            concepts += dict.fromkeys(
                phrase.concept
                for phrase in self.cached[word]
                if matches_rest(words, index + 1, phrase.rest)
            )
        return concepts

    def phrases_at(self, word: str) -> list[Phrase]:
        """The phrases that may begin with a word."""
        forms = word_forms(word)
        keys = [(form, False) for form in forms]
        keys += [(form[:end], True) for form in forms for end in range(1, len(form) + 1)]
        return [phrase for key in keys for phrase in self.by_first.get(key, [])]


def phrases_of(db: sqlite_utils.Database) -> tuple[tuple[str, str], ...]:
    """Each concept of a database with each of its phrases as written."""
    sql = "select distinct concept, word from concept_word where negative = 0"
    return tuple(db.execute(sql).fetchall())


def parse_phrase(written: str) -> list[Part]:
    """The parts of a phrase."""
    parts: list[Part] = []
    gap = False
    for word in written.split(" "):
        if word != "..":
            parts.append(Part(word.rstrip("*"), word.endswith("*"), gap))
        gap = word == ".."
    return parts


def matches_rest(words: Sequence[str], index: int, rest: Sequence[Part]) -> bool:
    """Whether the remaining parts of a phrase follow from an index on."""
    for part in rest:
        last = min(len(words), index + (MAX_GAP if part.after_gap else 0) + 1)
        match = next((at for at in range(index, last) if matches_part(words[at], part)), None)
        if match is None:
            return False
        index = match + 1
    return True


def matches_part(word: str, part: Part) -> bool:
    """Whether a folded word is the part, or begins with it."""
    return any(
        form == part.word or (part.is_prefix and form.startswith(part.word))
        for form in word_forms(word)
    )
