"""The copy of the database that may be passed on.

Remove content that a source lets us only link to, and list what was removed. `source.reuse`
decides: `open` and `facts` rows stay. Rows of a `link` source go, with the rows that depend on
them; the source itself, the list of pages and the lists of texts and of their addresses stay, for
they are the links. The wording of a law stays only when its text came from an `open` source.
"""

import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from ingest.database import Model, Refused, content_hash, copy_file, kept_views, search_index
from ingest.database.table_roles import role_of

LINKS = ("source", "snapshot", "version", "text_source")  # these are the links themselves
CLOSED_TEXT = """
select v.instrument, v.source
from version v
join source s on s.id = v.source
where s.reuse <> 'open'
  and v.ordinal = (select max(ordinal) from version n where n.instrument = v.instrument)
union
select p.instrument, p.source
from provision p
join source s on s.id = p.source
where p.text is not null and s.reuse <> 'open'
  and not exists (select 1 from version v where v.instrument = p.instrument)
"""
DROP_WORDING = """
update provision set text = null, text_state = null where instrument = ? and text is not null
"""
DROP_OLDER_TEXTS = """
delete from version_text
where version in (
  select v.id from version v join source s on s.id = v.source
  where v.source = ? and s.reuse <> 'open'
)
"""


@dataclass(frozen=True)
class Withheld:
    """So many rows of a table, or wordings in a column of it, were left out because of a source."""

    table: str
    what: str
    source: str
    count: int


def copy(original: Path, target: Path) -> list[Withheld]:
    """Write what may be passed on of `original` to a new file; give what was removed.

    The build row of the copy has the content hash of the copy. Raises Refused when the rows of
    `original` are not those that were built.
    """
    copy_file(original, target)
    db = sqlite_utils.Database(sqlite3.connect(target, isolation_level=None))
    model = Model(db)
    (built,) = db.execute("select content_hash from build").fetchone()
    if (found := content_hash(db, model)) != built:
        raise Refused(
            f"{original}: has other rows than were built (content hash {found[:12]}, not "
            f"{built[:12]}); `make build` makes it anew"
        )
    db.conn.execute("begin")
    removed = [
        *drop_closed_texts(db, model),
        *drop_linked_rows(db, model),
        *drop_dangling(db, model),
    ]
    if removed:
        reindex(db)
        db.conn.execute("update build set content_hash = ?", [content_hash(db, model)])
    db.conn.execute("commit")
    if removed:
        db.conn.execute("vacuum")
    db.conn.close()
    return removed


def drop_closed_texts(db: sqlite_utils.Database, model: Model) -> list[Withheld]:
    """Remove the wording of laws whose newest text is not open, what the machine quotes of it, and
    every older text that is not open.
    """
    removed = []
    quoting = [
        table
        for table, columns in model.columns.items()
        if {"provision", "evidence", "model_version"} <= set(columns)
    ]
    for instrument, source in db.execute(CLOSED_TEXT).fetchall():
        count = db.conn.execute(DROP_WORDING, [instrument]).rowcount
        removed.append(Withheld("provision", "text", source, count))
        for table in quoting:
            delete = f"delete from [{table}] where provision in "
            delete += "(select id from provision where instrument = ?)"
            count = db.conn.execute(delete, [instrument]).rowcount
            removed.append(Withheld(table, "rows that quote it", source, count))
    for (source,) in db.execute("select distinct source from version").fetchall():
        count = db.conn.execute(DROP_OLDER_TEXTS, [source]).rowcount
        removed.append(Withheld("version_text", "rows", source, count))
    return merge_counts(removed)


def drop_linked_rows(db: sqlite_utils.Database, model: Model) -> list[Withheld]:
    """Remove the rows that name a source of which only a link may be given."""
    removed = []
    naming = [
        (table, column)
        for table in model.tables
        for column, (other, _) in model.links[table].items()
        if other == "source" and table not in LINKS
    ]
    linked = db.execute("select id from source where reuse = 'link' order by id").fetchall()
    for (source,) in linked:
        for table, column in naming:
            delete = f"delete from [{table}] where [{column}] = ?"
            count = db.conn.execute(delete, [source]).rowcount
            removed.append(Withheld(table, "rows", source, count))
    return merge_counts(removed)


def drop_dangling(db: sqlite_utils.Database, model: Model) -> list[Withheld]:
    """Delete rows with dangling foreign keys until none remain."""
    removed = []
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
                f"delete from [{table}] where {given} "
                f"and not exists (select 1 from [{parent}] p where {met})"
            ).rowcount
            if role_of(table) not in ("index", "derived"):  # made anew by reindex
                removed.append(Withheld(table, f"rows without their {parent}", "", count))
    return merge_counts(removed)


def merge_counts(removed: list[Withheld]) -> list[Withheld]:
    """One line for each table, kind and source; nothing where nothing was removed."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for part in removed:
        counts[part.table, part.what, part.source] += part.count
    return [Withheld(*key, count) for key, count in counts.items() if count]


def reindex(db: sqlite_utils.Database) -> None:
    """Make the search indexes, the verdicts and the kept rows of views anew, so that nothing of
    what was removed is in them.
    """
    for name in ("provision_fts", "instrument_fts"):
        db.conn.execute(f"insert into {name} ({name}) values ('rebuild')")
    search_index.index(db)
    kept_views.refresh(db.conn)
