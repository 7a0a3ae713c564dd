"""Is a file a whole knowledge base, as it was hashed when it was built? Reading all rows takes most
of a second of Python, during which no reader would get on; so it is asked in a process of its own
that gives way to them, and by one of the processes of a site for all.

    python -m plugins.kit.build_check FILE      ends with 1 and says why where it is none
"""

import fcntl
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path

import sqlite_utils

from ingest.database import Model, content_hash, create
from plugins.kit.kept_answers import shared_folder

ROOT = Path(__file__).parents[2]
LESS_URGENT = 5  # on the scale of nice(1): a third of what a reader gets, and soon enough shown
NONE = 1  # how the process ends for a file that is no knowledge base


def check(path: Path, digest: str) -> None:
    """Raise sqlite3.DatabaseError where the file, whose SHA-256 is given, is damaged, lacks a
    table, view or column that the pages were written for, or holds other rows than were hashed.
    """
    folder = shared_folder()
    if not folder:
        check_apart(path)
        return
    good = folder / f"checked-{digest}"
    try:
        with (folder / ".checking").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # goes with the process, however it ends
            if not good.exists():
                check_apart(path)
                good.touch()
    except OSError:  # the folder went or is full
        check_apart(path)


def check_apart(path: Path) -> None:
    """The same, in another process; here where there can be none."""
    command = [sys.executable, "-m", "plugins.kit.build_check", str(path)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        said = done.stdout.strip() if done.returncode in (0, NONE) else fault_of(path)
    except OSError:
        said = fault_of(path)
    if said:
        raise sqlite3.DatabaseError(said)


def fault_of(path: Path) -> str:
    """Why a file is no whole knowledge base; nothing where it is one."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as db:
            held = sqlite_utils.Database(db)
            if (found := held.execute("pragma quick_check(1)").fetchone()[0]) != "ok":
                return str(found)
            if missing := expected_columns() - columns_of(held):
                return f"it has no {', '.join(sorted(missing)[:3])}"
            (hashed,) = held.execute("select content_hash from build").fetchone()
            same = content_hash(held, Model(held)) == hashed
            return "" if same else "its rows are not those that were hashed"
    except sqlite3.Error as error:
        return str(error)


def columns_of(db: sqlite_utils.Database) -> set[str]:
    """`table.column` of every table and view."""
    names = [*db.table_names(), *db.view_names()]
    sql = "select name from pragma_table_xinfo(?)"
    return {f"{name}.{column}" for name in names for (column,) in db.execute(sql, [name])}


@cache
def expected_columns() -> set[str]:
    """What the code of this process was written for: db/schema.sql, read once."""
    return columns_of(create(Path(":memory:")))


if __name__ == "__main__":
    os.nice(LESS_URGENT)
    fault = fault_of(Path(sys.argv[1]))
    print(fault)
    sys.exit(NONE if fault else 0)
