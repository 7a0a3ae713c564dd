"""/gaps : every country against every item, and the short addresses that open one cell's evidence.

A cell is one letter inside one link, so that the whole world fits into 300 kB. The address of a
cell is its sign (what the style sheet draws), the country's two letters and the item's place in
base 62: /fSN7. A capital sign means reviewed; the style sheet adds a plus to it.
"""

import re
from collections import Counter
from datetime import UTC, datetime
from itertools import groupby
from string import ascii_letters, digits
from typing import Any

from datasette import NotFound, Response, hookimpl
from markupsafe import Markup

from plugins.kit.language import at, gettext, own_columns
from plugins.kit.locale_format import folded
from plugins.kit.page import Query, Row, grouped, headers, link, query_of, route
from plugins.kit.routes import Route
from plugins.template_setup import NAMES, tongues

PILLARS = ("prosecution", "protection", "prevention", "partnership", "general")
# verdict and basis -> the sign of the address and the letter shown
SIGNS = {
    ("full", "text"): ("f", "F"),
    ("full", "digest"): ("g", "f"),
    ("partial", "text"): ("p", "P"),
    ("partial", "digest"): ("q", "p"),
    ("contrary", "text"): ("c", "C"),
    ("contrary", "digest"): ("d", "c"),
    ("absent", None): ("n", "0"),
    ("not_assessed", "heading"): ("h", "h"),
    ("not_assessed", None): ("u", "?"),
}
FILTERS = ("region", "group", "tradition", "language", "obligation", "pillar", "item")
CHOSEN = """with chosen as (
  select k.id, k.iso2, k.name_xx as name
  from country k
  where k.kind in ('state', 'observer')
    and (:region = '' or :region in (k.region, k.subregion))
    and (:tradition = '' or instr(';' || k.legal_tradition || ';', ';' || :tradition || ';'))
    and (:language = '' or instr(';' || k.languages || ';', ';' || :language || ';'))
    and (
      :group = ''
      or exists (
        select 1
        from membership m
        where m."grouping" = :group
          and m.country = k.id
          and (m.joined_on is null or m.joined_on <= :on)
          and (m.left_on is null or m.left_on > :on)
      )
    )
)
"""
CELLS = """
select
  g.country,
  c.iso2,
  c.name,
  g.item,
  g.pillar,
  g.obligation,
  g.verdict,
  g.basis,
  g.verification,
  g.provision,
  g.since,
  g.heading_only,
  g.contradicted
from gap g
join chosen c on c.id = g.country
where (:obligation = '' or g.obligation = :obligation)
  and (:pillar = '' or g.pillar = :pillar)
  and (:item = '' or g.item = :item)
"""
SCORE = """select
  c.name,
  sum(g.verdict = 'full') as full,
  sum(g.verdict = 'partial') as partial,
  sum(g.verdict = 'contrary') as contrary,
  sum(g.verdict = 'absent') as absent,
  sum(g.verdict = 'not_assessed') as not_assessed,
  round(
    100.0 * (sum(g.verdict = 'full') + 0.5 * sum(g.verdict = 'partial'))
      / nullif(count(*) - sum(g.verdict = 'not_assessed'), 0),
    1
  ) as score
from gap g
join chosen c on c.id = g.country
where (:obligation = '' or g.obligation = :obligation)
  and (:pillar = '' or g.pillar = :pillar)
  and (:item = '' or g.item = :item)
group by g.country
order by c.name collate alphabet"""
ITEMS = "select code, ordinal, pillar, obligation, label_xx as label from item order by ordinal"
MEMBERS = """
select count(*) as members, sum(m.joined_on is null) as undated, min(m.as_of) as as_of
from membership m
where m."grouping" = :group
  and (m.joined_on is null or m.joined_on <= :on)
  and (m.left_on is null or m.left_on > :on)
"""
CHOICES = {
    "region": """
      select distinct region as id, region as name, region as place
      from country
      where region is not null
      union
      select distinct subregion, '– ' || subregion, region || ' ' || subregion
      from country
      where subregion is not null
      order by place""",
    "group": 'select id, name_xx as name from "grouping" order by name_xx',
    "split": "select legal_tradition, languages from country where kind in ('state', 'observer')",
}
BASE = digits + ascii_letters


async def gaps(query: Query, request: Any) -> dict[str, Any]:
    """The chosen countries against the chosen items; the table is one row a country and item."""
    asked = {name: request.args.get(name, "").strip() for name in FILTERS}
    on, refused = day(request.args.get("on", ""))
    if not any(asked[name] for name in ("region", "group", "tradition", "language")):
        asked["region"] = "Africa"
    values = {**asked, "region": "" if asked["region"] == "world" else asked["region"], "on": on}
    rows = await query(f"{CHOSEN}{CELLS}", **values)
    items = {row["code"]: row for row in await query(ITEMS)}
    by_item = {
        code: dict(Counter(row["verdict"] for row in cells))
        for code, cells in grouped(rows, "item").items()
    }
    columns = [
        row
        for pillar in PILLARS
        for row in items.values()
        if row["pillar"] == pillar and row["code"] in by_item
    ]
    order = {row["code"]: place for place, row in enumerate(columns)}
    rows.sort(key=lambda row: (folded(row["name"]), row["country"], order[row["item"]]))
    scores = {row["name"]: row for row in await query(f"{CHOSEN}{SCORE}", **values)}
    return {
        "rows": rows,
        "totals": scores,
        "asked": {**asked, "on": on},
        "refused": refused,
        "members": (await query(MEMBERS, group=asked["group"], on=on))[0]
        if asked["group"]
        else None,
        "items": columns,
        "by_item": by_item,
        "choices": await choices(query),
        "score_sql": own_columns(f"{CHOSEN}{SCORE}"),
        "score_link": link("/tip/-/query", sql=own_columns(f"{CHOSEN}{SCORE}"), **values),
    }


