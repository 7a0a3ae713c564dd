"""SIGKILL at thirty moments, and a full disk: what readers find is whole, the next run heals."""

import csv
import hashlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import fixture_killed
import httpx
import pytest
from fixture_killed import killed_after, killed_at, steps_of, with_full_disk

from ingest import ROOT
from ingest.build import build
from ingest.database import Refused
from ingest.publish.export import export
from ingest.release import release
from plugins.downloads import bundle

pytestmark = pytest.mark.slow

KILLS, FULL = 30, (0, 20_000, 200_000, 500_000)
SOURCE = "id,title,publisher,licence,reuse\ned,Editors,Us,CC BY 4.0,open\n"
COUNTRIES = """id,kind,name_en,name_fr,name_pt,name_es,name_ar,region,latitude,longitude,source,\
verification
CHL,state,Chile,Chili,Chile,Chile,x,Americas,-30,-71,ed,seen
"""
ANOTHER = "{0},state,{0},{0},{0},{0},{0},Americas,-10,-76,ed,seen\n"


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Facts that build in a moment: one source, one country, the labels of the schema's lists."""
    folder = tmp_path / "curated"
    folder.mkdir()
    for name in ("choice.csv", "choice_column.csv"):
        shutil.copy(ROOT / "db" / "curated" / name, folder)
    (folder / "source.csv").write_text(SOURCE, encoding="utf-8")
    (folder / "country.csv").write_text(COUNTRIES, encoding="utf-8")
    return folder


@pytest.fixture
def database(facts: Path, tmp_path: Path) -> Path:
    path = tmp_path / "db" / "tip.db"
    build(facts, path)
    return path


def codes() -> Iterator[str]:
    yield from (f"Q{first}{second}" for first in "ABCDEFGHIJKL" for second in "ABCDEFGHIJKL")


def moments(steps: int) -> list[int]:
    """Thirty moments of some work, the last of its steps among them: there files take places."""
    chance = random.Random(20261129)
    return [*(chance.randrange(steps) for _ in range(KILLS - 10)), *range(steps - 10, steps)]


def records(facts: Path) -> list[dict[str, str]]:
    path = facts / "release.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def hash_of(database: Path) -> str:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        assert db.execute("pragma quick_check").fetchone() == ("ok",)
        return str(db.execute("select content_hash from build").fetchone()[0])


def releases_held_by(database: Path) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return int(db.execute("select count(*) from release").fetchone()[0])


def check_releases(facts: Path, output: Path) -> None:
    """Every record has its file, and a build that takes the records."""
    for record in records(facts):
        kept = output.with_name(f"tip-{record['number']}.db")
        assert hash_of(kept) == record["content_hash"]
        assert record["changes_en"]
        assert record["changes_fr"]
    if len(records(facts)) > releases_held_by(output):
        build(facts, output)
        assert releases_held_by(output) == len(records(facts))


def check_bundles(folder: Path, output: Path) -> None:
    """What /downloads shows is whole; no half zip has a name that readers know."""
    shown = bundle(output, hash_of(folder.parent / "db" / "tip.db"))
    for archive in output.glob("*.zip"):
        with zipfile.ZipFile(archive) as whole:
            assert whole.testzip() is None
    if shown:
        check_hashes(output / shown["name"])


def check_hashes(folder: Path) -> None:
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert len(sums) > 100
    for line in sums:
        said, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == said


def left(folder: Path) -> list[str]:
    """Names of what is there besides what was asked for."""
    return [path.name for path in folder.iterdir() if path.name.endswith((".part", ".new"))]


def kill_often(
    work: Callable[..., None], given: tuple[Path, Path], check: Callable[[], None]
) -> None:
    killed = sum(
        check_after(killed_at(moment, work, *given), check)
        for moment in moments(steps_of(work, *given))
    )
    assert killed >= KILLS - 5, "most were killed before they ended"


def check_after(killed: bool, check: Callable[[], None]) -> bool:
    check()
    return killed


def test_a_killed_build_leaves_the_old_database(facts, database):
    """At thirty of its steps, its last ones among them, and twenty moments between two."""
    work, expected = fixture_killed.build, hash_of(database)
    build(facts, database)  # the first over an existing file keeps its state

    def check() -> None:
        assert hash_of(database) == expected

    kill_often(work, (facts, database), check)
    chance, whole, killed = random.Random(20240723), 1.0, 0
    while killed < 20:
        if killed_after(chance.uniform(0, whole), work, facts, database):
            killed += 1
        else:
            whole *= 0.8
        check()
    build(facts, database)
    check()
    assert left(database.parent) == []


def test_a_killed_release_is_there_whole_or_not_at_all(facts, database):
    country, code = facts / "country.csv", codes()

    def add_country() -> None:
        with country.open("a", encoding="utf-8") as file:
            file.write(ANOTHER.format(next(code)))

    def check() -> None:
        check_releases(facts, database)
        add_country()

    kill_often(fixture_killed.release, (facts, database), check)
    number = len(records(facts)) + 1
    assert release(facts, database)["number"] == str(number)
    check_releases(facts, database)
    assert hash_of(database) == records(facts)[-1]["content_hash"]
    assert left(database.parent) == []


def test_a_release_on_a_full_disk_records_nothing(facts, database):
    for most in FULL:
        assert not with_full_disk(most, fixture_killed.release, facts, database)
        assert records(facts) == []
        hash_of(database)
    release(facts, database)
    check_releases(facts, database)


