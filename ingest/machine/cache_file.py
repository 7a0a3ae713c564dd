"""Files that only save time: what cannot be kept is worked out again."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def write_cached(path: Path, write: Callable[[Path], Any]) -> None:
    """Keep what `write` puts into the file it is given, whole or not at all.

    A folder that cannot be written, or a full disk, costs time and not answers; no half is left.
    """
    part = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        part.replace(path)
    except OSError:
        if part.is_file():
            part.unlink()
