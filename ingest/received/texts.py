"""Texts of laws as received: read, split into articles, joined to the curated provisions by number.

db/raw/import/imported.csv lists what people imported (see ingest/received/import_file.py); pages
fetched from sources that publish whole laws are listed by ingest/received/saved_pages.py. Nothing
here knows where a text came from.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from ingest.curated import slug
from ingest.database import Model, insert
from ingest.law import readers
from ingest.law.split import split
from ingest.law.splitting.article_numbers import stored_form
from ingest.law.splitting.result import Provision, Split

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


def split_file(path: Path, language: str = "") -> Split:
    """Read and split one file. Raises readers.Unreadable when there is no text to be had."""
    return split(readers.read(path.read_bytes(), path.name), language)


def gaps_in_numbers(split: Split) -> list[int]:
    """Plain article numbers that are missing between the first and the last one."""
    numbers = {int(one.number) for one in split.provisions if one.number.isdecimal()}
    return sorted(set(range(min(numbers), max(numbers))) - numbers) if numbers else []


def load_texts(db: sqlite_utils.Database, model: Model, received: Iterable[Received]) -> None:
    """Store every text; the last one of each instrument gives its words to the provisions. What
    cannot be read becomes an issue.
    """
    ordinals: dict[str, int] = {}
    newest: dict[str, tuple[Received, Split]] = {}
    for one in received:
        if not db.execute("select 1 from instrument where id = ?", [one.instrument]).fetchone():
            report_issue(
                db,
                model,
                one,
                "unknown_instrument",
                one.instrument,
                "no such instrument; the text waits in db/raw",
            )
            continue
        try:
            split = split_file(one.path, one.language)
        except (readers.Unreadable, OSError) as error:
            report_issue(
                db,
                model,
                one,
                "unreadable",
                f"{one.instrument}: {one.path.name}",
                f"{type(error).__name__}: {error}",
            )
            continue
        ordinals[one.instrument] = ordinals.get(one.instrument, 0) + 1
        store_version(db, model, one, split, ordinals[one.instrument])
        newest[one.instrument] = (one, split)
    for one, split in newest.values():
        join_provisions(db, model, one, split)


def store_version(
    db: sqlite_utils.Database, model: Model, one: Received, split: Split, ordinal: int
) -> None:
    """Keep one text whole, article by article."""
    identity = f"{one.instrument}@{one.sha256[:8]}"
    row = {
        "id": identity,
        "instrument": one.instrument,
        "ordinal": str(ordinal),
        "source": one.source,
        "url": one.url,
        "name": one.path.name,
        "received_on": one.received_on,
        "sha256": one.sha256,
        "text_state": one.text_state,
        "language": split.language or "und",
        "official": one.official,
        "provisions": str(len(split.provisions)),
        "warnings": "\n".join(split.warnings),
    }
    insert(db, model, "version", row, str(one.path))
    for place, part in enumerate(split.provisions, 1):
        values = {
            "version": identity,
            "ordinal": str(place),
            "number": part.number,
            "label": part.label or part.number or "–",
            "heading": part.heading,
            "text": part.text or part.heading or "–",
            "parent": part.parent,
        }
        insert(db, model, "version_text", values, f"{one.path}, article {part.number or place}")


def join_provisions(db: sqlite_utils.Database, model: Model, one: Received, split: Split) -> None:
    """Give the curated provisions their words; add articles nobody had recorded; report recorded
    numbers that the text does not have.
    """
    known = {
        row["id"]: row
        for row in db.query(
            "select id, number, ordinal from provision where instrument = ?", [one.instrument]
        )
    }
    waiting = {
        slug(stored_form(row["number"])): identity
        for identity, row in known.items()
        if row["number"]
    }
    give_quoted(db, one, split, waiting)
    last = max((row["ordinal"] for row in known.values()), default=0)
    for part in split.provisions:
        key = key_of(part)
        if not key or not part.text:
            continue
        identity = waiting.pop(key, None)
        if identity is None and f"{one.instrument}:{key}" in known:
            continue  # the same number again, as in a schedule: the first one is the article
        if identity is not None:
            db.conn.execute(GIVE, [part.text, one.text_state, split.language or None, identity])
            continue
        last += 1
        identity = f"{one.instrument}:{key}"
        known[identity] = {"id": identity, "number": part.number, "ordinal": last}
        row = {
            "id": identity,
            "instrument": one.instrument,
            "ordinal": str(last),
            "number": part.number,
            "label": part.label or part.number,
            "heading": part.heading,
            "text": part.text,
            "text_state": one.text_state,
            "language": split.language,
            "source": one.source,
            "locator": one.url or one.path.name,
            "verification": "seen",
        }
        insert(db, model, "provision", row, f"{one.path}, article {part.number}")
    for identity in waiting.values():
        report_issue(
            db, model, one, "not_met", identity, f"no article of that number in {one.path.name}"
        )


def give_quoted(
    db: sqlite_utils.Database, one: Received, split: Split, waiting: dict[str, str]
) -> None:
    """Articles of another law that an amending law prints: recorded ones, numbered like '448-1 CP
    (art. 1)', get the words printed there.
    """
    for host in split.provisions:
        for number, words in host.quoted:
            start, end = f"{slug(stored_form(number))}-", f"-in-{slug(stored_form(host.number))}"
            for key, identity in list(waiting.items()):
                suffix = identity.split(":", 1)[1]
                if suffix.startswith(start) and suffix.endswith(end):
                    db.conn.execute(GIVE, [words, one.text_state, split.language or None, identity])
                    del waiting[key]


def key_of(part: Provision) -> str:
    """What an article is joined by: its number in normal form; in a schedule, whose numbers start
    again, its whole label.
    """
    return (
        slug(part.label if "," in part.label else stored_form(part.number)) if part.number else ""
    )


def report_issue(
    db: sqlite_utils.Database, model: Model, one: Received, kind: str, value: str, hint: str
) -> None:
    """Write down what could not be placed, for a person to look at."""
    insert(
        db,
        model,
        "issue",
        {"origin": one.path.name, "kind": kind, "value": value, "hint": hint, "source": one.source},
        str(one.path),
    )
