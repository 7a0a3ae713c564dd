"""The day a reader asks for."""

import datetime
import re

from datasette.utils.asgi import BadRequest

from plugins.kit.language import gettext as _


def read_day(asked: str | None) -> str:
    """The day asked for as YYYY-MM-DD, or today. Raises BadRequest when it is not a day."""
    if not asked:
        return today()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", asked):
            return datetime.date.fromisoformat(asked).isoformat()
    except ValueError:
        pass
    raise BadRequest(_("Not a day: %(text)s. Write it as 2026-11-30.", text=asked[:40]))


def read_day_or_today(asked: str) -> tuple[str, str]:
    """The day asked for, where 2024 means 2024-01-01, or today; and what was asked if no date."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", asked):
        filled = asked + "-01-01"[len(asked) - 10 :] if len(asked) < 10 else asked
        try:
            return datetime.datetime.strptime(filled, "%Y-%m-%d").date().isoformat(), ""
        except ValueError:
            pass
    return today(), asked


def today() -> str:
    """The day in UTC, as SQLite's date('now') has it."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()
