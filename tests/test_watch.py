"""A new build is put in place of the old one while eight readers ask for pages: none fails, none is
made of two builds.
"""

import json
import os
import re
import shutil
import sqlite3
import threading
import time
import urllib.request
from collections import Counter

import pytest

pytestmark = pytest.mark.slow

SWAPS, CLIENTS = 20, 8
MARKED = {
    "country": "name_en",
    "instrument": "title_en",
    "source": "title",
    "item": "label_en",
    "body": "name_en",
    "finding": "statement_en",
}
PAGES = [
    "/country/SLE",
    "/country/SLE.json",
    "/instrument/sle-act-2022-12",
    "/item/palermo:6.6.json",
    "/search.json?q=victims",
]
PAGES += [
    "/tip/instrument?_size=20&_labels=on",
    "/tip/body.csv?_stream=1",
    "/provision/sle-act-2022-12:12",
]


@pytest.fixture(scope="module")
def builds(built, tmp_path_factory):
    """Two builds whose every page says many times which one it is made of, and the path that is
    served.
    """
    folder = tmp_path_factory.mktemp("builds")
    for number in "12":
        shutil.copy(built, folder / f"{number}.db")
        db = sqlite3.connect(folder / f"{number}.db")
        for table, column in MARKED.items():
            db.execute(f"update {table} set {column} = {column} || ' [v{number}]'")
        db.execute("update build set content_hash = ?", [f"v{number}"])
        db.commit()
        db.close()
    shutil.copy(folder / "1.db", folder / "tip.db")
    return folder


@pytest.fixture(scope="module")
def site(builds, serve):
    with serve(builds / "tip.db") as address:
        yield address


def put(builds, number):
    """Put a build in place as a build does."""
    shutil.copy(builds / f"{number}.db", builds / ".tip.db.new")
    os.replace(builds / ".tip.db.new", builds / "tip.db")


def served(address):
    with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
        assert answer.headers["cache-control"] == "no-store"
        return json.load(answer)["content_hash"]


def wait_for(address, wanted):
    started = time.monotonic()
    while served(address) != wanted:
        assert time.monotonic() - started < 10, f"{wanted} is still not served"
        time.sleep(0.02)
    return time.monotonic() - started


def test_no_failed_request_and_no_mixed_page_while_builds_are_swapped(builds, site):
    seen, wrong, over = Counter(), [], threading.Event()

    def read(number):
        while not over.is_set():
            path = PAGES[number % len(PAGES)]
            number += 1
            try:
                text = urllib.request.urlopen(site + path, timeout=20).read().decode()
            except OSError as error:
                wrong.append((path, repr(error)))
                continue
            versions = set(re.findall(r"\[v(\d)\]", text)) | set(
                re.findall(r"\"content_hash\": \"v(\d)", text)
            )
            seen.update(versions)
            if len(versions) > 1:
                wrong.append((path, versions))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for swap in range(SWAPS):
        number = "21"[swap % 2]
        put(builds, number)
        wait_for(site, f"v{number}")
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert set(seen) == {"1", "2"}
    assert sum(seen.values()) > 2 * SWAPS


def test_a_file_that_is_no_knowledge_base_is_never_served(builds, site):
    put(builds, 1)
    wait_for(site, "v1")
    (builds / ".tip.db.new").write_bytes(b"SQLite format 3\0 cut off")
    os.replace(builds / ".tip.db.new", builds / "tip.db")
    time.sleep(1.2)
    assert served(site) == "v1"
    empty = sqlite3.connect(builds / ".tip.db.new")
    empty.execute("create table build (built_at, content_hash)")
    empty.close()
    os.replace(builds / ".tip.db.new", builds / "tip.db")
    time.sleep(0.7)
    assert served(site) == "v1"
    (builds / "tip.db").unlink()
    time.sleep(0.7)
    assert "[v1]" in urllib.request.urlopen(site + "/country/SLE", timeout=10).read().decode()
    put(builds, 2)
    wait_for(site, "v2")


def test_hash_counts_and_catalogue_follow_the_file(builds, site):
    put(builds, 1)
    wait_for(site, "v1")
    get = lambda path: urllib.request.urlopen(site + path, timeout=10).read().decode()  # noqa: E731
    before = json.loads(get("/-/databases.json"))["databases"][0]
    shutil.copy(builds / "2.db", builds / ".tip.db.new")
    db = sqlite3.connect(builds / ".tip.db.new")
    db.execute("create table fresh (id integer primary key)")
    db.execute("insert into fresh values (1), (2), (3)")
    db.execute("drop view conflict_age")
    db.commit()
    db.close()
    os.replace(builds / ".tip.db.new", builds / "tip.db")
    wait_for(site, "v2")
    time.sleep(
        0.5
    )  # the catalogue of tables is written just after the first request to the new build may come
    after = json.loads(get("/-/databases.json"))["databases"][0]
    assert after["hash"] != before["hash"]
    assert after["size"] == os.stat(builds / "tip.db").st_size
    assert json.loads(get("/tip/fresh.json"))["rows"][0] == {"id": 1}
    tables = {table["name"]: table["count"] for table in json.loads(get("/tip.json"))["tables"]}
    assert tables["fresh"] == 3
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get("/tip/conflict_age")
