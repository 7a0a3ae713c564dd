"""Draw suggestions at random from held texts that nobody labelled, for a person to judge;
docs/sample.md holds the judgement.

    python -m ingest.machine.training.sample [FOLDER] [--each 20] [--seed 4] [--text]

FOLDER as for ingest.machine.training.make_examples. Prints a CSV: band, statute, number, item,
method, evidence; with --text also the article. Left out are texts the engine learned from, copies
of them, and languages without a lexicon.
"""

import argparse
import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from ingest.machine.items.bands import BANDS
from ingest.machine.items.lexicon import LANGUAGES
from ingest.machine.items.suggest import Given, Suggestion, suggest
from ingest.machine.judge_law import ready
from ingest.machine.training.make_examples import CONVENTION, PROTOCOL, SHARED, labels, law, table

COPIES = (
    "LSO/anti-trafficking-act-2011-plaintext",
    "PAK/prevention-of-trafficking-act-2018-gazette-ocr",
    "CAN/irpa-117-123-fr",
    "INT/palermo-protocol-ar-adala",
    "INT/palermo-protocol-fr",
    "DJI/loi-95-2005-ratification-cnuctoc",
)


def unlabelled(shared: Path) -> Iterator[tuple[str, str]]:
    """Folders of texts nobody labelled, with their language."""
    known = {*COPIES, *PROTOCOL, *CONVENTION, *(one.folder for one in labels(shared))}
    for row in table(shared / "data" / "statutes" / "index.csv"):
        folder, language = row["dir"].removeprefix("statutes/"), row["language"].split(",")[0]
        if folder not in known and language in LANGUAGES:
            yield folder, language


def every(shared: Path) -> Iterator[tuple[str, Given, Suggestion]]:
    """Each suggestion for those texts, with its statute and article."""
    model = ready()
    for folder, language in unlabelled(shared):
        given = [
            Given(one.number, one.heading, one.text, language, one.parent)
            for one in law(shared, folder).provisions
        ]
        for found in suggest(model, given):
            article = next(
                one
                for one in given
                if one.number == found.number
                and one.text[found.start : found.end] == found.evidence
            )
            yield folder, article, found


def main() -> int:
    """Print the sample; 1 where the texts are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--text", action="store_true")
    options = parser.parse_args()
    if not (options.folder / "data" / "statutes").is_dir():
        print(f"no texts under {options.folder}", file=sys.stderr)
        return 1
    found = sorted(every(options.folder), key=lambda one: (one[0], one[2]))
    chance = random.Random(options.seed)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(
        [
            "band",
            "statute",
            "number",
            "item",
            "method",
            "evidence",
            *(["heading", "text"] if options.text else []),
        ]
    )
    for band in BANDS:
        own = [one for one in found if one[2].band == band]
        print(f"{band}: {len(own)} suggestions", file=sys.stderr)
        for folder, given, one in chance.sample(own, min(options.each, len(own))):
            article = [given.heading, given.text] if options.text else []
            out.writerow(
                [
                    band,
                    folder,
                    one.number,
                    one.item,
                    one.method,
                    " ".join(one.evidence.split()),
                    *article,
                ]
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
