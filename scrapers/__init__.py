"""Scrapers: one module per source. A module says which pages exist and turns their bytes into rows
as printed; nothing else.
"""

import re
from collections.abc import Iterable
from pathlib import Path

DECLARED = re.compile(r'^SOURCE = "([^"]+)"$', re.M)


def find_sources(folders: Iterable[str | Path]) -> dict[str, str]:
    """Name of each scraper -> its id in db/curated/source.csv, sorted by name.

    A scraper is a module with a line `SOURCE = "<id>"`. The files are read, not imported: importing
    all of them loads a PDF library that most commands never need.
    """
    files = sorted(file for folder in folders for file in Path(folder).glob("*.py"))
    declared = {file.stem: DECLARED.search(file.read_text(encoding="utf-8")) for file in files}
    return {name: match[1] for name, match in declared.items() if match}


SOURCES = find_sources(__path__)
