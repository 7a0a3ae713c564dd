"""Training data: provisions read and labelled by people, our summaries of them, and our words for
each treaty clause.

`db/learned/examples.csv` holds labelled provisions as features: which concepts, rules and word
beginnings, in alphabetical order, never the text. `python -m ingest.machine.training.make_examples`
writes it anew where the texts are at hand.
"""

import csv
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ingest.machine.items.annotate import annotate_text
from ingest.machine.items.features import Features, features_of
from ingest.machine.items.lexicon import FOLDER, Lexicon
from ingest.machine.items.rules import Rule, find_hits, load_rules

CURATED = FOLDER.parent
EXAMPLES = CURATED.parent / "learned" / "examples.csv"
KEPT_ASIDE = EXAMPLES.with_name("kept_aside.csv")
RELABELLED = EXAMPLES.with_name("relabelled.csv")
EQUIVALENT = CURATED / "equivalent.csv"
COLUMNS = (
    "statute",
    "number",
    "place",
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
    "sentences",
)
# How much an example counts beside a labelled provision of a law; set by hand on the labelled laws.
SUMMARY_WEIGHT, CLAUSE_WEIGHT, TREATY_WEIGHT = 0.4, 0.5, 0.7


@dataclass
class Example:
    """A provision, or a summary of one, with the items it gives effect to, each with its extent
    where one was given. Those of one family never judge each other.

    labelled: a provision of a law, not our own words. place: its position in the text of its law.
    read: its text was open while the lexicon was written. text: of our own words only.
    """

    features: Features
    items: Mapping[str, str]
    family: str
    country: str
    statute: str = ""
    number: str = ""
    language: str = ""
    labelled: bool = False
    place: int = 0
    read: bool = False
    weight: float = 1.0
    text: str = ""


def load_examples(lexicon: Lexicon) -> list[Example]:
    """All training data, labelled provisions first; nothing of a law kept aside."""
    rules = load_rules(lexicon)
    examples = [
        *labelled_examples(),
        *clause_examples(lexicon, rules),
        *summary_examples(lexicon, rules),
    ]
    kept_aside = laws_kept_aside()
    return [example for example in examples if example.statute not in kept_aside]


def laws_kept_aside() -> frozenset[str]:
    """Laws on which the engine is measured and never learns, by their ids in db/curated and by
    their names in examples.csv. Their articles may be read for the record like any other.
    """
    return frozenset(name for row in read_csv(KEPT_ASIDE) for name in row.values() if name)


