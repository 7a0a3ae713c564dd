"""Follow a recipe of CONTRIBUTING.md on a copy of the checkout, with the words of the recipe at
hand: a step that the recipe does not name may not be taken.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from pathlib import Path

from conftest import ROOT
from fixture_few_facts import copy_few_facts

GUIDE = ROOT / "CONTRIBUTING.md"
NAMED = re.compile(r"`([^`\s]+)`")
LISTED = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
SECTION = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.M | re.S)


def recipes() -> dict[str, str]:
    """The sections of CONTRIBUTING.md: title -> text."""
    return dict(SECTION.findall(GUIDE.read_text(encoding="utf-8")))


def copy_checkout(folder: Path) -> Path:
    """A copy of the files that git follows or would follow."""
    names = subprocess.run(LISTED, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():  # a file deleted but not yet committed is still listed
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


class Walk:
    """One recipe, followed in a folder."""

    def __init__(self, title: str, folder: Path, *guides: str) -> None:
        """guides: further files to which the recipe leads, such as docs/scrapers.md."""
        self.folder, self.is_built = copy_checkout(folder), False
        self.waiting: list[tuple[str, str]] = []
        self.follow(title, *guides)

    def follow(self, title: str, *guides: str) -> None:
        """Go on with another recipe in the same copy."""
        texts = [
            recipes()[title],
            *((ROOT / guide).read_text(encoding="utf-8") for guide in guides),
        ]
        self.text = "\n".join(texts)
        self.names = NAMED.findall(self.text)

    def check_named(self, path: str) -> None:
        """Fail when the recipe does not name a file, or the folder it is in. `<name>` stands for
        any name; files of db/curated may be named without that folder.
        """
        short = path.removeprefix("db/curated/")
        for name in self.names:
            pattern = re.sub(r"<[^>]*>", "*", name) + ("*" if name.endswith("/") else "")
            if fnmatchcase(path, pattern) or fnmatchcase(short, pattern):
                self.is_built = False  # what was built is of the state before
                return
        raise AssertionError(f"the recipe does not say that {path} is to be written")

    def write(self, path: str, text: str) -> None:
        """A new file."""
        self.check_named(path)
        file = self.folder / path
        assert not file.exists(), path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def insert(self, path: str, before: str, text: str) -> None:
        """Text in front of the first occurrence of `before`."""
        self.check_named(path)
        file = self.folder / path
        head, found, tail = file.read_text(encoding="utf-8").partition(before)
        assert found, (path, before)
        file.write_text(head + text + found + tail, encoding="utf-8")

    def append(self, path: str, *lines: str) -> None:
        """Rows at the end of a flat file; `make lint` puts them in order."""
        self.check_named(path)
        file = self.folder / path
        held = file.read_text(encoding="utf-8")
        file.write_text(held + "".join(f"{line}\n" for line in lines), encoding="utf-8")

    def run(self, *command: str, fails: bool = False) -> str:
        """Run `python ...` in the copy and give what it printed. It must end with 0, or with 1 (a
        refused build, a failed test) when `fails` is set.
        """
        environment = os.environ | {"PYTHONPATH": str(self.folder), "CI": ""}
        if self.is_built:  # the tests of the copy need not build it again
            environment["BUILT"] = str(self.folder / "db" / "tip.db")
        for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST"):
            environment.pop(name, None)
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == (1 if fails else 0), done.stdout[-6000:]
        return done.stdout

    def build(self, few: bool = False, fails: bool = False) -> str:
        """`make build`; of a part of the facts, which is quick, where the recipe adds few. What it
        printed.
        """
        folder = self.folder / "db" / "curated"
        if few:
            shutil.rmtree(self.folder / "few", ignore_errors=True)
            folder = copy_few_facts(self.folder / "few", folder)
        said = self.run("-m", "ingest.build", "--curated", str(folder), fails=fails)
        self.is_built = not (few or fails)
        return said

    def lint_and_build(self) -> None:
        """`make lint build`."""
        assert "make lint build" in self.text
        self.run("-m", "ingest.lint")
        self.build()

    def test(self, files: str, names: str = "", fails: bool = False) -> str:
        """Run test files, or those of their tests whose name has one of the words in `names`. Files
        that the recipe does not name are run as `make quick` runs them.
        """
        named = self.names_tests(files)
        assert named or "quick" in self.text, f"the recipe does not say to run {files}"
        quick = [] if named else ["-m", "not slow"]
        chosen = ["-k", " or ".join(names.split())] if names else []
        options = ["-q", "-p", "no:cacheprovider", *quick, *chosen]
        return self.run("-m", "pytest", *files.split(), *options, fails=fails)

    def names_tests(self, files: str) -> bool:
        """Whether the recipe names these test files."""
        return all(file in self.text for file in files.split())

    def test_later(self, files: str, names: str) -> None:
        """Run test files that the recipe names together with those of the next recipes."""
        assert self.names_tests(files), f"the recipe does not say to run {files}"
        self.waiting += [(files, names)]

    def test_all(self) -> None:
        """Run what has waited, in one process."""
        files, names = (" ".join(words).split() for words in zip(*self.waiting, strict=True))
        options = ["-q", "-p", "no:cacheprovider", "-k", " or ".join(names)]
        self.run("-m", "pytest", *files, *options)

    def make_words(self, language: str = "") -> None:
        """`make words`, with the packages of this interpreter in place of a .venv of the copy."""
        assert "`make words" in self.text
        (self.folder / ".venv").mkdir(exist_ok=True)
        (self.folder / ".venv" / "ready").touch()
        given = [f"LANGUAGE={language}"] if language else []
        binaries = [f"PYTHON={sys.executable}", f"BIN={Path(sys.executable).parent}"]
        command = ["make", "-o", ".venv/ready", "words", *binaries, *given]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def ask(self, *paths: str) -> list[str]:
        """Bodies of pages of the site in the copy, which all must answer 200."""
        script = (
            "import asyncio, json, sys\n"
            "from pathlib import Path\n"
            "from deploy.site import site\n"
            "async def ask():\n"
            "    datasette = site(Path('db/tip.db'))\n"
            "    await datasette.invoke_startup()\n"
            "    answers = [await datasette.client.get(path) for path in sys.argv[1:]]\n"
            "    print(json.dumps([[a.status_code, a.text] for a in answers]))\n"
            "asyncio.run(ask())\n"
        )
        answers = json.loads(self.run("-c", script, *paths).splitlines()[-1])
        assert [status for status, _ in answers] == [200] * len(paths)
        return [text for _, text in answers]
