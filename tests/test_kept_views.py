"""Views whose rows the build keeps: the rows that their SQL gives, on any day of reading."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
import sqlite_utils
import yaml

from ingest import ROOT
from ingest.database import kept_views
from ingest.publish.pack.country_subset import subset
from ingest.publish.withhold import reindex

COMPUTED = "select entity, computed from codebook where computed is not null"


def rows_of(connection, name):
    """The rows of a view without regard to their order."""
    return sorted(connection.execute(f"select * from [{name}]"), key=repr)


def kept_rows(connection):
    return {name: rows_of(connection, name) for name in kept_views.ALL}


@pytest.fixture
def copied(built, tmp_path):
    path = tmp_path / "tip.db"
    shutil.copy(built, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def test_kept_rows_are_those_of_the_sql_in_the_codebook(copied):
    kept = kept_rows(copied)
    schema = set(copied.execute("select name, sql from sqlite_master where sql is not null"))
    kept_views.restore(copied)
    assert kept_rows(copied) == kept
    rules = dict(copied.execute(COMPUTED))
    views = copied.execute("select name, sql from sqlite_master where type = 'view'")
    assert dict(views) == rules
    kept_views.keep_derived(copied)
    kept_views.keep(copied, kept_views.AFTER_CHANGES)
    assert kept_rows(copied) == kept
    assert schema == set(
        copied.execute("select name, sql from sqlite_master where sql is not null")
    )


def test_no_kept_view_depends_on_the_day_of_reading(db):
    rules = dict(db.execute(COMPUTED).fetchall())

    def uses_today(name):
        said = re.sub(r"--.*", "", rules[name])
        inner = set(re.findall(r"\b(?:from|join) (\w+)", said)) & rules.keys()
        return "'now'" in said or any(map(uses_today, inner))

    assert uses_today("conflict")
    assert [name for name in kept_views.ALL if uses_today(name)] == []


@pytest.mark.parametrize(
    ("view", "key"),
    [(name, next(iter(columns))) for name, columns in kept_views.ALL.items() if columns],
)
def test_a_kept_view_is_asked_by_its_index(db, view, key):
    column = key.split(",")[0]
    plan = db.execute(f"explain query plan select * from [{view}] where {column} = 'x'").fetchall()
    assert [row["detail"] for row in plan] == [f"SEARCH _{view} USING INDEX _{view}_1 ({column}=?)"]


def test_what_is_taken_out_is_taken_out_of_kept_rows(copied, built, tmp_path):
    """In a copy with rows taken out, and in one country's part."""
    (country,) = copied.execute(
        "select min(country) from conflict_period where kind = 'party'"
    ).fetchone()
    copied.execute("pragma foreign_keys = off")
    copied.execute("begin")
    copied.execute("delete from party where country = ?", [country])
    copied.execute("delete from witness")
    reindex(sqlite_utils.Database(copied))
    copied.execute("commit")
    assert not copied.execute(
        "select 1 from standing where seen and country = ?", [country]
    ).fetchall()
    kept = kept_rows(copied)
    kept_views.restore(copied)
    assert kept_rows(copied) == kept
    subset(built, tmp_path / "one.db", country)
    with closing(sqlite3.connect(tmp_path / "one.db", isolation_level=None)) as one:
        kept = kept_rows(one)
        assert {row[0] for row in one.execute("select country from review_debt")} <= {country, None}
        kept_views.restore(one)
        assert kept_rows(one) == kept


def test_types_of_computed_columns_are_those_of_their_values(db):
    described = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))
    tables = described["databases"]["tip"]["tables"]
    wrong = []
    for view in db.execute("select name from sqlite_master where type = 'view'").fetchall():
        name = view["name"]
        types = tables[name].get("types", {})
        fields = db.execute(f"pragma table_xinfo([{name}])").fetchall()
        untyped = [row["name"] for row in fields if not row["type"]]
        if not untyped:
            continue
        asked = ", ".join(f"group_concat(distinct typeof([{column}]))" for column in untyped)
        for column, seen in zip(
            untyped, db.execute(f"select {asked} from [{name}]").fetchone(), strict=True
        ):
            kinds = set((seen or "").split(",")) - {"", "null"}
            said = types.get(column, "text")
            if kinds - ({"integer", "real"} if said == "real" else {said}):
                wrong.append((name, column, said, kinds))
    assert wrong == []
