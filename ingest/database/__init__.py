"""The database of one build: the schema, checked inserts, whole-database checks.

db/schema.sql is the validator. What it refuses is raised as Refused with the place and the value
the row came from.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import sqlite_utils

from ingest import ROOT
from ingest.database.table_roles import role_of

SCHEMA = ROOT / "db" / "schema.sql"


class Refused(Exception):
    """A row or file that the data model does not accept; the message names file, line, column and
    value.
    """


def create(path: Path) -> sqlite_utils.Database:
    """Open a new database with the schema inside an open transaction; the caller commits."""
    connection = sqlite3.connect(path, isolation_level=None, uri=True)  # to attach read-only
    connection.execute("pragma foreign_keys = on")
    connection.execute(
        "pragma journal_mode = memory"
    )  # a build that dies is thrown away whole: no journal file to leave behind
    connection.execute(
        "pragma synchronous = off"
    )  # the finished file is synced once, before it replaces the old one
    connection.execute("pragma cache_size = -64000")  # kB: indexes are filled out of order
    connection.executescript("begin;" + SCHEMA.read_text(encoding="utf-8"))
    return sqlite_utils.Database(connection)


def copy_file(original: Path, target: Path) -> None:
    """Copy a database, which is only read, to a new compact file in place of `target`.

    Not by VACUUM INTO: SQLite 3.40 refuses it for generated columns of a file opened read-only.
    """
    target.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"file:{original}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("vacuum")


class Model:
    """Columns, keys, links and order of the tables, read from the database.

    Columns that the database computes, such as instrument.in_force, are not among them: nothing
    can be inserted there, and they are no part of the content hash. Nor are the rows of views that
    the build keeps (kept_views.py).
    """

    def __init__(self, db: sqlite_utils.Database) -> None:
        names = db.table_names()  # in the order of the schema
        self.tables = [name for name in names if "_fts" not in name and name[0] != "_"]
        info = {
            table: db.execute(f"pragma table_info([{table}])").fetchall() for table in self.tables
        }
        self.columns: dict[str, list[str]] = {
            table: [column[1] for column in rows] for table, rows in info.items()
        }
        self.keys = {
            table: [c[1] for c in sorted(rows, key=lambda c: c[5]) if c[5]]
            for table, rows in info.items()
        }
        self.links: dict[str, dict[str, tuple[str, str]]] = {}
        for table in self.tables:
            found = db.execute(f"pragma foreign_key_list([{table}])").fetchall()
            self.links[table] = {
                key[3]: (key[2], key[4])
                for key in sorted(found, key=lambda key: self.columns[table].index(key[3]))
            }

    def parent_column(self, table: str, parent: str) -> str | None:
        """The column of `table` that holds the id of the enclosing `parent` record, or None when
        there is none.
        """
        if "entity_id" in self.columns[table]:
            return "entity_id"
        links = self.links[table].items()
        return next((column for column, (other, _) in links if other == parent), None)


def insert(
    db: sqlite_utils.Database, model: Model, table: str, row: Mapping[str, str | None], origin: str
) -> None:
    """Insert one row of text values (empty text is null); raise Refused naming origin, table,
    column and value.
    """
    if table not in model.columns:
        raise Refused(f"{origin}: no table is called {table!r}")
    for column in row:
        if column not in model.columns[table]:
            raise Refused(
                f"{origin}: table {table} has no column {column!r} "
                f"(it has: {', '.join(model.columns[table])})"
            )
    names = ", ".join(f"[{column}]" for column in row)
    marks = ", ".join("?" * len(row))
    try:  # not by sqlite-utils, which takes seven times as long row by row (docs/measurements.md)
        db.conn.execute(
            f"insert into [{table}] ({names}) values ({marks})",
            [value or None for value in row.values()],
        )
    except UnicodeEncodeError as error:
        raise Refused(f"{origin}: {table}: half a character in {error.object[:80]!r}") from error
    except sqlite3.Error as error:
        raise Refused(f"{origin}: {table}: {explain(db, model, table, row, error)}") from error


def explain(
    db: sqlite_utils.Database,
    model: Model,
    table: str,
    row: Mapping[str, str | None],
    error: sqlite3.Error,
) -> str:
    """Say which column and value SQLite refused, as far as it can be told."""
    text = str(error)
    if "FOREIGN KEY" in text:
        for column, (other, key) in model.links[table].items():
            value = row.get(column)
            key = key or model.keys[other][0]
            if (
                value
                and not db.execute(f"select 1 from [{other}] where [{key}] = ?", [value]).fetchone()
            ):
                return f"{column} = {value!r} is not in {other}"
    named = [word for word in re.findall(r"\w+", text) if word in model.columns[table]]
    values = ", ".join(f"{column} = {row.get(column)!r}" for column in dict.fromkeys(named))
    return f"{text}: {values or row}"


def check(db: sqlite_utils.Database) -> None:
    """Run SQLite's own checks and every check_* view; raise Refused with the first rows that break
    a rule.
    """
    broken = db.execute("pragma integrity_check").fetchall()
    if broken != [("ok",)]:
        raise Refused(f"integrity_check: {broken[:3]}")
    dangling = db.execute("pragma foreign_key_check").fetchall()
    if dangling:
        raise Refused(f"foreign_key_check: {dangling[:3]}")
    for (view,) in db.execute(
        "select name from sqlite_master where type = 'view' and name like 'check!_%' escape '!'"
    ).fetchall():
        rows = list(db.query(f"select * from [{view}] limit 5"))
        if rows:
            raise Refused(f"{view} must be empty, but has: " + "; ".join(str(row) for row in rows))


def dump(db: sqlite_utils.Database, model: Model) -> Iterator[bytes]:
    """Every row of every table in a fixed order, for hashing.

    Tables of the role `build` say when and how, not what: two builds of the same facts have one
    hash.
    """
    for table in model.tables:
        if role_of(table) == "build":
            continue
        order = ", ".join(f"[{column}]" for column in model.columns[table])
        for row in db.conn.execute(f"select {order} from [{table}] order by {order}"):
            yield repr((table, *row)).encode()


def content_hash(db: sqlite_utils.Database, model: Model) -> str:
    """SHA-256 over all rows; two builds of the same inputs give the same value."""
    digest = hashlib.sha256()
    for line in dump(db, model):
        digest.update(line)
    return digest.hexdigest()
