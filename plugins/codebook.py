"""/codebook and /codebook/gap : what every table, view and column means, in the reader's language,
from the table codebook itself.
"""

from typing import Any

from datasette import NotFound, hookimpl

from plugins.kit import labels
from plugins.kit.page import Query, Row, route
from plugins.kit.table_words import name_tables

ALL = """
select
  c.entity,
  c.ordinal,
  c.field,
  c.kind,
  c.type,
  c.required,
  c.key_part,
  c.unit,
  c.choices,
  c.labels_en,
  c.labels_fr,
  c.points_to,
  c.title_xx as title,
  c.words_xx as words,
  c.sources,
  c.computed
from codebook c
join codebook h on h.entity = c.entity and h.ordinal = 0
where c.entity not glob 'check_*' and (:entity = '' or c.entity = :entity)
order by h.kind, c.entity, c.ordinal
"""
NAMED = "select id, title from source where instr(';' || :ids || ';', ';' || id || ';')"


async def load_codebook(query: Query, request: Any) -> dict[str, Any]:
    """Every table and view; the table is one row a column, with ordinal 0 for the table or view
    itself.
    """
    rows = name_tables(await query(ALL, entity=""))
    return {"rows": rows, "heads": [row for row in rows if row["ordinal"] == 0]}


def values_of(row: Row) -> dict[str, str]:
    """Value -> label in the reader's language, for a row of the codebook: what its CHECK allows,
    or everything that is in its lists.
    """
    known = labels.current.get().of_column(row["entity"], row["field"]) or {}
    allowed = row["choices"].split(";") if row["choices"] else known
    return {value: label for value, label in known.items() if value in allowed}


async def load_codebook_entity(query: Query, request: Any) -> dict[str, Any]:
    """One table or view with its columns, its sources and, for a view, its SQL."""
    rows = name_tables(await query(ALL, entity=request.url_vars["entity"]))
    if not rows:
        raise NotFound(
            f"No table or view is called {request.url_vars['entity']}. /codebook lists them."
        )
    named = (rows[0]["sources"] or "").split(";")
    titles = {row["id"]: row["title"] for row in await query(NAMED, ids=";".join(named))}
    return {
        "rows": rows,
        "head": rows[0],
        "values": {row["field"]: values_of(row) for row in rows[1:]},
        "sources": [
            {"id": source, "title": titles.get(source, source)} for source in named if source
        ],
    }


@hookimpl
def register_routes() -> list[Any]:
    return [
        route("codebook", "codebook.html", load_codebook, "/codebook/{entity}", ["/codebook"]),
        route(
            r"codebook/(?P<entity>[a-z0-9_]+)",
            "codebook_one.html",
            load_codebook_entity,
            "/codebook/{entity}",
            ["/codebook/gap"],
        ),
    ]
