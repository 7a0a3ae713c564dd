"""The places of common words that the build stores, beside what the index of words says."""

import csv
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.database import common_words
from plugins.kit.page import Ask
from plugins.searching.common_words import WordIndex, find_places, has_common
from plugins.searching.expressions import Token, Without, all_of, one_of, token_of
from plugins.searching.facets import Entries
from plugins.searching.finding import Wanted, find_provisions
from plugins.searching.ranking import rank_places
from plugins.searching.scope import read_places

COMMON = 100  # provisions from which a word of the curated base is common in these tests
MATCHING = "select group_concat(rowid) as places from search_fts where search_fts match :match"
ASKED = [
    "victims",
    '"safe house" -child',
    "victim* OR witness compensation",
    "trafficking -victims -children",
    "punishment of officials who help traffickers",
    "peine pour traite des enfants",
    "protección de la identidad de la víctima",
    "حماية الضحايا",
]


@pytest.fixture(scope="module")
def stored(built, tmp_path_factory):
    """The built base, with the places of what is common in it."""
    path = tmp_path_factory.mktemp("common") / "tip.db"
    shutil.copy(built, path)
    with pytest.MonkeyPatch.context() as patch, closing(sqlite3.connect(path)) as connection:
        patch.setattr(common_words, "COMMON_FROM", COMMON)
        common_words.store_common_words(connection)
        connection.commit()
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def asked_questions() -> list[str]:
    queries = Path(__file__).parent.parent / "bench" / "queries.csv"
    rows = csv.DictReader(queries.read_text(encoding="utf-8").splitlines())
    return [*ASKED, *[row["query"] for row in rows][::6]]


def find(connection, question):
    wanted = Wanted(question, {}, 1, 20, "", "", "", [], facets=True, marked=False)
    return find_provisions(Ask(connection), wanted)


def test_a_base_without_common_words_stores_none(db):
    assert db.execute("select count(*) from _search_common").fetchone()[0] == 0
    assert Entries(Ask(db)).common == set()


def test_stored_bits_are_the_places_of_the_index(stored):
    ask = Ask(stored)
    index = WordIndex(ask, Entries(ask))
    words = sorted(index.known.common)
    assert {"0victim", "1trafficking"} <= set(words)
    for word in words[:: len(words) // 40]:
        for above, within in ((False, ""), (True, "{heading title} : ")):
            found = find_places(index._replace(above=above), token_of(word))
            assert found.tolist() == read_places(ask, MATCHING, match=f'{within}"{word}"').tolist()
        assert len(find_places(index, token_of(word))) >= COMMON


@pytest.mark.parametrize("question", asked_questions())
def test_common_words_change_no_number_of_a_search(db, stored, question, monkeypatch):
    monkeypatch.setattr("plugins.searching.facets.LOADED", {})
    plain = find(db, question)
    monkeypatch.setattr("plugins.searching.facets.LOADED", {})
    quick = find(stored, question)
    assert [(tier.name, tier.places.tolist()) for tier in plain.tiers] == [
        (tier.name, tier.places.tolist()) for tier in quick.tiers
    ]
    assert plain.counts == quick.counts
    assert {kind: len(found) for kind, found in plain.records.items()} == {
        kind: len(found) for kind, found in quick.records.items()
    }


def test_expressions_mean_what_they_mean_to_the_index(stored):
    ask = Ask(stored)
    index = WordIndex(ask, Entries(ask))
    common, rare = token_of("0victim"), token_of("0debt")
    assert [has_common(index.known, token) for token in (common, rare)] == [True, False]
    start = Token('"traffick" *')
    for expression in (
        all_of([common, rare]),
        one_of([common, rare, start]),
        all_of([one_of([common, rare]), start]),
        Without(one_of([common, start]), (rare,)),
        Without(start, (common, rare)),
    ):
        read = read_places(ask, MATCHING, match=str(expression))
        assert find_places(index, expression).tolist() == read.tolist()
        assert len(read)


def test_law_in_force_comes_first_and_the_rarer_word_before_the_common_one(stored):
    ask = Ask(stored)
    index = WordIndex(ask, Entries(ask))
    common, rare = token_of("0victim"), token_of("0debt")
    places = find_places(index, one_of([common, rare]))[:500]
    ranked = rank_places(index, one_of([common, rare]), places, 500)
    assert sorted(ranked) == places.tolist()
    marks = ",".join("?" * len(ranked))
    force = dict(
        stored.execute(
            f"select place, in_force from search_entry where place in ({marks})", ranked
        ).fetchall()
    )
    order = [force[place] for place in ranked]
    assert order == sorted(order, reverse=True)
    with_rare = np.isin(ranked, find_places(index, rare))
    in_force = np.array(order) == max(order)
    assert with_rare.any()
    first = np.flatnonzero(with_rare & in_force)
    rest = np.flatnonzero(~with_rare & in_force)
    assert np.median(first) < np.median(rest)