def labelled_examples(path: Path = EXAMPLES) -> list[Example]:
    """The labelled provisions of db/learned/examples.csv; those of treaties, which have labels by
    their own numbers, come last.
    """
    csv.field_size_limit(1_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        examples = [_parse_example(row) for row in csv.DictReader(file)]
    return sorted(examples, key=lambda example: not example.labelled)


def _parse_example(row: Mapping[str, str]) -> Example:
    blocks = (
        parse_features(row["concepts"]),
        parse_features(row["words"]),
        parse_features(row["around"]),
    )
    sentences = [parse_features(cell) for cell in row["sentences"].split("|")]
    hits = {name: (int(gap), bool(head)) for name, (gap, head) in json.loads(row["hits"]).items()}
    treaty = row["family"] == "treaties"
    return Example(
        Features(blocks, hits, int(row["size"]), sentences if row["sentences"] else ()),
        dict(part.split("=") for part in row["items"].split(";") if part),
        row["family"],
        row["country"],
        row["statute"],
        row["number"],
        row["language"],
        labelled=not treaty,
        place=int(row["place"]),
        read=row["read"] == "1",
        weight=TREATY_WEIGHT if treaty else 1.0,
    )


def format_features(features: Mapping[str, float]) -> str:
    """Features as one cell: `name=value`, sorted, one space between."""
    return " ".join(f"{name}={value:g}" for name, value in sorted(features.items()))


def parse_features(cell: str) -> dict[str, float]:
    """What `format_features` wrote."""
    return {
        name: float(value) for name, _, value in (part.rpartition("=") for part in cell.split())
    }


def clause_examples(lexicon: Lexicon, rules: list[Rule]) -> Iterator[Example]:
    """Our wording, in two languages, of every item and every treaty clause that belongs to one or
    is the equivalent of one.
    """
    items = {row["code"]: {row["code"]} for row in read_csv(CURATED / "item.csv")}
    items |= items_of_clauses()
    for path in [CURATED / "item.csv", *sorted((CURATED / "clause").glob("*.csv"))]:
        for row in read_csv(path):
            own = sorted(items.get(row["code"], ()))
            for language in ("en", "fr") if own else ():
                heading = row.get(f"label_{language}") or ""
                text = annotate_text(lexicon, heading, row[f"requirement_{language}"], language)
                yield Example(
                    features_of(text, find_hits(text, rules)),
                    dict.fromkeys(own, ""),
                    "",
                    "",
                    language=language,
                    weight=CLAUSE_WEIGHT,
                    text=f"{heading}\n{text.text}",
                )


def items_of_clauses() -> dict[str, set[str]]:
    """Treaty clause -> its own item and those of its equivalents, for clauses that have any."""
    own = {row["code"]: row["code"] for row in read_csv(CURATED / "item.csv")}
    clauses = [row for path in sorted((CURATED / "clause").glob("*.csv")) for row in read_csv(path)]
    own |= {row["code"]: row["item"] for row in clauses if row.get("item")}
    found = {row["code"]: {own[row["code"]]} for row in clauses if row["code"] in own}
    for row in read_csv(EQUIVALENT):
        for one, other in (
            (row["clause"], row["other"]),
            (row["other"], row["clause"]),
        ):
            if other in own:
                found.setdefault(one, set()).add(own[other])
    return found


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def summary_examples(lexicon: Lexicon, rules: list[Rule]) -> Iterator[Example]:
    """Our summaries, in two languages, of the curated provisions whose items were decided on the
    text or a digest of it.
    """
    for path in sorted((CURATED / "instrument").rglob("*.yml")):
        content = path.read_text(encoding="utf-8")
        if "basis: text" not in content and "basis: digest" not in content:
            continue
        document = yaml.load(content, Loader=yaml.CBaseLoader)
        from_text = "basis: text" in content
        for provision in document.get("provision", ()):
            items = {
                link["item"]: link.get("extent", "")
                for link in labelled_links(document["id"], provision)
                if link["basis"] != "heading"
            }
            if items or from_text:
                yield from _summaries_of(lexicon, rules, document, provision, items)


def labelled_links(statute: str, provision: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    """The links of a provision of the record that are labels by docs/conventions.md."""
    for link in provision.get("crossref", ()):
        if (statute, provision.get("number", ""), link["item"]) not in links_without_label():
            yield link


@cache
def links_without_label() -> frozenset[tuple[str, str, str]]:
    """(statute, number, item) of the links of the record that the conventions leave out."""
    return frozenset((row["statute"], row["number"], row["item"]) for row in read_csv(RELABELLED))


def _summaries_of(
    lexicon: Lexicon,
    rules: list[Rule],
    document: Mapping[str, Any],
    provision: Mapping[str, Any],
    items: Mapping[str, str],
) -> Iterator[Example]:
    """The English summary with the heading, and the French one without."""
    for language in ("en", "fr"):
        summary = provision.get(f"summary_{language}")
        if not summary:
            continue
        heading = provision.get("heading", "") if language == "en" else ""
        text = annotate_text(lexicon, heading, summary, language)
        yield Example(
            features_of(text, find_hits(text, rules)),
            items,
            "",
            document.get("country", ""),
            document["id"],
            provision.get("number", ""),
            language,
            weight=SUMMARY_WEIGHT,
            text=f"{heading}\n{text.text}",
        )


def model_version(lexicon: Lexicon, embedding_files: Sequence[Path]) -> str:
    """A short hash that changes when the lexicon, the labels, the summaries, the embeddings or the
    code of this folder change.
    """
    digest = hashlib.sha256(lexicon.version.encode())
    sources = [
        *sorted((CURATED / "instrument").rglob("*.yml")),
        CURATED / "item.csv",
        EQUIVALENT,
        *sorted((CURATED / "clause").glob("*.csv")),
    ]
    code = sorted(Path(__file__).parent.glob("*.py"))
    for path in [EXAMPLES, KEPT_ASIDE, RELABELLED, *embedding_files, *sources, *code]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
