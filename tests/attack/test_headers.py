"""What a browser may do with an answer, what a request may do to the site, and what is told of the
machine.
"""

import re
import shutil
from urllib.parse import quote

import pytest

PAGES = ["/", "/country/SEN", "/fr/items", "/items.json", "/search?q=victim", "/country/ZZZ"]
STOCK = ["/tip", "/tip/item", "/tip/item.json", "/tip/-/query?sql=select+1"]
CLOSED = ["databases", "config", "plugins", "versions", "settings", "schema", "allow-debug"]


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
def test_an_unknown_method_is_405(wait, ledger, method, path):
    answer = wait(ledger.client.request(method, path))
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


def test_two_hosts_have_two_tags(wait, ledger):
    tags = {
        wait(ledger.client.get("/country/SEN", headers={"host": host})).headers["etag"]
        for host in ("one.example", "two.example")
    }
    assert len(tags) == 2


def test_a_database_of_any_name_is_served(built, get_from, tmp_path):
    copy = tmp_path / "ledger-2026 (1).db"
    shutil.copy(built, copy)
    get = get_from(copy)
    assert get("/items").status_code == 200
    assert get("/tip/item.json").status_code == 200
    assert get(f"/search.json?q={quote('victim')}").json()["total"] > 0
