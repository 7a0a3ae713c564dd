"""/api and /openapi.json : the doors of the site for other programs, for people to read and for
programs to load.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from datasette import Response, hookimpl

from plugins.kit.openapi import document
from plugins.kit.page import Query, headers, route

EXAMPLES = (
    """curl {site}/country/SEN.json
curl '{site}/tip/-/query.json?sql=select+item,verdict+from+gap+where+country=:c&c=SEN'""",
    """import json, urllib.request

with urllib.request.urlopen("{site}/item/palermo:6.6.json") as answer:
    for row in json.load(answer)["rows"]:
        print(row["country"], row["verdict"], row["provision"])""",
)


def listed(datasette: Any) -> Callable[[Query, Any], Awaitable[dict[str, Any]]]:
    """The page's data for a site."""

    async def api(query: Query, request: Any) -> dict[str, Any]:
        """Every path with what it answers; its table is that list."""
        paths = (await document(datasette))["paths"]
        rows = [
            {
                "path": path,
                "answers": entry["get"]["summary"],
                "parameters": ", ".join(one["name"] for one in entry["get"]["parameters"]),
            }
            for path, entry in paths.items()
        ]
        site = datasette.absolute_url(request, "/").rstrip("/")
        return {"rows": rows, "examples": [example.replace("{site}", site) for example in EXAMPLES]}

    return api


async def openapi(datasette: Any, request: Any) -> Response:
    """This document: every path as OpenAPI 3.1."""
    found = {
        **await document(datasette),
        "servers": [{"url": datasette.absolute_url(request, "/").rstrip("/")}],
    }
    return Response.json(found, headers=headers())


@hookimpl
def register_routes(datasette: Any) -> list[Any]:
    return [
        route("api", "api.html", listed(datasette), examples=["/api"]),
        (r"^/openapi\.json$", openapi),
    ]
