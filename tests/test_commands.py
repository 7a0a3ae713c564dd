"""What a person types: make run for real in a small copy of the checkout, with a stand-in for the
Python of .venv that writes down what it was asked to run and does none of it.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from ingest.make_variables import EXAMPLES, GOALS

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
STAND_IN = f"""#!{sys.executable}
import json, sys
with open("ran.jsonl", "a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
"""


class Checkout:
    """A small copy of the checkout in which commands are tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run make with these words, as a person would: not as a part of another make."""
        env = {name: value for name, value in os.environ.items() if not ours(name)}
        env["PIP_NO_INDEX"] = "1"  # should setting up begin all the same, it ends soon
        command = ["make", f"PYTHON={sys.executable}", *words]
        return subprocess.run(
            command, cwd=self.folder, env=env | more, capture_output=True, text=True, check=False
        )

    def ran(self) -> list[list[str]]:
        """What the stand-in was asked to run, each time, without the `-m` before it."""
        log = self.folder / "ran.jsonl"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [json.loads(line)[1:] for line in lines]


def ours(name: str) -> bool:
    """Is a variable of the environment one that make or these tests set?"""
    return name.startswith(("LEDGER_", "MAKE", "MFLAGS")) or name in EXAMPLES


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "a checkout"  # with a blank in its name
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "ingest/__init__.py"):
        copy(name, folder)
    for path in [*ROOT.glob("scrapers/*.py"), *ROOT.glob("ingest/make*.py"), *LOCKS]:
        copy(path.relative_to(ROOT), folder)
    copy("db/curated/country.csv", folder)
    copy("db/curated/instrument/SLE/sle-act-2022-12.yml", folder)
    for name in ("python", "ruff", "mypy", "xenon", "pybabel", "uv"):
        (folder / ".venv" / "bin" / name).write_text(STAND_IN, encoding="utf-8")
        (folder / ".venv" / "bin" / name).chmod(0o755)
    for name in (
        "ready",
        "ready-export",
        "ready-embed",
        "ready-desk",
        "ready-cluster",
        "ready-dev",
        "ready-upgrade",
    ):
        (folder / ".venv" / name).touch()  # as if all had been set up, after the locks were written
    return Checkout(folder)


def copy(name: str | Path, folder: Path) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / name, folder / name)


def test_help_lists_every_target_with_its_words(checkout):
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.M)) - {"asked"}
    assert targets > {"help", "serve", "quick", "test", "upgrade"} | set(GOALS)
    said = checkout.make("help")
    listed = dict(re.findall(r"^make (\w+) +(\S.*)$", said.stdout, re.M))
    assert set(listed) == targets
    assert "make import FILE=page.html SOURCE=normlex NAME=ghana" in said.stdout
    assert (said.returncode, checkout.ran()) == (0, [])
    phony = re.search(r"^\.PHONY:((?:.*\\\n)*.*)", MAKEFILE, re.M)[1]
    assert set(re.findall(r"[a-z]+", phony)) == targets | {"asked"}


def test_every_variable_that_is_checked_is_handed_on_by_the_makefile():
    handed = re.search(r"^VARIABLES =((?:.*\\\n)*.*)", MAKEFILE, re.M)[1].replace("\\", "").split()
    assert {*handed, "PORT"} == set(EXAMPLES)
    taken = {name for both in GOALS.values() for names in both for name in names.split()}
    assert taken == set(EXAMPLES)


WANTED = [
    ("import", "FILE", []),
    ("import", "FILE", ["FILE="]),
    ("import", "FILE", ["FILE=no such file.pdf"]),
    ("import", "FILE", ["FILE=."]),
    ("import", "INSTRUMENT", ["FILE=law.pdf", "INSTRUMENT=no-act-1"]),
    ("import", "INSTRUMENT", ["FILE=law.pdf", "INSTRUMENT=*"]),
    ("import", "STATE", ["FILE=law.pdf", "INSTRUMENT=sle-act-2022-12", "STATE=old"]),
    ("import", "FILE", ["FILE=folder", "INSTRUMENT=sle-act-2022-12"]),
    ("import", "FILE", ["FILE=folder", "SOURCE=normlex", "NAME=ghana"]),
    ("import", "NAME", ["FILE=law.pdf", "SOURCE=normlex"]),
    ("import", "SOURCE", ["FILE=law.pdf", "SOURCE=nobody"]),
    ("scrape", "SOURCE", []),
    ("scrape", "SOURCE", ["SOURCE=nobody"]),
    ("scrape", "SOURCE", ["SOURCE=untc,nobody"]),
    ("scrape", "WORKERS", ["SOURCE=untc,usdol", "WORKERS=0"]),
    ("suggest", "WORKERS", ["FILE=law.pdf", "WORKERS=many"]),
    ("import", "SOURCE", ["FILE=law.pdf", "SOURCE=untc,usdol", "NAME=ghana"]),
    ("scrape", "CONTACT", ["SOURCE=untc", "CONTACT=me"]),
    ("scrape", "DRY", ["SOURCE=untc", "DRY=maybe"]),
    ("texts", "COUNTRY", ["COUNTRY=Atlantis"]),
    ("texts", "INSTRUMENT", ["INSTRUMENT=no-such-law"]),
    ("texts", "CONTACT", ["CONTACT=me"]),
    ("texts", "FROM", ["FROM=no-such-folder"]),
    ("texts", "FROM", ["FROM=Makefile"]),
    ("texts", "FROM", ["FROM=."]),
    ("suggest", "FILE", []),
    ("suggest", "FILE", ["FILE="]),
    ("suggest", "FILE", ["FILE=."]),
    ("suggest", "FILE", ["FILE=.."]),
    ("suggest", "FILE", ["FILE=/"]),
    ("suggest", "COUNTRY", ["FILE=law.pdf", "COUNTRY=Senegal"]),
    ("suggest", "LANGUAGE", ["FILE=law.pdf", "LANGUAGE=French"]),
    ("suggest", "OUTPUT", ["FILE=law.pdf", "OUTPUT=nowhere/out.csv"]),
    ("suggest", "OUTPUT", ["FILE=law.pdf", "OUTPUT=folder"]),
    ("suggest", "EMBED", ["FILE=law.pdf", "EMBED=maybe"]),
    ("diff", "A", []),
    ("diff", "A", ["B=law.pdf"]),
    ("diff", "B", ["A=law.pdf"]),
    ("diff", "B", ["A=law.pdf", "B=folder"]),
    ("pack", "COUNTRY", []),
    ("pack", "COUNTRY", ["COUNTRY=XXX"]),
    ("pack", "COUNTRY", ["COUNTRY=INT"]),
    ("pack", "PDF", ["COUNTRY=SEN", "PDF=maybe"]),
    ("words", "LANGUAGE", ["LANGUAGE=../pt"]),
    ("serve", "PORT", ["PORT=0"]),
    ("serve", "PORT", ["PORT=65536"]),
    ("serve", "PORT", ["PORT=8001; touch caught"]),
]


@pytest.mark.parametrize(("goal", "name", "given"), WANTED, ids=lambda value: str(value))
def test_one_sentence_says_what_is_wanted_before_anything_begins(checkout, goal, name, given):
    (checkout.folder / "law.pdf").touch()
    (checkout.folder / "folder").mkdir()
    shutil.rmtree(checkout.folder / ".venv")  # not even the setting up may begin
    done = checkout.make(goal, *given)
    said, rest = done.stderr.split("\n", 1)
    assert f"`make {goal}` wants {name}=" in said
    assert re.search(rf"as in: make {goal} |one file or a folder", said)
    assert re.fullmatch(r"make: \*\*\* \[.*asked\] Error 2\n", rest), "nothing but that sentence"
    assert (done.returncode, done.stdout, checkout.ran()) == (2, "", [])
    assert not (checkout.folder / ".venv").exists()
    assert not (checkout.folder / "caught").exists()


def test_the_sentence_comes_first_with_many_jobs_too(checkout):
    shutil.rmtree(checkout.folder / ".venv")
    done = checkout.make("-j8", "lint", "build", "pack")
    assert "`make pack` wants COUNTRY=" in done.stderr
    assert not (checkout.folder / ".venv").exists()


def test_a_variable_that_no_goal_takes_is_refused(checkout):
    done = checkout.make("pack", "COUNTRY=SEN", "LANGUAGE=fr")
    assert "`make pack` takes no LANGUAGE=" in done.stderr
    assert (done.returncode, checkout.ran()) == (2, [])


ARGUMENTS = [
    (["scrape", "SOURCE=untc"], ["scrapers", "untc"]),
    (
        ["scrape", "SOURCE=untc", "CONTACT=me@example.org", "DRY=1"],
        ["scrapers", "untc", "--contact=me@example.org", "--dry-run"],
    ),
    (["scrape", "SOURCE=untc", "DRY=0"], ["scrapers", "untc"]),
    (
        ["scrape", "SOURCE=untc,usdol", "CONTACT=me@example.org", "DRY=1", "WORKERS=2"],
        [
            *("ingest.received.fetch_sources", "untc", "usdol", "--contact=me@example.org"),
            *("--dry-run", "--workers=2"),
        ],
    ),
    (["texts"], ["ingest.received.fetch_texts"]),
    (
        ["texts", "COUNTRY=sle", "INSTRUMENT=sle-act-2022-12", "CONTACT=me@example.org"],
        [
            "ingest.received.fetch_texts",
            "--country=SLE",
            "--instrument=sle-act-2022-12",
            "--contact=me@example.org",
        ],
    ),
    (["texts", "COUNTRY=int"], ["ingest.received.fetch_texts", "--country=INT"]),
    (["texts", "FROM=db"], ["ingest.received.fetch_texts", "--from=db"]),
    (
        ["import", "FILE=law.pdf", "INSTRUMENT=sle-act-2022-12", "STATE=consolidated", "BATCH=1"],
        [
            "ingest.received.import_file",
            "law.pdf",
            "--instrument=sle-act-2022-12",
            "--state=consolidated",
            "--batch",
        ],
    ),
    (
        ["import", "FILE=law.pdf", "SOURCE=normlex", "NAME=ghana"],
        ["scrapers", "normlex", "--file=law.pdf", "--name=ghana"],
    ),
    (["suggest", "FILE=law.pdf"], ["ingest.align", "law.pdf", "--output=suggestions.csv"]),
    (
        ["suggest", "FILE=law.pdf", "OUTPUT=o.csv", "LANGUAGE=fr", "COUNTRY=SEN", "EMBED=1"],
        ["ingest.align", "law.pdf", "--output=o.csv", "--language=fr", "--country=SEN", "--embed"],
    ),
    (
        ["suggest", "FILE=db", "WORKERS=4"],
        ["ingest.align", "db", "--output=suggestions.csv", "--jobs=4"],
    ),
    (
        ["diff", "A=law.pdf", "B=law.pdf", "LANGUAGE=fr", "ALL=1"],
        ["ingest.publish.diff", "law.pdf", "law.pdf", "--language=fr", "--all"],
    ),
    (
        ["reviewer", "NAME=Ama 'O' $(touch x)", "ROLE=editor"],
        ["ingest.review.accounts", "--role=editor", "--", "Ama 'O' $(touch x)"],
    ),
    (["decisions"], ["ingest.review.write_back"]),
    (["backup", "OUTPUT=copy.db"], ["ingest.review.backup", "--output=copy.db"]),
    (["pack", "COUNTRY=sen"], ["ingest.publish.pack.pack", "SEN"]),
    (["pack", "COUNTRY=SEN", "PDF=no"], ["ingest.publish.pack.pack", "SEN", "--no-pdf"]),
]


@pytest.mark.parametrize(("given", "wanted"), ARGUMENTS, ids=lambda value: " ".join(value))
def test_what_is_given_reaches_the_program(checkout, given, wanted):
    (checkout.folder / "law.pdf").touch()
    done = checkout.make(*given, LANGUAGE="en_GB:en", NAME="host", COUNTRY="GB", STATE="x")
    assert done.returncode == 0, done.stderr
    assert checkout.ran()[-1] == wanted, "and the environment's own LANGUAGE, NAME... do not count"
    assert find_spec(wanted[0]), "the program is there"


HOSTILE = [
    "a law.pdf",
    'it\'s a "law".pdf',
    "$(touch caught).pdf",
    "$(shell touch caught).pdf",
    "$HOME ${HOME} $$ $@.pdf",
    "`touch caught`.pdf",
    "a; touch caught; .pdf",
    "a && touch caught #.pdf",
    "a | tee caught > caught.pdf",
    "back\\slash\\.pdf",
    "two\nlines\ntouch caught\n.pdf",
    "--output=caught",
    "-h",
    "*",
    "~root",
    "loi n° 2005-06 « traite ».pdf",
    "القانون.pdf",
    "%s%n{0}.pdf",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_no_shell_and_no_make_reads_the_name_of_a_file(checkout, name):
    (checkout.folder / name).touch()
    before = {path.name for path in checkout.folder.iterdir()}
    given = f"./{name}" if name.startswith("-") else name
    for words in (
        ["suggest", f"FILE={name}"],
        ["import", f"FILE={name}", "INSTRUMENT=sle-act-2022-12"],
        ["diff", f"A={name}", f"B={name}"],
    ):
        done = checkout.make(*words)
        assert done.returncode == 0, done.stderr
    suggest, take_in, diff = checkout.ran()
    assert suggest[1] == take_in[1] == given
    assert diff[1:] == [given, given]
    done = checkout.make("import", f"FILE={name}", "SOURCE=normlex", "NAME=n")
    assert done.returncode == 0, done.stderr
    assert checkout.ran()[-1] == ["scrapers", "normlex", f"--file={name}", "--name=n"]
    done = checkout.make("suggest", "FILE=pyproject.toml", f"OUTPUT={name}")
    assert done.returncode == 0, done.stderr
    assert checkout.ran()[-1][2:] == [f"--output={name}"]
    after = {path.name for path in checkout.folder.iterdir()}
    assert after - before <= {"ran.jsonl"}


@pytest.mark.slow
@pytest.mark.parametrize("goal", sorted(GOALS))
@pytest.mark.parametrize("value", ["$(shell touch caught)", "`touch caught`", "'; touch caught; '"])
def test_no_variable_is_run_whatever_it_says(checkout, goal, value):
    (checkout.folder / "law.pdf").touch()
    needed = {name: EXAMPLES[name][1] for name in GOALS[goal][0].split()}
    needed |= {name: "law.pdf" for name in needed if name in ("FILE", "A", "B")}
    for name in [*GOALS[goal][0].split(), *GOALS[goal][1].split(), "SOMETHING"]:
        given = needed | {name: value}
        checkout.make(goal, *(f"{name}={value}" for name, value in given.items()))
        assert not (checkout.folder / "caught").exists(), name


def test_a_port_reaches_the_server(checkout):
    assert checkout.make("serve", "PORT=9001").returncode == 0
    build, releases, serve = checkout.ran()
    assert (build, releases) == (["ingest.build"], ["ingest.old_releases"])
    assert serve[0] == "deploy.site"
    assert serve[-2:] == ["--port", "9001"]
    checkout.make("serve", PORT="9002")
    assert checkout.ran()[-1][-1] == "9002"
    checkout.make()
    assert checkout.ran()[-1][-1] == "8001", "no goal is `make serve`"


def test_a_first_run_says_what_it_does_and_installs_only_what_is_locked(checkout):
    shutil.rmtree(checkout.folder / ".venv")
    stand_in = checkout.folder / "stand-in"
    # sets up a .venv whose Python is the stand-in; runs for real what the Makefile asks of PYTHON
    stand_in.write_text(
        f'#!/bin/sh\ncase "$*" in "-m venv .venv") mkdir -p .venv/bin; cp python.txt '
        f'.venv/bin/python; chmod +x .venv/bin/python;; *) exec {sys.executable} "$@";; esac\n',
        encoding="utf-8",
    )
    stand_in.chmod(0o755)
    (checkout.folder / "python.txt").write_text(STAND_IN, encoding="utf-8")
    done = checkout.make("serve", f"PYTHON={stand_in.name}", PATH=f".:{os.environ['PATH']}")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^Setting up \.venv, once: .*half a minute", done.stdout, re.M)
    assert re.search(r"^Building db/tip\.db: .*seconds", done.stdout, re.M)
    installs = [words[1:] for words in checkout.ran() if words[0] == "pip"]
    assert [words[-1] for words in installs] == [
        "requirements/build.txt",
        "requirements/base.txt",
        ".",
    ]
    assert all({"--require-hashes", "--no-deps"} & set(words) for words in installs)
    assert all("--no-build-isolation" in words for words in installs), "nothing unlocked is fetched"
    assert [words[0] for words in checkout.ran()][-3:] == [
        "ingest.build",
        "ingest.old_releases",
        "deploy.site",
    ]
    checkout.make("serve", f"PYTHON={stand_in.name}", PATH=f".:{os.environ['PATH']}")
    assert len([words for words in checkout.ran() if words[0] == "pip"]) == 3, "only once"


def test_quick_leaves_out_what_is_slow_and_test_runs_all(checkout):
    assert checkout.make("quick").returncode == 0
    assert checkout.ran()[-1] == ["pytest", "-m", "not slow"]
    assert checkout.make("test").returncode == 0
    assert checkout.ran()[-1][0] == "pytest"
    assert "-m" not in checkout.ran()[-1]


def test_make_needs_no_git(checkout, tmp_path):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("make", "sh", "echo", "touch"):
        (tools / name).symlink_to(shutil.which(name))
    assert checkout.make("lint", "build", "export", PATH=str(tools)).returncode == 0
    ran = [words[0] for words in checkout.ran()]
    assert ran == ["ingest.lint", "ingest.build", "ingest.export"]


def test_upgrade_writes_every_lock_and_those_are_all(checkout):
    assert checkout.make("upgrade").returncode == 0
    written = [words[words.index("-o") + 1] for words in checkout.ran()]
    assert sorted(written) == [f"requirements/{path.name}" for path in LOCKS]


def locked(path: Path) -> dict[str, list[tuple[Requirement, list[str]]]]:
    """The lines of a lock by the name of the package, with their hashes."""
    found: dict[str, list[tuple[Requirement, list[str]]]] = {}
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            words, *hashes = re.split(r"\s+--hash=", line.strip())
            one = Requirement(words)
            found.setdefault(canonicalize_name(one.name), []).append((one, hashes))
    return found


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_a_lock_has_exact_versions_with_hashes_and_names_no_place(path):
    for name, lines in locked(path).items():
        for one, hashes in lines:
            assert re.fullmatch(r"==[^,*]+", str(one.specifier)), name
            assert one.url is None
            assert hashes, name
            assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), name
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"://|^--|^-[a-z]|(?<![\w.])/\w|\.(?:org|net|com|local)\b", text, re.M)


def test_locks_hold_what_pyproject_asks_for_and_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base, extras = project["project"]["dependencies"], project["project"]["optional-dependencies"]
    asked = {"base": base, "build": project["build-system"]["requires"]}
    asked |= {name: [*base, *extra] for name, extra in extras.items() if name != "doors"}
    asked["dev"] += [*extras["doors"], *extras["serve"], *extras["export"], *extras["embed"]]
    asked["dev"] += [*extras["desk"], *extras["cluster"]]
    assert set(asked) == {path.stem for path in LOCKS}
    everything = locked(ROOT / "requirements" / "dev.txt")
    for path in LOCKS:
        held = locked(path)
        for one in map(Requirement, asked[path.stem]):
            if one.name == "palermo-ledger":
                continue
            lines = held[canonicalize_name(one.name)]
            versions = [Version(str(line.specifier)[2:]) for line, _ in lines]
            assert all(one.specifier.contains(v, prereleases=True) for v in versions), one
        for name, lines in held.items():
            if name in everything and path.stem != "build":
                assert [str(one) for one, _ in everything[name]] == [str(one) for one, _ in lines]


def test_locks_serve_several_machines_and_pythons():
    """A compiled package has a hash for each of its wheels, not only for this machine's."""
    held = locked(ROOT / "requirements" / "base.txt")
    for name in ("numpy", "lxml", "rapidfuzz"):
        assert min(len(hashes) for _, hashes in held[name]) >= 20
    assert {str(one.marker) for one, _ in held["numpy"]} == {
        'python_full_version < "3.12"',
        'python_full_version >= "3.12"',
    }
