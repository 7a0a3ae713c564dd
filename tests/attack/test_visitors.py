"""A hostile visitor: SQL, downloads and addresses made to take the site from everybody else.

The site runs in a process of its own; what is asserted is that others are answered meanwhile, and
that every attack ends in a refusal.
"""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from deploy.site import site_command, started
from plugins.visitors import LONGEST_QUERY, MOST_PARAMETERS, MOST_WAITING

pytestmark = pytest.mark.slow

PATIENCE = 60  # seconds: the machine of a test may be busy with others
NUMBERS = "with recursive t(i) as (select 1 union all select i + 1 from t"
ENDLESS = f"{NUMBERS}) select max(i) from t"
LONG_FUNCTIONS = {
    "instr": "select instr(hex(zeroblob(20000000)), hex(zeroblob(1000000)) || '1')",
    "instr within the limit": "select instr(hex(zeroblob(190000)), hex(zeroblob(90000)) || '1')",
    "printf": "select printf('%.*c', 999999999, 'x')",
    "replace": "select replace(hex(zeroblob(400000)), '0', hex(zeroblob(500)))",
    "hex": "select length(hex(zeroblob(499999999)))",
    "trim": "select trim(hex(zeroblob(190000)), hex(randomblob(190000)))",
    "json_patch": "select json_patch('{}', '{}')",
    "rows": "select hex(zeroblob(190000)) from provision",
    "group_concat": "select group_concat(hex(zeroblob(190000))) from provision",
    "like": "select 'a' like '" + "%a" * 2_000 + "'",
    "heap address": "select hex(fts3_tokenizer('simple'))",
    "folders of the machine": "select file from pragma_database_list",
    "endless": ENDLESS,
    "endless rows": "with recursive t(source) as (select 'x' union all select source from t) "
    "select source from t",
}
ANSWERED = {"instr within the limit", "trim"}  # they end soon
CUT = {"printf", "endless rows"}  # SQLite gives nothing, Datasette the first rows


@pytest.fixture(scope="module")
def server(built: Path):
    with started(site_command(built)) as found:
        yield found


@pytest.fixture(scope="module")
def ask(server):
    with httpx.Client(base_url=server.address, timeout=PATIENCE, trust_env=False) as client:
        yield client.get


@pytest.mark.parametrize("name", LONG_FUNCTIONS)
def test_one_long_function_ends(ask, name):
    answer = ask(f"/tip/-/query.json?sql={quote(LONG_FUNCTIONS[name])}")
    if name in ANSWERED | CUT:
        assert answer.status_code == 200
        assert len(answer.content) < 100_000
    else:
        assert answer.status_code == 400
        assert answer.json()["error"]


def test_pages_answer_while_a_dozen_ask_what_takes_long(server):
    """Nobody waits behind visitors' SQL but visitors' SQL; who is too many comes again later."""
    slow = f"{server.address}/tip/-/query.json?_timelimit=700&sql={quote(ENDLESS)}"
    with (
        httpx.Client(
            timeout=4 * PATIENCE, trust_env=False, limits=httpx.Limits(max_connections=80)
        ) as client,
        ThreadPoolExecutor(2 * MOST_WAITING) as attackers,
    ):
        asked = [attackers.submit(client.get, slow) for _ in range(2 * MOST_WAITING)]
        pages = [
            client.get(server.address + path, timeout=PATIENCE).status_code
            for path in ("/healthz", "/items.json", "/country/SEN", "/assets/ledger.css") * 3
        ]
        assert not all(one.done() for one in asked), "the attack was still on"
        answers = [one.result() for one in asked]
    assert set(pages) == {200}
    statuses = {answer.status_code for answer in answers}
    assert statuses == {400, 503}
    assert all(answer.headers["retry-after"] for answer in answers if answer.status_code == 503)


@pytest.mark.parametrize("form", ["csv", "xlsx", "meta.json", "atom"])
def test_a_download_without_end_is_ended(server, form):
    """In no form does it run on the event loop or for ever."""
    sql = LONG_FUNCTIONS["endless rows"].replace(
        "source", "seen_on" if form == "atom" else "source"
    )
    address = f"{server.address}/tip/-/query.{form}?sql={quote(sql)}"
    with ThreadPoolExecutor(2) as attackers:
        asked = [attackers.submit(drain, address) for _ in range(2)]
        assert httpx.get(f"{server.address}/healthz", timeout=PATIENCE, trust_env=False).is_success
        assert {one.result() for one in asked} <= {"broken off", 400, 503}


