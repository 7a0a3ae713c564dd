"""db/digest.db: who is told by mail what changed, apart from the knowledge base and never in git.

It holds an address, what its owner wishes to hear of, and the ids of what has been told; who stops
is forgotten with all of it. Nobody is told anything before the owner of the address has confirmed.
"""

import hmac
import secrets
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.review.store import add_row, statements, writing

DAYS_TO_CONFIRM = 7
SCHEMA = """
create table follower (
  id           integer primary key autoincrement,
  address      text not null collate nocase check (length(address) between 3 and 200),
  language     text not null check (length(language) = 2),
  countries    text not null,  -- codes between semicolons; empty for every State
  subject      text not null check (subject in ('changes', 'plans')),
  asked_at     text not null default (datetime('now')),
  confirmed_at text,
  told_at      text
) strict;
create table told (
  follower integer not null references follower (id) on delete cascade,
  entry    text not null,
  primary key (follower, entry)
) strict, without rowid;
-- what is on its way; gone when it has been handed over
create table letter (
  id       integer primary key autoincrement,
  follower integer not null references follower (id) on delete cascade,
  purpose  text not null check (purpose in ('confirm', 'digest')),
  subject  text not null,
  body     text not null,
  state    text not null default 'waiting' check (state in ('waiting', 'sending')),
  tries    integer not null default 0
) strict;
create table attempt (
  kind text not null,
  who  text not null,
  at   text not null default (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
) strict;
create table secret (words text not null) strict;
insert into secret values ('{secret}');
"""


def open_followers(path: Path) -> sqlite3.Connection:
    """An open database of followers, made where there is none, for its owner alone to read. Rows
    are sqlite3.Row.
    """
    if not path.exists():
        path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    connection.row_factory = sqlite3.Row
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma secure_delete = on")  # who is forgotten is not in the file either
    with writing(connection):
        if connection.execute("select 1 from sqlite_master").fetchone() is None:
            script = SCHEMA.replace("{secret}", secrets.token_hex(32))
            for statement in statements(script):
                connection.execute(statement)
    return connection


def sign_of(connection: sqlite3.Connection, purpose: str, follower: Mapping[str, Any]) -> str:
    """What stands in a link that only the owner of an address has been sent."""
    words = connection.execute("select words from secret").fetchone()[0]
    said = f"{purpose}:{follower['id']}:{follower['address'].lower()}"
    return hmac.new(words.encode(), said.encode(), "sha256").hexdigest()[:40]


def find_follower(
    connection: sqlite3.Connection, purpose: str, number: int, sign: str
) -> dict[str, Any] | None:
    """The follower whose link this is, `purpose` being `confirm` or `stop`; None for any other."""
    found = connection.execute("select * from follower where id = ?", [number]).fetchone()
    if found is None:
        return None
    own = sign_of(connection, purpose, dict(found))
    return dict(found) if hmac.compare_digest(own.encode(), sign.encode()) else None


def add_follower(connection: sqlite3.Connection, wish: Mapping[str, str]) -> None:
    """Keep a wish (address, language, countries, subject) until it is confirmed, or DAYS_TO_CONFIRM
    have passed. One letter a day asks for confirmation, however often the form is sent.
    """
    with writing(connection):
        asked = connection.execute(
            "delete from follower where address = ? and confirmed_at is null "
            "returning id, iif(told_at > datetime('now', '-1 day'), told_at, null) as told_at",
            [wish["address"]],
        ).fetchall()
        add_row(connection, "follower", {**wish, **dict(asked[0])} if asked else wish)


def confirm_follower(connection: sqlite3.Connection, follower: int) -> None:
    """From now on the owner is told. An older wish of the same address ends; what it was told is
    not told again.
    """
    with writing(connection):
        connection.execute(
            "update follower set confirmed_at = coalesce(confirmed_at, datetime('now')) "
            "where id = ?",
            [follower],
        )
        older = (
            "(select o.id from follower f join follower o on o.address = f.address "
            "and o.id <> f.id where f.id = :id)"
        )
        values = {"id": follower}
        connection.execute(
            f"insert or ignore into told select :id, entry from told where follower in {older}",
            values,
        )
        connection.execute(f"delete from follower where id in {older}", values)


def forget_follower(connection: sqlite3.Connection, follower: int) -> None:
    """Nothing is kept of who stops."""
    with writing(connection):
        connection.execute("delete from follower where id = ?", [follower])
