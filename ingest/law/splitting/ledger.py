"""The account of a document: every character has one place, and the reason why it is there."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from math import floor
from typing import NamedTuple

# Where a character can go, and what puts it there when a piece gives no reason of its own.
PLACES = {
    "mark": "the number of an article, as printed",
    "heading": "the heading of an article",
    "text": "the words of an article",
    "chapter": "the head of a part or chapter",
    "repealed": "one line for several repealed articles",
    "front": "stands before the first article: title, preamble",
    "contents": "a table of contents",
    "note": "a note of the editor, or wording no longer in force",
    "noise": "page furniture",
    "signature": "stands behind a line that opens the signatures",
    "translation": "the same articles in a second language",
    "repaired": "hyphens at a line's end, invisible signs",
    "outside": "the format does not count it as text of the page",
}
KEPT = (
    "mark",
    "heading",
    "text",
    "chapter",
    "repealed",
)  # what the provisions and their parents have
SUSPECT = ("note", "noise", "contents", "outside")  # places in which no sentence of a law may be
LEAST_WORDS = 5
QUOTE = 60  # characters that a warning shows
# Five words or more with a stop, or so many on one line that no running head is so long.
STOPPED = re.compile(r"[.;:!?؟؛。](?:[\s\"'”»’)\]*]|$)")
WORD = re.compile(r"[\u3040-\u9fff]{2}|[^\W\d_]{3,}")  # Chinese and Japanese have no blanks
LONG = 16  # words


class Entry(NamedTuple):
    """A piece of text, its place (one of PLACES) and why it is there."""

    place: str
    text: str
    reason: str = ""

    @property
    def size(self) -> int:
        """Characters, blanks not counted."""
        return count_signs(self.text)


def count_signs(text: str) -> int:
    """Characters, blanks not counted."""
    return len("".join(text.split()))


class Ledger(Mapping[str, int]):
    """Characters (blanks not counted) by place; `entries` has every piece with its reason."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = [
            entry if entry.reason else entry._replace(reason=PLACES[entry.place])
            for entry in entries
        ]
        self._counts = dict.fromkeys(PLACES, 0)
        for entry in self.entries:
            self._counts[entry.place] += entry.size

    def __getitem__(self, place: str) -> int:
        return self._counts[place]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    @property
    def share_kept(self) -> float:
        """The share of characters that provisions and chapter heads have, 0 to 1."""
        total = sum(self.values())
        return sum(self[place] for place in KEPT) / total if total else 0.0

    def left_out(self) -> list[Entry]:
        """What no provision has, pieces of one place and reason that follow each other as one; the
        largest first.
        """
        apart = [entry for entry in self.entries if entry.place not in KEPT and entry.text]
        joined = [
            Entry(place, "\n".join(entry.text for entry in group), reason)
            for (place, reason), group in groupby(apart, lambda entry: (entry.place, entry.reason))
        ]
        return sorted(joined, key=lambda entry: -entry.size)

    def summary(self, most: int = 3) -> list[str]:
        """The share kept and the largest pieces left out, each with its reason and first words."""
        share = floor(1000 * self.share_kept) / 10  # never 100 where something is left out
        lines = [f"{share}% of {sum(self.values()):,} characters"]
        for entry in self.left_out()[:most]:
            words = " ".join(entry.text.split())[:QUOTE]
            lines.append(f"{entry.size:,} {entry.place}: {entry.reason}: “{words}”")
        return lines

    def doubts(self) -> list[str]:
        """A warning for each place and reason that took a sentence which no provision has."""
        kept = _letters(" ".join(entry.text for entry in self.entries if entry.place in KEPT))
        found: dict[tuple[str, str], list[str]] = {}
        for entry in self.left_out():
            if entry.place in SUSPECT:
                sentences = [
                    text for text in sentences_of(entry.text) if _letters(text) not in kept
                ]
                found.setdefault((entry.place, entry.reason), []).extend(sentences)
        return [
            f"sentences left out as {place} ({reason}): {len(sentences)}, "
            f"such as “{max(sentences, key=len)[:QUOTE]}”"
            for (place, reason), sentences in found.items()
            if sentences
        ]


def sentences_of(text: str) -> list[str]:
    """The lines of a text that hold a sentence, or a good part of one."""
    return [line for line in text.split("\n") if _is_sentence(line)]


def _is_sentence(line: str) -> bool:
    words = len(WORD.findall(line))
    is_stopped = STOPPED.search(line) is not None and not line.isupper()
    return words >= LONG or (words >= LEAST_WORDS and is_stopped)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
