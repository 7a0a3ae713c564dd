"""One run over one source: what to fetch, what to do with each answer. An answer that is not a good
page never replaces one that was.
"""

import importlib
import json
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from types import ModuleType

from scrapers import SOURCES
from scrapers.content import kind_of
from scrapers.cpu_limit import cpu_limit
from scrapers.fetch import Fetcher, Policy
from scrapers.outcome import (
    ChallengePage,
    Outcome,
    PageChanged,
    Refused,
    RobotsForbid,
    Truncated,
    WrongType,
)
from scrapers.page import Row, refuse_stand_ins
from scrapers.snapshots import NAME, Store, sha256_of, utc_now
from scrapers.whole_file import read_plain, write_whole

MOST_PAGES = 5000
SECONDS_TO_READ = 120.0  # of computing; the largest export (404 MB) takes 33
PATIENCE = 3  # refusals in a row after which the host is left in peace
SHRINK = 0.9  # fewer rows than this share of last time's is a broken page, not news


def load_scraper(source: str) -> ModuleType:
    """The module of a source. Raises KeyError for a name that is not in SOURCES."""
    if source not in SOURCES:
        raise KeyError(f"no source is called {source!r}; there are {', '.join(SOURCES)}")
    return importlib.import_module(f"scrapers.{source}")


def rows_of(module: ModuleType, name: str, path: Path) -> Iterator[Row]:
    """Parse a saved page: as a stream where the source has one (too big for memory), from its bytes
    otherwise. Raises PageChanged for half a character, which no database can hold.
    """
    with path.open("rb") as file:
        streams = hasattr(module, "stream")
        rows = module.stream(name, file) if streams else module.parse(name, file.read())
        for row in rows:
            try:
                json.dumps(row, ensure_ascii=False, default=str).encode()
            except UnicodeEncodeError as error:
                raise PageChanged(f"half a character in {ascii(row)[:200]}") from error
            yield row


def known_addresses(module: ModuleType, store: Store) -> Iterator[tuple[str, str]]:
    """Every address known without asking the network: PAGES, and what the saved pages lead to."""
    queue, seen = deque(getattr(module, "PAGES", {}).items()), set()
    while queue:
        name, url = queue.popleft()
        if name not in seen:
            seen.add(name)
            yield name, url
            queue.extend(linked_pages(module, store, name))


def linked_pages(module: ModuleType, store: Store, name: str) -> list[tuple[str, str]]:
    """The pages that the saved page of that name leads to."""
    path = store.snapshot_path(name)
    return discovered_pages(module, name, path) if path else []


def discovered_pages(module: ModuleType, name: str, path: Path) -> list[tuple[str, str]]:
    """Names and addresses that a page leads to. Raises PageChanged for a name that no snapshot can
    have, and for more pages than a run fetches.
    """
    if not hasattr(module, "discover"):
        return []
    found = list(islice(module.discover(name, path.read_bytes()), MOST_PAGES + 1))
    if wrong := [other for other, _ in found if not NAME.fullmatch(other)]:
        raise PageChanged(f"leads to a page that no file can be named after: {wrong[0][:80]!r}")
    if len(found) > MOST_PAGES:
        raise PageChanged(f"leads to more than {MOST_PAGES} pages")
    return found


def scrape(
    module: ModuleType,
    store: Store,
    fetcher: Fetcher,
    limit: int | None = None,
    say: Callable[[str], None] = print,
) -> dict[str, int]:
    """Fetch the pages of a source and keep what parses. Returns how often each outcome occurred.

    Takes up a killed run where it stopped. Stops early when the host refuses several times in a
    row.
    """
    counts = dict[str, int]()
    try:
        fetch_pages(module, store, fetcher, MOST_PAGES if limit is None else limit, counts, say)
    finally:
        store.save_state()
    return counts


