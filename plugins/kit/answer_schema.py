"""The JSON schema of an answer, read off real answers: what the keys are called, of what kind their
values are, what the data model says about them.
"""

import re
from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]
Tables = dict[
    str, dict[str, Schema]
]  # table -> column -> what is known of it: `description`, and `type` of a declared column

NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST_NAMES = 40  # a dictionary with more keys is a list by key, such as all sources by their id
KINDS = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}


def shape(samples: Iterable[Any], tables: Tables) -> Schema:
    """A schema that all `samples` satisfy. A value without a sample may be anything; every value
    may be null, which says that it is not held.
    """
    held = [value for value in samples if value is not None]
    objects = [value for value in held if isinstance(value, dict)]
    lists = [value for value in held if isinstance(value, list | tuple)]
    if not held or len(objects) not in (0, len(held)) or len(lists) not in (0, len(held)):
        return {}
    if lists:
        return {
            "type": ["array", "null"],
            "items": shape((one for value in lists for one in value), tables),
        }
    if objects:
        keys = list(dict.fromkeys(key for value in objects for key in value))
        if len(keys) > MOST_NAMES or not all(NAME.fullmatch(str(key)) for key in keys):
            return {
                "type": ["object", "null"],
                "additionalProperties": shape(
                    (one for value in objects for one in value.values()), tables
                ),
            }
        return {"type": ["object", "null"], "properties": record(objects, keys, tables)}
    return {"type": [*sorted({kind(value) for value in held}), "null"]}


def record(objects: list[dict[str, Any]], keys: list[str], tables: Tables) -> dict[str, Schema]:
    """The properties of like records; words and kinds come from the table or view that has most of
    their keys.
    """
    best = max(
        tables,
        key=lambda table: (sum(key in tables[table] for key in keys), -len(tables[table])),
        default="",
    )
    known = tables.get(best, {})
    if sum(key in known for key in keys) * 2 < len(keys) or len(keys) < 3:
        known = {}
    found = {}
    for key in keys:
        inferred = shape((value[key] for value in objects if key in value), tables)
        found[key] = (
            {**inferred, **known[key]} if key in known and agree(inferred, known[key]) else inferred
        )
    return found


def agree(inferred: Schema, told: Schema) -> bool:
    """May a value of the inferred kind be one of the column told of? A name alone does not prove
    it.
    """
    kinds, wanted = set(inferred.get("type", [])), set(told.get("type", []))
    return not kinds & {"array", "object"} and (
        not kinds or not wanted or kinds <= wanted | ({"number"} if "integer" in wanted else set())
    )


def kind(value: Any) -> str:
    """The JSON kind of a plain value; a whole number may be a fraction in the next answer."""
    return (
        "boolean"
        if isinstance(value, bool)
        else "number"
        if isinstance(value, int | float)
        else "string"
    )


def declared(name: str) -> Schema:
    """The schema of a column declared with an SQL type."""
    return {"type": [KINDS[name], "null"]} if name in KINDS else {}


def row_of(columns: list[dict[str, Any]]) -> Schema:
    """A whole row of a table or view, by what the codebook says of its columns: field, type,
    required, choices and words.

    A table's column that must be filled is never null and one with a closed list holds nothing
    else; of what a view computes only the kind is known.
    """
    found: dict[str, Schema] = {}
    for column in columns:
        kinds = [KINDS[column["type"].upper()]] + ([] if column["required"] else ["null"])
        found[column["field"]] = {
            "type": kinds,
            **({"description": column["words"]} if column["words"] else {}),
        }
        if column["choices"]:
            values = [
                int(one) if column["type"] == "integer" else one
                for one in column["choices"].split(";")
            ]
            found[column["field"]]["enum"] = values if column["required"] else [*values, None]
    return {"type": "object", "required": list(found), "properties": found}
