"""Parts of an article that have no article of their own in the text: a paragraph, a point of an
amending act, an article of another law that is printed or given a new wording here.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from ingest.languages import section
from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import read_number

LONGEST_NUMBER = 60  # characters
LONGEST_NAME = 300  # characters from the number of an article to its new wording
QUOTED_HEAD = re.compile(
    rf"(?P<before>[{patterns.QUOTES}]\s?|^|(?<=\. )){patterns.ARTICLE.pattern}", re.M
)
STOP = re.compile(r"\s?\.?\s?[-–—]")  # without a quotation mark only `Article 5.-` is a head
CLOSED = re.compile(rf"[{patterns.CLOSING}{patterns.QUOTES}][\s.,;]*(?=\n|$)")
MARK = re.compile(r"^\(?([a-z]{1,2}|[A-Z]{1,2}|\d{1,3})\)(?=\s|$)", re.M)
# `(a)` at the head of a line, or a point in running text: `amended as follows: 1) ...; 2) ...`
POINT = re.compile(r"(?<=[:;.,”»] )(\d{1,3})\)(?=\s)")
# `article 187B is replaced by: «1. ...`; a letter glued to the sign: words are lost before it
ANNOUNCED = re.compile(rf"(?<=:)\s*[{patterns.OPENING}\"]|(?<=[^\W\d_])[{patterns.OPENING}](?=\w)")
NAMED = re.compile(rf"{patterns.NAMES_ARTICLE.pattern}[^\W\d]*\.?\s+(?=\d)", re.I)
REPLACED = re.compile(r":\s*\n")
# `II- Phase`, `Part II. Duties`, `Il - Phase` as some scans have it, or `ثانيا -`
ADVERBS = section("ar", "ordinals")["adverbs"]
PART = re.compile(
    rf"(?:^|(?<=\s))(?:(?:{patterns.words_in_all('containers', 'part')})\s+)?"
    rf"(?:(?P<roman>[IVXl]{{1,5}})|(?P<adverb>{'|'.join(ADVERBS)})[اًٌُ]*)"
    r"\s?[-–—.:)]+\s*(?=[A-ZÀ-Ý\u0621-\u064a])",
    re.M,
)
COUNTED = re.compile(r"^(\d{1,2})([.)])(?=\s)", re.M)


def quoted_in_lines(text: str) -> Iterator[tuple[str, str]]:
    """Number and words of articles of another law that begin inside a line, behind a quotation mark
    or a full stop; each ends where the next begins, or at the mark that closes it.
    """
    heads = []
    for match in QUOTED_HEAD.finditer(text):
        number = read_number(text[match.end() : match.end() + LONGEST_NUMBER])
        end = match.end() + number.end if number else 0
        if number and (match["before"] or STOP.match(text, end)):
            heads.append((match.start(), end, number.stored))
    ends = [*(start for start, _, _ in heads[1:]), len(text)]
    for (_, begins, stored), end in zip(heads, ends, strict=False):
        words = text[begins:end]
        if closing := CLOSED.search(words):
            words = words[: closing.start()]
        yield stored, words.lstrip(" .:–—-º°").strip()


def announced_in_text(text: str) -> Iterator[tuple[str, str]]:
    """Number and words of articles of another law that are named before their new wording, which
    stands in quotation marks, or alone below: `Article 23 of the Code is replaced by:`.
    """
    for match in ANNOUNCED.finditer(text):
        before = text[max(0, match.start() - LONGEST_NAME) : match.start()]
        words = text[match.end() :]
        closing = CLOSED.search(words)
        if number := _last_named(before.rpartition("\n")[2]):
            yield number, (words[: closing.start()] if closing else words).strip()
    head, *below = REPLACED.split(text)
    if len(below) == 1 and "\n" not in head and (number := _last_named(head)):
        yield number, below[0].strip()


def _last_named(text: str) -> str:
    """The number of the last article that a text names, or an empty string."""
    numbers = [
        number.stored
        for match in NAMED.finditer(text)
        if (number := read_number(text[match.end() : match.end() + LONGEST_NUMBER]))
    ]
    return numbers[-1] if numbers else ""


def cut_point(text: str, mark: str) -> str:
    """The point with this number out of an amending article in running text, the wording that it
    gives to another law included; empty where the points do not count from 1 to it.
    """
    places: list[tuple[int, int]] = [
        (match.start(), int(match[1])) for match in POINT.finditer(_without_quotations(text))
    ]
    second = next((place for place, number in places if number == 2), len(text))
    start = max((place for place, number in places if number == 1 and place < second), default=None)
    if start is None or not mark.isdecimal():
        return ""
    starts = [start]
    for place, number in places:
        if place > starts[-1] and number == len(starts) + 1:
            starts.append(place)
    at = int(mark) - 1
    return text[starts[at] : [*starts[1:], len(text)][at]].strip() if at < len(starts) else ""


def _without_quotations(text: str) -> str:
    """The text with blanks for the signs inside quotation marks."""
    signs, depth = [], 0
    for sign in text:
        depth -= sign in patterns.CLOSING and depth > 0
        signs.append(sign if not depth else " ")
        depth += sign in patterns.OPENING
    return "".join(signs)


def cut_part(text: str, number: int) -> str:
    """The part with this number out of a schedule whose parts count I, II, III; empty where a
    number comes twice or the count does not reach it.
    """
    found = [(match.start(), _value_of(match)) for match in PART.finditer(text)]
    starts: list[int] = []
    for place, value in found:
        if value == len(starts) + 1:
            starts.append(place)
    values = [value for _, value in found if value <= len(starts)]
    if number > len(starts) or len(values) > len(starts):
        return ""
    return text[starts[number - 1] : [*starts[1:], len(text)][number - 1]].strip()


def _value_of(part: re.Match[str]) -> int:
    """The number of a part; 0 for letters that are none."""
    if part["adverb"]:
        return int(ADVERBS[part["adverb"]])
    number = read_number(part["roman"].replace("l", "I"))
    return number.key[1] if number else 0


def cut_second_count(text: str) -> str:
    """What stands behind the paragraphs of an article where they are counted from 1 again, once and
    behind a sentence: provisions whose head is lost; else empty.
    """
    marks = list(COUNTED.finditer(_without_quotations(text)))
    counted = [match for match in marks if match[2] == marks[0][2]]
    starts = [
        match.start()
        for before, match in pairwise(counted)
        if match[1] == "1" and before[1] != "1"
        if text[: match.start()].rstrip().endswith((".", "»", "”"))
    ]
    return text[starts[0] :].strip() if len(starts) == 1 else ""


def cut_paragraph(text: str, mark: str) -> str:
    """The paragraph with this mark, `g` of `(g)`, out of an article; empty where the marks leave
    in doubt where it begins or ends.

    The paragraphs of an article bear the marks of the kind that comes first in it. A mark that
    comes twice before the next one may be one of a list inside a paragraph.
    """
    marks = [(match.start(), match[1]) for match in MARK.finditer(text)]
    wanted = _marks_like(marks[0][1]) if marks else []
    if mark not in wanted:
        return ""
    starts = _places_in_order(marks, wanted)
    at = wanted.index(mark)
    if at >= len(starts):
        return ""
    _, start, end, beyond = [0, *starts, len(text), len(text)][at : at + 4]
    before = starts[at - 1] if at else 0
    own = sum(before <= place < end for place, name in marks if name == mark)
    following = wanted[at + 1 : at + 2]
    others = sum(start < place < beyond for place, name in marks if name in following)
    return text[start:end].strip() if own == 1 and others <= 1 else ""


def _places_in_order(marks: list[tuple[int, str]], wanted: list[str]) -> list[int]:
    """Where each of the wanted marks comes first behind the one before it."""
    starts: list[int] = []
    for place, name in marks:
        if len(starts) < len(wanted) and name == wanted[len(starts)]:
            starts.append(place)
    return starts


def _marks_like(first: str) -> list[str]:
    """The marks that follow one another, from the first: 1 2 3, a b c; none for others."""
    if first == "1":
        return list(map(str, range(1, 200)))
    if first in ("a", "A"):
        return list(map(chr, range(ord(first), ord(first) + 26)))
    return []