def fetch_pages(
    module: ModuleType,
    store: Store,
    fetcher: Fetcher,
    limit: int,
    counts: dict[str, int],
    say: Callable[[str], None],
) -> None:
    settled, refusals, seen = store.begin_run(), 0, set[str]()
    hashes = {str(store.state[name]["sha256"]): name for name in settled if name in store.state}
    queue = deque(getattr(module, "PAGES", {}).items())
    while queue and sum(counts.values()) < limit:
        name, url = queue.popleft()
        if name in seen:
            continue
        seen.add(name)
        if name not in settled:
            status, remark = fetch_page(module, store, fetcher, name, url, hashes)
            counts[status] = counts.get(status, 0) + 1
            reason = f": {remark}" if remark else ""
            say(f"[{len(seen)}/{len(seen) + len(queue)}] {name}: {status}{reason}")
            refusals = (
                refusals + 1
                if status in (Refused.name, ChallengePage.name, RobotsForbid.name)
                else 0
            )
            if refusals == PATIENCE:
                return say(
                    f"stopped: {PATIENCE} refusals in a row; the rest is left for another day"
                )
        queue.extend(linked_pages(module, store, name))
    if queue:
        return say(f"stopped after {sum(counts.values())} pages; the next run goes on from here")
    return store.finish_run()


def fetch_page(
    module: ModuleType, store: Store, fetcher: Fetcher, name: str, url: str, hashes: dict[str, str]
) -> tuple[str, str]:
    """Fetch one page, check it, keep it. Returns its status and a remark, and writes both to
    fetched.csv's line.
    """
    received = store.folder / f".{name}.part"
    sha256, size = "", ""
    try:
        answer = fetcher.get(url, received, store.read_validators(name, url))
        if answer.status == 304:
            status, remark = "not modified", ""
        else:
            sha256, size = answer.sha256, str(answer.bytes)
            facts = {
                "url": url,
                "sha256": sha256,
                "etag": answer.headers.get("etag"),
                "last_modified": answer.headers.get("last-modified"),
            }
            if sha256 in hashes:
                raise PageChanged(f"the same bytes as {hashes[sha256]}")
            status, remark = (
                "ok",
                f"{accept_page(module, store, name, received, dict(facts))} rows, {size} bytes",
            )
            hashes[sha256] = name
    except Outcome as outcome:
        status, remark = outcome.name, str(outcome)
        if sha256 and received.exists():
            store.set_aside(name, received, "page")
    finally:
        received.unlink(missing_ok=True)
    store.log_request(name, url, status, sha256, size)
    return status, remark


def accept_page(
    module: ModuleType, store: Store, name: str, received: Path, facts: dict[str, str | int | None]
) -> int:
    """Keep a received page if it is of the right type, parses, and has not shrunk. Returns the
    number of its rows; raises Outcome.
    """
    with received.open("rb") as file:
        head = file.read(65536)
        file.seek(max(0, received.stat().st_size - 4096))
        tail = file.read()
    kind = kind_of(head)
    refuse_stand_ins(head)
    if kind not in module.ACCEPT:
        raise WrongType(f"{kind} where {' or '.join(module.ACCEPT)} was expected: {head[:40]!r}")
    if kind == "pdf" and b"%%EOF" not in tail:
        raise Truncated("a PDF without its end")
    try:
        with cpu_limit(SECONDS_TO_READ, f"reading {name}"):
            number = sum(1 for _ in rows_of(module, name, received))
            discovered_pages(module, name, received)
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        ArithmeticError,
        RecursionError,
    ) as error:  # a parser's surprise is a changed page, not a crash of the run
        raise PageChanged(f"{type(error).__name__}: {error}") from error
    before = int(store.state.get(name, {}).get("rows", 0))
    if not number or (number < before * SHRINK and not hasattr(module, "WINDOW")):
        raise PageChanged(f"{number} rows, {before} last time")
    store.keep_page(name, received, kind, {**facts, "rows": number})
    return number


def keep_by_hand(
    module: ModuleType, store: Store, name: str, file: Path, url: str = "saved by a person"
) -> int:
    """Take a page that a person saved, under the same checks as a fetched one. Returns the number
    of its rows; raises Outcome.
    """
    received = store.folder / f".{name}.part"
    try:
        write_whole(received, read_plain(file, getattr(module, "LARGEST", Policy.largest)))
        sha256, size = sha256_of(received), received.stat().st_size
        number = accept_page(
            module,
            store,
            name,
            received,
            {"url": url, "sha256": sha256, "saved_on": utc_now()[:10]},
        )
        store.save_state()
    finally:
        received.unlink(missing_ok=True)
    store.log_request(name, url, "ok", sha256, size)
    return number
