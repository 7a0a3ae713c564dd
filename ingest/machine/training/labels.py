"""Labelled provisions: texts split into provisions, with the items that people gave them.

Labels are the links of db/curated. The folder of texts (by default ../shared beside the repository)
holds data/statutes, and align/gold.csv with labels of articles that no record has. Texts that are
not held there lie in db/raw once `make texts` has brought them; without one its law has no labels.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import yaml

from ingest import ROOT
from ingest.folding import for_search
from ingest.languages import LANGUAGES
from ingest.law import readers
from ingest.law.split import split
from ingest.law.splitting.article_numbers import stored_form
from ingest.law.splitting.result import Provision, Split
from ingest.machine.items.training_data import (
    CURATED,
    items_of_clauses,
    labelled_links,
    read_csv,
)
from ingest.machine.training.label_sources import (
    BROUGHT,
    CONVENTION_ARTICLES,
    CONVENTION_FOLDERS,
    COPIES,
    CURATED_FOLDERS,
    EQUIVALENT_FOLDERS,
    GENERAL_LAWS,
    GLUED,
    GOLD_STATUTES,
    KEPT_ASIDE_FOLDERS,
    PROTOCOL_FOLDERS,
)
from ingest.received.import_log import imported_texts

SHARED = ROOT.parent / "shared"
RAW = ROOT / "db" / "raw"
# Statutes whose text was open while the lexicon was written.
READ_STATUTES = Path(__file__).with_name("read.txt")
TRANSLITERATED = {"أ": "a", "ب": "b", "ج": "c", "د": "d"}

EXTENTS = ("full", "partial", "contrary", "")  # the first of two is kept


class Label(NamedTuple):
    """One provision of a split text, by its position, with the items people gave it."""

    statute: str
    folder: str
    language: str
    position: int
    items: Mapping[str, str]  # item -> extent, empty where none was given


class TreatyLabel(NamedTuple):
    """A paragraph or article of a treaty with the items that are named after it."""

    folder: str
    language: str
    number: str
    text: str
    items: frozenset[str]


@cache
def split_text(shared: Path, folder: str) -> Split:
    """A held text, split, or one that was brought."""
    held = (shared / "data" / "statutes" / folder).glob("text.*")
    file = next(chain(held, filter(None, [brought_texts().get(folder.partition("/")[2])])))
    return split(readers.read(file.read_bytes(), file.name))


@cache
def brought_texts() -> Mapping[str, Path]:
    """The texts of BROUGHT that are in db/raw, by the id of their record."""
    texts = {text.instrument: text.path for text in imported_texts(RAW) if text.path.exists()}
    return {statute: texts[statute] for statute in BROUGHT if statute in texts}


def folders_at_hand() -> dict[str, str]:
    """Records with labels whose text is there -> its folder, for one that was brought XXX/<id>."""
    brought = {statute: f"{statute[:3].upper()}/{statute}" for statute in brought_texts()}
    return CURATED_FOLDERS | brought


def all_labels(shared: Path) -> list[Label]:
    """Every labelled provision, each once: from db/curated, then from gold.csv what no record
    has.
    """
    labels = list(curated_labels(shared))
    known = {(label.folder, label.position) for label in labels}
    return labels + list(gold_labels(shared, known))


def parse_codes(cell: str) -> frozenset[str]:
    """The codes of items in a cell, separated by semicolons."""
    return frozenset(filter(None, cell.split(";")))


def find_provision(
    provisions: list[Provision], row: dict[str, str], rows: int, taken: Collection[int]
) -> int | None:
    """The position of a labelled row among the provisions of its text; rows: of the whole text;
    taken: positions found for earlier rows.
    """
    if rows == len(provisions):
        return int(row["ordinal"]) - 1
    if not row["number"]:
        return None
    numbers = {row["number"], stored_form(row["number"]) or row["number"]}
    quoting = [at for at, one in enumerate(provisions) if quotes_number(one, numbers)]
    host = re.match(r".*\(art\.? ?(\w+)", row["label"])
    if host:  # quoted there, even where another article quotes one of the same number
        hosts = [at for at, one in enumerate(provisions) if one.number == host.group(1)]
        return next(chain((at for at in hosts if at in quoting), hosts or quoting), None)
    whole = row["number"].partition("(")[0]  # 7104 of 7104(b)
    of_paragraph = (at for at in taken if at < len(provisions) and provisions[at].number == whole)
    return next(chain(named_so(provisions, numbers, taken), quoting, of_paragraph), None)


def named_so(
    provisions: list[Provision], numbers: set[str], taken: Collection[int]
) -> Iterator[int]:
    """Positions of the provisions with one of these numbers that no earlier row has taken."""
    for position, provision in enumerate(provisions):
        if provision.number and provision.number in numbers and position not in taken:
            yield position


def stands_in(provision: Provision, evidence: str) -> bool:
    """Whether the words that a link rests on stand in a provision, whatever the signs between
    them.
    """
    whole = f"{provision.heading} {provision.text}"
    text, sought = (re.sub(r"\W+", " ", for_search(one)) for one in (whole, evidence))
    return sought.strip() in text


def quotes_number(provision: Provision, numbers: set[str]) -> bool:
    """Whether a provision quotes an article with one of some numbers."""
    return any((stored_form(number) or number) in numbers for number, _ in provision.quoted)


def gold_labels(shared: Path, known: set[tuple[str, int]]) -> Iterator[Label]:
    """Labels of gold.csv for provisions that no record has, without extent; known: (folder,
    position), and those given are added.
    """
    for row in read_csv(shared / "align" / "gold.csv"):
        statute = GOLD_STATUTES.get(row["doc"])
        if not statute:
            continue
        folder = CURATED_FOLDERS[statute]
        for position, provision in enumerate(split_text(shared, folder).provisions):
            same_number = provision.number in (row["section"], stored_form(row["section"]))
            if same_number and (folder, position) not in known:
                known.add((folder, position))
                items = dict.fromkeys(parse_codes(row["codes"]), "")
                yield Label(statute, folder, row["language"], position, items)


def curated_labels(shared: Path) -> Iterator[Label]:
    """Links recorded in db/curated for laws read from a held text; an article quoted in an amending
    law is counted with the article that quotes it. What the splitter does not find is left out, and
    so is a link whose words do not stand in the article that was found: a page printed in columns
    may give it to the next one.
    """
    for statute, folder in folders_at_hand().items():
        file = next((CURATED / "instrument").rglob(f"{statute}.yml"))
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)
        rows = document["provision"]
        provisions = split_text(shared, folder).provisions
        items: dict[int, dict[str, str]] = {}
        for ordinal, row in enumerate(rows, 1):
            numbered = {"number": "", **row, "ordinal": str(ordinal)}
            position = find_provision(provisions, numbered, len(rows), items)
            if position is None or (statute, row.get("number", "")) in GLUED:
                continue
            add_standing(items, position, provisions[position], labelled_links(statute, row))
        if statute in GENERAL_LAWS:
            items |= {at: {} for at in range(len(provisions)) if at not in items}
        for position, links in items.items():
            yield Label(statute, folder, document["language"].split(";")[0], position, links)


def add_standing(
    items: dict[int, dict[str, str]],
    position: int,
    provision: Provision,
    links: Iterable[Mapping[str, str]],
) -> None:
    """Add the links of a record that were read from the text to the items of the provision found at
    a position; where none of their words stand there, it is not the one they were read from.
    """
    own = [link for link in links if link["basis"] == "text"]
    stand = [one for one in own if stands_in(provision, one.get("evidence", ""))]
    if stand or not own:
        add_links(items.setdefault(position, {}), stand)


def add_links(items: dict[str, str], links: Iterable[Mapping[str, str]]) -> None:
    """Add links to the items of a provision, the better extent of two."""
    for link in links:
        known, extent = items.get(link["item"], ""), link.get("extent", "")
        items[link["item"]] = min(known, extent, key=EXTENTS.index)


def treaty_labels(shared: Path) -> Iterator[TreatyLabel]:
    """Paragraphs of the Protocol and articles of the Convention with the items that are named after
    them.
    """
    codes = [row["code"] for row in read_csv(CURATED / "item.csv")]
    for folder in PROTOCOL_FOLDERS:
        for article in split_text(shared, folder).provisions:
            if not article.number.isdigit():
                continue
            for number, text in first_run(numbered_paragraphs(article)):
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
    yield from equivalent_labels(shared)


def equivalent_labels(shared: Path) -> Iterator[TreatyLabel]:
    """Articles of other treaties with the items that are equivalents of one of their clauses."""
    items = items_of_clauses()
    for folder, treaty in EQUIVALENT_FOLDERS.items():
        for article in split_text(shared, folder).provisions:
            name = re.compile(rf"{treaty}:{re.escape(article.number)}(\..+)?")
            own = frozenset(item for code in items if name.fullmatch(code) for item in items[code])
            if own:
                text = f"{article.heading}\n{article.text}"
                yield TreatyLabel(folder, "en", article.number, text, own)


def items_of_paragraph(codes: list[str], article: str, number: str) -> frozenset[str]:
    """The codes of the whole article, of its paragraph, and of letters below the paragraph."""
    below = re.compile(rf"palermo:{article}\.{number}(\.\w)?")
    return frozenset(
        code for code in codes if code == f"palermo:{article}" or below.fullmatch(code)
    )


def first_run(paragraphs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The paragraphs up to the one that counts anew: there the heading of the next article is lost.
    """
    starts = [at for at, (one, _) in enumerate(paragraphs) if one == paragraphs[0][0]]
    return list(paragraphs[: starts[1] if len(starts) > 1 else None])


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
