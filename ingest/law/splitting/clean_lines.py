"""From a Document to the lines the splitter works on: damage repaired, notes and page furniture
told apart.

Only certain repairs are made, and what they drop is kept in `Prepared.dropped`, so that every
character can be accounted for.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.law.readers.document import Block, Document
from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import REPEATED, ArticleNumber, read_number
from ingest.law.splitting.best_chain import follows
from ingest.law.splitting.candidates import is_torn_mark
from ingest.law.splitting.containers import is_container
from ingest.law.splitting.hidden_entries import free_hidden_entries
from ingest.law.splitting.hyphens import mend_hyphens
from ingest.law.splitting.line import Line
from ingest.law.splitting.page_furniture import mark_page_furniture
from ingest.law.splitting.repealed import mark_repealed
from ingest.law.splitting.turned_marks import turn_marks

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\0]")
LONG_LINE, FLAT_LINE = 700, 120  # characters; longer lines hold more than one article
LONG_WORD, ENOUGH_WORDS = 9.5, 200  # mean length; no language we read comes near it
MANY_MARGINS = 3
BLANKS = " " * 4
FAR_APART = re.compile(r"[^\W\d_]\S* {4,}\S*[^\W\d_]{2}")  # words of two columns on one line
LEAST_COLUMNS, MANY_APART, MANY_APART_SHARE = 40, 10, 1 / 3  # characters; lines, and share of them
LIST_MARK = re.compile(rf"{patterns.BULLET}\s+")
CITED_NUMBER = re.compile(r"\d+[A-Z]{0,2}\(")  # the sentence beside a note begins with `248A(1)`
LONGEST_BREAK = 5  # lines from the foot of a page to the head of the next
SPACED = re.compile(r"^(?:[^\W\d_] ){3,}[^\W\d_](?=\W)")  # letters set wide
BRACKETED = re.compile(r"(?P<open>[(\[])(?P<mark>[^()\[\]]{3,40})(?P<close>[)\]])")
LEAST_BRACKETED = 3
LIST_FOLLOWS = (":", ";", ",", "—", "–", "؛", "،")
NOTE_LINES, NOTE_CHARACTERS = 10, 1200  # the longest note of an editor
NOTE_BEFORE_ARTICLE = 3  # lines of a note in which it may cite an article at a line's start


@dataclass
class Prepared:
    """lines in reading order, the characters that repairs dropped, and what was done."""

    lines: list[Line]
    dropped: str = ""
    warnings: list[str] = field(default_factory=list)


def prepare_lines(document: Document) -> Prepared:
    """Lines with notes and noise marked, and words mended that were cut at a line's end."""
    lines = [line for block in document.blocks for line in _lines_of(block)]
    paged = any(block.kind == "noise" and not block.text for block in document.blocks)
    lines, dropped = _drop_invisible(lines)
    lines, marks = _free_titles(lines)
    lines, brackets = _free_bracketed(turn_marks(lines))
    lines = mark_page_furniture(lines, paged)
    lines, hyphens, doubts = mend_hyphens(_join_torn_heads(lines))
    lines = [part for line in lines for part in _cut_margin_note(line)]
    lines = _mark_notes(mark_repealed(free_hidden_entries(lines)))
    warnings = [f"{doubts} words cut at a line's end were left as printed"] if doubts else []
    warnings += _name_columns(document)
    return Prepared(
        _cut_long_lines(lines), dropped + marks + brackets + hyphens, warnings + _name_damage(lines)
    )


def _free_titles(lines: list[Line]) -> tuple[list[Line], str]:
    """The lines with no mark of a list before a chapter's head, a schedule's title or the `bis` of
    the line above; the marks.
    """
    result, dropped = list(lines), ""
    for index, line in enumerate(lines):
        mark = LIST_MARK.match(line.text) if line.is_print else None
        title = line.text[mark.end() :] if mark else ""
        starts = (is_container(title), patterns.SCHEDULE.fullmatch(title), REPEATED.match(title))
        if mark and any(starts):
            dropped += mark[0].strip()
            result[index] = replace(line, text=title)
    return result, dropped


def _free_bracketed(lines: list[Line]) -> tuple[list[Line], str]:
    """The lines without the brackets around `(Article 1)` or `[Article 1]`, and these; only where a
    text counts its articles so from the first to the last: a schedule has `(Section 5)` below its
    title.
    """
    found = {index: mark for index, line in enumerate(lines) if (mark := _bracketed(line))}
    keys = [number.key for _, number, _ in found.values()]
    counted = all(follows(one, two) for one, two in pairwise(keys))
    if len(keys) < LEAST_BRACKETED or keys[0] != (0, 1) or not counted:
        return lines, ""
    return [
        replace(line, text=found[index][0]) if index in found else line
        for index, line in enumerate(lines)
    ], "".join(brackets for _, _, brackets in found.values())


