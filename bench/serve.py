"""Measure how the site serves: our JSON beside plain Datasette on the same query, one process
beside two, and the swap of a build. Prints Markdown.

Requests come over the network of the machine from 4 clients that keep their connections. CPU is the
work of the server's processes for one request, which holds whatever else runs on the machine;
ratios are against plain Datasette of the same run.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx

ROOT = Path(__file__).parent.parent
CLIENTS, SECONDS, SWAPS = 4, 3.0, 20
QUERY = "select t.code as item, t.ordinal, t.article, t.pillar, t.obligation, t.label_en as label, t.requirement_en as requirement, "
QUERY += "sum(v.verdict = 'full') as full, sum(v.verdict = 'partial') as partial, sum(v.verdict = 'contrary') as contrary "
# what /items asks
QUERY += "from item t left join verdict v on v.item = t.code group by t.code order by t.ordinal"
PLAIN = f"/tip/-/query.json?_size=max&sql={quote(QUERY)}"


@contextmanager
def server(command: list[str], **settings: str) -> Iterator[tuple[str, int]]:
    """The address and number of a server process, once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    told = [word.replace("PORT", port) for word in command]
    quiet, known = subprocess.DEVNULL, {**os.environ, "BIND": f"127.0.0.1:{port}", **settings}
    process = subprocess.Popen(told, cwd=ROOT, env=known, stdout=quiet, stderr=quiet)
    try:
        for _ in range(240):
            try:
                httpx.get(f"http://127.0.0.1:{port}/-/versions.json", timeout=2)
                break
            except httpx.HTTPError:
                time.sleep(0.25)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=40)


def cpu(pid: int) -> float:
    """Seconds of work that a process and its children have done, as the kernel counts them."""
    found = [
        path.read_text().rpartition(") ")[2].split()
        for path in Path("/proc").glob("[0-9]*/stat")
        if path.parent.name == str(pid) or parent(path) == pid
    ]
    return sum(int(fields[11]) + int(fields[12]) for fields in found) / os.sysconf("SC_CLK_TCK")


def parent(path: Path) -> int:
    """The number of the parent of a process; 0 when it has just ended."""
    try:
        return int(path.read_text().rpartition(") ")[2].split()[1])
    except OSError:
        return 0


async def load(
    site: tuple[str, int], path: str, headers: dict[str, str] | None = None
) -> tuple[float, ...]:
    """Requests a second, CPU, median and p99 milliseconds, and failures, of CLIENTS clients for
    SECONDS.
    """
    address, pid = site
    times: list[float] = []
    failed, worked = 0, cpu(pid)
    until = time.perf_counter() + SECONDS

    async def read() -> None:
        nonlocal failed
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=30) as client:
            while time.perf_counter() < until:
                started = time.perf_counter()
                answer = await client.get(path)
                times.append(time.perf_counter() - started)
                failed += answer.status_code not in (200, 304)

    await asyncio.gather(*(read() for _ in range(CLIENTS)))
    times.sort()
    return (
        len(times) / SECONDS,
        (cpu(pid) - worked) / len(times) * 1000,
        times[len(times) // 2] * 1000,
        times[int(len(times) * 0.99)] * 1000,
        failed,
    )


def told(name: str, path: str, found: tuple[float, ...], base: float) -> None:
    """One line of the table."""
    rate, work, median, slow, failed = found
    print(
        f"| {name} | {path[:32]} | {rate:.0f} | {work:.1f} | {median:.0f} | {slow:.0f} | {failed} | {work / base:.2f} |",
        flush=True,
    )


def rates(database: Path) -> None:
    """Plain Datasette, our pages in one process, in two, and a client that holds the answer
    already.
    """
    print(
        "\n| server | path | requests/s | CPU ms | median ms | p99 ms | failed | CPU, times plain |\n|---|---|---|---|---|---|---|---|"
    )
    plain = [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        "--immutable",
        str(database),
        "--port",
        "PORT",
        "--setting",
        "num_sql_threads",
        "2",
    ]
    with server(plain) as site:
        found = asyncio.run(load(site, PLAIN))
        base = found[1]
        told("plain Datasette, 1 process", PLAIN, found, base)
    for workers in ("1", "2"):
        ours = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "deploy.site:app"]
        with server(ours, DATABASE=str(database), WORKERS=workers) as site:
            for path in (
                PLAIN,
                "/items.json",
                "/country/SLE.json",
                "/country/SLE",
                "/reconcile/suggest/entity?prefix=se",
            ):
                told(
                    f"ours, {workers} process{'es' if workers == '2' else ''}",
                    path,
                    asyncio.run(load(site, path)),
                    base,
                )
            tag = httpx.get(f"{site[0]}/country/SLE").headers["etag"]
            told(
                f"ours, {workers}, held by the client (304)",
                "/country/SLE",
                asyncio.run(load(site, "/country/SLE", {"if-none-match": tag})),
                base,
            )


def swaps(database: Path) -> None:
    """How long until a build that was put in place is served, without and under load."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "deploy.site:app"]
    with server(command, DATABASE=str(database), WORKERS="1") as (address, _):
        for name, clients in (("idle", 0), (f"{CLIENTS} clients", CLIENTS)):
            found, failed, asked = asyncio.run(swapped(address, database, clients))
            found.sort()
            line = f"{len(found)} swaps, {name}: new build served after {found[len(found) // 2] * 1000:.0f} ms (median), {found[-1] * 1000:.0f} ms (longest)"
            print(f"\n{line}; {asked} requests meanwhile, {failed} failed.", flush=True)


async def swapped(address: str, database: Path, clients: int) -> tuple[list[float], int, int]:
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
                fresh = database.with_name("fresh.db")
                shutil.copy(database, fresh)
                with (
                    fresh.open("r+b") as file
                ):  # another number in an unused word of the header: another file, the same content
                    file.seek(68)
                    file.write((number + 1).to_bytes(4))
                before = (await client.get("/about")).headers["etag"]
                os.replace(fresh, database)
                started = time.perf_counter()
                while (
                    await client.get("/about", headers={"if-none-match": before})
                ).status_code == 304:
                    await asyncio.sleep(0.01)
                times.append(time.perf_counter() - started)
        over = True
        return times

    times, *_ = await asyncio.gather(swap(), *(read() for _ in range(clients)))
    return times, failed, asked


def main() -> None:
    """Build into a temporary folder, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "tip.db"
        subprocess.run(
            [sys.executable, "-m", "ingest.build", "--output", str(database)],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        rates(database)
        swaps(database)


if __name__ == "__main__":
    main()
