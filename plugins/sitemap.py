"""/sitemap.xml and /robots.txt : every country, instrument, text, provision and item in every
language, for search engines.
"""

from typing import Any
from xml.sax.saxutils import escape

from datasette import NotFound, Response, hookimpl

from plugins.kit.language import LANGUAGES
from plugins.kit.page import headers, query_of
from plugins.kit.routes import Route

MOST = 40_000  # addresses in one file; the protocol allows 50,000 and 50 MB
FIXED = (
    "/",
    "/countries",
    "/items",
    "/gaps",
    "/plans",
    "/agreements",
    "/changes",
    "/claims",
    "/conflicts",
    "/downloads",
    "/about",
    "/api",
)
ADDRESSES = """
select '/country/' || id as path from country where kind in ('state', 'observer')
union all select '/item/' || code from item
union all select '/instrument/' || id from instrument
union all select distinct '/instrument/' || instrument || '/text' from version
union all select '/plan/' || id from plan_clock
union all select '/provision/' || id from provision
"""
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
# What a crawler need not ask for: endless combinations of filters, and tables that are one file
# under /tip.db.
ROBOTS = """User-agent: *
Disallow: /tip/
Disallow: /*search?
Disallow: /*compare?
Disallow: /*gaps?
Disallow: /reconcile

Sitemap: {site}/sitemap.xml
"""


def files(paths: list[str], site: str) -> list[str]:
    """The sitemap files: every path in every language, each with the addresses of the others, at
    most MOST in a file.
    """
    whole = []
    for path in paths:
        own = {
            code: escape(
                site
                + (
                    ("" if code == "en" else f"/{code}") + path
                    if path != "/" or code == "en"
                    else f"/{code}"
                )
            )
            for code in LANGUAGES
        }
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>'
            for code, address in own.items()
        )
        whole += [f"<url><loc>{address}</loc>{others}</url>" for address in own.values()]
    return [wrapped("urlset", whole[start : start + MOST]) for start in range(0, len(whole), MOST)]


def index(number: int, site: str) -> str:
    """The list of sitemap files, where there is more than one."""
    return wrapped(
        "sitemapindex",
        [
            f"<sitemap><loc>{escape(site)}/sitemap-{part}.xml</loc></sitemap>"
            for part in range(1, number + 1)
        ],
    )


def wrapped(name: str, parts: list[str]) -> str:
    """A whole XML file."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} {SPACES}>\n'
        + "\n".join(parts)
        + f"\n</{name}>\n"
    )


async def sitemap(datasette: Any, request: Any) -> Response:
    """Every page in every language for search engines; an index of files when there are many."""
    site = datasette.absolute_url(request, "/").rstrip("/")
    found = files([*FIXED, *(row["path"] for row in await query_of(datasette)(ADDRESSES))], site)
    part = request.url_vars.get("part")
    if part and not 0 < int(part) <= len(found):
        raise NotFound(f"There are {len(found)} sitemap files.")
    body = found[int(part or 1) - 1] if part or len(found) == 1 else index(len(found), site)
    return Response(body, content_type="application/xml; charset=utf-8", headers=headers())


async def robots(datasette: Any, request: Any) -> Response:
    """What crawlers may read: every page, but not every combination of filters."""
    return Response(
        ROBOTS.format(site=datasette.absolute_url(request, "/").rstrip("/")), headers=headers()
    )


@hookimpl
def register_routes() -> list[Any]:
    return [
        (r"^/sitemap\.xml$", sitemap),
        Route(r"^/sitemap-(?P<part>[0-9]{1,3})\.xml$", sitemap, examples=("/sitemap-1.xml",)),
        (r"^/robots\.txt$", robots),
    ]
