"""Boosted trees and logistic regressions as arrays: fitted by scikit-learn, asked without it, since
its import takes longer than a law takes to judge.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Numbers = NDArray[np.int32]


class BoostedTrees(NamedTuple):
    """Nodes of every tree, each (trees, nodes); a leaf is its own child. start: what is added to
    the values of the leaves. depth: of the deepest tree.
    """

    column: Numbers
    threshold: Matrix
    left: Numbers
    right: Numbers
    value: Matrix
    start: float
    depth: int

    def likelihood(self, rows: Matrix) -> Matrix:
        """The likelihood of each row: (rows,). rows: (rows, columns)."""
        trees = np.arange(len(self.column))
        at = np.zeros((len(rows), len(trees)), dtype=np.int32)
        index = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            goes_left = rows[index, self.column[trees, at]] <= self.threshold[trees, at]
            at = np.where(goes_left, self.left[trees, at], self.right[trees, at])
        return logistic(self.value[trees, at].sum(1) + self.start)


def logistic(values: Matrix) -> Matrix:
    """From log odds to likelihoods, each (rows,)."""
    return np.asarray(1 / (1 + np.exp(-values)))


def fit_trees(rows: Matrix, truth: NDArray[np.bool_], weight: Matrix) -> BoostedTrees:
    """Shallow trees that tell true rows from others. rows: (rows, columns); truth and weight, how
    much each counts: (rows,).
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    fitted = HistGradientBoostingClassifier(
        max_iter=100,
        learning_rate=0.06,
        max_leaf_nodes=8,
        min_samples_leaf=40,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=0,
    ).fit(rows, truth, weight)
    nodes = [tree.nodes for (tree,) in fitted._predictors]
    size = max(map(len, nodes))
    shape = len(nodes), size
    column, left, right = (np.zeros(shape, dtype=np.int32) for _ in range(3))
    threshold, value = np.zeros(shape), np.zeros(shape)
    for index, own in enumerate(nodes):
        here, leaf = np.arange(len(own)), own["is_leaf"].astype(bool)
        column[index, here] = np.where(leaf, 0, own["feature_idx"])
        threshold[index, here] = np.where(leaf, np.inf, own["num_threshold"])
        left[index, here] = np.where(leaf, here, own["left"])
        right[index, here] = np.where(leaf, here, own["right"])
        value[index, here] = own["value"]
    depth = max(int(own["depth"].max()) for own in nodes)
    start = float(fitted._baseline_prediction.item())
    return BoostedTrees(column, threshold, left, right, value, start, depth)


class LogisticLine(NamedTuple):
    """A logistic regression on columns brought to mean 0 and deviation 1, each (columns,)."""

    mean: Matrix
    deviation: Matrix
    weights: Matrix
    start: float

    def likelihood(self, rows: Matrix) -> Matrix:
        """The likelihood of each row: (rows,). rows: (rows, columns)."""
        return logistic(((rows - self.mean) / self.deviation) @ self.weights + self.start)


def fit_line(rows: Matrix, truth: NDArray[np.bool_], weight: Matrix) -> LogisticLine:
    """A line that tells true rows from others. rows: (rows, columns); truth and weight, how much
    each counts: (rows,).
    """
    from sklearn.linear_model import LogisticRegression

    mean, deviation = rows.mean(0), rows.std(0) + 1e-6
    fitted = LogisticRegression(C=0.5, max_iter=3000).fit((rows - mean) / deviation, truth, weight)
    return LogisticLine(mean, deviation, fitted.coef_[0], float(fitted.intercept_[0]))
