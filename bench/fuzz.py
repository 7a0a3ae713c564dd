"""`python -m bench.fuzz [NUMBER] [SEED]`: requests that nobody means well, over every path of
/openapi.json and some besides, in process. Prints how often each status came, and every fault.

The same number and seed give the same requests. A fault is an answer of 500 and above that is not
503 (which asks to come again), an exception, or more than SECONDS of computing. tests/attack/ asks
a few hundred, this a good deal more.
"""

import asyncio
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from datasette.app import Datasette

from bench.measure import built_database
from deploy.site import site

NUMBER, SEED, SECONDS = 20_000, 20261129, 5.0
LONGEST = 60_000  # the client sends no longer address
METHODS = ["GET"] * 20 + "HEAD OPTIONS POST PUT DELETE PATCH TRACE PROPFIND FOO".split()
LANGUAGES = ("",) * 6 + ("/fr", "/fr", "/pt", "/xx", "/FR")
MORE_PATHS = """
/tip /tip.db /tip.json /tip-1 /tip-1/gap /tip-9999999999999999999/gap /assets/{any} /assets/../{any}
/static/{any} /-/{any} /-/static/{any} /-/databases.json /-/plugins.json /-/jump.json /{any}
/{any}/{any} /tip/{any} /tip/{any}.csv /tip/{any}/{any} /tip/-/query.{any} /tip/item/{any}
/tip/provision /tip/provision.json /tip/provision_fts.json /tip/gap.xlsx /robots.txt /favicon.ico
/tip/-/query /tip/-/query.csv /tip/-/insert /tip/item/-/drop /tip/-/create
""".split()
# of Datasette's own pages, with values of the kind that each takes
PARAMETERS: dict[str, tuple[str, ...]] = {
    "_size": ("max", "0", "-1", "9" * 5_000, "1e3"),
    "_next": ("1", "100000", "a,b", "~2F", "-5"),
    "_sort": ("code", "rowid", "none"),
    "_sort_desc": ("code", "rowid"),
    "_facet": ("pillar", "rowid", "none"),
    "_facet_array": ("code",),
    "_facet_size": ("max", "-1", "x"),
    "_where": ("1=1", "1=1--", "code in (select code from item)", "1=1 " + "and 1=1 " * 500),
    "_search": ("victim", '"', "a*", "NEAR(a b)", "AND"),
    "_through": ("{}", '{"table":"x","column":"y","value":"z"}'),
    "_col": ("code", "none"),
    "_nocol": ("code", "none"),
    "_shape": ("objects", "array", "arrays", "object", "arrayfirst", "x"),
    "_extra": ("count", "query", "_all", "x"),
    "_labels": ("on", "x"),
    "_nl": ("on",),
    "_stream": ("1",),
    "_header": ("off",),
    "_dl": ("1",),
    "_json": ("code",),
    "_json_infinity": ("on", "x"),
    "_timelimit": ("1", "x", "-1", "999999999"),
    "_ttl": ("0", "x", "-5", "9" * 30),
    "_trace": ("1",),
    "_nofacet": ("1",),
    "_nocount": ("1",),
    "_hash": ("x",),
    "code__gt": ("x",),
    "code__in": ("a,b", "[", '["a"]'),
    "rowid__lt": ("x", "9" * 400),
    "sql": ("select 1", "select * from gap", "select :a", "drop table item", "select", "x", ";"),
}
VALUES = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "nan",
    "9" * 30,
    "9" * 5_000,
    "SEN",
    "sen",
    "palermo:5.1",
    "sle-act-2022-12",
    "sle-act-2022-12:12",
    "gap",
    "item",
    "en",
    "fr",
    "2026-02-30",
    "0000-00-00",
    "99999-01-01",
    "2024",
    "'",
    '"',
    "' or 1=1 --",
    "%",
    "%00",
    "\0",
    "\x1b[31m",
    "\r\nX-Injected: 1",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7}",
    "../../../../etc/passwd",
    "..\\..\\x",
    "a" * 300,
    "a" * 3_000,
    "a* " * 100,
    "é" * 500,
    "\u0661\u0662",
    "\u202e\u2066x",
    "\ufffe\uffff",
    "😀" * 100,
    "[",
    "{" * 200,
    '{"q":',
    '{"q0": {"query": "senegal"}}',
    '{"q0": {"query": 5, "limit": "x", "properties": [1]}}',
    "(" * 500,
    "NEAR(a b, 5)",
    '"a" NOT "b"',
    "-a -b",
    "*",
    "null",
    "true",
    "a,b,c",
    "a;b",
    "~2F~",
    "//host/x",
    "http://host/x",
)
HEADERS: dict[str, tuple[str, ...]] = {
    "Accept-Language": ("fr", "x" * 2_000, "fr;q=x, en;q=9", "*", ",,,;;;", "fr-" * 300),
    "Accept": ("application/json", "*/*;q=x", "text/html;" * 500),
    "Host": ("host.example", "a:b:c", "[::1", "x" * 300, "<script>"),
    "If-None-Match": ("*", '"x"', 'W/"x"', "x" * 4_000),
    "If-Modified-Since": ("x", "Mon, 01 Jan 99999 00:00:00 GMT"),
    "Range": ("bytes=0-1", "bytes=9-1", "bytes=-" + "9" * 400, "x"),
    "Cookie": ("language=fr", "ds_actor=x", "language=" + "x" * 2_000, ";;;=;"),
    "Content-Type": ("application/json", "multipart/form-data", "x"),
    "Content-Length": ("-1", "x", "9" * 30),
    "Authorization": ("Bearer x", "Bearer dstok_x", "x"),
    "Origin": ("null", "http://host.example"),
    "X-Forwarded-Proto": ("javascript", "https"),
    "X-HTTP-Method-Override": ("DELETE",),
}
BODIES = (b"", b"", b"x=1", b"{", b"{}", b"\xff\xfe", b"queries=%7B", b"a=" + b"x" * 100_000)


