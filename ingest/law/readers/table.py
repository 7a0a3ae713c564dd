"""CSV and XLSX: a table of provisions, or of anything else (plan activities, say).

A table with a column for the number and one for the text is law; every other table gives one `row`
block a line, cells by column name. French Excel (BOM, semicolons, windows-1252) is read as it
comes.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any

import openpyxl

from ingest.folding import for_search
from ingest.law.readers import archive
from ingest.law.readers.document import Block, Damaged, Document, Empty, TooLarge
from scrapers.content import decode

MAX_ROWS = 200_000
MAX_CELLS = 4_000_000
COLUMNS = {
    "number": (
        "number",
        "numero",
        "no",
        "n°",
        "article",
        "section",
        "num",
        "artigo",
        "articulo",
        "رقم",
        "المادة",
    ),
    "heading": (
        "heading",
        "intitule",
        "titre",
        "title",
        "epigrafe",
        "titulo",
        "rubrique",
        "العنوان",
    ),
    "text": ("text", "texte", "content", "contenu", "texto", "conteudo", "النص"),
    "language": ("language", "langue", "lengua", "lingua", "idioma", "اللغة"),
    "parent": ("parent", "chapter", "chapitre", "part", "partie", "capitulo"),
}


def read_csv(data: bytes, name: str) -> Document:
    """A CSV file; the separator is the one that splits its lines most evenly."""
    text, encoding, warnings = decode(data)
    head = text.lstrip("\r\n")
    if head.lower().startswith("sep=") and "\n" in head:
        head = head.split("\n", 1)[1]
    separator = _find_separator(head)
    csv.field_size_limit(5_000_000)
    try:
        rows = list(
            csv.reader(io.StringIO(head.replace("\0", ""), newline=""), delimiter=separator)
        )
    except csv.Error as error:
        raise Damaged(f"not a CSV file: {error}") from error
    document = _table_document(rows, warnings)
    document.metadata |= {"encoding": encoding, "separator": separator}
    return document


def _find_separator(text: str) -> str:
    sample = text[:20_000].split("\n")[:20]
    counts = {sign: [line.count(sign) for line in sample if line.strip()] for sign in ",;\t|"}
    return max(
        counts,
        key=lambda sign: (
            bool(counts[sign] and counts[sign][0]),
            counts[sign][0] if counts[sign] else 0,
        ),
    )


def read_xlsx(data: bytes, name: str) -> Document:
    """The first sheet that holds a table; dates as YYYY-MM-DD, numbers without a trailing .0."""
    archive.check_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [(sheet.title, _read_cells(sheet)) for sheet in book.worksheets]
        book.close()
    except (TooLarge, Empty):
        raise
    except Exception as error:  # openpyxl raises whatever the XML made it stumble over
        raise Damaged(f"not a whole workbook: {error}") from error
    filled = [(title, rows) for title, rows in sheets if rows]
    if not filled:
        raise Empty("no cell is filled")
    document = _table_document(filled[0][1], [])
    document.metadata["sheet"] = filled[0][0]
    document.left_out += [
        ("\n".join(" | ".join(filter(None, row)) for row in rows), f"sheet {title}")
        for title, rows in filled[1:]
    ]
    if len(filled) > 1:
        document.warnings.append(f"sheets not read: {', '.join(title for title, _ in filled[1:])}")
    return document


def _read_cells(sheet: Any) -> list[list[str]]:
    rows: list[list[str]] = []
    count = 0
    for values in sheet.iter_rows(values_only=True):
        count += len(values)
        if len(rows) > MAX_ROWS or count > MAX_CELLS:
            raise TooLarge(
                f"sheet {sheet.title} has more than {MAX_ROWS} rows or {MAX_CELLS} cells"
            )
        row = [_cell_text(value) for value in values]
        if any(row):
            rows.append(row)
    return rows


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    return text.removesuffix(" 00:00:00") if hasattr(value, "year") else text


def _column(name: str) -> str:
    """A column name without accents, case and the marks around it."""
    return for_search(name.replace("°", "o")).strip().strip(".:*")


def _table_document(rows: Iterable[list[str]], warnings: list[str]) -> Document:
    """The document of a table, its first filled line being the names of the columns."""
    filled = [[cell.strip() for cell in row] for row in rows]
    head, *lines = [row for row in filled if any(row)] or [[]]
    if not lines:
        raise Empty("no line under the column names")
    if len(lines) >= MAX_ROWS:
        raise TooLarge(f"{len(lines)} rows")
    head = [cell or f"column {number}" for number, cell in enumerate(head, 1)]
    warnings += _warn_of_ragged(head, lines)
    places = {key: _find_column(head, names) for key, names in COLUMNS.items()}
    if places["number"] >= 0 and places["text"] >= 0:
        document = _provision_blocks(lines, places, warnings)
        document.left_out = _unread_columns(head, lines, set(places.values()))
        return document
    blocks = [_row_block(head, row) for row in lines]
    return Document({"columns": ", ".join(head)}, blocks, warnings)


def _unread_columns(
    head: list[str], lines: list[list[str]], read: set[int]
) -> list[tuple[str, str]]:
    """The words of a table of articles that stand in other columns."""
    width = max(len(head), *map(len, lines))
    columns = {
        at: "\n".join(row[at] for row in lines if at < len(row) and row[at])
        for at in range(width)
        if at not in read
    }
    names = [*head, *("beside the table" for _ in range(len(head), width))]
    return [(words, f"column {names[at]}") for at, words in columns.items() if words]


def _warn_of_ragged(head: list[str], lines: list[list[str]]) -> list[str]:
    ragged = sum(len(row) != len(head) for row in lines)
    warning = f"{ragged} lines do not have the {len(head)} cells of the first line"
    return [warning] if ragged else []


def _find_column(head: list[str], names: tuple[str, ...]) -> int:
    """Index of the first column with one of these names; -1 when there is none."""
    known = {_column(name) for name in names}
    return next((at for at, cell in enumerate(head) if _column(cell) in known), -1)


def _row_block(head: list[str], row: list[str]) -> Block:
    text = " | ".join(filter(None, row))
    return Block(text, "row", cells=dict(zip(head, row, strict=False)))


def _provision_blocks(
    rows: list[list[str]], places: dict[str, int], warnings: list[str]
) -> Document:
    def cell(row: list[str], key: str) -> str:
        return row[places[key]] if 0 <= places[key] < len(row) else ""

    blocks: list[Block] = []
    parent = ""
    for row in rows:
        if cell(row, "parent") not in ("", parent):
            parent = cell(row, "parent")
            blocks.append(Block(parent, "heading", 1))
        blocks.append(
            Block(cell(row, "text"), "provision", 0, cell(row, "number"), cell(row, "heading"))
        )
    languages = {cell(row, "language") for row in rows} - {""}
    metadata = {"language": languages.pop()} if len(languages) == 1 else {}
    return Document(metadata, blocks, warnings)
