"""The JSON schema of an answer, read off real answers: what the keys are called, of what kind their
values are, what the codebook says of the columns they come from.
"""

import re
from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]
Columns = dict[str, dict[str, Schema]]  # table or view -> column -> its schema

NAME = re.compile(r"[a-z][a-z0-9_]*")
MOST_NAMES = 40  # a dictionary with more keys is a list by key, such as all sources by their id
KINDS = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}


def schema_of(samples: Iterable[Any], columns: Columns) -> Schema:
    """A schema that all `samples` satisfy. A value without a sample may be anything; every value
    may be null, which says that it is not held.
    """
    values = [value for value in samples if value is not None]
    kinds = {kind_of(value) for value in values}
    if not kinds:
        return {}
    if kinds == {"array"}:
        items = (item for value in values for item in value)
        return {"type": ["array", "null"], "items": schema_of(items, columns)}
    if kinds == {"object"}:
        return schema_of_objects(values, columns)
    if kinds & {"array", "object"}:
        return {}
    return {"type": [*sorted(kinds), "null"]}


def schema_of_objects(objects: list[dict[str, Any]], columns: Columns) -> Schema:
    """Records with the same keys, or dictionaries by some id."""
    keys = list(dict.fromkeys(key for value in objects for key in value))
    if len(keys) <= MOST_NAMES and all(NAME.fullmatch(str(key)) for key in keys):
        return {"type": ["object", "null"], "properties": schema_by_key(objects, keys, columns)}
    values = (value for each in objects for value in each.values())
    return {"type": ["object", "null"], "additionalProperties": schema_of(values, columns)}


def schema_by_key(
    objects: list[dict[str, Any]], keys: list[str], columns: Columns
) -> dict[str, Schema]:
    """The properties of like records; a column of the codebook says more of a key."""
    known = likely_table(keys, columns)
    found = {}
    for key in keys:
        inferred = schema_of((value[key] for value in objects if key in value), columns)
        agrees = key in known and may_be_column(inferred, known[key])
        found[key] = {**inferred, **known[key]} if agrees else inferred
    return found


def likely_table(keys: list[str], columns: Columns) -> dict[str, Schema]:
    """The columns of the table or view that has most of the keys, the smaller of two alike; none
    when it has less than half of them.
    """
    if len(keys) < 3 or not columns:
        return {}
    shared = {name: sum(key in table for key in keys) for name, table in columns.items()}
    best = max(columns, key=lambda name: (shared[name], -len(columns[name])))
    return columns[best] if shared[best] * 2 >= len(keys) else {}


def may_be_column(inferred: Schema, column: Schema) -> bool:
    """May a value of the inferred kind be one of this column? A name alone does not prove it."""
    kinds, wanted = set(inferred.get("type", [])), set(column.get("type", []))
    if kinds & {"array", "object"}:
        return False
    if "integer" in wanted:
        wanted.add("number")  # as which whole numbers are inferred
    return not kinds or not wanted or kinds <= wanted


def kind_of(value: Any) -> str:
    """The JSON kind of a plain value; a whole number may be a fraction in the next answer."""
    if isinstance(value, dict):
        return "object"
    if isinstance(value, list | tuple):
        return "array"
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, int | float) else "string"


def column_schemas(columns: list[dict[str, Any]]) -> dict[str, Schema]:
    """What the codebook says of the columns of a table or view: the words, and the kind where the
    column is stored and not computed.

    columns: rows of field, type, required, choices, words and stored.
    """
    found = {}
    for column in columns:
        schema: Schema = {}
        if column["stored"]:
            schema["type"] = [KINDS[column["type"].upper()], "null"]
        if column["words"]:
            schema["description"] = column["words"]
        found[column["field"]] = schema
    return found


def row_schema(columns: list[dict[str, Any]]) -> Schema:
    """A whole row of a table or view, from the same rows of the codebook.

    A table's column that must be filled is never null and one with a closed list holds nothing
    else; of what a view computes only the kind is known.
    """
    found: dict[str, Schema] = {}
    for column in columns:
        kinds = [KINDS[column["type"].upper()]] + ([] if column["required"] else ["null"])
        found[column["field"]] = {"type": kinds}
        if column["words"]:
            found[column["field"]]["description"] = column["words"]
        if column["choices"]:
            values = choices_of(column)
            found[column["field"]]["enum"] = values if column["required"] else [*values, None]
    return {"type": "object", "required": list(found), "properties": found}


def choices_of(column: dict[str, Any]) -> list[str | int | None]:
    """The closed list of a column as values of its type."""
    values = column["choices"].split(";")
    return [int(value) for value in values] if column["type"] == "integer" else values
