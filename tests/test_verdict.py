"""The rule by which the articles of a country become one verdict on an item, on a made database."""

import sqlite3

import pytest

from ingest import ROOT
from ingest.database import SCHEMA

# (kind and status of the law, extent, basis) of each article, then the verdict and its score
CASES = {
    "full beside contrary is full, and marked": (
        [("act", "in_force", "contrary", "text"), ("act", "in_force", "full", "text")],
        ("full", 1, 100.0),
    ),
    "partial beside contrary is partial": (
        [("act", "in_force", "contrary", "text"), ("act", "amended", "partial", "digest")],
        ("partial", 0, 50.0),
    ),
    "full beside partial is full": (
        [("act", "in_force", "partial", "text"), ("act", "in_force", "full", "digest")],
        ("full", 0, 100.0),
    ),
    "contrary alone is contrary": ([("act", "in_force", "contrary", "text")], ("contrary", 0, 0.0)),
    "a bill does not count": (
        [("bill", "in_force", "full", "text")],
        ("not_assessed", 0, None),
    ),
    "a repealed law does not count": (
        [("act", "repealed", "full", "text"), ("act", "in_force", "partial", "text")],
        ("partial", 0, 50.0),
    ),
    "a heading does not count": (
        [("act", "in_force", None, "heading")],
        ("not_assessed", 0, None),
    ),
    "looked for and not found is absent": (["absence"], ("absent", 0, 0.0)),
    "what was found counts more than an absence": (
        ["absence", ("act", "in_force", "partial", "text")],
        ("partial", 0, 50.0),
    ),
    "nothing is not assessed": ([], ("not_assessed", 0, None)),
}


@pytest.fixture
def made():
    """A database of one country and one item; nothing else, so links are not checked."""
    db = sqlite3.connect(":memory:")
    db.executescript("pragma foreign_keys = off;" + SCHEMA.read_text(encoding="utf-8"))
    add(
        db,
        "country",
        id="XAA",
        kind="state",
        verification="seen",
        **{f"name_{language}": "X" for language in ("en", "fr", "pt", "es", "ar")},
    )
    add(
        db,
        "item",
        code="palermo:9",
        benchmark="palermo",
        ordinal=1,
        pillar="prevention",
        obligation="mandatory",
        label_en="",
        label_fr="",
        requirement_en="",
        requirement_fr="",
    )
    yield db
    db.close()


def add(db, table, **row):
    if table not in ("item",):
        row["source"] = "s"
    names = ", ".join(f"[{name}]" for name in row)
    marks = ", ".join("?" * len(row))
    db.execute(f"insert into [{table}] ({names}) values ({marks})", list(row.values()))


@pytest.mark.parametrize("case", CASES)
def test_the_best_extent_of_the_law_in_force_is_the_verdict(made, case):
    articles, expected = CASES[case]
    for place, article in enumerate(articles):
        if article == "absence":
            row = {"looked_in": "x", "looked_on": "2026", "by": "x"}
            add(made, "absence", country="XAA", item="palermo:9", **row)
            continue
        kind, status, extent, basis = article
        law, seen = f"xaa-{place}", {"verification": "seen"}
        titles = {"title": "t", "title_en": "t", "title_fr": "t"}
        add(made, "instrument", id=law, kind=kind, country="XAA", status=status, **titles, **seen)
        numbered = {"ordinal": 1, "number": "1", "label": "1"}
        add(made, "provision", id=f"{law}:1", instrument=law, **numbered, **seen)
        link = {"provision": f"{law}:1", "item": "palermo:9"}
        add(made, "crossref", **link, extent=extent, basis=basis, **seen)
    verdict = made.execute("select verdict, contradicted from gap").fetchone()
    (score,) = made.execute("select score from score").fetchone()
    assert (*verdict, score) == expected


def test_which_laws_are_in_force_is_said_in_one_column():
    spelled = "'in_force', 'amended')"
    assert SCHEMA.read_text(encoding="utf-8").count(f"(status in ({spelled})") == 1
    modules = [path for wing in ("ingest", "plugins") for path in (ROOT / wing).rglob("*.py")]
    assert [path.name for path in modules if spelled in path.read_text(encoding="utf-8")] == []
