"""What people imported: the texts under db/raw/import/<instrument>/ and their list, imported.csv.

A text is imported when its line stands in the list and the file has the hash of the line; a file
alone, or a line alone, is half an import, and the next one of that text completes it. The list is
only ever replaced as a whole.
"""

import csv
import fcntl
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from ingest.law import readers
from ingest.received.texts import Received
from scrapers.snapshots import sha256_of
from scrapers.whole_file import write_whole

COLUMNS = (
    "instrument",
    "file",
    "sha256",
    "received_on",
    "source",
    "url",
    "text_state",
    "language",
    "official",
    "act",
    "hint",
    "as_of",
)
UNPLACED = "unplaced"  # the folder of texts that wait for their instrument
SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
SHA256 = re.compile(r"[0-9a-f]{64}")
Row = dict[str, str]


class Fault(NamedTuple):
    """Something in db/raw/import that cannot be used: where, what stands there, what to do."""

    place: str
    value: str
    hint: str


class ImportLog(NamedTuple):
    """The lines of imported.csv that can be used, oldest first, and what is wrong with the rest."""

    rows: list[Row]
    faults: list[Fault]


def read_log(raw: Path) -> ImportLog:
    """The list of what was imported so far; never raises for a torn or edited line."""
    log = ImportLog([], [])
    path = raw / "import" / "imported.csv"
    if not path.exists():
        return log
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = csv.reader(io.StringIO(text, newline=""))
    head = next(lines, [])
    for cells in lines:
        row = dict(zip(head, cells, strict=False))
        if fault := fault_of_line(head, cells, row):
            place = f"imported.csv:{lines.line_num}"
            hint = f"{fault}; import that file again and this line goes"
            log.faults.append(Fault(place, ",".join(cells)[:200], hint))
        else:
            log.rows.append(row)
    return log


def fault_of_line(head: list[str], cells: list[str], row: Row) -> str:
    """Why a line of imported.csv cannot be used; empty when it can."""
    if unknown := set(head) - set(COLUMNS):
        return f"unknown columns {', '.join(sorted(unknown))}"
    if len(cells) != len(head):
        return f"{len(cells)} cells where the first line names {len(head)}"
    for column in ("file", "received_on", "source"):
        if not row.get(column):
            return f"no {column}"
    if not SHA256.fullmatch(row.get("sha256", "")):
        return "no whole SHA-256"
    if ".." in Path(row["file"]).parts or Path(row["file"]).is_absolute():
        return "a file outside this folder"
    return "" if is_day(row.get("as_of", "")) else f"as_of {row['as_of']} is no day"


def is_day(value: str) -> bool:
    """Whether this is a day, month or year of the calendar, as records write them, or nothing."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", value):
        return not value
    try:
        date.fromisoformat(value + "-01-01"[len(value) - 4 :])
    except ValueError:
        return False
    return True


def imported_texts(raw: Path) -> list[Received]:
    """What was imported so far, oldest first."""
    rows = read_log(raw).rows
    return [Received(path=raw / "import" / row.pop("file"), **row) for row in rows]


def import_faults(raw: Path) -> list[Fault]:
    """Lines of imported.csv that cannot be used, and stored files that no line names."""
    log, folder = read_log(raw), raw / "import"
    listed = {row["file"] for row in log.rows}
    stored = {str(path.relative_to(folder)) for path in folder.glob("*/*") if path.name[:1] != "."}
    hint = "stored, but no line of imported.csv names it; import that file again"
    return log.faults + [Fault(name, name, hint) for name in sorted(stored - listed)]


def store_file(file: Path, values: Row, raw: Path) -> str:
    """Keep a text under its hash and add its line; give what was done, in a few words.

    values: the instrument, empty for a text that nobody can place yet, and any other of COLUMNS
    that is known. The same act of the same file is not stored twice for an instrument; once placed,
    it no longer waits. Raises readers.Unreadable or OSError, with nothing half done that the next
    import of the file would not complete.
    """
    data = readers.load(file)
    sha256 = hashlib.sha256(data).hexdigest()
    suffix = file.suffix.lower() if SUFFIX.fullmatch(file.suffix.lower()) else ""
    folder = raw / "import"
    target = folder / (values["instrument"] or UNPLACED) / f"{sha256[:12]}{suffix}"
    act = values.get("act", "")
    name = str(target.relative_to(folder))
    with locked_folder(folder):
        log = read_log(raw)
        key = (name, sha256, act)
        listed = any(key == (row["file"], row["sha256"], row.get("act", "")) for row in log.rows)
        whole = target.is_file() and sha256_of(target) == sha256
        if listed and whole:
            return f"{target.name} is already there"
        if not whole:
            target.parent.mkdir(exist_ok=True)
            write_whole(target, data)
        row = {"source": "import", "text_state": "unknown", "official": "unknown", **values}
        row |= {"file": name, "sha256": sha256}
        row["received_on"] = datetime.now(UTC).date().isoformat()
        write_log(folder, log, [] if listed else [row])
        if values["instrument"]:
            forget_unplaced(folder, sha256, act)
    return f"{target.name} was damaged and is whole again" if listed else f"as {target.name}"


def forget_unplaced(folder: Path, sha256: str, act: str) -> None:
    """Take a text that has its instrument now from those that wait for one."""
    log = read_log(folder.parent)
    left = [
        row
        for row in log.rows
        if row["instrument"] or (row["sha256"], row.get("act", "")) != (sha256, act)
    ]
    if len(left) == len(log.rows):
        return
    write_log(folder, ImportLog(left, []), [])
    listed = {row["file"] for row in left}
    for path in (folder / UNPLACED).glob(f"{sha256[:12]}*"):
        if str(path.relative_to(folder)) not in listed:
            path.unlink()


@contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Hold the folder of imports; a second import waits. The lock goes with the process."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write_log(folder: Path, log: ImportLog, new: list[Row]) -> None:
    """Replace imported.csv by its usable lines and the new ones; torn lines go to torn.txt."""
    if log.faults:
        kept = folder / "torn.txt"
        before = kept.read_bytes() if kept.exists() else b""
        torn = "".join(f"{fault.place}\t{fault.value}\t{fault.hint}\n" for fault in log.faults)
        write_whole(kept, before + torn.encode())
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([*log.rows, *new])
    write_whole(folder / "imported.csv", text.getvalue().encode())
