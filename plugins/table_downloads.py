"""/tip/<table>.csv, .fr.csv, .xlsx, .jsonl, .meta.json and .atom, and the same for any SQL answer:
every row that passes the filters, streamed.

Datasette itself says what the filters mean and whether the question may be asked; its own CSV of an
SQL answer ends at 2,000 rows without a word, ours does not. A question that costs too much breaks
the connection, so that no file looks whole that is not.
"""

import sqlite3
import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from datasette import NotFound, Response, hookimpl
from datasette.utils import escape_sqlite, tilde_encode
from markupsafe import Markup

from plugins.kit.coded_columns import label_stream, load_names
from plugins.kit.download_notes import about
from plugins.kit.feed_pages import answer_feed, first_of, number_of, paged
from plugins.kit.language import gettext as _
from plugins.kit.language import reading
from plugins.kit.newest_rows import DATED, IN_FEED, newest_rows, words_of_row
from plugins.kit.page import Query, Row, headers, is_ledger, query_of
from plugins.kit.routes import Route
from plugins.kit.table_files import COMMA_FORMS, FORMATS, TYPES, Download, Table, by_column
from plugins.kit.table_questions import (
    filters_of,
    in_visitor_thread,
    open_bounded,
    query_on,
    read_question,
    refusal,
)

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
OFFERED = ", ".join(["json", "atom", *TYPES])
WITH_SOURCES = ("xlsx", "meta.json")  # forms that say what their sources are
BUILT = "select built_at from build"
# only a seed: ids stay the same wherever the site runs
ID_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://palermo-ledger.invalid/rows")


async def take(datasette: Any, request: Any) -> Response:
    """Every row of a table, view or SQL answer, in the form asked for."""
    form, table = request.url_vars["format"], request.url_vars.get("table")
    if form == "atom":
        return await serve_rows_feed(datasette, request)
    database = request.url_vars["database"]
    asked = await read_question(datasette, request)
    if table and request.args.get("_labels"):
        asked["sql"] = await with_labels(datasette.get_database(database), table, asked["sql"])
    connection, cursor, sources = await in_visitor_thread(
        datasette, begin_answer, datasette, database, asked, form
    )
    columns = [column[0] for column in cursor.description]
    told: Iterable[Sequence[Any]] = cursor
    words: dict[str, str] = {}
    if form in COMMA_FORMS:
        with reading(form.removesuffix(".csv")):
            names = await load_names(query_of(datasette, database))
            columns, told, words = label_stream(table, columns, cursor, names)
    page = site_of(datasette, request) + request.full_path.replace(f".{form}", "", 1)
    try:
        beside = await about(query_on(datasette, connection), page, sources, table)
    except sqlite3.Error as error:
        connection.close()
        raise refusal(error) from error
    rows = Table(
        "-".join(filter(None, [database if database != "tip" else None, table or "query"])),
        beside["built"][:10],
        columns,
        told,
        await record_of(datasette, request, columns),
        {**beside, "rows": asked["said"]},
        connection.interrupt,
        connection.close,
        words,
    )
    return await Download(rows, form, request, headers(), datasette.executor).begin()


async def with_labels(database: Any, table: str, sql: str) -> str:
    """A question to a table with the name beside each code, as Datasette's pages show it."""
    named = []
    for key in await database.foreign_keys_for_table(table):
        if label := await database.label_column_for_table(key["other_table"]):
            other, column = escape_sqlite(key["other_table"]), escape_sqlite(key["column"])
            named.append(
                f"(select {escape_sqlite(label)} from {other} "
                f"where {escape_sqlite(key['other_column'])} = asked.{column}) "
                f"as {escape_sqlite(key['column'] + '_label')}"
            )
    return f"select {', '.join(['asked.*', *named])} from ({sql}) as asked"


def begin_answer(
    datasette: Any, database: str, asked: Row, form: str
) -> tuple[sqlite3.Connection, sqlite3.Cursor, list[str]]:
    """A connection, the rows of a question on it, and the sources they name where the form says
    them. Raises BadRequest for a question that SQLite refuses or that costs too much.
    """
    connection = open_bounded(datasette, database)
    try:
        cursor = connection.execute(asked["sql"], asked["params"])
        columns = [column[0] for column in cursor.description]
        named = named_sources(connection, asked, columns) if form in WITH_SOURCES else []
    except sqlite3.Error as error:
        connection.close()
        raise refusal(error) from error
    return connection, cursor, named


