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
from typing import NamedTuple

from ingest.machine.items.bands import BANDS
from ingest.machine.items.suggest import ProvisionText, Suggestion, suggest
from ingest.machine.judge_law import shared_predictor
from ingest.machine.training.labels import SHARED, split_text, unlabelled_texts

COLUMNS = ("band", "statute", "number", "item", "method", "evidence")


class Drawn(NamedTuple):
    """A suggestion with its statute and article."""

    statute: str
    article: ProvisionText
    suggestion: Suggestion


def suggestions_of_unlabelled(shared: Path) -> Iterator[Drawn]:
    """Every suggestion for the texts nobody labelled."""
    model = shared_predictor()
    for folder, language in unlabelled_texts(shared):
        law = [
            ProvisionText(one.number, one.heading, one.text, language, one.parent)
            for one in split_text(shared, folder).provisions
        ]
        for suggestion in suggest(model, law):
            yield Drawn(folder, article_of(suggestion, law), suggestion)


def article_of(suggestion: Suggestion, law: list[ProvisionText]) -> ProvisionText:
    """The article a suggestion is about, told by its number and the evidence in it."""
    return next(
        one
        for one in law
        if one.number == suggestion.number
        and one.text[suggestion.start : suggestion.end] == suggestion.evidence
    )


def main() -> int:
    """Print the sample; 1 where the texts are not there."""
    options = parse_arguments()
    if not (options.folder / "data" / "statutes").is_dir():
        print(f"no texts under {options.folder}", file=sys.stderr)
        return 1
    drawn = sorted(suggestions_of_unlabelled(options.folder), key=lambda one: (one[0], one[2]))
    chance = random.Random(options.seed)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow([*COLUMNS, *(["heading", "text"] if options.text else [])])
    for band in BANDS:
        own = [one for one in drawn if one.suggestion.band == band]
        print(f"{band}: {len(own)} suggestions", file=sys.stderr)
        for statute, article, one in chance.sample(own, min(options.each, len(own))):
            evidence = " ".join(one.evidence.split())
            cells = [band, statute, one.number, one.item, one.method, evidence]
            out.writerow([*cells, *([article.heading, article.text] if options.text else [])])
    return 0


def parse_arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", default=SHARED)
    parser.add_argument("--each", type=int, default=20)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--text", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
