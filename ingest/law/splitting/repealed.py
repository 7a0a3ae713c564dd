"""Ranges of repealed articles on one line: `Art. 3 à 5. [Abrogés]`, `12 to 14. Repealed by Act 3 of
1999`, `§§ 5 bis 7 (weggefallen)`, `Arts. 7 a 9. [...]`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.languages import section_in_all
from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import (
    DIGITS,
    REPEATED_WORDS,
    ArticleNumber,
    Key,
    read_number,
)
from ingest.law.splitting.best_chain import Candidate
from ingest.law.splitting.line import Line
from ingest.law.splitting.patterns import any_of, expressions_in_all, words_in_all

MOST_ARTICLES = 400  # in a range
LONGEST_REASON = 200  # characters behind the numbers

_WORDS = [
    words_in_all("articles", "words"),
    words_in_all("articles", "plurals"),
    expressions_in_all("articles", "expressions"),
    expressions_in_all("articles", "plural_expressions"),
    *(
        patterns.as_printed(articles.get("sections", []))
        for articles in section_in_all("articles").values()
    ),
]
_WORD = rf"(?:(?:{any_of(*_WORDS)}|§{{1,2}})\.?\s*)"
_PLURAL = re.compile(
    rf"(?:{any_of(words_in_all('articles', 'plurals'), '§§')})\.?\s"
    rf"|{expressions_in_all('articles', 'plural_expressions')}"
)
_NUMBER = (
    r"(?:(?:L[OP]|[LRDA])\.? ?)?(?:\d{1,4}(?:\.?[º°ª]|er\b|o\b|a\b)?(?:[-.]\d{1,3})*[A-Z]{0,2}"
    rf"|[IVXLC]{{1,7}}\b|(?:{expressions_in_all('articles', 'first')})\b"
    r"|ال[\u0621-\u064a]{3,9}(?:\s[\u0621-\u064a]{3,10}(?=\s))??(?=[\s:(]))"  # in Arabic words
)
_BIS = rf"(?: (?:{REPEATED_WORDS})\b)"
_TO = (
    r"\.?\s*(?:[-–—‑]|"
    rf"(?i:{expressions_in_all('references', 'to')})(?![^\W\d_]))\s*"
)
RANGE = re.compile(
    rf"[\[(*\s]*(?:(?i:{expressions_in_all('references', 'from')})(?![^\W\d_])['’]?\s*"
    rf"(?:l['’]|the |los |el |o |os |as )?(?=(?i:{_WORD})))?(?P<word>(?i:{_WORD}))?"
    rf"(?:{expressions_in_all('references', 'from')})?\s*\(?"
    rf"(?P<first>{_NUMBER}{_BIS}??)\)?(?:\s*[,،]\s*{_NUMBER}|{_TO}{_NUMBER})*"
    rf"(?P<to>{_TO})(?:l['’]|the |el )?(?i:{_WORD})?\(?(?P<last>{_NUMBER}{_BIS}?)\)?"
)
REASON = re.compile(
    rf"[\s.:;–—(\[*-]*(?:{expressions_in_all('notes', 'repealed')})(?![^\W\d_]).*", re.I
)
# `Del artículo 2 al 4. Se derogan.`: a sentence of its own behind a stop
STATED = re.compile(rf"\s*[.:–—-]+\s*(?:{expressions_in_all('notes', 'repealed_said')})\W*", re.I)
# `[Sections 5 to 8 were repealed]`: in brackets, a sentence of the editor
IN_BRACKETS = re.compile(rf"(?:[^\W\d]+ ){{1,2}}{REASON.pattern}", re.I)
MANY = re.compile(
    rf"[\s.:;–—(\[*-]*(?:{expressions_in_all('notes', 'repealed_many')})(?![^\W\d_])", re.I
)
LEFT_OUT = re.compile(
    r"[\s.:–—-]*[\[(]?\s*(?:\.\s?){3,}\s*[\])]?\.?|[\s.:–—-]*[\[(]?(?:…\s?)+[\])]?\.?"
    r"|[\s.:–—-]*[\[(]?\s*(?:\*\s?){3,}[\])]?\.?"
)


@dataclass(frozen=True)
class RepealedRange:
    """The first and the last of the articles, and how many lines say so."""

    first: ArticleNumber
    last: ArticleNumber
    lines: int = 1

    def whole_keys(self) -> list[Key]:
        """The keys of the whole numbers in the range."""
        return [(self.first.key[0], one) for one in range(self.first.key[1], self.last.key[1] + 1)]

    def stands_between(self, before: Candidate | None, after: Candidate | None) -> bool:
        """Whether the range fits between two neighbouring articles of a law."""
        return (before is None or before.key < self.first.key) and (
            after is None or self.last.key < after.key
        )


def read_range(text: str, below: str = "") -> RepealedRange | None:
    """The repealed articles that a line names, or None; below: the line after it, which may hold
    the word `repealed`.
    """
    text = text.translate(DIGITS)
    match = RANGE.match(text)
    ends = _ends_of_range(match) if match else None
    if not match or not ends:
        return None
    rest = text[match.end() :]
    lines = 1 if rest.strip(" .:–—-") or LEFT_OUT.fullmatch(rest) else 2
    reason = rest if lines == 1 else below
    bracketed = text.startswith(("[", "(")) and IN_BRACKETS.fullmatch(reason.strip())
    if not bracketed and not _says_repealed(reason):
        return None
    if _is_one_number(match) and not MANY.match(reason):
        return None
    return RepealedRange(*ends, lines)


def _ends_of_range(match: re.Match[str]) -> tuple[ArticleNumber, ArticleNumber] | None:
    """The first and the last number, if they are of one count and in order."""
    first, last = read_number(match["first"]), read_number(match["last"])
    if not first or not last or first.key[0] != last.key[0]:
        return None
    in_order = first.key < last.key and last.key[1] - first.key[1] <= MOST_ARTICLES
    return (first, last) if in_order else None


def _says_repealed(reason: str) -> bool:
    if len(reason) > LONGEST_REASON:
        return False
    return any(pattern.fullmatch(reason) for pattern in (REASON, STATED, LEFT_OUT))


def _is_one_number(match: re.Match[str]) -> bool:
    """`Article 3-5` may be one article of that number; `Articles 3-5`, `Art. 3 à 5`, `3-5.` not."""
    word = match["word"]
    return match["to"].strip() in "-‑" and bool(word) and not _PLURAL.match(word)


def mark_repealed(lines: list[Line]) -> list[Line]:
    """The lines with those of a range of repealed articles marked as such."""
    result = list(lines)
    for index, line in enumerate(lines):
        below = lines[index + 1] if index + 1 < len(lines) else Line("")
        if result[index].kind == "repealed" or line.inside:
            continue
        text = " ".join(line.parts)
        found = read_range(text, below.text) if line.is_print or line.kind == "provision" else None
        for at in range(index, index + found.lines if found else index):
            result[at] = replace(lines[at], kind="repealed")
    return result


def _marked_ranges(lines: list[Line]) -> Iterator[tuple[int, RepealedRange]]:
    """The ranges in lines that are marked, each with the index of its line."""
    for index, line in enumerate(lines):
        below = lines[index + 1].text if index + 1 < len(lines) else ""
        found = read_range(" ".join(line.parts), below) if line.kind == "repealed" else None
        if found:
            yield index, found


def repealed_keys(lines: list[Line]) -> frozenset[Key]:
    """The keys of the whole numbers that marked lines name as repealed."""
    return frozenset(key for _, found in _marked_ranges(lines) for key in found.whole_keys())


def settle_repealed(
    lines: list[Line], chain: list[Candidate]
) -> tuple[list[Line], list[RepealedRange]]:
    """The lines and the ranges that fit between the articles around them; the others are text that
    an article quotes.
    """
    result, ranges = list(lines), []
    for index, found in _marked_ranges(lines):
        before = next((mark for mark in reversed(chain) if mark.line < index), None)
        after = next((mark for mark in chain if mark.line > index), None)
        if found.stands_between(before, after):
            ranges.append(found)
            continue
        for at in range(index, index + found.lines):
            result[at] = replace(
                lines[at], kind="text", text=" ".join(lines[at].parts), number="", heading=""
            )
    return result, ranges
