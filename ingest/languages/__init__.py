"""The languages in which laws are read. All that the program knows of one stands in <xx>.yml beside
this file: a section for each part of the program that asks (articles, dates, penalties, ...).
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("en", "fr", "pt", "es", "ar")


@cache
def section(language: str, name: str) -> Any:
    """One section of a language file, as plain lists, dicts and strings.

    Raises KeyError naming file and section when the file has no such section, and
    FileNotFoundError for a language without a file.
    """
    path = Path(__file__).with_name(f"{language}.yml")
    words = yaml.safe_load(path.read_text(encoding="utf-8"))
    if name not in words:
        raise KeyError(f"{path.name} has no section {name!r}")
    return words[name]
