"""The cells of the grid at /gaps: their addresses, letters and legend.

A cell is one letter inside one link, so that a grid of the world stays small. The address of a
cell is its sign (what the style sheet draws), the country's two letters and the item's ordinal in
base 62: /fSN7. A capital sign means reviewed; the style sheet adds a plus to it.
"""

from itertools import groupby
from string import ascii_letters, digits
from typing import Any

from markupsafe import Markup, escape

from plugins.kit.labels import RequestLabels
from plugins.kit.language import gettext
from plugins.kit.page import Row

# verdict and certainty -> the sign of the address and the letter shown; A has the sign of B, in
# capitals
SIGNS = {
    ("full", "B"): ("f", "F"),
    ("full", "C"): ("g", "f"),
    ("partial", "B"): ("p", "P"),
    ("partial", "C"): ("q", "p"),
    ("contrary", "B"): ("c", "C"),
    ("contrary", "C"): ("d", "c"),
    ("absent", "B"): ("n", "0"),
    ("absent", "C"): ("m", "o"),
    ("not_assessed", "D"): ("h", "h"),
    ("not_assessed", "silent"): ("s", "-"),
    ("not_assessed", None): ("u", "?"),
}
BASE = digits + ascii_letters
NARROWEST_SPAN = 4  # cells in a row without anything known that are drawn as one wide cell


def grid_lines(rows: list[Row], columns: list[Row], on: str = "") -> list[dict[str, Any]]:
    """One line a country, with its cells as HTML; a run of cells without anything known is one wide
    cell. The cells of the world are thousands: a template would take each apart.

    `on` is the day of the grid where it is not today: the addresses of its cells carry it.
    """
    places = {row["code"]: to_base62(row["ordinal"]) for row in columns}
    unknown, day = escape(gettext("? not assessed")), f"?on={on}" if on else ""
    quote = '"' if on else ""  # an address with a sign of equality cannot stand without
    table = []
    for name, of_country in groupby(rows, key=lambda row: row["name"]):
        cells: list[str] = []
        for (_pillar, known), group in groupby(of_country, key=pillar_and_known):
            run = list(group)
            iso2 = escape(run[0]["iso2"])
            if not known:  # there is nothing to open
                wide = len(run) >= NARROWEST_SPAN
                cells += [f"<td colspan={len(run)}>{unknown}"] if wide else ["<td>?"] * len(run)
                continue
            for row in run:
                sign, letter = sign_of(row)
                address = f"{sign}{iso2}{places[row['item']]}{day}"
                cells.append(f"<td><a href={quote}{address}{quote}>{letter}</a>")
        table.append({"country": run[0]["country"], "name": name, "cells": Markup("".join(cells))})
    return table


def pillar_and_known(row: Row) -> tuple[str, bool]:
    """The pillar, and whether there is a verdict, a provision that touches the item, or an act that
    was looked in.
    """
    known = row["verdict"] != "not_assessed" or row["touched"] or row["silent"]
    return row["pillar"], bool(known)


def sign_of(row: Row) -> tuple[str, str]:
    """The sign of a cell's address, and the letters shown."""
    reviewed = row["certainty"] == "A"
    certainty = "B" if reviewed else "silent" if row["silent"] else row["certainty"]
    sign, letter = SIGNS[row["verdict"], "D" if row["touched"] else certainty]
    sign = sign.upper() if reviewed and not row["touched"] else sign
    disputed = row["contested"] or row["verification"] == "conflicting"
    return sign, f"{letter}!" if disputed else letter


def legend_of(labels: RequestLabels) -> list[dict[str, str]]:
    """The legend: each sign with its letter and its words in the reader's language."""
    legend = []
    for (verdict, certainty), (sign, letter) in SIGNS.items():
        words = [labels["verdict"][verdict], labels["certainty"].get(certainty or "")]
        if certainty == "silent":
            words.append(gettext("not in the acts read, usually in other law"))
        legend.append({"sign": sign, "letter": letter, "words": ", ".join(filter(None, words))})
    return legend


def spoken_style(legend: list[dict[str, str]]) -> Markup:
    """A style sheet that makes screen readers say each cell's sign in words."""
    quotable = {ord('"'): "'", ord("\\"): "/", ord("<"): ""}
    rules = []
    for entry in legend:
        words = entry["words"].translate(quotable)
        rules.append(f'.cells [href^={entry["sign"]} i]::after{{content:""/"{words}"}}')
    return Markup("<style>" + "".join(rules) + "</style>")


def to_base62(number: int) -> str:
    """A number below 62 * 62 in base 62."""
    high, low = divmod(number, len(BASE))
    return (BASE[high] if high else "") + BASE[low]


def from_base62(text: str) -> int:
    """The number that `to_base62` wrote."""
    number = 0
    for sign in text:
        number = number * len(BASE) + BASE.index(sign)
    return number
