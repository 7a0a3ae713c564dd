"""Python without anything else: which African States have a rule on compensation, from the CSV
files of a bundle.
"""

import csv
import sys
from pathlib import Path


def rows(bundle: Path, name: str) -> list[dict[str, str]]:
    with (bundle / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


bundle = Path(sys.argv[1])
country = {row["id"]: row for row in rows(bundle, "country")}
label = {row["id"]: row["label"] for row in rows(bundle, "provision")}
for row in rows(bundle, "gap"):
    if (
        row["item"] == "palermo:6.6"
        and row["verdict"] in ("full", "partial")
        and country[row["country"]]["region"] == "Africa"
    ):
        print(
            row["country"],
            country[row["country"]]["name_en"],
            row["verdict"],
            row["provision"],
            label[row["provision"]],
            sep="\t",
        )
