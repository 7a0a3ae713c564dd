"""Write db/learned/examples.csv: labelled provisions as the engine sees them, without their text.

    python -m ingest.machine.training.make_examples [FOLDER]

FOLDER holds the texts and labels (by default ../shared beside the repository): facts/digests,
align/gold.csv, data/statutes; further labels are the links of db/curated.
"""

import csv
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ingest import ROOT
from ingest.law import readers
from ingest.law.split import split
from ingest.law.splitting.article_numbers import stored_form
from ingest.law.splitting.result import Provision, Split
from ingest.machine.items.annotate import Reading, read
from ingest.machine.items.features import seen
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.rules import hits, rules
from ingest.machine.items.training_data import COLUMNS, CURATED, LEARNED, pack

SHARED = ROOT.parent / "shared"
# Documents of gold.csv that are held as text and have more labels than the digests.
GOLD = {
    "PK2018": "PAK/prevention-of-trafficking-act-2018",
    "IE2008": "IRL/criminal-law-human-trafficking-act-2008",
    "IE2024": "IRL/sexual-offences-and-human-trafficking-act-2024",
    "CA_EN": "CAN/irpa-117-123-en",
    "BR_CP": "BRA/codigo-penal-149-149a",
    "CD2009": "COD/loi-09-001-protection-de-l-enfant",
    "CESEDA": "FRA/ceseda-l425-victimes-traite",
    "FR_CP": "FRA/code-penal-traite",
    "LU2014": "LUX/loi-2014-04-09-droits-victimes",
    "PEDS001": "PER/ds-001-2016-in-reglamento",
}
# The digests call four agreements by other names than db/curated does.
CURATED_ID = {
    "int-ecowas-eccas-2006": "abuja-2006",
    "int-west-africa-children-2005": "abidjan-2005",
    "civ-agreement-bfa-2013": "agr-bfa-civ-2013",
    "civ-agreement-mli-2000": "agr-civ-mli-2000",
}
# Records of db/curated that were read from a held text and have no digest: where that text is.
HELD = {
    "are-decree-law-24-2023": "ARE/federal-decree-law-24-2023",
    "arg-decreto-111-2015": "ARG/decreto-111-2015-reglamento",
    "chl-ley-20507-2011": "CHL/ley-20507-trata",
    "civ-arrete-2017-17": "CIV/arrete-2017-travaux-dangereux-enfants",
    "col-decreto-1069-2014": "COL/decreto-1069-2014",
    "fra-ceseda-l425": "FRA/ceseda-l425-victimes-traite",
    "lka-act-2005-30": "LKA/convention-on-trafficking-act-30-2005",
    "lux-loi-2014-04-09": "LUX/loi-2014-04-09-droits-victimes",
    "lux-rgd-2014-03-10": "LUX/rgd-2014-03-10-comite-de-suivi",
    "lux-rgd-2014-09-11": "LUX/rgd-2014-09-11-assistance",
    "mar-dec-2018-740": "MAR/decret-commission-nationale-traite",
    "mlt-criminal-code-248a": "MLT/criminal-code-248a-248g",
    "mys-bill-2007-07": "MYS/antitrafficking-bill-2007-en",
    "pak-ordinance-2002-59": "PAK/prevention-and-control-of-human-trafficking-ordinance-2002",
    "per-ds-001-2016-in": "PER/ds-001-2016-in-reglamento",
    "qat-decision-15-2017": "QAT/decision-15-2017-national-committee",
}
# Texts that copy each other, or have parts of one law, stay on one side of any split.
FAMILIES = dict.fromkeys(CURATED_ID.values(), "accords") | {
    "mar-loi-27-14": "mar-448",
    "mar-code-penal-448-1": "mar-448",
    "lux-rgd-2014-03-10": "lux-loi-2014-04-09",
    "lux-rgd-2014-09-11": "lux-loi-2014-04-09",
    "pak-ordinance-2002-59": "pak-prevention-of-trafficking-act-2018",
}
READ = Path(__file__).with_name("read.txt")
PROTOCOL = ("INT/palermo-protocol-en", "INT/palermo-protocol-es", "INT/palermo-protocol-ar")
CONVENTION = {
    "INT/untoc-en": "en",
    "ARG/ley-25632-aprueba-cnuctoc-y-protocolos": "es",
    "COL/ley-800-2003-aprueba-protocolo": "es",
    "BHR/law-4-2004-untoc-and-protocols": "ar",
}
OF_CONVENTION = ("5", "6", "10", "11", "12", "15", "16", "18", "20", "24", "26")


