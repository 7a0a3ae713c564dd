"""/plans and /plan/nga-plan-2022 : which plan runs, ends or has lapsed on the day of reading, what
follows it and what it set out to do.
"""

from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.days import read_day
from plugins.kit.language import gettext as _
from plugins.kit.page import Query, Row, grouped, route
from plugins.kit.plan_list import CLOCK, LIST, say_search
from plugins.kit.plan_timeline import draw_plans
from plugins.kit.records import ITEMS_OF_ACTIVITIES, load_parts, source_titles

CHOICES = """
select distinct k.id, k.name_xx as name, k.subregion as region
from plan_span p
join country k on k.id = p.country
order by k.name_xx collate alphabet
"""
ONE = f"""
select
  p.*,
  {CLOCK} as clock,
  k.name_xx as country_name,
  k.region,
  i.title,
  i.language,
  i.body,
  i.note,
  i.note_fr,
  i.adopted_on
from plan_span p
join instrument i on i.id = p.id
left join country k on k.id = p.country
where p.id = :id
"""
CHAIN = f"""
with recursive after_it (id, step) as (
  select :id, 0
  union
  select p.successor, a.step + 1
  from after_it a
  join plan_span p on p.id = a.id
  where p.successor is not null and a.step < 20
),
before_it (id, step) as (
  select :id, 0
  union
  select p.id, b.step - 1
  from before_it b
  join plan_span p on p.successor = b.id
  where b.step > -20
),
chain (id, step) as (select * from after_it union select * from before_it)
select
  p.id,
  p.title_xx as title,
  p.period_start,
  p.period_end,
  p.successor,
  p.successor_basis,
  p.successor_looked_on,
  {CLOCK} as clock,
  c.step
from (select id, max(step) as step from chain group by id) c
join plan_span p on p.id = c.id
order by p.starts_on is null, p.starts_on, c.step, p.id
"""
PARTS = {
    "rows": """
      select
        a.id,
        a.pillar,
        a.activity_xx as activity,
        o.objective_xx as objective,
        a.body,
        a.body_fr,
        a.starts_on,
        a.due_on,
        a.budget,
        a.currency,
        a.indicator,
        a.status,
        (select group_concat(item, ';') from activity_item x where x.activity = a.id) as "items",
        a.source,
        a.locator,
        a.verification,
        a.note,
        a.note_fr
      from plan_activity a
      left join plan_objective o on o.plan = a.plan and o.ordinal = a.objective
      where a.plan = :id
      order by a.ordinal""",
    "progress": """
      select g.*
      from plan_progress g
      join plan_activity a on a.id = g.activity
      where a.plan = :id
      order by g.activity, g.reported_on desc""",
    "served": ITEMS_OF_ACTIVITIES,
    "articles": """
      select c.*
      from activity_chain c
      join instrument i on i.id = c.instrument and i.in_force
      where c.plan = :id
      order by extent = 'full' desc, extent = 'partial' desc, provision""",
    "objectives": "select * from plan_objective where plan = :id order by ordinal",
}


async def load_plans(query: Query, request: Any) -> dict[str, Any]:
    """Every plan with its clock on a day; the table is the plans that pass the filters."""
    on = read_day(request.args.get("on"))
    choices = await query(CHOICES)
    chosen = {name: request.args.get(name) or "" for name in ("country", "region", "clock")}
    chosen["country"] = chosen["country"].upper()
    everything = await query(LIST, on=on, country="", region="", clock="")
    rows = await query(LIST, on=on, **chosen) if any(chosen.values()) else everything
    return {
        "on": on,
        "asked": bool(request.args.get("on")),
        "chosen": chosen,
        "countries": choices,
        "regions": sorted({row["region"] for row in choices if row["region"]}),
        "counts": {clock: len(group) for clock, group in grouped(everything, "clock").items()},
        "titles": {row["id"]: row["title"] for row in everything},
        "line": draw_plans(rows, on),
        "rows": rows,
    }


async def load_plan(query: Query, request: Any) -> dict[str, Any]:
    """One plan; its table is its activities."""
    identity = request.url_vars["id"]
    on = read_day(request.args.get("on"))
    found = await query(ONE, id=identity, on=on)
    if not found:
        raise NotFound(
            _("No plan is called %(id)s. Other instruments are at /instrument/%(id)s.", id=identity)
        )
    parts = await load_parts(query, PARTS, id=identity)
    for row in parts["rows"]:
        row["late"] = is_late(row, on)
    articles = grouped(parts["articles"], "activity")
    return {
        "on": on,
        "plan": found[0],
        **parts,
        "chain": await query(CHAIN, id=identity, on=on),
        "progress": grouped(parts["progress"], "activity"),
        "served": grouped(parts["served"], "activity"),
        "articles": {activity: grouped(rows, "item") for activity, rows in articles.items()},
        "sources": await source_titles(query),
    }


def is_late(activity: Row, on: str) -> bool:
    """Whether an activity that is not done was due before a day; a due year lasts to its end."""
    due = activity["due_on"]
    unfinished = activity["status"] not in ("done", "not_adopted")
    return bool(due) and due < on[: len(due)] and unfinished


@hookimpl
def register_routes() -> list[Any]:
    path, record = r"plan/(?P<id>[a-z0-9-]+)", "/tip/plan_activity/{id}"
    lists = ("/plans", "/plans?clock=expiring_6_months&on=2026-07-01", "/plans?country=ZZZ")
    examples = ("/plan/nga-plan-2022", "/plan/col-decreto-4786-2008")
    return [
        route("plans", "plans.html", load_plans, "/plan/{id}", lists),
        route(path, "plan.html", load_plan, record, examples),
    ]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters["search_words"] = say_search
