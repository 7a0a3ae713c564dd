"""Signs of articles that the splitter has not taken: said, so that none is lost in silence.

A number in a gap of the count is named as missing already. Here are those that no gap shows: a mark
inside the last line of the article before (a lost line break), the last article, the first of an
extract, `2 bis` without 2, articles by word in a text that was read by bare numbers, and a count of
final provisions or of a schedule whose title is lost.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ingest.law.splitting import patterns
from ingest.law.splitting.article_marks import INLINE_BARE, WORDLESS
from ingest.law.splitting.article_numbers import ArticleNumber, Key, read_number
from ingest.law.splitting.best_chain import Candidate, follows
from ingest.law.splitting.candidates import find_candidates, open_quotations
from ingest.law.splitting.containers import is_container
from ingest.law.splitting.ledger import QUOTE, sentences_of
from ingest.law.splitting.line import Line
from ingest.law.splitting.segment import Segment

MOST_NAMED = 30
WORDED = re.compile(rf"\s{patterns.ARTICLE.pattern}(?=\S)")
FAR, ANYWHERE = 20, 10_000  # from the last article to one that is hidden behind it
SHORT, LONG_TITLE = 120, 220  # characters of a title
SENTENCE_END = re.compile(r"(?<=[.;])\s+(?=[A-ZÁÉÍÓÚ])")
BARE_INSIDE = re.compile(r"[.;:)\]]\s+(?=\d{1,4}[A-Z]{0,3}\.\s+[A-ZÀ-Ý(“])")
ENDS_BEFORE = re.compile(r"[.;:)»”\]\d؛。；：]\s*$")  # `]` closes the mark of a note, `[^147]`
DASH_BEHIND = re.compile(r"\s*[–—-]\s*\S")
NOTE_SIGN = re.compile(r"^\s?(?:\[\^?\w{1,4}\]|[*†‡]{1,3})")


def describe_unfound(segment: Segment, front: list[Line], language: str) -> list[str]:
    """Warnings for a segment; front: its lines before the first article."""
    if segment.is_given:
        return []
    warnings = []
    inside = dict.fromkeys(number.stored for number in _inside_lines(segment, language))
    if inside:
        warnings.append(f"articles may begin inside a line: {', '.join(list(inside)[:MOST_NAMED])}")
    first = segment.marks.chain[0]
    text = "\n".join(line.text for line in front if line.is_print)
    is_doubtful = first.key > (0, 1) or _before_first(segment)
    if is_doubtful and (sentences := sentences_of(text)):
        where = f"{len(sentences)} sentences stand before number {first.number.stored}"
        warnings.append(f"{where}: “{sentences[-1][:QUOTE]}”")
    if alone := _without_base(segment):
        warnings.append(f"numbers missing before their repetition: {', '.join(alone)}")
    words = [*_by_word(segment), *_counted_in_last(segment), *_before_first(segment)]
    if words := words + _passed_over(segment):
        warnings.append(
            "lines that begin like articles were not taken as such: "
            + ", ".join(dict.fromkeys(words[:MOST_NAMED]))
        )
    return warnings


def _inside_lines(segment: Segment, language: str) -> Iterator[ArticleNumber]:
    """Numbers inside lines that fit between the article they stand in and the next."""
    words = [patterns.ARTICLE, patterns.SECTION.get(language, patterns.SECTION[""])]
    inside = "|".join(word.pattern for word in words).replace("?P<word>", "?:")
    worded = re.compile(rf"(?:\s|(?<=[.;:)]))(?P<word>{inside})(?=\S)")
    chain = segment.marks.chain
    known = {mark.key for mark in chain} | {mark.key for mark in segment.marks.rest}
    before: Candidate | None = None
    marks = {mark.line: mark for mark in chain}
    after = {mark.line: following for mark, following in pairwise(chain)}
    for index, line in enumerate(segment.lines):
        before = marks.get(index, before)
        if not line.is_print:
            continue
        following = after.get(before.line) if before else chain[0]
        found = _worded_inside(line.text, worded)
        if segment.marks.family in WORDLESS:
            found = [*found, *_bare_inside(line.text)]
        for number, reach in found:
            if number.key not in known and _fits(number.key, before, following, reach):
                yield number


def _worded_inside(text: str, worded: re.Pattern[str]) -> list[tuple[ArticleNumber, int]]:
    """Numbers behind a word for articles that ends a line, follows a sentence or stands in a title;
    each with how far behind the last article it may be: anywhere where it follows a sentence and a
    stop follows it.
    """
    has_title = len(text) < SHORT and not text.endswith((".", ";", ",", ":"))
    found = []
    for match in worded.finditer(text):
        if number := read_number(text[match.end() :]):
            before, rest = text[: match.start()], text[match.end() + number.end :]
            place = _place_of(before, NOTE_SIGN.sub("", rest))
            is_headed = has_title or before.isupper() or is_container(before)
            if any(place[:3]) or is_headed:
                found.append((number, place.reach))
    return found


class Surroundings(NamedTuple):
    """Where a number stands in a line: at its end, behind a sentence, behind a title that the dash
    of a text follows; and how far behind the last article it may be.
    """

    ends_line: bool
    is_behind: bool
    titled: bool
    reach: int


def _place_of(before: str, rest: str) -> Surroundings:
    """The place of a number between these parts of its line."""
    ends_line = not rest.strip(" .:–—-")
    is_behind = ENDS_BEFORE.search(before) is not None
    # `A title Article 5 - The`
    titled = len(before) < LONG_TITLE and DASH_BEHIND.match(rest) is not None
    reach = FAR * (ends_line or titled or (is_behind and rest.startswith((".", ":"))))
    if reach and not ends_line and not before.rstrip().endswith(":"):
        reach = ANYWHERE  # `is amended as follows: Art. 92.` is another law's
    return Surroundings(ends_line, is_behind, titled, reach)


def _bare_inside(text: str) -> list[tuple[ArticleNumber, int]]:
    """Numbers with a stop behind a sentence or a note of the margin."""
    ends = [match.end() for match in BARE_INSIDE.finditer(text)]
    if (margin := INLINE_BARE.match(text)) and not patterns.REFERENCE_BEFORE.search(margin[1]):
        ends.append(margin.start(2))
    numbers = [read_number(text[end:]) for end in ends]
    return [(number, 0) for number in numbers if number]


def _fits(key: Key, before: Candidate | None, after: Candidate | None, reach: int) -> bool:
    """Whether a number lies between two articles, or goes on after the last; reach: how far."""
    if before is None:
        return after is not None and key < after.key and key[0] == after.key[0]
    if after is None or after.key <= before.key:
        near = before.key < key and key[0] == before.key[0] and key[1] <= before.key[1] + reach
        return follows(before.key, key) or (reach > 0 and near)
    return before.key < key < after.key


def _without_base(segment: Segment) -> list[str]:
    """The 2 of `2 bis`, where 1 is there and 2 is not."""
    keys = {mark.key for mark in segment.marks.chain}
    keys |= {key for one in segment.repealed for key in one.whole_keys()}
    wanted = {key[:2] for key in keys if len(key) > 2}
    alone = [key for key in wanted - keys if (key[0], key[1] - 1) in keys]
    return [str(number) for _, number in sorted(alone)]


def _counted_in_last(segment: Segment) -> list[str]:
    """A count inside the last article: `PRIMERA.-`, or 1. and 2. again under bare numbers."""
    last = segment.marks.chain[-1]
    if segment.title and segment.marks.family != "ordinal":
        return []
    again = [
        mark.number.stored
        for mark in segment.marks.rest
        if mark.line > last.line and not mark.quoted and segment.marks.family in WORDLESS
    ]
    return _ordinals_behind(segment, last) + (again if len(again) > 1 else [])


def _ordinals_behind(segment: Segment, last: Candidate) -> list[str]:
    """`PRIMERA.-` and the like in the last article, and what their count leaves out."""
    lines = [
        replace(line, text=line.text[start:])
        for line in segment.lines[last.line + 1 :]
        for start in (0, *(match.end() for match in SENTENCE_END.finditer(line.text)))
    ]
    found = find_candidates(lines, patterns.ORDINAL, open_quotations(lines))
    named = [f"{lines[mark.line].text[: mark.end]} ({mark.number.stored})" for mark in found]
    if found and segment.marks.family != "ordinal" and found[0].key == (0, 2):
        named.append("and 1 is missing")
    if segment.marks.family == "ordinal":
        keys = [last.key, *(mark.key for mark in found)]
        gaps = [range(one[1] + 1, two[1]) for one, two in pairwise(keys)]
        named += [f"and {number} is missing" for gap in gaps for number in gap]
    return named


def _by_word(segment: Segment) -> list[str]:
    """The articles by word that a text read by bare numbers has, outside quotations."""
    if segment.marks.family not in WORDLESS:
        return []
    opened = open_quotations(segment.lines)
    known = {mark.key for mark in segment.marks.chain}
    found = find_candidates(segment.lines, patterns.ARTICLE, opened)
    words = [
        f"{mark.word} {mark.number.stored}"
        for mark in found
        if not mark.quoted and mark.key not in known
    ]
    texts = [line.text for line in segment.lines if line.is_print] if words else []
    inside = [number.stored for text in texts for number, _ in _worded_inside(text, WORDED)]
    return words + inside


def _before_first(segment: Segment) -> list[str]:
    """Marks like those of the law before its first article, outside quotations."""
    first = segment.marks.chain[0].line
    return [
        f"{mark.word} {mark.number.stored}".strip()
        for mark in segment.marks.rest
        if mark.line < first and not mark.quoted and segment.lines[mark.line].is_print
    ]


def _passed_over(segment: Segment) -> list[str]:
    """Marks by word inside an article, whose number no article has, outside quotations."""
    marks = segment.marks
    if marks.family in WORDLESS:
        return []
    first, known = marks.chain[0], {mark.key for mark in marks.chain}
    return [
        f"{mark.word} {mark.number.stored}"
        for mark in marks.rest
        if mark.line > first.line
        and not (mark.quoted or mark.key in known)
        and mark.word.isupper() == first.word.isupper()
        and segment.lines[mark.line].is_print
    ]
