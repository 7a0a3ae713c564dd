"""A judgement as a lawyer reads it: five CSV files, and a table for a terminal."""

import csv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from ingest.machine.article3_verdicts import Verdict
from ingest.machine.definition_result import Element
from ingest.machine.items.suggest import Nearest, Suggestion
from ingest.machine.judge_law import Judgement
from ingest.machine.penalties.result import Penalty
from ingest.spreadsheet_cells import cell

COLUMNS = Suggestion._fields
KINDS = {
    "suggestions": COLUMNS,
    "penalties": ("number", "penalty", *Penalty._fields[1:]),
    "elements": Element._fields,
    "verdicts": Verdict._fields,
    "nearest": Nearest._fields,
}
MAX_EXCERPT = 90  # characters
WITH_PRISON, WITH_FINE = ("imprisonment", "either", "both"), ("fine", "either", "both")


class ReportFiles:
    """The CSV files of one run: OUT.csv with the suggestions, and beside it OUT.penalties.csv,
    OUT.elements.csv, OUT.verdicts.csv, OUT.nearest.csv.
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

    def add(self, judgement: Judgement, name: Sequence[str]) -> None:
        """The rows of one law; name: the cell of the column `file`, where there is one."""
        rows: dict[str, Sequence[tuple[object, ...]]] = {
            "suggestions": judgement.suggestions,
            "penalties": [
                (penalty.number, describe_penalty(penalty), *map(_cell, penalty[1:]))
                for penalty in judgement.penalties
            ],
            "elements": judgement.elements,
            "verdicts": judgement.verdicts,
            "nearest": judgement.nearest,
        }
        for kind, lines in rows.items():
            self.counts[kind] += len(lines)
            self.writers[kind].writerows(map(cell, (*name, *line)) for line in lines)


def _cell(value: object) -> object:
    """A flag as yes or no, a whole number of months or francs without its point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.15g}" if isinstance(value, float) else value


def as_table(judgement: Judgement) -> str:
    """A judgement as a person reads it in a terminal."""
    return "\n".join(_lines(judgement)) or "no suggestion"


def _lines(judgement: Judgement) -> Iterator[str]:
    for one in judgement.suggestions:
        extent = f"{one.extent}, not named: {_list(one.missing)}" if one.missing else one.extent
        yield f"{one.number[:10]:10}  {one.item:22}  {one.band:8}  {_excerpt(one.evidence)}"
        yield f"{'':10}  {extent}"
    if judgement.penalties:
        yield "\nPenalties read"
    for penalty in judgement.penalties:
        words, evidence = describe_penalty(penalty), _excerpt(penalty.evidence)
        yield f"{penalty.number[:10]:10}  {words}  «{evidence}»"
    if judgement.elements:
        yield "\nDefinition read"
    for part in dict.fromkeys(element.part for element in judgement.elements):
        own = [element for element in judgement.elements if element.part == part]
        names = ", ".join(f"{_words(element.name)} ({element.number})" for element in own)
        yield f"{_words(part)}: {names}"
    if judgement.verdicts:
        yield "\nArticle 3 of the Protocol, suggested"
    for verdict in judgement.verdicts:
        yield _verdict_line(verdict)
    yield from _nearest_lines(judgement)


def _nearest_lines(judgement: Judgement) -> Iterator[str]:
    if judgement.nearest:
        yield "\nNothing found, in an act read whole"
    for place in judgement.nearest:
        near = f"closest art. {place.number} ({place.score:.2f})"
        yield f"{place.item:22}  {near if place.number else 'nothing near'}"


def _verdict_line(verdict: Verdict) -> str:
    missing = _list(verdict.missing)
    line = f"{verdict.item:10}  {verdict.extent:8}  {verdict.rule}"
    line += f"; missing: {missing}" if missing else ""
    where = f"  {verdict.number}: «{_excerpt(verdict.evidence)}»"
    return line + where if verdict.evidence else line


def _list(names: str) -> str:
    return _words(names.replace(";", ", "))


def _words(name: str) -> str:
    return name.replace("_", " ")


def describe_penalty(penalty: Penalty) -> str:
    """A penalty in English words: `imprisonment 5 to 10 years and fine up to 500,000 XOF;
    aggravated`.
    """
    parts = [_prison(penalty), _fine(penalty)]
    joined = {"either": " or ", "both": " and "}.get(penalty.kind, "; ").join(filter(None, parts))
    if not joined and penalty.refers_to:
        joined = "as for article " + penalty.refers_to
    words = joined or "by reference or at the court's discretion"
    return words + ("; aggravated" if penalty.aggravated else "")


def _prison(penalty: Penalty) -> str:
    found = ["death"] if penalty.kind == "death" else []
    found += ["imprisonment for life"] if penalty.life else []
    if penalty.min_months or penalty.max_months:
        low, high = (
            _duration(value) if value else "" for value in (penalty.min_months, penalty.max_months)
        )
        found.append("imprisonment " + _between(low, high))
    elif penalty.kind in WITH_PRISON and not penalty.life:
        found.append("imprisonment")
    return " or ".join(found)


def _fine(penalty: Penalty) -> str:
    if not penalty.fine_min and not penalty.fine_max:
        return "fine" if penalty.kind in WITH_FINE else ""
    low, high = (
        f"{value:,.15g}" if value else "" for value in (penalty.fine_min, penalty.fine_max)
    )
    money = penalty.currency or penalty.units or "(money not known)"
    return f"fine {_between(low, high)} {money}"


def _between(low: str, high: str) -> str:
    """From low to high, `at least` or `up to`; the unit is said once."""
    if low == high:
        return low
    if not high:
        return f"at least {low}"
    if not low:
        return f"up to {high}"
    (first, _, unit), (_, _, other) = low.partition(" "), high.partition(" ")
    return f"{first if unit.rstrip('s') == other.rstrip('s') else low} to {high}"


def _duration(months: float) -> str:
    """Months of 30 days as years, months or days."""
    if months % 12 == 0:
        count, unit = months / 12, "year"
    elif months % 1 == 0:
        count, unit = months, "month"
    else:
        count, unit = round(months * 30), "day"
    return f"{count:g} {unit}{'' if count == 1 else 's'}"


def _excerpt(text: str) -> str:
    """The beginning of a passage on one line."""
    flat = " ".join(text.split())
    return flat[:MAX_EXCERPT] + ("…" if len(flat) > MAX_EXCERPT else "")
