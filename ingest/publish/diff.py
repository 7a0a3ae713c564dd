"""What moved between two databases, in words: `make diff A=old.db B=new.db` (`python -m
ingest.publish.diff old.db new.db`).

Verdicts first, for they are what a reader acts on; then how many rows of each table came, went and
changed; with --all every one of them.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from ingest.change_ledger import NOT_FOLLOWED, as_text, keyed

DERIVED = {"stem"}
VERDICTS: dict[str, dict[str | None, str]] = {
    "en": {
        "full": "full",
        "partial": "partial",
        "contrary": "contrary",
        "absent": "looked for, not found",
        "not_assessed": "not assessed",
    },
    "fr": {
        "full": "entier",
        "partial": "partiel",
        "contrary": "contraire",
        "absent": "cherché, non trouvé",
        "not_assessed": "non évalué",
    },
}
ROWS = {
    "en": {
        "added": ("row added", "rows added"),
        "removed": ("row removed", "rows removed"),
        "changed": ("row changed", "rows changed"),
    },
    "fr": {
        "added": ("ligne ajoutée", "lignes ajoutées"),
        "removed": ("ligne retirée", "lignes retirées"),
        "changed": ("ligne modifiée", "lignes modifiées"),
    },
}
COLON = {"en": ":", "fr": "\N{NO-BREAK SPACE}:"}
NOTHING = {"en": "No row moved.", "fr": "Aucune ligne n’a bougé."}


@dataclass(frozen=True)
class Moved:
    """One row that came or went, or one field of a row that changed; table `gap` is a verdict, its
    key country and item.
    """

    table: str
    key: str
    reason: str
    field: str | None = None
    old: str | None = None
    new: str | None = None


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
        moved = list(compare(old, new))
        lines = list(told(moved, new, language))
    except sqlite3.Error as error:
        raise click.ClickException(f"{old} and {new}: {error}") from error
    for line in lines or [NOTHING[language]]:
        click.echo(line)
    if every:
        for one in moved:
            sign = {"added": "+", "removed": "-", "changed": "~"}[one.reason]
            click.echo(
                f"{sign} {one.table} {one.key}"
                + (f" {one.field}: {one.old!r} → {one.new!r}" if one.field else "")
            )


def compare(old: Path, new: Path) -> Iterator[Moved]:
    """Every difference, verdicts first, then tables in the order of the new schema; columns that
    only one of the two has are not compared.
    """
    before, after = (sqlite3.connect(f"file:{path}?mode=ro", uri=True) for path in (old, new))
    try:
        yield from differences(before, after, "gap", ["verdict"], ["country", "item"])
        names = after.execute(
            "select name from sqlite_master where type = 'table' and name not like '%!_fts%' escape '!' order by rowid"
        ).fetchall()
        for (table,) in names:
            if table not in NOT_FOLLOWED | DERIVED:
                info = after.execute(f"pragma table_info([{table}])").fetchall()
                keys = [
                    column[1] for column in sorted(info, key=lambda column: column[5]) if column[5]
                ]
                yield from differences(
                    before,
                    after,
                    table,
                    [column[1] for column in info if column[1] not in keys],
                    keys,
                )
    finally:
        before.close()
        after.close()


def differences(
    before: sqlite3.Connection,
    after: sqlite3.Connection,
    table: str,
    columns: list[str],
    keys: list[str],
) -> Iterator[Moved]:
    """The differences of one table or view; a table that the old database does not have is new as a
    whole.
    """
    known = {row[1] for row in before.execute(f"pragma table_info([{table}])")}
    shared = keys + [column for column in columns if column in known or not known]
    was = keyed(before, table, shared, keys) if set(keys) <= known else {}
    now = keyed(after, table, shared, keys)
    for key in sorted(was.keys() | now.keys()):
        one, other = was.get(key), now.get(key)
        if one is None or other is None:
            if table != "gap":
                yield Moved(table, key, "added" if one is None else "removed")
            continue
        for field in shared:
            if one[field] != other[field]:
                yield Moved(
                    table, key, "changed", field, as_text(one[field]), as_text(other[field])
                )


def told(moved: Iterable[Moved], new: Path, language: str) -> Iterator[str]:
    """The same in words, one line a verdict, then one line a table."""
    say, colon = VERDICTS[language], COLON[language]
    db = sqlite3.connect(f"file:{new}?mode=ro", uri=True)
    country = dict(db.execute(f"select id, name_{language} from country"))
    item = dict(db.execute(f"select code, label_{language} from item"))
    titles = titles_of(db, language)
    db.close()
    rows: dict[str, dict[str, str]] = {}
    for one in moved:
        if one.table == "gap":
            code, _, name = one.key.partition(" ")
            yield f"{country.get(code, code)}, {item.get(name, name)} ({code} {name}){colon} {say[one.old]} → {say[one.new]}"
        else:
            rows.setdefault(one.table, {})[one.key] = one.reason
    for table, keys in rows.items():
        counts = Counter(keys.values())
        said = [
            f"{counts[why]} {words[counts[why] > 1]}"
            for why, words in ROWS[language].items()
            if counts[why]
        ]
        yield f"{titles.get(table, table)}{colon} {', '.join(said)}"


def titles_of(db: sqlite3.Connection, language: str) -> dict[str, str]:
    """What the tables are called in words; nothing for a database older than its codebook."""
    if not db.execute("select 1 from sqlite_master where name = 'codebook'").fetchone():
        return {}
    return dict(
        db.execute(
            f"select entity, coalesce(title_{language}, title_en, entity) from codebook where ordinal = 0"
        )
    )


if __name__ == "__main__":
    main()
