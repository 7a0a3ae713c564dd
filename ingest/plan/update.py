"""What a file adds to a plan: rows for what is new, reports for what differs from the last one.
Nothing that is held is changed or taken out.
"""

from dataclasses import dataclass, field

from ingest.curated import Values
from ingest.plan.activities import Activity, Indicator, Reading
from ingest.plan.compare import Held, held_activities, match_activities
from ingest.plan.known import TABLES, Rows
from ingest.plan.reports import (
    WORDS,
    currency_of,
    is_figure,
    moved_deadline,
    other_changes,
    report_of,
    same_form,
    same_indicator,
)
from ingest.plan.words import find_phrases, folded_words


@dataclass
class Origin:
    """Where a file's rows come from and the day that it speaks of."""

    plan: str
    language: str
    file: str
    source: str
    reported_on: str

    def place(self, sheet: str, row: int) -> dict[str, str]:
        """Source, place and verification of a row of the file."""
        line = f"row {row}" if row else ""
        locator = ", ".join(filter(None, [self.file, sheet, line]))
        return {"source": self.source, "locator": locator, "verification": "seen"}


@dataclass
class Update:
    """Rows to add by table, and what happened: activities that are new, that have a report, and
    that are held but not in the file.
    """

    rows: Rows = field(default_factory=lambda: {table: [] for table in TABLES})
    new: list[Activity] = field(default_factory=list)
    reported: list[tuple[Activity, Values]] = field(default_factory=list)
    missing: list[Held] = field(default_factory=list)


def make_update(reading: Reading, known: Rows, origin: Origin) -> Update:
    """Compare what was read with what is held."""
    return Updater(reading, known, origin).make()


