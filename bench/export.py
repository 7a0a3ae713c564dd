"""`python -m bench.export`: the bundle, form by form; and a download of a million rows beside
Datasette's own CSV, in one run.

Prints Markdown for docs/measurements.md. Each server is a process of its own, so that its peak
memory is that of the one download.
"""

import sqlite3
import sys
import time
import urllib.request
from itertools import pairwise
from pathlib import Path

from bench.measure import built_database, peak_memory, print_heads, print_row
from deploy.site import site_command, started
from ingest.publish.export import export
from ingest.publish.rebuild import rebuild

ROWS = 1_000_000
MANY = """
create table million as with recursive
  n(i) as (select 0 union all select i + 1 from n where i < :rows - 1)
select n.i as id, t.country, t.year, t.measure, t.value, t.source, t.locator, t.verification
from n join (select row_number() over () - 1 as place, * from tier) t
  on t.place = n.i % (select count(*) from tier)
"""


def main() -> None:
    """Print both tables."""
    with built_database() as database:
        print_bundle(database)
        print_downloads(database)


def print_bundle(database: Path) -> None:
    """How long each form takes and how large it is, and the way back."""
    folder = database.parent
    marks: list[tuple[str, float]] = [("start", time.perf_counter())]
    bundle = export(
        database, folder / "dist", lambda name: marks.append((name, time.perf_counter()))
    )
    seconds = {name: at - before for (_, before), (name, at) in pairwise(marks)}
    sizes = {
        "sqlite": (bundle / "tip.db").stat().st_size,
        "xlsx": (bundle / "palermo-ledger.xlsx").stat().st_size,
        "zip": bundle.with_suffix(".zip").stat().st_size,
        **{
            form: sum(path.stat().st_size for path in (bundle / form).iterdir())
            for form in ("csv", "jsonl", "parquet")
        },
    }
    print_heads("form", "seconds", "times csv", "bytes", "times csv")
    for form, size in sorted(sizes.items(), key=lambda pair: pair[1]):
        times, share = seconds[form] / seconds["csv"], f"{size / sizes['csv']:.2f}"
        print_row(form, seconds[form], times, f"{size:,}", share)
    start = time.perf_counter()
    rebuilt = rebuild(bundle, folder / "again.db")
    with sqlite3.connect(database) as db:
        (content_hash,) = db.execute("select content_hash from build").fetchone()
    print(
        f"\nThe whole bundle: {marks[-1][1] - marks[0][1]:.1f} s. "
        f"JSON Lines back to a database: {time.perf_counter() - start:.1f} s; "
        f"content hash {'identical' if rebuilt == content_hash else 'DIFFERENT'}.\n"
    )


def print_downloads(database: Path) -> None:
    """A table of a million rows, streamed whole."""
    db = sqlite3.connect(database)
    db.execute(MANY, {"rows": ROWS})
    db.commit()
    db.close()
    ours = site_command(database)
    plain = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database)]
    plain += ["--port", "PORT", "--setting", "max_csv_mb", "0"]
    plain += ["--setting", "max_returned_rows", "2000"]
    downloads = [
        ("Datasette's own CSV (`_stream=1`)", plain, "/tip/million.csv?_stream=1"),
        ("ours, CSV", ours, "/tip/million.csv"),
        ("ours, CSV of an SQL answer", ours, "/tip/-/query.csv?sql=select+*+from+million"),
        ("ours, CSV for a French Excel", ours, "/tip/million.fr.csv"),
        ("ours, JSON Lines", ours, "/tip/million.jsonl"),
        ("ours, XLSX of the first 200,000", ours, "/tip/million.xlsx?_size=200000"),
    ]
    columns = ("first byte, ms", "rows a second", "times", "memory added at the peak, MB", "bytes")
    print_heads("download of 1,000,000 rows", *columns)
    baseline = 0.0
    for name, command, path in downloads:
        with started(command, ready="/-/static/app.css") as server:
            # a first request loads what every request needs
            time_download(server.address + "/tip/item.csv")
            idle = peak_memory(server.pid)
            first, total, size, lines = time_download(server.address + path)
            rate = (lines if "xlsx" not in path else 200_000) / total
            baseline = baseline or rate
            added = f"{peak_memory(server.pid) - idle:.0f}"
            first_byte = f"{first * 1000:.0f}"
            print_row(name, first_byte, f"{rate:,.0f}", rate / baseline, added, f"{size:,}")


def time_download(address: str) -> tuple[float, float, int, int]:
    """Seconds to the first byte and to the last, bytes, and lines."""
    start = time.perf_counter()
    size = lines = 0
    with urllib.request.urlopen(address, timeout=1200) as answer:
        piece = answer.read(1)
        first = time.perf_counter() - start
        while piece:
            size += len(piece)
            lines += piece.count(b"\n")
            piece = answer.read(1 << 20)
    return first, time.perf_counter() - start, size, lines


if __name__ == "__main__":
    main()
