"""UN Treaty Collection: which states signed, and are bound by, a treaty.

Reads three forms of the same table: the status page (HTML), the MTDSG edition (XML), and a plain
CSV copy of the participants. Quirks: the head of the last column changes from treaty to treaty, so
columns are found by their words; footnote numbers trail the names ('Denmark 1', 'China4,7,8'); a
withdrawn party stands in brackets; names change (Cape Verde, Cabo Verde) without a change of
status. No live HTML or XML of this site was at hand when this was written: the shape comes from
descriptions of it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from scrapers.content import kind_of
from scrapers.outcome import PageChanged
from scrapers.page import (
    Row,
    clean_text,
    one_element,
    read_html,
    read_xml,
    refuse_stand_ins,
    rows_of_table,
    text_of,
    text_of_page,
)

SOURCE = "untc"
TITLE = "UN Treaty Collection, status of treaties"
TERMS = "facts and links only (UN site terms: personal, non-commercial use)"
ACCEPT = ("html", "xml", "text")
NUMBERS = {
    "xviii-12": 18,
    "xviii-12-a": 18,
    "xviii-12-b": 18,
    "xviii-12-c": 18,
    "iv-8": 4,
    "iv-11": 4,
    "iv-11-c": 4,
    "iv-13": 4,
}
PAGES = {
    number: "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no="
    + number.upper().replace("-A", "-a").replace("-B", "-b").replace("-C", "-c")
    + f"&chapter={chapter}&clang=_en"
    for number, chapter in NUMBERS.items()
}

MARKS = {  # as printed in the heads of the grid: 'Accession(a)'
    "A": "acceptance",
    "AA": "approval",
    "a": "accession",
    "c": "formal_confirmation",
    "d": "succession",
    "s": "definitive_signature",
    "P": "participation",
}
CELL = re.compile(
    r"(?P<date>\d{1,2} [A-Z][a-z]{2} \d{4})(?: ?(?P<mark>[A-Za-z]{1,2}))?(?: [\d ,]+)?"
)  # '2 Apr 1992 a 3'
FOOTNOTES = re.compile(r"[\d\s,]+$")
AS_AT = re.compile(
    r"STATUS AS AT\s*:?\s*(\d{2}[-/]\d{2}[-/]\d{4} \d{1,2}:\d{2}:\d{2}(?: [AP]M)?(?: [A-Z]{2,4})?)"
)
IN_FORCE = re.compile(r"Entry into force\s*:?\s*(\d{1,2} [A-Z][a-z]+ \d{4})")
REGISTERED = re.compile(r"Registration\s*:?\s*(\d{1,2} [A-Z][a-z]+ \d{4}, No\. ?\d+)")
TEXTS = ("Declarations", "Objections", "Notifications", "TerritorialApplications", "EndNotes")
COUNTS = re.compile(r"(?:Signatories\s*:?\s*(\d+)\s*\.?\s*)?Parties\s*:?\s*(\d+)")


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield one 'treaty' row, then a 'party' row per participant; dates as printed ('15 Dec 2000').

    party: instrument (= name), country, footnotes, signed_on, signed_by, bound_on, bound_by,
    withdrawn ('yes' or 'no'). Raises PageChanged for an unknown column, mark or date, for a status
    page without its time, and when fewer participants are read than the page itself counts.
    """
    refuse_stand_ins(page)
    kind = kind_of(page)
    if kind == "xml":
        yield from parse_xml(name, page)
    elif kind == "text":
        yield from parse_csv(name, page)
    else:
        yield from parse_status_page(name, page)


def parse_status_page(name: str, page: bytes) -> Iterator[Row]:
    tree = read_html(page)
    words = text_of(tree)
    as_at, counts = AS_AT.search(words), COUNTS.search(words)
    if not as_at or not counts:
        raise PageChanged(
            f"{name}: no 'STATUS AS AT' with a time, or no count of parties, in {words[:200]!r}"
        )
    parties = [
        party_row(name, cells) for cells in rows_of_table(one_element(tree, "table[id$=tblgrid]"))
    ]
    kind, row = treaty_row(name, parties, as_at[1], counts)
    in_force, registered = IN_FORCE.search(words), REGISTERED.search(words)
    yield (
        kind,
        {
            **row,
            "in_force_on": in_force and in_force[1],
            "registered": registered and registered[1],
        },
    )
    yield from (("party", row) for row in parties)


def parse_xml(name: str, page: bytes) -> Iterator[Row]:
    root = read_xml(page)
    table = root.find("Participants")
    if root.tag != "Treaty" or table is None:
        raise PageChanged(f"{name}: <Treaty> with <Participants> expected, found <{root.tag}>")
    parties = [party_row(name, cells) for cells in xml_cells(name, table)]
    status_element = root.find("Header/ExternalData/Status")
    status = None if status_element is None else inner_text(status_element)
    counts = COUNTS.search(status or "")
    if not counts or not parties:
        raise PageChanged(f"{name}: {len(parties)} participants, status {status!r}")
    yield treaty_row(name, parties, None, counts)
    yield from (("party", row) for row in parties)
    for part in TEXTS:
        node = root.find(part)
        text = "" if node is None else inner_text(node)
        if text:
            yield "treaty_text", {"instrument": name, "part": part, "text": text}


