"""One provision, annotated: words, concepts, points, and the kind of provision it is."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.languages import LANGUAGES
from ingest.law.guess_language import guess
from ingest.machine.items.lexicon import Lexicon, Span
from ingest.machine.items.tokens import ARABIC, Word, tokenize

POINT = re.compile(
    r"(?:^|\n|(?<=[;:.،؛]))[ \t]*"
    r"(?:\(?[a-zA-Zأ-ي]{1,2}[).\-–]|\(?[0-9٠-٩ivxIVX]{1,4}[°º).\-–]|[-–•*])[ \t]*"
)
MAX_WORDS = 12_000
MAX_CHARACTERS = MAX_WORDS * 8
LANGUAGE_SAMPLE = 4000  # characters the language is detected in
MIN_WORDS_TO_GUESS = 15  # a shorter text is read in the language of its tag


@dataclass(frozen=True)
class AnnotatedText:
    """What was found in one provision.

    words: the heading's first (`heading_words` of them), then the text's; offsets are into the
    heading or the text. points: for each word the number of the point it is in, 0 in the lead.
    """

    heading: str
    text: str
    language: str
    words: Sequence[Word]
    heading_words: int
    spans: Sequence[Span]
    points: Sequence[int]
    truncated: bool = False

    @cached_property
    def spans_by_concept(self) -> dict[str, list[Span]]:
        """The spans of each concept, in order."""
        spans: dict[str, list[Span]] = defaultdict(list)
        for span in self.spans:
            spans[span.concept].append(span)
        return dict(spans)

    @cached_property
    def kinds(self) -> set[str]:
        """What sort of provision it is: definition, penal, body, final; none or several."""
        counts = Counter(span.concept for span in self.spans)
        size = max(len(self.words), 40)
        early = {span.concept for span in self.spans if span.first < self.heading_words + 25}
        kinds = set()
        if counts["punish"] and (counts["imprisonment"] or counts["fine"]):
            kinds.add("penal")
        if "definition" in early and counts["definition"] * 200 > size:
            kinds.add("definition")
        if {"body", "body_create"} <= early:
            kinds.add("body")
        if counts["final_clause"] >= 2 and counts["final_clause"] * 25 > size:
            kinds.add("final")
        return kinds

    def offsets(self, first: int, last: int) -> tuple[int, int]:
        """Character offsets into the text of a stretch of words; the heading is not part of the
        text.
        """
        first = max(first, self.heading_words)
        if last < first:
            return self.first_sentence()
        return self.words[first].start, self.words[last].end

    def first_sentence(self) -> tuple[int, int]:
        """Character offsets of the first sentence of the text."""
        end = re.search(r"[.;:؛۔]\s|\n\s*\n", self.text[20:400])
        stop = 20 + end.start() if end else min(len(self.text), 200)
        start = len(self.text) - len(self.text.lstrip())
        return start, max(stop, min(start + 1, len(self.text)))


def annotate_text(lexicon: Lexicon, heading: str, text: str, language: str = "") -> AnnotatedText:
    """Find words, points and concepts of one provision; the language is checked on the text."""
    heading_words = tokenize(heading)
    body = tokenize(text[:MAX_CHARACTERS])[:MAX_WORDS]
    words = [*heading_words, *body]
    languages = languages_of(heading + "\n" + text, language, len(body))
    spans = [span for name in languages for span in lexicon.by_language[name].find_spans(words)]
    return AnnotatedText(
        heading,
        text,
        languages[0],
        words,
        len(heading_words),
        sorted(spans, key=lambda span: span[1:]),
        [0] * len(heading_words) + point_numbers(text[:MAX_CHARACTERS], body),
        len(text) > MAX_CHARACTERS or len(body) == MAX_WORDS,
    )


def point_numbers(text: str, words: Sequence[Word]) -> list[int]:
    """For each word the number of points that begin at or before it."""
    starts = [match.start() for match in POINT.finditer(text)]
    numbers, current = [], 0
    for word in words:
        while current < len(starts) and starts[current] <= word.start:
            current += 1
        numbers.append(current)
    return numbers


def languages_of(text: str, language: str, words: int) -> tuple[str, ...]:
    """The languages to read a text in: as tagged, unless a text long enough is in another; two for
    a text with Arabic beside another language.
    """
    sample = text[:LANGUAGE_SAMPLE]
    letters = sum(map(str.isalpha, sample)) or 1
    arabic = len(ARABIC.findall(sample)) / letters
    if arabic > 0.8 or (arabic > 0.2 and language == "ar" and words < 30):
        return ("ar",)
    detected = (
        guess(sample) if words >= MIN_WORDS_TO_GUESS or language not in LANGUAGES else language
    )
    known = [name for name in (detected, language) if name in LANGUAGES and name != "ar"]
    first = known[0] if known else "en"
    return (first, "ar") if arabic > 0.2 else (first,)
