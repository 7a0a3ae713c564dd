"""A file with several acts, such as an issue of a gazette, cut into its acts.

An act begins at a line that names it (`LOI n° 2005-06 du 10 mai 2005 ...`, `Act No. 12 of 2022`,
without a number `Loi du 9 avril 2014 ...` or `THE FISHERIES ACT, 2005`) when its first article
follows before the next such line; where title and year alone name it, the words of enactment too.
A line that only tells what an act is for (`DECRETO por el que ...`, `Arrêté portant ...`) begins
one where no number is waited for. So the lines of a table of contents begin none, nor do laws that
are cited. What stands before the first act goes with none of them; where it has articles, the lines
of the second kind are those of decrees that amended it, and begin none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.folding import for_names
from ingest.law.act_names import (
    date_pattern,
    enactment_pattern,
    number_pattern,
    purpose_pattern,
    title_pattern,
)
from ingest.law.readers.document import Block, Damaged, Document
from ingest.law.splitting import patterns
from ingest.law.splitting.candidates import number_of_label

LONGEST_HEAD = 300  # characters of the line that names an act
TITLE_LINES = 6  # a title may run over so many lines
NEAR = 12  # lines; number and title of an act are not further from each other
UNFINISHED = re.compile(r"(?:[,;(]|\b[a-zà-ÿ]{1,4})$")  # `... en application de la`
CITED = re.compile(r"(?:;|(?<!\d{4}),)$")  # `Loi n° 98-12 du 2 mars 1998 ;`: one that is cited
DOTS = re.compile(r"\.{4,}|…")  # of a table of contents


@dataclass(frozen=True)
class Act:
    """name: the line that names it, with the rest of its title, empty where the file is one act;
    number: its number as printed.
    """

    name: str
    number: str
    document: Document


def acts(document: Document) -> list[Act]:
    """The acts of a document in their order; one without a name where it is one act, or names none.

    All blocks of an act are in its document, in their order; none is in two.
    """
    heads = act_heads(document.blocks)
    if len(heads) < 2:
        return [Act("", "", document)]
    ends = [*(head.at for head in heads[1:]), len(document.blocks)]
    found = []
    for head, end in zip(heads, ends, strict=True):
        blocks = document.blocks[head.at : end]
        part = replace(document, metadata={}, blocks=blocks)
        found.append(Act(title_of(blocks), head.number, part))
    return found


def name_act(act: Act, others: list[Act]) -> str:
    """What an act is found by in its file: its number, or its whole name where two have the number;
    empty where the file is one act.
    """
    alone = sum(other.number == act.number for other in others) == 1
    return act.number if act.number and alone else act.name


def find_act(document: Document, name: str) -> Document:
    """One act of a document by the name that `name_act` gives it; the whole document without one.
    Raises Damaged when the document holds no such act.
    """
    if not name:
        return document
    found = acts(document)
    for act in found:
        if name_act(act, found) == name:
            return act.document
    held = ", ".join(name_act(act, found) or "one act without a name" for act in found)
    raise Damaged(f"no act {name!r} in it; it holds {held}")


@dataclass
class Head:
    """at: the block with which an act begins; number as printed, or empty; title: what names an act
    without a number; is_enacted: whether enough was read to take it for an act; is_weak: it says no
    more than what the act is for, as lines that cite an act do.
    """

    at: int
    number: str = ""
    title: str = ""
    is_enacted: bool = True
    is_weak: bool = False


def act_heads(blocks: list[Block]) -> list[Head]:
    """The lines that begin an act."""
    heads: list[Head] = []
    waiting: Head | None = None
    has_unnamed, before = False, ""
    for at, text in _printed(blocks):
        head = read_head(at, text, before)
        before = text
        if head:
            waiting = _joined(waiting, head)
        elif waiting is None:
            has_unnamed = has_unnamed or (not heads and is_first_article(text))
        elif is_first_article(text):
            is_enacted = waiting.is_enacted or enactment_pattern().match(text)
            if is_enacted and not _is_known(waiting, heads):
                heads.append(replace(waiting, at=_first_line(blocks, waiting)))
            waiting = None
        else:
            waiting = _go_on_waiting(waiting, text)
    return [head for head in heads if not (has_unnamed and head.is_weak)]


def _printed(blocks: list[Block]) -> Iterator[tuple[int, str]]:
    """(place, line) of the blocks with words that are no note and no noise."""
    for at, block in enumerate(blocks):
        if block.kind not in ("noise", "note") and (text := block_line(block)):
            yield at, text


def _go_on_waiting(waiting: Head, text: str) -> Head | None:
    """The head that its first article is waited for, behind one more line; None where an article
    that cites the act goes on.
    """
    if waiting.is_weak and patterns.ARTICLE.match(text):
        return None
    is_enacted = waiting.is_enacted or bool(enactment_pattern().match(text))
    return replace(waiting, is_enacted=is_enacted)


def read_head(at: int, text: str, before: str) -> Head | None:
    """What a line names as an act, or None."""
    if match := is_head(text, before, number_pattern()):
        return Head(at, number=plain_number(match["number"]))
    if match := is_head(text, before, date_pattern()):
        return Head(at, title=match[0].strip())
    if match := title_pattern().fullmatch(text):
        if numbered := number_pattern().match(match["named"] or ""):
            return Head(at, number=plain_number(numbered["number"]))
        return Head(at, title=f"{match['title']} {match['year']}", is_enacted=False)
    if is_head(text, before, purpose_pattern()):
        return Head(at, title=text, is_weak=True)
    return None


def _joined(waiting: Head | None, head: Head) -> Head:
    """The head that an article is waited for: number and title near each other are of one act."""
    if waiting is None or waiting.is_weak:
        return head
    if head.is_weak and (waiting.number or head.at - waiting.at <= NEAR):
        return waiting
    if waiting.number and head.number:  # the same in columns
        return waiting if waiting.number == head.number else head
    if head.at - waiting.at > NEAR or not (waiting.number or head.number):
        return head
    return replace(waiting, number=waiting.number or head.number, is_enacted=True)


def _is_known(head: Head, heads: list[Head]) -> bool:
    """Whether the title stands above an act already: it is on the page of contents too."""
    titles = {for_names(other.title) for other in heads if other.title}
    return not head.number and for_names(head.title) in titles


def _first_line(blocks: list[Block], head: Head) -> int:
    """Where a title in capitals begins that goes on in the line that names an act."""
    at = head.at
    while not head.number and at and block_line(blocks[at]).isupper():
        above = block_line(blocks[at - 1])
        if not above.isupper() or above.endswith(".") or head.at - at >= TITLE_LINES:
            break
        at -= 1
    return at


def block_line(block: Block) -> str:
    """What a block begins with: its number and heading, or its first line."""
    return " ".join(filter(None, (block.number, block.heading, block.text))).strip()


def is_head(text: str, before: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """Whether a line names an act by a pattern; `before` is the line above."""
    if len(text) > LONGEST_HEAD or DOTS.search(text) or CITED.search(text):
        return None
    if UNFINISHED.search(before):
        return None
    return pattern.match(text)


def is_first_article(text: str) -> bool:
    """Whether a line begins `Article 1`, `Section 1` or `1.`"""
    for pattern in (patterns.ARTICLE, patterns.BARE, patterns.PLAIN):
        if pattern.match(text):
            number = number_of_label(text)
            return number is not None and number.key == (0, 1)
    return False


def plain_number(printed: str) -> str:
    """A number without blanks and the stop behind it: `2026 -010.` is 2026-010."""
    return re.sub(r"\s+", "", printed).rstrip("./-–°ºª").replace("–", "-")


def title_of(blocks: list[Block]) -> str:
    """The line that names an act and those that go on with its title, on one line."""
    lines: list[str] = []
    for block in blocks:
        if block.kind in ("noise", "note"):
            continue
        text = block_line(block)
        if lines and (is_first_article(text) or len(lines) == TITLE_LINES or not text):
            break
        lines.append(text)
        if lines and re.search(r"[.;:]$", text):
            break
    return " ".join(" ".join(lines).split())[:LONGEST_HEAD]
