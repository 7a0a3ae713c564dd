"""Write what a file adds to a plan into db/curated: a flat file of the plan for each table, and a
record of the plan itself where there is none yet.
"""

import csv
import io
import re
from datetime import date
from pathlib import Path

import yaml

from ingest import curated
from ingest.curated import Values
from ingest.database import Model
from ingest.lint import canonical_csv, canonical_document
from ingest.plan.known import plan_file
from ingest.plan.update import Origin, Update
from ingest.received.dates import Unread, read_date

PERIOD = re.compile(r"((?:19|20)\d\d)\s*(?:[-–—/]|à|a|to|au|al|إلى)\s*((?:19|20)\d\d)")
DAY = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}"
    r"|\d{1,2}\w{0,3}\s+(?:de\s+)?[^\W\d]+\s+(?:de\s+)?\d{4}"
)
KEYS = {
    "plan_progress": ("activity", "reported_on", "source"),
    "indicator_value": ("indicator", "reported_on", "source"),
}
IN_OTHER_WORDS = {"en": "National action plan", "fr": "Plan d'action national"}


def read_period(titles: list[str], plan: str) -> tuple[str, str]:
    """First and last year of a plan, from the lines above its table; only the year in its id where
    none says it.
    """
    for title in titles:
        if found := PERIOD.search(title):
            return found[1], found[2]
    year = re.search(r"(?:19|20)\d\d", plan)
    return (year[0] if year else "", "")


def read_day(titles: list[str], today: str) -> str:
    """The day of which a file speaks: the last one named above its table that is not to come, else
    today.
    """
    found = []
    for match in (match for title in titles for match in DAY.finditer(title)):
        try:
            found.append(read_date(match[0], day_first=True).date)
        except Unread:
            continue
    return max((day for day in found if len(day) == 10 and day <= today), default=today)


def write_plan(folder: Path, origin: Origin, titles: list[str], model: Model) -> Path | None:
    """Make the record of a plan that is not held; None where it is."""
    if plan_file(folder, origin.plan):
        return None
    country = origin.plan[:3].upper()
    start, end = read_period(titles, origin.plan)
    period = "-".join(filter(None, [start, end]))
    named = [
        title
        for title in titles
        if re.search(r"\bplan|خطة", title, re.I) and not title.rstrip().endswith(":")
    ]
    values = {
        "id": origin.plan,
        "kind": "plan",
        "country": country,
        "title": (named or [f"{IN_OTHER_WORDS['fr']} {period}"])[0],
        "title_en": f"{IN_OTHER_WORDS['en']} {period}".strip(),
        "title_fr": f"{IN_OTHER_WORDS['fr']} {period}".strip(),
        "language": origin.language,
        "status": "unknown",
        "period_start": start,
        "period_end": end,
        **origin.place("", 0),
    }
    path = folder / "instrument" / country / f"{origin.plan}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {column: value for column, value in values.items() if value}
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    path.write_text(canonical_document(path, "instrument", model), encoding="utf-8")
    return path


def write_rows(folder: Path, plan: str, update: Update, model: Model) -> list[Path]:
    """Add rows to the flat files of a plan; a further report of a day completes the first."""
    written = []
    for table, rows in update.rows.items():
        if not rows:
            continue
        path = folder / table / f"{plan}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        before = [row.values for row in curated.read_csv(path, table)] if path.exists() else []
        path.write_text(as_csv(join_reports(table, [*before, *rows]), table, model), "utf-8")
        path.write_text(canonical_csv(path, table, model), encoding="utf-8")
        written.append(path)
    return written


def join_reports(table: str, rows: list[Values]) -> list[Values]:
    """Rows with one report of each day and source; what the later one says counts, remarks are
    joined.
    """
    if table not in KEYS:
        return rows
    joined: dict[tuple[str | None, ...], Values] = {}
    for row in rows:
        key = tuple(row.get(column) for column in KEYS[table])
        first = joined.setdefault(key, {})
        remarks = dict.fromkeys(filter(None, [first.get("statement"), row.get("statement")]))
        first |= {column: value for column, value in row.items() if value}
        if remarks:
            first["statement"] = "; ".join(remarks)
    return list(joined.values())


def as_csv(rows: list[Values], table: str, model: Model) -> str:
    """Rows with the columns of the schema that any of them fills."""
    columns = [column for column in model.columns[table] if any(row.get(column) for row in rows)]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def today() -> str:
    """The day of the import."""
    return date.today().isoformat()
