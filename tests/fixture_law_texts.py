"""Laws with their words, made for tests: one that may be given away, in two states; one of 500
articles; one in Arabic.
"""

import sqlite3
from pathlib import Path
from typing import Any

LAW, LONG, ARABIC = "sle-act-2022-12", "nam-act-2018-1", "qat-law-15-2011"
ARTICLE = f"{LAW}:12"
EVIDENCE = "undertakes the recruitment, transportation, transfer, harbouring"  # as curated
WORDS = (
    "Whoever\nUndertakes  the recruitment, transportation; transfer - harbouring of a person is "
    "liable to thirty years."
)
PEER = f"{LONG}:3"
SAID = "A person commits an offence of trafficking in persons."
PEER_WORDS = f"{'Before. ' * 90}{SAID}{' After.' * 90}"
OLDER = [
    (1, "1", "s. 1", "Title", "The short title is this."),
    (2, "12", "s. 12", "Offence", WORDS.replace("thirty", "ten")),
    (3, "13", "s. 13", None, "This one went."),
    (4, "1", "Schedule, 1", "Form", "The form."),
]
NEWER = [
    (1, "1", "s. 1", "Title", "The short title is this."),
    (2, "12", "s. 12", "Offence", WORDS),
    (3, "14", "s. 14", None, "This one came."),
    (4, "1", "Schedule, 1", "Form", "The new form."),
]
MANY = [
    (number, str(number), f"s. {number}", f"Matter {number}", f"Rule {number}. " + "Words. " * 40)
    for number in range(1, 501)
]
RIGHT_TO_LEFT = [(1, "1", "مادة 1", "تعريف", "يعد مرتكبا جريمة الاتجار بالبشر كل من استخدم شخصا.")]
VERSION = {
    "source": "palermo-ledger",
    "url": "https://example.org/law.pdf",
    "name": "law.pdf",
    "received_on": "2026-01-02",
    "sha256": "ab" * 32,
    "text_state": "as_enacted",
    "language": "en",
    "official": "no",
}


def insert_row(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    """Insert a row by the names of its columns."""
    columns, marks = ", ".join(row), ", ".join("?" * len(row))
    db.execute(f"insert into {table} ({columns}) values ({marks})", list(row.values()))


def add_text(
    db: sqlite3.Connection, law: str, name: str, articles: list[Any], **values: Any
) -> None:
    """A text of a law as received, after those that it has."""
    (ordinal,) = db.execute(
        "select 1 + coalesce(max(ordinal), 0) from version where instrument = ?", [law]
    ).fetchone()
    version = {"id": f"{law}@{name}", "instrument": law, "ordinal": ordinal}
    insert_row(db, "version", version | VERSION | {"provisions": len(articles)} | values)
    for place, number, label, heading, text in articles:
        words = {"version": version["id"], "ordinal": place, "number": number, "label": label}
        words |= {"heading": heading, "text": text, "parent": "Part I"}
        insert_row(db, "version_text", words)


def add_law_texts(path: Path) -> None:
    """Give a knowledge base these texts, and none besides."""
    db = sqlite3.connect(path)
    db.execute("delete from version_text")
    db.execute("delete from version")
    db.execute("update provision set text = null, text_state = null")
    add_text(db, LAW, "old", OLDER)
    state = {"text_state": "consolidated", "as_of": "2024-03-01", "repealed": "3–5;7–9"}
    add_text(db, LAW, "new", NEWER, **state)
    add_text(db, LONG, "long", MANY, source="import", language="en")
    add_text(db, ARABIC, "ar", RIGHT_TO_LEFT, language="ar", text_state="unknown")
    give = "update provision set text = ?, text_state = 'consolidated', language = ? where id = ?"
    db.execute(give, [WORDS, "en", ARTICLE])
    db.execute(give, [RIGHT_TO_LEFT[0][4], "ar", f"{ARABIC}:1"])
    db.execute(give, [PEER_WORDS, "en", PEER])
    unread = {"id": f"{LAW}:99", "instrument": LAW, "ordinal": 999, "number": "99"}
    unread |= {"label": "s. 99", "text": "Nobody has read this.", "text_state": "unknown"}
    insert_row(db, "provision", unread | {"source": "import", "verification": "seen"})
    start = WORDS.index("harbouring")
    read = {"provision": ARTICLE, "item": "palermo:5.1", "confidence": "strong", "method": "rule"}
    read |= {"evidence_start": start, "evidence_end": len(WORDS), "model_version": "made"}
    insert_row(db, "suggestion", read)
    db.commit()
    db.close()
