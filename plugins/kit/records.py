"""What several pages ask of the knowledge base: their parts, the titles of sources, and the 404 of
a code that names nothing.
"""

from collections.abc import Mapping
from typing import Any

from datasette import NotFound

from plugins.kit.language import gettext as _
from plugins.kit.page import Ask, Query, Row


async def load_parts(query: Query, parts: Mapping[str, str], **values: Any) -> dict[str, list[Row]]:
    """The rows of each named query, all asked with the same values."""
    return await query.at_once(
        lambda ask: {name: ask(sql, **values) for name, sql in parts.items()}
    )


async def source_titles(query: Query) -> dict[str, str]:
    """The title of every source by its id."""
    return await query.once(all_titles)


def all_titles(ask: Ask) -> dict[str, str]:
    """The title of every source by its id, read anew."""
    return {row["id"]: row["title"] for row in ask("select id, title from source")}


def unknown_country(code: str) -> NotFound:
    """The answer for a country code that names no country."""
    return NotFound(
        _(
            "No country has the code %(code)s. Codes are ISO 3166-1 alpha-3, such as SEN or NGA.",
            code=code,
        )
    )


def unknown_item(code: str) -> NotFound:
    """The answer for an item code that names no item."""
    return NotFound(
        _(
            "No item has the code %(code)s. Codes look like palermo:6.6; /items lists them.",
            code=code,
        )
    )
