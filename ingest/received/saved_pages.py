"""Pages that scrapers saved, taken into the database: which were received, what they say, and which
of them are texts of laws.

A source whose saved page no longer parses, or a name nobody knows, becomes an issue; it never stops
the build and never guesses.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import sqlite_utils

from ingest.database import Model, insert
from ingest.received import adapters, texts
from ingest.received.adapters import Context, Unplaced
from ingest.received.import_file import imported
from ingest.received.texts import Received
from scrapers import SOURCES
from scrapers.crawl import load as load_source
from scrapers.crawl import rows_of
from scrapers.page import Outcome
from scrapers.snapshots import Store

LAWS = ("peachjam", "akn")  # sources whose pages are whole laws, named after their instrument


def take_in(db: sqlite_utils.Database, model: Model, raw: Path) -> None:
    """Add to the database what db/raw holds: the log of requests, rows of saved pages, texts of
    laws.
    """
    context = Context(db)
    laws = imported(raw)
    for source in SOURCES:
        folder = raw / source
        if not (folder / "fetched.csv").exists():
            continue
        store = Store(folder)
        record_requests(db, model, source, store)
        if source in LAWS:
            laws += whole_laws(source, store)
        else:
            take_pages(db, model, source, store, context)
    texts.load(db, model, sorted(laws, key=lambda one: one.received_on))


def record_requests(db: sqlite_utils.Database, model: Model, source: str, store: Store) -> None:
    """The last answer for each page, as snapshot rows."""
    last = {line["name"]: line for line in store.lines()}
    for name, line in sorted(last.items()):
        row = {key: line[key] for key in ("name", "url", "fetched_at", "status", "sha256", "bytes")}
        insert(
            db,
            model,
            "snapshot",
            {"source": adapters.PUBLISHER[source], **row},
            f"{store.log_path}: {name}",
        )


def whole_laws(source: str, store: Store) -> Iterator[Received]:
    """Saved pages that are the text of an instrument."""
    for name in store.names():
        path, facts = store.snapshot(name), store.state.get(name, {})
        if path is not None and facts.get("sha256"):
            day = next(
                (
                    line["fetched_at"][:10]
                    for line in reversed(store.lines())
                    if line["name"] == name and line["status"] == "ok"
                ),
                "",
            )
            yield Received(
                name,
                path,
                str(facts["sha256"]),
                day,
                adapters.PUBLISHER[source],
                str(facts.get("url", "")),
                "current",
            )


def take_pages(
    db: sqlite_utils.Database, model: Model, source: str, store: Store, context: Context
) -> None:
    """Rows of every saved page of a source, placed by its adapter; one savepoint a page, so that a
    page counts whole or not at all.
    """
    module, adapter = load_source(source), adapters.ADAPTERS[source]
    for name in store.names():
        path = store.snapshot(name)
        if path is None:
            continue
        seen = next(
            (
                line["fetched_at"][:10]
                for line in reversed(store.lines())
                if line["name"] == name and line["status"] == "ok"
            ),
            "",
        )
        try:
            for table, values in adapter(context, name, rows_of(module, name, path), seen):
                if isinstance(values, Unplaced):
                    values = {
                        "origin": f"{source}/{path.name}",
                        "kind": values.kind,
                        "value": values.value,
                        "hint": values.hint,
                    }
                    values["source"] = adapters.PUBLISHER[source]
                elif context.known(model, table, values):
                    continue
                insert(db, model, table, values, f"{source}/{path.name}")
        except (Outcome, csv.Error) as error:
            row = {
                "origin": f"{source}/{path.name}",
                "kind": "unreadable",
                "value": name,
                "hint": f"{type(error).__name__}: {error}",
            }
            insert(db, model, "issue", {**row, "source": adapters.PUBLISHER[source]}, str(path))
