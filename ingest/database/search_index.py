"""The search index: the words of every provision (index_words.py), the order in which provisions
stand when words alone do not decide, and what the search filters and counts by.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import chain, islice

import numpy as np
import sqlite_utils

from ingest.batch import run_batch
from ingest.database import record_index
from ingest.database.common_words import store_common_words
from ingest.database.concepts import ConceptMatcher, phrases_of
from ingest.database.index_words import Forms, IndexWords, Phrases, Provision, Words, fold_words
from ingest.database.stems import stem

IN_A_PIECE = 500  # provisions that a process is given at once
MIN_FOR_PROCESSES = 20_000  # provisions from which further processes pay for their start
HELD_BYTES = 32_000_000  # of words that FTS5 holds before it writes a part of its index
BINDING = ("act", "code", "decree", "regulation", "treaty", "agreement")
TEXTS = """
select e.place, coalesce(e.language, ''), p.heading, p.summary_en, p.summary_fr, p.text,
  i.title, i.title_en, i.title_fr, k.name_en, k.name_fr, k.name_pt, k.name_es, k.name_ar
from search_entry e
join provision p on p.id = e.provision
join instrument i on i.id = p.instrument
left join country k on k.id = i.country
order by e.place
"""
COLUMN_FACETS = (
    *("country", "region", "kind", "status", "year", "language", "instrument", "items"),
    *("basis", "verification"),
)
LINKED = """(
  select group_concat(item, ';')
  from (select item from crossref where provision = e.provision and main is not 0 order by item)
)"""
FACETS = {**dict(zip(COLUMN_FACETS, COLUMN_FACETS, strict=True)), "linked": LINKED}
INSTRUMENTS = """
select i.id, i.title || ' / ' || i.title_en || ' / ' || i.title_fr, i.kind,
  avg(exists (select 1 from crossref where provision = p.id)) > 0.5
from instrument i
join provision p on p.instrument = i.id
group by i.id
"""
# every provision at the place where it stands when words alone do not decide: law in force before
# the rest; articles a person has linked to an item; weighty texts; newest first
ENTRIES = """
insert into search_entry (
  place, provision, instrument, number, in_force, weight, country, region, kind, status, year,
  language, items, basis, verification
)
select
  row_number() over (
    order by in_force desc, items is null, weight desc, cast(coalesce(year, 0) as integer) desc,
      instrument, ordinal
  ),
  provision, instrument, number, in_force, weight, country, region, kind, status, year,
  language, items, basis, verification
from (
  select p.id as provision, p.instrument,
    lower(substr(p.number || ' ', 1, instr(p.number || ' ', ' ') - 1)) as number,
    i.in_force, w.weight, i.country, k.subregion as region, i.kind, i.status,
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
  join temp.weight_of w on w.instrument = p.instrument
  left join country k on k.id = i.country
)
"""
WORDS = "insert into search_fts (rowid, heading, title, body) values (?, ?, ?, ?)"


def index(db: sqlite_utils.Database) -> None:
    """Fill `search_entry`, `search_fts`, `_search_facet`, `_search_common` and `stem` from the
    provisions of a database, and the index of other records, in place of what they had before.
    """
    connection = db.conn
    for name in ("search_fts", "record_fts"):
        connection.execute(f"insert into {name} ({name}) values ('delete-all')")
        connection.execute(f"insert into {name} ({name}, rank) values ('hashsize', {HELD_BYTES})")
    for table in ("search_entry", "search_record", "_search_facet", "stem"):
        connection.execute(f"delete from [{table}]")
    phrases = phrases_of(db)
    fill_entries(connection, matcher_of(phrases))
    fill_facets(connection)
    words = IndexWords(matcher_of(phrases))
    for found in index_provisions(connection, phrases):
        add_forms(words.forms, found)
    store_common_words(connection)
    record_index.index_records(db, words.of_texts)
    connection.executemany("insert into stem values (?, ?, ?)", stem_rows(words.forms))


def fill_entries(connection: sqlite3.Connection, concepts: ConceptMatcher) -> None:
    """Fill `search_entry`."""
    connection.execute("create temp table weight_of (instrument text primary key, weight integer)")
    weights = [
        (instrument, weight_of(titles, kind, bool(linked), concepts))
        for instrument, titles, kind, linked in connection.execute(INSTRUMENTS)
    ]
    connection.executemany("insert into temp.weight_of values (?, ?)", weights)
    connection.execute(ENTRIES)
    connection.execute("drop table temp.weight_of")


def weight_of(titles: str, kind: str, linked: bool, concepts: ConceptMatcher) -> int:
    """How much an instrument has to say: 4 about trafficking, 2 binding, 1 full of links."""
    about = "trafficking" in concepts.find_concepts(fold_words(titles))
    return 4 * int(about) + 2 * int(kind in BINDING) + int(linked)


class Numbered(dict[str, int]):
    """Values, numbered as they come."""

    def __missing__(self, value: str) -> int:
        self[value] = number = len(self)
        return number


def fill_facets(connection: sqlite3.Connection) -> None:
    """Store each facet of `search_entry` as one array, so that a site need not read every row; and
    as one more, `linked`, its items without those that are side subjects.
    """
    for name, value in FACETS.items():
        known = Numbered({"": 0})
        column = connection.execute(
            f"select coalesce({value}, '') from search_entry e order by place"
        )
        # no provision has the place 0, and every further one is there
        numbers = np.fromiter(chain([0], (known[value] for (value,) in column)), np.uint32)
        narrow = numbers.astype(np.min_scalar_type(len(known) - 1).newbyteorder("<"))
        given = json.dumps(list(known), ensure_ascii=False)
        row = [name, given, narrow.itemsize, narrow.tobytes()]
        connection.execute("insert into _search_facet values (?, ?, ?, ?)", row)


def index_provisions(connection: sqlite3.Connection, phrases: Phrases) -> Iterator[Forms]:
    """Fill `search_fts`, with every core where there is much; give the word forms found."""
    count = connection.execute("select count(*) from search_entry").fetchone()[0]
    work = partial(index_piece, phrases)
    rows = pieces(connection.execute(TEXTS))
    for _, indexed, error in run_batch(work, rows, 1 if count < MIN_FOR_PROCESSES else None):
        if indexed is None:
            raise RuntimeError(f"words of the search: {error}")
        words, forms = indexed
        connection.executemany(WORDS, words)
        yield forms


def pieces(rows: Iterable[Provision]) -> Iterator[list[Provision]]:
    """Rows in lists of IN_A_PIECE."""
    rest = iter(rows)
    while piece := list(islice(rest, IN_A_PIECE)):
        yield piece


def index_piece(phrases: Phrases, piece: list[Provision]) -> tuple[list[Words], Forms]:
    """The words of some provisions, and every word form in them."""
    words = IndexWords(matcher_of(phrases))
    return [words.of_provision(row) for row in piece], dict(words.forms)


@lru_cache(1)
def matcher_of(phrases: Phrases) -> ConceptMatcher:
    """The matcher of this process, which remembers the words it has met."""
    return ConceptMatcher(phrases)


def add_forms(forms: Forms, found: Forms) -> None:
    """Add word forms to those known."""
    for language, words in found.items():
        forms[language] |= words


def stem_rows(forms: Forms) -> Iterator[tuple[str, str, str]]:
    """The rows of `stem`."""
    found = ((word, language) for language, words in forms.items() for word in words)
    for word, language in sorted(found):
        yield word, language or "und", stem(word, language)
