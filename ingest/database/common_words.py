"""Where very common words stand, one bit a provision, so that a search need not read the postings
of a word that most texts have. The search asks for it in plugins/searching/common_words.py.
"""

import sqlite3

import numpy as np

COMMON_FROM = 20_000  # provisions; a word of fewer is read from the index of words as fast
COUNTED = "create virtual table temp.counted_word using fts5vocab (main, search_fts, row)"
PLACES = "select group_concat(rowid) from search_fts where search_fts match ?"


def store_common_words(connection: sqlite3.Connection) -> None:
    """Fill `_search_common` from the index of words: each word (also stems and concepts) that at
    least COMMON_FROM provisions have, with the provisions that have it, and those that have it in
    heading or title. Bit n from the left is the provision at place n; there is none at 0.
    """
    connection.execute("delete from _search_common")
    last = connection.execute("select coalesce(max(place), 0) from search_entry").fetchone()[0]
    if last < COMMON_FROM:
        return
    connection.execute(COUNTED)
    words = connection.execute(
        "select term from temp.counted_word where doc >= ? order by term", [COMMON_FROM]
    ).fetchall()
    connection.execute("drop table temp.counted_word")
    for (word,) in words:
        for above, match in enumerate((f'"{word}"', f'{{heading title}} : "{word}"')):
            bits = read_bits(connection, match, last + 1)
            connection.execute("insert into _search_common values (?, ?, ?)", [word, above, bits])


def read_bits(connection: sqlite3.Connection, match: str, size: int) -> bytes:
    """The places that an expression finds, as the bits of so many places."""
    found = connection.execute(PLACES, [match]).fetchone()[0] or ""
    marks = np.zeros(size, dtype=bool)
    marks[np.fromstring(found, dtype=np.intp, sep=",")] = True
    return np.packbits(marks).tobytes()
