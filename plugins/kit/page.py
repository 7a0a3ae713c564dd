"""What every page shares: its route, its forms, its words and its small marks. Knows readers, not
law.
"""

import hashlib
import math
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette import NotFound, Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Request
from datasette.utils.sqlite import sqlite3
from markupsafe import Markup, escape

from plugins.kit.coded_columns import ITEMS, label_rows, words_of_columns
from plugins.kit.download_notes import about
from plugins.kit.english import read_marks
from plugins.kit.language import (
    LANGUAGES,
    WRITTEN,
    language,
    language_prefix,
    own_columns,
    reading,
    set_phrases,
)
from plugins.kit.routes import Route
from plugins.kit.sql_bounds import limited_to_cpu
from plugins.kit.table_files import COMMA_FORMS, FORMATS, TYPES, Download, Table, by_column

STATIC = Path(__file__).parent.parent / "static"
DATABASE = "tip"
HOUR = 3600  # seconds
OPEN, CLOSE = "\x02", "\x03"  # around a hit inside a snippet; cannot occur in the data

Row = dict[str, Any]
T = TypeVar("T")
Load = Callable[["Query", Any], Awaitable[dict[str, Any]]]
# database -> (what was asked, language) -> the answer
HELD_WITH_BUILD: WeakKeyDictionary[Any, dict[Any, Any]] = WeakKeyDictionary()


class Ask:
    """Runs SQL with named parameters on an open connection and gives plain rows; `name_xx` is the
    reader's `name_en` or `name_fr`. Raises QueryInterrupted for a question after the `end`, in
    seconds as `time.thread_time` counts.
    """

    def __init__(self, connection: Any, end: float = math.inf) -> None:
        self.connection = connection
        self.end = end

    def execute(self, sql: str, values: dict[str, Any]) -> Any:
        """A cursor over the answer to a question that comes in time."""
        if time.thread_time() >= self.end:
            raise QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, values)
        return self.connection.execute(own_columns(sql), values)

    def __call__(self, sql: str, **values: Any) -> list[Row]:
        cursor = self.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(read_marks, row), strict=True)) for row in cursor]

    def columns(self, sql: str, **values: Any) -> dict[str, Sequence[Any]]:
        """The same answer column by column, for many rows."""
        cursor = self.execute(sql, values)
        rows = cursor.fetchall()
        names = [column[0] for column in cursor.description]
        return (
            dict(zip(names, zip(*(map(read_marks, row) for row in rows), strict=True), strict=True))
            if rows
            else dict.fromkeys(names, ())
        )


class Query:
    """`await query(sql, **values)` asks the knowledge base one thing; `await query.at_once(work,
    ...)` runs `work(ask, ...)`, which asks many things in a row without going back to the event
    loop between two. Raises QueryInterrupted when it has used more of a processor than the time
    limit of the site allows; time spent waiting for a busy machine does not count.
    """

    def __init__(self, datasette: Any, name: str = DATABASE) -> None:
        self.database = datasette.get_database(name)
        self.limit = datasette.setting("sql_time_limit_ms")

    async def __call__(self, sql: str, **values: Any) -> list[Row]:
        return await self.at_once(lambda ask: ask(sql, **values))

    async def at_once(self, work: Callable[..., T], *given: Any) -> T:
        def run(connection: Any) -> T:
            with limited_to_cpu(connection, self.limit) as end:
                try:
                    return work(Ask(connection, end), *given)
                except sqlite3.OperationalError as error:
                    if error.args == ("interrupted",):
                        raise QueryInterrupted(error, work.__name__, {}) from error
                    raise

        result: T = await self.database.execute_fn(run)
        return result

    async def once(self, work: Callable[[Ask], T]) -> T:
        """What `work(ask)` gives, asked once of each build in each language and held as long as the
        build: nobody may change it.
        """
        held = HELD_WITH_BUILD.setdefault(self.database, {})
        key = work, language()
        if key not in held:
            held[key] = await self.at_once(work)
        found: T = held[key]
        return found


def route(
    path: str,
    template: str,
    load: Load,
    record: str | None = None,
    examples: Sequence[str] = (),
    seconds: int = HOUR,
) -> Route:
    """A readable path that answers in HTML, and with `.json` or a form of table_files.py behind it
    in these.

    `load(query, request)` gives the page's data as plain values; its `rows`, if any, are the page's
    table and what is taken away. `record`, such as `/plan/{id}`, is the page of a row; without it a
    row leads to the page of what it names. `examples` are addresses of this page that show it at
    work, the most typical first. `seconds`, how long caches may keep it: 0 for a page that tells
    what lies beside the build, of which no tag of the build knows.
    """

    async def view(datasette: Any, request: Any) -> Response:
        query = query_of(datasette)
        data = await load(query, request)
        form = request.url_vars.get("format")
        if form == "json":
            return Response.json(data, headers=headers(seconds))
        if form:
            columns = await columns_of(query, data, load, pattern, examples)
            return await download(datasette, request, data.get("rows") or [], columns, record)
        await load_phrases(query)
        context = {**data, "here": here(request)}
        return Response.html(
            await datasette.render_template(template, context, request=request),
            headers=headers(seconds),
        )

    pattern = rf"^/{path}(?:\.(?P<format>json|{FORMATS}))?$"
    return Route(pattern, view, load, tuple(examples))


