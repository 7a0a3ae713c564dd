"""Bad input: each way a curated file may break stops the build with file, line and value, and the
old database stays.
"""

import shutil
from pathlib import Path

import pytest
from conftest import CURATED

from ingest import curated, folding
from ingest.build import build
from ingest.database import Refused
from ingest.lint import lint

SOURCE = "id,title,publisher,licence,reuse\nun,UN,UN,terms,facts\n"
COUNTRY = (
    "id,iso2,kind,name_en,name_fr,name_pt,name_es,name_ar,source,verification\n"
    "TUV,TV,observer,Tuvalu,Tuvalou,T,T,ت,un,seen\n"
)
LAW = """id: tuv-act-2009-1
kind: act
country: TUV
title: Act 1
title_en: Act 1
title_fr: Loi 1
adopted_on: '2009-05'
status: in_force
source: un
verification: seen
provision:
- {number: 5.10, label: s. 5.10, summary_en: One., summary_fr: Un.}
- {number: NO, label: s. NO}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest knowledge base that builds."""
    root = tmp_path / "curated"
    (root / "instrument" / "TUV").mkdir(parents=True)
    (root / "source.csv").write_text(SOURCE)
    (root / "country.csv").write_text(COUNTRY)
    (root / "instrument" / "TUV" / "tuv-act-2009-1.yml").write_text(LAW)
    for name in ("choice.csv", "choice_column.csv"):  # the schema's lists need their labels
        shutil.copy(CURATED / name, root)
    return root


def refused(folder: Path, output: Path) -> str:
    with pytest.raises(Refused) as caught:
        build(folder, output)
    return str(caught.value)


def test_small_base_builds_and_numbers_stay_as_written(folder, tmp_path):
    import sqlite3

    build(folder, tmp_path / "tip.db")
    connection = sqlite3.connect(tmp_path / "tip.db")
    assert connection.execute("select id, number from provision order by ordinal").fetchall() == [
        ("tuv-act-2009-1:5.10", "5.10"),
        ("tuv-act-2009-1:no", "NO"),
    ]
    connection.close()


@pytest.mark.parametrize(
    ("table", "line", "words"),
    [
        (
            "party",
            "tuv-act-2009-1,TUV,bound,2001-02-30,un,seen",
            ("party.csv:2", "bound_on", "'2001-02-30'"),
        ),
        (
            "party",
            "tuv-act-2009-1,TUV,bound,2001-2,un,seen",
            ("party.csv:2", "bound_on", "'2001-2'"),
        ),
        (
            "party",
            "tuv-act-2009-1,TUV,bound,12 May 2001,un,seen",
            ("party.csv:2", "bound_on", "'12 May 2001'"),
        ),
        (
            "party",
            "tuv-act-2009-1,ZZZ,bound,2001,un,seen",
            ("party.csv:2", "country = 'ZZZ' is not in country"),
        ),
        (
            "party",
            "tuv-act-2009-1,TUV,ratified,2001,un,seen",
            ("party.csv:2", "status = 'ratified'"),
        ),
        (
            "party",
            "tuv-act-2009-1,TUV,bound,2001,nobody,seen",
            ("party.csv:2", "source = 'nobody' is not in source"),
        ),
        (
            "party",
            "tuv-act-2009-1,TUV,bound,2001,un,guessed",
            ("party.csv:2", "verification = 'guessed'"),
        ),
        ("party", "tuv-act-2009-1,TUV,bound,2001,,seen", ("party.csv:2", "source")),
        (
            "party",
            "tuv-act-2009-1,TUV,signatory,2001,un,seen",
            ("party.csv:2", "bound_on_needs_bound_status"),
        ),
        ("party", "tuv-act-2009-1,TUV,bound,2001,un", ("party.csv:2", "5 cells under 6 columns")),
        (
            "party",
            "tuv-act-2009-1,TUV,bound,2001,un,seen\ntuv-act-2009-1,TUV,bound,2002,un,seen",
            ("party.csv:3", "UNIQUE", "party.country"),
        ),
        ("party", 'tuv-act-2009-1,"TU"V,bound,2001,un,seen', ("party.csv:2", "broken quoting")),
        ("party", 'tuv-act-2009-1,TUV,bound,2001,un,"seen', ("party.csv:2", "broken quoting")),
    ],
)
def test_bad_line_of_a_flat_file(folder, tmp_path, table, line, words):
    (folder / f"{table}.csv").write_text(
        f"instrument,country,status,bound_on,source,verification\n{line}\n"
    )
    message = refused(folder, tmp_path / "tip.db")
    assert all(word in message for word in words), message


