"""Training: the whole model, fitted once on everything, or as it would be without one family of
laws.
"""

import csv
from collections.abc import Collection

import numpy as np

from ingest.machine.items.bands import BandClassifier, JudgedPairs
from ingest.machine.items.embeddings import Embedder, EstimatedEmbeddings
from ingest.machine.items.features import sentences_alone
from ingest.machine.items.kernel_ridge import Indices, KernelRidge, Matrix, feature_rows, kernel
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.pair_features import (
    PAIR_COLUMNS,
    ProvisionScores,
    is_on_subject,
    law_profile,
    margin_over_runner_up,
    nearest_of_all,
    pair_features,
    rule_shares,
    scores_around,
)
from ingest.machine.items.rule_precision import RulePrecision, rule_precision, subtract
from ingest.machine.items.rules import load_rules
from ingest.machine.items.training_data import CURATED, Example, load_examples, model_version


def item_codes() -> list[str]:
    """The codes of db/curated/item.csv, in its order."""
    with (CURATED / "item.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


class TrainedModel:
    """Lexicon, training data and kernel ridge regression, with what the classifier of the bands is
    trained on; `fit_classifier` fits it on all families, or without one.

    The first `count` examples are the labelled provisions; labels: (count, items). rows: family ->
    its labelled provisions; held_out: family -> the examples to leave out with it.
    """

    def __init__(
        self, embedder: Embedder | None = None, examples: list[Example] | None = None
    ) -> None:
        """examples: those of another model, to read them but once."""
        self.lexicon = Lexicon()
        self.rules = load_rules(self.lexicon)
        self.item_of = {rule.name: rule.item for rule in self.rules}
        self.items = item_codes()
        self.item_index = {item: index for index, item in enumerate(self.items)}
        self.embedder = embedder or EstimatedEmbeddings()
        self.examples = examples or load_examples(self.lexicon)
        embeddings = self.embedder.embed_examples(self.examples)
        for example, embedding in zip(self.examples, embeddings, strict=True):
            example.features.embedding = embedding
        self.version = model_version(self.lexicon, self.embedder.paths)
        self.count = sum(example.labelled for example in self.examples)
        self.ridge = KernelRidge(self.examples, self.items)
        self.labels = self.ridge.labels[: self.count]
        self._group_by_family()
        self._profile_laws()
        self.nearest = self.nearest_by_family()
        self._compare_sentences()
        self.having_all = [np.flatnonzero(column) for column in self.ridge.labels.T]
        self.shares = [
            rule_shares(example.features, self.rules, self.item_index) for example in self.labelled
        ]

    @property
    def labelled(self) -> list[Example]:
        """The labelled provisions, in the order of the model's rows."""
        return self.examples[: self.count]

    def _group_by_family(self) -> None:
        self.laws = [example.family for example in self.labelled]
        self.families = list(dict.fromkeys(self.laws))
        self.rows = {
            family: np.flatnonzero([law == family for law in self.laws]) for family in self.families
        }
        self.held_out = {family: self.examples_of(family) for family in self.families}
        self.precision = self.precision_on(np.arange(self.count))
        self.family_precision = {
            family: self.precision_on(rows) for family, rows in self.rows.items()
        }

    def _profile_laws(self) -> None:
        features = [example.features for example in self.labelled]
        self.statutes = np.array([example.statute for example in self.labelled])
        profile = {
            name: law_profile([features[row] for row in np.flatnonzero(self.statutes == name)])
            for name in dict.fromkeys(self.statutes.tolist())
        }
        self.profiles = [profile[example.statute] for example in self.labelled]
        pairs = zip(features, self.profiles, strict=True)
        self.on_subject = np.array([is_on_subject(provision, law) for provision, law in pairs])

    def _compare_sentences(self) -> None:
        """sentence_rows: of each labelled provision, its rows of sentence_kernel (sentences,
        examples). best_likeness: of a labelled provision, or of the sentence of it that is most
        alike, to each example: (labelled provisions, examples).
        """
        features = [example.features for example in self.labelled]
        ends = np.cumsum([len(one.sentences) for one in features])
        self.sentence_rows = [
            slice(end - len(one.sentences), end) for end, one in zip(ends, features, strict=True)
        ]
        alone = sentences_alone(features)
        for one, embedding in zip(alone, self.embedder.embed_sentences(alone), strict=True):
            one.embedding = embedding
        rows = feature_rows(alone, self.ridge.idf)
        self.sentence_kernel = kernel(rows, self.ridge.known).astype(np.float32)
        self.best_likeness = self.ridge.likeness.copy()
        for row, own in enumerate(self.sentence_rows):
            if own.stop > own.start:
                alone = self.sentence_kernel[own].max(0)
                np.maximum(self.best_likeness[row], alone, out=self.best_likeness[row])

    def precision_on(self, rows: Indices) -> RulePrecision:
        """The precision of rules on some labelled provisions."""
        features = [self.examples[row].features for row in rows]
        return rule_precision(features, self.labels[rows], self.items, self.item_of)

    def examples_of(self, family: str) -> Indices:
        """Everything to leave out with a family: its provisions, and summaries from the same
        countries.
        """
        own = [example for example in self.examples if example.family == family]
        countries = {example.country for example in own} - {""}
        statutes = {example.statute for example in own}

        def belongs(example: Example) -> bool:
            if example.family == family:
                return True
            if not example.labelled and example.country in countries:
                return True
            return bool(example.statute) and example.statute in statutes

        return np.flatnonzero([belongs(example) for example in self.examples])

    def nearest_by_family(self) -> Matrix:
        """The likeness of the nearest provision of a family that has an item: (families, labelled
        provisions, items).
        """
        nearest = np.zeros((len(self.families), self.count, len(self.items)))
        likeness = self.ridge.likeness[:, : self.count]
        for index, family in enumerate(self.families):
            rows = self.rows[family]
            for item in range(len(self.items)):
                having = rows[self.labels[rows, item] > 0]
                if len(having):
                    nearest[index, :, item] = likeness[:, having].max(1)
        return nearest

    def labelled_pairs(self, left_out: Collection[str] = ()) -> Matrix:
        """What the classifier sees of every labelled provision, each scored without its own family
        and without those of `left_out`: (labelled provisions, items, columns).
        """
        pairs = np.zeros((self.count, len(self.items), len(PAIR_COLUMNS)))
        for family in self.families:
            rows, precision = self.rows[family], self.precision_without({family, *left_out})
            scores = self.scores_without(family, left_out)
            others = [
                index
                for index, name in enumerate(self.families)
                if name != family and name not in left_out
            ]
            nearest = self.nearest[others][:, rows].max(0)
            margins, around = self.compare_in_law(rows, scores)
            sentences = self.sentence_scores_without(family, left_out)
            best = self.best_likeness[rows]
            best[:, self.gone(family, left_out)] = -1
            of_all = nearest_of_all(best, self.having_all)
            for at, row in enumerate(rows):
                known = ProvisionScores(
                    scores[at],
                    margins[at],
                    nearest[at],
                    sentences[at],
                    self.profiles[row],
                    self.shares[row],
                    of_all[at],
                    around[at],
                )
                features = self.examples[row].features
                pairs[row] = pair_features(
                    features, known, precision, self.item_index, self.item_of
                )
        return pairs

    def scores_without(self, family: str, left_out: Collection[str]) -> Matrix:
        """Scores of a family's provisions by a model without it and `left_out`: (rows, items)."""
        return self.ridge.scores_without(self.gone(family, left_out), self.rows[family])

    def sentence_scores_without(self, family: str, left_out: Collection[str]) -> list[Matrix]:
        """The same of the sentences of each of its provisions: (sentences, items)."""
        weights = self.ridge.weights_without(self.gone(family, left_out)).astype(np.float32)
        return [
            self.sentence_kernel[self.sentence_rows[row]] @ weights + self.ridge.base_rate
            for row in self.rows[family]
        ]

    def gone(self, family: str, left_out: Collection[str]) -> Indices:
        """The examples that a model without these families does not have."""
        return np.unique(np.concatenate([self.held_out[one] for one in {family, *left_out}]))

    def precision_without(self, families: set[str]) -> RulePrecision:
        """The precision of rules on all families but some."""
        precision = self.precision
        for name in sorted(families):
            share = len(self.rows[name]) / self.count
            precision = subtract(precision, self.family_precision[name], share)
        return precision

    def compare_in_law(self, rows: Indices, scores: Matrix) -> tuple[Matrix, Matrix]:
        """Margins over the runner-up of the same statute, (rows, items) like the scores, and what
        its other provisions say: (rows, 3, items).
        """
        margins, around = np.zeros_like(scores), np.zeros((len(rows), 3, len(self.items)))
        for name in np.unique(self.statutes[rows]):
            own = self.statutes[rows] == name
            margins[own] = margin_over_runner_up(scores[own])
            places = [self.examples[row].place for row in rows[own]]
            around[own] = scores_around(scores[own], places)
        return margins, around

    def fit_classifier(self, pairs: Matrix, left_out: Collection[str] = ()) -> BandClassifier:
        """A classifier fitted on every family but some. pairs: as `labelled_pairs` gives them."""
        keep = [row for row in range(self.count) if self.laws[row] not in left_out]
        known = JudgedPairs(
            pairs[keep],
            self.labels[keep],
            [self.laws[row] for row in keep],
            [self.examples[row].language for row in keep],
            self.on_subject[keep],
        )
        return BandClassifier(known)