async def load_phrases(query: Query) -> None:
    """Set the short words of the records for the page being made, in a language that has them;
    none in another, whatever was made before in the same context.
    """
    own = language() in WRITTEN and language() != "en"
    set_phrases(await query.once(all_phrases) if own else {})


def all_phrases(ask: Ask) -> dict[str, str]:
    """The short words of the records in the reader's language, by their English."""
    rows = ask("select text_en, text_xx as text from phrase")
    return {row["text_en"]: row["text"] for row in rows}


async def columns_of(
    query: Query, data: dict[str, Any], load: Load, pattern: str, examples: Sequence[str]
) -> list[str]:
    """The columns of a page's table: of an empty one those of the first example with rows."""
    if data.get("rows"):
        return list(data["rows"][0])
    for address in examples:
        path = address.partition("?")[0]
        matched = re.match(pattern, path)
        values = matched.groupdict() if matched else {}
        with suppress(NotFound):
            if rows := (await load(query, Request.fake(address, url_vars=values))).get("rows"):
                return list(rows[0])
    return []


async def download(
    datasette: Any, request: Any, rows: list[Row], columns: list[str], record: str | None
) -> Response:
    """The table of a page in the form asked for."""
    query, form = query_of(datasette), request.url_vars["format"]
    site = datasette.absolute_url(request, "/").rstrip("/") + language_prefix()
    values = [[row.get(column) for column in columns] for row in rows]
    with reading(form.removesuffix(".csv") if form in COMMA_FORMS else language()):
        heads, labelled = label_rows(columns, values, await query(ITEMS))
        words = words_of_columns(heads)
    table = await table_of(rows, query, request, site)
    table.columns, table.rows, table.words = heads, labelled, words
    if record is None:
        table.record = by_column(heads, site)
    else:
        table.record = lambda row: site + record.format(**dict(zip(heads, row, strict=True)))
    return await Download(table, form, request, headers(), datasette.executor).begin()


async def table_of(rows: list[Row], query: Query, request: Any, site: str) -> Table:
    """What is said beside a page's rows, as a table that they go into."""
    sources = {
        row[name]
        for row in rows
        for name in ("source", "other_source")
        if isinstance(row.get(name), str)
    }
    query_string = f"?{request.query_string}" if request.query_string else ""
    beside = await about(
        query,
        site + without_form(request.path) + query_string,
        sources,
    )
    name = without_form(request.path).strip("/") or "index"
    return Table(name, beside["built"][:10], [], [], None, beside)


def without_form(path: str) -> str:
    """The path of a page without the form behind it."""
    return re.sub(rf"\.(json|{FORMATS})$", "", path)


def is_ledger(database: str) -> bool:
    """Whether a database is the knowledge base or an older release of it, by its name."""
    return bool(re.fullmatch(rf"{DATABASE}(-\d+)?", database))


def query_of(datasette: Any, name: str = DATABASE) -> Query:
    """The knowledge base of a site, ready to be asked; `name` for an older release of it."""
    return Query(datasette, name)


def headers(seconds: int = HOUR) -> dict[str, str]:
    """Pages may be kept by any cache, as a rule for an hour, and shared between sites."""
    return {"cache-control": f"max-age={seconds}", "access-control-allow-origin": "*"}


def here(request: Any) -> dict[str, Any]:
    """The page's own address without a format, the addresses of its other formats, and of the same
    page in each language.
    """
    path = without_form(request.path)
    named = "/index" if path == "/" else path
    query = f"?{request.query_string}" if request.query_string else ""
    others = {
        code: (("" if code == "en" else f"/{code}") + path).removesuffix("/") + query or "/"
        for code in LANGUAGES
    }
    forms = {form: f"{language_prefix()}{named}.{form}{query}" for form in ("json", *TYPES)}
    return {"path": path, **forms, "languages": others}


def stamped(name: str) -> str:
    """The address of a static file with the stamp of its content by which Datasette lets caches
    keep it for a year.
    """
    return f"/assets/{name}?_hash={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def marked(snippet: str | None) -> Markup:
    """A search snippet as safe HTML with its hits in <mark>."""
    return Markup(str(escape(snippet or "")).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))


def link(path: str, **parameters: Any) -> str:
    """A path in the reader's language with a query string; parameters without a value are left out,
    lists are repeated.
    """
    pairs = [
        (name, value)
        for name, values in parameters.items()
        for value in (values if isinstance(values, list) else [values])
        if value
    ]
    return f"{language_prefix()}{path}?{urlencode(pairs)}" if pairs else language_prefix() + path


def grouped(rows: list[Row], column: str) -> dict[Any, list[Row]]:
    """Rows by the value of a column, in the order in which the values come."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups
