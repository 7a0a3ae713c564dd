"""/follow : what changed, by mail. Only a site with a database of followers has it; `make digest`
sends the letters.

Nothing but the form is kept, and nothing is sent but a link until the owner of the address opens it
and says yes. Robots fill in a field that no person sees; other machines open links, so a link alone
does nothing.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from datasette import Response, hookimpl

from plugins.kit.desk import PRIVATE, desk_page, read_form
from plugins.kit.error_page import answer_error
from plugins.kit.followers import (
    DAYS_TO_CONFIRM,
    add_follower,
    confirm_follower,
    find_follower,
    forget_follower,
    open_followers,
)
from plugins.kit.language import gettext as _
from plugins.kit.language import language
from plugins.kit.named_states import load_words, read_states
from plugins.kit.page import query_of
from plugins.kit.rate_limit import MINUTES, may_try, origin_of
from plugins.kit.routes import Route

T = TypeVar("T")
OF_ORIGIN, OF_ADDRESS, OF_ALL = 5, 2, 200  # wishes in MINUTES
ADDRESS = re.compile(r"[^\s@<>,;:\"()\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST = 200
TRAP = "website"  # the field that no person sees
NAMES = "select id, name_xx as name from country"


def followers_of(datasette: Any) -> Path | None:
    """The database of followers of a site; None where it has none."""
    given = (datasette.plugin_config("digest") or {}).get("database")
    return Path(given) if given else None


async def ask_followers(datasette: Any, work: Callable[..., T], *given: Any) -> T:
    """The result of `work(connection, *given)`, in a thread of its own."""
    path = followers_of(datasette)
    assert path is not None  # the routes of a site without one are not registered

    def run() -> T:
        with closing(open_followers(path)) as connection:
            return work(connection, *given)

    return await asyncio.to_thread(run)


async def follow(datasette: Any, request: Any) -> Response:
    """The form, and what is done with it."""
    if request.method != "POST":
        asked = {name: request.args.get(name) or "" for name in ("states", "subject")}
        return await show_form(datasette, request, asked)
    form = await read_form(request)
    if TRAP in form:  # a robot: it is told nothing that it could learn from
        return await show_form(datasette, request, form, asked=True)
    words = await load_words(query_of(datasette))
    codes, unknown = read_states([form.get("states", "")], words)
    if fault := fault_of(form, [row["text"] for row in unknown]):
        return await show_form(datasette, request, form, fault, 400)
    limits = {origin_of(request): OF_ORIGIN, form["address"]: OF_ADDRESS, "everybody": OF_ALL}
    if not await ask_followers(datasette, may_try, "follow", limits):
        fault = _("Too many attempts. Please wait %(minutes)s minutes.", minutes=MINUTES)
        return await show_form(datasette, request, form, fault, 429)
    wish = {"address": form["address"], "language": language(), "countries": ";".join(codes)}
    wish["subject"] = form.get("subject", "changes")
    await ask_followers(datasette, add_follower, wish)
    return await show_form(datasette, request, form, asked=True)


def fault_of(form: dict[str, str], unknown: list[str]) -> str:
    """What is wrong with a form; empty when nothing is."""
    address = form.get("address", "")
    if len(address) > LONGEST or not ADDRESS.fullmatch(address):
        return _("This is no mail address.")
    if unknown:
        return _("Not a State: %(names)s.", names=", ".join(unknown))
    if form.get("subject", "changes") not in ("changes", "plans"):
        return _("This form is not known here.")
    return ""


async def show_form(
    datasette: Any,
    request: Any,
    form: dict[str, str],
    fault: str = "",
    status: int = 200,
    asked: bool = False,
) -> Response:
    """The page: the form as filled in so far, or that a letter is on its way."""
    context = {"form": form, "fault": fault, "asked": asked, "trap": TRAP, "longest": LONGEST}
    return await desk_page(
        datasette, request, "follow.html", {**context, "days": DAYS_TO_CONFIRM}, status
    )


async def answer_link(datasette: Any, request: Any) -> Response:
    """A link of a letter: GET shows a button, POST confirms or stops. A mail program that offers to
    stop posts here too (RFC 8058).
    """
    purpose, number = request.url_vars["purpose"], request.args.get("who") or ""
    given = int(number) if number.isdecimal() and len(number) < 10 else 0
    sign = request.args.get("sign") or ""
    found = await ask_followers(datasette, find_follower, purpose, given, sign)
    if found is None:
        reason = _("This link is no longer valid, or was cut short on its way.")
        return await answer_error(datasette, request, 404, reason, PRIVATE)
    done = request.method == "POST"
    if done:
        act = confirm_follower if purpose == "confirm" else forget_follower
        await ask_followers(datasette, act, found["id"])
    names = {row["id"]: row["name"] for row in await query_of(datasette)(NAMES)}
    states = [names.get(code, code) for code in found["countries"].split(";") if code]
    context = {"purpose": purpose, "found": found, "done": done, "states": states, "sign": sign}
    return await desk_page(datasette, request, "follow_link.html", context)


@hookimpl
def register_routes(datasette: Any) -> list[Any]:
    if followers_of(datasette) is None:
        return []
    links = Route(r"^/follow/(?P<purpose>confirm|stop)$", answer_link)
    return [Route(r"^/follow$", follow), links]


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """Pages of changes and plans link to the form where there is one."""
    return {"takes_followers": followers_of(datasette) is not None}
