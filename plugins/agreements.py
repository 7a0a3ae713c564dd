"""/agreements?group=ecowas&on=2025-01-28 : which pairs of a group have a text of their own, only a
wider one, or none.
"""

import json
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.corridor_sql import PAIRS
from plugins.kit.language import gettext as _
from plugins.kit.page import Query, route
from plugins.kit.plan_timeline import today

Row = dict[str, Any]
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
DECK = "select country_a as country from corridor union select country_b from corridor"
AFRICA = "select id as country from country where region = 'Africa' and kind = 'state'"
GROUPS = """
select id, name_xx as name
from "grouping" g
where kind <> 'region' and exists (select 1 from membership m where m."grouping" = g.id)
order by name_xx collate alphabet
"""
PLACES = """
select id, name_xx as name, latitude, longitude
from country
where id in (select value from json_each(:codes))
order by id
"""
MEETING = "select count(*) as n, max(held_on) as newest from meeting where held_on <= :on"


async def agreements(query: Query, request: Any) -> Row:
    """The pairs of the chosen countries; the table is one row a pair."""
    on = today(request.args.get("on"))
    group = (request.args.get("group") or "").lower()
    groups = await query(GROUPS)
    if group == "deck":
        found = await query(DECK)
    elif group == "africa":
        found = await query(AFRICA)
    elif group in {row["id"] for row in groups}:
        found = await query(MEMBERS, on=on, groups=json.dumps([group]))
    elif group:
        known = ", ".join(["deck", "africa", *(row["id"] for row in groups)])
        raise BadRequest(
            _(
                "No group is called %(group)s. There are: %(groups)s.",
                group=group[:40],
                groups=known,
            )
        )
    else:
        found = await query(DEFAULT, on=on, groups='["ecowas", "eccas"]')
    codes = json.dumps(sorted({row["country"] for row in found}))
    rows = await query(PAIRS, codes=codes, on=on)
    places = await query(PLACES, codes=codes)
    deck = {row["country"] for row in await query(DECK)}
    named = (
        rows
        if deck <= set(json.loads(codes))
        else await query(PAIRS, codes=json.dumps(sorted(deck)), on=on)
    )
    return {
        "on": on,
        "asked": bool(request.args.get("on")),
        "group": group,
        "groups": groups,
        "members": [{"id": row["id"], "name": row["name"]} for row in places],
        "rows": rows,
        "deck": [row for row in named if row["named_by"]],
        "bare": [
            row for row in rows if row["neighbours"] and row["state"] in ("wider_only", "empty")
        ],
        "matrix": matrix(places, rows) if len(places) <= WIDEST else None,
        "net": network(places, rows),
        "widest": WIDEST,
        "meetings": (await query(MEETING, on=on))[0],
    }


def matrix(places: list[Row], rows: list[Row]) -> list[Row]:
    """The lower half of the square of pairs: one line a country, one cell for each country before
    it.
    """
    by_pair = {(row["country_a"], row["country_b"]): row for row in rows}
    codes = [place["id"] for place in places]
    return [
        {
            "id": code,
            "name": places[n]["name"],
            "cells": [by_pair[(before, code)] for before in codes[:n]],
        }
        for n, code in enumerate(codes)
    ]


def network(places: list[Row], rows: list[Row]) -> Row | None:
    """The countries at their places on the map and a line for each pair with a text of its own."""
    located = [place for place in places if place["latitude"] is not None]
    if len(located) < 2:
        return None
    west, south = (min(place[axis] for place in located) for axis in ("longitude", "latitude"))
    scale = 640 / max(
        max(place["longitude"] for place in located) - west,
        max(place["latitude"] for place in located) - south,
        1,
    )
    top = max(place["latitude"] for place in located)
    dots = {
        p["id"]: {
            "id": p["id"],
            "x": round(30 + (p["longitude"] - west) * scale),
            "y": round(24 + (top - p["latitude"]) * scale),
        }
        for p in located
    }
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


@hookimpl
def register_routes() -> list[Any]:
    examples = (
        "/agreements",
        "/agreements?group=ecowas&on=2025-01-28",
        "/agreements?group=africa",
    )
    return [route("agreements", "agreements.html", agreements, "/corridor/{id}", examples)]
