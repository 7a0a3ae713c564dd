"""A new build is checked once for all processes of a site, in a process of its own, and never taken
for good where that cannot be.
"""

import shutil
import sqlite3
import subprocess
from contextlib import closing

import pytest

from plugins.kit import build_check

DIGEST = "0" * 64


@pytest.fixture
def damaged(built_of_few, tmp_path):
    """A build of which a word has changed since it was hashed."""
    path = tmp_path / "damaged.db"
    shutil.copy(built_of_few, path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("update country set name_en = 'Other' where id = 'SLE'")
    return path


@pytest.fixture
def processes(monkeypatch):
    """Every process that is started."""
    started = []
    run = subprocess.run

    def note(command, **given):
        started.append(command)
        return run(command, **given)

    monkeypatch.setattr(build_check.subprocess, "run", note)
    return started


def test_one_process_checks_for_all_that_share_a_folder(
    built_of_few, damaged, processes, tmp_path, monkeypatch
):
    (tmp_path / "kept").mkdir()
    monkeypatch.setenv("KEPT_ANSWERS", str(tmp_path / "kept"))
    for _ in range(3):
        build_check.check(built_of_few, DIGEST)
    assert len(processes) == 1
    for _ in range(2):
        with pytest.raises(sqlite3.DatabaseError, match="rows are not those"):
            build_check.check(damaged, "1" * 64)
    assert len(processes) == 3, "what is refused is never taken for checked"


def test_a_folder_that_cannot_be_written_costs_time_and_no_check(
    damaged, processes, tmp_path, monkeypatch
):
    (tmp_path / "kept").write_text("no folder")
    monkeypatch.setenv("KEPT_ANSWERS", str(tmp_path / "kept"))
    with pytest.raises(sqlite3.DatabaseError, match="rows are not those"):
        build_check.check(damaged, DIGEST)
    assert len(processes) == 1


@pytest.mark.parametrize("end", ["none", "killed"])
def test_where_no_process_can_check_this_one_does(built_of_few, damaged, monkeypatch, end):
    def run(command, **given):
        if end == "none":
            raise OSError("no more processes")
        return subprocess.CompletedProcess(command, -9, "", "")

    monkeypatch.delenv("KEPT_ANSWERS", raising=False)
    monkeypatch.setattr(build_check.subprocess, "run", run)
    build_check.check(built_of_few, DIGEST)
    with pytest.raises(sqlite3.DatabaseError, match="rows are not those"):
        build_check.check(damaged, DIGEST)
