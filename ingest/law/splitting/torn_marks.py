"""Marks that were torn or lost on the way to us, found again where a number is missing.

Between article 4 and article 6 these are article 5: `Article 51` (a note mark is glued to the
number), `Article 1 2` or `Article l2` for 12, `A rticle 5`, `5. ` without the word, `5 The court`
without the stop. A line is taken only if it fits the gap exactly, and it is said.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import RAISED, ArticleNumber
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.line import Line

MOST_MISSING = 60  # numbers; a longer gap is an extract
LATE_START = 10  # a law whose first number is up to this has lost its first articles
MOST_WRONG = 2  # letters of the word
LOOKALIKES = str.maketrans("lI|!OoSsBZ", "1111005582")
TORN_NUMBER = re.compile(
    r"\s*\(?(?P<number>[\dlI|!OoSsBZ]{1,4}(?:\s[\dlI|!OoSsBZ]{1,3})?)\)?(?=[\s.,:;–—-]|$)"
)
GLUED_NOTE = re.compile(r"\s*(?P<number>\d{2,5})(?=[\s.,:;–—-]|$)")
WORD_END = re.compile(r"(?<=[^\W\d_])(?=\.?\s|\d)")
LONGEST_WORD = 24  # characters of a torn word
BARE = re.compile(r"(?P<number>\d{1,4})\s*(?P<stop>[.,:;)–—-]*)\s*(?P<rest>\S?)")


def fill_gaps(lines: list[Line], chain: list[Candidate], worded: bool) -> list[Candidate]:
    """The marks for numbers that are missing in a chain; worded: its marks have a word."""
    found: list[Candidate] = []
    for before, after in _gaps(chain):
        start = before.line + 1 if before else 0
        missing = list(range(before.key[1] + 1 if before else 1, after.key[1]))
        space = [(at, lines[at]) for at in range(start, after.line)]
        marks = _torn_in_gap(space, missing, after.word) if worded else []
        if not marks and (before or not worded):
            marks = _bare_in_gap(space, missing, after.key[0])
        found += marks
    return found if worded else found + _behind_last(lines, chain)


def without_note_marks(chain: list[Candidate]) -> list[Candidate]:
    """The chain, in which 5¹ right behind 4 is article 5 with the mark of a note if there is no
    other 5; where a law counts 5, 5¹, 5² it is a number of its own.
    """
    keys = {mark.key for mark in chain}
    result: list[Candidate] = []
    for mark in chain:
        base = mark.key[:-1]
        before = result[-1].key if result else (0, 0)
        if mark.number.stored[-1] in RAISED and base not in keys and before == (0, base[-1] - 1):
            stored = mark.number.stored.rstrip(RAISED)
            mark = replace(mark, number=replace(mark.number, key=base, stored=stored))
        result.append(mark)
    return result


def _gaps(chain: list[Candidate]) -> Iterator[tuple[Candidate | None, Candidate]]:
    """Neighbours between which whole numbers are missing; None stands before the first."""
    first = chain[0] if chain else None
    if first and first.key[0] == 0 and 1 < first.key[1] <= LATE_START:
        yield None, first
    for before, after in pairwise(chain):
        if before.key[0] == after.key[0] and 1 < after.key[1] - before.key[1] <= MOST_MISSING:
            yield before, after


def _torn_in_gap(space: list[tuple[int, Line]], missing: list[int], word: str) -> list[Candidate]:
    """The lines that begin with the word, whole or torn, and a missing number; one line for each
    number, in order.
    """
    heads = [
        (at, line.text, end)
        for at, line in space
        if line.is_print and not line.inside
        for end in _ends_of_word(line.text, word)
    ]
    found: list[Candidate] = []
    for number in missing:
        stops = {at: stop for at, text, end in heads if (stop := _end_of_number(text, end, number))}
        ends = list(stops.items())
        if len(ends) == 1 and (not found or ends[0][0] > found[-1].line):
            found.append(_mark(ends[0][0], word, number, ends[0][1]))
    return found


def _ends_of_word(text: str, word: str) -> Iterator[int]:
    """Where the word may end, of which blanks may tear the letters and one or two may be wrong."""
    if match := patterns.ARTICLE.match(text):
        yield match.end()
    most = min(MOST_WRONG, len(word) // 4)
    for end in (match.start() for match in WORD_END.finditer(text, 0, LONGEST_WORD)):
        bare = "".join(text[:end].split()).rstrip(".")
        if word and Levenshtein.distance(bare.lower(), word.lower()) <= most:
            yield end


def _end_of_number(text: str, start: int, number: int) -> int:
    """Where a torn number ends that means this one, or a number with a note mark glued to it; 0 if
    it means another.
    """
    match = TORN_NUMBER.match(text, start)
    if (
        match
        and _begins_article(text[match.end() :])
        and "".join(match["number"].translate(LOOKALIKES).split()) == str(number)
    ):
        return match.end()
    match = GLUED_NOTE.match(text, start)
    if match and match["number"].startswith(str(number)) and _begins_article(text[match.end() :]):
        return match.end() if len(match["number"]) <= len(str(number)) + 2 else 0
    return 0


def _begins_article(rest: str) -> bool:
    """Whether what follows a number is no more than a stop, or the beginning of a sentence."""
    return bool(patterns.AFTER.match(rest)) and not patterns.NOT_AFTER.match(rest)


def _bare_in_gap(space: list[tuple[int, Line]], missing: list[int], prefix: int) -> list[Candidate]:
    """Numbers without word or stop, if those around the gap are just the missing ones: 4, 5, 6 of a
    list are no article 5.
    """
    bare = [
        (at, int(match["number"]), match) for at, line in space if (match := _bare_number(line))
    ]
    near = [one for one in bare if missing[0] - 1 <= one[1] <= missing[-1] + 1]
    if prefix or [number for _, number, _ in near] != missing:
        return []
    return [_mark(at, "", number, match.end("number")) for at, number, match in near]


def _behind_last(lines: list[Line], chain: list[Candidate]) -> list[Candidate]:
    """The numbers that go on behind the last, in a law that sets no stop: `3 The Minister` behind
    `1(1)` and `2(1)`.
    """
    unstopped = [mark for mark in chain if lines[mark.line].text.startswith("(", mark.end)]
    if len(chain) < 2 or 2 * len(unstopped) < len(chain):
        return []
    found, last = [], chain[-1].key
    for at in range(chain[-1].line + 1, len(lines)):
        match = _bare_number(lines[at])
        if not match or match["stop"] or not match["rest"].isupper():
            continue
        if (0, int(match["number"])) == (last[0], last[1] + 1):
            last = (0, last[1] + 1)
            found.append(_mark(at, "", last[1], match.end("number")))
    return found


def _bare_number(line: Line) -> re.Match[str] | None:
    """A number at the start of a line that a stop, a capital or the end of the line follows."""
    match = BARE.match(line.text) if line.is_print and not line.inside else None
    if not match:
        return None
    rest = match["rest"]
    begins = not rest or rest.isupper() or rest in '(“"«[' or (match["stop"] and rest.isalpha())
    return match if begins else None


def _mark(line: int, word: str, number: int, end: int) -> Candidate:
    return Candidate(line, word, ArticleNumber((0, number), str(number), end), end, 1.0)


def describe(lines: list[Line], found: list[Candidate]) -> str:
    """A warning that names what was taken for an article: `5: “Article 51 ...”`."""
    read = ", ".join(f"{mark.number.stored} in “{lines[mark.line].text[:30]}”" for mark in found)
    return f"article numbers torn or bare in print, read as {read}"
