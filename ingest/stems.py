"""The search index: words folded, then reduced to their stems, each text by the rules of its own language.

Fold first and stem after, for documents and questions alike, so that missing accents make no difference. The stems of every word form
go into the table `stem`; a question is turned into stems by looking them up there, so that a downloaded file needs no stemmer.
"""

import re
import unicodedata
from functools import cache

import sqlite_utils
import Stemmer

RULES = {
    "en": "english", "fr": "french", "es": "spanish", "pt": "portuguese", "ar": "arabic", "de": "german", "nl": "dutch", "it": "italian",
    "ro": "romanian", "ca": "catalan", "sv": "swedish", "nb": "norwegian", "da": "danish", "fi": "finnish", "ru": "russian", "el": "greek",
}  # fmt: skip
WORD = re.compile(r"\w+")
ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي")
EXCEPTIONS = {"nationaux": "national", "sociaux": "social", "penaux": "penal", "children": "child", "women": "woman", "infracoes": "infraca"}
TEXTS = """
select p.rowid, p.heading, p.summary_en, p.summary_fr, p.text, coalesce(p.language, i.language, '') as language, i.title_en, i.title_fr
from provision p join instrument i on i.id = p.instrument order by p.rowid
"""


def fold(text: str) -> str:
    """Small letters without accents, vowel signs and ligatures; one form of each Arabic letter."""
    text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("ـ", ""))
    return "".join(sign for sign in text if not unicodedata.combining(sign)).lower().translate(ARABIC)


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
    """Fill `provision_stem_fts` and `stem` from the provisions of a database."""
    seen: dict[tuple[str, str], str] = {}

    def stems(text: str | None, language: str) -> str:
        found = []
        for word in WORD.findall(fold(text or "")):
            found.append(seen.setdefault((word, language), stem(word, language)))
        return " ".join(found)

    rows = []
    for rowid, heading, english, french, text, language, title, titre in db.execute(TEXTS).fetchall():
        above = [stems(heading, "en"), stems(title, "en"), stems(titre, "fr")]
        body = [stems(english, "en"), stems(french, "fr"), stems(text, language[:2])]
        rows.append((rowid, " ".join(above), " ".join(body)))
    db.conn.executemany("insert into provision_stem_fts (rowid, title, body) values (?, ?, ?)", rows)
    db.conn.executemany("insert into stem values (?, ?, ?)", sorted((word, language or "und", found) for (word, language), found in seen.items()))