class Label(NamedTuple):
    """One provision of a split text with the items people gave it."""

    statute: str
    folder: str
    language: str
    place: int
    items: frozenset[str]


@cache
def law(shared: Path, folder: str) -> Split:
    """A held text, split."""
    file = next((shared / "data" / "statutes" / folder).glob("text.*"))
    return split(readers.read(file.read_bytes(), file.name))


def digests(shared: Path) -> Iterator[Label]:
    """Labels of the digests; an article quoted in an amending law is counted with the article that
    quotes it.
    """
    for path in sorted(shared.glob("facts/digests/*/provisions.csv")):
        held = {row["id"]: row for row in table(path.parent / "instruments.csv")}
        rows = table(path)
        for statute in dict.fromkeys(row["instrument_id"] for row in rows):
            folder = held[statute]["statute_dir"].removeprefix("statutes/")
            own = [row for row in rows if row["instrument_id"] == statute]
            items: dict[int, set[str]] = {}
            for row in own:
                place = position(law(shared, folder).provisions, row, len(own), items)
                if place is not None:
                    items.setdefault(place, set()).update(filter(None, row["codes"].split(";")))
            for place, codes in items.items():
                yield Label(
                    CURATED_ID.get(statute, statute),
                    folder,
                    held[statute]["language"],
                    place,
                    frozenset(codes),
                )


def position(
    provisions: list[Provision], row: dict[str, str], rows: int, taken: dict[int, set[str]]
) -> int | None:
    """Where a labelled row stands among the provisions of its text."""
    if rows == len(provisions):
        return int(row["ordinal"]) - 1
    numbers = {row["number"], stored_form(row["number"]) or row["number"]}
    quoting = [
        place
        for place, one in enumerate(provisions)
        if any((stored_form(number) or number) in numbers for number, _ in one.quoted)
    ]
    host = re.match(r".*\(art\.? ?(\w+)", row["label"])
    if host:
        return (
            quoting
            or [place for place, one in enumerate(provisions) if one.number == host.group(1)]
            or [None]  # type: ignore[list-item]
        )[0]
    named = [
        place
        for place, one in enumerate(provisions)
        if one.number and one.number in numbers and place not in taken
    ]
    return (named or quoting or [None])[0]  # type: ignore[list-item]


def gold(shared: Path, known: set[tuple[str, int]]) -> Iterator[Label]:
    """Labels of gold.csv for provisions that no digest has."""
    names = {
        row["statute_dir"].removeprefix("statutes/"): row["id"]
        for path in shared.glob("facts/digests/*/instruments.csv")
        for row in table(path)
    }
    names |= {folder: statute for statute, folder in HELD.items()}
    for row in table(shared / "align" / "gold.csv"):
        folder = GOLD.get(row["doc"])
        for place, one in enumerate(law(shared, folder).provisions if folder else ()):
            if (
                one.number in (row["section"], stored_form(row["section"]))
                and (folder, place) not in known
            ):
                known.add((folder or "", place))
                codes = frozenset(filter(None, row["codes"].split(";")))
                yield Label(
                    names.get(folder or "", (folder or "").lower().replace("/", "-")),
                    folder or "",
                    row["language"],
                    place,
                    codes,
                )


def curated(shared: Path, known: set[tuple[str, int]]) -> Iterator[Label]:
    """Links recorded in db/curated for laws read from a held text, for provisions that nothing else
    labels; those the splitter does not find are left out.
    """
    for statute, folder in HELD.items():
        document = yaml.load(
            next((CURATED / "instrument").rglob(f"{statute}.yml")).read_text(encoding="utf-8"),
            Loader=yaml.CBaseLoader,
        )
        items: dict[int, set[str]] = {}
        for ordinal, row in enumerate(document["provision"], 1):
            place = position(
                law(shared, folder).provisions,
                {**row, "ordinal": str(ordinal)},
                len(document["provision"]),
                items,
            )
            if place is not None and (folder, place) not in known:
                items.setdefault(place, set()).update(
                    link["item"] for link in row.get("crossref", ()) if link["basis"] == "text"
                )
        for place, codes in items.items():
            yield Label(statute, folder, document["language"], place, frozenset(codes))


