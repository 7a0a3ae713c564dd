"""Labels beside the codes of a table that is taken away, and its column names in words, in the
reader's language.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from plugins.kit.labels import Labels, current
from plugins.kit.record_labels import label_column

Labelled = list[tuple[int, dict[str, str]]]  # place of a column, its labels by value
LABEL = "_label"  # behind the name of a column, for that of its labels
NO_CODES = ("flag", "entity", "review_entity", "column")  # names of tables and columns are no codes
ITEMS = "select code, label_xx as label from item"


def label_rows(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], items: list[dict[str, Any]]
) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows with a further column of labels behind each that has codes of a closed list
    or items.
    """
    known = dict(find_codes(columns, rows, items))
    heads = [
        name
        for at, column in enumerate(columns)
        for name in ((column, column + LABEL) if at in known else (column,))
    ]
    return heads, [list(label_row(row, known)) for row in rows]


def label_row(row: Sequence[Any], known: dict[int, dict[str, str]]) -> Iterator[Any]:
    """The values of a row, labels behind codes; several codes are split by semicolons."""
    for at, value in enumerate(row):
        yield value
        if at in known:
            words = [known[at].get(code, code) for code in split(value)]
            yield "; ".join(words) if words else None


def find_codes(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], items: list[dict[str, Any]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The columns of closed lists, or of items, with the labels. Where lists of one name call a
    code differently, the values tell which it is; else a table has the same columns, however few
    its rows.
    """
    labels = current.get()
    by_item = {row["code"]: row["label"] for row in items}
    for at, column in enumerate(columns):
        lists = [by_item] if column in ("item", "items") else lists_of(labels, column)
        found = together(lists)
        if found is None:
            values = {code for row in rows for code in split(row[at])}
            found = next((one for one in lists if values <= one.keys()), None)
        if found and column + LABEL not in columns:
            yield at, found


def together(lists: Sequence[dict[str, str]]) -> dict[str, str] | None:
    """The labels of all lists; None where two call one code differently."""
    found: dict[str, str] = {}
    for one in lists:
        if any(found.get(code, label) != label for code, label in one.items()):
            return None
        found |= one
    return found


def lists_of(labels: Labels, column: str) -> list[dict[str, str]]:
    """The closed lists that a column of this name may have, that of the same name first."""
    names = sorted(labels.lists_of_field(column), key=lambda name: (name != column, name))
    return [labels[name] for name in names if name not in NO_CODES]


def split(value: Any) -> list[str]:
    """The codes of a cell."""
    return value.split(";") if isinstance(value, str) and value else []


def words_of_columns(columns: Sequence[str]) -> dict[str, str]:
    """The names of columns in words; of a column of labels those of its codes, which then have
    `(code)` behind them.
    """
    coded = {name.removesuffix(LABEL) for name in columns if name.endswith(LABEL)}
    return {
        name: label_column(name.removesuffix(LABEL)) + (" (code)" if name in coded else "")
        for name in (*columns, "url")
    }
