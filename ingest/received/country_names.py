"""Placing the names of countries that sources print, in five languages.

A name is placed only when it is known (ingest/country_index.py); what is near a known name is a
hint for a person.
"""

import sqlite_utils
from rapidfuzz import fuzz, process

from ingest.country_index import CountryIndex, name_key

NEAR = 88  # at 80 an invented Ruritania would be near Mauritania
NAMES = """
select n.value, k.id
from country k, json_each(json_array(k.id, name_en, name_fr, name_pt, name_es, name_ar)) n
where n.value is not null
union
select name, country from country_name
"""


class CountryNames:
    """Names of countries as the database knows them: codes, five languages, official forms,
    acronyms, old names.
    """

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.index = CountryIndex(db.execute(NAMES).fetchall())

    def find_code(self, text: str) -> str | None:
        """The ISO 3166-1 alpha-3 code of a printed name ('Niger (the)', '[Denmark 1]'), or None."""
        return self.index.find_code(text)

    def nearest_code(self, text: str) -> str | None:
        """The code of the nearest known name, as a suggestion; None when nothing is near."""
        nearest = process.extractOne(
            name_key(text),
            self.index.known.keys(),
            scorer=fuzz.token_sort_ratio,
            score_cutoff=NEAR,
        )
        return self.index.known[nearest[0]] if nearest else None
