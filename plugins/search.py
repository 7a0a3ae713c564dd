"""/search?q=... : provisions and instruments by their words and by words that mean the same, best
first, with facets; also as JSON, CSV and an Atom feed.
"""

import uuid
from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from datasette import Response, hookimpl
from datasette.utils.asgi import BadRequest

from plugins.kit.days import read_day
from plugins.kit.feed_pages import answer_feed, number_of, paged
from plugins.kit.known_values import refuse_unknown_values
from plugins.kit.language import gettext as _
from plugins.kit.language import language_prefix
from plugins.kit.page import Ask, Query, link, query_of, route
from plugins.kit.record_labels import LABELS
from plugins.kit.routes import Route
from plugins.searching.facets import FILTERS
from plugins.searching.finding import Wanted, find_provisions
from plugins.searching.ranking import ORDERS
from plugins.searching.records import KINDS
from plugins.searching.results import page_of

PAGE_SIZE, LARGEST_SIZE = 20, 1_000  # provisions on a page, and at most in JSON
MOST_TAKEN = 20_000  # provisions in a file: more are refused in words, never cut
FEED_SIZE = 50  # provisions on a page of the feed
LONGEST_QUESTION = 1_000  # characters: a paragraph; more is refused, never cut
MOST_WITHOUT = 20  # concepts that a reader may take out
CLOSED_LISTS = {
    "kind": "instrument_kind",
    "status": "instrument_status",
    "pillar": "pillar",
    "basis": "basis",
    "verification": "verification",
    "in": "search_record_kind",
}
MOST_CHOSEN = 60  # provisions carried along for a basket
UNDATED = "2026"  # the day of a provision in the feed that came with the first build
# only a seed: ids stay the same wherever the site runs
ID_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://palermo-ledger.invalid/search")


def read_request(request: Any) -> Wanted:
    """What the address asks for; values that make no sense count as none. Raises BadRequest for a
    question that is too long.
    """
    args = request.args
    question = strip_control_characters(args.get("q") or "").strip()
    if len(question) > LONGEST_QUESTION:
        raise BadRequest(_("A question may have %(most)s signs.", most=LONGEST_QUESTION))
    form = request.url_vars.get("format") or ""
    page, size = read_number(args.get("page")), read_number(args.get("size"))
    return Wanted(
        q=question,
        chosen=read_filters(args),
        current=page or 1,
        size=size_of(form, size),
        sort=allowed_or_empty(args.get("sort"), ORDERS),
        group=allowed_or_empty(args.get("group"), ["instrument"] if form in ("", "json") else []),
        meaning=allowed_or_empty(args.get("meaning"), ["off"]),
        facets=args.get("facets") != "off",
        without=sorted(set(args.getlist("without")))[:MOST_WITHOUT],
        marked=not form,
        on=read_day(args.get("on")) if args.get("on") else "",
        basket=args.getlist("p")[:MOST_CHOSEN],
        within=allowed_or_empty(args.get("in"), KINDS),
    )


def size_of(form: str, asked: int | None) -> int:
    """How many provisions are given: on a page PAGE_SIZE, in JSON as many as asked for, in a file
    every one that was found.
    """
    if form == "json":
        return min(LARGEST_SIZE, asked or PAGE_SIZE)
    return (asked or MOST_TAKEN) if form else PAGE_SIZE


def read_filters(args: Any) -> dict[str, str]:
    """The facets asked for with their values, codes of countries in capitals."""
    chosen = {name: args[name].strip() for name in FILTERS if (args.get(name) or "").strip()}
    return chosen | ({"country": chosen["country"].upper()} if "country" in chosen else {})


def strip_control_characters(text: str) -> str:
    """Text without control characters."""
    return "".join(sign for sign in text if sign.isprintable())


def read_number(text: str | None) -> int | None:
    """A number of at most five digits, at least 1; None for anything else."""
    return max(1, int(text)) if text and text.isdecimal() and len(text) < 6 else None


def allowed_or_empty(text: str | None, allowed: Collection[str]) -> str:
    """The text if it is allowed, else an empty string."""
    return text if text and text in allowed else ""


async def load_search(query: Query, request: Any) -> dict[str, Any]:
    """Provisions that match words and filters, twenty a page; the table is that page."""
    wanted = await read_known(query, request)
    found = await query.at_once(answer_search, wanted)
    if request.url_vars.get("format") and wanted.size == MOST_TAKEN < found["total"]:
        raise BadRequest(
            _("More than %(most)s provisions; take a part with a filter.", most=MOST_TAKEN)
        )
    return found


async def read_known(query: Query, request: Any) -> Wanted:
    """What the address asks for. Raises BadRequest for a filter of a value that nothing has."""
    wanted = read_request(request)
    asked = {**wanted.chosen, "in": request.args.get("in") or ""}
    await refuse_unknown_values(query, asked, **CLOSED_LISTS)
    return wanted


def answer_search(ask: Ask, wanted: Wanted) -> dict[str, Any]:
    """Search, and give the data of the page."""
    return page_of(ask, wanted, find_provisions(ask, wanted))


async def serve_feed(datasette: Any, request: Any) -> Response:
    """The search as a feed: what came into the knowledge base last comes first."""
    number = number_of(request)
    query = query_of(datasette)
    wanted = (await read_known(query, request))._replace(
        sort="new", group="", current=number, size=FEED_SIZE, marked=False
    )
    data = await query.at_once(answer_search, wanted)
    site = datasette.absolute_url(request, "/").rstrip("/")
    here = link("/search.atom", **feed_parameters(data))
    feed = {
        **paged(site + here, number, data["pages"]),
        "title": _(
            "Palermo Ledger, search: %(q)s", q=data["q"] or ", ".join(data["chosen"].values())
        ),
        "subtitle": _(
            "Provisions that answer the search, what came into the knowledge base last first. "
            "The date is not the day on which a law changed."
        ),
        "feed_id": uuid.uuid5(ID_NAMESPACE, here).urn,
        "updated": next(filter(None, (row["seen_on"] for row in data["rows"])), UNDATED),
        "page": site + link("/search", **feed_parameters(data)),
    }
    return await answer_feed(
        datasette, request, feed, [entry_of(row, site) for row in data["rows"]]
    )


def entry_of(row: dict[str, Any], site: str) -> dict[str, Any]:
    """A provision as an entry of the feed."""
    titles = (row["country_name"], row["instrument_title"], row["label"])
    heading = f" · {row['heading']}" if row["heading"] else ""
    status = LABELS["instrument_status"][row["status"]]
    verification = LABELS["verification"][row["verification"]]
    path = f"/provision/{quote(row['id'])}"
    return {
        "title": ", ".join(filter(None, titles)) + heading,
        "id": site + path,
        "updated": row["seen_on"] or UNDATED,
        "url": site + language_prefix() + path,
        "summary": f"{row['summary'] or row['passage']} ({status}; {verification})",
    }


def feed_parameters(data: dict[str, Any]) -> dict[str, Any]:
    """A search as the parameters of an address, without page, order or form."""
    return {
        "q": data["q"],
        **data["chosen"],
        "meaning": data["meaning"],
        "without": data["without"],
        "on": data["on"],
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = (
        "/search?q=reparation",
        "/search?q=victims",
        "/search?q=compensation&group=instrument&without=compensation",
        "/search?q=victims&country=SLE&pillar=protection&sort=date",
        "/search?q=zzqqxx&country=TUV",
    )
    return [
        Route(r"^/search\.atom$", serve_feed, examples=("/search.atom?q=victims",)),
        route("search", "search.html", load_search, "/provision/{id}", examples),
    ]
