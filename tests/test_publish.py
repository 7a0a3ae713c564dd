"""How the site is published: the Dockerfile keeps its rules and its steps work, several processes
serve and notice a new build.
"""

import gc
import re
import runpy
import shutil
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from deploy.rehearse import put_another_build, stages
from deploy.rehearse_copies import configuration, trace
from deploy.site import gunicorn_command, started

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_dockerfile_keeps_the_rules():
    found = stages(DOCKERFILE)
    for steps in found:
        assert re.fullmatch(r"python:\d+\.\d+\.\d+-slim-\w+( AS \w+)?", dict(steps)["FROM"]), (
            "base by full version"
        )
        for name, rest in steps:
            assert name in {
                "FROM",
                "WORKDIR",
                "COPY",
                "RUN",
                "ENV",
                "USER",
                "EXPOSE",
                "HEALTHCHECK",
                "CMD",
            }
            assert "sudo" not in rest
            if name == "RUN" and "pip install" in rest:
                assert "--no-cache-dir" in rest
            if name == "WORKDIR":
                assert rest.startswith("/")
            if name == "COPY" and "--from" not in rest:
                assert all((ROOT / source).exists() for source in rest.split()[:-1]), rest
    last = [name for name, _ in found[-1]]
    told = dict(found[-1])
    assert told["USER"].isdecimal()
    assert int(told["USER"]) > 0
    assert last.index("USER") < last.index("CMD")
    assert told["CMD"].startswith("[")
    assert "/healthz" in told["HEALTHCHECK"]


def test_what_the_image_copies_is_not_ignored():
    let_in = {
        line.removeprefix("!").split("/")[0]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    copied = {
        source.split("/")[0]
        for steps in stages(DOCKERFILE)
        for name, rest in steps
        if name == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    }
    assert copied <= let_in


def test_hadolint_has_nothing_to_say():
    if not shutil.which("hadolint"):
        # the rules above are those of it that matter here; with hadolint on the path all of them
        # are checked
        return
    assert (
        subprocess.run(
            ["hadolint", str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False
        ).stdout
        == ""
    )


def test_steps_of_the_dockerfile_build_and_serve():
    done = subprocess.run(
        [sys.executable, "-m", "deploy.rehearse", "--here"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "healthy after" in done.stdout
    assert "200 /fr/country/SLE" in done.stdout
    assert "shows a new build" in done.stdout


def test_several_processes_serve_and_notice_a_new_build(built, tmp_path):
    database = tmp_path / "tip.db"
    shutil.copy(built, database)
    command, variables = gunicorn_command(database, "2")
    with started(command, variables) as server:

        def tags():
            address = f"{server.address}/about"
            answers = (urllib.request.urlopen(address, timeout=10) for _ in range(12))
            return {answer.headers["etag"] for answer in answers}

        before = tags()
        put_another_build(database)
        deadline = time.monotonic() + 20
        while (after := tags()) == before or len(after) > 1:
            assert time.monotonic() < deadline, "a process still serves the old build"
            time.sleep(0.2)
    assert len(before) == 1, (
        "every process gives the same tag for the same build, or caches would fetch twice"
    )


def test_what_stays_is_left_out_of_the_search_for_garbage(ledger):
    """With a site in the process a whole search must find little left to look at."""
    settings = runpy.run_path(str(ROOT / "deploy" / "gunicorn.py"))
    try:
        settings["post_worker_init"](None)
        assert gc.get_freeze_count() > 10 * len(gc.get_objects())
    finally:
        gc.unfreeze()


def test_a_page_is_made_by_one_process_and_sent_by_all(built_of_few, tmp_path):
    """Where systemd gives the service a folder, which a new start finds as a dead one left it."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "left").touch()
    command, variables = gunicorn_command(built_of_few, "2")
    with started(command, variables | {"RUNTIME_DIRECTORY": str(tmp_path)}) as server:
        answers = [urllib.request.urlopen(f"{server.address}/items", timeout=10).read()]
        (made,) = kept.iterdir()
        first = made.stat().st_mtime_ns
        for _ in range(12):
            answers.append(urllib.request.urlopen(f"{server.address}/items", timeout=10).read())
        assert [made.stat().st_mtime_ns] == [path.stat().st_mtime_ns for path in kept.iterdir()]
        assert (made.stat().st_mtime_ns, len(set(answers))) == (first, 1)
        assert stat.S_IMODE(kept.stat().st_mode) == 0o700


def test_the_rehearsal_of_copies_changes_ports_and_folders_of_nginx_alone(built, tmp_path):
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    written = configuration(["http://127.0.0.1:1", "http://127.0.0.1:2"], 3, tmp_path)
    assert "server 127.0.0.1:1; server 127.0.0.1:2;" in written
    assert [line for line in shipped.splitlines() if line not in written.splitlines()] == [
        line
        for line in shipped.splitlines()
        if "127.0.0.1:8001" in line or "listen 80" in line or "/var/cache" in line
    ]
    asked = trace(built, "/assets/ledger.css?_hash=1", 2_000)
    assert asked == trace(built, "/assets/ledger.css?_hash=1", 2_000)
    assert 300 < len(set(asked)) < 1_500, "some pages often, many seldom"
    assert 200 < sum(path.startswith("/fr/") for path in asked) < 500
