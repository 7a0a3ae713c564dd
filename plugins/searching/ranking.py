"""From a question to the places of the provisions that answer it, best first: the words as asked,
then what means the same, then some of the words.
"""

import json
from typing import Any, NamedTuple

import numpy as np

from plugins.kit.page import Ask
from plugins.searching.facets import Entries, Places
from plugins.searching.query import Question

ENOUGH = 10  # provisions with all the words; with fewer, those with some of them follow
# with more than this, place decides and not rank: ranking a word that is everywhere costs a
# thousand times more and says little
COMMON = 2_000
GROUPED = 300  # provisions whose rank decides the order of instruments
MATCHING = "select group_concat(rowid) as places from search_fts where search_fts match :match"
# law in force first, then heading, title of the law, body; laws about trafficking before general
# ones
RANKED = """
select e.place
from search_fts f
join search_entry e on e.place = f.rowid
where search_fts match :match and +f.rowid in (select value from json_each(:places))
order by e.in_force desc, bm25(search_fts, 10.0, 3.0, 1.0) * (1 + 0.2 * e.weight), e.place
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
    """One way to meet a question: its name, its FTS5 expression, the places it finds, and those of
    them that pass the filters.
    """

    name: str
    match: str
    places: Places
    kept: Places


def besides(ask: Ask, question: Question, known: Entries) -> Places:
    """The places of what a question asks that is no word: an article, an item, instruments by
    number; all places where nothing such is asked.
    """
    also, values = [], {}
    if question.article:
        also, values["article"] = [*also, "e.number = :article"], question.article
    if question.code:
        also.append(
            """
              exists (
                select 1
                from crossref c
                where c.provision = e.provision and (c.item = :code or c.item glob :code || '.*')
              )"""
        )
        values["code"] = question.code
    if question.instruments:
        also.append("e.instrument in (select value from json_each(:instruments))")
        values["instruments"] = json.dumps(question.instruments)
    if not also:
        return known.places
    return places_in(
        ask,
        f"select group_concat(e.place) as places from search_entry e where {' and '.join(also)}",
        **values,
    )


def places_in(ask: Ask, sql: str, **values: Any) -> Places:
    """The places that SQL gives as one text with commas, in order."""
    return np.sort(np.fromstring(ask(sql, **values)[0]["places"] or "", dtype=np.intp, sep=","))


def reached(ask: Ask, question: Question, known: Entries, chosen: dict[str, str]) -> list[Tier]:
    """The tiers of a question as far as they are needed, each with all that the one before it has;
    none for a question that has nothing to look for.
    """
    also, tiers = besides(ask, question, known), question.tiers()
    if not tiers and (also is not known.places or not question.text):
        return [Tier("all", "", also, known.keep(also, chosen))]
    found: list[Tier] = []
    for name, match in tiers:
        if name == "some" and found and len(found[-1].kept) >= ENOUGH:
            break
        places = places_in(ask, MATCHING, match=match)
        if also is not known.places:
            places = np.intersect1d(places, also, assume_unique=True)
        found.append(Tier(name, match, places, known.keep(places, chosen)))
    return found


def best(
    ask: Ask, tiers: list[Tier], skip: int, need: int, sort: str = ""
) -> list[tuple[int, str]]:
    """`need` places from `skip` on, each with the tier it was found in; in the order asked for, or
    tier after tier.
    """
    if sort and tiers:
        rows = ask(
            SORTED.format(ORDERS[sort]),
            places=json.dumps(tiers[-1].kept.tolist()),
            need=need,
            skip=skip,
        )
        return [(row["place"], "") for row in rows]
    found: list[tuple[int, str]] = []
    before = np.empty(0, dtype=np.intp)
    for tier in tiers:
        new = np.setdiff1d(tier.kept, before, assume_unique=True)
        before, first = tier.kept, skip
        skip = max(0, skip - len(new))
        if first < len(new) and len(found) < need:
            last = first + need - len(found)
            found += [(place, tier.name) for place in ordered(ask, tier.match, new, last)[first:]]
    return found


def ordered(ask: Ask, match: str, places: Places, most: int) -> list[int]:
    """The first `most` of the places, best first; where there are too many to be ranked, those with
    the words in heading or title, then by place.
    """
    if match and len(places) <= COMMON:
        return [
            row["place"]
            for row in ask(RANKED, match=match, places=json.dumps(places.tolist()), most=most)
        ]
    if not match:
        return [int(place) for place in places[:most]]
    above = np.intersect1d(
        places, places_in(ask, MATCHING, match=f"{{heading title}} : ({match})"), assume_unique=True
    )
    return [
        int(place)
        for place in np.concatenate([above, np.setdiff1d(places, above, assume_unique=True)])[:most]
    ]


def by_instrument(
    ask: Ask, tiers: list[Tier], known: Entries, skip: int, need: int
) -> tuple[dict[str, list[tuple[int, str]]], dict[str, int]]:
    """Instruments in the order of their best provision, each with the places of its three best; and
    the provisions of every instrument found.
    """
    ranked, instruments = best(ask, tiers, 0, GROUPED), known.facets["instrument"]
    counted = instruments.count(tiers[-1].kept) if tiers else {}
    names = dict.fromkeys([instruments.of(place) for place, _ in ranked] + list(counted))
    kept: dict[str, list[tuple[int, str]]] = {name: [] for name in list(names)[skip : skip + need]}
    for place, tier in ranked:
        found = kept.get(instruments.of(place))
        if found is not None and len(found) < 3:
            found.append((place, tier))
    for name, found in kept.items():
        if len(found) < min(3, counted[name]):  # its others rank below the first GROUPED
            found[:] = best(
                ask, [tier._replace(kept=instruments.keep(tier.kept, name)) for tier in tiers], 0, 3
            )
    return kept, counted
