"""Pages that scrapers saved, taken into the database: which were received, what they say, and which
of them are texts of laws.

A source without an adapter, a saved page that no longer parses, or a name nobody knows becomes an
issue; it never stops the build and never guesses.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import sqlite_utils

from ingest.database import Model, insert
from ingest.received import texts
from ingest.received.adapters import find_adapter
from ingest.received.adapters.context import Context, Unplaced
from ingest.received.dates import Unread
from ingest.received.import_log import import_faults, imported_texts
from ingest.received.texts import Received
from scrapers import SOURCES
from scrapers.crawl import load_scraper as load_source
from scrapers.crawl import rows_of
from scrapers.outcome import Outcome, PageChanged
from scrapers.snapshots import Store, sha256_of


def take_in(db: sqlite_utils.Database, model: Model, raw: Path) -> None:
    """Add to the database what db/raw holds: the log of requests, rows of saved pages, texts of
    laws.
    """
    context = Context(db)
    laws = imported_texts(raw)
    report_faults(db, model, raw)
    for scraper in SOURCES:
        folder = raw / scraper
        if not (folder / "fetched.csv").exists():
            continue
        store, adapter = Store(folder), find_adapter(scraper)
        record_requests(db, model, scraper, store)
        if hasattr(adapter, "WHOLE_LAWS"):
            laws += whole_laws(scraper, store)
        else:
            take_pages(context, model, scraper, store, adapter)
    texts.load_texts(db, model, sorted(laws, key=lambda law: law.received_on))


def report_faults(db: sqlite_utils.Database, model: Model, raw: Path) -> None:
    """An issue for everything among the imported texts that cannot be used."""
    for fault in import_faults(raw):
        issue = {"origin": fault.place, "kind": "unreadable", "value": fault.value}
        insert(db, model, "issue", issue | {"hint": fault.hint, "source": "import"}, fault.place)


def record_requests(db: sqlite_utils.Database, model: Model, scraper: str, store: Store) -> None:
    """The last answer for each page, as snapshot rows."""
    last = {line["name"]: line for line in store.logged_requests()}
    columns = ("name", "url", "fetched_at", "status", "sha256", "bytes")
    for name, line in sorted(last.items()):
        row = {"source": SOURCES[scraper]} | {column: line[column] for column in columns}
        insert(db, model, "snapshot", row, f"{store.log_path}: {name}")


def received_as(store: Store, name: str) -> tuple[str, str]:
    """The day (YYYY-MM-DD) of the request that brought the saved page, and its SHA-256; both empty
    when the log lost them.
    """
    lines = [
        (line["fetched_at"][:10], line["sha256"])
        for line in store.logged_requests()
        if line["name"] == name and line["status"] == "ok"
    ]
    return lines[-1] if lines else ("", "")


def list_saved(store: Store) -> Iterator[tuple[str, Path]]:
    """Name and file of every saved page."""
    for name in store.saved_names():
        path = store.snapshot_path(name)
        if path is not None:
            yield name, path


def whole_laws(scraper: str, store: Store) -> Iterator[Received]:
    """Saved pages that are the text of an instrument."""
    for name, path in list_saved(store):
        facts = store.state.get(name, {})
        day, sha256 = received_as(store, name)
        if facts.get("sha256"):
            yield Received(
                instrument=name,
                path=path,
                sha256=sha256 or str(facts["sha256"]),
                received_on=day,
                source=SOURCES[scraper],
                url=str(facts.get("url", "")),
                text_state="current",
            )


def take_pages(
    context: Context, model: Model, scraper: str, store: Store, adapter: ModuleType | None
) -> None:
    """Rows of every saved page of a source, placed by its adapter. A page counts whole or not at
    all; one that cannot be read, or that no adapter places, is an issue.
    """
    for name, path in list_saved(store):
        origin = f"{scraper}/{path.name}"
        day, sha256 = received_as(store, name)
        try:
            if sha256 and sha256_of(path) != sha256:
                raise PageChanged(f"its bytes changed since it was received as {sha256}")
            placed = list(place_page(context, scraper, name, path, day, adapter))
        except (Outcome, Unread, csv.Error) as error:
            issue = Unplaced("unreadable", name, f"{type(error).__name__}: {error}")
            placed = [("issue", issue_row(issue, origin, scraper))]
        for table, row in placed:
            if not context.is_recorded(model, table, row):
                insert(context.db, model, table, row, origin)


def place_page(
    context: Context,
    scraper: str,
    name: str,
    path: Path,
    seen: str,
    adapter: ModuleType | None,
) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Rows of the data model from one saved page. Raises Outcome, Unread or csv.Error."""
    origin = f"{scraper}/{path.name}"
    if adapter is None:
        hint = f"ingest/received/adapters/{scraper}.py is missing"
        yield "issue", issue_row(Unplaced("no_adapter", name, hint), origin, scraper)
        return
    page_rows = rows_of(load_source(scraper), name, path)
    for table, values in adapter.to_rows(context, name, page_rows, seen):
        if isinstance(values, Unplaced):
            yield table, issue_row(values, origin, scraper)
        else:
            facts = {"source": SOURCES[scraper], "locator": name, "verification": "seen"}
            yield table, facts | values


def issue_row(unplaced: Unplaced, origin: str, scraper: str) -> dict[str, str | None]:
    return {
        "origin": origin,
        "kind": unplaced.kind,
        "value": unplaced.value,
        "hint": unplaced.hint,
        "source": SOURCES[scraper],
    }
