"""Serve a new build as soon as it lies in the place of the old one: no restart, no failed request,
no page made of two builds.

A build replaces the file in one step (os.replace). A running server would keep reading the old one,
or, worse, read both: its threads open the file one by one. So every version is opened whole by all
threads at once (`Version`), a request keeps the version it began with (`Databases`), and an old
version is closed when its last request has ended. This is the one module that leans on how
Datasette keeps its databases; tests/test_datasette.py names what it leans on. Only a file put in
place by a rename is noticed safely; writing into the served file is not.
"""

import asyncio
import hashlib
import logging
import os
import sqlite3
import stat
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.database import Database
from datasette.utils import escape_sqlite
from datasette.utils.internal_db import populate_schema_tables

from plugins.kit import build_check, labels
from plugins.kit.asked_pages import make_most_asked
from plugins.kit.page import DATABASE
from plugins.kit.thread_pools import VISITOR_THREADS

EVERY = 0.2  # seconds between two looks at the file
HELD: ContextVar["Version | None"] = ContextVar("HELD", default=None)
log = logging.getLogger("palermo-ledger")

Sign = tuple[int, int, int]  # which file lies at a path: inode, time of change in ns, bytes


class Replaced(Exception):
    """The file was replaced again while it was being opened."""


class Version(Database):
    """One build of the knowledge base, with a connection for each thread, all of the same file
    whatever lies at the path later.
    """

    def __init__(self, datasette: Any, path: str, is_mutable: bool) -> None:
        """Open the file at `path`; raise Replaced, OSError or sqlite3.Error when it is not a whole
        knowledge base.
        """
        super().__init__(datasette, path, is_mutable=is_mutable)
        self.name = self.route = DATABASE
        self.users = 0
        self.ready: list[sqlite3.Connection] = []
        try:
            with open(path, "rb", opener=open_at_once) as file:
                self.sign = sign(os.fstat(file.fileno()))
                self.digest = hashlib.file_digest(file, "sha256").hexdigest()
            threads = max(1, datasette.setting("num_sql_threads")) + VISITOR_THREADS
            self.ready = [self.connect() for _ in range(threads)]
            build = self.ready[0].execute("select built_at, content_hash from build").fetchone()
            if not build or not all(build):
                raise sqlite3.DatabaseError("its table build is empty")
            self.built_at, self.content_hash = build
            counts = self.count(self.ready[0])
            self.labels = labels.Labels(self.ready[0])
        except BaseException:
            self.close()
            raise
        if not is_mutable:
            self.cached_hash, self.cached_size, self._cached_table_counts = (
                self.digest,
                self.sign[2],
                counts,
            )

    def check(self) -> None:
        """Raise sqlite3.DatabaseError when the file is no whole knowledge base, Replaced when
        another lies in its place before that is known.
        """
        build_check.check(Path(self.path), self.digest)
        if sign(os.stat(self.path)) != self.sign:
            raise Replaced(self.path)

    def count(self, connection: sqlite3.Connection) -> dict[str, int]:
        """The rows of every table, up to Datasette's limit; here and not through Datasette, where
        it would wait behind every request.
        """
        tables = [
            name
            for (name,) in connection.execute("select name from sqlite_master where type = 'table'")
        ]
        sql = "select count(*) from (select 1 from {} limit {})"
        return {
            name: connection.execute(
                sql.format(escape_sqlite(name), self.count_limit + 1)
            ).fetchone()[0]
            for name in tables
        }

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """One of the connections that wait for a thread, or a new one if the file is still in its
        place.
        """
        if self.ready and not write:
            return self.ready.pop()
        connection: sqlite3.Connection = super().connect(write)
        if sign(os.stat(self.path)) != self.sign:
            connection.close()
            raise Replaced(self.path)
        return connection


class Databases(OrderedDict[str, Database]):
    """The databases of the server; inside a request `tip` is the version that the request began
    with. `refused` says why the file in its place is not served, if it is not.
    """

    refused: str | None = None

    def __getitem__(self, name: str) -> Database:
        held = HELD.get()
        return held if held is not None and name == DATABASE else super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self else default  # noqa: SIM401 (this is that method)

    def values(self) -> Any:
        return [self[name] for name in self]

    def items(self) -> Any:
        return [(name, self[name]) for name in self]


