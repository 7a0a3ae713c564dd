"""/review : what is left to review, the acts on which most verdicts rest first; what two reviewers
see differently, words that have changed, what readers reported.
"""

import re
from collections.abc import Mapping
from typing import Any

from datasette import Response, hookimpl

from plugins.kit.desk import Desk, Reviewer, desk_of, desk_page, desk_route
from plugins.kit.desk_progress import load_progress
from plugins.kit.desk_queue import KINDS, load_desk, load_left, seconds_each
from plugins.kit.feed_pages import number_of
from plugins.kit.page import Row, query_of

FILTERS = {
    "country": r"[A-Z]{3}",
    "language": r"[a-z]{2,3}",
    "item": r"[a-z0-9-]+:[\w.-]+",
    "kind": "|".join(KINDS),
}
ACTS_ON_A_PAGE = 60


def read_filters(arguments: Mapping[str, str]) -> dict[str, str]:
    """The filters that an address gives; what can be none is left out."""
    given = {name: arguments.get(name) or "" for name in FILTERS}
    return {name: value for name, value in given.items() if re.fullmatch(FILTERS[name], value)}


async def show_queue(datasette: Any, request: Any, desk: Desk, reviewer: Reviewer) -> Response:
    """The queue, as the filters of the address choose from it."""
    chosen = read_filters(request.args)
    held = await desk.ask(load_desk)
    query = query_of(datasette)
    left = await query.at_once(load_left, held["decisions"], chosen, reviewer)
    labels = {row["code"]: row["label"] for row in await query(ITEMS)}
    rows, page = left["rows"], number_of(request)
    seconds = seconds_each(held["decisions"])
    first = (page - 1) * ACTS_ON_A_PAGE
    context = {
        **held,
        **choices_of(left["places"]),
        "rows": rows[first : first + ACTS_ON_A_PAGE],
        "pressing": left["pressing"],
        "labels_of_items": labels,
        "corrections": left["corrections"],
        "records": await query(RECORDS, country=chosen.get("country")),
        "progress": await load_progress(query, held["decisions"], chosen.get("country")),
        "chosen": chosen,
        "page": page,
        "pages": -(-len(rows) // ACTS_ON_A_PAGE),
        "total": sum(row["left"] for row in rows),
        "acts": len(rows),
        "seconds": seconds,
        "reviewer": reviewer,
    }
    return await desk_page(datasette, request, "desk_queue.html", context)


RECORDS = """
select 'body' as entity, b.id, b.name_xx as name
from body b
where b.country = :country
union all
select 'instrument', i.id, i.title_xx
from instrument i
where i.country = :country and i.kind in ('plan', 'strategy', 'policy')
"""
ITEMS = "select code, label_xx as label from item order by ordinal"


def choices_of(acts: list[Row]) -> dict[str, Any]:
    """The countries and languages of acts with something left, for the filters."""
    left = [act for act in acts if act["left"]]
    countries = {act["country"]: act["country_name"] for act in left if act["country"]}
    languages = {(act["language"] or "").partition(";")[0] for act in left} - {""}
    named = sorted(countries.items(), key=lambda pair: pair[1])
    return {
        "countries": [{"id": code, "name": name} for code, name in named],
        "languages_left": sorted(languages),
    }


@hookimpl
def register_routes(datasette: Any) -> list[Any]:
    return [desk_route("review", show_queue)] if desk_of(datasette) else []
