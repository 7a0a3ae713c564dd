"""What one SQL statement may cost: SQLite's limits, its functions that can run long without being
interrupted, and the size of an answer.

SQLite looks at its time limit between two steps of a statement. One call of one function is one
step, so the length of its arguments is bounded: instr() of the longest takes 0.7 s. trim() would
still take a minute, which is why it is ours here.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

MOST_HEAP = 512 << 20  # bytes that SQLite may hold in this process
LONGEST_OF_PAGES = 64 << 20  # bytes of one value in SQL of our own pages
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 400_000,  # bytes of one value or row; the longest article: 111 kB
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 200,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
MOST_ANSWERED = 16 << 20  # bytes of text in the rows of one answer
REFUSED_FUNCTIONS = {"fts3_tokenizer", "json_patch", "load_extension"}
REFUSED_TABLES = {"pragma_database_list"}  # it names folders of the machine
STEPS = 1_000  # of SQLite between two looks at the clock


class TooMuch(sqlite3.DataError):
    """An answer is larger than a visitor may ask for."""


def bound_for_visitors(connection: sqlite3.Connection) -> None:
    """Bound what a statement of a visitor may cost on this connection."""
    bound_memory(connection)
    for limit, most in LIMITS.items():
        connection.setlimit(limit, most)
    for name, strip in TRIMS.items():
        for arguments in (1, 2):
            connection.create_function(name, arguments, trimming(strip), deterministic=True)
    connection.set_authorizer(authorize)
    connection.row_factory = bounded_rows()


def bound_for_pages(connection: sqlite3.Connection) -> None:
    """Bound what a statement of our own pages may cost on this connection."""
    bound_memory(connection)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_OF_PAGES)


def bound_memory(connection: sqlite3.Connection) -> None:
    """Set the limit of SQLite's memory, which all connections of the process share."""
    connection.execute(f"pragma hard_heap_limit = {MOST_HEAP}")


def authorize(action: int, first: str | None, second: str | None, *_place: str | None) -> int:
    """SQLite's question whether a statement may do something; what may not is an error."""
    if action == sqlite3.SQLITE_FUNCTION and second in REFUSED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_READ and first in REFUSED_TABLES:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def bounded_rows() -> Callable[[sqlite3.Cursor, tuple[Any, ...]], sqlite3.Row]:
    """A row factory that raises TooMuch when the rows of one statement outgrow MOST_ANSWERED."""
    last: list[sqlite3.Cursor | None] = [None]
    held = 0

    def make_row(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> sqlite3.Row:
        nonlocal held
        if last[0] is not cursor:
            last[0], held = cursor, 0
        held += sum(len(value) for value in row if isinstance(value, (str, bytes)))
        if held > MOST_ANSWERED:
            raise TooMuch(f"the answer is larger than {MOST_ANSWERED >> 20} MB: ask for less")
        return sqlite3.Row(cursor, row)

    return make_row


@contextmanager
def limited_to_cpu(connection: sqlite3.Connection, milliseconds: int) -> Iterator[float]:
    """Interrupt what the connection does in this thread once it has used that much of a processor;
    gives the end, as `time.thread_time` counts. A busy machine does not make a page fail.
    """
    end = time.thread_time() + milliseconds / 1000
    connection.set_progress_handler(lambda: time.thread_time() >= end, STEPS)
    try:
        yield end
    finally:
        connection.set_progress_handler(None, STEPS)


def trimming(strip: Callable[[str, str], str]) -> Callable[..., Any]:
    """SQLite's trim(), ltrim() or rtrim()."""

    def trim(text: Any, signs: Any = " ") -> Any:
        if text is None or signs is None:
            return None
        return strip(as_text(text), "".join(set(as_text(signs))))

    return trim


def as_text(value: Any) -> str:
    """A value as SQLite turns it into text."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


TRIMS = {"trim": str.strip, "ltrim": str.lstrip, "rtrim": str.rstrip}
