"""Held texts compared with their own record, with records drawn by chance, and with the other
records of their country: how often is each told to be the same law?

    python -m bench.same_law        ../shared/data beside the checkout
"""

import csv
import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ingest import ROOT
from ingest.law import readers
from ingest.law.acts import Act
from ingest.received.law_identity import read_identity
from ingest.received.law_records import LawRecords
from ingest.received.same_law import check_identity

SHARED = ROOT.parent / "shared" / "data"
CURATED = ROOT / "db" / "curated"
DRAWN = 20  # records for each text, and at most so many of its own country


def held_texts() -> Iterator[tuple[Path, set[str]]]:
    """Each held text with the instruments whose text it is, by its hash in text_source."""
    known: dict[str, set[str]] = {}
    for path in sorted((CURATED / "text_source").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                for column in ("sha256", "extract_sha256"):
                    known.setdefault(row[column], set()).add(row["instrument"])
    for path in sorted(SHARED.glob("statutes/*/*/text.*")):
        instruments = known.get(hashlib.sha256(path.read_bytes()).hexdigest())
        if instruments:
            yield path, instruments


def main() -> None:
    """Print a line of counts for each of the three comparisons."""
    records, dice = LawRecords(CURATED), random.Random(1)
    names = ("own record", f"{DRAWN} records by chance", f"{DRAWN} records of the country")
    counts = {name: Counter[str]() for name in names}
    for path, own in held_texts():
        document = readers.read(readers.load(path), path.name)
        identity = read_identity(Act("", "", document), records)
        others = [record for record in records.by_id.values() if record.id not in own]
        country = {records.by_id[name].country for name in own}
        near = [record for record in others if record.country in country][:DRAWN]
        kinds = {name: check_identity(identity, records.by_id[name], records).kind for name in own}
        counts[names[0]][min(kinds.values(), key=["same", "doubt", "other"].index)] += 1
        for name, group in zip(names[1:], (dice.sample(others, DRAWN), near), strict=True):
            counts[name].update(check_identity(identity, one, records).kind for one in group)
    for name, found in counts.items():
        print(f"{name:28}", *(f"{kind} {found[kind]:5}" for kind in ("same", "doubt", "other")))


if __name__ == "__main__":
    main()
