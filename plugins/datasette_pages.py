"""Datasette's own pages, /tip and below it, in our clothes and the reader's language: the words of
metadata.yml about tables and columns, and, on /tip, what each table and view holds.

Those words are in kit/table_words.py, those of the pages themselves in kit/datasette_words.py.
"""

import re
from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from plugins.kit.language import language, translate_phrase
from plugins.kit.page import here, is_ledger, query_of
from plugins.kit.table_words import name_tables, words_of_table

PAGES = re.compile(r"/tip(-\d+)?(/|$)|/-/")
HEADS = """
select entity, kind, title_xx as title, words_xx as words
from codebook where ordinal = 0 and entity not glob 'check_*' order by kind, entity
"""
DESCRIPTIONS = """
select column_name, value from metadata_columns
where database_name = ? and resource_name = ? and key = 'description'
"""


@hookimpl
def extra_template_vars(
    datasette: Any, database: str | None, table: str | None, view_name: str, request: Any
) -> Any:
    """The addresses of a page in each language, and the words about what it shows; Datasette shows
    none of a table on the page of a row.
    """
    if request is None or not PAGES.match(request.path):
        return {}
    found = {"here": {"path": request.path, "languages": here(request)["languages"]}}
    if language() == "en" or not database or not is_ledger(database) or view_name == "row":
        return found

    async def inner() -> dict[str, Any]:
        return {**found, "metadata": await translated(datasette, database, table)}

    return inner


async def translated(datasette: Any, database: str, table: str | None) -> dict[str, Any]:
    """What Datasette knows of a table or of the database, in the reader's language; English words
    are marked.
    """
    told = await (
        datasette.get_resource_metadata(database, table)
        if table
        else datasette.get_database_metadata(database)
    )
    own = words_of_table(table)
    told |= {
        key: own.get(key) or translate_phrase(told[key])
        for key in ("title", "description")
        if told.get(key)
    }
    internal = datasette.get_internal_database()
    columns = await internal.execute(DESCRIPTIONS, [database, table])
    named = own.get("columns", {})
    return {
        **told,
        "columns": {name: named.get(name) or translate_phrase(words) for name, words in columns},
    }


@hookimpl
def top_database(datasette: Any, request: Any, database: str) -> Any:
    """Above the names of the tables, what they mean."""

    async def inner() -> Markup:
        tables = datasette.get_database(database)
        names = {*await tables.table_names(), *await tables.view_names()}
        held = [row for row in await query_of(datasette)(HEADS) if row["entity"] in names]
        heads = name_tables(held)
        return Markup(
            await datasette.render_template(
                "stock.html", {"heads": heads, "path": f"/{database}"}, request=request
            )
        )

    return inner if is_ledger(database) else None
