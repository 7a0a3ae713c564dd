"""/plans.ics and /plans.atom : the ends of plans and the deadlines of their activities as a
calendar, and their changes of state and the reports on them as a feed.
"""

import calendar
import datetime
import uuid
from typing import Any

from datasette import Response, hookimpl
from icalendar import Alarm, Calendar, Event

from plugins.kit.days import read_day
from plugins.kit.feed_pages import answer_feed, as_rfc3339, first_of, number_of, paged
from plugins.kit.known_values import refuse_unknown_values
from plugins.kit.language import gettext as _
from plugins.kit.language import language, language_prefix, shown_words
from plugins.kit.locale_format import format_date, format_money, format_number
from plugins.kit.page import Query, Row, headers, query_of
from plugins.kit.plan_filters import NAMES
from plugins.kit.plan_list import LIST, PLACE, say_search
from plugins.kit.plan_progress import LAST_DAY, STANDING, UNFINISHED
from plugins.kit.record_labels import LABELS
from plugins.kit.routes import Route
from plugins.kit.state_sets import refuse_unknown

IN_FEED = 100
IN_CALENDAR = 500  # events on a page; the earliest are first
DAYS_BEFORE = {"end": 90, "deadline": 30}  # of the reminders
DUE = f"""
with {STANDING}
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
  {LAST_DAY} as day
from plan_activity a
join standing s on s.activity = a.id
join plan_span p on p.id = a.plan
left join country k on k.id = p.country
where s.due_on is not null
  and {LAST_DAY} >= :on
  and p.status <> 'draft'
  and s.{UNFINISHED}
  and {PLACE}
  and (:pillar = '' or a.pillar = :pillar)
  and (:body = '' or exists (
    select 1 from activity_body x where x.activity = a.id and x.body = :body
  ))
order by day, a.id
limit :most
"""
# the plans that a body or a pillar has to do with
CONCERNED = """
select distinct a.plan
from plan_activity a
left join activity_body x on x.activity = a.id
where (:pillar = '' or a.pillar = :pillar) and (:body = '' or x.body = :body)
"""
REPORTS = f"""
select
  g.*,
  coalesce(a.activity_xx, a.activity, a.activity_fr) as activity_words,
  p.id as plan,
  p.title_xx as title,
  k.name_xx as country_name
from plan_progress g
join plan_activity a on a.id = g.activity
join plan_span p on p.id = a.plan
left join country k on k.id = p.country
where g.reported_on <= substr(:on, 1, length(g.reported_on))
  and {PLACE}
order by g.activity, g.reported_on
"""


async def load_filters(query: Query, request: Any) -> dict[str, str]:
    """The part of all plans that was asked for. Raises BadRequest for what nothing has."""
    asked = {
        "country": (request.args.get("country") or "").upper(),
        "region": request.args.get("region") or "",
        "group": request.args.get("group") or "",
    }
    await refuse_unknown_values(query, asked)
    return asked


def event(uid: str, day: str, summary: str, description: str, url: str, before: int) -> Event:
    """An all-day event with a reminder some days before it; its end is the day after, as RFC 5545
    wants it.
    """
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
    reminder = Alarm()
    reminder.add("action", "DISPLAY")
    reminder.add("description", summary)
    reminder.add("trigger", datetime.timedelta(days=-before))
    found.add_component(reminder)
    return found


