"""/tip/<table>.csv, .fr.csv, .xlsx, .jsonl, .meta.json and .atom, and the same for any SQL answer:
every row that passes the filters, streamed.

Datasette itself says what the filters mean and whether the question may be asked; its own CSV of an
SQL answer ends at 2,000 rows without a word, ours does not. A question that costs too much breaks
the connection, so that no file looks whole that is not.
"""

import re
import sqlite3
import uuid
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import NotFound, Response, hookimpl
from datasette.utils import tilde_encode
from datasette.utils.asgi import BadRequest
from datasette.views.table import table_view
from markupsafe import Markup

from plugins.kit.download_notes import about
from plugins.kit.feed_pages import first_of, number_of, paged
from plugins.kit.language import own_columns
from plugins.kit.page import Query, Row, headers, is_ledger, query_of
from plugins.kit.routes import Route
from plugins.kit.table_files import FORMATS, Download, Table, by_column

OWN = {  # tables and views whose rows have a page of their own
    "instrument": ("/instrument/", "id"),
    "provision": ("/provision/", "id"),
    "item": ("/item/", "code"),
    "country": ("/country/", "id"),
    "corridor": ("/corridor/", "id"),
    "corridor_status": ("/corridor/", "id"),
    "plan_clock": ("/plan/", "id"),
    "plan_span": ("/plan/", "id"),
}
DATED = (
    "seen_on",
    "reported_on",
    "looked_on",
    "held_on",
    "made_on",
    "reviewed_on",
    "bound_on",
    "adopted_on",
    "received_on",
    "checked_on",
    "released_on",
)
NOT_FILTERS = re.compile(
    r"_(size|next|page|stream|dl|shape|header|extra|nofacet|nocount|labels|nl|facet\w*)$"
)
LIMIT = re.compile(r"\s+limit\s+\d+\s*$")
STEP, STEPS = (
    100_000,
    3_000,
)  # a question may cost STEP x STEPS steps of SQLite: any table of ours costs less than a hundredth
IN_FEED = 100
SPACE = uuid.uuid5(
    uuid.NAMESPACE_URL, "https://palermo-ledger.invalid/rows"
)  # only a seed: ids stay the same wherever the site runs


async def take(datasette: Any, request: Any) -> Response:
    """Every row of a table, view or SQL answer, in the form asked for."""
    form, database, table = (
        request.url_vars["format"],
        request.url_vars["database"],
        request.url_vars.get("table"),
    )
    if form == "csv" and request.args.get("_labels"):
        return await table_view(datasette, request)  # names beside codes: Datasette's own
    if form == "atom":
        return await atom(datasette, request)
    asked = await question(datasette, request)
    connection = reading(datasette, database)
    try:
        cursor = connection.execute(asked["sql"], asked["params"])
        columns = [column[0] for column in cursor.description]
        site = datasette.absolute_url(request, "/").rstrip("/")
        keys = await datasette.get_database(database).primary_keys(table) if table else []
        sources = []
        if form in ("xlsx", "meta.json") and "source" in columns:
            sources = [
                row[0]
                for row in connection.execute(
                    f"select distinct source from ({asked['sql']})", asked["params"]
                )
                if row[0]
            ]
        page = request.full_path.replace(f".{form}", "", 1)
        beside = await about(query_on(connection), site + page, sources, table)
    except sqlite3.Error as error:
        connection.close()
        raise BadRequest(f"This question could not be answered: {error}") from error
    name = "-".join(filter(None, [database if database != "tip" else None, table or "query"]))
    record = record_of(site, database, table, columns, keys)
    found = Table(
        name,
        beside["built"][:10],
        columns,
        cursor,
        record,
        {**beside, "rows": asked["said"]},
        connection.close,
    )
    return await Download(found, form, request, headers()).begin()


async def question(datasette: Any, request: Any) -> Row:
    """The SQL behind an address and its parameters, as Datasette reads them; raise what it says
    when it refuses.
    """
    kept = [
        (name, value)
        for name, value in parse_qsl(request.query_string, keep_blank_values=True)
        if not NOT_FILTERS.match(name)
    ]
    path = request.path.removesuffix("." + request.url_vars["format"])
    answer = await datasette.client.get(
        f"{path}.json?{urlencode([*kept, ('_size', 1), ('_extra', 'query'), ('_nofacet', 1), ('_nocount', 1)])}"
    )
    if answer.status_code != 200:
        said = answer.json().get("error") if "json" in answer.headers["content-type"] else ""
        raise (NotFound if answer.status_code == 404 else BadRequest)(
            said or "Datasette does not answer this question."
        )
    found = answer.json()["query"]
    sql = found["sql"].strip().rstrip(";")
    sql = LIMIT.sub("", sql) if request.url_vars.get("table") else sql
    most = request.args.get("_size") or ""
    if most.isdecimal():
        return {
            "sql": f"select * from ({sql}) limit {int(most)}",
            "params": found["params"],
            "said": f"the first {int(most)}, as asked for with _size",
        }
    return {"sql": sql, "params": found["params"], "said": "all"}


def reading(datasette: Any, database: str) -> sqlite3.Connection:
    """A connection of its own for one download, which may outlive a swap of the file; it stops a
    question that costs too much.
    """
    path = datasette.get_database(database).path
    connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True, check_same_thread=False)
    datasette._prepare_connection(connection, database)
    connection.row_factory, connection.text_factory = None, str
    steps = iter(range(STEPS))
    connection.set_progress_handler(lambda: next(steps, None) is None, STEP)
    return connection


