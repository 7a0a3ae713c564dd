"""Placing the names of countries that sources print, in five languages.

A name is placed only when it is known, after folding case, accents and punctuation; what is near a
known name is a hint for a person.
"""

import re

import sqlite_utils
from rapidfuzz import fuzz, process

from ingest.folding import for_names
from ingest.languages import LANGUAGES

NEAR = 88  # at 80 an invented Ruritania would be near Mauritania


class CountryNames:
    """Names of countries as the database knows them: five languages, official forms, old names."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        columns = ", ".join(f"name_{language}" for language in LANGUAGES)
        self.known: dict[str, str] = {}
        for identity, *names in db.execute(f"select id, {columns} from country").fetchall():
            self.known |= {for_names(name): identity for name in names if name}
        self.known |= {
            for_names(name): identity
            for name, identity in db.execute("select name, country from country_name").fetchall()
        }

    def find_code(self, text: str) -> str | None:
        """The ISO 3166-1 alpha-3 code of a printed name ('Denmark 1', '[Gambia, The]'), or None."""
        name = re.sub(r"[\d\s,]+$", "", text.strip().strip("[]"))
        turned = re.sub(r"^(.+?), (.+)$", r"\2 \1", name)
        return self.known.get(for_names(name)) or self.known.get(for_names(turned))

    def nearest_code(self, text: str) -> str | None:
        """The code of the nearest known name, as a suggestion; None when nothing is near."""
        nearest = process.extractOne(
            for_names(text), self.known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR
        )
        return self.known[nearest[0]] if nearest else None