class Asked(NamedTuple):
    """One request."""

    method: str
    address: str
    headers: dict[str, str]
    body: bytes


class Fault(NamedTuple):
    """A request that was not answered as it should be: a status or the name of an exception, and
    seconds of computing.
    """

    asked: Asked
    answered: str
    seconds: float


class Report(NamedTuple):
    """How often each status came, what went wrong, and the most seconds of computing."""

    statuses: Counter[str]
    faults: list[Fault]
    longest: list[float]


def requests(document: dict[str, Any], number: int, seed: int) -> Iterator[Asked]:
    """Requests over the paths of an OpenAPI document, the same for the same seed."""
    chance = random.Random(seed)
    described = [(path, entry["get"]["parameters"]) for path, entry in document["paths"].items()]
    described += [(path, []) for path in MORE_PATHS]
    for _ in range(number):
        path, parameters = chance.choice(described)
        address = chance.choice(LANGUAGES) + fill(path, parameters, chance)
        query = "&".join(f"{name}={value}" for name, value in asked_for(parameters, chance))
        query = query[:LONGEST]
        headers = {
            name: chance.choice(HEADERS[name])
            for name in chance.sample(list(HEADERS), chance.choice((0, 0, 0, 1, 2)))
        }
        method = chance.choice(METHODS)
        body = chance.choice(BODIES) if method not in ("GET", "HEAD") else b""
        yield Asked(method, address + (f"?{query}" if query else ""), headers, body)


def fill(path: str, parameters: list[dict[str, Any]], chance: random.Random) -> str:
    """A path with a value in each of its places, more often than not one that fits."""
    for one in parameters:
        if one["in"] == "path":
            fitting = [example["value"] for example in one.get("examples", {}).values()]
            fitting += one["schema"].get("enum", [])
            value = chance.choice(fitting) if fitting and chance.random() < 0.7 else odd(chance)
            path = path.replace("{" + one["name"] + "}", quote(value, safe="/:."))
    while "{any}" in path:
        path = path.replace("{any}", quote(odd(chance), safe="/"), 1)
    return path


def asked_for(parameters: list[dict[str, Any]], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Names and values behind the question mark, some of them described and some not."""
    names = [one["name"] for one in parameters if one["in"] == "query"]
    names = chance.sample(names, min(len(names), chance.choice((0, 1, 1, 2, 4))))
    names += chance.sample(list(PARAMETERS), chance.choice((0, 0, 1, 2)))
    for name in names:
        own = PARAMETERS.get(name, ())
        value = chance.choice(own) if own and chance.random() < 0.7 else odd(chance)
        yield from [(name, quote(value))] * chance.choice((1, 1, 1, 1, 2, 50))
    if chance.random() < 0.05:
        yield quote(odd(chance)), quote(odd(chance))


def odd(chance: random.Random) -> str:
    """A value that somebody may send; two of them together now and then."""
    value = chance.choice(VALUES)
    return value + chance.choice(VALUES) if chance.random() < 0.1 else value


async def ask(datasette: Datasette, asked: Asked) -> Fault:
    """Ask once; the answer as a Fault, whatever it is."""
    began = time.process_time()
    try:
        answer = await datasette.client.request(
            asked.method, asked.address, headers=asked.headers, content=asked.body
        )
        answered = str(answer.status_code)
    except Exception as error:  # a server would answer 500, or close the connection
        answered = f"{type(error).__name__}: {error}"
    return Fault(asked, answered, time.process_time() - began)


async def fuzz(datasette: Datasette, number: int, seed: int) -> Report:
    """Ask one request after the other."""
    document = (await datasette.client.get("/openapi.json")).json()
    report = Report(Counter(), [], [0.0])
    for asked in requests(document, number, seed):
        found = await ask(datasette, asked)
        report.statuses[found.answered] += 1
        report.longest[0] = max(report.longest[0], found.seconds)
        good = found.answered.isdigit() and (int(found.answered) < 500 or found.answered == "503")
        if not good or found.seconds > SECONDS:
            report.faults.append(found)
    return report


async def main(number: int, seed: int) -> int:
    """Fuzz a new build; 1 when there were faults."""
    logging.disable(logging.CRITICAL)
    with built_database() as database:
        datasette = site(database)
        await datasette.invoke_startup()
        report = await fuzz(datasette, number, seed)
        await datasette.invoke_shutdown()
    for status, count in report.statuses.most_common():
        print(status, count)
    print(f"longest: {report.longest[0]:.1f} s of computing")
    for fault in report.faults:
        print(f"{fault.answered} after {fault.seconds:.1f} s: {fault.asked}"[:1_000])
    return 1 if report.faults else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(asyncio.run(main(*(given + [NUMBER, SEED][len(given) :]))))
