"""From a question to the provisions that answer it, best first: those with the words as asked,
then with words that mean the same, then with some of the words.

A provision is known by its place, its rowid in the search index.
"""

import json
import re
from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np

from ingest.folding import for_search
from plugins.kit.page import Ask
from plugins.searching.common_words import (
    WordIndex,
    find_places,
    has_common,
    rank_by_stored,
)
from plugins.searching.concepts import Widening
from plugins.searching.expressions import Expression, Token, all_of, one_of
from plugins.searching.facets import Entries
from plugins.searching.place_sets import Places, common, union, without
from plugins.searching.query import Group, Question
from plugins.searching.scope import filter_places

ENOUGH = 10  # provisions with all the words; with fewer, those with some of them follow
MOST_RANKED = 2_000  # provisions: ranking a word that is everywhere is slow and says little
GROUPED = 300  # provisions whose rank decides the order of instruments
# law in force first; a hit in the heading, then in the title of the law, then in the body; laws
# about trafficking before general ones
RANKED = """
select e.place
from search_fts f
join search_entry e on e.place = f.rowid
where search_fts match :match and +f.rowid in (select value from json_each(:places))
order by e.in_force desc, bm25(search_fts, 5.0, 1.0, 1.0) * (1 + 0.2 * e.weight), e.place
limit :most
"""
SORTED = """
select e.place
from search_entry e
join instrument i on i.id = e.instrument
left join country k on k.id = i.country
where e.place in (select value from json_each(:places))
order by {}
limit :need offset :skip
"""
ORDERS = {
    "date": "i.adopted_on is null, i.adopted_on desc, e.place",
    "country": "k.name_xx is null, k.name_xx, e.place",
    "new": """
      coalesce(
        (select max(seen_on) from change where entity = 'provision' and entity_id = e.provision),
        (select max(received_on) from version where instrument = e.instrument),
        i.adopted_on
      ) desc nulls last,
      e.place""",
}


class Tier(NamedTuple):
    """One way to answer a question: its name (words, meaning, some or all), what it asks for (None
    for everything), the places it finds, and those of them that pass the filters.
    """

    name: str
    match: Expression | None
    places: Places
    kept: Places


def strict_expressions(question: Question, groups: Sequence[Group]) -> list[tuple[str, Expression]]:
    """Names and expressions of the tiers that ask for every word: the words as asked, then by
    meaning; none for a question without words.
    """
    if not (groups or question.phrases):
        return []
    exact, wide = [group.exact for group in groups], [group.wide for group in groups]
    ways = [("words", exact)] if wide == exact else [("words", exact), ("meaning", wide)]
    return [(name, question.demanding(words, all_of)) for name, words in ways]


def tiers_by_coverage(
    index: WordIndex, question: Question, groups: Sequence[Group], allowed: Places
) -> Iterator[tuple[Expression, Places]]:
    """An expression for ranking and the places that meet all groups but one, all but two, and so
    on down to one; each with all that the one before it has.

    The places of each group are read once and added up, so the cost grows with the number of words
    and not with the ways to leave some of them out.
    """
    wide = [group.wide for group in groups]
    anywhere = question.demanding(wide, one_of)
    found_by_group = [find_places(index, group) for group in wide]
    met = np.bincount(np.concatenate(found_by_group))
    candidates = common(np.flatnonzero(met), allowed)
    if question.phrases or question.excluded:
        within = find_places(index, anywhere)
        candidates = common(candidates, within)
    for least in range(len(groups) - 1, 0, -1):
        yield anywhere, candidates[met[candidates] >= least]


class Tiers:
    """The tiers of a question as they are found: each has all that the one before it has."""

    def __init__(self, index: WordIndex, chosen: dict[str, str], allowed: Places) -> None:
        self.index, self.known = index, index.known
        self.chosen, self.allowed = chosen, allowed
        self.found: list[Tier] = []

    def matching(self, match: Expression) -> Places:
        """The allowed places that an expression finds."""
        places = find_places(self.index, match)
        if self.allowed is self.known.places:
            return places
        return common(places, self.allowed)

    def add(self, name: str, match: Expression | None, places: Places) -> bool:
        """Add a tier; give whether the tiers have enough provisions now."""
        if self.found:
            places = union(self.found[-1].places, places)
        self.found.append(Tier(name, match, places, self.known.apply_filters(places, self.chosen)))
        return len(self.found[-1].kept) >= ENOUGH

    def add_some(self, name: str, match: Expression, places: Places) -> None:
        """Add a tier that has a place at all."""
        if len(places):
            self.add(name, match, places)


def run_tiers(
    ask: Ask,
    question: Question,
    widening: Widening,
    known: Entries,
    chosen: dict[str, str],
    on: str = "",
) -> list[Tier]:
    """The tiers of a question as far as they are needed: its words together in a heading; what has
    all words, or means them, and people have linked to an item that the question asks for; the
    rest of what has all words, then of what means them; what has some of them.

    `chosen` are values of facets, `on` a day. No tier for a question that has nothing to look for.
    """
    index = WordIndex(ask, known)
    tiers = Tiers(index, chosen, filter_places(ask, question, known, on))
    expressions = strict_expressions(question, widening.groups)
    if not expressions and not (tiers.allowed is known.places and question.text):
        tiers.add("all", None, tiers.allowed)
        return tiers.found
    enough = add_strict(tiers, question, expressions, widening.items)
    if not enough and len(widening.groups) > 1:
        for match, places in tiers_by_coverage(index, question, widening.groups, tiers.allowed):
            tiers.add_some("item", match, known.linked.places_with(places, *widening.items))
            if tiers.add("some", match, places):
                break
    if question.instruments and not (tiers.found and len(tiers.found[-1].places)):
        # the law asked for by its number is the answer, whatever else was typed
        tiers.add("some", None, tiers.allowed)
    return tiers.found


