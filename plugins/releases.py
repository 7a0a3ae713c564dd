"""/tip-1, /tip-2 ... : older releases, each a file tip-<number>.db beside the current one, with every table, row and SQL question as in /tip.

A release that is not held says so, says which are, and how to make that one again from its commit. The current one is at its number too.
"""

import re
from pathlib import Path
from typing import Any

from datasette import Response, hookimpl
from datasette.database import Database
from datasette.utils.asgi import NotFound

from plugins.page import DATABASE, headers, query_of

HELD_AS = "tip-{}.db"
RELEASES = "select number, released_on, git_commit, content_hash, changes_xx as changes from release order by number desc"
ASKED = re.compile(r"^/tip-(?P<number>\d{1,6})(?P<rest>(?:/.*)?|\.db)$")
COPIED = ("metadata_databases", "metadata_resources", "metadata_columns")


@hookimpl
def startup(datasette: Any) -> Any:
    """Serve every older release that lies beside the knowledge base, with the words of the current one."""

    async def inner() -> None:
        if DATABASE not in datasette.databases:
            return
        folder = Path(datasette.get_database(DATABASE).path).parent
        held = [path for path in sorted(folder.glob(HELD_AS.format("*"))) if ASKED.match(f"/{path.stem}")]
        for path in held:
            datasette.add_database(Database(datasette, path=str(path), is_mutable=False), name=path.stem)
        if held:
            await datasette.refresh_schemas()
            for path in held:
                await copy_words(datasette, path.stem)

    return inner


async def copy_words(datasette: Any, name: str) -> None:
    """Give an older release the descriptions of the current one."""
    internal = datasette.get_internal_database()
    for table in COPIED:
        columns = [column.name for column in await internal.table_column_details(table) if column.name != "database_name"]
        named = ", ".join(f"[{column}]" for column in columns)
        await internal.execute_write(
            f"insert or replace into {table} (database_name, {named}) select ?, {named} from {table} where database_name = ?", [name, DATABASE]
        )


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """Answer for a release that is not held here; leave everything else to others."""
    asked = ASKED.match(request.path) if request else None
    if not asked or not isinstance(exception, NotFound) or f"tip-{asked['number']}" in datasette.databases:
        return None

    async def inner() -> Response:
        query = query_of(datasette)
        releases = await query(RELEASES)
        build = (await query("select content_hash from build"))[0]
        number = int(asked["number"])
        release = next((row for row in releases if row["number"] == number), None)
        if release and release["content_hash"] == build["content_hash"]:
            address = f"/tip{asked['rest']}{'?' + request.query_string if request.query_string else ''}"
            return Response.redirect(address)
        context = {
            "number": number,
            "release": release,
            "releases": releases,
            "held": [row["number"] for row in releases if f"tip-{row['number']}" in datasette.databases],
            "path": f"/tip{asked['rest']}{'?' + request.query_string if request.query_string else ''}",
        }
        body = await datasette.render_template("release.html", context, request=request)
        return Response.html(body, status=410 if release else 404, headers=headers())

    return inner
