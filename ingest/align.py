"""Suggest which items of the Palermo Protocol each provision of a text gives effect to, with the
words that show it.

    python -m ingest.align FILE [--language xx]       suggestions as a CSV on standard output
    python -m ingest.align FILE --output OUT.csv      the same in a file, and beside it what the machine reads in the law:
        OUT.penalties.csv   prison, fines and what is heavier, article by article      OUT.verdicts.csv   article 3(a) to (d), with the rule
        OUT.elements.csv    acts, means, purposes, child rule, consent, age of a child                   that fired and what is missing
    python -m ingest.align FOLDER --output OUT.csv    every file of a folder, in parallel; one that cannot be read does not stop the rest

FILE is what `python -m ingest.text` prints, a CSV (number, heading, text, language), or any text
the readers know. Columns: number, item, band (strong, possible, weak), score, start, end, evidence,
method. start and end are characters of the provision's text. --country SEN says which francs a fine
is in. All of it is the machine's and unconfirmed; the precision of each band is in
docs/evaluation.md.
"""

import argparse
import csv
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from ingest.law import readers
from ingest.machine.input_file import provisions
from ingest.machine.items.embeddings import EmbeddingsStale, LanguageModelMissing
from ingest.machine.judge_law import Law, Said, ready, say
from ingest.machine.process_pool import each
from ingest.machine.report import COLUMNS, Files, table

Judged = Callable[[Path], Said]


def one_file(path: Path, language: str = "", country: str = "", embed: bool = False) -> Said:
    """What is said of one file; raises what reading it raises."""
    law = provisions(path.read_bytes(), path.name, language)
    return say(Law(path.name, [one.number for one in law], law, country), embed)


def many(
    paths: Sequence[Path], jobs: int, judged: Judged
) -> Iterator[tuple[Path, Said | None, str]]:
    """Every file in parallel, in order; a file that cannot be read or whose process dies has words
    for why in place of an answer.
    """
    for done, (path, said, wrong) in enumerate(each(judged, paths, jobs), 1):
        print(
            f"{done}/{len(paths)} {path.name}: {f'{len(said.suggestions)} suggestions' if said else wrong}",
            file=sys.stderr,
        )
        yield path, said, wrong


def single(path: Path, judged: Judged) -> Iterator[tuple[Path, Said | None, str]]:
    """One file in this process, in the same form."""
    try:
        yield path, judged(path), ""
    except (readers.Unreadable, OSError) as error:
        yield path, None, f"{type(error).__name__}: {error}"


def to_stdout(results: Iterator[tuple[Path, Said | None, str]], base: Path | None) -> int:
    """The suggestions alone as one CSV on standard output; give how many files failed. base: the
    folder, if it is one.
    """
    out, failed = csv.writer(sys.stdout, lineterminator="\n"), 0
    out.writerow(["file", *COLUMNS] if base else COLUMNS)
    for path, said, wrong in results:
        if said:
            out.writerows(
                [*([str(path.relative_to(base))] if base else []), *one] for one in said.suggestions
            )
        else:
            print(f"{path}: {wrong}", file=sys.stderr)
        failed += said is None
    return failed


def to_files(
    results: Iterator[tuple[Path, Said | None, str]], base: Path | None, output: Path
) -> int:
    """Four CSV files and a table to read; give how many files failed."""
    failed = 0
    with ExitStack() as stack:
        files = Files(output, bool(base), stack)
        for path, said, wrong in results:
            if said:
                files.add(said, [str(path.relative_to(base))] if base else [])
            print((f"\n{path}\n" if base else "") + (table(said) if said else wrong))
            failed += said is None
        counts = ", ".join(
            f"{count} {kind} in {files.paths[kind]}" for kind, count in files.counts.items()
        )
    print(f"\n{counts}; machine, unconfirmed", file=sys.stderr)
    return failed


def main(arguments: list[str] | None = None) -> int:
    """Print suggestions; 1 when a file could not be read."""
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
        help="with the language model of pip install '.[embed]': better and slower, see docs/measurements.md",
    )
    options = parser.parse_args(arguments)
    try:
        ready(options.embed)  # fitted once, here, and not in every process
    except (LanguageModelMissing, EmbeddingsStale) as error:
        print(error, file=sys.stderr)
        return 1
    judged = partial(
        one_file, language=options.language, country=options.country, embed=options.embed
    )
    base = options.file if options.file.is_dir() else None
    if base:
        paths = sorted(
            path for path in base.rglob("*") if path.is_file() and path.name != "meta.json"
        )
        results = many(paths, options.jobs, judged)
    else:
        results = single(options.file, judged)
    return (
        1
        if (to_files(results, base, options.output) if options.output else to_stdout(results, base))
        else 0
    )


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
