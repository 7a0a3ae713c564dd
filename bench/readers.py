"""How far two people agree who labelled the same sections without seeing each other's labels: the
reference for the engine.

    python -m bench.readers [FOLDER]

Tables: the second readings of db/learned, of labelled laws and of laws kept aside, by language and
by item; and, where the texts are at hand, db/curated beside align/gold.csv where both number the
sections alike. FOLDER as for ingest.machine.training.make_examples.
"""

import sys
from pathlib import Path

from ingest.law.splitting.article_numbers import stored_form
from ingest.machine.items.training_data import read_csv
from ingest.machine.training.evaluation_report import markdown_head, markdown_row
from ingest.machine.training.labels import (
    READ_STATUTES,
    SHARED,
    curated_labels,
    parse_codes,
    split_text,
)
from ingest.machine.training.second_reading import (
    KEPT_ASIDE_SECOND,
    SECOND_READING,
    Items,
    agreement,
    by_language,
    read_second,
)

# Documents of gold.csv and the records of db/curated; the rest number their sections otherwise or
# have one reader.
SAME = {
    "SL2022": "sle-act-2022-12",
    "LS2011": "lso-act-2011-1",
    "NA2018": "nam-act-2018-1",
    "SG2014": "sgp-phta-2014",
    "QA2011": "qat-law-15-2011",
    "AR26364": "arg-ley-26364-2008",
    "CO985": "col-ley-985-2005",
    "DZ2026": "dza-decret-26-14",
    "CD2009": "cod-loi-09-001",
    "FR_CP": "fra-code-penal-traite",
    "CI2006": "abuja-2006",
    "CI2005": "abidjan-2005",
}
FROM_NOUGHT = "NA2018"  # gold.csv counts the sections of this one from 0


def paired_codes(shared: Path) -> dict[str, list[tuple[Items, Items]]]:
    """For each document of SAME the items of the first and of the second reader, section by
    section.
    """
    first = {
        (one.statute, split_text(shared, one.folder).provisions[one.position].number): frozenset(
            one.items
        )
        for one in curated_labels(shared)
    }
    pairs: dict[str, list[tuple[Items, Items]]] = {name: [] for name in SAME}
    for row in read_csv(shared / "align" / "gold.csv"):
        if row["doc"] not in SAME:
            continue
        section = str(int(row["section"]) + 1) if row["doc"] == FROM_NOUGHT else row["section"]
        for number in (section, stored_form(section)):
            items = first.get((SAME[row["doc"]], number or ""))
            if items is not None:
                pairs[row["doc"]].append((items, parse_codes(row["codes"])))
                break
    return pairs


def print_second_reading(file: Path) -> None:
    """The second reader of a file against the first, by language and by item."""
    readings = read_second(file)
    print(markdown_head("laws", "provisions", "links", "of the second", "common", "micro-F1"))
    for language, own in by_language(readings):
        found = agreement([(one.first, one.second) for one in own])
        print(markdown_row(language, len(own), *found, f"{found.f1:.3f}"))
    print("\n" + markdown_head("item", "both", "first alone", "second alone"))
    for item in sorted({item for one in readings for item in one.first | one.second}):
        held = [(item in one.first, item in one.second) for one in readings]
        print(markdown_row(item, *map(held.count, ((True, True), (True, False), (False, True)))))
    print()


def main() -> int:
    """Print the tables; 1 where the labels are not there."""
    print_second_reading(SECOND_READING)
    print_second_reading(KEPT_ASIDE_SECOND)
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not (shared / "align" / "gold.csv").exists():
        print(f"no labels under {shared}", file=sys.stderr)
        return 1
    pairs = paired_codes(shared)
    read = set(READ_STATUTES.read_text(encoding="utf-8").split())
    print(markdown_head("law", "sections", "micro-F1"))
    for name, own in pairs.items():
        mark = " (read)" if SAME[name] in read else ""
        print(markdown_row(SAME[name] + mark, len(own), f"{agreement(own).f1:.2f}"))
    unread = [pair for name, own in pairs.items() if SAME[name] not in read for pair in own]
    print(markdown_row("unread together", len(unread), f"{agreement(unread).f1:.2f}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
