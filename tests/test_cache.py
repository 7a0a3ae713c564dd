"""What caches are told: a tag that changes with the build, 304 for what is already held, a year for
stamped files, and /healthz for nobody's cache.
"""

import re
import shutil
import sqlite3
import urllib.error
import urllib.request

import pytest

pytestmark = pytest.mark.slow

PATHS = [
    "/",
    "/country/SLE",
    "/country/SLE.json",
    "/country/SLE.csv",
    "/tip/item.json",
    "/tip/item.csv?_stream=1",
    "/plans.ics",
    "/changes.atom",
]


def ask(address, path, **headers):
    """Status, headers and body as a client on the network gets them."""
    request = urllib.request.Request(
        address + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_is_held_is_not_sent_again(address, path):
    status, headers, body = ask(address, path)
    assert (status, bool(body)) == (200, True)
    assert headers["etag"].startswith('W/"')
    status, again, body = ask(address, path, If_None_Match=f'"other", {headers["etag"]}')
    assert (status, body) == (304, b"")
    assert again["etag"] == headers["etag"]
    assert ask(address, path, If_None_Match='W/"other"')[0] == 200
    assert ask(address, path, If_None_Match=headers["etag"], Cookie="ds_actor=x")[0] == 200


def test_each_address_has_its_own_tag_and_a_new_build_changes_it(get, get_from, built, tmp_path):
    assert get("/plans?country=SEN").headers["etag"] != get("/plans?country=SLE").headers["etag"]
    shutil.copy(built, tmp_path / "tip.db")
    db = sqlite3.connect(tmp_path / "tip.db")
    db.execute("update build set built_at = '2020-01-01'")
    db.commit()
    db.close()
    assert get_from(tmp_path / "tip.db")("/about").headers["etag"] != get("/about").headers["etag"]


def test_what_fails_has_no_tag(get):
    assert "etag" not in get("/country/ZZZ").headers


def test_stamped_files_may_be_kept_for_a_year(address):
    page = ask(address, "/")[2].decode()
    sheet = re.search(r'href="(/assets/ledger\.css[^"]*)"', page)[1]
    assert ask(address, sheet)[1]["cache-control"] == "max-age=31536000, immutable, public"
    assert "immutable" not in (ask(address, "/assets/ledger.css")[1]["cache-control"] or "")


def test_health_tells_the_build_and_is_never_kept(get, db):
    answer = get("/healthz")
    assert answer.headers["cache-control"] == "no-store"
    assert (
        answer.json()["content_hash"] == db.execute("select content_hash from build").fetchone()[0]
    )
    assert "etag" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/tip/item.json",
        "/tip/item.csv",
        "/tip/-/query.json?sql=select+1",
        "/country/SLE.json",
        "/country/SLE.csv",
        "/item/palermo:99.json",
    ],
)
def test_data_may_be_read_from_every_site(address, path):
    assert ask(address, path)[1]["access-control-allow-origin"] == "*"
