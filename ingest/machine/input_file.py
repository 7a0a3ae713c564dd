"""The provisions of a file to be judged: lines of ingest.text, a CSV, or a law."""

import csv
import io
import json

from ingest.law import readers
from ingest.law.split import split
from ingest.machine.items.suggest import ProvisionText


def read_provisions(data: bytes, name: str, language: str = "") -> list[ProvisionText]:
    """The provisions of a file, whichever of the three forms it has.

    Raises readers.Unreadable when there are none.
    """
    text = data.decode("utf-8-sig", errors="replace")
    rows = parse_json_lines(text) or parse_csv(text, name)
    if rows is None:
        rows = split_law(data, name, language)
    return [row._replace(language=language) if language else row for row in rows]


def split_law(data: bytes, name: str, language: str) -> list[ProvisionText]:
    """The articles of a law in any format; the whole text where it has none."""
    document = readers.read(data, name)
    result = split(document, language)
    articles = [
        ProvisionText(one.number, one.heading, one.text, result.language, one.parent)
        for one in result.provisions
    ]
    return articles or [ProvisionText("", "", document.text, result.language)]


def parse_json_lines(text: str) -> list[ProvisionText] | None:
    """Lines as ingest.text prints them, or None when this is something else."""
    rows = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            return None
        if not isinstance(row, dict) or not {"number", "text"} <= set(row):
            return None
        rows.append(parse_row(row))
    return rows or None


def parse_csv(text: str, name: str) -> list[ProvisionText] | None:
    """Rows of a CSV with a column `text`, or None when this is something else."""
    header = text[:300].split("\n")[0].lower()
    if not name.lower().endswith(".csv") and not (
        "number" in header and "text" in header and "," in header
    ):
        return None
    csv.field_size_limit(50_000_000)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        return [parse_row(row) for row in reader] if "text" in (reader.fieldnames or []) else None
    except csv.Error as error:
        raise readers.Damaged(f"{name}: {error}") from error


def parse_row(row: dict[str, object]) -> ProvisionText:
    """A provision from a row with the columns of ingest.text; what is missing is empty."""
    return ProvisionText(*(str(row.get(column) or "") for column in ProvisionText._fields))