def test_a_killed_export_shows_no_half_bundle(facts, database, tmp_path):
    output = tmp_path / "dist"
    check = lambda: check_bundles(facts, output)  # noqa: E731
    kill_often(fixture_killed.export, (database, output), check)
    check_hashes(export(database, output))
    assert bundle(output, hash_of(database))
    assert left(output) == []


def test_an_export_on_a_full_disk_keeps_the_bundle_before_it(facts, database, tmp_path):
    output = tmp_path / "dist"
    made = export(database, output)
    for most in FULL:
        assert not with_full_disk(most, fixture_killed.export, database, output)
        check_hashes(made)
        assert bundle(output, hash_of(database))


def test_a_killed_pack_leaves_the_zip_before_it(facts, database, tmp_path):
    output = tmp_path / "dist"
    check = lambda: check_bundles(facts, output)  # noqa: E731
    kill_often(fixture_killed.pack, (database, output), check)
    (made,) = output.glob("*.zip")
    before = made.read_bytes()
    for most in FULL:
        assert not with_full_disk(most, fixture_killed.pack, database, output)
        assert made.read_bytes() == before
    assert killed_at(10_000, fixture_killed.pack, database, output) is False
    assert left(output) == []


def test_a_release_in_a_fresh_clone_says_that_it_compared_nothing(facts, database, tmp_path):
    """The files of older releases are not in git, and no change was recorded in this folder."""
    release(facts, database)
    with (facts / "country.csv").open("a", encoding="utf-8") as file:
        file.write(ANOTHER.format("PER"))
    row = release(facts, tmp_path / "clone" / "tip.db")
    assert row["number"] == "2"
    assert row["changes_en"].startswith("Not compared with release 1: ")
    assert row["changes_fr"].startswith("Sans comparaison avec la livraison 1")
    shutil.copy(database.with_name("tip-1.db"), tmp_path / "clone")
    check_releases(facts, tmp_path / "clone" / "tip.db")


def test_what_a_killed_writer_left_among_the_facts_stops_no_build(facts, database):
    (facts / ".country.csv.part").write_text("half", encoding="utf-8")
    before = hash_of(database)
    build(facts, database)
    assert hash_of(database) == before
    (facts / "country.csv.part").write_text("of somebody else", encoding="utf-8")
    with pytest.raises(Refused, match="neither"):
        build(facts, database)


@pytest.mark.parametrize("content", [b"", b"no database", None])
def test_a_file_that_is_not_the_release_before_is_refused(content, facts, database, tmp_path):
    release(facts, database)
    (facts / "country.csv").write_text(COUNTRIES + ANOTHER.format("PER"), encoding="utf-8")
    kept = database.with_name("tip-1.db")
    if content is None:
        build(facts, kept)
    else:
        kept.write_bytes(content)
    with pytest.raises(Refused, match="is not release 1"):
        release(facts, database)
    assert len(records(facts)) == 1


def test_rows_changed_after_the_build_are_not_passed_on(facts, database, tmp_path):
    with closing(sqlite3.connect(database)) as db:
        db.execute("update country set name_en = 'Chili'")
        db.commit()
    with pytest.raises(Refused, match="has other rows than were built"):
        export(database, tmp_path / "dist")


HALVES = {
    "no zip": lambda made: made.with_suffix(".zip").unlink(),
    "half a zip": lambda made: made.with_suffix(".zip").write_bytes(b"PK\3\4half"),
    "half a description": lambda made: (made / "datapackage.json").write_text('{"built_from": {'),
    "another description": lambda made: (made / "datapackage.json").write_text("[]"),
    "no description": lambda made: (made / "datapackage.json").unlink(),
    "no list of what is left out": lambda made: (made / "LEFT_OUT.md").unlink(),
    "half of that list": lambda made: (made / "LEFT_OUT.md").write_text("# L"),
    "bytes of that list": lambda made: (made / "LEFT_OUT.md").write_bytes(b"\xff\n\n\xff"),
    "a file in its place": lambda made: [shutil.rmtree(made), made.write_text("")],
}


@pytest.mark.parametrize("half", HALVES)
def test_half_a_bundle_is_no_bundle(half, tmp_path):
    folder = tmp_path / "palermo-ledger-2026-11-29"
    folder.mkdir()
    (folder / "datapackage.json").write_text('{"built_from": {"content_hash": "abc"}}')
    (folder / "LEFT_OUT.md").write_text("# Left out\n\nNothing\n")
    with zipfile.ZipFile(folder.with_suffix(".zip"), "w") as archive:
        archive.writestr("a", "a")
    assert bundle(tmp_path, "abc")["name"] == folder.name
    HALVES[half](folder)
    assert bundle(tmp_path, "abc") is None


SERVING = """
import sys
from pathlib import Path
from deploy.site import running
with running(Path(sys.argv[1])) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


def test_the_site_of_a_killed_pack_does_not_outlive_it(built):
    command = [sys.executable, "-c", SERVING, str(built)]
    packing = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    address = packing.stdout.readline().decode().strip()
    assert httpx.get(f"{address}/healthz", trust_env=False).status_code == 200
    packing.kill()
    packing.communicate()
    deadline = time.monotonic() + 60
    while answers(address) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not answers(address)


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", trust_env=False).is_success
    except httpx.TransportError:
        return False
