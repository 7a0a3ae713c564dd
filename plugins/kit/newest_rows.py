"""The newest rows of a dated table, view or SQL answer, for a feed of them."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from datasette.utils.asgi import BadRequest

from plugins.kit.page import Row
from plugins.kit.table_questions import open_bounded, refusal

DATED = (
    "seen_on",
    "reported_on",
    "looked_on",
    "held_on",
    "made_on",
    "reviewed_on",
    "bound_on",
    "adopted_on",
    "received_on",
    "checked_on",
    "released_on",
)
IN_FEED = 100


def newest_rows(
    datasette: Any, database: str, asked: Row, number: int
) -> tuple[list[str], str, int, list[Any]]:
    """The columns of a question, the one with the date, how many rows have a date, and those of
    page `number`, newest first. Raises BadRequest when no column has a date or SQLite refuses.
    """
    sql, params = asked["sql"], asked["params"]
    with closing(open_bounded(datasette, database)) as connection:
        try:
            empty = connection.execute(f"select * from ({sql}) limit 0", params)
            columns = [column[0] for column in empty.description]
            dated = next((name for name in DATED if name in columns), None)
            if not dated:
                raise BadRequest(
                    "These rows have no date to make a feed of; a feed needs one of "
                    f"{', '.join(DATED)}."
                )
            newest = f"from ({sql}) where [{dated}] is not null"
            total = connection.execute(f"select count(*) {newest}", params).fetchone()[0]
            # ordered to the last column, so that no row falls between two pages
            order = ", ".join([f"[{dated}] desc", *map(str, range(1, len(columns) + 1))])
            skip = IN_FEED * (number - 1)
            page = f"select * {newest} order by {order} limit {IN_FEED} offset {skip}"
            rows = connection.execute(page, params).fetchall()
        except sqlite3.Error as error:
            raise refusal(error) from error
    return columns, dated, total, rows


def words_of_row(columns: Sequence[str], row: Sequence[Any], dated: str) -> dict[str, str]:
    """A row as the title and the content of an entry: its date and first values, and all values."""
    values = [
        (name, str(value)) for name, value in zip(columns, row, strict=True) if value is not None
    ]
    first = [shorten(value) for _, value in values[:4]]
    content = "".join(f"{name}: {value}\n" for name, value in values)
    return {"title": " · ".join([str(row[columns.index(dated)]), *first]), "content": content}


def shorten(text: str, length: int = 80) -> str:
    """Text cut at a word, with an ellipsis, when it is longer than `length` characters and some."""
    if len(text) <= length + 5:
        return text
    return text[: length - 3].rsplit(" ", 1)[0] + "..."
