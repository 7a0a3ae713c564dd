"""Walk through the Dockerfile without an engine: `python -m deploy.rehearse`. Each stage becomes a
folder that holds only what it copies.

Runs what RUN says in a new virtual environment, starts CMD, asks what HEALTHCHECK asks, reads
pages and puts a new build in the place of the first.
`--here` takes the packages of the running interpreter instead of installing them, which a
test does. Steps that need root (useradd) are named and left out.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from deploy.site import started

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "127.0.0.1:PORT"
SECONDS_TO_SHOW = 20
PATHS = ("/country/SLE", "/fr/country/SLE", "/assets/ledger.css", "/tip/item.json", "/openapi.json")
Step = tuple[str, str]


def stages(text: str) -> list[list[Step]]:
    """The instructions of each stage of a Dockerfile as (name, rest)."""
    found: list[list[Step]] = []
    for line in re.sub(r"\\\n", " ", text).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, rest))
    return found


def copy(rest: str, app: Path, before: Path) -> None:
    """COPY into the folder that stands for /app; from the folder of the stage before when it says
    --from.
    """
    *sources, target = [part for part in rest.split() if not part.startswith("--from")]
    for source in sources:
        if source == "/venv":
            continue
        origin = before / source.removeprefix("/app/") if "--from" in rest else ROOT / source
        goal = app / target / origin.name if target.endswith("/") else app / target
        goal.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(
                origin,
                goal,
                dirs_exist_ok=True,
                ignore=shutil.ignore_patterns("__pycache__", "*.db", ".*"),
            )
        else:
            shutil.copy(origin, goal)


def run(rest: str, app: Path, python: str, install: bool) -> None:
    """RUN, with /venv where it is here; installing and root's work left out where they cannot be
    done.
    """
    for command in rest.split(" && "):
        words = shlex.split(command)
        if words[0] in ("useradd", "mkdir", "chown") or (
            not install and ("venv" in words or "pip" in words[0])
        ):
            print("left out:", command)
            continue
        venv = str(Path(python).parent.parent)
        words = [
            python if word == "/venv/bin/python" else word.replace("/venv", venv) for word in words
        ]
        words[0] = sys.executable if words[0] == "python" else words[0]
        subprocess.run(
            words, cwd=app, check=True, stdout=sys.stderr, env={**os.environ, "PYTHONPATH": ""}
        )


def rehearse_serving(steps: list[Step], app: Path, python: str) -> None:
    """Start CMD with ENV, ask HEALTHCHECK until it is content, read a page in both languages."""
    instructions = dict(steps)
    assignments = instructions["ENV"].replace("/app", str(app)).replace("0.0.0.0:8001", ADDRESS)
    variables = dict(part.split("=", 1) for part in assignments.split())
    begun = time.monotonic()
    program = "import ingest; print(ingest.ROOT.resolve())"
    ran = subprocess.run([python, "-c", program], cwd=app, check=True, capture_output=True)
    if (found := Path(ran.stdout.decode().strip())) != app.resolve():
        raise RuntimeError(f"the code that serves is {found}: db/schema.sql is not beside it")
    command = words_of(instructions["CMD"], python)
    with started(command, {**variables, "PYTHONPATH": ""}, folder=app) as server:
        port = server.address.rpartition(":")[2]
        check = words_of(instructions["HEALTHCHECK"].replace("8001", port), python)
        subprocess.run(check, check=True)
        print(f"healthy after {time.monotonic() - begun:.1f} s")
        for path in PATHS:
            with urllib.request.urlopen(server.address + path, timeout=20) as answer:
                print(answer.status, path, len(answer.read()), "bytes")
        rehearse_new_build(server.address, Path(variables["DATABASE"]))


def rehearse_new_build(address: str, database: Path) -> None:
    """Put another build in the place of the one served; raises TimeoutError if it is not shown."""
    before, deadline = tag_of(address), time.monotonic() + SECONDS_TO_SHOW
    put_another_build(database)
    while tag_of(address) == before:
        if time.monotonic() > deadline:
            raise TimeoutError(f"a new build is not shown after {SECONDS_TO_SHOW} s")
        time.sleep(0.2)
    print("shows a new build")


def tag_of(address: str) -> str | None:
    """The tag of a page, which every build has its own of."""
    with urllib.request.urlopen(f"{address}/about", timeout=20) as answer:
        tag: str | None = answer.headers["etag"]
    return tag


def put_another_build(database: Path) -> None:
    """Replace a database by a file with the same content but for a number of the header that
    nobody uses.
    """
    fresh = database.with_name(".new")
    shutil.copy(database, fresh)
    with fresh.open("r+b") as file:
        file.seek(68)
        file.write(b"\x00\x00\x00\x07")
    os.replace(fresh, database)


def words_of(instruction: str, python: str) -> list[str]:
    """The command of an instruction in its JSON form, with the interpreter of the rehearsal."""
    words: list[str] = json.loads(instruction[instruction.index("[") :])
    return [python if word == "/venv/bin/python" else word for word in words]


def main() -> None:
    """Every stage in order, in a temporary folder."""
    install = "--here" not in sys.argv
    with tempfile.TemporaryDirectory() as folder:
        python = str(Path(folder) / "venv" / "bin" / "python") if install else sys.executable
        app = Path(folder)
        for number, steps in enumerate(stages((ROOT / "Dockerfile").read_text(encoding="utf-8"))):
            before, app = app, Path(folder) / f"stage{number}"
            app.mkdir()
            for name, rest in steps:
                if name == "COPY":
                    copy(rest, app, before)
                elif name == "RUN":
                    run(rest, app, python, install)
        rehearse_serving(steps, app, python)


if __name__ == "__main__":
    main()
