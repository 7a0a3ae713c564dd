"""How far two people agree who labelled the same sections without seeing each other's labels: the
reference for the engine.

    python -m bench.readers [FOLDER]

FOLDER as for bench.learn. Compares the digests with align/gold.csv where both number the sections
alike.
"""

import sys
from pathlib import Path

from ingest.law.splitting.article_numbers import stored_form
from ingest.machine.training.evaluate import ratio
from ingest.machine.training.make_examples import READ, SHARED, digests, law, table

# Documents of gold.csv and the statutes of the digests; the rest number their sections otherwise or
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


def pairs(shared: Path) -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """For each document of SAME the items of the first and of the second reader, section by
    section.
    """
    first = {
        (one.statute, law(shared, one.folder).provisions[one.place].number): one.items
        for one in digests(shared)
    }
    found: dict[str, list[tuple[frozenset[str], frozenset[str]]]] = {name: [] for name in SAME}
    for row in table(shared / "align" / "gold.csv"):
        if row["doc"] not in SAME:
            continue
        section = str(int(row["section"]) + 1) if row["doc"] == FROM_NOUGHT else row["section"]
        key = next(
            (
                key
                for name in (section, stored_form(section))
                if (key := (SAME[row["doc"]], name or "")) in first
            ),
            None,
        )
        if key:
            found[row["doc"]].append((first[key], frozenset(filter(None, row["codes"].split(";")))))
    return found


def agreement(both: list[tuple[frozenset[str], frozenset[str]]]) -> float:
    """Micro-F1 of one reader against the other."""
    return ratio(
        2 * sum(len(one & other) for one, other in both),
        sum(len(one) + len(other) for one, other in both),
    )


def main() -> int:
    """Print a table; 1 where the labels are not there."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not (shared / "align" / "gold.csv").exists():
        print(f"no labels under {shared}", file=sys.stderr)
        return 1
    found = pairs(shared)
    read = set(READ.read_text(encoding="utf-8").split())
    print("| law | sections | micro-F1 |\n|---|---|---|")
    for name, both in found.items():
        print(
            f"| {SAME[name]}{' (read)' if SAME[name] in read else ''} | {len(both)} | {agreement(both):.2f} |"
        )
    unread = [pair for name, both in found.items() if SAME[name] not in read for pair in both]
    print(f"| unread together | {len(unread)} | {agreement(unread):.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
