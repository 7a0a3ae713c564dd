"""Work for other processes to do and die of; imports nothing heavy, for each process begins by
importing it.
"""

import os
import signal
import time
from pathlib import Path
from types import SimpleNamespace

from ingest.law.sent_file import SentFile


def work(thing: str) -> str:
    """A thing that does what its name says, in a process of its own."""
    if thing.startswith("kill"):
        os.kill(os.getpid(), signal.SIGKILL)
    if thing.startswith("once") and not (marker := Path(thing.removeprefix("once "))).exists():
        marker.write_text(str(os.getpid()))
        os.kill(os.getpid(), signal.SIGKILL)
    if thing.startswith("memory"):
        bytearray(1 << 50)
    if thing.startswith("slow"):
        time.sleep(0.3)
    return f"{thing} done"


def read_file(file: SentFile) -> SimpleNamespace:
    """A reader of files that a file called kill kills."""
    work(file.path.stem)
    return SimpleNamespace(suggestions=[])
