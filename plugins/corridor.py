"""/corridor/mli-nga?on=2025-06-02 : everything that binds two countries or brings them together on
a day, and what each text says.
"""

import json
from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.corridor_sql import SHARED
from plugins.kit.language import gettext as _
from plugins.kit.language import said
from plugins.kit.page import Query, grouped, route
from plugins.kit.plan_timeline import today

Row = dict[str, Any]
TOPICS = ("return", "information", "joint_bodies", "legal_assistance", "extradition")
COMMUNITIES = """
select
  g.id,
  g.name_xx as name,
  m.country,
  m.joined_on,
  m.left_on,
  m.as_of,
  coalesce(m.joined_on, '') <= :on and (m.left_on is null or m.left_on > :on) as member
from membership m
join "grouping" g on g.id = m."grouping"
where m.country in (:a, :b) and g.kind <> 'region'
order by g.name_xx collate alphabet, m.country
"""
SAID = """
select c.*, i.title_xx as title
from cooperation c
join instrument i on i.id = c.instrument
where c.instrument in (select value from json_each(:texts))
order by c.instrument, c.provision is null, c.provision, c.words_en
"""
MEETINGS = """
select
  m.*,
  (
    select count(*)
    from meeting_country c
    where c.meeting = m.id and c.country in (:a, :b)
  ) = 2 as both_seen
from meeting m
where m.held_on <= :on
  and (
    both_seen
    or (
      m.instrument in (select value from json_each(:texts))
      and not exists (select 1 from meeting_country c where c.meeting = m.id)
    )
  )
order by both_seen desc, m.held_on desc
"""
CLAIMS = """
select c.*
from claim c
where c.corridor = :id or (
  c.corridor is null
  and c.subject in ('cross_border', 'regional')
  and c.instrument in (select value from json_each(:texts))
)
order by c.corridor is null, c.id
"""
BODIES = """
select country, name_xx as name, hotline, url
from body
where country in (:a, :b) and role in ('coordination', 'hotline')
order by country, role desc, name_xx collate alphabet
"""


async def corridor(query: Query, request: Any) -> Row:
    """Two countries; the table is the texts that both are bound by, have signed or belong to."""
    on = today(request.args.get("on"))
    a, b = sorted(code.upper() for code in (request.url_vars["a"], request.url_vars["b"]))
    found = await query("select * from country where id in (:a, :b) order by id", a=a, b=b)
    if len(found) != 2:
        raise NotFound(
            _(
                "No pair of countries is called %(pair)s. Codes are ISO 3166-1 alpha-3, "
                "such as mli-nga.",
                pair=f"{a}-{b}".lower(),
            )
        )
    rows = await query(SHARED, codes=json.dumps([a, b]), a=a, b=b, on=on)
    texts = json.dumps([row["id"] for row in rows])
    pair = {"id": f"{a}-{b}".lower(), "a": a, "b": b}
    spoken = await query(SAID, texts=texts)
    sources = await query("select id, title from source")
    named = await query("select * from corridor where id = :id", id=pair["id"])
    return {
        "on": on,
        "asked": bool(request.args.get("on")),
        "pair": {**pair, "name_a": said(found[0], "name"), "name_b": said(found[1], "name")},
        "named": named[0] if named else None,
        "neighbours": bool(
            await query(
                "select 1 as n from border where country_a = :a and country_b = :b", a=a, b=b
            )
        ),
        "communities": list(grouped(await query(COMMUNITIES, a=a, b=b, on=on), "id").values()),
        "rows": rows,
        "own": [row for row in rows if row["own"] and row["family"] == "agreement"],
        "wider": [row for row in rows if not row["own"] and row["family"] == "agreement"],
        "treaties": [row for row in rows if row["family"] == "treaty"],
        "networks": [row for row in rows if row["family"] == "network"],
        "topics": {
            topic: grouped([row for row in spoken if row["topic"] == topic], "instrument")
            for topic in TOPICS
        },
        "meetings": await query(MEETINGS, a=a, b=b, on=on, texts=texts),
        "claims": await query(CLAIMS, id=pair["id"], texts=texts),
        "bodies": grouped(await query(BODIES, a=a, b=b), "country"),
        "sources": {row["id"]: row["title"] for row in sources},
    }


@hookimpl
def register_routes() -> list[Any]:
    return [
        route(
            r"corridor/(?P<a>[A-Za-z]{3})-(?P<b>[A-Za-z]{3})",
            "corridor.html",
            corridor,
            "/instrument/{id}",
            ["/corridor/mli-nga", "/corridor/civ-mli"],
        )
    ]
