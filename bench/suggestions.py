"""Score the suggestions on laws kept aside (db/learned/kept_aside.csv), whose texts lie in a
folder as <instrument>.<format>, beside each of the readings of SIDES: the record alone, where only
articles that it has are judged; with it the links that it lacks and a reader who saw the
suggestions found right (db/learned/kept_aside_read.csv); the second reader, who saw neither
(db/learned/kept_aside_second.csv), on the same articles and on every one.

    python -m bench.suggestions FOLDER
"""

import sys
from collections import Counter
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
from ingest.machine.training.labels import add_links, add_standing, find_provision
from ingest.machine.training.measures import Judged
from ingest.machine.training.second_reading import KEPT_ASIDE_SECOND

SIDES = (
    "the record",
    "the record and what was found right",
    "the second reader, articles of the record",
    "the second reader, every article",
)
KEPT_ASIDE_READ = KEPT_ASIDE.with_name("kept_aside_read.csv")
Links = dict[int, dict[str, str]]  # position of a provision -> item -> extent


def judge_text(predictor: Predictor, file: Path) -> list[Judged]:
    """What is suggested for the articles of one text, beside each of SIDES."""
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
        return Judged(likelihoods, bands, truth, full).only(np.array(sorted(links), dtype=int))

    recorded, second = find_links(provisions, rows, {}), second_links(file.stem, provisions)
    same = {at: second[at] for at in recorded if at in second}
    right = find_links(provisions, rows, found_right(file.stem))
    return [beside(links) for links in (recorded, right, same, second)]


def second_links(instrument: str, provisions: Sequence[Provision]) -> Links:
    """The links that the second reader gave the articles of a law, none without such a reading."""
    cells = {
        (row["number"], int(row["occurrence"])): row["second"]
        for row in read_csv(KEPT_ASIDE_SECOND)
        if row["statute"] == instrument
    }
    seen: Counter[str] = Counter()
    links: Links = {}
    for position, provision in enumerate(provisions):
        seen[provision.number] += 1
        cell = cells.get((provision.number, seen[provision.number]))
        if cell is not None:
            links[position] = dict(part.split("=") for part in cell.split(";") if part)
    return links


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
            add_standing(links, position, provisions[position], row.get("crossref", ()))
            also = found.get(numbered["number"], ())
            if position in links:
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
    """Print a table for each of SIDES, a line a law and one for all; 1 where none lies there."""
    kept_aside = laws_kept_aside()
    files = [file for file in sorted(Path(sys.argv[1]).iterdir()) if file.stem in kept_aside]
    if not files:
        print(f"no law kept aside under {sys.argv[1]}", file=sys.stderr)
        return 1
    predictor = shared_predictor()
    judged = [judge_text(predictor, file) for file in files]
    for name, sides in zip(SIDES, zip(*judged, strict=True), strict=True):
        print(f"\nBy {name}:\n\n{HEAD}")
        for file, own in zip(files, sides, strict=True):
            if len(own.truth):
                print(scores_row(file.stem, own))
        print(scores_row("all", Judged(*map(np.concatenate, zip(*sides, strict=True)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
