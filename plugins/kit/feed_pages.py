"""Long feeds in pages, as RFC 5005 has them: a page names the first, the one before, the one after
and the last, and says in words that there are more.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from plugins.kit.language import gettext as _


def number_of(request: Any, name: str = "page") -> int:
    """The page asked for; the first when it is not a number."""
    asked = request.args.get(name) or ""
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 7 else 1


def first_of(path: str, request: Any, name: str = "page") -> str:
    """The address of the first page of a feed at `path`, with the parameters that were asked for."""
    kept = urlencode(
        [
            pair
            for pair in parse_qsl(request.query_string, keep_blank_values=True)
            if pair[0] != name
        ]
    )
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
