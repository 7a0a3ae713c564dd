"""Atom feeds. A long one has pages, as RFC 5005 has them: a page names the first, the one before,
the one after and the last, and says in words that there are more.
"""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import Response

from plugins.kit.language import gettext as _
from plugins.kit.language import language
from plugins.kit.page import headers, here

ATOM = "application/atom+xml; charset=utf-8"
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


async def answer_feed(
    datasette: Any,
    request: Any,
    feed: dict[str, Any],
    entries: list[dict[str, Any]],
    template: str = "feed.atom",
) -> Response:
    """A page of a feed as Atom.

    feed: title, subtitle, feed_id, updated (a date or time), page (the address of the same in HTML,
    or empty), and links and more as `paged` gives them. Each entry has title, id, updated, url, and
    summary or content.
    """
    subtitle = " ".join(filter(None, (feed.get("subtitle"), feed["more"])))
    site = datasette.absolute_url(request, "/").rstrip("/")
    others = {
        code: site + path for code, path in here(request)["languages"].items() if code != language()
    }
    context = {**feed, "subtitle": subtitle, "entries": entries, "others": others}
    body = await datasette.render_template(template, context, request=request)
    return Response(body, content_type=ATOM, headers=headers())


def as_rfc3339(text: str) -> str:
    """A date of any precision, or a time in UTC, as an RFC 3339 timestamp."""
    if "T" in text:
        return text.replace("+00:00", "Z")
    return f"{text}{'-01-01'[len(text) - 4 :] if len(text) < 10 else ''}T00:00:00Z"


def strip_non_xml(text: Any) -> str:
    """Text with the characters that XML forbids replaced."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(text))


def number_of(request: Any, name: str = "page") -> int:
    """The page asked for; the first when it is not a number."""
    asked = request.args.get(name) or ""
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


def first_of(path: str, request: Any, name: str = "page") -> str:
    """The address of the first page of a feed at `path`, with the parameters asked for."""
    pairs = parse_qsl(request.query_string, keep_blank_values=True)
    kept = urlencode([pair for pair in pairs if pair[0] != name])
    return f"{path}?{kept}" if kept else path


def paged(feed: str, number: int, pages: int, name: str = "page") -> dict[str, Any]:
    """`links`, by their rel, from page `number` of `pages` of the feed whose first page is at
    `feed`; `more`, the same in words, empty for a single page.
    """
    last = max(1, pages)
    named = {"self": number}
    if last > 1:
        named |= {"first": 1, "last": last}
    if number > 1:
        named["previous"] = min(number - 1, last)
    if number < last:
        named["next"] = number + 1
    more = ""
    if number < last:
        more = _(
            "Page %(page)s of %(pages)s of this feed; its link “next” leads to older entries.",
            page=number,
            pages=last,
        )
    elif last > 1:
        more = _("Page %(page)s of %(pages)s of this feed, the last.", page=number, pages=last)
    sign = "&" if "?" in feed else "?"
    return {
        "links": {
            rel: feed if page == 1 else f"{feed}{sign}{name}={page}" for rel, page in named.items()
        },
        "more": more,
    }
