"""Where the words of a recorded provision stand in the text of its law, by its number and label.

    12, 2 bis                     the article of that number, and the record is its whole number
    7105(g), 1(2)                 that paragraph of the article, if the text shows where it ends
    art. 448-1 CP (art. 1)        an article of another law that article 1 prints
    final prov. 4                 number 4 of the closing provisions, which count on their own
    4:1 a                         section 1 a of chapter 4
    147-1                         also where 147¹ is printed as 1471
    long title                    what an act says of itself before its first section, or in a field
                                  of the file
    preamble                      the words below that head before the first article
    annex, part II                of a schedule whose parts are counted so
    ... (printed under art. 30)   a second count of paragraphs in an article, whose head is lost
    Regulations, art. 4           article 4 of the regulation that a decree approves
    sch. 2, para. 1               a schedule, by its whole label

A record of another form (`11; 12; 20-22`, `book III`) has no words of its own in the text: it gets
none rather than those of the article with which its number begins.
"""

import re
from dataclasses import dataclass

from ingest.folding import for_names, slug
from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import LABEL_WORD, read_number, stored_form
from ingest.law.splitting.result import Provision, Split
from ingest.received.parts_of_article import (
    announced_in_text,
    cut_paragraph,
    cut_part,
    cut_point,
    cut_second_count,
    quoted_in_lines,
)

WHOLE = "whole text"  # label of a text in which no article was found; its words are in choice.csv
QUOTED = re.compile(r"art\. (?P<number>.+) \(art\. (?P<host>[\w-]+)\)$")
CLOSING = re.compile(
    r"(?P<kind>final|transitory|repealing|additional) (?:prov\.|provision|art\.) (?P<number>\d+)$"
)
REGULATION = re.compile(r"Regulations, art\. (?P<number>.+)$")
PARAGRAPH = re.compile(r"(?P<article>[^()]+)\((?P<mark>\w{1,3})\)$")
SCHEDULE = re.compile(r"^sch\.")
IN_CHAPTER = re.compile(r"(?P<chapter>\d{1,3}):(?P<section>\d.*)")
RAISED = re.compile(r"(?P<number>\d{2,4})-(?P<raised>[1-9])")
LONG_TITLE = re.compile(  # up to the words of enactment
    r"^(?:Being an?|An?) (?:Act|Bill|Law|Ordinance|Proclamation)\b.+?"
    r"(?=^(?:\[|BE IT |Be it |ENACTED|Enacted|Date)|\Z)",
    re.M | re.S,
)
PREAMBLE = re.compile(
    rf"^(?:{patterns.words_in_all('acts', 'preamble')})(?!\w)\s*[:.–—-]*\s*(?P<words>\S.*)",
    re.M | re.S,
)
CUT_SHORT = ("...", "…")
PART = re.compile(r"(?:annex|schedule|sch\.), part (?P<number>[IVX]+|\d{1,2})$")
PRINTED_UNDER = re.compile(r"\(printed under (?:art|s)\. (?P<host>[\w-]+)\)$")
WORD_END = re.compile(r"[\s–—-]+")
LETTER = re.compile(r"(?<=\d)[- ](?=[a-z]$)")  # 262-a and 262 a are 262a
STEMS = {"final": "fina", "transitory": "transit", "repealing": "derog", "additional": "adicion"}


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
        self.articles = {
            key_of(part) or slug(_in_latin(part.label)): part for part in reversed(self.parts)
        }
        self.last = {key_of(part): part for part in self.parts}
        front = "\n".join(piece.text for piece in split.pieces if piece.place == "front")
        title, preamble = LONG_TITLE.search(front), PREAMBLE.search(front)
        self.long_title = title[0].strip() if title else _long_title_in_field(split)
        self.preamble = preamble["words"].strip() if preamble else ""

    def find(self, record: Record) -> Found | None:
        """The words of a record; None where the text does not show them."""
        label = record.label
        if words := self._whole_schedule(record_key(record.number)):
            return Found(words)
        if words := self._apart(label):
            return Found(words)
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
        if match := IN_CHAPTER.fullmatch(record.number):
            return self._in_chapter(match["chapter"], match["section"])
        if match := RAISED.fullmatch(record.number):
            return _whole(self._with_glued_figure(match["number"], match["raised"]))
        return None

    def _apart(self, label: str) -> str:
        """The words of what has no number of its own in the law."""
        if match := PART.match(label):
            schedules = [one.text for one in self.parts if not one.number]
            number = read_number(match["number"])
            alone = len(schedules) == 1 and number is not None
            return cut_part(schedules[0], number.key[1]) if alone and number else ""
        if match := PRINTED_UNDER.search(label):
            host = self.articles.get(record_key(match["host"]))
            return cut_second_count(host.text) if host else ""
        return {"long title": self.long_title, "preamble": self.preamble}.get(label, "")

    def _whole_schedule(self, key: str) -> str:
        """All articles of a schedule, where the record is the schedule itself."""
        return "\n".join(
            " ".join(filter(None, (part.mark, part.heading, part.text)))
            for part in self.parts
            if "," in part.label and slug(_in_latin(part.label).partition(",")[0]) == key
        )

    def _in_chapter(self, chapter: str, section: str) -> Found | None:
        """4:1 a: section 1 a of chapter 4, where each chapter counts its sections anew; an extract
        may not print the chapter.
        """
        inside = re.compile(rf"(?<!\d){chapter}(?!\d)")
        found = [one for one in self.parts if key_of(one) == record_key(section)]
        named = [one for one in found if inside.search(one.parent)]
        alone = found if len(found) == 1 and not re.search(r"\d", found[0].parent) else []
        return _whole(next(iter(named or alone), None))

    def _with_glued_figure(self, number: str, raised: str) -> Provision | None:
        """147-1 where the file prints 1471 for 147¹; not where the law counts up to 1471."""
        counted = str(int(number + raised) - int(raised)) in self.articles
        return None if counted else self.articles.get(number + raised)

    def _quoted(self, number: str, host: str) -> Found | None:
        """Where only one is printed and a part of its number is lost, the amending words say it."""
        part = self.articles.get(record_key(host))
        if part is None and host.isdecimal():  # its own number is lost: its words follow these
            part = self.articles.get(str(int(host) - 1))
        wanted = stored_form(number.partition("(")[0])
        if part is None:
            return None
        printed = [*part.quoted, *quoted_in_lines(part.text), *announced_in_text(part.text)]
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
        words = (cut_paragraph(part.text, mark) or cut_point(part.text, mark)) if part else ""
        return Found(words) if words else None


