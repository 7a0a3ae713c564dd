"""/review/sle-act-2022-12 : one act at the review desk, its words left and what is to be decided of
them right, article by article. Each decision is saved at once, by a form that needs no script.
"""

import json
import sqlite3
from typing import Any

from datasette import Response, hookimpl

from ingest.review.standing import OF_PENALTY, PARTS_OF_DEFINITION, standing_of
from plugins.kit.desk import (
    Desk,
    Reviewer,
    desk_of,
    desk_page,
    desk_route,
    read_form,
    refuse,
    see_other,
)
from plugins.kit.desk_act import Act, hides_none, is_decided, load_act
from plugins.kit.desk_decide import decisions_of, is_blind, is_open, needs_me
from plugins.kit.desk_forms import FORMS
from plugins.kit.desk_subjects import EXTENTS
from plugins.kit.desk_values import LISTED, NotSaved
from plugins.kit.feed_pages import number_of
from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix
from plugins.kit.law_text import cut_into_pages
from plugins.kit.page import Row, grouped, query_of

NOT_SAVED = 409
MOST_ARTICLES = 60  # on a page
MACROS: dict[str, Any] = {
    "is_blind": is_blind,
    "is_open": is_open,
    "needs_me": needs_me,
    "is_decided": is_decided,
    "hides_none": hides_none,
}
MACROS |= {"extents": EXTENTS, "of_penalty": OF_PENALTY, "from_json": json.loads}
MACROS |= {"parts": PARTS_OF_DEFINITION, "listed": LISTED}


async def show_act(datasette: Any, request: Any, desk: Desk, reviewer: Reviewer) -> Response:
    """The page of an act, as many articles of it as one page bears."""
    act = await load_act(query_of(datasette), desk, request.url_vars["id"])
    pages = pages_of(act)
    number = page_of(act, pages, request)
    shown = pages[number - 1] if pages else {"first": 0, "last": -1}
    said = await desk.ask(said_of, act.instrument["id"])
    whole = [row for row in said["decisions"] if row["field"] == "read_whole"]
    context = {
        **MACROS,
        "act": act,
        "reviewer": reviewer,
        "articles": act.articles[shown["first"] : shown["last"] + 1],
        "wanted": wanted_of(act, request),
        "page": number,
        "pages": len(pages),
        "remarks": grouped(said["remarks"], "entity_id"),
        "taken_by": said["taken_by"],
        "whole": standing_of(whole, act.hash),
        "left": sum(not is_decided(article) for article in act.articles),
    }
    return await desk_page(datasette, request, "desk_act.html", context)


def pages_of(act: Act) -> list[dict[str, int]]:
    """The first and last article of each page: as heavy as a page of the whole law, and no longer
    than MOST_ARTICLES.
    """
    rows = [article["provision"] for article in act.articles]
    weighed = [{**row, "text": row["text"] or row["summary_en"] or ""} for row in rows]
    return [
        {"first": first, "last": min(first + MOST_ARTICLES - 1, page["last"])}
        for page in cut_into_pages(weighed)
        for first in range(page["first"], page["last"] + 1, MOST_ARTICLES)
    ]


def page_of(act: Act, pages: list[dict[str, int]], request: Any) -> int:
    """The page asked for, or the one with the article asked for."""
    asked = f"{act.instrument['id']}:{request.args.get('article')}"
    for place, article in enumerate(act.articles):
        if article["provision"]["id"] == asked:
            return next(number for number, page in enumerate(pages, 1) if place <= page["last"])
    return min(number_of(request), max(1, len(pages)))


def wanted_of(act: Act, request: Any) -> str | None:
    """The article for which every form is asked for, those of rare use too."""
    if not request.args.get("more"):
        return None
    return f"{act.instrument['id']}:{request.args.get('article')}"


def said_of(connection: sqlite3.Connection, identity: str) -> dict[str, Any]:
    """The remarks on an act, who has taken it, and the decisions on it as a whole."""
    remarks = connection.execute(
        "select * from comment where instrument = ? order by id", [identity]
    )
    sql = "select reviewer, taken from assignment where instrument = ? order by id desc limit 1"
    taken = connection.execute(sql, [identity]).fetchone()
    return {
        "remarks": [dict(row) for row in remarks],
        "taken_by": taken["reviewer"] if taken and taken["taken"] else None,
        "decisions": decisions_of(connection, identity),
    }


async def save(datasette: Any, request: Any, desk: Desk, reviewer: Reviewer) -> Response:
    """Do what a form of the page asks, and lead back to what comes next. With `?part=1`, which the
    script asks for, the answer is the column of the article alone.
    """
    identity = request.url_vars["id"]
    if request.method != "POST":
        return see_other(f"{language_prefix()}/review/{identity}")
    form = await read_form(request)
    query, provision = query_of(datasette), form.get("provision")
    work = FORMS.get(form.get("what", ""))
    part = bool(request.args.get("part"))
    try:
        act = await load_act(query, desk, identity, provision)
        if work is None:
            raise NotSaved(_("This form is not known here."))
        await desk.ask(work, act, form, reviewer)
    except (NotSaved, sqlite3.IntegrityError) as refused:
        reason = _("Nothing was saved: %(error)s", error=str(refused))
        return await refuse(datasette, request, NOT_SAVED, str(refused) if part else reason)
    act = await load_act(query, desk, identity, provision if part else None)
    if not part or not provision:
        return see_other(next_place(act, provision, form.get("on"), reviewer))
    context = {**MACROS, "act": act, "reviewer": reviewer, "article": act.article(provision)}
    context["remarks"] = grouped((await desk.ask(said_of, identity))["remarks"], "entity_id")
    return await desk_page(datasette, request, "desk_column.html", context)


def next_place(act: Act, provision: str | None, on: str | None, reviewer: Reviewer) -> str:
    """The address of what the reviewer decides next behind this place, or of the place itself."""
    begun, places = False, []
    for article in act.articles:
        own = article["provision"]["id"] == provision
        for subject in article["subjects"]:
            here = own and f"{subject['entity']} {subject['field']}" == on
            if begun and needs_me(subject, reviewer):
                places.append((article, subject))
            begun = begun or here
        if own:
            begun = True
        elif begun and not is_decided(article):
            places.append((article, None))
        if places:
            break
    base = f"{language_prefix()}/review/{act.instrument['id']}"
    if not places:
        key = (provision or "").partition(":")[2]
        return f"{base}?article={key}#a-{key}" if key else base
    article, after = places[0]
    key = article["provision"]["id"].partition(":")[2]
    return f"{base}?article={key}#{anchor_of(after) if after else f'a-{key}'}"


def anchor_of(subject: Row) -> str:
    """Where a subject stands on the page."""
    key = subject["entity_id"].partition(":")[2]
    return f"{key}.{subject['entity']}.{subject['field']}"


MACROS["anchor_of"] = anchor_of


@hookimpl
def register_routes(datasette: Any) -> list[Any]:
    if desk_of(datasette) is None:
        return []
    path = r"review/(?!sign-|report$|record$)(?P<id>[a-z0-9-]+)"
    return [desk_route(path, show_act), desk_route(f"{path}/save", save)]
