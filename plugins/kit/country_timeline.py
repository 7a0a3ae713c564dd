"""A country's laws, treaties, plans, agreements and tiers on one line of years: places for an SVG,
and nothing about how it looks.
"""

from typing import Any

from plugins.kit.locale_format import date as written

FIRST, WIDTH, LANE, LEFT = 2000, 26, 26, 92
LANES = ("laws", "treaties", "plans", "agreements", "tiers")
Row = dict[str, Any]


def timeline(
    laws: list[Row],
    treaties: list[Row],
    plans: list[Row],
    agreements: list[Row],
    tiers: list[Row],
    last: int,
) -> dict[str, Any]:
    """Marks and bars with their x and y in pixels, for the years 2000 to `last`; older events stand
    on the first year.
    """
    marks = [
        mark(
            "laws",
            row["adopted_on"] or row["in_force_on"],
            row["title"],
            f"/instrument/{row['id']}",
            last,
        )
        for row in laws
    ]
    marks += [
        mark("treaties", row["bound_on"], row["title"], f"/instrument/{row['instrument']}", last)
        for row in treaties
        if row["bound_on"]
    ]
    marks += [
        mark("agreements", row["adopted_on"], row["title"], f"/instrument/{row['id']}", last)
        for row in agreements
    ]
    bars = [bar(row, last) for row in plans if row["period_start"] and row["period_end"]]
    steps = [
        {
            "x": place(str(row["year"]), last),
            "y": lane("tiers"),
            "label": "/".join(dict.fromkeys(reading["value"] for reading in row["readings"])),
        }
        for row in tiers
    ]
    return {
        "years": [
            {"year": year, "x": LEFT + (year - FIRST) * WIDTH} for year in range(FIRST, last + 1, 5)
        ],
        "marks": [one for one in marks if one],
        "bars": bars,
        "tiers": steps,
        "lanes": [{"name": name, "y": lane(name)} for name in LANES],
        "width": LEFT + (last + 1 - FIRST) * WIDTH + 10,
        "height": LANE * (len(LANES) + 1) + 14,
    }


def lane(name: str) -> int:
    """The height of a lane."""
    return LANE * (LANES.index(name) + 1)


def place(date: str, last: int) -> float:
    """Where a date of any precision stands, between the first year and the last."""
    year, month = int(date[:4]), int(date[5:7]) if len(date) >= 7 else 6
    return round(LEFT + (min(max(year, FIRST), last) - FIRST + (month - 1) / 12) * WIDTH, 1)


def mark(name: str, date: str | None, title: str, href: str, last: int) -> Row | None:
    """One event, or None when its date is not known."""
    return (
        {
            "x": place(date, last),
            "y": lane(name),
            "title": f"{written(date)} {title}",
            "href": href,
            "lane": name,
        }
        if date
        else None
    )


def bar(plan: Row, last: int) -> Row:
    """The period of a plan."""
    start, end = (
        place(f"{plan['period_start'][:4]}-01", last),
        place(f"{plan['period_end'][:4]}-12", last),
    )
    period = f"{written(plan['period_start'])} – {written(plan['period_end'])}"
    return {
        "x": start,
        "y": lane("plans"),
        "width": max(end - start, 4),
        "title": f"{period} {plan['title']}",
        "href": f"/instrument/{plan['id']}",
        "clock": plan["clock"],
    }
