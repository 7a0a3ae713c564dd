"""The lexicon: concepts with the phrases that express them, read from db/curated/lexicon and
`finer`, and the spans of a text where they occur.

A phrase is written as a person would search for it: `compensat*` is a prefix, `fund` is the whole
word, ` .. ` skips up to four words. A negative phrase cancels its concept where both match the same
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
from ingest.languages import LANGUAGES
from ingest.machine.items.tokens import Word, word_forms

FOLDER = ROOT / "db" / "curated" / "lexicon"
# Concepts that tell items apart, with rules of their own; too fine or too common for the search,
# which looks for all that stands in the other folder.
FINER = Path(__file__).with_name("finer")
GAP, MAX_GAP = "..", 4  # sign of a gap in a phrase; words it may skip
Row = dict[str, str]


class Span(NamedTuple):
    """A concept and the words that express it: indices of the first and the last."""

    concept: str
    first: int
    last: int


class Phrase(NamedTuple):
    """A phrase of a concept as (folded word, is a prefix) pairs."""

    concept: str
    parts: tuple[tuple[str, bool], ...]
    negative: bool


def read_table(name: str, folder: Path = FOLDER) -> list[Row]:
    """The rows of one table of the lexicon, from <name>.csv or <name>/*.csv."""
    rows: list[Row] = []
    for path in sorted([*folder.glob(f"{name}.csv"), *folder.glob(f"{name}/*.csv")]):
        with path.open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    return rows


def parse_phrase(concept: str, written: str, negative: bool = False) -> Phrase:
    """Parse a phrase as it is written in the lexicon.

    Raises ValueError when it is empty or begins or ends with a gap.
    """
    parts = []
    for part in written.replace("'", " ").replace("-", " ").split():
        folded = GAP if part == GAP else for_lexicon(part.rstrip("*"))
        if folded:
            parts.append((folded, part.endswith("*")))
    if not parts or parts[0][0] == GAP or parts[-1][0] == GAP:
        raise ValueError(f"{concept}: not a phrase: {written!r}")
    return Phrase(concept, tuple(parts), negative)


class LanguageLexicon:
    """The phrases of one language, indexed by their first word."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.by_word: dict[str, list[Phrase]] = defaultdict(list)
        self.by_prefix: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            word, is_prefix = phrase.parts[0]
            (self.by_prefix if is_prefix else self.by_word)[word].append(phrase)
        self.phrases_at = lru_cache(maxsize=100_000)(self._phrases_at)

    def _phrases_at(self, word: str) -> tuple[Phrase, ...]:
        phrases: dict[Phrase, None] = {}
        for form in word_forms(word):
            phrases.update(dict.fromkeys(self.by_word.get(form, ())))
            for length in range(1, len(form) + 1):
                phrases.update(dict.fromkeys(self.by_prefix.get(form[:length], ())))
        return tuple(phrases)

    def find_spans(self, words: Sequence[Word]) -> list[Span]:
        """Where concepts occur, each span once, without those a negative phrase cancels."""
        spans: dict[Span, None] = {}
        cancelled: dict[str, set[int]] = defaultdict(set)
        for index, word in enumerate(words):
            for phrase in self.phrases_at(word.text):
                last = match_phrase(words, index, phrase.parts)
                if last is None:
                    continue
                if phrase.negative:
                    cancelled[phrase.concept].update(range(index, last + 1))
                else:
                    spans[Span(phrase.concept, index, last)] = None
        if not cancelled:
            return list(spans)
        return [
            span
            for span in spans
            if not cancelled[span.concept].intersection(range(span.first, span.last + 1))
        ]


def match_phrase(
    words: Sequence[Word], index: int, parts: Sequence[tuple[str, bool]]
) -> int | None:
    """The index of the last word of a phrase that begins at `index`, or None."""
    position, slack = index, 0
    for wanted, is_prefix in parts[1:]:
        if wanted == GAP:
            slack = MAX_GAP
            continue
        ahead = words[position + 1 : position + slack + 2]
        steps = (n for n, word in enumerate(ahead, 1) if matches(word.text, wanted, is_prefix))
        step = next(steps, None)
        if step is None:
            return None
        position, slack = position + step, 0
    return position


@lru_cache(maxsize=500_000)
def matches(word: str, wanted: str, is_prefix: bool) -> bool:
    """Whether a folded word is the wanted one, or begins with it."""
    return any(
        form == wanted or (is_prefix and form.startswith(wanted)) for form in word_forms(word)
    )


class Lexicon:
    """Concepts, phrases and rules as read from the files; `version` changes with any of them."""

    def __init__(self, folders: Sequence[Path] = (FOLDER, FINER)) -> None:
        phrases: dict[str, list[Phrase]] = {language: [] for language in LANGUAGES}
        words = [row for folder in folders for row in read_table("concept_word", folder)]
        for row in words:
            phrases[row["language"]].append(
                parse_phrase(row["concept"], row["word"], row["negative"] == "1")
            )
        self.concepts = list(dict.fromkeys(row["concept"] for row in words))
        self.by_language = {language: LanguageLexicon(own) for language, own in phrases.items()}
        self.rules = [row for folder in folders for row in read_table("rule", folder)]
        digest = hashlib.sha256()
        for path in (path for folder in folders for path in sorted(folder.rglob("*.csv"))):
            digest.update(path.read_bytes())
        self.version = digest.hexdigest()
