"""Run work on the workers of a Dask scheduler: ordered results, bounded memory. A worker that dies
costs nothing but time; what kills every worker fails alone.
"""

import hashlib
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from ingest import ROOT
from ingest.batch.process_pool import AHEAD, DIED

Item = TypeVar("Item")
Result = TypeVar("Result")
CODE = ("ingest", "scrapers", "db/learned", "db/curated/lexicon")  # decide what a result is
PATIENCE = 30  # seconds to reach the scheduler, and for its first worker to be there


class ClusterMissing(SystemExit):
    """SCHEDULER names no cluster that can do the work; ends a program with that sentence."""


def run_on_cluster(
    work: Callable[[Item], Result], items: Iterable[Item], scheduler: str
) -> Iterator[tuple[Item, Result | None, str]]:
    """(item, result, "") for each item in order, or (item, None, error) where the work raised or
    its worker died each time. A worker may come or go at any time.
    """
    waiting: deque[tuple[Item, Any]] = deque()
    rest = iter(items)
    with connect(scheduler) as client:
        while True:
            room = AHEAD * max(1, len(client.nthreads()))
            for item in rest:
                waiting.append((item, client.submit(work, item, pure=False)))
                if len(waiting) >= room:
                    break
            if not waiting:
                return
            item, job = waiting.popleft()
            if killed_its_worker(job):  # once more while nothing else runs: was it this one?
                for _, other in waiting:
                    other.exception()
                job = client.submit(work, item, pure=False)
            yield item, *outcome(job)


def connect(scheduler: str) -> Any:
    """A client of a scheduler whose workers run this very code, one piece of work at a time each.
    Raises ClusterMissing.
    """
    try:
        import dask.config
        from distributed import Client
    except ImportError as error:
        raise ClusterMissing(
            f"SCHEDULER={scheduler} wants the packages of requirements/cluster.txt: {error}"
        ) from error
    # files of laws are sent as they are; a hint about large ones helps nobody
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
    try:
        client = Client(scheduler, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterMissing(f"SCHEDULER={scheduler} does not answer: {error}") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
        check_workers(client, scheduler)
    except TimeoutError as error:
        client.close()
        raise ClusterMissing(f"SCHEDULER={scheduler} has no workers: {error}") from error
    except ClusterMissing:
        client.close()
        raise
    return client


def check_workers(client: Any, scheduler: str) -> None:
    """Raise ClusterMissing for workers of several threads (PDFium is safe in one alone), and for
    those of another checkout, whose results may differ.
    """
    if any(threads > 1 for threads in client.nthreads().values()):
        raise ClusterMissing(f"SCHEDULER={scheduler}: start its workers with --nthreads 1")
    own = code_version()
    others = [name for name, code in client.run(code_version).items() if code != own]
    if others:
        raise ClusterMissing(f"SCHEDULER={scheduler}: other code on {', '.join(sorted(others))}")


def code_version() -> str:
    """A hash of Python and of every file in CODE, without what was cached there."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*")):
        cached = {".cache", "__pycache__"} & set(path.parts)
        if path.is_file() and not cached:
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def killed_its_worker(job: Any) -> bool:
    """Wait for a job; whether several workers died while they had it."""
    from distributed import KilledWorker

    return isinstance(job.exception(), KilledWorker)


def outcome(job: Any) -> tuple[Any, str]:
    """The result of a job, or the error; waits for it."""
    if killed_its_worker(job):
        return None, DIED
    error = job.exception()
    return (None, f"{type(error).__name__}: {error}") if error else (job.result(), "")
