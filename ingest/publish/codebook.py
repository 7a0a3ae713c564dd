"""The data dictionary inside the database: the table `codebook`, made of the schema, metadata.yml
and its French twin.

What SQLite knows (types, keys, links, closed lists, the SQL of views) is read from it; what only
people know is read from the two files.
"""

import re
from collections.abc import Iterator
from typing import Any

import sqlite_utils
import yaml

from ingest import ROOT
from ingest.database import Model, Refused

WORDS = {"en": ROOT / "metadata.yml", "fr": ROOT / "locales" / "fr" / "metadata.yml"}
CLOSED = re.compile(r"check \(\"?(\w+)\"? in \(([^()]*)\)\)")
VALUE = re.compile(r"'([^']*)'|(\d+)")
Entry = dict[str, Any]


def words_of(language: str) -> dict[str, Entry]:
    """What a language's file says of each table and view: title, description, columns and (English
    only) units.
    """
    found: dict[str, Entry] = yaml.load(
        WORDS[language].read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )["databases"]["tip"]["tables"]
    return found


def load(db: sqlite_utils.Database, model: Model) -> None:
    """Fill `codebook` from a database that has all its rows. Raises Refused when a file describes
    what the schema does not have.
    """
    english, french = words_of("en"), words_of("fr")
    held = db.execute(
        "select name, type, sql from sqlite_master where type in ('table', 'view') and name not glob '*_fts*' order by rowid"
    ).fetchall()
    for name, kind, sql in held:
        en, fr = english.pop(name, {}), french.pop(name, {})
        told = {
            "title_en": en.get("title"),
            "title_fr": fr.get("title"),
            "words_en": en.get("description"),
            "words_fr": fr.get("description"),
        }
        put(
            db,
            entity=name,
            ordinal=0,
            kind=kind,
            **told,
            sources=sources_of(db, name),
            computed=sql if kind == "view" else None,
        )
        words = {
            language: dict(entry.get("columns", {})) for language, entry in (("en", en), ("fr", fr))
        }
        for column in columns_of(db, model, name, sql):
            field = column["field"]
            told = {
                "words_en": words["en"].pop(field, None),
                "words_fr": words["fr"].pop(field, None),
            }
            put(
                db,
                entity=name,
                kind="column",
                unit=en.get("units", {}).get(field),
                **column,
                **told,
            )
        for language, left in words.items():
            if left:
                raise Refused(f"{WORDS[language]}: {name} has no column {min(left)!r}")
    for language, rest in (("en", english), ("fr", french)):
        if unknown := {name for name in rest if not name.endswith("_fts")}:
            raise Refused(f"{WORDS[language]}: no table or view is called {min(unknown)!r}")


def put(db: sqlite_utils.Database, **row: Any) -> None:
    """Add one row."""
    db.conn.execute(
        f"insert into codebook ({', '.join(row)}) values ({', '.join('?' * len(row))})",
        list(row.values()),
    )


def columns_of(db: sqlite_utils.Database, model: Model, name: str, sql: str) -> Iterator[Entry]:
    """What the database itself knows of each column of a table or view."""
    closed = {
        field: ";".join(text or number for text, number in VALUE.findall(values))
        for field, values in CLOSED.findall(sql)
    }
    links = model.links.get(name, {})
    columns = db.execute(f"pragma table_info([{name}])").fetchall()
    untyped = computed_types(db, name, [column[1] for column in columns if not column[2]])
    for place, field, declared, not_null, _, key_part in columns:
        other, key = links.get(field, (None, None))
        yield {
            "ordinal": place + 1,
            "field": field,
            "type": untyped.get(field)
            or {"INT": "integer", "NUM": "real"}.get(declared.upper(), declared.lower()),
            "required": not_null or int(bool(key_part)) if name in model.tables else None,
            "key_part": key_part or None,
            "choices": closed.get(field),
            "points_to": f"{other}.{key or model.keys[other][0]}" if other else None,
        }


def computed_types(db: sqlite_utils.Database, view: str, columns: list[str]) -> dict[str, str]:
    """The kind of the values of computed columns, seen in the rows; text where there is none."""
    if not columns:
        return {}
    asked = ", ".join(f"group_concat(distinct typeof([{column}]))" for column in columns)
    seen = db.execute(f"select {asked} from [{view}]").fetchone()
    kinds = [set((found or "").split(",")) - {"", "null"} for found in seen]
    return {
        column: "text" if not kind or "text" in kind else "real" if "real" in kind else "integer"
        for column, kind in zip(columns, kinds, strict=True)
    }


def sources_of(db: sqlite_utils.Database, name: str) -> str | None:
    """The sources that the rows of a table or view name, most rows first."""
    if "source" not in {row[1] for row in db.execute(f"pragma table_info([{name}])").fetchall()}:
        return None
    found = db.execute(
        f"select source from [{name}] where source in (select id from source) group by source order by count(*) desc, source"
    ).fetchall()
    return ";".join(row[0] for row in found) or None
