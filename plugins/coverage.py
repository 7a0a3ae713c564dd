"""/coverage : what is held on each State, what is missing and where it can be had."""

from collections import Counter
from typing import Any

from datasette import hookimpl

from plugins.kit.days import today
from plugins.kit.feed_pages import number_of
from plugins.kit.page import Query, route
from plugins.kit.state_sets import STATES, load_set_choices, refuse_unknown
from plugins.kit.states_held import HELD, LEVELS, PARTS, level_of, missing_of

ON_PAGE = 60  # States in the table of a page; what is taken away has all


async def load_coverage(query: Query, request: Any) -> dict[str, Any]:
    """One row a State of the region or community asked for, with the level and what is missing."""
    asked = {name: request.args.get(name, "").strip() for name in ("region", "group")}
    offered = await load_set_choices(query, ("region", "group"))
    chosen = await query(STATES, **asked, corridor="", on=today())
    asked |= {name: request.args.get(name, "").strip() for name in ("level", "missing")}
    offered |= {"level": [{"id": level} for level in LEVELS]}
    offered |= {"missing": [{"id": part} for part in PARTS]}
    refuse_unknown(asked, offered)
    wanted = {row["country"] for row in chosen}
    rows = []
    for row in await query(HELD):
        lacks = missing_of(row)
        row = {**row, "level": level_of(row), "missing": ";".join(lacks)}
        fits = asked["level"] in ("", row["level"]) and asked["missing"] in ("", *lacks)
        if row["country"] in wanted and fits:
            rows.append(row)
    return {
        "asked": asked,
        "offered": offered,
        "levels": LEVELS,
        "parts": PARTS,
        "counts": Counter(row["level"] for row in rows),
        "lacking": Counter(part for row in rows for part in row["missing"].split(";") if part),
        "page": number_of(request),
        "on_page": ON_PAGE,
        "rows": rows,
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = ("/coverage", "/coverage?group=ecowas", "/coverage?missing=plan&level=account")
    return [route("coverage", "coverage.html", load_coverage, "/country/{country}", examples)]
