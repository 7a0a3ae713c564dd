"""Fetching and keeping, against a server on this machine that misbehaves in every way a real one
has.
"""

import csv
import gzip
import json
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from ipaddress import ip_address
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fixture_real_pages import ROOT, shared
from fixture_server import answer, drip, in_turn, items, serving

from scrapers.__main__ import main
from scrapers.crawl import keep_by_hand, scrape
from scrapers.fetch import Fetcher, Policy, retry_after
from scrapers.outcome import BadRedirect, NoAnswer, Outcome
from scrapers.snapshots import Store
from scrapers.sockets import is_public

GOOD = (
    b"<!DOCTYPE html><html><title>Good</title><ul>" + b"<li>caf\xc3\xa9</li>" * 10 + b"</ul></html>"
)
CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>"


def source(server, *names, **more):
    return SimpleNamespace(
        PAGES={name: f"{server.url}/{name}" for name in names},
        ACCEPT=("html",),
        parse=items,
        **more,
    )


def fetcher(server, slept=None, **limits):
    policy = Policy(
        "test@example.org", **{"pace": 0.0, "private": frozenset({server.place}), **limits}
    )
    return Fetcher(policy, sleep=(slept if slept is not None else []).append)


def run(server, tmp_path, *names, module=None, slept=None, limit=None, **limits):
    store = Store(tmp_path / "raw")
    counts = scrape(
        module or source(server, *names),
        store,
        fetcher(server, slept, **limits),
        limit,
        say=lambda line: None,
    )
    return counts, store


def statuses(store):
    return [line["status"] for line in store.logged_requests()]


def test_a_good_page_is_kept_with_its_hash(tmp_path):
    with serving({"/a": answer(body=GOOD, ETag='"1"')}) as server:
        counts, store = run(server, tmp_path, "a")
    assert counts == {"ok": 1}
    assert store.snapshot_path("a").read_bytes() == GOOD
    line = next(csv.DictReader((tmp_path / "raw" / "fetched.csv").read_text().splitlines()))
    assert list(line) == ["name", "url", "fetched_at", "status", "sha256", "bytes"]
    assert line["bytes"] == str(len(GOOD))
    assert len(line["sha256"]) == 64
    assert time.strptime(line["fetched_at"], "%Y-%m-%dT%H:%M:%SZ")
    agent = server.asked[-1][1]["user-agent"]
    assert agent.startswith("Mozilla/5.0 (compatible; PalermoLedger/")
    assert "test@example.org" in agent
    assert "bot" not in agent.lower()


def test_second_run_asks_whether_it_changed(tmp_path):
    day = "Mon, 05 Jan 2026 00:00:00 GMT"

    def reply(connection, path, asked):
        known = asked.get("if-none-match") == '"1"' and asked.get("if-modified-since") == day
        (answer("304 Not Modified") if known else answer(body=GOOD, ETag='"1"', Last_Modified=day))(
            connection, path, asked
        )

    with serving({"/a": reply}) as server:
        assert run(server, tmp_path, "a")[0] == {"ok": 1}
        counts, store = run(server, tmp_path, "a")
        assert counts == {"not modified": 1}
        store.snapshot_path("a").write_bytes(b"somebody touched it")
        assert run(server, tmp_path, "a")[0] == {"ok": 1}, "a damaged snapshot must be fetched anew"
    assert store.snapshot_path("a").read_bytes() == GOOD


