"""Scrapers: one module per source. A module says which pages exist and turns their bytes into rows
as printed; nothing else.
"""

SOURCES = (
    "untc",
    "usdol",
    "sherloc",
    "tip",
    "peachjam",
    "akn",
    "sgg",
    "capeverde",
    "uwazi",
    "uhri",
    "au",
    "normlex",
)
