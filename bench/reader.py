"""A person at a browser who counts clicks, for bench/tasks.py."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import ViewportSize, sync_playwright

from ingest.publish.pack.running_site import find_chromium

PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800)


class Reader:
    """A person at a browser who counts clicks."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address, self.clicks = page, address, 0
        self.page.set_default_timeout(10_000)  # milliseconds until a link counts as not there
        self.page.goto(address)

    def go(self, path: str) -> None:
        """Begin at another address, such as the site in French."""
        self.page.goto(self.address + path)

    def click(self, *selectors: str) -> None:
        """Click on the first that each selector finds."""
        for selector in selectors:
            self.page.locator(selector).first.click()
            self.clicks += 1

    def link(self, *words: str) -> None:
        """Follow links, each by its words."""
        for one in words:
            self.page.get_by_role("link", name=re.compile(one, re.I)).first.click()
            self.clicks += 1

    def search(self, words: str) -> None:
        """Type into the box and send it."""
        self.page.locator("input[name=q]").first.fill(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.clicks += 1

    def choose(self, name: str, value: str) -> None:
        """Choose from a list of a form of the page and send the form."""
        field = self.page.locator(f"main [name={name}]").first
        field.select_option(value)
        with self.page.expect_navigation():
            field.evaluate("field => field.form.requestSubmit()")
        self.clicks += 2

    def fill(self, name: str, value: str) -> None:
        """Type into a field of the page and send its form."""
        field = self.page.locator(f"main [name={name}]:not([type=hidden])").first
        field.fill(value)
        with self.page.expect_navigation():
            field.evaluate("field => field.form.requestSubmit()")
        self.clicks += 1

    def sees(self, *patterns: str) -> bool:
        """Whether the words of the page have all of these."""
        words = self.page.locator("main").inner_text()
        return all(re.search(pattern, words, re.I | re.S) for pattern in patterns)

    def count(self, selector: str) -> int:
        """How many of these the page has."""
        return int(self.page.locator(selector).count())

    def take(self, path: str) -> str:
        """What an address gives a program, or a click on a file."""
        self.clicks += 1
        answer = self.page.request.get(path if "://" in path else self.address + path)
        return str(answer.text()) if answer.ok else ""


@contextmanager
def browsing(address: str) -> Iterator[Callable[[], Reader]]:
    """Begin a task with a fresh browser window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])

        def begin() -> Reader:
            window = browser.new_context(viewport=DESK, java_script_enabled=False)
            return Reader(window.new_page(), address)

        yield begin
        browser.close()


Task = Callable[[Reader], bool]
TASKS: dict[str, tuple[str, Task]] = {}


def task(name: str, words: str) -> Callable[[Task], Task]:
    """Put a task, which says whether its answer stood there, into the list."""

    def add(done: Task) -> Task:
        TASKS[name] = (words, done)
        return done

    return add


def do_task(begin: Callable[[], Reader], done: Task) -> tuple[int, float, str]:
    """Clicks, seconds and whether the answer stood there."""
    started, reader = time.perf_counter(), begin()
    try:
        found = "yes" if done(reader) else "no"
    except Exception as error:  # a link that is not there is an answer too
        found = f"no: {str(error).splitlines()[0][:80]}"
    seconds = time.perf_counter() - started
    reader.page.context.close()
    return reader.clicks, seconds, found
