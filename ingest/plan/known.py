"""What is held of a plan so far: its rows in db/curated, in its own file or in flat ones."""

from pathlib import Path

from ingest import curated
from ingest.curated import Values
from ingest.database import Model

TABLES = (
    "plan_objective",
    "plan_activity",
    "indicator",
    "indicator_value",
    "plan_progress",
    "plan_budget",
)
Rows = dict[str, list[Values]]


def plan_file(folder: Path, plan: str) -> Path | None:
    """The file of a plan, strategy or other instrument; None where there is none."""
    return next(folder.glob(f"instrument/*/{plan}.yml"), None)


def known_rows(folder: Path, plan: str, model: Model) -> Rows:
    """The rows of each table of plans that belong to a plan, and its own row under `instrument`.
    Raises Refused for a file that cannot be read.
    """
    found: Rows = {table: [] for table in ("instrument", *TABLES)}
    path = plan_file(folder, plan)
    rows = list(curated.read_document(path, "instrument", model)) if path else []
    for table in TABLES:
        for flat in sorted(folder.glob(f"{table}/**/*.csv")):
            rows += curated.read_csv(flat, table)
    for row in rows:
        if row.table in found and belongs(row.values, plan):
            found[row.table].append(row.values)
    return found


def belongs(values: Values, plan: str) -> bool:
    """Whether a row is of a plan: it names the plan, or an activity or indicator of it."""
    names = (values.get(column) for column in ("plan", "activity", "indicator", "id"))
    return any(name == plan or (name or "").startswith(f"{plan}:") for name in names)
