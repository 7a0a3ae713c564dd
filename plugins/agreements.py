"""/agreements?group=ecowas&on=2025-01-28 : which pairs of a group have a text of their own, only a
wider one, or none.
"""

import json
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.days import read_day
from plugins.kit.language import gettext as _
from plugins.kit.page import Query, route
from plugins.kit.pair_counts import load_pairs

Row = dict[str, Any]
NET_WIDTH = 640  # pixels between the outermost countries
WIDEST = 32  # countries beyond which the matrix would be too heavy for a first view
MEMBERS = """
select country
from membership
where "grouping" in (select value from json_each(:groups))
  and coalesce(joined_on, '') <= :on
  and (left_on is null or left_on > :on)
"""
DEFAULT = f"""
{MEMBERS}
union
select 'MRT'
union
select country_a
from corridor
where named_on <= :on
union
select country_b
from corridor
where named_on <= :on
"""
LISTED = {
    "deck": "select country_a as country from corridor union select country_b from corridor",
    "africa": "select id as country from country where region = 'Africa' and kind = 'state'",
}
GROUPS = """
select g.id, g.name_xx as name
from "grouping" g
where kind <> 'region' and exists (select 1 from membership m where m."grouping" = g.id)
order by g.name_xx collate alphabet
"""
PLACES = """
select k.id, k.name_xx as name, k.latitude, k.longitude
from country k
where k.id in (select value from json_each(:codes))
order by k.id
"""
MEETING = "select count(*) as n, max(held_on) as newest from meeting where held_on <= :on"


async def load_agreements(query: Query, request: Any) -> Row:
    """The pairs of the chosen countries; the table is one row a pair."""
    on = read_day(request.args.get("on"))
    group = (request.args.get("group") or "").lower()
    groups = await query(GROUPS)
    members = await load_members(query, group, groups, on)
    rows = await load_pairs(query, sorted(members), on)
    places = await query(PLACES, codes=json.dumps(sorted(members)))
    return {
        "on": on,
        "asked": bool(request.args.get("on")),
        "group": group,
        "groups": groups,
        "members": [{"id": row["id"], "name": row["name"]} for row in places],
        "rows": rows,
        "deck": await load_named_corridors(query, members, rows, on),
        "bare": [row for row in rows if lacks_own_text(row)],
        "matrix": pair_matrix(places, rows) if len(places) <= WIDEST else None,
        "net": pair_network(places, rows),
        "widest": WIDEST,
        "meetings": (await query(MEETING, on=on))[0],
    }


async def load_members(query: Query, group: str, groups: list[Row], on: str) -> set[str]:
    """Codes of the countries of a group on a day. Raises BadRequest for an unknown group."""
    known = [row["id"] for row in groups]
    if group in LISTED:
        rows = await query(LISTED[group])
    elif group in known:
        rows = await query(MEMBERS, on=on, groups=json.dumps([group]))
    elif not group:
        rows = await query(DEFAULT, on=on, groups='["ecowas", "eccas"]')
    else:
        raise BadRequest(
            _(
                "No group is called %(group)s. There are: %(groups)s.",
                group=group[:40],
                groups=", ".join([*LISTED, *known]),
            )
        )
    return {row["country"] for row in rows}


async def load_named_corridors(
    query: Query, members: set[str], rows: list[Row], on: str
) -> list[Row]:
    """The corridors named in 2024, also where their countries are not among the members."""
    deck = {row["country"] for row in await query(LISTED["deck"])}
    if not deck <= members:
        rows = await load_pairs(query, sorted(deck), on)
    return [row for row in rows if row["named_by"]]


def lacks_own_text(row: Row) -> bool:
    """Whether a pair are neighbours without a text of their own."""
    return bool(row["neighbours"]) and row["state"] in ("wider_only", "empty")


def pair_matrix(places: list[Row], rows: list[Row]) -> list[Row]:
    """The lower half of the square of pairs: one line a country, one cell for each country before
    it.
    """
    by_pair = {(row["country_a"], row["country_b"]): row for row in rows}
    codes = [place["id"] for place in places]
    return [
        {
            "id": place["id"],
            "name": place["name"],
            "cells": [by_pair[(before, place["id"])] for before in codes[:n]],
        }
        for n, place in enumerate(places)
    ]


def pair_network(places: list[Row], rows: list[Row]) -> Row | None:
    """Dots for the countries as on a map, lines for the pairs with a text of their own, and the
    width and height of the picture, in pixels; None for fewer than two countries on the map.
    """
    located = [place for place in places if place["latitude"] is not None]
    if len(located) < 2:
        return None
    dots = place_dots(located)
    lines = [
        {
            "id": row["id"],
            "state": row["state"],
            "a": dots[row["country_a"]],
            "b": dots[row["country_b"]],
        }
        for row in rows
        if row["own"] and row["country_a"] in dots and row["country_b"] in dots
    ]
    width, height = (max(dot[axis] for dot in dots.values()) for axis in ("x", "y"))
    return {"dots": list(dots.values()), "lines": lines, "width": width + 40, "height": height + 24}


def place_dots(located: list[Row]) -> dict[str, Row]:
    """A dot for each country, longitude and latitude scaled to a picture NET_WIDTH wide."""
    longitudes = [place["longitude"] for place in located]
    latitudes = [place["latitude"] for place in located]
    west, north = min(longitudes), max(latitudes)
    scale = NET_WIDTH / max(max(longitudes) - west, north - min(latitudes), 1)
    return {
        place["id"]: {
            "id": place["id"],
            "x": round(30 + (place["longitude"] - west) * scale),
            "y": round(24 + (north - place["latitude"]) * scale),
        }
        for place in located
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = (
        "/agreements",
        "/agreements?group=ecowas&on=2025-01-28",
        "/agreements?group=africa",
    )
    return [route("agreements", "agreements.html", load_agreements, "/corridor/{id}", examples)]
