"""What the machine says of laws whose words are held, beside what people decided and never mixed
with it.

Fills suggestion, penalty_suggestion, element_suggestion and verdict_suggestion. A law with the same
words is not judged again by the next build: see ingest/machine/judge_law.py.
"""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlite_utils

from ingest.database import Model, insert
from ingest.machine import process_pool

if TYPE_CHECKING:
    from ingest.machine.items.suggest import Suggestion
    from ingest.machine.judge_law import Element, Law, Opinion, Said, Tier

MANY = 3000  # provisions to be judged anew from which a second process pays for its start
HELD = """
select i.id, i.country, coalesce(i.adopted_on, '') as adopted_on, count(*) as provisions from provision p join instrument i on i.id = p.instrument
where p.text is not null and i.country is not null group by i.id order by i.id
"""
PROVISIONS = "select id, number, heading, text, language from provision where instrument = ? and text is not null order by ordinal"
Row = dict[str, str]


def load(db: sqlite_utils.Database, model: Model) -> int:
    """Judge each national instrument with a text as one law; give the number of rows. A law that
    cannot be judged becomes an issue.

    The engine is imported and fitted only when there is a text to read: without one a build stays
    as quick as it was.
    """
    held = list(db.query(HELD))
    if not held:
        return 0
    from ingest.machine import judge_law

    anew = sum(row["provisions"] for row in held if not judge_law.place(law(db, row)).exists())
    laws = (law(db, row) for row in held)
    jobs = os.cpu_count() or 1
    made = 0
    for one, said, wrong in (
        process_pool.each(judge_law.say, laws, jobs)
        if anew >= MANY and jobs > 1
        else process_pool.here(judge_law.say, laws)
    ):
        if said is None:
            print(f"{one.id}: not judged: {wrong}", file=sys.stderr)
            insert(
                db,
                model,
                "issue",
                {"origin": "text", "kind": "not_judged", "value": one.id, "hint": wrong},
                one.id,
            )
            continue
        for table, values in rows_of(one, said):
            insert(
                db,
                model,
                table,
                {**values, "model_version": judge_law.version()},
                f"{table} for {one.id}",
            )
            made += 1
    return made


def law(db: sqlite_utils.Database, row: Row) -> "Law":
    """A law as held; its provisions are named by their ids."""
    from ingest.machine.items.suggest import ProvisionText
    from ingest.machine.judge_law import Law

    own = list(db.query(PROVISIONS, [row["id"]]))
    given = [
        ProvisionText(one["number"] or "", one["heading"] or "", one["text"], one["language"] or "")
        for one in own
    ]
    return Law(row["id"], [one["id"] for one in own], given, row["country"], row["adopted_on"])


def rows_of(one: "Law", said: "Said") -> Iterator[tuple[str, Row]]:
    """What was said as rows of the four tables."""
    for link in said.suggestions:
        yield (
            "suggestion",
            {
                "provision": link.number,
                "item": link.item,
                "confidence": link.band,
                **passage(link),
                "method": link.method,
            },
        )
    counts: dict[str, int] = {}
    for tier in said.penalties:
        counts[tier.number] = counts.get(tier.number, 0) + 1
        figures = {
            name: plain(getattr(tier, name))
            for name in tier._fields[1:]
            if name not in ("start", "end", "evidence")
        }
        yield (
            "penalty_suggestion",
            {
                "provision": tier.number,
                "ordinal": str(counts[tier.number]),
                **figures,
                **passage(tier),
            },
        )
    for element in said.elements:
        yield (
            "element_suggestion",
            {
                "provision": element.number,
                "part": element.part,
                "name": element.name,
                **passage(element),
            },
        )
    for told in said.verdicts:
        where = {"provision": told.number, **passage(told)} if told.number else {}
        yield (
            "verdict_suggestion",
            {
                "instrument": one.id,
                "item": told.item,
                "extent": told.extent,
                "rule": told.rule,
                "missing": told.missing,
                **where,
            },
        )


def passage(found: "Suggestion | Tier | Element | Opinion") -> Row:
    """Where the words stand on which something rests, and the words."""
    return {
        "evidence_start": str(found.start),
        "evidence_end": str(found.end),
        "evidence": found.evidence,
    }


def plain(value: object) -> str:
    """A value as SQLite takes it; empty for none and for a figure of nothing."""
    return str(int(value)) if isinstance(value, bool) else str(value or "")
