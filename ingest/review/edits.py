"""What a decision of the desk changes in a curated document: one thing, and only where the record
still says what the reviewer saw.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.folding import slug
from ingest.review.standing import PARTS_OF_DEFINITION, Decision, Standing, as_value

QUOTED = 70  # characters of a law that a link keeps as its evidence, at most
TOUCHES = "touches"
Tree = dict[str, Any]


class Newer(Exception):
    """The record was edited since, in another way; the words say how."""


@dataclass(frozen=True)
class Settled:
    """A thing that reviewers have decided, where it stands, the words of its article, and the
    reference of the reader's report that it answers.
    """

    decision: Decision
    standing: Standing
    text: str = ""
    report: str | None = None

    @property
    def outcome(self) -> str:
        return str(self.standing.outcome)

    @property
    def reviewers(self) -> str:
        """Their names, separated by a semicolon."""
        return "; ".join(sorted(set(self.standing.reviewers)))

    @property
    def day(self) -> str:
        """When the last of them decided."""
        return str(max(row["decided_at"] for row in self.standing.decided)[:10])

    @property
    def review(self) -> dict[str, str]:
        """Who, when and why, as columns of a record."""
        why = [row for row in self.standing.decided if row["reason"]]
        told = {"reviewer": self.reviewers, "reviewed_on": self.day}
        if why:
            told |= {"review_reason": why[-1]["reason"], "review_language": why[-1]["language"]}
        return told


def quote_of(settled: Settled) -> str | None:
    """The words that a link rests on, as many as it may keep; None where none were named."""
    start, end = settled.decision["evidence_start"], settled.decision["evidence_end"]
    if start is None:
        return None
    words = " ".join(settled.text[start:end].split())
    return words if len(words) <= QUOTED else words[: QUOTED + 1].rpartition(" ")[0] or None


def same_or_newer(now: str | None, settled: Settled) -> bool:
    """Does the record already say what was decided? Raises Newer when it says neither that nor what
    the reviewers saw.
    """
    if now == settled.outcome:
        return True
    if now != settled.decision["seen"]:
        seen = settled.decision["seen"]
        raise Newer(f"was {seen!r} when it was decided, is {now!r} now")
    return False


def edit_link(provision: Tree, settled: Settled) -> bool:
    """Write what was decided on a link into its record; true when that changes anything. Raises
    Newer.
    """
    item, links = settled.decision["field"], provision.setdefault("crossref", [])
    held = next((link for link in links if link["item"] == item), None)
    now = (held.get("extent") or TOUCHES) if held else None
    if settled.outcome == "reject":
        if held is None:
            return False
        if now != settled.decision["seen"]:
            raise Newer(f"was {settled.decision['seen']!r} when it was rejected, is {now!r} now")
        links.remove(held)
        return True
    said = same_or_newer(now, settled)
    if held is None:
        if not settled.text:
            raise Newer("the words of the article are not held, so that no link can rest on them")
        held = {"item": item, "basis": "text", "main": "0"}
        if evidence := quote_of(settled):
            held["evidence"] = evidence
        links.append(held)
    before = dict(held)
    held |= {**settled.review, "verification": "reviewed"}
    if not said:
        held.pop("extent", None)
        held |= {"extent": settled.outcome} if settled.outcome != TOUCHES else {}
    return held != before


def edit_penalty(provision: Tree, settled: Settled) -> bool:
    """The same for a penalty; one that the machine read is added where none is recorded."""
    field, held = settled.decision["field"], provision.get("penalty", [])
    if isinstance(held, dict):  # a document may write one penalty without a list
        held = [held]
    provision["penalty"] = held
    numbers = [row.get("ordinal", str(place)) for place, row in enumerate(held, 1)]
    if settled.outcome != "reject":
        new = columns_of_penalty(settled.outcome)
    if field.startswith("+"):
        if settled.outcome == "reject" or any(as_value(row) == settled.outcome for row in held):
            return False
        number = str(1 + max(map(int, numbers), default=0))
        told = {} if number == str(1 + len(held)) else {"ordinal": number}
        held.append({**new, **told, "verification": "reviewed"})
        return True
    row: Tree | None = held[numbers.index(field)] if field in numbers else None
    if settled.outcome == "reject":
        return row is not None and remove_penalty(held, numbers.index(field), settled)
    if row is None:
        raise Newer("it is no longer there")
    said = same_or_newer(as_value(row), settled)
    before = dict(row)
    if not said:
        for name in columns_of_penalty(str(settled.decision["seen"])):
            row.pop(name, None)
        row |= new
    row["verification"] = "reviewed"
    return row != before


def remove_penalty(held: list[Tree], place: int, settled: Settled) -> bool:
    """Take a penalty out; those behind it keep their numbers, by which decisions name them. Raises
    Newer.
    """
    if as_value(held[place]) != settled.decision["seen"]:
        raise Newer("another penalty stands in its place now")
    for number, row in enumerate(held, 1):
        if number > place + 1:
            row.setdefault("ordinal", str(number))
    del held[place]
    return True


def columns_of_penalty(value: str) -> dict[str, str]:
    """A penalty that was decided, in the columns of a curated file: 20, not 20.0."""
    return {
        name: str(int(held)) if isinstance(held, float) and held.is_integer() else str(held)
        for name, held in json.loads(value).items()
    }


def edit_definition(provision: Tree, settled: Settled) -> bool:
    """The same for one part of a definition."""
    part, held = settled.decision["field"], provision.setdefault("definition", {})
    now = held.get(part)
    if settled.outcome == "reject":
        if now is None:
            return False
        if now != settled.decision["seen"]:
            raise Newer(f"was {settled.decision['seen']!r} when it was rejected, is {now!r} now")
        del held[part]
        return True
    if same_or_newer(now, settled):
        return False
    held[part] = settled.outcome
    return True


def mark_definition(provision: Tree, decided: set[str]) -> bool:
    """A definition is reviewed when the same reviewers have decided every part that it has."""
    held = provision.get("definition", {})
    recorded = {part for part in PARTS_OF_DEFINITION if part in held}
    if not recorded or not recorded <= decided or held.get("verification") == "reviewed":
        return False
    held["verification"] = "reviewed"
    return True


def edit_summary(provision: Tree, settled: Settled) -> bool:
    """Write what we say of an article in one language."""
    field = settled.decision["field"]
    if same_or_newer(provision.get(field), settled):
        return False
    provision[field] = settled.outcome
    return True


EDITS = {
    "crossref": edit_link,
    "penalty": edit_penalty,
    "definition": edit_definition,
    "provision": edit_summary,
}


def edit_record(record: Tree, settled: Settled) -> bool:
    """Correct one column of the record of a body or plan."""
    if same_or_newer(record.get(settled.decision["field"]), settled):
        return False
    record |= {settled.decision["field"]: settled.outcome, "as_of": settled.decision["as_of"]}
    return True


def edit_act(instrument: Tree, settled: Settled) -> bool:
    """Say in the record of an act when it was read whole and by whom."""
    told = {"read_whole_on": settled.day, "read_whole_by": settled.reviewers}
    if (instrument.get("read_whole_on") or "") >= settled.day:
        return False
    instrument |= told
    return True


def provision_of(instrument: Tree, row: Mapping[str, Any], ordinals: Mapping[str, int]) -> Tree:
    """The record of a provision in its document. One of which only the words are held is added, in
    its place by `ordinals`, those of all provisions of the database by their ids.
    """
    provisions: list[Tree] = instrument.setdefault("provision", [])
    ids = [id_of(instrument, place, held) for place, held in enumerate(provisions, 1)]
    if row["id"] in ids:
        return provisions[ids.index(row["id"])]
    added = {"number": row["number"], "label": row["label"]}
    before = sum(ordinals.get(identity, 0) < row["ordinal"] for identity in ids)
    provisions.insert(before, added)
    return added


def id_of(instrument: Tree, place: int, provision: Tree) -> str:
    """The id of a provision as a build makes it (ingest/curated.py)."""
    number = provision.get("number")
    return str(provision.get("id") or f"{instrument['id']}:{slug(number) if number else place}")
