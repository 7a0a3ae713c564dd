"""`python -m bench.soak [--seconds 600] [--rate 33]`: the site for ten minutes, with a new build
put in place every ten seconds, after which every page is made anew. Prints Markdown. The rate is
that of all readers, in requests a second; without one 70 % of what was done flat out with swaps.

Readers ask along the trace of deploy/rehearse_copies.py: few pages often, many seldom, one in five
in French; no reader keeps what it was sent. First flat out, beside plain Datasette (one process,
its own way to run) that answers the same records and searches as its own pages. A wait is counted
from the moment a request was due, so that a queue counts. Memory is the share that belongs to the
site (PSS), in MB.
"""

import argparse
import asyncio
import itertools
import logging
import os
import re
import sys
import time
from pathlib import Path
from typing import NamedTuple

import httpx

from bench.measure import built_database, cpu_seconds, percentile, print_heads, print_row
from bench.serve import STYLE, another_file
from deploy.rehearse_copies import trace
from deploy.site import Server, gunicorn_command, started

CLIENTS, FLAT, SHARE, SWAP_EVERY, REQUESTS = 8, 30.0, 0.7, 10.0, 100_000
ASSET = "/assets/ledger.css"
TABLES = {"/items": "/tip/item", "/gaps": "/tip/gap", "/compare": "/tip/verdict", "/about": "/tip"}


class Load(NamedTuple):
    """Seconds of each wait, requests that failed, the site's seconds of work."""

    waits: list[float]
    failed: int
    cpu: float


def plain_path(path: str) -> str:
    """The page of plain Datasette that holds the same record, list or search."""
    path = path.removeprefix("/fr")
    if path.startswith("/search?q="):
        return "/tip/provision?_search=" + path.removeprefix("/search?q=")
    if record := re.fullmatch(r"/(country|item|instrument|provision)/(.+)", path):
        return f"/tip/{record[1]}/{record[2].replace(':', '~3A').replace('.', '~2E')}"
    return STYLE if path.startswith("/assets") else TABLES.get(path, "/")


async def read(server: Server, paths: list[str], seconds: float, rate: float | None) -> Load:
    """CLIENTS readers for so many seconds, `rate` requests a second in all; as fast as they are
    answered without a rate.
    """
    waits: list[float] = []
    failed, worked, begun = 0, cpu_seconds(server.pid), time.perf_counter()
    asked = itertools.count()

    async def reader() -> None:
        nonlocal failed
        async with httpx.AsyncClient(base_url=server.address, timeout=30) as client:
            while True:
                number = next(asked)
                due = begun + number / rate if rate else time.perf_counter()
                if due > begun + seconds:
                    return
                await asyncio.sleep(due - time.perf_counter())
                try:
                    answer = await client.get(paths[number % len(paths)])
                    failed += answer.status_code != 200
                except httpx.HTTPError:
                    failed += 1
                waits.append(time.perf_counter() - due)

    await asyncio.gather(*(reader() for _ in range(CLIENTS)))
    return Load(waits, failed, cpu_seconds(server.pid) - worked)


def memory(server: Server) -> float:
    """MB that belong to the processes of the site (PSS: what is shared counts by its part)."""
    found = 0
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii")
    for pid in [str(server.pid), *children.split()]:
        parts = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
        found += int(re.findall(r"^Pss:\s+(\d+)", parts, re.M)[0])
    return found / 1024


async def watch(server: Server, database: Path, seconds: float) -> list[tuple[float, float]]:
    """A new build every SWAP_EVERY seconds: (seconds since the beginning, MB) before each."""
    begun = time.perf_counter()
    seen: list[tuple[float, float]] = []
    for number in itertools.count(1):
        await asyncio.sleep(begun + number * SWAP_EVERY - time.perf_counter())
        passed = time.perf_counter() - begun
        if passed > seconds:
            return seen
        seen.append((passed, memory(server)))
        build = time.monotonic_ns() % 2**32  # another one each time
        os.replace(await asyncio.to_thread(another_file, database, build), database)
    raise AssertionError("counting has no end")


def print_load(name: str, load: Load, seconds: float) -> None:
    """One line of the table."""
    shares = (f"{percentile(load.waits, share) * 1000:.0f}" for share in (0.5, 0.95, 0.99))
    asked, longest = len(load.waits), f"{max(load.waits) * 1000:.0f}"
    print_row(name, asked, asked / seconds, load.failed, *shares, longest, load.cpu * 1000 / asked)


async def soak(
    server: Server, database: Path, paths: list[str], seconds: float, rate: float | None
) -> tuple[Load, list[tuple[float, float]]]:
    """Readers, at a rate if one is given, while builds are swapped."""
    return await asyncio.gather(
        read(server, paths, seconds, rate), watch(server, database, seconds)
    )


def main() -> None:
    """Build into a temporary folder, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--rate", type=float)
    given = parser.parse_args()
    seconds = given.seconds
    logging.disable(logging.INFO)  # one line for each request otherwise
    with built_database() as database:
        paths = trace(database, ASSET, REQUESTS)
        waits = ("p50 ms", "p95 ms", "p99 ms", "longest ms")
        print_heads("site", "requests", "a second", "failed", *waits, "CPU ms a request")
        plain = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database)]
        with started([*plain, "--port", "PORT"], ready=STYLE) as server:
            same = [plain_path(path) for path in paths]
            print_load("plain, flat out", asyncio.run(read(server, same, FLAT, None)), FLAT)
        command, variables = gunicorn_command(database, "2")
        run = {"RUNTIME_DIRECTORY": str(database.parent)}  # as the unit file has one
        with started(command, variables | run) as server:
            flat = asyncio.run(read(server, paths, FLAT, None))
            print_load("ours, 2 processes, flat out", flat, FLAT)
            swapped, _ = asyncio.run(soak(server, database, paths[len(flat.waits) :], FLAT, None))
            print_load("ours, flat out, a swap every 10 s", swapped, FLAT)
            rate = given.rate or SHARE * len(swapped.waits) / FLAT
            load, seen = asyncio.run(soak(server, database, paths, seconds, rate))
            print_load(f"ours, {rate:.0f} a second, a swap every 10 s", load, seconds)
        print(f"\n{len(seen)} swaps. Memory in MB after so many seconds:")
        shown = seen[:: max(1, len(seen) // 12)]
        print(", ".join(f"{passed:.0f}: {held:.0f}" for passed, held in shown))


if __name__ == "__main__":
    main()
