"""/plans.ics and /plans.atom : the ends of plans and the deadlines of their activities as a
calendar, and their changes of state as a feed.
"""

import calendar
import datetime
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from xml.etree import ElementTree

from datasette import Response, hookimpl
from icalendar import Calendar, Event

from plugins.kit import labels
from plugins.kit.days import read_day
from plugins.kit.feed_pages import first_of, number_of, paged
from plugins.kit.language import at, language, words
from plugins.kit.locale_format import date
from plugins.kit.page import Query, headers, query_of
from plugins.kit.plan_list import LIST

Row = dict[str, Any]
IN_FEED = 100
ATOM = "http://www.w3.org/2005/Atom"
DUE = """
select a.id, a.activity_xx as activity, a.due_on, a.body, a.body_fr, a.status, p.id as plan, p.title_xx as title, k.name_xx as country_name,
  case length(a.due_on) when 4 then a.due_on || '-12-31' when 7 then date(a.due_on || '-01', '+1 month', '-1 day') else a.due_on end as day
from plan_activity a join plan_span p on p.id = a.plan left join country k on k.id = p.country
where a.due_on is not null and p.status <> 'draft' and a.status <> 'not_adopted' and (:country = '' or p.country = :country)
  and (:region = '' or k.subregion = :region) and (:plan = '' or p.id = :plan)
order by day, a.id
"""


def filters(request: Any) -> dict[str, str]:
    """The part of all plans that was asked for."""
    return {
        "country": (request.args.get("country") or "").upper(),
        "region": request.args.get("region") or "",
    }


def event(uid: str, day: str, summary: str, description: str, url: str) -> Event:
    """An all-day event; its end is the day after, as RFC 5545 wants it."""
    found = Event()
    start = datetime.date.fromisoformat(day)
    found.add("uid", f"{uid}@palermo-ledger")
    found.add("dtstamp", datetime.datetime.now(datetime.UTC).replace(microsecond=0))
    found.add("dtstart", start)
    found.add("dtend", start + datetime.timedelta(days=1))
    found.add("summary", summary)
    found.add("description", description)
    found.add("url", url)
    found.add("transp", "TRANSPARENT")
    return found


def as_calendar(ends: list[Row], due: list[Row], site: str) -> bytes:
    """The last day of every plan and the last day for every activity that has one."""
    _ = words().gettext
    found = Calendar()
    found.add("prodid", "-//Palermo Ledger//Plans//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Palermo Ledger: plans"))
    for row in ends:
        who = row["country_name"] or _("Regional")
        about = _("Period in the source: %(a)s – %(b)s.") % {
            "a": date(row["period_start"]) or "?",
            "b": date(row["period_end"]),
        }
        found.add_component(
            event(
                f"{row['id']}.end",
                row["stops_on"],
                f"{who}: {row['title']}, " + _("last day"),
                about,
                f"{site}/plan/{row['id']}",
            )
        )
    for row in due:
        who = row["country_name"] or _("Regional")
        about = _("Deadline in the source: %(day)s. Plan: %(plan)s. Body: %(body)s.") % {
            "day": date(row["due_on"]),
            "plan": row["title"],
            "body": row.get(f"body_{language()}") or row["body"] or _("not known"),
        }
        found.add_component(
            event(
                row["id"].replace(":", "."),
                row["day"],
                f"{who}: {row['activity']}",
                about,
                f"{site}/plan/{row['plan']}",
            )
        )
    return bytes(found.to_ical())


def turned_on(row: Row) -> str | None:
    """The day on which a plan came into the state it is in; None when no day brought it there."""
    if row["stops_on"] is None:
        return None
    end = datetime.date.fromisoformat(row["stops_on"])
    if row["clock"] in ("expired", "expired_without_successor"):
        return (end + datetime.timedelta(days=1)).isoformat()
    if row["clock"] == "expiring_6_months":
        year, month = end.year - (end.month <= 6), (end.month - 7) % 12 + 1
        day = min(end.day, calendar.monthrange(year, month)[1])
        return (datetime.date(year, month, day) + datetime.timedelta(days=1)).isoformat()
    return None


