"""`make texts`: what is fetched is the recorded text or is refused, from the network and from a
folder, and a killed run goes on.
"""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from fixture_rows import ask
from fixture_server import Server, answer, drip, serving
from fixture_text_source import sha256, text_row, write_rows

from bench.texts import STATUTES, serve_held
from ingest.build import build
from ingest.received import fetch_texts
from ingest.received.cut_extract import cut_extract
from ingest.received.import_log import imported_texts

ROOT = Path(__file__).parent.parent
LAW = b"1. Offence\nA person who recruits another person commits an offence.\n"
CODE = b"One line.\n2. Offence\nNo person may be sold.\n3. Penalty\nTen years.\nLast.\n"
PART = b"2. Offence\nNo person may be sold.\n3. Penalty\nTen years.\n"
ROWS = [
    text_row(instrument="aaa-act-1", address="/act.txt", sha256=sha256(LAW), language="en"),
    text_row(
        instrument="aaa-code-1",
        address="/code.txt",
        sha256=sha256(CODE),
        locator="lines 2-5",
        extract_sha256=sha256(PART),
        text_state="consolidated",
    ),
    text_row(
        instrument="aaa-act-2",
        address="https://example.org/page",
        fetched_by="person",
        format="html",
        language="fr",
    ),
]
REPLIES = {"/act.txt": answer(body=LAW), "/code.txt": answer(body=CODE)}


class Run:
    """A curated folder of three rows, a server, and what a run said."""

    def __init__(self, folder: Path, server: Server) -> None:
        self.raw, self.server, self.curated = folder / "raw", server, folder / "curated"
        self.write(ROWS)

    def write(self, rows: list[dict[str, str]]) -> None:
        here = [
            row | {"address": self.server.url + row["address"]}
            if row["address"].startswith("/")
            else row
            for row in rows
        ]
        write_rows(self.curated, here)

    def __call__(self, *options: str, code: int = 0) -> str:
        fixed = ["--curated", str(self.curated), "--raw", str(self.raw), "--pace", "0"]
        fixed += ["--private", self.server.place]
        done = CliRunner().invoke(fetch_texts.main, [*fixed, *options])
        assert done.exit_code == code, done.output
        return done.output

    def held(self) -> dict[str, bytes]:
        return {text.instrument: text.path.read_bytes() for text in imported_texts(self.raw)}


@pytest.fixture
def run(tmp_path):
    with serving(dict(REPLIES)) as server:
        yield Run(tmp_path, server)


def test_recorded_files_and_parts_are_imported_with_their_facts(run):
    said = run()
    assert run.held() == {"aaa-act-1": LAW, "aaa-code-1": PART}
    facts = {text.instrument: text for text in imported_texts(run.raw)}
    assert facts["aaa-act-1"].url == f"{run.server.url}/act.txt"
    assert facts["aaa-act-1"].language == "en"
    assert facts["aaa-code-1"].text_state == "consolidated"
    assert run.server.asked[0][0] == "/robots.txt", "asked first"
    assert len(re.findall(r"^imported", said, re.M)) == 2, "a line for each"


def test_what_only_a_person_may_fetch_is_listed_with_the_line_to_type(run):
    said = run()
    assert "aaa-act-2: https://example.org/page" in said
    line = "make import FILE=saved.html INSTRUMENT=aaa-act-2 STATE=as_enacted LANGUAGE=fr"
    assert line in said
    assert "/page" not in run.server.paths()


