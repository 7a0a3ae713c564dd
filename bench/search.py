"""Measure the search: 120 questions in five languages against plain Datasette, and latency through
HTTP against the bare FTS5 query.

    python -m bench.search quality           needs the law texts of ../shared; `quality held` for the half kept aside
    python -m bench.search latency [100000]  the curated facts, and with a number also that many provisions made of the real texts

Both print Markdown for docs/measurements.md. Questions and answers stand in bench/queries.csv: an
answer is a provision, or an item, which stands for every provision a person has linked to it. The
questions were written from texts and summaries before the search was tuned.
"""

import asyncio
import csv
import logging
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

import yaml
from datasette.app import Datasette
from datasette.utils import escape_fts

from bench import search_corpus
from ingest.build import build

ROOT = Path(__file__).parent.parent
CLIENTS, REQUESTS = 8, 400
SITE = [
    "--metadata",
    "metadata.yml",
    "--config",
    "datasette.yml",
    "--plugins-dir",
    "plugins",
    "--template-dir",
    "plugins/templates",
]
SITE += ["--static", "assets:plugins/static"]
BARE = "select rowid, snippet(provision_fts, -1, '', '', '…', 30) as words from provision_fts where provision_fts match :q order by rank limit 20"
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


def site_of(path: Path) -> Datasette:
    """The site over a database, in process."""
    config = {
        name: yaml.safe_load((ROOT / f"{file}.yml").read_text(encoding="utf-8"))
        for name, file in (("metadata", "metadata"), ("config", "datasette"))
    }
    return Datasette(
        [],
        immutables=[str(path)],
        **config,
        plugins_dir=str(ROOT / "plugins"),
        template_dir=str(ROOT / "plugins" / "templates"),
    )


async def quality(path: Path, half: str) -> None:
    """recall@10 and MRR of the search, of Datasette's own `_search`, and of FTS5 with rank, by
    language.
    """
    site, db = site_of(path), sqlite3.connect(path)
    await site.invoke_startup()
    linked: dict[str, set[str]] = {}
    for provision, item in db.execute("select provision, item from crossref where main is not 0"):
        linked.setdefault(item, set()).add(provision)
    ranked = "select p.id from provision_fts f join provision p on p.rowid = f.rowid where provision_fts match ? order by rank limit 10"
    figures: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for row in queries(half):
        answers = {
            provision
            for part in row["relevant"].split(";")
            for provision in linked.get(part, {part})
        }
        ours = (await site.client.get(f"/search.json?q={quote(row['query'])}")).json()["rows"]
        plain = (
            await site.client.get(
                f"/{path.stem}/provision.json?_search={quote(row['query'])}&_size=10"
            )
        ).json()["rows"]
        given = {
            "search": [one["id"] for one in ours],
            "Datasette `_search`": [one["id"] for one in plain],
            "FTS5 with rank": [one[0] for one in db.execute(ranked, [escape_fts(row["query"])])],
        }
        for name, found in given.items():
            recall = len(answers & set(found[:10])) / min(10, len(answers))
            first = next(
                (1 / place for place, one in enumerate(found[:10], 1) if one in answers), 0.0
            )
            for language in (row["language"], "all"):
                figures.setdefault((language, name), []).append((recall, first))
    print(
        f"\n| {half or 'all'} questions | n | search: recall@10, MRR | Datasette `_search` | FTS5 with rank | times `_search` |\n|---|---|---|---|---|---|"
    )
    for language in ("en", "fr", "es", "pt", "ar", "all"):
        means = {
            name: [statistics.mean(column) for column in zip(*found, strict=True)]
            for (known, name), found in figures.items()
            if known == language
        }
        cells = [f"{recall:.3f}, {rank:.3f}" for recall, rank in means.values()]
        ours, plain = means["search"], means["Datasette `_search`"]
        times = ", ".join(f"{a / b:.1f}" if b else "–" for a, b in zip(ours, plain, strict=True))
        print(
            f"| {language} | {len(figures[language, 'search'])} | {' | '.join(cells)} | {times} |"
        )


def percentiles(times: list[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    ordered = sorted(times)
    return statistics.median(ordered) * 1000, ordered[
        min(len(ordered) - 1, int(len(ordered) * 0.99))
    ] * 1000


def cpu(pid: int) -> float:
    """Seconds of processor a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def asked_by(address: str, paths: list[str], clients: int) -> list[float]:
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


def latency(path: Path, name: str) -> None:
    """p50 and p99 of the search through HTTP, one process, one and eight clients, as times of the
    bare query asked through the same process.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "datasette",
            "serve",
            "--immutable",
            str(path),
            *SITE,
            "--port",
            str(port),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(address + "/search.json?q=fund", timeout=5).close()
                break
            except OSError:
                time.sleep(0.5)
        for kind, asked in {
            "questions": [row["query"] for row in queries()],
            "very common words": COMMON,
        }.items():
            for clients in (1, CLIENTS):
                base = (0.0, 0.0)
                for form, query in FORMS:
                    words = [
                        asked[number % len(asked)]
                        for number in range(REQUESTS // (1 if clients > 1 else 2))
                    ]
                    paths = [
                        query + quote(escape_fts(one) if "sql=" in query else one) for one in words
                    ]
                    before = cpu(server.pid)
                    p50, p99 = percentiles(asked_by(address, paths, clients))
                    used = (cpu(server.pid) - before) / len(paths) * 1000
                    base = base if base[0] else (p50, p99)
                    times = f"{p50 / base[0]:.1f}, {p99 / base[1]:.1f}"
                    print(
                        f"| {name}, {kind} | {form} | {clients} | {p50:.1f} | {p99:.1f} | {used:.1f} | {times} |",
                        flush=True,
                    )
    finally:
        server.terminate()
        server.wait(timeout=10)


def main(arguments: list[str]) -> None:
    """Measure what was asked for."""
    if not arguments or arguments[0] not in ("quality", "latency"):
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tip.db"
        if arguments[0] == "quality":
            logging.disable(logging.INFO)  # one line for each request otherwise
            asyncio.run(
                quality(search_corpus.with_texts(path), arguments[1] if len(arguments) > 1 else "")
            )
            return
        print(
            "| database, questions | what | clients | p50 ms | p99 ms | CPU ms a request | times bare (p50, p99) |\n|---|---|---|---|---|---|---|"
        )
        build(ROOT / "db" / "curated", path)
        latency(path, "curated")
        for number in arguments[1:]:
            held = search_corpus.with_texts(Path(folder) / "texts.db")
            latency(
                search_corpus.multiplied(path, held, int(number)),
                f"{int(number):,} made provisions",
            )


if __name__ == "__main__":
    main(sys.argv[1:])
