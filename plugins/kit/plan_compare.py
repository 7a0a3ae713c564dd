"""Two plans of a State or community side by side: what the later one goes on with, leaves out and
adds.
"""

from typing import Any

from datasette.utils.asgi import BadRequest

from plugins.kit.language import gettext as _
from plugins.kit.language import shown_words
from plugins.kit.page import Query, Row, grouped

OTHERS = """
select p.id, p.title_xx as title, p.period_start, p.period_end
from plan_peer x
join plan_span p on p.id = x.other
where x.plan = :plan
order by p.starts_on is null, p.starts_on, p.id
"""
ORDERED = """
select p.id, p.title_xx as title, p.period_start, p.period_end, p.country
from plan_span p
where p.id in (:one, :other)
order by p.starts_on is null, p.starts_on, p.id
"""
ACTIVITIES = """
select a.id, a.number, a.activity, a.language, a.activity_en, a.activity_fr
from plan_activity a
where a.plan = :plan
order by a.ordinal
"""
MATCHES = """
select m.activity, m.earlier, m.likeness, m.note, m.note_fr
from activity_match m
where m.plan = :later and m.earlier_plan = :earlier
order by m.likeness is not null, m.likeness desc, m.earlier
"""


async def compare_plans(query: Query, plan: Row, other: str | None) -> dict[str, Any]:
    """The plans that this one can be compared with and, where `other` names one, both in order of
    time with the activities kept, dropped and added.

    Raises BadRequest for what is none of them.
    """
    others = await query(OTHERS, plan=plan["id"])
    if not other:
        return {"others": others}
    if other not in [row["id"] for row in others]:
        raise BadRequest(
            _(
                "with: %(asked)s is no plan of this State or community of which activities are "
                "held. There are: %(others)s.",
                asked=other,
                others=", ".join(row["id"] for row in others) or _("none"),
            )
        )
    earlier, later = await query(ORDERED, one=plan["id"], other=other)
    matches = await query(MATCHES, later=later["id"], earlier=earlier["id"])
    old, new = await load_activities(query, earlier), await load_activities(query, later)
    by_new = grouped(matches, "activity")
    kept = [
        {**activity, "from": [{**old[one["earlier"]], **one} for one in by_new[identity]]}
        for identity, activity in new.items()
        if identity in by_new
    ]
    found_again = {one["earlier"] for one in matches}
    return {
        "others": others,
        "earlier": earlier,
        "later": later,
        "kept": kept,
        "dropped": [row for identity, row in old.items() if identity not in found_again],
        "added": [row for identity, row in new.items() if identity not in by_new],
    }


async def load_activities(query: Query, plan: Row) -> dict[str, Row]:
    """The activities of a plan by their ids, each with the words and language it is shown in."""
    found = {}
    for row in await query(ACTIVITIES, plan=plan["id"]):
        words, language = shown_words(row, "activity")
        found[row["id"]] = {
            "id": row["id"],
            "plan": plan["id"],
            "number": row["number"],
            "words": words,
            "language": language,
        }
    return found
