"""The ruled tables of one country's report of the US Department of Labor findings: their parts
joined over pages, their lines as rows. usdol_pdf.py gets the tables out of the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from scrapers.outcome import PageChanged
from scrapers.page import Row, clean_text

Line = list[str]
REFERENCES = re.compile(r"\s*\((\d[\d,\s–-]*)\)\s*$")
PERIOD = re.compile(r"\((?:[A-Z]\w+ )?(20\d\d|19\d\d)\s*[–-]\s*(?:[A-Z]\w+ )?(20\d\d)\)")
YEARS = re.compile(r"(20\d\d)(?: – (20\d\d))?")
ARTICLES = re.compile(
    r"(?P<articles>(?:(?:Preliminary |First |General )?"
    r"(?:Articles?|Sections?|Titles?|Chapters?|Parts?|Books?|Schedules?|Paragraphs?|Clauses?"
    r"|Annex(?:es)?)\b)"
    r".*?),? (?:of|in|to|under) (?:the )?(?P<law>[^a-z(,;].*)"
)
HEADS = {  # the words over each table -> what its rows are; tables 1 to 3 are passed over
    ("Standard", "Meets International Standards", "Age", "Legislation"): "standard",
    ("Organization/Agency", "Role"): "agency",
    ("Coordinating Body", "Role & Description"): "body",
    ("Policy", "Description"): "policy",
    ("Program", "Description"): "programme",
    ("Area", "Suggested Action", "Year(s) Suggested"): "action",
}
PASSED_OVER = ("Children", "Sector/Industry", "Convention")
OVERVIEW = re.compile(r"Overview of (Labor|Criminal) Law Enforcement")


@dataclass(frozen=True)
class Sheet:
    """One page as words: its text, its ruled tables (lines of cells), and from the end notes on
    the lines of its two columns, left before right.
    """

    number: int
    text: str
    tables: list[list[Line]]
    columns: list[str]


class Table(NamedTuple):
    """One part of a ruled table: page number, words of the head, lines of cells."""

    page: int
    heads: tuple[str, ...]
    lines: list[Line]


def table_rows(name: str, pages: list[Sheet]) -> Iterator[Row]:
    """Read all ruled tables, each with its parts on later pages."""
    for number, heads, lines in whole_tables(name, pages):
        origin = f"{name}, page {number}"
        if OVERVIEW.fullmatch(heads[0]):
            yield from enforcement_rows(origin, number, heads, lines)
        else:
            yield from READERS.get(HEADS[heads], described_rows)(
                origin, number, HEADS[heads], lines
            )


def whole_tables(name: str, pages: list[Sheet]) -> Iterator[Table]:
    """Yield every part of a table; a line that a page break cut in two comes whole, with the later
    part. Raises PageChanged for a table that is not known.
    """
    before: Table | None = None
    for page in pages:
        for cells in page.tables:
            table = Table(page.number, tuple(cells[0]), cells[1:])
            if is_passed_over(table.heads):
                continue
            if table.heads not in HEADS and not OVERVIEW.fullmatch(table.heads[0]):
                origin = f"{name}, page {page.number}"
                raise PageChanged(f"{origin}: a table nobody reads: {table.heads}")
            if before:
                join_parts(before, table)
                yield before
            before = table
    if before:
        yield before


def is_passed_over(heads: tuple[str, ...]) -> bool:
    """True for tables 1 to 3, and for a box that is no table."""
    filled = [cell for cell in heads if cell]
    return len(filled) < 2 or "Convention" in heads or heads[0] in PASSED_OVER


def join_parts(before: Table, after: Table) -> None:
    """Move to the later part what a page break cut off: half a line, and the name of an area."""
    if before.heads != after.heads or not after.lines:
        return
    first = after.lines[0]
    if is_second_half(after.heads, first):
        halves = zip(before.lines.pop(), first, strict=True)
        first = after.lines[0] = [clean_text(f"{upper} {lower}") for upper, lower in halves]
    if after.heads[0] == "Area" and not first[0]:
        first[0] = next((line[0] for line in reversed(before.lines) if line[0]), "")


def is_second_half(heads: tuple[str, ...], line: Line) -> bool:
    """True for the second half of a line: the cell that every whole line has is empty."""
    anchor = {"standard": 1, "action": 2}.get(HEADS.get(heads, ""), 0)
    return not line[0] and not line[anchor]


def standard_rows(origin: str, number: int, kind: str, lines: list[Line]) -> Iterator[Row]:
    for standard, met, age, legislation in lines:
        verdict = re.fullmatch(r"(Yes|No|N/A|Unknown)([*†‡§]*)", met)
        if not standard or not verdict:
            raise PageChanged(f"{origin}: standard {standard!r} is met: {met!r}")
        text, references = split_references(legislation)
        yield (
            kind,
            {
                "standard": standard,
                "met": verdict[1],
                "mark": verdict[2] or None,
                "age": age or None,
                "legislation": text or None,
                "references": references,
                "page": number,
            },
        )
        shared = {"references": references, "page": number}
        for part in filter(None, re.split(r";\s*", text)):
            yield "citation", {"standard": standard, **citation_of(part), **shared}


def citation_of(part: str) -> dict[str, str | None]:
    """'Article 6 of Law 2005-43' as articles and law; the law alone where no article is named."""
    words = part.rstrip(". ")
    match = ARTICLES.fullmatch(words)
    return {
        "law": match["law"] if match else words,
        "articles": match["articles"] if match else None,
        "as_printed": part,
    }


def enforcement_rows(
    origin: str, number: int, heads: tuple[str, ...], lines: list[Line]
) -> Iterator[Row]:
    years = heads[1:]
    if not all(re.fullmatch(r"20\d\d", year) for year in years):
        raise PageChanged(f"{origin}: years expected over the counts, found {heads}")
    for measure, *cells in lines:
        if not measure:
            raise PageChanged(f"{origin}: a count without a name: {cells}")
        for year, cell in zip(years, cells, strict=True):
            value, references = split_references(cell)
            yield (
                "enforcement",
                {
                    "area": heads[0].split()[2].lower(),
                    "measure": measure,
                    "counted_in": year,
                    "value": value,
                    "references": references,
                    "page": number,
                },
            )


def described_rows(origin: str, number: int, kind: str, lines: list[Line]) -> Iterator[Row]:
    """Rows of a name and a description: agencies, bodies, policies, programmes."""
    for title, text in lines:
        if not text:
            raise PageChanged(f"{origin}: {kind} {title!r} without a description")
        row: dict[str, Any] = {
            "name": re.sub(r"\s*[†‡*]+$", "", title) or None,
            "description": text,
            "page": number,
        }
        if kind == "policy":
            period = PERIOD.search(title)
            row |= {
                "period": period[0].strip("()") if period else None,
                "first_year": period[1] if period else None,
                "last_year": period[2] if period else None,
            }
        yield kind, row


def action_rows(origin: str, number: int, kind: str, lines: list[Line]) -> Iterator[Row]:
    area = ""
    for printed_area, action, printed_years in lines:
        area = printed_area or area
        years = YEARS.fullmatch(printed_years)
        if not area or not action or not years:
            raise PageChanged(
                f"{origin}: action {action[:60]!r} of {area!r} suggested in {printed_years!r}"
            )
        yield (
            kind,
            {
                "area": area,
                "action": action,
                "first_year": years[1],
                "last_year": years[2] or years[1],
                "page": number,
            },
        )


READERS = {"standard": standard_rows, "action": action_rows}


def split_references(cell: str) -> tuple[str, str | None]:
    """'Article 6 of Law 2005-43 (38,39)' -> the text, '38,39'."""
    match = REFERENCES.search(cell)
    if match is None:
        return cell.strip(), None
    return cell[: match.start()].strip(), re.sub(r"\s", "", match[1])
