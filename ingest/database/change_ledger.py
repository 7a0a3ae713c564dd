"""The change ledger: what differs between the database being built and the last committed state.

The file of that state is kept beside the database (a second name of it, no copy), so that what is
tried and undone in a checkout leaves nothing. Where nothing is committed, as in a folder without
version control, each build is a state.

`differences` is the one comparison of two tables; `ingest.publish.diff` uses it too. SQLite
compares by key, with the old file attached as `old`: only rows that differ are read into Python.
"""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlite_utils

from ingest.database import Model
from ingest.database.table_roles import role_of
from scrapers.whole_file import replacing

LEDGER = "seen_on, entity, entity_id, field, old, new, source, reason"
# the changes that people recorded come in again with every build; a source that left is not named
CARRY_OVER = f"""
insert into main.change ({LEDGER})
select
  seen_on, entity, entity_id, field, old, new,
  (select id from main.source where id = o.source), reason
from old.change o
where not exists (
  select 1
  from main.change c
  where c.entity = o.entity and c.entity_id = o.entity_id and c.seen_on = o.seen_on
    and c.reason = o.reason and c.field is o.field and c.old is o.old and c.new is o.new
    and c.source is o.source
)
order by o.rowid
"""
# what a reader reported is in already, with its source: `make decisions` wrote it into change.csv
WORDS = ("text", "text_state", "language")  # columns of a provision that an import fills
ADD = f"""
insert into main.change ({LEDGER})
select ?1, ?2, ?3, ?4, ?5, ?6, (select id from main.source where id = ?7), ?8
where not exists (
  select 1
  from main.change c
  where c.entity = ?2 and c.entity_id = ?3 and c.field is ?4 and c.old is ?5 and c.new is ?6
    and c.reason = ?8 and c.source = 'reader-report'
    and c.seen_on >= (select substr(built_at, 1, 10) from old.build)
)
"""
ENDED_PLANS = f"""
insert into main.change ({LEDGER})
select :today, 'instrument', id, 'plan_clock', 'current', 'expired', source, 'changed'
from plan_clock
where ends_on >= (select substr(built_at, 1, 10) from old.build) and ends_on < :today
  and clock like 'expired%' and not exists (
    select 1 from main.change
    where entity_id = plan_clock.id and field = 'plan_clock' and new = 'expired'
  )
"""


@dataclass(frozen=True)
class Difference:
    """A row that was added or removed (`field` is None), or one field of a row that changed.

    `key` is the primary key, its parts joined by a space; `source` is what the row names as one.
    """

    table: str
    key: str
    reason: str
    field: str | None = None
    old: str | None = None
    new: str | None = None
    source: str | None = None


def compared_with(output: Path) -> Path:
    """The file of the last committed state of `output`; `output` itself where none is kept."""
    kept = state_of(output)
    return kept if kept.exists() else output


def state_of(output: Path) -> Path:
    """Where the last committed state of a database is kept."""
    return output.with_name(f".{output.name}.state")


def keep_state(output: Path, file: Path) -> None:
    """Keep a file as the state that the next builds of `output` are compared with."""
    kept = state_of(output)
    if file.exists() and file != kept:
        with replacing(kept) as part:
            part.unlink(missing_ok=True)
            os.link(file, part)


def record(db: sqlite_utils.Database, model: Model, old_path: Path, today: str) -> None:
    """Carry the old ledger over and add a row for every difference, seen on the day of the build;
    the first build has none. Words that came to a provision are told by their version. A plan
    that the ledger says has ended is not named again: the day of a build of a commit may lie
    before that of the build it replaces.

    Raises sqlite3.Error if `old_path` exists but is not a database of ours.
    """
    if not old_path.exists() or old_path.stat().st_size == 0:
        return
    with attached(db.conn, old_path):
        db.conn.execute(CARRY_OVER)
        for table in followed(db.conn, model):
            db.conn.executemany(
                ADD,
                (
                    (today, table, d.key, d.field, d.old, d.new, d.source, d.reason)
                    for d in without_arrivals(
                        list(differences(db.conn, table, model.columns[table]))
                    )
                ),
            )
        db.conn.execute(ENDED_PLANS, {"today": today})


