"""Measure the scrapers: python -m bench.scrapers [parse] [again] [stream] [damage]. No network but
a server on this machine.

parse   real pages of ../shared (or our own) per second and scraper
again   a run over 2,000 documents, then the same run when nothing changed
stream  peak memory of the UHRI reader on a made export of 400 MB
damage  10,000 damaged pages through the parsers
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fixture_real_pages import SHARED  # noqa: E402
from fixture_server import answer, items, serving  # noqa: E402

from scrapers import SOURCES  # noqa: E402
from scrapers.crawl import load_scraper, scrape  # noqa: E402
from scrapers.fetch import Fetcher, Policy  # noqa: E402
from scrapers.snapshots import Store  # noqa: E402

REAL = {
    "untc": "pages/untc/*-*.csv",
    "usdol": "pages/usdol/countries_*.xml",
    "usdol pdf": "pages/usdol/findings_*.pdf",
    "peachjam": "pages/peachjam/*.html",
    "akn": "pages/akn_xml/*.xml",
    "uwazi": "pages/uwazi/entities_subset.json",
}


def parse() -> None:
    """Pages and rows per second, one core."""
    for source in [*SOURCES, "usdol pdf"]:
        real = sorted(SHARED.glob(REAL[source])) if source in REAL else []
        own = [
            page
            for page in (ROOT / "tests" / "pages" / source).glob("*")
            if not page.name.endswith(".rows.json")
        ]
        pages = [(page.stem, page.read_bytes()) for page in real or own]
        module, read, rows, started = load_scraper(source.split()[0]), 0, 0, time.perf_counter()
        while time.perf_counter() - started < 2.0 and pages:
            name, data = pages[read % len(pages)]
            rows += sum(1 for _ in module.parse(name, data))
            read += 1
        spent = time.perf_counter() - started
        print(
            f"{source:10} {'real' if real else 'made'} pages: {read / spent:9.1f} pages/s "
            f"{rows / spent:10.0f} rows/s"
        )


def again(number: int = 2000) -> None:
    """A first run and an unchanged one; pace 0, so the figures are the work, not the waiting."""

    def reply(connection: socket.socket, path: str, asked: dict[str, str]) -> None:
        body = b"<html><ul>" + f"<li>{path}</li>".encode() * 400 + b"</ul></html>"
        same = asked.get("if-none-match") == f'"{path}"'
        (answer("304 Not Modified") if same else answer(body=body, ETag=f'"{path}"'))(
            connection, path, asked
        )
        sent.append(0 if same else len(body))

    sent: list[int] = []
    with (
        serving({"/robots.txt": answer("404 Not Found"), "*": reply}) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        module = ModuleType("made")
        module.__dict__.update(
            PAGES={f"d{n}": f"{server.url}/d{n}" for n in range(number)},
            ACCEPT=("html",),
            parse=items,
        )
        for title in ("first run", "unchanged run"):
            sent.clear()
            policy = Policy("bench@example.org", pace=0.0, private=frozenset({server.place}))
            started = time.perf_counter()
            counts = scrape(module, Store(Path(folder)), Fetcher(policy), say=lambda line: None)
            print(
                f"{title}: {counts}, {len(sent)} requests, {sum(sent):,} bytes, "
                f"{time.perf_counter() - started:.1f} s"
            )


def stream(megabytes: int = 400) -> None:
    """Write the export, read it in a process of its own, and print the most memory it needed."""
    entry = json.loads((ROOT / "tests" / "pages" / "uhri" / "export.json").read_text("utf-8"))[
        0
    ] | {"Text": "Improve the roads. " * 60}
    with tempfile.TemporaryDirectory() as folder:
        path, number, piece = Path(folder) / "export.json", 0, ",\n" + json.dumps(entry)
        with path.open("w") as file:
            file.write("[" + json.dumps(entry))
            while number * len(piece) < megabytes * 1_000_000:
                number += 1
                file.write(piece.replace("roads", "trafficking law") if number % 50 == 0 else piece)
            file.write("]")
        started = time.perf_counter()
        subprocess.run([sys.executable, __file__, "read-stream", str(path)], check=True)
        print(f"{path.stat().st_size / 1e6:.0f} MB in {time.perf_counter() - started:.1f} s")


def read_stream(path: str) -> None:
    with open(path, "rb") as file:
        (_, last), *_ = deque(load_scraper("uhri").stream("export", file), maxlen=1)
    status = Path(
        "/proc/self/status"
    ).read_text()  # not getrusage: that one remembers the process we were forked from
    print(f"{last}, peak memory {int(status.partition('VmHWM:')[2].split()[0]) / 1024:.0f} MB")


def damage() -> None:
    started = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "-q", str(ROOT / "tests" / "test_scrapers_fuzz.py")]
    subprocess.run(command, env={**os.environ, "FUZZ": "10000"}, check=True, cwd=ROOT)
    print(f"10,000 damaged pages in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    if sys.argv[1:2] == ["read-stream"]:
        read_stream(sys.argv[2])
    else:
        for name in sys.argv[1:] or ["parse", "again", "stream", "damage"]:
            {"parse": parse, "again": again, "stream": stream, "damage": damage}[name]()
