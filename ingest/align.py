"""Suggest which items of the Palermo Protocol each provision of a text gives effect to, with the
words that show it.

    python -m ingest.align FILE [--language xx]     suggestions as a CSV on standard output
    python -m ingest.align FILE --output OUT.csv    the same in a file, and beside it
        OUT.penalties.csv   prison, fines and what is heavier, article by article
        OUT.elements.csv    acts, means, purposes, child rule, consent, age of a child
        OUT.verdicts.csv    article 3(a) to (d), with the rule that fired and what is missing
        OUT.nearest.csv     of an act read whole, the place nearest to each item it has not
    python -m ingest.align FOLDER --output OUT.csv  every file of a folder, in parallel; one that
        cannot be read does not stop the rest

FILE is what `python -m ingest.text` prints, a CSV (number, heading, text, language), or any text
the readers know. Columns: number, item, band (strong, possible, weak), score, start, end, evidence,
method, extent (full or partial), named and missing (elements of the item). start and end are
characters of the provision's text. --country SEN says which francs a fine is in. All of it is
suggested by the machine and unconfirmed; the precision of each band is in docs/evaluation.md.
"""

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from ingest.machine.align_files import (
    files_in,
    judge_file,
    judge_many,
    judge_single,
    write_to_files,
    write_to_stdout,
)
from ingest.machine.items.embeddings import EmbeddingsStale, LanguageModelMissing
from ingest.machine.judge_law import shared_predictor


def main(arguments: list[str] | None = None) -> int:
    """Print suggestions; 1 when a file could not be read."""
    options = parse_arguments(arguments)
    try:
        shared_predictor(options.embed)  # fitted once, here, and not in every process
    except (LanguageModelMissing, EmbeddingsStale) as error:
        print(error, file=sys.stderr)
        return 1
    judge_one = partial(
        judge_file, language=options.language, country=options.country, embed=options.embed
    )
    base = options.file if options.file.is_dir() else None
    if base:
        results = judge_many(files_in(base), options.jobs, judge_one)
    else:
        results = judge_single(options.file, judge_one)
    if options.output:
        failed = write_to_files(results, base, options.output)
    else:
        failed = write_to_stdout(results, base)
    return 1 if failed else 0


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest.align",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="a file or a folder")
    parser.add_argument("--language", default="", help="two-letter code; guessed when not given")
    parser.add_argument(
        "--country", default="", help="three-letter code of the country, for the money of fines"
    )
    parser.add_argument(
        "--output", type=Path, help="write the CSV files here and print a table instead"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--embed",
        action="store_true",
        help="with the language model of pip install '.[embed]': better and slower, see "
        "docs/measurements.md",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
