"""The pages asked most often are made before a new build is shown, within bounds."""

import os
import shutil
import sqlite3
import time
from contextlib import closing

import pytest
import sqlite_utils

from ingest.database import Model, content_hash
from plugins.kit import asked_pages
from plugins.kit.asked_pages import AskedPages

SCOPE = {"type": "http", "method": "GET", "scheme": "http", "path": "/", "query_string": b"q=1"}
SCOPE |= {"headers": [(b"host", b"a.example"), (b"user-agent", b"x")], "client": ("10.0.0.9", 1)}


@pytest.fixture
def pages():
    """Pages counted, and which of them are made."""
    made = []

    async def answer(scope, receive, send):
        made.append(scope["query_string"])

    found = AskedPages(answer)
    found.made = made
    return found


def ask(pages, name, times=1):
    for _ in range(times):
        pages.count(name, {**SCOPE, "query_string": name})


def test_the_pages_asked_most_are_made_and_no_more(pages, wait):
    for name, times in ((b"seldom", 1), (b"often", 9), (b"now and then", 4)):
        ask(pages, name, times)
    assert wait(pages.make(most_pages=2)) == 2
    assert sorted(pages.made) == [b"now and then", b"often"]
    assert wait(pages.make(seconds=-1)) == 0, "nobody waits longer for the new build"


def test_what_is_made_again_is_not_counted(wait):
    async def answer(scope, receive, send):
        pages.count(b"a", scope)

    pages = AskedPages(answer)
    ask(pages, b"a", 4)
    wait(pages.make())
    assert pages.times[b"a"] == 2, "half of what readers asked"


def test_who_asked_is_not_remembered(pages):
    ask(pages, b"a")
    (asked,) = pages.asked.values()
    assert asked.scope["headers"] == [(b"host", b"a.example")]
    assert asked.scope["client"] is None


def test_what_is_counted_is_bounded_and_what_was_asked_often_stays(pages):
    ask(pages, b"often", 100)
    for number in range(3 * asked_pages.MOST_COUNTED):
        ask(pages, b"%d" % number)
        assert len(pages.asked) <= asked_pages.MOST_COUNTED
    assert b"often" in pages.asked
    assert set(pages.times) == set(pages.asked)


def put_another(path, name):
    """Another build in the place of one, whose country has this name."""
    new = path.with_name("new.db")
    shutil.copy(path, new)
    with closing(sqlite3.connect(new)) as db:
        db.execute("update country set name_en = ?, name_fr = ? where id = 'SLE'", [name, name])
        held = sqlite_utils.Database(db)
        db.execute("update build set content_hash = ?", [content_hash(held, Model(held))])
        db.commit()
    os.replace(new, path)


@pytest.mark.slow
@pytest.mark.parametrize("broken", [False, True])
def test_a_new_build_is_shown_with_its_pages_made(
    built_of_few, site_of, wait, tmp_path, monkeypatch, broken
):
    """Of the new rows, in the language they were asked in; one that fails keeps no build back."""
    path, made = tmp_path / "tip.db", []
    shutil.copy(built_of_few, path)
    site = site_of(path)
    paths = ("/country/SLE", "/fr/country/SLE")
    for page in paths * 3:
        assert wait(site.client.get(page)).status_code == 200
    render = site.render_template

    async def render_and_count(template, *given, **named):
        made.append(template)
        if broken:
            raise ValueError("made to fail")
        return await render(template, *given, **named)

    monkeypatch.setattr(site, "render_template", render_and_count)
    before = wait(site.client.get("/healthz")).json()["content_hash"]
    put_another(path, "Salone")
    until = time.monotonic() + 30
    while wait(site.client.get("/healthz")).json()["content_hash"] == before:
        assert time.monotonic() < until, "the new build was never shown"
        time.sleep(0.05)
    if broken:
        assert made
        return
    assert len(made) == 2
    for page in paths:
        assert "Salone" in wait(site.client.get(page)).text
    assert len(made) == 2, "kept, not made again"
