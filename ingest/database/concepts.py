"""Which concepts a text names, by the five-language phrases of `concept_word`; the search finds a
text by them in any language.

A phrase is written `compensat*` (prefix), `fund` (whole word), `travel .. document*` (up to four
words between).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import sqlite_utils

MAX_GAP = 4  # words that may stand between two parts split by ..
BEYOND = ("",) * (MAX_GAP + 1)  # the words after the last: no phrase waits for more than these
CLITICS = ("و", "ف", "ب", "ك", "ل")  # Arabic and, so, with, as, for: written onto the next word
ARTICLE = "ال"


class Part(NamedTuple):
    """A folded word of a phrase: whether it is a prefix, whether words may stand before it."""

    word: str
    is_prefix: bool
    after_gap: bool


class Begun(NamedTuple):
    """A phrase of a concept of which some parts were met: what is left of it, and how many words
    may still stand before that.
    """

    concept: str
    rest: tuple[Part, ...]
    room: int


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


class Reading(dict[str, "Reading | None"]):
    """What was read up to a word: the concepts that this word completes, and for each next word the
    reading with it, or None where no phrase goes on. Worked out once for each word met.
    """

    def __init__(self, begun: Iterable[Begun]) -> None:
        super().__init__()
        self.concepts = tuple(dict.fromkeys(phrase.concept for phrase in begun if not phrase.rest))
        self._patient: list[Begun] = []
        self._by_word: dict[str, list[Begun]] = {}
        self._by_prefix: dict[str, list[Begun]] = {}
        for phrase in begun:
            if phrase.rest and phrase.concept not in self.concepts:
                part = phrase.rest[0]
                by_part = self._by_prefix if part.is_prefix else self._by_word
                by_part.setdefault(part.word, []).append(phrase)
                if phrase.room:
                    self._patient.append(phrase)
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def __missing__(self, word: str) -> "Reading | None":
        met = dict.fromkeys(self._phrases_met(word))
        if met:
            going_on = [begin(phrase.concept, phrase.rest[1:]) for phrase in met]
            reading = reading_of((*going_on, *self._waiting(met)))
        else:
            reading = self._with_another
        self[word] = reading
        return reading

    @cached_property
    def _with_another(self) -> "Reading | None":
        """The reading with a word that is in none of its phrases."""
        return reading_of((*self._waiting({}),))

    def _waiting(self, met: Mapping[Begun, None]) -> Iterator[Begun]:
        """The phrases that a word has not met and that bear another between their parts."""
        for phrase in self._patient:
            if phrase not in met:
                yield Begun(phrase.concept, phrase.rest, phrase.room - 1)

    def _phrases_met(self, word: str) -> Iterator[Begun]:
        """The phrases whose next part is the word, or begins it."""
        for form in word_forms(word):
            yield from self._by_word.get(form, ())
            for length in self._lengths:
                yield from self._by_prefix.get(form[:length], ())


@cache
def reading_of(begun: tuple[Begun, ...]) -> Reading | None:
    """The reading of these phrases, one for each set of them; None of none."""
    return Reading(begun) if begun else None


def begin(concept: str, parts: Sequence[Part]) -> Begun:
    """A phrase of which these parts are left."""
    return Begun(concept, tuple(parts), MAX_GAP if parts and parts[0].after_gap else 0)


class ConceptMatcher:
    """Finds the phrases of all concepts."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """phrases: each concept with one of its phrases as written."""
        self._begun = [begin(concept, parse_phrase(written)) for concept, written in phrases]
        self._first = Reading(self._begun)

    def find_concepts(self, words: Sequence[str]) -> list[str]:
        """The concepts that the folded words name from each of them on; a concept named twice is
        there twice.
        """
        concepts: list[str] = []
        following = [*words, *BEYOND]
        for place, begun in enumerate(map(self._first.__getitem__, words), 1):
            reading = begun
            while reading is not None:
                concepts += reading.concepts
                reading = reading[following[place]]
                place += 1
        return concepts

    def forget(self) -> None:
        """Begin anew to remember words."""
        reading_of.cache_clear()
        word_forms.cache_clear()
        self._first = Reading(self._begun)


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
