"""A run of articles on its way through the splitter: the body of the law, or one schedule."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.law.splitting import patterns
from ingest.law.splitting.article_marks import Marks, cut_at_hidden_numbers, find_marks
from ingest.law.splitting.article_parts import take_title_above
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.containers import is_container, read_head
from ingest.law.splitting.headings import SHORT, HeadingStyle, column_of_headings, detect_style
from ingest.law.splitting.line import Line
from ingest.law.splitting.lost_numbers import find_lost
from ingest.law.splitting.repealed import RepealedRange, settle_repealed
from ingest.law.splitting.result import APART
from ingest.law.splitting.slipped_numbers import mend_slips

ABOVE = 4  # lines in which the heading above a number is looked for
LONG_REST = 45  # characters beside a number that are text, not a heading


@dataclass
class Segment:
    """title is that of a schedule, empty for the law itself; marks point into lines;
    repealed: ranges of articles that no longer exist.
    """

    title: str
    lines: list[Line]
    marks: Marks
    repealed: list[RepealedRange] = field(default_factory=list)

    @property
    def is_given(self) -> bool:
        """Whether the format itself says where articles begin."""
        return self.marks.family == "given"

    @property
    def is_unnumbered(self) -> bool:
        """Whether this is a schedule without numbered articles."""
        counted = len(self.marks.chain) >= 2 or self.marks.family in ("given", "ordinal")
        return bool(self.title) and not counted

    def articles(self) -> Iterator[tuple[Candidate, list[Line]]]:
        """Each mark with the lines between it and the next."""
        ends = [*(mark.line for mark in self.marks.chain[1:]), len(self.lines)]
        for mark, end in zip(self.marks.chain, ends, strict=False):
            yield mark, self.lines[mark.line + 1 : end]


def read_segment(title: str, lines: list[Line], language: str) -> Segment:
    """Find the articles of a run of lines."""
    is_final = bool(patterns.FINAL_PROVISIONS.match(title))
    marks = find_marks(lines, language, ordinals=is_final)
    cut = cut_at_hidden_numbers(lines, marks)
    if len(cut) > len(lines):
        lines, marks = cut, find_marks(cut, language)
    lines, repealed = settle_repealed(lines, marks.chain)
    gone = frozenset(key for one in repealed for key in one.whole_keys())
    chain, slipped = mend_slips(lines, marks.chain, gone)
    lines, marks = find_lost(lines, replace(marks, chain=chain, slipped=slipped), gone)
    return Segment(title, lines, marks, repealed)


def style_of(segment: Segment) -> HeadingStyle:
    """Where this law puts its headings, by what most of its articles show."""
    if segment.is_given:
        below = [[line for line in lines if line.is_print] for _, lines in segment.articles()]
        return HeadingStyle(column=column_of_headings([""] * len(below), below))
    rests, bodies, titles_above = [], [], 0
    for mark, lines in segment.articles():
        rest = segment.lines[mark.line].text[mark.end :].lstrip(" .:–—-º°")
        is_text = rest.startswith("(") or len(rest) > LONG_REST
        titles_above += is_text and _has_title_above(segment.lines, mark.line)
        rests.append(rest)
        bodies.append([line for line in lines if line.is_print])
    style = detect_style(rests, bodies, titles_above)
    is_counted_in_words = segment.marks.family == "ordinal"  # there a sentence begins on the line
    return replace(style, beside=False) if is_counted_in_words else style


def _has_title_above(lines: list[Line], index: int) -> bool:
    """Whether a title stands right before an article, but no chapter's."""
    above = [line for line in lines[max(0, index - ABOVE) : index] if line.kind not in APART]
    if not above or is_container(above[-1].text):
        return False
    _, before, title = take_title_above(above, above)
    if before and is_container(before[-1].text) and not read_head(before[-1]).titled:
        return False  # the title of that chapter
    return bool(title) and sum(len(line.text) for line in title) < SHORT
