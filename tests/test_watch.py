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
from contextlib import closing

import pytest
import sqlite_utils

from ingest.database import Model, content_hash

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
def builds(built_of_few, tmp_path_factory):
    """Two builds whose every page says many times which one it is made of, and the path that is
    served.
    """
    folder = tmp_path_factory.mktemp("builds")
    for number in "12":
        shutil.copy(built_of_few, folder / f"{number}.db")
        db = sqlite3.connect(folder / f"{number}.db")
        for table, column in MARKED.items():
            db.execute(f"update {table} set {column} = {column} || ' [v{number}]'")
        rehash(db, number)
        db.close()
    shutil.copy(folder / "1.db", folder / "tip.db")
    return folder


def rehash(db, number):
    """What the build writes last; its commit says which of the two it is."""
    held = sqlite_utils.Database(db)
    db.execute(
        "update build set git_commit = ?, content_hash = ?",
        [f"v{number}", content_hash(held, Model(held))],
    )
    db.commit()


@pytest.fixture(scope="module")
def site(builds, serve):
    with serve(builds / "tip.db") as address:
        yield address


def put(builds, number):
    """Put a build in place as a build does."""
    shutil.copy(builds / f"{number}.db", builds / ".tip.db.new")
    os.replace(builds / ".tip.db.new", builds / "tip.db")


def health(address):
    with urllib.request.urlopen(f"{address}/healthz", timeout=10) as answer:
        assert answer.headers["cache-control"] == "no-store"
        return json.load(answer)


def served(address):
    return health(address)["git_commit"]


def wait_for(address, wanted):
    wait_until(lambda: served(address) == wanted)


def wait_until(found):
    started = time.monotonic()
    while not (value := found()):
        assert time.monotonic() - started < 20, "it never came"
        time.sleep(0.05)
    return value


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
                re.findall(r"\"git_commit\": \"v(\d)", text)
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


def odd_bytes(path, _good):
    path.write_bytes(b"SQLite format 3\0 cut off")


def odd_folder(path, _good):
    path.mkdir()


def odd_pipe(path, _good):
    os.mkfifo(path)


def odd_loop(path, _good):
    path.symlink_to(path.parent / "tip.db")


def odd_foreign(path, _good):
    with closing(sqlite3.connect(path)) as db:
        db.execute("create table build (built_at, content_hash, git_commit)")
        db.execute("insert into build values ('2026-01-01', 'abc', 'v3')")
        db.commit()


def odd_words(path, good):
    """Words have changed on the disk; SQLite itself sees nothing."""
    path.write_bytes(good.read_bytes().replace(b" [v2]", b" [v9]"))


def odd_pages(path, good):
    damaged = bytearray(good.read_bytes())
    damaged[len(damaged) // 2 : len(damaged) // 2 + 4096] = os.urandom(4096)
    path.write_bytes(damaged)


def odd_null(path, good):
    shutil.copy(good, path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("pragma writable_schema = 1")
        db.execute(
            "update sqlite_schema set sql = replace(sql, 'not null', '') where name = 'build'"
        )
        db.commit()
    with closing(sqlite3.connect(path)) as db:
        db.execute("update build set content_hash = null, git_commit = 'v3'")
        db.commit()


ODD = [
    odd_bytes,
    odd_folder,
    odd_pipe,
    odd_loop,
    odd_foreign,
    odd_words,
    odd_pages,
    odd_null,
]


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_is_no_knowledge_base_is_named_and_the_next_good_build_served(builds, site, make):
    put(builds, 1)
    wait_for(site, "v1")
    new = builds / ".tip.db.new"
    make(new, builds / "2.db")
    (builds / "tip.db").unlink()
    os.replace(new, builds / "tip.db")
    refused = wait_until(lambda: health(site)["refused"])
    assert refused
    assert served(site) == "v1"
    assert "[v1]" in urllib.request.urlopen(site + "/country/SLE", timeout=10).read().decode()
    if make is odd_folder:
        (builds / "tip.db").rmdir()
    put(builds, 2)
    wait_for(site, "v2")
    assert health(site)["refused"] is None


def test_a_moment_without_a_file_is_no_fault(builds, site):
    put(builds, 1)
    wait_for(site, "v1")
    (builds / "tip.db").unlink()
    time.sleep(0.7)
    assert served(site) == "v1"
    assert health(site)["refused"] is None
    put(builds, 2)
    wait_for(site, "v2")


def test_size_counts_and_catalogue_follow_the_file(builds, site):
    put(builds, 1)
    wait_for(site, "v1")
    get = lambda path: urllib.request.urlopen(site + path, timeout=10).read().decode()  # noqa: E731
    shutil.copy(builds / "2.db", builds / ".tip.db.new")
    db = sqlite3.connect(builds / ".tip.db.new")
    db.execute("create table fresh (id integer primary key)")
    db.execute("insert into fresh values (1), (2), (3)")
    rehash(db, 2)
    db.close()
    os.replace(builds / ".tip.db.new", builds / "tip.db")
    wait_for(site, "v2")

    def count_of_fresh():
        tables = json.loads(get("/tip.json"))["tables"]
        return {table["name"]: table["count"] for table in tables}.get("fresh")

    # the catalogue of tables is written just after the first request to the new build may come
    assert wait_until(count_of_fresh) == 3
    assert json.loads(get("/tip.json"))["size"] == os.stat(builds / "tip.db").st_size
    assert json.loads(get("/tip/fresh.json"))["rows"][0] == {"id": 1}
