"""Put the curated files in their one canonical form: `python -m ingest.lint` rewrites them,
`--check` only names those that differ.

Columns stand in the order of db/schema.sql, flat rows are sorted by their key, and nothing but the
order may change: a file that would lose or alter a value is refused.
"""

import csv
import io
import re
import sys
from pathlib import Path
from typing import Any

import click
import yaml

from ingest import ROOT, curated
from ingest.database import Model, Refused, create
from scrapers.whole_file import write_whole

CURATED = ROOT / "db" / "curated"


@click.command()
@click.option(
    "--curated", "folder", type=click.Path(path_type=Path), default=CURATED, help="folder of facts"
)
@click.option(
    "--check", is_flag=True, help="change nothing; exit 1 when a file is not in canonical form"
)
def main(folder: Path, check: bool) -> None:
    """Sort and round-trip the curated facts."""
    try:
        changed = lint(folder, write=not check)
    except Refused as error:
        raise click.ClickException(str(error)) from error
    for path in changed:
        click.echo(f"{path}: {'not in canonical form' if check else 'rewritten'}")
    sys.exit(1 if check and changed else 0)


def lint(folder: Path, write: bool) -> list[Path]:
    """The files of `folder` whose canonical form differs from what they hold; rewritten when
    `write` is true.
    """
    model = Model(create(Path(":memory:")))
    changed = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in (".csv", ".yml"):
            continue
        table = curated.table_of(path, folder)
        if table not in model.columns:
            raise Refused(f"{path}: no table is called {table!r}")
        text = (
            canonical_csv(path, table, model)
            if path.suffix == ".csv"
            else canonical_document(path, table, model)
        )
        if text.encode() != path.read_bytes():
            changed.append(path)
            if write:
                write_whole(path, text.encode())
    return changed


def canonical_csv(path: Path, table: str, model: Model) -> str:
    """A flat file with its columns in the order of the schema and its rows sorted by their key."""
    rows = [row.values for row in curated.read_csv(path, table)]
    given = set(curated.header_of(path))
    unknown = given - set(model.columns[table])
    if unknown:
        raise Refused(f"{path}:1: table {table} has no column {sorted(unknown)}")
    columns = [column for column in model.columns[table] if column in given]
    keys = [key for key in model.keys[table] if key in given] or columns
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        sorted(
            rows,
            key=lambda row: (
                [natural(row[key]) for key in keys],
                [natural(row[column]) for column in columns],
            ),
        )
    )
    return out.getvalue()


def natural(value: str | None) -> list[tuple[int, int, str]]:
    """A sort key that puts article 9 before article 10."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", value or "")
        if part
    ]


def canonical_document(path: Path, table: str, model: Model) -> str:
    """A document with the columns of each record in the order of the schema and its nested records
    after them, in their own order.
    """
    text = curated.text_of(path)
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            raise Refused(f"{path}:{number}: a comment would be lost; say it in a note")
    tree = plain(path, curated.compose(path))
    ordered = arrange(table, tree, model)
    written = str(
        yaml.dump(ordered, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=140)
    )
    if yaml.load(written, Loader=yaml.CBaseLoader) != tree:
        raise Refused(f"{path}: does not survive being written and read again")
    return written


def plain(path: Path, node: yaml.Node) -> Any:
    """A YAML tree as dicts, lists and text; a key given twice is refused."""
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in found:
                raise Refused(f"{path}:{key.start_mark.line + 1}: {key.value!r} is given twice")
            found[key.value] = plain(path, value)
        return found
    return (
        [plain(path, child) for child in node.value]
        if isinstance(node, yaml.SequenceNode)
        else node.value
    )


def arrange(table: str, tree: Any, model: Model) -> Any:
    """Order the keys of a record: its columns, then the tables nested in it; what the schema does
    not know comes last.
    """
    if isinstance(tree, list):
        return [arrange(table, child, model) for child in tree]
    if not isinstance(tree, dict):
        return tree
    order = [*model.columns.get(table, []), *model.tables]
    keys = sorted(tree, key=lambda key: order.index(key) if key in order else len(order))
    return {
        key: arrange(key, tree[key], model) if isinstance(tree[key], (dict, list)) else tree[key]
        for key in keys
    }


if __name__ == "__main__":
    main()
