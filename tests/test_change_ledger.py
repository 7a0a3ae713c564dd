"""The comparison of two databases against a plain one by dictionaries, on random tables."""

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils

from ingest.database import Model
from ingest.database.change_ledger import CARRY_OVER, Difference, attached, differences, record
from ingest.database.table_roles import role_of

VALUES = (None, "", "a", "b", "é", "1", 1, 2, 1.5, "long " * 50)
KEYS = {"id": "{} é".format, "x": lambda n: f"k {n // 7}", "y": lambda n: n % 7}
SHAPES = {  # the columns of a table in both files, of which the last two are not always there
    "one key": ("id text not null primary key, a any, b any, source text", ["id"]),
    "two keys": (
        "x text not null, y integer not null, a any, source text, primary key (x, y)",
        ["x", "y"],
    ),
    "no source": (
        "x text not null, y text not null, a any, primary key (y, x)",
        ["y", "x"],
    ),
}


def plain(old: sqlite3.Connection, new: sqlite3.Connection, table: str, keys: list[str]) -> Any:
    """Every difference, by two dictionaries of all rows."""
    new_names, known = names_of(new, table), names_of(old, table)
    shared = [name for name in new_names if name in known or not known]
    was = by_key(old, table, shared, keys) if set(keys) <= set(known) else {}
    now = by_key(new, table, shared, keys)
    for key in sorted(was.keys() | now.keys()):
        before, after = was.get(key), now.get(key)
        source = as_text((after or before or {}).get("source"))
        if before is None or after is None:
            reason = "added" if before is None else "removed"
            yield Difference(table, key, reason, source=source)
            continue
        for name in shared:
            if before[name] != after[name]:
                values = as_text(before[name]), as_text(after[name])
                yield Difference(table, key, "changed", name, *values, source)


def by_key(db: sqlite3.Connection, table: str, names: list[str], keys: list[str]) -> Any:
    """The rows of a table by their key."""
    rows = (
        dict(zip(names, row, strict=True))
        for row in db.execute(f"select {', '.join(names)} from {table}")
    )
    return {" ".join(str(row[key]) for key in keys): row for row in rows}


def names_of(db: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in db.execute(f"pragma table_info({table})")]


def as_text(value: object) -> str | None:
    return None if value is None else str(value)


def fill(db: sqlite3.Connection, columns: str, chance: random.Random) -> None:
    """A table of random rows; two of them made by one generator share most of their keys."""
    db.execute(f"create table t ({columns}) strict")
    names = names_of(db, "t")
    for number in range(30):
        if chance.random() < 0.2:
            continue
        row = [
            KEYS[name](number) if name in KEYS else as_text(chance.choice(VALUES)) for name in names
        ]
        if "a" in names and chance.random() < 0.5:
            row[names.index("a")] = chance.choice(VALUES)
        db.execute(f"insert into t values ({', '.join('?' * len(row))})", row)
    db.commit()


@pytest.mark.parametrize("shape", SHAPES)
def test_differences_are_those_of_a_plain_comparison(shape: str, tmp_path: Path) -> None:
    columns, keys = SHAPES[shape]
    kinds = set()
    for seed in range(40):
        chance = random.Random(f"{shape} {seed}")
        path = tmp_path / f"{seed} #é.db"  # a name that an address must quote
        with (
            closing(sqlite3.connect(path)) as old,
            closing(sqlite3.connect(":memory:", uri=True)) as new,
        ):
            was = columns.replace(" a any,", "", 1) if seed % 5 == 4 else columns
            fill(old, was, chance)
            fill(new, columns, chance)
            if seed % 7 == 6:
                old.execute("drop table t")
                old.commit()
            expected = list(plain(old, new, "t", keys))
            with attached(new, path):
                found = list(differences(new, "t", names_of(new, "t")))
            assert found == expected, seed
            kinds |= {(one.reason, one.field) for one in found}
    assert {reason for reason, _ in kinds} == {"added", "removed", "changed"}


def test_a_table_with_another_key_is_new_as_a_whole(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.executescript("create table t (name text primary key, a); insert into t values (1, 2)")
    with closing(sqlite3.connect(":memory:", uri=True)) as new:
        new.executescript("create table t (id text primary key, a); insert into t values (1, 2)")
        with attached(new, tmp_path / "old.db"):
            assert list(differences(new, "t", ["id", "a"])) == [Difference("t", "1", "added")]


def test_an_open_transaction_goes_on_after_the_comparison(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.execute("create table t (a)")
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None, uri=True)) as new:
        new.execute("begin")
        new.execute("create table t (a)")
        with attached(new, tmp_path / "old.db"), pytest.raises(sqlite3.OperationalError):
            new.execute("insert into old.t values (1)")  # it is only read
        assert new.in_transaction
        assert [row[1] for row in new.execute("pragma database_list")] == ["main"]


def test_keys_of_facts_are_never_empty(db: sqlite3.Connection) -> None:
    """The comparison takes an empty key for a row that is not there."""
    tables = [
        row[0]
        for row in db.execute("select name from sqlite_master where type = 'table'")
        if role_of(row[0]) == "facts" and not row[0].startswith("_") and "_fts" not in row[0]
    ]
    assert tables
    for table in tables:
        parts = [row for row in db.execute(f"pragma table_info([{table}])") if row["pk"]]
        assert parts, table
        assert all(row["notnull"] for row in parts), table


def test_a_change_told_by_a_source_that_left_is_kept_without_it() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript("""
    create table source (id text primary key);
    create table change (
      seen_on, entity, entity_id, field, old, new, source references source (id), reason
    );
    attach ':memory:' as old;
    create table old.change (seen_on, entity, entity_id, field, old, new, source, reason);
    insert into source values ('stays');
    insert into old.change values
      ('2026-11-28', 'party', 'a', null, null, null, 'stays', 'added'),
      ('2026-11-29', 'party', 'b', null, null, null, 'left', 'added');
    """)
    db.execute("pragma foreign_keys = on")
    db.execute(CARRY_OVER)
    rows = db.execute("select entity_id, source from main.change order by 1").fetchall()
    assert rows == [("a", "stays"), ("b", None)]


def test_words_of_the_site_and_the_search_are_no_changes(built: Path, tmp_path: Path) -> None:
    """Who follows the law does not follow how we look for it."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    shutil.copy(built, old)
    shutil.copy(built, new)
    with closing(sqlite3.connect(new, isolation_level=None)) as connection:
        connection.execute("update concept_word set negative = 1")
        connection.execute("update choice set label_fr = label_fr || '!'")
        connection.execute("update phrase set text_fr = text_fr || '!'")
        connection.execute("update country set name_fr = 'Gabon fictif' where id = 'GAB'")
        db = sqlite_utils.Database(connection)
        before = db["change"].count
        record(db, Model(db), old, "2026-01-01")
        added = list(db.query("select entity, new from change limit -1 offset ?", [before]))
    assert added == [{"entity": "country", "new": "Gabon fictif"}]