def add_strict(
    tiers: Tiers,
    question: Question,
    expressions: list[tuple[str, Expression]],
    items: tuple[str, ...],
) -> bool:
    """Add what has all words of a question; give whether that is enough. What people have linked
    to one of the items asked for comes before the rest.
    """
    strict = [(name, match, tiers.matching(match)) for name, match in expressions]
    if strict and (heading := in_one_heading(question)):
        tiers.add_some("words", heading, tiers.matching(heading))
    for _name, match, places in strict:
        tiers.add_some("item", match, tiers.known.linked.places_with(places, *items))
    return [tiers.add(name, match, places) for name, match, places in strict][-1:] == [True]


def in_one_heading(question: Question) -> Expression | None:
    """The words of a question as typed, together in a heading; None for a single word and for a
    question with signs of its own.
    """
    words = re.findall(r"\w+", for_search(question.text))
    signs = question.phrases or question.beginnings or question.excluded
    return None if signs or len(words) < 2 else Token(f'{{heading}} : "{" ".join(words)}"')


def top_places(
    index: WordIndex, tiers: Sequence[Tier], skip: int, need: int, sort: str = ""
) -> list[tuple[int, str]]:
    """`need` places from `skip` on, each with the name of the tier it was found in; sorted by one
    of ORDERS (then without the name), or tier after tier.
    """
    if sort and tiers:
        rows = index.ask(
            SORTED.format(ORDERS[sort]),
            places=json.dumps(tiers[-1].kept.tolist()),
            need=need,
            skip=skip,
        )
        return [(row["place"], "") for row in rows]
    parts: list[tuple[Tier, int, int]] = []  # with the first place of it shown, and one after
    before = np.empty(0, dtype=np.intp)
    for tier in tiers:
        new = without(tier.kept, before)
        before = tier.kept
        if skip < len(new) and need:
            parts.append((tier._replace(kept=new), skip, min(len(new), skip + need)))
            need -= min(len(new), skip + need) - skip
        skip = max(0, skip - len(new))
    ranked = rank_together(index, [(tier, end) for tier, _, end in parts])
    return [
        (place, tier.name)
        for (tier, first, end), places in zip(parts, ranked, strict=True)
        for place in places[first:end]
    ]


def rank_together(index: WordIndex, parts: Sequence[tuple[Tier, int]]) -> list[list[int]]:
    """For tiers without a place in common at least the first so many places, best first. Those
    ranked by the same expression are ranked by one statement: to weigh its words SQLite reads
    every provision that has one of them.
    """
    ranked: list[list[int]] = [[] for _ in parts]
    for match in dict.fromkeys(tier.match for tier, _ in parts):
        same = [at for at, (tier, _) in enumerate(parts) if tier.match == match]
        every = reduce(union, [parts[at][0].kept for at in same])
        if len(every) <= MOST_RANKED:
            order = rank_places(index, match, every, len(every))
            for at in same:
                own = set(parts[at][0].kept.tolist())
                ranked[at] = [place for place in order if place in own]
        else:
            for at in same:
                ranked[at] = rank_places(index, match, parts[at][0].kept, parts[at][1])
    return ranked


def rank_places(index: WordIndex, match: Expression | None, places: Places, most: int) -> list[int]:
    """The first `most` of the places, best first; where there are too many to be ranked, those with
    the words in heading or title, then by place.
    """
    if match and len(places) <= MOST_RANKED:
        if has_common(index.known, match):
            return rank_by_stored(index, match, places)[:most]
        rows = index.ask(RANKED, match=str(match), places=json.dumps(places.tolist()), most=most)
        return [row["place"] for row in rows]
    if not match:
        return [int(place) for place in places[:most]]
    above = common(places, find_places(index._replace(above=True), match))
    below = without(places, above)
    return [int(place) for place in np.concatenate([above, below])[:most]]


def group_by_instrument(
    index: WordIndex, tiers: Sequence[Tier], skip: int, need: int
) -> tuple[dict[str, list[tuple[int, str]]], dict[str, int]]:
    """`need` instruments from `skip` on, in the order of their best provision, each with the places
    of its three best; and the number of provisions of every instrument found.
    """
    ranked, instruments = top_places(index, tiers, 0, GROUPED), index.known.facets["instrument"]
    counts = instruments.count_values(tiers[-1].kept) if tiers else {}
    names = dict.fromkeys([instruments.given_at(place) for place, _ in ranked] + list(counts))
    kept: dict[str, list[tuple[int, str]]] = {name: [] for name in list(names)[skip : skip + need]}
    for place, tier_name in ranked:
        best = kept.get(instruments.given_at(place))
        if best is not None and len(best) < 3:
            best.append((place, tier_name))
    for name, best in kept.items():
        if len(best) < min(3, counts[name]):  # its others rank below the first GROUPED
            within = [
                tier._replace(kept=instruments.places_with(tier.kept, name)) for tier in tiers
            ]
            best[:] = top_places(index, within, 0, 3)
    return kept, counts
