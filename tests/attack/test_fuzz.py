"""Requests that nobody means well, over every path that the site describes: bench/fuzz.py, a few
hundred of its requests, in process.
"""

import logging

import pytest

from bench.fuzz import Asked, ask, fuzz, fuzz_desk, requests
from bench.fuzz_values import FORM, HEADERS

NUMBER, OF_DESK, SEED = 400, 200, 14


@pytest.fixture(scope="module")
def hostile(wait, ledger):
    """Ask the site whatever one likes; gives the answer as bench/fuzz.py has it."""
    return lambda *asked: wait(ask(ledger, Asked(*asked)))


@pytest.fixture(scope="module")
def report(wait, ledger):
    logging.disable(logging.WARNING)
    try:
        return wait(fuzz(ledger, NUMBER, SEED), 600)
    finally:
        logging.disable(logging.NOTSET)


def test_no_request_is_a_fault_or_takes_long(report):
    assert report.faults == []
    assert sum(report.statuses.values()) == NUMBER


def test_the_requests_reach_the_pages(report):
    """Of requests that are all refused nothing could be learnt."""
    assert report.statuses["200"] > NUMBER / 5
    assert {"400", "404", "405"} <= set(report.statuses)


def test_no_request_to_the_review_desk_is_a_fault_or_takes_long(wait, built, tmp_path):
    logging.disable(logging.WARNING)
    try:
        report = wait(fuzz_desk(built, tmp_path / "review.db", OF_DESK, SEED), 600)
    finally:
        logging.disable(logging.NOTSET)
    assert report.faults == []
    assert {"200", "303", "302", "403", "404", "409"} <= set(report.statuses)


@pytest.mark.parametrize("path", ["/reconcile", "/fr/reconcile?extend=fr&queries=%20"])
@pytest.mark.parametrize("body", [b"\xff\xfe", b"queries=\xc3", b"\xed\xa0\x80"])
def test_a_form_that_is_no_text_is_refused(path, body, hostile):
    assert hostile("POST", path, FORM, body).answered == "400"


def test_the_same_seed_asks_the_same():
    document = {"paths": {"/a": {"get": {"parameters": []}}}}
    first, second = ([*requests(document, 50, SEED)] for _ in range(2))
    assert first == second
    assert first != [*requests(document, 50, SEED + 1)]


WRONG = {
    "/tip/item.json?_size=" + "9" * 5_000: 400,
    "/tip/item.json?_size=1e3": 400,
    "/tip/item.json?_timelimit=x": 400,
    "/tip/item.json?_through=5": 400,
    "/tip/item.json?_through={}": 400,
    '/tip/provision.json?_through={"table":"x","column":"y","value":"z"}': 400,
    "/tip/provision.json?_facet_array=none": 400,
    "/tip/provision_fts.json?_facet_array=code": 400,
    "/tip/provision_fts.json?rowid__lt=" + "9" * 30: 400,
    "/tip/-/query.none?sql=select+1": 400,
    "/tip/provision?%00=SEN": 400,
    "/tip/provision.json?%00__in=a,b": 400,
    "/tip/provision.json?_sort=%00": 400,
    "/assets/" + "a" * 300: 404,
    "/-/static/" + "(" * 100: 404,
    "/assets/" + "a/" * 3_000: 404,
    "/bundle/palermo-ledger-2026-01-01/" + "a" * 300: 404,
    "/fr/assets/" + "a" * 300: 404,
}


@pytest.mark.parametrize("address", WRONG, ids=lambda address: address[:40])
def test_what_cannot_be_read_is_said_so(address, get):
    assert get(address).status_code == WRONG[address]


@pytest.mark.parametrize("host", [*HEADERS["Host"][1:], "[::1", "a b", "a/b", "a\\b", "x@y", ""])
@pytest.mark.parametrize("path", ["/", "/api.json", "/tip/item.json", "/feed.atom"])
def test_a_host_that_is_none_is_refused(path, host, hostile):
    assert hostile("GET", path, {"Host": host}, b"").answered == "400"


@pytest.mark.parametrize(
    "host", ["a.example", "A.example:8001", "[::1]:80", "localhost", "10.0.0.1"]
)
def test_a_host_that_is_one_is_answered(host, hostile):
    assert hostile("GET", "/about.json", {"Host": host}, b"").answered == "200"
