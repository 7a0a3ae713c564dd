"""What moved between two databases, in words; and the numbering of releases."""

import shutil
import sqlite3

import pytest
from click.testing import CliRunner
from conftest import CURATED

from ingest import ROOT
from ingest.database import Refused, kept_views
from ingest.lint import lint
from ingest.publish.diff import compare, in_words, main
from ingest.release import release

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def older(built, tmp_path_factory):
    """The knowledge base before an article was read, a law came into force and a treaty action was
    recorded.
    """
    path = tmp_path_factory.mktemp("older") / "tip.db"
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    db.executescript("""
        delete from crossref where item = 'palermo:6.6' and provision like 'sle-act-2022-12:%';
        update body set hotline = '999' where id = (select min(id) from body);
        delete from border where country_a = 'MLI';
        delete from provision_fts;
    """)
    kept_views.refresh(db)
    db.execute("drop table plan_progress")
    db.commit()
    db.close()
    return path


def test_verdicts_come_first_and_everything_is_counted(older, built):
    lines = list(in_words(compare(older, built), built, "en"))
    assert lines[0].startswith(
        "Sierra Leone, Possibility for victims to obtain compensation (SLE palermo:6.6): "
        "not assessed → full"
    ), "an act read whole that says nothing where the duty may stand in another law"
    assert "Bodies and hotlines: 1 row changed" in lines
    assert any(
        line.startswith("Land borders of African States: ") and line.endswith("rows added")
        for line in lines
    )
    back = list(in_words(compare(built, older), built, "en"))
    assert any(
        line.startswith("Land borders of African States: ") and line.endswith("rows removed")
        for line in back
    )
    french = list(in_words(compare(older, built), built, "fr"))
    assert french[0].startswith("Sierra Leone, Possibilité pour les victimes")
    assert "Organes et lignes d’assistance\N{NO-BREAK SPACE}: 1 ligne modifiée" in french
    assert list(compare(built, built)) == []


def test_the_command_names_every_row_when_asked(older, built):
    said = CliRunner().invoke(main, [str(older), str(built), "--all"]).output
    assert "~ body " in said
    assert " hotline: '999' → " in said
    assert "+ border MLI " in said
    assert (
        "Aucune ligne n’a bougé."
        in CliRunner().invoke(main, [str(built), str(built), "--language", "fr"]).output
    )
    refused = CliRunner().invoke(main, [str(built), __file__])
    assert refused.exit_code == 1
    assert "file is not a database" in refused.output


@pytest.fixture
def curated(tmp_path):
    """A small knowledge base of two countries, as curated files."""
    folder = tmp_path / "db" / "curated"
    folder.mkdir(parents=True)
    for name in ("choice.csv", "choice_column.csv"):  # a build wants a label for every value
        shutil.copy(ROOT / "db" / "curated" / name, folder / name)
    (folder / "source.csv").write_text(
        "id,title,publisher,licence,reuse\ned,Editors,Us,CC BY 4.0,open\n", encoding="utf-8"
    )
    (folder / "country.csv").write_text(
        "id,kind,name_en,name_fr,name_pt,name_es,name_ar,region,latitude,longitude,source,"
        "verification\n"
        "CHL,state,Chile,Chili,Chile,Chile,x,Americas,-30,-71,ed,seen\n",
        encoding="utf-8",
    )
    for name in ("choice.csv", "choice_column.csv"):  # the schema's lists need their labels
        shutil.copy(CURATED / name, folder)
    return folder


def test_releases_are_numbered_recorded_and_kept(curated, tmp_path):
    output = tmp_path / "db" / "tip.db"
    first = release(curated, output)
    assert (first["number"], len(first["git_commit"]), first["changes_en"][:14]) == (
        "1",
        40,
        "First release:",
    )
    assert (tmp_path / "db" / "tip-1.db").exists()
    with pytest.raises(Refused, match="nothing to release"):
        release(curated, output)
    with (curated / "country.csv").open("a", encoding="utf-8") as file:
        file.write("PER,state,Peru,Pérou,Peru,Perú,y,Americas,-10,-76,ed,seen\n")
    second = release(curated, output)
    assert (second["changes_en"], second["changes_fr"]) == (
        "Countries: 1 row added",
        "Pays\N{NO-BREAK SPACE}: 1 ligne ajoutée",
    )
    (tmp_path / "db" / "tip-2.db").unlink()
    with (curated / "country.csv").open("a", encoding="utf-8") as file:
        file.write("BOL,state,Bolivia,Bolivie,Bolívia,Bolivia,z,Americas,-17,-65,ed,seen\n")
    assert release(curated, output)["changes_en"] == "Countries: 2 rows added", (
        "from the ledger of the day when the older file is not held"
    )
    db = sqlite3.connect(output)
    assert db.execute(
        "select number, content_hash = (select content_hash from build) from release order by 1"
    ).fetchall() == [(1, 0), (2, 0), (3, 1)]
    db.close()
    assert curated / "release.csv" not in lint(curated, write=False)


def test_the_records_of_the_project_are_whole(db):
    rows = db.execute("select * from release order by number").fetchall()
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["content_hash"] for row in rows}) == len(rows)
    assert all(row["changes_en"] and row["changes_fr"] for row in rows)
    assert sorted(row["released_on"] for row in rows) == [row["released_on"] for row in rows]
