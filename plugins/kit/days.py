"""The day a reader asks for."""

import datetime
import re
from calendar import IllegalMonthError, monthrange

from datasette.utils.asgi import BadRequest

from plugins.kit.language import gettext as _


def read_day(asked: str | None) -> str:
    """The day asked for as YYYY-MM-DD, or today.

    A year or a month (2014, 2014-06) is its last day, as the dates of laws are read, or today
    while it runs. Raises BadRequest when it is none of these.
    """
    if not asked or (len(asked) in (4, 7) and today().startswith(asked)):
        return today()
    try:
        if found := re.fullmatch(r"(\d{4})(?:-(\d\d))?", asked):
            year, month = int(found[1]), int(found[2] or 12)
            return datetime.date(year, month, monthrange(year, month)[1]).isoformat()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", asked):
            return datetime.date.fromisoformat(asked).isoformat()
    except (ValueError, IllegalMonthError):
        pass
    raise BadRequest(
        _(
            "Not a day: %(text)s. Write it as 2026-11-30; 2026 or 2026-11 means its last day.",
            text=asked[:40],
        )
    )


def today() -> str:
    """The day in UTC, as SQLite's date('now') has it."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()
