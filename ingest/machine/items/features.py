"""A provision as named numbers for the linear model: concepts, rules, words, and what stands around
it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.machine.items.annotate import Reading
from ingest.machine.items.rules import Hit

Features = dict[str, float]
STEM = 7
WEIGHTS = (
    1.0,
    0.8,
    0.3,
)  # of the three blocks: what it speaks of, its words, what stands around it


@dataclass
class Seen:
    """What the model sees of one provision; nothing in it gives the text back."""

    blocks: tuple[Features, Features, Features]
    hits: dict[str, tuple[int, bool]] = field(
        default_factory=dict
    )  # rule -> words it spans, and whether it stands at the head
    size: int = 0
    sense: NDArray[np.float64] = field(
        default_factory=lambda: np.zeros(0), compare=False
    )  # its place among meanings, see meaning.py


def seen(
    reading: Reading,
    hits: Iterable[Hit],
    parent: Reading | None = None,
    neighbours: Sequence[Reading] = (),
) -> Seen:
    """Features of a provision, with its chapter head and the provisions before and after."""
    held = {hit.rule: (hit.gap, hit.first < reading.headed + 8) for hit in hits}
    blocks = (concepts(reading, held), vocabulary(reading), surroundings(parent, neighbours))
    return Seen(blocks, held, len(reading.words))


def concepts(reading: Reading, rules: Iterable[str]) -> Features:
    """What the provision speaks of, in no language: concepts (more often, in the heading), rules
    that hold, its kind.
    """
    found: Features = {}
    for concept, spans in reading.places.items():
        found[f"t:{concept}"] = round(1 + math.log(len(spans)), 2)
        if spans[0].first < reading.headed:
            found[f"h:{concept}"] = 2.0
    found |= {f"k:{kind}": 1.0 for kind in sorted(reading.kinds)}
    found |= {f"r:{rule}": 1.0 for rule in rules}
    return found


def vocabulary(reading: Reading) -> Features:
    """Its words, cut to their first letters and marked with the language."""
    counts = Counter(word.text[:STEM] for word in reading.words)
    return {
        f"{reading.language}:{word}": round(1 + math.log(count), 2)
        for word, count in counts.items()
    }


def surroundings(parent: Reading | None, neighbours: Sequence[Reading]) -> Features:
    """The concepts of the chapter head and of the provisions before and after."""
    found: Features = {}
    for reading in neighbours:
        for concept in reading.places:
            found[f"n:{concept}"] = found.get(f"n:{concept}", 0.0) + 0.5
    if parent is not None:
        found |= {f"c:{concept}": 2.0 for concept in parent.places}
    return found


def scaled(blocks: Sequence[Mapping[str, float]], rarity: Mapping[str, float]) -> Features:
    """Blocks of features, each weighted by rarity, brought to length one, and given its weight."""
    found: Features = {}
    for block, weight in zip(blocks, WEIGHTS, strict=True):
        known = {name: value * rarity[name] for name, value in block.items() if name in rarity}
        length = math.sqrt(sum(value * value for value in known.values())) or 1.0
        found |= {name: weight * value / length for name, value in known.items()}
    return found


def rarities(documents: Sequence[Seen], least: int = 2) -> dict[str, float]:
    """How rare each feature is among the provisions learned from; what stands in fewer than `least`
    is left out.
    """
    counts = Counter(name for one in documents for block in one.blocks for name in block)
    return {
        name: 1 + math.log((1 + len(documents)) / (1 + count))
        for name, count in sorted(counts.items())
        if count >= least
    }