def query_on(connection: sqlite3.Connection) -> Query:
    """Small questions put to the file the rows come from, so that what is said beside them is said
    of the same build.
    """

    async def query(sql: str, **values: Any) -> list[Row]:
        found = connection.execute(own_columns(sql), values)
        return [
            dict(zip([column[0] for column in found.description], row, strict=True))
            for row in found
        ]

    return query


def record_of(
    site: str, database: str, table: str | None, columns: Sequence[str], keys: list[str]
) -> Callable[[Sequence[Any]], str | None] | None:
    """The address of a row: its own page, else its row in the table, else the page of what it
    names.
    """
    if table in OWN and OWN[table][1] in columns:
        path, key = OWN[table]
        place = columns.index(key)
        return lambda row: f"{site}{path}{row[place]}"
    if table and keys and set(keys) <= set(columns):
        places, encoded = [columns.index(key) for key in keys], lru_cache(10_000)(tilde_encode)
        return lambda row: (
            f"{site}/{database}/{table}/" + ",".join(encoded(str(row[place])) for place in places)
        )
    return by_column(columns, site)


async def atom(datasette: Any, request: Any) -> Response:
    """The newest rows of a dated table, view or SQL answer as a feed, in pages by `_page`."""
    database, table = request.url_vars["database"], request.url_vars.get("table")
    asked = await question(datasette, request)
    connection = reading(datasette, database)
    try:
        columns = [
            column[0]
            for column in connection.execute(
                f"select * from ({asked['sql']}) limit 0", asked["params"]
            ).description
        ]
        dated = next((name for name in DATED if name in columns), None)
        if not dated:
            raise BadRequest(
                f"These rows have no date to make a feed of; a feed needs one of {', '.join(DATED)}."
            )
        newest, number = (
            f"from ({asked['sql']}) where [{dated}] is not null",
            number_of(request, "_page"),
        )
        total = connection.execute(f"select count(*) {newest}", asked["params"]).fetchone()[0]
        order = ", ".join(
            [f"[{dated}] desc", *map(str, range(1, len(columns) + 1))]
        )  # to the last column, so that no row falls between two pages
        page = f"select * {newest} order by {order} limit {IN_FEED} offset {IN_FEED * (number - 1)}"
        rows = connection.execute(page, asked["params"]).fetchall()
    finally:
        connection.close()
    site = datasette.absolute_url(request, "/").rstrip("/")
    keys = await datasette.get_database(database).primary_keys(table) if table else []
    record = record_of(site, database, table, columns, keys) or (
        lambda row: site + request.full_path
    )
    entries = [
        {
            "id": uuid.uuid5(SPACE, repr((database, table, row))).urn,
            "day": row[columns.index(dated)],
            "url": record(row),
            "values": [
                (name, value) for name, value in zip(columns, row, strict=True) if value is not None
            ],
        }
        for row in rows
    ]
    built = (await query_of(datasette, database)("select built_at from build"))[0]["built_at"]
    feed = first_of(site + request.path, request, "_page")
    context = {
        "entries": entries,
        "title": table or "SQL",
        "feed": feed,
        "built_at": built,
        **paged(feed, number, -(-total // IN_FEED), "_page"),
    }
    body = await datasette.render_template("rows.atom", context, request=request)
    return Response(body, content_type="application/atom+xml; charset=utf-8", headers=headers())


async def offer(
    datasette: Any, request: Any, database: str, path: str, columns: list[str]
) -> Markup:
    """The line above a table or an SQL answer that offers it to take away and to cite."""
    query: Query = query_of(datasette, database)
    kept = [
        (name, value)
        for name, value in parse_qsl(request.query_string, keep_blank_values=True)
        if not NOT_FILTERS.match(name)
    ]
    release = await query("select number, content_hash from release order by number desc limit 1")
    build = (await query("select content_hash from build"))[0]
    context = {
        "path": path,
        "asked": f"?{urlencode(kept)}" if kept else "",
        "atom": any(name in DATED for name in columns),
        "permanent": f"/tip-{release[0]['number']}{path.removeprefix('/tip')}"
        if release and release[0]["content_hash"] == build["content_hash"]
        else "",
    }
    return Markup(await datasette.render_template("offer.html", context, request=request))


@hookimpl
def top_table(datasette: Any, request: Any, database: str, table: str) -> Any:
    async def inner() -> Markup:
        columns = [
            column.name
            for column in await datasette.get_database(database).table_column_details(table)
        ]
        return await offer(datasette, request, database, f"/{database}/{table}", columns)

    return inner if is_ledger(database) else None


@hookimpl
def top_query(datasette: Any, request: Any, database: str, sql: str) -> Any:
    async def inner() -> Markup:
        return await offer(datasette, request, database, f"/{database}/-/query", [])

    return inner if is_ledger(database) and sql else None


@hookimpl
def register_routes() -> list[Any]:
    database, forms = r"^/(?P<database>tip(?:-\d+)?)", rf"\.(?P<format>atom|{FORMATS})$"
    return [
        Route(rf"{database}/(?P<table>[a-z0-9_]+){forms}", take, examples=("/tip/gap.fr.csv",)),
        Route(rf"{database}/-/query{forms}", take, examples=("/tip/-/query.csv?sql=select+1",)),
    ]
