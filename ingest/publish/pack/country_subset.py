"""One country's part of the knowledge base as a database of its own, with the same schema and no
link left hanging.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

import sqlite_utils

from ingest.database import Model, copy_file, kept_views
from ingest.publish.codebook import sources_of
from ingest.publish.withhold import drop_dangling, reindex

OWN = "country = :country"
# what stays of a table; a table not named here keeps what still has everything it points to
KEEP = {
    "instrument": """country = :country
      or id in (select instrument from benchmark)
      or country is null and id in (select instrument from party where country = :country)""",
    "party": OWN,
    "membership": OWN,
    "country_name": OWN,
    "demonym": OWN,
    "body": OWN,
    "programme": f"{OWN} or country is null",
    "tier": OWN,
    "absence": OWN,
    "finding": f"{OWN} or country is null",
    "claim": f"{OWN} or country is null",
    "statistic": f"{OWN} or country_other = :country",
    "border": ":country in (country_a, country_b)",
    "corridor": ":country in (country_a, country_b)",
    "meeting": "id in (select meeting from meeting_country where country = :country)",
    "change": "rowid in (select change from change_scope where country = :country)",
    "witness": "exists (select 1 from known where known.id = witness.entity_id)",
    "issue": "0",
    "snapshot": "0",
    "source": "exists (select 1 from cited where cited.source = source.id)",
    "country": "id = :country or exists (select 1 from named where named.country = country.id)",
}
LATER = ("witness", "source", "country")  # decided when everything else has been taken out
ONE_COUNTRY = (
    "verdict",
    "gap",
    "score",
)  # other countries have no row here, so nothing may be said of them


def subset(whole: Path, target: Path, country: str) -> dict[str, int]:
    """Write to `target` what `whole` holds on a country (ISO 3166-1 alpha-3); give the rows per
    table. Raises ValueError for a code nobody has.
    """
    check_country(whole, country)
    copy_file(whole, target)
    db = sqlite_utils.Database(sqlite3.connect(target, isolation_level=None))
    model = Model(db)
    db.execute("begin")
    kept_views.restore(db.conn)  # they must say what the rows that are left say
    for table in KEEP:
        if table not in LATER:
            keep(db, table, country)
    drop_dangling(db, model)
    temporary_views(db, model)
    for table in LATER:
        keep(db, table, country)
        drop_dangling(db, model)
    narrow(db, country)
    name_own_sources(db)
    reindex(db)
    db.execute("commit")
    db.execute("vacuum")
    counts = {table: db[table].count for table in model.tables}
    db.conn.close()
    return counts


def check_country(whole: Path, country: str) -> None:
    """Raise ValueError when no country of the database `whole` has the code."""
    with closing(sqlite3.connect(f"file:{whole}?mode=ro", uri=True)) as source:
        if not source.execute("select 1 from country where id = ?", [country]).fetchone():
            raise ValueError(
                f"no country has the code {country!r}; codes are ISO 3166-1 alpha-3, like SEN"
            )


def keep(db: sqlite_utils.Database, table: str, country: str) -> None:
    """Delete what does not belong to the country."""
    db.execute(
        f"delete from [{table}] where not coalesce(({KEEP[table]}), 0)", {"country": country}
    )


def temporary_views(db: sqlite_utils.Database, model: Model) -> None:
    """Every id that a witness may speak of, every source that a row cites, every country that a row
    names.
    """
    ids = [f"select id from [{table}]" for table in model.tables if "id" in model.columns[table]]
    cited = [
        f"select [{column}] from [{table}]"
        for table in model.tables
        for column in pointing(model, table, "source")
        if table != "source"
    ]
    named = [
        f"select [{column}] from [{table}]"
        for table in model.tables
        for column in pointing(model, table, "country")
    ]
    for name, column, parts in (
        ("known", "id", ids),
        ("cited", "source", cited),
        ("named", "country", named),
    ):
        db.execute(f"create temp table {name} ({column} primary key)")
        db.execute(f"insert or ignore into {name} {' union '.join(parts)}")


def pointing(model: Model, table: str, parent: str) -> list[str]:
    """The columns of a table that hold ids of another."""
    return [column for column, (other, _) in model.links[table].items() if other == parent]


def narrow(db: sqlite_utils.Database, country: str) -> None:
    """Let the views of verdicts speak of this country only: of the others nothing is held here,
    which must not read as not assessed.
    """
    for name in ONE_COUNTRY:
        sql = db.execute(
            "select sql from sqlite_master where type = 'view' and name = ?", [name]
        ).fetchone()[0]
        select = sql.split(" as\n", 1)[-1] if " as\n" in sql else sql.split(" as ", 1)[1]
        db.execute(f"drop view {name}")
        db.execute(
            f"create view {name} as\nselect * from (\n{select}\n) where country = '{country}'"
        )
    for (name,) in db.execute(
        "select name from sqlite_master where type = 'view' and name glob 'check_*'"
    ).fetchall():
        db.execute(f"drop view {name}")  # rules of the whole knowledge base


def name_own_sources(db: sqlite_utils.Database) -> None:
    """Let the codebook name the sources of the rows that are left, not those of all States."""
    for (name,) in db.execute(
        "select entity from codebook where ordinal = 0 and sources is not null"
    ).fetchall():
        db.execute(
            "update codebook set sources = ? where entity = ? and ordinal = 0",
            [sources_of(db, name), name],
        )