def test_unknown_column_of_a_flat_file(folder, tmp_path):
    (folder / "party.csv").write_text(
        "instrument,country,status,signd_on,source,verification\n"
        "tuv-act-2009-1,TUV,bound,2001,un,seen\n"
    )
    message = refused(folder, tmp_path / "tip.db")
    assert "party.csv:2" in message
    assert "'signd_on'" in message


def test_semicolon_file_of_a_french_spreadsheet_is_named(folder, tmp_path):
    (folder / "party.csv").write_text("instrument;country;status\ntuv-act-2009-1;TUV;bound\n")
    assert "instrument;country;status" in refused(folder, tmp_path / "tip.db")


def test_column_named_twice(folder, tmp_path):
    (folder / "party.csv").write_text("instrument,country,country\na,b,c\n")
    assert "party.csv:1: a column is named twice" in refused(folder, tmp_path / "tip.db")


def test_wrong_encoding_names_the_byte(folder, tmp_path):
    (folder / "country.csv").write_bytes(
        COUNTRY.replace("Tuvalou", "Tuvaloué").encode("utf-8").replace("é".encode(), b"\xe9")
    )
    assert "country.csv:2: byte 0xe9 is not UTF-8" in refused(folder, tmp_path / "tip.db")


def test_file_of_no_table(folder, tmp_path):
    (folder / "partie.csv").write_text("a\nb\n")
    assert "no table is called 'partie'" in refused(folder, tmp_path / "tip.db")


def test_file_of_another_kind(folder, tmp_path):
    (folder / "party.xlsx").write_bytes(b"PK")
    assert "party.xlsx: neither .csv nor .yml" in refused(folder, tmp_path / "tip.db")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("adopted_on: '2009-05'", "adopted_on: '2009-13'", (".yml:1", "adopted_on = '2009-13'")),
        ("adopted_on: '2009-05'", "adoptd_on: '2009-05'", (".yml:7", "'adoptd_on'")),
        (
            "status: in_force",
            "status: in_force\nstatus: draft",
            (".yml:9", "'status' is given twice"),
        ),
        ("status: in_force", "status: valid", ("status = 'valid'",)),
        (
            "id: tuv-act-2009-1",
            "id: tuv-act-2009-2",
            ("'tuv-act-2009-1' but its id is 'tuv-act-2009-2'",),
        ),
        ("number: NO", "number: '5.10'", (".yml:13", "provision.id")),
        ("label: s. NO", "label: s. NO, text: words", ("text_needs_text_state",)),
        (
            "- {number: NO",
            "- {id: 'tuv-act-2009-1:nc-1', number: NO",
            ("number_unconfirmed_is_nc",),
        ),
        (
            "label: s. NO}",
            "label: s. NO, crossref: [{item: 'palermo:6.6', extent: full, basis: text}]}",
            ("item = 'palermo:6.6' is not in item",),
        ),
        (
            "label: s. NO}",
            "label: s. NO, party: [{country: TUV}]}",
            ("party does not belong to provision",),
        ),
        ("- {number: NO", "- {number: [NO", (".yml:1", "not YAML")),
    ],
)
def test_bad_document(folder, tmp_path, old, new, words):
    path = folder / "instrument" / "TUV" / "tuv-act-2009-1.yml"
    assert old in LAW
    path.write_text(LAW.replace(old, new))
    message = refused(folder, tmp_path / "tip.db")
    assert str(path) in message
    assert all(word in message for word in words), message


