"""What several reviewers' decisions on one thing come to: reviewed once, confirmed, in conflict.

A decision counts while the words it rests on are the words held; a new engine changes nothing. Of
each reviewer the last decision counts. "Unsure" decides nothing and asks for another reader.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ingest.review.store import hash_words

Decision = Mapping[str, Any]
Subject = tuple[str, str, str]  # entity, entity_id, field, as in the table decision

OPEN, ONCE, CONFIRMED = "open", "once", "confirmed"
CONFLICT, SETTLED, REOPENED = "conflict", "settled", "reopened"
DONE = (ONCE, CONFIRMED, SETTLED)
WHATEVER = object()  # the record says
OF_PENALTY = (
    "kind",
    "min_months",
    "max_months",
    "life",
    "fine_min",
    "fine_max",
    "currency",
    "aggravated",
)
PARTS_OF_DEFINITION = (
    "acts",
    "means",
    "purposes",
    "means_required_for_child",
    "consent_irrelevant",
    "child_age",
)
WORDS_OF_PENALTY, FLAGS_OF_PENALTY = ("kind", "currency"), ("life", "aggravated")


def hash_of_provision(provision: Mapping[str, Any]) -> str:
    """The hash of the words of an article, or of what we say of it where its words are not held."""
    if provision["text"]:
        return hash_words(provision["text"])
    return hash_words("", provision["summary_en"], provision["summary_fr"])


def as_value(values: Mapping[str, Any]) -> str:
    """A penalty as one text that two readers can agree on, from a row or from the text of a file.
    Raises ValueError for what is no number where one belongs.
    """
    held: dict[str, Any] = {}
    for name in OF_PENALTY:
        if values.get(name) in (None, "", 0, "0"):
            continue
        if name in WORDS_OF_PENALTY:
            held[name] = values[name]
        else:
            held[name] = int(values[name]) if name in FLAGS_OF_PENALTY else float(values[name])
            if not math.isfinite(held[name]):
                raise ValueError(name)
    return json.dumps(held, sort_keys=True, ensure_ascii=False)


@dataclass
class Standing:
    """How far a thing is reviewed. `outcome` is what was decided where it is DONE, `last` the last
    decision of each reviewer, `decided` those of them that count, oldest first.
    """

    state: str = OPEN
    outcome: str | None = None
    decided: list[Decision] = field(default_factory=list)
    last: dict[str, Decision] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        return self.state in DONE

    @property
    def reviewers(self) -> list[str]:
        """Who decided as the outcome says."""
        return [row["actor"] for row in self.decided if outcome_of(row) == self.outcome]


def subject_of(decision: Decision) -> Subject:
    """What a decision is on."""
    return decision["entity"], decision["entity_id"], decision["field"]


def outcome_of(decision: Decision) -> str:
    """What a decision comes to, so that two can be compared: to confirm what the record says and to
    change a suggestion into the same is one.
    """
    if decision["decision"] in ("confirm", "change"):
        return str(decision["value"])
    return str(decision["decision"])


def is_same(one: str | None, other: str | None) -> bool:
    """Are two values the same? The order of the elements of a definition says nothing."""
    if one is None or other is None:
        return one is other
    return one == other or set(one.split(";")) == set(other.split(";"))


def rests_on(decision: Decision, words_hash: str, now: Any) -> bool:
    """Are the words read those held, and is what the record says now what was seen or decided?"""
    decided = decision["value"] if decision["decision"] in ("confirm", "change") else None
    known = now is WHATEVER or is_same(now, decision["seen"]) or is_same(now, decided)
    return bool(known and decision["words_hash"] == words_hash)


def standing_of(
    decisions: Iterable[Decision], words_hash: str, now: str | object | None = WHATEVER
) -> Standing:
    """Where a thing stands, of all decisions on it, the hash of the words held now and what the
    record says of it.
    """
    ordered = sorted(decisions, key=lambda row: row["id"])
    last = {row["actor"]: row for row in ordered}
    sure = [row for row in last.values() if row["decision"] != "unsure"]
    decided = sorted(
        (row for row in sure if rests_on(row, words_hash, now)), key=lambda row: row["id"]
    )
    settling = [row for row in decided if row["settles"]]
    if settling:
        return Standing(SETTLED, outcome_of(settling[-1]), decided, last)
    outcomes = {outcome_of(row) for row in decided}
    if len(outcomes) > 1:
        return Standing(CONFLICT, None, decided, last)
    if not outcomes:
        return Standing(REOPENED if sure else OPEN, None, decided, last)
    return Standing(ONCE if len(decided) == 1 else CONFIRMED, outcomes.pop(), decided, last)


def by_subject(decisions: Iterable[Decision]) -> dict[Subject, list[Decision]]:
    """Decisions by what they are on."""
    found: dict[Subject, list[Decision]] = {}
    for row in decisions:
        found.setdefault(subject_of(row), []).append(row)
    return found


def agreement(decisions: Iterable[Decision]) -> dict[str, tuple[int, int]]:
    """By item: of how many links two reviewers decided, and of how many they decided the same at
    first, each on the same words and without an editor's settling.
    """
    counted: dict[str, tuple[int, int]] = {}
    for (entity, _identity, item), rows in by_subject(decisions).items():
        if entity != "crossref":
            continue
        first: dict[str, Decision] = {}
        for row in sorted(rows, key=lambda row: row["id"]):
            if row["decision"] != "unsure" and not row["settles"]:
                first.setdefault(row["actor"], row)
        pair = list(first.values())[:2]
        if len(pair) == 2 and pair[0]["words_hash"] == pair[1]["words_hash"]:
            both, same = counted.get(item, (0, 0))
            counted[item] = (both + 1, same + (outcome_of(pair[0]) == outcome_of(pair[1])))
    return counted
