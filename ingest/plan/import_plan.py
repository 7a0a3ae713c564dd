"""Take in a plan as a ministry keeps it, and its reports later on:
`python -m ingest.plan.import_plan plan.xlsx --plan sen-plan-2026`.

Shows what was understood, writes a copy of the file with every doubtful cell marked, and adds rows
to db/curated. The same file again, as it stands later, becomes reports: nothing held is changed. At
a terminal it asks first; with --batch, or without a terminal, it does not.
"""

import re
import sys
from collections import Counter
from pathlib import Path

import click

from ingest import ROOT
from ingest.curated import Values
from ingest.database import Model, Refused, create
from ingest.languages import LANGUAGES
from ingest.law.readers.document import Unreadable
from ingest.plan import keep
from ingest.plan.activities import Reading, read_activities
from ingest.plan.find_matrix import find_matrix
from ingest.plan.grid import Sheet, place_name
from ingest.plan.headings import Head
from ingest.plan.known import known_rows
from ingest.plan.mark import write_marked
from ingest.plan.problems import say_problem
from ingest.plan.read_sheets import read_sheets
from ingest.plan.update import Origin, Update, make_update
from ingest.received.dates import Unread, read_date

CURATED = ROOT / "db" / "curated"
MOST_LINES = 12  # of each kind that the preview shows
SOURCE = "plan-workbook"


@click.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--plan", required=True, help="id of the plan, such as sen-plan-2026")
@click.option("--language", type=click.Choice(LANGUAGES), help="guessed when not given")
@click.option("--as-of", "day", default="", help="day of the report, as YYYY-MM-DD")
@click.option("--source", default=SOURCE, help="id of the source in db/curated/source.csv")
@click.option("--marked", type=click.Path(path_type=Path), help="where the marked copy goes")
@click.option("--batch", is_flag=True, help="ask nothing")
@click.option("--curated", type=click.Path(path_type=Path), default=CURATED, hidden=True)
def main(
    path: Path,
    plan: str,
    language: str | None,
    day: str,
    source: str,
    marked: Path | None,
    batch: bool,
    curated: Path,
) -> None:
    """Read one file and add what it says to a plan."""
    try:
        sheets = read_sheets(path)
        matrix = find_matrix(sheets, language or "")
        if not matrix.entries:
            raise click.ClickException(no_table(path, sheets))
        check_plan(plan, curated)
        model = Model(create(Path(":memory:")))
        known = known_rows(curated, plan, model)
        held = known["instrument"][0] if known["instrument"] else {}
        printed = keep.read_period(matrix.titles, plan)
        begins, ends = held.get("period_start") or printed[0], held.get("period_end") or printed[1]
        reading = read_activities(matrix, plan[:3].upper(), begins, ends)
        day = read_date(day).date if day else keep.read_day(matrix.titles, keep.today())
        origin = Origin(plan, matrix.language, path.name, source, day)
        update = make_update(reading, known, origin)
    except (Unreadable, Refused, Unread) as error:
        raise click.ClickException(str(error)) from error
    target = marked or path.with_name(f"{path.stem}-marked.xlsx")
    write_marked(path, target, sheets, reading.problems, update.missing, matrix.language)
    show_preview(path, origin, reading, update)
    click.echo(f"  marked    {target}")
    if sys.stdin.isatty() and not batch:
        ask_about_missing(update, origin)
        if not click.confirm("Add this to the plan?", default=True):
            sys.exit(1)
    made = keep.write_plan(curated, origin, matrix.titles, model)
    for written in [*filter(None, [made]), *keep.write_rows(curated, plan, update, model)]:
        click.echo(f"  written   {written}")
    click.echo("`make lint build` takes it in.")


def check_plan(plan: str, folder: Path) -> None:
    """Refuse an id that is no id, or that begins with no country and is not held."""
    countries = (folder / "country.csv").read_text(encoding="utf-8").splitlines()
    known = {line.split(",")[0] for line in countries[1:]}
    held = any(folder.glob(f"instrument/*/{plan}.yml"))
    if not re.fullmatch(r"[a-z0-9-]+", plan) or not (held or plan[:3].upper() in known):
        raise click.ClickException(
            f"{plan!r} is no id of a plan: country, kind and year, such as sen-plan-2026"
        )


def no_table(path: Path, sheets: list[Sheet]) -> str:
    """Why a file gave nothing: what was looked for, and the widest rows of each sheet."""
    seen = []
    for sheet in sheets[:5]:
        row = max(sheet.rows, key=lambda row: sum(bool(cell.text) for cell in row), default=[])
        words = " | ".join(cell.text for cell in row if cell.text)[:200]
        seen.append(f"  {sheet.name or 'widest row'}: {words}")
    return "\n".join(
        [
            f"{path.name}: no table of activities was found: a row of headings is looked for, with "
            "one for the activity and two more, such as Activité, Responsable, Échéance; in a text "
            "without a table, numbered activities under axes or objectives (Axe 1 : ..., 1.1 ...).",
            *seen,
        ]
    )


def show_preview(path: Path, origin: Origin, reading: Reading, update: Update) -> None:
    """Say what was understood of a file, and what it changes."""
    matrix = reading.matrix
    click.echo(f"{path.name} -> {origin.plan}, as of {origin.reported_on}, {matrix.language}")
    for name, head in matrix.heads:
        show_head(name, head)
    objectives, sums = len(matrix.objectives), len(reading.sums)
    click.echo(
        f"  found     {len(reading.activities)} activities, {objectives} objectives and axes"
    )
    for stated, found in reading.sums[:MOST_LINES]:
        click.echo(f"  sum       {stated.label}: {found.amount or stated.cell.text}")
    click.echo(f"  new       {len(update.new)} activities, {sums} sums")
    for activity, row in update.reported[:MOST_LINES]:
        words = ", ".join(f"{key} {row[key]}" for key in REPORTED if row.get(key))
        click.echo(
            f"  reported  {activity.text('number')} {activity.text('activity')[:50]}: {words}"
        )
    if len(update.reported) > MOST_LINES:
        click.echo(f"  reported  and {len(update.reported) - MOST_LINES} more")
    for one in update.missing[:MOST_LINES]:
        number = one.row.get("number") or ""
        click.echo(f"  not here  {number} {one.words[:70]}: kept")
    kinds = Counter(say_problem(problem, "en") for problem in reading.problems)
    for sentence, times in kinds.most_common():
        first = next(one for one in reading.problems if say_problem(one, "en") == sentence)
        where = place_name(first.sheet, first.cell)
        click.echo(f"  look at   {times} x {sentence} First: {where} {first.cell.text[:60]!r}")


REPORTED = ("status", "percent", "spent", "due_printed", "statement")


def show_head(name: str, head: Head) -> None:
    """Say which column was taken for what."""
    columns = [f"{column.heading} = {column.kind or 'kept beside'}" for column in head.columns]
    click.echo(f"  table     {name} {'; '.join(columns[:30])}".replace("\n", " "))


def ask_about_missing(update: Update, origin: Origin) -> None:
    """Ask about each activity that the file has no more: kept as it is, or reported cancelled."""
    for one in update.missing:
        words = f"{one.row.get('number') or ''} {one.words[:70]}"
        question = f"{words} is not in this file. Report it as cancelled?"
        if click.confirm(question, default=False):
            row: Values = {"activity": one.id, "reported_on": origin.reported_on}
            row |= {"status": "cancelled", **origin.place("", 0)}
            update.rows["plan_progress"].append(row)


if __name__ == "__main__":
    main()
