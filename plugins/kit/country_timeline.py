"""Where to draw a country's laws, treaties, plans, agreements and tiers on one line of years:
numbers for an SVG, and nothing about how it looks.
"""

from typing import Any

# first year; pixels: width of a year, height of a lane, width of the names of the lanes
FIRST, YEAR, LANE, LEFT = 2000, 26, 26, 92
NARROWEST = 4  # pixels of a bar
LANES = ("laws", "treaties", "plans", "agreements", "tiers")
Row = dict[str, Any]


def draw_country(data: dict[str, list[Row]], tiers: list[Row], last: int) -> dict[str, Any]:
    """Dots and bars for the years 2000 to `last`; older events are drawn at the first year.

    `data` has the rows of a country by the name of the part: instruments, treaties, plans,
    agreements. `tiers` are rows of a year and its readings. `dots` are one SVG path: names and
    addresses are in the tables of the page, where they are one stop each for who uses keys.
    """
    plans = [row for row in data["plans"] if row["period_start"] and row["period_end"]]
    scale = range(FIRST, last + 1, 5)
    return {
        "years": [{"year": year, "x": LEFT + (year - FIRST) * YEAR} for year in scale],
        "dots": draw_dots(data, last),
        "bars": [draw_period(row, last) for row in plans],
        "tiers": [draw_tier(row, last) for row in tiers],
        "lanes": [{"name": name, "y": lane_y(name)} for name in LANES],
        "width": LEFT + (last + 1 - FIRST) * YEAR + 10,
        "height": LANE * (len(LANES) + 1) + 14,
    }


def draw_dots(data: dict[str, list[Row]], last: int) -> str:
    """Laws, treaties and agreements whose day is known, each a line of no length."""
    events = [
        *(("laws", row["adopted_on"] or row["in_force_on"]) for row in data["instruments"]),
        *(("treaties", row["bound_on"]) for row in data["treaties"]),
        *(("agreements", row["adopted_on"]) for row in data["agreements"]),
    ]
    places = dict.fromkeys((x_of(day, last), lane_y(lane)) for lane, day in events if day)
    return "".join(f"M{x:g} {y}h0" for x, y in places)


def draw_period(plan: Row, last: int) -> Row:
    """The bar of a plan, from the first month of its first year to the last of its last."""
    start = x_of(f"{plan['period_start'][:4]}-01", last)
    end = x_of(f"{plan['period_end'][:4]}-12", last)
    return {"x": start, "y": lane_y("plans"), "width": round(max(end - start, NARROWEST), 1)}


def draw_tier(row: Row, last: int) -> Row:
    """The tiers that sources give for a year."""
    return {
        "x": x_of(str(row["year"]), last),
        "y": lane_y("tiers"),
        "label": "/".join(dict.fromkeys(reading["value"] for reading in row["readings"])),
    }


def lane_y(name: str) -> int:
    """The height of a lane."""
    return LANE * (LANES.index(name) + 1)


def x_of(date: str, last: int) -> float:
    """The place of a date of any precision, between the first year and the last."""
    year, month = int(date[:4]), int(date[5:7]) if len(date) >= 7 else 6
    return round(LEFT + (min(max(year, FIRST), last) - FIRST + (month - 1) / 12) * YEAR, 1)