def site_of(datasette: Any, request: Any) -> str:
    """The address of the site without a slash at its end."""
    return str(datasette.absolute_url(request, "/")).rstrip("/")


def named_sources(connection: sqlite3.Connection, asked: Row, columns: list[str]) -> list[str]:
    """The sources that the rows of a question name."""
    if "source" not in columns:
        return []
    sql = f"select distinct source from ({asked['sql']})"
    return [source for (source,) in connection.execute(sql, asked["params"]) if source]


async def record_of(
    datasette: Any, request: Any, columns: Sequence[str]
) -> Callable[[Sequence[Any]], str | None] | None:
    """How to find the address of a row: its own page, else its row in the table, else the page of
    what it names.
    """
    site, database = site_of(datasette, request), request.url_vars["database"]
    table = request.url_vars.get("table")
    if table in OWN and OWN[table][1] in columns:
        path, key = OWN[table]
        position = columns.index(key)
        return lambda row: f"{site}{path}{row[position]}"
    keys = await datasette.get_database(database).primary_keys(table) if table else []
    if keys and set(keys) <= set(columns):
        positions, encoded = [columns.index(key) for key in keys], lru_cache(10_000)(tilde_encode)
        return lambda row: (
            f"{site}/{database}/{table}/" + ",".join(encoded(str(row[i])) for i in positions)
        )
    return by_column(columns, site)


async def serve_rows_feed(datasette: Any, request: Any) -> Response:
    """The newest rows of a dated table, view or SQL answer as a feed, in pages by `_page`."""
    database, table = request.url_vars["database"], request.url_vars.get("table")
    asked = await read_question(datasette, request)
    number = number_of(request, "_page")
    columns, dated, total, rows = await in_visitor_thread(
        datasette, newest_rows, datasette, database, asked, number
    )
    record = await record_of(datasette, request, columns)
    site = site_of(datasette, request)
    entries = [
        {
            "id": uuid.uuid5(ID_NAMESPACE, repr((database, table, row))).urn,
            "updated": row[columns.index(dated)],
            "url": record(row) if record else site + request.full_path,
            **words_of_row(columns, row, dated),
        }
        for row in rows
    ]
    address = first_of(site + request.path, request, "_page")
    feed = {
        "title": f"Palermo Ledger: {table or 'SQL'}",
        "feed_id": address,
        "updated": (await query_of(datasette, database)(BUILT))[0]["built_at"],
        **paged(address, number, -(-total // IN_FEED), "_page"),
    }
    return await answer_feed(datasette, request, feed, entries)


async def offer(
    datasette: Any, request: Any, database: str, path: str, columns: list[str]
) -> Markup:
    """The line above a table or an SQL answer that offers it to take away and to cite."""
    query: Query = query_of(datasette, database)
    kept = filters_of(request)
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


async def refuse_form(request: Any) -> Response:
    """A form that no table has. Raises NotFound, naming those that there are."""
    form = request.url_vars["other"]
    raise NotFound(
        _("Tables are not offered as .%(form)s. There are: %(forms)s.", form=form, forms=OFFERED)
    )


@hookimpl
def register_routes() -> list[Any]:
    table, refused = r"/(?P<table>[a-z0-9_]+)", rf"(?!(?:json|html|blob|parquet|atom|{FORMATS})$)"
    database, forms = r"^/(?P<database>tip(?:-\d+)?)", rf"\.(?P<format>atom|{FORMATS})$"
    other = rf"{database}/[a-z0-9_]+\.{refused}(?P<other>[a-z0-9]+)$"
    return [
        Route(rf"{database}{table}{forms}", take, examples=("/tip/gap.fr.csv",)),
        Route(other, refuse_form, refuses=True),
        Route(rf"{database}/-/query{forms}", take, examples=("/tip/-/query.csv?sql=select+1",)),
    ]
