"""What a record can hold: a value typed or chosen at the desk is tried on the schema of the
knowledge base before it is saved, so that no decision stops a build.
"""

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from ingest.review.standing import OF_PENALTY, PARTS_OF_DEFINITION, as_value
from ingest.review.store import add_row
from plugins.kit.language import gettext as _
from plugins.kit.page import Ask, Row

TABLES = "select name, sql from sqlite_master where type = 'table'"
ELEMENTS = "select value from choice where list = 'definition_element' order by ordinal"
LISTED = ("acts", "means", "purposes")  # parts of a definition that are several elements
LONGEST_SUMMARY = 1_000
NEEDED = {"ordinal": 1, "source": "palermo-ledger", "verification": "reviewed"}


class NotSaved(Exception):
    """A decision that cannot be saved; the words are for the reviewer."""


@dataclass(frozen=True)
class Schema:
    """The statements that make the tables, and the elements that records name in each part of a
    definition, in the order of their list.
    """

    tables: Mapping[str, str]
    elements: Mapping[str, list[str]]


def load_schema(ask: Ask) -> Schema:
    """What the knowledge base served can hold."""
    named: dict[str, set[str]] = {part: set() for part in LISTED}
    for row in ask(f"select {', '.join(LISTED)} from definition"):
        for part in LISTED:
            named[part] |= set((row[part] or "").split(";"))
    order = [row["value"] for row in ask(ELEMENTS)]
    elements = {part: [name for name in order if name in named[part]] for part in LISTED}
    return Schema({row["name"]: row["sql"] for row in ask(TABLES)}, elements)


def check_held(schema: Schema, table: str, row: Row, given: str) -> None:
    """Raise NotSaved, with the value `given`, for a row that a build would refuse."""
    with closing(sqlite3.connect(":memory:")) as scratch:
        scratch.execute(schema.tables[table])
        columns = [column[1] for column in scratch.execute(f"pragma table_info([{table}])")]
        held = {name: row[name] for name in columns if row.get(name) not in (None, "")}
        try:
            add_row(scratch, table, held)
        except sqlite3.Error as refused:
            raise NotSaved(_("The record cannot hold this value: %(given)s", given=given)) from (
                refused
            )


def check_value(schema: Schema, subject: Row, value: str | None) -> None:
    """The same for what was decided on a penalty or a part of a definition."""
    entity, field = subject["entity"], subject["field"]
    row = {"provision": subject["entity_id"], **NEEDED}
    if value is None or entity not in ("penalty", "definition"):
        return
    if field in LISTED and value != subject["seen"]:
        known = {*schema.elements[field], *(subject["seen"] or "").split(";")}
        if not set(value.split(";")) <= known | set((subject["proposed"] or "").split(";")):
            raise NotSaved(_("The record cannot hold this value: %(given)s", given=value))
    row |= json.loads(value) if entity == "penalty" else {field: value}
    check_held(schema, entity, row, value)


def read_value(form: Mapping[str, str], subject: Row) -> str:
    """The value of a penalty, of a part of a definition or of a summary, as a form gives it. Raises
    NotSaved.
    """
    if subject["entity"] == "penalty":
        return read_penalty(form)
    field, value = subject["field"], form.get("value", "")
    if field in LISTED:
        value = ";".join(name.removeprefix("has_") for name in form if name.startswith("has_"))
    most = LONGEST_SUMMARY if field not in PARTS_OF_DEFINITION else 500
    if not value or len(value) > most:
        raise NotSaved(_("A value of 1 to %(most)s signs is wanted.", most=most))
    return value


def read_penalty(form: Mapping[str, str]) -> str:
    """A penalty as the fields of a form give it. Raises NotSaved."""
    given = {name: form.get(name, "").replace(" ", "").replace(",", ".") for name in OF_PENALTY}
    try:
        held = as_value(given)
    except ValueError as error:
        raise NotSaved(_("A value of this penalty is no number.")) from error
    if held == as_value({}):
        raise NotSaved(_("There is nothing here to confirm."))
    return held


def read_number(form: Mapping[str, str], name: str) -> int:
    """A whole number that a form gives; 0 without one. Raises NotSaved."""
    given = form.get(name, "0")
    if not (given.isascii() and given.isdecimal() and len(given) < 12):
        raise NotSaved(_("%(given)s is no number.", given=given[:40]))
    return int(given)
