"""`python -m bench.plan_trial`: what a reader and an officer do with plans, in a real browser with
clicks and seconds: which members of ECOWAS have no plan in force (A1), what the last one promised
and what was done (A2), and a ministry's workbook of thirty activities on its page, with five cells
spoiled first and mended then. Prints Markdown. Works on a copy of the facts.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import sync_playwright

from bench.measure import ROOT, print_heads, print_row
from deploy.site import running
from ingest.publish.pack.running_site import find_chromium

WORKBOOK = ROOT.parent / "shared" / "cases" / "20_plan_ministry_fr.xlsx"
PLAN = "sen-plan-2026"
DAY = "2026-11-29"
SPOILED = ("bientôt", "on verra", "beaucoup", "presque", "peut-être")


class Reader:
    """A window of a browser that counts its clicks."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        """Click the first thing that a selector finds, and wait for the page it leads to."""
        self.page.locator(selector).first.click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def download(self, selector: str) -> Path:
        """Click a link to a file; the file that came."""
        with self.page.expect_download() as waited:
            self.page.locator(selector).first.click()
        self.clicks += 1
        return Path(waited.value.path())


@contextmanager
def at_site(database: Path) -> Iterator[Reader]:
    """A reader at the first page of a site with a database."""
    with running(database) as address, sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = chromium.new_page(base_url=address)
        page.goto("/")
        yield Reader(page)
        chromium.close()


def call(*command: str | Path) -> str:
    """Run a module of the project; what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)], cwd=ROOT, check=True, capture_output=True
    )
    return done.stdout.decode()


def spoil(workbook: Path, target: Path) -> None:
    """A copy of a workbook with a word that means nothing in five cells of its deadlines."""
    book = openpyxl.load_workbook(workbook)
    page = book.worksheets[0]
    heads = [cell for row in page.iter_rows() for cell in row if is_due(cell)]
    above, column = int(heads[0].row or 0), int(heads[0].column or 0)
    filled = [at for at in range(above + 1, page.max_row) if page.cell(at, column).value]
    for at, word in zip(filled, SPOILED, strict=False):
        page.cell(at, column).value = word
    book.save(target)


def is_due(cell: Any) -> bool:
    """Whether a cell is the heading of the deadlines."""
    return str(cell.value or "").lower().startswith("échéance")


def answer_questions(reader: Reader) -> Iterator[tuple[str, int, float]]:
    """Clicks and seconds from the first page to the answers A1 and A2."""
    started = time.perf_counter()
    reader.click("header a[href='/plans']")
    reader.click("a[href*='group=ecowas']")
    without = reader.page.locator(".p-ended, .p-none_held").count()
    yield f"A1: {without} members without a plan", reader.clicks, time.perf_counter() - started
    reader.click("table.states td a[href^='/plan/']")
    reader.page.locator("#activities").wait_for()
    yield "A2: promised and done", reader.clicks, time.perf_counter() - started


def bring_in(folder: Path, file: Path, database: Path) -> tuple[str, float]:
    """Import a workbook into a copy of the facts and build; what was said, and the seconds."""
    started = time.perf_counter()
    curated = folder / "curated"
    told = call(
        "ingest.plan.import_plan", file, "--plan", PLAN, "--batch", "--as-of", DAY,
        "--marked", folder / "marked.xlsx", "--curated", curated,
    )  # fmt: skip
    call("ingest.build", "--curated", curated, "--raw", folder / "raw", "--output", database)
    return told, time.perf_counter() - started


def main() -> None:
    """Do it all and print it."""
    print_heads("what", "clicks", "seconds")
    with tempfile.TemporaryDirectory() as name:
        folder, database = Path(name), Path(name) / "tip.db"
        shutil.copytree(ROOT / "db" / "curated", folder / "curated")
        (folder / "raw").mkdir()
        spoil(WORKBOOK, folder / "plan.xlsx")
        told, seconds = bring_in(folder, folder / "plan.xlsx", database)
        marked = sum(map(int, re.findall(r"look at +(\d+) x", told)))
        print_row(f"workbook with 5 cells spoiled: {marked} marked, built", 0, seconds)
        with at_site(database) as reader:
            for what, clicks, spent in answer_questions(reader):
                print_row(what, clicks, spent)
            started, before = time.perf_counter(), reader.clicks
            reader.page.goto("/fr/plans")
            reader.download("a[href$='template.xlsx']")
            print_row("empty table", reader.clicks - before + 1, time.perf_counter() - started)
        for file in (folder / "curated").glob(f"*/{PLAN}.csv"):
            file.unlink()
        (folder / "curated" / "instrument" / "SEN" / f"{PLAN}.yml").unlink()
        told, seconds = bring_in(folder, WORKBOOK, database)
        print_row("the workbook mended, built", 0, seconds)
        with at_site(database) as reader:
            started = time.perf_counter()
            reader.page.goto(f"/fr/plan/{PLAN}")
            shown = reader.page.locator(f"tr[id^='{PLAN}:']").count()
            print_row(f"its page: {shown} activities", 1, time.perf_counter() - started)


if __name__ == "__main__":
    main()
