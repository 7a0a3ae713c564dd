"""What a plan has done, at the desk: the reports recorded, each to be confirmed or rejected, and a
report that a reviewer tells.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from ingest.review.progress import (
    ENTITY,
    REPORTS,
    field_of,
    report_as_value,
)
from ingest.review.records import hash_of_value, standing_of_value
from ingest.review.standing import Decision, by_subject
from plugins.kit.desk_decide import LONGEST_REASON
from plugins.kit.desk_values import NotSaved
from plugins.kit.language import gettext as _
from plugins.kit.language import language
from plugins.kit.page import Query, Row, grouped

ACTIVITIES = """
select *
from plan_activity
where plan = :plan
order by ordinal
"""
PERCENT = re.compile(r"100|\d{1,2}([.,]\d)?")
DECISIONS = ("confirm", "reject", "unsure")
UNREVIEWED = """
select g.*, a.plan, i.title_xx as title, k.name_xx as country_name
from plan_progress g
join plan_activity a on a.id = g.activity
join instrument i on i.id = a.plan
left join country k on k.id = i.country
where g.verification <> 'reviewed' and (:country is null or i.country = :country)
order by i.country, a.plan, g.activity
"""
Decisions = Mapping[tuple[str, str, str], list[Decision]]


async def load_progress(query: Query, decisions: list[Decision], country: str | None) -> list[Row]:
    """The plans with reports that nobody has decided on yet, each with how many are left."""
    held = by_subject(row for row in decisions if row["entity"] == ENTITY)
    plans: dict[str, Row] = {}
    for row in await query(UNREVIEWED, country=country):
        field = field_of(row["reported_on"], row["source"])
        said = held.get((ENTITY, row["activity"], field), [])
        if not standing_of_value(said, report_as_value(row)).done:
            plan = plans.setdefault(row["plan"], {**row, "left": 0})
            plan["left"] += 1
    return list(plans.values())


async def load_activities(query: Query, plan: str, decisions: Decisions) -> list[Row]:
    """The activities of a plan, each with its reports, those recorded and those told here."""
    recorded = grouped(await query(REPORTS, plan=plan), "activity")
    told: dict[str, list[str]] = {}
    for entity, identity, field in decisions:
        if entity == ENTITY:
            told.setdefault(identity, []).append(field)
    activities = await query(ACTIVITIES, plan=plan)
    for row in activities:
        held = {field_of(r["reported_on"], r["source"]): r for r in recorded.get(row["id"], [])}
        fields = dict.fromkeys([*held, *told.get(row["id"], [])])
        row["reports"] = [
            report_of(row["id"], field, held.get(field), decisions) for field in sorted(fields)
        ]
    return activities


def report_of(activity: str, field: str, recorded: Row | None, decisions: Decisions) -> Row:
    """One report: what is recorded of it, where it stands, and what each reviewer said."""
    now = report_as_value(recorded) if recorded else None
    standing = standing_of_value(decisions.get((ENTITY, activity, field), []), now)
    said = [{**row, "told": json.loads(row["value"] or "{}")} for row in standing.last.values()]
    return {
        "field": field,
        "reported_on": field.partition(" ")[0],
        "recorded": recorded,
        "seen": now,
        "standing": standing,
        "said": said,
    }


def read_report(form: Mapping[str, str], plan: str, activities: list[Row]) -> Row:
    """A report, or a decision on one, as a row of the table decision but for where it is to be seen
    and when. Raises NotSaved.
    """
    activity = next((row for row in activities if row["id"] == form.get("activity")), None)
    if activity is None or len(form.get("reason", "")) > LONGEST_REASON:
        raise NotSaved(_("This form is not known here."))
    row = {"instrument": plan, "entity": ENTITY, "entity_id": activity["id"]}
    row |= {"reason": form.get("reason")}
    if "report" in form:
        return row | decided_on(form, activity)
    value = told_in(form)
    field = field_of(form.get("as_of", ""))
    now = next((r["seen"] for r in activity["reports"] if r["field"] == field), None)
    row |= {"field": field, "decision": "change", "value": value, "seen": now}
    return row | {"words_hash": hash_of_value(now)}


def decided_on(form: Mapping[str, str], activity: Row) -> Row:
    """A decision on a report that is recorded or was told by another. Raises NotSaved."""
    report = next((r for r in activity["reports"] if r["field"] == form["report"]), None)
    asked = form.get("to")
    if report is None or asked not in DECISIONS:
        raise NotSaved(_("This form is not known here."))
    if asked == "reject" and not form.get("reason"):
        raise NotSaved(_("Who changes or rejects what is recorded says why."))
    value = value_to_confirm(report) if asked == "confirm" else None
    decision = "change" if asked == "confirm" and report["seen"] is None else asked
    row = {"field": form["report"], "decision": decision, "seen": report["seen"], "value": value}
    return row | {"words_hash": hash_of_value(report["seen"])}


def value_to_confirm(report: Row) -> str:
    """What is recorded, or what was told last. Raises NotSaved where there is neither."""
    told = [row["value"] for row in report["said"] if row["value"]]
    value = report["seen"] or (told[-1] if told else None)
    if value is None:
        raise NotSaved(_("There is nothing here to confirm."))
    return str(value)


def told_in(form: Mapping[str, str]) -> str:
    """The report that a form tells. Raises NotSaved where it says nothing, or an odd percentage."""
    percent = form.get("percent", "")
    if percent and not PERCENT.fullmatch(percent):
        raise NotSaved(_("A percentage is a number from 0 to 100."))
    told: dict[str, Any] = {"status": form.get("status"), "percent": percent.replace(",", ".")}
    if form.get("statement"):
        told |= {"statement": form["statement"], "language": language()}
    value = report_as_value(told)
    if value == "{}" or len(value) > LONGEST_REASON:
        raise NotSaved(_("A status, a percentage or a remark is wanted."))
    return value
