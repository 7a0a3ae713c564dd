"""What is left to review, act by act, in the order of its reach: how many verdicts rest on it."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from statistics import median
from typing import Any

from ingest.review.standing import (
    CONFLICT,
    REOPENED,
    agreement,
    by_subject,
    hash_of_provision,
    standing_of,
)
from plugins.kit.desk_decide import decisions_of
from plugins.kit.page import Ask, Row

LEFT = """
with rests as (
  select provision, item, count(*) as verdicts
  from verdict_period
  where until_on is null and provision is not null
  group by provision, item
)
select c.provision, c.item, 'recorded' as kind, p.instrument, coalesce(v.verdicts, 0) as verdicts
from crossref c
join provision p on p.id = c.provision
left join rests v on v.provision = c.provision and v.item = c.item
where c.verification <> 'reviewed'
union all
select s.provision, s.item, s.confidence, p.instrument, 0
from suggestion s
join provision p on p.id = s.provision
left join crossref c on c.provision = s.provision and c.item = s.item
where c.item is null and s.confidence in ('strong', 'possible')
group by s.provision, s.item
"""
INSTRUMENTS = """
select i.id, i.title_xx as title, i.country, k.name_xx as country_name, i.language
from instrument i
left join country k on k.id = i.country
"""
PROVISION = "select * from provision where id = :id"
SECONDS = 8  # for a decision, while fewer than ENOUGH were measured
ENOUGH, PAUSE = 20, 300  # decisions; seconds after which somebody was away
KINDS = ("verdict", "recorded", "strong", "possible")


def load_left(ask: Ask, decisions: list[Row], chosen: Mapping[str, str]) -> dict[str, Any]:
    """The acts with something left, and what two readers see differently or words have changed
    under; `chosen` keeps those of a country, language, item or kind.
    """
    acts = {row["id"]: {**row, "verdicts": 0, "left": 0} for row in ask(INSTRUMENTS)}
    standings = standings_now(ask, decisions)
    for row in ask(LEFT):
        row["kind"] = "verdict" if row["verdicts"] else row["kind"]
        standing = standings.get(("crossref", row["provision"], row["item"]))
        if (standing and standing.done) or not is_chosen(row, acts[row["instrument"]], chosen):
            continue
        act = acts[row["instrument"]]
        act["left"] += 1
        act["verdicts"] += row["verdicts"]
        act[row["kind"]] = act.get(row["kind"], 0) + 1
    pressing = [
        {"state": standing.state, "entity": key[0], "entity_id": key[1], "field": key[2]}
        for key, standing in standings.items()
        if standing.state in (CONFLICT, REOPENED)
    ]
    rows = sorted(
        (act for act in acts.values() if act["left"]),
        key=lambda act: (-act["verdicts"], -act.get("strong", 0), -act["left"], act["id"]),
    )
    return {"rows": rows, "pressing": pressing, "places": list(acts.values())}


def standings_now(ask: Ask, decisions: list[Row]) -> dict[tuple[str, str, str], Any]:
    """Where each thing decided stands, on the words held now."""
    hashes: dict[str, str] = {}
    found = {}
    for key, rows in by_subject(decisions).items():
        if key[0] not in ("crossref", "penalty", "definition", "provision"):
            continue
        if key[1] not in hashes:
            held = ask(PROVISION, id=key[1])
            hashes[key[1]] = hash_of_provision(held[0]) if held else ""
        found[key] = standing_of(rows, hashes[key[1]])
    return found


def is_chosen(row: Row, act: Row, chosen: Mapping[str, str]) -> bool:
    """Does a thing left pass the filters?"""
    values = {"country": act["country"], "item": row["item"], "kind": row["kind"]}
    values["language"] = (act["language"] or "").partition(";")[0]
    return all(values[name] == value for name, value in chosen.items())


def seconds_each(decisions: list[Row]) -> float:
    """Seconds that a decision takes, the median of those measured; pauses do not count."""
    last: dict[str, float] = {}
    gaps = []
    for row in decisions:
        at = datetime.fromisoformat(row["decided_at"]).timestamp()
        if row["actor"] in last and 0 < at - last[row["actor"]] < PAUSE:
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
