"""The languages in which laws are read. All that the program knows of one stands in <xx>.yml beside
this file: a section for each part of the program that asks (articles, dates, penalties, ...).
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

# penalties, definitions, items and dates are read in these
LANGUAGES = ("en", "fr", "es", "pt", "ar")
SPLIT_ONLY = (
    *("ca", "it", "ro", "nl", "de", "nb", "et", "cs", "sk", "ms", "sw", "rw", "el", "zh"),
    *("vi", "tr", "ru", "uk", "ht", "mg", "so", "am", "is", "ne"),
)
KNOWN = LANGUAGES + SPLIT_ONLY  # where a text is as much one language as another, the first counts
FOLDER = Path(__file__).parent


@cache
def load_language(language: str) -> dict[str, Any]:
    """All sections of a language file. Raises FileNotFoundError for a language without a file."""
    text = (FOLDER / f"{language}.yml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return words


def section(language: str, name: str) -> Any:
    """One section of a language file, as plain lists, dicts and strings.

    Raises KeyError naming file and section when the file has no such section, and
    FileNotFoundError for a language without a file.
    """
    words = load_language(language)
    if name not in words:
        raise KeyError(f"{language}.yml has no section {name!r}")
    return words[name]


def section_in_all(name: str) -> dict[str, Any]:
    """A section that every language file has, by language."""
    return {language: section(language, name) for language in KNOWN}


def entries_in_all(name: str, key: str) -> list[str]:
    """The lists under `key` in one section of every language, as one list without repetitions."""
    lists = [words.get(key, []) for words in section_in_all(name).values()]
    return list(dict.fromkeys(entry for found in lists for entry in found))
