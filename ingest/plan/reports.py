"""What a file reports of an activity, and how that differs from the last report."""

import re
from collections.abc import Iterable

from ingest.curated import Values
from ingest.folding import for_search
from ingest.plan.activities import Activity, Indicator
from ingest.plan.compare import Held
from ingest.plan.money import Sum

WORDS = {"lead": "body", "partners": "partners", "funder": "funder", "means": "means"}


def report_of(activity: Activity) -> dict[str, object]:
    """What the file reports of an activity."""
    report: dict[str, object] = {}
    if activity.text("status"):
        report |= {"status": activity.status, "status_printed": activity.text("status")}
    if activity.percent is not None:
        report["percent"] = activity.percent
    if activity.spent.amount is not None:
        report |= {"spent": activity.spent.amount, "currency": currency_of(activity.spent)}
    if activity.text("remark"):
        report["statement"] = activity.text("remark")
    return report


def moved_deadline(activity: Activity, one: Held) -> dict[str, object]:
    """A deadline other than the last one held; nothing where only its words differ."""
    printed, due = activity.due_printed, activity.deadline.due_on
    same = same_words(printed, one.last.get("due_printed") or one.last.get("due_on") or "")
    if not printed or same or (due and due == one.last.get("due_on")):
        return {}
    return {"due_on": due, "due_printed": printed}


def other_changes(activity: Activity, one: Held) -> list[str]:
    """What the file says otherwise than the plan, under the file's own headings."""
    entry = activity.entry
    new = {column: activity.text(kind) for kind, column in WORDS.items()}
    new |= {"activity": activity.text("activity"), "budget_printed": activity.budget_printed}
    kinds = {column: kind for kind, column in WORDS.items()}
    kinds |= {"activity": "activity", "budget_printed": "budget"}
    changes = []
    for column, words in new.items():
        old = one.words if column == "activity" else one.row.get(column) or ""
        sentence = f"{old or '–'} → {words}"
        if words and not same_words(words, old) and sentence not in one.said:
            heading = entry.head.columns[entry.head.places(kinds[column])[0]].heading
            changes.append(f"{heading}: {sentence}")
    return changes


def currency_of(found: Sum) -> str:
    """The money of an amount; none where there is no amount."""
    return found.currency if found.amount is not None else ""


def same_form(text: str | None) -> str:
    """A text by its letters and figures only."""
    return re.sub(r"[\W_]+", "", for_search(text or ""))


def same_words(text: str, other: str) -> bool:
    """Whether two texts differ in nothing but case, accents and signs."""
    return same_form(text) == same_form(other)


def same_indicator(row: Values, indicator: Indicator) -> bool:
    """Whether a row is an indicator of a file."""
    words: Iterable[str | None] = (row.get("indicator"), row.get("indicator_en"))
    return any(same_words(indicator.indicator, one or "") for one in words)


def is_figure(held: str | None, value: object) -> bool:
    """Whether a value held as text is a figure."""
    return held is not None and isinstance(value, float | int) and float(held) == float(value)
