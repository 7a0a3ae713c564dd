"""Calibrated bands: from what is known of a pair of provision and item to the likelihood of a link,
and the band it is in.

Two small models, a logistic regression and shallow boosted trees, see for each pair the columns of
PAIR_COLUMNS. The thresholds of the bands are set, language by language, on laws left out.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ingest.machine.items.kernel_ridge import Matrix
from ingest.machine.items.pair_features import Flags, worth_judging

BANDS = ("strong", "possible", "weak")
# What each band promises: of all that is in it or in a better one, the share that is right.
PROMISED_PRECISION = {"strong": 0.92, "possible": 0.65, "weak": 0.56}
OTHER_LANGUAGES = 0.3  # how much a pair of another language counts where a threshold is set
ON_SUBJECT = 0.05  # and one on the subject, where those of other laws are set
OTHER_SUBJECT = "other subject"
NEVER = 2.0  # above any likelihood


class JudgedPairs(NamedTuple):
    """Provisions whose links people gave, as the classifier sees them.

    pairs: (provisions, items, columns). labels: (provisions, items). families, languages and
    on_subject: one for each provision.
    """

    pairs: Matrix
    labels: Matrix
    families: Sequence[str]
    languages: Sequence[str]
    on_subject: Flags


class BandClassifier:
    """Learns which links are true from judged pairs of provision and item, and sets the thresholds
    of the bands for each language, where "" stands for any other, and for laws on another subject.
    """

    def __init__(self, known: JudgedPairs) -> None:
        judged = worth_judging(known.pairs)
        rows, truth = known.pairs[judged], known.labels[judged] > 0
        families, languages, subject = (
            np.broadcast_to(np.array(each)[:, None], judged.shape)[judged]
            for each in (known.families, known.languages, known.on_subject)
        )
        left_out = np.zeros(len(rows))
        folds = GroupKFold(min(5, len(set(known.families)))).split(rows, truth, families)
        for train, test in folds:
            self.fit(rows[train], truth[train])
            left_out[test] = self.likelihood(rows[test])
        self.thresholds = {
            language: thresholds(
                left_out, truth, np.where(languages == language, 1, OTHER_LANGUAGES) * subject
            )
            for language in ("", *dict.fromkeys(known.languages))
        }
        self.thresholds[OTHER_SUBJECT] = thresholds(
            left_out, truth, np.where(subject, ON_SUBJECT, 1)
        )
        self.fit(rows, truth)

    def fit(self, rows: Matrix, truth: Flags) -> None:
        """Fit both models. rows: (pairs, columns)."""
        self.mean, self.deviation = rows.mean(0), rows.std(0) + 1e-6
        self.regression = LogisticRegression(C=0.5, max_iter=3000).fit(
            (rows - self.mean) / self.deviation, truth
        )
        self.trees = HistGradientBoostingClassifier(
            max_iter=100,
            learning_rate=0.06,
            max_leaf_nodes=8,
            min_samples_leaf=40,
            l2_regularization=5.0,
            early_stopping=False,
            random_state=0,
        ).fit(rows, truth)

    def likelihood(self, rows: Matrix) -> Matrix:
        """The mean of both models, (pairs,), for rows (pairs, columns)."""
        if not len(rows):
            return np.zeros(0)
        by_line = self.regression.predict_proba((rows - self.mean) / self.deviation)[:, 1]
        return np.asarray((by_line + self.trees.predict_proba(rows)[:, 1]) / 2)

    def likelihoods(self, pairs: Matrix) -> Matrix:
        """Likelihoods (provisions, items); zero where no score and no rule speaks."""
        found = np.zeros(pairs.shape[:-1])
        judged = worth_judging(pairs)
        found[judged] = self.likelihood(pairs[judged])
        return found

    def band_of(self, likelihood: float, language: str, on_subject: bool = True) -> str | None:
        """The band of one link. Where neither the provision nor its law is about trafficking it is
        never strong, and the other bands begin where they keep their promises in such laws.
        """
        cuts = self.thresholds.get(language, self.thresholds[""])
        if not on_subject:
            gate = self.thresholds[OTHER_SUBJECT]
            cuts = {"possible": max(cuts["possible"], gate["possible"])}
            cuts["weak"] = max(self.thresholds[""]["weak"], gate["weak"])
        return next((band for band in BANDS if likelihood >= cuts.get(band, NEVER)), None)


def thresholds(likelihood: Matrix, truth: Flags, weight: Matrix) -> dict[str, float]:
    """The lowest likelihood of each band from which everything above is as precise as promised. All
    three: (pairs,); weight: how much each counts.
    """
    order = np.argsort(-likelihood, kind="stable")
    said = np.cumsum(weight[order])
    precision = np.cumsum((truth * weight)[order]) / np.maximum(said, 1e-9)
    found, least = {}, NEVER
    for band, promise in PROMISED_PRECISION.items():
        enough = np.flatnonzero(precision >= promise)
        least = min(least, float(likelihood[order][enough.max()])) if len(enough) else least
        found[band] = least
    return found
