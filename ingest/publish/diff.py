"""What moved between two databases, in words: `make diff A=old.db B=new.db` (`python -m
ingest.publish.diff old.db new.db`).

Verdicts first, for they are what a reader acts on; then how many rows of each table were added,
removed and changed; with --all every one of them.
"""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import click
import sqlite_utils

from ingest.database import Model
from ingest.database.change_ledger import Difference, attached, differences
from ingest.database.table_roles import role_of
from ingest.publish.translations import translations

SIGNS = {"added": "+", "removed": "-", "changed": "~"}


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--language", type=click.Choice(["en", "fr"]), default="en", help="language of the words"
)
@click.option("--all", "every", is_flag=True, help="name every row and field")
def main(old: Path, new: Path, language: str, every: bool) -> None:
    """Say what moved from one database to another."""
    try:
        found = list(compare(old, new))
        lines = list(in_words(found, new, language))
    except sqlite3.Error as error:
        raise click.ClickException(f"{old} and {new}: {error}") from error
    for line in lines or [translations(language).gettext("No row moved.")]:
        click.echo(line)
    for difference in found if every else ():
        click.echo(row_line(difference))


def row_line(difference: Difference) -> str:
    """One row or field, for --all."""
    line = f"{SIGNS[difference.reason]} {difference.table} {difference.key}"
    if difference.field is None:
        return line
    return f"{line} {difference.field}: {difference.old!r} → {difference.new!r}"


def compare(old: Path, new: Path) -> Iterator[Difference]:
    """Every difference: verdicts first, as table `gap` with the key country and item, then the
    tables of facts in the order of the new schema.
    """
    with closing(sqlite3.connect(f"file:{new}?mode=ro", uri=True)) as db, attached(db, old):
        keys = ["country", "item"]
        for verdict in differences(db, "gap", [*keys, "verdict"], keys):
            if verdict.reason == "changed":
                yield verdict
        model = Model(sqlite_utils.Database(db))
        for table in model.tables:
            if role_of(table) == "facts":
                yield from differences(db, table, model.columns[table])


def in_words(found: Iterable[Difference], new: Path, language: str) -> Iterator[str]:
    """The differences in words, one line a verdict, then one line a table. `new` names things."""
    with closing(sqlite3.connect(f"file:{new}?mode=ro", uri=True)) as db:
        countries = dict(db.execute(f"select id, name_{language} from country"))
        items = dict(db.execute(f"select code, label_{language} from item"))
        verdicts = verdict_labels(db, language)
        titles = table_titles(db, language)
    colon = colon_of(language)
    reasons: dict[str, dict[str, str]] = defaultdict(dict)  # table -> key -> reason
    for difference in found:
        if difference.table != "gap":
            reasons[difference.table][difference.key] = difference.reason
            continue
        country, _, item = difference.key.partition(" ")
        old, new_verdict = (
            verdicts.get(str(value), str(value).replace("_", " "))
            for value in (difference.old, difference.new)
        )
        name = f"{countries.get(country, country)}, {items.get(item, item)} ({country} {item})"
        yield f"{name}{colon} {old} → {new_verdict}"
    for table, by_key in reasons.items():
        yield f"{titles.get(table, table)}{colon} {count_rows(by_key.values(), language)}"


def count_rows(reasons: Iterable[str], language: str) -> str:
    """How many rows were added, removed, changed: "2 rows added, 1 row changed"."""
    counts = Counter(reasons)
    ngettext = translations(language).ngettext
    added, removed, changed = counts["added"], counts["removed"], counts["changed"]
    parts = [
        added and ngettext("%(num)s row added", "%(num)s rows added", added) % {"num": added},
        removed
        and ngettext("%(num)s row removed", "%(num)s rows removed", removed) % {"num": removed},
        changed
        and ngettext("%(num)s row changed", "%(num)s rows changed", changed) % {"num": changed},
    ]
    return ", ".join(part for part in parts if part)


def colon_of(language: str) -> str:
    """The colon with the no-break space that French puts before it."""
    return "\N{NO-BREAK SPACE}:" if language == "fr" else ":"


def verdict_labels(db: sqlite3.Connection, language: str) -> dict[str, str]:
    """What verdicts are called; nothing for a database older than its closed lists."""
    if not has_table(db, "choice"):
        return {}
    return dict(db.execute(f"select value, label_{language} from choice where list = 'verdict'"))


def table_titles(db: sqlite3.Connection, language: str) -> dict[str, str]:
    """What the tables are called in words; nothing for a database older than its codebook."""
    if not has_table(db, "codebook"):
        return {}
    title = f"coalesce(title_{language}, title_en, entity)"
    return dict(db.execute(f"select entity, {title} from codebook where ordinal = 0"))


def has_table(db: sqlite3.Connection, name: str) -> bool:
    """Whether a database has a table or view of that name."""
    return bool(db.execute("select 1 from sqlite_master where name = ?", [name]).fetchone())


if __name__ == "__main__":
    main()
