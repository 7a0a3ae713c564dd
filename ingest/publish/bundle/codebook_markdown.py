"""The codebook as Markdown, in English or French, from the table `codebook`."""

import sqlite3
from collections.abc import Iterator

from ingest.publish.codebook import read_labels
from ingest.publish.translations import translations

ALL = """
select c.* from codebook c join codebook h on h.entity = c.entity and h.ordinal = 0
order by h.kind, c.entity, c.ordinal
"""
SHOWN = 12  # sources named; the column `sources` has all


def markdown(db: sqlite3.Connection, language: str) -> str:
    """Every table and view: title, meaning, one line a column, sources, and the SQL of a view."""
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    lines = [f"# {translations(language).gettext('Codebook')}", ""]
    for row in cursor.execute(ALL):
        lines += (
            entity_lines(row, language) if row["ordinal"] == 0 else [column_line(row, language)]
        )
    return "\n".join(lines) + "\n"


def entity_lines(row: sqlite3.Row, language: str) -> Iterator[str]:
    """The head of a table or view: title, meaning, sources, SQL, and the head of its columns."""
    gettext = translations(language).gettext
    title = row[f"title_{language}"] or row["title_en"]
    yield from ("", f"## {row['entity']} ({kind_names(language)[row['kind']]})", "")
    yield from (f"**{title}.** {meaning(row, language)}", "")
    if row["sources"]:
        named = row["sources"].split(";")
        rest = len(named) - SHOWN
        more = ", " + gettext("and %(n)s more") % {"n": rest} if rest > 0 else ""
        yield from (f"{gettext('Sources')}: {', '.join(named[:SHOWN])}{more}", "")
    if row["computed"]:
        yield from (f"{gettext('How it is computed')}:", "", "```sql", row["computed"], "```", "")
    heads = (
        gettext("Column"),
        gettext("Type"),
        gettext("Unit"),
        gettext("Values"),
        gettext("Meaning"),
    )
    yield from (f"| {' | '.join(heads)} |", "|---|---|---|---|---|")


def column_line(row: sqlite3.Row, language: str) -> str:
    """One column as a line of the table of columns."""
    key = f", {translations(language).gettext('key')}" if row["key_part"] else ""
    labels = read_labels(row[f"labels_{language}"])
    values = "; ".join(f"`{value}` {label}" for value, label in labels.items())
    link = f"→ {row['points_to']}" if row["points_to"] else ""
    cells = [
        f"`{row['field']}`",
        kind_names(language)[row["type"]] + key,
        row["unit"] or "",
        values or link,
        meaning(row, language).replace("|", "\\|"),
    ]
    return f"| {' | '.join(cells)} |"


def meaning(row: sqlite3.Row, language: str) -> str:
    """The words about a table or column, in English where the language has none."""
    return row[f"words_{language}"] or row["words_en"] or ""


def kind_names(language: str) -> dict[str, str]:
    """What kinds of tables and types of columns are called."""
    words = translations(language)
    return {
        "table": words.gettext("table"),
        "view": words.gettext("view"),
        "text": words.gettext("text"),
        "integer": words.gettext("integer"),
        "real": str(words.pgettext("type of a column", "number")),
    }
