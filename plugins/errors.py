"""Every error as an answer in the reader's language: an address where nothing is, with what was
probably meant; a request that cannot be read; a question that takes too long.
"""

import re
import sqlite3
import traceback
from pathlib import Path
from typing import Any

import datasette
from datasette import NotFound, Response, hookimpl
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError
from markupsafe import Markup
from rapidfuzz import fuzz, process

from plugins.kit.error_page import answer_error
from plugins.kit.language import gettext as _
from plugins.kit.language import translate_phrase
from plugins.kit.locale_format import fold_to_sort
from plugins.kit.page import Query, Row, query_of
from plugins.kit.thread_pools import VISITOR

# what Datasette raises for a value of _size, _timelimit, _through, ... that it does not expect
UNREAD = (
    ValueError,
    TypeError,
    LookupError,
    AssertionError,
    OverflowError,
    sqlite3.OperationalError,
    sqlite3.ProgrammingError,  # a name with a NUL in it
    sqlite3.InterfaceError,
    sqlite3.DataError,  # a value longer than SQLite takes
    DatasetteError,  # with status 500, which it has when nobody thought of one
)
DATASETTE, OURS = str(Path(datasette.__file__).parent), str(Path(__file__).parent)
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
          union select c.id, c.name_xx from country c
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
          union select c.code, c.label_xx from item c
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


def told(exception: Exception, path: str) -> tuple[int, str, dict[str, str]] | None:
    """Status, reason and headers of what happened; None for a fault of ours. What Datasette says
    is English, and marked so.
    """
    if isinstance(exception, QueryInterrupted):
        reason = _("This takes longer than the site may spend on one question.")
        if path.startswith("/tip"):
            return 400, reason + " " + _("Ask for less at once, or download the table."), {}
        return 503, reason + " " + _("Please try again."), {"retry-after": "5"}
    if isinstance(exception, NotFound):
        ours = type(exception) is NotFound and str(exception) not in ("", "404")
        nothing = _("No page is called %(path)s.", path=path[:80])
        return 404, exception.args[0] if ours else nothing, {}
    if isinstance(exception, Base400):
        return exception.status, str(exception.args[0] if exception.args else exception), {}
    if isinstance(exception, DatasetteError) and exception.status != 500:
        return exception.status, translate_phrase(refusal_words(exception)), {}
    unread = reason_unread(exception)
    return (400, unread, {}) if unread else None


def reason_unread(exception: Exception) -> str | None:
    """Why what a visitor sent cannot be read; None where that is not the matter."""
    if isinstance(exception, UnicodeDecodeError) and raised_in_datasette(exception):
        return _("What was sent is no text in UTF-8.")
    unread = isinstance(exception, UNREAD) and getattr(exception, "status", 500) == 500
    if unread and VISITOR.get() and raised_in_datasette(exception):
        return _("A parameter of this address could not be read.")
    return None


def refusal_words(refusal: DatasetteError) -> str:
    """The reason that Datasette gives, without the tags it may have."""
    return Markup(refusal.message).striptags() if refusal.message_is_html else refusal.message


def raised_in_datasette(exception: Exception) -> bool:
    """True when Datasette's line is the innermost of its lines and ours that were running. Its
    traceback is in the log all the same.
    """
    running = [frame.filename for frame in traceback.extract_tb(exception.__traceback__)]
    places = [file.startswith(DATASETTE) for file in running if file.startswith((DATASETTE, OURS))]
    return bool(places) and places[-1]


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """The page of what cannot be answered; a fault of ours has its traceback in the log."""

    async def answer() -> Response:
        path = request.path.split("?")[0]
        found = told(exception, path)
        if found is None:
            traceback.print_exception(exception)
            found = 500, _("The fault is ours and stands in the log of this site."), {}
        status, reason, sent = found
        wrong = status == 404 and not path.startswith("/tip")
        meant = await suggestions(query_of(datasette), path) if wrong else []
        return await answer_error(datasette, request, status, reason, sent, meant)

    return answer()
