"""Rows of text_source that a test makes."""

import csv
import hashlib
from pathlib import Path

COLUMNS = ("instrument", "ordinal", "address", "fetched_by", "format", "sha256", "locator")
COLUMNS += ("extract_sha256", "language", "text_state", "as_of", "official", "main", "source")
COLUMNS += ("terms_en", "terms_fr", "note", "note_fr")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def text_row(**values: str) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    row |= {"ordinal": "1", "fetched_by": "program", "format": "text", "text_state": "as_enacted"}
    row |= {"official": "no", "main": "1", "source": "import", "terms_en": "x", "terms_fr": "x"}
    return row | values


def write_rows(folder: Path, rows: list[dict[str, str]]) -> Path:
    (folder / "text_source").mkdir(parents=True, exist_ok=True)
    path = folder / "text_source" / "AAA.csv"
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path
