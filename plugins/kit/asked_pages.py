"""The pages of the last build that were asked for most often, made once of a new build before
readers are shown it: else all of them would be made at once, while their readers wait.
"""

import logging
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from plugins.kit.language import language, reading

MOST_PAGES, MOST_SECONDS = 100, 3.0  # made of a new build; how long it waits for them at most
MOST_COUNTED = 2_000  # addresses
AGAIN = "asked again"  # in the scope of a request that is not a reader's
LASTING = ("type", "asgi", "http_version", "method", "scheme", "path", "raw_path", "root_path")
log = logging.getLogger("palermo-ledger")

Answer = Callable[[Any, Any, Any], Awaitable[None]]


class Asked(NamedTuple):
    """A request without anything of who asked: its ASGI scope and the language of the reader."""

    scope: dict[str, Any]
    language: str


class AskedPages:
    """How often kept answers were asked for, by address, since the last builds; what was asked
    seldom is forgotten first.
    """

    def __init__(self, answer: Answer) -> None:
        """answer: the ASGI application that keeps what it answers."""
        self.answer = answer
        self.times: Counter[bytes] = Counter()
        self.asked: dict[bytes, Asked] = {}

    def count(self, address: bytes, scope: Any) -> None:
        """Count a request of a reader that a kept answer was right for."""
        if AGAIN in scope:
            return
        if address not in self.asked:
            if len(self.asked) >= MOST_COUNTED:
                self.forget()
            lasting = {name: scope[name] for name in LASTING if name in scope}
            host = [head for head in scope["headers"] if head[0] == b"host"]
            more = {"query_string": scope["query_string"], "headers": host, "client": None}
            self.asked[address] = Asked({**lasting, **more, AGAIN: True}, language())
        self.times[address] += 1

    def forget(self) -> None:
        """Let older requests count half, and those of which nothing is left not at all."""
        halves = {address: times // 2 for address, times in self.times.items()}
        self.times = Counter({address: times for address, times in halves.items() if times})
        self.asked = {address: self.asked[address] for address in self.times}

    async def make(self, most_pages: int = MOST_PAGES, seconds: float = MOST_SECONDS) -> int:
        """Ask for the pages asked most often, one after the other, until so many are made or so
        many seconds have passed; how many were. Each process begins with every second page, so
        that two that share what they keep make each page once.
        """
        begun, made = time.monotonic(), 0
        often = [address for address, _ in self.times.most_common(most_pages)]
        turn = os.getpid() % 2
        for address in often[turn::2] + often[1 - turn :: 2]:
            if time.monotonic() - begun > seconds:
                break
            asked = self.asked[address]
            with reading(asked.language):
                await self.answer(asked.scope, no_body, drop)
            made += 1
        self.forget()
        return made


async def no_body() -> dict[str, Any]:
    """What a GET sends."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def drop(_message: Any) -> None:
    """Nobody waits for the answer; it is made to be kept."""


OF_SITES: WeakKeyDictionary[Any, AskedPages] = WeakKeyDictionary()


async def make_most_asked(datasette: Any) -> None:
    """Make the pages asked most often on a site, of the build that this task holds. A page that
    fails is named in the log; it will fail for its reader, and not for all.
    """
    if pages := OF_SITES.get(datasette):
        try:
            log.info("%d pages made of the new build", await pages.make())
        except Exception:
            log.exception("not all pages could be made before the new build is shown")
