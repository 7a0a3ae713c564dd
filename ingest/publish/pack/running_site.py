"""What a pack is made with: a running copy of the site, and a browser that prints."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from deploy.site import running


@contextmanager
def site_client(database: Path) -> Iterator[httpx.Client]:
    """Serve a database named tip.db while the block runs; gives a client for its pages.

    Raises RuntimeError when the site does not start.
    """
    with running(database) as address, httpx.Client(base_url=address, timeout=60) as client:
        yield client


def find_chromium() -> str | None:
    """The browser of this machine that can print, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)