def xml_cells(name: str, table: Element) -> Iterator[dict[str, str]]:
    """The rows of a table of the edition as {head: cell}."""
    heads = [
        inner_text(entry)
        for row in table.iterfind(".//Thead//Row")
        for entry in row.iterfind("Entry")
    ]
    for row in table.iterfind(".//Tbody/Row"):
        yield pair_cells(name, heads, [inner_text(entry) for entry in row.iterfind("Entry")])


def parse_csv(name: str, page: bytes) -> Iterator[Row]:
    try:
        lines = [line for line in csv.reader(io.StringIO(text_of_page(page), newline="")) if line]
    except csv.Error as error:
        raise PageChanged(f"{name}: not a table: {error}") from error
    if len(lines) < 2 or not FOOTNOTES.sub("", lines[0][0]).startswith("Participant"):
        raise PageChanged(f"{name}: a table of participants expected, found {lines[:1]}")
    parties = [party_row(name, pair_cells(name, lines[0], cells)) for cells in lines[1:]]
    yield treaty_row(name, parties, None, None)
    yield from (("party", row) for row in parties)


def pair_cells(name: str, heads: list[str], cells: list[str]) -> dict[str, str]:
    if len(heads) != len(cells) or len(set(heads)) != len(heads):
        raise PageChanged(f"{name}: heads {heads}, cells {cells}")
    return dict(zip(heads, cells, strict=True))


def inner_text(node: Element) -> str:
    """The words of an XML element; footnotes, escaped tags in the text, stay as numbers."""
    return clean_text(re.sub(r"</?\w+>", " ", " ".join(node.itertext())))


def treaty_row(
    name: str, parties: list[dict[str, Any]], as_at: str | None, counts: re.Match[str] | None
) -> Row:
    """Compare what was read with what the page counts: a lost row must never look like a state that
    is not a party.
    """
    signed = sum(bool(row["signed_on"]) for row in parties)
    bound = sum(bool(row["bound_on"]) and row["withdrawn"] == "no" for row in parties)
    printed = (int(counts[1] or 0), int(counts[2])) if counts else (signed, bound)
    if signed < printed[0] or bound < printed[1]:
        raise PageChanged(
            f"{name}: the page counts {printed[0]} signatories and {printed[1]} parties, "
            f"{signed} and {bound} were read"
        )
    names = Counter(row["country"] for row in parties)
    if twice := sorted(country for country, times in names.items() if times > 1):
        raise PageChanged(f"{name}: participants named twice: {twice}")
    return "treaty", {
        "instrument": name,
        "as_at": as_at,
        "signatories": printed[0],
        "parties": printed[1],
        "participants": len(parties),
    }


def party_row(name: str, cells: dict[str, str]) -> dict[str, Any]:
    """Make one participant row out of {head: cell}."""
    row: dict[str, Any] = {
        "instrument": name,
        "country": None,
        "footnotes": None,
        "signed_on": None,
        "signed_by": None,
        "bound_on": None,
        "bound_by": None,
        "withdrawn": "no",
    }
    for head, cell in cells.items():
        words, cell = FOOTNOTES.sub("", clean_text(head)), clean_text(cell)
        origin = f"{name}: {row['country'] or ''}: {words}"
        if words.startswith("Participant"):
            row.update(split_name(cell, origin))
        elif re.search("Ratification|Accession", words):
            row["bound_on"], row["bound_by"] = read_action(cell, words, "ratification", origin)
        elif re.search("[Ss]ignature", words) and row["signed_on"] is None:
            row["signed_on"], row["signed_by"] = read_action(cell, words, "signature", origin)
        else:
            raise PageChanged(f"{origin}: a column nobody reads: {cell!r}")
    if not row["country"] or not re.search("Ratification|Accession", " ".join(cells)):
        raise PageChanged(f"{name}: no name, or no column that says who is bound: {cells}")
    return row


def split_name(cell: str, origin: str) -> dict[str, str | None]:
    """'[Denmark 1, 2]' -> country 'Denmark', footnotes '1 2', withdrawn 'yes'."""
    withdrawn = cell.startswith("[")
    cell = cell.replace("[", "").replace("]", "")
    name = FOOTNOTES.sub("", cell)
    if not name or re.search(r"\d", name):
        raise PageChanged(f"{origin}: not a name: {cell!r}")
    return {
        "country": name,
        "footnotes": " ".join(re.findall(r"\d+", cell)) or None,
        "withdrawn": "yes" if withdrawn else "no",
    }


def read_action(cell: str, head: str, unmarked: str, origin: str) -> tuple[str | None, str | None]:
    """Split '25 Oct 2012 a' into its date and the act it stands for; a mark must be one the head of
    the column explains.
    """
    cell = clean_text(cell.replace("[", "").replace("]", ""))
    if not cell:
        return None, None
    match = CELL.fullmatch(cell)
    mark = match["mark"] if match else None
    if not match or (mark and (mark not in MARKS or f"({mark})" not in head.replace(" ", ""))):
        raise PageChanged(f"{origin}: not a date with a mark the head explains: {cell!r}")
    return match["date"], MARKS[mark] if mark else unmarked
