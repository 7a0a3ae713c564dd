"""/search?q=... : provisions and instruments by their words, accents ignored, with facets."""

from typing import Any

from datasette import hookimpl
from datasette.utils import escape_fts

from plugins.page import CLOSE, OPEN, Query, route

PAGE = 20
FILTERS = {
    "country": "i.country = :country",
    "kind": "i.kind = :kind",
    "item": "exists (select 1 from crossref c where c.provision = p.id and c.item = :item)",
}
WORDS = "p.rowid in (select rowid from provision_fts where provision_fts match :words)"
FOUND = "from provision p join instrument i on i.id = p.instrument left join country k on k.id = i.country"
INSTRUMENTS = """
select i.id, i.title_en, i.title, i.kind, i.status, i.adopted_on, k.name_en as country from instrument_fts f
join instrument i on i.rowid = f.rowid left join country k on k.id = i.country
where instrument_fts match :words order by rank limit 8
"""


def conditions(words: str | None, chosen: dict[str, str], without: str | None = None) -> str:
    """The where clause of a search; `without` leaves one filter out, to count what the others would give."""
    parts = [WORDS] if words else []
    parts += [FILTERS[name] for name in chosen if name != without]
    return " and ".join(parts) or "1"


async def search(query: Query, request: Any) -> dict[str, Any]:
    """Provisions that match words and filters, twenty a page; the table is that page."""
    text = "".join(sign for sign in request.args.get("q") or "" if sign.isprintable()).strip()
    chosen = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    number = request.args.get("page") or "1"
    current = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    words = escape_fts(text) if text else None
    values = {"words": words, **chosen}
    where = conditions(words, chosen)
    total = (await query(f"select count(*) as n {FOUND} where {where}", **values))[0]["n"]
    return {
        "q": text,
        "chosen": chosen,
        "total": total,
        "current": current,
        "pages": -(-total // PAGE),
        "rows": await hits(query, where, values, current),
        "instruments": await query(INSTRUMENTS, words=words) if words else [],
        "facets": {name: await facet(query, name, words, chosen, values) for name in FILTERS} if words or chosen else {},
    }


async def hits(query: Query, where: str, values: dict[str, Any], current: int) -> list[dict[str, Any]]:
    """One page of provisions, best first: law in force before the rest, then rank."""
    snippet, joined, order = "p.summary_en", "", "i.adopted_on desc, p.ordinal"
    if values["words"]:
        snippet = f"snippet(provision_fts, -1, '{OPEN}', '{CLOSE}', '…', 40)"
        joined, order = "join provision_fts f on f.rowid = p.rowid and f.provision_fts match :words", "f.rank"
    return await query(
        f"""select p.id, p.label, p.heading, {snippet} as passage, p.verification, i.id as instrument, i.title_en as instrument_title,
          i.kind, i.status, i.adopted_on, i.country, k.name_en as country_name,
          (select group_concat(item, ';') from crossref c where c.provision = p.id) as items
          {FOUND} {joined} where {where} order by i.status in ('in_force', 'amended') desc, {order}, p.id limit {PAGE} offset {(current - 1) * PAGE}""",
        **values,
    )


async def facet(query: Query, name: str, words: str | None, chosen: dict[str, str], values: dict[str, Any]) -> list[dict[str, Any]]:
    """The values of one filter with the number of provisions each would leave, most first."""
    where = conditions(words, chosen, without=name)
    if name == "item":
        column, label, joined = "c.item", "t.label_en", "join crossref c on c.provision = p.id join item t on t.code = c.item"
    else:
        column, label, joined = f"i.{name}", "k.name_en" if name == "country" else "i.kind", ""
    return await query(
        f"""select {column} as value, {label} as label, count(distinct p.id) as n {FOUND} {joined}
          where {where} and {column} is not null group by 1 order by n desc, 2 limit 40""",
        **values,
    )


@hookimpl
def register_routes() -> list[Any]:
    return [route("search", "search.html", search)]
