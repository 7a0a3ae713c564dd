"""The rules of the lexicon: which concepts, close together in one point of a text, indicate an
item.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest.machine.items.annotate import AnnotatedText
from ingest.machine.items.lexicon import Lexicon, Span

MAX_ANCHORS = 40  # spans of the rarest concept that are tried in one provision


class Rule(NamedTuple):
    """An item, the groups of concepts that must all occur within `near` words, and the concepts
    that must not.
    """

    name: str
    item: str
    needs: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]
    near: int


class RuleHit(NamedTuple):
    """A rule that holds, and its stretch of words: first and last index, words between them."""

    rule: str
    item: str
    first: int
    last: int
    gap: int


def load_rules(lexicon: Lexicon) -> list[Rule]:
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


def rules_named(text: AnnotatedText, rules: Iterable[Rule]) -> list[Rule]:
    """The rules of which a text names every group: no other holds in it or in a part of it."""
    named = text.spans_by_concept.keys()
    return [rule for rule in rules if not any(map(named.isdisjoint, rule.needs))]


def find_hits(text: AnnotatedText, rules: Iterable[Rule]) -> list[RuleHit]:
    """Every rule that holds somewhere in the provision, each with its closest stretch of words."""
    spans_of = text.spans_by_concept
    hits = []
    for rule in rules_named(text, rules):
        groups = [
            [span for concept in group for span in spans_of.get(concept, ())]
            for group in rule.needs
        ]
        stretch = closest_stretch(text, groups, rule.near)
        if stretch and not any(
            stretch[0] <= span.first <= stretch[1]
            for concept in rule.lacks
            for span in spans_of.get(concept, ())
        ):
            hits.append(RuleHit(rule.name, rule.item, *stretch))
    return hits


def closest_stretch(
    text: AnnotatedText, groups: Sequence[Sequence[Span]], near: int
) -> tuple[int, int, int] | None:
    """The shortest stretch (first word, last word, words between) with one span of every group, in
    one point of the text or its lead, within `near` words.
    """
    groups = sorted(groups, key=len)
    best: tuple[int, int, int] | None = None
    for anchor in groups[0][:MAX_ANCHORS]:
        chosen = _nearest_of_each(text, anchor, groups[1:])
        if chosen is None:
            continue
        body = [span for span in chosen if span.first >= text.heading_words] or chosen
        first, last = min(span.first for span in body), max(span.last for span in body)
        if last - first <= max(near, 6) and (best is None or last - first < best[2]):
            best = first, last, last - first
    return best


def _nearest_of_each(
    text: AnnotatedText, anchor: Span, groups: Sequence[Sequence[Span]]
) -> list[Span] | None:
    """The anchor and the nearest free span of each group; None where a group has none."""
    chosen = [anchor]
    for group in groups:
        free = [span for span in group if span not in chosen and same_point(text, anchor, span)]
        if not free:
            return None
        chosen.append(min(free, key=lambda span: word_distance(text, anchor, span)))
    return chosen


def same_point(text: AnnotatedText, one: Span, other: Span) -> bool:
    """Whether two spans lie in the same point, or one of them in the lead before the points."""
    points = text.points[one.first], text.points[other.first]
    return points[0] == points[1] or 0 in points


def word_distance(text: AnnotatedText, one: Span, other: Span) -> int:
    """Words between two spans; the heading is next to everything."""
    if one.first < text.heading_words or other.first < text.heading_words:
        return 0 if other.first >= text.heading_words else 1
    return abs(one.first - other.first)
