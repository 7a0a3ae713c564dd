"""/items and /item/palermo:6.6 : what is asked of States, and where each country stands on it."""

from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.days import read_day, today
from plugins.kit.known_values import CERTAINTIES, refuse_unknown_values
from plugins.kit.language import gettext as _
from plugins.kit.locale_format import format_date
from plugins.kit.named_states import load_words, read_states
from plugins.kit.page import Query, Row, grouped, route
from plugins.kit.record_labels import label_citation
from plugins.kit.records import load_parts, source_titles, unknown_item
from plugins.kit.verdict_sql import CELLS, TREND, read_certainty
from plugins.kit.verdict_trend import draw_trend

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
    "rows": f"""with chosen as (
        select k.id, k.iso2, k.name_xx as name from country k where k.kind in ('state', 'observer')
      )
      select
        g.*,
        k.region,
        k.latitude,
        k.longitude,
        p.label as article,
        i.title_xx as instrument_title
      from ({CELLS}) g
      join country k on k.id = g.country
      left join provision p on p.id = g.provision
      left join instrument i on i.id = g.instrument
      order by g.name collate alphabet""",
    "trend": TREND.format(scope="v.item = :code"),
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
        and i.in_force
        and p.summary_en is not null
        and i.country is not :reader
      order by
        same_language desc,
        same_tradition desc,
        c.basis = 'text' desc,
        c.main desc,
        i.adopted_on desc
      limit 8""",
    "findings": """
      select f.*, k.name_xx as name
      from finding f
      join country k on k.id = f.country
      where f.item = :code and f.verdict <> 'met'
      order by f.year desc nulls last, k.name_xx collate alphabet
      limit 10""",
}
ITEM = """
select t.*, b.title_xx as benchmark_title
from item t
join benchmark b on b.id = t.benchmark
where t.code = :code
"""


async def load_items(query: Query, request: Any) -> dict[str, Any]:
    """All items a country is assessed on."""
    return {"rows": await query(LIST)}


async def load_item(query: Query, request: Any) -> dict[str, Any]:
    """One item; its table is every country's verdict."""
    code = request.url_vars["code"]
    found = await query(ITEM, code=code)
    if not found:
        raise unknown_item(code)
    chosen, unknown = read_states([request.args.get("for") or ""], await load_words(query))
    reader = chosen[0] if chosen else ""
    certainty = request.args.get("certainty", "")
    if unknown:
        raise BadRequest(_("Not a State: %(names)s.", names=unknown[0]["text"]))
    await refuse_unknown_values(query, {"certainty": certainty}, certainty=CERTAINTIES)
    day = {"on": read_day(request.args.get("on")), "obligation": "", "pillar": "", "item": code}
    day |= {"certainty": read_certainty(certainty)}
    parts = await load_parts(query, PARTS, code=code, reader=reader, **day)
    for row in parts["wordings"]:
        row["citation"] = cite_wording(row)
    return {
        "item": found[0],
        "reader": reader,
        "asked": day,
        "past": day["on"] if day["on"] != today() else "",
        "picture": draw_trend(parts["trend"]),
        **parts,
        "verdicts": grouped(sorted(parts["rows"], key=surest_first), "verdict"),
        "sources": await source_titles(query),
    }


def surest_first(row: Row) -> str:
    """The certainty of a verdict as a sort key: A before B; without one first."""
    return row["certainty"] or ""


def cite_wording(row: Row) -> str:
    """Country, title, number, date and article; the number only if the title lacks it."""
    number = row["number"] if row["number"] and row["number"] not in row["title"] else None
    parts = (
        row["country"],
        row["title"],
        number,
        format_date(row["adopted_on"]),
        label_citation(row["label"]),
    )
    return ", ".join(part for part in parts if part)


@hookimpl
def register_routes() -> list[Any]:
    examples = ("/item/palermo:6.6", "/item/model:non-punishment", "/item/palermo:6.6?for=SEN")
    return [
        route("items", "items.html", load_items, examples=["/items"]),
        route(r"item/(?P<code>[a-z0-9-]+:[^/]+?)", "item.html", load_item, examples=examples),
    ]
