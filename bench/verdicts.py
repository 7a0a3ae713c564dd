"""Count what verdicts rest on: `python -m bench.verdicts DATABASE [DATABASE ...]`.

Prints a Markdown table with a column for each database, for the world and for West and Central
Africa. A database from before certainty was recorded is counted by its basis alone.
"""

import sqlite3
import sys
from collections import Counter
from pathlib import Path

WEST_AND_CENTRAL_AFRICA = (
    "BEN BFA CPV CIV GMB GHA GIN GNB LBR MLI MRT NER NGA SEN SLE TGO "
    "CMR CAF TCD COG COD GNQ GAB STP AGO BDI"
).split()
VERDICTS = ("full", "partial", "contrary", "absent", "not_assessed")


def count_cells(db: sqlite3.Connection, countries: list[str] | None) -> Counter[str]:
    """Cells of the grid by verdict and by what they rest on; all States where None is given."""
    columns = {row[1] for row in db.execute("pragma table_info(gap)")}
    certainty = "certainty" if "certainty" in columns else "null"
    counts: Counter[str] = Counter()
    sql = f"select country, verdict, basis, {certainty} from gap"
    for country, verdict, basis, sure in db.execute(sql):
        if countries is None or country in countries:
            counts["cells"] += 1
            counts[verdict] += 1
            if verdict != "not_assessed":
                counts["basis " + {"text": "text", "digest": "account"}.get(basis, "search")] += 1
                counts[f"certainty {sure or 'not recorded'}"] += 1
            elif sure == "D":
                counts["touched, not judged"] += 1
            elif basis == "text":
                counts["not in the acts read, usually elsewhere"] += 1
    return counts


def count_scores(db: sqlite3.Connection, countries: list[str] | None) -> Counter[str]:
    """Scores shown and withheld, of States and pillars with anything assessed."""
    counts: Counter[str] = Counter()
    for country, assessed, score in db.execute("select country, assessed, score from score"):
        if assessed and (countries is None or country in countries):
            counts["scores shown" if score is not None else "scores withheld"] += 1
    return counts


def count_states(db: sqlite3.Connection, countries: list[str] | None) -> Counter[str]:
    """States with anything assessed, with an absence, with a contested verdict."""
    columns = {row[1] for row in db.execute("pragma table_info(gap)")}
    contested = "contested is not null" if "contested" in columns else "contradicted"
    conditions = {
        "States with a verdict": "verdict <> 'not_assessed'",
        "States with an absence": "verdict = 'absent'",
        "States with a contested verdict": contested,
    }
    counts: Counter[str] = Counter()
    for name, condition in conditions.items():
        found = {row[0] for row in db.execute(f"select country from gap where {condition}")}
        counts[name] = len(found & set(countries) if countries else found)
    return counts


def main() -> None:
    """Print the table."""
    databases = [Path(name) for name in sys.argv[1:]] or [Path("db/tip.db")]
    print("| where | what | " + " | ".join(path.stem for path in databases) + " |")
    print("|---|---|" + "---|" * len(databases))
    for where, countries in (("world", None), ("26 States", WEST_AND_CENTRAL_AFRICA)):
        columns: list[Counter[str]] = []
        for path in databases:
            db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
            parts = (count_cells, count_scores, count_states)
            columns.append(sum((part(db, countries) for part in parts), Counter[str]()))
            db.close()
        names = dict.fromkeys(
            ["cells", *VERDICTS, *(name for column in columns for name in column)]
        )
        for name in names:
            print(
                f"| {where} | {name} | "
                + " | ".join(str(column[name]) for column in columns)
                + " |"
            )


if __name__ == "__main__":
    main()
