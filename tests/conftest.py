"""What the tests stand on: the built database, a running site, a real browser. In CI nothing may be
skipped.
"""

import asyncio
import csv
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette
from fixture_desk import Desk, add_reviewers
from fixture_few_facts import copy_few_facts
from fixture_law_texts import add_law_texts
from fixture_texts import copy_with_texts

from deploy.site import running, site
from ingest.build import build
from ingest.database import Model, create
from ingest.publish.export import export
from ingest.publish.pack.running_site import find_chromium
from plugins.kit import language
from plugins.kit.labels import Labels, current
from scrapers.whole_file import alone

ROOT = Path(__file__).parent.parent
CURATED = ROOT / "db" / "curated"
Once = Callable[[str, Callable[[Path], Path]], Path]


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Whatever needs a browser, a bundle or a site in a process of its own is slow. What needs the
    fitted engine comes first and so to one process, where it is fitted but once.
    """
    items.sort(key=lambda item: item.get_closest_marker("engine") is None)
    for item in items:
        if {"browser", "bundle", "address", "serve"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: Any, call: Any) -> Iterator[None]:
    """In CI a skipped test is a failed one: it says so instead of passing unseen."""
    outcome = yield
    report = outcome.get_result()
    if os.environ.get("CI") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where nothing may be: {report.longrepr}"


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make something in a new folder, once for all processes of a run of the tests; gives what
    `make` gave. Nobody may change it.
    """
    run = tmp_path_factory.getbasetemp()
    run = run.parent if "PYTEST_XDIST_WORKER" in os.environ else run

    def make_once(name: str, make: Callable[[Path], Path]) -> Path:
        folder, made = run / f"once-{name}", run / f"once-{name}.path"
        with alone(run / f"once-{name}.lock"):
            if not made.exists():
                folder.mkdir(exist_ok=True)
                made.write_text(str(make(folder)), encoding="utf-8")
        return Path(made.read_text(encoding="utf-8"))

    return make_once


@pytest.fixture(scope="session")
def built(once: Once) -> Path:
    """The real knowledge base, built once; BUILT names one that is there already."""
    if made := os.environ.get("BUILT"):
        return Path(made)
    return once("built", lambda folder: built_at(folder / "tip.db", CURATED))


@pytest.fixture(scope="session")
def few_facts(once: Once) -> Path:
    """A folder of some of the real facts, for tests of the build itself; to be copied by those that
    change it.
    """
    return once("few_facts", lambda folder: copy_few_facts(folder / "curated"))


@pytest.fixture(scope="session")
def built_of_few(few_facts: Path, once: Once) -> Path:
    """A knowledge base of these facts, whose pages and checks take less long."""
    return once("built_of_few", lambda folder: built_at(folder / "tip.db", few_facts))


def built_at(path: Path, facts: Path) -> Path:
    build(facts, path)
    return path


