"""What the index knows of a word: its stems, and the words nearest to one that no text has."""

import json
from functools import cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from ingest.languages import LANGUAGES, section
from plugins.kit.page import Ask

SHORTEST_MISSPELT = 4  # letters a word needs before its nearest forms are tried
MOST_STEMS = 60  # stems a word may stand for
LIKENESS = 80  # per cent of letters, as rapidfuzz counts, for a word to be a misspelling of another
AS_LIKE = 3  # per cent by which a further word may be less like it than the nearest
MOST_NEAR = 4  # words that are searched instead of one
FORMS_OF = """
select distinct word
from stem
where stem in (select value from json_each(:stems))
"""
STEMS_OF = """
select distinct stem
from stem
where word in (select value from json_each(:words))
limit :most
"""
WORDS_LIKE = """
select distinct word
from stem
where word >= :first and word < :next and length(word) between :low and :high
"""


class Known(NamedTuple):
    """A word as the index has it: `stems`, none where no text has the word or one near it; `forms`
    to mark in an answer; `instead`, words that are searched in place of an unknown one.
    """

    stems: list[str]
    forms: list[str]
    instead: list[str]


def look_up(ask: Ask, folded: str, correct: bool) -> Known:
    """A folded word in the vocabulary; an unknown one by the words nearest to it, if `correct`."""
    stems = stems_of(ask, [folded])
    instead = near_words(ask, folded) if correct and not stems else []
    stems = stems or stems_of(ask, instead)
    forms = ask(FORMS_OF, stems=json.dumps(stems)) if stems else []
    return Known(stems, [row["word"] for row in forms], instead)


def stems_of(ask: Ask, words: list[str]) -> list[str]:
    """The stems of words, in order."""
    if not words:
        return []
    rows = ask(STEMS_OF, words=json.dumps(words), most=MOST_STEMS)
    return sorted(row["stem"] for row in rows)


def near_words(ask: Ask, folded: str) -> list[str]:
    """The words of the texts that a word is nearest to, of the same first letter and about the same
    length, the nearest first; none where all differ too much.
    """
    if len(folded) < SHORTEST_MISSPELT:
        return []
    rows = ask(
        WORDS_LIKE,
        first=folded[0],
        next=chr(ord(folded[0]) + 1),
        low=len(folded) - 3,
        high=len(folded) + 3,
    )
    found = process.extract(
        folded,
        [row["word"] for row in rows],
        scorer=fuzz.ratio,
        score_cutoff=LIKENESS,
        limit=MOST_NEAR,
    )
    return [word for word, likeness, _place in found if likeness >= found[0][1] - AS_LIKE]


@cache
def small_words() -> frozenset[str]:
    """Folded words that are never looked for."""
    return words_in_all("small")


@cache
def unasked_words() -> frozenset[str]:
    """Folded words that are looked for only where nothing else is asked."""
    return words_in_all("unasked")


@cache
def neighbour_words() -> frozenset[str]:
    """Folded words for the States around one that is named."""
    return words_in_all("neighbours")


def words_in_all(key: str) -> frozenset[str]:
    """The words of one list of the section `search`, in every language."""
    return frozenset(
        word for language in LANGUAGES for word in section(language, "search")[key].split()
    )
