"""/help : what readers ask, each with the address that answers it."""

from typing import Any

from datasette import hookimpl

from plugins.kit.page import Query, route


async def load_help(query: Query, request: Any) -> dict[str, Any]:
    """The worked answers are a text of plugins/prose/; nothing comes from the database."""
    return {}


@hookimpl
def register_routes() -> list[Any]:
    return [route("help", "help.html", load_help, examples=["/help"])]
