"""The bodies that lead the activities of a plan or take part in them, one by one."""

import re
import sqlite3

from ingest.folding import for_names

SEPARATOR = re.compile(r"\s*(?:[;؛\n•|]|\s/\s)\s*")
COMMA = re.compile(r"\s*[,،/]\s*")
LONGEST_SHORT_NAME = (
    3  # words; a name with commas of its own (Ministry of Health, Women and ...) is longer
)


def split_names(printed: str) -> list[str]:
    """The names in a cell: split at semicolons, line breaks and bullets, and at commas only where
    every part is a short name.
    """
    names = []
    for part in SEPARATOR.split(printed):
        pieces = COMMA.split(part)
        short = all(0 < len(piece.split()) <= LONGEST_SHORT_NAME for piece in pieces)
        names += pieces if short else [part]
    return [name for name in (name.strip(" -–.") for name in names) if name]


def link_bodies(db: sqlite3.Connection) -> None:
    """Fill activity_body from the names printed in plan_activity; a name is linked where one body
    of the plan's country, or one international body, is called so.
    """
    known: dict[tuple[str, str], set[str]] = {}
    for identity, country, role, *names in db.execute(
        "select id, country, role, name, name_en, name_fr, acronym from body"
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
        for role, cell in zip(("lead", "partner"), cells, strict=True):
            for ordinal, name in enumerate(split_names(cell or ""), 1):
                own = known.get((country, for_names(name))) or known.get(("", for_names(name)))
                body = min(own) if own and len(own) == 1 else None
                db.execute(
                    "insert into activity_body values (?, ?, ?, ?, ?)",
                    [activity, role, ordinal, name, body],
                )
