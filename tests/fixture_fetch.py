"""Sources fetched from a server on this machine by other processes, one of which dies once. As a
program: `python -m scrapers` with the pages that such a server has.
"""

import os
import signal
import sys
import time
from pathlib import Path

from fixture_server import Reply, answer

from ingest.received.fetch_sources import fetch_source
from scrapers.__main__ import main
from scrapers.crawl import load_scraper
from scrapers.snapshots import Store

SAVED = Path(__file__).parent / "pages"
PAGES = {"untc": "untc/xviii-12-a.html", "tip": "tip/2024-ruritania.html"}
NAMES = ("first", "second", "third")


def replies() -> dict[str, Reply]:
    """Three pages of each source, by their paths; no two are the same."""
    return {
        f"/{source}/{name}": answer(body=(SAVED / page).read_bytes() + f"<!-- {name} -->".encode())
        for source, page in PAGES.items()
        for name in NAMES
    }


def fetch_here(address: str, mark: Path | None, raw: Path, source: str) -> int:
    """`fetch_source`, with the pages that the server at `address` has; the first process that has
    a page of the first source fetched is killed after it, and `mark` is left.
    """
    place = address.removeprefix("http://")
    options = ["--contact=me@example.org", "--pace=0.01", f"--private={place}"]
    return fetch_source(raw, options, source, (__file__, address, str(mark or "")))


def log_and_kill(store, *given, log=Store.log_request):
    """Log a request, then kill the process that wanted it, and wait to end with it."""
    log(store, *given)
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(30)


if __name__ == "__main__":
    address, mark, source = sys.argv[1:4]
    load_scraper(source).PAGES = {name: f"{address}/{source}/{name}" for name in NAMES}
    if mark and not Path(mark).exists() and source == next(iter(PAGES)):
        Path(mark).touch()
        Store.log_request = log_and_kill
    sys.exit(main(sys.argv[3:]))
