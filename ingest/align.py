"""Suggest which items of the Palermo Protocol each provision of a text gives effect to, with the words that show it.

    python -m ingest.align FILE [--language xx]       a CSV on standard output
    python -m ingest.align FOLDER --output OUT.csv    every file of a folder, in parallel; one that cannot be read does not stop the rest

FILE is what `python -m ingest.text` prints, a CSV (number, heading, text, language), or any text the readers know.
Columns: number, item, band (strong, possible, weak), score, start, end, evidence, method. start and end are characters of the
provision's text. Suggestions are the machine's and unconfirmed; the precision of each band is in docs/evaluation.md.
"""

import argparse
import csv
import hashlib
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one document, one core: the folder is what is done in parallel

from ingest import readers
from ingest.aligning.predictor import KEPT, Predictor, predictor
from ingest.aligning.suggest import Given, Suggestion, suggest
from ingest.text import split

COLUMNS = Suggestion._fields
BATCH = 2000  # provisions judged together, so that memory does not grow with the length of a file
_held: list[Predictor] = []


def provisions(data: bytes, name: str, language: str = "") -> list[Given]:
    """The provisions of a file, whichever of the three forms it has; raise readers.Unreadable when there are none."""
    text = data.decode("utf-8-sig", errors="replace")
    rows = json_lines(text) or csv_rows(text, name)
    if rows is None:
        result = split(readers.read(data, name), language)
        rows = [Given(one.number, one.heading, one.text, result.language, one.parent) for one in result.provisions]
        if not rows:
            return [Given("", "", readers.read(data, name).text, result.language)]
    return [row._replace(language=language) if language else row for row in rows]


def json_lines(text: str) -> list[Given] | None:
    """Lines as ingest.text prints them, or None when this is something else."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError:
            return None
        if not isinstance(row, dict) or not {"number", "text"} <= set(row):
            return None
        found.append(given(row))
    return found or None


def csv_rows(text: str, name: str) -> list[Given] | None:
    """Rows of a CSV with a column `text`, or None when this is something else."""
    header = text[:300].split("\n")[0].lower()
    if not name.lower().endswith(".csv") and not ("number" in header and "text" in header and "," in header):
        return None
    csv.field_size_limit(50_000_000)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        return [given(row) for row in reader] if "text" in (reader.fieldnames or []) else None
    except csv.Error as error:
        raise readers.Damaged(f"{name}: {error}") from error


def given(row: dict[str, object]) -> Given:
    """A provision from a row with the columns of ingest.text; what is missing is empty."""
    return Given(*(str(row.get(column) or "") for column in Given._fields))


def ready() -> Predictor:
    """The predictor of this process."""
    if not _held:
        _held.append(predictor())
    return _held[0]


def rows(data: bytes, name: str, language: str = "") -> list[Suggestion]:
    """Suggestions for one file, from the cache when the same bytes were judged by the same model."""
    model = ready()
    key = hashlib.sha256(b"\0".join([data, name.encode(), language.encode()])).hexdigest()[:32]
    kept = KEPT / model.version / f"{key}.json"
    if kept.exists():
        return [Suggestion(*row) for row in json.loads(kept.read_text(encoding="utf-8"))]
    every = provisions(data, name, language)
    found = [one for at in range(0, len(every), BATCH) for one in suggest(model, every[at : at + BATCH])]
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        part.replace(kept)
    except OSError:
        pass
    return found


def one_file(path: Path, language: str) -> tuple[Path, list[Suggestion], str]:
    """Suggestions for a file, or why there are none; never raises, so that a folder goes on."""
    try:
        return path, rows(path.read_bytes(), path.name, language), ""
    except Exception as error:
        return path, [], f"{type(error).__name__}: {error}"


def many(paths: Sequence[Path], language: str, jobs: int) -> Iterator[tuple[Path, list[Suggestion], str]]:
    """Every file in parallel, as each is done."""
    ready()  # fitted once, here, and not in every process
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:  # a fork would copy the locks of the number library
        waiting = [pool.submit(one_file, path, language) for path in paths]
        for done, job in enumerate(as_completed(waiting), 1):
            result = job.result()
            print(f"{done}/{len(paths)} {result[0].name}: {result[2] or f'{len(result[1])} suggestions'}", file=sys.stderr)
            yield result


def table(found: Sequence[Suggestion]) -> str:
    """Suggestions as a person reads them in a terminal."""
    lines = []
    for one in found:
        words = " ".join(one.evidence.split())
        lines.append(f"{one.number[:10]:10}  {one.item:22}  {one.band:8}  {words[:90]}{'…' if len(words) > 90 else ''}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Print suggestions; 1 when a file could not be read."""
    parser = argparse.ArgumentParser(prog="python -m ingest.align", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="a file or a folder")
    parser.add_argument("--language", default="", help="two-letter code; guessed when not given")
    parser.add_argument("--output", type=Path, help="write the CSV here and print a table instead")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    folder = options.file.is_dir()
    paths = sorted(path for path in options.file.rglob("*") if path.is_file() and path.name != "meta.json") if folder else [options.file]
    results = sorted(many(paths, options.language, options.jobs)) if folder else [one_file(options.file, options.language)]
    target = options.output.open("w", encoding="utf-8", newline="") if options.output else sys.stdout
    out = csv.writer(target, lineterminator="\n")
    out.writerow(["file", *COLUMNS] if folder else COLUMNS)
    failed = 0
    for path, found, wrong in results:
        name = [str(path.relative_to(options.file))] if folder else []
        out.writerows([*name, *one] for one in found)
        if options.output:
            print((f"\n{path}\n" if folder else "") + (wrong or table(found) or "no suggestion"))
        elif wrong:
            print(f"{path}: {wrong}", file=sys.stderr)
        failed += bool(wrong)
    if options.output:
        target.close()
        print(f"\n{sum(len(found) for _, found, _ in results)} suggestions in {options.output}; machine, unconfirmed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
