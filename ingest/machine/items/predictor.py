"""The fitted model in the small form that suggestions are made with, cached on disk under the hash
of its sources.
"""

import os
import pickle
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ingest.machine.cache_file import write_cached
from ingest.machine.items.bands import BandClassifier
from ingest.machine.items.embeddings import (
    Embedder,
    EstimatedEmbeddings,
    ModelEmbeddings,
    language_model,
)
from ingest.machine.items.extent import ExtentClassifier
from ingest.machine.items.features import Features, sentences_alone
from ingest.machine.items.kernel_ridge import FeatureRows, Matrix, feature_rows, kernel
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.pair_features import (
    Flags,
    ProvisionScores,
    is_on_subject,
    law_profile,
    margin_over_runner_up,
    nearest_of_all,
    pair_features,
    rule_shares,
    scores_around,
)
from ingest.machine.items.rule_precision import RulePrecision
from ingest.machine.items.rules import load_rules
from ingest.machine.items.training_data import EXAMPLES, model_version

BATCH = 500  # sentences compared together, so that memory does not grow with the law
CACHE_FOLDER = Path(os.environ.get("PALERMO_CACHE", EXAMPLES.parent / ".cache"))


@dataclass
class FittedModel:
    """Numbers of the fitted model, without the examples themselves.

    known: features of the examples. weights: (examples, items). base_rate: (items,). having: for
    each item the labelled provisions with it; having_all: the examples. names: of the labelled
    provisions.
    """

    items: list[str]
    idf: dict[str, float]
    known: FeatureRows
    weights: Matrix
    base_rate: Matrix
    having: list[list[int]]
    having_all: list[list[int]]
    names: list[str]
    precision: RulePrecision
    classifier: BandClassifier
    extent: ExtentClassifier


class Prediction(NamedTuple):
    """What is thought of the provisions of one law.

    likelihoods: (provisions, items). nearest: the name of the nearest confirmed provision of each.
    on_subject: (provisions,). pairs: (provisions, items, columns), see pair_features.py.
    """

    likelihoods: Matrix
    nearest: list[list[str]]
    on_subject: Flags
    pairs: Matrix


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

    def predict(self, provisions: list[Features]) -> Prediction:
        """Judge the provisions of one law."""
        likeness = kernel(feature_rows(provisions, self.fitted.idf), self.known)
        scores = likeness @ self.fitted.weights + self.fitted.base_rate
        margins = margin_over_runner_up(scores)
        around = scores_around(scores, range(len(provisions)))
        nearest, names = self.nearest_confirmed(likeness)
        law = law_profile(provisions)
        sentences, best = self.compare_sentences(provisions, likeness)
        of_all = nearest_of_all(best, self.fitted.having_all)
        pairs = np.array(
            [
                pair_features(
                    provision,
                    ProvisionScores(
                        scores[row],
                        margins[row],
                        nearest[row],
                        sentences[row],
                        law,
                        rule_shares(provision, self.rules, self.item_index),
                        of_all[row],
                        around[row],
                    ),
                    self.fitted.precision,
                    self.item_index,
                    self.item_of,
                )
                for row, provision in enumerate(provisions)
            ]
        )
        on_subject = np.array([is_on_subject(provision, law) for provision in provisions])
        return Prediction(self.fitted.classifier.likelihoods(pairs), names, on_subject, pairs)

    def compare_sentences(
        self, provisions: list[Features], likeness: Matrix
    ) -> tuple[list[Matrix], Matrix]:
        """Scores of the sentences of each provision, (sentences, items), and how alike it or its
        most alike sentence is to each example, (provisions, examples) like likeness.
        """
        best, alone = likeness.copy(), sentences_alone(provisions)
        if not alone:
            return [np.zeros((0, len(self.fitted.items)))] * len(provisions), best
        for one, embedding in zip(alone, self.embedder.embed_sentences(alone), strict=True):
            one.embedding = embedding
        counts = [len(one.sentences) for one in provisions]
        owner, scores = np.repeat(np.arange(len(provisions)), counts), []
        for start in range(0, len(alone), BATCH):
            part = kernel(feature_rows(alone[start : start + BATCH], self.fitted.idf), self.known)
            scores.append(part @ self.fitted.weights + self.fitted.base_rate)
            rows, first = np.unique(owner[start : start + BATCH], return_index=True)
            best[rows] = np.maximum(best[rows], np.maximum.reduceat(part, first))
        return np.split(np.vstack(scores), np.cumsum(counts)[:-1]), best

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
    from ingest.machine.items.training import TrainedModel  # brings what only training needs

    model = TrainedModel(embedder)
    ridge, pairs = model.ridge, model.labelled_pairs()
    return FittedModel(
        model.items,
        ridge.idf,
        ridge.known,
        ridge.root_weights * ridge.dual,
        ridge.base_rate,
        [np.flatnonzero(column > 0).tolist() for column in model.labels.T],
        [own.tolist() for own in model.having_all],
        [f"{example.statute}:{example.number}" for example in model.labelled],
        model.precision,
        model.fit_classifier(pairs),
        ExtentClassifier(model.labelled, pairs, model.items),
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
    path = CACHE_FOLDER / f"{version}.pickle"
    try:
        return Predictor(pickle.loads(path.read_bytes()), lexicon, embedder, version)
    except (OSError, EOFError, ValueError, AttributeError, ImportError, pickle.UnpicklingError):
        fitted = fit_model(embedder)
    write_cached(path, partial(Path.write_bytes, data=pickle.dumps(fitted)))
    return Predictor(fitted, lexicon, embedder, version)
