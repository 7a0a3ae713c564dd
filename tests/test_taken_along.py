"""What people take along opens as it should: every row, labels beside codes, words for columns."""

import csv
import io
import re
from collections import Counter

import pytest


def rows_of(answer, sign=","):
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=sign))


def test_a_search_is_taken_whole(get):
    total = get("/search.json?q=victims").json()["total"]
    assert total > 1000
    assert len(rows_of(get("/search.csv?q=victims"))) == total
    assert len(rows_of(get("/search.csv?q=victims&size=30"))) == 30


@pytest.mark.parametrize(
    "path", ["/changes", "/conflicts", "/coverage", "/plans", "/plans/overdue"]
)
def test_a_page_is_taken_with_every_row(get, path):
    data = get(f"{path}.json").json()
    taken = rows_of(get(f"{path}.csv"))
    assert len(taken) == max(data.get("total", 0), len(data["rows"]))


def test_labels_stand_behind_their_codes_in_the_language_of_the_reader(get):
    (english,) = {
        row["verdict_label"] for row in rows_of(get("/gaps.csv")) if row["verdict"] == "full"
    }
    (french,) = {
        row["verdict_label"] for row in rows_of(get("/fr/gaps.csv")) if row["verdict"] == "full"
    }
    assert (english, french) == ("full", "complet")
    row = rows_of(get("/fr/gaps.csv?item=palermo:6.6"))[0]
    assert row["item_label"].startswith("Possibilité pour les victimes")
    names = list(row)
    assert names[names.index("item") + 1] == "item_label"
    assert names[0] == "country"


def test_a_table_for_a_spreadsheet_names_its_codes_and_one_for_a_program_does_not(get):
    def read_lines(path, sign):
        return list(csv.reader(io.StringIO(get(path).content.decode("utf-8-sig")), delimiter=sign))

    asked = "country=SEN&item=palermo:6.6"
    heads, row = read_lines(f"/tip/gap.fr.csv?{asked}", ";")[:2]
    said = dict(zip(heads, row, strict=True))
    assert "Sénégal" in row
    assert any(name.endswith("(code)") for name in heads)
    assert {"pays", "verdict"} <= set(said)
    assert read_lines(f"/tip/gap.csv?{asked}", ",")[0][:2] == ["country", "item"]
    spanish = read_lines(f"/tip/gap.es.csv?{asked}", ";")
    assert len(spanish[0]) == len(heads)
    assert spanish[0] != heads
    empty = read_lines("/tip/gap.fr.csv?country=SEN&item=none", ";")
    assert empty == [heads], "the same head however few the rows"


def test_a_spreadsheet_has_columns_in_words(get):
    head = get("/gaps.fr.csv").content.decode("utf-8-sig").splitlines()[0].split(";")
    assert head[0] == "pays"
    assert "verdict (code)" in head
    assert "point" in head
    assert get("/gaps.csv").text.startswith("country,")


def test_the_panel_has_a_row_a_state_and_year_and_no_nought_for_what_is_not_known(get, db):
    rows = db.execute("select * from country_year").fetchall()
    keys = Counter((row["country"], row["year"]) for row in rows)
    assert set(keys.values()) == {1}
    assert {len(code) for code, _ in keys} == {3}
    before = [row for row in rows if row["palermo_bound"] == 0]
    assert before
    assert all(row["plan_known"] != 0 for row in rows)
    late = {row["country"]: row["year"] for row in rows if row["palermo_bound"] == 1}
    assert not [row for row in before if row["year"] > late[row["country"]]]


def test_every_path_has_a_name_a_group_and_words_for_programs(get):
    document = get("/openapi.json").json()
    operations = [entry["get"] for entry in document["paths"].values()]
    assert max(Counter(one["operationId"] for one in operations).values()) == 1
    known = {tag["name"] for tag in document["tags"]}
    for one in operations:
        assert re.fullmatch(r"get(_[A-Za-z0-9]+)*", one["operationId"])
        assert set(one["tags"]) <= known
        assert one["description"]
