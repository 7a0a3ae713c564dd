"""Datasette's own pages, /tip and below it, with the words of metadata.yml in the reader's language
and, on /tip, what each table and view holds.

The words are those of locales/<language>/metadata.yml; what it does not say stays English. The rest
of these pages is Datasette's English.
"""

from functools import cache
from typing import Any

from datasette import hookimpl
from datasette.utils import parse_metadata
from markupsafe import Markup

from plugins.kit.language import LOCALES, language
from plugins.kit.page import DATABASE, is_ledger, query_of

HEADS = """
select entity, kind, title_xx as title, words_xx as words
from codebook where ordinal = 0 and entity not glob 'check_*' order by kind, entity
"""
DESCRIPTIONS = """
select column_name, value from metadata_columns
where database_name = ? and resource_name = ? and key = 'description'
"""


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


def marked(text: str) -> Markup:
    """Words in the reader's language on a page that calls itself English."""
    return Markup('<span lang="{}">{}</span>').format(language(), text)


@hookimpl
def extra_template_vars(
    datasette: Any, database: str | None, table: str | None, view_name: str, request: Any
) -> Any:
    """The title, description and columns of a database, table or view; Datasette shows none of them
    on the page of a row.
    """
    known = described(language())
    if (
        not known
        or not database
        or not is_ledger(database)
        or not (view_name == "table" or request.path == f"/{database}")
    ):
        return {}
    words = known["tables"].get(table, {}) if table else known

    async def inner() -> dict[str, Any]:
        told = await (
            datasette.get_resource_metadata(database, table)
            if table
            else datasette.get_database_metadata(database)
        )
        told |= {key: marked(words[key]) for key in ("title", "description") if key in words}
        internal = datasette.get_internal_database()
        columns = await internal.execute(DESCRIPTIONS, [database, table])
        own = words.get("columns", {})
        return {
            "metadata": {
                **told,
                "columns": {
                    name: marked(own[name]) if name in own else english for name, english in columns
                },
            }
        }

    return inner


@hookimpl
def top_database(datasette: Any, request: Any, database: str) -> Any:
    """Above the names of the tables, what they mean."""

    async def inner() -> Markup:
        held = datasette.get_database(database)
        names = {*await held.table_names(), *await held.view_names()}
        heads = [row for row in await query_of(datasette)(HEADS) if row["entity"] in names]
        return Markup(
            await datasette.render_template(
                "stock.html", {"heads": heads, "path": f"/{database}"}, request=request
            )
        )

    return inner if is_ledger(database) else None
