"""Which activity of a file is which of the plan as held, and how each stands by its last report."""

from collections import defaultdict
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from ingest.curated import Values
from ingest.plan.activities import Activity
from ingest.plan.known import Rows
from ingest.plan.words import folded_words

SAME_NUMBER = 55  # of 100: words that may differ behind the same number
SAME_WORDS = 92  # of 100: words that differ by a slip under another number


@dataclass
class Held:
    """An activity as held: its row, its indicators, and the last word of its reports on each
    thing.
    """

    row: Values
    last: dict[str, str] = field(default_factory=dict)
    indicators: list[Values] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    said: str = ""  # every statement of its reports

    @property
    def id(self) -> str:
        """The id of the activity."""
        return self.row["id"] or ""

    @property
    def words(self) -> str:
        """The activity as printed, or in our own words where it is not."""
        row = self.row
        found = row.get("activity") or row.get("activity_fr") or row.get("activity_en")
        return found or ""


def held_activities(known: Rows) -> list[Held]:
    """The activities held, in their order, each with what its reports say last."""
    held = {row["id"]: Held(row) for row in known["plan_activity"]}
    for one in held.values():
        one.last = {name: one.row.get(name) or "" for name in ("status", "due_on", "due_printed")}
    for report in in_order(known["plan_progress"]):
        add_last(held[report["activity"]], report)
    owners = {}
    for row in known["indicator"]:
        held[row["activity"]].indicators.append(row)
        owners[row["id"]] = held[row["activity"]]
    for row in in_order(known["indicator_value"]):
        owners[row["indicator"]].values[row["indicator"] or ""] = row.get("value_printed") or ""
    return sorted(held.values(), key=lambda one: int(one.row.get("ordinal") or 0))


def in_order(rows: list[Values]) -> list[Values]:
    """Reports, the oldest first."""
    return sorted(rows, key=lambda row: row["reported_on"] or "")


def add_last(one: Held, report: Values) -> None:
    """What a report says is the last word on it so far."""
    one.said += f"; {report.get('statement') or ''}"
    for column, value in report.items():
        if value and column not in ("activity", "source", "locator", "verification"):
            one.last[column] = value


def number_and_words(number: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Number and words together; nothing where there is no number."""
    return (number, *words) if number else ()


def only_words(number: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words alone."""
    return words


def only_number(number: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The number alone; nothing where there is none."""
    return (number,) if number else ()


KEYS = (number_and_words, only_words, only_number)  # the surest first


def match_activities(
    found: list[Activity], held: list[Held]
) -> tuple[list[tuple[Activity, Held | None]], list[Held]]:
    """Each activity of a file with the one held that it is, or None for a new one; and those held
    that are not in the file. Number and words first, then words, then the number with like words,
    then like words.
    """
    waiting = {one.id: one for one in held}
    matched: dict[int, Held] = {}
    for step, key in enumerate(KEYS):
        places = defaultdict(list)
        for one in waiting.values():
            places[key(one.row.get("number") or "", folded_words(one.words))].append(one)
        for at, activity in enumerate(found):
            own = key(activity.text("number"), folded_words(activity.text("activity")))
            free = [one for one in places.get(own, []) if one.id in waiting] if own else []
            likely = [one for one in free if step < 2 or are_alike(activity, one, SAME_NUMBER)]
            if at not in matched and len(likely) == 1:
                matched[at] = waiting.pop(likely[0].id)
    match_like_words(found, matched, waiting)
    return [(one, matched.get(at)) for at, one in enumerate(found)], list(waiting.values())


def match_like_words(
    found: list[Activity], matched: dict[int, Held], waiting: dict[str, Held]
) -> None:
    """Match what is left by words that differ by a slip."""
    for at, activity in enumerate(found):
        if at in matched or not waiting:
            continue
        words = {key: " ".join(folded_words(one.words)) for key, one in waiting.items()}
        own = " ".join(folded_words(activity.text("activity")))
        best = process.extractOne(own, words, scorer=fuzz.ratio, score_cutoff=SAME_WORDS)
        if best and numbers_of(own) == numbers_of(best[0]):
            matched[at] = waiting.pop(best[2])


def numbers_of(words: str) -> list[str]:
    """The figures among words: `Former 40 magistrats` is not `Former 50 magistrats`."""
    return [word for word in words.split() if word.isdecimal()]


def are_alike(activity: Activity, one: Held, least: int) -> bool:
    """Whether the words of an activity and of one held are alike to so many of 100."""
    words = (" ".join(folded_words(text)) for text in (activity.text("activity"), one.words))
    return fuzz.token_sort_ratio(*words) >= least
