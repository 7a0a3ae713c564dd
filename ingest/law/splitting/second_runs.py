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
    for first, second in pairwise(runs):
        if not _has_same_numbers(first, second):
            continue
        if _is_other_language(first, second, segment.lines):
            if guessed:
                result.language = _language(first, segment.lines) or result.language
            numbers = f"{second[0].number.stored} to {second[-1].number.stored}"
            result.warnings.append(f"a second language ({second[0].word} {numbers}) is set apart")
            end = next((run[0].line for run in runs if run[0].line > second[-1].line), None)
            _move(segment, "translation", second[0].line, end or len(segment.lines), result)
            dropped |= {mark.line for mark in second}
        elif _is_contents(first, second, segment.lines):
            _move(segment, "contents", first[0].line, first[-1].line + 1, result)
            dropped |= {mark.line for mark in first}
    kept = [mark for mark in segment.marks.chain if mark.line not in dropped]
    segment.marks = replace(segment.marks, chain=kept)


def _has_same_numbers(first: list[Candidate], second: list[Candidate]) -> bool:
    numbers = {mark.key for mark in first}
    shared = len(numbers & {mark.key for mark in second}) / len(numbers)
    return shared >= SHARED and len(first) >= LEAST_RUN


def _is_other_language(first: list[Candidate], second: list[Candidate], lines: list[Line]) -> bool:
    """Article and Artikel, with texts in two languages."""
    if _letters(first[0].word) == _letters(second[0].word):
        return False
    return _language(first, lines) != _language(second, lines)


def _letters(word: str) -> str:
    return "".join(sign for sign in word.lower() if sign.isalpha())


def _language(run: list[Candidate], lines: list[Line]) -> str:
    return guess("\n".join(line.text for line in lines[run[0].line : run[-1].line]))


def _is_contents(first: list[Candidate], second: list[Candidate], lines: list[Line]) -> bool:
    """Marks with at most a line or two between them, where the law itself has more."""
    short, long = median_length(first, lines), median_length(second, lines)
    return short < CONTENTS and short < MUCH_SHORTER * long


def _move(segment: Segment, place: str, start: int, end: int, result: Split) -> None:
    result.put(place, segment.lines[start:end])
    segment.lines[start:end] = [Line("", "noise")] * (end - start)
