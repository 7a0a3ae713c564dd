"""Damaged pages: whatever the bytes are, a parser gives rows or says by name what is wrong. No
crash, no hang, no silent nothing.

FUZZ=10000 sets how many mutations are tried in all; the seed is fixed, so a failure comes back.
"""

import os
import random
import time
from pathlib import Path

import pytest
from fixture_real_pages import SHARED, shared, shared_files

from scrapers import SOURCES
from scrapers.crawl import load_scraper
from scrapers.outcome import Outcome
from scrapers.page import text_of_page

pytestmark = pytest.mark.slow

NUMBER = int(os.environ.get("FUZZ", "600"))
SLOWEST = 5.0  # seconds of CPU for one damaged page; the real pages take far less
OWN = Path(__file__).parent / "pages"
REAL = {
    "untc": ("pages/untc", "*-*.csv"),
    "usdol": ("pages/usdol", "countries_2018.xml"),
    "peachjam": ("pages/peachjam", "*.html"),
    "akn": ("pages/akn_xml", "*.xml"),
    "uwazi": ("pages/uwazi", "*.json"),
}
SPLICES = (
    b"<",
    b">",
    b"</td>",
    b"<tr>",
    b"<table>",
    b"]]>",
    b"\x00",
    b"\xff\xfe",
    b"{",
    b"[",
    b'"',
    b",",
    b"&#x0;",
    b"<!DOCTYPE x [",
    b"\xc3\xa9",
    b"<script>",
    b"null",
    b"-1",
    b"1e999",
    b"\r\n\r\n",
    b"9" * 400,
    b"<div>" * 300,
)


def damage(page: bytes, chance: random.Random) -> bytes:
    """One to four wounds: bytes turned over, a piece cut out, doubled, moved or spliced in, the end
    missing.
    """
    data = bytearray(page)
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        wound = chance.randrange(6)
        if wound == 0:
            for _ in range(chance.randint(1, 20)):
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        elif wound == 1:
            del data[at : min(to, at + chance.choice((1, 30, 3000)))]
        elif wound == 2:
            data[at:at] = data[at : min(to, at + 3000)]
        elif wound == 3:
            data[at:at] = chance.choice(SPLICES)
        elif wound == 4:
            data[at : at + 30], data[-30:] = data[-30:], data[at : at + 30]
        else:
            del data[max(1, to) :]
        data = data or bytearray(b" ")
    return bytes(data)


def pages_of(source: str) -> list[Path]:
    own = [
        path for path in sorted((OWN / source).iterdir()) if not path.name.endswith(".rows.json")
    ]
    real = shared_files(*REAL[source]) if source in REAL and SHARED.exists() else []
    return own + [path for path in real if path.exists()]


@pytest.mark.parametrize("source", SOURCES)
def test_damaged_pages(source):
    chance, module = random.Random(f"palermo {source}"), load_scraper(source)
    pages = [(path, path.read_bytes()) for path in pages_of(source)]
    refused = 0
    for turn in range(NUMBER // len(SOURCES)):
        path, page = pages[turn % len(pages)]
        hurt, started = damage(page, chance), time.process_time()
        try:
            rows = list(module.parse(path.stem, hurt))
            assert rows, f"{path.name}, turn {turn}: nothing, and nothing said"
            assert all(isinstance(kind, str) and isinstance(row, dict) for kind, row in rows)
        except Outcome as outcome:
            refused += bool(outcome.name and str(outcome))
        assert time.process_time() - started < SLOWEST, f"{path.name}, turn {turn}"
    assert refused, "no wound was ever noticed"


def test_damaged_reports():
    """PDFs are slow to read, so fewer of them; most wounds are met early."""
    found = [shared(path) for path in shared_files("pages/usdol", "findings_g*.pdf")]
    chance, module, refused = random.Random("palermo pdf"), load_scraper("usdol"), 0
    for turn in range(max(8, NUMBER // 100)):
        path = found[turn % len(found)]
        try:
            assert list(module.parse(path.stem, damage(path.read_bytes(), chance)))
        except Outcome:
            refused += 1
    assert refused


def test_decode_takes_any_bytes():
    chance = random.Random("palermo bytes")
    for _ in range(500):
        data = chance.randbytes(chance.randrange(400))
        assert isinstance(text_of_page(data), str)
        assert text_of_page(data.decode("latin-1").encode("utf-8")) is not None
    assert text_of_page("é".encode("utf-16")) == "é"
    assert (
        text_of_page(b'<meta charset="no-such-charset"> caf\xe9')
        == '<meta charset="no-such-charset"> café'
    )
