"""The index of words, made in one process or in several."""

import shutil
import sqlite3
from contextlib import closing

import pytest
import sqlite_utils

from ingest import batch
from ingest.database import search_index

pytestmark = pytest.mark.slow
HELD = (
    "select * from search_entry order by place",
    "select * from stem order by word, language",
    "select * from _search_facet order by 1",
    "select term, doc, col, offset from word order by 1, 2, 3, 4",
)


def index_anew(built, path):
    """Everything that the index of words holds, made anew in a copy of a database."""
    shutil.copy(built, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("begin")
        search_index.index(sqlite_utils.Database(connection))
        connection.execute(
            "create virtual table temp.word using fts5vocab (main, search_fts, instance)"
        )
        return [connection.execute(sql).fetchall() for sql in HELD]


def test_words_indexed_in_several_processes_are_the_same(built, tmp_path, monkeypatch):
    alone = index_anew(built, tmp_path / "one.db")
    asked = []
    in_pool = batch.run_in_pool
    monkeypatch.setattr(search_index, "MIN_FOR_PROCESSES", 1)
    monkeypatch.setattr(search_index, "IN_A_PIECE", 300)
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(
        batch, "run_in_pool", lambda *given: asked.append(given[2]) or in_pool(*given)
    )
    assert index_anew(built, tmp_path / "two.db") == alone
    assert asked == [2]
    assert all(alone)


def test_a_piece_that_cannot_be_indexed_ends_the_build(built, tmp_path, monkeypatch):
    def fail(words, row):
        raise ValueError(row[0])

    monkeypatch.setattr(search_index.IndexWords, "of_provision", fail)
    with pytest.raises(RuntimeError, match=r"words of the search: ValueError: 1$"):
        index_anew(built, tmp_path / "none.db")
