"""What stands beside the rows of any download: where they come from, when, under which terms, and
how to cite them.
"""

import json
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from plugins.kit.language import gettext as _
from plugins.kit.language import language
from plugins.kit.table_files import LICENCE

Row = dict[str, Any]
BUILD = "select built_at, git_commit, content_hash from build"
SOURCES = """
select id, title, publisher, url, licence, reuse from source
where id in (select value from json_each(:ids)) order by id
"""
COLUMNS = """
select field as name, type, unit, choices as "values", labels_xx as labels, words_xx as meaning
from codebook where entity = :entity and ordinal > 0 order by ordinal
"""
LABELLED = "select 1 from pragma_table_info('codebook') where name = 'labels_en'"  # not release 1
TITLE = """
select title_xx as title, words_xx as words from codebook where entity = :entity and ordinal = 0
"""


async def about(
    query: Callable[..., Awaitable[list[Row]]],
    address: str,
    sources: Iterable[str],
    entity: str | None = None,
) -> Row:
    """What is said beside rows found at `address`; with their codebook when they are those of a
    table or view, the `entity`.
    """
    build = (await query(BUILD))[0]
    day, stamp = build["built_at"][:10], build["content_hash"]
    found: dict[str, Any] = {"title": "Palermo Ledger"}
    if entity and (named := await query(TITLE, entity=entity)):
        found |= {
            "table": entity,
            "title": f"Palermo Ledger: {named[0]['title']}",
            "meaning": named[0]["words"],
        }
    found |= {
        "address": address,
        "built": build["built_at"],
        "content_hash": stamp,
        "git_commit": build["git_commit"] or _("unknown (made without version control)"),
        "licence": f"CC BY 4.0, {_('with notes per source')}",
        "licence_url": LICENCE,
        "cite_as": "Palermo Ledger contributors, Palermo Ledger, "
        f"{day}, SHA-256 {stamp[:12]}, {address}",
        "reading": _(
            "Found, looked for and not found, and not assessed are three different answers. "
            "An empty cell is never a no. A verdict carries one letter of certainty: A read and "
            "confirmed by a named person; B text read; C account judged, with the reason, or "
            "words read whose place is not known; D heading or mention only, which never counts."
        ),
        "language": language(),
        "sources": await query(SOURCES, ids=json.dumps(sorted(set(sources)))),
    }
    if entity and await query(LABELLED):
        found["columns"] = await query(COLUMNS, entity=entity)
    return found
