"""UNODC SHERLOC: trafficking legislation by article, and cases. Lists come as JSON, details as web
pages.

Quirks: some addresses get status 200 and an empty body; `startAt` is sometimes ignored (the run
refuses two lists with the same bytes); the crime type in an address is not the filter. No live JSON
was at hand when this was written: the shape comes from descriptions, so names of fields are read by
their words and anything else stops the parser.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from scrapers.content import kind_of
from scrapers.outcome import PageChanged
from scrapers.page import (
    Row,
    all_elements,
    clean_text,
    nothing_left,
    one_element,
    read_html,
    read_json,
    refuse_stand_ins,
    take_value,
    text_of,
)

SOURCE = "unodc-sherloc"
TITLE = "UNODC SHERLOC"
TERMS = "metadata, short extracts and links (UNODC terms)"
ACCEPT = ("json", "html")
PACE = 2.0
HOST = "https://www.unodc.org/cld"
SIZES = {"legdb": 100, "cldb": 10}  # results on one page of legislation, of cases
FILTERS = {"legdb": "en#__el.legislation.crimeTypes_s", "cldb": "en#__el.caseLaw.crimeTypes_s"}
REGION = set(
    "ben bfa cpv cmr caf tcd cog cod civ gnq gab gmb gha gin gnb lbr mli mrt ner nga stp sen sle "
    "tgo".split()
)
FIELD = re.compile(
    r"(?:(?P<language>[a-z]{2})#)?(?:__el\.)?(?:legislation|caseLaw|cld)?[@.]?"
    r"(?P<word>[A-Za-z_]+?)(?:_[a-z]{1,2}\d?)?"
)


def list_url(database: str, start: int) -> str:
    criteria = {
        "filters": [{"fieldName": FILTERS[database], "value": "Trafficking in persons"}],
        "startAt": start,
        "sortings": "",
    }
    return f"{HOST}/v3/sherloc/{database}/data.json?" + urlencode(
        {"lng": "en", "criteria": json.dumps(criteria, separators=(",", ":"))}
    )


PAGES = {f"{database}-00000": list_url(database, 0) for database in SIZES}


def discover(name: str, page: bytes) -> Iterator[tuple[str, str]]:
    """From the first list: all further lists. From every list: the details of entries of the
    region.
    """
    database, _, start = name.partition("-")
    if database not in SIZES or kind_of(page) != "json":
        return
    rows = list(parse(name, page))
    if start == "00000":
        for offset in range(SIZES[database], rows[0][1]["found"], SIZES[database]):
            yield f"{database}-{offset:05}", list_url(database, offset)
    for _, row in rows[1:]:
        if set(row["uri"].split("/")) & REGION:
            yield (
                f"{database}-{hashlib.sha256(row['uri'].encode()).hexdigest()[:20]}",
                f"{HOST}{row['uri']}?lng=en&tmpl=sherloc",
            )


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield 'list' (found, read), then 'legislation' or 'case' rows; from a detail page one
    'legislation_text' or 'case_text' row.

    Entry rows: id, uri, title, and `fields`, the values as printed under the words of their names
    (country_label, article, ...).
    """
    refuse_stand_ins(page)
    if kind_of(page) != "json":
        yield detail_row(name, page)
        return
    document = read_json(page)
    announced = take_value(document, "found", int, name)
    results = take_value(document, "results", list, name)
    if announced and not results:
        raise PageChanged(f"{name}: {announced} results announced, none given")
    entries = [
        entry_row(f"{name}, result {number}", result) for number, result in enumerate(results, 1)
    ]
    if len({row["uri"] for _, row in entries}) != len(entries):
        raise PageChanged(f"{name}: the same entry twice in one list")
    yield "list", {"found": announced, "read": len(entries)}
    yield from entries


def entry_row(origin: str, result: Any) -> Row:
    uri, identity, values = (
        take_value(result, key, kind, origin)
        for key, kind in (("uri", str), ("id", str), ("values", dict))
    )
    nothing_left(result, origin, ("score", "type", "language", "highlights"))
    fields: dict[str, Any] = {}
    for key, value in values.items():
        match = FIELD.fullmatch(key)
        if not match:
            raise PageChanged(f"{origin}: the name of a field cannot be read: {key!r}")
        fields[match["word"]] = (
            [clean_text(str(item)) for item in value]
            if isinstance(value, list)
            else clean_text(str(value))
        )
    title = fields.pop("page_title", "") or fields.get("title", "")
    kind = next(
        (
            kind
            for part, kind in (("/legislation/", "legislation"), ("/case-law", "case"))
            if part in uri
        ),
        "",
    )
    if not kind or not title or not any("country" in word for word in fields):
        raise PageChanged(
            f"{origin}: no title, no country, or neither law nor case: {uri!r} {sorted(fields)}"
        )
    return kind, {"id": identity, "uri": uri, "title": title, "fields": fields}


def detail_row(name: str, page: bytes) -> Row:
    tree = read_html(page)
    if tree.select_one(".case-law-detail"):
        body = one_element(tree, ".case-law-detail")
        badges = [text_of(badge) for badge in body.select(".crimeType-details-badge")]
        summary = text_of(one_element(body, ".factSummary"))
        return "case_text", {
            "title": text_of(one_element(body, "h2 span.title")),
            "summary": summary,
            "crime_types": badges,
        }
    text = "\n".join(text_of(part) for part in all_elements(tree, ".originalText"))
    if not text.strip():
        raise PageChanged(f"{name}: .originalText holds no words")
    return "legislation_text", {"title": text_of(tree.find(["h1", "h2"])), "text": text}
