"""What judged provisions are worth: precision, recall, and whether a band keeps its promise."""

from collections.abc import Iterator
from math import sqrt
from typing import NamedTuple

import numpy as np

from ingest.languages import LANGUAGES
from ingest.machine.items.bands import BANDS, PROMISED_PRECISION
from ingest.machine.items.training import TrainedModel
from ingest.machine.training.label_sources import ESTIMATED_FROM, GENERAL_LAWS

STRONG, POSSIBLE = BANDS.index("strong") + 1, BANDS.index("possible") + 1


class Judged(NamedTuple):
    """Likelihoods, bands (0 none, 1 strong, 2 possible, 3 weak), truth, and links that are full:
    each (provisions, items).
    """

    likelihoods: np.ndarray
    bands: np.ndarray
    truth: np.ndarray
    full: np.ndarray

    def only(self, mask: np.ndarray) -> "Judged":
        """Some of the provisions; mask: (provisions,)."""
        return Judged(*(each[mask] for each in self))

    @property
    def suggested(self) -> np.ndarray:
        """The links that are strong or possible: (provisions, items)."""
        return np.isin(self.bands, (STRONG, POSSIBLE))


class Groups(NamedTuple):
    """Groups of the labelled provisions, each (provisions,): whether the author of the lexicon had
    not read the law, whether it is on another subject, whether the estimated embeddings saw its
    words, the language, the statute.
    """

    unread: np.ndarray
    general: np.ndarray
    seen: np.ndarray
    language: np.ndarray
    statute: np.ndarray


def group_provisions(model: TrainedModel) -> Groups:
    """The groups of a model's labelled provisions."""
    statutes = [example.statute for example in model.labelled]
    general = np.isin(statutes, GENERAL_LAWS)
    unread = np.array([not example.read for example in model.labelled])
    return Groups(
        unread & ~general,
        general,
        np.isin(statutes, ESTIMATED_FROM),
        np.array([example.language for example in model.labelled]),
        np.array(statutes),
    )


def ratio(part: float, whole: float) -> float:
    """A share; 0 of nothing."""
    return float(part) / float(whole) if whole else 0.0


def precision_recall_f1(said: np.ndarray, true: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1 over all pairs."""
    right = float((said & true).sum())
    return (
        ratio(right, said.sum()),
        ratio(right, true.sum()),
        ratio(2 * right, said.sum() + true.sum()),
    )


def recall_at_five(judged: Judged) -> float:
    """The share of a provision's items among the five best suggestions that are shown, averaged
    over provisions with items.
    """
    shown, truth, shares = np.where(judged.bands > 0, judged.likelihoods, 0), judged.truth, []
    for row in np.flatnonzero(truth.any(1)):
        best = np.argsort(-shown[row], kind="stable")[:5]
        right = truth[row][best] & (shown[row][best] > 0)
        shares.append(right.sum() / truth[row].sum())
    return float(np.mean(shares)) if shares else 0.0


class BandMeasure(NamedTuple):
    """How often the suggestions of a band or a better one were right in one language ("all" of
    them: all); promise: the least precision it promises.
    """

    language: str
    band: str
    promise: float
    suggestions: int
    right: int
    links: int

    @property
    def broken(self) -> bool:
        """Whether the promise is above what the measure allows."""
        return self.promise > wilson_interval(self.right, self.suggestions)[1]


def measure_bands(judged: Judged, groups: Groups) -> Iterator[BandMeasure]:
    """Every band in all unread laws together and in each language."""
    for language in ("all", *LANGUAGES):
        own = judged.only(groups.unread & ((groups.language == language) | (language == "all")))
        for number, band in enumerate(BANDS, 1):
            said = (own.bands > 0) & (own.bands <= number)
            right, promise = int((said & own.truth).sum()), PROMISED_PRECISION[band]
            yield BandMeasure(language, band, promise, int(said.sum()), right, int(own.truth.sum()))


def wilson_interval(right: int, count: int) -> tuple[float, float]:
    """The interval in which a share lies with 95 %: of `count`, `right` were right; 0 to 1 of
    none.
    """
    if not count:
        return 0.0, 1.0
    share, z = right / count, 1.96
    middle, width = (
        share + z * z / (2 * count),
        z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)),
    )
    whole = 1 + z * z / count
    return (middle - width) / whole, (middle + width) / whole
