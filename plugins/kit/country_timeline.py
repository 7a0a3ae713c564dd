"""Where to draw a country's laws, treaties, plans, agreements and tiers on one line of years:
numbers for an SVG, and nothing about how it looks.
"""

from typing import Any

from plugins.kit.locale_format import format_date as written

# first year; pixels: width of a year, height of a lane, width of the names of the lanes
FIRST, YEAR, LANE, LEFT = 2000, 26, 26, 92
NARROWEST = 4  # pixels of a bar
LANES = ("laws", "treaties", "plans", "agreements", "tiers")
Row = dict[str, Any]


def draw_country(data: dict[str, list[Row]], tiers: list[Row], last: int) -> dict[str, Any]:
    """Marks and bars for the years 2000 to `last`; older events are drawn at the first year.

    `data` has the rows of a country by the name of the part: instruments, treaties, plans,
    agreements. `tiers` are rows of a year and its readings.
    """
    plans = [row for row in data["plans"] if row["period_start"] and row["period_end"]]
    scale = range(FIRST, last + 1, 5)
    return {
        "years": [{"year": year, "x": LEFT + (year - FIRST) * YEAR} for year in scale],
        "marks": draw_marks(data, last),
        "bars": [draw_period(row, last) for row in plans],
        "tiers": [draw_tier(row, last) for row in tiers],
        "lanes": [{"name": name, "y": lane_y(name)} for name in LANES],
        "width": LEFT + (last + 1 - FIRST) * YEAR + 10,
        "height": LANE * (len(LANES) + 1) + 14,
    }


def draw_marks(data: dict[str, list[Row]], last: int) -> list[Row]:
    """Laws, treaties and agreements whose day is known."""
    events = [
        *(("laws", row["adopted_on"] or row["in_force_on"], row) for row in data["instruments"]),
        *(("treaties", row["bound_on"], row) for row in data["treaties"]),
        *(("agreements", row["adopted_on"], row) for row in data["agreements"]),
    ]
    return [
        {
            "x": x_of(day, last),
            "y": lane_y(lane),
            "title": f"{written(day)} {row['title']}",
            "href": f"/instrument/{row['instrument'] if lane == 'treaties' else row['id']}",
            "lane": lane,
        }
        for lane, day, row in events
        if day
    ]


def draw_period(plan: Row, last: int) -> Row:
    """The bar of a plan, from the first month of its first year to the last of its last."""
    start = x_of(f"{plan['period_start'][:4]}-01", last)
    end = x_of(f"{plan['period_end'][:4]}-12", last)
    period = f"{written(plan['period_start'])} – {written(plan['period_end'])}"
    return {
        "x": start,
        "y": lane_y("plans"),
        "width": max(end - start, NARROWEST),
        "title": f"{period} {plan['title']}",
        "href": f"/instrument/{plan['id']}",
        "clock": plan["clock"],
    }


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
