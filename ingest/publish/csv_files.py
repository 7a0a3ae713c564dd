"""The one CSV writer of bundles and packs, as RFC 4180 has it.

The site writes its downloads itself, piece by piece (plugins/kit/table_files.py); a test compares
the two.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from ingest.spreadsheet_cells import cell, comma_cell


def write_csv(
    path: Path, header: Iterable[str], rows: Iterable[Sequence[Any]], mark: bool = False
) -> int:
    """UTF-8, comma, quotes only where needed, CRLF, empty for null; give the number of rows. No
    cell is a formula.

    `mark` puts a byte order mark first, for files that people open in a spreadsheet.
    """
    return _write(path, header, rows, cell, ",", "utf-8-sig" if mark else "utf-8")


def write_comma_csv(path: Path, header: Iterable[str], rows: Iterable[Sequence[Any]]) -> int:
    """For a double click in an Excel that writes a decimal comma: byte order mark, semicolon, text
    that stays text.
    """
    return _write(path, header, rows, comma_cell, ";", "utf-8-sig")


def _write(
    path: Path,
    header: Iterable[str],
    rows: Iterable[Iterable[Any]],
    as_cell: Callable[[object], object],
    separator: str,
    encoding: str,
) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.writer(file, delimiter=separator)
        out.writerow(map(as_cell, header))
        for row in rows:
            out.writerow(map(as_cell, row))
            count += 1
    return count
