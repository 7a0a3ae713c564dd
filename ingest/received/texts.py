"""Texts of laws as received: read, split into articles, joined to the curated provisions by number.

db/raw/import/imported.csv lists what people imported (see ingest/received/import_file.py); pages
fetched from sources that publish whole laws are listed by ingest/received/saved_pages.py. Nothing
here knows where a text came from.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from ingest.batch import run_batch
from ingest.database import Model, insert
from ingest.law import readers
from ingest.law.acts import find_act
from ingest.law.sent_file import SentFile, send_file, workers_for
from ingest.law.split import split
from ingest.law.splitting.result import Provision, Split
from ingest.received.record_numbers import WHOLE, PrintedLaw, Record, key_of

RECORDED = """
select instrument, coalesce(extract_sha256, sha256), main, locator
from text_source
where sha256 is not null
"""
READABLE = ("front", "chapter", "repealed", "translation", "signature")  # places with such words
KNOWN = "select id, number, label, ordinal from provision where instrument = ?"
GIVE = "update provision set text = ?, text_state = ?, language = ? where id = ?"


@dataclass(frozen=True)
class Received:
    """One file that holds the text of one instrument."""

    instrument: str
    path: Path
    sha256: str
    received_on: str
    source: str
    url: str = ""
    text_state: str = "unknown"
    language: str = ""
    official: str = "unknown"
    act: str = ""  # which act of a file that holds several
    hint: str = ""  # where nobody knows yet whose text it is
    as_of: str = ""  # day on which the law read like this


def split_file(path: Path, language: str = "") -> Split:
    """Read and split one file. Raises readers.Unreadable when there is no text to be had."""
    return split(readers.read(readers.load(path), path.name), language)


def gaps_in_numbers(split: Split) -> list[int]:
    """Plain article numbers that are missing between the first and the last, and not repealed."""
    numbers = {int(one.number) for one in split.provisions if one.number.isdecimal()}
    for first, last in split.repealed:
        if first.isdecimal() and last.isdecimal():
            numbers |= set(range(int(first), int(last) + 1))
    return sorted(set(range(min(numbers), max(numbers))) - numbers) if numbers else []


def load_texts(db: sqlite_utils.Database, model: Model, received: Iterable[Received]) -> None:
    """Store every text, oldest first; the last one of each instrument gives its words to the
    provisions. What cannot be read becomes an issue.

    Copies and translations, as text_source calls them, come before all others, so that the last one
    is a text whose words are wanted. Parts of one law stand beside one another.
    """
    ordinals: Counter[str] = Counter()
    shown: dict[str, list[tuple[Received, Split]]] = {}
    recorded = {
        (instrument, sha256): (main, locator is not None)
        for instrument, hashes, main, locator in db.execute(RECORDED).fetchall()
        for sha256 in hashes.split(";")
    }
    kinds = [(file, recorded.get((file.instrument, file.sha256), (1, False))) for file in received]
    is_part_of = {file: is_part for file, (_, is_part) in kinds}
    parts: dict[str, bool] = {}
    in_order = [file for file, _ in sorted(kinds, key=lambda pair: pair[1][0])]
    for file, split_text in split_or_report(db, model, in_order):
        is_part = is_part_of[file]
        ordinals[file.instrument] += 1
        store_version(db, model, file, split_text, ordinals[file.instrument])
        if not (is_part and parts.get(file.instrument)):
            shown[file.instrument] = []
        shown[file.instrument].append((file, split_text))
        parts[file.instrument] = is_part
    for texts_shown in shown.values():
        join_provisions(db, model, texts_shown)


def split_or_report(
    db: sqlite_utils.Database, model: Model, files: Sequence[Received]
) -> Iterator[tuple[Received, Split]]:
    """Each text with its articles, in order; an issue for one that cannot be placed or read."""
    held = {row[0] for row in db.execute("select id from instrument").fetchall()}
    placed = [file for file in files if file.instrument in held]
    sent = ((file, send_file(file.path)) for file in placed)
    results = run_batch(split_received, sent, workers_for(file.path for file in placed))
    for file in files:
        if file.instrument not in held:
            report_unplaced(db, model, file)
            continue
        _, split_text, error = next(results)
        if split_text:
            yield file, split_text
        else:
            value = f"{file.instrument}: {file.path.name}"
            print(f"{value}: not read: {error}", file=sys.stderr)
            report_issue(db, model, file, "unreadable", value, error)


def split_received(received: tuple[Received, SentFile]) -> Split:
    """The articles of one text. Raises readers.Unreadable, or OSError for a file that is gone."""
    file, sent = received
    data = sent.content()
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise readers.Damaged(f"its bytes changed since it was received as {file.sha256}")
    document = find_act(readers.read(data, file.path.name), file.act)
    return keep_whole(split(document, file.language))


def report_unplaced(db: sqlite_utils.Database, model: Model, file: Received) -> None:
    """Write down that nobody knows whose text this is, or not yet."""
    if file.instrument:
        value, hint = file.instrument, "no such instrument; the text waits in db/raw"
    else:
        value, hint = file.act or file.path.name, file.hint
    report_issue(db, model, file, "unknown_instrument", value, hint)


def keep_whole(split: Split) -> Split:
    """The text itself as its one piece when no article was found in it; a text is never thrown
    away because we cannot read its numbers.
    """
    if not split.provisions:
        text = "\n".join(piece.text for piece in split.pieces if piece.place in READABLE)
        if text.strip():
            split.provisions.append(Provision(1, "", WHOLE, "", text.strip(), ""))
    return split


def store_version(
    db: sqlite_utils.Database, model: Model, file: Received, split: Split, ordinal: int
) -> None:
    """Keep one text whole, article by article."""
    identity = f"{file.instrument}@{file.sha256[:8]}"
    row = {
        "id": identity,
        "instrument": file.instrument,
        "ordinal": str(ordinal),
        "source": file.source,
        "url": file.url,
        "name": file.path.name,
        "received_on": file.received_on,
        "sha256": file.sha256,
        "text_state": file.text_state,
        "as_of": file.as_of,
        "language": split.language or "und",
        "official": file.official,
        "provisions": str(len(split.provisions)),
        "repealed": ";".join(split.repealed_ranges()),
        "warnings": "\n".join(split.warnings),
    }
    insert(db, model, "version", row, str(file.path))
    for ordinal, part in enumerate(split.provisions, 1):
        values = {
            "version": identity,
            "ordinal": str(ordinal),
            "number": part.number,
            "label": part.label or part.number or "–",
            "heading": part.heading,
            "text": part.text or part.heading or "–",
            "parent": part.parent,
        }
        insert(db, model, "version_text", values, f"{file.path}, article {part.number or ordinal}")


def join_provisions(
    db: sqlite_utils.Database, model: Model, texts_shown: list[tuple[Received, Split]]
) -> None:
    """Give the curated provisions of an instrument their words, from its text or from its parts;
    add articles nobody had recorded; report recorded numbers that no part has.
    """
    instrument = texts_shown[-1][0].instrument
    known = list(db.execute(KNOWN, [instrument]).fetchall())
    waiting = [Record(*row[:3]) for row in known if row[1]]
    taken = {row[0] for row in known}
    last = max((row[3] for row in known), default=0)
    for file, one in texts_shown:
        printed, given = PrintedLaw(one), []
        for record in waiting.copy():
            if found := printed.find(record):
                words = [found.words, file.text_state, one.language or None, record.identity]
                db.conn.execute(GIVE, words)
                waiting.remove(record)
                given.append(found.part)
        for part in printed.parts:
            new = f"{instrument}:{key_of(part)}"
            # a number that comes again, as in a schedule, is no article of its own
            if key_of(part) and part not in given and new not in taken:
                last += 1
                taken.add(new)
                add_provision(db, model, file, part, new, last, one.language)
    for record in waiting:
        hint = why_not_met(record, texts_shown)
        report_issue(db, model, texts_shown[-1][0], "not_met", record.identity, hint)


def why_not_met(record: Record, texts_shown: list[tuple[Received, Split]]) -> str:
    """What a person should know of a record whose words no part of the law has."""
    for file, one in texts_shown:
        if found := one.repealed_range_of(record.number):
            return f"{file.path.name} gives articles {found} as repealed"
    return f"no article of that number in {texts_shown[-1][0].path.name}"


def add_provision(
    db: sqlite_utils.Database,
    model: Model,
    file: Received,
    part: Provision,
    identity: str,
    ordinal: int,
    language: str,
) -> None:
    """Record an article that no person had recorded, with its words."""
    row = {
        "id": identity,
        "instrument": file.instrument,
        "ordinal": str(ordinal),
        "number": part.number,
        "label": part.label or part.number,
        "heading": part.heading,
        "text": part.text,
        "text_state": file.text_state,
        "language": language,
        "source": file.source,
        "locator": file.url or file.path.name,
        "verification": "seen",
    }
    insert(db, model, "provision", row, f"{file.path}, article {part.number}")


def report_issue(
    db: sqlite_utils.Database, model: Model, file: Received, kind: str, value: str, hint: str
) -> None:
    """Write down what could not be placed, for a person to look at."""
    insert(
        db,
        model,
        "issue",
        {
            "origin": file.path.name,
            "kind": kind,
            "value": value,
            "hint": hint,
            "source": file.source,
        },
        str(file.path),
    )
