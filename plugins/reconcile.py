"""/reconcile : the reconciliation service (W3C community group, API 0.2) with which OpenRefine
matches a list of countries, laws or bodies with ours.

Ids are those of the data (SEN, sle-act-2022-12), so that what was matched can be joined. Nothing is
stored: a POST asks, it does not write.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response, hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.entity_index import TYPES, Entities, entities
from plugins.kit.page import Row, headers, query_of
from plugins.kit.reconcile_operations import ANSWERED, PROPOSED, SHOWN, SUGGESTED
from plugins.kit.routes import Route

MOST_QUERIES, MOST_RESULTS = 200, 50
CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*")
PREFLIGHT = {
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "content-type",
}
HIDDEN = {"id", "locator", "note"}
OF_BROWSERS = (b"origin", b"sec-fetch-site", b"cookie")


def manifest(site: str) -> Row:
    """What the service is and where its parts are."""
    part = {"service_url": site, "service_path": ""}
    return {
        "versions": ["0.1", "0.2"],
        "name": "Palermo Ledger",
        "identifierSpace": f"{site}/",
        "schemaSpace": f"{site}/tip",
        "documentation": f"{site}/api",
        "defaultTypes": kinds(list(TYPES)),
        "view": {"url": f"{site}/reconcile/view?id={{{{id}}}}"},
        "preview": {"url": f"{site}/reconcile/preview?id={{{{id}}}}", "width": 430, "height": 150},
        "suggest": {
            name: {**part, "service_path": f"/reconcile/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {**part, "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
    }


def kinds(types: list[str]) -> list[Row]:
    """Types by id and name."""
    return [{"id": name, "name": TYPES[name]} for name in types]


async def parameters_of(request: Any) -> dict[str, str]:
    """The parameters of a request, wherever they stand."""
    sent = dict(await request.post_vars()) if request.method == "POST" else {}
    return {**{name: request.args[name] for name in request.args}, **sent}


def parsed(name: str, text: str) -> dict[str, Any]:
    """A parameter that is a JSON object; raise BadRequest when it is not."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise BadRequest(f"{name} is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadRequest(f"{name} must be an object, not {text[:40]!r}")
    return value


def number(text: Any, most: int) -> int:
    """A limit between 1 and `most`; `most` when none or nonsense is given."""
    return min(max(int(text), 1), most) if str(text).isdecimal() and len(str(text)) < 6 else most


def match_query(known: Entities, query: Any) -> Row:
    """The answer to one query of a batch: its candidates, best first.

    Raises BadRequest when the query is no object with a text.
    """
    if not isinstance(query, dict) or not isinstance(query.get("query", ""), str):
        raise BadRequest(f"A query is an object with a text under 'query', not {str(query)[:60]}")
    text = query.get("query", "")
    if not text.strip():
        return {"result": []}
    types = query.get("type") or []
    wanted = [str(name) for name in (types if isinstance(types, list) else [types])]
    asked = country_asked(query.get("properties") or [])
    country = known.countries.find_code(asked)
    candidates = known.candidates(text, wanted, country, number(query.get("limit"), 10))
    return {"result": [written_candidate(row) for row in candidates]}


def country_asked(properties: Any) -> str:
    """The country among the properties of a query, by id or name; empty without one.

    Its value is a text, an object with `id` or `name`, or a list that begins with either.
    """
    values = (
        each.get("v")
        for each in properties
        if isinstance(each, dict) and each.get("pid") == "country"
    )
    value = next(values, None)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("id") or value.get("name")
    return str(value) if value else ""


def written_candidate(row: Row) -> Row:
    """A candidate as the protocol writes it."""
    shown = pick(row, "id", "name", "description", "score", "match")
    return {**shown, "type": kinds([row["type"]])}


def pick(row: Row, *keys: str) -> Row:
    """Some values of a row."""
    return {key: row[key] for key in keys}


async def extended(query: Any, known: Entities, wanted: dict[str, Any]) -> Row:
    """Values of columns for matched things: `{"ids": [...], "properties": [{"id": "status"}]}`."""
    ids = wanted.get("ids")
    properties = wanted.get("properties") or []
    names: list[Any] = [each.get("id") for each in properties if isinstance(each, dict)]
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in [*ids, *names]):
        raise BadRequest('extend must look like {"ids": ["SEN"], "properties": [{"id": "region"}]}')
    rows: dict[str, Row] = {}
    for table in TYPES:
        sql = f"select * from {table} where id in (select value from json_each(:ids))"
        rows |= {row["id"]: row for row in await query(sql, ids=json.dumps(ids))}
    return {
        "meta": [described_column(name) for name in names],
        "rows": {
            identity: {name: cells(known, name, rows.get(identity, {}).get(name)) for name in names}
            for identity in ids
        },
    }


def described_column(name: str) -> Row:
    """A column as the protocol describes it; one of countries leads to things to match."""
    column: Row = {"id": name, "name": name}
    return {**column, "type": kinds(["country"])[0]} if name == "country" else column


