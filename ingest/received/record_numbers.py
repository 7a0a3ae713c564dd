"""Where the words of a recorded provision stand in the text of its law, by its number and label.

    12, 2 bis                     the article of that number, and the record is its whole number
    7105(g), 1(2)                 that paragraph of the article, if the text shows where it ends
    art. 448-1 CP (art. 1)        an article of another law that article 1 prints
    final prov. 4                 number 4 of the closing provisions, which count on their own
    Regulations, art. 4           article 4 of the regulation that a decree approves
    sch. 2, para. 1               a schedule, by its whole label

A record of another form (`11; 12; 20-22`, `book III`) has no words of its own in the text: it gets
none rather than those of the article with which its number begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.folding import for_names, slug
from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import LABEL_WORD, read_number, stored_form
from ingest.law.splitting.result import Provision, Split

WHOLE = "whole text"  # label of a text in which no article was found; its words are in choice.csv
QUOTED = re.compile(r"art\. (?P<number>.+) \(art\. (?P<host>[\w-]+)\)$")
CLOSING = re.compile(
    r"(?P<kind>final|transitory|repealing|additional) (?:prov\.|provision|art\.) (?P<number>\d+)$"
)
REGULATION = re.compile(r"Regulations, art\. (?P<number>.+)$")
PARAGRAPH = re.compile(r"(?P<article>[^()]+)\((?P<mark>\w{1,3})\)$")
SCHEDULE = re.compile(r"^sch\.")
LETTER = re.compile(r"(?<=\d)[- ](?=[a-z]$)")  # 262-a and 262 a are 262a
LONGEST_NUMBER = 60  # characters
STEMS = {"final": "fina", "transitory": "transit", "repealing": "derog", "additional": "adicion"}
QUOTED_HEAD = re.compile(
    rf"(?P<before>[{patterns.QUOTES}]\s?|^|(?<=\. )){patterns.ARTICLE.pattern}", re.M
)
STOP = re.compile(r"\s?\.?\s?[-–—]")  # without a quotation mark only `Article 5.-` is a head
CLOSED = re.compile(rf"[{patterns.CLOSING}{patterns.QUOTES}][\s.,;]*(?=\n|$)")
MARK = re.compile(r"^\(?([a-z]{1,2}|[A-Z]{1,2}|\d{1,3})\)(?=\s|$)", re.M)


@dataclass(frozen=True)
class Record:
    """A provision as a person recorded it."""

    identity: str
    number: str
    label: str


@dataclass(frozen=True)
class Found:
    """The words of a record; `part` is the article that they are the whole of."""

    words: str
    part: Provision | None = None


class PrintedLaw:
    """The articles of a text, to be found by the numbers of records."""

    def __init__(self, split: Split) -> None:
        self.parts = [part for part in split.provisions if part.text]
        self.articles = {key_of(part) or slug(part.label): part for part in reversed(self.parts)}
        self.last = {key_of(part): part for part in self.parts}

    def find(self, record: Record) -> Found | None:
        """The words of a record; None where the text does not show them."""
        label = record.label
        if match := QUOTED.match(label):
            return self._quoted(match["number"], match["host"])
        if part := self.articles.get(record_key(record.number)):
            regulation = REGULATION.match(label)
            return _whole(self.last[key_of(part)] if regulation else part)
        if match := CLOSING.match(label):
            return self._closing(match["kind"], match["number"])
        if match := REGULATION.match(label):
            return _whole(self.last.get(record_key(match["number"])))
        if match := PARAGRAPH.match(record.number):
            return self._paragraph(match["article"], match["mark"])
        return None

    def _quoted(self, number: str, host: str) -> Found | None:
        """Where only one is printed and a part of its number is lost, the amending words say it."""
        part = self.articles.get(record_key(host))
        wanted = stored_form(number.partition("(")[0])
        if part is None:
            return None
        printed = [*part.quoted, *quoted_in_lines(part.text)]
        torn = len(part.quoted) == 1 and wanted in part.text
        for one, text in printed:
            if one == wanted or (torn and wanted.startswith(f"{one}-")):
                return Found(text)
        return None

    def _closing(self, kind: str, number: str) -> Found | None:
        """Of several sections with such a title the first: those of amending laws follow."""
        named = [
            part
            for part in self.parts
            if part.label.endswith(f", {number}") and STEMS[kind] in for_names(part.label)
        ]
        return _whole(named[0] if named else None)

    def _paragraph(self, article: str, mark: str) -> Found | None:
        part = self.articles.get(record_key(article))
        words = cut_paragraph(part.text, mark) if part else ""
        return Found(words) if words else None


def _whole(part: Provision | None) -> Found | None:
    return Found(part.text, part) if part else None


def key_of(part: Provision) -> str:
    """What an article is found by: its number in normal form; in a schedule, whose numbers start
    again, its whole label.
    """
    if part.label == WHOLE:
        return "nc-text"
    if not part.number:
        return ""
    return slug(part.label if "," in part.label else part.number)


def record_key(number: str) -> str:
    """The number of a record in normal form. Only a number that is one from its first sign to its
    last is that of an article, and in figures: `SEGUNDA` counts in a section of its own.
    """
    plain = LETTER.sub("", LABEL_WORD.sub("", number.strip()))
    read = read_number(plain)
    if read and read.end == len(plain) and any(map(str.isdecimal, plain)):
        return slug(read.stored)
    return slug(SCHEDULE.sub("schedule", number.strip()))


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
