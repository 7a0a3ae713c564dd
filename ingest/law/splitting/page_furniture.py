"""Running heads, page numbers and rules between pages, told apart from the law as `noise`."""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

from ingest.law.splitting import patterns
from ingest.law.splitting.article_numbers import read_number
from ingest.law.splitting.containers import is_container
from ingest.law.splitting.line import Line

LONGEST_HEAD, LONGEST_AFTER_BREAK = 110, 80  # characters of a running head
SHORTEST_PAGE = 600  # characters
REPEATED = 3  # a line that stands on so many pages is no accident
MOSTLY = 0.8  # of all its occurrences
PAGE_NUMBER = re.compile(r"\d{1,4}")
THREE_LETTERS = re.compile(r"[^\W\d]{3}")
WORDS = re.compile(r"[^\W\d]+")

Shapes = dict[str, list[str]]  # the lines that differ only in their digits, in order


def mark_page_furniture(lines: list[Line], paged: bool) -> list[Line]:
    """The lines with page furniture marked as noise; paged: the format says where pages end."""
    shapes = _group_by_shape(lines)
    running = _running_heads(shapes)
    if paged or any(line.kind == "noise" for line in lines):
        running |= _heads_after_breaks(lines, shapes)
    else:
        running = {shape for shape in running if _stand_pages_apart(shape, lines)}
    if running:
        running |= _neighbours(running, lines, shapes)
    reasons = [_why_furniture(line, running) for line in lines]
    _add_page_numbers(reasons, lines)
    return [
        replace(line, kind="noise", reason=reason) if reason and line.is_print else line
        for reason, line in zip(reasons, lines, strict=True)
    ]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", " ", text)).lower()


def _group_by_shape(lines: list[Line]) -> Shapes:
    """Short lines of running text by their shape: `Page 3` and `page 12` have one."""
    shapes: Shapes = {}
    for line in lines:
        if line.kind == "text" and len(line.text) < LONGEST_HEAD and not line.inside:
            shapes.setdefault(_shape(line.text), []).append(line.text)
    return shapes


def _running_heads(shapes: Shapes) -> set[str]:
    """The same short line with other page numbers, three times or more; a word with a number may be
    a head of any kind.
    """
    return {
        shape
        for shape, texts in shapes.items()
        if len(set(texts)) >= REPEATED
        and len(WORDS.findall(shape)) > 1
        and THREE_LETTERS.search(shape)
        and not any(map(could_be_law, set(texts)))
        and _counts_up(shape, texts)
    }


def _stand_pages_apart(shape: str, lines: list[Line]) -> bool:
    """Whether about a page of text stands between the lines of a shape; in a text that does not
    say where its pages end, `Annual report 3` a few lines below `Annual report 2` is no head.
    """
    sizes, size = [], 0
    for line in lines:
        if line.kind == "text" and _shape(line.text) == shape:
            sizes.append(size)
            size = 0
        size += len(line.text)
    return median(sizes[1:]) >= SHORTEST_PAGE


def _counts_up(shape: str, texts: list[str]) -> bool:
    """Page numbers stand at one end of the line and grow through the document."""
    end = r"^\d+" if shape.startswith("0") else r"\d+$" if shape.endswith("0") else r"(?<=page )\d+"
    numbers = [int(match[0]) for text in texts if (match := re.search(end, text.lower()))]
    return len(numbers) >= REPEATED and all(one < two for one, two in pairwise(numbers))


def could_be_law(text: str) -> bool:
    """Lines that repeat with other digits but are no running heads: marks, chapters, enumerations,
    citations in notes.
    """
    if text[:1] in '[(§*#"“«;,' or text[-1:] in ';:,.”"—]' or text[:1].islower():
        return True
    if patterns.SCHEDULE.fullmatch(text):
        return True
    marks = (patterns.ARTICLE, patterns.BARE, patterns.ENUMERATOR)
    if is_container(text) or _is_section(text):
        return True
    return any(pattern.match(text) for pattern in marks)


def _is_section(text: str) -> bool:
    """`Rule 5`, `§ 5`; `Rules of the Harbour` is none."""
    matches = (pattern.match(text) for pattern in patterns.SECTION.values())
    return any(match and read_number(text[match.end() :]) for match in matches)


def _heads_after_breaks(lines: list[Line], shapes: Shapes) -> set[str]:
    """Running heads without a number: a short line that stands after a page break three times and
    hardly anywhere else.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    page = 0
    for line, following in pairwise(lines):
        page += line.kind == "noise"
        short = following.kind == "text" and len(following.text) < LONGEST_AFTER_BREAK
        if line.kind == "noise" and short and not could_be_law(following.text):
            found.setdefault(_shape(following.text), []).append((page, following.text))
    return {
        shape
        for shape, heads in found.items()
        if _is_typical(len(heads), shapes.get(shape, [])) and moves_with_pages(heads)
    }


def moves_with_pages(found: list[tuple[int, str]]) -> bool:
    """Whether the figures of a line that stands on several pages, given as (page, line), mostly
    stay as they are or grow as the pages do; `Article 5` at the head of page 3 does neither.
    """
    figures = [(page, list(map(int, re.findall(r"\d+", line)))) for page, line in found]
    steps = [
        now - before in (0, page - page_before)
        for (page_before, old), (page, new) in pairwise(figures)
        for before, now in zip(old, new, strict=True)
    ]
    return 2 * sum(steps) >= len(steps)


def _neighbours(running: set[str], lines: list[Line], shapes: Shapes) -> set[str]:
    """Lines that stand beside a running head three times and hardly anywhere else."""
    of_line = ["", *(_shape(line.text) for line in lines), ""]
    beside = Counter(
        shape
        for before, shape, after in zip(of_line, of_line[1:], of_line[2:], strict=False)
        if before in running or after in running
    )
    return {
        shape
        for shape, count in beside.items()
        if _is_typical(count, shapes.get(shape, []))
        and not any(map(could_be_law, set(shapes.get(shape, []))))
    }


def _is_typical(count: int, texts: list[str]) -> bool:
    return count >= REPEATED and count >= MOSTLY * len(texts)


def _why_furniture(line: Line, running: set[str]) -> str:
    """Why a line is page furniture; empty if it is none."""
    if line.kind == "noise":
        return line.reason or "page furniture by the format"
    if line.kind == "text" and line.text and _shape(line.text) in running:
        return "a running head"
    is_rule = line.is_print and patterns.NOISE.fullmatch(line.text)
    return "a rule, or the number of a page" if is_rule else ""


def _add_page_numbers(reasons: list[str], lines: list[Line]) -> None:
    """A number alone on its line is a page number beside the end of a page or other furniture."""
    for index, line in enumerate(lines):
        if line.kind != "text" or line.inside or not PAGE_NUMBER.fullmatch(line.text):
            continue
        if any(reasons[max(0, index - 1) : index] + reasons[index + 1 : index + 2]):
            reasons[index] = "a number alone on its line, between pages"