def test_document_that_is_a_list(folder, tmp_path):
    (folder / "instrument" / "TUV" / "tuv-act-2009-1.yml").write_text("- a\n- b\n")
    assert "a document is a mapping" in refused(folder, tmp_path / "tip.db")


def test_rule_of_the_whole_database_stops_the_build(folder, tmp_path):
    path = folder / "instrument" / "TUV" / "tuv-act-2009-1.yml"
    path.write_text(LAW.replace("status:", "in_force_on: '2008'\nstatus:"))
    message = refused(folder, tmp_path / "tip.db")
    assert "check_in_force_before_adopted must be empty" in message
    assert "tuv-act-2009-1" in message


def test_refused_build_leaves_the_old_database(folder, tmp_path):
    output = tmp_path / "tip.db"
    build(folder, output)
    before = output.read_bytes()
    (folder / "party.csv").write_text("instrument\nnothing\n")
    refused(folder, output)
    assert output.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".new")] == []


def test_nested_records_take_parent_source_and_ordinal(folder, model):
    rows = list(curated.read(folder, model))
    second = [row for row in rows if row.table == "provision"][1]
    assert second.values["instrument"] == "tuv-act-2009-1"
    assert (second.values["source"], second.values["verification"], second.values["ordinal"]) == (
        "un",
        "seen",
        "2",
    )
    assert second.origin.endswith("tuv-act-2009-1.yml:13")


@pytest.mark.parametrize(
    ("number", "slug"),
    [
        ("2 bis", "2-bis"),
        ("1.º", "1"),
        ("premier", "1"),
        ("1er", "1"),
        ("225-4-1", "225-4-1"),
        ("5.10", "5.10"),
        ("271-A(7)", "271-a-7"),
        ("SÉPTIMA", "septima"),
    ],
)
def test_numbers_in_addresses(number, slug):
    assert folding.slug(number) == slug


def test_lint_sorts_and_loses_nothing(folder):
    path = folder / "source.csv"
    path.write_text(
        "title,id,publisher,licence,reuse\n"
        "Z,source-10,Z,t,facts\nA,source-9,A,t,facts\nUN,un,UN,terms,facts\n"
    )
    assert path in lint(folder, write=True)
    assert path.read_text() == (
        "id,title,publisher,licence,reuse\n"
        "source-9,A,A,t,facts\nsource-10,Z,Z,t,facts\nun,UN,UN,terms,facts\n"
    )
    assert lint(folder, write=False) == []


def test_lint_keeps_the_header_of_a_file_without_rows(folder, tmp_path):
    path = folder / "party.csv"
    path.write_text("country,instrument,status,source,verification\n")
    assert path in lint(folder, write=True)
    assert path.read_text() == "instrument,country,status,source,verification\n"
    build(folder, tmp_path / "tip.db")


@pytest.mark.parametrize("text", ["", "\n", "\ninstrument,country\n"])
def test_file_without_header_is_named(folder, tmp_path, text):
    (folder / "party.csv").write_text(text)
    assert "party.csv:1: no header" in refused(folder, tmp_path / "tip.db")
    with pytest.raises(Refused, match=r"party\.csv:1: no header"):
        lint(folder, write=True)
    assert (folder / "party.csv").read_text() == text


def test_lint_refuses_to_drop_a_comment(folder):
    path = folder / "instrument" / "TUV" / "tuv-act-2009-1.yml"
    path.write_text("# look at this again\n" + LAW)
    with pytest.raises(Refused, match=r"yml:1: a comment would be lost"):
        lint(folder, write=True)
    assert path.read_text().startswith("# look")
