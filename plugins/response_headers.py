"""Headers and methods: what a browser may do with a page, and what a request may do to the site.

Our pages work without a script (that of a grid only moves the focus); Datasette's pages (/tip, /-/)
have some inside the page. Nobody may show a page inside another site except the one made for it.
"""

import re
from collections.abc import Callable
from typing import Any

from datasette import Request, hookimpl

from plugins.kit.error_page import answer_error
from plugins.kit.language import gettext as _
from plugins.kit.thread_pools import OF_VISITORS

# OpenRefine shows a preview in a small frame, any site a chart
EMBEDDED = re.compile(r"/reconcile/preview$|/embed/[a-z]+$")
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; {scripts}; \
object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {frames}"
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
READING = ("GET", "HEAD", "OPTIONS")
# where a POST does what no GET can
WRITING = re.compile(r"/reconcile|/-/|/review(/|$)|/report$|/follow(/|$)")
# what tells of the machine and of nothing in the knowledge base
CLOSED = re.compile(
    r"/-/(databases|config|plugins|versions|settings|threads|metadata|actor|allow-debug|patterns"
    r"|login|password-tool|schema|debug\b.*)(\.json)?$"
)


def headers_for(path: str) -> list[tuple[bytes, bytes]]:
    """The headers of an answer at a path without its language."""
    inline = " 'unsafe-inline'" if OF_VISITORS.match(path) else ""
    frames = "*" if EMBEDDED.match(path) else "'self'"
    policy = POLICY.format(scripts=f"script-src 'self'{inline}", frames=frames)
    said = {**ALWAYS, "content-security-policy": policy}
    if frames != "*":
        said["x-frame-options"] = "SAMEORIGIN"
    return [(name.encode(), value.encode()) for name, value in said.items()]


def refusal_of(method: str, path: str, sent: set[bytes]) -> tuple[int, str, dict[str, str]] | None:
    """Status, reason and headers of a request that is refused for its method, its address or the
    names of the headers sent with it.
    """
    if {b"content-length", b"transfer-encoding"} <= sent:
        # where one ends and the next begins two servers in a row might see differently
        return 400, _("The request gives two lengths of its body."), {"connection": "close"}
    if method not in READING and not (method == "POST" and WRITING.match(path)):
        allowed = {"allow": ", ".join(READING)}
        return 405, _("This address can be read and nothing else."), allowed
    if CLOSED.match(path):
        return 403, _("This page of the machine is closed to readers."), {}
    return None


@hookimpl(tryfirst=True)  # inside the wrapper that reads the language off the path
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            own = headers_for(scope["path"])
            names = {name for name, _value in own}

            async def send_with_headers(message: Any) -> None:
                if message["type"] == "http.response.start":
                    kept = [pair for pair in message["headers"] if pair[0].lower() not in names]
                    message = {**message, "headers": [*kept, *own]}
                await send(message)

            sent = {name.lower() for name, _value in scope["headers"]}
            refused = refusal_of(scope["method"], scope["path"], sent)
            if refused:
                page = await answer_error(datasette, Request(scope, receive), *refused)
                await page.asgi_send(send_with_headers)
            else:
                await app(scope, receive, send_with_headers)

        return answer

    return wrap
