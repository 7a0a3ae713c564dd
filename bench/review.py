"""How fast the review desk is: `python -m bench.review KIND --database tip.db`.

    keys      acts reviewed by keyboard in a real browser, every key counted
    page      the heaviest act: first byte, bytes, and how long a key waits for its answer
    crowd     50 reviewers at once on two processes: decisions a second, lost, double

What is lost by kills, and the way into the files and back: bench/review_kept.py.
"""

import argparse
import concurrent.futures
import gzip
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx

from bench.measure import ROOT, percentile, print_heads, print_row
from deploy.site import gunicorn_command, started
from ingest.publish.pack.running_site import find_chromium
from ingest.review.accounts import set_account
from ingest.review.store import connect

PASSWORD = "five wordless birds sing"
ACTS = ("sle-act-2022-12", "dji-loi-133-2016", "and-act-2022-45")  # English, French, Catalan
HEAVY = "cod-loi-09-001"  # 201 articles
REVIEWERS, EACH, KILLS = 50, 20, 100
MOST_KEYS = 2_000
SAVED = "() => !Number(document.getElementById('progress').dataset.waiting || 0)"
LABEL = "(one) => document.activeElement?.closest('li.subject') && ({kind: " + (
    "document.activeElement.closest('li.subject').className.split('k-')[1].split(' ')[0],"
    "recorded: 'recorded' in document.activeElement.closest('li.subject').dataset,"
    "machine: !!document.activeElement.querySelector('[data-key=m]'),"
    "needs: 'needs' in document.activeElement.closest('li.subject').dataset})"
)


@contextmanager
def desk(database: Path, reviewers: int, workers: str = "2") -> Iterator[tuple[str, Path]]:
    """A site with a desk on several processes and so many reviewers; its address and review.db."""
    with tempfile.TemporaryDirectory() as folder:
        review = Path(folder) / "review.db"
        for number in range(reviewers):
            set_account(review, f"reader {number}", "reviewer", PASSWORD)
        command, variables = gunicorn_command(database, workers)
        with started(command, {**variables, "REVIEW": str(review)}) as server:
            yield server.address, review


def sign_in(address: str, name: str) -> httpx.Client:
    """A client that is signed in."""
    client = httpx.Client(base_url=address, timeout=60, trust_env=False)
    answer = client.post("/review/sign-in", data={"name": name, "password": PASSWORD})
    if answer.status_code != 303:
        raise RuntimeError(f"{name} was not signed in: {answer.status_code}")
    return client


def decisions(review: Path) -> list[Any]:
    """Every decision held."""
    with closing(connect(review)) as held:
        return held.execute("select * from decision").fetchall()


