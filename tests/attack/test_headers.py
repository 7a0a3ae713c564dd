"""What a browser may do with an answer, what a request may do to the site, and what is told of the
machine.
"""

import asyncio
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from deploy.site import site

PAGES = ["/", "/country/SEN", "/fr/items", "/items.json", "/search?q=victim", "/country/ZZZ"]
STOCK = ["/tip", "/tip/item", "/tip/item.json", "/tip/-/query?sql=select+1"]
CLOSED = ["databases", "config", "plugins", "versions", "settings", "schema", "allow-debug"]


def ask(path, method="GET", headers=None, database=None):
    """An answer of a site of its own."""

    async def answer():
        datasette = site(database)
        await datasette.invoke_startup()
        found = await datasette.client.request(method, path, headers=headers)
        await datasette.invoke_shutdown()
        return found

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, answer()).result(timeout=60)


@pytest.mark.parametrize("path", [*PAGES, *STOCK])
def test_every_answer_tells_browsers_what_it_may_do(get, path):
    headers = get(path).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "object-src 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"]
    assert headers["permissions-policy"]
    scripts = re.search(r"script-src ([^;]+)", policy)[1]
    assert ("'unsafe-inline'" in scripts) == (path in STOCK)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_ours_has_no_script_to_run(get, path):
    for kind in re.findall(r"<script([^>]*)>", get(path).text):
        assert 'type="application/ld+json"' in kind


@pytest.mark.parametrize("path", ["/nothing", "/fr/nothing", "/country/ZZZ", "/tip/nothing"])
def test_no_error_is_kept_by_a_cache(get, path):
    answer = get(path)
    assert answer.status_code == 404
    assert "max-age" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE", "PROPFIND", "FOO", "POST"])
@pytest.mark.parametrize("path", ["/items", "/fr/country/SEN", "/tip/item", "/tip/-/query"])
def test_an_unknown_method_is_405(built, method, path):
    answer = ask(path, method, database=built)
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("form", ["", ".json"])
def test_nothing_is_told_of_the_machine(get, built, name, form):
    for prefix in ("", "/fr"):
        answer = get(f"{prefix}/-/{name}{form}")
        assert answer.status_code in (403, 404)
        assert str(built.parent) not in answer.text


def test_the_link_header_cannot_be_closed_by_a_query(get):
    answer = get('/items.csv?x=%3E;y&a=<>;rel="preload"')
    described = re.fullmatch(
        r'<[^<>"]+>; rel="license", <[^<>"]+>; rel="describedby"; type="[^"]+"',
        answer.headers["link"],
    )
    assert described, answer.headers["link"]


def test_two_hosts_have_two_tags(built):
    tags = {
        ask("/country/SEN", headers={"host": host}, database=built).headers["etag"]
        for host in ("one.example", "two.example")
    }
    assert len(tags) == 2


def test_a_database_of_any_name_is_served(built, tmp_path):
    copy = tmp_path / "ledger-2026 (1).db"
    shutil.copy(built, copy)
    assert ask("/items", database=copy).status_code == 200
    assert ask("/tip/item.json", database=copy).status_code == 200
    assert ask(f"/search.json?q={quote('victim')}", database=copy).json()["total"] > 0