def _bracketed(line: Line) -> tuple[str, ArticleNumber, str] | None:
    """The line without the brackets around the mark with which it begins, its number, and they."""
    match = BRACKETED.match(line.text) if line.is_print and not line.inside else None
    word = patterns.ARTICLE.match(match["mark"]) if match else None
    number = read_number(match["mark"][word.end() :]) if match and word else None
    if not match or not word or not number or word.end() + number.end != len(match["mark"]):
        return None
    text = f"{match['mark']} {line.text[match.end() :]}".strip()
    return text, number, match["open"] + match["close"]


def _join_torn_heads(lines: list[Line]) -> list[Line]:
    """`Article` on one line and `5`, or `Article 5` and `bis`, on the next as one line, also over
    the end of a page.
    """
    result = list(lines)
    for index in range(len(result)):
        while (at := _next_print(result, index)) and is_torn_mark(
            result[index].text, result[at].text
        ):
            result[index] = replace(result[index], text=f"{result[index].text} {result[at].text}")
            result[at] = replace(result[at], text="")
    return [line for line in result if line.text or line.kind == "provision" or not line.is_print]


def _next_print(lines: list[Line], index: int) -> int | None:
    """The next line of text, near enough that only the end of a page lies between."""
    if not lines[index].is_print or lines[index].inside or not lines[index].text:
        return None
    near = range(index + 1, min(index + 1 + LONGEST_BREAK, len(lines)))
    return next((at for at in near if lines[at].is_print and lines[at].text), None)


def _lines_of(block: Block) -> list[Line]:
    """The lines of a block, blanks reduced to one: long ones would make patterns slow."""
    parts = (" ".join(part.split()) for part in block.text.split("\n") if part.strip())
    texts = [SPACED.sub(_close_up, part) for part in parts]
    if block.kind != "provision":
        kind = "text" if block.kind == "row" else block.kind
        return [Line(part, kind, block.level, reason=block.reason) for part in texts]
    number, heading = " ".join(block.number.split()), " ".join(block.heading.split())
    head = Line("", "provision", 0, number, heading)
    return [head, *(Line(part, "text", 0, inside=True) for part in texts)]


def _close_up(match: re.Match[str]) -> str:
    """`A R T I C L E 5` as `ARTICLE 5`, if that is the word of an article or a chapter."""
    word = match[0].replace(" ", "")
    known = (patterns.ARTICLE, *patterns.CONTAINER_WORDS)
    return word if any(pattern.fullmatch(f"{word} ") for pattern in known) else match[0]


def _drop_invisible(lines: list[Line]) -> tuple[list[Line], str]:
    """The lines without soft hyphens, direction marks and the like, and those characters."""
    result, dropped = [], ""
    for line in lines:
        if found := INVISIBLE.findall(line.text + line.heading + line.number):
            dropped += "".join(found)
            line = replace(
                line,
                text=INVISIBLE.sub("", line.text),
                heading=INVISIBLE.sub("", line.heading),
                number=INVISIBLE.sub("", line.number),
            )
        result.append(line)
    return result, dropped


def _name_columns(document: Document) -> list[str]:
    """A doubt about lines that hold pieces of two columns, far apart, as a copy by lines of print
    leaves them: which piece goes on in which line below cannot be told.
    """
    blocks = [block for block in document.blocks if block.kind in ("text", "provision")]
    lines = [
        text for block in blocks for text in block.text.split("\n") if len(text) > LEAST_COLUMNS
    ]
    apart = sum(BLANKS in text and FAR_APART.search(text) is not None for text in lines)
    if apart < MANY_APART or MANY_APART_SHARE * len(lines) > apart:
        return []
    return [
        f"two columns are printed into each other in {apart} lines: "
        "articles may have words of others"
    ]


def _name_damage(lines: list[Line]) -> list[str]:
    """Doubts that cannot be repaired but must be said."""
    warnings = []
    words = [len(word) for line in lines for word in line.text.split()]
    if len(words) > ENOUGH_WORDS and sum(words) / len(words) > LONG_WORD:
        warnings.append("many spaces between words are lost")
    texts = [line.text for line in lines if line.kind == "text"]
    margins = sum(patterns.MARGIN_NOTE.search(text) is not None for text in texts)
    if margins >= MANY_MARGINS:
        warnings.append(f"margin notes are mixed into the text ({margins} places)")
    return warnings


