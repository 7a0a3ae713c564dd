"""The tables as files: CSV, JSON Lines, Parquet and one workbook. The same rows always give the
same bytes.
"""

import json
import sqlite3
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import xlsxwriter

from ingest.database.table_roles import role_of
from ingest.publish.bundle.entities import Entity, rows
from ingest.publish.csv_files import write_csv

ARROW = {"text": pyarrow.string(), "integer": pyarrow.int64(), "real": pyarrow.float64()}
GROUP = 100_000  # rows held at a time
CELL = 32_767  # characters that a cell of a workbook can hold
CUT = " […]"
HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}


def write_entity_csv(db: sqlite3.Connection, entity: Entity, path: Path) -> None:
    """The rows of a table or view as CSV."""
    write_csv(path, [field.name for field in entity.fields], rows(db, entity))


def write_jsonl(db: sqlite3.Connection, entity: Entity, path: Path) -> None:
    """One JSON object a line with every column, null included: what a database can be made of
    again.
    """
    names = [field.name for field in entity.fields]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows(db, entity):
            file.write(
                json.dumps(
                    dict(zip(names, row, strict=True)), ensure_ascii=False, separators=(",", ":")
                )
                + "\n"
            )


def write_parquet(db: sqlite3.Connection, entity: Entity, path: Path) -> None:
    """Typed columns, zstd, with the words of each column in its metadata."""
    fields = [
        pyarrow.field(
            field.name,
            ARROW[field.type],
            nullable=not field.required,
            metadata={"description": field.words_en or "", "unit": field.unit or ""},
        )
        for field in entity.fields
    ]
    schema = pyarrow.schema(fields, metadata={"title": entity.title, "description": entity.words})
    found = rows(db, entity)
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(found, GROUP)):
            columns = list(zip(*batch, strict=True))
            arrays = [
                pyarrow.array(values, type=field.type)
                for values, field in zip(columns, fields, strict=True)
            ]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
        if not path.stat().st_size or writer.writer is None:
            writer.write_table(schema.empty_table())


def write_xlsx(
    db: sqlite3.Connection,
    all_of_them: list[Entity],
    about: list[tuple[str, str]],
    built: datetime,
    path: Path,
) -> None:
    """One workbook: what it is, the codebook, and a sheet for each table and view with numbers as
    numbers and text as text.
    """
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "Palermo Ledger", "created": built})
    head = book.add_format(HEAD)
    sheet = book.add_worksheet("about")
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    for place, (name, value) in enumerate(about):
        sheet.write_string(place, 0, name, head)
        sheet.write_string(place, 1, value)
    ordered = sorted(all_of_them, key=lambda entity: entity.name != "codebook")
    for entity in ordered:
        if role_of(entity.name) == "index":  # of use to programs only, and half of all rows
            continue
        sheet = book.add_worksheet(entity.name)
        sheet.freeze_panes(1, 0)
        for column, field in enumerate(entity.fields):
            sheet.set_column(column, column, 12 if field.type != "text" else 20)
            sheet.write_string(0, column, field.name, head)
        for place, row in enumerate(rows(db, entity), 1):
            for column, value in enumerate(row):
                if value is not None:
                    write_cell(sheet, place, column, value)
        sheet.autofilter(0, 0, max(1, sheet.dim_rowmax or 0), len(entity.fields) - 1)
    book.close()


def write_cell(sheet: Any, place: int, column: int, value: Any) -> None:
    """One value in its type; a text too long for a cell is cut and says so."""
    if isinstance(value, str):
        sheet.write_string(
            place, column, value if len(value) <= CELL else value[: CELL - len(CUT)] + CUT
        )
    else:
        sheet.write_number(place, column, value)