def labels(shared: Path) -> list[Label]:
    """Every labelled provision, each once: from the digests, then from gold.csv, then from
    db/curated.
    """
    found = list(digests(shared))
    for further in (gold, curated):
        found += further(shared, {(one.folder, one.place) for one in found})
    return found


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def treaties(shared: Path) -> Iterator[tuple[str, str, str, str, frozenset[str]]]:
    """Paragraphs of the Protocol and articles of the Convention with the items that are named after
    them.
    """
    items = [row["code"] for row in table(CURATED / "item.csv")]
    for folder in PROTOCOL:
        for one in law(shared, folder).provisions:
            for number, text in paragraphs(one):
                codes = {
                    code
                    for code in items
                    if code == f"palermo:{one.number}"
                    or re.fullmatch(rf"palermo:{one.number}\.{number}(\.\w)?", code)
                }
                if one.number.isdigit() and codes:
                    yield (
                        folder,
                        folder[-2:],
                        f"{one.number}.{number}",
                        f"{one.heading}\n{text}",
                        frozenset(codes),
                    )
    for folder, language in CONVENTION.items():
        for one in law(shared, folder).provisions[:41]:
            if one.number in OF_CONVENTION:
                yield (
                    folder,
                    language,
                    one.number,
                    f"{one.heading}\n{one.text}",
                    frozenset([f"untoc:{one.number}"]),
                )


def paragraphs(one: Provision) -> list[tuple[str, str]]:
    """The numbered paragraphs of an article (in article 3 the lettered ones); the whole article
    when it has none.
    """
    letters = r"[abcdأبجد]" if one.number == "3" else r"[0-9٠-٩]"
    parts = re.split(rf"(?:^|\n)\s*[\(\-]?({letters})\s*[.)\-–]", one.text)
    names = {"أ": "a", "ب": "b", "ج": "c", "د": "d"}
    pairs = zip(parts[1::2], parts[2::2], strict=True)
    found = [
        (str(int(name)) if name.isdigit() else names.get(name, name), text) for name, text in pairs
    ]
    return found or [("", one.text)]


def main() -> int:
    """Write the file and say how much there is; 1 where the labels are not there."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not (shared / "align" / "gold.csv").exists():
        print(f"no labels under {shared}", file=sys.stderr)
        return 1
    lexicon = Lexicon()
    every = rules(lexicon)
    given = labels(shared)
    open_while_writing = set(READ.read_text(encoding="utf-8").split())
    rows: list[list[Any]] = []
    for one in given:
        split_law = law(shared, one.folder)
        held = [
            neighbour(lexicon, split_law, place, one.language)
            for place in (one.place - 1, one.place + 1)
        ]
        it = split_law.provisions[one.place]
        known = read(lexicon, it.heading, it.text, one.language)
        what = seen(
            known,
            hits(known, every),
            read(lexicon, "", it.parent, one.language),
            [near for near in held if near],
        )
        family = FAMILIES.get(one.statute, one.statute)
        rows.append(
            [
                one.statute,
                it.number,
                family,
                one.folder[:3],
                one.language,
                str(int(one.statute in open_while_writing)),
                one.items,
                what,
            ]
        )
    for folder, language, number, text, codes in treaties(shared):
        known = read(lexicon, "", text, language)
        rows.append(
            [
                folder.lower().replace("/", "-"),
                number,
                "treaties",
                "",
                language,
                "1",
                codes,
                seen(known, hits(known, every)),
            ]
        )
    write(rows)
    print(
        f"{len(given)} provisions of {len({one.statute for one in given})} texts, {sum(len(one.items) for one in given)} links; {len(rows)} rows in all"
    )
    return 0


def neighbour(lexicon: Lexicon, held: Split, place: int, language: str) -> Reading | None:
    """The beginning of the provision at a place, if there is one."""
    if not 0 <= place < len(held.provisions):
        return None
    return read(lexicon, held.provisions[place].heading, held.provisions[place].text, language)


def write(rows: list[list[Any]]) -> None:
    """Put the rows into the file. Words that stand in fewer than three texts are left out."""
    laws: dict[str, set[str]] = {}
    for row in rows:
        for word in row[-1].blocks[1]:
            laws.setdefault(word, set()).add(row[0])
    with LEARNED.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for *head, items, what in rows:
            words = {word: value for word, value in what.blocks[1].items() if len(laws[word]) >= 3}
            held = json.dumps(
                {name: [gap, int(top)] for name, (gap, top) in sorted(what.hits.items())},
                separators=(",", ":"),
            )
            out.writerow(
                [
                    *head,
                    ";".join(sorted(items)),
                    what.size,
                    held,
                    pack(what.blocks[0]),
                    pack(words),
                    pack(what.blocks[2]),
                ]
            )


if __name__ == "__main__":
    sys.exit(main())
