"""The rules of the lexicon: which concepts, standing close together in one point of a text, speak
for an item.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.machine.items.annotate import Reading
from ingest.machine.items.lexicon import Lexicon, Span

TRIED = 40  # places of the rarest concept that are tried in one provision


class Rule(NamedTuple):
    """An item, the groups of concepts that must all stand within `near` words, and the concepts
    that must not.
    """

    name: str
    item: str
    needs: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]
    near: int


class Hit(NamedTuple):
    """A rule that holds, and the words it stands on."""

    rule: str
    item: str
    first: int
    last: int
    gap: int


def rules(lexicon: Lexicon) -> list[Rule]:
    """The rules as they are written in the lexicon."""
    return [
        Rule(
            row["id"],
            row["item"],
            tuple(tuple(group.split("|")) for group in row["needs"].split(";")),
            tuple(row["lacks"].split(";")),
            int(row["near"]),
        )
        for row in lexicon.rules
    ]


def hits(reading: Reading, every: Iterable[Rule]) -> list[Hit]:
    """Every rule that holds somewhere in the provision, each with its closest stretch of words."""
    places = reading.places
    found = []
    for rule in every:
        groups = [
            [span for concept in group for span in places.get(concept, ())] for group in rule.needs
        ]
        if not all(groups):
            continue
        hit = closest(reading, groups, rule.near)
        if hit and not any(
            hit[0] <= span.first <= hit[1]
            for concept in rule.lacks
            for span in places.get(concept, ())
        ):
            found.append(Hit(rule.name, rule.item, *hit))
    return found


def closest(
    reading: Reading, groups: Sequence[Sequence[Span]], near: int
) -> tuple[int, int, int] | None:
    """The shortest stretch that holds one place of every group, in one point of the text or its
    lead, within `near` words.
    """
    groups = sorted(groups, key=len)
    best: tuple[int, int, int] | None = None
    for anchor in groups[0][:TRIED]:
        chosen = [anchor]
        for group in groups[1:]:
            free = [
                span for span in group if span not in chosen and together(reading, anchor, span)
            ]
            if not free:
                break
            chosen.append(min(free, key=lambda span: distance(reading, anchor, span)))
        else:
            body = [span for span in chosen if span.first >= reading.headed] or chosen
            first, last = min(span.first for span in body), max(span.last for span in body)
            if last - first <= max(near, 6) and (best is None or last - first < best[2]):
                best = first, last, last - first
    return best


def together(reading: Reading, one: Span, other: Span) -> bool:
    """Whether two places lie in the same point, or one of them in the lead before the points."""
    points = reading.points[one.first], reading.points[other.first]
    return points[0] == points[1] or 0 in points


def distance(reading: Reading, one: Span, other: Span) -> int:
    """Words between two places; the heading is next to everything."""
    if one.first < reading.headed or other.first < reading.headed:
        return 0 if other.first >= reading.headed else 1
    return abs(one.first - other.first)