@pytest.fixture(scope="session")
def db(built: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{built}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def curated_rows(table: str) -> list[dict[str, str]]:
    """The rows of a flat file of db/curated."""
    with (CURATED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def items() -> list[str]:
    """The codes of the items of the benchmark, as the curated files have them."""
    return [row["code"] for row in curated_rows("item")]


@pytest.fixture
def labels(db: sqlite3.Connection) -> Iterator[Labels]:
    """The labels of the knowledge base, as a request has them."""
    found = Labels(db)
    token = current.set(found)
    yield found
    current.reset(token)


@pytest.fixture
def read_in() -> Iterator[Callable[[str], object]]:
    """Set the language of the reader until the test ends: `read_in("fr")`."""
    tokens: list[Any] = []
    yield lambda code: tokens.append(language._reading.set(code))
    for token in reversed(tokens):
        language._reading.reset(token)


@pytest.fixture(scope="session")
def with_texts(built: Path, once: Once) -> Path:
    """The knowledge base, smaller to be quick, with two texts as received: one that may be passed
    on, one that only its publisher may show.
    """
    return once("texts", lambda folder: copy_with_texts(built, folder / "tip.db"))


@pytest.fixture(scope="session")
def with_law_texts(with_texts: Path, once: Once) -> Path:
    """The smaller knowledge base with whole laws in two states, of 500 articles, in Arabic."""

    def make(folder: Path) -> Path:
        path = Path(shutil.copy(with_texts, folder))
        add_law_texts(path)
        return path

    return once("law_texts", make)


@pytest.fixture(scope="session")
def bundle(with_texts: Path, once: Once) -> Path:
    """What `make export` makes of it."""
    return once("dist", lambda folder: export(with_texts, folder))


@pytest.fixture(scope="session")
def model() -> Model:
    return Model(create(Path(":memory:")))


@pytest.fixture(scope="session")
def ledger(site_of: Callable[[Path], Datasette], built: Path) -> Datasette:
    """The site with the real knowledge base, in process."""
    return site_of(built)


@pytest.fixture(scope="session")
def get(wait: Callable[..., Any], ledger: Datasette) -> Callable[[str], Any]:
    """Ask the site for a path, in process."""
    return lambda address: wait(ledger.client.get(address))


@pytest.fixture(scope="session")
def ask(get: Callable[[str], Any]) -> Callable[..., Any]:
    """The answer of the search to a question, with more parameters by name."""
    return lambda q, **more: get(f"/search.json?{urlencode({'q': q, **more})}").json()


@pytest.fixture(scope="session")
def wait() -> Iterator[Callable[..., Any]]:
    """Run a coroutine and give its result; at most 60 seconds unless the call says otherwise."""
    loop = (
        asyncio.new_event_loop()
    )  # in a thread of its own: Playwright keeps one running in this one
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def result_of(coroutine: Any, seconds: float = 60) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(timeout=seconds)

    yield result_of
    loop.call_soon_threadsafe(loop.stop)
    thread.join(timeout=10)
    loop.close()


@pytest.fixture(scope="session")
def site_of(wait: Callable[..., Any]) -> Iterator[Callable[[Path], Datasette]]:
    """Make a site of a database, in process."""
    sites: list[Datasette] = []

    def make(path: Path) -> Datasette:
        sites.append(site(path))
        wait(sites[-1].invoke_startup())
        application = sites[-1].app()  # one, as a server has it
        sites[-1].app = lambda: application  # type: ignore[method-assign]
        return sites[-1]

    yield make
    for datasette in sites:
        wait(datasette.invoke_shutdown())


@pytest.fixture(scope="session")
def get_from(
    wait: Callable[..., Any], site_of: Callable[[Path], Datasette]
) -> Callable[[Path], Callable[[str], Any]]:
    """Make a site of a database and ask it for paths, in process."""

    def ask_site(path: Path) -> Callable[[str], Any]:
        datasette = site_of(path)
        return lambda address: wait(datasette.client.get(address))

    return ask_site


@pytest.fixture(scope="session")
def desk(
    with_law_texts: Path, wait: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A site with a review desk, whole laws to review, and four accounts."""
    found = Desk(with_law_texts, tmp_path_factory.mktemp("desk") / "review.db", wait)
    add_reviewers(found.path, ama="reviewer", kofi="reviewer", esi="editor", reader="reader")
    yield found
    found.close()


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """A running site with the real knowledge base."""
    with running(built) as found:
        yield found


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], AbstractContextManager[str]]:
    """Start a site of a database in a process of its own; gives its address for as long as the
    block lasts.
    """
    return running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium of the system, driven by Playwright; without one the browser tests say so and are
    skipped.
    """
    found = find_chromium()
    if found is None:
        pytest.skip("no chromium or chrome on this machine: the browser tests were not run")
    from playwright.sync_api import sync_playwright

    quiet = [
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
    ]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=found, args=[f"--{name}" for name in quiet]
        )
        yield chromium
        chromium.close()