def open_at_once(path: str, flags: int) -> int:
    """Open a regular file; raise OSError for anything else instead of waiting for it."""
    descriptor = os.open(path, flags | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(f"{path} is no regular file")
    return descriptor


def sign(found: os.stat_result) -> Sign:
    """What tells one build's file from another's."""
    return found.st_ino, found.st_mtime_ns, found.st_size


def put(datasette: Any, version: Version) -> None:
    """Give new requests the version; close the old one as soon as nobody reads it."""
    old = datasette.databases[DATABASE]
    datasette.databases[DATABASE] = version
    retire(datasette, old)


def retire(datasette: Any, version: Any) -> None:
    """Close a version that is neither the newest nor in use."""
    if version is not OrderedDict.__getitem__(datasette.databases, DATABASE) and not getattr(
        version, "users", 0
    ):
        version.close()


async def learn_tables(datasette: Any, old: Database, new: Database) -> None:
    """Write Datasette's catalogue of tables anew, in one step, when the new build has others."""
    sql = "select group_concat(sql, ';') from (select sql from sqlite_master order by name)"
    if (await old.execute(sql)).single_value() != (await new.execute(sql)).single_value():
        number = (await new.execute("pragma schema_version")).single_value()
        await populate_schema_tables(datasette.get_internal_database(), new, number)


def open_checked(datasette: Any, old: Version) -> Version:
    """The file that lies in the place of `old`. Raises what `Version` and `check` raise."""
    version = Version(datasette, str(old.path), old.is_mutable)
    try:
        version.check()
    except BaseException:
        version.close()
        raise
    return version


async def watch(datasette: Any) -> None:
    """Look at the served file again and again. Whatever lies there that is no knowledge base is
    named once in the log and, until the next good build, on /healthz; it is never served.
    """
    refused: Sign | str | None = None
    while True:
        await asyncio.sleep(EVERY)
        old = datasette.databases[DATABASE]
        found: Sign | str | None = None
        try:
            found = sign(os.stat(old.path))
            if found in (old.sign, refused):
                continue
            new = await asyncio.to_thread(open_checked, datasette, old)
            await asyncio.create_task(make_pages(datasette, new))
            await swap(datasette, old, new)
        except Exception as error:  # whatever it is, the next good build must be seen
            if isinstance(error, Replaced) or not os.path.lexists(old.path):
                continue  # between two builds there may be nothing for a moment
            reason = f"{type(error).__name__}: {error}"
            if refused != (refused := found or reason):
                log.warning(
                    "%s is not a knowledge base (%s); the build of %s stays",
                    old.path,
                    reason,
                    old.built_at,
                )
            datasette.databases.refused = reason


async def make_pages(datasette: Any, new: Version) -> None:
    """Make the pages asked most often of a version that is not shown yet, in a task of its own that
    alone reads it.
    """
    HELD.set(new)
    labels.current.set(new.labels)
    new.users += 1  # or it would be closed after the first page
    await make_most_asked(datasette)
    new.users -= 1


async def swap(datasette: Any, old: Version, new: Version) -> None:
    """Put a new version in the place of the old one and tell Datasette of its tables."""
    old.users += 1  # keeps it open until the catalogue is compared
    put(datasette, new)
    datasette.databases.refused = None  # in the same moment: who sees the new build sees no fault
    await learn_tables(datasette, old, new)
    old.users -= 1
    retire(datasette, old)
    log.info("now serving the build of %s, %s", new.built_at, new.content_hash[:12])


@hookimpl(tryfirst=True)
def startup(datasette: Any) -> Callable[[], Any] | None:
    if DATABASE not in datasette.databases or datasette.databases[DATABASE].is_memory:
        return None

    async def start() -> None:
        datasette.databases = Databases(datasette.databases)
        plain = datasette.databases[DATABASE]
        put(datasette, await asyncio.to_thread(Version, datasette, plain.path, plain.is_mutable))
        datasette.add_background_task(watch, name="watch")

    return start


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        async def hold(scope: Any, receive: Any, send: Any) -> None:
            version = datasette.databases.get(DATABASE)
            if scope["type"] != "http" or not isinstance(version, Version):
                await app(scope, receive, send)
                return
            token = HELD.set(version)
            labels.current.set(version.labels)
            version.users += 1
            try:
                await app(scope, receive, send)
            finally:
                version.users -= 1
                HELD.reset(token)
                retire(datasette, version)

        return hold

    return wrap
