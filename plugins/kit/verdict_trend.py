"""Verdicts per year as steps, for a picture that a template draws as SVG."""

from typing import Any

VERDICTS = ("full", "partial", "contrary", "absent")
YEAR, HEIGHT, BASE = 20, 90, 104  # pixels: the width of a year, the tallest year, the axis


def draw_trend(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """One SVG path for each verdict, the verdicts one above the other. None when there is nothing
    to draw.

    rows: year and a number for each of VERDICTS. Each path is filled down to the axis, so that they
    stand in the order in which they cover one another.
    """
    most = max((sum(row[name] for name in VERDICTS) for row in rows), default=0)
    if not most:
        return None
    paths: dict[str, str] = {}
    sums = [0] * len(rows)
    for name in VERDICTS:
        if any(row[name] for row in rows):
            sums = [total + row[name] for total, row in zip(sums, rows, strict=True)]
            paths[name] = draw_steps([BASE - round(HEIGHT * total / most) for total in sums])
    labels = [
        {"x": place * YEAR + 2, "year": row["year"]}
        for place, row in enumerate(rows)
        if row["year"] % 5 == 0
    ]
    in_order = dict(reversed(paths.items()))
    return {"width": len(rows) * YEAR + 20, "axis": BASE, "paths": in_order, "labels": labels}


def draw_steps(tops: list[int]) -> str:
    """A path along the tops of the years, from the axis and back to it; a level top is one line."""
    path, level = f"M0 {BASE}", BASE
    for place, top in enumerate(tops):
        if top != level:
            path += f"H{place * YEAR}V{top}" if place else f"V{top}"
            level = top
    return f"{path}H{len(tops) * YEAR}V{BASE}z"
