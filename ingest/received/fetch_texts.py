"""Bring the words of the laws: `make texts`, or `python -m ingest.received.fetch_texts`.

For every row of text_source that a program may fetch: fetch the file through scrapers/fetch.py with
its rules, compare its SHA-256 with the recorded one, cut out the part that the locator names,
compare again, and hand it to `make import`. With --from FOLDER the files of a folder take the place
of the network: one whose SHA-256 is recorded, of the whole file or of the part, is that text,
whatever its name. A text that is held is not fetched again, so a run that was killed goes on where
it stopped. What only a person may fetch is listed at the end, with the line to type.
"""

import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from ingest import ROOT
from ingest.database import Refused
from ingest.law import readers
from ingest.received.cut_extract import CannotCut, cut_extract, fitting_extract
from ingest.received.import_log import imported_texts, store_file
from ingest.received.text_sources import TextSource, read_text_sources
from scrapers.fetch import Fetcher, Policy
from scrapers.outcome import Outcome

RAW = ROOT / "db" / "raw"
CURATED = ROOT / "db" / "curated"
LARGEST = Policy.largest
HELD, IMPORTED, MISSING, CHANGED, FAILED = "held", "imported", "not there", "changed", "failed"
UNKNOWN_ASKER = "reads public files of laws"


class Changed(Exception):
    """A file whose SHA-256 is not the recorded one; the words say what to do about it."""


@dataclass
class Place:
    """Where the files come from: the network, or a folder when `known` is not None. `known` gives
    the path of a file by its SHA-256; `fetched` keeps by address what this run has fetched.
    """

    scratch: Path
    fetcher: Fetcher
    known: dict[str, Path] | None = None
    fetched: dict[str, Path] = field(default_factory=dict)

    def find(self, source: TextSource) -> Path | None:
        """The file of a source; None when the folder has none. Raises Outcome from the network."""
        if self.known is not None:
            hashes = (*source.hashes, source.sha256)
            return next((self.known[one] for one in hashes if one in self.known), None)
        if source.address not in self.fetched:
            path = self.scratch / f"{len(self.fetched)}.part"
            self.fetcher.get(source.address, path)
            self.fetched[source.address] = path
        return self.fetched[source.address]


@click.command()
@click.option("--country", default="", help="three letters; INT for treaties and agreements")
@click.option("--instrument", default="", help="id of one instrument, such as sle-act-2022-12")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="take the files from this folder, without a network",
)
@click.option(
    "--contact",
    default=UNKNOWN_ASKER,
    envvar="SCRAPER_CONTACT",
    help="a web or mail address where you can be reached",
)
@click.option("--curated", type=click.Path(path_type=Path), default=CURATED, hidden=True)
@click.option("--raw", type=click.Path(path_type=Path), default=RAW, hidden=True)
@click.option("--pace", type=float, default=Policy.pace, hidden=True)
@click.option("--private", multiple=True, hidden=True)  # host:port of a test server
def main(
    country: str,
    instrument: str,
    folder: Path | None,
    contact: str,
    curated: Path,
    raw: Path,
    pace: float,
    private: tuple[str, ...],
) -> None:
    """Fetch and import the texts whose public address is known."""
    try:
        sources = list(read_text_sources(curated, country, instrument))
    except Refused as error:
        raise click.ClickException(str(error)) from error
    policy = Policy(contact, pace=pace, private=frozenset(private))
    with tempfile.TemporaryDirectory() as scratch:
        place = Place(Path(scratch), Fetcher(policy), files_by_hash(folder) if folder else None)
        counts = take_texts(sources, place, raw)
    list_for_persons(sources, raw)
    click.echo(summary(counts))
    sys.exit(1 if counts[CHANGED] or counts[FAILED] else 0)


