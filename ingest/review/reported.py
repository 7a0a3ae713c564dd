"""Corrections that readers reported, as rows of change.csv: there the ledger says who saw it first.

A reviewer who answers a report with "corrected" names the decision that corrects it.
"""

import json
import sqlite3

from ingest.review.edits import TOUCHES, Settled

SOURCE = "reader-report"
Row = dict[str, str]


def reports_answered(desk: sqlite3.Connection) -> dict[int, str]:
    """References of reports by the id of the decision that corrects what was reported."""
    sql = "select decision, report from answer where outcome = 'corrected' and decision is not null"
    return {row["decision"]: row["report"] for row in desk.execute(sql)}


def changes_reported(one: Settled) -> list[Row]:
    """The rows of the ledger for a thing that was written because a reader reported it; none for
    anything else. They are those that a build finds by comparing.
    """
    if one.report is None:
        return []
    entity, identity, field = (one.decision[name] for name in ("entity", "entity_id", "field"))
    place = {"seen_on": one.day, "entity": entity, "entity_id": identity, "source": SOURCE}
    if entity in ("crossref", "plan_activity"):
        place["entity_id"] = f"{identity} {field}"
        place["entity"] = "plan_progress" if entity == "plan_activity" else entity
        return [place | change for change in of_row(one, "extent" if entity == "crossref" else "")]
    if entity == "penalty":
        place["entity_id"] = f"{identity} {field.lstrip('+')}"
        return [place | change for change in of_row(one, "")]
    new = None if one.outcome == "reject" else one.outcome
    return [place | changed(field, one.decision["seen"], new)]


def of_row(one: Settled, only: str) -> list[Row]:
    """A row that was added or taken out, or each of its columns that changed: `only` this one, or
    those of a value that is several columns.
    """
    seen = one.decision["seen"]
    if seen is None or one.outcome == "reject":
        return [{"reason": "added" if seen is None else "removed"}]
    if only:
        return [changed(only, none_of(seen), none_of(one.outcome))] if seen != one.outcome else []
    old, new = json.loads(seen), json.loads(one.outcome)
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    return [changed(name, old.get(name), new.get(name)) for name in names]


def none_of(extent: str) -> str | None:
    """The extent as its column has it: a link that only touches an item has none."""
    return None if extent == TOUCHES else extent


def changed(field: str, old: object, new: object) -> Row:
    """One column that changed, as the ledger writes values."""
    row = {"field": field, "reason": "changed"}
    told = {"old": old, "new": new}
    return row | {name: str(value) for name, value in told.items() if value is not None}