class Updater:
    """Gathers the rows of one file."""

    def __init__(self, reading: Reading, known: Rows, origin: Origin) -> None:
        self.reading, self.known, self.origin = reading, known, origin
        self.update = Update()
        self.objectives: dict[int, str] = {}  # place in the file -> ordinal of the plan

    def make(self) -> Update:
        """The update."""
        self.add_objectives()
        held = held_activities(self.known)
        pairs, self.update.missing = match_activities(self.reading.activities, held)
        ordinal = max((int(one.row.get("ordinal") or 0) for one in held), default=0)
        for activity, one in pairs:
            if one is None:
                ordinal += 1
                self.add_activity(activity, ordinal)
            else:
                self.add_report(activity, one)
        self.add_sums()
        return self.update

    def add(self, table: str, row: dict[str, object]) -> Values:
        """Add a row; what is empty is left out, figures are written without a trailing .0."""
        values: Values = {
            column: f"{value:.10g}" if isinstance(value, float) else str(value)
            for column, value in row.items()
            if value not in (None, "")
        }
        self.update.rows[table].append(values)
        return values

    def add_objectives(self) -> None:
        """Objectives by their words and what they stand under; those held are found again."""
        known: dict[tuple[str, tuple[str, ...]], str] = {}
        for held in self.known["plan_objective"]:
            words = held.get("objective") or held.get("objective_fr") or held.get("objective_en")
            key = (held.get("parent") or "", folded_words(words or ""))
            known.setdefault(key, held["ordinal"] or "")
        ordinal = max((int(one) for one in known.values()), default=0)
        for place, objective in enumerate(self.reading.matrix.objectives):
            parent = "" if objective.parent is None else self.objectives[objective.parent]
            key = (parent, folded_words(objective.text))
            if key not in known:
                ordinal += 1
                known[key] = str(ordinal)
                row: dict[str, object] = {
                    "plan": self.origin.plan,
                    "ordinal": known[key],
                    "number": objective.number,
                    "parent": parent,
                    "pillar": self.pillar_of(place),
                    "objective": objective.text,
                    "language": self.origin.language,
                }
                where = self.origin.place(objective.sheet, objective.cell.row)
                self.add("plan_objective", row | where)
            self.objectives[place] = known[key]

    def pillar_of(self, place: int | None) -> str:
        """The pillar that the words of an objective name first, else those of what it stands
        under; empty where none does.
        """
        while place is not None:
            objective = self.reading.matrix.objectives[place]
            found = find_phrases(objective.text, "pillars")
            if found:
                return min(found, key=lambda one: (one.start, one.start - one.end)).key
            place = objective.parent
        return ""

    def add_activity(self, activity: Activity, ordinal: int) -> None:
        """A new activity with its indicators and its first report."""
        entry, origin = activity.entry, self.origin
        identity = f"{origin.plan}:{ordinal}"
        place = origin.place(entry.sheet, entry.row)
        objective = entry.objective
        row: dict[str, object] = {
            "id": identity,
            "plan": origin.plan,
            "ordinal": ordinal,
            "number": activity.text("number"),
            "objective": "" if objective is None else self.objectives[objective],
            "pillar": self.pillar_of(objective),
            "activity": activity.text("activity"),
            "language": origin.language,
            **{column: activity.text(kind) for kind, column in WORDS.items()},
            "starts_on": activity.deadline.starts_on,
            "due_on": activity.deadline.due_on,
            "due_printed": activity.due_printed,
            "budget": activity.budget.amount,
            "currency": currency_of(activity.budget),
            "budget_printed": activity.budget_printed,
            "also_printed": "; ".join(activity.also_printed),
            "status": activity.status,
            "status_on": origin.reported_on if activity.text("status") else "",
            "status_printed": activity.text("status"),
        }
        self.update.new.append(activity)
        self.add("plan_activity", row | place)
        for number, indicator in enumerate(activity.indicators, 1):
            self.add_indicator(f"{identity}:{number}", identity, number, indicator, place)
        fields = {"percent", "spent"} & report_of(activity).keys()
        if fields or activity.text("remark") or activity.text("status"):
            self.add_progress(activity, identity, report_of(activity))

    def add_indicator(
        self,
        identity: str,
        activity: str,
        ordinal: int,
        indicator: Indicator,
        place: dict[str, str],
    ) -> None:
        """An indicator, with the value reported where there is one."""
        row: dict[str, object] = {
            "id": identity,
            "activity": activity,
            "ordinal": ordinal,
            "indicator": indicator.indicator,
            "language": self.origin.language,
            "unit": indicator.unit,
            "baseline": indicator.baseline,
            "baseline_printed": indicator.baseline_printed,
            "target": indicator.target,
            "target_printed": indicator.target_printed,
            "due_on": indicator.due_on,
        }
        self.add("indicator", row | place)
        self.add_value(identity, indicator, place)

    def add_value(self, identity: str, indicator: Indicator, place: dict[str, str]) -> None:
        """The value of an indicator on the day of the file; the last word of a day counts."""
        if indicator.value_printed:
            row: dict[str, object] = {
                "indicator": identity,
                "reported_on": self.origin.reported_on,
                "value": indicator.value,
                "value_printed": indicator.value_printed,
            }
            self.add("indicator_value", row | place)

    def add_progress(self, activity: Activity, identity: str, report: dict[str, object]) -> Values:
        """A report of the day of the file."""
        row: dict[str, object] = {
            "activity": identity,
            "reported_on": self.origin.reported_on,
            **report,
        }
        if report.get("statement"):
            row["language"] = self.origin.language
        place = self.origin.place(activity.entry.sheet, activity.entry.row)
        return self.add("plan_progress", row | place)

    def add_report(self, activity: Activity, one: Held) -> None:
        """What differs from the last report on an activity, as a report."""
        own = report_of(activity)
        report: dict[str, object] = {}
        if own.get("status") and own["status"] != one.last.get("status"):
            report |= {"status": own["status"], "status_printed": own["status_printed"]}
        for column in ("percent", "spent"):
            if column in own and not is_figure(one.last.get(column), own[column]):
                report[column] = own[column]
        if "spent" in report:
            report["currency"] = own["currency"]
        if moved := moved_deadline(activity, one):
            report |= moved
        remark = own.get("statement")
        said = [remark] if isinstance(remark, str) and remark not in one.said else []
        said += other_changes(activity, one)
        if said:
            report["statement"] = "; ".join(said)
        if report:
            self.update.reported.append((activity, self.add_progress(activity, one.id, report)))
        self.add_values(activity, one)

    def add_values(self, activity: Activity, one: Held) -> None:
        """Values of indicators that differ from the last ones, and indicators that are new."""
        place = self.origin.place(activity.entry.sheet, activity.entry.row)
        for indicator in activity.indicators:
            known = [row for row in one.indicators if same_indicator(row, indicator)]
            if not known:
                number = len(one.indicators) + 1
                identity = f"{one.id}:{number}"
                one.indicators.append({"id": identity, "indicator": indicator.indicator})
                self.add_indicator(identity, one.id, number, indicator, place)
            elif indicator.value_printed != one.values.get(known[0]["id"] or "", ""):
                self.add_value(known[0]["id"] or "", indicator, place)

    def add_sums(self) -> None:
        """Sums of the plan that are not held with this label and amount."""
        known = {
            (same_form(row.get("label")), same_form(row.get("amount_printed")))
            for row in self.known["plan_budget"]
        }
        ordinal = max((int(one["ordinal"] or 0) for one in self.known["plan_budget"]), default=0)
        for stated, found in self.reading.sums:
            label = (
                stated.label
                or self.reading.matrix.heads[0][1].columns[stated.cell.column - 1].heading
            )
            key = (same_form(label), same_form(stated.cell.text))
            if key in known:
                continue
            known.add(key)
            ordinal += 1
            row: dict[str, object] = {
                "plan": self.origin.plan,
                "ordinal": ordinal,
                "objective": "" if stated.objective is None else self.objectives[stated.objective],
                "label": label,
                "language": self.origin.language,
                "amount": found.amount,
                "currency": currency_of(found),
                "amount_printed": stated.cell.text,
            }
            self.add("plan_budget", row | self.origin.place(stated.sheet, stated.cell.row))
