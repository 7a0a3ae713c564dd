"""Walk through a site of several copies: `python -m deploy.rehearse_copies [--nginx FILE]`.

Starts nginx with deploy/nginx.conf before two processes on two copies of the database, lets readers
ask along a trace, and replaces both copies while they do. Prints what came out of the cache and how
many requests failed; ends with 1 when one did. Packages: nginx of Debian.
"""

import argparse
import http.client
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from deploy.site import ROOT, free_port, gunicorn_command, started

READERS, REQUESTS, EVERY = 4, 100_000, 5.0  # at once, in all, seconds between two swaps
FROM_CACHE = {"HIT", "STALE", "UPDATING", "REVALIDATED"}
PAGES = """
select '/country/' || id from country where kind in ('state', 'observer')
union all select '/item/' || code from item
union all select '/instrument/' || id from instrument
union all select '/provision/' || id from provision
"""
FIRST = ("/", "/items", "/search?q=victim", "/gaps", "/compare", "/about")
WHOLE = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr warn;
events {{ worker_connections 512; }}
http {{ access_log off; types {{ }} default_type application/octet-stream;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{shipped} }}
"""


def trace(database: Path, style: str, number: int, seed: int = 17) -> list[str]:
    """Addresses as readers ask for them: few pages often and many seldom (the place in the list is
    the reason, as Zipf found), one in five in French. `style` is the address of the style sheet.
    """
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        pages = [quote(path, safe="/:") for (path,) in db.execute(PAGES)]
    chance = random.Random(seed)
    chance.shuffle(pages)
    pages = [FIRST[0], style, *FIRST[1:], *pages]
    often = [1 / place for place in range(1, len(pages) + 1)]
    drawn = chance.choices(pages, often, k=number)
    return [
        f"/fr{path}" if chance.random() < 0.2 and not path.startswith("/assets") else path
        for path in drawn
    ]


def configuration(addresses: list[str], port: int, folder: Path) -> str:
    """deploy/nginx.conf for these copies, this port and this folder; nothing else is changed."""
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    servers = " ".join(f"server {address.removeprefix('http://')};" for address in addresses)
    for before, after in (
        ("server 127.0.0.1:8001;", servers),
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("/var/cache/nginx/ledger", f"{folder}/cache"),
    ):
        if shipped.count(before) != 1:
            raise RuntimeError(f"deploy/nginx.conf: {before!r} once expected")
        shipped = shipped.replace(before, after)
    return WHOLE.format(folder=folder, shipped=shipped)


@contextmanager
def proxy(nginx: str, addresses: list[str], folder: Path) -> Iterator[int]:
    """nginx before these copies, for as long as the block lasts; gives its port."""
    port = free_port()
    path = folder / "nginx.conf"
    path.write_text(configuration(addresses, port, folder), encoding="utf-8")
    subprocess.run([nginx, "-t", "-q", "-p", str(folder), "-c", str(path)], check=True)
    process = subprocess.Popen([nginx, "-p", str(folder), "-c", str(path)])
    try:
        for _ in range(100):
            if answers(port):
                break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def answers(port: int) -> bool:
    try:
        return ask(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/healthz")[0] == 200
    except OSError:
        return False


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[int, str]:
    """Status of an answer, and where it came from."""
    connection.request("GET", path, headers={"Host": "ledger.example.org"})
    with connection.getresponse() as answer:
        answer.read()
        return answer.status, answer.headers.get("X-Cache", "")


def style_sheet(port: int) -> str:
    """The address of the style sheet, as the first page has it."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
        found = re.search(r"/assets/ledger\.css\?_hash=\w+", page.read().decode())
    if found is None:
        raise RuntimeError("the first page names no style sheet")
    return found[0]


def read(port: int, paths: list[str], found: Counter[str]) -> None:
    """One reader: asks for one page after the other, and again on a new line when one was cut."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for path in paths:
        try:
            status, origin = ask(connection, path)
            found[origin if status == 200 else f"failed: {status} {path}"] += 1
        except (OSError, http.client.HTTPException) as error:
            found[f"failed: {type(error).__name__}"] += 1
            connection.close()


def swap(copies: list[Path], number: int) -> None:
    """Put another build of the same rows in place of every copy, one after the other."""
    for copy in copies:
        fresh = copy.with_name("fresh.db")
        shutil.copy(copy, fresh)
        with closing(sqlite3.connect(fresh)) as db:
            built = f"2026-11-29T{number // 60 % 24:02}:{number % 60:02}:00+00:00"
            db.execute("update build set built_at = ?", [built])
            db.commit()
        os.replace(fresh, copy)


def load(port: int, copies: list[Path], paths: list[str]) -> tuple[Counter[str], int, float]:
    """Ask for every path while copies are swapped: what came, the number of swaps, seconds."""
    found: Counter[str] = Counter()
    readers = [
        threading.Thread(target=read, args=(port, paths[reader::READERS], found))
        for reader in range(READERS)
    ]
    began, swaps = time.monotonic(), 0
    for reader in readers:
        reader.start()
    while asking := [reader for reader in readers if reader.is_alive()]:
        asking[0].join(EVERY)
        swaps += 1
        swap(copies, swaps)
    for reader in readers:
        reader.join()
    return found, swaps, time.monotonic() - began


def main() -> int:
    """Start, ask, swap, tell."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--nginx", default="nginx", help="the program, when it is not on the path")
    parser.add_argument("--database", type=Path, default=ROOT / "db" / "tip.db")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)  # nginx reads as another user
        copies = []
        for copy in ("a", "b"):
            (folder / copy).mkdir()
            copies.append(Path(shutil.copy(given.database, folder / copy / "tip.db")))
        addresses = [
            stack.enter_context(started(*gunicorn_command(copy, "1"))).address for copy in copies
        ]
        port = stack.enter_context(proxy(given.nginx, addresses, folder))
        paths = trace(given.database, style_sheet(port), given.requests)
        half = len(paths) // 2
        failed = tell("empty cache", *load(port, copies, paths[:half]))
        failed += tell("cache filled by that", *load(port, copies, paths[half:]))
    return 1 if failed else 0


def tell(name: str, found: Counter[str], swaps: int, seconds: float) -> int:
    """Print what came of a load; give the number of failed requests."""
    failed = sum(count for origin, count in found.items() if origin.startswith("failed"))
    cached = sum(found[origin] for origin in FROM_CACHE)
    print(
        f"{name}: {found.total()} requests in {seconds:.0f} s, {swaps} swaps of both copies, "
        f"{100 * cached / found.total():.1f} % from the cache, {failed} failed ("
        + ", ".join(f"{origin or 'not cached'} {count}" for origin, count in found.most_common(9))
        + ")"
    )
    return failed


if __name__ == "__main__":
    sys.exit(main())
