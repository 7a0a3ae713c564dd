"""`python -m bench.attack`: how long other readers wait while hostile visitors ask, beside plain
Datasette under the same SQL. Prints Markdown.

Two readers ask for pages along the trace of deploy/rehearse_copies.py, a few a second, for SECONDS;
the attackers repeat their requests as fast as they are answered. Plain Datasette has no such pages:
there the readers ask for small tables.
"""

import asyncio
import sys
import time
from urllib.parse import quote

import httpx

from bench.measure import built_database, percentile, print_heads, print_row
from deploy.rehearse_copies import trace
from deploy.site import gunicorn_command, started

SECONDS, READERS, PAUSE, PATIENCE = 20, 2, 0.1, 30
STYLE = "/-/static/app.css"
NUMBERS = "with recursive t(i) as (select 1 union all select i + 1 from t"
LONG = "select instr(hex(zeroblob(20000000)), hex(zeroblob(1000000)) || '1')"
ENDLESS = "with recursive t(s) as (select 'x' union all select s from t) select s from t"
SQL = "/tip/-/query.json?sql="
ATTACKS = {
    "1: a search of a hundred words": ["/search?q=" + quote("a* " * 100 + "NUMBER")] * 4,
    "2: one long SQL function": [SQL + quote(LONG)] * 12,
    "3: a download without end": ["/tip/-/query.meta.json?sql=" + quote(ENDLESS)] * 8,
    "10: large workbooks": [
        "/tip/-/query.xlsx?sql=" + quote(f"{NUMBERS} limit 190000) select i from t")
    ]
    * 12,
}
SHEET = "/assets/ledger.css"
TABLES = ["/tip/item.json?_size=20", "/tip/country.json?_size=20", STYLE]


async def read(address: str, paths: list[str], until: float) -> tuple[list[float], int]:
    """Seconds of each answer one reader got, and how many requests failed."""
    times: list[float] = []
    failed = 0
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE) as client:
        for path in paths:
            if (begun := time.perf_counter()) > until:
                return times, failed
            try:
                failed += (await client.get(path)).status_code != 200
            except httpx.HTTPError:
                failed += 1
            times.append(time.perf_counter() - begun)
            await asyncio.sleep(PAUSE)
    raise AssertionError("a list too short for the time")


async def attack(address: str, path: str, until: float) -> None:
    """Ask for one path again and again, whatever comes of it; each time for other words, for an
    answer that is kept costs nothing.
    """
    number = 0
    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE) as client:
        while time.perf_counter() < until:
            number += 1
            try:
                await client.get(path.replace("NUMBER", str(number)))
            except httpx.HTTPError:
                continue


async def readers_under(
    address: str, attacks: list[str], paths: list[str]
) -> tuple[list[float], int]:
    """Seconds of every answer of all readers during an attack, and failed requests."""
    until = time.perf_counter() + SECONDS
    attackers = [asyncio.create_task(attack(address, path, until)) for path in attacks]
    found = await asyncio.gather(
        *(read(address, paths[number:], until) for number in range(READERS))
    )
    for one in attackers:
        one.cancel()
    await asyncio.gather(*attackers, return_exceptions=True)
    return [seconds for times, _ in found for seconds in times], sum(failed for _, failed in found)


def print_attacks(name: str, address: str, attacks: dict[str, list[str]], paths: list[str]) -> None:
    """One line for each attack."""
    for attack_name, asked in attacks.items():
        times, failed = asyncio.run(readers_under(address, asked, paths))
        waits = (f"{percentile(times, share) * 1000:.0f}" for share in (0.5, 0.99))
        print_row(name, attack_name, len(times), *waits, f"{max(times) * 1000:.0f}", failed)


def main() -> None:
    """Build into a temporary folder, then attack this site and plain Datasette."""
    together = {
        "none": [],
        **ATTACKS,
        "all at once": [path for paths in ATTACKS.values() for path in paths],
    }
    with built_database() as database:
        print_heads("site", "attack", "answers", "median ms", "p99 ms", "longest ms", "failed")
        command, variables = gunicorn_command(database, "2")
        with started(command, variables) as server:
            pages = ["/healthz", *trace(database, SHEET, 10_000)]
            print_attacks("ours, 2 processes", server.address, together, pages)
        plain = [sys.executable, "-m", "datasette", "serve", "--immutable", str(database)]
        known = {name: together[name] for name in ("none", "2: one long SQL function")}
        with started([*plain, "--port", "PORT"], ready=STYLE) as server:
            print_attacks("plain Datasette", server.address, known, TABLES * 1_000)


if __name__ == "__main__":
    main()
