"""/review/record/body/<id> and /review/record/instrument/<plan> : correct a hotline, an address, a
period, each with the page on which the right value is to be seen and the day on which it was; tell
what a plan has done, and confirm what is recorded of it.
"""

import json
import re
import sqlite3
from datetime import date
from typing import Any

from datasette import NotFound, Response, hookimpl

from ingest.review.progress import ENTITY
from ingest.review.records import COLUMNS, hash_of_value, standing_of_value
from ingest.review.standing import by_subject
from ingest.review.store import writing
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
from plugins.kit.desk_decide import add_decision, decisions_of
from plugins.kit.desk_progress import load_activities, read_report
from plugins.kit.desk_values import (
    NEEDED,
    NotSaved,
    Schema,
    check_held,
    load_schema,
    read_number,
)
from plugins.kit.error_page import answer_error
from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix, shown_words
from plugins.kit.page import Row, query_of

ADDRESS = re.compile(r"https?://\S{3,490}")
DAY = re.compile(r"\d{4}(-\d\d){0,2}")
LONGEST = 500
NOT_SAVED = 409


async def load_record(datasette: Any, request: Any) -> Row:
    """The record that an address names. Raises NotFound."""
    entity = request.url_vars["entity"]
    sql = f"select * from {entity} where id = :id"  # one of COLUMNS, as the route has it
    found = await query_of(datasette)(sql, id=request.url_vars["id"])
    if not found:
        raise NotFound(_("Nothing is recorded under this name."))
    return found[0]


async def show_record(datasette: Any, request: Any, desk: Desk, reviewer: Reviewer) -> Response:
    """The columns that may be corrected, with what was proposed; a form for each."""
    entity, record = request.url_vars["entity"], await load_record(datasette, request)
    if request.method == "POST":
        form = await read_form(request)
        try:
            row = await read_form_of_record(datasette, desk, form, entity, record)
            check_correction(await query_of(datasette).at_once(load_schema), row, record)
            await desk.ask(save_correction, row, read_number(form, "follows"), reviewer)
        except (NotSaved, sqlite3.IntegrityError) as refused:
            reason = _("Nothing was saved: %(error)s", error=str(refused))
            return await answer_error(datasette, request, NOT_SAVED, reason, PRIVATE)
        place = row["entity_id"] if row["entity"] == ENTITY else row["field"]
        return see_other(f"{language_prefix()}/review/record/{entity}/{record['id']}#{place}")
    held = by_subject(await desk.ask(decisions_of, record["id"]))
    columns = [
        {
            "name": name,
            "now": record[name],
            "standing": standing_of_value(held.get((entity, record["id"], name), []), record[name]),
        }
        for name in COLUMNS[entity]
    ]
    context = {"record": record, "entity": entity, "columns": columns, "reviewer": reviewer}
    context |= {"shown_words": shown_words}
    context["activities"] = await load_activities(query_of(datasette), record["id"], held)
    return await desk_page(datasette, request, "desk_record.html", context)


async def read_form_of_record(
    datasette: Any, desk: Desk, form: dict[str, str], entity: str, record: Row
) -> Row:
    """What a form of the page says, as a row of the table decision. Raises NotSaved."""
    if "activity" not in form:
        return read_correction(form, entity, record) | read_evidence(form)
    held = by_subject(await desk.ask(decisions_of, record["id"]))
    activities = await load_activities(query_of(datasette), record["id"], held)
    row = read_report(form, record["id"], activities)
    return row | ({} if "report" in form else read_evidence(form))


def check_correction(schema: Schema, row: Row, record: Row) -> None:
    """Raise NotSaved for a correction, or a report, that a build would refuse."""
    if row["decision"] != "change":
        return
    if row["entity"] != ENTITY:
        check_held(schema, row["entity"], {**record, row["field"]: row["value"]}, row["value"])
        return
    day = row["field"].partition(" ")[0]
    report = {**NEEDED, "activity": row["entity_id"], "reported_on": day}
    check_held(schema, "plan_progress", report | json.loads(row["value"]), row["value"])


def read_correction(form: dict[str, str], entity: str, record: Row) -> Row:
    """A correction as a row of the table decision. Raises NotSaved."""
    field, value = form.get("field", ""), form.get("value", "")
    if field not in COLUMNS[entity]:
        raise NotSaved(_("This form is not known here."))
    if not value or len(value) > LONGEST or value == record[field]:
        raise NotSaved(_("A value other than the recorded one is wanted, of at most 500 signs."))
    row = {"instrument": record["id"], "entity": entity, "entity_id": record["id"], "field": field}
    row |= {"decision": "change", "value": value, "seen": record[field]}
    return row | {"reason": form.get("reason"), "words_hash": hash_of_value(record[field])}


def read_evidence(form: dict[str, str]) -> Row:
    """The page on which the right value is to be seen and the day on which it was. Raises
    NotSaved.
    """
    if not ADDRESS.fullmatch(form.get("source", "")):
        raise NotSaved(_("The address of a page on which the value is to be seen is wanted."))
    if not DAY.fullmatch(form.get("as_of", "")) or not is_day(form["as_of"]):
        raise NotSaved(_("The day on which it was seen there is wanted, as 2026-11-29."))
    return {"source": form["source"], "as_of": form["as_of"]}


def is_day(given: str) -> bool:
    """Is there such a year, month or day?"""
    try:
        date.fromisoformat(f"{given}{'-01-01'[len(given) - 4 :]}")
    except ValueError:
        return False
    return True


def save_correction(
    connection: sqlite3.Connection, row: Row, follows: int, reviewer: Reviewer
) -> None:
    """Save a correction as a decision."""
    with writing(connection):
        add_decision(connection, row, follows, reviewer)


@hookimpl
def register_routes(datasette: Any) -> list[Any]:
    if desk_of(datasette) is None:
        return []
    entities = "|".join(COLUMNS)
    return [desk_route(rf"review/record/(?P<entity>{entities})/(?P<id>[a-z0-9-]+)", show_record)]
