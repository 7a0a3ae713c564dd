"""How far an article meets an item: the elements of the item that its words name, and whether the
link is full or partial.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import yaml

from ingest.machine.items.classifiers import fit_line
from ingest.machine.items.features import Features
from ingest.machine.items.kernel_ridge import Matrix
from ingest.machine.items.training_data import Example

ELEMENTS_FILE = Path(__file__).with_name("elements.yml")
PRIOR = 4  # links of its own that an item needs to weigh as much as all items together
Elements = Mapping[str, Sequence[Sequence[str]]]


class ElementsNamed(NamedTuple):
    """The elements of an item, each by its first concept: named in an article, and not."""

    named: list[str]
    missing: list[str]

    @property
    def share(self) -> float:
        """The share of the elements that are named."""
        return len(self.named) / max(len(self.named) + len(self.missing), 1)


def load_elements() -> Elements:
    """item -> its elements, each the concepts of which one must be named."""
    content = yaml.load(ELEMENTS_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {item: [one.split("|") for one in elements] for item, elements in content.items()}


def elements_named(provision: Features, elements: Sequence[Sequence[str]]) -> ElementsNamed:
    """Which elements of an item a provision names."""
    found = [any(f"t:{name}" in provision.concepts for name in each) for each in elements]
    pairs = list(zip(elements, found, strict=True))
    return ElementsNamed(
        [each[0] for each, named in pairs if named], [each[0] for each, named in pairs if not named]
    )


class ExtentClassifier:
    """Learns from links of a known extent how likely a link is full: from the share of elements
    named, what is known of the pair, and how often the item is met in full.
    """

    def __init__(self, examples: Sequence[Example], pairs: Matrix, items: Sequence[str]) -> None:
        """pairs: (examples, items, columns), see pair_features.py."""
        self.elements = load_elements()
        self.items = list(items)
        links = [
            (row, index, example.items[item] == "full")
            for row, example in enumerate(examples)
            for index, item in enumerate(items)
            if example.items.get(item)
        ]
        truth = np.array([full for _, _, full in links])
        counts, full = np.zeros(len(items)), np.zeros(len(items))
        for _, index, is_full in links:
            counts[index] += 1
            full[index] += is_full
        self.full_rate = (full + PRIOR * truth.mean()) / (counts + PRIOR)
        rows = np.array(
            [self.columns(examples[row].features, index, pairs[row]) for row, index, _ in links]
        )
        self.line = fit_line(rows, truth, np.ones(len(rows)))

    def columns(self, provision: Features, item: int, pairs: Matrix) -> Matrix:
        """What is seen of one link. pairs: (items, columns) of the provision."""
        named = elements_named(provision, self.elements[self.items[item]])
        rate = self.full_rate[item]
        own = [named.share, float(not named.missing), rate, named.share * rate]
        return np.array([*own, *pairs[item]])

    def is_full(self, provision: Features, item: int, pairs: Matrix) -> bool:
        """Whether a link is more likely full than partial."""
        return bool(self.line.likelihood(self.columns(provision, item, pairs)) >= 0.5)
