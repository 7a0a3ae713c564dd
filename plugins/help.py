"""/help : what readers ask, each with the address that answers it."""

import re
from typing import Any

from datasette import hookimpl

from plugins.kit.language import language
from plugins.kit.page import Query, Row, route
from plugins.kit.prose import prose_file

QUESTION = re.compile(r"^- \*\*(?P<question>.+?)\*\*.*?\]\((?P<path>/[^)]*)\)", re.M)


async def load_help(query: Query, request: Any) -> dict[str, Any]:
    """The worked answers are a text of plugins/prose/; the table is the questions with the address
    that answers each. Nothing comes from the database.
    """
    text = prose_file("help", language()).read_text(encoding="utf-8")
    rows: list[Row] = [match.groupdict() for match in QUESTION.finditer(text)]
    return {"rows": rows}


@hookimpl
def register_routes() -> list[Any]:
    return [route("help", "help.html", load_help, examples=["/help"])]
