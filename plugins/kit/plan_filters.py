"""The filters of plans, and how many plans each further choice would leave."""

from collections import Counter

from plugins.kit.page import Query, Row, grouped

FACETS = ("clock", "pillar", "body", "item")
# what activities of plans have to do with, a row a plan and value
TOUCHED = """
select plan, 'pillar' as facet, pillar as value
from plan_activity
where pillar is not null
union
select plan, 'pillar', pillar from plan_objective where pillar is not null
union
select a.plan, 'item', x.item
from activity_item x
join plan_activity a on a.id = x.activity
union
select a.plan, 'body', x.body
from activity_body x
join plan_activity a on a.id = x.activity
where x.body is not null
"""
NAMES = {
    "body": """
      select distinct b.id, b.name_xx || ' (' || k.name_xx || ')' as name
      from activity_body x
      join body b on b.id = x.body
      join country k on k.id = b.country
      order by k.name_xx collate alphabet, b.name_xx collate alphabet""",
    "item": """
      select distinct t.code as id, t.label_xx as name
      from activity_item x
      join item t on t.code = x.item
      order by t.ordinal""",
}


async def touch_plans(query: Query, plans: list[Row]) -> dict[str, dict[str, set[str]]]:
    """The values of each facet by the id of the plan: `clock` one, the others any number."""
    touched: dict[str, dict[str, set[str]]] = {
        plan["id"]: {name: set() for name in FACETS} for plan in plans
    }
    for plan in plans:
        touched[plan["id"]]["clock"].add(plan["clock"])
    for facet, rows in grouped(await query(TOUCHED), "facet").items():
        for row in rows:
            touched[row["plan"]][facet].add(row["value"])
    return touched


def filter_plans(
    plans: list[Row], touched: dict[str, dict[str, set[str]]], asked: dict[str, str]
) -> tuple[list[Row], dict[str, Counter[str]]]:
    """The plans that pass every facet asked for, and for each facet how many plans that pass the
    others have each of its values.
    """

    def passes(plan: Row, but: str = "") -> bool:
        values = touched[plan["id"]]
        return all(not asked[name] or name == but or asked[name] in values[name] for name in FACETS)

    counts = {
        name: Counter(
            value for plan in plans if passes(plan, name) for value in touched[plan["id"]][name]
        )
        for name in FACETS
    }
    return [plan for plan in plans if passes(plan)], counts
