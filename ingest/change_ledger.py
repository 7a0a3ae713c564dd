"""The change ledger: what differs between the database being built and the one it replaces."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import sqlite_utils

from ingest.database import Model

LEDGER = "select seen_on, entity, entity_id, field, old, new, source, reason from change"
DERIVED = {
    "suggestion",
    "penalty_suggestion",
    "element_suggestion",
    "verdict_suggestion",
    "search_entry",
    "stem",
}
NOT_FOLLOWED = {"build", "change", "codebook", "issue", "release", "snapshot", "witness", *DERIVED}


def record(db: sqlite_utils.Database, model: Model, old_path: Path) -> None:
    """Carry the old ledger over and add a row for every difference; the first build has no
    differences.

    Raises sqlite3.Error if `old_path` exists but is not a database of ours.
    """
    if not old_path.exists() or old_path.stat().st_size == 0:
        return
    old = sqlite3.connect(f"file:{old_path}?mode=ro", uri=True)
    try:
        curated = set(
            db.execute(LEDGER).fetchall()
        )  # changes that people recorded come in again with every build
        for row in old.execute(LEDGER):
            if row not in curated:
                db.conn.execute("insert into change values (?, ?, ?, ?, ?, ?, ?, ?)", row)
        old_tables = {
            row[0] for row in old.execute("select name from sqlite_master where type = 'table'")
        }
        today = datetime.now(UTC).date().isoformat()
        for table in model.tables:
            if table in old_tables and table not in NOT_FOLLOWED:
                compare(db, model, old, table, today)
        built = old.execute("select substr(built_at, 1, 10) from build").fetchone()
        if built:
            ended_plans(db, built[0], today)
    finally:
        old.close()


def compare(
    db: sqlite_utils.Database, model: Model, old: sqlite3.Connection, table: str, today: str
) -> None:
    """Add the differences of one table; columns that only one of the two schemas has are not
    compared.
    """
    known = {row[1] for row in old.execute(f"pragma table_info([{table}])")}
    columns = [column for column in model.columns[table] if column in known]
    if not set(model.keys[table]) <= known:
        return
    before = keyed(old, table, columns, model.keys[table])
    after = keyed(db.conn, table, columns, model.keys[table])
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        source = (now or was or {}).get("source")
        source = (
            source if db.execute("select 1 from source where id = ?", [source]).fetchone() else None
        )
        fields: list[str | None] = [
            column for column in columns if was and now and was[column] != now[column]
        ]
        reason = "added" if was is None else "removed" if now is None else "changed"
        for field in fields or [None]:
            old_value, new_value = (
                (was[field], now[field]) if field and was and now else (None, None)
            )
            db.conn.execute(
                "insert into change values (?, ?, ?, ?, ?, ?, ?, ?)",
                [today, table, key, field, as_text(old_value), as_text(new_value), source, reason],
            )


def ended_plans(db: sqlite_utils.Database, since: str, today: str) -> None:
    """Plans whose period ran out between the day of the old build and today: nothing in the files
    changed, but the plan did.
    """
    for row in db.query(
        "select id, ends_on, source from plan_clock where ends_on >= ? and ends_on < ? and clock like 'expired%'",
        [since, today],
    ):
        values = [
            today,
            "instrument",
            row["id"],
            "plan_clock",
            "current",
            "expired",
            row["source"],
            "changed",
        ]
        db.conn.execute("insert into change values (?, ?, ?, ?, ?, ?, ?, ?)", values)


def keyed(
    connection: sqlite3.Connection, table: str, columns: list[str], keys: list[str]
) -> dict[str, dict[str, object]]:
    """The rows of a table by their key, with the parts of the key joined by a space."""
    names = ", ".join(f"[{column}]" for column in columns)
    rows = (
        dict(zip(columns, row, strict=True))
        for row in connection.execute(f"select {names} from [{table}]")
    )
    return {" ".join(str(row[key]) for key in keys): row for row in rows}


def as_text(value: object) -> str | None:
    """A value as the ledger keeps it."""
    return None if value is None else str(value)
