"""Import texts by hand: `python -m ingest.received.import_file FILE --instrument sle-act-2022-12`,
or a folder with an imports.csv.

Shows what was understood (articles, gaps in the numbering, language, warnings), then copies the
file to db/raw/import and writes one line to imported.csv there. The next build takes it in. At a
terminal it asks first; with --batch, or without a terminal, it does not.
"""

import sys
from functools import cache
from pathlib import Path

import click
from rapidfuzz import process

from ingest import ROOT
from ingest.batch import run_batch
from ingest.law import readers
from ingest.law.acts import Act, acts, name_act
from ingest.law.sent_file import SentFile, send_file, workers_for
from ingest.law.split import split as split_law
from ingest.received import texts
from ingest.received.import_list import listed_files
from ingest.received.import_log import is_day, store_file
from ingest.received.law_records import LawRecords
from ingest.received.same_law import ChosenAct, choose_act, place_act

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
@click.option("--as-of", default="", help="day on which the law read like this: 2024-03-01, 2024")
@click.option("--language", default="", help="ISO 639-1 code; guessed from the text when not given")
@click.option("--official", type=click.Choice(("yes", "no", "unknown")), default="unknown")
@click.option("--sure", is_flag=True, help="I looked: it is this law, whatever it says of itself")
@click.option("--batch", is_flag=True, help="ask nothing")
@click.option("--raw", type=click.Path(path_type=Path), default=RAW, hidden=True)
def main(
    path: Path, instrument: str | None, sure: bool, batch: bool, raw: Path, **facts: str
) -> None:
    """Import one file, or every file that PATH/imports.csv lists (columns file, instrument, and any
    of the options). Without an instrument, import each act of a file that is a law on record.
    """
    ask = sys.stdin.isatty() and not batch
    if path.is_file() and not instrument:
        sys.exit(0 if place_file(path, facts, raw, ask) else 1)
    jobs = [(path, {"instrument": instrument or "", **facts})]
    if path.is_dir():
        jobs = listed_files(path)
    files = [file for file, _ in jobs]
    read = run_batch(read_acts, map(send_file, files), workers_for(files))
    failed = 0
    for (file, values), (_, found, error) in zip(jobs, read, strict=True):
        if found is None:
            refuse(file, error)
        failed += found is None or not take_file(file, values, found, raw, ask, sure)
    click.echo(f"{len(jobs) - failed} of {len(jobs)} imported; `make build` takes them in.")
    sys.exit(1 if failed else 0)


@cache
def known_records() -> LawRecords:
    """The curated instruments, read when they are first asked for."""
    return LawRecords(CURATED)


def read_acts(file: SentFile) -> list[Act]:
    """The acts of a file. Raises readers.Unreadable or OSError."""
    return acts(readers.read(file.content(), file.path.name))


def refuse(file: Path, error: str) -> None:
    """Say why a file was not imported."""
    click.echo(f"{click.format_filename(file)}: not imported: {error}", err=True)


def take_file(
    file: Path, values: dict[str, str], found: list[Act], raw: Path, ask: bool, sure: bool
) -> bool:
    """Preview the act that is meant of one file and store it; False, with the reason said, when it
    was refused or turned down. sure: a person knows that it is this law.
    """
    shown = click.format_filename(file)
    if problem := why_refused(values):
        click.echo(f"{shown}: {problem}", err=True)
        return False
    record = known_records().by_id[values["instrument"]]
    try:
        chosen = choose_act(found, record, known_records(), values.get("language", ""))
        if chosen.verdict.kind == "other" and not sure:
            reasons = "; ".join(chosen.verdict.reasons)
            wrong = f"it is not {record.id} ({record.shown[:120]}): {reasons}"
            refuse(file, f"{wrong}. SURE=1 if you looked and it is.")
            return False
        click.echo(f"{click.format_filename(file, shorten=True)} -> {record.id}")
        show_verdict(chosen, len(found))
        show_preview(chosen.act, values.get("language", ""))
        if ask and not click.confirm(
            "Import this text?", default=chosen.verdict.kind == "same" or sure
        ):
            return False
        done = store_file(file, {**values, "act": name_act(chosen.act, found)}, raw)
    except (readers.Unreadable, OSError) as error:
        refuse(file, f"{type(error).__name__}: {error}")
        return False
    click.echo(f"  stored    {done}")
    return True


def place_file(file: Path, facts: dict[str, str], raw: Path, ask: bool) -> bool:
    """List the acts of a file with the record each belongs to, import those and keep the others,
    with a hint, for a person to place; False when nothing could be read.
    """
    shown = click.format_filename(file)
    try:
        found = read_acts(send_file(file))
        placed = [place_act(act, known_records(), facts.get("language", "")) for act in found]
        click.echo(f"{shown}: {len(found)} acts" if len(found) > 1 else f"{shown}: one act")
        for act, place in zip(found, placed, strict=True):
            click.echo(f"  {act.name[:90] or 'the whole file'}\n    -> {place.shown}")
        if ask and not click.confirm("Import these texts?", default=True):
            return False
        for act, place in zip(found, placed, strict=True):
            instrument = place.record.id if place.record else ""
            values = {"instrument": instrument, "act": name_act(act, found), "hint": place.hint}
            store_file(file, {**facts, **values}, raw)
    except (readers.Unreadable, OSError) as error:
        refuse(file, f"{type(error).__name__}: {error}")
        return False
    count = sum(place.record is not None for place in placed)
    click.echo(f"{count} of {len(found)} imported, {len(found) - count} wait for a record.")
    return True


def show_verdict(chosen: ChosenAct, several: int) -> None:
    """Say which act of a file is meant, and whether it is the law of the record."""
    if several > 1:
        click.echo(f"  act       {chosen.act.name[:100]} (one of {several} in this file)")
    words = {"same": "the number or title of the record", "doubt": "DOUBT", "other": "ANOTHER LAW"}
    reasons = "; ".join(chosen.verdict.reasons)
    kind = words[chosen.verdict.kind]
    click.echo(f"  law       {kind}{': ' if reasons else ''}{reasons}")


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
    if not is_day(values.get("as_of", "")):
        return f"as_of {values['as_of']!r} is no day, month or year: 2024-03-01, 2024-03 or 2024"
    return ""


def show_preview(act: Act, language: str) -> None:
    """Say what was understood of an act. Raises readers.Empty when it has no article."""
    split = split_law(act.document, language)
    if not split.provisions:
        raise readers.Empty("no article was found in it")
    numbers = [one.number for one in split.provisions if one.number]
    missing = texts.gaps_in_numbers(split)
    first, last = (numbers[0], numbers[-1]) if numbers else ("?", "?")
    click.echo(f"  articles  {len(split.provisions)}, from {first} to {last}")
    more = " ..." if len(missing) > 20 else ""
    click.echo(f"  missing   {', '.join(map(str, missing[:20])) or 'no number'}{more}")
    if split.repealed:
        click.echo(f"  repealed  {', '.join(split.repealed_ranges())}")
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
