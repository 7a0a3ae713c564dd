"""Import texts by hand: `python -m ingest.received.import_file FILE --instrument sle-act-2022-12`,
or a folder with an imports.csv.

Shows what was understood (articles, gaps in the numbering, language, warnings), then copies the
file to db/raw/import and writes one line to imported.csv there. The next build takes it in. At a
terminal it asks first; with --batch, or without a terminal, it does not.
"""

import sys
from pathlib import Path

import click
from rapidfuzz import process

from ingest import ROOT
from ingest.law import readers
from ingest.received import texts
from ingest.received.import_list import listed_files
from ingest.received.import_log import store_file

RAW = ROOT / "db" / "raw"
CURATED = ROOT / "db" / "curated"
MOST_WARNINGS = 10  # that the preview shows
STATES = ("as_enacted", "consolidated", "current", "unknown")


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--instrument", help="id of the instrument, such as sle-act-2022-12")
@click.option("--source", default="import", help="id of the source in db/curated/source.csv")
@click.option("--url", default="", help="where the file came from")
@click.option(
    "--state", "text_state", type=click.Choice(STATES), default="unknown", help="state of the text"
)
@click.option("--language", default="", help="ISO 639-1 code; guessed from the text when not given")
@click.option("--official", type=click.Choice(("yes", "no", "unknown")), default="unknown")
@click.option("--batch", is_flag=True, help="ask nothing")
@click.option("--raw", type=click.Path(path_type=Path), default=RAW, hidden=True)
def main(path: Path, instrument: str | None, batch: bool, raw: Path, **facts: str) -> None:
    """Import one file, or every file that PATH/imports.csv lists (columns file, instrument, and any
    of the options).
    """
    if path.is_dir():
        jobs = listed_files(path)
    elif instrument:
        jobs = [(path, {"instrument": instrument, **facts})]
    else:
        raise click.UsageError("a single file needs --instrument")
    failed = sum(
        not take_file(file, values, raw, ask=sys.stdin.isatty() and not batch)
        for file, values in jobs
    )
    click.echo(f"{len(jobs) - failed} of {len(jobs)} imported; `make build` takes them in.")
    sys.exit(1 if failed else 0)


def take_file(file: Path, values: dict[str, str], raw: Path, ask: bool) -> bool:
    """Preview one file and store it; False, with the reason said, when it was refused or turned
    down.
    """
    instrument, shown = values["instrument"], click.format_filename(file)
    if problem := why_refused(values):
        click.echo(f"{shown}: {problem}", err=True)
        return False
    try:
        show_preview(file, instrument, values.get("language", ""))
        if ask and not click.confirm("Import this text?", default=True):
            return False
        done = store_file(file, values, raw)
    except (readers.Unreadable, OSError) as error:
        click.echo(f"{shown}: not imported: {type(error).__name__}: {error}", err=True)
        return False
    click.echo(f"  stored    {done}")
    return True


def why_refused(values: dict[str, str]) -> str:
    """Why a file cannot be imported as asked, or an empty string."""
    known = [path.stem for path in CURATED.glob("instrument/*/*.yml")]
    if values["instrument"] not in known:
        near = [
            match[0]
            for match in process.extract(values["instrument"], known, limit=3, score_cutoff=60)
        ]
        return f"no instrument is called {values['instrument']!r}" + (
            f"; did you mean {', '.join(near)}?" if near else ""
        )
    if values.get("text_state", "unknown") not in STATES:
        return f"text_state {values['text_state']!r} is none of {', '.join(STATES)}"
    return ""


def show_preview(file: Path, instrument: str, language: str) -> None:
    """Say what was understood of a file."""
    split = texts.split_file(file, language)
    if not split.provisions:
        raise readers.Empty("no article was found in it")
    numbers = [one.number for one in split.provisions if one.number]
    missing = texts.gaps_in_numbers(split)
    click.echo(f"{click.format_filename(file, shorten=True)} -> {instrument}")
    first, last = (numbers[0], numbers[-1]) if numbers else ("?", "?")
    click.echo(f"  articles  {len(split.provisions)}, from {first} to {last}")
    more = " ..." if len(missing) > 20 else ""
    click.echo(f"  missing   {', '.join(map(str, missing[:20])) or 'no number'}{more}")
    if split.repealed:
        click.echo(f"  repealed  {split.repealed_ranges()}")
    click.echo(f"  language  {split.language or 'unknown'}")
    kept, *left_out = split.ledger().summary()
    click.echo(f"  kept      {kept}")
    for piece in left_out:
        click.echo(f"  left out  {piece}")
    for warning in split.warnings[:MOST_WARNINGS]:
        click.echo(f"  warning   {warning}")
    if len(split.warnings) > MOST_WARNINGS:
        click.echo(f"  warning   and {len(split.warnings) - MOST_WARNINGS} more")


if __name__ == "__main__":
    main()
