"""/tip-1, /tip-2 ... : older releases, each a file tip-<number>.db beside the current one, with
every table, row and SQL question as in /tip.

A release that is not held says so, says which are, and how to make that one again from its commit.
The current one is at its number too.
"""

import asyncio
import contextlib
import logging
import re
import sqlite3
from pathlib import Path
from typing import Any

from datasette import Response, hookimpl
from datasette.database import Database
from datasette.utils.asgi import NotFound

from plugins.kit.page import DATABASE, headers, query_of
from plugins.kit.releases import RELEASE_FILE, RELEASES

EVERY = 2  # seconds between two looks for a new release
log = logging.getLogger("palermo-ledger")
ASKED = re.compile(r"^/tip-(?P<number>\d{1,6})(?P<rest>(?:/.*)?|\.db)$")
COPIED = ("metadata_databases", "metadata_resources", "metadata_columns")


@hookimpl
def startup(datasette: Any) -> Any:
    """Serve every older release that lies beside the knowledge base, with the words of the current
    one; also one that is put there later.
    """

    async def inner() -> None:
        if DATABASE not in datasette.databases:
            return
        await serve(datasette, [path for path in beside(datasette) if whole(path)])
        datasette.add_background_task(watch, name="releases")

    return inner


def beside(datasette: Any) -> list[Path]:
    """The files of releases that lie beside the knowledge base and are not served."""
    folder = Path(datasette.get_database(DATABASE).path).parent
    found = [
        path
        for path in sorted(folder.glob(RELEASE_FILE.format("*")))
        if ASKED.match(f"/{path.stem}")
    ]
    return [path for path in found if path.stem not in datasette.databases]


def whole(path: Path) -> bool:
    """Whether a file is a knowledge base of its full length; what is none is named in the log."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
        try:
            built = connection.execute("select built_at from build").fetchone()
            length = connection.execute(
                "select page_count * page_size from pragma_page_count, pragma_page_size"
            ).fetchone()[0]
        finally:
            connection.close()
        wrong = (
            "its table build is empty"
            if not built
            else f"{path.stat().st_size} of {length} bytes"
            if path.stat().st_size != length
            else ""
        )
    except sqlite3.Error as error:
        wrong = str(error)
    if wrong:
        log.warning("%s is not a whole knowledge base (%s) and is not served", path, wrong)
    return not wrong


async def serve(datasette: Any, held: list[Path]) -> None:
    """Give releases their addresses and their words."""
    for path in held:
        datasette.add_database(
            Database(datasette, path=str(path), is_mutable=False), name=path.stem
        )
    if held:
        await datasette.refresh_schemas(force=True)
        for path in held:
            await copy_words(datasette, path.stem)
            log.info("now serving %s", path.stem)


async def watch(datasette: Any) -> None:
    """Look for new releases again and again; a file is taken when it did not change between two
    looks, and looked into once.
    """
    before: dict[Path, tuple[int, int]] = {}
    refused: dict[Path, tuple[int, int]] = {}
    while True:
        await asyncio.sleep(EVERY)
        now = {}
        for path in beside(datasette):
            with contextlib.suppress(FileNotFoundError):  # taken away since it was listed
                now[path] = (path.stat().st_mtime_ns, path.stat().st_size)
        for path, sign in now.items():
            if before.get(path) == sign != refused.get(path):
                if await asyncio.to_thread(whole, path):
                    await serve(datasette, [path])
                else:
                    refused[path] = sign
        before = now


async def copy_words(datasette: Any, name: str) -> None:
    """Give an older release the descriptions of the current one."""
    internal = datasette.get_internal_database()
    for table in COPIED:
        columns = [
            column.name
            for column in await internal.table_column_details(table)
            if column.name != "database_name"
        ]
        named = ", ".join(f"[{column}]" for column in columns)
        await internal.execute_write(
            f"insert or replace into {table} (database_name, {named}) "
            f"select ?, {named} from {table} where database_name = ?",
            [name, DATABASE],
        )


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Answer for a release that is not held here; leave everything else to others."""
    asked = ASKED.match(request.path) if request else None
    if (
        not asked
        or not isinstance(exception, NotFound)
        or f"tip-{asked['number']}" in datasette.databases
    ):
        return None

    async def inner() -> Response:
        query = query_of(datasette)
        releases = await query(RELEASES)
        build = (await query("select content_hash from build"))[0]
        number = int(asked["number"])
        address = f"/tip{asked['rest']}"
        if request.query_string:
            address += f"?{request.query_string}"
        release = next((row for row in releases if row["number"] == number), None)
        if release and release["content_hash"] == build["content_hash"]:
            return Response.redirect(address)
        context = {
            "number": number,
            "release": release,
            "releases": releases,
            "held": [
                row["number"] for row in releases if f"tip-{row['number']}" in datasette.databases
            ],
            "path": address,
        }
        body = await datasette.render_template("release.html", context, request=request)
        return Response.html(body, status=410 if release else 404, headers=headers())

    return inner
