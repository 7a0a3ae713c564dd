"""Work done in several processes, in order, with little held at once; a process that dies takes
nobody along.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")
AHEAD = 8  # things handed out for each process, beyond the one whose turn it is
DIED = "the process that worked on it died (killed, or out of memory)"


def each(
    work: Callable[[Thing], Result], things: Iterable[Thing], jobs: int
) -> Iterator[tuple[Thing, Result | None, str]]:
    """(thing, result, "") for each thing in order, or (thing, None, why) where the work raised or
    its process died.

    When a process dies, everything not yet done is done again one by one, so that only the deadly
    thing is reported.
    """
    waiting: deque[tuple[Thing, Future[Result]]] = deque()
    left, pool = iter(things), _pool(jobs)
    try:
        while True:
            for thing in left:
                waiting.append((thing, _submit(pool, work, thing)))
                if len(waiting) >= jobs * AHEAD:
                    break
            if not waiting:
                return
            thing, job = waiting[0]
            if isinstance(job.exception(), BrokenProcessPool):
                pool.shutdown()
                yield from _one_by_one(work, waiting)
                pool = _pool(jobs)
            else:
                waiting.popleft()
                yield thing, *_outcome(job)
    finally:
        pool.shutdown(cancel_futures=True)


def here(
    work: Callable[[Thing], Result], things: Iterable[Thing]
) -> Iterator[tuple[Thing, Result | None, str]]:
    """The same in this process, where so little is to be done that others are not worth starting."""
    for thing in things:
        try:
            yield thing, work(thing), ""
        except Exception as error:
            yield thing, None, f"{type(error).__name__}: {error}"


def _one_by_one(
    work: Callable[[Thing], Result], waiting: deque[tuple[Thing, Future[Result]]]
) -> Iterator[tuple[Thing, Result | None, str]]:
    """Empty the queue: what was done is given, the rest is done in one process, and in a new one
    after a death.
    """
    pool = _pool(1)
    try:
        while waiting:
            thing, job = waiting.popleft()
            if isinstance(job.exception(), BrokenProcessPool):
                job = _submit(pool, work, thing)
            if isinstance(job.exception(), BrokenProcessPool):
                pool.shutdown()
                pool = _pool(1)
            yield thing, *_outcome(job)
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(jobs: int) -> ProcessPoolExecutor:
    """Processes started afresh: a fork would copy the locks of the number library."""
    return ProcessPoolExecutor(max_workers=jobs, mp_context=multiprocessing.get_context("spawn"))


def _submit(
    pool: ProcessPoolExecutor, work: Callable[[Thing], Result], thing: Thing
) -> "Future[Result]":
    """Hand out a thing; to a pool already broken it is one more job that broke."""
    try:
        return pool.submit(work, thing)
    except BrokenProcessPool as error:
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


def _outcome(job: "Future[Result]") -> tuple[Result | None, str]:
    """The result of a finished job, or in words why there is none."""
    error = job.exception()
    if error is None:
        return job.result(), ""
    return None, DIED if isinstance(
        error, BrokenProcessPool
    ) else f"{type(error).__name__}: {error}"
