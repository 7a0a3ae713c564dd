"""ETag and 304 for every public page and file of data: what a browser or a proxy already has is
not made and sent again, and what this process made a moment ago is sent again as it is.

The tag is made before the page is, from all that a page depends on: its address, the build, the
code and words of the site, and the day (plans end). What visitors ask in SQL is never kept here.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from datasette import hookimpl

from plugins.kit.asked_pages import OF_SITES, AskedPages
from plugins.kit.kept_answers import Headers, KeptAnswers, Recorder, shared_folder
from plugins.kit.language import language_prefix
from plugins.kit.page import DATABASE, headers
from plugins.kit.thread_pools import OF_VISITORS

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
def stamp_of_code() -> str:
    """A stamp of the code, templates and words of the site; the same on every machine that runs the
    same.
    """
    digest = hashlib.sha256()
    for path in sorted(
        path for pattern in MADE_OF for path in ROOT.glob(pattern) if path.is_file()
    ):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def make_etag(address: bytes, build: str, site: str) -> bytes:
    """The ETag of an address today."""
    parts = (address, build.encode(), site.encode(), datetime.now(UTC).date().isoformat().encode())
    return b'W/"' + hashlib.sha256(b"\0".join(parts)).hexdigest()[:20].encode() + b'"'


def is_public(response_headers: list[tuple[bytes, bytes]]) -> bool:
    """May a cache keep a response with these headers, and has it no tag of its own?"""
    named = {name.lower(): value for name, value in response_headers}
    control = named.get(b"cache-control", b"")
    return (
        b"etag" not in named
        and b"max-age" in control
        and b"private" not in control
        and b"max-age=0" not in control
    )


def may_answer_304(scope: Any) -> bool:
    """Is this a request for something public? One with a cookie or a token is not."""
    names = {name for name, _ in scope.get("headers") or []}
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and not names & {b"cookie", b"authorization"}
    )


async def send_not_modified(send: Any, etag: bytes) -> None:
    """Say that the client has this answer already."""
    own = [(name.encode(), value.encode()) for name, value in headers().items()]
    own += [(b"etag", etag), (b"vary", b"Cookie, Authorization")]
    await send({"type": "http.response.start", "status": 304, "headers": own})
    await send({"type": "http.response.body", "body": b""})


async def send_kept(send: Any, kept_headers: Headers, body: bytes) -> None:
    """Send an answer that was made before."""
    await send({"type": "http.response.start", "status": 200, "headers": kept_headers})
    await send({"type": "http.response.body", "body": body})


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    site, kept = stamp_of_code(), KeptAnswers(folder=shared_folder())

    def wrap(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            build = getattr(datasette.databases.get(DATABASE), "digest", "")
            if not build or not may_answer_304(scope):
                await app(scope, receive, send)
                return
            path = scope.get("raw_path") or scope["path"].encode()
            asked = dict(scope["headers"])
            host = asked.get(b"host", b"")  # pages name their own address
            site_asked = scope["scheme"].encode() + b"://" + host + language_prefix().encode()
            address = site_asked + path + b"?" + scope["query_string"]
            etag = make_etag(address, build, site)
            known = asked.get(b"if-none-match", b"").split(b",")
            keeping = scope["method"] == "GET" and not OF_VISITORS.search(scope["path"])
            if etag in [tag.strip() for tag in known]:
                if keeping:
                    asked_pages.count(address, scope)
                await send_not_modified(send, etag)
            elif keeping and (made := kept.find(etag)):
                asked_pages.count(address, scope)
                await send_kept(send, *made)
            else:
                store = kept if keeping else None
                await app(scope, receive, Recorder(send, etag, store, is_public))

        asked_pages = OF_SITES.setdefault(datasette, AskedPages(answer))
        return answer

    return wrap
