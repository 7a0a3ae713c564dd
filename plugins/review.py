"""/country/SEN/review : the evidence pack for cluster I of the UNTOC review, articles 3 and 5 of
the Protocol among it, to print.
"""

from typing import Any

from datasette import hookimpl

from plugins.kit.page import Query, grouped, route
from plugins.kit.records import load_parts, source_titles, unknown_country

PARTS = {
    "rows": """
      select
        g.item,
        t.article,
        t.label_xx as label,
        t.requirement_xx as requirement,
        t.obligation,
        g.verdict,
        g.certainty,
        g.basis,
        g.since,
        g.touched,
        g.contested
      from gap g
      join item t on t.code = g.item
      where g.country = :id and t.cluster = 'I'
      order by t.ordinal""",
    "evidence": """
      select
        c.item,
        c.extent,
        c.basis,
        c.verification,
        p.id,
        p.label,
        p.summary_en,
        p.summary_fr,
        p.text,
        i.title_xx as instrument,
        i.adopted_on,
        p.source,
        p.locator
      from crossref c
      join provision p on p.id = c.provision
      join instrument i on i.id = p.instrument
      join item t on t.code = c.item
      where i.country = :id
        and t.cluster = 'I'
        and i.in_force
        and c.extent is not null
      order by t.ordinal, c.extent = 'full' desc, p.id""",
    "penalties": """
      select x.*, p.label
      from penalty x
      join provision p on p.id = x.provision
      join instrument i on i.id = p.instrument
      where i.country = :id and i.in_force
      order by x.provision, x.ordinal""",
    "differences": """
      select d.*, p.label, i.title_xx as instrument
      from penalty_difference d
      join provision p on p.id = d.provision
      join instrument i on i.id = p.instrument
      where d.country = :id
      order by d.provision, d.ordinal""",
    "read_verdicts": """
      select v.*, t.label_xx as label, h.best as held, i.title_xx as instrument_title
      from verdict_suggestion v
      join item t on t.code = v.item
      join instrument i on i.id = v.instrument
      left join verdict_held h on h.instrument = v.instrument and h.item = v.item
      where i.country = :id and i.in_force and t.cluster = 'I'
      order by i.id, t.ordinal""",
    "findings": """
      select f.*
      from finding f
      join item t on t.code = f.item
      where f.country = :id and t.cluster = 'I' and f.verdict <> 'met'
      order by f.year desc nulls last""",
    "conflicts": """
      select *
      from conflict
      where country = :id and item in (select code from item where cluster = 'I')""",
    "treaties": """
      select *
      from ratification
      where country = :id and instrument in ('palermo', 'untoc')""",
}
GROUPED_BY = {
    "evidence": "item",
    "penalties": "provision",
    "read_verdicts": "item",
    "findings": "item",
}


async def load_review(query: Query, request: Any) -> dict[str, Any]:
    """Evidence for cluster I of the UNTOC review, articles 3 and 5 of the Protocol among it; its
    table is the verdict on each item.
    """
    code = request.url_vars["code"].upper()
    found = await query("select * from country where id = :id", id=code)
    if not found:
        raise unknown_country(code)
    parts = await load_parts(query, PARTS, id=code)
    return {
        "country": found[0],
        **parts,
        **{name: grouped(parts[name], column) for name, column in GROUPED_BY.items()},
        "sources": await source_titles(query),
        "built": (await query("select built_at, content_hash from build"))[0],
    }


@hookimpl
def register_routes() -> list[Any]:
    path = r"country/(?P<code>[A-Za-z]{3})/review"
    return [route(path, "review.html", load_review, examples=["/country/SLE/review"])]
