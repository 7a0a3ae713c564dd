"""The data dictionary inside the database: the table `codebook`, made of the schema, metadata.yml
and its French twin.

What SQLite knows (types, keys, links, closed lists, the SQL of views) is read from the schema;
what only people know is read from the two files, such as the types of what a view computes.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import sqlite_utils
import yaml

from ingest import ROOT
from ingest.database import Model, Refused, create

WORDS = {"en": ROOT / "metadata.yml", "fr": ROOT / "locales" / "fr" / "metadata.yml"}
CLOSED = re.compile(r"check \(\"?(\w+)\"? in \(([^()]*)\)\)")
VALUE = re.compile(r"'([^']*)'|(\d+)")
COLUMN_LISTS = "choice_column.csv"
ENTITIES = """
select name, type, sql from sqlite_master
where type in ('table', 'view') and name not glob '*_fts*' and name not glob '[_]*' order by rowid
"""  # of an empty database: no rows are read, and a view that is kept has the SQL that it is
LABELS = """
select c.entity, c.field, c.list, v.value, v.label_en, v.label_fr
from choice_column c left join choice v on v.list = c.list
order by c.entity, c.field, c.list, v.ordinal
"""
Entry = dict[str, Any]


class Choice(NamedTuple):
    """A value of a closed list and its labels, in the order of WORDS."""

    value: str
    label_en: str
    label_fr: str


def words_of(language: str) -> dict[str, Entry]:
    """What a language's file says of each table and view: title, description, columns and (English
    only) units.
    """
    found: dict[str, Entry] = yaml.load(
        WORDS[language].read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )["databases"]["tip"]["tables"]
    return found


def load_codebook(db: sqlite_utils.Database, model: Model) -> None:
    """Fill `codebook` from a database that has all its rows.

    Raises Refused when a file describes what the schema does not have, when a title, description
    or column has no words in English or French, and when a closed list of the schema and
    choice.csv differ.
    """
    described = {language: words_of(language) for language in WORDS}
    labels = labels_of_columns(db)
    shape = create(Path(":memory:"))
    for name, kind, sql in shape.execute(ENTITIES).fetchall():
        entry = {language: entries.pop(name, {}) for language, entries in described.items()}
        put(
            db,
            entity=name,
            ordinal=0,
            kind=kind,
            **worded(name, "title", {code: words.get("title") for code, words in entry.items()}),
            **worded(name, "words", {c: words.get("description") for c, words in entry.items()}),
            sources=sources_of(db, name),
            computed=sql if kind == "view" else None,
        )
        columns = columns_of(shape, model, name, sql, entry["en"].get("types", {}))
        load_columns(db, name, columns, entry, labels)
    for language, rest in described.items():
        if unknown := {name for name in rest if not name.endswith("_fts")}:
            raise Refused(f"{WORDS[language]}: no table or view is called {min(unknown)!r}")
    if labels:
        entity, field = min(labels)
        raise Refused(f"{COLUMN_LISTS}: there is no column {entity}.{field}")


def load_columns(
    db: sqlite_utils.Database,
    name: str,
    columns: Iterable[Entry],
    entry: dict[str, Entry],
    labels: dict[tuple[str, str], list[Choice]],
) -> None:
    """Add a row for each column of a table or view; take its choices out of `labels`."""
    words = {language: dict(said.get("columns", {})) for language, said in entry.items()}
    for column in columns:
        field = column["field"]
        place = f"{name}.{field}"
        put(
            db,
            entity=name,
            kind="column",
            unit=entry["en"].get("units", {}).get(field),
            **column,
            **labelled(place, column["choices"], labels.pop((name, field), [])),
            **worded(place, "words", {code: left.pop(field, None) for code, left in words.items()}),
        )
    for language, left in words.items():
        if left:
            raise Refused(f"{WORDS[language]}: {name} has no column {min(left)!r}")


def worded(place: str, what: str, words: dict[str, str | None]) -> Entry:
    """`words_en` and `words_fr` of a table, view or column; raise Refused where one is missing."""
    for language, text in words.items():
        if not (text or "").strip():
            raise Refused(f"{WORDS[language]}: {place} has no {what}")
    return {f"{what}_{language}": text for language, text in words.items()}


def labels_of_columns(db: sqlite_utils.Database) -> dict[tuple[str, str], list[Choice]]:
    """(entity, field) -> the values of its lists with their labels; raise Refused for a list that
    has no values.
    """
    found: dict[tuple[str, str], list[Choice]] = {}
    for entity, field, name, *choice in db.execute(LABELS).fetchall():
        if choice[0] is None:
            raise Refused(f"{COLUMN_LISTS}: {entity}.{field}: no list is called {name!r}")
        found.setdefault((entity, field), []).append(Choice(*choice))
    return found


def labelled(place: str, closed: str | None, choices: list[Choice]) -> Entry:
    """`labels_en` and `labels_fr` of a column, each "value = label" split by ";": of the values its
    CHECK allows, of all values of its lists where it has none. Raises Refused for a value of the
    CHECK without a label.
    """
    allowed = closed.split(";") if closed else [choice.value for choice in choices]
    known = {choice.value for choice in choices}
    for value in allowed:
        if value not in known:
            raise Refused(
                f"{place}: {value!r} has no label; add it to choice.csv, in a list that "
                f"{COLUMN_LISTS} names for the column"
            )
    kept = [choice for choice in choices if choice.value in allowed]
    return {
        f"labels_{language}": ";".join(f"{choice.value} = {choice[at]}" for choice in kept) or None
        for at, language in enumerate(WORDS, 1)
    }


def put(db: sqlite_utils.Database, **row: Any) -> None:
    """Add one row."""
    db.conn.execute(
        f"insert into codebook ({', '.join(row)}) values ({', '.join('?' * len(row))})",
        list(row.values()),
    )


def read_labels(cell: str | None) -> dict[str, str]:
    """Value -> label, from a cell of `labels_en` or `labels_fr`."""
    return dict(pair.split(" = ", 1) for pair in cell.split(";")) if cell else {}


def columns_of(
    shape: sqlite_utils.Database, model: Model, name: str, sql: str, types: dict[str, str]
) -> Iterator[Entry]:
    """What the schema knows of each column of a table or view. What a view computes has no type in
    the schema: it is text, or what `types` of metadata.yml says.
    """
    closed = {
        field: ";".join(text or number for text, number in VALUE.findall(values))
        for field, values in CLOSED.findall(sql)
    }
    links = model.links.get(name, {})
    columns = shape.execute(f"pragma table_xinfo([{name}])").fetchall()  # with computed ones
    untyped = {column[1] for column in columns if not column[2]}
    if wrong := types.keys() - untyped:
        raise Refused(f"{WORDS['en']}: {name}.{min(wrong)} is no computed column: it needs no type")
    for place, field, declared, not_null, _, key_part, _ in columns:
        other, key = links.get(field, (None, None))
        yield {
            "ordinal": place + 1,
            "field": field,
            "type": types.get(field, "text")
            if field in untyped
            else {"INT": "integer", "NUM": "real"}.get(declared.upper(), declared.lower()),
            "required": not_null or int(bool(key_part)) if name in model.tables else None,
            "key_part": key_part or None,
            "choices": closed.get(field),
            "points_to": f"{other}.{key or model.keys[other][0]}" if other else None,
        }


def sources_of(db: sqlite_utils.Database, name: str) -> str | None:
    """The sources that the rows of a table or view name, most rows first."""
    if "source" not in {row[1] for row in db.execute(f"pragma table_info([{name}])").fetchall()}:
        return None
    found = db.execute(
        f"select source from [{name}] where source in (select id from source) "
        "group by source order by count(*) desc, source"
    ).fetchall()
    return ";".join(row[0] for row in found) or None
