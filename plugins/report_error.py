"""/report : a reader without an account says what is wrong on a page. The report goes to the desk's
queue and is answered with a reference number. Only a site with a review desk has it.

Nothing is kept of a reader but what the form says. Robots fill in a field that no person sees.
"""

import re
import secrets
import sqlite3
from typing import Any

from datasette import Response, hookimpl

from ingest.review.store import add_row, writing
from plugins.kit.desk import (
    PRIVATE,
    Desk,
    Reviewer,
    desk_of,
    desk_page,
    desk_route,
    read_form,
    see_other,
)
from plugins.kit.error_page import answer_error
from plugins.kit.language import gettext as _
from plugins.kit.language import language, language_prefix
from plugins.kit.rate_limit import MINUTES, may_try, origin_of
from plugins.kit.routes import Route

OF_ORIGIN, OF_ALL = 5, 100  # reports in MINUTES: of one visitor, of everybody
TRAP = "website"  # the field that no person sees
LONGEST = {"path": 500, "wrong": 2_000, "right_value": 2_000, "source": 500, "address": 200}
PATH = re.compile(r"/[^\\\s]*")
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are taken for another
OUTCOMES = ("corrected", "kept", "spam")
DELETED: dict[str, dict[str, str | None]] = {  # what is left of what a reader wrote
    "address": {"address": None},
    "words": {"path": "/", "wrong": "–", "right_value": None, "source": None, "address": None},
}
MOST_DECISIONS = 30  # of a reviewer, to choose from


async def report(datasette: Any, request: Any) -> Response:
    """The form, and what is done with it."""
    desk = desk_of(datasette)
    assert desk is not None  # the routes of a site without one are not registered
    if request.method != "POST":
        path = request.args.get("page") or "/"
        return await show_form(datasette, request, {"path": path[: LONGEST["path"]]})
    form = await read_form(request)
    if TRAP in form:  # a robot: it is told nothing that it could learn from
        return await show_form(datasette, request, {}, reference=new_reference())
    if fault := fault_of(form):
        return await show_form(datasette, request, form, fault, 400)
    limits = {origin_of(request): OF_ORIGIN, "everybody": OF_ALL}
    if not await desk.ask(may_try, "report", limits):
        fault = _("Too many reports at once. Please wait %(minutes)s minutes.", minutes=MINUTES)
        return await show_form(datasette, request, form, fault, 429)
    reference = await desk.ask(save_report, form)
    return await show_form(datasette, request, {}, reference=reference)


async def show_form(
    datasette: Any,
    request: Any,
    form: dict[str, str],
    fault: str = "",
    status: int = 200,
    reference: str = "",
) -> Response:
    """The page: the form as filled in so far, or the reference of what was reported."""
    context = {"form": form, "fault": fault, "reference": reference, "longest": LONGEST}
    return await desk_page(datasette, request, "report.html", {**context, "trap": TRAP}, status)


def fault_of(form: dict[str, str]) -> str:
    """What is wrong with a form; empty when nothing is."""
    if not PATH.fullmatch(form.get("path", "")):
        return _("The report names no page of this site.")
    if "wrong" not in form:
        return _("Please say what is wrong.")
    for name, most in LONGEST.items():
        if len(form.get(name, "")) > most:
            return _("Please be shorter: a field may have %(most)s signs.", most=most)
    return ""


def new_reference() -> str:
    """A number by which a reader can ask again: eight signs that are easily told apart."""
    signs = "".join(secrets.choice(SIGNS) for _place in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def save_report(connection: sqlite3.Connection, form: dict[str, str]) -> str:
    """Keep a report and give its reference."""
    row = {name: form.get(name) for name in LONGEST}
    with writing(connection):
        reference = new_reference()
        add_row(connection, "report", {"reference": reference, **row, "language": language()})
    return reference


def find_report(connection: sqlite3.Connection, reference: str) -> dict[str, Any] | None:
    """A report with what became of it."""
    sql = "select * from report where reference = ?"
    found = connection.execute(sql, [reference]).fetchone()
    if found is None:
        return None
    answers = connection.execute("select * from answer where report = ? order by id", [reference])
    return {**dict(found), "answers": [dict(row) for row in answers]}


def newest_decisions(connection: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    """What a reviewer decided last: one of these may be what corrects a report."""
    sql = "select * from decision where actor = ? and decision <> 'unsure' order by id desc limit ?"
    return [dict(row) for row in connection.execute(sql, [name, MOST_DECISIONS])]


def save_answer(
    connection: sqlite3.Connection, reference: str, form: dict[str, str], reviewer: Reviewer
) -> None:
    """Keep what became of a report. Raises sqlite3.IntegrityError for a decision there is not."""
    row = {"report": reference, "outcome": form["outcome"], "words": form.get("words")}
    if form["outcome"] == "corrected":
        row["decision"] = form.get("decision")
    with writing(connection):
        add_row(connection, "answer", {**row, "actor": reviewer.name})


def delete_written(connection: sqlite3.Connection, reference: str, what: str) -> None:
    """Delete what a reader wrote in a report, `what` is a name in DELETED, from the log too. Copies
    made before still have it.
    """
    left = DELETED[what]
    names = ", ".join(f"{name} = ?" for name in left)
    with writing(connection):
        sql = f"update report set {names} where reference = ?"
        connection.execute(sql, [*left.values(), reference])
    connection.execute("pragma wal_checkpoint(truncate)").fetchall()


async def show_report(datasette: Any, request: Any, desk: Desk, reviewer: Reviewer) -> Response:
    """What a reader reported, to reviewers, and what they say became of it."""
    reference = request.url_vars["reference"]
    found = await desk.ask(find_report, reference)
    if found is None:
        reason = _("No report has this number.")
        return await answer_error(datasette, request, 404, reason, PRIVATE)
    if request.method == "POST":
        form = await read_form(request)
        if form.get("delete") in DELETED:
            await desk.ask(delete_written, reference, form["delete"])
            return see_other(f"{language_prefix()}/review/report/{reference}")
        if form.get("outcome") not in OUTCOMES or len(form.get("words", "")) > LONGEST["wrong"]:
            reason = _("Nothing was saved: %(error)s", error=_("This form is not known here."))
            return await answer_error(datasette, request, 400, reason, PRIVATE)
        try:
            await desk.ask(save_answer, reference, form, reviewer)
        except sqlite3.IntegrityError as refused:
            reason = _("Nothing was saved: %(error)s", error=str(refused))
            return await answer_error(datasette, request, 409, reason, PRIVATE)
        return see_other(f"{language_prefix()}/review")
    decisions = await desk.ask(newest_decisions, reviewer.name)
    context = {"report": found, "reviewer": reviewer, "decisions": decisions}
    return await desk_page(datasette, request, "desk_report.html", context)


@hookimpl
def register_routes(datasette: Any) -> list[Any]:
    if desk_of(datasette) is None:
        return []
    number = r"review/report/(?P<reference>[0-9A-Z]{4}-[0-9A-Z]{4})"
    return [Route(r"^/report$", report), desk_route(number, show_report)]


@hookimpl
def extra_template_vars(datasette: Any) -> dict[str, Any]:
    """Pages link to the form where there is one."""
    return {"takes_reports": desk_of(datasette) is not None}
