"""One country's report of the US Department of Labor findings, as PDF: its ruled tables, then its
end notes.

The ticks of table 3 (ratified conventions) are drawings, in some files letters: they are never
read. What the report says about ratification in words is passed on as a sentence.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from scrapers.outcome import PageChanged, Truncated
from scrapers.page import Row, clean_text

Line = list[str]
REFERENCES = re.compile(r"\s*\((\d[\d,\s–-]*)\)\s*$")
PERIOD = re.compile(r"\((?:[A-Z]\w+ )?(20\d\d|19\d\d)\s*[–-]\s*(?:[A-Z]\w+ )?(20\d\d)\)")
YEARS = re.compile(r"(20\d\d)(?: – (20\d\d))?")
ARTICLES = re.compile(
    r"(?P<articles>(?:(?:Preliminary |First |General )?"
    r"(?:Articles?|Sections?|Titles?|Chapters?|Parts?|Books?|Schedules?|Paragraphs?|Clauses?|Annex(?:es)?)\b)"
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
FEWEST = {"standard": 10, "action": 1, "enforcement": 10}  # a report without these is not one


@dataclass(frozen=True)
class Sheet:
    """One page as words: its text, its ruled tables (lines of cells), and from the end notes on its
    two columns as one list of lines.
    """

    number: int
    text: str
    tables: list[list[Line]]
    columns: list[str]


def parse_pdf(name: str, page: bytes) -> Iterator[Row]:
    """Yield the rows of one country's report; every row carries country and year, most carry page
    and references (end note numbers).

    Kinds: country, statement (a sentence on ratification), standard (met, age, legislation),
    citation (articles and law of a standard), enforcement (measure, year of the count, value),
    agency, body, policy (period as printed), programme, action (first_year, last_year), reference
    (number, text). Raises PageChanged for an unknown table, Truncated for a damaged file.
    """
    try:
        sheets = list(read_sheets(page))
    except Exception as error:  # the library fails in any way it likes on damaged files; nothing of ours runs in there
        raise Truncated(f"{name}: not a readable PDF: {type(error).__name__} {error}") from error
    yield from report_rows(name, sheets)


def read_sheets(page: bytes) -> Iterator[Sheet]:
    with pdfplumber.open(io.BytesIO(page)) as pdf:
        notes = False
        for leaf in pdf.pages:
            text = leaf.extract_text()
            begins = not notes and re.search(r"\bREFERENCES\b", text) is not None
            notes = notes or begins
            tables = [
                [[clean_text(cell or "") for cell in line] for line in table]
                for table in leaf.extract_tables()
            ]
            yield Sheet(
                leaf.page_number, text, tables, list(column_lines(leaf, begins)) if notes else []
            )


def report_rows(name: str, pages: list[Sheet]) -> Iterator[Row]:
    """Read the head on the first page, then the tables, then the notes; nothing may be missing."""
    texts = [page.text for page in pages]
    if not any(text.strip() for text in texts):
        raise PageChanged(f"{name}: {len(pages)} pages without text (a scan?)")
    lines = texts[0].split("\n")
    issue = re.search(r"\bIn (20\d\d), (?:the )?", texts[0])
    level = next((number for number, line in enumerate(lines[:4]) if "ADVANCEMENT" in line), 0)
    if not level or not issue:
        raise PageChanged(
            f"{name}: a country, its advancement and 'In 20xx,' expected on page 1, found {lines[:4]}"
        )
    head = {"country": clean_text(" ".join(lines[:level])), "year": issue[1]}
    yield "country", {**head, "advancement_level": clean_text(lines[level]), "page": 1}
    if sentence := re.search(r"^.*\bratified\b[^.]*\(Table 3\)\.", "\n".join(texts), re.M):
        yield "statement", {**head, "about": "conventions", "text": clean_text(sentence[0])}
    counts: dict[str, int] = {}
    for kind, row in table_rows(name, pages):
        counts[kind] = counts.get(kind, 0) + 1
        counts["cited"] = max(
            [counts.get("cited", 0), *map(int, re.findall(r"\d+", row.get("references") or ""))]
        )
        yield kind, {**head, **row}
    if short := {
        kind: counts.get(kind, 0) for kind, least in FEWEST.items() if counts.get(kind, 0) < least
    }:
        raise PageChanged(f"{name}: too few rows: {short}, at least {FEWEST} expected")
    notes = list(end_notes(name, pages))
    yield from (("reference", {**head, **row}) for row in notes)
    if (cited := max(counts.get("cited", 0), 1)) > len(notes):
        raise PageChanged(f"{name}: note {cited} is cited, {len(notes)} notes were read")


def table_rows(name: str, pages: list[Sheet]) -> Iterator[Row]:
    """Read all ruled tables, each with its parts on later pages."""
    for number, heads, lines in whole_tables(name, pages):
        place = f"{name}, page {number}"
        if heads[0].startswith("Overview of "):
            yield from enforcement_rows(place, number, heads, lines)
        else:
            yield from READERS.get(HEADS[heads], described_rows)(place, number, HEADS[heads], lines)


def whole_tables(
    name: str, pages: list[Sheet]
) -> Iterator[tuple[int, tuple[str, ...], list[Line]]]:
    """Yield page number, heads and lines of every table part; a line that a page break cut in two
    comes whole, with the later part.
    """
    held: tuple[int, tuple[str, ...], list[Line]] | None = None
    for page in pages:
        for table in page.tables:
            heads, lines = tuple(table[0]), table[1:]
            if (
                "Convention" in heads
                or heads[0] in PASSED_OVER
                or len([cell for cell in heads if cell]) < 2
            ):
                continue
            if heads not in HEADS and not re.fullmatch(
                r"Overview of (Labor|Criminal) Law Enforcement", heads[0]
            ):
                raise PageChanged(f"{name}, page {page.number}: a table nobody reads: {heads}")
            if held and held[1] == heads and lines and goes_on(heads, lines[0]):
                lines[0] = [
                    clean_text(f"{first} {second}")
                    for first, second in zip(held[2].pop(), lines[0], strict=True)
                ]
            if (
                held and held[1] == heads and heads[0] == "Area" and lines and not lines[0][0]
            ):  # an area goes on over the page
                lines[0][0] = next((line[0] for line in reversed(held[2]) if line[0]), "")
            if held:
                yield held
            held = (page.number, heads, lines)
    if held:
        yield held


def goes_on(heads: tuple[str, ...], line: Line) -> bool:
    """True for the second half of a line: the cell that every whole line has is empty."""
    anchor = {"standard": 1, "action": 2}.get(HEADS.get(heads, ""), 0)
    return not line[0] and not line[anchor]


def standard_rows(place: str, number: int, kind: str, lines: list[Line]) -> Iterator[Row]:
    for standard, met, age, legislation in lines:
        verdict = re.fullmatch(r"(Yes|No|N/A|Unknown)([*†‡§]*)", met)
        if not standard or not verdict:
            raise PageChanged(f"{place}: standard {standard!r} is met: {met!r}")
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
        for part in filter(None, re.split(r";\s*", text)):
            found = ARTICLES.fullmatch(part.rstrip(". "))
            law, articles = (
                (found["law"], found["articles"]) if found else (part.rstrip(". "), None)
            )
            yield (
                "citation",
                {
                    "standard": standard,
                    "law": law,
                    "articles": articles,
                    "as_printed": part,
                    "references": references,
                    "page": number,
                },
            )


def enforcement_rows(
    place: str, number: int, heads: tuple[str, ...], lines: list[Line]
) -> Iterator[Row]:
    years = heads[1:]
    if not all(re.fullmatch(r"20\d\d", year) for year in years):
        raise PageChanged(f"{place}: years expected over the counts, found {heads}")
    for measure, *cells in lines:
        if not measure:
            raise PageChanged(f"{place}: a count without a name: {cells}")
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


def described_rows(place: str, number: int, kind: str, lines: list[Line]) -> Iterator[Row]:
    """Rows of a name and a description: agencies, bodies, policies, programmes."""
    for title, text in lines:
        if not text:
            raise PageChanged(f"{place}: {kind} {title!r} without a description")
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


def action_rows(place: str, number: int, kind: str, lines: list[Line]) -> Iterator[Row]:
    area = ""
    for printed_area, action, printed_years in lines:
        area = printed_area or area
        years = YEARS.fullmatch(printed_years)
        if not area or not action or not years:
            raise PageChanged(
                f"{place}: action {action[:60]!r} of {area!r} suggested in {printed_years!r}"
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
    found = REFERENCES.search(cell)
    return (
        (cell[: found.start()].strip(), re.sub(r"\s", "", found[1]))
        if found
        else (cell.strip(), None)
    )


def end_notes(name: str, pages: list[Sheet]) -> Iterator[dict[str, Any]]:
    """Read the numbered notes after REFERENCES, printed in two columns; they name the laws in full,
    with number and date.
    """
    number, note, place = 0, "", 0
    for page in pages:
        for line in page.columns:
            found = re.match(r"(\d{1,3})\s+(\S.*)", line)
            if found and int(found[1]) == number + 1:
                if note:
                    yield {"number": str(number), "text": clean_text(note), "page": place}
                number, note, place = number + 1, found[2], page.number
            elif number:
                note = f"{note}{'' if in_address(note, line) else ' '}{line}"
    if not number:
        raise PageChanged(f"{name}: no REFERENCES, or no note with the number 1 under them")
    yield {"number": str(number), "text": clean_text(note), "page": place}


def in_address(note: str, line: str) -> bool:
    """A web address goes on over the end of a line without a blank."""
    return (
        note.rsplit(maxsplit=1)[-1].startswith("http")
        and " " not in line
        and not line.startswith("http")
    )


def column_lines(page: Page, first: bool) -> Iterator[str]:
    """The lines of a page of notes, left column first, without running head, foot, and tables."""
    top = max((table.bbox[3] for table in page.find_tables()), default=75.0)
    if first:  # the right column begins beside the heading, not below it
        top = page.search(r"\bREFERENCES\b", return_chars=False)[-1]["top"] - 1
    bottom = float(page.height) - 45
    for left, right in ((0, page.width / 2), (page.width / 2, page.width)):
        part = page.crop((left, min(top, bottom - 1), right, bottom))
        yield from (
            line
            for line in part.extract_text().split("\n")
            if line.strip() not in ("", "REFERENCES")
        )
