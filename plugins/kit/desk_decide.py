"""Save one decision of a reviewer, at once or not at all: what the form says, checked against the
record, the words held now and the decisions of others.
"""

import sqlite3
from collections.abc import Mapping

from ingest.review.standing import (
    CONFLICT,
    ONCE,
    Decision,
    Standing,
    by_subject,
    is_same,
    outcome_of,
    standing_of,
)
from ingest.review.store import add_row, writing
from plugins.kit.desk import Reviewer
from plugins.kit.desk_subjects import EXTENTS, SUGGESTED, is_sampled
from plugins.kit.desk_values import NotSaved, read_value
from plugins.kit.language import gettext as _
from plugins.kit.language import language
from plugins.kit.page import Row

LONGEST_REASON = 2_000
SAME = ("decision", "value", "reason")  # what two sendings of one form have in common


def decisions_of(connection: sqlite3.Connection, instrument: str | None = None) -> list[Decision]:
    """The decisions on an act, or all, oldest first."""
    sql = "select * from decision where :id is null or instrument = :id order by id"
    return [dict(row) for row in connection.execute(sql, {"id": instrument})]


def decided_by_subject(
    connection: sqlite3.Connection, instrument: str, provision: str | None
) -> dict[tuple[str, str, str], list[Decision]]:
    """The decisions on an act, or on one of its articles, by what they are on."""
    if provision is None:
        return by_subject(decisions_of(connection, instrument))
    sql = "select * from decision where instrument = ? and entity_id = ? order by id"
    return by_subject(dict(row) for row in connection.execute(sql, [instrument, provision]))


def needs_me(subject: Row, reviewer: Reviewer) -> bool:
    """Is this still to be decided by this reviewer?"""
    standing: Standing = subject["standing"]
    current = has_decided(standing, reviewer)
    if standing.state == CONFLICT:
        return reviewer.role == "editor" or not current
    if standing.done:
        return wants_second(subject, reviewer)
    return not current and is_open(subject)


def has_decided(standing: Standing, reviewer: Reviewer) -> bool:
    """Has a reviewer decided on what is held now, or said to be unsure?"""
    mine = standing.last.get(reviewer.name)
    return mine is not None and (mine in standing.decided or mine["decision"] == "unsure")


def wants_second(subject: Row, reviewer: Reviewer) -> bool:
    """Is this one of those to be read twice, which one other reviewer has decided so far?"""
    standing: Standing = subject["standing"]
    once = standing.state == ONCE and not has_decided(standing, reviewer)
    return once and is_sampled(subject)


def is_open(subject: Row) -> bool:
    """Has nobody decided it yet, or not on these words, or do two see it differently?"""
    standing: Standing = subject["standing"]
    if not standing.last and (subject["written"] or subject["kind"] == "weak"):
        return False
    return not standing.done


def is_blind(subject: Row, reviewer: Reviewer) -> bool:
    """May this reviewer not know yet what the other decided? What another proposed is to be seen,
    or nobody could agree to it.
    """
    proposed = subject["kind"] == "added" and subject["entity"] != "crossref"
    return wants_second(subject, reviewer) and not proposed


def read_decision(form: Mapping[str, str], subject: Row, given: str | None = None) -> Row:
    """Decision, value and reason that a form gives of a subject; `given` is a value that was read
    from the form already. Raises NotSaved.
    """
    asked, reason = form.get("to", ""), form.get("reason")
    decision, value = asked, None
    if asked not in ("reject", "unsure") or (asked, subject["entity"]) == ("reject", "provision"):
        value = given or value_asked(asked, form, subject)
        decision = "confirm" if value == subject["seen"] else "change"
    if reason and len(reason) > LONGEST_REASON:
        raise NotSaved(_("A reason may have %(most)s signs.", most=LONGEST_REASON))
    if not reason and subject["seen"] is not None and decision in ("change", "reject"):
        raise NotSaved(_("Who changes or rejects what is recorded says why."))
    return {"decision": decision, "value": value, "reason": reason}


