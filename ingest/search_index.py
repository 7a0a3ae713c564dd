"""The search index: words folded, then reduced to their stems, each text by the rules of its own
language.

Fold first and stem after, for documents and questions alike, so that missing accents make no
difference. The stems of every word form go into the table `stem`; a question is turned into stems
by looking them up there, so that a downloaded file needs no stemmer.
"""

import re
from functools import cache
from typing import Any

import sqlite_utils
import Stemmer

from ingest.concepts import Concepts
from ingest.folding import for_search

RULES = {
    "en": "english",
    "fr": "french",
    "es": "spanish",
    "pt": "portuguese",
    "ar": "arabic",
    "de": "german",
    "nl": "dutch",
    "it": "italian",
    "ro": "romanian",
    "ca": "catalan",
    "sv": "swedish",
    "nb": "norwegian",
    "da": "danish",
    "fi": "finnish",
    "ru": "russian",
    "el": "greek",
}
WORD = re.compile(r"\w+")
EXCEPTIONS = {
    "nationaux": "national",
    "sociaux": "social",
    "penaux": "penal",
    "children": "child",
    "women": "woman",
    "infracoes": "infraca",
}
STEM, CONCEPT = (
    "0",
    "1",
    # in front of a stem and of a concept; no word of letters begins so, and none is taken for the other
)
GAP = "0"  # between two texts, so that no phrase reaches from one into the next
BINDING = ("act", "code", "decree", "regulation", "treaty", "agreement")
TEXTS = """
select e.place, p.heading, p.summary_en, p.summary_fr, p.text, coalesce(e.language, ''), i.title, i.title_en, i.title_fr,
  k.name_en, k.name_fr, k.name_pt, k.name_es, k.name_ar
from search_entry e join provision p on p.id = e.provision join instrument i on i.id = p.instrument left join country k on k.id = i.country order by e.place
"""
INSTRUMENTS = """
select i.id, i.title, i.title_en, i.title_fr, i.kind, count(distinct c.provision) * 1.0 / count(distinct p.id)
from instrument i join provision p on p.instrument = i.id left join crossref c on c.provision = p.id group by i.id
"""
ENTRIES = """
select p.id, p.instrument, lower(substr(p.number || ' ', 1, instr(p.number || ' ', ' ') - 1)) as number, i.in_force,
  i.country, k.subregion, i.kind, i.status, substr(i.adopted_on, 1, 4) as year, substr(coalesce(p.language, i.language), 1, 2) as language,
  (select group_concat(item, ';') from (select item from crossref where provision = p.id order by item)) as items, p.ordinal
from provision p join instrument i on i.id = p.instrument left join country k on k.id = i.country
"""


@cache
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself where no rules are known or it has figures."""
    if any(sign.isdigit() for sign in word):
        return word
    rules = stemmer(language)
    word = EXCEPTIONS.get(word, word)
    return str(rules.stemWord(word)) if rules else word


@cache
def stemmer(language: str) -> Stemmer.Stemmer | None:
    """The Snowball rules of a language, or None."""
    return Stemmer.Stemmer(RULES[language]) if language in RULES else None


def index(db: sqlite_utils.Database) -> None:
    """Fill `search_entry`, `search_fts` and `stem` from the provisions of a database; what they
    held before is forgotten.
    """
    db.conn.execute("insert into search_fts (search_fts) values ('delete-all')")
    for table in ("search_entry", "stem"):
        db.conn.execute(f"delete from {table}")
    db.conn.executemany(
        "insert into search_entry values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ranked(db)
    )
    seen: dict[tuple[str, str], str] = {}
    concepts = Concepts(db)

    def words(*texts: tuple[str | None, str]) -> str:
        """The words as they stand, each text once, then their stems and the concepts they name,
        marked: phrases still find the words.
        """
        plain: dict[str, list[str]] = {}
        marked: list[str] = []
        for text, language in dict.fromkeys(
            (for_search(text), language) for text, language in texts if text
        ):
            if text not in plain:
                plain[text] = WORD.findall(text)
                marked += [
                    CONCEPT + concept.replace("_", "") for concept in concepts.found(plain[text])
                ]
            marked += [
                STEM + seen.setdefault((word, language), stem(word, language))
                for word in plain[text]
            ]
        return f" {GAP} ".join([*(" ".join(found) for found in plain.values()), " ".join(marked)])

    rows = (
        (
            place,
            words((heading, own), (heading, "en")),
            words(
                (title, own),
                (english_title, "en"),
                (french_title, "fr"),
                *zip(country, ("en", "fr", "pt", "es", "ar"), strict=True),
            ),
            words((english, "en"), (french, "fr"), (text, own)),
        )
        for place, heading, english, french, text, own, title, english_title, french_title, *country in db.execute(
            TEXTS
        ).fetchall()
    )
    db.conn.executemany(
        "insert into search_fts (rowid, heading, title, body) values (?, ?, ?, ?)", rows
    )
    db.conn.executemany(
        "insert into stem values (?, ?, ?)",
        sorted((word, language or "und", found) for (word, language), found in seen.items()),
    )


def ranked(db: sqlite_utils.Database) -> list[tuple[Any, ...]]:
    """The rows of `search_entry`: every provision at the place where it stands when words alone do
    not decide.

    Law in force before the rest; articles a person has linked to an item; texts about trafficking,
    binding ones, full of links; newest first.
    """
    concepts = Concepts(db)
    weight = {
        row[0]: 4
        * ("trafficking" in concepts.found(WORD.findall(for_search(" / ".join(row[1:4])))))
        + 2 * (row[4] in BINDING)
        + (row[5] > 0.5)
        for row in db.execute(INSTRUMENTS).fetchall()
    }
    rows = db.execute(ENTRIES).fetchall()
    rows.sort(
        key=lambda row: (-row[3], not row[10], -weight[row[1]], -int(row[8] or 0), row[1], row[11])
    )
    return [(place, *row[:4], weight[row[1]], *row[4:11]) for place, row in enumerate(rows, 1)]
