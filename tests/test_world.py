"""The made-up base of all States, and how its growth is told."""

import shutil
import sqlite3
from contextlib import closing

from bench.world import FLOOR, exponent, mark
from bench.world_rows import FULL, STATES, add_world


def test_every_state_has_a_main_act_that_speaks_of_every_item(built, tmp_path, items):
    path = shutil.copy(built, tmp_path / "tip.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        ids = set(db.execute("select id from instrument"))
        rows = add_world(db, 0.001)
        cells = db.execute(
            """
            select count(*) from (
              select distinct i.country, c.item from crossref c
              join provision p on p.id = c.provision
              join instrument i on i.id = p.instrument and i.role = 'main'
              where i.id glob 'w-act-*'
            )
            """
        ).fetchone()[0]
        assert cells == STATES * len(items)
        assert db.execute("pragma foreign_key_check").fetchall() == []
        made = db.execute("select count(*) from instrument").fetchone()[0] - len(ids)
        assert made == sum(rows[kind] for kind in ("acts", "plans", "agreements", "treaties"))
        for kind, table in (("findings", "finding"), ("activities", "plan_activity")):
            (count,) = db.execute(f"select count(*) from {table} where id glob 'w-*'").fetchone()
            assert count == rows[kind] == round(FULL[kind] * 0.001)


def test_an_exponent_tells_growth_from_noise():
    assert exponent(1, 10, 10) == 1
    assert exponent(1, 100, 10) == 2
    assert exponent(FLOOR / 100, FLOOR / 2, 10) == 0
    assert mark("/", 1.04) == "1.04"
    assert mark("/", 1.2) == "**1.20**"
    assert mark("/tip/party.csv", 1.2).startswith("1.20 (every row")
