"""The bodies that lead the activities of a plan or take part in them, one by one."""

import re
import sqlite3
from collections.abc import Callable

from ingest.folding import for_names

SEPARATOR = re.compile(r"\s*(?:[;؛\n•|]|\s/\s)\s*")
COMMA = re.compile(r"\s*[,،/]\s*")
AND = re.compile(r"\b(?:and|et|e|y)\b| و", re.I)
LONGEST_SHORT_NAME = (
    3  # words; a name with commas of its own (Ministry of Health, Women and ...) is longer
)


def split_names(printed: str, is_name: Callable[[str], bool]) -> list[str]:
    """The names in a cell: split at semicolons, line breaks and bullets, and at commas and slashes
    only where every part is a short name and the last is no end of an enumeration ("Ministry of
    Business, Innovation and Employment"). What `is_name` knows is never split (ANLTP/TIM).
    """
    if is_name(printed):
        return [printed.strip()]
    names = []
    for part in SEPARATOR.split(printed):
        pieces = COMMA.split(part)
        short = all(0 < len(piece.split()) <= LONGEST_SHORT_NAME for piece in pieces)
        whole = is_name(part) or AND.search(pieces[-1]) or not short
        names += [part] if whole else pieces
    return [name for name in (name.strip(" -–.") for name in names) if name]


def link_bodies(db: sqlite3.Connection) -> None:
    """Fill activity_body from the names printed in plan_activity; a name is linked where one body
    of the plan's country, or one international body, is called so. The line that a body answers
    by telephone has its acronym too, and leads nothing.
    """
    known: dict[tuple[str, str], set[str]] = {}
    for identity, country, role, *names in db.execute(
        "select id, country, role, name, name_en, name_fr, acronym from body "
        "where role <> 'hotline'"
    ):
        places = (country, "") if role == "international" else (country,)
        for place in places:
            for name in filter(None, names):
                known.setdefault((place, for_names(name)), set()).add(identity)
    rows = db.execute(
        "select a.id, i.country, a.body, a.partners from plan_activity a "
        "join instrument i on i.id = a.plan"
    ).fetchall()
    for activity, country, *cells in rows:

        def find_bodies(name: str, place: str = country) -> set[str]:
            key = for_names(name)
            return known.get((place, key)) or known.get(("", key)) or set()

        for role, cell in zip(("lead", "partner"), cells, strict=True):
            names = split_names(cell or "", lambda name: bool(find_bodies(name)))
            for ordinal, name in enumerate(names, 1):
                own = find_bodies(name)
                body = min(own) if len(own) == 1 else None
                db.execute(
                    "insert into activity_body values (?, ?, ?, ?, ?)",
                    [activity, role, ordinal, name, body],
                )
