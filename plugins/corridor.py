"""/corridor/mli-nga?on=2025-06-02 : everything that binds two countries or brings them together on
a day, and what each text says.
"""

import json
from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.corridor_sql import SHARED
from plugins.kit.days import read_day
from plugins.kit.language import gettext as _
from plugins.kit.language import record_text
from plugins.kit.page import Query, grouped, route
from plugins.kit.records import load_parts, source_titles

Row = dict[str, Any]
TOPICS = ("return", "information", "joint_bodies", "legal_assistance", "extradition")
PARTS = {
    "named": "select * from corridor where id = :id",
    "border": "select 1 as n from border where country_a = :a and country_b = :b",
    "communities": """
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
      order by g.name_xx collate alphabet, m.country""",
    "provisions": """
      select c.*, i.title_xx as title
      from cooperation c
      join instrument i on i.id = c.instrument
      where c.instrument in (select value from json_each(:texts))
      order by c.instrument, c.provision is null, c.provision, c.words_en""",
    "meetings": """
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
      order by both_seen desc, m.held_on desc""",
    "claims": """
      select c.*
      from claim c
      where c.corridor = :id or (
        c.corridor is null
        and c.subject in ('cross_border', 'regional')
        and c.instrument in (select value from json_each(:texts))
      )
      order by c.corridor is null, c.id""",
    "bodies": """
      select country, name_xx as name, hotline, url
      from body
      where country in (:a, :b) and role in ('coordination', 'hotline')
      order by country, role desc, name_xx collate alphabet""",
}


async def load_corridor(query: Query, request: Any) -> Row:
    """Two countries; the table is the texts that both are bound by, have signed or belong to."""
    on = read_day(request.args.get("on"))
    countries = await find_countries(query, request.url_vars["a"], request.url_vars["b"])
    a, b = (row["id"] for row in countries)
    pair = {"id": f"{a}-{b}".lower(), "a": a, "b": b}
    rows = await query(SHARED, codes=json.dumps([a, b]), a=a, b=b, on=on)
    texts = json.dumps([row["id"] for row in rows])
    parts = await load_parts(query, PARTS, a=a, b=b, id=pair["id"], on=on, texts=texts)
    return {
        "on": on,
        "asked": bool(request.args.get("on")),
        "pair": {
            **pair,
            "name_a": record_text(countries[0], "name"),
            "name_b": record_text(countries[1], "name"),
        },
        "named": next(iter(parts["named"]), None),
        "neighbours": bool(parts["border"]),
        "communities": list(grouped(parts["communities"], "id").values()),
        "rows": rows,
        **sort_texts(rows),
        "topics": {
            topic: grouped(
                [row for row in parts["provisions"] if row["topic"] == topic], "instrument"
            )
            for topic in TOPICS
        },
        "meetings": parts["meetings"],
        "claims": parts["claims"],
        "bodies": grouped(parts["bodies"], "country"),
        "sources": await source_titles(query),
    }


async def find_countries(query: Query, *codes: str) -> list[Row]:
    """Two countries in the order of their codes. Raises NotFound unless both are known."""
    a, b = sorted(code.upper() for code in codes)
    rows = await query("select * from country where id in (:a, :b) order by id", a=a, b=b)
    if len(rows) != 2:
        pair = f"{a}-{b}".lower()
        raise NotFound(
            _(
                "No pair of countries is called %(pair)s. Codes are ISO 3166-1 alpha-3, "
                "such as mli-nga.",
                pair=pair,
            )
        )
    return rows


def sort_texts(rows: list[Row]) -> dict[str, list[Row]]:
    """Shared texts by what they are: agreements of the two alone and wider ones, treaties and
    networks.
    """
    families = grouped(rows, "family")
    agreements = families.get("agreement", [])
    return {
        "own": [row for row in agreements if row["own"]],
        "wider": [row for row in agreements if not row["own"]],
        "treaties": families.get("treaty", []),
        "networks": families.get("network", []),
    }


@hookimpl
def register_routes() -> list[Any]:
    return [
        route(
            r"corridor/(?P<a>[A-Za-z]{3})-(?P<b>[A-Za-z]{3})",
            "corridor.html",
            load_corridor,
            "/instrument/{id}",
            ["/corridor/mli-nga", "/corridor/civ-mli"],
        )
    ]
