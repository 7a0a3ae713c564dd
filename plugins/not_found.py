"""A page for an address where nothing is: it says so in the reader's language and names what was
probably meant.
"""

import re
from typing import Any

from datasette import NotFound, Response, hookimpl
from rapidfuzz import fuzz, process

from plugins.kit.language import gettext as _
from plugins.kit.locale_format import fold_to_sort
from plugins.kit.page import Query, Row, headers, here, query_of

MEANT = re.compile(
    r"^/(?:(?P<country>country|changes/country)|(?P<item>item|changes/item)"
    r"|(?P<instrument>instrument|plan)|(?P<provision>provision))"
    r"/(?P<asked>[^/]+)"
)
NAMED = {  # what a thing may be called -> its address and name
    "country": """
        select w.word, '/country/' || k.id as path, k.name_xx as label
        from country k
        join (
          select id, id as word from country
          union select id, name_en from country
          union select id, name_fr from country
          union select country, name from country_name
        ) w on w.id = k.id
        where k.kind in ('state', 'observer')
    """,
    "item": """
        select w.word, '/item/' || t.code as path, t.code || ' ' || t.label_xx as label
        from item t
        join (
          select code, code as word from item
          union select code, label_en from item
          union select code, label_fr from item
        ) w on w.code = t.code
    """,
    "instrument": """
        select w.word, '/instrument/' || i.id as path,
          i.title_xx || coalesce(', ' || k.name_xx, '') as label
        from instrument i
        left join country k on k.id = i.country
        join (
          select id, id as word from instrument
          union select id, title_en from instrument
          union select id, title from instrument
        ) w on w.id = i.id
    """,
    "provision": """
        select p.id as word, '/provision/' || p.id as path, p.label || ', ' || i.title_xx as label
        from provision p
        join instrument i on i.id = p.instrument
    """,
}
MOST, LEAST = 6, 60  # suggestions shown; likeness from 0 to 100 below which nothing is suggested


async def suggestions(query: Query, path: str) -> list[Row]:
    """What is most like the end of an address, best first: path and label; an empty list when
    nothing is like it.
    """
    found = MEANT.match(path)
    if not found or not found.lastgroup:
        return []
    kind = next(name for name in NAMED if found[name])
    rows = await query(NAMED[kind])
    like = process.extract(
        fold_to_sort(found["asked"]),
        [fold_to_sort(row["word"]) for row in rows],
        scorer=fuzz.ratio,
        limit=4 * MOST,
        score_cutoff=LEAST,
    )
    paths = dict.fromkeys(rows[place]["path"] for _word, _score, place in like)
    return [next(row for row in rows if row["path"] == path) for path in list(paths)[:MOST]]


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """The page of what is not found; everything else, and machines that ask for JSON or CSV, get
    the answer of Datasette.
    """

    async def answer() -> Response | None:
        path = request.path.split("?")[0]
        if (
            not isinstance(exception, NotFound)
            or path.startswith("/tip")
            or path.endswith((".json", ".csv", ".atom"))
        ):
            return None
        ours = type(exception) is NotFound and str(exception) not in ("", "404")
        context = {
            "status": 404,
            "error": str(exception) if ours else _("No page is called %(path)s.", path=path[:80]),
            "meant": await suggestions(query_of(datasette), path),
            "here": {"languages": here(request)["languages"]},
        }
        return Response.html(
            await datasette.render_template("error.html", context, request=request),
            status=404,
            headers=headers(),
        )

    return answer()
