"""/changes, /changes/country/SEN, /changes/item/palermo:6.6, each with an Atom feed: what the
knowledge base learnt, and when.
"""

import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from datasette import Response, hookimpl

from plugins.kit.change_pages import page_of_change
from plugins.kit.feed_pages import answer_feed, number_of, paged
from plugins.kit.known_values import refuse_unknown_values
from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix
from plugins.kit.page import Query, Row, link, query_of, route
from plugins.kit.records import load_parts, source_titles, unknown_country, unknown_item
from plugins.kit.routes import Route

PAGE_SIZE = 60
ASKED_FOR = """
from change_scope
where (:country = '' or country = :country)
  and (:item = '' or item = :item)
  and (:entity = '' or entity = :entity)
  and (:reason = '' or reason = :reason)
  and (:year = '' or substr(seen_on, 1, 4) = :year)
"""
FOUND = f"""
select
  seen_on,
  entity,
  entity_id,
  field,
  old,
  new,
  source,
  reason,
  instrument,
  title,
  title_fr,
  now,
  group_concat(distinct country) as country_codes,
  group_concat(distinct item) as item_codes,
  min(country_why) as country_why,
  min(item_why) as item_why
{ASKED_FOR}
group by change
order by seen_on desc, change desc
limit :most offset :skip
"""
COUNTED = f"""
select count(distinct change) as n
{ASKED_FOR}
"""
CHOICES = {
    "entity": "select distinct entity as id from change order by 1",
    "year": "select distinct substr(seen_on, 1, 4) as id from change order by 1 desc",
    "country": """
      select distinct k.id, k.name_xx as name
      from change_scope c
      join country k on k.id = c.country
      order by k.name_xx collate alphabet""",
}
COUNTRY_NAMES = "select id, name_xx as name from country"
# only a seed: ids stay the same wherever the site runs
ID_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://palermo-ledger.invalid/changes")


async def load_changes(query: Query, request: Any) -> dict[str, Any]:
    """Changes, newest first, all or of one country or item; the table is one row a change."""
    taken = request.url_vars.get("format") not in (None, "json")  # then all, else a page
    return await load_rows(query, request, every=taken)


