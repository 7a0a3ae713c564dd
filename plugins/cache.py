"""ETag and 304 for every public page and file of data: what a browser or a proxy already holds is
not made and sent again.

The tag is made before the page is, from all that a page depends on: its address, the build, the
code and words of the site, and the day (plans end).
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from datasette import hookimpl

from plugins.kit.page import DATABASE, headers

ROOT = Path(__file__).parent.parent
MADE_OF = (
    "plugins/**/*.py",
    "plugins/templates/*",
    "plugins/prose/*/*.md",
    "locales/**/*.po",
    "locales/**/*.yml",
    "metadata.yml",
    "datasette.yml",
)


@cache
def code() -> str:
    """A stamp of the code, templates and words of the site; the same on every machine that runs the
    same.
    """
    digest = hashlib.sha256()
    for path in sorted(
        path for pattern in MADE_OF for path in ROOT.glob(pattern) if path.is_file()
    ):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def tag(address: bytes, build: str, site: str) -> bytes:
    """The ETag of an address today."""
    parts = (address, build.encode(), site.encode(), datetime.now(UTC).date().isoformat().encode())
    return b'W/"' + hashlib.sha256(b"\0".join(parts)).hexdigest()[:20].encode() + b'"'


def public(found: list[tuple[bytes, bytes]]) -> bool:
    """May a cache keep a response with these headers, and has it no tag of its own?"""
    named = {name.lower(): value for name, value in found}
    control = named.get(b"cache-control", b"")
    return (
        b"etag" not in named
        and b"max-age" in control
        and b"private" not in control
        and b"max-age=0" not in control
    )


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    site = code()

    def wrap(app: Any) -> Any:
        async def conditional(scope: Any, receive: Any, send: Any) -> None:
            asked = dict(scope.get("headers") or [])
            build = getattr(datasette.databases.get(DATABASE), "digest", "")
            if (
                scope["type"] != "http"
                or scope["method"] not in ("GET", "HEAD")
                or b"cookie" in asked
                or b"authorization" in asked
                or not build
            ):
                await app(scope, receive, send)
                return
            mine = tag(
                (scope.get("raw_path") or scope["path"].encode()) + b"?" + scope["query_string"],
                build,
                site,
            )
            if mine in [one.strip() for one in asked.get(b"if-none-match", b"").split(b",")]:
                told = [(name.encode(), value.encode()) for name, value in headers().items()]
                await send(
                    {
                        "type": "http.response.start",
                        "status": 304,
                        "headers": [*told, (b"etag", mine), (b"vary", b"Cookie, Authorization")],
                    }
                )
                await send({"type": "http.response.body", "body": b""})
                return

            async def tagged(message: Any) -> None:
                if (
                    message["type"] == "http.response.start"
                    and message["status"] == 200
                    and public(message["headers"])
                ):
                    message = {**message, "headers": [*message["headers"], (b"etag", mine)]}
                await send(message)

            await app(scope, receive, tagged)

        return conditional

    return wrap
