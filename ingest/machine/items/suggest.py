"""Suggestions for the provisions of one law: item, band, the words that prove it, how it was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ingest.machine.items.annotate import Reading, read
from ingest.machine.items.embeddings import Text
from ingest.machine.items.exclusions import annexed_treaty, repealed, without_notes
from ingest.machine.items.features import Seen, seen
from ingest.machine.items.predictor import Predictor
from ingest.machine.items.rules import Hit, hits

SHOWN_WORDS = 60


class Given(NamedTuple):
    """A provision to be judged."""

    number: str
    heading: str
    text: str
    language: str = ""
    parent: str = ""


class Suggestion(NamedTuple):
    """A link proposed by the machine; start and end are characters of the provision's text."""

    number: str
    item: str
    band: str
    score: float
    start: int
    end: int
    evidence: str
    method: str


@dataclass
class Known:
    """A provision as read, with the rules that hold in it."""

    given: Given
    reading: Reading
    hits: list[Hit]


def suggest(predictor: Predictor, law: Sequence[Given]) -> list[Suggestion]:
    """Suggestions for all provisions of one law, which are read together: each is judged beside its
    neighbours.
    """
    if not law:
        return []
    known = [know(predictor, one) for one in law]
    parents = {one.parent: read(predictor.lexicon, "", one.parent, one.language) for one in law}
    views: list[Seen] = []
    for index, one in enumerate(known):
        around = [known[at].reading for at in (index - 1, index + 1) if 0 <= at < len(known)]
        views.append(seen(one.reading, one.hits, parents[one.given.parent], around))
    texts = [
        Text(f"{one.reading.heading}\n{one.reading.text}", one.reading.language) for one in known
    ]
    for view, place in zip(views, predictor.sense.of(views, texts), strict=True):
        view.sense = place
    likely, nearest, subject = predictor.judge(views)
    found: list[Suggestion] = []
    for row, one in enumerate(known):
        for item in np.flatnonzero(likely[row]):
            band = predictor.fitted.judge.band(likely[row, item], bool(subject[row]))
            if band and one.reading.words[one.reading.headed :]:
                found.append(
                    proven(
                        predictor,
                        one,
                        int(item),
                        band,
                        float(likely[row, item]),
                        nearest[row][item],
                    )
                )
    order = {number: index for index, number in enumerate(dict.fromkeys(one.number for one in law))}
    return sorted(found, key=lambda one: (order[one.number], -one.score, one.item))


def know(predictor: Predictor, given: Given) -> Known:
    """Read one provision; annexed treaties and repealed articles are read as empty."""
    text = (
        ""
        if repealed(given.text) or annexed_treaty(given.parent, given.heading)
        else without_notes(given.text)
    )
    reading = read(predictor.lexicon, given.heading if text else "", text, given.language)
    return Known(given, reading, hits(reading, predictor.rules))


def proven(
    predictor: Predictor, one: Known, item: int, band: str, likely: float, near: str
) -> Suggestion:
    """A suggestion with its evidence: the best rule's words, or where the item's concepts stand, or
    the first sentence.
    """
    code = predictor.fitted.items[item]
    worth = predictor.fitted.worth
    own = [hit for hit in one.hits if hit.item == code]
    if own:
        hit = max(
            own,
            key=lambda hit: (
                hit.last >= one.reading.headed,
                (worth.right.get(hit.rule, 0) + 0.4) / (worth.held.get(hit.rule, 0) + 1.2),
                -hit.gap,
            ),
        )
        start, end = one.reading.offsets(hit.first, hit.last)
        method = f"rule {hit.rule} + {predictor.sense.method}"
    else:
        start, end = where(predictor, one, code)
        method = predictor.sense.method
    return Suggestion(
        one.given.number,
        code,
        band,
        round(likely, 3),
        start,
        end,
        one.given.text[start:end],
        f"{method}; near {near}" if near else method,
    )


def where(predictor: Predictor, one: Known, code: str) -> tuple[int, int]:
    """Where most concepts of an item's rules stand close together; the first sentence if none does."""
    wanted = {
        concept
        for rule in predictor.rules
        if rule.item == code
        for group in rule.needs
        for concept in group
    }
    spans = [
        span
        for span in one.reading.spans
        if span.concept in wanted and span.first >= one.reading.headed
    ]
    best = (0, 0, 0)
    for index, span in enumerate(spans[:200]):
        inside = [
            other
            for other in spans[index : index + SHOWN_WORDS]
            if other.last - span.first <= SHOWN_WORDS // 2
        ]
        kinds = len({other.concept for other in inside})
        if inside and kinds > best[0]:
            best = (kinds, span.first, max(other.last for other in inside))
    return one.reading.offsets(best[1], best[2]) if best[0] else one.reading.opening()
