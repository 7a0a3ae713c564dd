"""A second reading: labelled provisions of unread laws that another reader labelled again, blind.

`db/learned/second_reading.csv` holds a fifth of them, drawn with a fixed seed, with the items of
both readers as they were before they were compared: how far two careful people agree, and so the
aim of the engine.

`db/learned/kept_aside_second.csv` holds every article with words of four laws kept aside, beside
what the record had: its second reader saw neither the record nor any suggestion.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ingest.languages import LANGUAGES
from ingest.machine.items.training_data import EXAMPLES, Example, read_csv

SECOND_READING = EXAMPLES.with_name("second_reading.csv")
KEPT_ASIDE_SECOND = EXAMPLES.with_name("kept_aside_second.csv")
Items = frozenset[str]


class Provision(NamedTuple):
    """A labelled provision; occurrence: 1 for the first of its law with this number."""

    statute: str
    number: str
    occurrence: int


class Readings(NamedTuple):
    """What two readers gave one provision."""

    provision: Provision
    language: str
    first: Items
    second: Items


class Agreement(NamedTuple):
    """Links of one side, of the other, and those of both."""

    some: int
    others: int
    common: int

    @property
    def f1(self) -> float:
        """Micro-F1 of one side against the other."""
        return 2 * self.common / (self.some + self.others) if self.some + self.others else 0.0


def read_second(file: Path = SECOND_READING) -> list[Readings]:
    """The rows of a file."""
    return [
        Readings(
            Provision(row["statute"], row["number"], int(row["occurrence"])),
            row["language"],
            _items(row["first"]),
            _items(row["second"]),
        )
        for row in read_csv(file)
    ]


def _items(cell: str) -> Items:
    return frozenset(part.partition("=")[0] for part in cell.split(";") if part)


def agreement(pairs: Sequence[tuple[Items, Items]]) -> Agreement:
    """How far two sides agree on some provisions, over all of them together."""
    return Agreement(
        sum(len(some) for some, _ in pairs),
        sum(len(others) for _, others in pairs),
        sum(len(some & others) for some, others in pairs),
    )


def find_rows(examples: Sequence[Example]) -> dict[Provision, int]:
    """Where each labelled provision stands among the examples."""
    seen: Counter[tuple[str, str]] = Counter()
    rows = {}
    for row, example in enumerate(examples):
        name = (example.statute, example.number)
        seen[name] += 1
        rows[Provision(*name, seen[name])] = row
    return rows


def by_language(readings: Sequence[Readings]) -> Iterator[tuple[str, list[Readings]]]:
    """All readings, then those of each language that has any."""
    yield "all", list(readings)
    for language in LANGUAGES:
        own = [one for one in readings if one.language == language]
        if own:
            yield language, own


def compare_engine(
    examples: Sequence[Example], items: Sequence[str], suggested: np.ndarray
) -> Iterator[tuple[str, int, Agreement, Agreement, Agreement]]:
    """By language: provisions, the second reader against the first, the engine against the first
    and against the second. suggested: (labelled provisions, items).
    """
    rows = find_rows(examples)
    readings = [one for one in read_second() if one.provision in rows]
    codes = np.array(items)
    for language, own in by_language(readings):
        said = [frozenset(codes[suggested[rows[one.provision]]].tolist()) for one in own]
        yield (
            language,
            len(own),
            agreement([(one.second, one.first) for one in own]),
            agreement([(each, one.first) for each, one in zip(said, own, strict=True)]),
            agreement([(each, one.second) for each, one in zip(said, own, strict=True)]),
        )
