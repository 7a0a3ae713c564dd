"""What a visitor may cost: bounded SQL in threads of its own, a short queue in front of it, and
addresses of a bounded length.

Datasette's own pages (/tip, /-/) answer with SQL that visitors wrote or composed. They run apart
from the pages of this site, which so answer while visitors' SQL is busy; who comes when the queue
is full is asked to come again.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from datasette import Request, database, hookimpl

from plugins.kit.error_page import answer_error
from plugins.kit.language import gettext as _
from plugins.kit.sql_bounds import bound_for_pages, bound_for_visitors, limited_to_cpu
from plugins.kit.thread_pools import OF_VISITORS, VISITOR, Pools, in_visitor_thread

MOST_WAITING = 16  # requests for visitors' SQL at once, those that run included
COME_AGAIN = 5  # seconds
LONGEST_QUERY = 16_000  # characters of an address behind the question mark
MOST_PARAMETERS = 200
HOST = re.compile(rb"([\w.-]{1,255}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")
FILES = re.compile(r"/(assets|bundle|static|-/static)/")
LONGEST_FILE, LONGEST_NAME = 2_000, 255  # bytes that the path and the name of a file may have


@hookimpl
def startup(datasette: Any) -> None:
    datasette.executor = Pools(datasette.executor)
    database.sqlite_timelimit = limited_to_cpu  # Datasette's own goes by the clock


@hookimpl
def prepare_connection(conn: Any) -> None:
    if in_visitor_thread():
        bound_for_visitors(conn)
    else:
        bound_for_pages(conn)


def refusal_of(scope: Any) -> tuple[int, str] | None:
    """The status and the reason with which an address is refused before it is read, or None."""
    query = scope["query_string"]
    if len(query) > LONGEST_QUERY:
        most = LONGEST_QUERY
        return 414, _("The part of the address behind the ? may have %(most)s signs.", most=most)
    if query.count(b"&") >= MOST_PARAMETERS:
        return 400, _("An address may have %(most)s parameters.", most=MOST_PARAMETERS)
    hosts = [value for name, value in scope["headers"] if name == b"host"]
    if not all(HOST.fullmatch(host) for host in hosts):
        return 400, _("The request names no host that could be this site.")
    if FILES.match(scope["path"]) and not may_be_a_file(scope["path"]):
        return 404, _("No page is called %(path)s.", path=scope["path"][:80])
    return None


def may_be_a_file(path: str) -> bool:
    """False for a path with a name that no file system could hold, as written in an address."""
    names = [len(quote(name)) for name in path.split("/")]
    return max(names) <= LONGEST_NAME and sum(names) + len(names) <= LONGEST_FILE


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    waiting = 0

    def wrap(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http" or VISITOR.get():
                await app(scope, receive, send)
            elif refused := refusal_of(scope):
                page = await answer_error(datasette, Request(scope, receive), *refused)
                await page.asgi_send(send)
            elif not OF_VISITORS.match(scope["path"]):
                await app(scope, receive, send)
            elif waiting >= MOST_WAITING:
                await send_busy(datasette, scope, receive, send)
            else:
                await answer_visitor(app, scope, receive, send)

        async def answer_visitor(app: Any, scope: Any, receive: Any, send: Any) -> None:
            nonlocal waiting
            waiting += 1
            waits = True

            def leave() -> None:
                nonlocal waiting, waits
                waiting -= waits
                waits = False

            token = VISITOR.set(True)
            try:
                await app(scope, receive, calling(leave, send))
            finally:
                VISITOR.reset(token)
                leave()

        return answer

    return wrap


def calling(leave: Callable[[], None], send: Any) -> Callable[[Any], Awaitable[None]]:
    """`send` that leaves the queue when the answer begins: to read it may take a slow line long."""

    async def sent(message: Any) -> None:
        leave()
        await send(message)

    return sent


async def send_busy(datasette: Any, scope: Any, receive: Any, send: Any) -> None:
    """Say that too many visitors ask in SQL at once."""
    reason = _("Many readers ask in SQL at this moment. Please try again in a few seconds.")
    page = await answer_error(
        datasette, Request(scope, receive), 503, reason, {"retry-after": str(COME_AGAIN)}
    )
    await page.asgi_send(send)
