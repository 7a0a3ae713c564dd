"""Corrections to the records of bodies and plans: which of their columns a reviewer may correct,
and how a correction comes into the curated files.
"""

import sqlite3
from pathlib import Path

from ingest.review import progress
from ingest.review.standing import OPEN, Decision, Standing, standing_of
from ingest.review.store import hash_words

COLUMNS = {
    "body": ("url", "hotline", "hours", "languages", "since", "acronym"),
    "instrument": ("status", "period_start", "period_end", "adopted_on", "in_force_on", "ended_on"),
}
WITNESS = ("entity", "entity_id", "field", "value", "source", "locator", "verification")


def hash_of_value(value: str | None) -> str:
    """What a correction rests on: the value that it corrects."""
    return hash_words("value", value)


def standing_of_value(decisions: list[Decision], now: str | None) -> Standing:
    """Where a correction stands; one that the record holds by now is no longer open."""
    standing = standing_of(decisions, hash_of_value(now))
    if not standing.decided and any(row["value"] == now for row in standing.last.values()):
        return Standing(OPEN)
    return standing


def find_value(held: sqlite3.Connection, decision: Decision) -> str | None:
    """What the built database says in a column that may be corrected, or in a report on what a plan
    has done; None also for what may not be corrected, or is not there.
    """
    entity, field = decision["entity"], decision["field"]
    if entity == progress.ENTITY:
        return progress.find_report(held, decision)
    if field not in COLUMNS.get(entity, ()):
        return None
    sql = f"select [{field}] from [{entity}] where id = ?"  # both from COLUMNS
    found = held.execute(sql, [decision["entity_id"]]).fetchone()
    return found[0] if found else None


def is_correction(decision: Decision) -> bool:
    """Is a decision on a column of a record, and not on an article or an act as a whole?"""
    return decision["field"] in COLUMNS.get(decision["entity"], ())


def rests_on_value(decision: Decision) -> bool:
    """Does a decision rest on a value recorded, and not on the words of a law?"""
    return is_correction(decision) or decision["entity"] == progress.ENTITY


def file_of_body(folder: Path, identity: str) -> Path | None:
    """The flat file in which a body stands."""
    start = f"{identity},"
    for path in sorted(folder.glob("body/*.csv")):
        if any(line.startswith(start) for line in path.read_text("utf-8").splitlines()):
            return path
    return None


def witness_of(decision: Decision) -> dict[str, str]:
    """The row of witness.csv that says where the new value is to be seen."""
    values = (decision["value"], progress.SOURCE, decision["source"], "reviewed")
    key = (decision["entity"], decision["entity_id"], decision["field"])
    return dict(zip(WITNESS, (*key, *values), strict=True))
