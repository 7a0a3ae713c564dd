"""Measure the suggestions on laws the model has not seen, and write docs/evaluation.md and
db/curated/suggestion_band.csv, which the site shows. Ends with 1 where a band breaks its promise.

    python -m ingest.machine.training.evaluate [--output docs/evaluation.md]

Families of laws are left out in turn, a tenth of them at a time, with every summary from their
countries; the model, the precision of each rule and the thresholds of the bands come from the
others. Needs no text:
db/learned holds the features, and the embeddings of the language model.
"""

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from ingest import ROOT
from ingest.machine.items.bands import BANDS
from ingest.machine.items.embeddings import ModelEmbeddings
from ingest.machine.items.training import TrainedModel
from ingest.machine.items.training_data import CURATED
from ingest.machine.judge_law import engine_version
from ingest.machine.training.evaluation_report import compare_engines, write_report
from ingest.machine.training.measures import (
    BandMeasure,
    Judged,
    group_provisions,
    measure_bands,
    wilson_interval,
)

BANDS_FILE = CURATED / "suggestion_band.csv"
BAND_COLUMNS = (
    "language",
    "confidence",
    "promise",
    "suggestions",
    "correct",
    "links",
    "low",
    "high",
    "model_version",
)
GROUPS = 10  # of families that are left out together
_model: list[TrainedModel] = []


def judge_families(families: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Provisions of some families, (provisions,), with their likelihoods and bands (0 none,
    1 strong, 2 possible, 3 weak) as judged by the other families: both (provisions, items).
    """
    model = _model[0]
    pairs = model.labelled_pairs(families)
    classifier = model.fit_classifier(pairs, families)
    rows = np.concatenate([model.rows[family] for family in families])
    likelihoods = classifier.likelihoods(pairs[rows])
    bands = np.zeros(likelihoods.shape, dtype=int)
    for index, row in enumerate(rows):
        for item in np.flatnonzero(likelihoods[index]):
            band = classifier.band_of(
                likelihoods[index, item], model.examples[row].language, bool(model.on_subject[row])
            )
            bands[index, item] = BANDS.index(band) + 1 if band else 0
    return rows, likelihoods, bands


def groups_of(model: TrainedModel) -> list[list[str]]:
    """The families in GROUPS groups, those with most provisions first in turn."""
    families = sorted(model.families, key=lambda family: -len(model.rows[family]))
    return [families[start::GROUPS] for start in range(GROUPS)]


def judge_all(model: TrainedModel) -> Judged:
    """Likelihoods and bands of every labelled provision."""
    likelihoods, bands = np.zeros(model.labels.shape), np.zeros(model.labels.shape, dtype=int)
    _model[:] = [model]
    with ProcessPoolExecutor() as pool:  # forked: the processes share the model
        for done, (rows, own, cut) in enumerate(pool.map(judge_families, groups_of(model)), 1):
            likelihoods[rows], bands[rows] = own, cut
            print(f"{done}/{GROUPS} groups of families", file=sys.stderr)
    full = np.array(
        [[one.items.get(item) == "full" for item in model.items] for one in model.labelled]
    )
    return Judged(likelihoods, bands, model.labels > 0, full)


def main() -> int:
    """Write the document and print its first tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "evaluation.md")
    options = parser.parse_args()
    model = TrainedModel()
    judged = judge_all(model)
    with_model = judge_all(TrainedModel(ModelEmbeddings(), model.examples))
    parts = [*write_report(model, judged), *compare_engines(model, judged, with_model)]
    text = "\n".join(parts) + "\n"
    options.output.write_text(text, encoding="utf-8")
    print(text.split("\n## By item")[0])
    bands = list(measure_bands(judged, group_provisions(model)))
    write_bands(bands)
    broken = [one for one in bands if one.broken]
    for one in broken:
        print(f"{one.language}, {one.band}: promise of {one.promise} broken", file=sys.stderr)
    return 1 if broken else 0


def write_bands(bands: Sequence[BandMeasure]) -> None:
    """Write the bands as the site shows them; those without suggestions have no row."""
    with BANDS_FILE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(BAND_COLUMNS)
        for one in sorted(bands, key=lambda band: (band.language, band.band)):
            if one.suggestions:
                low, high = wilson_interval(one.right, one.suggestions)
                interval = f"{low:.3f}", f"{high:.3f}"
                counts = one.suggestions, one.right, one.links
                row = [one.language, one.band, one.promise, *counts, *interval]
                out.writerow([*row, engine_version()])


if __name__ == "__main__":
    sys.exit(main())
