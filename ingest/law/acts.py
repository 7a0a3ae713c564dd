"""A file with several acts, such as an issue of a gazette, cut into its acts.

An act begins at a line that names it (`LOI n° 2005-06 du 10 mai 2005 ...`, `Act No. 12 of 2022`)
when its first article follows before the next such line. So the lines of a table of contents begin
none, nor do laws that are cited. What stands before the first act goes with none of them.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from ingest.languages import entries_in_all
from ingest.law.readers.document import Block, Damaged, Document
from ingest.law.splitting import patterns
from ingest.law.splitting.candidates import number_of_label
from ingest.law.splitting.patterns import as_printed

LONGEST_HEAD = 300  # characters of the line that names an act
TITLE_LINES = 6  # a title may run over so many lines
UNFINISHED = re.compile(r"(?:[,;(]|\b[a-zà-ÿ]{1,4})$")  # `... en application de la`
CITED = re.compile(r"(?:;|(?<!\d{4}),)$")  # `Loi n° 98-12 du 2 mars 1998 ;`: one that is cited
DOTS = re.compile(r"\.{4,}|…")  # of a table of contents
WORDS_BETWEEN = r"(?:[\s ]+[^\W\d]+\.?){0,2}?"  # Loi organique n°, Decreto Supremo N°


@dataclass(frozen=True)
class Act:
    """name: the line that names it, with the rest of its title, empty where the file is one act;
    number: its number as printed.
    """

    name: str
    number: str
    document: Document


@cache
def head_pattern() -> re.Pattern[str]:
    """The beginning of a line that names an act: a kind of act with its number."""
    kinds = as_printed(entries_in_all("acts", "kinds"))
    signs = "|".join(entries_in_all("acts", "number_signs"))
    years = "|".join(entries_in_all("acts", "before_year"))
    # Without a sign it must look like a number of acts: `Loi du 9 avril 2014` has none.
    figures = r"(?:[A-Z]{1,3}/)?\d[\w./°ºª-]*(?:\s?[-–/]\s?\d[\w./]*)*"
    year = rf"\)?\s*(?:{years})\s*\d{{4}}"
    plain_year = r"(?:1[89]|20)\d\d(?![\d/-])"  # `Act of 1998` has no number either
    bare = rf"(?=(?!{plain_year})\d{{3,}}\b|(?:[A-Z]{{1,3}}/)?\d[\d.]*[-/]\d|\d+{year})"
    return re.compile(
        rf"\W{{0,4}}(?:{kinds})\b{WORDS_BETWEEN}[\s\u00a0]*"
        rf"(?:(?:{signs})[\s\u00a0]*|{bare})\(?(?P<number>{figures})\)?(?:{year})?"
    )


def acts(document: Document) -> list[Act]:
    """The acts of a document in their order; one without a name where it is one act, or names none.

    All blocks of an act are in its document, in their order; none is in two.
    """
    heads = act_heads(document.blocks)
    if len(heads) < 2:
        return [Act("", "", document)]
    ends = [*(at for at, _ in heads[1:]), len(document.blocks)]
    found = []
    for (at, number), end in zip(heads, ends, strict=True):
        blocks = document.blocks[at:end]
        found.append(Act(title_of(blocks), number, replace(document, metadata={}, blocks=blocks)))
    return found


def name_act(act: Act, others: list[Act]) -> str:
    """What an act is found by in its file: its number, or its whole name where two have the number;
    empty where the file is one act.
    """
    alone = sum(other.number == act.number for other in others) == 1
    return act.number if alone else act.name


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


def act_heads(blocks: list[Block]) -> list[tuple[int, str]]:
    """Place and number of each line that begins an act."""
    heads: list[tuple[int, str]] = []
    waiting: tuple[int, str] | None = None
    before = ""
    for at, block in enumerate(blocks):
        if block.kind in ("noise", "note") or not (text := block_line(block)):
            continue
        if match := is_head(text, before):
            number = plain_number(match["number"])
            if waiting is None or plain_number(waiting[1]) != number:  # else the same in columns
                waiting = (at, number)
        elif waiting and is_first_article(text):
            heads.append(waiting)
            waiting = None
        before = text
    return heads


def block_line(block: Block) -> str:
    """What a block begins with: its number and heading, or its first line."""
    return " ".join(filter(None, (block.number, block.heading, block.text))).strip()


def is_head(text: str, before: str) -> re.Match[str] | None:
    """Whether a line names an act; `before` is the line above."""
    if len(text) > LONGEST_HEAD or DOTS.search(text) or CITED.search(text):
        return None
    if UNFINISHED.search(before):
        return None
    return head_pattern().match(text)


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
