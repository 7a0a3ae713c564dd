"""What adapters share: what they may ask of the database, and how they report what has no place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlite_utils

from ingest.database import Model
from ingest.received.country_names import CountryNames
from ingest.received.dates import read_date

Values = dict[str, str | None]
Yielded = Iterator[tuple[str, "Values | Unplaced"]]
Rows = Iterable[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Unplaced:
    """Something a page says that has no place in the data model yet, with a hint for the person who
    looks at it. `kind` is a kind of the table issue.
    """

    kind: str
    value: str
    hint: str = ""


class Context:
    """What adapters may ask of the database under construction."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db
        self.names = CountryNames(db)

    def place_country(self, printed: str) -> str | Unplaced:
        """The ISO 3166-1 alpha-3 code of a country, or what to report."""
        code = self.names.find_code(printed)
        if code is None:
            near = self.names.nearest_code(printed)
            return Unplaced("unknown_country", printed, f"near {near}" if near else "")
        return code

    def is_recorded(self, model: Model, table: str, values: Values) -> bool:
        """True when a person has already recorded this row: a curated fact is not written over by a
        page.
        """
        keys = model.keys[table]
        if not keys:
            return False
        where = " and ".join(f"[{key}] = ?" for key in keys)
        query = f"select 1 from [{table}] where {where}"
        return self.db.execute(query, [values.get(key) for key in keys]).fetchone() is not None


def read_day(printed: Any) -> str | None:
    """A printed date as the data model keeps it; None stays None. Raises Unread for what is no
    date.
    """
    return read_date(str(printed)).date if printed else None


def count_of_entries(
    identity: str, country: str, measure: str, number: int, seen: str, words: tuple[str, str]
) -> Values:
    """A row of `statistic`: a count of entries in a database, never of victims or of events.

    words: what is counted, in English and in French.
    """
    return {
        "id": identity,
        "country": country,
        "period_end": seen or None,
        "measure": measure,
        "value": str(number),
        "bound": "exact",
        "unit": "entries",
        "definition_en": f"Number of {words[0]} that the database lists for the country on the day "
        "it was read.",
        "definition_fr": f"Nombre d'entrées ({words[1]}) que la base recense pour le pays au jour "
        "de la lecture.",
    }
