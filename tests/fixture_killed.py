"""Work done in a process that is killed, or whose disk is full, at a moment of our choice.

The moments are the work's own: each opening, renaming, making and removing of a file is one. So
every step between two files is met, on a quick machine as on a slow one.
"""

import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect")
MODULES = ["ingest.build", "ingest.release", "ingest.publish.export", "ingest.publish.pack.pack"]
# one process that has imported everything; each piece of work is a fork of it
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(MODULES)


def steps_of(work: Callable[..., None], *given: Any) -> int:
    """Do the work in a process of its own; give the number of its steps."""
    found = context.Value("i", 0)
    assert in_process(counting, work, given, found) == 0
    return int(found.value)


def killed_at(moment: int, work: Callable[..., None], *given: Any) -> bool:
    """Do the work in a process that is killed at this step of it; False when it ended before."""
    return in_process(dying, work, given, moment) == -signal.SIGKILL


def killed_after(seconds: float, work: Callable[..., None], *given: Any) -> bool:
    """Do the work in a process that is killed after so long; False when it ended before."""
    process = context.Process(target=work, args=given)
    process.start()
    process.join(seconds)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def with_full_disk(most: int, work: Callable[..., None], *given: Any) -> bool:
    """Do the work where no file may grow beyond `most` bytes; False when it failed."""
    return in_process(limited, work, given, most) == 0


def in_process(*how: Any) -> int | None:
    process = context.Process(target=how[0], args=how[1:])
    process.start()
    process.join()
    return process.exitcode


def at_each_step(do: Callable[[], None]) -> None:
    """Call `do` whenever this process touches a file from now on."""

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in STEPS and not str(arguments[0]).startswith(sys.prefix):
            do()

    sys.addaudithook(hook)


def counting(work: Callable[..., None], given: tuple[Any, ...], found: Any) -> None:
    steps: list[int] = []
    at_each_step(lambda: steps.append(1))
    work(*given)
    found.value = len(steps)


def dying(work: Callable[..., None], given: tuple[Any, ...], moment: int) -> None:
    left = [moment]

    def die() -> None:
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    at_each_step(die)
    work(*given)


def limited(work: Callable[..., None], given: tuple[Any, ...], most: int) -> None:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)  # its traceback is expected
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    work(*given)


def build(folder: Path, output: Path) -> None:
    from ingest.build import build

    build(folder, output)


def release(folder: Path, output: Path) -> None:
    from ingest.release import release

    release(folder, output)


def export(database: Path, output: Path) -> None:
    from ingest.publish.export import export

    export(database, output)


def pack(database: Path, output: Path) -> None:
    """A pack of three pages, from a site that is not started."""
    from contextlib import contextmanager
    from unittest.mock import patch

    import httpx

    page = "<title>A page</title><div id=main><p>What the law says of this, in a sentence.</div>"

    @contextmanager
    def site_client(given: Path) -> Any:
        transport = httpx.MockTransport(lambda request: httpx.Response(200, text=page))
        with httpx.Client(transport=transport, base_url="http://site") as client:
            yield client

    module = sys.modules["ingest.publish.pack.pack"]
    with (
        patch.object(module, "site_client", site_client),
        patch.object(module.static_pages, "wanted", lambda *_: ["/a", "/b", "/search"]),
    ):
        module.pack(database, "CHL", output, pdf=False)
