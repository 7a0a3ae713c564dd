"""What the pages of the review desk share: its database, who is signed in, and their answers.

A site has a desk when its configuration names a review database (`make desk`); without one none of
the desk's addresses is there. The database is not one of Datasette's: no table page, no SQL of a
visitor and no insert of Datasette's API reaches it.
"""

import asyncio
import re
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from datasette import Response

from ingest.review.store import connect, hash_words
from plugins.kit.error_page import answer_error
from plugins.kit.language import PREFIX, language_prefix
from plugins.kit.language import gettext as _
from plugins.kit.page import here, load_phrases, query_of
from plugins.kit.routes import Route

T = TypeVar("T")
COOKIE = "desk"
THREADS = 2
LARGEST_FORM = 64_000  # bytes
# signs that nobody types: controls but for a new line, halves of characters, our own marks
NOT_TYPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000\ue001]")
PRIVATE = {"cache-control": "private, no-store", "referrer-policy": "same-origin"}


@dataclass(frozen=True)
class Reviewer:
    """Who is signed in, and as what: reader, reviewer or editor."""

    name: str
    role: str

    @property
    def decides(self) -> bool:
        return self.role in ("reviewer", "editor")


class Desk:
    """The review database of a site, asked in threads of its own."""

    def __init__(self, path: Path, sign_on_header: str | None) -> None:
        self.path = path
        self.sign_on_header = sign_on_header
        self.pool = ThreadPoolExecutor(THREADS, "desk")
        self.own = threading.local()
        connect(path).close()  # is it one? Better said at the start than to a reviewer

    async def ask(self, work: Callable[..., T], *given: Any) -> T:
        """The result of `work(connection, *given)`, which runs in the reader's language."""

        def run() -> T:
            if not hasattr(self.own, "connection"):
                self.own.connection = connect(self.path)
            return work(self.own.connection, *given)

        loop, context = asyncio.get_running_loop(), copy_context()
        return await loop.run_in_executor(self.pool, context.run, run)


DESKS: WeakKeyDictionary[Any, Desk] = WeakKeyDictionary()
View = Callable[[Any, Any, Desk, Reviewer], Awaitable[Response]]


def desk_of(datasette: Any) -> Desk | None:
    """The desk of a site; None when its configuration names no review database."""
    given = datasette.plugin_config("desk") or {}
    if "database" not in given:
        return None
    if datasette not in DESKS:
        DESKS[datasette] = Desk(Path(given["database"]), given.get("sign_on_header"))
    return DESKS[datasette]


def find_reviewer(connection: sqlite3.Connection, name: str) -> Reviewer | None:
    """The account of this name, unless it has ended."""
    sql = "select name, role from reviewer where name = ? and ended_at is null"
    found = connection.execute(sql, [name]).fetchone()
    return Reviewer(*found) if found else None


def find_session(connection: sqlite3.Connection, token: str) -> Reviewer | None:
    """Whose session this is, unless it or the account has ended."""
    sql = """
      select r.name, r.role
      from session s
      join reviewer r on r.name = s.reviewer
      where s.token_hash = ?
        and s.ended_at is null
        and s.ends_at > strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
        and r.ended_at is null"""
    found = connection.execute(sql, [hash_words(token)]).fetchone()
    return Reviewer(*found) if found else None


async def reviewer_of(desk: Desk, request: Any) -> Reviewer | None:
    """Who sends this request: the owner of its session, or whom the proxy names."""
    name = request.headers.get(desk.sign_on_header) if desk.sign_on_header else None
    if name:
        return await desk.ask(find_reviewer, name)
    token = request.cookies.get(COOKIE)
    return await desk.ask(find_session, token) if token else None


def desk_route(path: str, view: View) -> Route:
    """An address of the desk. Who is not signed in is led to the sign-in page, and nothing is told
    or done before; a reader may look and not write.
    """

    async def guarded(datasette: Any, request: Any) -> Response:
        desk = desk_of(datasette)
        assert desk is not None  # the routes of a site without one are not registered
        reviewer = await reviewer_of(desk, request)
        if reviewer is None:
            if request.method == "POST":
                reason = _("You are not signed in, or no longer. Nothing was saved.")
                return await refuse(datasette, request, 403, reason)
            query = urlencode({"next": language_prefix() + request.full_path})
            return see_other(f"{language_prefix()}/review/sign-in?{query}")
        if request.method == "POST" and not reviewer.decides:
            reason = _("A reader of the desk decides nothing. Nothing was saved.")
            return await refuse(datasette, request, 403, reason)
        try:
            return await view(datasette, request, desk, reviewer)
        except sqlite3.OperationalError as error:  # a full disk, another process that holds it long
            reason = _("Nothing was saved: %(error)s. Please try again.", error=str(error))
            return await refuse(datasette, request, 503, reason)

    return Route(rf"^/{path}$", guarded)


async def refuse(datasette: Any, request: Any, status: int, reason: str) -> Response:
    """Why nothing was done: a page, or a line of text for the script, which asks with `?part=1`."""
    if request.args.get("part"):
        return Response.text(reason, status=status, headers=PRIVATE)
    return await answer_error(datasette, request, status, reason, PRIVATE)


async def desk_page(
    datasette: Any, request: Any, template: str, context: dict[str, Any], status: int = 200
) -> Response:
    """A page that no cache may keep."""
    await load_phrases(query_of(datasette))
    shared = {"here": {"languages": here(request)["languages"]}}
    page = await datasette.render_template(template, {**context, **shared}, request=request)
    return Response.html(page, status=status, headers=PRIVATE)


def see_other(path: str) -> Response:
    """Go and read this address: the answer to a form, so that reloading sends nothing twice."""
    return Response("", status=303, headers={**PRIVATE, "location": path})


async def read_form(request: Any) -> dict[str, str]:
    """The fields of a form, without blanks around them and signs that nobody types; those left
    empty are not among them. Raises PayloadTooLarge.
    """
    request.max_post_body_bytes = LARGEST_FORM
    given = {
        name: NOT_TYPED.sub("", value).strip()
        for name, value in (await request.post_vars()).items()
    }
    return {name: value for name, value in given.items() if value}


def is_local(path: str) -> bool:
    """Is this an address of the desk, and of no other site?"""
    return PREFIX.sub("", path).startswith("/review") and "\\" not in path and "//" not in path
