"""Write db/learned/embedded.npz and db/learned/guessed.npz, the embeddings of
ingest/machine/items/embeddings.py.

    pip install '.[embed]'
    python -m ingest.machine.training.make_embeddings [FOLDER] [--vectors FILE.npz]
    python -m ingest.machine.training.make_embeddings [FOLDER] --new
    python -m ingest.machine.training.make_embeddings --own

With --new only what is new or has changed is embedded, in the directions that embedded.npz has, and
guessed.npz stays; with --own only our own words, which needs no text of a law. Both need minutes
after many new records.

FOLDER as for ingest.machine.training.make_examples, to be run before. FILE keeps the vectors
between runs, by their text: making all of them takes a quarter of an hour on one core. The
estimate is learned from texts of laws that nobody labelled, from treaties and from our own words.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ingest.machine.items.annotate import annotate_text
from ingest.machine.items.embeddings import (
    ESTIMATED_FILE,
    MAX_CHARACTERS,
    MODEL_FILE,
    LanguageText,
    ModelEmbeddings,
    model_vectors,
    text_key,
    unit_rows,
)
from ingest.machine.items.features import Features, features_of, inverse_document_frequencies
from ingest.machine.items.kernel_ridge import Matrix, feature_rows
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.rules import find_hits, load_rules
from ingest.machine.items.training_data import Example, load_examples
from ingest.machine.training.label_sources import BROUGHT
from ingest.machine.training.labels import (
    SHARED,
    all_labels,
    split_text,
    treaty_labels,
    unlabelled_texts,
)

# Set by hand on the labelled laws; docs/measurements.md, "Places among meanings".
MODEL_DIMENSIONS, ESTIMATED_DIMENSIONS = 176, 128
MIN_TEXTS, RIDGE = 3, 0.5  # texts a feature must occur in; of the fit
SAVE_EVERY = 64  # texts
FINEST = 63  # steps of a number of the model; with 127 the file is a sixth larger


class UnlabelledText(NamedTuple):
    """A provision of a law that nobody labelled."""

    language: str
    text: str
    features: Features


def texts_of_examples(shared: Path, examples: Sequence[Example]) -> list[str]:
    """The text of every example, in their order, empty where it is not at hand (`make texts`).

    Raises ValueError when db/learned/examples.csv was made from other labels.
    """
    known = []
    for label in all_labels(shared):
        provision = split_text(shared, label.folder).provisions[label.position]
        text = f"{provision.heading}\n{provision.text}"
        known.append((label.statute, provision.number, text))
    absent = [one for one in examples if one.labelled][len(known) :]
    known += [(one.statute, one.number, "") for one in absent if one.statute in BROUGHT]
    for treaty in treaty_labels(shared):
        known.append((treaty.folder.lower().replace("/", "-"), treaty.number, treaty.text))
    if [(one.statute, one.number) for one in examples[: len(known)]] != [row[:2] for row in known]:
        raise ValueError(
            "db/learned/examples.csv is not what ingest.machine.training.make_examples writes "
            "from these labels"
        )
    return [row[2] for row in known] + [one.text for one in examples[len(known) :]]


def unlabelled_provisions(shared: Path, lexicon: Lexicon) -> Iterator[UnlabelledText]:
    """Provisions of laws that nobody labelled."""
    rules = load_rules(lexicon)
    for folder, language in unlabelled_texts(shared):
        for provision in split_text(shared, folder).provisions:
            text = annotate_text(lexicon, provision.heading, provision.text, language)
            if text.words:
                yield UnlabelledText(
                    text.language,
                    f"{provision.heading}\n{provision.text}",
                    features_of(text, find_hits(text, rules)),
                )


def cached_vectors(texts: Sequence[str], path: Path | None) -> Matrix:
    """Vectors of length one (texts, dimensions), made or found in a file by the hash of the text as
    far as it is embedded.
    """
    names = [hashlib.sha256(text[:MAX_CHARACTERS].encode()).hexdigest() for text in texts]
    stored: dict[str, Matrix] = {}
    if path and path.exists():
        with np.load(path) as file:
            stored = dict(zip(file["names"].tolist(), file["vectors"], strict=True))
    new = {name: text for name, text in zip(names, texts, strict=True) if name not in stored}
    for start in range(0, len(new), SAVE_EVERY):
        part = list(new.items())[start : start + SAVE_EVERY]
        made = model_vectors([text for _, text in part]).astype(np.float32)
        stored |= dict(zip([name for name, _ in part], made, strict=True))
        print(f"{start + len(part)}/{len(new)} texts", file=sys.stderr)
        if path:
            np.savez(path, names=list(stored), vectors=list(stored.values()))
    return unit_rows(np.array([stored[name] for name in names], dtype=float))


def in_one_byte(matrix: Matrix, most: int = 127) -> dict[str, Any]:
    """Numbers in one byte each, from -most to most, and what to multiply them by."""
    scale = np.abs(matrix).max() / most
    return {
        "codes": np.round(matrix / scale).astype(np.int8),
        "scale": np.array(scale, dtype=np.float32),
    }


def centre_by_language(
    vectors: Matrix, languages: np.ndarray
) -> tuple[Matrix, dict[str, np.ndarray]]:
    """Vectors (texts, dimensions) minus the mean of their language, at length one; and the means,
    language -> (dimensions,).
    """
    means = {
        language: vectors[languages == language].mean(0)
        for language in sorted(set(languages.tolist()))
    }
    return unit_rows(vectors - np.array([means[language] for language in languages])), means


def principal_directions(vectors: Matrix, count: int) -> Matrix:
    """The directions in which vectors differ most, as columns: (dimensions, count)."""
    return np.asarray(np.linalg.svd(vectors, full_matrices=False)[2][:count].T)


def write_model_embeddings(examples: Sequence[Example], vectors: Matrix) -> None:
    """Write the embeddings of all training data. vectors: (examples, dimensions)."""
    languages = np.array([example.language for example in examples])
    centred, means = centre_by_language(vectors, languages)
    basis = principal_directions(centred, MODEL_DIMENSIONS).astype(np.float16)
    np.savez_compressed(
        MODEL_FILE,
        languages=" ".join(means),
        means=np.array(list(means.values()), dtype=np.float16),
        basis=basis,
        keys=np.array([text_key(example) for example in examples], dtype=np.uint64),
        codes=in_one_byte(unit_rows(centred @ basis.astype(float)), FINEST)["codes"],
    )


def embed_new(
    examples: Sequence[Example], texts: Sequence[str] = (), path: Path = MODEL_FILE
) -> int:
    """Bring embedded.npz up to date: embed what it has not, leave out what no example has any more.
    texts: of the examples, in their order; without them only our own words can be embedded, and not
    those that are empty. Gives how many were embedded.
    """
    held = ModelEmbeddings(path)
    before = set(held.stored)
    pairs = zip(examples, texts, strict=True) if texts else ()
    new = {text_key(one): (text, one.language) for one, text in pairs if text}
    new = {key: value for key, value in new.items() if key not in before}
    made = held.embed_texts([LanguageText(*value) for value in new.values()])
    held.stored |= dict(zip(new, made, strict=True))
    held.embed_examples(examples)
    keys = list(dict.fromkeys(text_key(example) for example in examples))
    with np.load(path) as stored:
        kept = {name: stored[name] for name in ("languages", "means", "basis")}
    codes = in_one_byte(np.array([held.stored[key] for key in keys]), FINEST)["codes"]
    np.savez_compressed(path, **kept, keys=np.array(keys, dtype=np.uint64), codes=codes)
    return len(set(keys) - before)


def write_estimate(languages: np.ndarray, features: Sequence[Features], vectors: Matrix) -> None:
    """Fit the map from features to embeddings by ridge regression and write it. All three have one
    row a text.
    """
    centred, _ = centre_by_language(vectors, languages)
    idf = inverse_document_frequencies(features, MIN_TEXTS)
    rows = feature_rows(features, idf).features
    dual = np.linalg.solve(
        (rows @ rows.T).toarray() + RIDGE * np.eye(len(features)),
        centred @ principal_directions(centred, ESTIMATED_DIMENSIONS),
    )
    arrays: dict[str, Any] = {
        "names": "\n".join(idf),
        "rarity": np.array(list(idf.values()), dtype=np.float32),
        **in_one_byte(rows.T @ dual),
    }
    np.savez_compressed(ESTIMATED_FILE, **arrays)


def write_both(
    shared: Path, lexicon: Lexicon, examples: Sequence[Example], file: Path | None
) -> int:
    """Write both files, with the vectors kept in `file`; 1 where a text is not at hand."""
    unlabelled = list(unlabelled_provisions(shared, lexicon))
    texts = [*texts_of_examples(shared, examples), *(one.text for one in unlabelled)]
    if "" in texts:
        print("not every text is at hand: make texts", file=sys.stderr)
        return 1
    vectors = cached_vectors(texts, file)
    write_model_embeddings(examples, vectors[: len(examples)])
    everything: list[Example | UnlabelledText] = [*examples, *unlabelled]
    free = np.array([not one.labelled for one in examples] + [True] * len(unlabelled))
    write_estimate(
        np.array([one.language for one in everything])[free],
        [one.features for one, kept in zip(everything, free, strict=True) if kept],
        vectors[free],
    )
    print(
        f"{len(examples)} examples, {int(free.sum())} texts learned from; "
        f"{MODEL_FILE.stat().st_size:,} and {ESTIMATED_FILE.stat().st_size:,} bytes"
    )
    return 0


def main() -> int:
    """Write both files; 1 where the texts are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--new", action="store_true")
    options = parser.parse_args()
    if options.own:
        print(f"{embed_new(load_examples(Lexicon()))} texts embedded")
        return 0
    if not (options.folder / "align" / "gold.csv").exists():
        print(f"no labels under {options.folder}", file=sys.stderr)
        return 1
    lexicon = Lexicon()
    examples = load_examples(lexicon)
    if options.new:
        count = embed_new(examples, texts_of_examples(options.folder, examples))
        print(f"{count} texts embedded")
        return 0
    return write_both(options.folder, lexicon, examples, options.vectors)


if __name__ == "__main__":
    sys.exit(main())
