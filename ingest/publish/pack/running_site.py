"""A running copy of the site, to take pages from: the same `datasette serve` as `make serve`, on a
free port.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from ingest import ROOT

PATIENCE = 60  # seconds for a site to answer


@contextmanager
def serving(database: Path) -> Iterator[httpx.Client]:
    """Serve a database named tip.db while the block runs; gives a client for its pages. Raises
    RuntimeError when it does not start.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        "--immutable",
        str(database),
        "--metadata",
        "metadata.yml",
        "--config",
        "datasette.yml",
    ]
    command += [
        "--plugins-dir",
        "plugins",
        "--template-dir",
        "plugins/templates",
        "--static",
        "assets:plugins/static",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
            wait(client, server)
            yield client
    finally:
        server.terminate()
        server.communicate(timeout=10)


def wait(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    """Return when the site answers."""
    for _ in range(PATIENCE * 4):
        if server.poll() is not None:
            said = server.stderr.read().decode(errors="replace")[-500:] if server.stderr else ""
            raise RuntimeError(f"the site did not start: {said}")
        try:
            client.get("/about").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.25)
    raise RuntimeError(f"the site did not answer within {PATIENCE} s")


def chromium() -> str | None:
    """The browser of this machine that can print, or None."""
    return next(
        (
            path
            for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))
            if path
        ),
        None,
    )
