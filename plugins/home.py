"""/ : where to start, coverage, changes, plans that end soon and what is left to review."""

from dataclasses import replace
from typing import Any

from datasette import hookimpl

from plugins.kit.change_pages import page_of_change
from plugins.kit.page import Query, route
from plugins.kit.states_held import HELD, level_of
from plugins.kit.texts_held import TEXTS
from plugins.kit.world_map import draw_levels

COVERAGE = """
select
  k.id,
  k.name_xx as name,
  k.region,
  k.latitude,
  k.longitude,
  coalesce(i.n, 0) as instruments,
  coalesce(v.n, 0) as assessed
from country k
left join (select country, count(*) as n from instrument group by country) i on i.country = k.id
left join (select country, count(*) as n from verdict group by country) v on v.country = k.id
where k.kind in ('state', 'observer')
order by k.name_xx collate alphabet
"""
COUNTS = """
select
  (select count(*) from instrument) as instruments,
  (select count(*) from provision) as provisions,
  (select count(*) from crossref) as crossrefs,
  (select count(distinct country) from instrument) as countries,
  (select count(*) from party) as parties,
  (select count(*) from finding) as findings,
  (select count(*) from conflict) as conflicts
"""
ENDING = """
select p.id, p.country, k.name_xx as country_name, p.title_xx as title, p.ends_on, p.clock
from plan_clock p left join country k on k.id = p.country
where p.clock = 'expiring_6_months' order by p.ends_on, k.name_xx collate alphabet limit 12
"""
LAPSED = """
select count(*) as n
from plan_clock
where clock = 'expired_without_successor' and country is not null
"""
CHANGED = """
select
  seen_on,
  entity,
  entity_id,
  reason,
  count(distinct change) as fields,
  instrument,
  title,
  title_fr,
  group_concat(distinct country) as country_codes,
  group_concat(distinct item) as item_codes
from change_scope
group by seen_on, entity, entity_id, reason
order by seen_on desc, entity, entity_id
limit 10
"""
DEBT = """
select entity, reason, sum(rows) as rows
from review_debt
group by entity, reason
order by rows desc
"""


async def load_home(query: Query, request: Any) -> dict[str, Any]:
    """The first page; its table is the coverage by country."""
    rows, changed = await query(COVERAGE), await query(CHANGED)
    held = [{**row, "level": level_of(row)} for row in await query(HELD)]
    return {
        "rows": rows,
        "map": draw_levels(held),
        "counts": (await query(COUNTS))[0],
        "texts": (await query(TEXTS))[0],
        "ending": await query(ENDING),
        "lapsed": (await query(LAPSED))[0]["n"],
        "changed": [{**row, "page": page_of_change(row)} for row in changed],
        "known": {
            row["id"]: row["name"] for row in await query("select id, name_xx as name from country")
        },
        "debt": await query(DEBT),
        "built": (await query("select built_at, content_hash from build"))[0],
    }


@hookimpl
def register_routes() -> list[Any]:
    page = route("index", "home.html", load_home, "/country/{id}", ["/"])
    return [replace(page, pattern="^/$"), page]
