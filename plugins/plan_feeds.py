"""/plans.ics and /plans.atom : the ends of plans and the deadlines of their activities as a
calendar, and their changes of state as a feed.
"""

import calendar
import datetime
import uuid
from typing import Any

from datasette import Response, hookimpl
from icalendar import Calendar, Event

from plugins.kit.days import read_day
from plugins.kit.feed_pages import answer_feed, first_of, number_of, paged
from plugins.kit.language import gettext as _
from plugins.kit.language import language, language_prefix
from plugins.kit.locale_format import format_date
from plugins.kit.page import Row, headers, query_of
from plugins.kit.plan_list import LIST, say_search
from plugins.kit.record_labels import LABELS
from plugins.kit.routes import Route

IN_FEED = 100
DUE = """
select
  a.id,
  coalesce(a.activity_xx, a.activity, a.activity_fr) as activity,
  s.due_on,
  a.body,
  a.body_fr,
  s.status,
  p.id as plan,
  p.title_xx as title,
  k.name_xx as country_name,
  case length(s.due_on)
    when 4 then s.due_on || '-12-31'
    when 7 then date(s.due_on || '-01', '+1 month', '-1 day')
    else s.due_on
  end as day
from plan_activity a
join activity_state s on s.activity = a.id
join plan_span p on p.id = a.plan
left join country k on k.id = p.country
where s.due_on is not null
  and p.status <> 'draft'
  and s.status not in ('cancelled', 'not_adopted')
  and (:country = '' or p.country = :country)
  and (:region = '' or k.subregion = :region)
  and (:plan = '' or p.id = :plan)
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


def as_calendar(events: list[Event]) -> str:
    """Events as an iCalendar file."""
    found = Calendar()
    found.add("prodid", "-//Palermo Ledger//Plans//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Palermo Ledger: plans"))
    for event in events:
        found.add_component(event)
    return str(found.to_ical(), "utf-8")


def last_day_of(row: Row, site: str) -> Event:
    """The last day of a plan."""
    about = _(
        "Period in the source: %(a)s – %(b)s.",
        a=format_date(row["period_start"]) or "?",
        b=format_date(row["period_end"]),
    )
    summary = f"{row['country_name'] or _('Regional')}: {row['title']}, " + _("last day")
    url = f"{site}/plan/{row['id']}"
    return event(f"{row['id']}.end", row["stops_on"], summary, about, url)


def deadline_of(row: Row, site: str) -> Event:
    """The last day for an activity of a plan."""
    about = _(
        "Deadline in the source: %(day)s. Plan: %(plan)s. Body: %(body)s.",
        day=format_date(row["due_on"]),
        plan=row["title"],
        body=row.get(f"body_{language()}") or row["body"] or _("not known"),
    )
    summary = f"{row['country_name'] or _('Regional')}: {row['activity']}"
    url = f"{site}/plan/{row['plan']}"
    return event(row["id"].replace(":", "."), row["day"], summary, about, url)


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


def turned_plans(rows: list[Row], on: str) -> list[tuple[str, Row]]:
    """The plans that changed their state by itself up to a day, with that day, newest first."""
    turned = [(day, row) for row in rows if (day := turned_on(row)) and day <= on]
    return sorted(turned, key=lambda pair: (pair[0], pair[1]["id"]), reverse=True)


def entry_of(day: str, row: Row, site: str) -> Row:
    """A plan that has ended or has come within six months of it, as an entry of the feed."""
    clock = LABELS["plan_clock"][row["clock"]]
    states = "; ".join(filter(None, [clock, say_search(row)]))
    why = _(
        "Period in the source: %(a)s – %(b)s, last day %(end)s. In this feed because that day has "
        "come or is near. Source: %(source)s.",
        a=format_date(row["period_start"]) or "?",
        b=format_date(row["period_end"]),
        end=format_date(row["stops_on"]),
        source=row["source"],
    )
    return {
        "id": stable_id(f"palermo-ledger:plan:{row['id']}:{row['clock']}"),
        "title": f"{row['country_name'] or _('Regional')}: {row['title']}: {states}",
        "updated": day,
        "url": f"{site}/plan/{row['id']}",
        "summary": why,
    }


def stable_id(name: str) -> str:
    """An id that is the same in every build and on every host."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def site_of(request: Any) -> str:
    """The address of the site in the reader's language, as the reader asked for it."""
    return f"{request.scheme}://{request.host}{language_prefix()}"


async def serve_calendar(datasette: Any, request: Any) -> Response:
    """The ends of plans and the deadlines of their activities as a calendar."""
    query, site = query_of(datasette), site_of(request)
    chosen, plan = filters(request), request.args.get("plan") or ""
    plans = await query(LIST, on=read_day(None), clock="", **chosen)
    ends = [
        last_day_of(row, site)
        for row in plans
        if row["stops_on"] and row["clock"] != "draft" and (not plan or row["id"] == plan)
    ]
    deadlines = [deadline_of(row, site) for row in await query(DUE, plan=plan, **chosen)]
    body = as_calendar(ends + deadlines)
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers())


async def serve_plans_feed(datasette: Any, request: Any) -> Response:
    """The changes of state of plans as an Atom feed."""
    on, site, number = read_day(request.args.get("on")), site_of(request), number_of(request)
    rows = await query_of(datasette)(LIST, on=on, clock="", **filters(request))
    turned = turned_plans(rows, on)
    address = first_of(f"{site}/plans.atom", request)
    feed = {
        "title": _("Palermo Ledger: plans that end or have ended"),
        "feed_id": stable_id("palermo-ledger:plans" + address.partition("?")[2]),
        "updated": turned[0][0] if turned else on,
        "page": f"{site}/plans",
        **paged(address, number, -(-len(turned) // IN_FEED)),
    }
    entries = [
        entry_of(day, row, site) for day, row in turned[IN_FEED * (number - 1) : IN_FEED * number]
    ]
    return await answer_feed(datasette, request, feed, entries)


@hookimpl
def register_routes() -> list[Any]:
    return [Route(r"^/plans\.ics$", serve_calendar), Route(r"^/plans\.atom$", serve_plans_feed)]