async def load_rows(query: Query, request: Any, every: bool) -> dict[str, Any]:
    """The data of the page with the rows of a page, or every row."""
    subject = await find_subject(query, request.url_vars)
    asked = {name: request.args.get(name, "").strip() for name in ("entity", "reason", "year")}
    of_country = subject["kind"] == "country"
    country = subject["id"] if of_country else request.args.get("country", "").strip().upper()
    item = subject["id"] if subject["kind"] == "item" else ""
    wanted = {**asked, "country": country}
    await refuse_unknown_values(query, wanted, entity="entity", reason="change_reason")
    values = {**asked, "country": country, "item": item}
    number = number_of(request)
    most, skip = (-1, 0) if every else (PAGE_SIZE, (number - 1) * PAGE_SIZE)
    rows = await query(FOUND, **values, most=most, skip=skip)
    total = (await query(COUNTED, **values))[0]["n"]
    for row in rows:
        row["id"], row["page"] = stable_id(row), page_of_change(row)
    return {
        "rows": rows,
        "total": total,
        "page": number,
        "pages": max(1, -(-total // PAGE_SIZE)),
        "subject": subject,
        "asked": {**asked, "country": country},
        "feed": link(f"{subject['path']}.atom", **asked, country="" if of_country else country),
        "choices": await load_parts(query, CHOICES),
        "known": {row["id"]: row["name"] for row in await query(COUNTRY_NAMES)},
        "sources": await source_titles(query),
        "built_at": (await query("select built_at from build"))[0]["built_at"],
    }


async def find_subject(query: Query, asked: dict[str, str | None]) -> Row:
    """The country or item whose changes are asked for, or everything. Raises NotFound."""
    if code := asked.get("country"):
        rows = await query(f"{COUNTRY_NAMES} where id = :id", id=code.upper())
        if not rows:
            raise unknown_country(code)
        return {"kind": "country", **rows[0], "path": f"/changes/country/{rows[0]['id']}"}
    if code := asked.get("item"):
        rows = await query(
            "select code as id, label_xx as name from item where code = :id", id=code
        )
        if not rows:
            raise unknown_item(code)
        return {"kind": "item", **rows[0], "path": f"/changes/item/{rows[0]['id']}"}
    return {"kind": "all", "id": "", "name": "", "path": "/changes"}


def stable_id(row: Row) -> str:
    """An id that is the same in every build and on every host, made of what the change is."""
    parts = [
        row[name] or "" for name in ("seen_on", "entity", "entity_id", "field", "reason", "new")
    ]
    return uuid.uuid5(ID_NAMESPACE, "\x1f".join(parts)).urn


async def serve_feed(datasette: Any, request: Any) -> Response:
    """The same changes as an Atom feed with absolute links: one entry for all rows that were added
    to an instrument, or taken out of it, on one day.
    """
    data = await load_rows(query_of(datasette), request, every=True)
    together = list(join_rows(data["rows"]))
    number = data["page"]
    shown = together[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    data["pages"] = max(1, -(-len(together) // PAGE_SIZE))
    site = datasette.absolute_url(request, "/").rstrip("/")
    name = data["subject"]["name"]
    feed = {
        **data,
        **paged(site + data["feed"], data["page"], data["pages"]),
        "title": _("Palermo Ledger, changes: %(name)s", name=name)
        if name
        else _("Palermo Ledger, changes"),
        "subtitle": _(
            "What the knowledge base learnt, and when it was seen. It is not the day on which a "
            "law changed."
        ),
        "feed_id": uuid.uuid5(ID_NAMESPACE, data["feed"]).urn,
        "updated": data["rows"][0]["seen_on"] if data["rows"] else data["built_at"],
        "page": site + data["feed"].replace(".atom", "", 1),
    }
    entries = [entry_of(rows, site + language_prefix()) for rows in shown]
    return await answer_feed(datasette, request, feed, entries, "changes.atom")


def join_rows(rows: list[Row]) -> Iterator[list[Row]]:
    """Rows that are one change to a reader: those of one instrument and State that came, or went,
    on one day, the instrument itself first; every other row alone.
    """
    joined: dict[tuple[str | None, ...], list[Row]] = {}
    for row in rows:
        alone = row["field"] is not None or not row["instrument"]
        names = ("id",) if alone else ("seen_on", "instrument", "country_codes", "reason")
        joined.setdefault(tuple(row[name] for name in names), []).append(row)
    for found in joined.values():
        yield sorted(found, key=lambda row: row["entity"] != "instrument")


def entry_of(rows: list[Row], site: str) -> Row:
    """Rows that are one change as an entry of the feed, whose words the template finds."""
    row = rows[0]
    page = row["page"] if "#" in row["page"] else quote(row["page"])
    name = "\x1f".join([row["seen_on"], row["instrument"] or "", row["reason"]])
    return {
        "id": row["id"] if len(rows) == 1 else uuid.uuid5(ID_NAMESPACE, name + row["id"]).urn,
        "kinds": Counter(row["entity"] for row in rows[1:]),
        "updated": row["seen_on"],
        "url": site + page,
        "category": row["entity"],
        "change": row,
    }


@hookimpl
def register_routes() -> list[Any]:
    routes: list[Any] = []
    for path, example in (
        ("changes", "/changes"),
        (r"changes/country/(?P<country>[A-Za-z]{3})", "/changes/country/LCA"),
        (r"changes/item/(?P<item>[a-z0-9-]+:[^/]+?)", "/changes/item/palermo:6.6"),
    ):
        page = route(path, "changes.html", load_changes, "{page}", [example])
        routes += [Route(rf"^/{path}\.atom$", serve_feed, examples=(f"{example}.atom",)), page]
    return routes
