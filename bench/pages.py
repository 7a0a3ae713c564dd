"""`python -m bench.pages`: build, rows and pages as docs/measurements.md states them. Prints
Markdown; ratios are against the item list page of the same run.
"""

import asyncio
import logging
import os
import resource
import sqlite3
import time
from pathlib import Path
from typing import Any

from bench.measure import ROOT, built_database, percentile, print_heads, print_row
from deploy.site import site
from plugins.kit.routes import sample_pages

BASELINE = "/items"
HEAVY = ("/gaps?region=world",)  # beside the examples of the pages
ROUNDS = 60
LEVELS = ("seen", "general", "conflicting", "reviewed")
TABLES = """
select name from sqlite_master
where type = 'table' and name not like '%_fts%' and name not glob '[_]*'
order by rowid
"""
COVERED = """
select (select count(distinct country) from instrument) as instruments,
  (select count(distinct i.country) from provision p join instrument i on i.id = p.instrument)
    as provisions,
  (select count(distinct country) from instrument where kind = 'plan') as plans
"""


async def time_requests(app: Any, path: str) -> tuple[int, list[float]]:
    """Bytes of a page and the seconds of each of ROUNDS requests."""
    times = []
    size = 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = await app.client.get(path)
        times.append(time.perf_counter() - started)
        size = len(answer.content)
        assert answer.status_code == 200, (path, answer.status_code)
    return size, times


async def print_pages(database: Path) -> None:
    """A line a page: bytes with the style sheet, median and p99 of the server's time, and the ratio
    to the baseline.
    """
    app = site(database)
    await app.invoke_startup()
    sheet = (ROOT / "plugins" / "static" / "ledger.css").stat().st_size
    print_heads("page", "first view, bytes", "median ms", "p99 ms", f"times {BASELINE}")
    base = 0.0
    for path in dict.fromkeys([BASELINE, *sample_pages(), *HEAVY]):
        size, times = await time_requests(app, path)
        median, slow = percentile(times, 0.5), percentile(times, 0.99)
        base = base or median
        print_row(path, f"{size + sheet:,}", median * 1000, slow * 1000, median / base)


def print_rows(database: Path) -> None:
    """Rows per table and verification level, coverage, and the share of gap cells by verdict."""
    db = sqlite3.connect(database)
    print_heads("table", "rows", *LEVELS)
    for (table,) in db.execute(TABLES).fetchall():
        columns = [column[1] for column in db.execute(f"pragma table_info([{table}])")]
        (total,) = db.execute(f"select count(*) from [{table}]").fetchone()
        counts: dict[str, int] = {}
        if "verification" in columns:
            by_level = f"select verification, count(*) from [{table}] group by 1"
            counts = {**dict.fromkeys(LEVELS, 0), **dict(db.execute(by_level).fetchall())}
        print_row(table, f"{total:,}", *(counts.get(level, "") for level in LEVELS))
    instruments, provisions, plans = db.execute(COVERED).fetchone()
    print(f"\nCountries with at least one instrument {instruments}, ", end="")
    print(f"one provision {provisions}, one plan {plans}.")
    print_heads("verdict", "cells", "share")
    cells = db.execute("select count(*) from gap").fetchone()[0]
    verdicts = "select verdict, count(*) from gap group by verdict order by 2 desc"
    for verdict, number in db.execute(verdicts):
        print_row(verdict, f"{number:,}", f"{100 * number / cells:.1f}%")


def main() -> None:
    """Build into a temporary folder, then measure."""
    logging.disable(logging.INFO)  # one line for each request otherwise
    started = time.perf_counter()
    with built_database() as database:
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = database.stat().st_size / 1e6
        print(f"Build: {seconds:.1f} s, peak memory {peak:.0f} MB, file {size:.1f} MB, ", end="")
        print(f"{os.cpu_count()} cores.")
        print_rows(database)
        asyncio.run(print_pages(database))


if __name__ == "__main__":
    main()
