"""/sitemap.xml and /robots.txt : every country, instrument, text, provision and item in every
language, for search engines. A file of many is made of its own part of the addresses alone.
"""

from typing import Any
from xml.sax.saxutils import escape

from datasette import NotFound, Response, hookimpl

from plugins.kit.language import LANGUAGES
from plugins.kit.page import Query, headers, query_of
from plugins.kit.routes import Route

MOST = 20_000 // len(LANGUAGES)  # paths in one file, 5 MB; the protocol allows 50 MB
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


def one_file(paths: list[str], site: str) -> str:
    """A sitemap file: every path in every language, each with the addresses of the others."""
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
    return wrapped("urlset", whole)


async def paths_of(query: Query, part: int) -> list[str]:
    """The paths of a file, counted from 1."""
    first = (part - 1) * MOST
    own = FIXED[first : first + MOST]
    skip = max(0, first - len(FIXED))
    rows = await query(f"{ADDRESSES} limit :most offset :skip", most=MOST - len(own), skip=skip)
    return [*own, *(row["path"] for row in rows)]


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
    site, query = datasette.absolute_url(request, "/").rstrip("/"), query_of(datasette)
    number = len(FIXED) + (await query(f"select count(*) as n from ({ADDRESSES})"))[0]["n"]
    parts = -(-number // MOST)
    asked = request.url_vars.get("part")
    if asked and not 1 <= int(asked) <= parts:
        raise NotFound(f"There are {parts} sitemap files.")
    if asked or parts == 1:
        body = one_file(await paths_of(query, int(asked or 1)), site)
    else:
        body = index(parts, site)
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
        Route(r"^/sitemap-(?P<part>[0-9]{1,5})\.xml$", sitemap, examples=("/sitemap-1.xml",)),
        (r"^/robots\.txt$", robots),
    ]
