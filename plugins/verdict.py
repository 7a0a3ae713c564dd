"""/verdict/SEN/palermo:6.6 : one cell of the grid. What the verdict is on a day, what it rests on,
what stands against it, what was looked in and not read, and what it was before.
"""

from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.days import read_day
from plugins.kit.language import gettext as _
from plugins.kit.page import Query, grouped, route
from plugins.kit.records import source_titles
from plugins.kit.verdict_sql import HOLDS, LAWS_THAT_DAY, UNDATED_LAWS

CELL = f"""
select
  k.id as country,
  k.name_xx as name,
  t.code as item,
  t.label_xx as label,
  t.requirement_xx as requirement,
  t.obligation,
  t.pillar,
  coalesce(v.verdict, 'not_assessed') as verdict,
  v.verdict is not null and v.certainty is null as silent,
  u.place_xx as place,
  v.certainty,
  v.since,
  v.contested,
  v.contrary,
  v.narrow,
  v.finding
from country k
join item t on t.code = :item
left join usual_place u on u.item = t.code
left join verdict_period v on v.country = k.id and v.item = t.code and {HOLDS}
where k.id = :country and k.kind in ('state', 'observer')
"""
LINKS = """
select
  d.provision,
  p.label as article,
  p.heading,
  p.summary_en,
  p.summary_fr,
  d.instrument,
  i.title_xx as title,
  d.role,
  d.narrow,
  d.extent,
  d.basis,
  d.certainty,
  d.verification,
  c.reason_en,
  c.reason_fr,
  c.evidence,
  c.source,
  c.locator,
  coalesce(c.as_of, p.as_of, i.as_of) as as_of
from dated_link d
join crossref c on c.provision = d.provision and c.item = d.item
join provision p on p.id = d.provision
join instrument i on i.id = d.instrument
where d.country = :country and d.item = :item and d.from_on <= :on and d.until_on > :on
order by d.extent is null, d.narrow is not null, d.role is 'main' desc, d.basis = 'text' desc
"""
TOGETHER = """
select w.provision, w.other, p.label as article
from read_with w
join provision p on p.id = w.other
join instrument i on i.id = p.instrument
where i.country = :country and w.item = :item
order by p.ordinal
"""
PERIODS = """
select v.from_on, v.until_on, v.verdict, v.certainty, v.provision, p.label as article,
  i.title_xx as title, v.contested
from verdict_period v
left join provision p on p.id = v.provision
left join instrument i on i.id = v.instrument
where v.country = :country and v.item = :item
order by v.from_on desc
"""
SEARCHES = "select * from absence where country = :country and item = :item"
FINDINGS = """
select id, year, first_year, verdict, statement_en, statement_fr, source, locator, verification
from finding
where country = :country and item = :item
order by year desc
"""


async def load_verdict(query: Query, request: Any) -> dict[str, Any]:
    """One State, one item, one day; the table is the provisions that bear on it."""
    values = {
        "country": request.url_vars["country"].upper(),
        "item": request.url_vars["item"],
        "on": read_day(request.args.get("on")),
    }
    found = await query(CELL, **values)
    if not found:
        raise NotFound(_("No State and item of this name are held here."))
    cell = {"country": values["country"], "item": values["item"]}
    laws = await query(LAWS_THAT_DAY, **values)
    return {
        "cell": found[0],
        "on": values["on"],
        "rows": await query(LINKS, **values),
        "together": grouped(await query(TOGETHER, **cell), "provision"),
        "looked_in": [law for law in laws if law["read_whole_on"]],
        "not_read_whole": [law for law in laws if not law["read_whole_on"]],
        "undated": await query(UNDATED_LAWS, country=values["country"]),
        "periods": await query(PERIODS, **cell),
        "searches": await query(SEARCHES, **cell),
        "sources": await source_titles(query),
        "findings": await query(FINDINGS, **cell),
    }


@hookimpl
def register_routes() -> list[Any]:
    return [
        route(
            r"verdict/(?P<country>[A-Za-z]{3})/(?P<item>[a-z]+:[\w.\-]+?)",
            "verdict.html",
            load_verdict,
            record="/provision/{provision}",
            examples=[
                "/verdict/SLE/palermo:6.6",
                "/verdict/SEN/palermo:3.a?on=2010-01-01",
                "/verdict/SLE/palermo:7.1",
                "/verdict/SLE/palermo:3.a",
                "/verdict/TUV/palermo:6.6",
            ],
        )
    ]
