"""/search?q=... : provisions and instruments by their words, accents ignored, with facets."""

from typing import Any

from datasette import hookimpl
from datasette.utils import escape_fts

from plugins.page import Query, route
from plugins.question import Question, passage, understand

PAGE = 20
FILTERS = {
    "country": "i.country = :country",
    "kind": "i.kind = :kind",
    "item": "exists (select 1 from crossref c where c.provision = p.id and c.item = :item)",
}
ASKED = {  # part of a question -> what it asks of a provision
    "match": "p.rowid in (select rowid from provision_stem_fts where provision_stem_fts match :match)",
    "phrase": "p.rowid in (select rowid from provision_fts where provision_fts match :phrase)",
    "code": "exists (select 1 from crossref c where c.provision = p.id and (c.item = :code or c.item glob :code || '.*'))",
    "article": "(lower(p.number) = :article or p.id glob '*:' || :article)",
}
FOUND = "from provision p join instrument i on i.id = p.instrument left join country k on k.id = i.country"
INSTRUMENTS = """
select i.id, i.title_xx as title, i.kind, i.status, i.adopted_on, k.name_xx as country from instrument_fts f
join instrument i on i.rowid = f.rowid left join country k on k.id = i.country
where instrument_fts match :words order by rank limit 8
"""
ITEMS = """
select t.code, t.label_xx as label from item t where t.code = :code or t.code glob :code || '.*'
or (:words <> '' and (lower(t.label_en) like :words or lower(t.label_fr) like :words)) order by t.ordinal limit 8
"""


def conditions(asked: dict[str, str], chosen: dict[str, str], without: str | None = None) -> str:
    """The where clause of a search; `without` leaves one filter out, to count what the others would give."""
    parts = [ASKED[name] for name in asked]
    parts += [FILTERS[name] for name in chosen if name != without]
    return " and ".join(parts) or "1"


async def search(query: Query, request: Any) -> dict[str, Any]:
    """Provisions that match words and filters, twenty a page; the table is that page."""
    text = "".join(sign for sign in request.args.get("q") or "" if sign.isprintable()).strip()[:300]
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    number = request.args.get("page") or "1"
    current = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    question = await understand(query, text)
    asked = {name: getattr(question, name) for name in ASKED if getattr(question, name)}
    values = {**asked, **chosen}
    where = conditions(asked, chosen) if asked or not text else "0"
    total = (await query(f"select count(*) as n {FOUND} where {where}", **values))[0]["n"]
    return {
        "q": text,
        "chosen": chosen,
        "total": total,
        "current": current,
        "pages": -(-total // PAGE),
        "rows": await hits(query, question, where, values, current),
        "instruments": await query(INSTRUMENTS, words=escape_fts(text)) if any(sign.isalnum() for sign in text) else [],
        "items": await query(ITEMS, code=question.code, words=f"%{text.lower()}%" if len(text) > 3 else "") if text else [],
        "nearest": text.lower().replace(question.unknown[0], question.nearest) if question.unknown and question.nearest else "",
        "facets": {name: await facet(query, name, asked, chosen, values, where) for name in FILTERS} if text or chosen else {},
    }


async def hits(query: Query, question: Question, where: str, values: dict[str, Any], current: int) -> list[dict[str, Any]]:
    """One page of provisions, best first: law in force before the rest, headings before bodies, then rank."""
    joined, order = "", "i.adopted_on desc, p.ordinal"
    if question.match:
        joined = "join provision_stem_fts f on f.rowid = p.rowid and f.provision_stem_fts match :match"
        order = "bm25(provision_stem_fts, 3.0, 1.0)"
    rows = await query(
        f"""select p.id, p.label, p.heading, p.summary_en, p.summary_fr, p.text, p.verification, i.id as instrument, i.title_xx as instrument_title,
          i.kind, i.status, i.adopted_on, i.country, k.name_xx as country_name,
          (select group_concat(item, ';') from crossref c where c.provision = p.id) as items
          {FOUND} {joined} where {where}
          order by i.status in ('in_force', 'amended') desc, {order}, p.id limit {PAGE} offset {(current - 1) * PAGE}""",
        **values,
    )
    for row in rows:
        row["passage"] = passage(question, [row.pop("summary_en"), row.pop("summary_fr"), row.pop("text")])
    return rows


async def facet(
    query: Query, name: str, asked: dict[str, str], chosen: dict[str, str], values: dict[str, Any], found: str
) -> list[dict[str, Any]]:
    """The values of one filter with the number of provisions each would leave, most first."""
    where = conditions(asked, chosen, without=name) if found != "0" else "0"
    if name == "item":
        column, label, joined = "c.item", "t.label_xx", "join crossref c on c.provision = p.id join item t on t.code = c.item"
    else:
        column, label, joined = f"i.{name}", "k.name_xx" if name == "country" else "i.kind", ""
    return await query(
        f"""select {column} as value, {label} as label, count(distinct p.id) as n {FOUND} {joined}
          where {where} and {column} is not null group by 1 order by n desc, 2 limit 40""",
        **values,
    )


@hookimpl
def register_routes() -> list[Any]:
    return [route("search", "search.html", search, "/provision/{id}")]
