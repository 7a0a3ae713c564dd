"""A build says the commit and the time of the state it was made of, with git, without, and twice
the same.
"""

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import checkout
from ingest.build import build
from ingest.database import Refused
from ingest.publish.export import export

ROOT = Path(__file__).parent.parent


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A checkout of its own with one committed file; `commit` gives its hash."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "fact.csv").write_text("id\n1\n", encoding="utf-8")
    (folder / ".gitignore").write_text("raw/\n", encoding="utf-8")
    who = ["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "commit.gpgsign=false"]
    when = {"GIT_AUTHOR_DATE": "@1000000000 +0000", "GIT_COMMITTER_DATE": "@1700000000 +0000"}
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "one"]):
        subprocess.run(["git", *words], cwd=folder, check=True, env={**os.environ, **when})
    monkeypatch.setattr(checkout, "ROOT", folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return folder


def test_a_committed_state_has_the_date_of_its_commit(repository):
    assert len(checkout.commit()) == 40
    assert checkout.moment([repository / "fact.csv"]) == datetime.fromtimestamp(1700000000, UTC)


@pytest.mark.parametrize("change", ["edited", "not tracked", "ignored", "elsewhere"])
def test_what_is_not_committed_has_the_time_of_the_build(repository, tmp_path, change):
    made_from = [repository / "fact.csv"]
    if change == "edited":
        made_from[0].write_text("id\n2\n", encoding="utf-8")
    else:
        name = {"not tracked": "new.csv", "ignored": "raw/fetched.csv", "elsewhere": "../f.csv"}
        made_from.append(repository / name[change])
        made_from[-1].parent.mkdir(exist_ok=True)
        made_from[-1].write_text("id\n", encoding="utf-8")
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= checkout.moment(made_from) <= datetime.now(UTC)
    assert len(checkout.commit()) == 40


def test_the_time_can_be_set_and_must_be_a_number(repository, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert checkout.moment([]).isoformat() == "1970-01-02T00:00:00+00:00"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(Refused, match="'yesterday'"):
        checkout.moment([])


def test_a_folder_inside_another_checkout_is_not_that_project(repository, monkeypatch):
    inside = repository / "unpacked"
    inside.mkdir()
    monkeypatch.setattr(checkout, "ROOT", inside)
    assert checkout.commit() is None


def test_without_git_the_commit_is_unknown(repository, monkeypatch):
    monkeypatch.setenv("PATH", str(repository))
    assert checkout.git("--version") is None
    assert checkout.commit() is None
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= checkout.moment([repository / "fact.csv"]) <= datetime.now(UTC)


@pytest.fixture(scope="module")
def without_git(few_facts, tmp_path_factory):
    """A build by a program that finds no git."""
    output = tmp_path_factory.mktemp("bare") / "tip.db"
    folders = [f"--curated={few_facts}", f"--output={output}", f"--raw={output.parent}"]
    command = [sys.executable, "-m", "ingest.build", *folders]
    subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "PATH": str(output.parent)})
    return output


@pytest.mark.slow
def test_a_build_without_git_says_so_in_both_languages(without_git, get_from):
    db = sqlite3.connect(without_git)
    assert db.execute("select git_commit from build").fetchone() == (None,)
    db.close()
    get = get_from(without_git)
    assert "unknown (made without version control)" in get("/downloads").text
    assert "inconnu (fait hors gestion de versions)" in get("/fr/downloads").text
    assert get("/healthz").json()["git_commit"] is None
    assert get("/tip/build.json?_shape=array").json()[0]["git_commit"] is None


@pytest.mark.slow
def test_a_state_gives_the_same_bytes_in_every_form_whenever_it_is_exported(
    few_facts, tmp_path, monkeypatch
):
    """Once from nothing; once over the database of an earlier build, as a second `make export`."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    bundles = []
    for name, builds in (("one", 1), ("two", 2)):
        database = tmp_path / name / "tip.db"
        database.parent.mkdir()
        for _ in range(builds):
            build(few_facts, database)
        bundles.append(export(database, database.parent))
    first, second = (files_of(bundle.parent) for bundle in bundles)
    assert bundles[0].name == "palermo-ledger-2023-11-14", "named by the time of the state"
    kinds = {path.suffix for path in first}
    assert kinds >= {".db", ".zip", ".xlsx", ".parquet", ".csv", ".jsonl", ".json", ".cff", ".md"}
    differ = [str(path) for path in first | second if first.get(path) != second.get(path)]
    assert differ == []


def files_of(folder: Path) -> dict[Path, bytes]:
    """What an export wrote beside the database it was made of."""
    names = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    kept = [name for name in names if len(name.parts) > 1 or name.suffix == ".zip"]
    return {name: (folder / name).read_bytes() for name in kept}
