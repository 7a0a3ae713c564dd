"""The day of reading, and bars on a line of years for a picture drawn by a template."""

import datetime
import re
from typing import Any

from datasette.utils.asgi import BadRequest

from plugins.kit.language import gettext as _

Row = dict[str, Any]
LEFT, YEAR, LANE, TOP = (
    118,
    40,
    13,
    26,
)  # width of the names, of a year, height of a lane, of the scale


def today(asked: str | None) -> str:
    """The day asked for, or today; raise BadRequest when it is not a day."""
    if not asked:
        return (
            datetime.datetime.now(datetime.UTC).date().isoformat()
        )  # as SQLite's date('now') does
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", asked):
            return datetime.date.fromisoformat(asked).isoformat()
    except ValueError:
        pass
    raise BadRequest(_("Not a day: %(text)s. Write it as 2026-11-30.", text=asked[:40]))


def years(day: str) -> float:
    """A day as a number of years, for a place on the line."""
    return int(day[:4]) + (datetime.date.fromisoformat(day).timetuple().tm_yday - 1) / 366


def timeline(rows: list[Row], on: str) -> Row | None:
    """Where to draw each plan whose two ends are known: one band a country, one lane a plan that
    overlaps another.
    """
    known = [row for row in rows if row["starts_on"] and row["ends_on"]]
    if not known:
        return None
    first = min(int(row["starts_on"][:4]) for row in known)
    last = max(int(row["ends_on"][:4]) for row in known) + 1
    bars: list[Row] = []
    bands: list[Row] = []
    lane = 0
    for name in dict.fromkeys(row["country_name"] for row in known):
        free: list[str] = []  # the day on which each lane of the band is free again
        for row in (row for row in known if row["country_name"] == name):
            place = next((i for i, day in enumerate(free) if day < row["starts_on"]), len(free))
            free[place : place + 1] = [row["ends_on"]]
            x = LEFT + (years(row["starts_on"]) - first) * YEAR
            width = max((years(row["ends_on"]) - years(row["starts_on"])) * YEAR - 1, 3)
            bars.append(
                {
                    "id": row["id"],
                    "x": round(x, 1),
                    "y": TOP + (lane + place) * LANE,
                    "width": round(width, 1),
                    "clock": row["clock"],
                }
            )
        bands.append({"name": name, "y": TOP + lane * LANE, "height": len(free) * LANE})
        lane += len(free)
    scale = [{"year": year, "x": LEFT + (year - first) * YEAR} for year in range(first, last + 1)]
    now = round(LEFT + (years(on) - first) * YEAR, 1)
    inside = first <= years(on) <= last
    return {
        "bars": bars,
        "bands": bands,
        "scale": scale,
        "now": now if inside else None,
        "width": LEFT + (last - first) * YEAR + 8,
        "height": TOP + lane * LANE + 4,
        "left_out": len(rows) - len(known),
        "lane": LANE,
    }