@contextmanager
def browser_at(address: str) -> Iterator[Any]:
    """A page of a browser whose owner is signed in."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        quiet = ["--no-sandbox", "--disable-gpu"]
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=quiet)
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{address}/review/sign-in")
        page.fill("[name=name]", "reader 0")
        page.fill("[name=password]", PASSWORD)
        page.click("main form.desk-form button")
        yield page
        chromium.close()


def measure_keys(database: Path) -> None:
    """Review whole acts as if everything recorded and suggested were right."""
    print_heads("act", "articles", "decisions", "keys", "keys an article", "s", "s an article")
    with desk(database, 1) as (address, review), browser_at(address) as page:
        for act in ACTS:
            before, started_at = len(decisions(review)), time.monotonic()
            page.goto(f"{address}/review/{act}")
            articles = int(re.findall(r"\d+", page.inner_text("#progress"))[1])
            keys = review_act(page)
            seconds = time.monotonic() - started_at
            made = len(decisions(review)) - before
            each = (keys / articles, seconds, seconds / articles)
            print_row(act, articles, made, keys, *each)
            page.goto(f"{address}/review/{act}")
            left = page.get_attribute("#progress", "data-left")
            if left != "0":
                print(f"{left} articles of {act} are left")


def review_act(page: Any) -> int:
    """Press one key after the other until nothing needs a decision; how many were pressed."""
    keys = 0
    while keys < MOST_KEYS:
        here = page.evaluate(LABEL)
        if here is None or not here["needs"]:
            page.wait_for_function(SAVED)
            following = page.query_selector("#next-page")
            if following is None or not following.is_visible():
                return keys
            following.click()
            page.wait_for_load_state("load")
            continue
        page.keyboard.press(key_for(here))
        keys += 1
    raise RuntimeError(f"more than {MOST_KEYS} keys")


def key_for(here: dict[str, Any]) -> str:
    """What a reviewer presses where the record and the machine are right."""
    if here["kind"] == "none":
        return "0"
    if here["recorded"]:
        return "y"
    return "m" if here["machine"] else "f"


def measure_page(database: Path) -> None:
    """The heaviest act: its pages over the wire, and the time from a key to the next focus."""
    with desk(database, 1) as (address, _review):
        client = sign_in(address, "reader 0")
        print_heads("page of " + HEAVY, "first byte ms", "bytes", "gzipped")
        for number in (1, 2, 3):
            begun = time.monotonic()
            with client.stream("GET", f"/review/{HEAVY}?page={number}") as answer:
                body = iter(answer.iter_raw())
                first = next(body)
                waited = 1000 * (time.monotonic() - begun)
                whole = first + b"".join(body)
            print_row(number, waited, len(whole), len(gzip.compress(whole)))
        with browser_at(address) as page:
            page.goto(f"{address}/review/{HEAVY}")
            page.evaluate(
                "() => { window.waits = []; let at; "
                "addEventListener('keydown', () => { at = performance.now(); }, true);"
                "addEventListener('focusin', () => { if (at) waits.push(performance.now() - at);"
                " at = 0; }); }"
            )
            for _key in range(60):
                here = page.evaluate(LABEL)
                if here is None or not here["needs"]:
                    break
                page.keyboard.press(key_for(here))
            waits = page.evaluate("() => window.waits")
            print_heads("keys", "ms to the next thing, p50", "p95", "most")
            print_row(len(waits), percentile(waits, 0.5), percentile(waits, 0.95), max(waits))


def measure_crowd(database: Path) -> None:
    """Everybody decides at once, each sending every form twice."""
    with desk(database, REVIEWERS) as (address, review):
        clients = [sign_in(address, f"reader {number}") for number in range(REVIEWERS)]
        forms = forms_of(clients[0].get(f"/review/{ACTS[0]}").text)[:EACH]
        begun = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(REVIEWERS) as pool:
            told = list(pool.map(lambda client: decide_all(client, forms), clients))
        seconds = time.monotonic() - begun
        saved = Counter((row["actor"], row["entity_id"], row["field"]) for row in decisions(review))
    answered = sum(len(times) for times in told)
    times = [each for mine in told for each in mine]
    double = sum(count - 1 for count in saved.values())
    lost = REVIEWERS * len(forms) - len(saved)
    print_heads(
        "decisions", "posts answered", "s", "decisions a second", "p50 ms", "p95 ms", "lost"
    )
    middle, late = 1000 * percentile(times, 0.5), 1000 * percentile(times, 0.95)
    print_row(len(saved), answered, seconds, len(saved) / seconds, middle, late, lost)
    print(f"double: {double}")


def forms_of(html: str) -> list[dict[str, str]]:
    """The hidden fields of every form that decides a recorded link."""
    found = re.findall(r"<form method=\"post\".*?</form>", html, re.S)
    fields = [
        dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)) for form in found
    ]
    return [each for each in fields if each.get("on", "").startswith("crossref")]


def decide_all(client: httpx.Client, forms: list[dict[str, str]]) -> list[float]:
    """Send every form twice; seconds of each post that was answered as saved."""
    times = []
    for form in forms:
        for _sending in range(2):
            begun = time.monotonic()
            sent = {**form, "to": "full", "reason": "a test"}
            answer = client.post(f"/review/{ACTS[0]}/save?part=1", data=sent)
            if answer.status_code == 200:
                times.append(time.monotonic() - begun)
    return times


def main() -> None:
    """Measure one kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["keys", "page", "crowd"])
    parser.add_argument("--database", type=Path, default=ROOT / "db" / "tip.db")
    given = parser.parse_args()
    kinds = {"keys": measure_keys, "crowd": measure_crowd, "page": measure_page}
    kinds[given.kind](given.database.resolve())


if __name__ == "__main__":
    main()
