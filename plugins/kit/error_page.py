"""The answer to a request that cannot be answered: a page in the reader's language, or JSON or a
line of text for a program.
"""

from collections.abc import Mapping
from typing import Any

from datasette import Response
from datasette.utils import error_body

from plugins.kit.page import here

# a wrong address may be right tomorrow, and a busy site is free in a moment
NOT_KEPT = {"cache-control": "no-store", "access-control-allow-origin": "*"}


async def answer_error(
    datasette: Any,
    request: Any,
    status: int,
    reason: str,
    headers: Mapping[str, str] = {},
    meant: Any = (),
) -> Response:
    """An answer with this status that gives the reason; `meant` are addresses to try instead, rows
    of path and label.
    """
    sent = {**NOT_KEPT, **headers}
    if request.path.endswith(".json"):
        return Response.json(error_body(reason, status), status=status, headers=sent)
    if request.path.endswith((".csv", ".atom", ".jsonl")):
        return Response.text(reason, status=status, headers=sent)
    context = {
        "status": status,
        "error": reason,
        "meant": meant,
        "here": {"languages": here(request)["languages"]},
    }
    page = await datasette.render_template("error.html", context, request=request)
    return Response.html(page, status=status, headers=sent)