def _mark_notes(lines: list[Line]) -> list[Line]:
    """The lines with notes of an editor marked as such."""
    result: list[Line] = []
    while len(result) < len(lines):
        start = len(result)
        length, reason = _find_note(lines, start)
        result += [
            replace(line, kind="note", reason=reason) if line.is_print else line
            for line in lines[start : start + length]
        ] or [lines[start]]
    return result


def _cut_margin_note(line: Line) -> list[Line]:
    """`Added by: on conviction, be liable ...`: a note of the margin and the sentence beside it."""
    match = patterns.MARGIN_NOTE.match(line.text) if line.kind == "text" else None
    rest = line.text[match.end() :].strip() if match else ""
    if match is None or not (rest[:1].islower() or CITED_NUMBER.match(rest)):
        return [line]
    return [replace(line, text=match[0]), replace(line, text=rest)]


def _find_note(lines: list[Line], index: int) -> tuple[int, str]:
    """How many lines from here on are one editor's note, and why; 0 if none."""
    line = lines[index]
    if line.is_print and patterns.STARRED.match(line.text):
        return int(_is_starred_note(lines, index)), "a star, and words of editors' notes"
    if not line.is_print or patterns.ENUMERATOR.match(line.text):
        return 0, ""
    if patterns.NOTE_LINE.match(line.text):
        return 1, "begins as editors' notes do"
    is_open = patterns.NOTE_OPEN.match(line.text)
    length = _bracket_length(lines, index) if is_open else 0
    return length, "a bracket with words of editors' notes"


def _is_starred_note(lines: list[Line], index: int) -> bool:
    """`* Amended by Act 3 of 2001`; but not `* ` before one entry of a list."""
    before = lines[index - 1].text if index else ""
    beside = [before, *(line.text for line in lines[index + 1 : index + 2])]
    in_list = before.endswith(LIST_FOLLOWS) or any(map(patterns.STARRED.match, beside))
    return not in_list and patterns.NOTE_WORDS.search(lines[index].text) is not None


def _bracket_length(lines: list[Line], index: int) -> int:
    """How many lines a bracket takes that is an editor's note: it closes at the end of a line and
    has one of the words of such notes in it; 0 for any other bracket.
    """
    brackets = "[]" if "[" in lines[index].text[:2] else "()"
    depth, size = 0, 0
    for at, line in enumerate(lines[index : index + NOTE_LINES]):
        in_article = at > NOTE_BEFORE_ARTICLE and patterns.ARTICLE.match(line.text)
        if not line.is_print or in_article:
            return 0
        depth, end = _follow_brackets(line.text, depth, brackets)
        if depth == 0 and end:
            note = " ".join(line.text for line in lines[index : index + at + 1])
            closes_line = len(line.text) - end <= 2
            return at + 1 if closes_line and patterns.NOTE_WORDS.search(note) else 0
        size += len(line.text)
        if size > NOTE_CHARACTERS:
            return 0
    return 0


def _follow_brackets(text: str, depth: int, brackets: str) -> tuple[int, int]:
    """(depth, place behind the bracket) where the outermost bracket closes; else the depth at the
    end of the text and 0.
    """
    for index, sign in enumerate(text):
        depth += (sign == brackets[0]) - (sign == brackets[1])
        if depth == 0 and sign == brackets[1]:
            return 0, index + 1
    return depth, 0


def _cut_long_lines(lines: list[Line]) -> list[Line]:
    """A whole law in one line (a PDF or a page that lost its breaks) is cut before each article."""
    texts = [len(line.text) for line in lines if line.kind == "text"]
    flat = len(texts) > 0 and sum(texts) / len(texts) > LONG_LINE / 2
    longest = 0 if len(texts) == 1 else FLAT_LINE if flat else LONG_LINE
    return [part for line in lines for part in _cut_before_articles(line, longest)]


def _cut_before_articles(line: Line, longest: int) -> list[Line]:
    if line.kind != "text" or line.inside:
        return [line]
    parts = patterns.INLINE_DASH.split(line.text)
    if len(line.text) >= longest:
        for pattern in (patterns.INLINE, patterns.INLINE_COLON):
            parts = [piece for part in parts for piece in pattern.split(part)]
    return [replace(line, text=part) for part in parts if part]
