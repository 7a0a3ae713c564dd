"""The build: same inputs, same rows; killed at any moment, the old database serves on; differences
go into the ledger.
"""

import random
import shutil
import sqlite3
import time
from pathlib import Path

import fixture_killed
import pytest
from fixture_killed import killed_after
from fixture_rows import ask

from ingest.build import build

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
CURATED = ROOT / "db" / "curated"


def test_two_builds_give_the_same_rows(built, tmp_path):
    """Over the database of the first, as a second `make build`."""
    output = tmp_path / "tip.db"
    shutil.copy(built, output)
    build(CURATED, output)
    hashes = "select content_hash, inputs_hash from build"
    assert ask(output, hashes) == ask(built, hashes)
    recorded = (CURATED / "change.csv").read_text(encoding="utf-8").count("\n") - 1
    assert ask(output, "select count(*) from change") == [(recorded,)], (
        "a build of the same inputs adds nothing to the ledger"
    )


def test_no_check_view_has_a_row(built):
    views = [
        name
        for (name,) in ask(
            built,
            "select name from sqlite_master "
            "where type = 'view' and name like 'check!_%' escape '!'",
        )
    ]
    assert len(views) >= 10
    assert {
        view: ask(built, f"select * from {view}")
        for view in views
        if ask(built, f"select * from {view}")
    } == {}
    assert ask(built, "pragma foreign_key_check") == []
    assert ask(built, "pragma integrity_check") == [("ok",)]


def test_shipped_file_needs_no_companion(built):
    assert ask(built, "pragma journal_mode") == [("delete",)]
    assert not list(built.parent.glob("*-journal")) + list(built.parent.glob("*-wal"))


def test_killed_build_leaves_the_old_file_whole(built, tmp_path):
    """SIGKILL at ten moments of a build of the real facts over an existing database, each in a fork
    of a process that has all modules. `test_a_killed_build_leaves_the_old_database` meets each file
    that a build touches, and many moments between, on small facts.
    """
    output = tmp_path / "tip.db"
    shutil.copy(built, output)
    expected = ask(output, "select content_hash from build")
    whole = -time.monotonic()
    assert not killed_after(60, fixture_killed.build, CURATED, output)
    whole += time.monotonic()
    chance, killed = random.Random(20240723), 0
    while killed < 10:
        assert whole > 0.5, f"builds end before they can be killed: {killed} of 10 were"
        if killed_after(chance.uniform(0.1, whole), fixture_killed.build, CURATED, output):
            killed += 1
        else:
            whole *= 0.9  # the machine has become quicker since
        assert ask(output, "select content_hash from build") == expected
        assert ask(output, "pragma quick_check") == [("ok",)]
    build(CURATED, output)
    assert ask(output, "select content_hash from build") == expected
    assert not list(tmp_path.glob("*.new*"))


def test_differences_from_the_old_database_are_recorded(few_facts, tmp_path):
    folder = tmp_path / "curated"
    shutil.copytree(few_facts, folder)
    output = tmp_path / "tip.db"
    build(folder, output)
    law = folder / "instrument" / "SLE" / "sle-act-2022-12.yml"
    law.write_text(
        law.read_text(encoding="utf-8").replace(
            "in_force_on: '2022-07-21'", "in_force_on: '2022-07-22'"
        ),
        encoding="utf-8",
    )
    corridors = folder / "corridor.csv"
    corridors.write_text(
        add_line(
            corridors,
            {
                "id": "ben-ner",
                "country_a": "BEN",
                "country_b": "NER",
                "named_by": "editors",
                "named_on": "2026-11-23",
            },
        )
    )
    build(folder, output)
    rows = ask(
        output,
        "select entity, entity_id, field, old, new, reason, source from change "
        "where entity in ('instrument', 'corridor')",
    )
    assert (
        "instrument",
        "sle-act-2022-12",
        "in_force_on",
        "2022-07-21",
        "2022-07-22",
        "changed",
        "worldwidelaw-legal-sources",
    ) in rows
    assert ("corridor", "ben-ner", None, None, None, "added", None) in rows
    build(folder, output)
    again = ask(
        output,
        "select entity, entity_id, field, old, new, reason, source from change "
        "where entity in ('instrument', 'corridor')",
    )
    assert again == rows, "the ledger is carried over and grows only by differences"


def test_a_plan_that_ran_out_since_the_last_build_is_in_the_ledger(
    few_facts, tmp_path, monkeypatch
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(time.time())))
    output = tmp_path / "tip.db"
    build(few_facts, output)
    ((plan, ends_on),) = ask(
        output,
        "select id, ends_on from plan_clock where clock = 'expired_without_successor' "
        "and ends_on is not null order by ends_on desc limit 1",
    )
    connection = sqlite3.connect(output)
    connection.execute("update build set built_at = ?", [f"{ends_on}T00:00:00+00:00"])
    connection.commit()
    connection.close()
    build(few_facts, output)
    assert (plan, "plan_clock", "current", "expired") in ask(
        output, "select entity_id, field, old, new from change where field = 'plan_clock'"
    )


def add_line(path: Path, values: dict[str, str]) -> str:
    """The text of a flat file with one line more."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return (
        "\n".join([*lines, ",".join(values.get(column, "") for column in lines[0].split(","))])
        + "\n"
    )
