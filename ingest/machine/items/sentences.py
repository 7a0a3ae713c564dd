"""The sentences of a provision, each by its concepts alone, so that a link which one sentence of a
long article carries is found there.
"""

import re
from collections.abc import Iterator, Sequence

from ingest.machine.items.annotate import AnnotatedText
from ingest.machine.items.features import FeatureBlock, concept_features
from ingest.machine.items.lexicon import Span
from ingest.machine.items.rules import Rule, find_hits, rules_named

BOUNDARY = re.compile(r"(?<=[.;:؛؟!])\s+|\n+")
MIN_WORDS = 12  # a shorter sentence goes with the next
MAX_SENTENCES = 60  # of a provision


def sentence_features(text: AnnotatedText, rules: Sequence[Rule]) -> list[FeatureBlock]:
    """The block of concepts of each sentence, under the heading; none where there is but one."""
    parts = [part_of(text, first, end) for first, end in sentence_bounds(text)]
    if len(parts) < 2:
        return []
    rules = rules_named(text, rules)
    return [
        concept_features(part, [hit.rule for hit in find_hits(part, rules)])
        for part in parts[:MAX_SENTENCES]
    ]


def sentence_bounds(text: AnnotatedText) -> list[tuple[int, int]]:
    """First word of each sentence and the one after its last, as indices of the text's words."""
    breaks = (match.end() for match in BOUNDARY.finditer(text.text))
    bounds = list(_cut(text, breaks))
    if len(bounds) > 1 and bounds[-1][1] - bounds[-1][0] < MIN_WORDS:
        last = bounds.pop()
        bounds[-1] = bounds[-1][0], last[1]
    return bounds


def _cut(text: AnnotatedText, breaks: Iterator[int]) -> Iterator[tuple[int, int]]:
    """Bounds of the sentences; breaks: characters at which one may begin, in order."""
    first, following = text.heading_words, next(breaks, None)
    for index in range(text.heading_words, len(text.words)):
        begins = False
        while following is not None and following <= text.words[index].start:
            begins, following = True, next(breaks, None)
        if begins and index - first >= MIN_WORDS:
            yield first, index
            first = index
    if first < len(text.words):
        yield first, len(text.words)


def part_of(text: AnnotatedText, first: int, end: int) -> AnnotatedText:
    """The heading and some words of a text, with what was found in them."""
    head, shift = text.heading_words, first - text.heading_words
    spans = [span for span in text.spans if span.last < head]
    spans += [
        Span(span.concept, span.first - shift, span.last - shift)
        for span in text.spans
        if first <= span.first and span.last < end
    ]
    return AnnotatedText(
        text.heading,
        text.text,
        text.language,
        [*text.words[:head], *text.words[first:end]],
        head,
        spans,
        [*text.points[:head], *text.points[first:end]],
    )
