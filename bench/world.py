"""How everything grows: `python -m bench.world --scales 1 10` (100 is the base of all States).

The curated base with made-up rows beside it, at each scale in per cent of a base of 195 States with
20,000 instruments and 500,000 provisions (bench/world_rows.py). Times every step of the build and
every sample page, feed, download and search in seconds of CPU, and prints the exponent between the
two largest scales: 1 grows as the rows do. What is above 1.1 is marked, unless NAMED says why.
"""

import argparse
import asyncio
import logging
import math
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlite_utils

from bench.measure import built_database, print_heads, print_row
from bench.pages import HEAVY
from bench.world_rows import add_world
from deploy.site import site
from ingest import database
from ingest.database import Model, change_ledger, kept_views, search_index
from ingest.publish import codebook
from plugins.kit.routes import sample_pages

FILES = (
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/plans.ics",
    "/plans.atom",
    "/changes.atom",
    "/search.atom?q=victims",
    "/search?q=victims+of+trafficking",
    "/search?q=Can+a+victim+be+prosecuted+for+what+she+was+forced+to+do",
    "/tip/gap.csv",
    "/tip/finding.csv?country=SLE",
    "/tip/party.csv",
    "/conflicts.csv",
    "/gaps.xlsx",
    "/tip/corridor_status",
)
MOST = 1.1
NAMED = {
    "/tip/party.csv": "every row of a table is what was asked for",
    "plain index": "SQLite's own",
}
FLOOR = 0.02  # seconds below which a time is noise
ROUNDS = 3


def grow(built: Path, path: Path, share: float) -> dict[str, float]:
    """Make the world at `path` from a built database; give the seconds of CPU of each step."""
    shutil.copy(built, path)
    connection = sqlite3.connect(path, isolation_level=None, uri=True)
    connection.execute("pragma synchronous = off")
    connection.execute("pragma journal_mode = memory")
    connection.execute("begin")
    kept_views.restore(connection)
    add_world(connection, share)
    db = sqlite_utils.Database(connection)
    model = Model(db)
    took = {
        "verdicts and kept views": timed(lambda: kept_views.keep_derived(connection)),
        "scope of changes": timed(lambda: kept_views.keep(connection, kept_views.AFTER_CHANGES)),
        "words of the search": timed(lambda: search_index.index(db)),
        "plain index": timed(lambda: rebuild_plain_index(connection)),
        "codebook": timed(lambda: make_codebook(db, model)),
    }
    connection.execute("commit")
    old = path.with_suffix(".old")
    shutil.copy(path, old)
    connection.execute("begin")
    took["ledger against itself"] = timed(
        lambda: change_ledger.record(db, model, old, "2026-01-01")
    )
    old.unlink()
    took["content hash"] = timed(lambda: hash_rows(db, model))
    connection.execute("commit")
    took["checks"] = timed(lambda: database.check(db))
    connection.close()
    return took


def timed(work: Callable[[], Any]) -> float:
    """Seconds of CPU that some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def rebuild_plain_index(connection: sqlite3.Connection) -> None:
    """The indexes that Datasette finds by itself."""
    for name in ("provision_fts", "instrument_fts"):
        connection.execute(f"insert into {name} ({name}) values ('rebuild')")


def make_codebook(db: sqlite_utils.Database, model: Model) -> None:
    """The data dictionary, in place of the one there is."""
    db.execute("delete from codebook")
    codebook.load_codebook(db, model)


def hash_rows(db: sqlite_utils.Database, model: Model) -> None:
    """The content hash, kept in the row of the build."""
    db.execute("update build set content_hash = ?", [database.content_hash(db, model)])


async def ask(path: Path) -> dict[str, tuple[float, str]]:
    """For each address the least seconds of CPU of some requests, and the status or bytes."""
    app = site(path)
    await app.invoke_startup()
    found = {}
    for address in dict.fromkeys([*sample_pages(), *HEAVY, *FILES]):
        times = []
        for _ in range(ROUNDS):
            started = time.process_time()
            answer = await app.client.get(address)
            size = len(answer.content)
            times.append(time.process_time() - started)
        said = f"{size:,}" if answer.status_code < 400 else f"status {answer.status_code}"
        found[address] = (min(times), said)
    await app.invoke_shutdown()
    return found


def exponent(small: float, large: float, ratio: float) -> float:
    """The power of the number of rows with which a time grows; 0 for what is lost in the noise."""
    return math.log(max(large, FLOOR) / max(small, FLOOR)) / math.log(ratio)


def mark(name: str, power: float) -> str:
    """The exponent as the table shows it."""
    if power <= MOST:
        return f"{power:.2f}"
    return f"{power:.2f} ({NAMED[name]})" if name in NAMED else f"**{power:.2f}**"


def print_growth(scales: list[float], found: list[dict[str, tuple[float, str]]]) -> list[str]:
    """A line for each thing measured; give the names of those that grow too fast."""
    print_heads("what", *(f"{scale:g}x, ms" for scale in scales), "bytes at last", "exponent")
    wrong = []
    for name, (last, said) in found[-1].items():
        power = 0.0
        if len(scales) > 1:
            power = exponent(found[-2][name][0], last, scales[-1] / scales[-2])
        if (power > MOST and name not in NAMED) or said.startswith("status"):
            wrong.append(name)
        print_row(name, *(one[name][0] * 1000 for one in found), said, mark(name, power))
    return wrong


def main() -> None:
    """Build once, then make and ask the world of each scale."""
    logging.disable(logging.INFO)  # one line for each request otherwise
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scales", type=float, nargs="+", default=[1, 10], help="1 to 100")
    scales = parser.parse_args().scales
    steps: list[dict[str, tuple[float, str]]] = []
    pages: list[dict[str, tuple[float, str]]] = []
    with built_database() as built, tempfile.TemporaryDirectory() as folder:
        for scale in scales:
            path = Path(folder) / "tip.db"
            took = grow(built, path, scale / 100)
            steps.append({name: (seconds, "") for name, seconds in took.items()})
            pages.append(asyncio.run(ask(path)))
            print(f"{scale:g}x: {path.stat().st_size / 1e6:.0f} MB", flush=True)
            path.unlink()
    wrong = [*print_growth(scales, steps), *print_growth(scales, pages)]
    print(f"\nAbove {MOST} or without an answer: {', '.join(wrong) or 'nothing'}")


if __name__ == "__main__":
    main()