BAD = {
    "challenge page with 200": (answer(body=CHALLENGE), "challenge page"),
    "challenge page with 403": (answer("403 Forbidden", CHALLENGE), "challenge page"),
    "challenge page with 503": (answer("503 Service Unavailable", CHALLENGE), "challenge page"),
    "empty 200": (answer(), "empty"),
    "blank 200": (answer(body=b" \n\t\n"), "empty"),
    "204": (answer("204 No Content"), "empty"),
    "403": (
        answer("403 Forbidden", b"<html><head><title>403 Forbidden</title></head></html>"),
        "refused",
    ),
    "forbidden page with 200": (
        answer(body=b"<html><head><title>Access Denied</title></head></html>"),
        "refused",
    ),
    "401": (answer("401 Unauthorized"), "refused"),
    "500": (answer("500 Internal Server Error"), "refused"),
    "404": (answer("404 Not Found"), "gone"),
    "410": (answer("410 Gone"), "gone"),
    "image called html": (answer(body=b"\x89PNG\r\n\x1a\n" + b"\0" * 50), "wrong type"),
    "pdf called html": (answer(body=b"%PDF-1.7 %%EOF"), "wrong type"),
    "packing not asked for": (answer(body=b"xyz", Content_Encoding="br"), "wrong type"),
    "truncated gzip": (
        answer(body=gzip.compress(GOOD)[:-20], Content_Encoding="gzip"),
        "truncated",
    ),
    "damaged gzip": (
        answer(body=b"\x1f\x8b\x08\0" + b"\xff" * 60, Content_Encoding="gzip"),
        "truncated",
    ),
    "less than announced": (answer(body=GOOD, Content_Length=str(len(GOOD) + 9)), "truncated"),
    "partial": (answer("206 Partial Content", GOOD), "truncated"),
    "too large, announced": (answer(body=GOOD, Content_Length="5000000000"), "too large"),
    "too large, endless": (drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 60000, 0), "too large"),
    "gzip bomb": (
        answer(body=gzip.compress(b"\0" * 30_000_000), Content_Encoding="gzip"),
        "too large",
    ),
    "loop": (answer("302 Found", Location="/a"), "bad redirect"),
    "not the web": (answer("302 Found", Location="file:///etc/passwd"), "bad redirect"),
    "no address": (answer("302 Found", Location="http://[::1"), "bad redirect"),
    "inside the network": (answer("302 Found", Location="http://10.0.0.1/"), "bad redirect"),
    "metadata service": (
        answer("302 Found", Location="http://169.254.169.254/latest/"),
        "bad redirect",
    ),
    "this machine by name": (answer("302 Found", Location="http://localhost:9/"), "bad redirect"),
    "this machine by number": (
        answer("302 Found", Location="http://0x7f000001:9/"),
        "bad redirect",
    ),
    "this machine, IPv6": (answer("302 Found", Location="http://[::1]:9/"), "bad redirect"),
    "not HTTP": (drip(b"hello\r\n\r\n", b"x", 0), "truncated"),
    "slow body": (drip(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", b"x", 0.05), "no answer"),
    "slow head": (drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.05), "no answer"),
    "another shape": (answer(body=b"<html><p>Welcome to our new site</p></html>"), "changed shape"),
    "fewer rows": (answer(body=b"<html><ul><li>a</li><li>b</li></ul></html>"), "changed shape"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_answer_has_a_name_and_erases_nothing(case, tmp_path):
    reply, name = BAD[case]
    started = time.perf_counter()
    with serving({"/a": in_turn(answer(body=GOOD), reply)}) as server:
        run(server, tmp_path, "a")
        counts, store = run(server, tmp_path, "a", longest=0.6, largest=1_000_000)
    assert counts == {name: 1}
    assert statuses(store) == ["ok", name]
    assert store.snapshot_path("a").read_bytes() == GOOD
    assert not [path for path in store.folder.iterdir() if path.name.endswith(".part")]
    assert time.perf_counter() - started < 4


def test_bad_answer_to_a_first_request_leaves_no_snapshot(tmp_path):
    with serving({"*": answer(body=CHALLENGE)}) as server:
        counts, store = run(server, tmp_path, "a", "b", "c", "d", "e")
    assert counts == {"challenge page": 3}, "three refusals in a row are enough"
    assert len(server.paths()) == 3
    assert store.saved_names() == []


def test_page_not_understood_is_put_aside_for_a_person(tmp_path):
    with serving({"/a": answer(body=b"<html><p>new design</p></html>")}) as server:
        _, store = run(server, tmp_path, "a")
    assert (store.folder / "rejected" / "a.page").read_bytes() == b"<html><p>new design</p></html>"
    assert store.logged_requests()[0]["sha256"]


def test_a_surprised_parser_does_not_end_the_run(tmp_path):
    def parse(name, page):
        yield "row", {"cell": {"a": 1}["b" if name == "a" else "a"]}

    with serving({"/a": answer(body=GOOD), "/b": answer(body=GOOD + b" ")}) as server:
        module = source(server, "a", "b")
        module.parse = parse
        counts, store = run(server, tmp_path, module=module)
    assert counts == {"changed shape": 1, "ok": 1}
    assert store.saved_names() == ["b"]


def test_same_bytes_under_two_names_are_noticed(tmp_path):
    with serving({"*": answer(body=GOOD)}) as server:
        counts, store = run(server, tmp_path, "a", "b")
    assert counts == {"ok": 1, "changed shape": 1}
    assert store.saved_names() == ["a"]


def test_wrong_charset_is_read_by_evidence(tmp_path):
    page = "<html><ul><li>réparation</li></ul></html>".encode("cp1252")
    with serving({"/a": answer(body=page, Content_Type="text/html; charset=utf-8")}) as server:
        _, store = run(server, tmp_path, "a")
    assert store.snapshot_path("a").read_bytes() == page, "kept as received"
    assert list(items("a", page)) == [("item", {"text": "réparation"})]


@pytest.mark.parametrize(
    "written",
    [lambda: "7", lambda: formatdate(time.time() + 8, usegmt=True)],
    ids=["seconds", "date"],
)
def test_retry_after_is_obeyed(written, tmp_path):
    slept = []
    with serving(
        {"/a": in_turn(answer("429 Too Many Requests", Retry_After=written()), answer(body=GOOD))}
    ) as server:
        assert run(server, tmp_path, "a", slept=slept)[0] == {"ok": 1}
    assert 5 < max(slept) < 10


def test_a_host_that_asks_for_a_day_gets_it(tmp_path):
    slept = []
    with serving({"/a": answer("503 Service Unavailable", Retry_After="86400")}) as server:
        assert run(server, tmp_path, "a", slept=slept)[0] == {"refused": 1}
    assert len(server.paths()) == 1
    assert sum(slept) < 5


def test_three_tries_with_growing_waits_then_no_more(tmp_path):
    slept = []
    with serving({"/a": answer("502 Bad Gateway")}) as server:
        run(server, tmp_path, "a", slept=slept)
    waits = [wait for wait in slept if wait >= 1]
    assert len(server.paths()) == 3
    assert len(waits) == 2
    assert 2 <= waits[0] <= 3
    assert 4 <= waits[1] <= 5


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found"])
def test_a_no_is_not_asked_twice(status, tmp_path):
    with serving({"/a": answer(status)}) as server:
        run(server, tmp_path, "a")
    assert server.paths() == ["/a"]


def test_unreadable_dates_of_retry_after_mean_nothing():
    assert retry_after("soon") == retry_after("") == retry_after("Wed, 99 Foo") == 0.0


def test_robots_closes_a_page(tmp_path):
    robots = answer(
        body=b"User-agent: *\nDisallow: /a\n\nUser-agent: PalermoLedger\nDisallow: /b*c\n",
        Content_Type="text/plain",
    )
    with serving({"/robots.txt": robots, "*": answer(body=GOOD)}) as server:
        counts, _ = run(server, tmp_path, "a", "b-c")
    assert counts == {"ok": 1, "robots forbids": 1}
    assert server.paths() == ["/a"], (
        "our own group counts, not the one for all; a closed page is never asked for"
    )


def test_robots_is_asked_after_a_redirect_too(tmp_path):
    robots = answer(body=b"User-agent: *\nDisallow: /secret\n")
    with serving(
        {"/robots.txt": robots, "/a": answer("301 Moved", Location="/secret/x")}
    ) as server:
        assert run(server, tmp_path, "a")[0] == {"robots forbids": 1}
    assert server.paths() == ["/a"]


ROBOTS = [
    ("503 Service Unavailable", {"robots forbids": 1}),
    ("404 Not Found", {"ok": 1}),
    ("403 Forbidden", {"ok": 1}),
]


@pytest.mark.parametrize(("status", "counts"), ROBOTS)
def test_robots_that_cannot_be_had(status, counts, tmp_path):
    with serving({"/robots.txt": answer(status), "/a": answer(body=GOOD)}) as server:
        assert run(server, tmp_path, "a")[0] == counts


def test_pace_is_kept_and_a_longer_crawl_delay_wins(tmp_path):
    slept = []
    with serving(
        {
            "/robots.txt": answer(body=b"User-agent: *\nCrawl-delay: 5\n"),
            "/a": answer(body=GOOD),
            "/b": answer(body=GOOD + b" "),
        }
    ) as server:
        run(server, tmp_path, "a", "b", slept=slept, pace=3.0)
    assert [round(wait) for wait in slept] == [3, 5]


def test_real_robots_file_of_a_legal_information_institute(tmp_path):
    text = shared("pages/peachjam/kenyalaw_robots.txt").read_bytes()
    with serving({"/robots.txt": answer(body=text), "*": answer(body=GOOD)}) as server:
        polite, slept = fetcher(server, []), []
        polite.sleep = slept.append
        assert polite.may_fetch(f"{server.url}/akn/ke/act/2010/constitution")
        assert not polite.may_fetch(f"{server.url}/search/?q=trafficking")
        assert not polite.may_fetch(f"{server.url}/api/documents/")
        polite.get(f"{server.url}/a", tmp_path / "a")
        polite.get(f"{server.url}/b", tmp_path / "b")
    assert round(max(slept)) == 5


def test_a_redirect_is_followed_and_the_last_page_kept(tmp_path):
    with serving(
        {"/a": answer("302 Found", Location="/b?x=1"), "/b?x=1": answer(body=GOOD)}
    ) as server:
        counts, _ = run(server, tmp_path, "a")
    assert counts == {"ok": 1}
    assert server.paths() == ["/a", "/b?x=1"]


def test_a_long_chain_of_redirects_is_cut(tmp_path):
    replies = {f"/{n}": answer("302 Found", Location=f"/{n + 1}") for n in range(40)}
    with serving(replies) as server:
        assert run(server, tmp_path, "0")[0] == {"bad redirect": 1}
    assert len(server.paths()) == 6


INSIDE = (
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 "
    "fe80::1%eth0 fc00::1 ::ffff:10.0.0.1 "
    "2002:7f00:1::"
).split()


@pytest.mark.parametrize("address", INSIDE)
def test_addresses_inside_a_network(address):
    assert not is_public(address)


def test_addresses_of_the_internet():
    assert is_public("8.8.8.8")
    assert is_public("2001:4860:4860::8888")
    assert is_public("::ffff:8.8.8.8")


def test_a_name_that_changes_its_address_is_met_at_the_socket(tmp_path, monkeypatch):
    """The name is looked up once, where the socket is opened: what was checked is what is connected
    to.
    """
    with serving({"*": answer(body=GOOD)}) as server:
        port = int(server.place.rpartition(":")[2])
        seen = []

        def lookup(host, *_, **__):
            seen.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

        monkeypatch.setattr(socket, "getaddrinfo", lookup)
        with pytest.raises(BadRedirect, match=r"rebinding\.example is 127\.0\.0\.1"):
            Fetcher(Policy("t@example.org", pace=0), sleep=lambda _: None).get(
                f"http://rebinding.example:{port}/", tmp_path / "x"
            )
    assert seen == ["rebinding.example"]
    assert server.asked == []


def test_nobody_there(tmp_path):
    listener = socket.create_server(("127.0.0.1", 0))
    place = f"127.0.0.1:{listener.getsockname()[1]}"
    listener.close()
    polite = Fetcher(
        Policy("t@example.org", pace=0, private=frozenset({place})), sleep=lambda _: None
    )
    with pytest.raises(NoAnswer):
        polite.get(f"http://{place}/", tmp_path / "x")


@pytest.fixture
def certificate(tmp_path):
    """A certificate of our own for 127.0.0.1, good for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")]), datetime.now(UTC)
    built = x509.CertificateBuilder(
        name, name, key.public_key(), 1, now - timedelta(hours=1), now + timedelta(hours=1)
    )
    built = built.add_extension(
        x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.mark.parametrize("known", [True, False])
def test_https_with_a_certificate_known_or_not(known, certificate, tmp_path, monkeypatch):
    if known:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving({"/a": answer(body=GOOD)}, certificate) as server:
        counts, _ = run(server, tmp_path, "a")
    assert counts == ({"ok": 1} if known else {"no answer": 1})


KILLED = """
import sys
sys.path.insert(0, "tests")
from types import SimpleNamespace
from scrapers.fetch import Fetcher, Policy
from fixture_server import items
from scrapers.crawl import scrape
from scrapers.snapshots import Store
from pathlib import Path
url, folder = sys.argv[1:]
pages = {f"p{n}": f"{url}/p{n}" for n in range(6)}
module = SimpleNamespace(PAGES=pages, ACCEPT=("html",), parse=items)
place = url.removeprefix("http://")
policy = Policy("t@example.org", pace=0, private=frozenset({place}))
print(scrape(module, Store(Path(folder)), Fetcher(policy), say=lambda line: None))
"""


@pytest.mark.slow
def test_kill_and_resume(tmp_path):
    """Killed in the middle of the fourth page: three are kept, the half one is not, and the next
    run asks only for the rest.
    """
    stuck = drip(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9999\r\n\r\n", b"<li>", 0.05
    )
    pages = {f"/p{n}": answer(body=GOOD + b" " * n) for n in range(6)}
    with serving({**pages, "/p3": in_turn(stuck, pages["/p3"])}) as server:
        command = [sys.executable, "-c", KILLED, server.url, str(tmp_path / "raw")]
        first = subprocess.Popen(command, cwd=ROOT)
        deadline = time.monotonic() + 20
        while "/p3" not in server.paths() and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.1)
        first.kill()
        first.wait()
        with (tmp_path / "raw" / "fetched.csv").open("a") as log:
            log.write("p3,http://half a li")  # what a kill in the middle of a write leaves
        store = Store(tmp_path / "raw")
        assert store.saved_names() == ["p0", "p1", "p2"]
        assert statuses(store) == ["ok"] * 3
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert second.stdout.strip() == "{'ok': 3}"
        assert server.paths() == ["/p0", "/p1", "/p2", "/p3", "/p3", "/p4", "/p5"]
        third = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert third.stdout.strip() == "{'ok': 6}", "a complete run is not resumed but begun again"
    assert Store(tmp_path / "raw").saved_names() == [f"p{n}" for n in range(6)]


def test_limit_stops_and_the_next_run_goes_on(tmp_path):
    with serving({f"/{name}": answer(body=GOOD + name.encode()) for name in "abc"}) as server:
        assert run(server, tmp_path, *"abc", limit=2)[0] == {"ok": 2}
        assert run(server, tmp_path, *"abc", limit=2)[0] == {"ok": 1}
    assert server.paths() == ["/a", "/b", "/c"]


def test_pages_lead_to_pages_even_when_unchanged(tmp_path):
    def discover(name, page):
        if name == "a":
            yield "b", f"{server.url}/b"

    first = in_turn(answer(body=GOOD, ETag='"1"'), answer("304 Not Modified"))
    with serving({"/a": first, "/b": answer(body=GOOD + b" ")}) as server:
        module = source(server, "a", discover=discover)
        assert run(server, tmp_path, module=module)[0] == {"ok": 2}
        assert run(server, tmp_path, module=module)[0] == {"ok": 1, "not modified": 1}


def test_a_pdf_without_its_end_is_truncated(tmp_path):
    with serving({"/a": answer(body=b"%PDF-1.7\n" + b"x" * 9000)}) as server:
        module = source(server, "a")
        module.ACCEPT = ("pdf",)
        assert run(server, tmp_path, module=module)[0] == {"truncated": 1}


def test_page_saved_by_a_person_is_checked_like_any_other(tmp_path):
    store, module = Store(tmp_path / "raw"), SimpleNamespace(ACCEPT=("html",), parse=items)
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_bytes(GOOD)
    bad.write_bytes(CHALLENGE)
    assert keep_by_hand(module, store, "a", good) == 10
    with pytest.raises(Outcome, match="Just a moment"):
        keep_by_hand(module, store, "a", bad)
    assert store.snapshot_path("a").read_bytes() == GOOD
    assert json.loads((store.folder / "state.json").read_text())["a"]["saved_on"]


def test_names_cannot_leave_the_folder(tmp_path):
    for name in ("../x", "a/b", "", ".a", "A", "a.b", "x" * 200):
        with pytest.raises(ValueError, match="snapshot name"):
            Store(tmp_path).snapshot_path(name)


@pytest.fixture
def no_network(monkeypatch):
    def forbidden(*_, **__):
        raise AssertionError("this command must not use the network")

    monkeypatch.setattr(socket, "getaddrinfo", forbidden)


def test_dry_run_prints_the_addresses(capsys, tmp_path, no_network):
    assert main(["untc", "--dry-run", "--raw", str(tmp_path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8
    assert lines[1].split("\t") == [
        "xviii-12-a",
        "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XVIII-12-a&chapter=18"
        "&clang=_en",
    ]
    assert main(["untc", "--dry-run", "--limit", "2", "--raw", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


CLOSED = [
    ("untc", "say who asks"),
    ("peachjam", "off by default"),
    ("normlex", "Save the page"),
    ("akn", "Save the page"),
]


@pytest.mark.parametrize(("source", "reason"), CLOSED)
def test_closed_doors_are_explained(source, reason, capsys, tmp_path, no_network, monkeypatch):
    monkeypatch.delenv("SCRAPER_CONTACT", raising=False)
    assert main([source, "--raw", str(tmp_path)]) == 2
    assert reason in capsys.readouterr().err


def test_saved_page_becomes_rows_on_the_command_line(capsys, tmp_path, no_network):
    page = ROOT / "tests" / "pages" / "normlex" / "ghana.html"
    assert main(["normlex", "--file", str(page), "--name", "ghana", "--raw", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "3 rows\n"
    assert main(["normlex", "--rows", "--raw", str(tmp_path)]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0][2]["code"] == "C029"
    bad = tmp_path / "bad.html"
    bad.write_bytes(CHALLENGE)
    assert main(["normlex", "--file", str(bad), "--name", "ghana", "--raw", str(tmp_path)]) == 1
    assert "challenge page" in capsys.readouterr().err
