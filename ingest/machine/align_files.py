"""Judge files and write what is suggested: the work behind `python -m ingest.align`."""

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from ingest.batch import run_batch
from ingest.law import readers
from ingest.law.sent_file import SentFile, send_file
from ingest.machine.input_file import read_provisions
from ingest.machine.judge_law import Judgement, Law, judge
from ingest.machine.report import COLUMNS, ReportFiles, as_table

JudgeFile = Callable[[SentFile], Judgement]
Judged = Iterator[tuple[Path, Judgement | None, str]]  # file, judgement or None, error


def judge_file(
    file: SentFile, language: str = "", country: str = "", embed: bool = False
) -> Judgement:
    """The judgement of one file; raises what reading it raises."""
    name = file.path.name
    law = read_provisions(file.content(), name, language)
    return judge(Law(name, [one.number for one in law], law, country), embed)


def files_in(folder: Path) -> list[Path]:
    """Every file below a folder, without the descriptions of held texts."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "meta.json")


def judge_many(paths: Sequence[Path], workers: int | None, judge_one: JudgeFile) -> Judged:
    """Every file in parallel, in order; a file that cannot be read or whose process dies has an
    error in place of a judgement.
    """
    results = run_batch(judge_one, map(send_file, paths), workers)
    for done, (file, judgement, error) in enumerate(results, 1):
        outcome = f"{len(judgement.suggestions)} suggestions" if judgement else error
        print(f"{done}/{len(paths)} {file.path.name}: {outcome}", file=sys.stderr)
        yield file.path, judgement, error


def judge_single(path: Path, judge_one: JudgeFile) -> Judged:
    """One file in this process, in the same form."""
    try:
        yield path, judge_one(send_file(path)), ""
    except (readers.Unreadable, OSError) as error:
        yield path, None, f"{type(error).__name__}: {error}"


def write_to_stdout(results: Judged, base: Path | None) -> int:
    """The suggestions alone as one CSV on standard output; give how many files failed. base: the
    folder, if it is one.
    """
    out, failed = csv.writer(sys.stdout, lineterminator="\n"), 0
    out.writerow(["file", *COLUMNS] if base else COLUMNS)
    for path, judgement, error in results:
        if judgement is None:
            print(f"{path}: {error}", file=sys.stderr)
            failed += 1
        else:
            out.writerows([*_file_cell(path, base), *one] for one in judgement.suggestions)
    return failed


def write_to_files(results: Judged, base: Path | None, output: Path) -> int:
    """Five CSV files and a table to read; give how many files failed."""
    failed = 0
    with ExitStack() as stack:
        files = ReportFiles(output, bool(base), stack)
        for path, judgement, error in results:
            if judgement is None:
                failed += 1
            else:
                files.add(judgement, _file_cell(path, base))
            print((f"\n{path}\n" if base else "") + (as_table(judgement) if judgement else error))
        counts = (f"{count} {kind} in {files.paths[kind]}" for kind, count in files.counts.items())
        print(f"\n{', '.join(counts)}; machine, unconfirmed", file=sys.stderr)
    return failed


def _file_cell(path: Path, base: Path | None) -> list[str]:
    return [str(path.relative_to(base))] if base else []
