"""Measure the search: 120 questions in five languages against plain Datasette, and latency through
HTTP against the bare FTS5 query.

    python -m bench.search quality           needs the law texts of ../shared; `quality held` for
                                             the half kept aside
    python -m bench.search natural           45 questions as people write them, on the curated facts
    python -m bench.search latency [100000]  the curated facts, and with a number also that many
                                             provisions made of the real texts

Both print Markdown for docs/measurements.md. Questions and answers stand in bench/queries.csv: an
answer is a provision, or an item, which stands for every provision a person has linked to it. The
questions were written from texts and summaries before the search was tuned. The first five answers
to the natural questions were read and judged; bench/natural.csv has those that are right. The
second round of them was written when the search had been tuned on the first.
"""

import asyncio
import csv
import logging
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote

from datasette.utils import escape_fts

from bench import search_corpus
from bench.measure import ROOT, cpu_seconds, percentile, print_heads, print_row
from deploy.site import Server, site, site_command, started
from ingest.build import build

CLIENTS, REQUESTS = 8, 400
BARE = """select rowid, snippet(provision_fts, -1, '', '', '…', 30) as words
from provision_fts where provision_fts match :q order by rank limit 20"""
RANKED = """
select p.id from provision_fts f join provision p on p.rowid = f.rowid
where provision_fts match ? order by rank limit 10
"""
LINKED = "select provision, item from crossref where main is not 0"
PLAIN = "Datasette `_search`"
FORMS = (
    ("bare FTS5 query by SQL, JSON", f"/tip/-/query.json?sql={quote(BARE)}&q="),
    ("JSON without facets", "/search.json?facets=off&q="),
    ("JSON with facets", "/search.json?q="),
    ("page with facets", "/search?q="),
)
COMMON = [
    "person",
    "personne",
    "victims",
    "law",
    "article",
    "trafficking persons",
    "protection des victimes",
    "penalty fine imprisonment",
]


def queries(half: str = "") -> list[dict[str, str]]:
    """The questions, all or of one half."""
    rows = list(
        csv.DictReader((ROOT / "bench" / "queries.csv").read_text(encoding="utf-8").splitlines())
    )
    return [row for row in rows if half in ("", row["half"])]


async def answer_queries(path: Path, half: str) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """(language or "all", engine) -> (recall@10, reciprocal rank) of each question."""
    app, db = site(path), sqlite3.connect(path)
    await app.invoke_startup()
    linked: dict[str, set[str]] = {}
    known = {name for (name,) in db.execute("select id from provision union select code from item")}
    for provision, item in db.execute(LINKED):
        linked.setdefault(item, set()).add(provision)
    figures: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in queries(half):
        parts = row["relevant"].split(";")
        if gone := set(parts) - known:
            sys.exit(f"{row['query']}: no provision or item is called so: {', '.join(gone)}")
        relevant = {provision for part in parts for provision in linked.get(part, {part})}
        words = quote(row["query"])
        ours = await app.client.get(f"/search.json?q={words}")
        plain = await app.client.get(f"/{path.stem}/provision.json?_search={words}&_size=10")
        ranked = db.execute(RANKED, [escape_fts(row["query"])]).fetchall()
        found = {
            "search": [hit["id"] for hit in ours.json()["rows"]],
            PLAIN: [hit["id"] for hit in plain.json()["rows"]],
            "FTS5 with rank": [provision for (provision,) in ranked],
        }
        for engine, provisions in found.items():
            for language in (row["language"], "all"):
                figures.setdefault((language, engine), []).append(rate(provisions, relevant))
    return figures


def rate(provisions: list[str], relevant: set[str]) -> tuple[float, float]:
    """recall@10 and reciprocal rank of the first relevant provision."""
    first_ten = provisions[:10]
    recall = len(relevant.intersection(first_ten)) / min(10, len(relevant))
    ranks = (rank for rank, provision in enumerate(first_ten, 1) if provision in relevant)
    return recall, 1 / next(ranks, float("inf"))


