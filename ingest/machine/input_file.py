"""The provisions of any file that suggestions are asked for: lines of ingest.text, a CSV, or a law."""

import csv
import io
import json

from ingest.law import readers
from ingest.law.split import split
from ingest.machine.items.suggest import ProvisionText


def provisions(data: bytes, name: str, language: str = "") -> list[ProvisionText]:
    """The provisions of a file, whichever of the three forms it has; raise readers.Unreadable when
    there are none.
    """
    text = data.decode("utf-8-sig", errors="replace")
    rows = json_lines(text) or csv_rows(text, name)
    if rows is None:
        result = split(readers.read(data, name), language)
        rows = [
            ProvisionText(one.number, one.heading, one.text, result.language, one.parent)
            for one in result.provisions
        ]
        if not rows:
            return [ProvisionText("", "", readers.read(data, name).text, result.language)]
    return [row._replace(language=language) if language else row for row in rows]


def json_lines(text: str) -> list[ProvisionText] | None:
    """Lines as ingest.text prints them, or None when this is something else."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            return None
        if not isinstance(row, dict) or not {"number", "text"} <= set(row):
            return None
        found.append(given(row))
    return found or None


def csv_rows(text: str, name: str) -> list[ProvisionText] | None:
    """Rows of a CSV with a column `text`, or None when this is something else."""
    header = text[:300].split("\n")[0].lower()
    if not name.lower().endswith(".csv") and not (
        "number" in header and "text" in header and "," in header
    ):
        return None
    csv.field_size_limit(50_000_000)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        return [given(row) for row in reader] if "text" in (reader.fieldnames or []) else None
    except csv.Error as error:
        raise readers.Damaged(f"{name}: {error}") from error


def given(row: dict[str, object]) -> ProvisionText:
    """A provision from a row with the columns of ingest.text; what is missing is empty."""
    return ProvisionText(*(str(row.get(column) or "") for column in ProvisionText._fields))