def as_calendar(events: list[Event], more: bool) -> str:
    """Events as an iCalendar file, which says where there are more of them."""
    found = Calendar()
    found.add("prodid", "-//Palermo Ledger//Plans//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("Palermo Ledger: plans"))
    if more:
        found.add("x-wr-caldesc", _("More days stand on the next page: page=2, and so on."))
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
    return event(f"{row['id']}.end", row["stops_on"], summary, about, url, DAYS_BEFORE["end"])


def deadline_of(row: Row, site: str) -> Event:
    """The last day for an activity of a plan."""
    about = _(
        "Deadline in the source: %(day)s. Plan: %(plan)s. Body: %(body)s.",
        day=format_date(row["due_on"]),
        plan=row["title"],
        body=row.get(f"body_{language()}") or row["body"] or _("not known"),
    )
    summary = f"{row['country_name'] or _('Regional')}: {row['activity']}"
    url = f"{site}/plan/{row['plan']}#{row['id']}"
    uid = row["id"].replace(":", ".")
    return event(uid, row["day"], summary, about, url, DAYS_BEFORE["deadline"])


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


def report_of(row: Row, site: str) -> Row:
    """A report on an activity, in words, as an entry of the feed."""
    said = [
        LABELS["activity_status"].get(row["status"]),
        _("%(percent)s per cent", percent=format_number(row["percent"])) if row["percent"] else "",
        f"{_('spent:')} {format_money(None, row['spent'], row['currency'])}"
        if row["spent"]
        else "",
        _("new deadline:") + f" {row['due_printed']}" if row["due_printed"] else "",
        shown_words(row, "statement")[0],
    ]
    name = ":".join((row["activity"], row["reported_on"], row["source"]))
    return {
        "id": stable_id(f"palermo-ledger:report:{name}"),
        "title": f"{row['country_name'] or _('Regional')}: {row['activity_words']}",
        "updated": as_rfc3339(row["reported_on"])[:10],
        "url": f"{site}/plan/{row['plan']}#{row['activity']}",
        "summary": "; ".join([*filter(None, said), row["title"], row["source"]]),
    }


def stable_id(name: str) -> str:
    """An id that is the same in every build and on every host."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def site_of(request: Any) -> str:
    """The address of the site in the reader's language, as the reader asked for it."""
    return f"{request.scheme}://{request.host}{language_prefix()}"


async def serve_calendar(datasette: Any, request: Any) -> Response:
    """The ends of plans and the deadlines of their activities from a day on, as a calendar: of a
    State, a region, a body, a pillar or a plan; the earliest first, IN_CALENDAR on a page.
    """
    site, number = site_of(request), number_of(request)
    days = await load_days(query_of(datasette), request, number * IN_CALENDAR + 1)
    shown = days[(number - 1) * IN_CALENDAR : number * IN_CALENDAR]
    events = [deadline_of(row, site) if "day" in row else last_day_of(row, site) for row in shown]
    body = as_calendar(events, more=len(days) > number * IN_CALENDAR)
    return Response(body, content_type="text/calendar; charset=utf-8", headers=headers())


async def load_days(query: Query, request: Any, most: int) -> list[Row]:
    """The plans that end and the activities that are due (these have a `day`), by their days: the
    `most` earliest at least, where there are as many.
    """
    on, plan = read_day(request.args.get("on")), request.args.get("plan") or ""
    asked = {name: request.args.get(name) or "" for name in ("body", "pillar")}
    offered = [{"id": value} for value in LABELS["pillar"]]
    refuse_unknown(asked, {"body": await query(NAMES["body"]), "pillar": offered})
    part = await load_filters(query, request)
    plans = await query(LIST, on=on, clock="", **part)
    if any(asked.values()):
        concerned = {row["plan"] for row in await query(CONCERNED, **asked)}
        plans = [row for row in plans if row["id"] in concerned]
    ends = [
        row
        for row in plans
        if (row["stops_on"] or "") >= on and row["clock"] != "draft" and plan in ("", row["id"])
    ]
    due = await query(DUE, most=most, plan=plan, on=on, **part, **asked)
    return sorted([*ends, *due], key=lambda row: row.get("day") or row["stops_on"])


async def serve_plans_feed(datasette: Any, request: Any) -> Response:
    """The changes of state of plans, and the reports on their activities, as an Atom feed."""
    on, site, number = read_day(request.args.get("on")), site_of(request), number_of(request)
    query = query_of(datasette)
    part = await load_filters(query, request)
    rows = await query(LIST, on=on, clock="", **part)
    entries = [entry_of(day, row, site) for day, row in turned_plans(rows, on)]
    entries += [report_of(row, site) for row in await query(REPORTS, on=on, **part)]
    entries.sort(key=lambda entry: entry["updated"], reverse=True)
    address = first_of(f"{site}/plans.atom", request)
    feed = {
        "title": _("Palermo Ledger: plans that end or have ended, and reports on them"),
        "feed_id": stable_id("palermo-ledger:plans" + address.partition("?")[2]),
        "updated": entries[0]["updated"] if entries else on,
        "page": f"{site}/plans",
        **paged(address, number, -(-len(entries) // IN_FEED)),
    }
    shown = entries[IN_FEED * (number - 1) : IN_FEED * number]
    return await answer_feed(datasette, request, feed, shown)


@hookimpl
def register_routes() -> list[Any]:
    return [Route(r"^/plans\.ics$", serve_calendar), Route(r"^/plans\.atom$", serve_plans_feed)]
