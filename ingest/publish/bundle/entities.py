"""What there is to export: the tables and main views of a database as its own codebook describes
them, and their rows in a fixed order.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LISTED = """
select entity, kind, title_en, words_en, coalesce(sources, '') from codebook
where ordinal = 0 and entity not glob 'check_*' order by kind, rowid
"""
FIELDS = """
select field, type, coalesce(required, 0), key_part, unit, choices, points_to, words_en, words_fr,
  labels_en, labels_fr
from codebook where entity = ? and ordinal > 0 order by ordinal
"""


@dataclass(frozen=True)
class Field:
    """One column; `type` is text, integer or real."""

    name: str
    type: str
    required: bool
    key_part: int | None
    unit: str | None
    choices: str | None
    points_to: str | None
    words_en: str
    words_fr: str
    labels_en: str | None
    labels_fr: str | None


@dataclass(frozen=True)
class Entity:
    """One table or view."""

    name: str
    kind: str
    title: str
    words: str
    sources: list[str]
    fields: list[Field]

    @property
    def key(self) -> list[str]:
        """The columns of the primary key, in its order."""
        parts = [(field.key_part, field.name) for field in self.fields if field.key_part]
        return [name for _, name in sorted(parts)]


def open_database(path: Path) -> sqlite3.Connection:
    """A database for reading, in which today is the day of its build, so that views that ask for
    the day always say the same.
    """
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    clock = sqlite3.connect(":memory:")
    (day,) = connection.execute("select substr(built_at, 1, 10) from build").fetchone()

    def date(*given: Any) -> Any:
        moment = [day if value == "now" else value for value in given] or [day]
        return clock.execute(f"select date({', '.join('?' * len(moment))})", moment).fetchone()[0]

    connection.create_function("date", -1, date, deterministic=True)
    return connection


def entities(db: sqlite3.Connection) -> list[Entity]:
    """Every table, then every view but the checks, which are empty."""
    found = []
    for name, kind, title, words, sources in db.execute(LISTED).fetchall():
        fields = [
            Field(field, kind_of, bool(required), *rest)
            for field, kind_of, required, *rest in db.execute(FIELDS, [name])
        ]
        found.append(
            Entity(
                name,
                kind,
                title or name,
                words or "",
                [one for one in sources.split(";") if one],
                fields,
            )
        )
    return found


def rows(db: sqlite3.Connection, entity: Entity) -> Iterator[tuple[Any, ...]]:
    """The rows of a table or view by its key, or by all columns when it has none."""
    columns = ", ".join(f"[{field.name}]" for field in entity.fields)
    order = ", ".join(f"[{name}]" for name in entity.key) or columns
    yield from db.execute(f"select {columns} from [{entity.name}] order by {order}")