def value_asked(asked: str, form: Mapping[str, str], subject: Row) -> str:
    """The value that a button of a form stands for. Raises NotSaved for one that is none."""
    if subject["entity"] == "crossref" and asked in EXTENTS:
        return asked
    values = {"confirm": subject["seen"], "proposed": subject["proposed"]}
    if asked == "change":
        value = read_value(form, subject)
    elif asked in values:
        value = values[asked]
    else:
        raise NotSaved(_("This decision is not known here: %(given)s", given=asked[:40]))
    if value is None:
        raise NotSaved(_("There is nothing here to confirm."))
    same = subject["entity"] == "definition" and is_same(value, subject["seen"])
    return str(subject["seen"] if same else value)


def add_decision(
    connection: sqlite3.Connection, row: Row, follows: int, reviewer: Reviewer
) -> None:
    """Add a decision, in a transaction that is open; `row` has every column that is not set here.
    The same form sent twice is saved once. Raises NotSaved when the reviewer has decided otherwise
    in between.
    """
    sql = "select * from decision where entity = ? and entity_id = ? and field = ?"
    key = [row["entity"], row["entity_id"], row["field"]]
    held = [dict(held) for held in connection.execute(sql, key)]
    standing = standing_of(held, row["words_hash"], row["seen"])
    mine = standing.last.get(reviewer.name)
    if (mine["id"] if mine else 0) != follows:
        if mine and mine["follows"] == follows and all(mine[name] == row[name] for name in SAME):
            return
        raise NotSaved(_("You decided this in another window. Reload the page to see it."))
    others = [held for held in standing.decided if held["actor"] != reviewer.name]
    settles = reviewer.role == "editor" and len({outcome_of(held) for held in others}) > 1
    settles = settles and row["decision"] != "unsure"
    if settles and not row["reason"]:
        raise NotSaved(_("Who settles what two reviewers see differently says why."))
    more = {"follows": follows, "settles": int(settles), "actor": reviewer.name}
    add_row(connection, "decision", {**row, **more, "language": language()})


def row_of(instrument: str, subject: Row, words_hash: str, decided: Row) -> Row:
    """The columns of a decision on a subject."""
    return {
        "instrument": instrument,
        "entity": subject["entity"],
        "entity_id": subject["entity_id"],
        "field": subject["field"],
        "seen": subject["seen"],
        "evidence_start": subject["start"],
        "evidence_end": subject["end"],
        "words_hash": words_hash,
        "engine": subject["engine"],
        **decided,
    }


def save_none(
    connection: sqlite3.Connection, instrument: str, article: Row, reviewer: Reviewer
) -> None:
    """Say that an article gives effect to no item: its suggestions are rejected, all at once.
    Raises NotSaved where a link is recorded that this reviewer has not rejected.
    """
    for subject in article["subjects"]:
        mine = subject["standing"].last.get(reviewer.name)
        linked = subject["kind"] in ("recorded", "added") and subject["entity"] == "crossref"
        if linked and (mine is None or mine["decision"] != "reject"):
            raise NotSaved(_("Decide the links recorded here first."))
    rejected = {"decision": "reject", "value": None, "reason": None}
    none = {"entity": "provision", "entity_id": article["provision"]["id"], "field": ""}
    none |= {"seen": None, "start": None, "end": None, "engine": None}
    with writing(connection):
        for subject in article["subjects"]:
            mine = subject["standing"].last.get(reviewer.name)
            suggested = subject["entity"] == "crossref" and subject["kind"] in SUGGESTED
            if suggested and (mine is None or mine not in subject["standing"].decided):
                row = row_of(instrument, subject, article["hash"], rejected)
                add_decision(connection, row, mine["id"] if mine else 0, reviewer)
        mine = article["none"].last.get(reviewer.name)
        if mine is None or mine not in article["none"].decided:
            decided = {"decision": "none", "value": None, "reason": None}
            row = row_of(instrument, none, article["hash"], decided)
            add_decision(connection, row, mine["id"] if mine else 0, reviewer)
