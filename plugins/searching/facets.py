"""What a search found, narrowed and counted by country, region, kind, status, year, language,
pillar and item: over arrays with one number for each provision of the index, since SQL hands rows
over one by one and makes every other reader wait at each.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugins.kit.page import Ask

OWN = ("country", "region", "kind", "status", "year", "language", "instrument")
FILTERS = (*OWN, "item", "pillar")  # names in the address
SHOWN = ("country", "region", "kind", "status", "year", "language", "pillar", "item")
LABELS = {
    "country": "select json_group_object(id, name_xx) as labels from country",
    "item": "select json_group_object(code, label_xx) as labels from item",
}
KEPT = 2  # builds whose arrays are held: the one served and, while it still answers, the one before

Places = NDArray[np.intp]


class Facet:
    """One facet of every provision. `number[place]` tells which of `given` it has: one value, or
    several as `split` takes them apart.
    """

    def __init__(
        self,
        places: Places,
        column: Sequence[str | None],
        split: Callable[[str], Iterable[str]] = lambda value: [value],
    ) -> None:
        known = {"": 0}
        self.number = np.zeros(places.max(initial=0) + 1, dtype=np.intp)
        self.number[places] = [known.setdefault(value or "", len(known)) for value in column]
        self.given = list(known)
        pairs = [
            (number, value)
            for number, given in enumerate(self.given)
            if given
            for value in split(given)
        ]
        self.values = sorted({value for _, value in pairs})
        index = {value: place for place, value in enumerate(self.values)}
        self.holder = np.array(
            [number for number, _ in pairs], dtype=np.intp
        )  # pairs of a number and a value it stands for
        self.held = np.array([index[value] for _, value in pairs], dtype=np.intp)

    def keep(self, places: Places, value: str) -> Places:
        """Those of the places that have a value; none for a value that does not occur."""
        having = np.zeros(len(self.given), dtype=bool)
        if value in self.values:
            having[self.holder[self.held == self.values.index(value)]] = True
        return places[having[self.number[places]]]

    def count(self, places: Places) -> dict[str, int]:
        """How many of the places have each value, most first, then by name."""
        by_number = np.bincount(self.number[places], minlength=len(self.given))
        by_value = np.bincount(
            self.held, weights=by_number[self.holder], minlength=len(self.values)
        )
        most_first = np.argsort(-by_value, kind="stable")[: np.count_nonzero(by_value)]
        return {self.values[at]: int(by_value[at]) for at in most_first}

    def of(self, place: int) -> str:
        """What the provision at a place has."""
        return self.given[self.number[place]]


class Entries:
    """The index of one build as arrays, read once."""

    def __init__(self, ask: Ask) -> None:
        pillars = {row["code"]: row["pillar"] for row in ask("select code, pillar from item")}
        columns = ask.columns(
            f"select place, {', '.join(OWN)}, items from search_entry order by place"
        )
        self.places: Places = np.array(columns["place"], dtype=np.intp)
        self.facets = {name: Facet(self.places, columns[name]) for name in OWN}
        self.facets["item"] = Facet(self.places, columns["items"], lambda items: items.split(";"))
        self.facets["pillar"] = Facet(
            self.places,
            columns["items"],
            lambda items: {pillars[code] for code in items.split(";")},
        )

    def keep(self, places: Places, chosen: dict[str, str]) -> Places:
        """Those of the places that pass every filter."""
        for name, value in chosen.items():
            places = self.facets[name].keep(places, value)
        return places

    def count(self, places: Places, chosen: dict[str, str]) -> dict[str, dict[str, int]]:
        """For each facet how many of the places each value would leave: with every other filter,
        but not its own.
        """
        passed = self.keep(places, chosen)
        others = {
            name: {other: value for other, value in chosen.items() if other != name}
            for name in chosen
        }
        return {
            name: self.facets[name].count(
                self.keep(places, others[name]) if name in chosen else passed
            )
            for name in SHOWN
        }


LOADED: dict[str, Entries] = {}


def entries(ask: Ask) -> Entries:
    """The arrays of the build that is asked; read on first use, and dropped when newer ones have
    been.
    """
    name = ask("select built_at || ' ' || content_hash as name from build")[0]["name"]
    if name not in LOADED:
        LOADED[name] = Entries(ask)
        for old in list(LOADED)[:-KEPT]:
            LOADED.pop(old, None)
    return LOADED[name]


def named(ask: Ask, counted: dict[str, dict[str, int]]) -> dict[str, list[dict[str, Any]]]:
    """Counts with the names of countries and items in the reader's language; years newest first."""
    labels = {name: json.loads(ask(sql)[0]["labels"]) for name, sql in LABELS.items()}
    found = {
        name: [
            {"value": value, "label": labels.get(name, {}).get(value, value), "n": n}
            for value, n in values.items()
        ]
        for name, values in counted.items()
    }
    found["year"].sort(key=lambda row: row["value"], reverse=True)
    return found
