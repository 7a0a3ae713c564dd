"""`python -m bench.made_pages [--requests 900] [--database FILE]`: what requests along the trace of
the soak cost in milliseconds of CPU, by kind of page, made or sent as it was kept. Prints Markdown.

In process and without a client, after every kind was asked for once, so that it holds on a busy
machine. The event loop is the thread that makes HTML; SQL runs beside it.
"""

import argparse
import asyncio
import logging
import time
from collections import defaultdict
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bench.measure import built_database, print_heads, print_row
from bench.soak import ASSET
from deploy.rehearse_copies import trace
from deploy.site import site

Costs = dict[str, list[tuple[float, float]]]  # kind -> (ms of CPU, of these in the event loop)


def kind_of(path: str) -> str:
    """`/country` of `/fr/country/SLE`."""
    return "/" + path.removeprefix("/fr").partition("?")[0].strip("/").partition("/")[0]


def scope_of(path: str) -> dict[str, Any]:
    """A GET as a server hands it over."""
    path, _, query = path.partition("?")
    scope: dict[str, Any] = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1"}
    scope |= {"method": "GET", "scheme": "http", "path": unquote(path), "root_path": ""}
    scope |= {"raw_path": path.encode(), "query_string": query.encode()}
    return scope | {"headers": [(b"host", b"localhost")]}


async def ask(app: Any, path: str) -> tuple[float, float]:
    """Milliseconds of CPU of a request, and of these in the event loop."""
    statuses = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        statuses.append(message.get("status"))

    whole, loop = time.process_time(), time.thread_time()
    await app(scope_of(path), receive, send)
    worked = time.process_time() - whole, time.thread_time() - loop
    assert statuses[0] == 200, (path, statuses[0])
    return worked[0] * 1000, worked[1] * 1000


async def measure(database: Path, paths: list[str]) -> Costs:
    """What each request costs, after one of each kind and language."""
    ledger = site(database)
    await ledger.invoke_startup()
    app = ledger.app()
    for prefix in ("", "/fr"):
        for path in {kind_of(path): path.removeprefix("/fr") for path in paths}.values():
            more = "&" if "?" in path else "?"  # another address, so that it is not kept
            await ask(
                app, f"{path}{more}again=1" if path == ASSET else f"{prefix}{path}{more}again=1"
            )
    costs, seen = defaultdict(list), set()
    for path in paths:
        kind = f"{kind_of(path)}, {'kept' if path in seen else 'made'}"
        seen.add(path)
        costs[kind].append(await ask(app, path))
    await ledger.invoke_shutdown()
    return costs


def main() -> None:
    """Build into a temporary folder unless a database is given, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=900)
    parser.add_argument("--database", type=Path)
    given = parser.parse_args()
    logging.disable(logging.INFO)
    with nullcontext(given.database) if given.database else built_database() as database:
        costs = asyncio.run(measure(database, trace(database, ASSET, given.requests)))
    whole = sum(worked for kind in costs.values() for worked, _ in kind)
    print_heads("page", "requests", "CPU ms", "of these in the event loop", "share %")
    for kind, found in sorted(costs.items(), key=lambda cost: -sum(ms for ms, _ in cost[1])):
        worked, loop = (sum(part) for part in zip(*found, strict=True))
        print_row(kind, len(found), worked / len(found), loop / len(found), 100 * worked / whole)
    print_row("all", given.requests, whole / given.requests, "", 100.0)


if __name__ == "__main__":
    main()
