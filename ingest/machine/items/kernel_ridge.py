"""Kernel ridge regression over the labelled provisions, with exact leave-group-out scores.

The dual form, with the kernel k + k*k on features of length one. The scores that a model fitted
without some rows would give those rows follow from one inverse, so leaving out a statute costs no
second fit.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from ingest.machine.items.features import Features, inverse_document_frequencies, weigh_features
from ingest.machine.items.training_data import Example

Matrix = NDArray[np.float64]
Indices = NDArray[np.intp]
RIDGE = 0.4  # set by hand on the labelled laws


class FeatureRows(NamedTuple):
    """Provisions as rows: features (provisions, features), embeddings (provisions, dimensions)."""

    features: csr_matrix
    embeddings: Matrix


def feature_rows(provisions: Sequence[Features], idf: Mapping[str, float]) -> FeatureRows:
    """Provisions, at least one, by the features that have an idf."""
    column = {name: index for index, name in enumerate(idf)}
    starts, columns, values = [0], [], []
    for provision in provisions:
        for name, value in weigh_features(provision.blocks, idf).items():
            columns.append(column[name])
            values.append(value)
        starts.append(len(columns))
    features = csr_matrix((values, columns, starts), shape=(len(provisions), len(column)))
    embeddings = np.array([provision.embedding for provision in provisions], dtype=float)
    return FeatureRows(features, embeddings)


def kernel(some: FeatureRows, others: FeatureRows) -> Matrix:
    """How alike provisions are: (some, others)."""
    linear: Matrix = (some.features @ others.features.T).toarray()
    linear = linear + some.embeddings @ others.embeddings.T
    return linear + linear * linear


class KernelRidge:
    """The fitted regression.

    labels: (examples, items), 0 or 1. base_rate: (items,). likeness: of the labelled provisions,
    which come first, to all: (labelled provisions, examples). inverse: (examples, examples). dual:
    (examples, items), to be multiplied by root_weights (examples, 1) before use.
    """

    def __init__(self, examples: Sequence[Example], items: Sequence[str]) -> None:
        from scipy.linalg import inv

        features = [example.features for example in examples]
        self.idf = inverse_document_frequencies(features)
        self.known = feature_rows(features, self.idf)
        self.labels = np.array(
            [[item in example.items for item in items] for example in examples], dtype=float
        )
        weight = np.array([example.weight for example in examples])
        self.root_weights = np.sqrt(weight)[:, None]
        self.base_rate: Matrix = (weight[:, None] * self.labels).sum(0) / weight.sum()
        system = kernel(self.known, self.known)
        labelled = sum(example.labelled for example in examples)
        self.likeness = system[:labelled].astype(np.float32)
        system *= self.root_weights
        system *= self.root_weights.T
        system[np.diag_indices(len(examples))] += RIDGE
        self.inverse: Matrix = inv(system, assume_a="pos", overwrite_a=True)
        self.dual: Matrix = self.inverse @ (self.root_weights * (self.labels - self.base_rate))

    def weights_without(self, left_out: Indices) -> Matrix:
        """What the kernel is multiplied by in a model fitted without some rows, whose own are zero:
        (examples, items).
        """
        inverse = self.inverse[np.ix_(left_out, left_out)]
        gone = np.linalg.solve(inverse, self.dual[left_out])
        dual = self.dual - self.inverse[left_out].T @ gone  # rows: they lie together in memory
        return np.asarray(self.root_weights * dual)

    def scores_without(self, left_out: Indices, wanted: Indices) -> Matrix:
        """Scores (wanted, items) of a model fitted without the rows `left_out`; `wanted` are some
        of them.
        """
        inverse = self.inverse[np.ix_(left_out, left_out)]
        residual = np.linalg.solve(inverse, self.dual[left_out]) / self.root_weights[left_out]
        scores = self.labels[left_out] - residual
        position = {row: index for index, row in enumerate(left_out.tolist())}
        return np.asarray(scores[[position[row] for row in wanted.tolist()]])
