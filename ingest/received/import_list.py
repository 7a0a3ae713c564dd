"""The imports.csv of a folder that somebody received: which of its files are the texts of which
instruments. It may name the files of its own folder and nothing else on the machine.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import click

from ingest.received.import_log import COLUMNS
from scrapers.whole_file import read_plain

MOST_BYTES = 20_000_000  # a line for each of 100,000 files
FACTS = {"file", *COLUMNS} - {"sha256", "received_on", "hint"}  # those two are found out, not told


def listed_files(folder: Path) -> list[tuple[Path, dict[str, str]]]:
    """Each file that imports.csv names, with the facts of its line. Raises click.ClickException
    that names file, line and value of everything that is wrong with it.
    """
    plan = folder / "imports.csv"
    rows = list(read_lines(plan))
    faults = [
        f"{plan}:{number}: {fault}" for number, row in rows for fault in faults_of_line(folder, row)
    ]
    if faults:
        raise click.ClickException("\n".join(faults))
    files = [folder / row.pop("file") for _, row in rows]
    facts = [{key: value for key, value in row.items() if value} for _, row in rows]
    return list(zip(files, facts, strict=True))


def read_lines(plan: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The number and the cells of each line. Raises click.ClickException."""
    if not plan.exists():
        raise click.ClickException(
            f"{plan}: a folder needs this file, with the columns file and instrument"
        )
    try:
        text = read_plain(plan, MOST_BYTES).decode("utf-8-sig")
        lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if unknown := set(lines.fieldnames or ()) - FACTS:
            raise click.ClickException(f"{plan}:1: no such columns: {sorted(unknown)}")
        for row in lines:
            # the reader puts cells beyond the last column under None, missing ones are None
            yield lines.line_num, {str(key): value or "" for key, value in row.items()}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise click.ClickException(f"{plan}: a CSV file in UTF-8 is wanted: {error}") from error


def faults_of_line(folder: Path, row: dict[str, str]) -> Iterator[str]:
    """What is wrong with one line."""
    if "None" in row:
        yield f"more cells than columns: {row['None']}"
    if not row.get("instrument"):
        yield "no instrument"
    name = row.get("file", "")
    if not name:
        yield "no file"
    elif not is_inside(folder, name):
        yield f"file {name!r} is not in this folder"
    elif not (folder / name).is_file():
        yield f"file {name!r} is not there"


def is_inside(folder: Path, name: str) -> bool:
    """True for a file below the folder, also behind every link; false for an absolute path."""
    if "\0" in name or Path(name).is_absolute():
        return False
    return (folder / name).resolve().is_relative_to(folder.resolve())
