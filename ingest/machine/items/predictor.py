"""The fitted model in the small form that suggestions are made with, cached on disk under the hash
of its sources.
"""

import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import joblib
import numpy as np

from ingest.machine.cache_file import write_cached
from ingest.machine.items.bands import (
    BandClassifier,
    Flags,
    ProvisionScores,
    RulePrecision,
    is_on_subject,
    law_profile,
    margin_over_runner_up,
    pair_features,
)
from ingest.machine.items.embeddings import (
    Embedder,
    EstimatedEmbeddings,
    ModelEmbeddings,
    language_model,
)
from ingest.machine.items.features import Features
from ingest.machine.items.kernel_ridge import FeatureRows, Matrix, feature_rows, kernel
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.rules import load_rules
from ingest.machine.items.training import TrainedModel
from ingest.machine.items.training_data import EXAMPLES, model_version

CACHE_FOLDER = Path(os.environ.get("PALERMO_CACHE", EXAMPLES.parent / ".cache"))


@dataclass
class FittedModel:
    """Numbers of the fitted model, without the examples themselves.

    known: features of the examples. weights: (examples, items). base_rate: (items,). having: for
    each item the labelled provisions with it. names: of the labelled provisions.
    """

    items: list[str]
    idf: dict[str, float]
    known: FeatureRows
    weights: Matrix
    base_rate: Matrix
    having: list[list[int]]
    names: list[str]
    precision: RulePrecision
    classifier: BandClassifier


class Predictor:
    """Judges provisions of new laws."""

    def __init__(
        self, fitted: FittedModel, lexicon: Lexicon, embedder: Embedder, version: str
    ) -> None:
        self.fitted, self.lexicon, self.embedder = fitted, lexicon, embedder
        self.version = version
        self.rules = load_rules(lexicon)
        self.item_of = {rule.name: rule.item for rule in self.rules}
        self.item_index = {item: index for index, item in enumerate(fitted.items)}
        # its transpose is read row by row
        self.known = fitted.known._replace(features=fitted.known.features.tocsc())

    def predict(self, provisions: list[Features]) -> tuple[Matrix, list[list[str]], Flags]:
        """Likelihoods (provisions, items) for one law, the name of the nearest confirmed provision
        of each, and which provisions are on the subject (provisions,).
        """
        likeness = kernel(feature_rows(provisions, self.fitted.idf), self.known)
        scores = likeness @ self.fitted.weights + self.fitted.base_rate
        margins = margin_over_runner_up(scores)
        nearest, names = self.nearest_confirmed(likeness)
        law = law_profile(provisions)
        pairs = np.array(
            [
                pair_features(
                    provision,
                    ProvisionScores(scores[row], margins[row], nearest[row], law),
                    self.fitted.precision,
                    self.item_index,
                    self.item_of,
                )
                for row, provision in enumerate(provisions)
            ]
        )
        on_subject = np.array([is_on_subject(provision, law) for provision in provisions])
        return self.fitted.classifier.likelihoods(pairs), names, on_subject

    def nearest_confirmed(self, likeness: Matrix) -> tuple[Matrix, list[list[str]]]:
        """Likeness (provisions, items) and name of the nearest labelled provision with each item.

        likeness: (provisions, examples).
        """
        provisions, items = len(likeness), len(self.fitted.items)
        nearest = np.zeros((provisions, items))
        names = [[""] * items for _ in range(provisions)]
        for item, having in enumerate(self.fitted.having):
            if not having:
                continue
            best = np.array(having)[likeness[:, having].argmax(1)]
            nearest[:, item] = likeness[np.arange(provisions), best]
            for row, example in enumerate(best):
                names[row][item] = self.fitted.names[example]
        return nearest, names


def fit_model(embedder: Embedder) -> FittedModel:
    """Train on everything."""
    model = TrainedModel(embedder)
    ridge = model.ridge
    return FittedModel(
        model.items,
        ridge.idf,
        ridge.known,
        ridge.root_weights * ridge.dual,
        ridge.base_rate,
        [np.flatnonzero(column > 0).tolist() for column in model.labels.T],
        [f"{example.statute}:{example.number}" for example in model.labelled],
        model.precision,
        model.fit_classifier(model.labelled_pairs()),
    )


def load_predictor(embed: bool = False) -> Predictor:
    """The model of the present lexicon and labels, with the language model or without; fitted on
    first use, then read from the cache.

    Raises LanguageModelMissing or EmbeddingsStale when the language model is asked for and cannot
    be used.
    """
    embedder: Embedder = ModelEmbeddings() if embed else EstimatedEmbeddings()
    if embed:
        language_model()
    lexicon = Lexicon()
    version = model_version(lexicon, embedder.paths)
    path = CACHE_FOLDER / f"{version}.joblib"
    try:
        return Predictor(joblib.load(path), lexicon, embedder, version)
    except (OSError, EOFError, ValueError, AttributeError, ImportError):
        fitted = fit_model(embedder)
    write_cached(path, partial(joblib.dump, fitted))
    return Predictor(fitted, lexicon, embedder, version)
