"""From a bundle back to a database: `python -m ingest.rebuild dist/palermo-ledger-2026-11-23
--output again.db`.

JSON Lines and schema.sql are all it reads; the search indexes are made anew. The content hash says
whether the rows are the same.
"""

import json
import sqlite3
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import click
import sqlite_utils

from ingest.database import Model, Refused, content_hash, kept_views, search_index
from ingest.database.table_roles import role_of

GROUP = 10_000


@click.command()
@click.argument("bundle", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    help="database to write; must not exist",
)
def main(bundle: Path, output: Path) -> None:
    """Make the database of a bundle again and check its content hash."""
    try:
        found = rebuild(bundle, output)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{output}: content hash {found}, as the bundle says")


def rebuild(bundle: Path, output: Path) -> str:
    """Load a bundle into a new database; give its content hash. Raises Refused when a file is
    missing or broken or the hash is another.
    """
    if output.exists():
        raise Refused(f"{output}: is there already")
    db = sqlite_utils.Database(sqlite3.connect(output, isolation_level=None))
    db.conn.executescript(
        "pragma foreign_keys = off; begin;" + (bundle / "schema.sql").read_text(encoding="utf-8")
    )
    model = Model(db)
    for table in model.tables:
        if role_of(table) != "index":
            load_table(db, table, model.columns[table], bundle / "jsonl" / f"{table}.jsonl")
    for name in ("provision_fts", "instrument_fts"):
        db.conn.execute(f"insert into {name} ({name}) values ('rebuild')")
    search_index.index(db)
    kept_views.keep(db.conn, kept_views.ALL)
    found, (said,) = (
        content_hash(db, model),
        db.execute("select content_hash from build").fetchone(),
    )
    db.conn.execute("commit")
    db.conn.close()
    if found != said:
        raise Refused(
            f"{bundle}: the rows give the content hash {found}, but the bundle says {said}"
        )
    return found


def load_table(db: sqlite_utils.Database, table: str, columns: list[str], path: Path) -> None:
    """Insert every line of one file."""
    db.table(table).insert_all(chain([columns], lines(path, columns)), batch_size=GROUP)


def lines(path: Path, columns: list[str]) -> Iterator[list[Any]]:
    """The values of each line in the order of the columns; raise Refused naming file and line."""
    if not path.is_file():
        raise Refused(f"{path}: is missing")
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                row = json.loads(line)
                yield [row[column] for column in columns]
            except (ValueError, KeyError, TypeError) as error:
                raise Refused(f"{path}:{number}: {error!r}: {line[:80].strip()}") from error


if __name__ == "__main__":
    main()
