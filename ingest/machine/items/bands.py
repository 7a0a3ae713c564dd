"""Calibrated bands: from what is known of a pair of provision and item to the likelihood of a link,
and the band it is in.

Two small models, a logistic regression and shallow boosted trees, see for each pair the columns of
PAIR_COLUMNS. The thresholds of the bands are set, language by language, on laws left out.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ingest.machine.items.classifiers import fit_line, fit_trees
from ingest.machine.items.kernel_ridge import Matrix
from ingest.machine.items.pair_features import Flags, worth_judging

BANDS = ("strong", "possible", "weak")
# What each band promises: of all that is in it or in a better one, the share that is right.
PROMISED_PRECISION = {"strong": 0.92, "possible": 0.65, "weak": 0.56}
# What is asked beyond the promise where a threshold is set: laws left out of the training data are
# more like it than a new law is. Strong suggestions kept theirs without (docs/measurements.md).
SPARE = {"strong": 0.0, "possible": 0.03, "weak": 0.02}
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
        from sklearn.model_selection import GroupKFold

        judged = worth_judging(known.pairs)
        rows, truth = known.pairs[judged], known.labels[judged] > 0
        families, languages, subject, weight = (
            np.broadcast_to(np.array(each)[:, None], judged.shape)[judged]
            for each in (
                known.families,
                known.languages,
                known.on_subject,
                family_weights(known.families),
            )
        )
        left_out = np.zeros(len(rows))
        folds = GroupKFold(min(5, len(set(known.families)))).split(rows, truth, families)
        for train, test in folds:
            self.fit(rows[train], truth[train], weight[train])
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
        self.fit(rows, truth, weight)

    def fit(self, rows: Matrix, truth: Flags, weight: Matrix) -> None:
        """Fit both models. rows: (pairs, columns); truth, weight: (pairs,)."""
        self.line, self.trees = fit_line(rows, truth, weight), fit_trees(rows, truth, weight)

    def likelihood(self, rows: Matrix) -> Matrix:
        """The mean of both models, (pairs,), for rows (pairs, columns)."""
        return (self.line.likelihood(rows) + self.trees.likelihood(rows)) / 2

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


def family_weights(families: Sequence[str]) -> Matrix:
    """How much each provision counts, 1 in the mean: one of a family of many counts less, since a
    new law is like one family more and not like more provisions: (provisions,).
    """
    sizes = Counter(families)
    weight = np.array([sizes[family] ** -0.5 for family in families])
    return np.asarray(weight / weight.mean())


def thresholds(likelihood: Matrix, truth: Flags, weight: Matrix) -> dict[str, float]:
    """The lowest likelihood of each band from which everything above is as precise as promised,
    with something to spare. All three: (pairs,); weight: how much each counts.
    """
    order = np.argsort(-likelihood, kind="stable")
    said = np.cumsum(weight[order])
    precision = np.cumsum((truth * weight)[order]) / np.maximum(said, 1e-9)
    found, least = {}, NEVER
    for band, promise in PROMISED_PRECISION.items():
        enough = np.flatnonzero(precision >= promise + SPARE[band])
        least = min(least, float(likelihood[order][enough.max()])) if len(enough) else least
        found[band] = least
    return found
