"""ILO NORMLEX and NATLEX, from pages that a person saved: the sites answer scripts with a
challenge, which is not worked round.

Reads the ratifications of a country (both layouts: by subject, or Fundamental / Governance /
Technical), comments of the CEACR, and records of NATLEX. No saved page was at hand when this was
written; facts read on a stored copy serve as its test.
"""

import re
from collections.abc import Iterator

from bs4 import Tag

from scrapers.outcome import PageChanged
from scrapers.page import Row, clean_text, describe_place, read_html, rows_of_table, text_of

SOURCE = "ilo-normlex"
TITLE = "ILO NORMLEX and NATLEX"
TERMS = "facts and links (ILO terms); pages saved by a person only"
ACCEPT = ("html",)
BY_HAND = "The site answers scripts with a challenge page."
PAGES: dict[str, str] = {}

CONVENTION = re.compile(
    r"(?P<code>[CP]\d{3}) - (?P<title>.+?\(No\. ?\d+\)|.+?, \d{4})\s*(?P<remark>.*)"
)
DATE = re.compile(r"\d{2} [A-Z][a-z]{2} \d{4}")
STATES = ("In Force", "Not in force", "Denounced", "Abrogated", "")
COMMENT = re.compile(
    r"(?:(?P<kind>[^-]+?) - )?(?P<convention>[^-]*Convention[^-]*\(No\. ?\d+\))"
    r" - (?P<country>.+?) \(Ratification: ?(?P<year>\d{4})\)",
    re.I,
)
RECORD = (
    "Name",
    "Country",
    "Subject",
    "Type of legislation",
    "Adopted on",
    "Entry into force",
    "Published on",
    "Serial",
    "ISN",
    "Abstract",
)


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield 'ratification' rows (code, title, remark, date, status, note), one 'comment' row with
    its paragraphs, or one 'law' row.
    """
    tree = read_html(page)
    words = text_of(tree)
    if match := COMMENT.search(text_of(tree.title) or words[:2000]):
        yield comment_row(name, tree, match)
    elif ratified := list(ratification_rows(name, tree)):
        yield from ratified
    elif re.search(r"\bISN\b", words):
        yield record_row(name, tree)
    else:
        raise PageChanged(
            f"{name}: neither ratifications, nor a comment, nor a record of law"
            f"{describe_place(tree)}"
        )


def ratification_rows(name: str, tree: Tag) -> Iterator[Row]:
    for table in tree.select("table"):
        if table.find("table") or not re.match(r"Convention\b", text_of(table.find("tr"))):
            continue
        for cells in rows_of_table(table):
            origin = f"{name}: {cells.get('Convention', '')[:60]}"
            convention, date = (
                CONVENTION.fullmatch(cells.pop("Convention", "")),
                cells.pop("Date", ""),
            )
            status, note = cells.pop("Status", ""), cells.pop("Note", "")
            if not convention or not DATE.fullmatch(date) or status not in STATES or cells:
                raise PageChanged(
                    f"{origin}: date {date!r}, status {status!r}, nobody reads {cells}"
                )
            yield (
                "ratification",
                {
                    "code": convention["code"],
                    "title": clean_text(convention["title"]),
                    "remark": convention["remark"] or None,
                    "date": date,
                    "status": status or None,
                    "note": note or None,
                },
            )


def comment_row(name: str, tree: Tag, match: re.Match[str]) -> Row:
    paragraphs = [text for block in tree.select("p") if (text := text_of(block))]
    if not paragraphs:
        raise PageChanged(f"{name}: a comment without paragraphs{describe_place(tree)}")
    return "comment", {**match.groupdict(), "paragraphs": paragraphs}


def record_row(name: str, tree: Tag) -> Row:
    row: dict[str, str] = {}
    for line in tree.select("tr, dl > div, p"):
        head, _, rest = text_of(line).partition(":")
        if head in RECORD and rest and head not in row:
            row[head] = clean_text(rest)
    if not {"Name", "Country", "ISN"} <= set(row):
        raise PageChanged(f"{name}: a record needs name, country and ISN, found {sorted(row)}")
    return "law", row
