"""One line a State: whether a plan is in force on a day, since when none is, who leads it, and what
was done of the last one.
"""

import datetime
from typing import Any

from plugins.kit.language import gettext as _
from plugins.kit.locale_format import format_date
from plugins.kit.page import Query, Row, grouped
from plugins.kit.plan_list import LIST, say_search
from plugins.kit.plan_progress import BUDGETS, SPENT, TALLY
from plugins.kit.state_sets import STATES

RUNS = ("current", "expiring_6_months")
ENDED = ("expired", "expired_without_successor")
ALWAYS = "9999"  # after every day
NOBODY = {"body": None, "body_of": None}
SUMS = ("budget", "budget_currency", "spent", "spent_currency")
TALLIED = ("activities", "done", "late", "unreported", "last_report")
OF_PLAN = (
    *("id", "title", "narrow", "period_start", "period_end", "stops_on", "body"),
    *("source", "verification"),
    *TALLIED,
    *SUMS,
)
NAMED = "select k.id as country, k.name_xx as country_name from country k where k.id = :country"
COORDINATION = """
select b.country, b.name_xx as name
from body b
where b.role = 'coordination' and (b.since is null or b.since <= substr(:on, 1, length(b.since)))
order by b.country, b.since desc, b.id
"""


async def load_states(query: Query, plans: list[Row], on: str, **sets: str) -> list[Row]:
    """A line for each State of the sets; `plans` are all plans as LIST has them, tallied."""
    bodies = grouped(await query(COORDINATION, on=on), "country")
    held = grouped(plans, "country")
    return [
        line_of(state, held.get(state["country"], []), bodies.get(state["country"], []), on)
        for state in await query(STATES, on=on, **sets)
    ]


async def load_state(query: Query, country: str, on: str) -> Row | None:
    """The line of one State on a day; None where no country has the code."""
    found = await query(NAMED, country=country)
    if not found:
        return None
    plans = await query(LIST, on=on, country=country, region="", group="", clock="")
    await tally_plans(query, plans, on)
    bodies = [row for row in await query(COORDINATION, on=on) if row["country"] == country]
    return line_of(found[0], plans, bodies, on)


async def tally_plans(query: Query, plans: list[Row], on: str) -> None:
    """Writes into each plan what was done of it up to a day, and its sums, joined by `;`."""
    tallies = {row["plan"]: row for row in await query(TALLY, on=on, plan="")}
    budgets = grouped(await query(BUDGETS), "plan")
    spent = grouped(await query(SPENT, on=on, plan=""), "plan")
    for plan in plans:
        tally = tallies.get(plan["id"], {})
        plan |= {name: tally.get(name, None if name == "last_report" else 0) for name in TALLIED}
        plan |= joined_sums("budget", budgets.get(plan["id"], []))
        plan |= joined_sums("spent", spent.get(plan["id"], []))


def joined_sums(name: str, sums: list[Row]) -> Row:
    """Sums as a figure and its currency, several joined by `;`; one without a figure as printed."""
    amounts = [row["amount"] or row.get("amount_printed") or 0 for row in sums]
    return {
        name: amounts[0] if len(amounts) == 1 else ";".join(map(str, amounts)) or None,
        f"{name}_currency": ";".join(row["currency"] or "" for row in sums) or None,
    }


def line_of(state: Row, plans: list[Row], bodies: list[Row], on: str) -> Row:
    """A State with its plan: the one in force that began last, one on the whole matter before one
    on a part of it, or the one that ended last.
    """
    plan, word = chosen_plan(plans)
    own = plan or dict.fromkeys(OF_PLAN)
    follows = followers(plan, plans)
    return {
        **state,
        "state": word,
        "state_in_words": say_state(word),
        "plan": own["id"],
        "plan_title": own["title"],
        "narrow": own["narrow"],
        "period_start": own["period_start"],
        "period_end": own["period_end"],
        "without_since": next_day(own["stops_on"]) if word == "ended" else None,
        "days_left": days_between(on, own["stops_on"]) if word == "in_force" else None,
        **name_body(own, bodies),
        **{name: own[name] for name in (*TALLIED, *SUMS)},
        "successor": follows[0]["id"] if follows else None,
        "successor_title": follows[0]["title"] if follows else None,
        "successor_in_words": say_follower(plan, follows),
        "plans_held": len(plans),
        "source": own["source"],
        "verification": own["verification"],
    }


def name_body(plan: Row, bodies: list[Row]) -> Row:
    """Who leads a plan; where it does not tell, the first of the country's coordinating bodies."""
    if plan["body"]:
        return {"body": plan["body"], "body_of": "plan"}
    return {"body": bodies[0]["name"], "body_of": "country"} if bodies else NOBODY


def followers(plan: Row | None, plans: list[Row]) -> list[Row]:
    """The plans that have not begun: the successor of a plan, or else all of them."""
    later = [row for row in plans if row is not plan and row["clock"] in ("upcoming", "draft")]
    return [row for row in later if plan and row["id"] == plan["successor"]] or later


def chosen_plan(plans: list[Row]) -> tuple[Row | None, str]:
    """The plan that a State's line is about, and the word for how the State stands."""
    running = [row for row in plans if row["clock"] in RUNS]
    if running:
        return max(running, key=lambda row: (not row["narrow"], row["starts_on"] or "")), "in_force"
    ended = sorted((row for row in plans if row["clock"] in ENDED), key=by_end)
    undated = [row for row in plans if row["clock"] == "undated"]
    if undated and (not ended or (undated[-1]["starts_on"] or ALWAYS) > by_end(ended[-1])[0]):
        return undated[-1], "not_known"
    if ended:
        return ended[-1], "ended"
    return None, "not_begun" if plans else "none_held"


def by_end(plan: Row) -> tuple[str, str]:
    """The last and the first day of a plan, empty where not known."""
    return plan["stops_on"] or "", plan["starts_on"] or ""


def say_state(word: str) -> str:
    """How a State stands, in words."""
    return {
        "in_force": _("in force"),
        "ended": _("none in force"),
        "not_known": _("not known: no period"),
        "not_begun": _("none in force yet"),
        "none_held": _("no plan held here"),
    }[word]


def say_follower(plan: Row | None, follows: list[Row]) -> str | None:
    """What comes after a plan, or what was done to find it."""
    if follows and follows[0]["clock"] == "draft":
        return _("draft held")
    if follows:
        return _("begins %(day)s", day=format_date(follows[0]["period_start"]))
    if plan is None:
        return None
    searched: str = say_search({**plan, "successor": None})
    return searched or (_("nobody has looked for a successor") if plan["clock"] in ENDED else None)


def next_day(day: str | None) -> str | None:
    """The first day after a day."""
    return day and (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def days_between(first: str, last: str | None) -> int | None:
    """Days from one day to another; None where the last is not known."""
    dates = datetime.date.fromisoformat
    return (dates(last) - dates(first)).days if last else None


def sum_states(states: list[Row]) -> dict[str, Any]:
    """How many States stand how, by the words of `state`."""
    return {word: len(rows) for word, rows in grouped(states, "state").items()}
