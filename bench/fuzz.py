"""`python -m bench.fuzz [NUMBER] [SEED]`: requests that nobody means well, over every path of
/openapi.json and some besides, in process; then a tenth as many over the addresses of a site with a
review desk, from strangers and from an editor. Prints how often each status came, and every fault.

The same number and seed give the same requests. A fault is an answer of 500 and above that is not
503 (which asks to come again), an exception, or more than SECONDS of computing. tests/attack/ asks
a few hundred, this a good deal more.
"""

import argparse
import asyncio
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from datasette.app import Datasette

from bench.fuzz_values import (
    BODIES,
    DESK_PATHS,
    FIELDS,
    FORM,
    HEADERS,
    LANGUAGES,
    METHODS,
    MORE_PATHS,
    PARAMETERS,
    VALUES,
)
from bench.measure import built_database
from deploy.site import site
from ingest.review.accounts import set_account

NUMBER, SEED, SECONDS = 20_000, 20261129, 5.0
PASSWORD = "five wordless birds sing"
LONGEST = 60_000  # the client sends no longer address


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


def desk_requests(number: int, seed: int, token: str) -> Iterator[Asked]:
    """Requests to a site with a review desk; two of three by the editor with session `token`."""
    chance = random.Random(seed)
    for _ in range(number):
        address = chance.choice(LANGUAGES) + fill(chance.choice(DESK_PATHS), [], chance)
        headers = {"Cookie": f"desk={token}"} if chance.random() < 0.67 else {}
        body = b""
        method = chance.choice(["GET", "GET", "POST", "POST", "POST", METHODS[-1]])
        if method == "POST":
            headers |= FORM if chance.random() < 0.9 else {}
            body = form_of(chance) if chance.random() < 0.9 else chance.choice(BODIES)
        for name in chance.sample(list(HEADERS), chance.choice((0, 0, 0, 0, 1))):
            headers[name] = chance.choice(HEADERS[name])
        yield Asked(method, address, headers, body)


def form_of(chance: random.Random) -> bytes:
    """A form of the desk, filled in well, badly or not at all."""
    names = chance.sample(list(FIELDS), chance.choice((1, 4, len(FIELDS))))
    return urlencode({name: value_of(name, FIELDS, chance) for name in names}).encode()


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
        value = value_of(name, PARAMETERS, chance)
        yield from [(name, quote(value))] * chance.choice((1, 1, 1, 1, 2, 50))
    if chance.random() < 0.05:
        yield quote(odd(chance)), quote(odd(chance))


def value_of(name: str, known: dict[str, tuple[str, ...]], chance: random.Random) -> str:
    """A value for a name, more often than not one that it may have."""
    own = known.get(name, ())
    return chance.choice(own) if own and chance.random() < 0.7 else odd(chance)


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
    """Ask what anybody may ask."""
    document = (await datasette.client.get("/openapi.json")).json()
    return await ask_all(datasette, requests(document, number, seed))


async def fuzz_desk(database: Path, review: Path, number: int, seed: int) -> Report:
    """Ask a site with a review desk, as strangers and as an editor."""
    set_account(review, "ama", "editor", PASSWORD)
    datasette = site(database, review)
    await datasette.invoke_startup()
    name = urlencode({"name": "ama", "password": PASSWORD})
    answer = await datasette.client.post("/review/sign-in", content=name, headers=FORM)
    token = answer.cookies["desk"]
    report = await ask_all(datasette, desk_requests(number, seed, token))
    await datasette.invoke_shutdown()
    return report


async def ask_all(datasette: Datasette, asked: Iterable[Asked]) -> Report:
    """Ask one request after the other."""
    report = Report(Counter(), [], [0.0])
    for one in asked:
        found = await ask(datasette, one)
        report.statuses[found.answered] += 1
        report.longest[0] = max(report.longest[0], found.seconds)
        good = found.answered.isdigit() and (int(found.answered) < 500 or found.answered == "503")
        if not good or found.seconds > SECONDS:
            report.faults.append(found)
    return report


def print_report(report: Report) -> None:
    """Statuses, the longest answer, and every fault."""
    for status, count in report.statuses.most_common():
        print(status, count)
    print(f"longest: {report.longest[0]:.1f} s of computing")
    for fault in report.faults:
        print(f"{fault.answered} after {fault.seconds:.1f} s: {fault.asked}"[:1_000])


async def main(number: int, seed: int) -> int:
    """Fuzz a new build; 1 when there were faults."""
    logging.disable(logging.CRITICAL)
    with built_database() as database:
        datasette = site(database)
        await datasette.invoke_startup()
        reports = [await fuzz(datasette, number, seed)]
        await datasette.invoke_shutdown()
        review = database.with_name("review.db")
        reports.append(await fuzz_desk(database, review, number // 10, seed))
    for report in reports:
        print_report(report)
    return 1 if any(report.faults for report in reports) else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=NUMBER)
    parser.add_argument("seed", type=int, nargs="?", default=SEED)
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.number, given.seed)))
