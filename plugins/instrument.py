"""/instrument/sle-act-2022-12 : one law, plan or agreement with its provisions and what each of them gives effect to."""

from typing import Any

from datasette import NotFound, hookimpl

from plugins.page import Query, grouped, route

PARTS = {
    "rows": "select * from provision where instrument = :id order by ordinal",
    "crossrefs": """
      select c.provision, c.item, t.label_en as label, c.extent, c.basis, c.main, c.verification from crossref c
      join provision p on p.id = c.provision join item t on t.code = c.item where p.instrument = :id order by c.main desc, t.ordinal""",
    "penalties": "select x.* from penalty x join provision p on p.id = x.provision where p.instrument = :id order by x.provision, x.ordinal",
    "relations": """
      select r.kind, r.other as id, i.title_en, 'of' as direction from relation r join instrument i on i.id = r.other where r.instrument = :id
      union all
      select r.kind, r.instrument, i.title_en, 'by' from relation r join instrument i on i.id = r.instrument where r.other = :id""",
    "parties": """
      select p.*, k.name_en as name from party p join country k on k.id = p.country where p.instrument = :id order by k.name_en, p.source""",
    "objectives": "select * from plan_objective where plan = :id order by ordinal",
    "activities": "select * from plan_activity where plan = :id order by ordinal",
    "activity_items": """
      select x.activity, x.item, t.label_en as label from activity_item x join plan_activity a on a.id = x.activity
      join item t on t.code = x.item where a.plan = :id order by t.ordinal""",
    "witnesses": "select * from witness where entity = 'instrument' and entity_id = :id order by field is null, source",
    "conflicts": "select * from conflict where entity = 'instrument' and entity_id = :id and kind = 'value'",
    "bodies": "select id, name_en, country from body where instrument = :id order by name_en",
    "clock": "select * from plan_clock where id = :id",
    "suggested": "select count(*) as n from suggestion s join provision p on p.id = s.provision where p.instrument = :id",
}


async def instrument(query: Query, request: Any) -> dict[str, Any]:
    """One instrument; its table is the list of its provisions."""
    identity = request.url_vars["id"]
    found = await query("select i.*, k.name_en as country_name from instrument i left join country k on k.id = i.country where i.id = :id", id=identity)
    if not found:
        raise NotFound(f"No instrument is called {identity}.")
    data: dict[str, Any] = {name: await query(sql, id=identity) for name, sql in PARTS.items()}
    sources = {row["id"]: row for row in await query("select id, title, publisher, url, licence, reuse from source")}
    return {
        "instrument": found[0],
        **data,
        "crossrefs": grouped(data["crossrefs"], "provision"),
        "penalties": grouped(data["penalties"], "provision"),
        "activity_items": grouped(data["activity_items"], "activity"),
        "sources": {key: row["title"] for key, row in sources.items()},
        "origin": sources[found[0]["source"]],
        "citation": cite(found[0]),
    }


def cite(found: dict[str, Any]) -> str:
    """A plain citation: country, title, number, date."""
    date = found["adopted_on"]
    number = found["number"] if found["number"] and found["number"] not in found["title"] else None
    return ", ".join(part for part in (found["country_name"], found["title"], number, date if date and date[:4] not in found["title"] else None) if part)


@hookimpl
def register_routes() -> list[Any]:
    return [route(r"instrument/(?P<id>[a-z0-9-]+)", "instrument.html", instrument)]
