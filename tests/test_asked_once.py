"""What many pages need of a build is read once of it in each language, and anew of the next build;
the page of an article reads no more of the others than it shows.
"""

import shutil
import sqlite3
from contextlib import closing

import pytest

from plugins.kit import page
from plugins.kit.language import reading
from plugins.kit.page import query_of
from plugins.kit.records import source_titles

WHOLE = ("select id, title from source", "select text_en, text_xx as text from phrase")


@pytest.fixture
def statements(monkeypatch):
    """Every statement asked for a page, as it is written."""
    found = []
    execute = page.Ask.execute

    def note(ask, sql, values):
        found.append(" ".join(sql.split()))
        return execute(ask, sql, values)

    monkeypatch.setattr(page.Ask, "execute", note)
    return found


@pytest.mark.slow
def test_what_is_alike_on_many_pages_is_read_once_of_a_build(get_from, built_of_few, statements):
    get = get_from(built_of_few)
    with closing(sqlite3.connect(built_of_few)) as db:
        ids = [row[0] for row in db.execute("select id from provision limit 3")]
    for identity in ids:
        assert get(f"/fr/provision/{identity}").status_code == 200
    assert [statements.count(sql) for sql in WHOLE] == [1, 1]


def test_what_is_read_once_is_of_its_language_and_build(site_of, wait, built_of_few, tmp_path):
    def titles(ask):
        sql = "select label_xx as label from item where code = 'palermo:5.1'"
        return ask(sql)[0]["label"]

    async def read(site, code):
        with reading(code):
            return await query_of(site).once(titles)

    site = site_of(built_of_few)
    english, french = (wait(read(site, code)) for code in ("en", "fr"))
    assert english != french
    assert wait(read(site, "en")) == english
    other = tmp_path / "tip.db"
    shutil.copy(built_of_few, other)
    with closing(sqlite3.connect(other)) as db, db:
        db.execute("update source set title = 'Other title'")
        db.execute("update item set label_en = 'Other label' where code = 'palermo:5.1'")
    new = site_of(other)
    assert wait(read(new, "en")) == "Other label"
    assert set(wait(source_titles(query_of(new))).values()) == {"Other title"}


def test_the_wordings_of_other_states_are_one_of_each_and_none_of_a_treaty(get, db):
    """Whatever the article, a treaty among them, and no matter how few States have worded it."""
    countries = dict(db.execute("select id, country from instrument").fetchall())
    worded = """
      select c.item, count(distinct i.country) as states
      from crossref c
      join provision p on p.id = c.provision
      join instrument i on i.id = p.instrument
      where c.main is not 0 and c.extent = 'full'
      group by c.item
      order by states"""
    few, many = (db.execute(worded).fetchall()[place]["item"] for place in (0, -1))
    sql = "select provision from crossref where item = ? and main is not 0 limit 2"
    for identity in (row[0] for item in (few, many) for row in db.execute(sql, [item])):
        own = countries[identity.partition(":")[0]]
        peers = get(f"/provision/{identity}.json").json()["peers"]
        found = [countries[peer["id"].partition(":")[0]] for peer in peers]
        assert len(set(found)) == len(found) <= 6
        assert not {own, None} & set(found)
        assert all(peer["near"] in (0, 1, 2) for peer in peers)
        assert [peer["near"] for peer in peers] == sorted(
            (peer["near"] for peer in peers), reverse=True
        )
    assert found, "an item that many States have worded has wordings of others"
