"""openpyxl reads the workbook of a bundle: which African States have a rule on compensation,
numbers as numbers.
"""

import sys
from collections.abc import Iterator

from openpyxl import load_workbook
from openpyxl.workbook import Workbook


def rows(book: Workbook, sheet: str) -> Iterator[dict[str, object]]:
    head, *lines = book[sheet].iter_rows(values_only=True)
    return (dict(zip(head, line, strict=False)) for line in lines)


book = load_workbook(sys.argv[1], read_only=True)
country = {row["id"]: row for row in rows(book, "country")}
label = {row["id"]: row["label"] for row in rows(book, "provision")}
for row in rows(book, "gap"):
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
book.close()