def as_feed(rows: list[Row], on: str, site: str, address: str, number: int) -> bytes:
    """What changed its state by itself: plans that have ended or have come within six months of it,
    newest first; page `number` of it.
    """
    _ = words().gettext
    clock = labels.current.get()["plan_clock"]
    turned = sorted(
        ((day, row) for row in rows if (day := turned_on(row)) and day <= on),
        key=lambda pair: (pair[0], pair[1]["id"]),
        reverse=True,
    )
    pages = paged(address, number, -(-len(turned) // IN_FEED))
    turned = turned[IN_FEED * (number - 1) : IN_FEED * number]
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")

    def put(
        parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
    ) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        element.text = text
        return element

    put(
        feed,
        "id",
        uuid.uuid5(uuid.NAMESPACE_URL, "palermo-ledger:plans" + address.partition("?")[2]).urn,
    )
    put(feed, "title", _("Palermo Ledger: plans that end or have ended"))
    if pages["more"]:
        put(feed, "subtitle", pages["more"])
    put(feed, "updated", (turned[0][0] if turned else on) + "T00:00:00Z")
    put(put(feed, "author"), "name", "Palermo Ledger")
    for rel, page in pages["links"].items():
        put(feed, "link", rel=rel, href=page)
    put(feed, "link", rel="alternate", href=f"{site}/plans")
    for day, row in turned:
        entry = put(feed, "entry")
        put(
            entry,
            "id",
            uuid.uuid5(uuid.NAMESPACE_URL, f"palermo-ledger:plan:{row['id']}:{row['clock']}").urn,
        )
        put(
            entry,
            "title",
            f"{row['country_name'] or _('Regional')}: {row['title']}: {clock[row['clock']]}",
        )
        put(entry, "updated", f"{day}T00:00:00Z")
        put(entry, "link", rel="alternate", href=f"{site}/plan/{row['id']}")
        period = {
            "a": date(row["period_start"]) or "?",
            "b": date(row["period_end"]),
            "end": date(row["stops_on"]),
            "source": row["source"],
        }
        why = _(
            "Period in the source: %(a)s – %(b)s, last day %(end)s. In this feed because that day has come or is near. Source: %(source)s."
        )
        put(entry, "summary", why % period)
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


async def ics(query: Query, request: Any, site: str) -> tuple[bytes, str]:
    """The ends of plans and the deadlines of their activities as a calendar."""
    plan = request.args.get("plan") or ""
    rows = await query(LIST, on=read_day(None), clock="", **filters(request))
    ends = [
        row
        for row in rows
        if row["stops_on"] and row["clock"] != "draft" and (not plan or row["id"] == plan)
    ]
    return as_calendar(
        ends, await query(DUE, plan=plan, **filters(request)), site
    ), "text/calendar; charset=utf-8"


async def atom(query: Query, request: Any, site: str) -> tuple[bytes, str]:
    """The changes of state of plans as an Atom feed."""
    on = read_day(request.args.get("on"))
    rows = await query(LIST, on=on, clock="", **filters(request))
    return as_feed(
        rows, on, site, first_of(f"{site}/plans.atom", request), number_of(request)
    ), "application/atom+xml; charset=utf-8"


def feed_route(
    path: str, make: Callable[[Query, Any, str], Awaitable[tuple[bytes, str]]]
) -> tuple[str, Any]:
    """A path that answers in one format that is not a page."""

    async def view(datasette: Any, request: Any) -> Response:
        body, kind = await make(
            query_of(datasette), request, f"{request.scheme}://{request.host}{at()}"
        )
        return Response(body.decode("utf-8"), content_type=kind, headers=headers())

    view.__doc__ = make.__doc__
    return rf"^/{path}$", view


@hookimpl
def register_routes() -> list[Any]:
    return [feed_route(r"plans\.ics", ics), feed_route(r"plans\.atom", atom)]
