"""Closed lists: schema.sql says which values a column may have, choice.csv what they are called,
choice_column.csv says which column takes its values from which list.
"""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import CURATED, ROOT, curated_rows

from ingest.build import build
from ingest.database import SCHEMA, Refused
from ingest.publish import codebook
from plugins.kit.labels import extract_labels
from plugins.kit.record_labels import LABELS, VARIANT, label_column, label_value

TABLE = re.compile(r'^create table "?(\w+)"? \((.*?)^\) strict', re.S | re.M)
CHECK = re.compile(r'check \("?(\w+)"? in \(([^()]*)\)\)')
VALUE = re.compile(r"'([^']*)'|\b(\d)\b")
PROGRAMS = [path for folder in ("plugins", "ingest") for path in (ROOT / folder).rglob("*.*")]


@pytest.fixture(scope="module")
def lists():
    """List -> its values."""
    found = {}
    for row in curated_rows("choice"):
        found.setdefault(row["list"], []).append(row["value"])
    return found


@pytest.fixture(scope="module")
def column_lists():
    """(entity, field) -> its lists."""
    found = {}
    for row in curated_rows("choice_column"):
        found.setdefault((row["entity"], row["field"]), []).append(row["list"])
    return found


@pytest.fixture(scope="module")
def checks():
    """(entity, field) -> the values its CHECK allows."""
    text = SCHEMA.read_text(encoding="utf-8")
    return {
        (entity, field): {word or figure for word, figure in VALUE.findall(values)}
        for entity, body in TABLE.findall(text)
        for field, values in CHECK.findall(body)
    }


def test_every_value_that_the_schema_allows_has_a_label(checks, lists, column_lists):
    assert len(checks) > 50
    for column, allowed in checks.items():
        assert column in column_lists, column
        assert allowed <= {value for name in column_lists[column] for value in lists[name]}, column


def test_a_list_has_no_value_that_no_column_allows(checks, lists, column_lists):
    """A list of which every column has a CHECK has the values of these and no more."""
    columns = {}
    for column, names in column_lists.items():
        for name in names:
            columns.setdefault(name, []).append(column)
    closed = {name: held for name, held in columns.items() if all(one in checks for one in held)}
    assert {"reuse", "claim_status", "issue_kind"} <= set(closed)
    for name, held in closed.items():
        assert set(lists[name]) == set().union(*(checks[one] for one in held)), name


def test_a_list_of_views_has_no_value_that_the_schema_never_gives(db, lists, column_lists):
    """Unless a table without a CHECK uses it, each value is written in quotes in schema.sql; flags
    are the figures 0 and 1.
    """
    views = {row[0] for row in db.execute("select name from sqlite_master where type = 'view'")}
    text = SCHEMA.read_text(encoding="utf-8")
    of_views = {
        name for (entity, _), names in column_lists.items() if entity in views for name in names
    }
    open_lists = {"region", "entity", "column", "tip_tier", "ilab_advancement"}
    for name in of_views - open_lists - {"standing_status"}:  # left_community is told by the page
        given = {value for value in lists[name] if f"'{value}'" in text} | {"0", "1"}
        assert set(lists[name]) <= given, name
    entities = {row[0] for row in db.execute("select distinct entity from codebook")}
    assert set(lists["entity"]) <= entities


def test_every_column_of_a_table_has_words_and_each_is_needed(db, lists, labels, read_in):
    """On pages and in the heads of the files of a language (.fr.csv); other languages than French
    have theirs in their catalogue, whole (test_site_languages.py).
    """
    fields = {row[0] for row in db.execute("select distinct field from codebook where ordinal")}
    worded = set(lists["column"])
    assert {name for name in fields if not has_words(name, worded)} == set()
    source = "".join(path.read_text("utf-8") for path in PROGRAMS if path.suffix in (".py", ".sql"))
    written = {*fields, *re.findall(r"\w+", source)}
    written |= {name.rpartition("_")[0] for name in written}
    assert {name for name in worded if name not in written} == set()
    read_in("fr")
    assert label_column("label_pt") == "libellé (portugais)"
    assert label_column("signed_b") == "signature (B)"
    assert label_column("nowhere_a") == "nowhere_a"