def day(asked: str) -> tuple[str, str]:
    """The day asked for, filled up to a full date, or today; and what was asked if no date."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", asked):
        filled = asked + "-01-01"[len(asked) - 10 :] if len(asked) < 10 else asked
        try:
            return datetime.strptime(filled, "%Y-%m-%d").date().isoformat(), ""
        except ValueError:
            pass
    return datetime.now(UTC).date().isoformat(), asked


async def choices(query: Query) -> dict[str, list[Row]]:
    """What the filters offer."""
    split = await query(CHOICES["split"])
    lists: dict[str, list[Row]] = {name: await query(CHOICES[name]) for name in ("region", "group")}
    for name, column in (("tradition", "legal_tradition"), ("language", "languages")):
        counted = Counter(
            value for row in split for value in (row[column] or "").split(";") if value
        )
        offered = [
            {
                "id": value,
                "name": tongues(value) if name == "language" else NAMES["tradition"][value],
            }
            for value in counted
            if counted[value] > 1
        ]
        lists[name] = sorted(offered, key=lambda row: folded(row["name"]))
    return lists


def lines(rows: list[Row], columns: list[Row]) -> list[dict[str, Any]]:
    """The grid as the template draws it: for each country its cells, a pillar with nothing in it
    drawn as one wide cell.
    """
    place = {row["code"]: row["ordinal"] for row in columns}
    table = []
    for name, cells in groupby(rows, key=lambda row: row["name"]):
        drawn: list[dict[str, Any]] = []
        for _, group in groupby(cells, key=lambda row: row["pillar"]):
            of_pillar = list(group)
            if len(of_pillar) > 2 and all(
                row["verdict"] == "not_assessed" and not row["heading_only"] for row in of_pillar
            ):
                drawn.append({"span": len(of_pillar)})
            else:
                drawn += [cell(row, place[row["item"]]) for row in of_pillar]
        table.append({"country": of_pillar[0]["country"], "name": name, "cells": drawn})
    return table


def cell(row: Row, ordinal: int) -> dict[str, Any]:
    """The address and the letters of one cell."""
    sign, letter = SIGNS[row["verdict"], "heading" if row["heading_only"] else row["basis"]]
    sign = sign.upper() if row["verification"] == "reviewed" else sign
    letter += "!" if row["contradicted"] or row["verification"] == "conflicting" else ""
    return {"href": f"{sign}{row['iso2']}{short(ordinal)}", "text": letter}


def signs(names: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    """The legend: each sign with its letter and its words in the reader's language."""
    told = [
        (sign, letter, names["verdict"][verdict], names["basis"].get(basis or ""))
        for (verdict, basis), (sign, letter) in SIGNS.items()
    ]
    return [
        {"sign": sign, "letter": letter, "words": f"{verdict}, {basis}" if basis else verdict}
        for sign, letter, verdict, basis in told
    ]


def spoken(legend: list[dict[str, str]]) -> Markup:
    """A style sheet that says each cell's sign in words to whoever does not see it."""
    quoted = {
        one["sign"]: one["words"].translate({ord('"'): "'", ord("\\"): "/", ord("<"): ""})
        for one in legend
    }
    rules = [
        f'.cells [href^={sign} i]::after{{content:""/"{words}"}}' for sign, words in quoted.items()
    ]
    return Markup("<style>" + "".join(rules) + "</style>")


def short(number: int) -> str:
    """A small number in base 62."""
    high, low = divmod(number, len(BASE))
    return (BASE[high] if high else "") + BASE[low]


def long(text: str) -> int:
    """The number that `short` wrote."""
    number = 0
    for sign in text:
        number = number * len(BASE) + BASE.index(sign)
    return number


async def open_cell(datasette: Any, request: Any) -> Response:
    """From a cell to its evidence: the provision, or the item where no provision is held."""
    found = await query_of(datasette)(
        """
          select g.provision, g.item
          from gap g
          join country k on k.id = g.country
          join item t on t.code = g.item
          where k.iso2 = :iso2 and t.ordinal = :ordinal""",
        iso2=request.url_vars["iso2"],
        ordinal=long(request.url_vars["place"]),
    )
    if not found:
        raise NotFound(
            gettext(
                "No cell of the grid has the address %(path)s. /gaps has them all.",
                path=request.path,
            )
        )
    provision, item = found[0]["provision"], found[0]["item"]
    return Response(
        "",
        status=302,
        headers={
            **headers(),
            "location": at() + (f"/provision/{provision}" if provision else f"/item/{item}"),
        },
    )


CELL = r"^/(?P<cell>[A-Za-z](?P<iso2>[A-Z]{2})(?P<place>[0-9A-Za-z]{1,2}))$"


@hookimpl
def register_routes() -> list[Any]:
    examples = (
        "/gaps",
        "/gaps?group=ecowas",
        "/gaps?group=ecowas&on=2024-01-01",
    )
    return [
        route("gaps", "gaps.html", gaps, examples=examples),
        Route(CELL, open_cell, examples=("/fSN7",)),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters["lines"] = lines
    env.filters["signs"] = signs
    env.filters["spoken"] = spoken
