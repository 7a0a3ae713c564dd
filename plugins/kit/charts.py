"""How the charts look: rows of figures as drawings for SVG and PNG. Colours are told apart by eyes
that see no red or no green (Okabe and Ito, 2008), and each is named.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from plugins.kit.drawing import INK, PAPER, QUIET, Drawing
from plugins.kit.page import Row
from plugins.kit.plan_timeline import LANE, draw_plans
from plugins.kit.world_map import HEIGHT, WIDTH, area_of, outlines

MARGIN, HEAD, FOOT, LEGEND = 16, 56, 26, 24  # pixels
COLOURS = {
    "full": "#0072b2",
    "partial": "#e69f00",
    "contrary": "#d55e00",
    "absent": "#333f48",
    "not_assessed": "#d5dcdf",
}
LEVEL_COLOURS = {
    "whole": "#08415c",
    "read": "#2f7fae",
    "account": "#8cc0dc",
    "named": "#d9c48f",
    "searched": "#b9b3c6",
    "none": "#e6e9ea",
}
CLOCK_COLOURS = {
    "current": "#0072b2",
    "expiring_6_months": "#e69f00",
    "expired": "#a9b5ba",
    "expired_without_successor": "#d55e00",
}
COUNTED = "#0072b2"
SERIES_HEIGHT, YEARS_BETWEEN_NAMES = 120, 5
Words = Mapping[str, str]


def start(width: int, height: int, title: str, origin: str, about: str) -> Drawing:
    """A sheet with its title above and its origin below."""
    drawing = Drawing(width, height, title, f"{title}. {about} {origin}")
    drawing.boxes.append((0, 0, width, height, PAPER))
    drawing.words.append((MARGIN, 32, 19, True, INK, title))
    drawing.words.append((MARGIN, height - 10, 11, False, QUIET, origin))
    return drawing


def add_legend(drawing: Drawing, colours: Words, names: Words, top: float) -> None:
    """A box and a name for each colour, in one line."""
    left: float = MARGIN
    for key, colour in colours.items():
        drawing.boxes.append((left, top - 10, 11, 11, colour))
        drawing.words.append((left + 16, top, 12, False, INK, names[key]))
        left += 34 + 6.3 * len(names[key])


def draw_map(
    rows: list[Row], names: Words, title: str, origin: str, colours: Words = LEVEL_COLOURS
) -> Drawing:
    """States by a level, such as how well their law is known. rows: country, longitude, latitude,
    level.
    """
    about = "; ".join(f"{names[key]}: {count}" for key, count in tally(rows, "level").items())
    drawing = start(WIDTH, HEIGHT + HEAD + LEGEND + FOOT, title, origin, about)
    down = HEAD - 8
    shapes = [(outlines().get("", []), LEVEL_COLOURS["none"])] + [
        (
            area_of(row["country"], row["longitude"], row["latitude"]),
            colours[row["level"]],
        )
        for row in rows
    ]
    drawing.areas += [
        ([[(x, y + down) for x, y in ring] for ring in rings], colour)
        for rings, colour in shapes
        if rings
    ]
    add_legend(drawing, colours, names, drawing.height - FOOT - 6)
    return drawing


def tally(rows: list[Row], column: str) -> dict[str, int]:
    """How many rows have each value of a column."""
    found: dict[str, int] = {}
    for row in rows:
        found[row[column]] = found.get(row[column], 0) + 1
    return found


def draw_shares(rows: list[Row], names: Words, title: str, origin: str) -> Drawing:
    """One bar a row, as long as the others, cut by the shares of its verdicts; the figure stands in
    each part that has room. rows: label, and a number for each of COLOURS.
    """
    told = [
        f"{row['label']}: " + ", ".join(f"{names[key]} {row[key]}" for key in COLOURS if row[key])
        for row in rows
    ]
    height = HEAD + 38 * len(rows) + LEGEND + FOOT + 10
    drawing = start(760, height, title, origin, "; ".join(told) + ".")
    for at, row in enumerate(rows):
        top, left, total = HEAD + 38 * at, 190.0, sum(row[key] for key in COLOURS)
        drawing.words.append((MARGIN, top + 17, 13, False, INK, f"{row['label']} ({total})"))
        for key, colour in COLOURS.items():
            share = 550 * row[key] / total if total else 0
            if share:
                drawing.boxes.append((left, top, share, 26, colour))
            if share > 24:
                ink = INK if key in ("partial", "not_assessed") else PAPER
                drawing.words.append((left + 5, top + 17, 12, True, ink, str(row[key])))
            left += share
    add_legend(drawing, COLOURS, names, height - FOOT - 6)
    return drawing


def draw_trend(rows: list[Row], names: Words, title: str, origin: str) -> Drawing:
    """Verdicts at the end of each year, one above the other. rows: year and a number for each
    verdict.
    """
    colours = {key: colour for key, colour in COLOURS.items() if key != "not_assessed"}
    last = rows[-1] if rows else dict.fromkeys(colours, 0)
    about = ", ".join(f"{names[key]} {last[key]}" for key in colours)
    drawing = start(760, HEAD + 220 + LEGEND + FOOT + 20, title, origin, about + ".")
    most = max((sum(row[key] for key in colours) for row in rows), default=0) or 1
    step = 728 / max(len(rows), 1)
    for at, row in enumerate(rows):
        base: float = HEAD + 220
        for key, colour in colours.items():
            tall = 210 * row[key] / most
            if tall:
                drawing.boxes.append((MARGIN + at * step, base - tall, step - 1, tall, colour))
            base -= tall
    name_years(drawing, rows, step, HEAD + 235)
    drawing.words.append((MARGIN, HEAD + 2, 11, False, QUIET, f"{most}"))
    add_legend(drawing, colours, names, drawing.height - FOOT - 6)
    return drawing


def name_years(drawing: Drawing, rows: list[Row], step: float, baseline: float) -> None:
    """The years below the columns of a chart, each fifth."""
    drawing.words += [
        (MARGIN + at * step, baseline, 11, False, QUIET, str(row["year"]))
        for at, row in enumerate(rows)
        if int(row["year"]) % YEARS_BETWEEN_NAMES == 0
    ]


def draw_series(
    rows: list[Row], series: Sequence[str], names: Words, title: str, origin: str
) -> Drawing:
    """One row of columns a series, one column a year, the largest figure named. rows: year, and a
    number or nothing for each of `series`.
    """
    about = "; ".join(
        f"{names[key]}: " + ", ".join(f"{row['year']} {row[key]:.0f}" for row in rows if row[key])
        for key in series
    )
    high = SERIES_HEIGHT + 46
    drawing = start(760, HEAD + high * len(series) + FOOT, title, origin, about + ".")
    step = 728 / max(len(rows), 1)
    for number, key in enumerate(series):
        top = HEAD + high * number
        most = max((row[key] or 0 for row in rows), default=0) or 1
        drawing.words.append((MARGIN, top + 8, 13, True, INK, names[key]))
        for at, row in enumerate(rows):
            tall = (SERIES_HEIGHT - 18) * (row[key] or 0) / most
            left, base = MARGIN + at * step, top + SERIES_HEIGHT + 14
            if tall:
                drawing.boxes.append((left, base - tall, step - 2, tall, COUNTED))
            if row[key] == most:
                drawing.words.append((left, base - tall - 4, 11, False, INK, f"{most:.0f}"))
        name_years(drawing, rows, step, top + SERIES_HEIGHT + 28)
    return drawing


def draw_periods(rows: list[Row], names: Words, title: str, origin: str, on: str) -> Drawing:
    """The plans whose two ends are known, one bar each, on a line of years. rows: as LIST of
    plan_list.py has them.
    """
    line: dict[str, Any] = draw_plans(rows, on) or {"bars": [], "bands": [], "scale": []}
    width = max(line.get("width", 0) + 2 * MARGIN, 760)
    told = "; ".join(
        f"{names[key]}: {n}" for key, n in tally(rows, "clock").items() if key in names
    )
    height = HEAD + line.get("height", 0) + LEGEND + FOOT
    drawing = start(width, height, title, origin, told + ".")
    for band in line["bands"]:
        drawing.boxes.append((MARGIN, HEAD + band["y"], width - 2 * MARGIN, 0.6, "#d5dcdf"))
        named = (MARGIN, HEAD + band["y"] + 10, 10, False, INK, (band["name"] or "–")[:20])
        drawing.words.append(named)
    for tick in line["scale"][:-1:2]:
        drawing.words.append((MARGIN + tick["x"], HEAD + 14, 10, False, QUIET, str(tick["year"])))
    drawing.boxes += [
        (
            MARGIN + bar["x"],
            HEAD + bar["y"] + 2,
            bar["width"],
            LANE - 4,
            CLOCK_COLOURS[bar["clock"]],
        )
        for bar in line["bars"]
        if bar["clock"] in CLOCK_COLOURS
    ]
    if line.get("now"):
        drawing.boxes.append((MARGIN + line["now"], HEAD + 16, 1.5, line["height"] - 16, INK))
    add_legend(drawing, CLOCK_COLOURS, names, height - FOOT - 4)
    return drawing
