"""Filter and count the provisions of a search by country, region, kind, status, year, language,
pillar and item.

Done on numpy arrays with one number for each provision of the index, which the build stores: SQL
hands rows over one by one and would make every other reader wait at each.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.kit.page import Ask
from plugins.searching.place_sets import Places
from plugins.searching.states import StateNames

COLUMN_FACETS = (
    *("country", "region", "kind", "status", "year", "language", "instrument"),
    *("basis", "verification"),
)
FILTERS = (*COLUMN_FACETS, "item", "pillar")  # names in the address
COUNTED = (
    *("country", "region", "kind", "status", "basis", "verification", "year", "language"),
    *("pillar", "item"),
)
LABELS = {
    "country": "select json_group_object(id, name_xx) as labels from country",
    "item": "select json_group_object(code, label_xx) as labels from item",
}
RECORDS = "select kind, min(place) as first, max(place) as last from search_record group by kind"
KEPT_BUILDS = 2  # with arrays in memory: the one served and, while it answers, the one before



class Facet:
    """One facet of every provision.

    `number[place]` is the position in `given` of what the provision at that place has: a value, or
    several that `split` separates. `pair_given` and `pair_value`, of equal length, list which
    value each element of `given` contains, as positions in `given` and in `values`.
    """

    def __init__(
        self,
        number: NDArray[np.integer[Any]],
        given: list[str],
        split: Callable[[str], Iterable[str]] = lambda value: [value],
    ) -> None:
        self.number = number
        self.given = given
        pairs = [
            (number, value)
            for number, given in enumerate(self.given)
            if given
            for value in split(given)
        ]
        self.values = sorted({value for _, value in pairs})
        index = {value: place for place, value in enumerate(self.values)}
        self.pair_given = np.array([number for number, _ in pairs], dtype=np.intp)
        self.pair_value = np.array([index[value] for _, value in pairs], dtype=np.intp)

    def places_with(self, places: Places, *values: str) -> Places:
        """Those of the places that have one of the values; none for values that do not occur."""
        having = np.zeros(len(self.given), dtype=bool)
        for value in set(values) & set(self.values):
            having[self.pair_given[self.pair_value == self.values.index(value)]] = True
        kept: NDArray[np.bool_] = having[self.number[places]]
        return places[kept]

    def count_values(self, places: Places) -> dict[str, int]:
        """How many of the places have each value, most first, then by name."""
        by_number = np.bincount(self.number[places], minlength=len(self.given))
        by_value = np.bincount(
            self.pair_value, weights=by_number[self.pair_given], minlength=len(self.values)
        )
        most_first = np.argsort(-by_value, kind="stable")[: np.count_nonzero(by_value)]
        return {self.values[at]: int(by_value[at]) for at in most_first}

    def given_at(self, place: int) -> str:
        """What the provision at a place has."""
        return self.given[int(self.number[place])]


class Entries:
    """The index of one build as arrays, read once. `linked` is the facet of the items that people
    have linked to a provision, without its side subjects; `common` are the words whose places are
    stored, `records` the first and the last place of each kind of other records.
    """

    def __init__(self, ask: Ask) -> None:
        self.names = StateNames(ask)
        pillars = {row["code"]: row["pillar"] for row in ask("select code, pillar from item")}
        stored = {
            row["name"]: (
                np.frombuffer(row["numbers"], f"<u{row['width']}"),
                json.loads(row["given"]),
            )
            for row in ask("select * from _search_facet")
        }
        self.places: Places = np.arange(1, len(stored["kind"][0]), dtype=np.intp)
        self.facets = {name: Facet(*stored[name]) for name in COLUMN_FACETS}
        self.facets["item"] = Facet(*stored["items"], split_items)
        self.records = {row["kind"]: (row["first"], row["last"]) for row in ask(RECORDS)}
        self.common = {row["word"] for row in ask("select distinct word from _search_common")}
        self.linked = Facet(*stored["linked"], split_items)
        self.facets["pillar"] = Facet(
            *stored["items"], lambda items: {pillars[code] for code in items.split(";")}
        )

    def apply_filters(self, places: Places, chosen: dict[str, str]) -> Places:
        """Those of the places that pass every filter."""
        for name, value in chosen.items():
            places = self.facets[name].places_with(places, value)
        return places

    def count_facets(self, places: Places, chosen: dict[str, str]) -> dict[str, dict[str, int]]:
        """For each facet how many of the places each value would leave: with every other filter,
        but not its own.
        """
        passed = self.apply_filters(places, chosen)
        others = {
            name: {other: value for other, value in chosen.items() if other != name}
            for name in chosen
        }
        return {
            name: self.facets[name].count_values(
                self.apply_filters(places, others[name]) if name in chosen else passed
            )
            for name in COUNTED
        }


def split_items(items: str) -> list[str]:
    """The items of one provision."""
    return items.split(";")


LOADED: dict[str, Entries] = {}


def load_entries(ask: Ask) -> Entries:
    """The arrays of the build that `ask` reads, cached; those of older builds are dropped."""
    name = ask("select built_at || ' ' || content_hash as name from build")[0]["name"]
    if name not in LOADED:
        LOADED[name] = Entries(ask)
        for old in list(LOADED)[:-KEPT_BUILDS]:
            LOADED.pop(old, None)
    return LOADED[name]


def label_counts(ask: Ask, counted: dict[str, dict[str, int]]) -> dict[str, list[dict[str, Any]]]:
    """Counts with the names of countries and items in the reader's language; years newest first."""
    labels = {name: json.loads(ask(sql)[0]["labels"]) for name, sql in LABELS.items()}
    facets = {
        name: [
            {"value": value, "label": labels.get(name, {}).get(value, value), "n": n}
            for value, n in values.items()
        ]
        for name, values in counted.items()
    }
    facets["year"].sort(key=lambda row: row["value"], reverse=True)
    return facets
