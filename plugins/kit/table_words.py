"""What locales/<language>/metadata.yml says of tables and their columns. French says all that
metadata.yml does; Portuguese, Spanish and Arabic name every table and describe those read most. The
rest is shown in English and marked so.
"""

from functools import cache
from typing import Any

from datasette.utils import parse_metadata

from plugins.kit.language import LOCALES, language
from plugins.kit.page import DATABASE, Row


@cache
def described(code: str) -> dict[str, Any]:
    """What metadata.yml says of the database, in another language; empty where nobody has written
    it.
    """
    path = LOCALES / code / "metadata.yml"
    found: dict[str, Any] = (
        parse_metadata(path.read_text(encoding="utf-8"))["databases"][DATABASE]
        if path.exists()
        else {}
    )
    return found


def words_of_table(table: str | None) -> dict[str, Any]:
    """Title, description and columns of a table, or of the database, in the reader's language."""
    known = described(language())
    words: dict[str, Any] = known.get("tables", {}).get(table, {}) if table else known
    return words


def name_tables(rows: list[Row]) -> list[Row]:
    """Rows of the codebook (entity, ordinal, title, words), the heads of tables in the reader's
    language.
    """
    return [
        row
        if row.get("ordinal")
        else {
            **row,
            "title": words_of_table(row["entity"]).get("title") or row["title"],
            "words": words_of_table(row["entity"]).get("description") or row["words"],
        }
        for row in rows
    ]
