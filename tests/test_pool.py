"""Work in several processes: order, errors, and processes that are really killed."""

import pytest
from fixture_crash import read_file, work

from ingest.batch.process_pool import AHEAD, DIED, run_in_pool
from ingest.machine.align_files import judge_many

pytestmark = pytest.mark.slow


def test_results_come_in_order_whatever_takes_long():
    things = ["slow", *map(str, range(3 * AHEAD))]
    assert list(run_in_pool(work, things, 2)) == [(thing, f"{thing} done", "") for thing in things]
    assert list(run_in_pool(work, [], 2)) == []


def test_what_kills_its_process_is_named_and_the_others_go_on():
    things = [
        "1",
        "slow 2",
        "kill 3",
        "4",
        "memory 5",
        "6",
        "kill 7",
        *map(str, range(8, 30)),
        "kill 30",
    ]
    told = {thing: why or result for thing, result, why in run_in_pool(work, things, 2)}
    assert list(told) == things
    assert [thing for thing, words in told.items() if words == DIED] == [
        "kill 3",
        "kill 7",
        "kill 30",
    ]
    assert told.pop("memory 5").startswith("MemoryError")
    assert all(
        words == f"{thing} done" for thing, words in told.items() if not thing.startswith("kill")
    )


def test_no_more_is_taken_than_is_needed_soon():
    taken = []

    def things():
        for number in range(200):
            taken.append(number)
            yield str(number)

    results = run_in_pool(work, things(), 1)
    next(results)
    assert len(taken) <= AHEAD + 1
    results.close()


def test_a_folder_goes_on_when_a_file_kills_its_process(tmp_path, capsys):
    for name in ("a", "kill", "m", "z"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    told = {path.stem: why for path, _, why in judge_many(sorted(tmp_path.iterdir()), 2, read_file)}
    assert told == {"a": "", "kill": DIED, "m": "", "z": ""}
    assert f"2/4 kill.txt: {DIED}" in capsys.readouterr().err
