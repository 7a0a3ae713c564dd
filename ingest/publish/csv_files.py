"""The one CSV writer of bundles and packs, as RFC 4180 has it.

The site writes its downloads itself, piece by piece (plugins/kit/table_files.py); a test compares
the two.
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def write_csv(
    path: Path, header: Iterable[str], rows: Iterable[Sequence[Any]], mark: bool = False
) -> int:
    """UTF-8, comma, quotes only where needed, CRLF, empty for null; give the number of rows.

    `mark` puts a byte order mark first, for files that people open in a spreadsheet.
    """
    return _write(path, header, rows, ",", "utf-8-sig" if mark else "utf-8")


def write_french_csv(path: Path, header: Iterable[str], rows: Iterable[Sequence[Any]]) -> int:
    """For a double click in a French Excel: byte order mark, semicolon, decimal comma."""
    return _write(path, header, (map(_decimal_comma, row) for row in rows), ";", "utf-8-sig")


def _write(
    path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]], separator: str, encoding: str
) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding=encoding, newline="") as file:
        out = csv.writer(file, delimiter=separator)
        out.writerow(header)
        for row in rows:
            out.writerow(row)
            count += 1
    return count


def _decimal_comma(value: object) -> object:
    return str(value).replace(".", ",") if isinstance(value, float) else value
