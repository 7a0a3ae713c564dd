"""Facts kept by hand in db/curated, read as rows of the data model.

Two shapes, and no more:
- `<table>.csv` or `<table>/<any name>.csv`: a flat file, one row a line, columns named as in
  db/schema.sql;
- `<table>/.../<id>.yml`: one record of that table with the records that belong to it nested under
  the name of their table. A nested record takes its parent's id, and source, locator and
  verification where it does not say otherwise.
Every value is text as written: 5.10 stays 5.10 and NO stays NO.
"""

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import yaml

from ingest.database import Model, Refused
from ingest.folding import slug

GROUPS = ("lexicon", "search")  # folders that only hold tables together
INHERITED = ("source", "locator", "verification")
Values = dict[str, str | None]


class Row(NamedTuple):
    """One row and where it was written, as `file:line`."""

    table: str
    values: Values
    origin: str


def read(folder: Path, model: Model) -> Iterator[Row]:
    """Every row of a curated folder, in the order of file names; raise Refused at the first thing
    that cannot be read.
    """
    for path in files(folder):
        if path.suffix == ".csv":
            yield from read_csv(path, table_of(path, folder))
        elif path.suffix == ".yml":
            yield from read_document(path, table_of(path, folder), model)
        elif path.name != "README.md":
            raise Refused(f"{path}: neither .csv nor .yml")


def files(folder: Path) -> list[Path]:
    """Every file of a curated folder, in the order of names, without what a writer that was killed
    left of one (scrapers/whole_file.py).
    """
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and not path.match(".*.part")
    )


def table_of(path: Path, folder: Path) -> str:
    """The table a file belongs to: its folder under the curated folder, or its own name when it
    lies at the top.
    """
    parts = path.relative_to(folder).parts
    parts = parts[1:] if parts[0] in GROUPS else parts
    return parts[0] if len(parts) > 1 else path.stem


def text_of(path: Path) -> str:
    """The text of a UTF-8 file; raise Refused with the byte that is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(
            f"{path}:{line}: byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"
        ) from error


def lines_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines of a flat file, each with its number and its cells; a cell may hold line breaks of
    its own.
    """
    reader = csv.reader(text_of(path).splitlines(keepends=True), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused(f"{path}:{line}: broken quoting: {error}") from error


def header_of(path: Path) -> list[str]:
    """The columns that the first line of a flat file names, each once; raise Refused where it names
    none.
    """
    _, header = next(lines_of(path), (1, []))
    if not header:
        raise Refused(
            f"{path}:1: no header; the first line names the columns, even where no row follows"
        )
    if len(set(header)) < len(header) or not all(header):
        raise Refused(f"{path}:1: a column is named twice or not at all: {header}")
    return header


def read_csv(path: Path, table: str) -> Iterator[Row]:
    """Rows of a flat file; every line must have as many cells as the header."""
    header = header_of(path)
    for line, cells in islice(lines_of(path), 1, None):
        if len(cells) != len(header):
            raise Refused(f"{path}:{line}: {len(cells)} cells under {len(header)} columns: {cells}")
        yield Row(
            table,
            {column: cell or None for column, cell in zip(header, cells, strict=True)},
            f"{path}:{line}",
        )


def compose(path: Path) -> yaml.MappingNode:
    """The YAML tree of a document with its line numbers; nothing is turned into numbers, booleans
    or dates.
    """
    try:
        node = yaml.compose(text_of(path), Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refused(f"{path}:{line}: not YAML: {error.problem}") from error
    if not isinstance(node, yaml.MappingNode):
        raise Refused(f"{path}:1: a document is a mapping of column to value")
    return node


def read_document(path: Path, table: str, model: Model) -> Iterator[Row]:
    """The record of a document and the records nested in it, parents first."""
    node = compose(path)
    rows = list(walk(path, table, node, model, None, {}))
    identity = rows[0].values.get(model.keys[table][0])
    if identity != path.stem:
        raise Refused(f"{path}:1: the file is named {path.stem!r} but its id is {identity!r}")
    yield from rows


def walk(
    path: Path, table: str, node: yaml.Node, model: Model, parent: Row | None, given: Values
) -> Iterator[Row]:
    """Turn one mapping, and the mappings under it, into rows. `given` holds what the enclosing
    record hands down.
    """
    origin = f"{path}:{node.start_mark.line + 1}"
    if table not in model.columns:
        raise Refused(f"{origin}: no table is called {table!r}")
    if isinstance(
        node, yaml.ScalarNode
    ):  # a bare value under a link table, such as a list of items
        last = model.keys[table][-1]
        yield Row(table, {**given, last: node.value}, origin)
        return
    if not isinstance(node, yaml.MappingNode):
        raise Refused(f"{origin}: expected a record of {table}")
    own: Values = {}
    nested: list[tuple[str, yaml.Node]] = []
    for key, value in node.value:
        if key.value in own or key.value in dict(nested):
            raise Refused(f"{path}:{key.start_mark.line + 1}: {key.value!r} is given twice")
        if isinstance(value, yaml.ScalarNode) and key.value in model.columns[table]:
            own[key.value] = value.value or None
        elif key.value in model.columns:
            nested.append((key.value, value))
        else:
            raise Refused(
                f"{path}:{key.start_mark.line + 1}: {table} has no column or part {key.value!r}"
            )
    row = Row(table, complete(table, own, given, model, parent), origin)
    yield row
    for name, child in nested:
        yield from walk_children(path, row, name, child, model)


def walk_children(path: Path, row: Row, name: str, node: yaml.Node, model: Model) -> Iterator[Row]:
    """The records of table `name` nested in `row`: a list, or a single mapping where there can be
    only one.
    """
    column = model.parent_column(name, row.table)
    if column is None:
        raise Refused(f"{path}:{node.start_mark.line + 1}: {name} does not belong to {row.table}")
    identity = row.values.get(model.keys[row.table][0])
    children = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for ordinal, child in enumerate(children, 1):
        given = {column: identity}
        if column == "entity_id":
            given["entity"] = row.table
        if "ordinal" in model.columns[name]:
            given["ordinal"] = str(ordinal)
        yield from walk(path, name, child, model, row, given)


def complete(table: str, own: Values, given: Values, model: Model, parent: Row | None) -> Values:
    """Add to a record what it takes from its place: the parent's id, its ordinal, its source, and
    an id made of these.
    """
    values = {**given, **own}
    if parent is not None:
        for column in INHERITED if "source" not in own else ("verification",):
            if column in model.columns[table] and column in parent.values:
                values.setdefault(column, parent.values[column])
        if model.keys[table] == ["id"] and "id" not in values:
            suffix = slug(own["number"] or "") if own.get("number") else values.get("ordinal")
            values["id"] = f"{parent.values[model.keys[parent.table][0]]}:{suffix}"
    return values
