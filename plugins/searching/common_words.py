"""The places of words that very many provisions have, which the build stores as one bit a provision
(ingest/database/common_words.py): the index of words reads such a word posting by posting.

In a base without such words every question goes to the index of words as it is.
"""

import json
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plugins.kit.page import Ask
from plugins.searching.expressions import (
    Expression,
    Joined,
    Token,
    Without,
    all_of,
    one_of,
    tokens_of,
)
from plugins.searching.facets import Entries
from plugins.searching.place_sets import Places, mark
from plugins.searching.scope import read_places

MATCHING = "select group_concat(rowid) as places from search_fts where search_fts match :match"
STORED = "select bits from _search_common where word = :word and above = :above"
WEIGHED = """
select rowid as place, bm25(search_fts, 5.0, 1.0, 1.0) as weight
from search_fts
where search_fts match :match and +rowid in (select value from json_each(:places))
"""
ENTRIES = """
select place, in_force, weight
from search_entry
where place in (select value from json_each(:places))
order by place
"""
IN_HEADING = 0.8  # more for a word in a heading or title, as bm25 gives with five to one
Marks = NDArray[np.bool_]  # for each place from 0 on


class WordIndex(NamedTuple):
    """The words of one build: all, or those of headings and titles alone (`above`)."""

    ask: Ask
    known: Entries
    above: bool = False


def find_places(index: WordIndex, expression: Expression) -> Places:
    """The places that have what an expression asks for."""
    if has_common(index.known, expression):
        return np.flatnonzero(find_marks(index, expression))
    within = "{heading title} : " if index.above else ""
    return read_places(index.ask, MATCHING, match=f"{within}({expression})")


def find_marks(index: WordIndex, expression: Expression) -> Marks:
    """Which places have what an expression asks for."""
    size = len(index.known.places) + 1
    if not has_common(index.known, expression):
        return mark(find_places(index, expression), size)
    if isinstance(expression, Token):
        return stored_marks(index, expression)
    if isinstance(expression, Without):
        excluded = (find_marks(index, part) for part in expression.excluded)
        wanted = find_marks(index, expression.wanted)
        return reduce(lambda marks, out: marks & ~out, excluded, wanted)
    stored = [part for part in expression.parts if has_common(index.known, part)]
    others = [part for part in expression.parts if part not in stored]
    parts = [find_marks(index, part) for part in stored]
    if others:
        parts.append(find_marks(index, Joined(expression.by, tuple(others))))
    joined = np.logical_or if expression.by == "OR" else np.logical_and
    return reduce(joined, parts)


def has_common(known: Entries, expression: Expression) -> bool:
    """Whether an expression has a token whose places are stored."""
    return bool(known.common) and any(token.word in known.common for token in tokens_of(expression))


def stored_marks(index: WordIndex, token: Token) -> Marks:
    """Which places have a common word."""
    row = index.ask(STORED, word=token.word, above=int(index.above))[0]
    bits = np.frombuffer(row["bits"], dtype=np.uint8)
    return np.unpackbits(bits, count=len(index.known.places) + 1).view(bool)


def rank_by_stored(index: WordIndex, expression: Expression, places: Places) -> list[int]:
    """All of the places, best first, as the index of words would rank them (RANKED in ranking.py),
    but that a common word weighs the same in every text without it being counted how often.
    """
    chosen = json.dumps(places.tolist())
    gained = np.zeros(len(index.known.places) + 1)
    if rare := without_common(index.known, expression):
        for row in index.ask(WEIGHED, match=str(rare), places=chosen):
            gained[row["place"]] = -row["weight"]
    tokens = dict.fromkeys(tokens_of(expression))
    for token in (token for token in tokens if has_common(index.known, token)):
        everywhere = stored_marks(index._replace(above=False), token)
        above = stored_marks(index._replace(above=True), token)
        rarity = rarity_of(int(everywhere.sum()), len(index.known.places))
        gained[places] += rarity * (everywhere[places] + IN_HEADING * above[places])
    entries = index.ask.columns(ENTRIES, places=chosen)
    in_force, weight = np.array(entries["in_force"]), np.array(entries["weight"])
    best = np.lexsort((places, -gained[places] * (1 + 0.2 * weight), -in_force))
    return [int(place) for place in places[best]]


def rarity_of(having: int, count: int) -> float:
    """How much a word tells that so many of the provisions have, as bm25 counts it in FTS5."""
    return max(1e-6, float(np.log((count - having + 0.5) / (having + 0.5))))


def without_common(known: Entries, expression: Expression) -> Expression | None:
    """What the index of words is to weigh: the expression without common words; None where nothing
    is left. Parts that must all be met stay so where they have no common word.
    """
    if not has_common(known, expression):
        return expression
    if isinstance(expression, Without):
        return without_common(known, expression.wanted)
    if isinstance(expression, Token):
        return None
    whole = [part for part in expression.parts if not has_common(known, part)]
    if whole and expression.by == "AND":
        return all_of(whole)
    left = [part for part in (without_common(known, one) for one in expression.parts) if part]
    return one_of(left) if left else None
