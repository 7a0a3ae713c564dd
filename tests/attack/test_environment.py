"""What is around the program: odd locales, time zones and clocks, many builds at once, few open
files, and the packages that it stands on.
"""

import os
import re
import resource
import sqlite3
import subprocess
import sys
from importlib.metadata import distribution, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from test_curated import folder

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parent.parent.parent
__all__ = ["folder"]  # a fixture: the smallest knowledge base that builds
SURROUNDINGS = {
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0"},
    "POSIX": {"LC_ALL": "POSIX", "LANG": ""},
    "a locale that is not there": {"LC_ALL": "xx_XX.UTF-8"},
    "half a day ahead": {"TZ": "Pacific/Kiritimati"},
    "a zone that is none": {"TZ": "No/Where:99"},
    "1990": {"SOURCE_DATE_EPOCH": "631152000"},
    "2099": {"SOURCE_DATE_EPOCH": "4070908800"},
}
FREE = re.compile(
    r"BSD|MIT|Apache|ISC|PSF|Python Software|MPL|Mozilla|CC0|Unlicense|HPND|ZPL|Public Domain", re.I
)


def start_build(folder: Path, output: Path, **more: object) -> subprocess.Popen[str]:
    """A build in a process of its own."""
    command = [sys.executable, "-m", "ingest.build", "--curated", folder, "--output", output]
    command += ["--raw", folder.parent / "raw"]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        list(map(str, command)), cwd=ROOT, stdout=pipe, stderr=pipe, text=True, **more
    )


def rows_of(path: Path) -> list[tuple[object, ...]]:
    """Content hash of a database and its provisions, after SQLite's own check."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        hashes = connection.execute("select content_hash from build").fetchall()
        return hashes + connection.execute("select id, number from provision").fetchall()
    finally:
        connection.close()


def test_locale_zone_and_clock_change_no_row(folder, tmp_path):
    """Several at a time, for each is a process that mostly starts."""
    builds = {
        name: start_build(folder, tmp_path / f"{number}.db", env={**os.environ, **more})
        for number, (name, more) in enumerate(SURROUNDINGS.items())
    }
    for name, build in builds.items():
        _, errors = build.communicate(timeout=120)
        assert build.returncode == 0, f"{name}: {errors}"
    told = [rows_of(tmp_path / f"{number}.db") for number in range(len(builds))]
    assert all(rows == told[0] for rows in told)


def test_builds_at_once_and_with_few_open_files_leave_one_whole(folder, tmp_path):
    output = tmp_path / "tip.db"
    few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))  # noqa: E731
    builds = [start_build(folder, output, preexec_fn=few) for _ in range(3)]
    for build in builds:
        _, errors = build.communicate(timeout=120)
        assert build.returncode == 0, errors
    assert len(rows_of(output)) == 3
    assert not [path for path in tmp_path.iterdir() if path.suffix in (".new", ".part")]


def needed(name: str, known: dict[str, str]) -> dict[str, str]:
    """The licence of a package and of everything it needs, by name."""
    if name.lower() not in known:
        found = distribution(name)
        told = found.metadata
        words = [told.get("License-Expression") or told.get("License") or ""]
        words += [line for line in told.get_all("Classifier", []) if line.startswith("License")]
        known[name.lower()] = " ".join(word[:200] for word in words)
        for line in requires(name) or []:
            one = Requirement(line)
            if not one.marker or one.marker.evaluate({"extra": ""}):
                needed(one.name, known)
    return known


def test_no_package_binds_those_who_pass_the_project_on():
    """What a site and a build stand on is free, and not under GPL or AGPL."""
    licences = needed("palermo-ledger", {})
    licences.pop("palermo-ledger")
    assert len(licences) > 20
    bound = {name for name, words in licences.items() if re.search(r"\bA?GPL", words)}
    unknown = {name for name, words in licences.items() if not FREE.search(words)}
    assert bound == set()
    assert unknown == set()
