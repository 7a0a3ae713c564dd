"""What the benchmarks share: a built database, Markdown tables, percentiles, work and memory of a
process as the kernel counts them.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def built_database() -> Iterator[Path]:
    """A database built from the curated files by a process of its own, in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "tip.db"
        command = [sys.executable, "-m", "ingest.build", "--output", str(database)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        yield database


def print_heads(*columns: str) -> None:
    """Begin a Markdown table."""
    print("\n| " + " | ".join(columns) + " |\n" + "|---" * len(columns) + "|")


def print_row(*cells: object) -> None:
    """One row of a Markdown table, shown at once; a fraction with one decimal."""
    texts = [f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in cells]
    print("| " + " | ".join(texts) + " |", flush=True)


def percentile(times: Sequence[float], share: float) -> float:
    """The time below which `share` (0 to 1) of the times lie; 0.5 is the median."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def cpu_seconds(pid: int) -> float:
    """Seconds of work that a process and its children have done so far."""
    fields = [stat for folder in Path("/proc").glob("[0-9]*") if (stat := process_stat(folder))]
    own = [stat for stat in fields if str(pid) in (stat[0], stat[2])]
    return sum(int(stat[12]) + int(stat[13]) for stat in own) / os.sysconf("SC_CLK_TCK")


def process_stat(folder: Path) -> list[str]:
    """Id, state, id of the parent and so on, as in proc(5); empty when the process has ended."""
    try:
        text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [folder.name, *text.rpartition(") ")[2].split()]


def peak_memory(pid: int | str = "self") -> float:
    """The most memory a process has had, in MB; 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0
