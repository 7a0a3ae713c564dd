"""Labelled provisions joined to their texts, for tests and benchmarks; they stand in ../shared and
are never committed.
"""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from ingest.law.splitting.article_numbers import stored_form
from ingest.machine.definition_result import DefinitionRead
from ingest.machine.definition_words import ACTS, MEANS, PURPOSES
from ingest.machine.penalties.result import Penalty
from ingest.received import texts

PENAL = (
    "kind",
    "min_months",
    "max_months",
    "life",
    "fine_min",
    "fine_max",
    "currency",
    "aggravated",
)
PARTS = {"acts": ACTS, "means": MEANS, "purposes": PURPOSES}
Row = dict[str, str]


@dataclass
class Law:
    """One labelled instrument: its rows, and (number, text) of each in the same order."""

    instrument: Row
    rows: list[Row]
    provisions: list[tuple[str, str]]

    @property
    def language(self) -> str:
        return self.instrument["language"]


def key(number: str) -> str:
    """Numbers of the digests and of the splitter in one form."""
    return stored_form(number).lower().replace(" ", "").replace("–", "-")


def table(file: Path) -> list[Row]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def laws(shared: Path) -> list[Law]:
    """Every instrument of the digests whose text is at hand. Host articles of an amending law are
    left out: what they quote has its own rows.
    """
    found = []
    for folder in ("en", "fr", "es_pt_ar"):
        digest = shared / "facts" / "digests" / folder
        rows = table(digest / "provisions.csv")
        for instrument in table(digest / "instruments.csv"):
            file = next((shared / "data" / instrument["statute_dir"]).glob("text.*"))
            found.append(
                _law(
                    instrument,
                    [row for row in rows if row["instrument_id"] == instrument["id"]],
                    file,
                )
            )
    return found


def _law(instrument: Row, rows: list[Row], file: Path) -> Law:
    held: dict[str, list[str]] = {}
    for part in texts.split_file(file).provisions:
        text = part.text
        for number, quoted in part.quoted:
            text = text.replace(quoted, " ")
            held.setdefault(key(number), []).append(quoted)
        if not part.quoted and (
            inner := re.search(r"“Artigo (\d+-[A-Z])", part.text)
        ):  # one article quoted by another in one breath
            held.setdefault(key(inner[1]), []).append(part.text)
        held.setdefault(key(part.number), []).append(text)
    hosts = {match[1] for row in rows if (match := re.search(r"\(art\. ([^)]+)\)", row["label"]))}
    kept, provisions, seen = [], [], dict[str, int]()
    for row in rows:
        name = key(row["number"])
        seen[name] = seen.get(name, 0) + 1
        text = _choose(held.get(name, []), row["evidence"], seen[name] - 1)
        if text is not None and row["label"].removeprefix("art. ") not in hosts:
            kept.append(row)
            provisions.append((row["number"], text))
    return Law(instrument, kept, provisions)


def _choose(texts_: list[str], evidence: str, place: int) -> str | None:
    """Of several articles with one number, the one that holds the words of the digest, or else the
    one in the same order.
    """
    if not texts_:
        return None
    words = [part.strip().lower() for part in evidence.split("|") if part.strip()]
    scores = [
        sum(word in " ".join(text.lower().replace("’", "'").split()) for word in words)
        for text in texts_
    ]
    best = max(scores)
    return (
        texts_[scores.index(best)]
        if best and scores.count(best) == 1
        else texts_[min(place, len(texts_) - 1)]
    )


def wanted(row: Row) -> dict[str, object]:
    """The penalty of a labelled row, in the fields of PENAL; None where the label says nothing."""
    number = {
        name: float(row[column]) if row[column] else None
        for name, column in (
            ("min_months", "imprisonment_min_months"),
            ("max_months", "imprisonment_max_months"),
            ("fine_min", "fine_min"),
            ("fine_max", "fine_max"),
        )
    }
    kind = row["penalty_kind"] if row["penalty_kind"] != "none" else ""
    return {
        **number,
        "kind": kind or None,
        "life": row["life"] == "yes" or None,
        "currency": row["currency"] or None,
        "aggravated": row["aggravated"] == "yes" or None,
    }


def given(tiers: list[Penalty]) -> dict[str, object]:
    """The basic tier that was read, in the same fields."""
    if not tiers:
        return dict.fromkeys(PENAL)
    basic = tiers[0]
    values = {name: getattr(basic, name) or None for name in PENAL}
    return {**values, "currency": "units" if basic.units else basic.currency}


def labels(law: Law) -> dict[str, set[str]]:
    """Acts, means and purposes over all rows of a law."""
    return {
        part: {name for row in law.rows for name in row[part].split(";") if name} for part in PARTS
    }


def flags(law: Law) -> tuple[str | None, str | None, int | None]:
    """Child rule, consent, age over all rows. For consent `no` means silent in one digest and
    restricted in another, so only `yes` counts.
    """
    rule = {row["means_required_for_child"] for row in law.rows}
    ages = [int(row["child_age"]) for row in law.rows if row["child_age"]]
    consent = "yes" if any(row["consent_irrelevant"] == "yes" for row in law.rows) else None
    return (
        "no" if "no" in rule else "yes" if "yes" in rule else None,
        consent,
        ages[0] if ages else None,
    )


def read_flags(found: DefinitionRead) -> tuple[str | None, str | None, int | None]:
    """The same three as read."""
    return (
        found.means_required_for_child,
        "yes" if found.consent_irrelevant == "yes" else None,
        found.child_age,
    )


def rates(right: int, read: int, labelled: int) -> tuple[float, float]:
    """Precision and recall."""
    return right / max(read, 1), right / max(labelled, 1)
