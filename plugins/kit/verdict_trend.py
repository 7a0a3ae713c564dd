"""Verdicts per year as bars, for a picture that a template draws as SVG."""

from typing import Any

VERDICTS = ("full", "partial", "contrary", "absent")
YEAR, BAR, HEIGHT, BASE = 20, 16, 90, 104  # pixels: a year, its bar, the tallest bar, the axis


def verdict_bars(rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """One SVG path for each verdict, its years side by side, the verdicts one above the other.

    rows: year and a number for each of VERDICTS. None when there is nothing to draw.
    """
    most = max((sum(row[name] for name in VERDICTS) for row in rows), default=0)
    if not most:
        return None
    paths = dict.fromkeys(VERDICTS, "")
    for place, row in enumerate(rows):
        y = float(BASE)
        for name in VERDICTS:
            height = HEIGHT * row[name] / most
            y -= height
            if height:
                paths[name] += f"M{place * YEAR + 2} {y:.0f}h{BAR}v{height:.0f}h-{BAR}z"
    labels = [
        {"x": place * YEAR + 2, "year": row["year"]}
        for place, row in enumerate(rows)
        if row["year"] % 5 == 0
    ]
    return {"width": len(rows) * YEAR + 20, "axis": BASE, "paths": paths, "labels": labels}