def has_words(name, worded):
    """Whether a column, or the one of which it is a variant, is named in choice.csv."""
    variant = VARIANT.fullmatch(name)
    return name in worded or (variant is not None and variant[1] in worded)


@pytest.mark.slow
def test_every_value_of_a_coded_column_has_a_label(db, lists, column_lists):
    """Also of views, and of cells that hold several values."""
    # dates, figures, names
    may_hold_more = {"conflict", "conflict_period", "conflict_age", "change", "change_scope"}
    empty = 0
    for (entity, field), names in column_lists.items():
        if entity in may_hold_more and field in ("value", "other_value", "field"):
            continue
        if (entity, field) == ("tier", "value"):  # 3P is a figure
            continue
        cells = [
            row[0]
            for row in db.execute(
                f'select distinct "{field}" from "{entity}" where "{field}" is not null'
            )
        ]
        empty += not cells
        values = {value for cell in cells for value in str(cell).split(";")}
        assert values <= {value for name in names for value in lists[name]}, (entity, field)
    assert empty < len(column_lists) / 4


def test_every_grade_and_every_field_of_a_conflict_has_a_label(db, lists):
    graded = db.execute("select distinct value from tier where measure not glob '3p*'").fetchall()
    assert {row[0] for row in graded} <= {*lists["tip_tier"], *lists["ilab_advancement"]}
    fields = db.execute("select distinct field from witness where field is not null").fetchall()
    assert {row[0] for row in fields} <= set(lists["column"])


def test_every_list_is_used_by_a_column_or_a_page(lists, column_lists):
    used = {name for names in column_lists.values() for name in names}
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in PROGRAMS
        if path.suffix in (".py", ".html", ".atom")
    )
    asked = set(re.findall(r"labels\.(\w+)", text)) | set(re.findall(r'LABELS\["(\w+)"\]', text))
    assert set(lists) - used - asked == set()
    named = set(re.findall(r"\blabels\.(\w+)", (ROOT / "plugins/templates/marks.html").read_text()))
    assert named <= set(lists)


def test_labels_are_french_as_the_site_writes_it():
    for row in curated_rows("choice"):
        assert not re.search(r"(?<![0-9]) [:;?!»]|« |'", row["label_fr"]), row


@pytest.fixture
def made(tmp_path):
    """A copy of the curated files, small enough to build at once, that a test may change."""
    folder = tmp_path / "curated"
    folder.mkdir()
    for name in ("choice", "choice_column", "source"):
        shutil.copy(CURATED / f"{name}.csv", folder)
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("choice.csv", "reuse,facts,", "reuse,facets,", r"source\.reuse: 'facts' has no label"),
        ("choice_column.csv", "source,reuse,reuse\n", "", r"source\.reuse: 'open' has no label"),
        ("choice_column.csv", "source,reuse,reuse", "source,reuse,terms", "no list .* 'terms'"),
        ("choice_column.csv", "score,pillar", "score,column", r"no column score\.column"),
        ("choice.csv", "reuse,link,30,link only", "reuse,link,30,", "label_en"),
        ("choice.csv", "reuse,link,30", "reuse,link,20", "ordinal"),
        ("choice.csv", "lien seulement", "lien ; seulement", "label_fr"),
    ],
)
def test_a_build_refuses_a_list_that_differs_from_the_schema(
    made, tmp_path, file, old, new, message
):
    change(made / file, old, new)
    with pytest.raises(Refused, match=message):
        build(made, tmp_path / "tip.db", None)


@pytest.mark.parametrize("code", ["en", "fr"])
def test_a_build_refuses_a_column_without_words(made, tmp_path, monkeypatch, code):
    words = tmp_path / "metadata.yml"
    text = codebook.WORDS[code].read_text(encoding="utf-8")
    words.write_text(re.sub(r"(\n {10}hours: ).*", r"\1''", text), encoding="utf-8")
    monkeypatch.setitem(codebook.WORDS, code, words)
    with pytest.raises(Refused, match=r"metadata\.yml: body\.hours has no words"):
        build(made, tmp_path / "tip.db", None)


