"""Where texts can be had: the rows of db/curated/text_source.

Read from the curated files and not from db/tip.db: `make texts` comes before the first build.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest import curated
from ingest.database import Refused

PLAIN = (
    "instrument",
    "address",
    "format",
    "sha256",
    "locator",
    "language",
    "text_state",
    "as_of",
    "official",
    "source",
)
SUFFIX = {"markdown": ".md", "text": ".txt"}  # of the other formats the suffix is the name


@dataclass(frozen=True)
class TextSource:
    """One row of text_source, and the place where it is written, as file:line."""

    instrument: str
    address: str
    by_program: bool
    format: str
    sha256: str
    locator: str
    extract_sha256: tuple[str, ...]
    language: str
    text_state: str
    as_of: str
    official: str
    source: str
    origin: str

    @property
    def hashes(self) -> tuple[str, ...]:
        """SHA-256 of the text itself: of the extract when there is a locator, else of the file."""
        return self.extract_sha256 or ((self.sha256,) if self.sha256 else ())

    @property
    def suffix(self) -> str:
        """Suffix of the text as a file; what a locator cuts out of a JSON file may be plain text,
        or HTML, as `format` says.
        """
        return SUFFIX.get(self.format, f".{self.format}")

    @property
    def one_language(self) -> str:
        """The language; empty for a text in several, of which the text itself tells which is
        read.
        """
        return "" if ";" in self.language else self.language

    @property
    def facts(self) -> dict[str, str]:
        """What `make import` is told about the text."""
        return {
            "instrument": self.instrument,
            "source": self.source,
            "url": self.address,
            "text_state": self.text_state,
            "as_of": self.as_of,
            "language": self.one_language,
            "official": self.official,
        }

    @property
    def import_line(self) -> str:
        """What a person types after saving the page."""
        state = f" STATE={self.text_state}" if self.text_state != "unknown" else ""
        state += f" AS_OF={self.as_of}" if self.as_of else ""
        language = f" LANGUAGE={self.one_language}" if self.one_language else ""
        return f"make import FILE=saved{self.suffix} INSTRUMENT={self.instrument}{state}{language}"


def read_text_sources(
    folder: Path, country: str = "", instrument: str = ""
) -> Iterator[TextSource]:
    """The rows of `folder`/text_source, those of one country or instrument when given, in the order
    in which they are written. Raises ingest.database.Refused for a file that cannot be read.
    """
    countries = {path.stem: path.parent.name for path in folder.glob("instrument/*/*.yml")}
    for path in sorted((folder / "text_source").glob("*.csv")):
        for row in curated.read_csv(path, "text_source"):
            source = as_text_source(row)
            chosen = instrument in ("", source.instrument)
            if chosen and country in ("", countries.get(source.instrument)):
                yield source


def as_text_source(row: curated.Row) -> TextSource:
    values = {name: value or "" for name, value in row.values.items()}
    try:
        return TextSource(
            by_program=values["fetched_by"] == "program",
            extract_sha256=tuple(filter(None, values["extract_sha256"].split(";"))),
            origin=row.origin,
            **{name: values[name] for name in PLAIN},
        )
    except KeyError as error:
        raise Refused(f"{row.origin}: no column {error}") from error
