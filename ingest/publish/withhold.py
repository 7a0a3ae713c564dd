"""The copy of the database that may be passed on: what a source allows only as a link is taken out,
and what was taken out is said.

`source.reuse` decides. `open` and `facts` rows stay. Rows of a `link` source go, with the rows that
lean on them; the source itself, the list of pages and the list of texts stay, for they are the
links. The wording of a law stays only when its text came from an `open` source.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from ingest import search_index
from ingest.database import Model, content_hash, copy_file
from ingest.table_roles import role_of

LINKS = ("source", "snapshot", "version")  # these are the links themselves
CLOSED_TEXT = """
select v.instrument, v.source from version v join source s on s.id = v.source
where s.reuse <> 'open' and v.ordinal = (select max(ordinal) from version n where n.instrument = v.instrument)
union
select p.instrument, p.source from provision p join source s on s.id = p.source
where p.text is not null and s.reuse <> 'open' and not exists (select 1 from version v where v.instrument = p.instrument)
"""


@dataclass(frozen=True)
class Withheld:
    """So many rows of a table, or wordings in a column of it, were left out because of a source."""

    table: str
    what: str
    source: str
    count: int


def copy(original: Path, target: Path) -> list[Withheld]:
    """Write what may be passed on of `original` to a new file; say what was left out. The copy's
    own content hash stands in its build row.
    """
    copy_file(original, target)
    db = sqlite_utils.Database(sqlite3.connect(target, isolation_level=None))
    model = Model(db)
    db.conn.execute("begin")
    said = [*words(db, model), *linked_rows(db, model), *left_hanging(db, model)]
    if said:
        reindex(db)
        db.conn.execute("update build set content_hash = ?", [content_hash(db, model)])
    db.conn.execute("commit")
    if said:
        db.conn.execute("vacuum")
    db.conn.close()
    return said


def words(db: sqlite_utils.Database, model: Model) -> list[Withheld]:
    """Take out the wording of laws whose newest text is not open, what the machine quotes of it,
    and every older text that is not open.
    """
    said = []
    for instrument, source in db.execute(CLOSED_TEXT).fetchall():
        mine = "in (select id from provision where instrument = ?)"
        count = db.conn.execute(
            "update provision set text = null, text_state = null where instrument = ? and text is not null",
            [instrument],
        ).rowcount
        said.append(Withheld("provision", "text", source, count))
        for table, columns in model.columns.items():
            if {"provision", "evidence", "model_version"} <= set(columns):
                count = db.conn.execute(
                    f"delete from [{table}] where provision {mine}", [instrument]
                ).rowcount
                said.append(Withheld(table, "rows that quote it", source, count))
    closed = "from version_text where version in (select v.id from version v join source s on s.id = v.source where v.source = ? and s.reuse <> 'open')"
    for (source,) in db.execute("select distinct source from version").fetchall():
        said.append(
            Withheld(
                "version_text",
                "rows",
                source,
                db.conn.execute(f"delete {closed}", [source]).rowcount,
            )
        )
    return merged(said)


def linked_rows(db: sqlite_utils.Database, model: Model) -> list[Withheld]:
    """Take out the rows that name a source of which only a link may be given."""
    said = []
    for (source,) in db.execute(
        "select id from source where reuse = 'link' order by id"
    ).fetchall():
        for table in model.tables:
            for column, (other, _) in model.links[table].items():
                if other == "source" and table not in LINKS:
                    count = db.conn.execute(
                        f"delete from [{table}] where [{column}] = ?", [source]
                    ).rowcount
                    said.append(Withheld(table, "rows", source, count))
    return merged(said)


def left_hanging(db: sqlite_utils.Database, model: Model) -> list[Withheld]:
    """Take out the rows that point to rows that are gone, until none is left."""
    said = []
    while broken := db.execute(
        "select distinct [table], parent, fkid from pragma_foreign_key_check()"
    ).fetchall():
        for table, parent, number in broken:
            columns = [
                (key[3], key[4] or model.keys[parent][0])
                for key in db.execute(f"pragma foreign_key_list([{table}])").fetchall()
                if key[0] == number
            ]
            met = " and ".join(f"p.[{to}] = [{table}].[{own}]" for own, to in columns)
            given = " and ".join(f"[{own}] is not null" for own, _ in columns)
            count = db.conn.execute(
                f"delete from [{table}] where {given} and not exists (select 1 from [{parent}] p where {met})"
            ).rowcount
            if role_of(table) != "index":  # made anew by reindex
                said.append(Withheld(table, f"rows without their {parent}", "", count))
    return merged(said)


def merged(said: list[Withheld]) -> list[Withheld]:
    """One line for each table, kind and source; nothing where nothing was taken out."""
    counts: dict[tuple[str, str, str], int] = {}
    for one in said:
        counts[(one.table, one.what, one.source)] = (
            counts.get((one.table, one.what, one.source), 0) + one.count
        )
    return [Withheld(*key, count) for key, count in counts.items() if count]


def reindex(db: sqlite_utils.Database) -> None:
    """Make the search indexes anew, so that they hold no word of what was taken out."""
    for name in ("provision_fts", "instrument_fts"):
        db.conn.execute(f"insert into {name} ({name}) values ('rebuild')")
    search_index.index(db)
