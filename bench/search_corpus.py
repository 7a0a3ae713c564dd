"""Databases for bench/search.py: the curated facts with every law text of ../shared, and the same
texts cut and joined to any number of provisions.
"""

import csv
import random
import re
import sqlite3
from pathlib import Path

import sqlite_utils

from ingest import build, database
from ingest.database import Model, insert
from ingest.machine.training.label_sources import CURATED_FOLDERS
from ingest.received import texts
from ingest.received.texts import Received

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
MERGED = {  # descriptions that became one record here
    "int-ecowas-eccas-2006": "abuja-2006",
    "int-west-africa-children-2005": "abidjan-2005",
    "civ-agreement-bfa-2013": "agr-bfa-civ-2013",
    "civ-agreement-mli-2000": "agr-civ-mli-2000",
}
KINDS = {
    "code_extract": "code",
    "act": "act",
    "regulation": "regulation",
    "treaty": "treaty",
    "bill": "bill",
    "decree": "decree",
}


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def start(path: Path) -> tuple[sqlite_utils.Database, Model]:
    """A new database with the curated facts, not yet indexed."""
    path.unlink(missing_ok=True)
    db = database.create(path)
    model = Model(db)
    build.load(db, model, ROOT / "db" / "curated")
    return db, model


def finish(db: sqlite_utils.Database, model: Model) -> None:
    """Index and close."""
    build.index(db, model)
    build.finish(db, model, [database.SCHEMA])
    db.execute("commit")
    db.execute("pragma journal_mode = delete")
    db.conn.close()


def with_texts(path: Path) -> Path:
    """The curated facts and every text of ../shared, joined to its record or to one made for it."""
    db, model = start(path)
    listed = [
        row
        for found in sorted((SHARED / "facts" / "digests").glob("*/instruments.csv"))
        for row in rows(found)
    ]
    known = {row["statute_dir"]: MERGED.get(row["id"], row["id"]) for row in listed} | {
        f"statutes/{folder}": statute for statute, folder in CURATED_FOLDERS.items()
    }
    received = []
    for row in rows(SHARED / "data" / "statutes" / "index.csv"):
        files = list((SHARED / "data" / row["dir"]).glob("text.*"))
        identity = known.get(row["dir"]) or made(db, model, row)
        received.append(
            Received(
                identity, files[0], "0" * 64, "2026-01-01", "import", language=row["language"][:2]
            )
        )
    texts.load(db, model, received)
    finish(db, model)
    return path


def made(db: sqlite_utils.Database, model: Model, row: dict[str, str]) -> str:
    """A record for a text that the curated facts do not have."""
    identity = "bench-" + re.sub(r"[^a-z0-9]+", "-", row["dir"].removeprefix("statutes/").lower())
    values = {
        "id": identity,
        "kind": KINDS.get(row["instrument_type"], "act"),
        "title": row["title"],
        "title_en": row["title"],
        "title_fr": row["title"],
        "country": None if row["country_iso3"] == "INT" else row["country_iso3"],
        "language": row["language"][:2],
        "adopted_on": row["year"],
        "status": "repealed" if "repealed" in row["title"] else "in_force",
        "source": "import",
        "verification": "seen",
    }
    insert(db, model, "instrument", values, row["dir"])
    return identity


def multiplied(path: Path, held: Path, wanted: int) -> Path:
    """About `wanted` provisions in made laws of 50: half of one real article and half of another of
    the same language, with the items of the first.
    """
    db, model = start(path)
    real = sqlite3.connect(held)
    given = real.execute(
        """
          select p.heading, p.text, substr(p.language, 1, 2), i.country, p.id
          from provision p
          join instrument i on i.id = p.instrument
          where p.text is not null"""
    ).fetchall()
    items: dict[str, list[str]] = {}
    for provision, item in real.execute("select provision, item from crossref"):
        items.setdefault(provision, []).append(item)
    chance = random.Random(1)
    by_language: dict[str, list[tuple[str, ...]]] = {}
    for one in given:
        by_language.setdefault(one[2], []).append(one)
    languages = [language for language, found in by_language.items() for _ in range(len(found))]
    countries = [
        row[0] for row in db.execute("select id from country where kind = 'state'").fetchall()
    ]
    provisions, links = [], []
    for number in range(wanted // 50):
        language, status, year = (
            chance.choice(languages),
            chance.choice(("in_force", "in_force", "amended", "repealed", "unknown")),
            chance.randint(1960, 2026),
        )
        law, kind = f"made-{number}", chance.choice(("act", "code", "decree", "regulation"))
        title = f"{chance.choice(by_language[language])[0] or 'Law'} {number}/{year}"
        insert(
            db,
            model,
            "instrument",
            {
                "id": law,
                "kind": kind,
                "country": chance.choice(countries),
                "title": title,
                "title_en": title,
                "title_fr": title,
                "language": language,
                "adopted_on": str(year),
                "status": status,
                "source": "import",
                "verification": "seen",
            },
            law,
        )
        for ordinal in range(1, 51):
            one, other = chance.choice(by_language[language]), chance.choice(by_language[language])
            text = one[1][: max(1, len(one[1]) // 2)] + " " + other[1][len(other[1]) // 2 :]
            provisions.append(
                (
                    f"{law}:{ordinal}",
                    law,
                    ordinal,
                    str(ordinal),
                    f"art. {ordinal}",
                    one[0],
                    text,
                    "unknown",
                    language,
                    "import",
                    "seen",
                )
            )
            links += [
                (f"{law}:{ordinal}", item, "full", "text", "import", "seen")
                for item in items.get(one[4], [])
            ]
    columns = (
        "id, instrument, ordinal, number, label, heading, text, "
        "text_state, language, source, verification"
    )
    db.conn.executemany(
        f"insert into provision ({columns}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", provisions
    )
    db.conn.executemany(
        "insert into crossref (provision, item, extent, basis, source, verification) "
        "values (?, ?, ?, ?, ?, ?)",
        links,
    )
    finish(db, model)
    return path
