"""`python -m bench.serve`: our JSON beside plain Datasette on the same query, one process beside
two, and the swap of a build. Prints Markdown.

Requests come over the network of the machine from 4 clients that keep their connections. CPU is the
work of the server's processes for one request, which holds whatever else runs on the machine;
ratios are against plain Datasette of the same run.
"""

import asyncio
import logging
import os
import shutil
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import httpx

from bench.measure import built_database, cpu_seconds, percentile, print_heads, print_row
from deploy.site import Server, gunicorn_command, started

CLIENTS, SECONDS, SWAPS = 4, 3.0, 20
STYLE = "/-/static/app.css"  # answered by plain Datasette too
QUERY = """select t.code as item, t.ordinal, t.article, t.pillar, t.obligation,
  t.label_en as label, t.requirement_en as requirement, sum(v.verdict = 'full') as full,
  sum(v.verdict = 'partial') as partial, sum(v.verdict = 'contrary') as contrary
from item t left join verdict v on v.item = t.code group by t.code order by t.ordinal"""
PLAIN = f"/tip/-/query.json?_size=max&sql={quote(QUERY)}"  # what /items asks
PATHS = (
    PLAIN,
    "/items.json",
    "/country/SLE.json",
    "/country/SLE",
    "/reconcile/suggest/entity?prefix=se",
)


class Load(NamedTuple):
    """What a server did under load: requests a second, milliseconds of CPU a request, median and
    p99 in milliseconds, failed requests.
    """

    rate: float
    cpu: float
    median: float
    slow: float
    failed: int


async def put_load(server: Server, path: str, headers: dict[str, str] | None = None) -> Load:
    """CLIENTS clients that ask for one path for SECONDS."""
    times: list[float] = []
    failed, worked = 0, cpu_seconds(server.pid)
    until = time.perf_counter() + SECONDS

    async def read() -> None:
        nonlocal failed
        client = httpx.AsyncClient(base_url=server.address, headers=headers, timeout=30)
        async with client:
            while time.perf_counter() < until:
                started_at = time.perf_counter()
                answer = await client.get(path)
                times.append(time.perf_counter() - started_at)
                failed += answer.status_code not in (200, 304)

    await asyncio.gather(*(read() for _ in range(CLIENTS)))
    return Load(
        len(times) / SECONDS,
        (cpu_seconds(server.pid) - worked) / len(times) * 1000,
        percentile(times, 0.5) * 1000,
        percentile(times, 0.99) * 1000,
        failed,
    )


def print_load(name: str, path: str, load: Load, base: float) -> None:
    """One line of the table; `base` is the CPU of plain Datasette."""
    times = f"{load.cpu / base:.2f}"
    median, slow = f"{load.median:.0f}", f"{load.slow:.0f}"
    print_row(name, path[:32], f"{load.rate:.0f}", load.cpu, median, slow, load.failed, times)


def print_rates(database: Path) -> None:
    """Plain Datasette, our pages in one process, in two, and a client that has the answer."""
    columns = ("requests/s", "CPU ms", "median ms", "p99 ms", "failed", "CPU, times plain")
    print_heads("server", "path", *columns)
    plain = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database)]
    plain += ["--port", "PORT", "--setting", "num_sql_threads", "2"]
    with started(plain, ready=STYLE) as server:
        load = asyncio.run(put_load(server, PLAIN))
        base = load.cpu
        print_load("plain Datasette, 1 process", PLAIN, load, base)
    for workers, name in (("1", "ours, 1 process"), ("2", "ours, 2 processes")):
        command, variables = gunicorn_command(database, workers)
        with started(command, variables) as server:
            for path in PATHS:
                print_load(name, path, asyncio.run(put_load(server, path)), base)
            known = {"if-none-match": httpx.get(f"{server.address}/country/SLE").headers["etag"]}
            load = asyncio.run(put_load(server, "/country/SLE", known))
            print_load(f"ours, {workers}, held by the client (304)", "/country/SLE", load, base)


def print_swaps(database: Path) -> None:
    """How long until a build that was put in place is served, without and under load."""
    command, variables = gunicorn_command(database, "1")
    with started(command, variables) as server:
        for name, clients in (("idle", 0), (f"{CLIENTS} clients", CLIENTS)):
            times, failed, asked = asyncio.run(time_swaps(server.address, database, clients))
            median, longest = percentile(times, 0.5) * 1000, max(times) * 1000
            print(
                f"\n{len(times)} swaps, {name}: new build served after {median:.0f} ms (median), "
                f"{longest:.0f} ms (longest); {asked} requests meanwhile, {failed} failed.",
                flush=True,
            )


async def time_swaps(address: str, database: Path, clients: int) -> tuple[list[float], int, int]:
    """Seconds of each swap, failed requests, and requests, while `clients` read pages."""
    over, failed, asked = False, 0, 0

    async def read() -> None:
        nonlocal failed, asked
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            while not over:
                answer = await client.get("/country/SLE.json")
                failed, asked = failed + (answer.status_code != 200), asked + 1

    async def swap() -> list[float]:
        nonlocal over
        times = []
        async with httpx.AsyncClient(base_url=address, timeout=30) as client:
            for number in range(SWAPS):
                fresh = another_file(database, number + 1)
                before = {"if-none-match": (await client.get("/about")).headers["etag"]}
                os.replace(fresh, database)
                swapped_at = time.perf_counter()
                while (await client.get("/about", headers=before)).status_code == 304:
                    await asyncio.sleep(0.01)
                times.append(time.perf_counter() - swapped_at)
        over = True
        return times

    readers = [asyncio.create_task(read()) for _ in range(clients)]
    times = await swap()
    await asyncio.gather(*readers)
    return times, failed, asked


def another_file(database: Path, number: int) -> Path:
    """The same content in another file: `number` stands in an unused word of the header."""
    fresh = database.with_name("fresh.db")
    shutil.copy(database, fresh)
    with fresh.open("r+b") as file:
        file.seek(68)
        file.write(number.to_bytes(4))
    return fresh


def main() -> None:
    """Build into a temporary folder, then measure."""
    logging.disable(logging.INFO)  # one line for each request otherwise
    with built_database() as database:
        print_rates(database)
        print_swaps(database)


if __name__ == "__main__":
    main()
