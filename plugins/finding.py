"""From a question to the places of the provisions that answer it, best first: the words as asked, then what means the same, then some of the words."""

import json
from collections import Counter

from plugins.facets import Asked, scan
from plugins.page import Ask
from plugins.question import Question

ENOUGH = 10  # provisions with all the words; with fewer, those with some of them follow
COMMON = 2_000  # with more than this, place decides and not rank: ranking a word that is everywhere costs a thousand times more and says little
GROUPED = 300  # provisions whose rank decides the order of instruments
RANK = "bm25(search_fts, 10.0, 3.0, 1.0) * (1 + 0.2 * e.weight)"  # heading, title of the law, body; laws about trafficking before general ones
JOINED = "join instrument i on i.id = e.instrument left join country k on k.id = i.country"
ORDERS = {
    "date": "i.adopted_on is null, i.adopted_on desc, e.place",
    "country": "k.name_xx is null, k.name_xx, e.place",
    "new": """coalesce((select max(seen_on) from change where entity = 'provision' and entity_id = e.provision),
      (select max(received_on) from version where instrument = e.instrument), i.adopted_on) desc nulls last, e.place""",
}

Tier = tuple[str, str, int]  # name, FTS5 expression, provisions found up to and with it


def besides(question: Question, chosen: dict[str, str]) -> Asked:
    """What a question asks that is no word: an article, an item, instruments by number, filters."""
    also, values = "", dict(chosen)
    if question.article:
        also, values["article"] = also + " and e.number = :article", question.article
    if question.code:
        also += " and exists (select 1 from crossref c where c.provision = e.provision and (c.item = :code or c.item glob :code || '.*'))"
        values["code"] = question.code
    if question.instruments:
        also += " and e.instrument in (select value from json_each(:instruments))"
        values["instruments"] = json.dumps(question.instruments)
    return Asked(also, chosen, values)


def reached(ask: Ask, question: Question, asked: Asked) -> list[Tier]:
    """The tiers of a question as far as they are needed; none for a question that has nothing to look for."""
    tiers = question.tiers()
    if not tiers and (asked.also or not question.text):
        tiers = [("all", "")]
    found: list[Tier] = []
    for name, match in tiers:
        if name == "some" and found and found[-1][2] >= ENOUGH:
            break
        found.append((name, match, asked.count(ask, match)))
    return found


def best(ask: Ask, tiers: list[Tier], asked: Asked, skip: int, need: int, sort: str = "") -> list[tuple[int, str]]:
    """`need` places from `skip` on, each with the tier it was found in; in the order asked for, or tier after tier."""
    if sort and tiers:
        match = tiers[-1][1]
        rows = ask(f"select e.place {asked.entries(match, JOINED)} order by {ORDERS[sort]} limit :need offset :skip",
                   match=match, need=need, skip=skip, **asked.values)  # fmt: skip
        return [(row["place"], "") for row in rows]
    found: list[tuple[int, str]] = []
    before, so_far = "", 0
    for name, match, n in tiers:
        here = n - so_far
        for part in parts(match, before, here):
            rows: list[dict[str, int]] = []
            if len(found) < need:
                rows = ask(f"select e.place {asked.entries(part)} {order(part, here)} limit :need offset :skip",
                           match=part, need=need - len(found), skip=skip, **asked.values)  # fmt: skip
                found += [(row["place"], name) for row in rows]
            if len(found) >= need:
                return found
            if skip and not rows:  # all of this part was skipped: how much was it?
                skip -= asked.count(ask, part)
            else:
                skip = 0
        before, so_far = match, n
    return found


def parts(match: str, before: str, n: int) -> list[str]:
    """What a tier has that the one `before` had not. Where that is too much to be ranked it falls in two: found in a heading or title, and the rest."""
    less = f" NOT ({before})" if before else ""
    if n <= COMMON or not match:
        return [f"({match}){less}" if match else ""] if n else []
    above = f"({{heading title}} : ({match}))"
    if " NOT " in match:  # a refused word may stand in the body
        above = f"({above} AND ({match}))"
    return [above + less, f"({match}) NOT {above}{less}"]


def order(match: str, n: int) -> str:
    """Law in force first, then rank; by place, which costs nothing, where there is too much to rank or nothing to rank by."""
    return f"order by e.in_force desc, {RANK}, e.place" if match and n <= COMMON else "order by e.place"


def by_instrument(ask: Ask, tiers: list[Tier], asked: Asked, skip: int, need: int) -> tuple[dict[str, list[tuple[int, str]]], Counter[str]]:
    """Instruments in the order of their best provision, each with the places of its three best; and the provisions of every instrument found."""
    ranked = best(ask, tiers, asked, 0, GROUPED)
    rows = ask("select place, instrument from search_entry where place in (select value from json_each(:places))",
               places=json.dumps([place for place, _ in ranked]))  # fmt: skip
    owner = {row["place"]: row["instrument"] for row in rows}
    counted: Counter[str] = Counter(scan(ask, tiers[-1][1], asked)["instrument"]) if tiers else Counter()
    names = dict.fromkeys([owner[place] for place, _ in ranked] + [name for name, _ in counted.most_common()])
    kept: dict[str, list[tuple[int, str]]] = {name: [] for name in list(names)[skip : skip + need]}
    for place, tier in ranked:
        if owner[place] in kept and len(kept[owner[place]]) < 3:
            kept[owner[place]].append((place, tier))
    for name, found in kept.items():
        found += [] if found else best(ask, tiers, asked.but(instrument=name), 0, 3)
    return kept, counted
