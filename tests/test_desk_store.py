"""The review database: two readers' rule, backups, a swap beside it, a kill and a full disk."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from click.testing import CliRunner
from fixture_desk import add_reviewers

from ingest.review import backup
from ingest.review.standing import agreement, standing_of
from ingest.review.store import VERSION, add_row, connect, writing

HASH = "a" * 64


def decision(identity, actor, decision="confirm", value="full", **more):
    row = {"id": identity, "actor": actor, "decision": decision, "value": value, "settles": 0}
    row |= {"words_hash": HASH, "entity": "crossref", "entity_id": "x:1", "field": "palermo:5.1"}
    return row | more


CASES = [
    ([], "open", None),
    ([decision(1, "a")], "once", "full"),
    ([decision(1, "a"), decision(2, "a", "reject", None)], "once", "reject"),
    ([decision(1, "a"), decision(2, "b", "change", "full")], "confirmed", "full"),
    ([decision(1, "a"), decision(2, "b", "unsure", None)], "once", "full"),
    ([decision(1, "a", "unsure", None)], "open", None),
    ([decision(1, "a"), decision(2, "b", value="partial")], "conflict", None),
    (
        [decision(1, "a"), decision(2, "b", "reject", None), decision(3, "c", settles=1)],
        "settled",
        "full",
    ),
    ([decision(1, "a", words_hash="b" * 64)], "reopened", None),
    ([decision(1, "a", words_hash="b" * 64), decision(2, "b")], "once", "full"),
    ([decision(1, "a", engine="old")], "once", "full"),
]


@pytest.mark.parametrize(("decisions", "state", "outcome"), CASES)
def test_what_the_decisions_of_readers_come_to(decisions, state, outcome):
    found = standing_of(decisions, HASH)
    assert (found.state, found.outcome) == (state, outcome)


NO = {"decision": "reject", "value": None}
RECORD_SAYS = [
    ("full", decision(1, "a", seen="full"), "once"),
    ("partial", decision(1, "a", "change", "partial", seen="full"), "once"),  # written meanwhile
    ("full", decision(1, "a", "change", "partial", seen="full"), "once"),  # not yet
    ("contrary", decision(1, "a", "change", "partial", seen="full"), "reopened"),
    (None, decision(1, "a", seen="full", **NO), "once"),
    ("full", decision(1, "a", seen="full", **NO), "once"),
    ("full", decision(1, "a", seen=None, **NO), "reopened"),  # somebody linked it since
    ("b;a", decision(1, "a", seen="a;b"), "once"),
]


@pytest.mark.parametrize(("now", "decided", "state"), RECORD_SAYS)
def test_a_record_edited_since_in_another_way_reopens_a_decision(now, decided, state):
    assert standing_of([decided], HASH, now).state == state


def test_agreement_counts_first_decisions_of_two_on_the_same_words():
    rows = [decision(1, "a"), decision(2, "b", value="partial"), decision(3, "b")]
    assert agreement(rows) == {"palermo:5.1": (1, 0)}
    assert agreement([decision(1, "a"), decision(2, "b")]) == {"palermo:5.1": (1, 1)}
    assert agreement([decision(1, "a"), decision(2, "b", words_hash="b" * 64)]) == {}


@pytest.fixture
def review(tmp_path):
    path = tmp_path / "review.db"
    add_reviewers(path, ama="reviewer")
    return path


def row_to_save(number):
    row = {"instrument": "x", "entity": "crossref", "entity_id": f"x:{number}", "field": "i"}
    row |= {"decision": "confirm", "value": "full", "language": "en", "words_hash": HASH}
    return row | {"follows": 0, "actor": "ama"}


def test_a_backup_is_whole_while_another_writes_and_replaces_nothing_by_half(review, tmp_path):
    with closing(connect(review)) as open_one:
        with writing(open_one):
            add_row(open_one, "decision", row_to_save(1))
        open_one.execute("begin immediate")
        add_row(open_one, "decision", row_to_save(2))
        copy = tmp_path / "copy.db"
        said = CliRunner().invoke(backup.main, [f"--database={review}", f"--output={copy}"])
        assert said.output.strip() == f"{copy}: 1 decisions"
        open_one.execute("rollback")
    with closing(connect(copy, make=False)) as copied:
        assert copied.execute("select count(*) from decision").fetchone()[0] == 1
    said = CliRunner().invoke(backup.main, [f"--database={tmp_path / 'none.db'}"])
    assert "no review database" in said.output
    said = CliRunner().invoke(backup.main, [f"--database={review}", "--output=/no/such/copy.db"])
    assert said.exit_code == 1


SAVES = """
import sys
from contextlib import closing
from pathlib import Path
from ingest.review.store import VERSION, add_row, connect, writing
sys.path.insert(0, "tests")
from test_desk_store import row_to_save
with closing(connect(Path(sys.argv[1]))) as review:
    for number in range(int(sys.argv[2]), 10**6):
        with writing(review):
            add_row(review, "decision", row_to_save(number))
        print(number, flush=True)
