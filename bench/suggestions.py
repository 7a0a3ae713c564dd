"""Score the suggestions on laws kept aside (db/learned/kept_aside.csv), whose texts lie in a
folder as <instrument>.<format>; only articles that the record has are judged. The last line counts
also the links that the record lacks and a reader of the words found right
(db/learned/kept_aside_read.csv).

    python -m bench.suggestions FOLDER
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from ingest.law import readers
from ingest.law.split import split
from ingest.law.splitting.result import Provision
from ingest.machine.items.bands import BANDS
from ingest.machine.items.predictor import Predictor
from ingest.machine.items.suggest import ProvisionText, read_items
from ingest.machine.items.training_data import CURATED, KEPT_ASIDE, laws_kept_aside, read_csv
from ingest.machine.judge_law import shared_predictor
from ingest.machine.training.evaluation_report import HEAD, scores_row
from ingest.machine.training.labels import add_links, find_provision
from ingest.machine.training.measures import Judged

KEPT_ASIDE_READ = KEPT_ASIDE.with_name("kept_aside_read.csv")
Links = dict[int, dict[str, str]]  # position of a provision -> item -> extent


def judge_text(predictor: Predictor, file: Path) -> tuple[Judged, Judged]:
    """What is suggested for the articles of one text that its record has, beside their links, and
    beside these and those a reader found right.
    """
    record = next((CURATED / "instrument").rglob(f"{file.stem}.yml"))
    document = yaml.load(record.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    provisions = split(readers.read(file.read_bytes(), file.name)).provisions
    language, rows = document["language"].split(";")[0], document["provision"]
    law = [
        ProvisionText(str(at), one.heading, one.text, language, one.parent)
        for at, one in enumerate(provisions)
    ]
    items = predictor.fitted.items
    likelihoods = np.zeros((len(law), len(items)))
    bands = np.zeros(likelihoods.shape, dtype=int)
    for one in read_items(predictor, law).suggestions:
        pair = int(one.number), items.index(one.item)
        likelihoods[pair], bands[pair] = one.score, BANDS.index(one.band) + 1

    def beside(links: Links) -> Judged:
        truth = np.zeros(likelihoods.shape, dtype=bool)
        full = truth.copy()
        for position, known in links.items():
            for item, extent in known.items():
                truth[position, items.index(item)] = True
                full[position, items.index(item)] = extent == "full"
        return Judged(likelihoods, bands, truth, full).only(np.array(sorted(links)))

    recorded = find_links(provisions, rows, {})
    return beside(recorded), beside(find_links(provisions, rows, found_right(file.stem)))


def find_links(
    provisions: list[Provision], rows: Sequence[Mapping[str, Any]], found: Mapping[str, list[str]]
) -> Links:
    """The links of a record's articles that were read from the text, with those `found` right:
    number -> items.
    """
    links: Links = {}
    for ordinal, row in enumerate(rows, 1):
        numbered = {"number": "", "label": "", **row, "ordinal": str(ordinal)}
        position = find_provision(provisions, numbered, len(rows), links)
        if position is not None:
            own = (link for link in row.get("crossref", ()) if link["basis"] == "text")
            add_links(links.setdefault(position, {}), own)
            also = found.get(numbered["number"], ())
            add_links(links[position], ({"item": item} for item in also))
    return links


def found_right(instrument: str) -> dict[str, list[str]]:
    """Links of a law that a reader found right, by the number of the article."""
    found: dict[str, list[str]] = {}
    for row in read_csv(KEPT_ASIDE_READ):
        if row["instrument"] == instrument and row["right"] == "1":
            found.setdefault(row["number"], []).append(row["item"])
    return found


def main() -> int:
    """Print a line for each law and two for all; 1 where none lies there."""
    kept_aside = laws_kept_aside()
    files = [file for file in sorted(Path(sys.argv[1]).iterdir()) if file.stem in kept_aside]
    if not files:
        print(f"no law kept aside under {sys.argv[1]}", file=sys.stderr)
        return 1
    predictor = shared_predictor()
    judged = [judge_text(predictor, file) for file in files]
    print(HEAD)
    for file, (recorded, _) in zip(files, judged, strict=True):
        print(scores_row(file.stem, recorded))
    names = "all", "all, also found right"
    for name, sides in zip(names, zip(*judged, strict=True), strict=True):
        print(scores_row(name, Judged(*map(np.concatenate, zip(*sides, strict=True)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