def drain(address: str) -> str | int:
    """Read an answer to its end: its status, or that the connection broke."""
    try:
        with httpx.stream("GET", address, timeout=4 * PATIENCE, trust_env=False) as answer:
            for _piece in answer.iter_bytes():
                pass
            return answer.status_code
    except httpx.RemoteProtocolError:
        return "broken off"


def test_workbooks_do_not_hold_up_the_style_sheet(server):
    """Twelve of the largest workbooks asked for and dropped: they are not made to the end."""
    sql = f"{NUMBERS} limit 190000) select i from t"
    address = f"{server.address}/tip/-/query.xlsx?sql={quote(sql)}"
    with ThreadPoolExecutor(12) as readers:
        asked = [readers.submit(hang_up, address) for _ in range(12)]
        style = httpx.get(f"{server.address}/assets/ledger.css", timeout=PATIENCE, trust_env=False)
        assert style.is_success
        assert {one.result() for one in asked} == {"left"}
    answer = httpx.get(f"{server.address}/tip/item.xlsx", timeout=PATIENCE, trust_env=False)
    assert answer.is_success, "the only thread for workbooks is free again"


def hang_up(address: str) -> str:
    """Ask, and leave after a second."""
    try:
        httpx.get(address, timeout=1, trust_env=False)
    except httpx.TimeoutException:
        return "left"
    return "answered"


def test_addresses_are_bounded(ask):
    blanks = "/tip/item.csv?_where=1=1" + "+" * 14_000 + "and+1=1"
    assert ask(blanks).status_code == 200
    assert ask("/items?x=" + "x" * LONGEST_QUERY).status_code == 414
    assert ask("/compare?" + "c=SEN&" * MOST_PARAMETERS).status_code == 400
    refused = ask("/fr/items?x=" + "x" * LONGEST_QUERY)
    assert 'lang="fr"' in refused.text
    assert "no-store" in refused.headers["cache-control"]
    assert ask("/tip/item.csv?_size=" + "9" * 5_000).status_code == 200


def test_memory_is_bounded(server, ask):
    """After every attack above the process holds less than the unit file allows it."""
    for _ in range(30):
        ask("/tip/-/query.json?sql=" + quote(LONG_FUNCTIONS["rows"]))
    status = Path(f"/proc/{server.pid}/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    assert int(peak.split()[1]) < 1_000_000  # kB


LINE = b"GET /healthz HTTP/1.1\r\nHost: a.example\r\n"
MALFORMED = {
    "two lengths": LINE + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length below nought": LINE + b"Content-Length: -1\r\n\r\n",
    "a length that is no number": LINE + b"Content-Length: 1e3\r\n\r\n",
    "an unknown coding": LINE + b"Transfer-Encoding: x\r\n\r\n",
    "a chunk that is no number": LINE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "length and chunks": LINE
    + b"Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + b"GET /country/SEN HTTP/1.1\r\nHost: a.example\r\n\r\n",
    "a name with a blank": LINE + b"Na me: x\r\n\r\n",
    "no version": b"GET /healthz\r\n\r\n",
    "a version of the future": b"GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n",
    "a head of a megabyte": LINE + b"X: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "ten thousand heads": LINE + b"X: y\r\n" * 10_000 + b"\r\n",
    "no text at all": bytes(range(256)) * 4,
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}


def answers_to(address: str, data: bytes) -> list[bytes]:
    """The first line of every answer to some bytes, until the server has nothing more to say."""
    host, _, port = address.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=3) as connection:
        told = b""
        with suppress(OSError):
            connection.sendall(data)
            while piece := connection.recv(65_536):
                told += piece
                connection.settimeout(1)  # a second answer follows the first at once
    return re.findall(rb"HTTP/1\.1 (\d{3})", told)


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_request_has_one_answer_at_most(server, name):
    answers = answers_to(server.address, MALFORMED[name])
    assert len(answers) <= 1
    assert all(status in (b"200", b"400", b"404", b"413", b"431", b"501") for status in answers)
    assert httpx.get(f"{server.address}/healthz", timeout=PATIENCE).status_code == 200
