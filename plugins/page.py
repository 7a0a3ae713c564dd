"""What every page shares: its route, its three formats, its words and its small marks. Knows readers, not law."""

import csv
import hashlib
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette import Response
from markupsafe import Markup, escape

from plugins.language import LANGUAGES, at, know_phrases, language, own_columns

STATIC = Path(__file__).parent / "static"
DATABASE = "tip"
OPEN, CLOSE = "\x02", "\x03"  # around a hit inside a snippet; cannot occur in the data

Row = dict[str, Any]
Query = Callable[..., Awaitable[list[Row]]]
Load = Callable[[Query, Any], Awaitable[dict[str, Any]]]


def route(path: str, template: str, load: Load) -> tuple[str, Callable[..., Awaitable[Response]]]:
    """A readable path that answers in HTML, and with `.json` or `.csv` behind it in these.

    `load(query, request)` gives the page's data as plain values; its `rows`, if any, are the page's table and the CSV.
    """

    async def view(datasette: Any, request: Any) -> Response:
        query = query_of(datasette)
        data = await load(query, request)
        form = request.url_vars.get("format")
        if form == "json":
            return Response.json(data, headers=headers())
        if form == "csv":
            return Response(as_csv(data.get("rows", [])), content_type="text/csv; charset=utf-8", headers=headers())
        if language() != "en":
            know_phrases(await query("select text_en, text_xx as text from phrase"))
        context = {**data, "here": here(request)}
        return Response.html(await datasette.render_template(template, context, request=request), headers=headers())

    view.load = load  # by which plugins/api.py finds out what the page answers
    return rf"^/{path}(?:\.(?P<format>json|csv))?$", view


def query_of(datasette: Any) -> Query:
    """A function that runs SQL with named parameters on the knowledge base and gives plain rows; `name_xx` is the reader's `name_en` or `name_fr`."""
    database = datasette.get_database(DATABASE)

    async def query(sql: str, **values: Any) -> list[Row]:
        return [dict(row) for row in (await database.execute(own_columns(sql), values, page_size=100_000)).rows]

    return query


def headers() -> dict[str, str]:
    """Pages may be kept by any cache for an hour and shared between sites."""
    return {"cache-control": "max-age=3600", "access-control-allow-origin": "*"}


def here(request: Any) -> dict[str, Any]:
    """The page's own address without a format, the addresses of its other formats, and of the same page in each language."""
    path = request.path.removesuffix(".json").removesuffix(".csv")
    named = "/index" if path == "/" else path
    query = f"?{request.query_string}" if request.query_string else ""
    others = {code: (("" if code == "en" else f"/{code}") + path).removesuffix("/") + query or "/" for code in LANGUAGES}
    return {"path": path, "json": f"{at()}{named}.json{query}", "csv": f"{at()}{named}.csv{query}", "languages": others}


def as_csv(rows: list[Row]) -> str:
    """Rows as CSV with the columns of the first row; an empty table is an empty file."""
    out = io.StringIO()
    if rows:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\r\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return out.getvalue()


def stamped(name: str) -> str:
    """The address of a static file with the stamp of its content by which Datasette lets caches keep it for a year."""
    return f"/assets/{name}?_hash={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def marked(snippet: str | None) -> Markup:
    """A search snippet as safe HTML with its hits in <mark>."""
    return Markup(str(escape(snippet or "")).replace(OPEN, "<mark>").replace(CLOSE, "</mark>"))


def link(path: str, **parameters: Any) -> str:
    """A path in the reader's language with a query string; parameters without a value are left out, lists are repeated."""
    pairs = [(name, value) for name, values in parameters.items() for value in (values if isinstance(values, list) else [values]) if value]
    return f"{at()}{path}?{urlencode(pairs)}" if pairs else at() + path


def grouped(rows: list[Row], column: str) -> dict[Any, list[Row]]:
    """Rows by the value of a column, in the order in which the values come."""
    groups: dict[Any, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups

