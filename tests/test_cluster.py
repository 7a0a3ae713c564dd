"""Batch work on a Dask cluster: the same results as in one process, in the same order, whatever
becomes of its workers.
"""

import os
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

import dask.config
import pytest
from distributed import LocalCluster
from fixture_crash import work
from fixture_fetch import NAMES, PAGES, fetch_here, replies
from fixture_server import serving

from ingest.batch import DIED, cluster, run_batch
from ingest.batch.process_pool import run_in_pool
from ingest.law.sent_file import send_file
from ingest.machine.align_files import files_in, judge_file
from scrapers import SOURCES
from scrapers.crawl import load_scraper
from scrapers.snapshots import Store

pytestmark = pytest.mark.slow
LAWS = {
    "ghana.txt": "1. Trafficking in persons\nA person who recruits another by force for forced "
    "labour commits an offence and is liable to imprisonment for five years.\n"
    "2. Victims\nA victim of trafficking shall be given shelter and legal aid.\n",
    "senegal.txt": "Article premier\nLa traite des personnes est punie d'un emprisonnement de cinq "
    "à dix ans et d'une amende de 5 000 000 francs.\n"
    "Article 2\nLa victime peut rester sur le territoire.\n",
    "empty.txt": "",
}


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers; one death of a worker is all it bears."""
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as local,
    ):
        yield local.scheduler_address


@pytest.fixture
def on_cluster(scheduler, monkeypatch) -> str:
    monkeypatch.setenv("SCHEDULER", scheduler)
    return scheduler


def test_results_come_in_order_and_a_killed_worker_costs_none(on_cluster, tmp_path):
    things = ["slow", *map(str, range(20)), f"once {tmp_path / 'killed'}", *map(str, range(20, 40))]
    told = list(run_batch(work, things))
    assert told == [(thing, f"{thing} done", "") for thing in things]
    assert (tmp_path / "killed").read_text() != str(os.getpid())


def test_what_kills_every_worker_is_named_and_the_others_go_on(on_cluster):
    things = ["1", "kill", "memory", "2"]
    told = {thing: why or done for thing, done, why in run_batch(work, things)}
    assert told.pop("memory").startswith("MemoryError")
    assert told == {"1": "1 done", "kill": DIED, "2": "2 done"}


def test_laws_judged_on_a_cluster_give_the_same_as_in_one_process(on_cluster, tmp_path):
    for name, text in LAWS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = list(map(send_file, files_in(tmp_path)))
    work_on = partial(judge_file, country="SEN")
    told = [(file.path, result, error) for file, result, error in run_batch(work_on, files)]
    here = [
        (file.path, result, error) for file, result, error in run_batch(work_on, files, workers=1)
    ]
    assert told == here
    assert [bool(error) for _, _, error in told] == [True, False, False]
    assert all(result.penalties for _, result, error in told if not error)


def test_a_worker_with_other_code_is_not_used(on_cluster, monkeypatch, tmp_path):
    (tmp_path / "ingest").mkdir()
    (tmp_path / "ingest" / "build.py").write_text("another")
    monkeypatch.setattr(cluster, "ROOT", tmp_path)
    with pytest.raises(cluster.ClusterMissing, match=r"^SCHEDULER=tcp://.* other code on tcp://"):
        next(run_batch(work, ["1"]))


def test_without_a_scheduler_that_answers_a_program_ends_with_a_sentence(monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    monkeypatch.setenv("SCHEDULER", "tcp://127.0.0.1:1")
    with pytest.raises(SystemExit, match=r"^SCHEDULER=tcp://127\.0\.0\.1:1 does not answer: "):
        next(run_batch(work, ["1"]))
    monkeypatch.setenv("SCHEDULER", "nonsense://x")
    with pytest.raises(SystemExit, match=r"^SCHEDULER=nonsense://x does not answer: "):
        next(run_batch(work, ["1"]))
    assert list(run_batch(work, ["1"], workers=1)) == [("1", "1 done", "")]


def kept(raw, source):
    """The pages kept of a source, by name."""
    store = Store(raw / source)
    return {name: store.snapshot_path(name).read_bytes() for name in store.saved_names()}


def test_sources_fetched_at_once_are_those_fetched_one_by_one(on_cluster, tmp_path):
    """In one process, in two, and on a cluster; with a death, the page that was kept is not asked
    for again.
    """
    told = {}
    with serving(replies()) as server:
        for name, run in (
            ("one", lambda work: run_in_pool(work, PAGES, 1)),
            ("two", lambda work: run_in_pool(work, PAGES, 2)),
            ("cluster", lambda work: run_batch(work, PAGES)),
        ):
            raw, mark = tmp_path / name, None if name == "one" else tmp_path / f"{name} died"
            work_on = partial(fetch_here, server.url, mark, raw)
            assert list(run(work_on)) == [(source, 0, "") for source in PAGES], name
            assert mark is None or mark.exists()
            told[name] = {source: kept(raw, source) for source in PAGES}
        assert server.paths().count(next(iter(replies()))) == 3
    assert told["one"] == told["two"] == told["cluster"]
    assert all(set(pages) == set(NAMES) for pages in told["one"].values())


def test_no_host_is_asked_by_two_sources():
    """Sources are fetched at once, and each asks its hosts in turn."""
    asked = [
        (urlsplit(address).hostname, source)
        for source in SOURCES
        for address in load_scraper(source).PAGES.values()
    ]
    by_host = dict(asked)
    assert all(by_host[host] == source for host, source in asked)
    assert len(by_host) > 5
