"""Build db/tip.db from nothing: `python -m ingest.build`.

The order of the steps, and no more: load, index, compare with the old database, check, replace it.
A build that is killed or refused leaves the old database as it was.
"""

import hashlib
import json
import os
import platform
import sqlite3
import sys
import time
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click
import sqlite_utils

from ingest import ROOT, checkout, curated, database
from ingest.database import Model, Refused, change_ledger, kept_views, search_index
from ingest.machine import suggestion_tables
from ingest.plan.bodies import link_bodies
from ingest.plan.suggest import load_plan_suggestions
from ingest.publish import codebook
from ingest.received import saved_pages
from scrapers.whole_file import alone, put_in_place


@click.command()
@click.option(
    "--curated",
    "folder",
    type=click.Path(path_type=Path),
    default=ROOT / "db" / "curated",
    help="folder of facts to load",
)
@click.option(
    "--raw",
    "received",
    type=click.Path(path_type=Path),
    default=ROOT / "db" / "raw",
    help="pages and texts received",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=ROOT / "db" / "tip.db",
    help="database to replace",
)
def main(folder: Path, received: Path, output: Path) -> None:
    """Build the knowledge base from the curated facts and what was received, and put it in place of
    the old one.
    """
    try:
        counts = build(folder, output, received)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{output}: {sum(counts.values()):,} rows in {len(counts)} tables")


def build(folder: Path, output: Path, received: Path | None = None) -> dict[str, int]:
    """Load `folder`, and `received` if given, into a new database, check it, and replace `output`
    in one step; give the rows per table.

    Raises Refused, with `output` untouched, when a row or a whole-database rule is broken.
    """
    started = time.monotonic()
    made_from = inputs(folder, received)
    moment = checkout.moment(made_from)
    with alone(output.with_name(f".{output.name}.lock")):  # a second build waits for the first
        temporary = output.with_name(f".{output.name}.new")
        temporary.unlink(missing_ok=True)  # left by a build that was killed
        try:
            model = Model(db := database.create(temporary))
            load_curated(db, model, folder)
            if received is not None:
                step("read pages and texts", started)
                saved_pages.take_in(db, model, received)
                step("suggest", started)
                suggestion_tables.load_suggestions(db, model)
            index(db, model)
            step("compare with the old database", started)
            compared = change_ledger.compared_with(output)
            change_ledger.record(db, model, compared, moment.date().isoformat())
            kept_views.keep(db.conn, kept_views.AFTER_CHANGES)
            codebook.load_codebook(db, model)
            counts = finish(db, model, made_from, moment)
            step("check", started)
            db.execute("commit")
            database.check(db)
            db.execute("pragma journal_mode = delete")
            db.conn.close()
            change_ledger.keep_state(output, compared)
            replace(temporary, output)
            if checkout.is_state(inputs(folder, None)):
                change_ledger.keep_state(output, output)
            step("done", started)
        finally:
            temporary.unlink(missing_ok=True)
    return counts


def load_curated(db: sqlite_utils.Database, model: Model, folder: Path) -> None:
    """Insert every curated row, table by table in the order of the schema, so that a broken link is
    seen at its row.
    """
    waiting: dict[str, list[curated.Row]] = {table: [] for table in model.tables}
    for row in curated.read(folder, model):
        if row.table not in waiting:
            raise Refused(f"{row.origin}: no table is called {row.table!r}")
        waiting[row.table].append(row)
    with click.progressbar(
        waiting.items(), label="Loading", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as tables:
        for table, rows in tables:
            for row in rows:
                database.insert(db, model, table, row.values, row.origin)


def index(db: sqlite_utils.Database, model: Model) -> None:
    """Fill what is derived from the rows: the value shown beside each witnessed one, the verdicts,
    the rows of views and the search indexes.
    """
    show_witnessed_values(db, model)
    link_bodies(db.conn)
    load_plan_suggestions(db.conn)
    kept_views.keep_derived(db.conn)
    for name in ("provision_fts", "instrument_fts"):
        db.conn.execute(f"insert into {name} ({name}) values ('rebuild')")
    search_index.index(db)


def show_witnessed_values(db: sqlite_utils.Database, model: Model) -> None:
    """Copy beside each witnessed field the value that the knowledge base shows, so that a view can
    tell conflict from agreement.
    """
    for rowid, entity, entity_id, field in db.execute(
        "select rowid, entity, entity_id, field from witness where field is not null"
    ).fetchall():
        table, key = (
            (entity, "id") if field in model.columns.get(entity, []) else ("penalty", "provision")
        )
        if field not in model.columns[table]:
            raise Refused(f"witness of {entity} {entity_id}: no column {field!r}")
        shown = db.execute(
            f"select [{field}] from [{table}] where [{key}] = ? order by rowid limit 1", [entity_id]
        ).fetchone()
        db.conn.execute(
            "update witness set shown = ? where rowid = ?",
            [plain(shown[0]) if shown else None, rowid],
        )


def plain(value: str | float | None) -> str | None:
    """A stored value as a person writes it: 60.0 months is 60."""
    return f"{value:g}" if isinstance(value, float) else value


def inputs(folder: Path, received: Path | None) -> list[Path]:
    """The files a build is made from: the schema, its words, the curated facts, and the lists that
    hold the hash of every page received.
    """
    lists = (
        [*received.glob("*/fetched.csv"), *received.glob("import/imported.csv")] if received else []
    )
    return [
        database.SCHEMA,
        *codebook.WORDS.values(),
        *curated.files(folder),
        *sorted(lists),
    ]


def finish(
    db: sqlite_utils.Database, model: Model, made_from: list[Path], moment: datetime
) -> dict[str, int]:
    """Write the build row; give the rows per table."""
    counts = {
        table: db.execute(f"select count(*) from [{table}]").fetchone()[0]
        for table in model.tables
        if table != "build"
    }
    versions = {name: version(name) for name in ("datasette", "sqlite-utils")}
    versions |= {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    db.conn.execute(
        "insert into build values (?, ?, ?, ?, ?, ?)",
        [
            moment.isoformat(),
            checkout.commit(),
            json.dumps(versions, sort_keys=True),
            json.dumps(counts),
            hash_of(made_from),
            database.content_hash(db, model),
        ],
    )
    return counts


def hash_of(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def replace(temporary: Path, output: Path) -> None:
    """Replace the old file so that a power cut leaves one of the two whole."""
    os.chmod(temporary, 0o644)
    put_in_place(temporary, output)


def step(name: str, started: float) -> None:
    """Print progress on a terminal."""
    if sys.stderr.isatty():
        click.echo(f"{time.monotonic() - started:6.1f} s  {name}", err=True)


if __name__ == "__main__":
    main()
