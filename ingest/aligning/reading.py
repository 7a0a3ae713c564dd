"""One provision as the engine sees it: words, concepts, points, kind of provision, and the rules that hold."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ingest.aligning.lexicon import LANGUAGES, Lexicon, Span
from ingest.aligning.words import ARABIC, Word, words
from ingest.splitting.language import guess

POINT = re.compile(r"(?:^|\n|(?<=[;:.،؛]))[ \t]*(?:\(?[a-zA-Zأ-ي]{1,2}[).\-–]|\(?[0-9٠-٩ivxIVX]{1,4}[°º).\-–]|[-–•*])[ \t]*")
MAX_WORDS = 12_000
NEAR_PAIR = 12


class Hit(NamedTuple):
    """A rule that holds, and the words it stands on."""

    rule: str
    item: str
    first: int
    last: int
    gap: int


@dataclass(frozen=True)
class Reading:
    """What was found in one provision. Words of the heading come first; `headed` is how many they are."""

    heading: str
    text: str
    language: str
    words: Sequence[Word]
    headed: int
    spans: Sequence[Span]
    points: Sequence[int]
    cut: bool = False

    @cached_property
    def places(self) -> dict[str, list[Span]]:
        """The spans of each concept, in order."""
        found: dict[str, list[Span]] = defaultdict(list)
        for span in self.spans:
            found[span.concept].append(span)
        return dict(found)

    @cached_property
    def kinds(self) -> set[str]:
        """What sort of provision it is: definition, penal, body, final, amending; none or several."""
        counts = Counter(span.concept for span in self.spans)
        size = max(len(self.words), 40)
        early = {span.concept for span in self.spans if span.first < self.headed + 25}
        found = {"penal"} if counts["punish"] and (counts["imprisonment"] or counts["fine"]) else set()
        if "definition" in early and counts["definition"] * 200 > size:
            found.add("definition")
        if {"body", "body_create"} <= early:
            found.add("body")
        if counts["final_clause"] >= 2 and counts["final_clause"] * 25 > size:
            found.add("final")
        return found

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets into the text of a stretch of words; the heading is not part of the text."""
        first = max(first, self.headed)
        if last < first:
            return self.opening()
        return self.words[first].start, self.words[last].end

    def opening(self) -> tuple[int, int]:
        """The first sentence of the text."""
        end = re.search(r"[.;:؛۔]\s|\n\s*\n", self.text[20:400])
        stop = 20 + end.start() if end else min(len(self.text), 200)
        start = len(self.text) - len(self.text.lstrip())
        return start, max(stop, min(start + 1, len(self.text)))


def read(lexicon: Lexicon, heading: str, text: str, language: str = "") -> Reading:
    """Find words, points and concepts of one provision; the language is checked against the text."""
    headed = words(heading)
    body = words(text[: MAX_WORDS * 8])[:MAX_WORDS]
    every = [*headed, *body]
    starts = [match.start() for match in POINT.finditer(text[: MAX_WORDS * 8])]
    points, current, index = [0] * len(headed), 0, 0
    for word in body:
        while index < len(starts) and starts[index] <= word.start:
            current, index = current + 1, index + 1
        points.append(current)
    found: list[Span] = []
    for tongue in tongues(heading + "\n" + text, language, len(body)):
        found += lexicon.tongues[tongue].spans(every)
    cut = len(text) > MAX_WORDS * 8 or len(body) == MAX_WORDS
    return Reading(heading, text, language, every, len(headed), sorted(found, key=lambda span: span[1:]), points, cut)


def tongues(text: str, language: str, count: int) -> Iterable[str]:
    """The languages to read a text in: as tagged, unless a text long enough speaks for another; two for a mixed one."""
    sample = text[:4000]
    letters = sum(map(str.isalpha, sample)) or 1
    arabic = len(ARABIC.findall(sample)) / letters
    if arabic > 0.8 or (arabic > 0.2 and language == "ar" and count < 30):
        return ("ar",)
    seen = guess(sample) if count >= 15 or language not in LANGUAGES else language
    first = seen if seen in LANGUAGES and seen != "ar" else language if language in LANGUAGES and language != "ar" else "en"
    return (first, "ar") if arabic > 0.2 else (first,)


def rule_hits(reading: Reading, rules: Iterable[tuple[str, str, Sequence[Sequence[str]], Sequence[str], int]]) -> list[Hit]:
    """Every rule that holds somewhere in the provision, each with its closest stretch of words."""
    places = reading.places
    found = []
    for name, item, needs, lacks, near in rules:
        groups = [[span for concept in group for span in places.get(concept, ())] for group in needs]
        if not all(groups):
            continue
        hit = closest(reading, groups, near)
        if hit and not any(hit[0] <= span.first <= hit[1] for concept in lacks for span in places.get(concept, ())):
            found.append(Hit(name, item, *hit))
    return found


def closest(reading: Reading, groups: Sequence[Sequence[Span]], near: int) -> tuple[int, int, int] | None:
    """The shortest stretch that holds one place of every group, in one point of the text or its lead, within `near` words."""
    groups = sorted(groups, key=len)
    best: tuple[int, int, int] | None = None
    for anchor in groups[0][:40]:
        chosen = [anchor]
        for group in groups[1:]:
            free = [span for span in group if span not in chosen and together(reading, anchor, span)]
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


def near_pairs(reading: Reading) -> set[tuple[str, str]]:
    """Pairs of concepts that stand within a few words of each other in the text."""
    spans = reading.spans
    found = set()
    for index, one in enumerate(spans):
        for other in spans[index + 1 :]:
            if other.first - one.first > NEAR_PAIR:
                break
            if other.concept != one.concept:
                found.add((min(one.concept, other.concept), max(one.concept, other.concept)))
    return found
