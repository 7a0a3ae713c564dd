"""Run work in a process pool: ordered results, bounded memory. A crash fails only its own item."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
AHEAD = 8  # items handed out for each process, beyond the one whose turn it is
DIED = "the process that worked on it died (killed, or out of memory)"


def run_in_pool(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Iterator[tuple[Item, Result | None, str]]:
    """(item, result, "") for each item in order, or (item, None, error) where the work raised or
    its process died.

    When a process dies, everything not yet done is done again one by one, so that only the deadly
    item is reported.
    """
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    rest, pool = iter(items), _start_pool(jobs)
    try:
        while True:
            for item in rest:
                waiting.append((item, _submit(pool, work, item)))
                if len(waiting) >= jobs * AHEAD:
                    break
            if not waiting:
                return
            item, job = waiting[0]
            if isinstance(job.exception(), BrokenProcessPool):
                pool.shutdown()
                yield from _one_by_one(work, waiting)
                pool = _start_pool(jobs)
            else:
                waiting.popleft()
                yield item, *_outcome(job)
    finally:
        pool.shutdown(cancel_futures=True)


def run_here(
    work: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[tuple[Item, Result | None, str]]:
    """The same in this process, where there is too little to do to start others."""
    for item in items:
        try:
            yield item, work(item), ""
        except Exception as error:
            yield item, None, f"{type(error).__name__}: {error}"


def _one_by_one(
    work: Callable[[Item], Result], waiting: deque[tuple[Item, Future[Result]]]
) -> Iterator[tuple[Item, Result | None, str]]:
    """Empty the queue: finished results are given, the rest is done in one process, and in a new
    one after a crash.
    """
    pool = _start_pool(1)
    try:
        while waiting:
            item, job = waiting.popleft()
            if isinstance(job.exception(), BrokenProcessPool):
                job = _submit(pool, work, item)
            if isinstance(job.exception(), BrokenProcessPool):
                pool.shutdown()
                pool = _start_pool(1)
            yield item, *_outcome(job)
    finally:
        pool.shutdown(cancel_futures=True)


def _start_pool(jobs: int) -> ProcessPoolExecutor:
    """Spawned processes: a fork would copy the locks of the BLAS threads."""
    return ProcessPoolExecutor(max_workers=jobs, mp_context=multiprocessing.get_context("spawn"))


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Item], Result], item: Item
) -> "Future[Result]":
    """Hand out an item; to a pool already broken it is one more job that broke."""
    try:
        return pool.submit(work, item)
    except BrokenProcessPool as error:
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


def _outcome(job: "Future[Result]") -> tuple[Result | None, str]:
    """The result of a finished job, or the error."""
    error = job.exception()
    if error is None:
        return job.result(), ""
    died = isinstance(error, BrokenProcessPool)
    return None, DIED if died else f"{type(error).__name__}: {error}"
