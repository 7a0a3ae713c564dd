"""The States of the world as areas on a sheet, equal in area (Equal Earth projection).

world_outlines.csv: country (ISO 3166-1 alpha-3, empty for land of nobody listed here) and rings:
`x y dx dy dx dy ...;x y ...`, in pixels of a sheet of 960 by 420, the first point whole, the others
as steps from the last. Made from Natural Earth 1:50m, public domain (naturalearthdata.com), through
world-atlas 2.0.2 (ISC licence), simplified by Visvalingam's method to 1.5 square pixels. A State
too small for a ring is a dot at its place.
"""

import csv
from functools import cache
from math import asin, cos, pi, radians, sin, sqrt
from pathlib import Path
from typing import Any

from plugins.kit.drawing import Ring, svg_path

WIDTH, HEIGHT, NORTH = 960, 420, 84  # pixels; degrees of latitude at the upper edge
FACTORS = (1.340264, -0.081106, 0.000893, 0.003796)
DOT = 3  # pixels: half the width of a State too small for its outline
FILE = Path(__file__).with_name("world_outlines.csv")


@cache
def outlines() -> dict[str, list[Ring]]:
    """The rings of each State that is large enough; the rest of the land by an empty code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["country"]: read_rings(row["rings"]) for row in csv.DictReader(file)}


def read_rings(text: str) -> list[Ring]:
    """Rings as the file writes them."""
    rings = []
    for part in text.split(";"):
        numbers = [int(number) for number in part.split()]
        ring: Ring = []
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            ring.append((x + ring[-1][0], y + ring[-1][1]) if ring else (x, y))
        rings.append(ring)
    return rings


def place_of(longitude: float, latitude: float) -> tuple[float, float]:
    """Where a place of the globe, in degrees, stands on the sheet, in pixels."""
    scale = WIDTH / (2 * project(180, 0)[0])
    x, y = project(longitude, latitude)
    return x * scale + WIDTH / 2, (project(0, NORTH)[1] - y) * scale


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Equal Earth (Savric, Patterson and Jenny, 2018), on a globe of radius 1."""
    a, b, c, d = FACTORS
    angle = asin(sqrt(3) / 2 * sin(latitude * pi / 180))
    square, sixth = angle**2, angle**6
    slope = a + 3 * b * square + sixth * (7 * c + 9 * d * square)
    x = 2 * radians(longitude) * cos(angle) / (sqrt(3) * slope)
    return x, angle * (a + b * square + sixth * (c + d * square))


def area_of(country: str, longitude: float | None, latitude: float | None) -> list[Ring]:
    """The rings of a State, or a dot at its place; nothing where neither is known."""
    rings = outlines().get(country)
    if rings or longitude is None or latitude is None:
        return rings or []
    x, y = (round(value, 1) for value in place_of(longitude, latitude))
    return [[(x, y - DOT), (x + DOT, y), (x, y + DOT), (x - DOT, y)]]


SHAPES = {  # around a place, one for each level: told apart without colour
    "whole": "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
    "read": "m0-3l3 6h-6z",
    "account": "m-2.5-2.5h5v5h-5z",
    "named": "m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
    "searched": "m-2 0h4",
    "none": "m-2 0h4",
}


def draw_levels(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A map for a page: the land without a State, and for each level the areas of its States and
    one path of their shapes. rows: country, country_name, longitude, latitude, level.
    """
    levels: dict[str, dict[str, Any]] = {level: {"areas": [], "shapes": ""} for level in SHAPES}
    for row in rows:
        rings = area_of(row["country"], row["longitude"], row["latitude"])
        level = levels[row["level"]]
        if rings:
            level["areas"].append({**row, "path": svg_path(rings)})
        if row["latitude"] is not None:
            x, y = place_of(row["longitude"], row["latitude"])
            level["shapes"] += f"M{x:.0f} {y:.0f}{SHAPES[row['level']]}"
    land = svg_path(outlines().get("", []))
    return {"width": WIDTH, "height": HEIGHT, "land": land, "levels": levels}
