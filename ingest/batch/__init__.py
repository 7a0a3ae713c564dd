"""One piece of work on many things: in this process, in several, or on several machines.

    for item, result, error in run_batch(work, items, workers=4):

With SCHEDULER in the environment (`SCHEDULER=tcp://10.0.0.5:8786`) the workers of that Dask cluster
do the work, see docs/publish.md, "Many machines". Wherever it is done, results are the same and
come in the order of the items.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ingest.batch.process_pool import DIED, run_here, run_in_pool

__all__ = ["DIED", "run_batch"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def run_batch(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int | None = None
) -> Iterator[tuple[Item, Result | None, str]]:
    """(item, result, "") for each item in order, or (item, None, error) where the work raised, or
    killed the process that did it each time.

    work: a function of a module, or a functools.partial of one. items: what other processes can be
    sent (use SentFile for a file); no more are taken than are needed soon. workers: processes, as
    many as there are cores when not given; 1 is this process, whatever SCHEDULER says. Raises
    ClusterMissing when SCHEDULER names no cluster that can do it.
    """
    scheduler = os.environ.get("SCHEDULER", "")
    if scheduler and workers != 1:
        from ingest.batch.cluster import run_on_cluster

        return run_on_cluster(work, items, scheduler)
    workers = workers or os.cpu_count() or 1
    return run_in_pool(work, items, workers) if workers > 1 else run_here(work, items)
