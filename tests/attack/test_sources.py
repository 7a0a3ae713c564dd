"""A hostile source: whatever a host sends, the run goes on, and every answer has its name."""

import json
import re
import time
from types import SimpleNamespace

import pytest
from fixture_server import answer, in_turn, items, serving

from scrapers import crawl
from scrapers.content import declared_encoding, decode, find_stand_in, kind_of
from scrapers.cpu_limit import cpu_limit
from scrapers.crawl import MOST_PAGES, scrape
from scrapers.fetch import Fetcher, Policy, retry_after
from scrapers.outcome import TooSlow
from scrapers.snapshots import Store
from scrapers.sockets import is_public

GOOD = b"<!DOCTYPE html><html><title>Good</title><ul>" + b"<li>one</li>" * 10 + b"</ul></html>"
SECONDS = 2.0  # of CPU, on a busy machine; what is exponential here takes minutes


def module_of(server, *names, **more):
    pages = {name: f"{server.url}/{name}" for name in names}
    return SimpleNamespace(**({"PAGES": pages, "ACCEPT": ("html",), "parse": items} | more))


def run(server, folder, *names, slept=None, **more):
    """Outcomes of a run over pages of a server, and its store; nothing really sleeps."""
    policy = Policy("test@example.org", pace=0.0, private=frozenset({server.place}))
    fetcher = Fetcher(policy, sleep=(slept if slept is not None else []).append)
    store = Store(folder / "raw")
    counts = scrape(module_of(server, *names, **more), store, fetcher, say=lambda line: None)
    return counts, store


