"""Labels beside the codes of a table that is taken away, and its column names in words, in the
reader's language.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from plugins.kit.labels import Labels, current
from plugins.kit.language import gettext as _
from plugins.kit.record_labels import label_column

Labelled = list[tuple[int, dict[str, str]]]  # place of a column, its labels by value
LABEL = "_label"  # behind the name of a column, for that of its labels
NO_CODES = ("flag", "entity", "review_entity", "column")  # names of tables and columns are no codes
NAMES = ("name",)  # columns with codes in a view of the engine and names on every page
RECORD_URL = "record_url"  # the address of a row that has a column `url` of its own
ITEMS = "select code, label_xx as label from item"
STATES = "select id, name_xx as name from country"


def label_rows(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], items: list[dict[str, Any]]
) -> tuple[list[str], list[list[Any]]]:
    """Columns and rows with a further column of labels behind each that has codes of a closed list
    or items.
    """
    known = dict(find_codes(columns, rows, items))
    return heads_of(columns, known), [list(label_row(row, known)) for row in rows]


def heads_of(columns: Sequence[str], known: dict[int, dict[str, str]]) -> list[str]:
    """The columns, each with codes followed by that of its labels."""
    return [
        name
        for at, column in enumerate(columns)
        for name in ((column, column + LABEL) if at in known else (column,))
    ]


def codes_of_table(
    table: str | None, columns: Sequence[str], named: dict[str, dict[str, str]]
) -> dict[int, dict[str, str]]:
    """The columns of a table, or of an SQL answer (None), that hold codes, with the labels: of
    items and States, `named` by column, and of closed lists; without a look at the rows.
    """
    labels = current.get()
    found = {}
    for at, column in enumerate(columns):
        by_list = labels.of_column(table, column) if table else together(lists_of(labels, column))
        known = named.get(column) or by_list
        if known and column + LABEL not in columns:
            found[at] = known
    return found


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
        if found and column not in NAMES and column + LABEL not in columns:
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
    """The codes of a cell; a flag is a number, 0 or 1."""
    return str(value).split(";") if isinstance(value, str | int) and value != "" else []


def words_of_columns(columns: Sequence[str]) -> dict[str, str]:
    """The names of columns in words, no two alike; of a column of labels those of its codes, which
    then have `(code)` behind them.
    """
    coded = {name.removesuffix(LABEL) for name in columns if name.endswith(LABEL)}
    words = {}
    for name in (*columns, "url", RECORD_URL):
        said = label_column(name.removesuffix(LABEL))
        words[name] = _("%(column)s (code)", column=said) if name in coded else said
    words[RECORD_URL] = _("address of the record")
    times = Counter(words.values())
    return {
        name: said if times[said] == 1 or said == name else f"{said} ({name})"
        for name, said in words.items()
    }


async def load_names(query: Any) -> dict[str, dict[str, str]]:
    """Column -> code -> name, of the columns that name items and States."""
    items = {row["code"]: row["label"] for row in await query(ITEMS)}
    states = {row["id"]: row["name"] for row in await query(STATES)}
    return dict.fromkeys(("item", "items"), items) | dict.fromkeys(
        ("country", "country_a", "country_b"), states
    )


def label_stream(
    table: str | None,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    names: dict[str, dict[str, str]],
) -> tuple[list[str], Iterator[list[Any]], dict[str, str]]:
    """The columns and rows of a table, labels behind codes, and the names of its columns in words,
    those of an SQL answer (None) as they were asked for; the rows are read one by one.
    """
    known = codes_of_table(table, columns, names)
    heads = heads_of(columns, known)
    return (
        heads,
        (list(label_row(row, known)) for row in rows),
        words_of_columns(heads) if table else {},
    )
