"""Measure what docs/measurements.md states: `make bench`. Prints Markdown; ratios are against the
item list page of the same run.
"""

import asyncio
import logging
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml
from datasette.app import Datasette

from plugins.kit.routes import sample_pages

ROOT = Path(__file__).parent.parent
BASELINE = "/items"
HEAVY = ("/gaps?region=world",)  # beside the examples of the pages
ROUNDS = 60


def site(database: Path) -> Datasette:
    """The site as `make serve` starts it, in process."""
    read = lambda name: yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))  # noqa: E731
    folders = {
        "plugins_dir": str(ROOT / "plugins"),
        "template_dir": str(ROOT / "plugins" / "templates"),
    }
    static = [("assets", str(ROOT / "plugins" / "static"))]
    return Datasette(
        [],
        immutables=[str(database)],
        metadata=read("metadata.yml"),
        config=read("datasette.yml"),
        static_mounts=static,
        **folders,
    )


async def times(app: Any, path: str) -> tuple[int, list[float]]:
    """Bytes of a page and the seconds of each of ROUNDS requests, sorted."""
    found = []
    size = 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = await app.client.get(path)
        found.append(time.perf_counter() - started)
        size = len(answer.content)
        assert answer.status_code == 200, (path, answer.status_code)
    return size, sorted(found)


async def pages(database: Path) -> None:
    """A line a page: bytes with the style sheet, median and p99 of the server's time, and the ratio
    to the baseline.
    """
    app = site(database)
    await app.invoke_startup()
    sheet = (ROOT / "plugins" / "static" / "ledger.css").stat().st_size
    print(
        "\n| page | first view, bytes | median ms | p99 ms | times "
        + BASELINE
        + " |\n|---|---|---|---|---|"
    )
    base = 0.0
    for path in dict.fromkeys([BASELINE, *sample_pages(), *HEAVY]):
        size, found = await times(app, path)
        median = found[len(found) // 2]
        base = base or median
        print(
            f"| {path} | {size + sheet:,} | {median * 1000:.1f} | {found[int(len(found) * 0.99)] * 1000:.1f} | {median / base:.1f} |"
        )


def rows(database: Path) -> None:
    """Rows per table and verification level, coverage, and the share of gap cells by verdict."""
    db = sqlite3.connect(database)
    tables = [
        name
        for (name,) in db.execute(
            "select name from sqlite_master where type = 'table' and name not like '%_fts%' order by rowid"
        )
    ]
    levels = ("seen", "general", "conflicting", "reviewed")
    print("\n| table | rows | " + " | ".join(levels) + " |\n|---|---|" + "---|" * len(levels))
    for table in tables:
        checked = "verification" in [
            column[1] for column in db.execute(f"pragma table_info([{table}])")
        ]
        counts = [
            db.execute(
                f"select count(*) from [{table}] where verification = ?", [level]
            ).fetchone()[0]
            if checked
            else ""
            for level in levels
        ]
        print(
            f"| {table} | {db.execute(f'select count(*) from [{table}]').fetchone()[0]:,} | "
            + " | ".join(map(str, counts))
            + " |"
        )
    held = "select count(distinct country) from instrument"
    articles = (
        "select count(distinct i.country) from provision p join instrument i on i.id = p.instrument"
    )
    found = [
        db.execute(sql).fetchone()[0] for sql in (held, articles, held + " where kind = 'plan'")
    ]
    print(
        f"\nCountries with at least one instrument {found[0]}, one provision {found[1]}, one plan {found[2]}."
    )
    print("\n| verdict | cells | share |\n|---|---|---|")
    cells = db.execute("select count(*) from gap").fetchone()[0]
    for verdict, n in db.execute(
        "select verdict, count(*) from gap group by verdict order by 2 desc"
    ):
        print(f"| {verdict} | {n:,} | {100 * n / cells:.1f}% |")


def main() -> None:
    """Build into a temporary folder, then measure."""
    logging.disable(logging.INFO)  # one line for each request otherwise
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "tip.db"
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "ingest.build", "--output", str(database)],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"Build: {seconds:.1f} s, peak memory {peak:.0f} MB, file {database.stat().st_size / 1e6:.1f} MB, {os.cpu_count()} cores."
        )
        rows(database)
        asyncio.run(pages(database))


if __name__ == "__main__":
    main()
