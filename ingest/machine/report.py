"""What the machine said of a law, as a lawyer reads it: four CSV files, and words for a terminal."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from ingest.machine.items.suggest import Suggestion
from ingest.machine.judge_law import Element, Opinion, Said, Tier

COLUMNS = Suggestion._fields
KINDS = {
    "suggestions": COLUMNS,
    "penalties": ("number", "penalty", *Tier._fields[1:]),
    "elements": Element._fields,
    "verdicts": Opinion._fields,
}
SHOWN = 90


class Files:
    """The CSV files of one run: OUT.csv with the suggestions, and beside it OUT.penalties.csv,
    OUT.elements.csv, OUT.verdicts.csv.
    """

    def __init__(self, output: Path, folder: bool, stack: ExitStack) -> None:
        self.paths = {
            kind: output if kind == "suggestions" else output.with_suffix(f".{kind}{output.suffix}")
            for kind in KINDS
        }
        opened = {
            kind: stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            for kind, path in self.paths.items()
        }
        self.writers = {
            kind: csv.writer(file, lineterminator="\n") for kind, file in opened.items()
        }
        self.counts = dict.fromkeys(KINDS, 0)
        for kind, columns in KINDS.items():
            self.writers[kind].writerow(["file", *columns] if folder else columns)

    def add(self, said: Said, name: Sequence[str]) -> None:
        """The rows of one law; name: the cell of the column `file`, where there is one."""
        penalties = [(one.number, in_words(one), *map(_cell, one[1:])) for one in said.penalties]
        rows: dict[str, Sequence[tuple[object, ...]]]
        rows = {
            "suggestions": said.suggestions,
            "penalties": penalties,
            "elements": said.elements,
            "verdicts": said.verdicts,
        }
        for kind, lines in rows.items():
            self.counts[kind] += len(lines)
            self.writers[kind].writerows([*name, *line] for line in lines)


def _cell(value: object) -> object:
    """A flag as yes or no, a whole number of months or francs without its point."""
    return (
        ("yes" if value else "no")
        if isinstance(value, bool)
        else f"{value:.15g}"
        if isinstance(value, float)
        else value
    )


def table(said: Said) -> str:
    """What was said as a person reads it in a terminal."""
    return "\n".join(_lines(said)) or "no suggestion"


def _lines(said: Said) -> Iterator[str]:
    for one in said.suggestions:
        yield f"{one.number[:10]:10}  {one.item:22}  {one.band:8}  {_short(one.evidence)}"
    if said.penalties:
        yield "\nPenalties read"
    for tier in said.penalties:
        yield f"{tier.number[:10]:10}  {in_words(tier)}  «{_short(tier.evidence)}»"
    if said.elements:
        yield "\nDefinition read"
    for part in dict.fromkeys(one.part for one in said.elements):
        own = [one for one in said.elements if one.part == part]
        yield f"{part.replace('_', ' ')}: " + ", ".join(
            f"{one.name.replace('_', ' ')} ({one.number})" for one in own
        )
    if said.verdicts:
        yield "\nArticle 3 of the Protocol, suggested"
    for told in said.verdicts:
        missing = (
            f"; missing: {told.missing.replace(';', ', ').replace('_', ' ')}"
            if told.missing
            else ""
        )
        where = f"  {told.number}: «{_short(told.evidence)}»" if told.evidence else ""
        yield f"{told.item:10}  {told.extent:8}  {told.rule}{missing}{where}"


def in_words(one: Tier) -> str:
    """A penalty in English words: `imprisonment 5 to 10 years and fine up to 500,000 XOF;
    aggravated`.
    """
    parts = [_jail(one), _fine(one)]
    joined = {"either": " or ", "both": " and "}.get(one.kind, "; ").join(filter(None, parts))
    words = joined or (
        "as for article " + one.refers_to
        if one.refers_to
        else "by reference or at the court's discretion"
    )
    return words + ("; aggravated" if one.aggravated else "")


def _jail(one: Tier) -> str:
    found = ["death"] if one.kind == "death" else []
    found += ["imprisonment for life"] if one.life else []
    if one.min_months or one.max_months:
        low, high = (_span(value) if value else "" for value in (one.min_months, one.max_months))
        found.append("imprisonment " + _between(low, high))
    elif one.kind in ("imprisonment", "either", "both") and not one.life:
        found.append("imprisonment")
    return " or ".join(found)


def _fine(one: Tier) -> str:
    if one.fine_min or one.fine_max:
        low, high = (f"{value:,.15g}" if value else "" for value in (one.fine_min, one.fine_max))
        return f"fine {_between(low, high)} {one.currency or one.units or '(money not known)'}"
    return "fine" if one.kind in ("fine", "either", "both") else ""


def _between(low: str, high: str) -> str:
    """From low to high, `at least` or `up to`; the unit is said once."""
    if low and high and low != high:
        (first, _, unit), (_, _, other) = low.partition(" "), high.partition(" ")
        return f"{first if unit.rstrip('s') == other.rstrip('s') else low} to {high}"
    return low if low == high else f"at least {low}" if low else f"up to {high}"


def _span(months: float) -> str:
    """Months of 30 days as years, months or days."""
    count, unit = (
        (months / 12, "year")
        if months % 12 == 0
        else (months, "month")
        if months % 1 == 0
        else (round(months * 30), "day")
    )
    return f"{count:g} {unit}{'' if count == 1 else 's'}"


def _short(words: str) -> str:
    """The beginning of a passage on one line."""
    flat = " ".join(words.split())
    return flat[:SHOWN] + ("…" if len(flat) > SHOWN else "")
