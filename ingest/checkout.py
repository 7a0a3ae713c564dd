"""What version control knows of this folder: which commit it is, and whether all is committed.

Nothing here needs git: without it (a zip of the sources, a slim container) the commit is unknown.
"""

import os
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ingest import ROOT
from ingest.database import Refused

STATUS = ("--no-optional-locks", "status", "--porcelain", "--untracked-files=no")


def git(*words: str) -> str | None:
    """What git prints, or None when it is not there or has nothing to say of this folder."""
    try:
        said = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    except OSError:  # no git on this machine
        return None
    return said.stdout.decode(errors="replace") if said.returncode == 0 else None


def commit() -> str | None:
    """The commit of this folder, or None when it is unknown. A folder that was unpacked somewhere
    inside another project's checkout is not that project.
    """
    found = (git("rev-parse", "HEAD", "--show-toplevel") or "").splitlines()
    here = len(found) == 2 and Path(found[1]).resolve() == ROOT.resolve()
    return found[0] if here else None


def committed(made_from: Iterable[Path]) -> bool:
    """Is every change of this folder committed, and each of these files part of the commit? Pages
    in db/raw are not, as git ignores them.
    """
    if commit() is None or git(*STATUS) != "":
        return False
    root, place = ROOT.resolve(), cache(Path.resolve)  # thousands of files in few folders
    tracked = {f"{root}/{name}" for name in (git("ls-files", "-z") or "").split("\0")}
    return all(f"{place(path.parent)}/{path.name}" in tracked for path in made_from)


def is_state(made_from: Iterable[Path]) -> bool:
    """Is what is built of these files a state that later ones are compared with: a committed one,
    or any where nothing is committed?
    """
    return commit() is None or committed(made_from)


def moment(made_from: Iterable[Path]) -> datetime:
    """The time that stands in a build of these files as `built_at`, in UTC.

    It is the time of the state, so that the same state gives the same bytes whenever it is built:
    SOURCE_DATE_EPOCH if that is set (see reproducible-builds.org), else the commit's date when
    everything is committed. What is not committed has no other time than now. Nobody may tell two
    builds apart by it: the site compares the files themselves (live_reload.py and cache.py).

    Raises Refused when SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch and committed(made_from):
        epoch = git("show", "--no-patch", "--format=%ct", "HEAD")
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Refused(f"SOURCE_DATE_EPOCH is {epoch!r}, not a number of seconds") from error
