"""What caches are told: a tag that changes with the build, 304 for what is already held, a year for
stamped files, and /healthz for nobody's cache; what the site itself keeps.
"""

import random
import re
import shutil
import sqlite3
import urllib.error
import urllib.request

import pytest

from plugins.kit import kept_answers
from plugins.kit.kept_answers import LARGEST, SWEPT, KeptAnswers

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


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/country/SLE?certainty=A", "/country/SLE?certainty=B"),
        ("/fr/item/palermo:6.6?on=2024", "/pt/item/palermo:6.6?on=2024"),
    ],
)
def test_a_page_many_ask_for_is_made_once(ledger, get, monkeypatch, address, other):
    made = []
    render = ledger.render_template

    async def render_and_count(template, *given, **named):
        made.append(template)
        return await render(template, *given, **named)

    monkeypatch.setattr(ledger, "render_template", render_and_count)
    first, second = get(address), get(address)
    assert len(made) == 1
    assert (first.status_code, first.content) == (200, second.content)
    assert first.headers == second.headers
    assert get(other).content != first.content
    assert len(made) == 2, "another address is another page"


def test_who_is_signed_in_and_what_visitors_ask_are_answered_anew(ledger, get, wait, monkeypatch):
    kept = []
    monkeypatch.setattr(KeptAnswers, "keep", lambda *given: kept.append(given))
    wait(ledger.client.get("/items?anew=1", headers={"cookie": "ds_actor=x"}))
    for path in ("/tip/-/query.json?sql=select+1", "/fr/tip/item", "/items.csv", "/country/ZZZ"):
        get(path)
    assert kept == []
    get("/items?anew=1")
    assert len(kept) == 1


def test_kept_answers_stay_within_their_bytes():
    kept = KeptAnswers(most_bytes=2_000)
    chance = random.Random(1)
    for number in range(50):
        kept.keep(b"%d" % number, [], chance.randbytes(500))
        kept.find(b"0")  # asked for again and again
        assert kept.bytes == sum(map(len, kept.answers.values())) <= 2_000
    assert [bool(kept.find(name)) for name in (b"49", b"0", b"1")] == [True, True, False]
    kept.keep(b"large", [], b"a" * (LARGEST + 1))
    assert kept.find(b"large") is None


def test_what_one_process_made_another_sends_and_the_folder_is_bounded(tmp_path):
    first, second = (KeptAnswers(most_bytes=20_000, folder=tmp_path) for _ in range(2))
    chance = random.Random(2)
    headers = [(b"content-type", b"text/html"), (b"etag", b'W/"0"')]
    for number in range(150):
        body = chance.randbytes(500)
        first.keep(b'W/"%d"' % number, headers, body)
    assert second.find(b'W/"%d"' % number) == (headers, body)
    assert second.find(b'W/"none"') is None
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 20_000


def test_the_shared_folder_is_looked_at_seldom(tmp_path, monkeypatch):
    """A look at thousands of files takes long, and no page is made meanwhile."""
    looks, sweep = [], kept_answers.sweep

    def look(folder, most_bytes):
        looks.append(folder)
        sweep(folder, most_bytes)

    monkeypatch.setattr(kept_answers, "sweep", look)
    kept, chance = KeptAnswers(most_bytes=20_000, folder=tmp_path), random.Random(3)
    for number in range(100):
        kept.keep(b"%d" % number, [], chance.randbytes(100))
    put = sum(map(len, kept.answers.values()))
    assert 0 < len(looks) <= put / (20_000 / SWEPT)


def test_a_folder_that_went_costs_time_and_no_answer(tmp_path):
    kept = KeptAnswers(folder=tmp_path / "file" / "kept")
    (tmp_path / "file").touch()
    for number in range(50):
        kept.keep(b"%d" % number, [], b"body")
    assert kept.find(b"0") == ([], b"body")
    assert kept.find(b"none") is None
