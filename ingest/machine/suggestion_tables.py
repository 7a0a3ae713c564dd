"""Suggestions for the laws whose text is stored, in tables of their own: never mixed with what
people decided.

Fills suggestion, penalty_suggestion, element_suggestion, verdict_suggestion and nearest_suggestion.
A law with the same
words is not judged again by the next build: see ingest/machine/judge_law.py. The engine is imported
and fitted only when there is a text to read: without one a build stays as quick as it was.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import sqlite_utils

from ingest.batch import run_batch
from ingest.database import Model, insert

if TYPE_CHECKING:
    from ingest.machine.article3_verdicts import Verdict
    from ingest.machine.definition_result import Element
    from ingest.machine.items.suggest import Suggestion
    from ingest.machine.judge_law import Judgement, Law
    from ingest.machine.penalties.result import Penalty

# Provisions to be judged anew from which a second process pays for its start; see
# docs/measurements.md, "The machine's speed and memory".
MIN_FOR_PROCESSES = 3000
LAWS_WITH_TEXT = """
select i.id, i.country, coalesce(i.adopted_on, '') as adopted_on, count(*) as provisions
from provision p join instrument i on i.id = p.instrument
where p.text is not null and i.country is not null
group by i.id order by i.id
"""
PROVISIONS = """
select id, number, heading, text, language from provision
where instrument = ? and text is not null order by ordinal
"""
COLUMNS = {
    "number": "provision",
    "band": "confidence",
    "start": "evidence_start",
    "end": "evidence_end",
}
Row = dict[str, str]


def load_suggestions(db: sqlite_utils.Database, model: Model) -> int:
    """Judge each national instrument with a text as one law; give the number of rows. A law that
    cannot be judged becomes an issue.
    """
    stored = list(db.query(LAWS_WITH_TEXT))
    if not stored:
        return 0
    from ingest.machine import judge_law

    count = 0
    version = judge_law.engine_version()
    for law, judgement, error in judge_all(db, stored):
        if judgement is None:
            report_failure(db, model, law.id, error)
            continue
        for table, values in rows_of(law, judgement):
            row = {**values, "model_version": version}
            insert(db, model, table, row, f"{table} for {law.id}")
            count += 1
    return count


def judge_all(
    db: sqlite_utils.Database, stored: list[Row]
) -> "Iterator[tuple[Law, Judgement | None, str]]":
    """Every law with its judgement or the error, in several processes where that is quicker."""
    from ingest.machine import judge_law

    new = sum(
        int(row["provisions"])
        for row in stored
        if not judge_law.cache_path(read_law(db, row)).exists()
    )
    laws = (read_law(db, row) for row in stored)
    return run_batch(judge_law.judge, laws, None if new >= MIN_FOR_PROCESSES else 1)


def report_failure(db: sqlite_utils.Database, model: Model, law: str, error: str) -> None:
    """Print that a law was not judged, and add an issue."""
    print(f"{law}: not judged: {error}", file=sys.stderr)
    issue = {"origin": "text", "kind": "not_judged", "value": law, "hint": error}
    insert(db, model, "issue", issue, law)


def read_law(db: sqlite_utils.Database, row: Row) -> "Law":
    """A law as stored; its provisions are named by their ids."""
    from ingest.machine.items.suggest import ProvisionText
    from ingest.machine.judge_law import Law

    provisions = list(db.query(PROVISIONS, [row["id"]]))
    texts = [
        ProvisionText(one["number"] or "", one["heading"] or "", one["text"], one["language"] or "")
        for one in provisions
    ]
    names = [one["id"] for one in provisions]
    return Law(row["id"], names, texts, row["country"], row["adopted_on"])


def rows_of(law: "Law", judgement: "Judgement") -> Iterator[tuple[str, Row]]:
    """A judgement as (table, row)."""
    for suggestion in judgement.suggestions:
        row = stored_row(suggestion)
        del row["score"]
        yield "suggestion", row
    ordinals: Counter[str] = Counter()
    for penalty in judgement.penalties:
        ordinals[penalty.number] += 1
        ordinal = str(ordinals[penalty.number])
        yield "penalty_suggestion", {**stored_row(penalty), "ordinal": ordinal}
    for element in judgement.elements:
        yield "element_suggestion", stored_row(element)
    for verdict in judgement.verdicts:
        row = stored_row(verdict)
        if not verdict.number:  # the law is silent: there are no words
            row |= {"evidence_start": "", "evidence_end": ""}
        yield "verdict_suggestion", {"instrument": law.id, **row}
    for place in judgement.nearest:
        row = {"provision": place.number, "item": place.item, "score": str(place.score)}
        yield "nearest_suggestion", {"instrument": law.id, **row}


def stored_row(found: "Suggestion | Penalty | Element | Verdict") -> Row:
    """A row of an engine with the columns of its table; a figure of nothing is empty."""
    row = {COLUMNS.get(name, name): as_text(value) for name, value in found._asdict().items()}
    return row | {"evidence_start": str(found.start), "evidence_end": str(found.end)}


def as_text(value: object) -> str:
    """A value as SQLite takes it; empty for none and for a figure of nothing."""
    return str(int(value)) if isinstance(value, bool) else str(value or "")
