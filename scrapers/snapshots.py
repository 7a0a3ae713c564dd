"""Snapshots of one source in db/raw/<source>/.

<name>.<kind>     the page as received; replaced only by a page that parses, and only as a whole
fetched.csv       one line per request: name, url, fetched_at, status, sha256, bytes state.json
what the next request needs: the validators, the hash and the number of rows of each snapshot
rejected/         pages that arrived but were not understood, for a person to look at
unfinished.json   when the present run began; gone when a run is complete
"""

import csv
import hashlib
import io
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapers.whole_file import put_in_place, write_whole

COLUMNS = ("name", "url", "fetched_at", "status", "sha256", "bytes")
VALIDATORS = ("etag", "last_modified")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,149}")
KINDS = (
    "html",
    "xml",
    "json",
    "pdf",
    "text",
)  # what content.kind_of() may say of a page worth keeping
SAVE_EVERY = 100  # pages; the file grows with their number, so not for each
LONGEST_VALIDATOR = 1_000  # signs; state.json keeps one for each page
SETTLED = ("ok", "not modified", "gone")
RESUMABLE = timedelta(days=1)


def utc_now() -> str:
    """The time in UTC as fetched_at holds it: 2026-11-23T19:06:00Z."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Store:
    """The folder of one source. Creates it; raises OSError when it cannot be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.log_path = folder / "fetched.csv"
        self.mend_log()
        self.unsaved = 0
        state = folder / "state.json"
        self.state: dict[str, dict[str, Any]] = (
            json.loads(state.read_text("utf-8")) if state.exists() else {}
        )

    def mend_log(self) -> None:
        """Cut off half a line that a kill left at the end of fetched.csv."""
        if self.log_path.exists():
            data = self.log_path.read_bytes()
            if not data.endswith(b"\n"):
                write_whole(self.log_path, data[: data.rfind(b"\n") + 1])

    def snapshot_path(self, name: str) -> Path | None:
        """The saved page of that name, or None."""
        if not NAME.fullmatch(name):
            raise ValueError(f"a snapshot name is small letters, digits, - and _: {name!r}")
        return next(
            (path for kind in KINDS if (path := self.folder / f"{name}.{kind}").exists()), None
        )

    def saved_names(self) -> list[str]:
        """Names of all saved pages."""
        own = {"state", "unfinished"}
        return sorted(
            {
                path.stem
                for path in self.folder.iterdir()
                if path.suffix[1:] in KINDS and not path.name.startswith(".")
            }
            - own
        )

    def read_validators(self, name: str, url: str) -> dict[str, str]:
        """ETag and Last-Modified of the snapshot, if it is whole and came from this address; {}
        otherwise.
        """
        known, path = self.state.get(name, {}), self.snapshot_path(name)
        if path is None or known.get("url") != url or sha256_of(path) != known.get("sha256"):
            return {}
        return {key: known[key] for key in VALIDATORS if can_be_sent(known.get(key))}

    def keep_page(self, name: str, received: Path, kind: str, facts: dict[str, Any]) -> Path:
        """Make the received file the snapshot of that name, in one step. `facts` are url, sha256,
        rows, etag, last_modified.
        """
        before = self.snapshot_path(name)
        target = self.folder / f"{name}.{kind}"
        put_in_place(received, target)
        if before and before != target:
            before.unlink()
        self.state[name] = {
            key: value
            for key, value in facts.items()
            if value is not None and (key not in VALIDATORS or can_be_sent(value))
        }
        self.unsaved += 1
        if self.unsaved == SAVE_EVERY:
            self.save_state()
        return target

    def save_state(self) -> None:
        """Write state.json. What a kill loses of it costs a request without validators, never a
        page.
        """
        if self.unsaved:
            write_whole(
                self.folder / "state.json",
                json.dumps(self.state, indent=1, sort_keys=True).encode(),
            )
            self.unsaved = 0

    def set_aside(self, name: str, received: Path, kind: str) -> Path:
        """Put a page that was not understood aside, where it does no harm."""
        target = self.folder / "rejected" / f"{name}.{kind}"
        target.parent.mkdir(exist_ok=True)
        os.replace(received, target)
        return target

    def log_request(
        self, name: str, url: str, status: str, sha256: str = "", size: int | str = ""
    ) -> None:
        """Append one line to fetched.csv and see it on the disk."""
        line = io.StringIO()
        writer = csv.writer(line, lineterminator="\n")
        if not self.log_path.exists() or not self.log_path.stat().st_size:
            writer.writerow(COLUMNS)
        writer.writerow((name, url, utc_now(), status, sha256, size))
        with self.log_path.open("ab") as file:
            file.write(line.getvalue().encode())
            file.flush()
            os.fsync(file.fileno())

    def logged_requests(self) -> list[dict[str, str]]:
        """All lines of fetched.csv, oldest first."""
        if not self.log_path.exists():
            return []
        with self.log_path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def begin_run(self) -> set[str]:
        """Start a run, or take up the one that was killed less than a day ago. Returns the names
        that run had already settled.
        """
        mark = self.folder / "unfinished.json"
        if mark.exists():
            run = json.loads(mark.read_text("utf-8"))
            if datetime.now(UTC) - datetime.fromisoformat(run["started_at"]) < RESUMABLE:
                return {
                    line["name"]
                    for line in self.logged_requests()[run["lines_before"] :]
                    if line["status"] in SETTLED
                }
        write_whole(
            mark,
            json.dumps(
                {"started_at": utc_now(), "lines_before": len(self.logged_requests())}
            ).encode(),
        )
        return set()

    def finish_run(self) -> None:
        """The run is complete: the next one starts from the beginning."""
        (self.folder / "unfinished.json").unlink(missing_ok=True)


def can_be_sent(validator: object) -> bool:
    """True for the value of a header that we may keep and send back: short, plain ASCII."""
    return (
        isinstance(validator, str)
        and 0 < len(validator) <= LONGEST_VALIDATOR
        and validator.isascii()
        and validator.isprintable()
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
