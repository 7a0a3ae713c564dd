"""Views whose rows the build keeps, so that a page reads them instead of working them out anew.

db/schema.sql says what such a view is. The build writes its rows into a table of the same name
with `_` in front, with indexes, and puts in the place of the view one that reads this table: who
asks the view asks under the same name, before and after. `codebook.computed` keeps the SQL. What
depends on the day of reading is not kept. The tables are no content of their own: not hashed, not
exported, not followed by the ledger.
"""

import sqlite3
from collections.abc import Iterable, Mapping

from ingest.database.verdict_periods import fill_verdict_periods

# name -> the columns of its indexes, in the order in which one is made of the other
BEFORE_VERDICTS = {
    "ratification": ("instrument, country", "country"),
    "law_period": ("instrument", "country, role"),
    "dated_link": ("country, item",),
    "standing": ("country", "instrument"),
    "cooperation": ("instrument",),
    "penalty_difference": ("provision", "country"),
    "review_debt": ("country",),
    "party_count": ("instrument",),
    "reviewed": (),
    "plan_follower": ("id", "country", "successor"),
    "activity_period": ("plan, activity", "activity"),
}
AFTER_VERDICTS = {
    "conflict_period": ("country, item", "entity, entity_id"),
    "fact_count": (),
}
AFTER_CHANGES = {
    "change_scope": (
        "change",
        "country, change",
        "item, change",
        "seen_on desc, entity, entity_id, reason",
        "seen_on desc, change desc",
    )
}
ALL = {**BEFORE_VERDICTS, **AFTER_VERDICTS, **AFTER_CHANGES}
RULE = "select computed from codebook where entity = ? and ordinal = 0"


def keep(connection: sqlite3.Connection, views: Mapping[str, Iterable[str]]) -> None:
    """Keep the rows of the views, which must be as db/schema.sql defines them."""
    for name, indexes in views.items():
        connection.execute(f"create table [_{name}] as select * from [{name}]")
        for number, columns in enumerate(indexes, 1):
            connection.execute(f"create index [_{name}_{number}] on [_{name}] ({columns})")
        columns = ", ".join(
            f"[{row[1]}]" for row in connection.execute(f"pragma table_info([_{name}])")
        )
        connection.execute(f"drop view [{name}]")
        connection.execute(f"create view [{name}] as select {columns} from [_{name}]")


def keep_derived(connection: sqlite3.Connection) -> None:
    """Keep what rests on the facts alone, with the verdicts in between."""
    keep(connection, BEFORE_VERDICTS)
    fill_verdict_periods(connection)
    keep(connection, AFTER_VERDICTS)


def refresh(connection: sqlite3.Connection) -> None:
    """Keep the rows anew in a finished database, after what they rest on has changed."""
    restore(connection)
    keep_derived(connection)
    keep(connection, AFTER_CHANGES)


def restore(connection: sqlite3.Connection) -> None:
    """Give the views of a finished database their own SQL back, for what changes its rows."""
    held = {row[0] for row in connection.execute("select name from sqlite_master")}
    for name in ALL:
        if f"_{name}" in held:
            (rule,) = connection.execute(RULE, [name]).fetchone()
            connection.execute(f"drop view [{name}]")
            connection.execute(f"drop table [_{name}]")
            connection.execute(rule)
