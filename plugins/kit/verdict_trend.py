"""Verdicts per year as bars, for a picture that a template draws as SVG."""

from typing import Any

VERDICTS = ("full", "partial", "contrary", "absent")
YEAR, BAR, HEIGHT, BASE = 20, 16, 90, 104  # pixels: a year, its bar, the tallest bar, the axis


def verdict_bars(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Where to draw the verdicts of each year, one above the other.

    rows: year and a number for each of VERDICTS. None when there is nothing to draw.
    """
    most = max((sum(row[name] for name in VERDICTS) for row in rows), default=0)
    if not most:
        return None
    bars = []
    for place, row in enumerate(rows):
        y = float(BASE)
        for name in VERDICTS:
            height = HEIGHT * row[name] / most
            y -= height
            if height:
                x = place * YEAR + 2
                bars.append({"x": x, "y": round(y, 1), "height": round(height, 1), "kind": name})
    labels = [
        {"x": place * YEAR + 2, "year": row["year"]}
        for place, row in enumerate(rows)
        if row["year"] % 5 == 0
    ]
    size = {"width": len(rows) * YEAR + 20, "height": BASE + 16, "bar": BAR, "axis": BASE}
    return {**size, "bars": bars, "labels": labels, "most": most}
