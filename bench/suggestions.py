"""Score the suggestions on laws kept aside (db/learned/kept_aside.csv), whose texts lie in a
folder as <instrument>.<format>; only articles that the record has are judged.

    python -m bench.suggestions FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import yaml

from ingest.law import readers
from ingest.law.split import split
from ingest.machine.items.bands import BANDS
from ingest.machine.items.predictor import Predictor
from ingest.machine.items.suggest import ProvisionText, read_items
from ingest.machine.items.training_data import CURATED, laws_kept_aside
from ingest.machine.judge_law import shared_predictor
from ingest.machine.training.evaluation_report import HEAD, scores_row
from ingest.machine.training.labels import add_links, find_provision
from ingest.machine.training.measures import Judged


def judge_text(predictor: Predictor, file: Path) -> Judged:
    """What is suggested for the articles of one text that its record has, beside their links."""
    record = next((CURATED / "instrument").rglob(f"{file.stem}.yml"))
    document = yaml.load(record.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    provisions = split(readers.read(file.read_bytes(), file.name)).provisions
    language, rows = document["language"].split(";")[0], document["provision"]
    links: dict[int, dict[str, str]] = {}
    for ordinal, row in enumerate(rows, 1):
        numbered = {"number": "", "label": "", **row, "ordinal": str(ordinal)}
        position = find_provision(provisions, numbered, len(rows), links)
        if position is not None:
            own = (link for link in row.get("crossref", ()) if link["basis"] == "text")
            add_links(links.setdefault(position, {}), own)
    law = [
        ProvisionText(str(at), one.heading, one.text, language, one.parent)
        for at, one in enumerate(provisions)
    ]
    items = predictor.fitted.items
    likelihoods = np.zeros((len(law), len(items)))
    bands, truth = np.zeros(likelihoods.shape, dtype=int), np.zeros(likelihoods.shape, dtype=bool)
    full = truth.copy()
    for one in read_items(predictor, law).suggestions:
        pair = int(one.number), items.index(one.item)
        likelihoods[pair], bands[pair] = one.score, BANDS.index(one.band) + 1
    for position, known in links.items():
        for item, extent in known.items():
            truth[position, items.index(item)] = True
            full[position, items.index(item)] = extent == "full"
    return Judged(likelihoods, bands, truth, full).only(np.array(sorted(links)))


def main() -> int:
    """Print a line for each law and one for all; 1 where none lies there."""
    kept_aside = laws_kept_aside()
    files = [file for file in sorted(Path(sys.argv[1]).iterdir()) if file.stem in kept_aside]
    if not files:
        print(f"no law kept aside under {sys.argv[1]}", file=sys.stderr)
        return 1
    predictor = shared_predictor()
    judged = [judge_text(predictor, file) for file in files]
    print(HEAD)
    for file, own in zip(files, judged, strict=True):
        print(scores_row(file.stem, own))
    print(scores_row("all", Judged(*map(np.concatenate, zip(*judged, strict=True)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
