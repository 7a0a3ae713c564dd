"""`python -m bench.law_pages`: bytes and time of the pages that show the words of laws, over every
law text of ../shared. Prints Markdown; bytes are with the style sheet.
"""

import asyncio
import logging
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.measure import ROOT, percentile, print_heads, print_row
from bench.search_corpus import with_texts
from deploy.site import site

ROUNDS = 20
LAWS = """
select v.instrument, v.provisions, sum(length(cast(t.text as blob))) as bytes
from version v
join version_text t on t.version = v.id
where v.ordinal = (select max(ordinal) from version n where n.instrument = v.instrument)
group by v.id
order by bytes
"""
LONGEST_ARTICLES = """
select id from provision where text is not null order by length(cast(text as blob)) desc limit 20
"""


async def measure(app: Any, path: str) -> tuple[int, float]:
    """Bytes of a page and the median of the milliseconds that ROUNDS requests took."""
    times, size = [], 0
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = await app.client.get(path)
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
        size = len(answer.content)
    return size, percentile(times, 0.5)


async def pages_of(app: Any, law: str) -> list[int]:
    """Bytes of every page of the text of a law."""
    path = f"/instrument/{law}/text"
    number = len((await app.client.get(f"{path}.json")).json()["pages"])
    return [
        len((await app.client.get(f"{path}?page={page}")).content) for page in range(1, number + 1)
    ]


async def print_pages(database: Path) -> None:
    """The smallest, median and largest law; the heaviest page of all laws and of the articles."""
    app = site(database)
    await app.invoke_startup()
    sheet = (ROOT / "plugins" / "static" / "ledger.css").stat().st_size
    db = sqlite3.connect(database)
    laws = db.execute(LAWS).fetchall()
    print_heads("law", "articles", "bytes of words", "pages", "first page, bytes", "median ms")
    for law, articles, size in (laws[0], laws[len(laws) // 2], laws[-1]):
        shown, milliseconds = await measure(app, f"/instrument/{law}/text")
        number = len(await pages_of(app, law))
        print_row(law, articles, f"{size:,}", number, f"{shown + sheet:,}", milliseconds)
    by_law = {law: await pages_of(app, law) for law, _articles, _size in laws}
    heaviest = max(by_law, key=lambda law: max(by_law[law]))
    alone = sum(len(pages) == 1 for pages in by_law.values())
    number, most = sum(map(len, by_law.values())), max(by_law[heaviest]) + sheet
    print(f"\n{len(by_law)} laws, {alone} of them on one page; the heaviest of all {number} pages ")
    print(f"has {most:,} bytes ({heaviest}).")
    longest = [row[0] for row in db.execute(LONGEST_ARTICLES)]
    sizes = {one: len((await app.client.get(f"/provision/{one}")).content) for one in longest}
    heaviest = max(sizes, key=lambda one: sizes[one])
    most = sizes[heaviest] + sheet
    print(f"The heaviest page of the 20 longest articles has {most:,} bytes ({heaviest}).")


def main() -> None:
    """Build with every text into a temporary folder, then measure."""
    logging.disable(logging.INFO)  # one line for each request otherwise
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(print_pages(with_texts(Path(folder) / "tip.db")))


if __name__ == "__main__":
    main()
