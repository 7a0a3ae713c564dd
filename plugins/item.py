"""/items and /item/palermo:6.6 : what is asked of States, and where each country stands on it."""

from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit.language import gettext as _
from plugins.kit.locale_format import date
from plugins.kit.page import Query, grouped, route
from plugins.template_setup import cited

LIST = """
select
  t.code as item,
  t.ordinal,
  t.article,
  t.pillar,
  t.obligation,
  t.label_xx as label,
  t.requirement_xx as requirement,
  sum(v.verdict = 'full') as full,
  sum(v.verdict = 'partial') as partial,
  sum(v.verdict = 'contrary') as contrary
from item t
left join verdict v on v.item = t.code
group by t.code
order by t.ordinal
"""
PARTS = {
    "rows": """
      select
        g.country,
        k.name_xx as name,
        k.region,
        k.latitude,
        k.longitude,
        g.verdict,
        g.basis,
        g.provision,
        p.label as article,
        i.title_xx as instrument,
        g.since,
        g.verification,
        g.heading_only
      from gap g
      join country k on k.id = g.country
      left join provision p on p.id = g.provision
      left join instrument i on i.id = p.instrument
      where g.item = :code
      order by k.name_xx collate alphabet""",
    "clauses": """
      select *
      from clause
      where item = :code
      order by benchmark <> 'palermo', benchmark, code""",
    "equivalents": """
      select distinct
        c.code,
        c.benchmark,
        b.title_xx as benchmark_title,
        c.article,
        c.paragraph,
        c.obligation,
        c.requirement_en,
        c.requirement_fr
      from clause mine
      join equivalent e on e.clause = mine.code
      join clause c on c.code = e.other
      join benchmark b on b.id = c.benchmark
      where mine.item = :code or mine.code = :code
      order by b.title_xx, c.code""",
    "wordings": """
      select
        c.extent,
        p.id,
        p.label,
        p.heading,
        p.summary_en,
        p.summary_fr,
        p.text,
        i.title_xx as instrument,
        i.title,
        i.number,
        i.language,
        k.name_xx as country,
        i.adopted_on,
        c.basis,
        own.language is not null and own.language = substr(i.language, 1, 2) as same_language,
        own.tradition is not null and k.legal_tradition = own.tradition as same_tradition
      from crossref c
      join provision p on p.id = c.provision
      join instrument i on i.id = p.instrument
      join country k on k.id = i.country
      left join (
        select
          h.legal_tradition as tradition,
          (
            select substr(language, 1, 2)
            from instrument
            where country = h.id and language is not null
            group by 1
            order by count(*) desc
            limit 1
          ) as language
        from country h
        where h.id = :reader
      ) own
      where c.item = :code
        and c.extent = 'full'
        and i.status in ('in_force', 'amended')
        and p.summary_en is not null
        and i.country is not :reader
      order by
        same_language desc,
        same_tradition desc,
        c.basis = 'text' desc,
        c.main desc,
        i.adopted_on desc
      limit 15""",
    "findings": """
      select f.*, k.name_xx as name
      from finding f
      join country k on k.id = f.country
      where f.item = :code and f.verdict <> 'met'
      order by f.year desc nulls last, k.name_xx collate alphabet
      limit 60""",
}


async def items(query: Query, request: Any) -> dict[str, Any]:
    """All items a country is assessed on."""
    return {"rows": await query(LIST)}


async def item(query: Query, request: Any) -> dict[str, Any]:
    """One item; its table is every country's verdict."""
    code = request.url_vars["code"]
    found = await query(
        """
          select t.*, b.title_xx as benchmark_title
          from item t
          join benchmark b on b.id = t.benchmark
          where t.code = :code""",
        code=code,
    )
    if not found:
        raise NotFound(
            _(
                "No item has the code %(code)s. Codes look like palermo:6.6; /items lists them.",
                code=code,
            )
        )
    reader = (request.args.get("for") or "").upper()
    data: dict[str, Any] = {
        name: await query(sql, code=code, reader=reader) for name, sql in PARTS.items()
    }
    for row in data["wordings"]:
        number = row["number"] if row["number"] and row["number"] not in row["title"] else None
        row["citation"] = ", ".join(
            part
            for part in (
                row["country"],
                row["title"],
                number,
                date(row["adopted_on"]),
                cited(row["label"]),
            )
            if part
        )
    sources = await query("select id, title from source")
    return {
        "item": found[0],
        "reader": reader,
        **data,
        "verdicts": grouped(data["rows"], "verdict"),
        "sources": {row["id"]: row["title"] for row in sources},
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = ("/item/palermo:6.6", "/item/model:non-punishment", "/item/palermo:6.6?for=SEN")
    return [
        route("items", "items.html", items, examples=["/items"]),
        route(r"item/(?P<code>[a-z0-9-]+:[^/]+?)", "item.html", item, examples=examples),
    ]
