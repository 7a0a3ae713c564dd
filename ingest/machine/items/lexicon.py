"""Concepts and the words that say them, read from db/curated/lexicon, and the places of a text
where they stand.

A word is written as a person would look for it: `compensat*` starts with, `fund` is the whole word,
` .. ` skips up to four words. A negative word takes back the concept where both stand on the same
words.
"""

import csv
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ingest import ROOT
from ingest.folding import for_lexicon
from ingest.machine.items.tokens import Word, forms

FOLDER = ROOT / "db" / "curated" / "lexicon"
LANGUAGES = ("en", "fr", "es", "pt", "ar")
GAP, REACH = "..", 4
Row = dict[str, str]


class Span(NamedTuple):
    """A concept and the words it stands on (first, last), by index."""

    concept: str
    first: int
    last: int


class Phrase(NamedTuple):
    """A written phrase of a concept as (word, is a beginning) pairs."""

    concept: str
    parts: tuple[tuple[str, bool], ...]
    negative: bool


def rows(name: str, folder: Path = FOLDER) -> list[Row]:
    """The rows of one table of the lexicon, from <name>.csv or <name>/*.csv."""
    found: list[Row] = []
    for path in sorted([*folder.glob(f"{name}.csv"), *folder.glob(f"{name}/*.csv")]):
        with path.open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def phrase(concept: str, written: str, negative: bool = False) -> Phrase:
    """Read a phrase as it is written in the lexicon."""
    parts = []
    for part in written.replace("'", " ").replace("-", " ").split():
        plain = GAP if part == GAP else for_lexicon(part.rstrip("*"))
        if plain:
            parts.append((plain, part.endswith("*")))
    if not parts or parts[0][0] == GAP or parts[-1][0] == GAP:
        raise ValueError(f"{concept}: not a phrase: {written!r}")
    return Phrase(concept, tuple(parts), negative)


class Tongue:
    """The phrases of one language, found by the first word."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.exact: dict[str, list[Phrase]] = defaultdict(list)
        self.start: dict[str, list[Phrase]] = defaultdict(list)
        for one in phrases:
            word, beginning = one.parts[0]
            (self.start if beginning else self.exact)[word].append(one)
        self.opening = lru_cache(maxsize=100_000)(self._opening)

    def _opening(self, word: str) -> tuple[Phrase, ...]:
        found: dict[Phrase, None] = {}
        for form in forms(word):
            found.update(dict.fromkeys(self.exact.get(form, ())))
            for length in range(1, len(form) + 1):
                found.update(dict.fromkeys(self.start.get(form[:length], ())))
        return tuple(found)

    def spans(self, text: Sequence[Word]) -> list[Span]:
        """Where concepts stand in a text, each place once, without those a negative word takes
        back.
        """
        found: dict[Span, None] = {}
        taken: dict[str, set[int]] = defaultdict(set)
        for index, word in enumerate(text):
            for one in self.opening(word.text):
                last = reach(text, index, one.parts)
                if last is not None and one.negative:
                    taken[one.concept].update(range(index, last + 1))
                elif last is not None:
                    found[Span(one.concept, index, last)] = None
        return [
            span
            for span in found
            if not taken or not taken[span.concept].intersection(range(span.first, span.last + 1))
        ]


def reach(text: Sequence[Word], index: int, parts: Sequence[tuple[str, bool]]) -> int | None:
    """The index of the last word of a phrase that begins at `index`, or None."""
    position, slack = index, 0
    for wanted, beginning in parts[1:]:
        if wanted == GAP:
            slack = REACH
            continue
        for step in range(1, slack + 2):
            if position + step < len(text) and says(text[position + step].text, wanted, beginning):
                position += step
                break
        else:
            return None
        slack = 0
    return position


@lru_cache(maxsize=500_000)
def says(word: str, wanted: str, beginning: bool) -> bool:
    """Whether a folded word is the wanted one, or begins with it."""
    return any(form == wanted or (beginning and form.startswith(wanted)) for form in forms(word))


class Lexicon:
    """Concepts, words and rules as read from the files; `version` changes with any of them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        phrases: dict[str, list[Phrase]] = {language: [] for language in LANGUAGES}
        for row in rows("concept_word", folder):
            phrases[row["language"]].append(
                phrase(row["concept"], row["word"], row["negative"] == "1")
            )
        self.concepts = [row["id"] for row in rows("concept", folder)]
        self.tongues = {language: Tongue(found) for language, found in phrases.items()}
        self.rules = rows("rule", folder)
        digest = hashlib.sha256()
        for path in sorted(folder.rglob("*.csv")):
            digest.update(path.read_bytes())
        self.version = digest.hexdigest()