"""


def killed_while_saving(review, first, seconds):
    """The numbers that a process said it had saved before it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", SAVES, str(review), str(first)], stdout=subprocess.PIPE, text=True
    )
    said = [int(process.stdout.readline())]
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    said += [int(line) for line in process.communicate()[0].split("\n")[:-1]]
    return said


def saved_numbers(review):
    with closing(connect(review)) as found:
        assert found.execute("pragma integrity_check").fetchone()[0] == "ok"
        rows = found.execute("select entity_id from decision").fetchall()
        return [int(row["entity_id"].partition(":")[2]) for row in rows]


@pytest.mark.slow
def test_a_kill_while_saving_loses_nothing_that_was_answered(review):
    said, first = [], 0
    for kill in range(3):
        said += killed_while_saving(review, first, 0.02 * kill)
        found = saved_numbers(review)
        assert set(said) <= set(found)
        assert len(found) == len(set(found)) <= len(said) + kill + 1
        first = max(found) + 1


def test_a_full_disk_refuses_and_keeps_what_was_saved(review):
    with closing(connect(review)) as found:
        with writing(found):
            add_row(found, "decision", row_to_save(0))
        pages = found.execute("pragma page_count").fetchone()[0]
        found.execute(f"pragma max_page_count = {pages + 2}")
        with pytest.raises(sqlite3.OperationalError, match="full"):  # noqa: PT012
            for number in range(1, 1000):
                with writing(found):
                    add_row(found, "decision", row_to_save(number))
        kept = found.execute("select count(*) from decision").fetchone()[0]
        found.execute(f"pragma max_page_count = {pages + 100}")
        with writing(found):
            add_row(found, "decision", row_to_save(10**6))
        assert found.execute("select count(*) from decision").fetchone()[0] == kept + 1
        assert found.execute("pragma integrity_check").fetchone()[0] == "ok"


def test_a_new_build_beside_it_leaves_the_desk_as_it_was(desk, tmp_path):
    with closing(connect(desk.path)) as review:
        before = review.execute("select count(*) from reviewer").fetchone()[0]
    copy = tmp_path / "tip.db"
    shutil.copy(desk.database, copy)
    os.replace(copy, desk.database)
    with closing(connect(desk.path)) as review:
        assert review.execute("select count(*) from reviewer").fetchone()[0] == before


def test_a_database_of_the_version_before_is_brought_to_this_one_with_what_it_holds(tmp_path):
    path = tmp_path / "review.db"
    with closing(connect(path)) as made, writing(made):
        report = {"reference": "ABCD-2345", "path": "/", "wrong": "x", "language": "en"}
        add_row(made, "report", report)
        made.execute("alter table answer drop column decision")
        made.execute("drop trigger report_is_kept")
        refuses = "begin select raise(abort, 'kept'); end"
        made.execute(f"create trigger report_is_kept before update on report {refuses}")
        made.execute("pragma user_version = 1")
    with closing(connect(path)) as found:
        assert found.execute("select reference from report").fetchone()[0] == "ABCD-2345"
        assert found.execute("select decision from answer").fetchall() == []
        assert found.execute("pragma user_version").fetchone()[0] == VERSION
        found.execute("update report set address = null")
