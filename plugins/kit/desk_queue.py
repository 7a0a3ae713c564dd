"""What is left to review, act by act, in the order of its reach: how many verdicts rest on it."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from statistics import median
from typing import Any

from ingest.review.records import find_value, rests_on_value, standing_of_value
from ingest.review.standing import (
    CONFLICT,
    ONCE,
    PARTS_OF_DEFINITION,
    REOPENED,
    Standing,
    Subject,
    agreement,
    as_value,
    by_subject,
    hash_of_provision,
    standing_of,
)
from plugins.kit.desk import Reviewer
from plugins.kit.desk_decide import decisions_of, wants_second
from plugins.kit.page import Ask, Row

PARTS = "\nunion all\n".join(
    f"select provision, '{part}' as part, verification from definition where {part} is not null"
    for part in PARTS_OF_DEFINITION
)
LEFT = f"""
with rests as (
  select provision, item, count(*) as verdicts
  from verdict_period
  where until_on is null and provision is not null
  group by provision, item
),
left_over as (
  select 'crossref' as entity, c.provision, c.item as field, 'recorded' as kind
  from crossref c
  where c.verification <> 'reviewed'
  union all
  select 'crossref', s.provision, s.item, s.confidence
  from suggestion s
  left join crossref c on c.provision = s.provision and c.item = s.item
  where c.item is null and s.confidence in ('strong', 'possible')
  group by s.provision, s.item
  union all
  select 'penalty', provision, cast(ordinal as text), 'penalty'
  from penalty
  where verification <> 'reviewed'
  union all
  select 'penalty', s.provision, '+' || s.ordinal, 'penalty'
  from penalty_suggestion s
  where not exists (select 1 from penalty x where x.provision = s.provision)
  union all
  select 'definition', provision, part, 'definition'
  from ({PARTS})
  where verification <> 'reviewed'
  union all
  select distinct 'definition', e.provision, e.part, 'definition'
  from element_suggestion e
  where not exists (select 1 from ({PARTS}) d where d.provision = e.provision and d.part = e.part)
)
select l.*, p.instrument, coalesce(v.verdicts, 0) as verdicts
from left_over l
join provision p on p.id = l.provision
left join rests v on l.entity = 'crossref' and v.provision = l.provision and v.item = l.field
"""
RECORDED = {  # what the record says of a thing decided
    "crossref": "select coalesce(extent, 'touches') as extent from crossref"
    " where provision = :id and item = :field",
    "penalty": "select * from penalty where provision = :id and ordinal = :field",
    "definition": "select * from definition where provision = :id",
    "provision": "select * from provision where id = :id",
}
INSTRUMENTS = """
select i.id, i.title_xx as title, i.country, k.name_xx as country_name, i.language
from instrument i
left join country k on k.id = i.country
"""
BODIES = "select id, country, languages as language from body"
PROVISION = "select * from provision where id = :id"
SECONDS = 8  # for a decision, while fewer than ENOUGH were measured
ENOUGH, PAUSE = 20, 300  # decisions; seconds after which somebody was away
TOGETHER = 0.1  # seconds within which what was saved was decided by one key
KINDS = ("verdict", "recorded", "strong", "possible", "penalty", "definition", "second")


def load_left(
    ask: Ask, decisions: list[Row], chosen: Mapping[str, str], reviewer: Reviewer
) -> dict[str, Any]:
    """The acts with something left for a reviewer, what two readers see differently or what has
    changed under a decision, and corrections that wait for a second reader; `chosen` keeps those of
    a country, language, item or kind.
    """
    places = {row["id"]: {**row, "verdicts": 0, "left": 0} for row in ask(INSTRUMENTS)}
    bodies = {row["id"]: row for row in ask(BODIES)}
    standings = standings_now(ask, decisions)
    for row in (*ask(LEFT), *seconds_wanted(standings, reviewer)):
        act = places.get(row["instrument"])
        row["kind"] = "verdict" if row["verdicts"] else row["kind"]
        if act and waits(row, standings) and is_chosen(row, act, chosen):
            act["left"] += 1
            act["verdicts"] += row["verdicts"]
            act[row["kind"]] = act.get(row["kind"], 0) + 1
    at_hand = decided_of(standings, places | bodies, chosen)
    rows = sorted(
        (act for act in places.values() if act["left"]),
        key=lambda act: (-act["verdicts"], -act.get("strong", 0), -act["left"], act["id"]),
    )
    return {
        "rows": rows,
        "places": list(places.values()),
        "pressing": [row for row in at_hand if row["state"] in (CONFLICT, REOPENED)],
        "corrections": [row for row in at_hand if rests_on_value(row) and row["state"] == ONCE],
    }


def waits(row: Row, standings: Mapping[Subject, Standing]) -> bool:
    """Is a thing still to be decided, or to be read a second time?"""
    standing = standings.get((row["entity"], row["provision"], row["field"]))
    return row["kind"] == "second" or standing is None or not standing.done


def decided_of(
    standings: Mapping[Subject, Standing], places: Mapping[str, Row], chosen: Mapping[str, str]
) -> list[Row]:
    """The newest decision on each thing with its state; whatever its kind, it has none here."""
    others = {name: value for name, value in chosen.items() if name != "kind"}
    decided = [{**newest_of(one), "state": one.state} for one in standings.values()]
    return [row for row in decided if is_chosen(row, places.get(row["instrument"]), others)]


def newest_of(standing: Standing) -> Row:
    """The newest decision on a thing."""
    return dict(max(standing.last.values(), key=lambda row: row["id"]))


def seconds_wanted(
    standings: Mapping[Subject, Standing], reviewer: Reviewer
) -> Iterator[dict[str, Any]]:
    """What another has decided and this reviewer is to read without knowing how."""
    for (entity, identity, field), standing in standings.items():
        subject = {"entity": entity, "entity_id": identity, "field": field, "standing": standing}
        if entity in RECORDED and field and wants_second(subject, reviewer):
            row = {"entity": entity, "provision": identity, "field": field, "kind": "second"}
            yield {**row, "instrument": newest_of(standing)["instrument"], "verdicts": 0}


def standings_now(ask: Ask, decisions: list[Row]) -> dict[Subject, Standing]:
    """Where each thing decided stands, on the words and the record held now."""
    hashes: dict[str, str] = {}
    found = {}
    for key, rows in by_subject(decisions).items():
        if rests_on_value(rows[0]):
            found[key] = standing_of_value(rows, find_value(ask.connection, rows[0]))
        elif key[0] in RECORDED:
            if key[1] not in hashes:
                held = ask(PROVISION, id=key[1])
                hashes[key[1]] = hash_of_provision(held[0]) if held else ""
            found[key] = standing_of(rows, hashes[key[1]], recorded_now(ask, key))
    return found


def recorded_now(ask: Ask, key: Subject) -> str | None:
    """What the record says of a link, a penalty, a part of a definition or a summary, as a value of
    the table decision.
    """
    entity, identity, field = key
    if not field or field[0] == "+":  # that an article has no link is recorded nowhere
        return None
    found = ask(RECORDED[entity], id=identity, field=field)
    if not found:
        return None
    if entity == "penalty":
        return as_value(found[0])
    value = found[0]["extent" if entity == "crossref" else field]
    return None if value is None else str(value)


def is_chosen(row: Row, place: Row | None, chosen: Mapping[str, str]) -> bool:
    """Does a thing left pass the filters?"""
    values = {"item": row["field"] if row["entity"] == "crossref" else None}
    values["kind"] = row.get("kind")
    values["country"] = place["country"] if place else None
    values["language"] = ((place or {}).get("language") or "").partition(";")[0]
    return all(values[name] == value for name, value in chosen.items())


def seconds_each(decisions: list[Row]) -> float:
    """Seconds that a decision takes, the median of those measured; pauses do not count, nor do
    the suggestions that fall together with "none".
    """
    last: dict[str, float] = {}
    gaps = []
    for row in decisions:
        at = datetime.fromisoformat(row["decided_at"]).timestamp()
        if row["actor"] in last and TOGETHER < at - last[row["actor"]] < PAUSE:
            gaps.append(at - last[row["actor"]])
        last[row["actor"]] = at
    return median(gaps) if len(gaps) >= ENOUGH else SECONDS


def load_desk(connection: sqlite3.Connection) -> dict[str, Any]:
    """What the review database holds for the queue: decisions, who has taken which act, reports not
    answered yet, and the agreement of two readers by item.
    """
    decisions = [dict(row) for row in decisions_of(connection)]
    taken = connection.execute(
        "select instrument, reviewer, taken from assignment where id in ("
        " select max(id) from assignment group by instrument)"
    )
    reports = connection.execute(
        "select * from report where reference not in (select report from answer)"
        " order by reported_at"
    )
    return {
        "decisions": decisions,
        "agreement": agreement(decisions),
        "taken": {row["instrument"]: row["reviewer"] for row in taken if row["taken"]},
        "reports": [dict(row) for row in reports],
    }
