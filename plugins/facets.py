"""What a search found, counted by country, region, kind, status, year, language, item and pillar: one scan for all of them."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins.page import Ask

OWN = ("country", "region", "kind", "status", "year", "language", "instrument")
FILTERS = {name: f"e.{name} = :{name}" for name in OWN} | {  # name in the address -> condition on an entry
    "item": "instr(';' || e.items || ';', ';' || :item || ';')",
    "pillar": "exists (select 1 from item t where t.pillar = :pillar and instr(';' || e.items || ';', ';' || t.code || ';'))",
}
SHOWN = ("country", "region", "kind", "status", "year", "language", "pillar", "item")
MOST = 2_500  # provisions that facets are counted from, the most important first; with more found their figures say "at least"
DEEP = 20_000  # provisions that are counted where filters have to be looked at one by one


@dataclass(frozen=True)
class Asked:
    """A question as SQL: what it asks beside words (`also`, on an entry `e`), the filters chosen, and the values of both."""

    also: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def entries(self, match: str, joined: str = "") -> str:
        """From and where: the words first, by place, then what else is asked, then the filters."""
        if match:
            source = f"search_fts f cross join search_entry e on e.place = f.rowid {joined} where search_fts match :match"
        else:
            source = f"search_entry e {joined} where 1"
        return f"from {source}{self.also}" + "".join(f" and {FILTERS[name]}" for name in self.chosen)

    def count(self, ask: Ask, match: str) -> int:
        """How many provisions answer: by the index alone, and exactly, where nothing but words is asked, else up to DEEP."""
        words_only = match and not (self.also or self.chosen)
        found = "from search_fts where search_fts match :match" if words_only else f"{self.entries(match)} limit {DEEP}"
        return int(ask(f"select count(*) as n from (select 1 {found})", match=match, **self.values)[0]["n"])

    def but(self, **chosen: str) -> "Asked":
        """The same question with these filters put in; an empty one is taken out."""
        kept = {name: value for name, value in (self.chosen | chosen).items() if value}
        return Asked(self.also, kept, self.values | chosen)


def count(ask: Ask, match: str, asked: Asked) -> dict[str, list[dict[str, Any]]]:
    """The values of each facet with the number of provisions each would leave, most first."""
    scans = {name: scan(ask, match, asked.but(**{name: ""}) if name else asked) for name in ["", *asked.chosen]}
    items = {row["code"]: row for row in ask("select code, pillar, label_xx as label from item")}
    places = json.dumps(list({code for scanned in scans.values() for code in scanned["country"]}))
    names = ask("select id, name_xx as name from country where id in (select value from json_each(:places))", places=places)
    labels = {"country": {row["id"]: row["name"] for row in names}, "item": {code: row["label"] for code, row in items.items()}}
    facets = {name: counted(name, scans.get(name, scans[""]), items, labels.get(name, {})) for name in SHOWN}
    facets["year"].sort(key=lambda row: row["value"], reverse=True)
    return facets


def scan(ask: Ask, match: str, asked: Asked) -> dict[str, Sequence[Any]]:
    """What the provisions found have, column by column; at most MOST of them, the most important first."""
    columns = ", ".join(f"e.{name}" for name in (*OWN, "items"))
    return ask.columns(f"select {columns} {asked.entries(match)} limit {MOST}", match=match, **asked.values)


def counted(name: str, scanned: dict[str, Sequence[Any]], items: dict[str, Any], labels: dict[str, str]) -> list[dict[str, Any]]:
    """The values of one facet with the number of provisions that have each."""
    found: Counter[str] = Counter()
    if name in ("item", "pillar"):
        for linked, n in Counter(scanned["items"]).items():
            codes = linked.split(";") if linked else []
            for value in {items[code]["pillar"] for code in codes} if name == "pillar" else codes:
                found[value] += n
    else:
        found.update(scanned[name])
    return [{"value": value, "label": labels.get(value, value), "n": n} for value, n in sorted(
        ((value, n) for value, n in found.items() if value), key=lambda pair: (-pair[1], pair[0]))]  # fmt: skip
