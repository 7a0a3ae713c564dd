"""One country's report of the US Department of Labor findings, as PDF: its ruled tables, then its
end notes.

The ticks of table 3 (ratified conventions) are drawings, in some files letters: they are never
read. What the report says about ratification in words is passed on as a sentence.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from scrapers.outcome import PageChanged, Truncated
from scrapers.page import Row, clean_text
from scrapers.usdol_tables import Sheet, table_rows

FEWEST = {"standard": 10, "action": 1, "enforcement": 10}  # a report without these is not one


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
    except Exception as error:  # whatever a damaged file makes the library stumble over
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
    country = head_row(name, pages)
    head = {"country": country["country"], "year": country["year"]}
    yield "country", country
    text = "\n".join(page.text for page in pages)
    if sentence := re.search(r"^.*\bratified\b[^.]*\(Table 3\)\.", text, re.M):
        yield "statement", {**head, "about": "conventions", "text": clean_text(sentence[0])}
    counts: Counter[str] = Counter()
    cited = 1
    for kind, row in table_rows(name, pages):
        counts[kind] += 1
        cited = max([cited, *map(int, re.findall(r"\d+", row.get("references") or ""))])
        yield kind, {**head, **row}
    if short := {kind: counts[kind] for kind, least in FEWEST.items() if counts[kind] < least}:
        raise PageChanged(f"{name}: too few rows: {short}, at least {FEWEST} expected")
    notes = list(end_notes(name, pages))
    yield from (("reference", {**head, **row}) for row in notes)
    if cited > len(notes):
        raise PageChanged(f"{name}: note {cited} is cited, {len(notes)} notes were read")


def head_row(name: str, pages: list[Sheet]) -> dict[str, Any]:
    """Country, year and advancement level, from the first lines of the first page."""
    if not any(page.text.strip() for page in pages):
        raise PageChanged(f"{name}: {len(pages)} pages without text (a scan?)")
    first = pages[0].text
    lines = first.split("\n")
    issue = re.search(r"\bIn (20\d\d), (?:the )?", first)
    level = next((number for number, line in enumerate(lines[:4]) if "ADVANCEMENT" in line), 0)
    if not level or not issue:
        raise PageChanged(
            f"{name}: a country, its advancement and 'In 20xx,' expected on page 1, "
            f"found {lines[:4]}"
        )
    return {
        "country": clean_text(" ".join(lines[:level])),
        "year": issue[1],
        "advancement_level": clean_text(lines[level]),
        "page": 1,
    }


def end_notes(name: str, pages: list[Sheet]) -> Iterator[dict[str, Any]]:
    """Read the numbered notes after REFERENCES, printed in two columns; they name the laws in full,
    with number and date.
    """
    number, note, on_page = 0, "", 0
    for page in pages:
        for line in page.columns:
            match = re.match(r"(\d{1,3})\s+(\S.*)", line)
            if match and int(match[1]) == number + 1:
                if note:
                    yield {"number": str(number), "text": clean_text(note), "page": on_page}
                number, note, on_page = number + 1, match[2], page.number
            elif number:
                note = f"{note}{'' if in_address(note, line) else ' '}{line}"
    if not number:
        raise PageChanged(f"{name}: no REFERENCES, or no note with the number 1 under them")
    yield {"number": str(number), "text": clean_text(note), "page": on_page}


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
