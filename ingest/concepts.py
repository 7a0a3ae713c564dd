"""Which concepts a text speaks of, by the five-language words of `concept_word`; the search finds a
text by them in any language.

A word is written `compensat*` (begins with), `fund` (whole word), `travel .. document*` (up to four
words between).
"""

from functools import cache

import sqlite_utils

REACH = 4  # words that may stand between two parts split by ..
LETTERS = (
    "و",
    "ف",
    "ب",
    "ك",
    "ل",
)  # small Arabic words written onto the front of the next: and, so, with, as, for
ARTICLE = "ال"

Part = tuple[str, bool, bool]  # word, whether it is a beginning, whether words may stand before it


@cache
def forms(word: str) -> tuple[str, ...]:
    """A folded word, and for Arabic the word without what is written onto its front."""
    found = [word]
    if word[:1] in LETTERS and len(word) > 4:
        found.append(word[1:])
    for known in tuple(found):
        if known.startswith(ARTICLE) and len(known) > 4:
            found.append(known[2:])
        elif known.startswith("ل") and word.startswith("لل") and len(known) > 3:
            found.append(known[1:])
    return tuple(dict.fromkeys(found))


class Concepts:
    """The words of all concepts, ready to be looked for."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.by_start: dict[tuple[str, bool], list[tuple[str, list[Part]]]] = {}
        for concept, words in db.execute(
            "select distinct concept, word from concept_word where negative = 0"
        ).fetchall():
            first, *rest = parts(words)
            self.by_start.setdefault(first[:2], []).append((concept, rest))
        self.known: dict[str, list[tuple[str, list[Part]]]] = {}

    def found(self, words: list[str]) -> list[str]:
        """The concept at each place where one is named, in the order of the folded words; a concept
        named twice is there twice.
        """
        held: list[str] = []
        for place, word in enumerate(words):
            if word not in self.known:
                self.known[word] = self.starting(word)
            held += dict.fromkeys(
                concept for concept, rest in self.known[word] if follows(words, place + 1, rest)
            )
        return held

    def starting(self, word: str) -> list[tuple[str, list[Part]]]:
        """The concept words whose first part a word is."""
        starts = [(form, False) for form in forms(word)] + [
            (form[:end], True) for form in forms(word) for end in range(1, len(form) + 1)
        ]
        return [one for start in starts for one in self.by_start.get(start, [])]


def parts(words: str) -> list[Part]:
    """The parts of a concept word."""
    found: list[Part] = []
    gap = False
    for word in words.split(" "):
        if word != "..":
            found.append((word.rstrip("*"), word.endswith("*"), gap))
        gap = word == ".."
    return found


def follows(words: list[str], place: int, rest: list[Part]) -> bool:
    """Whether the remaining parts of a concept word stand from a place on."""
    for text, beginning, gap in rest:
        reach = range(place, min(len(words), place + (REACH if gap else 0) + 1))
        hit = next(
            (
                at
                for at in reach
                if any(
                    form == text or (beginning and form.startswith(text))
                    for form in forms(words[at])
                )
            ),
            None,
        )
        if hit is None:
            return False
        place = hit + 1
    return True
