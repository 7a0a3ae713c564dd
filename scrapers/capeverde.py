"""Boletim Oficial of Cabo Verde: days with publications, and the acts of a day, from the JSON API
behind boe.incv.cv.

The words of an act come as HTML inside JSON. No raw answer was at hand when this was written: names
of keys follow a description and one normalised record; any other shape stops the parser.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from scrapers.outcome import PageChanged
from scrapers.page import Row, clean_text, nothing_left, read_html, read_json, take_value, text_of

SOURCE = "boletim-oficial-cv"
TITLE = "Boletim Oficial of Cabo Verde"
TERMS = "official texts"
ACCEPT = ("json",)
WINDOW = (
    True  # the list of days covers the last month: fewer rows than last time are no sign of damage
)
HOST = "https://boe.incv.cv/api/v1/Home"
DAYS = 31
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T00:00:00(?:Z|\.0+)?)?")
PASSED_OVER = (
    "hide",
    "order",
    "code",
    "refParent",
    "pages",
    "file",
    "number",
    "serie",
    "series",
    "bulletin",
)


def pages_until(today: date) -> dict[str, str]:
    start = today - timedelta(days=DAYS)
    return {"days": f"{HOST}/DaysWithPublications?start={start}&end={today}"}


PAGES = pages_until(date.today())


def discover(name: str, page: bytes) -> Iterator[tuple[str, str]]:
    """From the days: the acts of the first series on each of them."""
    if name == "days":
        for _, row in parse(name, page):
            yield f"day-{row['day']}", f"{HOST}/BulletinFilter?serie=1&date={row['day']}"


def parse(name: str, page: bytes) -> Iterator[Row]:
    """Yield 'day' rows, or 'act' rows: id, title, date, part, text (lines), entities."""
    document = read_json(page)
    if not isinstance(document, list) or not document:
        raise PageChanged(
            f"{name}: a list with something in it expected, found {str(document)[:80]}"
        )
    for number, item in enumerate(document, 1):
        origin = f"{name}, entry {number}"
        if isinstance(item, str):
            if not (day := DAY.fullmatch(item)):
                raise PageChanged(f"{origin}: not a day: {item!r}")
            yield "day", {"day": day[1]}
        else:
            yield "act", act_row(origin, item)


def act_row(origin: str, item: Any) -> dict[str, Any]:
    identity, title, html = (
        take_value(item, "id", int, origin),
        take_value(item, "title", str, origin),
        take_value(item, "content", str, origin),
    )
    day, part = take_value(item, "date", str, origin), take_value(item, "part", dict, origin)
    entities = item.pop("entities", [])
    nothing_left(item, origin, ("refAct", *PASSED_OVER))
    lines = (
        [text_of(block) for block in read_html(html.encode()).select("p, li, td, h1, h2, h3, h4")]
        if html.strip()
        else []
    )
    match = DAY.match(day)
    if not clean_text(title) or not match:
        raise PageChanged(f"{origin}: no title, or no date: {title!r} {day!r}")
    return {
        "id": identity,
        "title": clean_text(title),
        "date": match[1],
        "part": take_value(part, "description", str, origin),
        "text": "\n".join(line for line in lines if line),
        "entities": entities,
    }