def test_the_codebook_gives_values_with_labels_in_both_languages(db):
    row = db.execute(
        "select * from codebook where entity = 'crossref' and field = 'extent'"
    ).fetchone()
    assert row["choices"] == "full;partial;contrary"
    assert row["labels_en"] == "full = full;partial = partial;contrary = contrary"
    assert row["labels_fr"].startswith("full = complet;")
    row = db.execute("select * from codebook where entity = 'gap' and field = 'verdict'").fetchone()
    assert (row["choices"], row["labels_en"][-27:]) == (None, "not_assessed = not assessed")
    coded = db.execute(
        "select count(*) from codebook where labels_en is not null and labels_fr is null"
    )
    assert coded.fetchone()[0] == 0


def test_the_bundle_has_the_lists_and_labels_of_each_coded_column(bundle):
    with (bundle / "csv" / "choice.csv").open(encoding="utf-8") as file:
        assert sorted(file.read().splitlines()[1:]) == sorted(
            (CURATED / "choice.csv").read_text(encoding="utf-8").splitlines()[1:]
        )
    package = json.loads((bundle / "datapackage.json").read_text(encoding="utf-8"))
    fields = {
        (resource["name"], field["name"]): field
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    extent = fields["crossref", "extent"]
    assert [one["value"] for one in extent["categories"]] == extent["constraints"]["enum"]
    assert extent["categories"][0] == {"value": "full", "label": "full", "label_fr": "complet"}
    assert fields["penalty", "life"]["categories"][1]["value"] == 1
    assert "categories" not in fields["gap", "verdict"], "a view promises no values"
    for code, word in (("en", "open licence"), ("fr", "licence ouverte")):
        assert f"`open` {word}; `facts` " in (bundle / f"codebook.{code}.md").read_text()


def test_the_codebook_page_and_its_downloads_give_labels(get):
    page = get("/fr/codebook/gap").text
    assert "<li><code>absent</code> cherché, non trouvé</li>" in page
    rows = list(csv.DictReader(get("/codebook/gap.csv").text.lstrip("\ufeff").splitlines()))
    row = next(row for row in rows if row["field"] == "verdict")
    assert "absent = looked in, not found" in row["labels_en"]
    assert "absent = cherché, non trouvé" in row["labels_fr"]
    columns = get("/fr/tip/crossref.meta.json").json()["columns"]
    assert next(one for one in columns if one["name"] == "extent")["labels"].startswith("full = ")


def test_a_table_keeps_its_codes_in_downloads(get):
    rows = list(csv.DictReader(get("/tip/crossref.csv").text.lstrip("\ufeff").splitlines()))
    assert {row["basis"] for row in rows} <= {"text", "digest", "heading"}
    assert not [name for name in rows[0] if "label" in name]
    header = get("/tip/choice.csv").text.lstrip("\ufeff").splitlines()[0]
    assert header == "list,value,ordinal,label_en,label_fr,url"


def test_labels_stand_in_the_order_of_their_list_and_in_the_language_of_the_reader(labels, read_in):
    assert list(LABELS["verdict"]) == ["full", "partial", "contrary", "absent", "not_assessed"]
    assert LABELS["reuse"]["open"] == "open licence"
    read_in("fr")
    assert LABELS["reuse"]["open"] == "licence ouverte"


def test_a_value_is_labelled_by_its_own_column(labels):
    assert label_value("unknown", "status", "party") == "not known"
    assert label_value("unknown", "status", "instrument") == "status not known"
    assert label_value("none", "ilab_advancement 2019", "country") == "no advancement"
    assert label_value("none", "bound_on", "instrument") == "no action"
    assert label_value("1", "life", "penalty") == "life imprisonment"
    assert label_column("tip 2019") == "TIP tier 2019"
    assert label_column("no_such_column") == "no_such_column"


def test_labels_are_messages_for_a_language_without_a_column():
    with (CURATED / "choice.csv").open("rb") as file:
        found = [message for _, _, message, _ in extract_labels(file)]
    assert found == [(row["list"], row["label_en"]) for row in curated_rows("choice")]
