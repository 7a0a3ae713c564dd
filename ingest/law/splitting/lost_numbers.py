"""Articles whose numbers the file has lost, told by the gap that they fill.

Between articles 3 and 6 stand articles 4 and 5 if just two beginnings without a number are there:
the word alone (`Article`, `Art. —`), headings like those of the numbered articles, or paragraphs
that count 1, 2, 3 and then 1 again. One more or one less, and nothing is taken: which of them is
which would be a guess. Each number taken is said in a warning.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter

from ingest.law.splitting import patterns
from ingest.law.splitting.article_marks import Marks
from ingest.law.splitting.article_numbers import ArticleNumber, Key
from ingest.law.splitting.article_parts import is_title_like
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.candidates import is_mark_word, open_quotations
from ingest.law.splitting.containers import is_container
from ingest.law.splitting.line import Line

LEAST_SHARE = 0.5  # of its numbers a law has; an extract leaves out more
STOPS = " .:–—_-?…"  # beside a word without its number
LEADING = STOPS + "\"'*"
PARAGRAPH = re.compile(r"(?P<count>\d{1,2})(?P<stop>[.)]\s?[–—-]?|\s?[–—-])\s*(?P<begins>\S)")
UNFINISHED = (":", ";", ",", "—", "–", "-", "،", "؛")  # what follows belongs to the sentence
# `... of this Act. Settlement of disputes`: the heading of the article that begins below
TITLE_BEHIND = re.compile(r"(?<=[.»”])\s+(?=[A-ZÀ-Ý][^.;:\d]{3,110}$)")


@dataclass(frozen=True)
class Beginning:
    """Where an article begins: a line, the character at which it is cut before that, and where what
    stands for the mark ends in it.
    """

    line: int
    cut: int = 0
    end: int = 0


@dataclass(frozen=True)
class Gap:
    """The lines between two marks, with the numbers that are missing."""

    lines: list[Line]
    opened: list[bool]
    before: Candidate
    after: Candidate

    @property
    def missing(self) -> list[Key]:
        """The keys of the whole numbers between the two marks."""
        first, last = self.before.key, self.after.key
        return [] if first[0] or last[0] else [(0, one) for one in range(first[1] + 1, last[1])]

    def inside(self) -> Iterator[tuple[int, Line]]:
        """The lines of print outside quotations."""
        for at in range(self.before.line + 1, self.after.line):
            if self.lines[at].is_print and not self.opened[at]:
                yield at, self.lines[at]

    def words_alone(self) -> list[Beginning]:
        """The lines that have nothing but the word before a number."""
        return [
            Beginning(at, end=len(line.text))
            for at, line in self.inside()
            if is_mark_word(line.text.rstrip(STOPS))
        ]

    def headings(self) -> list[Beginning]:
        """The headings of the level that both neighbours have."""
        around = {(line.kind, line.level) for line in (self._line_of(self.before), self._last)}
        return [
            Beginning(at)
            for at, line in self.inside()
            if around == {("heading", line.level)} and line.kind == "heading"
            if line.level and not is_container(line.text)
        ]

    def counts_anew(self) -> list[Beginning]:
        """Where paragraphs begin with 1 again behind 2 or more; the title right above goes with
        them. Each stands behind a whole sentence: what does not is a list, and with one nothing is
        sure.
        """
        first = self._line_of(self.before)
        count, stop = _paragraph(first.text[self.before.end :])
        found = []
        for at, line in self.inside():
            number, own_stop = _paragraph(line.text)
            if not number or (count and own_stop != stop):
                continue
            if count and _is_unfinished(self.lines[at - 1].text):
                return []
            if number == 1 and count > 1:
                found.append(self._with_title(at))
            if number == 1 or number > count:
                count, stop = number, own_stop
        return found

    def _with_title(self, at: int) -> Beginning:
        """The article whose first paragraph stands on a line, with the title above it."""
        above = self.lines[at - 1]
        if behind := TITLE_BEHIND.search(above.text):
            return Beginning(at - 1, cut=behind.end())
        titled = at - 1 > self.before.line and is_title_like(above) and not is_container(above.text)
        return Beginning(at - titled)

    def _line_of(self, mark: Candidate) -> Line:
        return self.lines[mark.line]

    @property
    def _last(self) -> Line:
        return self._line_of(self.after)


def _paragraph(text: str) -> tuple[int, str]:
    """The number with which a line begins a paragraph, also behind a word that lost its own
    (`Article` above `1. The master`), and the stop behind it; 0 where it does not, or goes on in
    small letters.
    """
    word = patterns.ARTICLE.match(text)
    match = PARAGRAPH.match(text[word.end() if word else 0 :].lstrip(LEADING))
    begins = match and match["begins"] == match["begins"].title()
    return (int(match["count"]), match["stop"].strip()) if match and begins else (0, "")


def _is_unfinished(text: str) -> bool:
    """Whether a sentence goes on below a line."""
    return text.endswith(UNFINISHED) or text.rsplit(" ", 1)[-1].lower() in patterns.LINKING


def find_lost(lines: list[Line], marks: Marks, gone: frozenset[Key]) -> tuple[list[Line], Marks]:
    """The lines, cut where a heading stands behind the last sentence of the article before, and the
    marks with those of the articles whose numbers are lost; gone: keys of repealed articles.
    """
    if not _is_whole_law(marks.chain):
        return lines, marks
    opened = open_quotations(lines)
    known = {mark.key for mark in marks.chain} | gone
    found: list[tuple[Key, Beginning]] = []
    for before, after in pairwise(marks.chain):
        gap = Gap(lines, opened, before, after)
        missing = gap.missing
        if missing and known.isdisjoint(missing):
            kinds = (gap.words_alone(), gap.headings(), gap.counts_anew())
            exact = next((kind for kind in kinds if len(kind) == len(missing)), [])
            found += zip(missing, exact, strict=False)
    return _with_lost(lines, marks, found) if found else (lines, marks)


def _is_whole_law(chain: list[Candidate]) -> bool:
    """Whether it counts from 1 and leaves out less than it has."""
    numbers = {mark.key[1] for mark in chain if not mark.key[0]}
    return bool(chain) and chain[0].key == (0, 1) and len(numbers) >= LEAST_SHARE * max(numbers)


def _with_lost(
    lines: list[Line], marks: Marks, found: list[tuple[Key, Beginning]]
) -> tuple[list[Line], Marks]:
    """Lines and marks with the articles found; a line that is cut moves what is below it."""
    cuts = [one.line for _, one in found if one.cut]
    word = marks.chain[0].word
    lost = [
        Candidate(
            one.line + (one.cut > 0), word, ArticleNumber(key, str(key[1]), one.end), one.end, 1.0
        )
        for key, one in found
    ]
    places = {one.line: one.cut for _, one in found}
    result = [part for at, line in enumerate(lines) for part in _cut(line, places.get(at, 0))]
    lost = [_moved(mark, cuts, own=one.cut > 0) for mark, (_, one) in zip(lost, found, strict=True)]
    chain, rest, torn = (
        [_moved(mark, cuts) for mark in group] for group in (marks.chain, marks.rest, marks.torn)
    )
    chain = sorted(chain + lost, key=attrgetter("line"))
    return result, replace(marks, chain=chain, rest=rest, torn=torn, lost=lost)


def _cut(line: Line, at: int) -> list[Line]:
    """The line, or its two parts."""
    if not at:
        return [line]
    return [replace(line, text=line.text[:at].rstrip()), replace(line, text=line.text[at:])]


def _moved(mark: Candidate, cuts: list[int], own: bool = False) -> Candidate:
    """The mark on its line behind the cuts above it; own: it stands behind a cut of its own line,
    which is counted already.
    """
    return replace(mark, line=mark.line + bisect_left(cuts, mark.line - own))


def describe_lost(lines: list[Line], lost: list[Candidate]) -> str:
    """A warning that names what was taken for an article: `5 at “Settlement of disputes”`."""
    read = ", ".join(f"{mark.number.stored} at “{lines[mark.line].text[:30]}”" for mark in lost)
    return f"article numbers not in the file, inferred from the gap that they fill: {read}"
