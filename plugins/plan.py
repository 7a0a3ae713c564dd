"""/plan/nga-plan-2022 : what a plan set out to do, by whom, by when and with what money, and what
was reported done.
"""

from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.citations import site_of
from plugins.kit.days import read_day
from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix, shown_words
from plugins.kit.page import Query, Row, grouped, route
from plugins.kit.plan_compare import compare_plans
from plugins.kit.plan_list import CLOCK
from plugins.kit.plan_progress import STANDING
from plugins.kit.plan_totals import by_lead, total
from plugins.kit.records import load_parts, source_titles
from plugins.kit.verdict_sql import HOLDS

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
# What comes before a plan is of the same country or community, or recorded: only these are looked
# through.
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
  join instrument i on i.id = b.id
  join plan_span p on p.country = i.country
  where p.successor = b.id and b.step > -20
  union
  select p.id, b.step - 1
  from before_it b
  join regional_instrument i on i.instrument = b.id
  join regional_instrument o on o.grouping = i.grouping
  join plan_span p on p.id = o.instrument
  where p.successor = b.id and b.step > -20
  union
  select p.id, b.step - 1
  from before_it b
  join relation r on r.instrument = b.id and r.kind = 'replaces'
  join plan_span p on p.id = r.other
  where p.successor = b.id and b.step > -20
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
# the items that activities of a plan serve, as a person says or else as the machine reads
MEANT = """
meant as (
  select item, max(confirmed) as confirmed
  from (
    select activity as served_by, item, 1 as confirmed from activity_item
    union all
    select activity, item, 0 from activity_item_suggestion
  )
  join plan_activity a on a.id = served_by
  where a.plan = :plan
  group by item
)"""
PARTS = {
    "rows": f"""
      with {STANDING}
      select
        a.id,
        a.number,
        a.pillar,
        a.objective as objective_ordinal,
        a.activity,
        a.language,
        a.activity_en,
        a.activity_fr,
        a.body,
        a.body_fr,
        a.partners,
        a.funder,
        a.starts_on,
        s.due_on,
        s.due_printed,
        a.due_on as first_due_on,
        a.due_printed as first_due_printed,
        a.budget,
        a.currency,
        a.budget_printed,
        a.means,
        a.also_printed,
        s.status,
        s.status_on,
        s.percent,
        s.spent,
        s.spent_currency,
        s.late,
        s.last_report,
        (select group_concat(item, ';') from activity_item x where x.activity = a.id) as "items",
        a.source,
        a.locator,
        a.verification,
        a.note,
        a.note_fr
      from plan_activity a
      join standing s on s.activity = a.id
      where a.plan = :plan
      order by a.ordinal""",
    "progress": """
      select g.*
      from plan_progress g
      join plan_activity a on a.id = g.activity
      where a.plan = :plan and g.reported_on <= substr(:on, 1, length(g.reported_on))
      order by g.activity, g.reported_on desc""",
    "indicators": """
      select n.*, v.value, v.value_printed, v.reported_on
      from indicator n
      join plan_activity a on a.id = n.activity
      left join indicator_value v on v.rowid = (
        select w.rowid from indicator_value w where w.indicator = n.id
        order by w.reported_on desc limit 1
      )
      where a.plan = :plan
      order by n.activity, n.ordinal""",
    "bodies": """
      select x.activity, x.role, x.printed, b.id as body, b.country, b.name_xx as name
      from activity_body x
      join plan_activity a on a.id = x.activity
      left join body b on b.id = x.body
      where a.plan = :plan
      order by x.activity, x.role, x.ordinal""",
    "law": f"""
      with {MEANT}
      select x.item, x.confirmed, t.label_xx as label, t.ordinal, i.country, v.verdict
      from meant x
      join item t on t.code = x.item
      join instrument i on i.id = :plan
      left join verdict_period v on v.country = i.country and v.item = x.item and {HOLDS}
      order by t.ordinal""",
    "findings": f"""
      with {MEANT}
      select f.*
      from finding f
      join instrument i on i.id = :plan and i.country = f.country
      where f.verdict <> 'met'
        and (f.year is null or f.year <= substr(:on, 1, length(f.year)))
        and f.item in (select item from meant)
      order by f.item, f.year desc, f.id""",
    "served": """
      select x.activity, x.item, t.label_xx as label
      from activity_item x
      join plan_activity a on a.id = x.activity
      join item t on t.code = x.item
      where a.plan = :plan
      order by t.ordinal""",
    "suggested": """
      select x.activity, x.item, t.label_xx as label
      from activity_item_suggestion x
      join plan_activity a on a.id = x.activity
      join item t on t.code = x.item
      where a.plan = :plan
      order by t.ordinal""",
    "articles": """
      select c.*
      from activity_chain c
      join instrument i on i.id = c.instrument and i.in_force
      where c.plan = :plan
      order by extent = 'full' desc, extent = 'partial' desc, provision""",
    "objectives": "select * from plan_objective where plan = :plan order by ordinal",
    "budgets": "select * from plan_budget where plan = :plan order by ordinal",
    "evaluations": """
      select *
      from evaluation
      where plan = :plan
      order by evaluated_on desc, ordinal""",
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
    parts = await load_parts(query, PARTS, id=identity, plan=identity, on=on)
    objectives = {row["ordinal"]: row for row in parts["objectives"]}
    indicators = grouped(parts["indicators"], "activity")
    for row in parts["rows"]:
        row["printed"] = bool(row["activity"])
        row["activity"], row["language"] = shown_words(row, "activity")
        row["objective"], row["under"] = name_objective(objectives, row["objective_ordinal"])
        names = (shown_words(one, "indicator")[0] for one in indicators.get(row["id"], []))
        row["indicator"] = "; ".join(filter(None, names)) or None
    articles = grouped(parts["articles"], "activity")
    return {
        "on": on,
        "plan": found[0],
        **parts,
        "chain": await query(CHAIN, id=identity, on=on),
        "progress": grouped(parts["progress"], "activity"),
        "indicators": indicators,
        "bodies": grouped(parts["bodies"], "activity"),
        "served": grouped(parts["served"], "activity"),
        "suggested": grouped(parts["suggested"], "activity"),
        "beside": await compare_plans(query, found[0], request.args.get("with")),
        "findings": grouped(parts["findings"], "item"),
        "totals": total({None: parts["rows"]}) if parts["rows"] else [],
        "by_pillar": total(grouped(parts["rows"], "pillar")),
        "by_body": total(by_lead(parts["rows"], parts["bodies"])),
        "articles": {activity: grouped(rows, "item") for activity, rows in articles.items()},
        "sources": await source_titles(query),
        "card": f"{site_of(request)}{language_prefix()}/plans/card/{found[0]['country']}",
    }


def name_objective(objectives: dict[int, Row], ordinal: int | None) -> tuple[str | None, str]:
    """An objective in words, and the words of what it stands under, the widest first."""
    if ordinal is None:
        return None, ""
    above: list[str | None] = []
    parent = objectives[ordinal]["parent"]
    while parent is not None:
        above.insert(0, shown_words(objectives[parent], "objective")[0])
        parent = objectives[parent]["parent"]
    return shown_words(objectives[ordinal], "objective")[0], " › ".join(filter(None, above))


@hookimpl
def register_routes() -> list[Any]:
    path, record = r"plan/(?P<id>[a-z0-9-]+)", "/tip/plan_activity/{id}"
    compared = "/plan/bra-plan-2024?with=bra-plan-2018"
    examples = ("/plan/nga-plan-2022", "/plan/col-decreto-4786-2008", compared)
    return [route(path, "plan.html", load_plan, record, examples)]
