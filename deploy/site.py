"""The one way to start the site: in process, as a process on a free port, or from a shell.

    python -m deploy.site [DATABASE] [--port 8001]      what `make serve` runs
    python -m deploy.site --review db/review.db         what `make desk` runs: with the review desk
    python -m deploy.site --digest db/digest.db         readers may follow by mail: `make digest`
    gunicorn -c deploy/gunicorn.py deploy.site:app      several processes; DATABASE names the file,
                                                        REVIEW that of the desk, DIGEST that of
                                                        those who follow by mail, if it has one

Tests, benchmarks and `make pack` use `site` and `running`.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import uvicorn
import yaml
from datasette.app import Datasette

from scrapers.parent import end_with

ROOT = Path(__file__).resolve().parent.parent
DATABASE = ROOT / "db" / "tip.db"
SECONDS_TO_START, SECONDS_TO_END = 60, 40


class Server(NamedTuple):
    """A server process: its address without a slash at the end, and its process id."""

    address: str
    pid: int


def site(database: Path, review: Path | None = None, digest: Path | None = None) -> Datasette:
    """Datasette with the words, settings, pages and files of this folder. Whatever the file is
    called, its database is called `tip`, as the pages and addresses have it. With the path of a
    review database, made if it is not there, the site has a review desk; with that of a database of
    followers readers may ask for mail.
    """
    plugins = ROOT / "plugins"
    datasette = Datasette(
        [],
        immutables=[str(database)],
        metadata=yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8")),
        config=configuration(review, digest),
        plugins_dir=str(plugins),
        template_dir=str(plugins / "templates"),
        static_mounts=[("assets", str(plugins / "static"))],
        cors=True,
    )
    name, held = next(iter(datasette.databases.items()))
    if name != "tip":
        datasette.databases = {}
        datasette.add_database(held, name="tip")
    return datasette


def configuration(review: Path | None, digest: Path | None) -> dict[str, Any]:
    """What datasette.yml says, and where the databases of desk and followers are. SIGN_ON_HEADER of
    the environment names the header in which a proxy says who is signed in.
    """
    config: dict[str, Any] = yaml.safe_load((ROOT / "datasette.yml").read_text(encoding="utf-8"))
    if review is not None:
        desk = {"database": str(review), "sign_on_header": os.environ.get("SIGN_ON_HEADER")}
        config = {**config, "plugins": {**config.get("plugins", {}), "desk": desk}}
    if digest is not None:
        followers = {"database": str(digest)}
        config = {**config, "plugins": {**config.get("plugins", {}), "digest": followers}}
    return config


def __getattr__(name: str) -> Any:
    """`app`, the ASGI application that gunicorn asks for; made only when it is asked for."""
    if name != "app":
        raise AttributeError(name)
    own = (os.environ.get(name) for name in ("REVIEW", "DIGEST"))
    database = Path(os.environ.get("DATABASE", DATABASE))
    return site(database, *(Path(path) if path else None for path in own)).app()


@contextmanager
def running(database: Path, *more: str) -> Iterator[str]:
    """The address of a process that serves a database for as long as the block lasts, with `more`
    on its command line.

    Raises RuntimeError with the end of its messages when it does not start.
    """
    with started([*site_command(database), *more]) as server:
        yield server.address


def site_command(database: Path) -> list[str]:
    """The command line of `running`, for `started`; the process ends with this one, even when this
    one is killed.
    """
    parent = ("--parent", str(os.getpid()))
    return [sys.executable, "-m", "deploy.site", str(database), "--port", "PORT", *parent]


def gunicorn_command(database: Path, workers: str) -> tuple[list[str], dict[str, str]]:
    """The command line and environment variables of several processes, for `started`."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "deploy.site:app"]
    return command, {"DATABASE": str(database), "BIND": "127.0.0.1:PORT", "WORKERS": workers}


@contextmanager
def started(
    command: Sequence[str],
    variables: Mapping[str, str] = {},
    ready: str = "/healthz",
    folder: Path = ROOT,
) -> Iterator[Server]:
    """Run a server in `folder` until the block ends; `ready` is the path that it must answer first.

    PORT is replaced by a free port in the command and in `variables`, which are added to the
    environment. Raises
    RuntimeError when the process ends or SECONDS_TO_START pass before it answers.
    """
    port = str(free_port())
    environment = {name: value.replace("PORT", port) for name, value in variables.items()}
    with tempfile.TemporaryFile() as messages:
        process = subprocess.Popen(
            [word.replace("PORT", port) for word in command],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=messages,
        )
        server = Server(f"http://127.0.0.1:{port}", process.pid)
        try:
            if not answers(server.address + ready, process):
                messages.seek(0)
                ending = messages.read().decode(errors="replace")[-2000:]
                raise RuntimeError(f"the site did not start: {ending}")
            yield server
        finally:
            end(process)


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process, by force where it is too busy to hear that it should end."""
    process.terminate()
    try:
        process.wait(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(address: str, process: "subprocess.Popen[bytes]") -> bool:
    """Wait for a process to answer; false when it ended or took too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            return httpx.get(address, timeout=10, trust_env=False).is_success
        except httpx.TransportError:
            time.sleep(0.1)
    return False


def main() -> None:
    """Serve a database until the process is ended."""
    parser = argparse.ArgumentParser(description="Serve a database of Palermo Ledger.")
    parser.add_argument("database", type=Path, nargs="?", default=DATABASE)
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument("--review", type=Path, help="database of the review desk")
    parser.add_argument("--digest", type=Path, help="database of those who follow by mail")
    parser.add_argument("--parent", type=int, help="process whose end is the end of this one")
    given = parser.parse_args()
    if given.parent:
        end_with(given.parent)
    if not given.database.is_file():
        parser.error(f"no database at {given.database}: `make build` makes one")
    app = site(given.database, given.review, given.digest).app()
    uvicorn.run(app, host="127.0.0.1", port=given.port, lifespan="on")


if __name__ == "__main__":
    main()
