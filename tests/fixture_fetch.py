"""Sources fetched from a server on this machine by other processes, one of which dies once."""

import os
import signal
from pathlib import Path

from fixture_server import Reply, answer

from ingest.received.fetch_sources import fetch_source
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
    fetched a page of the first source dies of it and leaves `mark`.
    """
    load_scraper(source).PAGES = {name: f"{address}/{source}/{name}" for name in NAMES}
    if mark and not mark.exists() and source == next(iter(PAGES)):
        mark.touch()
        Store.log_request = log_and_die
    place = address.removeprefix("http://")
    options = ["--contact=me@example.org", "--pace=0.01", f"--private={place}"]
    return fetch_source(raw, options, source)


def log_and_die(store, *given, log=Store.log_request):
    """Log a request, then die."""
    log(store, *given)
    os.kill(os.getpid(), signal.SIGKILL)
