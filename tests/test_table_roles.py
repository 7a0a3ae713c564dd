"""What kind of table a table is: said once in metadata.yml, and true of the database."""

import shutil
import sqlite3

import pytest
import sqlite_utils

from ingest.database import Model, search_index
from ingest.database.table_roles import ROLES, role_of, tables_with


@pytest.fixture
def copied(built, tmp_path):
    path = tmp_path / "tip.db"
    shutil.copy(built, path)
    with sqlite3.connect(path, isolation_level=None) as connection:
        yield sqlite_utils.Database(connection)
    connection.close()


def test_every_role_is_a_known_one_of_a_table_that_exists(copied):
    tables = set(Model(copied).tables)
    assert {role_of(table) for table in tables} == set(ROLES)
    assert {table for role in ROLES for table in tables_with(role)} <= tables


@pytest.mark.slow
def test_the_index_is_what_a_new_index_fills(copied):
    rows = {table: list(copied[table].rows) for table in tables_with("index")}
    assert all(rows.values())
    copied.execute("begin")  # as a build does: else each row is written to the disk by itself
    for table in rows:
        copied.execute(f"delete from [{table}]")
    search_index.index(copied)
    assert {table: list(copied[table].rows) for table in rows} == rows


def test_the_machine_signs_what_it_says(copied):
    """A suggestion names the version of its model; nothing else in the database does."""
    model = Model(copied)
    signed = {table for table in model.tables if "model_version" in model.columns[table]}
    assert set(tables_with("machine")) == signed


def test_what_only_says_when_and_how_is_no_part_of_the_content_hash(copied):
    """Facts depend on no table that a second build of the same inputs may fill otherwise."""
    model = Model(copied)
    pointing = {
        table
        for table in model.tables
        for parent, _ in model.links[table].values()
        if role_of(parent) == "build" and role_of(table) != "build"
    }
    assert pointing == set()
