"""Articles that a document has twice: in a table of contents, or in a second language."""

from dataclasses import replace
from itertools import pairwise

from ingest.law.guess_language import guess
from ingest.law.splitting.article_marks import CONTENTS, median_length
from ingest.law.splitting.best_chain import Candidate, cut_into_runs
from ingest.law.splitting.line import Line
from ingest.law.splitting.result import Split
from ingest.law.splitting.segment import Segment

SHARED, LEAST_RUN = 0.6, 3  # of its numbers a run has in common with its copy; of so many articles
MUCH_SHORTER = 0.75  # entries of a table of contents, beside articles


def drop_second_runs(segment: Segment, result: Split, guessed: bool) -> None:
    """Of a table of contents and the law only the law is kept, of two languages only the first (or
    the one asked for).

    The lines of what is dropped go to their place in the result and leave the segment as empty
    noise, so that line numbers stay.
    """
    runs = cut_into_runs(segment.marks.chain)
    dropped: set[int] = set()
    for one, other in pairwise(runs):
        if not _has_same_numbers(one, other):
            continue
        if _is_other_language(one, other, segment.lines):
            if guessed:
                result.language = _language(one, segment.lines) or result.language
            numbers = f"{other[0].number.stored} to {other[-1].number.stored}"
            result.warnings.append(f"a second language ({other[0].word} {numbers}) is set apart")
            end = next((run[0].line for run in runs if run[0].line > other[-1].line), None)
            _move(segment, "translation", other[0].line, end or len(segment.lines), result)
            dropped |= {mark.line for mark in other}
        elif _is_contents(one, other, segment.lines):
            _move(segment, "contents", one[0].line, one[-1].line + 1, result)
            dropped |= {mark.line for mark in one}
    kept = [mark for mark in segment.marks.chain if mark.line not in dropped]
    segment.marks = replace(segment.marks, chain=kept)


def _has_same_numbers(one: list[Candidate], other: list[Candidate]) -> bool:
    numbers = {mark.key for mark in one}
    shared = len(numbers & {mark.key for mark in other}) / len(numbers)
    return shared >= SHARED and len(one) >= LEAST_RUN


def _is_other_language(one: list[Candidate], other: list[Candidate], lines: list[Line]) -> bool:
    """Article and Artikel, with texts in two languages."""
    if _letters(one[0].word) == _letters(other[0].word):
        return False
    return _language(one, lines) != _language(other, lines)


def _letters(word: str) -> str:
    return "".join(sign for sign in word.lower() if sign.isalpha())


def _language(run: list[Candidate], lines: list[Line]) -> str:
    return guess("\n".join(line.text for line in lines[run[0].line : run[-1].line]))


def _is_contents(one: list[Candidate], other: list[Candidate], lines: list[Line]) -> bool:
    """Marks with at most a line or two between them, where the law itself has more."""
    short, long = median_length(one, lines), median_length(other, lines)
    return short < CONTENTS and short < MUCH_SHORTER * long


def _move(segment: Segment, place: str, start: int, end: int, result: Split) -> None:
    result.put(place, segment.lines[start:end])
    segment.lines[start:end] = [Line("", "noise")] * (end - start)