def cells(known: Entities, name: str, value: Any) -> list[Row]:
    """One value of a column as the protocol writes it; nothing for what is not held."""
    if value is None or name in HIDDEN:
        return []
    if name == "country":
        return [{"id": value, "name": known.things[value]["name"]}]
    if isinstance(value, float):
        return [{"float": value}]
    return [{"int": value}] if isinstance(value, int) else [{"str": value}]


async def properties(query: Any, types: list[str]) -> list[Row]:
    """The columns that can be asked for."""
    names = [
        row["name"]
        for table in types
        for row in await query("select name from pragma_table_info(:table)", table=table)
    ]
    return [
        {"id": name, "name": name.replace("_", " ")}
        for name in dict.fromkeys(names)
        if name not in HIDDEN
    ]


def answer(body: Any, callback: str | None) -> Response:
    """JSON, or JSONP for pages that know no better."""
    if callback is None:
        return Response.json(body, headers=headers())
    if not CALLBACK.fullmatch(callback) or len(callback) > 80:
        raise BadRequest(f"Not the name of a function: {callback[:80]!r}")
    return Response(
        f"/**/{callback}({json.dumps(body)});",
        content_type="application/javascript; charset=utf-8",
        headers={**headers(), "x-content-type-options": "nosniff"},
    )


async def reconcile(datasette: Any, request: Any) -> Response:
    """The reconciliation service: without a parameter its manifest; `queries` for candidates,
    `extend` for values of what was matched.
    """
    if request.method == "OPTIONS":
        return Response("", status=204, headers={**headers(), **PREFLIGHT})
    asked = await parameters_of(request)
    try:
        if "queries" in asked:
            known, queries = await entities(datasette), parsed("queries", asked["queries"])
            if len(queries) > MOST_QUERIES:
                raise BadRequest(
                    f"At most {MOST_QUERIES} queries at once; {len(queries)} were sent."
                )
            body: Row = {name: match_query(known, query) for name, query in queries.items()}
        elif "extend" in asked:
            body = await extended(
                query_of(datasette), await entities(datasette), parsed("extend", asked["extend"])
            )
        else:
            body = manifest(datasette.absolute_url(request, "/").rstrip("/"))
        return answer(body, asked.get("callback"))
    except BadRequest as error:
        return Response.json(
            {"ok": False, "error": str(error), "status": 400}, status=400, headers=headers()
        )


async def suggest(datasette: Any, request: Any) -> Response:
    """Things, types or properties whose names begin as typed."""
    prefix = (request.args.get("prefix") or "").strip()
    what, query = request.url_vars["what"], query_of(datasette)
    if what == "entity":
        rows = (await entities(datasette)).beginning(prefix, MOST_RESULTS // 2) if prefix else []
        matches = [
            {**pick(row, "id", "name", "description"), "notable": kinds([row["type"]])}
            for row in rows
        ]
    else:
        every = kinds(list(TYPES)) if what == "type" else await properties(query, list(TYPES))
        matches = [each for each in every if prefix.lower() in each["name"].lower()]
    return answer({"result": matches}, request.args.get("callback"))


async def propose(datasette: Any, request: Any) -> Response:
    """The properties of a type that `extend` can fetch."""
    asked = request.args.get("type") or ""
    columns = await properties(query_of(datasette), [asked] if asked in TYPES else list(TYPES))
    limit = number(request.args.get("limit"), len(columns))
    return answer(
        {"type": asked, "limit": limit, "properties": columns[:limit]},
        request.args.get("callback"),
    )


async def entity_asked(datasette: Any, request: Any) -> Row:
    """The entity asked for by id, with its page; raise NotFound when there is none."""
    identity = request.args.get("id") or ""
    entity = (await entities(datasette)).things.get(identity)
    if not entity:
        raise NotFound(f"Nothing has the id {identity[:60]}.")
    folder = "tip/body" if entity["type"] == "body" else entity["type"]
    return {**entity, "page": f"/{folder}/{identity}"}


async def view(datasette: Any, request: Any) -> Response:
    """To the page of a thing."""
    entity = await entity_asked(datasette, request)
    return Response("", status=302, headers={**headers(), "location": entity["page"]})


async def preview(datasette: Any, request: Any) -> Response:
    """A thing in a few words, for a small frame."""
    context = {
        "thing": await entity_asked(datasette, request),
        "site": datasette.absolute_url(request, "/").rstrip("/"),
    }
    return Response.html(
        await datasette.render_template("preview.html", context, request=request), headers=headers()
    )


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    """Let pages of other sites POST questions here: nothing is written, so it is safe."""

    def wrap(app: Any) -> Any:
        async def open_door(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and scope["path"] == "/reconcile":
                kept = [pair for pair in scope["headers"] if pair[0].lower() not in OF_BROWSERS]
                scope = {**scope, "headers": kept}
            await app(scope, receive, send)

        return open_door

    return wrap


@hookimpl
def register_routes() -> list[Any]:
    what = r"(?P<what>entity|type|property)"
    return [
        Route(r"^/reconcile$", reconcile, described=ANSWERED),
        Route(rf"^/reconcile/suggest/{what}$", suggest, described=SUGGESTED),
        Route(r"^/reconcile/properties$", propose, described=PROPOSED),
        Route(r"^/reconcile/view$", view, described=SHOWN),
        Route(r"^/reconcile/preview$", preview, described=SHOWN),
    ]
