"""A file on its way to the process that reads it, which may be on a machine without it."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from ingest.law import readers

MIN_BYTES = 3_000_000  # of files from which further processes pay for their start


class SentFile(NamedTuple):
    """The path of a file, and its bytes or why there are none."""

    path: Path
    held: bytes | readers.Unreadable | OSError

    def content(self) -> bytes:
        """The bytes. Raises what loading them raised."""
        if isinstance(self.held, bytes):
            return self.held
        raise self.held


def send_file(path: Path) -> SentFile:
    """A file with what it holds now; too large or unreadable, with the error in its place."""
    try:
        return SentFile(path, readers.load(path))
    except (readers.Unreadable, OSError) as error:
        return SentFile(path, error)


def workers_for(paths: Iterable[Path]) -> int | None:
    """How many processes `run_batch` is to read these files in: 1, or as many as it finds."""
    return None if sum(path.stat().st_size for path in paths if path.is_file()) >= MIN_BYTES else 1
