"""The SQL question behind an address of a table or of an SQL answer, and a connection to ask it.

Datasette itself says what the filters mean and whether the question may be asked.
"""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from datasette import NotFound
from datasette.utils.asgi import BadRequest

from plugins.kit.english import read_marks
from plugins.kit.language import own_columns
from plugins.kit.page import Row

T = TypeVar("T")

NOT_FILTERS = re.compile(
    r"_(size|next|page|stream|dl|shape|header|extra|nofacet|nocount|labels|nl|facet\w*)$"
)
ONLY_THE_QUERY = (("_size", 1), ("_extra", "query"), ("_nofacet", 1), ("_nocount", 1))
LIMIT = re.compile(r"(?<!\s)\s+limit\s+\d+$")  # looks at each blank once
# A question may cost STEP x STEPS steps of SQLite: any table of ours costs less than a tenth.
STEP, STEPS = 100_000, 300
MOST_DIGITS = 12  # of a number of rows; a longer one says "all" as well as any


async def read_question(datasette: Any, request: Any) -> Row:
    """The SQL behind an address and its parameters, as Datasette reads them: sql, params, and
    `said`, how many rows were asked for. Raises NotFound or BadRequest with what Datasette says
    when it refuses.
    """
    path = request.path.removesuffix("." + request.url_vars["format"])
    wanted = urlencode([*filters_of(request), *ONLY_THE_QUERY])
    answer = await datasette.client.get(f"{path}.json?{wanted}")
    if answer.status_code != 200:
        is_json = "json" in answer.headers["content-type"]
        reason = answer.json().get("error") if is_json else ""
        refused = NotFound if answer.status_code == 404 else BadRequest
        raise refused(reason or "Datasette does not answer this question.")
    query = answer.json()["query"]
    sql = query["sql"].strip().rstrip(";").rstrip()
    sql = LIMIT.sub("", sql) if request.url_vars.get("table") else sql
    most = request.args.get("_size") or ""
    if not most.isdecimal() or len(most) > MOST_DIGITS:
        return {"sql": sql, "params": query["params"], "said": "all"}
    return {
        "sql": f"select * from ({sql}) limit {int(most)}",
        "params": query["params"],
        "said": f"the first {int(most)}, as asked for with _size",
    }


def filters_of(request: Any) -> list[tuple[str, str]]:
    """The parameters of an address that choose rows."""
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    return [(name, value) for name, value in pairs if not NOT_FILTERS.match(name)]


def refusal(error: sqlite3.Error) -> BadRequest:
    """What a visitor is told of a question that SQLite does not answer."""
    return BadRequest(f"This question could not be answered: {error}")


def open_bounded(datasette: Any, database: str) -> sqlite3.Connection:
    """A connection of its own for one download, which may outlive a swap of the file; it stops a
    question that costs too much. For threads of visitors' SQL.
    """
    path = datasette.get_database(database).path
    connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True, check_same_thread=False)
    datasette._prepare_connection(connection, database)
    connection.row_factory, connection.text_factory = None, str
    steps = iter(range(STEPS))
    connection.set_progress_handler(lambda: next(steps, None) is None, STEP)
    return connection


async def in_visitor_thread(datasette: Any, work: Callable[..., T], *given: Any) -> T:
    """Run what reads for a visitor in the threads for that, with the context of the request."""
    loop, context = asyncio.get_running_loop(), copy_context()
    return await loop.run_in_executor(
        datasette.executor.visitors, partial(context.run, work, *given)
    )


def query_on(datasette: Any, connection: sqlite3.Connection) -> Callable[..., Awaitable[list[Row]]]:
    """Small questions put to the file the rows come from, so that what is said beside them is said
    of the same build.
    """

    def read(sql: str, values: dict[str, Any]) -> list[Row]:
        cursor = connection.execute(own_columns(sql), values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, map(read_marks, row), strict=True)) for row in cursor]

    async def query(sql: str, **values: Any) -> list[Row]:
        return await in_visitor_thread(datasette, read, sql, values)

    return query
