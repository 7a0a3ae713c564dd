"""db/review.db: what reviewers decided, apart from the knowledge base and never built anew.

The site and the commands of `make` open it by `connect`. What is committed is on the disk: a kill
or a power cut loses nothing that was answered (WAL, synchronous full). Needs nothing but Python,
because the site takes it.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ingest import ROOT

SCHEMA = Path(__file__).with_name("review.sql")
REVIEW = Path(os.environ.get("REVIEW") or ROOT / "db" / "review.db")  # the one the site serves
VERSION = 3  # pragma user_version of the schema
UPGRADES = {  # from this version to the next; triggers that are missing then are made
    1: "alter table answer add column decision integer references decision (id)",
    2: "drop trigger report_is_kept",
}
SECONDS_TO_WAIT = 10  # for another process that is writing


def connect(path: Path, make: bool = True) -> sqlite3.Connection:
    """An open review database, made when there is none and `make` is true. Rows are sqlite3.Row.

    Raises FileNotFoundError, or sqlite3.DatabaseError for a file that is no review database.
    """
    if not make and not path.is_file():
        raise FileNotFoundError(path)
    connection = sqlite3.connect(path, timeout=SECONDS_TO_WAIT, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma secure_delete = on")  # what a report said is to be gone
        if not is_filled(connection):
            make_tables(connection)
        upgrade(connection)
        found = connection.execute("pragma user_version").fetchone()[0]
        if found != VERSION:
            raise sqlite3.DatabaseError(f"{path} is no review database of version {VERSION}")
    except BaseException:
        connection.close()
        raise
    return connection


def make_tables(connection: sqlite3.Connection) -> None:
    """Fill a new database, unless another process was quicker."""
    with writing(connection):
        if not is_filled(connection):
            for statement in statements(SCHEMA.read_text(encoding="utf-8")):
                connection.execute(statement)


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring a database of an older version of the schema to this one, step by step."""
    version = "pragma user_version"
    if connection.execute(version).fetchone()[0] not in UPGRADES:
        return
    with writing(connection):
        while (found := connection.execute(version).fetchone()[0]) in UPGRADES:
            connection.execute(UPGRADES[found])
            connection.execute(f"pragma user_version = {found + 1}")
        for statement in statements(SCHEMA.read_text(encoding="utf-8")):
            if statement.lstrip().startswith("create trigger"):
                connection.execute(statement)


def is_filled(connection: sqlite3.Connection) -> bool:
    """Has the database any table?"""
    return connection.execute("select 1 from sqlite_master").fetchone() is not None


def statements(script: str) -> Iterator[str]:
    """The statements of an SQL script, one by one: a script as a whole would end a transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction that holds the database for itself from the beginning, and is undone by an
    exception.
    """
    connection.execute("begin immediate")
    try:
        yield
    except BaseException:
        if connection.in_transaction:  # SQLite itself undoes it when the disk is full
            connection.execute("rollback")
        raise
    connection.execute("commit")


def add_row(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> int:
    """Add one row and give its rowid. Raises sqlite3.IntegrityError for what the schema refuses."""
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    sql = f"insert into {table} ({names}) values ({marks})"
    return int(connection.execute(sql, list(row.values())).lastrowid or 0)


def hash_words(*words: str | None) -> str:
    """The hash of the words that a decision rests on; parts that are not held count as empty."""
    return hashlib.sha256("\0".join(part or "" for part in words).encode()).hexdigest()


def copy_whole(path: Path, target: Path) -> int:
    """Copy the database as it stands at one moment, while others write, and give the number of its
    decisions. Raises sqlite3.DatabaseError when the copy is not whole.
    """
    with closing(connect(path, make=False)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("pragma journal_mode = delete")  # one file, without a log beside it
        if (found := copy.execute("pragma integrity_check").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(f"{target}: {found}")
        return int(copy.execute("select count(*) from decision").fetchone()[0])
