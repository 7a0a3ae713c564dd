"""Curated files as `make decisions` writes them: whole, in their canonical form."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ingest import curated
from ingest.database import Model, create
from ingest.lint import canonical_csv, canonical_document
from scrapers.whole_file import write_whole

REJECTIONS = ("provision", "item", "reviewer", "reviewed_on", "review_reason", "review_language")


def add_lines(path: Path, table: str, lines: list[dict[str, str]]) -> None:
    """Add rows to a flat file that may not be there yet."""
    write_flat(path, table, [*read_flat(path, table), *lines])


def read_flat(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a flat file that may not be there yet."""
    return [dict(row.values) for row in curated.read_csv(path, table)] if path.exists() else []


def write_flat(
    path: Path,
    table: str,
    rows: Sequence[Mapping[str, str | None]],
    columns: Sequence[str] = (),
) -> None:
    """Write a flat file in its canonical form, with these columns and every other of its rows."""
    columns = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, out.getvalue().encode())
    write_whole(path, canonical_csv(path, table, model()).encode())


def write_or_remove(path: Path, table: str, rows: Sequence[Mapping[str, str | None]]) -> None:
    """Write a flat file, or take it away when no row is left in it."""
    if rows:
        path.parent.mkdir(exist_ok=True)
        write_flat(path, table, rows)
    else:
        path.unlink(missing_ok=True)


def read_rejections(folder: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The rows of rejection.csv by provision and item."""
    path = folder / "rejection.csv"
    rows = read_flat(path, "rejection")
    held = [{name: value for name, value in row.items() if value} for row in rows]
    return {(row["provision"], row["item"]): row for row in held}


def write_rejections(folder: Path, rejected: Mapping[tuple[str, str], dict[str, str]]) -> None:
    """Write rejection.csv in its canonical form."""
    write_flat(folder / "rejection.csv", "rejection", list(rejected.values()), REJECTIONS)


def write_document(path: Path, tree: dict[str, Any]) -> None:
    """Write the document of an act in its canonical form."""
    written = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
    write_whole(path, written.encode())
    write_whole(path, canonical_document(path, "instrument", model()).encode())


def model() -> Model:
    """The data model, to put files in their order."""
    return Model(create(Path(":memory:")))
