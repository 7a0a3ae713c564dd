"""The curated instruments as far as a text can be compared with them."""

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from babel import Locale

from ingest.folding import for_names

NESTED = re.compile(r"^[a-z_]+:[ ]*\n(?=[ -])", re.M)  # records below the instrument begin here
NAMES = ("name_en", "name_fr", "name_pt", "name_es", "name_ar")


@dataclass(frozen=True)
class LawRecord:
    """An instrument: country is its three letters, empty for a treaty; titles as recorded."""

    id: str
    country: str
    titles: tuple[str, ...]
    language: str
    number: str
    year: str

    @cached_property
    def title_words(self) -> tuple[frozenset[str], ...]:
        """The folded words of each title, without figures."""
        sets = (frozenset(words_of_title(title)) for title in dict.fromkeys(self.titles))
        return tuple(words for words in sets if words)

    @property
    def shown(self) -> str:
        """How a person knows it: its number or year, and its title."""
        named = self.number if self.number and self.number in self.titles[0] else ""
        return self.titles[0] if named or not self.number else f"{self.number}, {self.titles[0]}"


def words_of_title(text: str) -> list[str]:
    """The folded words of a text, without figures."""
    return [word for word in for_names(text).split() if not any(map(str.isdecimal, word))]


class LawRecords:
    """Every curated instrument, how rare the words of their titles are, and names of countries."""

    def __init__(self, curated: Path) -> None:
        self.by_id = {
            record.id: record
            for path in sorted(curated.glob("instrument/*/*.yml"))
            for record in [read_record(path)]
        }
        counts = Counter(
            word for record in self.by_id.values() for word in set().union(*record.title_words)
        )
        total = len(self.by_id)
        self.rarity = {word: math.log(1 + total / count) for word, count in counts.items()}
        self.countries, self.languages = read_countries(curated)


def read_record(path: Path) -> LawRecord:
    """The facts at the head of an instrument's file; what is nested below is not read."""
    text = path.read_text(encoding="utf-8")
    nested = NESTED.search(text)
    facts = yaml.load(text[: nested.start()] if nested else text, yaml.CBaseLoader)
    titles = (facts.get("title"), facts.get("title_en"), facts.get("title_fr"))
    return LawRecord(
        path.stem,
        facts.get("country") or "",
        tuple(title for title in titles if title),
        facts.get("language") or "",
        facts.get("number") or "",
        (facts.get("adopted_on") or "")[:4],
    )


def read_countries(curated: Path) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """Codes and folded names of countries, each with the three letters it means; and the codes of
    the languages of each country.
    """
    names: dict[str, str] = {}
    languages: dict[str, frozenset[str]] = {}
    codes = {name: code for code, name in Locale("en").languages.items() if len(code) == 2}
    with (curated / "country.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["kind"] == "organisation":  # laws of States name the European Union too
                continue
            names |= {for_names(row[name]): row["id"] for name in NAMES if row[name]}
            names |= {row["iso2"].lower(): row["id"]} if row["iso2"] else {}
            spoken = row["languages"].split(";")
            languages[row["id"]] = frozenset(codes[name] for name in spoken if name in codes)
    return names, languages
