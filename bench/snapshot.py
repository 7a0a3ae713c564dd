"""Keep what the site says, to prove that a change of the code changed nothing else.

    python -m bench.snapshot save FOLDER       before: the content hash and every sample page
    python -m bench.snapshot compare FOLDER    after: build anew, ask for the same, print diffs

Every page is kept in English and French, as HTML, JSON and CSV. What names only the build itself
(its time, its commit, the stamps of static files) is blanked. `compare` ends with status 1 when
anything differs.
"""

import argparse
import asyncio
import difflib
import json
import logging
import re
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from bench.measure import built_database
from bench.pages import HEAVY as HEAVY_PAGES
from deploy.site import site
from plugins.kit.routes import sample_pages

FORMS = ("html", "json", "csv")
SINGLE_FILES = (
    "/openapi.json",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/plans.ics",
    "/plans.atom",
    "/changes.atom",
    "/search.atom?q=victims",
    "/codebook",
    "/codebook/gap",
    "/tip",
    "/tip/item",
    "/tip/gap.fr.csv",
    "/tip/score.csv",
    "/cite/sle-act-2022-12:12.bib",
    "/cite/sle-act-2022-12:12.csl.json",
    "/reconcile",
    "/nowhere",
)
VOLATILE = (
    re.compile(r"_hash=[0-9a-f]+"),
    re.compile(r"\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)?"),
    re.compile(r'"git_commit": ?(?:"[0-9a-f]+"|null)|\b[0-9a-f]{40}\b'),
    re.compile(r'"(?:sha256|bytes)": ?"?[0-9a-f]+"?'),
    re.compile(r'style="border-color: #[0-9a-f]+"'),
    re.compile(r"DTSTAMP:\w+"),
    re.compile(r"Quer(?:y|ies) took [\d.]+ms"),
)


def addresses() -> Iterator[str]:
    """Every sample page in each form and language, and the files that have one form."""
    for path in (*sample_pages(), *HEAVY_PAGES):
        name, _, query = path.partition("?")
        for form in FORMS:
            suffix = "" if form == "html" else f".{form}"
            plain = "/index" if name == "/" and suffix else name
            for prefix in ("", "/fr"):
                yield f"{prefix}{plain}{suffix}{'?' + query if query else ''}"
    for path in SINGLE_FILES:
        yield from (path, f"/fr{path}")


def hash_of(database: Path) -> str:
    """The content hash of a database, as its build recorded it."""
    connection = sqlite3.connect(database)
    content_hash = connection.execute("select content_hash from build").fetchone()[0]
    connection.close()
    return str(content_hash)


def without_volatile(text: str) -> str:
    """The text of an answer with what names the build blanked."""
    for pattern in VOLATILE:
        text = pattern.sub("…", text)
    return text


async def answers(database: Path, paths: list[str]) -> dict[str, str]:
    """Status, type and text of each path."""
    app = site(database)
    await app.invoke_startup()
    found = {}
    for path in paths:
        answer = await app.client.get(path)
        kind = answer.headers.get("content-type", "")
        text = (
            json.dumps(answer.json(), indent=1, sort_keys=True) if "json" in kind else answer.text
        )
        found[path] = f"{answer.status_code} {kind}\n{without_volatile(text)}"
    await app.invoke_shutdown()
    return found


def file_of(folder: Path, path: str) -> Path:
    """Where the answer of a path is kept."""
    return folder / (quote(path, safe="?=&,:.+") + ".txt")


def save(folder: Path) -> None:
    """Build, ask for every page, and keep the answers."""
    folder.mkdir(parents=True, exist_ok=True)
    with built_database() as database:
        content_hash = hash_of(database)
        found = asyncio.run(answers(database, list(addresses())))
    for path, text in found.items():
        file_of(folder, path).write_bytes(text.encode())
    (folder / "content_hash").write_text(content_hash, encoding="ascii")
    print(f"{len(found)} answers, content hash {content_hash}")


def compare(folder: Path) -> bool:
    """Build anew and print where an answer differs from the one kept; true when none does."""
    kept = {unquote(file.name.removesuffix(".txt")): file for file in folder.glob("*.txt")}
    with built_database() as database:
        content_hash = hash_of(database)
        found = asyncio.run(answers(database, list(kept)))
    before = (folder / "content_hash").read_text(encoding="ascii")
    print(f"content hash {'as before' if before == content_hash else 'DIFFERS: ' + content_hash}")
    differ = 0
    for path, file in sorted(kept.items()):
        old = file.read_bytes().decode()
        if old != found[path]:
            differ += 1
            lines = difflib.unified_diff(
                old.splitlines(), found[path].splitlines(), path, n=0, lineterm=""
            )
            print("\n".join(line[:240] for line in list(lines)[:12]))
    print(f"{differ} of {len(kept)} answers differ")
    return not differ and before == content_hash


def main() -> None:
    """Read the command line."""
    logging.disable(logging.INFO)  # one line for each request otherwise
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["save", "compare"])
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    if given.action == "save":
        save(given.folder)
    elif not compare(given.folder):
        sys.exit(1)


if __name__ == "__main__":
    main()