def without_arrivals(found: list[Difference]) -> Iterator[Difference]:
    """Differences without those of a text that was received for a provision that had none."""
    came = {d.key for d in found if (d.table, d.field, d.old) == ("provision", "text", None)}
    return (d for d in found if d.field not in WORDS or d.key not in came)


@contextmanager
def attached(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """The file at `path` is the schema `old` of the connection, for reading. SQLite takes and
    leaves a file only between two transactions: an open one is committed, and a new one begun.
    """
    open_before = connection.in_transaction
    if open_before:
        connection.execute("commit")
    connection.execute("attach ? as old", [f"file:{quote(str(path))}?mode=ro"])
    if open_before:
        connection.execute("begin")
    try:
        yield
    finally:
        if open_before:
            connection.execute("commit")
        connection.execute("detach old")
        if open_before:
            connection.execute("begin")


def followed(connection: sqlite3.Connection, model: Model) -> Iterator[str]:
    """The tables of facts that both databases have, with the same key."""
    for table in model.tables:
        known = known_columns(connection, "old", table)
        if role_of(table) == "facts" and known and set(model.keys[table]) <= known:
            yield table


def differences(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], keys: Sequence[str] = ()
) -> Iterator[Difference]:
    """Compare one table or view of the schemas `main`, the new, and `old` by its key, by default
    the primary key of the new one, whose parts are never empty.

    Columns that only one side has are not compared. A table that the old side does not have, or
    has with another key, is new as a whole.
    """
    keys = keys or primary_key(connection, table)
    known = known_columns(connection, "old", table)
    shared = [column for column in columns if column in known or not known]
    comparable = set(keys) <= known
    sql = compared(table, shared, keys) if comparable else added(table, shared, keys)
    for key, reason, source, *values in connection.execute(sql):
        said = as_text(source)
        if reason != "changed":
            yield Difference(table, key, reason, source=said)
            continue
        for field, old, new in zip(shared, values[::2], values[1::2], strict=True):
            if old != new:
                yield Difference(table, key, "changed", field, as_text(old), as_text(new), said)


def compared(table: str, columns: Sequence[str], keys: Sequence[str]) -> str:
    """SQL for the rows that differ, by key: key, reason, source, then the old and the new value of
    each column.
    """
    met = " and ".join(f"o.[{key}] = n.[{key}]" for key in keys)
    values = ", ".join(f"o.[{column}], n.[{column}]" for column in columns)
    differing = " or ".join(f"o.[{column}] is not n.[{column}]" for column in columns)
    none = ", ".join(["null"] * 2 * len(columns))
    return f"""
      select {joined("n", keys)} as key, iif(o.[{keys[0]}] is null, 'added', 'changed'),
        {source_of("n", columns)}, {values}
      from main.[{table}] n left join old.[{table}] o on {met}
      where o.[{keys[0]}] is null or {differing}
      union all
      select {joined("o", keys)}, 'removed', {source_of("o", columns)}, {none}
      from old.[{table}] o left join main.[{table}] n on {met}
      where n.[{keys[0]}] is null
      order by 1
    """


def added(table: str, columns: Sequence[str], keys: Sequence[str]) -> str:
    """SQL for all rows of a table that is new as a whole."""
    return f"""
      select {joined("n", keys)} as key, 'added', {source_of("n", columns)}
      from main.[{table}] n order by 1
    """


def joined(side: str, keys: Sequence[str]) -> str:
    """SQL for the key of a row, its parts joined by a space."""
    return " || ' ' || ".join(f"{side}.[{key}]" for key in keys)


def source_of(side: str, columns: Sequence[str]) -> str:
    """SQL for what a row names as its source."""
    return f"{side}.[source]" if "source" in columns else "null"


def known_columns(connection: sqlite3.Connection, schema: str, table: str) -> set[str]:
    """The columns of a table or view of a schema; none where it has no such table."""
    return {row[1] for row in connection.execute(f"pragma {schema}.table_info([{table}])")}


def primary_key(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of the primary key of the new table, in its order."""
    found = connection.execute(f"pragma main.table_info([{table}])")
    return [column for _, column in sorted((row[5], row[1]) for row in found if row[5])]


def as_text(value: object) -> str | None:
    """A value as the ledger keeps it."""
    return None if value is None else str(value)
