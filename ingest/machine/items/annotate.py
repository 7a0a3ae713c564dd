"""One provision as the engine sees it: words, concepts, points, and the kind of provision it is."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.law.guess_language import guess
from ingest.machine.items.lexicon import LANGUAGES, Lexicon, Span
from ingest.machine.items.tokens import ARABIC, Word, words

POINT = re.compile(
    r"(?:^|\n|(?<=[;:.،؛]))[ \t]*(?:\(?[a-zA-Zأ-ي]{1,2}[).\-–]|\(?[0-9٠-٩ivxIVX]{1,4}[°º).\-–]|[-–•*])[ \t]*"
)
MAX_WORDS = 12_000


@dataclass(frozen=True)
class Reading:
    """What was found in one provision. Words of the heading come first; `headed` is how many they
    are.
    """

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
        found = (
            {"penal"} if counts["punish"] and (counts["imprisonment"] or counts["fine"]) else set()
        )
        if "definition" in early and counts["definition"] * 200 > size:
            found.add("definition")
        if {"body", "body_create"} <= early:
            found.add("body")
        if counts["final_clause"] >= 2 and counts["final_clause"] * 25 > size:
            found.add("final")
        return found

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets into the text of a stretch of words; the heading is not part of the
        text.
        """
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
    spoken = tongues(heading + "\n" + text, language, len(body))
    found = [span for tongue in spoken for span in lexicon.tongues[tongue].spans(every)]
    cut = len(text) > MAX_WORDS * 8 or len(body) == MAX_WORDS
    return Reading(
        heading,
        text,
        spoken[0],
        every,
        len(headed),
        sorted(found, key=lambda span: span[1:]),
        points,
        cut,
    )


def tongues(text: str, language: str, count: int) -> tuple[str, ...]:
    """The languages to read a text in: as tagged, unless a text long enough speaks for another; two
    for a mixed one.
    """
    sample = text[:4000]
    letters = sum(map(str.isalpha, sample)) or 1
    arabic = len(ARABIC.findall(sample)) / letters
    if arabic > 0.8 or (arabic > 0.2 and language == "ar" and count < 30):
        return ("ar",)
    seen = guess(sample) if count >= 15 or language not in LANGUAGES else language
    first = (
        seen
        if seen in LANGUAGES and seen != "ar"
        else language
        if language in LANGUAGES and language != "ar"
        else "en"
    )
    return (first, "ar") if arabic > 0.2 else (first,)
