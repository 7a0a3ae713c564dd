"""The change ledger: what differs between the database being built and the one it replaces.

`differences` is the one comparison of two tables; `ingest.publish.diff` uses it too.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from ingest.database import Model
from ingest.database.table_roles import role_of

LEDGER = "select seen_on, entity, entity_id, field, old, new, source, reason from change"
ENDED_PLANS = """
select ? as seen_on, 'instrument' as entity, id as entity_id, 'plan_clock' as field,
  'current' as old, 'expired' as new, source, 'changed' as reason
from plan_clock
where ends_on >= ? and ends_on < ? and clock like 'expired%' and not exists (
  select 1 from change
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


def record(db: sqlite_utils.Database, model: Model, old_path: Path, today: str) -> None:
    """Carry the old ledger over and add a row for every difference, seen on the day of the build;
    the first build has none. A plan that the ledger says has ended is not named again: the day of
    a build of a commit may lie before that of the build it replaces.

    Raises sqlite3.Error if `old_path` exists but is not a database of ours.
    """
    if not old_path.exists() or old_path.stat().st_size == 0:
        return
    with closing(sqlite3.connect(f"file:{old_path}?mode=ro", uri=True)) as connection:
        old = sqlite_utils.Database(connection)
        carry_over(db, old)
        sources = {row["id"] for row in db.table("source").rows}
        db.table("change").insert_all(
            {
                "seen_on": today,
                "entity": found.table,
                "entity_id": found.key,
                "field": found.field,
                "old": found.old,
                "new": found.new,
                "source": found.source if found.source in sources else None,
                "reason": found.reason,
            }
            for table in followed(model, old)
            for found in differences(connection, db.conn, table, model.columns[table])
        )
        for row in old.query("select substr(built_at, 1, 10) as day from build"):
            db.table("change").insert_all(list(db.query(ENDED_PLANS, [today, row["day"], today])))


def carry_over(db: sqlite_utils.Database, old: sqlite_utils.Database) -> None:
    """Copy the old ledger; changes that people recorded come in again with every build."""
    curated = {tuple(row.values()) for row in db.query(LEDGER)}
    db.table("change").insert_all(
        row for row in old.query(LEDGER) if tuple(row.values()) not in curated
    )


def followed(model: Model, old: sqlite_utils.Database) -> Iterator[str]:
    """The tables of facts that both databases have, with the same key."""
    existing = set(old.table_names())
    for table in model.tables:
        if role_of(table) != "facts" or table not in existing:
            continue
        if set(model.keys[table]) <= set(old.table(table).columns_dict):
            yield table


def differences(
    before: sqlite3.Connection,
    after: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    keys: Sequence[str] = (),
) -> Iterator[Difference]:
    """Compare one table or view by its key, by default the primary key of the new one.

    Columns that only one side has are not compared. A table that the old side does not have, or
    has with another key, is new as a whole.
    """
    keys = keys or primary_key(after, table)
    known = {row[1] for row in before.execute(f"pragma table_info([{table}])")}
    shared = [column for column in columns if column in known or not known]
    was = rows_by_key(before, table, shared, keys) if set(keys) <= known else {}
    now = rows_by_key(after, table, shared, keys)
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        source = as_text((new or old or {}).get("source"))
        if old is None or new is None:
            yield Difference(table, key, "added" if old is None else "removed", source=source)
            continue
        for field in shared:
            if old[field] != new[field]:
                values = as_text(old[field]), as_text(new[field])
                yield Difference(table, key, "changed", field, *values, source)


def primary_key(db: sqlite3.Connection, table: str) -> list[str]:
    """The columns of the primary key, in its order."""
    parts = [(row[5], row[1]) for row in db.execute(f"pragma table_info([{table}])") if row[5]]
    return [column for _, column in sorted(parts)]


def rows_by_key(
    db: sqlite3.Connection, table: str, columns: Sequence[str], keys: Sequence[str]
) -> dict[str, dict[str, object]]:
    """The rows of a table by their key, with the parts of the key joined by a space."""
    names = ", ".join(f"[{column}]" for column in columns)
    rows = (
        dict(zip(columns, row, strict=True)) for row in db.execute(f"select {names} from [{table}]")
    )
    return {" ".join(str(row[key]) for key in keys): row for row in rows}


def as_text(value: object) -> str | None:
    """A value as the ledger keeps it."""
    return None if value is None else str(value)
