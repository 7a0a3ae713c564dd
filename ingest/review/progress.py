"""Reports on what a plan has done: told by a reviewer at the desk, or recorded and confirmed there.

A report is known by its activity, the day it tells of and its source; a decision on one has the
entity plan_activity, the id of the activity, and "<day> <source>" as its field.
"""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from ingest.review.edits import Newer, Settled, Tree, same_or_newer
from ingest.review.standing import Decision

ENTITY = "plan_activity"
SOURCE = "palermo-ledger"  # readings by the editors; the address read is the locator
TOLD = ("status", "percent", "statement", "language")  # what a reviewer may tell
OF_REPORT = (*TOLD, "spent", "currency", "due_printed", "statement_en", "statement_fr")
REPORTS = """
select g.*
from plan_progress g
join plan_activity a on a.id = g.activity
where a.plan = :plan
order by g.activity, g.reported_on
"""
REPORT = "select * from plan_progress where activity = ? and reported_on = ? and source = ?"


def field_of(reported_on: str, source: str = SOURCE) -> str:
    """The field of a decision on the report of a day by a source."""
    return f"{reported_on} {source}"


def report_as_value(report: Mapping[str, Any]) -> str:
    """A report as one text that two reviewers can agree on, from a row or from a curated file."""
    held = {name: report[name] for name in OF_REPORT if report.get(name) not in (None, "")}
    for name in ("percent", "spent"):
        if name in held:
            held[name] = float(held[name])
    return json.dumps(held, sort_keys=True, ensure_ascii=False)


def find_report(held: sqlite3.Connection, decision: Decision) -> str | None:
    """What the built database has of the report that a decision is on; None where it has none."""
    day, _blank, source = decision["field"].partition(" ")
    row = held.execute(REPORT, [decision["entity_id"], day, source]).fetchone()
    return report_as_value(row_of(row)) if row else None


def row_of(row: Any) -> dict[str, Any]:
    """A row by its columns, also where the database gives it as a sqlite3.Row."""
    return {name: row[name] for name in row.keys()}  # noqa: SIM118 - a sqlite3.Row has no `in`


def edit_report(plan: Tree, flat: list[dict[str, Any]], one: Settled) -> bool:
    """Write what was decided on a report: into the document of its plan or into `flat`, the rows of
    its file in plan_progress, to which a new one is added. True when that changes anything. Raises
    Newer.
    """
    rows = rows_with(plan, flat, one.decision)
    row = next((row for row in rows if is_of(row, one.decision)), None)
    if one.outcome == "reject":
        if row is None:
            return False
        if report_as_value(row) != one.decision["seen"]:
            raise Newer("the report was edited since it was rejected")
        rows.remove(row)
        return True
    if row is None:
        flat.append(new_report(one))
        return True
    before = dict(row)
    if not same_or_newer(report_as_value(row), one):
        for name in OF_REPORT:
            row.pop(name, None)
        row |= {**as_columns(str(one.outcome)), "locator": one.decision["source"]}
    row["verification"] = "reviewed"
    return row != before


def rows_with(plan: Tree, flat: list[dict[str, Any]], decision: Decision) -> list[dict[str, Any]]:
    """The list that has the report which a decision is on: that of its activity in the document of
    the plan, or the flat one.
    """
    for place, activity in enumerate(plan.get("plan_activity", []), 1):
        identity = activity.get("id") or f"{plan['id']}:{place}"
        reports: list[dict[str, Any]] = activity.get("plan_progress", [])
        if identity == decision["entity_id"] and any(is_of(row, decision) for row in reports):
            return reports
    return flat


def is_of(row: Mapping[str, Any], decision: Decision) -> bool:
    """Is this the report that a decision is on? A document names no activity: it stands in it."""
    named = row.get("activity", decision["entity_id"]) == decision["entity_id"]
    return bool(named and field_of(row["reported_on"], row["source"]) == decision["field"])


def new_report(one: Settled) -> dict[str, Any]:
    """A row of plan_progress for what was told at the desk."""
    day, _blank, source = one.decision["field"].partition(" ")
    key = {"activity": one.decision["entity_id"], "reported_on": day, "source": source}
    read = {"locator": one.decision["source"], "verification": "reviewed"}
    return {**key, **as_columns(str(one.outcome)), **read}


def as_columns(value: str) -> dict[str, str]:
    """A report that was decided, in the columns of a curated file: 50, not 50.0."""
    return {
        name: str(int(held)) if isinstance(held, float) and held.is_integer() else str(held)
        for name, held in json.loads(value).items()
    }