def print_quality(path: Path, half: str) -> None:
    """recall@10 and MRR of the search, of Datasette's own `_search`, and of FTS5 with rank, by
    language.
    """
    figures = asyncio.run(answer_queries(path, half))
    columns = ("n", "search: recall@10, MRR", PLAIN, "FTS5 with rank", "times `_search`")
    print_heads(f"{half or 'all'} questions", *columns)
    for language in ("en", "fr", "es", "pt", "ar", "all"):
        means = {
            engine: [statistics.mean(column) for column in zip(*rates, strict=True)]
            for (of, engine), rates in figures.items()
            if of == language
        }
        cells = [f"{recall:.3f}, {rank:.3f}" for recall, rank in means.values()]
        pairs = zip(means["search"], means[PLAIN], strict=True)
        times = ", ".join(f"{ours / plain:.1f}" if plain else "–" for ours, plain in pairs)
        print_row(language, len(figures[language, "search"]), *cells, times)


async def ask_natural(path: Path) -> dict[str, list[float]]:
    """Language, round or "all" -> the share of right ones among the first five of each natural
    question; what nobody has judged counts as wrong.
    """
    app = site(path)
    await app.invoke_startup()
    shares: dict[str, list[float]] = {}
    lines = (ROOT / "bench" / "natural.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(lines):
        answer = await app.client.get(f"/search.json?facets=off&q={quote(row['question'])}")
        first = {hit["id"] for hit in answer.json()["rows"][:5]}
        share = len(first & set(row["right"].split(";"))) / 5
        for part in (row["language"], f"round {row['round']}", "all"):
            shares.setdefault(part, []).append(share)
    return shares


def ask_all(address: str, paths: list[str], clients: int) -> list[float]:
    """Ask for every path once, `clients` at a time; give the seconds each took."""
    waiting, times = iter(paths), []
    lock = threading.Lock()

    def client() -> None:
        while True:
            with lock:
                path = next(waiting, None)
            if path is None:
                return
            started = time.perf_counter()
            urllib.request.urlopen(address + path, timeout=60).read()
            times.append(time.perf_counter() - started)

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def print_latency(path: Path, name: str) -> None:
    """p50 and p99 of the search through HTTP, one process, one and eight clients, as times of the
    bare query asked through the same process.
    """
    kinds = {"questions": [row["query"] for row in queries()], "very common words": COMMON}
    with started(site_command(path), ready="/search.json?q=fund") as server:
        for kind, words in kinds.items():
            for clients in (1, CLIENTS):
                print_forms(server, f"{name}, {kind}", words, clients)


def print_forms(server: Server, name: str, words: list[str], clients: int) -> None:
    """One line for each form of the search."""
    base = (0.0, 0.0)
    number = REQUESTS // (1 if clients > 1 else 2)
    for form, query in FORMS:
        asked = islice(cycle(words), number)
        paths = [query + quote(escape_fts(word) if "sql=" in query else word) for word in asked]
        before = cpu_seconds(server.pid)
        seconds = ask_all(server.address, paths, clients)
        p50, p99 = statistics.median(seconds) * 1000, percentile(seconds, 0.99) * 1000
        used = (cpu_seconds(server.pid) - before) / len(paths) * 1000
        base = base if base[0] else (p50, p99)
        print_row(name, form, clients, p50, p99, used, f"{p50 / base[0]:.1f}, {p99 / base[1]:.1f}")


def main(arguments: list[str]) -> None:
    """Measure what was asked for."""
    if not arguments or arguments[0] not in ("quality", "natural", "latency"):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tip.db"
        if arguments[0] == "quality":
            logging.disable(logging.INFO)  # one line for each request otherwise
            half = arguments[1] if len(arguments) > 1 else ""
            print_quality(search_corpus.with_texts(path), half)
            return
        if arguments[0] == "natural":
            logging.disable(logging.INFO)
            build(ROOT / "db" / "curated", path)
            print_heads("natural questions", "n", "right among the first five")
            for language, shares in asyncio.run(ask_natural(path)).items():
                print_row(language, len(shares), f"{statistics.mean(shares):.2f}")
            return
        columns = ("p50 ms", "p99 ms", "CPU ms a request", "times bare (p50, p99)")
        print_heads("database, questions", "what", "clients", *columns)
        build(ROOT / "db" / "curated", path)
        print_latency(path, "curated")
        for number in map(int, arguments[1:]):
            texts = search_corpus.with_texts(Path(folder) / "texts.db")
            made = search_corpus.multiply_provisions(path, texts, number)
            print_latency(made, f"{number:,} made provisions")


if __name__ == "__main__":
    main(sys.argv[1:])
