"""/changes, /changes/country/SEN, /changes/item/palermo:6.6, each with an Atom feed: what the
knowledge base learnt, and when.
"""

import re
import uuid
from typing import Any

from datasette import Response, hookimpl

from plugins.kit.change_pages import page_of_change
from plugins.kit.feed_pages import number_of, paged
from plugins.kit.page import Query, Row, headers, link, query_of, route
from plugins.kit.records import load_parts, source_titles, unknown_country, unknown_item
from plugins.kit.routes import Route

PAGE_SIZE = 60
FOUND = """
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
from change_scope
where (:country = '' or country = :country)
  and (:item = '' or item = :item)
  and (:entity = '' or entity = :entity)
  and (:reason = '' or reason = :reason)
  and (:year = '' or substr(seen_on, 1, 4) = :year)
group by change
order by seen_on desc, change desc
limit :most offset :skip
"""
COUNTED = """
select count(distinct change) as n
from change_scope
where (:country = '' or country = :country)
  and (:item = '' or item = :item)
  and (:entity = '' or entity = :entity)
  and (:reason = '' or reason = :reason)
  and (:year = '' or substr(seen_on, 1, 4) = :year)
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
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


async def load_changes(query: Query, request: Any) -> dict[str, Any]:
    """Changes, newest first, all or of one country or item; the table is one row a change."""
    subject = await find_subject(query, request.url_vars)
    asked = {name: request.args.get(name, "").strip() for name in ("entity", "reason", "year")}
    of_country = subject["kind"] == "country"
    country = subject["id"] if of_country else request.args.get("country", "").strip().upper()
    item = subject["id"] if subject["kind"] == "item" else ""
    values = {**asked, "country": country, "item": item}
    number = number_of(request)
    rows = await query(FOUND, **values, most=PAGE_SIZE, skip=(number - 1) * PAGE_SIZE)
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


def as_rfc3339(text: str) -> str:
    """A date of any precision as an RFC 3339 timestamp."""
    return f"{text}{'-01-01'[len(text) - 4 :] if len(text) < 10 else ''}"[:10] + "T00:00:00Z"


def strip_non_xml(text: Any) -> str:
    """Text with the characters that XML forbids replaced."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(text))


async def serve_feed(datasette: Any, request: Any) -> Response:
    """The same changes as an Atom feed with absolute links."""
    data = await load_changes(query_of(datasette), request)
    site = datasette.absolute_url(request, "/").rstrip("/")
    pages = paged(site + data["feed"], data["page"], data["pages"])
    context = {**data, **pages, "site": site, "feed_id": uuid.uuid5(ID_NAMESPACE, data["feed"]).urn}
    body = await datasette.render_template("changes.atom", context, request=request)
    return Response(body, content_type="application/atom+xml; charset=utf-8", headers=headers())


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


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters["instant"] = as_rfc3339
    env.filters["xml"] = strip_non_xml
