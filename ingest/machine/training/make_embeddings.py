"""Write db/learned/embedded.npz and db/learned/guessed.npz: places among meanings, see
ingest/machine/items/embeddings.py.

    pip install '.[embed]'
    python -m ingest.machine.training.make_embeddings [FOLDER] [--vectors FILE.npz]

FOLDER as for ingest.machine.training.make_examples, to be run before. FILE keeps the vectors
between runs, by their text: making all of them takes a quarter of an hour on one core. What is
guessed is learned from texts of laws that nobody labelled, from treaties and from our own words.
"""

import argparse
import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ingest.machine.items.annotate import read
from ingest.machine.items.embeddings import EMBEDDED, GUESSED, LONGEST, embed, key, unit
from ingest.machine.items.features import Seen, rarities, seen
from ingest.machine.items.kernel_ridge import rows
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.rules import hits, rules
from ingest.machine.items.training_data import Example, load
from ingest.machine.training.make_examples import SHARED, labels, law, treaties
from ingest.machine.training.sample import unlabelled

KEPT, LEARNED = 192, 128  # directions of embedded places, and of guessed ones
LEAST, RIDGE = 3, 0.5  # texts a feature must stand in; of the fit
PART = 64  # texts between two savings


def texts(shared: Path, examples: Sequence[Example]) -> list[str]:
    """The text of every example, in their order."""
    held = [(one.statute, law(shared, one.folder).provisions[one.place]) for one in labels(shared)]
    known = [(statute, it.number, f"{it.heading}\n{it.text}") for statute, it in held]
    known += [
        (folder.lower().replace("/", "-"), number, text)
        for folder, _, number, text, _ in treaties(shared)
    ]
    if [(one.statute, one.number) for one in examples[: len(known)]] != [row[:2] for row in known]:
        raise ValueError(
            "db/learned/examples.csv is not what ingest.machine.training.make_examples writes from these labels"
        )
    return [row[2] for row in known] + [one.text for one in examples[len(known) :]]


def others(shared: Path, lexicon: Lexicon) -> list[tuple[str, str, Seen]]:
    """Provisions of laws that nobody labelled: language, text, what the engine sees."""
    every, found = rules(lexicon), []
    for folder, language in unlabelled(shared):
        for one in law(shared, folder).provisions:
            known = read(lexicon, one.heading, one.text, language)
            if known.words:
                found.append(
                    (known.language, f"{one.heading}\n{one.text}", seen(known, hits(known, every)))
                )
    return found


def vectors(wanted: Sequence[str], path: Path | None) -> np.ndarray:
    """A vector of length one for each text, made or found in a file by the hash of the text as far
    as it is embedded.
    """
    names = [hashlib.sha256(one[:LONGEST].encode()).hexdigest() for one in wanted]
    held: dict[str, np.ndarray] = {}
    if path and path.exists():
        with np.load(path) as file:
            held = dict(zip(file["names"].tolist(), file["vectors"], strict=True))
    new = {name: text for name, text in zip(names, wanted, strict=True) if name not in held}
    for at in range(0, len(new), PART):
        part = list(new.items())[at : at + PART]
        held |= dict(
            zip(
                [name for name, _ in part],
                embed([text for _, text in part]).astype(np.float32),
                strict=True,
            )
        )
        print(f"{at + len(part)}/{len(new)} texts", file=sys.stderr)
        if path:
            np.savez(path, names=list(held), vectors=list(held.values()))
    return unit(np.array([held[name] for name in names], dtype=float))


def small(numbers: np.ndarray) -> dict[str, np.ndarray]:
    """Numbers in one byte each, and what to multiply them by."""
    scale = np.abs(numbers).max() / 127
    return {
        "codes": np.round(numbers / scale).astype(np.int8),
        "scale": np.array(scale, dtype=np.float32),
    }


def centred(found: np.ndarray, languages: np.ndarray) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Vectors without what each language has in common, and what that was."""
    means = {
        language: found[languages == language].mean(0)
        for language in sorted(set(languages.tolist()))
    }
    return unit(found - np.array([means[language] for language in languages])), means


def directions(found: np.ndarray, count: int) -> np.ndarray:
    """The directions in which vectors differ most, as columns."""
    return np.asarray(np.linalg.svd(found, full_matrices=False)[2][:count].T)


def keep(examples: Sequence[Example], found: np.ndarray) -> None:
    """Write the places of everything that is learned from."""
    plain, means = centred(found, np.array([one.language for one in examples]))
    basis = directions(plain, KEPT).astype(np.float16)
    places = small(unit(plain @ basis.astype(float)))
    keys = np.array([key(one) for one in examples], dtype=np.uint64)
    common = np.array(list(means.values()), dtype=np.float16)
    np.savez_compressed(
        EMBEDDED,
        languages=" ".join(means),
        means=common,
        basis=basis,
        keys=keys,
        codes=places["codes"],
    )


def learn(languages: np.ndarray, known: Sequence[Seen], found: np.ndarray) -> None:
    """Write the numbers that take features to places, by ridge regression."""
    plain, _ = centred(found, languages)
    rarity = rarities(known, LEAST)
    features = rows(known, rarity).features
    dual = np.linalg.solve(
        (features @ features.T).toarray() + RIDGE * np.eye(len(known)),
        plain @ directions(plain, LEARNED),
    )
    held = np.array(list(rarity.values()), dtype=np.float32)
    arrays: dict[str, Any] = {
        "names": "\n".join(rarity),
        "rarity": held,
        **small(features.T @ dual),
    }
    np.savez_compressed(GUESSED, **arrays)


def main() -> int:
    """Write both files; 1 where the texts are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--vectors", type=Path)
    options = parser.parse_args()
    if not (options.folder / "align" / "gold.csv").exists():
        print(f"no labels under {options.folder}", file=sys.stderr)
        return 1
    lexicon = Lexicon()
    examples = load(lexicon)
    further = others(options.folder, lexicon)
    found = vectors(
        [*texts(options.folder, examples), *(text for _, text, _ in further)], options.vectors
    )
    keep(examples, found[: len(examples)])
    free = np.array([not one.labelled for one in examples] + [True] * len(further))
    languages = np.array(
        [one.language for one in examples] + [language for language, _, _ in further]
    )
    everything = [*(one.seen for one in examples), *(known for _, _, known in further)]
    learn(
        languages[free],
        [one for one, kept in zip(everything, free, strict=True) if kept],
        found[free],
    )
    print(
        f"{len(examples)} examples, {int(free.sum())} texts learned from; {EMBEDDED.stat().st_size:,} and {GUESSED.stat().st_size:,} bytes"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