def test_a_run_goes_on_where_it_was_killed(run):
    run.server.replies["/code.txt"] = drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.05)
    words = ["-m", "ingest.received.fetch_texts", "--curated", run.curated, "--raw", run.raw]
    program = subprocess.Popen(
        [sys.executable, *words, "--pace", "0", "--private", run.server.place],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    while run.server.paths() != ["/act.txt", "/code.txt"]:
        assert program.poll() is None, "still at work"
        time.sleep(0.05)
    program.kill()
    program.wait()
    assert list(run.held()) == ["aaa-act-1"], "stored at once, not at the end of the run"
    run.server.replies["/code.txt"] = answer(body=CODE)
    assert "held      aaa-act-1" in run()
    assert run.held() == {"aaa-act-1": LAW, "aaa-code-1": PART}
    run()
    assert run.server.paths() == ["/act.txt", "/code.txt", "/code.txt"], "and no more"


@pytest.mark.parametrize("row", [0, 1])
def test_a_changed_file_is_named_and_refused_until_a_person_accepts_it(run, row):
    name, path = ROWS[row]["instrument"], ROWS[row]["address"]
    other = CODE.replace(b"Ten", b"Two")
    run.server.replies[path] = answer(body=other)
    said = run(code=1)
    assert name not in run.held()
    for word in (ROWS[row]["sha256"], sha256(other), "AAA.csv:"):
        assert word in said, "both hashes and the place where the new one is entered"
    kept = run.raw / "refused" / f"{name}.txt"
    assert kept.read_bytes() == other, "to be read before it is accepted"
    accepted = {"sha256": sha256(other)}
    if row:
        accepted["extract_sha256"] = sha256(cut_extract(other, "lines 2-5"))
        assert accepted["extract_sha256"] in said
    run.write([one | accepted if one is ROWS[row] else one for one in ROWS])
    run()
    assert name in run.held()


def test_a_part_that_is_the_same_in_a_changed_file_is_the_text(run):
    run.server.replies["/code.txt"] = answer(body=CODE + b"A new last line.\n")
    run()
    assert run.held()["aaa-code-1"] == PART


def test_one_text_that_cannot_be_had_stops_no_other(run):
    run.server.replies["/act.txt"] = answer("404 Not Found")
    assert "failed    aaa-act-1: gone" in run(code=1)
    assert list(run.held()) == ["aaa-code-1"]


def test_robots_are_obeyed(run):
    run.server.replies["/robots.txt"] = answer(body=b"User-agent: *\nDisallow: /act")
    assert "robots forbids" in run(code=1)
    assert run.server.paths() == ["/code.txt"]


@pytest.mark.parametrize("files", [(LAW, CODE), (LAW, PART)])
def test_a_folder_gives_whole_files_and_parts_whatever_their_names(run, tmp_path, files):
    folder = tmp_path / "folder" / "deep"
    folder.mkdir(parents=True)
    for number, data in enumerate(files):
        (folder / f"-{number} é.bin").write_bytes(data)
    (folder / "other.txt").write_bytes(b"not a law")
    run("--from", str(folder.parent))
    assert run.held() == {"aaa-act-1": LAW, "aaa-code-1": PART}
    assert run.server.asked == [], "without a network"


def test_a_folder_without_a_text_says_which(run, tmp_path):
    (tmp_path / "empty").mkdir()
    said = run("--from", str(tmp_path / "empty"))
    assert len(re.findall(r"^not there", said, re.M)) == 2
    assert run.held() == {}


def test_a_list_that_cannot_be_read_is_named(run):
    path = run.curated / "text_source" / "AAA.csv"
    path.write_text(path.read_text().replace("sha256,locator", "hash,locator"))
    assert "AAA.csv:2: no column 'sha256'" in run(code=1)


@pytest.mark.slow
@pytest.mark.engine
def test_all_texts_over_the_wire_give_the_laws_their_words(tmp_path):
    """From an empty folder: fetch, verify, import, build; the rest comes from the folder."""
    if not STATUTES.is_dir():
        pytest.skip("the corpus of real statutes is not beside this repository")
    raw = tmp_path / "raw"
    with serve_held(STATUTES, tmp_path) as here:
        options = here.options(raw)
        done = CliRunner().invoke(fetch_texts.main, options)
        assert done.exit_code == 0, done.output
        pages = [path for path in here.asked if path != "/robots.txt"]
        assert sorted(pages) == sorted(here.files), "each once"
    done = CliRunner().invoke(fetch_texts.main, [*options, "--from", str(STATUTES)])
    assert done.exit_code == 0, done.output
    assert len(imported_texts(raw)) == len(list(STATUTES.glob("*/*/text.*")))
    build(here.curated, tmp_path / "tip.db", raw)
    [(worded,)] = ask(
        tmp_path / "tip.db",
        "select count(distinct instrument) from provision where text is not null",
    )
    assert worded >= 140
