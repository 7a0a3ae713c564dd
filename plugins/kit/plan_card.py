"""The card of a State's plan, for a page of somebody else: what it says and where it is drawn, in
one form for SVG and PNG.
"""

import textwrap
from typing import Any

from plugins.kit.drawing import INK, PAPER, QUIET, Drawing
from plugins.kit.labels import RequestLabels
from plugins.kit.language import gettext as _
from plugins.kit.language import ngettext
from plugins.kit.locale_format import format_date

WIDTH, HEIGHT, MARGIN = 480, 200, 16  # pixels
ACROSS = 62  # signs of a line at the size of a title
COLOURS = {
    "in_force": "#1b6e43",
    "ended": "#a3301f",
    "not_known": "#6b5a1e",
    "not_begun": "#345a8a",
    "none_held": "#5a6570",
}
PARTS = {"done": "#1b6e43", "late": "#a3301f", "unreported": "#b9c0c7", "other": "#7fa3c7"}


def draw_card(line: dict[str, Any], on: str) -> Drawing:
    """The card of a State's line as plan_states.py has it, on a day."""
    title = _("%(state)s: action plan on trafficking", state=line["country_name"])
    state, told, foot = say_standing(line), say_activities(line), say_origin(on)
    named = line["plan_title"] or _("No plan is held here. That says nothing about what exists.")
    if line.get("narrow"):
        named += f" ({RequestLabels()['narrow_subject'][line['narrow']]})"
    card = Drawing(WIDTH, HEIGHT, title, ". ".join(filter(None, (title, state, named, told, foot))))
    card.boxes += [
        (0, 0, WIDTH, HEIGHT, PAPER),
        (0, 0, 8, HEIGHT, COLOURS[line["state"]]),
    ]
    left = MARGIN + 8
    card.words += [
        (left, 30, 17, True, INK, textwrap.shorten(title, ACROSS - 8, placeholder="…")),
        (left, 56, 15, True, COLOURS[line["state"]], state),
    ]
    lines = textwrap.wrap(named, ACROSS, max_lines=2, placeholder="…")
    card.words += [(left, 82 + 19 * at, 14, False, INK, text) for at, text in enumerate(lines)]
    if told:
        card.words.append((left, 131, 13, False, INK, told))
        card.boxes += share_boxes(line, left, 142)
    card.words.append((left, HEIGHT - 14, 12, False, QUIET, foot))
    return card


def say_standing(line: dict[str, Any]) -> str:
    """How the State stands, and until or since when."""
    words: str = line["state_in_words"]
    if line["without_since"]:
        words += " " + _("since %(day)s", day=format_date(line["without_since"]))
    elif line["state"] == "in_force" and line["period_end"]:
        words += " " + _("until %(day)s", day=format_date(line["period_end"]))
    return words[:1].upper() + words[1:]


def say_activities(line: dict[str, Any]) -> str:
    """What was done of the plan; empty where no activity is held."""
    if not line["activities"]:
        return ""
    return ngettext(
        "%(num)s activity: %(done)s done, %(late)s late, %(unreported)s without report",
        "%(num)s activities: %(done)s done, %(late)s late, %(unreported)s without report",
        line["activities"],
        num=line["activities"],
        **{name: line[name] for name in ("done", "late", "unreported")},
    )


def say_origin(on: str) -> str:
    """Who says so, of which day."""
    return _("Palermo Ledger, %(day)s", day=format_date(on))


def share_boxes(
    line: dict[str, Any], left: float, top: float
) -> list[tuple[float, float, float, float, str]]:
    """A bar of the activities: done, late, without report, and the others; one late without report
    counts as late.
    """
    counts = {name: line[name] for name in ("done", "late")}
    counts["unreported"] = max(
        0, min(line["unreported"], line["activities"] - sum(counts.values()))
    )
    counts["other"] = line["activities"] - sum(counts.values())
    boxes: list[tuple[float, float, float, float, str]] = []
    width = WIDTH - left - MARGIN
    for name, number in counts.items():
        share = width * number / line["activities"]
        if share > 0:
            boxes.append((left, top, share, 12, PARTS[name]))
        left += share
    return boxes
