"""/plans/overdue?body=nga-naptip : what a body was to have done by a day and is not reported
done, on a page to print for a meeting.
"""

from typing import Any

from datasette import hookimpl

from plugins.kit.days import read_day
from plugins.kit.feed_pages import number_of
from plugins.kit.known_values import refuse_unknown_values
from plugins.kit.language import shown_words
from plugins.kit.page import Query, grouped, route
from plugins.kit.plan_filters import NAMES
from plugins.kit.plan_progress import STANDING
from plugins.kit.records import source_titles
from plugins.kit.state_sets import refuse_unknown

PAGE_SIZE = 100  # activities shown at once; JSON and CSV have them all
OVERDUE = f"""
with {STANDING}
select
  a.id,
  a.number,
  a.activity,
  a.language,
  a.activity_en,
  a.activity_fr,
  s.due_on,
  s.due_printed,
  s.status,
  s.status_on,
  s.percent,
  a.body,
  a.body_fr,
  p.id as plan,
  p.title_xx as plan_title,
  p.country,
  k.name_xx as country_name,
  a.source,
  a.verification
from plan_activity a
join standing s on s.activity = a.id and s.late
join plan_span p on p.id = a.plan and p.status <> 'draft'
left join country k on k.id = p.country
where (:country = '' or p.country = :country)
  and (:body = '' or exists (
    select 1 from activity_body x where x.activity = a.id and x.body = :body
  ))
order by k.name_xx collate alphabet, p.id, s.due_on, a.ordinal
limit :most offset :skip
"""
COUNTED = f"""
with {STANDING}
select count(*) as n
from plan_activity a
join standing s on s.activity = a.id and s.late
join instrument p on p.id = a.plan and p.status <> 'draft'
where (:country = '' or p.country = :country)
  and (:body = '' or exists (
    select 1 from activity_body x where x.activity = a.id and x.body = :body
  ))
"""


async def load_overdue(query: Query, request: Any) -> dict[str, Any]:
    """The activities of a body or a country that are late on a day; they are the table. A page has
    PAGE_SIZE of them, what is taken away has all.
    """
    on = read_day(request.args.get("on"))
    body = request.args.get("body") or ""
    country = (request.args.get("country") or "").upper()
    bodies = await query(NAMES["body"])
    refuse_unknown({"body": body}, {"body": bodies})
    await refuse_unknown_values(query, {"country": country})
    asked = {"on": on, "plan": "", "body": body, "country": country}
    pages = max(1, -(-(await query(COUNTED, **asked))[0]["n"] // PAGE_SIZE))
    number = min(pages, number_of(request))
    part = {"most": PAGE_SIZE, "skip": (number - 1) * PAGE_SIZE}
    if request.url_vars.get("format"):
        part = {"most": -1, "skip": 0}
    rows = await query(OVERDUE, **asked, **part)
    for row in rows:
        row["activity"], row["language"] = shown_words(row, "activity")
    return {
        "on": on,
        "chosen": {"body": body, "country": country},
        "bodies": bodies,
        "body_name": next((row["name"] for row in bodies if row["id"] == body), None),
        "plans": list(grouped(rows, "plan")),
        "sources": await source_titles(query),
        "rows": rows,
        "page": number,
        "pages": pages,
    }


@hookimpl
def register_routes() -> list[Any]:
    examples = ("/plans/overdue", "/plans/overdue?country=LBR&on=2026-11-28")
    return [
        route(
            "plans/overdue", "plan_overdue.html", load_overdue, "/tip/plan_activity/{id}", examples
        )
    ]
