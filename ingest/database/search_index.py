"""The search index: words folded, then reduced to their stems, each text by the rules of its own
language.

Fold first and stem after, for documents and questions alike, so that missing accents make no
difference. The stems of every word form go into the table `stem`; a question is turned into stems
by looking them up there, so that a downloaded file needs no stemmer.
"""

import json
import re
import sqlite3
import sys
from array import array
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache, partial
from itertools import islice
from typing import Any

import sqlite_utils
import Stemmer

from ingest.batch import run_batch
from ingest.database import record_index
from ingest.database.concepts import ConceptMatcher, phrases_of
from ingest.database.record_index import NAME_LANGUAGES, Texts
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
IN_A_PIECE = 1_000  # provisions that a process is given at once
MIN_FOR_PROCESSES = 20_000  # provisions from which further processes pay for their start
STEM = "0"  # in front of a stem; no word of letters begins so
CONCEPT = "1"  # in front of a concept, so that it is not taken for a stem
GAP = "0"  # between two texts, so that no phrase reaches from one into the next
BINDING = ("act", "code", "decree", "regulation", "treaty", "agreement")
TEXTS = """
select e.place, coalesce(e.language, '') as language,
  p.heading, p.summary_en, p.summary_fr, p.text, i.title, i.title_en, i.title_fr,
  k.name_en, k.name_fr, k.name_pt, k.name_es, k.name_ar
from search_entry e
join provision p on p.id = e.provision
join instrument i on i.id = p.instrument
left join country k on k.id = i.country
order by e.place
"""
FACETS = (
    *("country", "region", "kind", "status", "year", "language", "instrument", "items"),
    *("basis", "verification"),
)
INSTRUMENTS = """
select i.id, i.title, i.title_en, i.title_fr, i.kind,
  count(distinct c.provision) * 1.0 / count(distinct p.id) as linked
from instrument i
join provision p on p.instrument = i.id
left join crossref c on c.provision = p.id
group by i.id
"""
ENTRIES = """
select p.id as provision, p.instrument,
  lower(substr(p.number || ' ', 1, instr(p.number || ' ', ' ') - 1)) as number,
  i.in_force, i.country, k.subregion as region, i.kind, i.status,
  substr(i.adopted_on, 1, 4) as year,
  substr(coalesce(p.language, i.language), 1, 2) as language,
  (
    select group_concat(item, ';')
    from (select item from crossref where provision = p.id order by item)
  ) as items,
  iif(
    p.text is not null
      or exists (select 1 from crossref where provision = p.id and basis = 'text'),
    'text', (select min(basis) from crossref where provision = p.id)
  ) as basis,
  p.verification,
  p.ordinal
from provision p
join instrument i on i.id = p.instrument
left join country k on k.id = i.country
"""
Row = dict[str, Any]
Phrases = tuple[tuple[str, str], ...]  # (concept, phrase as written)
Stems = dict[tuple[str, str], str]  # (word form, language) -> stem
Words = tuple[int, str, str, str]  # row number, heading, title, body


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
    """Fill `search_entry`, `search_fts`, `_search_facet` and `stem` from the provisions of a
    database, and the index of other records, in place of what they had before.
    """
    db.execute("insert into search_fts (search_fts) values ('delete-all')")
    db.execute("insert into record_fts (record_fts) values ('delete-all')")
    for table in ("search_entry", "search_record", "_search_facet", "stem"):
        db.execute(f"delete from [{table}]")
    phrases = phrases_of(db)
    db.table("search_entry").insert_all(ranked(db, matcher_of(phrases)))
    fill_facets(db.conn)
    stems = index_provisions(db, phrases)
    words = IndexWords(matcher_of(phrases))
    record_index.index_records(db, words.of_texts)
    db.table("stem").insert_all(stem_rows(stems | words.stems))


def index_provisions(db: sqlite_utils.Database, phrases: Phrases) -> Stems:
    """Fill `search_fts`, with every core where there is much; give the stem of every word form."""
    stems: Stems = {}
    few = db.table("search_entry").count < MIN_FOR_PROCESSES
    work = partial(index_piece, phrases)
    for _, indexed, error in run_batch(work, pieces(db.query(TEXTS)), 1 if few else None):
        if indexed is None:
            raise RuntimeError(f"words of the search: {error}")
        rows, found = indexed
        stems |= found
        db.conn.executemany(
            "insert into search_fts (rowid, heading, title, body) values (?, ?, ?, ?)", rows
        )
    return stems


def pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lists of IN_A_PIECE."""
    rest = iter(rows)
    while piece := list(islice(rest, IN_A_PIECE)):
        yield piece


def index_piece(phrases: Phrases, piece: list[Row]) -> tuple[list[Words], Stems]:
    """The words of some provisions, and the stem of every word form in them."""
    words = IndexWords(matcher_of(phrases))
    return [words.of_provision(row) for row in piece], words.stems


@lru_cache(1)
def matcher_of(phrases: Phrases) -> ConceptMatcher:
    """The matcher of this process, which remembers the words it has met."""
    return ConceptMatcher(phrases)


def stem_rows(stems: Stems) -> Iterator[Row]:
    """The rows of `stem`."""
    for word, language, found in sorted(
        (word, language or "und", found) for (word, language), found in stems.items()
    ):
        yield {"word": word, "language": language, "stem": found}


def fill_facets(connection: sqlite3.Connection) -> None:
    """Store each facet of `search_entry` as one array, so that a site need not read every row."""
    for name in FACETS:
        known = {"": 0}
        numbers = array("i", [0])  # no provision has the place 0
        for place, value in connection.execute(
            f"select place, {name} from search_entry order by place"
        ):
            numbers.extend([0] * (place - len(numbers)))
            numbers.append(known.setdefault(value or "", len(known)))
        if sys.byteorder == "big":
            numbers.byteswap()
        given = json.dumps(list(known), ensure_ascii=False)
        connection.execute(
            "insert into _search_facet values (?, ?, ?)", [name, given, numbers.tobytes()]
        )


class IndexWords:
    """Turns texts into the words of the index, and keeps the stem of every word form."""

    def __init__(self, concepts: ConceptMatcher) -> None:
        self._concepts = concepts
        self.stems: Stems = {}
        self._titles: dict[Texts, str] = {}  # those of an instrument come with each provision

    def of_provision(self, row: Row) -> Words:
        """Row number, heading, title and body of one provision."""
        own = row["language"]
        names = [(row[f"name_{language}"], language) for language in NAME_LANGUAGES]
        titles = ((row["title"], own), (row["title_en"], "en"), (row["title_fr"], "fr"), *names)
        if titles not in self._titles:
            self._titles[titles] = self.of_texts(titles)
        body = ((row["summary_en"], "en"), (row["summary_fr"], "fr"), (row["text"], own))
        return (
            row["place"],
            self.of_texts(((row["heading"], own), (row["heading"], "en"))),
            self._titles[titles],
            self.of_texts(body),
        )

    def of_texts(self, texts: Texts) -> str:
        """The words of (text, language) pairs, each text once, then their stems and the concepts
        they name, marked: phrases still find the words.
        """
        plain: dict[str, list[str]] = {}
        marked: list[str] = []
        folded = ((for_search(text), language) for text, language in texts if text)
        for text, language in dict.fromkeys(folded):
            if text not in plain:
                plain[text] = WORD.findall(text)
                found = self._concepts.find_concepts(plain[text])
                marked += [CONCEPT + concept.replace("_", "") for concept in found]
            marked += [STEM + self.stem_of(word, language) for word in plain[text]]
        return f" {GAP} ".join([*map(" ".join, plain.values()), " ".join(marked)])

    def stem_of(self, word: str, language: str) -> str:
        """The stem of a word form, which is kept."""
        key = word, language
        if key not in self.stems:
            self.stems[key] = stem(word, language)
        return self.stems[key]


def ranked(db: sqlite_utils.Database, concepts: ConceptMatcher) -> Iterator[Row]:
    """The rows of `search_entry`: every provision at the place where it stands when words alone do
    not decide.

    Law in force before the rest; articles a person has linked to an item; texts about trafficking,
    binding ones, full of links; newest first.
    """
    weights = {row["id"]: weight_of(row, concepts) for row in db.query(INSTRUMENTS)}

    def order(row: Row) -> tuple[Any, ...]:
        weight, year = weights[row["instrument"]], int(row["year"] or 0)
        return (
            -row["in_force"],
            not row["items"],
            -weight,
            -year,
            row["instrument"],
            row["ordinal"],
        )

    for place, row in enumerate(sorted(db.query(ENTRIES), key=order), 1):
        del row["ordinal"]
        yield {"place": place, **row, "weight": weights[row["instrument"]]}


def weight_of(instrument: Row, concepts: ConceptMatcher) -> int:
    """How much an instrument has to say: 4 about trafficking, 2 binding, 1 full of links."""
    titles = " / ".join(instrument[name] for name in ("title", "title_en", "title_fr"))
    about = "trafficking" in concepts.find_concepts(WORD.findall(for_search(titles)))
    binding, linked = instrument["kind"] in BINDING, instrument["linked"] > 0.5
    return 4 * int(about) + 2 * int(binding) + int(linked)
