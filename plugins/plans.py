"""/plans and /plans/states : which State has a plan in force on a day, since when it has none, who
leads it and what was done of it; and all plans.
"""

from typing import Any

from datasette import hookimpl

from plugins.kit.days import read_day, today
from plugins.kit.feed_pages import number_of
from plugins.kit.known_values import refuse_unknown_values
from plugins.kit.page import Query, Row, grouped, route
from plugins.kit.plan_filters import FACETS, NAMES, filter_plans, touch_plans
from plugins.kit.plan_list import LIST, say_search
from plugins.kit.plan_states import load_states, sum_states, tally_plans
from plugins.kit.plan_timeline import draw_plans
from plugins.kit.record_labels import LABELS
from plugins.kit.state_sets import MEMBERS, load_set_choices, read_sets, refuse_unknown

CHOICES = """
select distinct k.id, k.name_xx as name
from plan_span p
join country k on k.id = p.country
order by k.name_xx collate alphabet
"""
WORLD = "world"
ON_PAGE = 50  # plans in the list of a page; what is taken away has all


class Asked:
    """What a reader asks of the plans: a day, a set of States, a country and the facets."""

    def __init__(self, request: Any) -> None:
        self.on = read_day(request.args.get("on"))
        self.sets = read_sets(request)
        self.facets = {name: (request.args.get(name) or "").strip() for name in FACETS}
        self.country = (request.args.get("country") or "").strip().upper()

    def has_set(self) -> bool:
        """Whether a set of States is asked for."""
        return any(self.sets.values())


async def load_offered(query: Query, asked: Asked) -> dict[str, list[Row]]:
    """What the filters offer, as rows of id and name. Raises BadRequest for what is not offered."""
    offered = await load_set_choices(query)
    offered |= {name: await query(sql) for name, sql in NAMES.items()}
    listed = {"clock": LABELS["plan_clock"], "pillar": LABELS["pillar"]}
    for name, words in listed.items():
        offered[name] = [{"id": value, "name": word} for value, word in words.items()]
    known = {**offered, "region": [*offered["region"], {"id": WORLD}]}
    refuse_unknown({**asked.sets, **asked.facets}, known)
    await refuse_unknown_values(query, {"country": asked.country})
    return offered


async def load_plans(query: Query, request: Any) -> dict[str, Any]:
    """The States of a set with their plan, and the plans that pass the filters; the table is the
    plans.
    """
    asked = Asked(request)
    offered = await load_offered(query, asked)
    everything = await tallied_plans(query, asked.on)
    states = await load_states(query, everything, asked.on, **asked.sets)
    inside = {row["country"] for row in states} if asked.has_set() else None
    chosen = [
        row
        for row in everything
        if (not asked.country or row["country"] == asked.country)
        and (inside is None or row["country"] in inside)
    ]
    rows, counts = filter_plans(chosen, await touch_plans(query, everything), asked.facets)
    return {
        **await about_set(query, asked),
        "countries": await query(CHOICES),
        "offered": offered,
        "states": states if asked.has_set() else [],
        "regions": {name: sum_states(group) for name, group in grouped(states, "region").items()},
        "counts": counts,
        "titles": {row["id"]: row["title"] for row in everything},
        "line": draw_plans(rows, asked.on),
        "page": number_of(request),
        "pages": -(-len(rows) // ON_PAGE),
        "on_page": ON_PAGE,
        "rows": rows,
    }


async def load_state_lines(query: Query, request: Any) -> dict[str, Any]:
    """The States of a set, or of the world, with their plan on a day; they are the table."""
    asked = Asked(request)
    await load_offered(query, asked)
    plans = await tallied_plans(query, asked.on)
    rows = await load_states(query, plans, asked.on, **asked.sets)
    return {**await about_set(query, asked), "states": rows, "rows": rows}


async def tallied_plans(query: Query, on: str) -> list[Row]:
    """Every plan with its clock on a day and what was done of it by then."""
    plans = await query(LIST, on=on, country="", region="", group="", clock="")
    await tally_plans(query, plans, on)
    for plan in plans:
        plan["clock_in_words"] = LABELS["plan_clock"][plan["clock"]]
    return plans


async def about_set(query: Query, asked: Asked) -> dict[str, Any]:
    """What was asked for, as the templates say it."""
    group = asked.sets["group"]
    named = await query('select name_xx as name from "grouping" where id = :id', id=group)
    return {
        "on": asked.on,
        "asked": bool(asked.on != today()),
        "chosen": {**asked.sets, **asked.facets, "country": asked.country},
        "state_query": {**asked.sets, "on": asked.on},
        "group_name": named[0]["name"] if named else None,
        "members": (await query(MEMBERS, group=group, on=asked.on))[0] if group else None,
    }


@hookimpl
def register_routes() -> list[Any]:
    lists = (
        "/plans",
        "/plans?group=ecowas&on=2026-11-28",
        "/plans?clock=expiring_6_months&on=2026-07-01",
        "/plans?country=TUV",
    )
    states = ("/plans/states?group=ecowas&on=2026-11-28", "/plans/states?corridor=mli-nga")
    return [
        route("plans", "plans.html", load_plans, "/plan/{id}", lists),
        route("plans/states", "plan_states.html", load_state_lines, examples=states),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters["search_words"] = say_search
