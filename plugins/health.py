"""/healthz : is the site up, and which build does it serve? For load balancers, containers and
whoever waits for a new build.
"""

from typing import Any

from datasette import Response, hookimpl

from plugins.kit.page import query_of
from plugins.kit.routes import Route


async def health(datasette: Any) -> Response:
    """The build that is served and, if another file lies in its place, why that is not; never from
    a cache; 500 when the database cannot be read.
    """
    build = (await query_of(datasette)("select built_at, content_hash, git_commit from build"))[0]
    refused = getattr(datasette.databases, "refused", None)
    said = {"ok": True, **build, "refused": refused}
    return Response.json(said, headers={"cache-control": "no-store"})


TEXT = {"type": "string"}
DESCRIBED = {
    "responses": {
        "200": {
            "description": "Up",
            "content": {
                "application/json": {
                    "schema": {
                        "type": "object",
                        "required": ["ok", "built_at", "content_hash"],
                        "properties": {
                            "ok": {"const": True},
                            "built_at": TEXT,
                            "content_hash": TEXT,
                            "git_commit": {"type": ["string", "null"]},
                            "refused": {"type": ["string", "null"]},
                        },
                    }
                }
            },
        }
    }
}


@hookimpl
def register_routes() -> list[Any]:
    return [Route(r"^/healthz$", health, described=DESCRIBED)]