def files_by_hash(folder: Path) -> dict[str, Path]:
    """Every plain file under a folder, by its SHA-256; larger ones than a fetch would take, and
    what is no plain file, are passed over.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= LARGEST:
            with path.open("rb") as file:
                found[hashlib.file_digest(file, "sha256").hexdigest()] = path
    return found


def take_texts(sources: Iterable[TextSource], place: Place, raw: Path) -> Counter[str]:
    """Take every text in, one line of report each; give the number of each outcome."""
    counts: Counter[str] = Counter()
    held = held_hashes(raw)
    wanted = [one for one in sources if one.by_program or (place.known is not None and one.sha256)]
    with progress(wanted) as texts:
        for source in texts:
            outcome, words = take_text(source, place, raw, held)
            counts[outcome] += 1
            click.echo(f"{outcome:9} {source.instrument}: {words}")
    return counts


@contextmanager
def progress(sources: list[TextSource]) -> Iterator[Iterable[TextSource]]:
    """A bar on a terminal, under the lines of the report."""
    with click.progressbar(
        sources, label="Texts", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield bar


def held_hashes(raw: Path) -> set[tuple[str, str]]:
    """Instrument and SHA-256 of every text imported so far whose file is still there."""
    return {(text.instrument, text.sha256) for text in imported_texts(raw) if text.path.exists()}


def take_text(
    source: TextSource, place: Place, raw: Path, held: set[tuple[str, str]]
) -> tuple[str, str]:
    """Find, compare, cut and import one text. Gives the outcome and what to say of it."""
    if any((source.instrument, one) in held for one in source.hashes):
        return HELD, source.address
    try:
        path = place.find(source)
    except Outcome as outcome:
        return FAILED, f"{outcome.name}: {outcome}"
    if path is None:
        return MISSING, "no file of the folder has the recorded SHA-256"
    data = path.read_bytes()
    try:
        text = recorded_text(source, data)
    except CannotCut as error:
        return FAILED, f"{source.origin}: {error}"
    except Changed as error:
        return CHANGED, f"{error}\n  it is kept as {keep_refused(data, source, raw)}"
    file = place.scratch / f"text{source.suffix}"
    file.write_bytes(text)
    try:
        store_file(file, source.facts, raw)
    except readers.Unreadable as error:
        return FAILED, f"{type(error).__name__}: {error}"
    held.add((source.instrument, hashlib.sha256(text).hexdigest()))
    return IMPORTED, f"{len(text):,} bytes, {source.address}"


def recorded_text(source: TextSource, data: bytes) -> bytes:
    """The recorded text in a file: the file itself, or the part that the locator names. Raises
    Changed when a hash is not the recorded one, CannotCut when the locator does not fit.
    """
    found = hashlib.sha256(data).hexdigest()
    if found in source.hashes:
        return data
    if found != source.sha256 and not source.locator:
        raise Changed(explain_change(source, found))
    extract = cut_extract(data, source.locator)
    text = fitting_extract(extract, source.extract_sha256)
    if text is None:
        raise Changed(explain_change(source, found, hashlib.sha256(extract).hexdigest()))
    return text


def explain_change(source: TextSource, found: str, extract: str = "") -> str:
    """What is not as recorded, and how a person accepts it."""
    part = f"; the part has {extract}" if extract else ""
    enter = f"sha256{' and extract_sha256' if extract else ''}"
    return (
        f"{source.address} is not the recorded file\n"
        f"  recorded  {source.sha256}\n"
        f"  found     {found}{part}\n"
        f"  refused until a person has read it and enters what was found as {enter} in\n"
        f"  {source.origin}"
    )


def keep_refused(data: bytes, source: TextSource, raw: Path) -> Path:
    """Keep a refused file where a person can read it."""
    kept = raw / "refused" / f"{source.instrument}{source.suffix}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    return kept


def list_for_persons(sources: Iterable[TextSource], raw: Path) -> None:
    """Name the pages that a person opens, of instruments without a text so far, and what to type
    after saving one.
    """
    held = {text.instrument for text in imported_texts(raw)}
    missing = [one for one in sources if not one.by_program and one.instrument not in held]
    if missing:
        click.echo("\nBy hand: open the page, save it, then type the line.")
    for source in missing:
        click.echo(f"  {source.instrument}: {source.address}\n    {source.import_line}")


def summary(counts: Counter[str]) -> str:
    """One sentence on the run."""
    said = ", ".join(f"{number} {outcome}" for outcome, number in counts.items())
    return f"\n{said or 'no text is listed there'}; `make build` takes in what is held."


if __name__ == "__main__":
    main()