def _long_title_in_field(split: Split) -> str:
    """The long title where a file has it in a field of its own, whole."""
    fields = [piece.text for piece in split.pieces if piece.place == "outside"]
    titles = [text for text in fields if LONG_TITLE.match(text) and not text.endswith(CUT_SHORT)]
    return titles[0] if len(titles) == 1 else ""


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
    return slug(_in_latin(part.label) if "," in part.label else part.number)


def _in_latin(label: str) -> str:
    """The label of a schedule whose title is in another script: `अनुसूची–३` is `Schedule 3`."""
    title, comma, rest = label.partition(",")
    if any(map(str.isalpha, slug(title))):
        return label
    numbers = (read_number(title[match.end() :]) for match in WORD_END.finditer(title))
    number = next(filter(None, numbers), None)
    return f"Schedule {number.stored if number else ''}".strip() + comma + rest


def record_key(number: str) -> str:
    """The number of a record in normal form. Only a number that is one from its first sign to its
    last is that of an article, and in figures: `SEGUNDA` counts in a section of its own.
    """
    plain = LETTER.sub("", LABEL_WORD.sub("", number.strip()))
    read = read_number(plain)
    if read and read.end == len(plain) and any(map(str.isdecimal, plain)):
        return slug(read.stored)
    return slug(SCHEDULE.sub("schedule", number.strip()))
