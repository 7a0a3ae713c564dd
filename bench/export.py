"""`python -m bench.export`: the bundle, form by form; and a download of a million rows beside
Datasette's own CSV, in one run.

Prints Markdown for docs/measurements.md. Each server is a process of its own, so that its peak
memory is that of the one download.
"""

import re
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from ingest.build import build
from ingest.publish.export import export
from ingest.publish.rebuild import rebuild

ROOT = Path(__file__).parent.parent
ROWS = 1_000_000
OURS = ["--metadata", "metadata.yml", "--config", "datasette.yml", "--plugins-dir", "plugins"]
OURS += ["--template-dir", "plugins/templates", "--static", "assets:plugins/static"]
PLAIN = ["--setting", "max_csv_mb", "0", "--setting", "max_returned_rows", "2000"]
MANY = """
create table million as with recursive n(i) as (select 0 union all select i + 1 from n where i < :rows - 1)
select n.i as id, t.country, t.year, t.measure, t.value, t.source, t.locator, t.verification
from n join (select row_number() over () - 1 as place, * from tier) t on t.place = n.i % (select count(*) from tier)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        bundle_table(Path(folder))
        download_table(Path(folder))


def bundle_table(folder: Path) -> None:
    """How long each form takes and how large it is, and the way back."""
    database = folder / "tip.db"
    build(ROOT / "db" / "curated", database)
    marks: list[tuple[str, float]] = [("start", time.perf_counter())]
    bundle = export(
        database, folder / "dist", lambda name: marks.append((name, time.perf_counter()))
    )
    took = {name: at - before for (_, before), (name, at) in pairwise(marks)}
    sizes = {
        "sqlite": (bundle / "tip.db").stat().st_size,
        "xlsx": (bundle / "palermo-ledger.xlsx").stat().st_size,
        "zip": bundle.with_suffix(".zip").stat().st_size,
        **{
            form: sum(path.stat().st_size for path in (bundle / form).iterdir())
            for form in ("csv", "jsonl", "parquet")
        },
    }
    print("| form | seconds | times csv | bytes | times csv |\n|---|---|---|---|---|")
    for form, size in sorted(sizes.items(), key=lambda pair: pair[1]):
        print(
            f"| {form} | {took[form]:.1f} | {took[form] / took['csv']:.1f} | {size:,} | {size / sizes['csv']:.2f} |"
        )
    start = time.perf_counter()
    found = rebuild(bundle, folder / "again.db")
    with sqlite3.connect(database) as db:
        (said,) = db.execute("select content_hash from build").fetchone()
    print(
        f"\nThe whole bundle: {marks[-1][1] - marks[0][1]:.1f} s. JSON Lines back to a database: {time.perf_counter() - start:.1f} s; "
        f"content hash {'identical' if found == said else 'DIFFERENT'}.\n"
    )


def download_table(folder: Path) -> None:
    """A table of a million rows, streamed whole."""
    database = folder / "tip.db"
    db = sqlite3.connect(database)
    db.execute(MANY, {"rows": ROWS})
    db.commit()
    db.close()
    asked = [
        ("Datasette's own CSV (`_stream=1`)", PLAIN, "/tip/million.csv?_stream=1"),
        ("ours, CSV", OURS, "/tip/million.csv"),
        ("ours, CSV of an SQL answer", OURS, "/tip/-/query.csv?sql=select+*+from+million"),
        ("ours, CSV for a French Excel", OURS, "/tip/million.fr.csv"),
        ("ours, JSON Lines", OURS, "/tip/million.jsonl"),
        ("ours, XLSX of the first 200,000", OURS, "/tip/million.xlsx?_size=200000"),
    ]
    print(
        "| download of 1,000,000 rows | first byte, ms | rows a second | times | memory added at the peak, MB | bytes |\n|---|---|---|---|---|---|"
    )
    baseline = 0.0
    for name, options, path in asked:
        with serving(database, options) as (address, process):
            fetch(address + "/tip/item.csv")  # a first request loads what every request needs
            idle = peak(process)
            first, total, size, lines = fetch(address + path)
            rate = (lines if "xlsx" not in path else 200_000) / total
            baseline = baseline or rate
            print(
                f"| {name} | {first * 1000:.0f} | {rate:,.0f} | {rate / baseline:.1f} | {peak(process) - idle:.0f} | {size:,} |",
                flush=True,
            )


@contextmanager
def serving(database: Path, options: list[str]) -> Iterator[tuple[str, int]]:
    """A Datasette process of its own on a free port; its address and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        "--immutable",
        str(database),
        "--port",
        str(port),
        *options,
    ]
    server = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(
                    f"http://127.0.0.1:{port}/-/versions.json", timeout=5
                ).close()
                break
            except OSError:
                time.sleep(0.25)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def fetch(address: str) -> tuple[float, float, int, int]:
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


def peak(process: int) -> float:
    """The most memory a process has held so far, in MB."""
    found = re.search(
        r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    )
    return int(found[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    main()
