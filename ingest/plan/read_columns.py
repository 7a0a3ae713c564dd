"""The table of a PDF without ruled lines: its columns are where the words of its head begin."""

from itertools import pairwise
from typing import Any, NamedTuple

from pdfplumber.utils.text import extract_words

from ingest.plan.grid import Cell, Sheet
from ingest.plan.headings import is_head_of_table
from ingest.plan.words import begins_with

SAME_LINE = 3.0  # points between words of one line
BETWEEN = 8.0  # points between two columns of a head, at least
LEFT_OF = 4.0  # points that words may begin left of their heading
APART = 1.5  # times the usual distance of two lines: from there a new row


class Printed(NamedTuple):
    """A line of a page: its distance from the top, and runs of words as (left, words)."""

    top: float
    runs: list[tuple[float, str]]


def read_columns(pages: list[Any]) -> Sheet | None:
    """The pages as one sheet with one table; None where no line is the head of a table."""
    rows: list[list[Cell]] = []
    lines: set[int] = set()
    lefts: list[float] = []
    for page in pages:
        printed = printed_lines(page)
        usual = usual_distance(printed)
        before = 0.0
        for line in printed:
            is_head = is_head_line(line)
            if is_head and not lefts:
                lefts = [left for left, _ in line.runs]
            if not lefts:
                rows.append(
                    [Cell(" ".join(words for _, words in line.runs), None, len(rows) + 1, 1)]
                )
                lines.add(len(rows))
                continue
            cells = sort_by_column(line, lefts)
            apart = line.top - before > APART * usual
            if not (is_head or apart or begins_row(cells)) and rows and len(rows) not in lines:
                rows[-1] = join_rows(rows[-1], cells)
            else:
                row = len(rows) + 1
                rows.append([Cell(text, None, row, at + 1) for at, text in enumerate(cells)])
            before = line.top
    return Sheet("", rows, frozenset(lines)) if lefts else None


def printed_lines(page: Any) -> list[Printed]:
    """The lines of a page from the top, words nearer than a gap of columns in one run."""
    lines: list[Printed] = []
    right = 0.0
    words = extract_words(page.chars, use_text_flow=False)
    ordered = sorted(words, key=lambda word: (round(word["top"] / SAME_LINE), word["x0"]))
    for word in ordered:
        if not lines or abs(word["top"] - lines[-1].top) > SAME_LINE:
            lines.append(Printed(word["top"], []))
            right = -BETWEEN
        runs = lines[-1].runs
        if runs and word["x0"] - right < BETWEEN:
            runs[-1] = (runs[-1][0], f"{runs[-1][1]} {word['text']}")
        else:
            runs.append((word["x0"], word["text"]))
        right = word["x1"]
    return lines


def usual_distance(lines: list[Printed]) -> float:
    """The smallest usual distance of two lines: a quarter of all are nearer."""
    gaps = sorted(after.top - line.top for line, after in pairwise(lines))
    return gaps[len(gaps) // 4] if gaps else 0.0


def is_head_line(line: Printed) -> bool:
    """Whether the runs of a line are the headings of a table."""
    texts = [words for _, words in line.runs]
    return len(texts) > 2 and is_head_of_table(texts, len(texts))


def sort_by_column(line: Printed, lefts: list[float]) -> list[str]:
    """The words of a line by the column that they begin in."""
    cells = [""] * len(lefts)
    for left, words in line.runs:
        at = max((at for at, edge in enumerate(lefts) if edge - LEFT_OF <= left), default=0)
        cells[at] = f"{cells[at]} {words}".strip()
    return cells


def begins_row(cells: list[str]) -> bool:
    """Whether a line begins a row of its own: it has words in the first column, or a total."""
    return bool(cells[0]) or begins_with(" ".join(cells), "totals")


def join_rows(row: list[Cell], more: list[str]) -> list[Cell]:
    """A row with the next line of its cells."""
    return [
        Cell(f"{cell.text} {text}".strip(), None, cell.row, cell.column)
        for cell, text in zip(row, more, strict=True)
    ]
