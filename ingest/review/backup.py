"""`make backup (OUTPUT=folder/review.db)`: a whole copy of db/review.db, while the desk works."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import click

from ingest import ROOT
from ingest.review.store import REVIEW, copy_whole


@click.command()
@click.option("--output", type=click.Path(path_type=Path), help="the file to write")
@click.option("--database", type=click.Path(path_type=Path), default=REVIEW)
def main(output: Path | None, database: Path) -> None:
    """Copy the review database; the file appears only when it is whole."""
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = output or ROOT / "db" / f"review-{now}.db"
    try:
        decisions = back_up(database, target)
    except FileNotFoundError as error:
        raise click.ClickException(f"no review database at {database}") from error
    except (sqlite3.Error, OSError) as error:
        raise click.ClickException(f"no backup was made: {error}") from error
    click.echo(f"{target}: {decisions} decisions")


def back_up(database: Path, target: Path) -> int:
    """Write a whole copy in place of `target` and give the number of its decisions. Raises
    FileNotFoundError, OSError or sqlite3.Error; `target` is then as it was.
    """
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        decisions = copy_whole(database, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return decisions


if __name__ == "__main__":
    main()
