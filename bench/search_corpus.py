"""Databases for bench/search.py: the curated facts with every law text of ../shared, and the same
texts cut and joined to any number of provisions.
"""

import csv
import hashlib
import random
import re
import sqlite3
import sys
from pathlib import Path
from typing import NamedTuple

import sqlite_utils

from ingest import build, checkout, database
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
LAW_SIZE = 50  # provisions of a made law
ARTICLES = """
select p.heading, p.text, substr(p.language, 1, 2), p.id
from provision p
join instrument i on i.id = p.instrument
where p.text is not null
"""
INSERT_PROVISION = """
insert into provision (
  id, instrument, ordinal, number, label, heading, text, text_state, language, source, verification
)
values (?, ?, ?, ?, ?, ?, ?, 'unknown', ?, 'import', 'seen')
"""
INSERT_LINK = """
insert into crossref (provision, item, extent, basis, source, verification)
values (?, ?, 'full', 'text', 'import', 'seen')
"""


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def start_database(path: Path) -> tuple[sqlite_utils.Database, Model]:
    """A new database with the curated facts, not yet indexed."""
    path.unlink(missing_ok=True)
    db = database.create(path)
    model = Model(db)
    build.load_curated(db, model, ROOT / "db" / "curated")
    return db, model


def finish_database(db: sqlite_utils.Database, model: Model) -> None:
    """Index and close."""
    build.index(db, model)
    made_from = [database.SCHEMA]
    build.finish(db, model, made_from, checkout.moment(made_from))
    db.execute("commit")
    db.execute("pragma journal_mode = delete")
    db.conn.close()


def with_texts(path: Path) -> Path:
    """The curated facts and every text of ../shared, joined to its record or to one made for it."""
    db, model = start_database(path)
    listed = [
        row
        for found in sorted((SHARED / "facts" / "digests").glob("*/instruments.csv"))
        for row in read_csv(found)
    ]
    known = {row["statute_dir"]: MERGED.get(row["id"], row["id"]) for row in listed} | {
        f"statutes/{folder}": statute for statute, folder in CURATED_FOLDERS.items()
    }
    received = []
    for row in read_csv(SHARED / "data" / "statutes" / "index.csv"):
        files = list((SHARED / "data" / row["dir"]).glob("text.*"))
        identity = known.get(row["dir"]) or add_instrument(db, model, row)
        received.append(
            Received(
                identity,
                files[0],
                hashlib.sha256(files[0].read_bytes()).hexdigest(),
                "2026-01-01",
                "import",
                language=row["language"][:2],
            )
        )
    texts.load_texts(db, model, received)
    unread = db.execute("select value, hint from issue where kind = 'unreadable'").fetchall()
    if unread:
        sys.exit(f"{len(unread)} texts were not read: {unread[:3]}")
    finish_database(db, model)
    return path


def add_instrument(db: sqlite_utils.Database, model: Model, row: dict[str, str]) -> str:
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


class Article(NamedTuple):
    """A real article, from which made ones are cut."""

    heading: str | None
    text: str
    language: str
    id: str


def multiply_provisions(path: Path, texts_database: Path, wanted: int) -> Path:
    """The curated facts and about `wanted` made provisions, indexed."""
    db, model = start_database(path)
    add_provisions(db, model, texts_database, wanted)
    finish_database(db, model)
    return path


def add_provisions(
    db: sqlite_utils.Database, model: Model, texts_database: Path, wanted: int
) -> None:
    """Add about `wanted` provisions in made laws of 50: half of one real article and half of
    another of the same language, with the items of the first.
    """
    by_language, items = read_articles(texts_database)
    chance = random.Random(1)
    languages = [language for language, found in by_language.items() for _ in found]
    countries = [row[0] for row in db.execute("select id from country where kind = 'state'")]
    for number in range(wanted // LAW_SIZE):
        law, language = f"made-{number}", chance.choice(languages)
        articles = by_language[language]
        insert(db, model, "instrument", made_law(law, number, articles, countries, chance), law)
        provisions: list[tuple[object, ...]] = []
        links: list[tuple[str, str]] = []
        for ordinal in range(1, LAW_SIZE + 1):
            one, other = chance.choice(articles), chance.choice(articles)
            text = one.text[: max(1, len(one.text) // 2)] + " " + other.text[len(other.text) // 2 :]
            label = f"art. {ordinal}"
            identity = f"{law}:{ordinal}"
            provisions.append(
                (identity, law, ordinal, str(ordinal), label, one.heading, text, language)
            )
            links += [(identity, item) for item in items.get(one.id, [])]
        db.conn.executemany(INSERT_PROVISION, provisions)
        db.conn.executemany(INSERT_LINK, links)


def read_articles(path: Path) -> tuple[dict[str, list[Article]], dict[str, list[str]]]:
    """The articles of a database by language, and the items of each provision."""
    real = sqlite3.connect(path)
    by_language: dict[str, list[Article]] = {}
    for row in real.execute(ARTICLES):
        article = Article(*row)
        by_language.setdefault(article.language, []).append(article)
    items: dict[str, list[str]] = {}
    for provision, item in real.execute("select provision, item from crossref"):
        items.setdefault(provision, []).append(item)
    real.close()
    return by_language, items


def made_law(
    identity: str,
    number: int,
    articles: list[Article],
    countries: list[str],
    chance: random.Random,
) -> dict[str, str]:
    """The row of a law with a state, year, kind, title and country drawn by chance."""
    status = chance.choice(("in_force", "in_force", "amended", "repealed", "unknown"))
    year = chance.randint(1960, 2026)
    kind = chance.choice(("act", "code", "decree", "regulation"))
    title = f"{chance.choice(articles).heading or 'Law'} {number}/{year}"
    return {
        "id": identity,
        "kind": kind,
        "country": chance.choice(countries),
        "title": title,
        "title_en": title,
        "title_fr": title,
        "language": articles[0].language,
        "adopted_on": str(year),
        "status": status,
        "source": "import",
        "verification": "seen",
    }
