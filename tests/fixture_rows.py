"""The rows of a database that a test has built."""

import sqlite3
from pathlib import Path
from typing import Any


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    """The answer of a database to one question; it is opened to read only, and closed again."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
