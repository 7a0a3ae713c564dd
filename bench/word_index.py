"""What the index of words costs beside the plainest way to the same rows: `executemany` into the
same tables and SQLite's own index of words (FTS5) over the same provisions.

    python -m bench.word_index [100000 1000000]

Prints Markdown for docs/measurements.md: seconds by the clock and of CPU and the most memory, in MB
(that of the largest further process after the +), for the curated facts alone and with so many
provisions made of the texts of ../shared. Each step is a process of its own.
"""

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import sqlite_utils

from bench import search_corpus
from bench.measure import ROOT, peak_memory, print_heads, print_row
from ingest import database
from ingest.build import build
from ingest.database import Model, search_index


class Cost(NamedTuple):
    """What a step took: seconds by the clock and of CPU, MB of its process and of its largest
    further process.
    """

    wall: float
    cpu: float
    own: float
    others: float

    def __str__(self) -> str:
        more = f" + {self.others:.0f}" if self.others else ""
        return f"{self.wall:.1f} ({self.cpu:.1f}); {self.own:.0f}{more}"


def cost_of(work: Callable[..., None], *given: Path) -> Cost:
    """What some work takes in a new process."""
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawned) as pool:
        return pool.submit(measure, work, *given).result()


def measure(work: Callable[..., None], *given: Path) -> Cost:
    """What some work takes in this process and in those that it starts."""
    started, cpu = time.perf_counter(), time.process_time()
    work(*given)
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu += others.ru_utime + others.ru_stime
    return Cost(wall, cpu, peak_memory(), others.ru_maxrss / 1024)


def insert_rows(rows: Path, path: Path) -> None:
    """Every row of a database into a new one, table by table, and no index of words."""
    source = sqlite_utils.Database(rows)
    db = database.create(path)
    for table, columns in Model(db).columns.items():
        names, marks = ", ".join(f"[{name}]" for name in columns), ", ".join("?" * len(columns))
        found = source.execute(f"select {names} from [{table}]")
        db.conn.executemany(f"insert into [{table}] ({names}) values ({marks})", found)
    db.execute("commit")
    db.conn.close()


def index_plainly(path: Path) -> None:
    """SQLite's own index of the words of the provisions."""
    db = open_for_steps(path)
    db.execute("insert into provision_fts (provision_fts) values ('rebuild')")
    db.execute("commit")
    db.conn.close()


def index_words(path: Path) -> None:
    """The index of words that the search asks."""
    db = open_for_steps(path)
    search_index.index(db)
    db.execute("commit")
    db.conn.close()


def open_for_steps(path: Path) -> sqlite_utils.Database:
    """A database opened as a build has it, in a transaction."""
    db = sqlite_utils.Database(path)
    db.conn.isolation_level = None
    settings = ("foreign_keys = on", "journal_mode = memory", "synchronous = off")
    for setting in (*settings, "cache_size = -64000"):
        db.execute(f"pragma {setting}")
    db.execute("begin")
    return db


def build_curated(path: Path) -> None:
    """The whole build of the curated facts."""
    build(ROOT / "db" / "curated", path)


def compare(folder: Path, name: str, rows: Path) -> Cost:
    """Print a line for the steps from these rows; give what the plainest way took."""
    made = folder / "made.db"
    inserted = cost_of(insert_rows, rows, made)
    plain, words = cost_of(index_plainly, made), cost_of(index_words, made)
    made.unlink()
    base = inserted.wall + plain.wall
    times = (words.wall / base, (inserted.wall + words.wall) / base)
    print_row(name, inserted, plain, words, *(f"{ratio:.2f}" for ratio in times))
    return inserted._replace(wall=base, cpu=inserted.cpu + plain.cpu)


def main(numbers: list[int]) -> None:
    """Make the rows of each size, and measure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows, texts = folder / "rows.db", folder / "texts.db"
        if numbers:
            search_corpus.with_texts(texts)
        print("\nSeconds by the clock (of CPU); MB.")
        columns = ("rows", "plain index", "index of words", "words / (rows + plain)")
        print_heads("provisions", *columns, "(rows + words) / (rows + plain)")
        bases = []
        for number in (0, *numbers):
            db, model = search_corpus.start_database(rows)
            if number:
                search_corpus.add_provisions(db, model, texts, number)
            db.execute("commit")
            count = db["provision"].count
            db.conn.close()
            bases.append(compare(folder, f"{count:,}", rows))
        whole = cost_of(build_curated, folder / "tip.db")
        print(f"\nThe curated build: {whole}, {whole.wall / bases[0].wall:.1f} times its rows.")


if __name__ == "__main__":
    main([int(number.replace(",", "")) for number in sys.argv[1:]])
