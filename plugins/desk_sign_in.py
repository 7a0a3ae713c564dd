"""/review/sign-in and /review/sign-out : reviewers sign in with a name and a password; the session
ends by itself after SESSION_HOURS.

Passwords are made and compared by datasette-auth-passwords. Its own two pages stay closed: its
cookie never ends, guesses are not counted, and it knows accounts only from the configuration.
"""

import asyncio
import secrets
import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import Response, hookimpl
from datasette.plugins import pm

from ingest.review.store import add_row, hash_words, writing
from plugins.kit.desk import (
    COOKIE,
    Desk,
    desk_of,
    desk_page,
    is_local,
    read_form,
    reviewer_of,
    see_other,
)
from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix
from plugins.kit.rate_limit import MINUTES, forget_attempts, may_try, origin_of
from plugins.kit.routes import Route

SESSION_HOURS = 8
MOST_AT_ONCE = 4  # passwords compared at once by a process; each takes a fifth of a second
# attempts in MINUTES: of one visitor at one name, of one visitor, at one name
OF_BOTH, OF_ORIGIN, OF_NAME = 5, 20, 50
AUTH_PASSWORDS = "auth_passwords"  # as Datasette knows the package
NOBODY = "pbkdf2_sha256$480000$0$"  # compared for a name without a password: takes as long


async def show_sign_in(
    datasette: Any, request: Any, error: str = "", status: int = 200
) -> Response:
    """The form. `next` is the page of the desk to go to afterwards."""
    context = {"error": error, "next": request.args.get("next") or "", "hours": SESSION_HOURS}
    return await desk_page(datasette, request, "desk_sign_in.html", context, status)


async def sign_in(datasette: Any, request: Any) -> Response:
    """Compare name and password and begin a session."""
    desk = desk_of(datasette)
    assert desk is not None
    if request.method != "POST":
        return await show_sign_in(datasette, request)
    form = await read_form(request)
    name, origin = " ".join(form.get("name", "").split()), origin_of(request)
    limits = {f"{origin} {name}": OF_BOTH, origin: OF_ORIGIN, f"name {name}": OF_NAME}
    if not await desk.ask(may_try, "sign_in", limits):
        reason = _("Too many attempts. Please wait %(minutes)s minutes.", minutes=MINUTES)
        return await show_sign_in(datasette, request, reason, 429)
    if not await is_password(desk, name, form.get("password", "")):
        reason = _("No account has this name and this password.")
        return await show_sign_in(datasette, request, reason, 403)
    await desk.ask(forget_attempts, "sign_in", limits)
    token = await desk.ask(begin_session, name)
    asked = form.get("next", "")
    answer = see_other(asked if is_local(asked) else f"{language_prefix()}/review")
    answer.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_HOURS * 3600,
        httponly=True,
        secure=request.scheme == "https",
    )
    return answer


async def is_password(desk: Desk, name: str, password: str) -> bool:
    """Is this the password of the account? Takes as long for a name without one."""
    from datasette_auth_passwords.utils import verify_password  # only a site with a desk has it

    sql = "select password_hash from reviewer where name = ? and ended_at is null"
    found = await desk.ask(lambda connection: connection.execute(sql, [name]).fetchone())
    held = found["password_hash"] if found else None
    async with COMPARING:
        same = await asyncio.to_thread(verify_password, password, held or NOBODY)
    return bool(held) and same


@hookimpl
def startup() -> None:
    """What datasette-auth-passwords would add to every site, desk or not, stays away: its pages and
    the link to them.
    """
    if pm.has_plugin(AUTH_PASSWORDS):
        pm.unregister(name=AUTH_PASSWORDS)


COMPARING = asyncio.Semaphore(MOST_AT_ONCE)


def begin_session(connection: sqlite3.Connection, name: str) -> str:
    """A new session; gives its token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    ends = f"strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+{SESSION_HOURS} hours')"
    with writing(connection):
        connection.execute(
            "delete from session where ends_at < strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
        )
        ends_at = connection.execute(f"select {ends}").fetchone()[0]
        row = {"token_hash": hash_words(token), "reviewer": name, "ends_at": ends_at}
        add_row(connection, "session", row)
    return token


async def sign_out(datasette: Any, request: Any) -> Response:
    """End the session, here and not only in the browser; a mere link ends none."""
    desk = desk_of(datasette)
    token = request.cookies.get(COOKIE)
    answer = see_other(f"{language_prefix()}/review/sign-in")
    if request.method != "POST":
        return answer
    if desk is not None and token:
        sql = "delete from session where token_hash = ?"

        def end(connection: sqlite3.Connection) -> None:
            with writing(connection):
                connection.execute(sql, [hash_words(token)])

        await desk.ask(end)
    answer.set_cookie(COOKIE, "", max_age=0, httponly=True)
    return answer


@hookimpl
def register_routes(datasette: Any) -> list[Any]:
    if desk_of(datasette) is None:
        return []
    return [Route(r"^/review/sign-in$", sign_in), Route(r"^/review/sign-out$", sign_out)]


@hookimpl
def actor_from_request(datasette: Any, request: Any) -> Any:
    """Datasette's actor is who is signed in at the desk."""
    desk = desk_of(datasette)
    if desk is None:
        return None

    async def find() -> dict[str, str] | None:
        reviewer = await reviewer_of(desk, request)
        return {"id": reviewer.name, "role": reviewer.role} if reviewer else None

    return find()


@hookimpl(trylast=True)  # outside all others
def asgi_wrapper() -> Callable[[Any], Any]:
    """Nobody signs in by a header on any page, where guesses are not counted."""

    def wrap(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http":
                kept = [pair for pair in scope["headers"] if not is_basic(*pair)]
                scope = {**scope, "headers": kept}
            await app(scope, receive, send)

        return answer

    return wrap


def is_basic(name: bytes, value: bytes) -> bool:
    """Is this a header with a name and a password?"""
    return name.lower() == b"authorization" and value[:6].lower() == b"basic "
