"""Threads of their own for what visitors ask in SQL and take away, so that the pages, the health
check and the static files answer whatever a visitor asks.

Datasette runs all SQL in one pool, `datasette.executor`; `Pools` stands in its place. A statement
that one SQL function holds up for long then holds up other visitors' SQL and nothing else.
"""

import re
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

OF_VISITORS = re.compile(r"/tip(-\d+)?([/.]|$)|/-/")  # addresses of Datasette's own pages
VISITOR: ContextVar[bool] = ContextVar("VISITOR", default=False)  # is this request visitors' SQL?
VISITOR_THREADS = 2
WORKBOOK_THREADS = 1
VISITOR_NAME = "visitor"


class Pools(Executor):
    """The threads of a site: `pages`, Datasette's own pool; `visitors` for SQL that a visitor
    wrote or composed; `workbooks`, where XLSX files are made.
    """

    def __init__(self, pages: Executor) -> None:
        self.pages = pages
        self.visitors = ThreadPoolExecutor(VISITOR_THREADS, VISITOR_NAME)
        self.workbooks = ThreadPoolExecutor(WORKBOOK_THREADS, "workbook")

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> "Future[T]":
        """Run a function in the pool of the request that asks for it."""
        pool = self.visitors if VISITOR.get() else self.pages
        return pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End every pool."""
        for pool in (self.pages, self.visitors, self.workbooks):
            pool.shutdown(wait=wait, cancel_futures=cancel_futures)


def in_visitor_thread() -> bool:
    """Is this code running in the threads for visitors' SQL?"""
    return threading.current_thread().name.startswith(VISITOR_NAME)
