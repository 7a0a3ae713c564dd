"""Measure the suggestions on laws the model has not seen, and write docs/evaluation.md.

    python -m ingest.machine.training.evaluate [--output docs/evaluation.md]

Each family of laws is left out in turn, with every summary from its country; the model, the
precision of each rule and the thresholds of the bands come from the others. Needs no text:
db/learned holds the features, and the embeddings of the language model.
"""

import argparse
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from ingest import ROOT
from ingest.machine.items.bands import BANDS
from ingest.machine.items.embeddings import ModelEmbeddings
from ingest.machine.items.training import TrainedModel
from ingest.machine.training.evaluation_report import Judged, compare_engines, write_report

_model: list[TrainedModel] = []


def judge_family(family: str) -> tuple[str, np.ndarray, np.ndarray]:
    """Likelihoods and bands (0 none, 1 strong, 2 possible, 3 weak) of one family, judged by the
    others: both (provisions of the family, items).
    """
    model = _model[0]
    pairs = model.labelled_pairs(family)
    classifier = model.fit_classifier(pairs, family)
    rows = model.rows[family]
    likelihoods = classifier.likelihoods(pairs[rows])
    bands = np.zeros(likelihoods.shape, dtype=int)
    for index, row in enumerate(rows):
        for item in np.flatnonzero(likelihoods[index]):
            band = classifier.band_of(likelihoods[index, item], bool(model.on_subject[row]))
            bands[index, item] = BANDS.index(band) + 1 if band else 0
    return family, likelihoods, bands


def judge_all(model: TrainedModel) -> Judged:
    """Likelihoods and bands of every labelled provision."""
    likelihoods, bands = np.zeros(model.labels.shape), np.zeros(model.labels.shape, dtype=int)
    _model[:] = [model]
    with ProcessPoolExecutor() as pool:  # forked: the processes share the model
        results = pool.map(judge_family, model.families)
        for done, (family, own, cut) in enumerate(results, 1):
            likelihoods[model.rows[family]], bands[model.rows[family]] = own, cut
            print(f"{done}/{len(model.families)} {family}", file=sys.stderr)
    return Judged(likelihoods, bands, model.labels > 0)


def main() -> int:
    """Write the document and print its first tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "evaluation.md")
    options = parser.parse_args()
    model = TrainedModel()
    judged = judge_all(model)
    with_model = judge_all(TrainedModel(ModelEmbeddings()))
    parts = [*write_report(model, judged), *compare_engines(model, judged, with_model)]
    text = "\n".join(parts) + "\n"
    options.output.write_text(text, encoding="utf-8")
    print(text.split("\n## By item")[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
