"""The linear model: least squares over the labelled provisions, with products of features, and
exact answers for 'without this family'.

Ridge regression in its dual form, with the kernel k + k*k on features of length one. What a model
fitted without some rows would say of those rows follows from one inverse, so leaving out a statute
costs no second fit.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from ingest.machine.items.features import Seen, rarities, scaled
from ingest.machine.items.training_data import Example

Numbers = NDArray[np.float64]
Places = NDArray[np.intp]
RIDGE = 0.3


class Rows(NamedTuple):
    """Provisions as rows of numbers: features, and places among meanings."""

    features: csr_matrix
    sense: Numbers


def rows(provisions: Sequence[Seen], rarity: Mapping[str, float]) -> Rows:
    """Provisions, at least one, by the features that have a rarity."""
    column = {name: index for index, name in enumerate(rarity)}
    starts, columns, values = [0], [], []
    for one in provisions:
        for name, value in scaled(one.blocks, rarity).items():
            columns.append(column[name])
            values.append(value)
        starts.append(len(columns))
    features = csr_matrix((values, columns, starts), shape=(len(provisions), len(column)))
    return Rows(features, np.array([one.sense for one in provisions], dtype=float))


def alike(some: Rows, known: Rows) -> Numbers:
    """How alike provisions and examples are."""
    plain: Numbers = (some.features @ known.features.T).toarray() + some.sense @ known.sense.T
    return plain + plain * plain


class Linear:
    """Weights for every example, and the scores they give."""

    def __init__(self, examples: Sequence[Example], items: Sequence[str]) -> None:
        self.rarity = rarities([one.seen for one in examples])
        self.known = rows([one.seen for one in examples], self.rarity)
        self.gold = np.array(
            [[item in one.items for item in items] for one in examples], dtype=float
        )
        weight = np.array([one.weight for one in examples])
        self.root = np.sqrt(weight)[:, None]
        self.base: Numbers = (weight[:, None] * self.gold).sum(0) / weight.sum()
        self.kernel = alike(self.known, self.known)
        system = self.root * self.kernel * self.root.T + RIDGE * np.eye(len(examples))
        self.inverse: Numbers = np.linalg.inv(system)
        self.dual: Numbers = self.inverse @ (self.root * (self.gold - self.base))

    def without(self, left_out: Places, wanted: Places) -> Numbers:
        """What the model would say of some of the left-out rows, had it never seen any of them."""
        part = np.linalg.solve(self.inverse[np.ix_(left_out, left_out)], self.dual[left_out])
        told = self.gold[left_out] - part / self.root[left_out]
        position = {row: index for index, row in enumerate(left_out.tolist())}
        return np.asarray(told[[position[row] for row in wanted.tolist()]])
