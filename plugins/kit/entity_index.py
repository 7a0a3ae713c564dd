"""Countries, instruments and bodies by any of their names: what the reconciliation service matches
a stranger's list with.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from ingest.country_index import CountryIndex
from ingest.folding import for_search
from plugins.kit.page import DATABASE, Row, query_of

TYPES = {"country": "Country", "instrument": "Instrument", "body": "Body"}
NAMES = """
select 'country' as type, k.id, n.value as name
from country k,
  json_each(
    json_array(k.id, k.iso2, k.name_en, k.name_fr, k.name_pt, k.name_es, k.name_ar)
  ) n
union
select 'country', country, name from country_name
union
select 'instrument', i.id, n.value
from instrument i, json_each(json_array(i.id, i.title, i.title_en, i.title_fr, i.number)) n
union
select 'instrument', instrument, printed from instrument_alias
union
select 'body', b.id, n.value
from body b, json_each(json_array(b.id, b.name, b.name_en, b.name_fr, b.acronym)) n
"""
THINGS = """
select 'country' as type, id, name_en as name, id as country, null as year,
  kind || coalesce(' · ' || subregion, '') as description
from country
union all
select 'instrument', i.id, i.title_en, i.country, substr(i.adopted_on, 1, 4),
  i.kind || coalesce(' · ' || k.name_en, '') || coalesce(' · ' || i.adopted_on, '')
    || ' · ' || i.status
from instrument i
left join country k on k.id = i.country
union all
select 'body', b.id, b.name_en, b.country, null, b.role || ' · ' || k.name_en
from body b
join country k on k.id = b.country
"""
SURE, NEXT = 95, 5  # a match needs this score, and this distance from the next candidate
LEAST = 50
# What is left of a score when the country, or the year in a title, differs from the one asked for.
ELSEWHERE, ANOTHER_YEAR = 0.6, 0.8
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass
class Entities:
    """All things with their names; `keys` and `owners` are parallel lists of folded names and the
    ids that bear them. `countries` places countries by whole names.
    """

    things: dict[str, Row]
    countries: CountryIndex
    keys: list[str] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)

    def add(self, identity: str, name: str) -> None:
        """One more name of a thing."""
        self.keys.append(for_search(name))
        self.owners.append(identity)

    def candidates(
        self, asked: str, types: list[str], country: str | None, limit: int
    ) -> list[Row]:
        """Things whose names are like what is asked, best first, each with `score` (0 to 100) and
        `match` (sure or not).
        """
        years = set(YEAR.findall(for_search(asked)))
        wanted = {
            identity: score * self.weight(identity, country, years)
            for identity, score in self.likeness(asked).items()
            if self.fits(identity, types)
        }
        ranked = sorted(
            ((score, identity) for identity, score in wanted.items() if score >= LEAST),
            key=lambda pair: (-pair[0], pair[1]),
        )
        second = ranked[1][0] if len(ranked) > 1 else 0
        return [
            {
                **self.things[identity],
                "score": round(score, 1),
                "match": rank == 0 and score >= SURE and score - second >= NEXT,
            }
            for rank, (score, identity) in enumerate(ranked[:limit])
        ]

    def likeness(self, asked: str) -> dict[str, float]:
        """Things with how like what is asked the likest of their names is, 0 to 100.

        A country is meant by the whole of a name, whatever its order and its notes, and by a code
        or an acronym in no other way: these are like one another (RCA, CAN).
        """
        folded = for_search(asked)
        scores: dict[str, float] = {}
        for key, loose, index in process.extract(
            folded, self.keys, scorer=fuzz.token_set_ratio, limit=None, score_cutoff=LEAST
        ):
            score = (
                100.0
                if key == folded
                else min((loose + fuzz.token_sort_ratio(folded, key)) / 2, 99)
            )
            if key not in self.countries.codes or key == folded:
                scores[self.owners[index]] = max(score, scores.get(self.owners[index], 0))
        if named := self.countries.find_code(asked):
            scores[named] = 100.0
        return scores

    def fits(self, identity: str, types: list[str]) -> bool:
        """Is a thing of one of the types asked for? No type is every type."""
        return not types or self.things[identity]["type"] in types

    def weight(self, identity: str, country: str | None, years: set[str]) -> float:
        """How much of the likeness of a name counts, seen its country and year."""
        thing = self.things[identity]
        of_country = ELSEWHERE if country and thing["country"] != country else 1
        another_year = (
            years
            and thing["year"]
            and thing["year"] not in years
            and not years & set(YEAR.findall(thing["name"]))
        )
        return of_country * (ANOTHER_YEAR if another_year else 1)

    def beginning(self, prefix: str, limit: int) -> list[Row]:
        """Things with a name that has words beginning as asked, those with a name that begins so
        first.
        """
        folded = for_search(prefix)
        hits = {
            owner: not key.startswith(folded)
            for key, owner in zip(self.keys, self.owners, strict=True)
            if key.startswith(folded) or f" {folded}" in key
        }
        return [
            self.things[identity]
            for identity in sorted(
                hits, key=lambda identity: (hits[identity], self.things[identity]["name"])
            )[:limit]
        ]


async def entities(datasette: Any) -> Entities:
    """The things of the build that is served; made once for each build."""
    version = datasette.get_database(DATABASE)
    if not hasattr(version, "entities"):
        query = query_of(datasette)
        named = [(row["id"], str(row["name"])) for row in await query(NAMES) if row["name"]]
        things = {row["id"]: row for row in await query(THINGS)}
        known = Entities(
            things,
            CountryIndex(
                (name, identity)
                for identity, name in named
                if things[identity]["type"] == "country"
            ),
        )
        for identity, name in named:
            known.add(identity, name)
        version.entities = known
    index: Entities = version.entities
    return index
