"""Where in the words of an article a link or a machine suggestion rests, and how to show it."""

import itertools
import re
from typing import Any, NamedTuple

from ingest.folding import Offsets, for_patterns

WORD = re.compile(r"\w+")


class Span(NamedTuple):
    """Words that something rests on: the characters from start to end; its name, as the code of an
    item; whether a person's link (`link`) or the machine (`machine`) rests on them.
    """

    start: int
    end: int
    name: str
    kind: str


def find_words(text: str, quoted: str) -> tuple[int, int] | None:
    """Start and end of quoted words in a text, whatever the blanks, signs, capitals and accents
    between them and in it; None where they are not, or where nothing is quoted.
    """
    words, folded = WORD.findall(for_patterns(quoted)), for_patterns(text)
    inside = f" {' '.join(WORD.findall(folded))} "
    place = inside.find(f" {' '.join(words)} ") if words else -1
    if place < 0:
        return None
    first = inside.count(" ", 0, place)
    found = list(itertools.islice(WORD.finditer(folded), first, first + len(words)))
    return Offsets(text).span(found[0].start(), found[-1].end())


def cut_at_spans(text: str, spans: list[Span]) -> list[dict[str, Any]]:
    """The text cut where a span begins or ends: each piece with its words, the names of the links
    that rest on it, of those whose words begin with it, and of the machine suggestions.
    """
    ends = {place for span in spans for place in (span.start, span.end) if 0 < place < len(text)}
    cuts = sorted({0, *ends, len(text)})
    pieces = []
    for start, end in itertools.pairwise(cuts):
        here = [span for span in spans if span.start <= start and end <= span.end]
        links = {span.name: span.start == start for span in here if span.kind == "link"}
        pieces.append(
            {
                "words": text[start:end],
                "links": sorted(links),
                "begins": sorted(name for name, begins in links.items() if begins),
                "machine": sorted({span.name for span in here if span.kind == "machine"}),
            }
        )
    return pieces


def passage(text: str, span: tuple[int, int] | None, length: int = 320) -> str:
    """About `length` characters of a text around a span, or from its beginning, cut between words;
    dots where something is left out.
    """
    if len(text) <= length:
        return text
    middle = sum(span) // 2 if span else 0
    start = max(0, min(middle - length // 2, len(text) - length))
    words = text[start : start + length]
    before, after = start > 0, start + length < len(text)
    if before:
        words = words.partition(" ")[2] or words
    if after:
        words = words.rpartition(" ")[0] or words
    return f"{'… ' if before else ''}{words.strip()}{' …' if after else ''}"
