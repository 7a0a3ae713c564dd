"""What the model learns from: provisions read and labelled by people, our summaries of them, and
our words for each treaty clause.

`db/learned/examples.csv` holds labelled provisions as the engine saw them: which concepts, rules
and word beginnings, in alphabetical order, never the text. `python -m
ingest.machine.training.make_examples` writes it anew where the texts are at hand.
"""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from ingest.machine.items.annotate import read
from ingest.machine.items.features import Seen, seen
from ingest.machine.items.lexicon import FOLDER, Lexicon
from ingest.machine.items.rules import Rule, hits, rules

CURATED = FOLDER.parent
LEARNED = CURATED.parent / "learned" / "examples.csv"
COLUMNS = (
    "statute",
    "number",
    "family",
    "country",
    "language",
    "read",
    "items",
    "size",
    "hits",
    "concepts",
    "words",
    "around",
)
SUMMARY, CLAUSE = 0.4, 0.5


@dataclass
class Example:
    """A provision, or a summary of one, with the items it gives effect to. Those of one family
    never judge each other.
    """

    seen: Seen
    items: frozenset[str]
    family: str
    country: str
    statute: str = ""
    number: str = ""
    language: str = ""
    labelled: bool = False  # a provision of a law, and not words of our own
    read: bool = False  # its text was open while the lexicon was written
    weight: float = 1.0
    text: str = ""  # of words of our own only


def load(lexicon: Lexicon) -> list[Example]:
    """Everything there is to learn from, labelled provisions first."""
    every = rules(lexicon)
    return [*labelled(), *clauses(lexicon, every), *summaries(lexicon, every)]


def labelled(path: Path = LEARNED) -> list[Example]:
    """The labelled provisions of db/learned/examples.csv."""
    found = []
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            blocks = (unpack(row["concepts"]), unpack(row["words"]), unpack(row["around"]))
            held = {
                name: (int(gap), bool(head))
                for name, (gap, head) in json.loads(row["hits"]).items()
            }
            known = Seen(blocks, held, int(row["size"]))
            items = frozenset(filter(None, row["items"].split(";")))
            treaty = row["family"] == "treaties"
            found.append(
                Example(
                    known,
                    items,
                    row["family"],
                    row["country"],
                    row["statute"],
                    row["number"],
                    row["language"],
                    not treaty,
                    row["read"] == "1",
                    0.7 if treaty else 1.0,
                )
            )
    return sorted(found, key=lambda one: not one.labelled)


def pack(features: Mapping[str, float]) -> str:
    """Features as one cell: `name=value`, sorted, one space between."""
    return " ".join(f"{name}={value:g}" for name, value in sorted(features.items()))


def unpack(cell: str) -> dict[str, float]:
    """What `pack` wrote."""
    return {
        name: float(value) for name, _, value in (part.rpartition("=") for part in cell.split())
    }


def clauses(lexicon: Lexicon, every: list[Rule]) -> Iterator[Example]:
    """Our wording, in two languages, of every item and every treaty clause that belongs to one."""
    for path in [CURATED / "item.csv", *sorted((CURATED / "clause").glob("*.csv"))]:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                item = row["code"] if path.stem == "item" else row.get("item")
                for language in ("en", "fr") if item else ():
                    heading = row.get(f"label_{language}") or ""
                    known = read(lexicon, heading, row[f"requirement_{language}"], language)
                    what, text = seen(known, hits(known, every)), f"{heading}\n{known.text}"
                    yield Example(
                        what,
                        frozenset([item or ""]),
                        "",
                        "",
                        language=language,
                        weight=CLAUSE,
                        text=text,
                    )


def summaries(lexicon: Lexicon, every: list[Rule]) -> Iterator[Example]:
    """Our summaries, in two languages, of the curated provisions whose items were decided on the
    text or a digest of it.
    """
    for path in sorted((CURATED / "instrument").rglob("*.yml")):
        text = path.read_text(encoding="utf-8")
        if "basis: text" not in text and "basis: digest" not in text:
            continue
        document = yaml.load(text, Loader=yaml.CBaseLoader)
        digested = "basis: text" in text
        for one in document.get("provision", ()):
            items = frozenset(
                link["item"] for link in one.get("crossref", ()) if link["basis"] != "heading"
            )
            if not items and not digested:
                continue
            for language in ("en", "fr"):
                if one.get(f"summary_{language}"):
                    heading = one.get("heading", "") if language == "en" else ""
                    known = read(lexicon, heading, one[f"summary_{language}"], language)
                    what, country, text = (
                        seen(known, hits(known, every)),
                        document.get("country", ""),
                        f"{heading}\n{known.text}",
                    )
                    yield Example(
                        what,
                        items,
                        "",
                        country,
                        document["id"],
                        one.get("number", ""),
                        language,
                        weight=SUMMARY,
                        text=text,
                    )


def version(lexicon: Lexicon, places: Sequence[Path]) -> str:
    """A short hash that changes when the lexicon, the labels, the summaries, the places among
    meanings or the engine change.
    """
    digest = hashlib.sha256(lexicon.version.encode())
    sources = [
        *sorted((CURATED / "instrument").rglob("*.yml")),
        CURATED / "item.csv",
        *sorted((CURATED / "clause").glob("*.csv")),
    ]
    for path in [LEARNED, *places, *sources, *sorted(Path(__file__).parent.glob("*.py"))]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
