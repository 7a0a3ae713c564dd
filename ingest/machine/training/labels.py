"""Labelled provisions: texts split into provisions, with the items that people gave them.

The folder of texts and labels (by default ../shared beside the repository) holds facts/digests,
align/gold.csv and data/statutes; further labels are the links of db/curated.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import yaml

from ingest import ROOT
from ingest.languages import LANGUAGES
from ingest.law import readers
from ingest.law.split import split
from ingest.law.splitting.article_numbers import stored_form
from ingest.law.splitting.result import Provision, Split
from ingest.machine.items.training_data import CURATED
from ingest.machine.training.label_sources import (
    CONVENTION_ARTICLES,
    CONVENTION_FOLDERS,
    COPIES,
    CURATED_FOLDERS,
    CURATED_IDS,
    GOLD_FOLDERS,
    KEPT_ASIDE_FOLDERS,
    PROTOCOL_FOLDERS,
)

SHARED = ROOT.parent / "shared"
# Statutes whose text was open while the lexicon was written.
READ_STATUTES = Path(__file__).with_name("read.txt")
TRANSLITERATED = {"أ": "a", "ب": "b", "ج": "c", "د": "d"}


class Label(NamedTuple):
    """One provision of a split text, by its position, with the items people gave it."""

    statute: str
    folder: str
    language: str
    position: int
    items: frozenset[str]


class TreatyLabel(NamedTuple):
    """A paragraph or article of a treaty with the items that are named after it."""

    folder: str
    language: str
    number: str
    text: str
    items: frozenset[str]


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def split_text(shared: Path, folder: str) -> Split:
    """A held text, split."""
    file = next((shared / "data" / "statutes" / folder).glob("text.*"))
    return split(readers.read(file.read_bytes(), file.name))


def all_labels(shared: Path) -> list[Label]:
    """Every labelled provision, each once: from the digests, then from gold.csv, then from
    db/curated.
    """
    labels = list(digest_labels(shared))
    for further in (gold_labels, curated_labels):
        labels += further(shared, {(label.folder, label.position) for label in labels})
    return labels


def digest_labels(shared: Path) -> Iterator[Label]:
    """Labels of the digests; an article quoted in an amending law is counted with the article that
    quotes it.
    """
    for path in sorted(shared.glob("facts/digests/*/provisions.csv")):
        instruments = {row["id"]: row for row in read_csv(path.parent / "instruments.csv")}
        rows = read_csv(path)
        for statute in dict.fromkeys(row["instrument_id"] for row in rows):
            instrument = instruments[statute]
            folder = instrument["statute_dir"].removeprefix("statutes/")
            own = [row for row in rows if row["instrument_id"] == statute]
            items: dict[int, set[str]] = {}
            for row in own:
                provisions = split_text(shared, folder).provisions
                position = find_provision(provisions, row, len(own), items)
                if position is not None:
                    items.setdefault(position, set()).update(parse_codes(row["codes"]))
            for position, codes in items.items():
                yield Label(
                    CURATED_IDS.get(statute, statute),
                    folder,
                    instrument["language"],
                    position,
                    frozenset(codes),
                )


def parse_codes(cell: str) -> frozenset[str]:
    """The codes of items in a cell, separated by semicolons."""
    return frozenset(filter(None, cell.split(";")))


def find_provision(
    provisions: list[Provision], row: dict[str, str], rows: int, taken: dict[int, set[str]]
) -> int | None:
    """The position of a labelled row among the provisions of its text; rows: of the whole text;
    taken: positions found for earlier rows.
    """
    if rows == len(provisions):
        return int(row["ordinal"]) - 1
    numbers = {row["number"], stored_form(row["number"]) or row["number"]}
    quoting = (
        position
        for position, provision in enumerate(provisions)
        if quotes_number(provision, numbers)
    )
    host = re.match(r".*\(art\.? ?(\w+)", row["label"])
    if host:
        hosts = (at for at, one in enumerate(provisions) if one.number == host.group(1))
        return next(chain(quoting, hosts), None)
    named = (
        position
        for position, provision in enumerate(provisions)
        if provision.number and provision.number in numbers and position not in taken
    )
    return next(chain(named, quoting), None)


def quotes_number(provision: Provision, numbers: set[str]) -> bool:
    """Whether a provision quotes an article with one of some numbers."""
    return any((stored_form(number) or number) in numbers for number, _ in provision.quoted)


def gold_labels(shared: Path, known: set[tuple[str, int]]) -> Iterator[Label]:
    """Labels of gold.csv for provisions that no digest has; known: (folder, position), and those
    given are added.
    """
    statutes = {
        row["statute_dir"].removeprefix("statutes/"): row["id"]
        for path in shared.glob("facts/digests/*/instruments.csv")
        for row in read_csv(path)
    }
    statutes |= {folder: statute for statute, folder in CURATED_FOLDERS.items()}
    for row in read_csv(shared / "align" / "gold.csv"):
        folder = GOLD_FOLDERS.get(row["doc"])
        if not folder:
            continue
        statute = statutes.get(folder, folder.lower().replace("/", "-"))
        for position, provision in enumerate(split_text(shared, folder).provisions):
            same_number = provision.number in (row["section"], stored_form(row["section"]))
            if same_number and (folder, position) not in known:
                known.add((folder, position))
                codes = parse_codes(row["codes"])
                yield Label(statute, folder, row["language"], position, codes)


def curated_labels(shared: Path, known: set[tuple[str, int]]) -> Iterator[Label]:
    """Links recorded in db/curated for laws read from a held text, for provisions that nothing else
    labels; those the splitter does not find are left out.
    """
    for statute, folder in CURATED_FOLDERS.items():
        file = next((CURATED / "instrument").rglob(f"{statute}.yml"))
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        rows = document["provision"]
        provisions = split_text(shared, folder).provisions
        items: dict[int, set[str]] = {}
        for ordinal, row in enumerate(rows, 1):
            numbered = {**row, "ordinal": str(ordinal)}
            position = find_provision(provisions, numbered, len(rows), items)
            if position is not None and (folder, position) not in known:
                items.setdefault(position, set()).update(
                    link["item"] for link in row.get("crossref", ()) if link["basis"] == "text"
                )
        for position, codes in items.items():
            yield Label(statute, folder, document["language"], position, frozenset(codes))


def treaty_labels(shared: Path) -> Iterator[TreatyLabel]:
    """Paragraphs of the Protocol and articles of the Convention with the items that are named after
    them.
    """
    codes = [row["code"] for row in read_csv(CURATED / "item.csv")]
    for folder in PROTOCOL_FOLDERS:
        for article in split_text(shared, folder).provisions:
            if not article.number.isdigit():
                continue
            for number, text in numbered_paragraphs(article):
                items = items_of_paragraph(codes, article.number, number)
                if items:
                    name, text = f"{article.number}.{number}", f"{article.heading}\n{text}"
                    yield TreatyLabel(folder, folder[-2:], name, text, items)
    for folder, language in CONVENTION_FOLDERS.items():
        for article in split_text(shared, folder).provisions[:41]:
            if article.number in CONVENTION_ARTICLES:
                text = f"{article.heading}\n{article.text}"
                items = frozenset([f"untoc:{article.number}"])
                yield TreatyLabel(folder, language, article.number, text, items)


def items_of_paragraph(codes: list[str], article: str, number: str) -> frozenset[str]:
    """The codes of the whole article, of its paragraph, and of letters below the paragraph."""
    below = re.compile(rf"palermo:{article}\.{number}(\.\w)?")
    return frozenset(
        code for code in codes if code == f"palermo:{article}" or below.fullmatch(code)
    )


def numbered_paragraphs(article: Provision) -> list[tuple[str, str]]:
    """The numbered paragraphs of an article (in article 3 the lettered ones); the whole article
    when it has none.
    """
    signs = r"[abcdأبجد]" if article.number == "3" else r"[0-9٠-٩]"
    parts = re.split(rf"(?:^|\n)\s*[\(\-]?({signs})\s*[.)\-–]", article.text)
    paragraphs = [
        (str(int(sign)) if sign.isdigit() else TRANSLITERATED.get(sign, sign), text)
        for sign, text in zip(parts[1::2], parts[2::2], strict=True)
    ]
    return paragraphs or [("", article.text)]


def unlabelled_texts(shared: Path) -> Iterator[tuple[str, str]]:
    """Folders of texts nobody labelled, with their language; no copies of labelled ones, none kept
    aside, and no languages without a lexicon.
    """
    labelled = {label.folder for label in all_labels(shared)}
    known = {*COPIES, *KEPT_ASIDE_FOLDERS, *PROTOCOL_FOLDERS, *CONVENTION_FOLDERS, *labelled}
    for row in read_csv(shared / "data" / "statutes" / "index.csv"):
        folder, language = row["dir"].removeprefix("statutes/"), row["language"].split(",")[0]
        if folder not in known and language in LANGUAGES:
            yield folder, language