MARKS = (
    "<!---->",
    "<!---->x",
    "<!-- ",
    "<!-",
    "<!",
    "<title>",
    "<title> ",
    "<iframe ",
    "<iframe _incapsula",
    "<a-",
    "please enable js ",
    "verifying you are ",
    "charset=",
    "charset = ",
    "<?xml ",
    "<![CDATA[",
    "&amp;",
    "{",
    "[",
    "\u00c3\u00a9",
    "\u00c3",
    "\0",
    " ",
)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("before", ["", "<!---->\n" * 40, "<html>", "\ufeff"])
@pytest.mark.parametrize("look", [kind_of, find_stand_in, declared_encoding, decode])
def test_bytes_are_looked_at_in_time(look, before, mark):
    page = (before + mark * (50_000 // len(mark)) + "x").encode()
    began = time.process_time()
    look(page)
    assert time.process_time() - began < SECONDS


def test_what_stands_behind_comments_is_seen():
    comments = b"<!-- a -->\n<!----><!-- > -->  "
    assert kind_of(comments + b"<html>") == "html"
    assert kind_of(comments + b"<record>") == "xml"
    assert kind_of(comments + b"<p>") == "html"


@pytest.mark.parametrize(
    "sign", ["*+", "a" * 5, "nan", "inf", "-inf", "1e400", "-5", "\xb2", "\u0665", "0x10", ""]
)
def test_a_crawl_delay_that_is_no_delay_means_nothing(sign, tmp_path):
    slept = []
    robots = f"User-agent: *\nCrawl-delay: {sign}\n".encode()
    with serving({"/robots.txt": answer(body=robots), "/a": answer(body=GOOD)}) as server:
        assert run(server, tmp_path, "a", slept=slept)[0] == {"ok": 1}
    assert sum(slept) < 5


@pytest.mark.parametrize("delay", ["301", "99999999", "9" * 300])
def test_a_crawl_delay_of_years_leaves_the_host_in_peace(delay, tmp_path):
    slept = []
    robots = f"User-agent: *\nCrawl-delay: {delay}\n".encode()
    with serving({"/robots.txt": answer(body=robots), "*": answer(body=GOOD)}) as server:
        assert run(server, tmp_path, *"abcde", slept=slept)[0] == {"robots forbids": 3}
    assert server.paths() == []
    assert sum(slept) < 5


MEANINGLESS = [
    "\xb2",
    "\u0665",
    "-5",
    "1e9",
    "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
    "Mon, 01 Jan 2026 00:00:00 +999999999999999999",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    "Mon, 01 Jan 9999 23:59:59 -2359",
    "Mon, 01 Jan 2026 99:99:99 GMT",
    "Mon, 01 Jan 2026 00:00:00",
    "(" * 2_000,
    "," * 50_000,
]


@pytest.mark.parametrize("value", MEANINGLESS)
def test_a_date_that_is_none_never_ends_the_run(value, tmp_path):
    assert retry_after(value) >= 0.0
    busy = answer("503 Service Unavailable", Retry_After=value)
    with serving({"/a": busy, "/b": answer(body=GOOD)}) as server:
        counts, _ = run(server, tmp_path, "a", "b")
    assert counts == {"refused": 1, "ok": 1}


@pytest.mark.parametrize("value", ["9" * 30, "9" * 5_000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_wait_of_centuries_is_not_waited(value, tmp_path):
    slept = []
    busy = answer("429 Too Many Requests", Retry_After=value)
    with serving({"/a": busy, "/b": answer(body=GOOD)}) as server:
        counts, _ = run(server, tmp_path, "a", "b", slept=slept)
    assert counts == {"refused": 1, "ok": 1}
    assert sum(slept) < 5


INSIDE = """
64:ff9b::a9fe:a9fe 64:ff9b::7f00:1 64:ff9b::10.0.0.1 64:ff9b:1::1 64:ff9b:1::8.8.8.8 ::127.0.0.1
::8.8.8.8 fec0::1 192.88.99.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 2002:a9fe:a9fe:: 2001::1
2001:0:7f00:1:: 100::1 5f00::1 3fff::1 2001:db8::1 ff0e::1 fd00::1 fe80::1%eth0 240.0.0.1
255.255.255.255 198.18.0.1 192.0.2.1 ::ffff:192.88.99.1 2002:c058:6301::
""".split()


@pytest.mark.parametrize("address", INSIDE)
def test_no_way_of_writing_an_inner_address_leads_inside(address):
    assert not is_public(address)


def test_the_internet_is_reached_through_a_translator():
    for address in ("64:ff9b::8.8.8.8", "2002:808:808::", "::ffff:8.8.8.8", "2a00:1450::1"):
        assert is_public(address)


HEADERS = {
    "a tag of another alphabet": {"ETag": '"\xe9\u0665"'},
    "a tag of 90,000 signs": {"ETag": '"' + "x" * 90_000 + '"'},
    "a date of 90,000 signs": {"Last_Modified": "x" * 90_000},
    "a packing of 90,000 signs": {"Content_Encoding": "x" * 90_000},
    "a length of 5,000 digits": {"Content_Length": "9" * 5_000},
    "a length in other digits": {"Content_Length": "\u0665"},
    "a negative length": {"Content_Length": "-1"},
    "a header of a megabyte": {"X_Long": "x" * 1_000_000},
    "20,000 headers": {f"X_{n}": "x" for n in range(20_000)},
    "a charset that is none": {"Content_Type": "text/html; charset=" + "x" * 9_000},
    "a cookie of 90,000 signs": {"Set_Cookie": "id=" + "x" * 90_000},
    "a cookie for another host": {"Set_Cookie": "id=1; Domain=example.org; Path=/"},
    "a cookie of odd signs": {
        "Set_Cookie": "\xe9=\x01;;;=; Expires=Mon, 99 Jan 99999 00:00:00 GMT"
    },
}


@pytest.mark.parametrize("case", HEADERS)
def test_no_header_ends_the_run_or_is_kept_whole(case, tmp_path):
    bomb = in_turn(answer(body=GOOD, **HEADERS[case]), answer(body=GOOD + b" "))
    with serving({"/a": bomb, "/b": answer(body=GOOD + b"  ")}) as server:
        first, store = run(server, tmp_path, "a", "b")
        second, _ = run(server, tmp_path, "a", "b")
    assert sum(first.values()) == sum(second.values()) == 2
    assert first["ok"] >= 1
    assert second["ok"] >= 1
    assert (store.folder / "state.json").stat().st_size < 5_000


ROBOTS = {
    "a megabyte": b"User-agent: *\nDisallow: /b\n" * 40_000,
    "no text": bytes(range(256)) * 100,
    "ten thousand stars": b"User-agent: *\nDisallow: /" + b"*a" * 10_000 + b"$\n",
    "a page": GOOD,
    "nothing": b"",
}


@pytest.mark.parametrize("case", ROBOTS)
def test_no_robots_file_ends_the_run_or_holds_it_up(case, tmp_path):
    started = time.process_time()
    with serving({"/robots.txt": answer(body=ROBOTS[case]), "*": answer(body=GOOD)}) as server:
        counts, _ = run(server, tmp_path, "a")
    assert sum(counts.values()) == 1
    assert time.process_time() - started < SECONDS


TARGETS = (
    "http://[::1",
    "http://\u2100.example/",
    "http://a:99999999/",
    "http://a:x/",
    "http://" + "a" * 70_000,
    "http://" + "\u00e9" * 5_000 + ".example/",
    "//",
    "///",
    "\\\\host",
    "javascript:alert(1)",
    "http://user:password@10.0.0.1/",
    "http://[64:ff9b::7f00:1]/",
    "http://0/",
    "http://2130706433/",
    "http://017700000001/",
)


@pytest.mark.parametrize("target", TARGETS)
def test_no_target_of_a_redirect_ends_the_run(target, tmp_path):
    away = answer("302 Found", Location=target)
    with serving({"/a": away, "/b": answer(body=GOOD)}) as server:
        counts, _ = run(server, tmp_path, "a", "b")
    assert counts.pop("ok") == 1
    assert set(counts) <= {"bad redirect", "no answer", "truncated", "gone"}


LINKS = {
    "a name that is no file": [("../../x", "http://a.example/")],
    "a name in capitals": [("treaty-%41", "http://a.example/")],
    "pages without end": [(f"p{n}", "http://a.example/") for n in range(MOST_PAGES + 1)],
}


@pytest.mark.parametrize("case", LINKS)
def test_no_link_of_a_page_ends_the_run(case, tmp_path):
    def discover(name, page):
        yield from LINKS[case] if name == "a" else ()

    with serving({"/a": answer(body=GOOD), "/b": answer(body=GOOD + b" ")}) as server:
        counts, store = run(server, tmp_path, "a", "b", discover=discover)
    assert counts == {"changed shape": 1, "ok": 1}
    assert store.saved_names() == ["b"]


def test_a_link_that_is_no_address_has_a_name(tmp_path):
    with serving({"*": answer(body=GOOD)}) as server:
        pages = {"a": "http://[::1", "b": f"{server.url}/b"}
        assert run(server, tmp_path, PAGES=pages)[0] == {"bad redirect": 1, "ok": 1}


def nested(name, page):
    raise RecursionError(name)


def endless(name, page):
    while True:
        yield "row", {}


@pytest.mark.parametrize("name", ["endless", "paragraphs", "expression"])
def test_a_page_made_to_take_for_ever_is_given_up(name, tmp_path, monkeypatch):
    pages = {"paragraphs": b"<!DOCTYPE html><html>" + b"<p>" * 3_000_000}

    def parse(asked, page):
        if asked == "b":
            return items(asked, page)
        if name == "expression":
            re.match("(a*)*b", "a" * 40)
        return endless(asked, page) if name == "endless" else items(asked, page)

    monkeypatch.setattr(crawl, "SECONDS_TO_READ", 0.5)
    replies = {"/a": answer(body=pages.get(name, GOOD)), "/b": answer(body=GOOD + b" ")}
    with serving(replies) as server:
        counts, store = run(server, tmp_path, "a", "b", parse=parse)
    assert counts == {"too slow": 1, "ok": 1}
    assert store.saved_names() == ["b"]
    assert (store.folder / "rejected" / "a.page").exists()


def test_a_parser_that_goes_too_deep_is_a_changed_page(tmp_path):
    with serving({"/a": answer(body=GOOD)}) as server:
        assert run(server, tmp_path, "a", parse=nested)[0] == {"changed shape": 1}


def test_waiting_is_not_computing():
    with cpu_limit(0.2, "waiting"):
        time.sleep(0.5)
    with (
        pytest.raises(TooSlow, match=r"counting: not done after 0\.2 seconds"),
        cpu_limit(0.2, "counting"),
    ):
        for _ in iter(int, 1):
            pass


def test_a_tag_that_cannot_be_sent_is_not_sent(tmp_path):
    with serving({"/a": answer(body=GOOD)}) as server:
        _, store = run(server, tmp_path, "a")
        state = json.loads((store.folder / "state.json").read_text())
        state["a"] |= {"etag": "\u00e9", "last_modified": "x" * 5_000}
        (store.folder / "state.json").write_text(json.dumps(state))
        assert run(server, tmp_path, "a")[0] == {"ok": 1}
        asked = server.asked[-1][1]
    assert not {"if-none-match", "if-modified-since"} & set(asked)
