"""The same instrument from two sources: suggestions for a person, who confirms once in
db/curated/instrument_alias.csv. Nothing is merged here.

`python -m ingest.received.same_instrument` lists pairs of instruments of the built database that
may be one, as CSV.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import sqlite_utils
from rapidfuzz import fuzz

from ingest import ROOT
from ingest.folding import for_names

CUT_OFF = 85
RARE = 3  # a title is compared with those that share one of its three rarest words
DATABASE = ROOT / "db" / "tip.db"


class Title(NamedTuple):
    """What is known of an instrument before it is placed; `key`: its id or where it was printed."""

    key: str
    country: str | None
    title: str
    number: str | None = None
    date: str | None = None


class Suggestion(NamedTuple):
    """Two titles that may be one instrument, how alike they are (0 to 100), and why."""

    printed: str
    known: str
    score: float
    reason: str


def suggest_same(printed: Iterable[Title], known: list[Title], most: int = 3) -> list[Suggestion]:
    """For each printed title, at most `most` known ones of the same country that may be the same,
    best first.
    """
    blocks, counts = index_by_words(known)
    suggestions: list[Suggestion] = []
    for title in printed:
        others = {
            index
            for word in rarest_words(title, counts)
            for index in blocks.get((title.country, word), ())
        }
        scored = [
            (*score_likeness(title, known[index]), known[index].key)
            for index in sorted(others)
            if known[index].key != title.key
        ]
        best = sorted((entry for entry in scored if entry[0] >= CUT_OFF), reverse=True)[:most]
        suggestions += [Suggestion(title.key, key, score, reason) for score, reason, key in best]
    return suggestions


def score_likeness(title: Title, other: Title) -> tuple[float, str]:
    """How alike two titles are, 0 to 100, and why; equal numbers of one year raise it, different
    numbers forbid it.
    """
    score = fuzz.token_sort_ratio(for_names(title.title), for_names(other.title), score_cutoff=60)
    numbers = digits_of(title.number), digits_of(other.number)
    years_differ = bool(title.date and other.date) and str(title.date)[:4] != str(other.date)[:4]
    if all(numbers) and numbers[0] != numbers[1]:
        return 0, "numbers differ"
    if all(numbers) and not years_differ:
        return max(score, 95), "number"
    if years_differ:
        return score - 15, "title, years differ"
    same_day = bool(title.date) and title.date == other.date
    return (min(score + 5, 100) if score and same_day else score), "title"


def digits_of(number: str | None) -> tuple[int, ...]:
    """The figures of a number without its words: 'Act No. 12 of 2022' and '12/2022' are alike."""
    return tuple(sorted(map(int, re.findall(r"\d+", number or ""))))


def index_by_words(
    titles: list[Title],
) -> tuple[dict[tuple[str | None, str], list[int]], Counter[str]]:
    """Places of titles by country and rare word, and how common each word is."""
    counts = Counter(word for title in titles for word in set(words_of_title(title)))
    blocks: dict[tuple[str | None, str], list[int]] = {}
    for index, title in enumerate(titles):
        for word in rarest_words(title, counts):
            blocks.setdefault((title.country, word), []).append(index)
    return blocks, counts


def words_of_title(title: Title) -> list[str]:
    """The words of a title and the figures of its number."""
    return [*for_names(title.title).split(), *(str(figure) for figure in digits_of(title.number))]


def rarest_words(title: Title, counts: Counter[str]) -> list[str]:
    """The rarest words of a title that occur anywhere."""
    return sorted(
        {word for word in words_of_title(title) if counts[word]},
        key=lambda word: (counts[word], word),
    )[:RARE]


def known_titles(db: sqlite_utils.Database) -> list[Title]:
    """Every instrument of a database."""
    return [
        Title(*row)
        for row in db.execute(
            "select id, country, title, number, adopted_on from instrument"
        ).fetchall()
    ]


def main() -> None:
    """Print pairs of instruments that may be one."""
    titles = known_titles(sqlite_utils.Database(str(DATABASE)))
    names = {one.key: one.title for one in titles}
    writer = csv.writer(sys.stdout)
    writer.writerow(["one", "other", "score", "reason", "title", "other_title"])
    for pair in suggest_same(titles, titles):
        if pair.printed < pair.known:
            writer.writerow(
                [
                    pair.printed,
                    pair.known,
                    f"{pair.score:.0f}",
                    pair.reason,
                    names[pair.printed],
                    names[pair.known],
                ]
            )


if __name__ == "__main__":
    main()
