"""OHCHR Universal Human Rights Index: every recommendation and observation on trafficking, out of
the full export.

The export is one JSON list of about 360 MB, so it is read as a stream and never held in memory.
OHCHR terms: facts, short extracts and links. No raw export was at hand when this was written: key
names come from descriptions; a missing one stops the parser.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import ijson

from scrapers.content import kind_of
from scrapers.outcome import PageChanged, Truncated, WrongType
from scrapers.page import Row, clean_text, refuse_stand_ins, take_value

SOURCE = "uhri"
TITLE = "OHCHR Universal Human Rights Index, full export"
TERMS = "facts, short extracts and links (OHCHR terms)"
ACCEPT = ("json",)
LARGEST = 1_500_000_000
LONGEST = 3600.0
PAGES = {"export-full-en": "https://dataex.ohchr.org/uhri/export-results/export-full-en.json"}

TOPIC = re.compile(
    r"traffick|slavery|forced labou?r|servitude|smuggling of migrants|palermo protocol", re.I
)
KEYS = {
    "AnnotationId": "id",
    "Text": "text",
    "Symbol": "symbol",
    "Body": "body",
    "AnnotationType": "type",
    "PublicationDate": "published_on",
}


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield what stream() yields, from bytes."""
    return stream(name, io.BytesIO(page))


def stream(name: str, file: BinaryIO) -> Iterator[Row]:
    """Yield an 'observation' row for each entry that speaks of trafficking (by theme or by word),
    then one 'export' row with the counts.

    observation: id, text, symbol, body, type, published_on, countries, themes (lists as printed),
    other (what else the entry says). Memory stays below the size of a few entries. Raises Truncated
    when the file ends early, PageChanged for an unknown shape.
    """
    head = file.read(8192)
    file.seek(0)
    refuse_stand_ins(head)
    if (kind := kind_of(head)) != "json":
        raise WrongType(f"{name}: JSON was expected, these bytes are {kind}: {head[:60]!r}")
    if not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        raise PageChanged(f"{name}: a list was expected, the file begins {head[:60]!r}")
    read = kept = 0
    try:
        for read, entry in enumerate(ijson.items(without_mark(file), "item", use_float=True), 1):
            row = observation_row(f"{name}, entry {read}", entry)
            if any(TOPIC.search(text) for text in (row["text"], *row["themes"])):
                kept += 1
                yield "observation", row
    except (ijson.IncompleteJSONError, ijson.JSONError, UnicodeDecodeError) as error:
        raise Truncated(f"{name}: the export breaks after entry {read}: {error}") from error
    if not read:
        raise PageChanged(f"{name}: an empty list")
    yield "export", {"read": read, "kept": kept}


def without_mark(file: BinaryIO) -> BinaryIO:
    """Step over a byte order mark."""
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)
    return file


def observation_row(origin: str, entry: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        new: take_value(entry, key, (str, type(None)), origin) for key, new in KEYS.items()
    }
    row["text"] = clean_text(row["text"] or "")
    for key in ("Countries", "Themes"):
        values = take_value(entry, key, list, origin)
        if not all(isinstance(value, str) for value in values):
            raise PageChanged(
                f"{origin}: {key} holds something other than words: {str(values)[:80]}"
            )
        row[key.lower()] = [clean_text(value) for value in values]
    if not row["id"] or not row["text"]:
        raise PageChanged(f"{origin}: an entry without id or text")
    row["other"] = entry
    return row
