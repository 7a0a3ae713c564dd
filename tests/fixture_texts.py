"""The knowledge base, smaller to be quick, with two texts as received: one that may be passed on,
one that only its publisher may show.
"""

import shutil
import sqlite3
from pathlib import Path

import sqlite_utils
from fixture_law_texts import insert_row

from ingest.database import Model, content_hash

SMALLER = """
delete from tier where year < 2024;
delete from party where country > 'D';
delete from statistic where rowid > 100;
delete from finding where rowid > 200;
update country set kind = 'territory' where region <> 'Africa';
"""
RECEIVED = [
    (1, "1", "1", "Title", "The short title\u000b is this.", "Part I"),
    (2, "2", "art. 2", None, "Words of two\nparagraphs.", "Part II"),
    (3, "1", "1", None, "Form", None),
]


def add_version(db: sqlite3.Connection, identity: str, instrument: str, source: str) -> None:
    """A text as received of an instrument, and words for each of its provisions."""
    version = {
        "id": identity,
        "instrument": instrument,
        "ordinal": 1,
        "source": source,
        "name": "law.pdf",
        "received_on": "2026-01-02",
        "sha256": "0" * 64,
        "text_state": "consolidated",
        "language": "en",
        "official": "yes",
        "provisions": 2,
    }
    insert_row(db, "version", version)
    for ordinal, number, label, heading, text, parent in RECEIVED:
        words = {"version": identity, "ordinal": ordinal, "number": number, "label": label}
        words |= {"heading": heading, "text": text, "parent": parent}
        insert_row(db, "version_text", words)
    sql = "update provision set text = 'Wordings of ' || id, text_state = 'consolidated'"
    db.execute(f"{sql} where instrument = ?", [instrument])


def copy_with_texts(built: Path, path: Path) -> Path:
    """Put it at `path`, made of the real one."""
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    db.executescript(SMALLER)
    add_version(db, "open", "sle-act-2022-12", "palermo-ledger")
    add_version(db, "link", "sen-loi-2005-06", "import")
    provision = {
        "id": "sen-loi-2005-06:99",
        "instrument": "sen-loi-2005-06",
        "ordinal": 999,
        "number": "99",
        "label": "art. 99",
        "heading": "Zzyzx",
        "text": "Texte zzyzx",
        "text_state": "consolidated",
        "language": "fr",
        "source": "import",
        "verification": "seen",
    }
    insert_row(db, "provision", provision)
    link = {"provision": provision["id"], "item": "palermo:6.6", "extent": "full", "basis": "text"}
    insert_row(db, "crossref", {**link, "source": "editors", "verification": "seen"})
    suggestion = {
        "provision": "sen-loi-2005-06:12",
        "item": "palermo:6.6",
        "confidence": "weak",
        "evidence_start": 0,
        "evidence_end": 5,
        "evidence": "Wordi",
        "method": "m",
        "model_version": "v",
    }
    insert_row(db, "suggestion", suggestion)
    db.execute("insert into provision_fts (provision_fts) values ('rebuild')")
    held = sqlite_utils.Database(db)
    db.execute("update build set content_hash = ?", [content_hash(held, Model(held))])
    db.commit()
    db.close()
    return path
