"""Where to draw plans on a line of years: numbers for an SVG, and nothing about how it looks."""

import datetime

from plugins.kit.page import Row, grouped

# pixels: width of the names, of a year, height of a lane, of the scale above
LEFT, YEAR, LANE, TOP = 118, 40, 13, 26
NARROWEST = 3  # pixels of a bar


def draw_plans(rows: list[Row], on: str) -> Row | None:
    """Bars, bands and a scale for the plans whose two ends are known, with a mark at the day `on`:
    one band a country, one lane a plan that overlaps another. None without such a plan.
    """
    known = [row for row in rows if row["starts_on"] and row["ends_on"]]
    if not known:
        return None
    first = min(int(row["starts_on"][:4]) for row in known)
    last = max(int(row["ends_on"][:4]) for row in known) + 1
    bars: list[Row] = []
    bands: list[Row] = []
    lane = 0
    for name, of_country in grouped(known, "country_name").items():
        places, lanes = assign_lanes(of_country)
        bars += [
            draw_bar(row, first, lane + place)
            for row, place in zip(of_country, places, strict=True)
        ]
        bands.append({"name": name, "y": TOP + lane * LANE, "height": lanes * LANE})
        lane += lanes
    inside = first <= year_of(on) <= last
    return {
        "bars": bars,
        "bands": bands,
        "scale": [{"year": year, "x": x_of(year, first)} for year in range(first, last + 1)],
        "now": round(x_of(year_of(on), first), 1) if inside else None,
        "width": LEFT + (last - first) * YEAR + 8,
        "height": TOP + lane * LANE + 4,
        "left_out": len(rows) - len(known),
        "lane": LANE,
    }


def assign_lanes(rows: list[Row]) -> tuple[list[int], int]:
    """For each plan of a country the first lane that is free when it starts, and how many lanes
    there are.
    """
    free: list[str] = []  # the day on which each lane is free again
    places = []
    for row in rows:
        place = next((i for i, day in enumerate(free) if day < row["starts_on"]), len(free))
        free[place : place + 1] = [row["ends_on"]]
        places.append(place)
    return places, len(free)


def draw_bar(row: Row, first: int, lane: int) -> Row:
    """The bar of a plan."""
    width = (year_of(row["ends_on"]) - year_of(row["starts_on"])) * YEAR - 1
    return {
        "id": row["id"],
        "x": round(x_of(year_of(row["starts_on"]), first), 1),
        "y": TOP + lane * LANE,
        "width": round(max(width, NARROWEST), 1),
        "clock": row["clock"],
    }


def x_of(year: float, first: int) -> float:
    """The place of a year on a line that begins with `first`."""
    return LEFT + (year - first) * YEAR


def year_of(day: str) -> float:
    """A day as a number of years: 2024.5 in the middle of 2024."""
    year = int(day[:4])
    return year + (datetime.date.fromisoformat(day) - datetime.date(year, 1, 1)).days / 366
