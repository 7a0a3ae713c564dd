"""The parts of Datasette that this site leans on. If one of these fails after an upgrade, look here before the pages."""

from importlib.metadata import version

from datasette.plugins import pm


def test_pinned_version():
    assert version("datasette") == "1.0a41"


def test_hooks_we_use_exist():
    assert {"register_routes", "prepare_jinja2_environment"} <= {name for name in dir(pm.hook) if not name.startswith("_")}


def test_json_of_a_table(get):
    answer = get("/tip/item.json?_size=1&_shape=objects").json()
    assert answer["ok"] is True
    assert answer["rows"][0]["code"]
    assert {"rows", "next", "truncated"} <= set(answer)


def test_json_of_sql(get):
    answer = get("/tip/-/query.json?sql=select+code+from+item+where+code+%3D+:code&code=palermo:6.6").json()
    assert answer["rows"] == [{"code": "palermo:6.6"}]


def test_csv_of_a_table_streams_all_rows(get):
    lines = get("/tip/item.csv?_stream=1").text.strip().splitlines()
    assert len(lines) == 61


def test_full_text_search_is_found_by_datasette_itself(get):
    rows = get("/tip/provision.json?_search=reparation&_size=5").json()["rows"]
    assert rows
    assert all("répar" in str(row).lower() or "repar" in str(row).lower() for row in rows)


def test_metadata_words_are_shown(get):
    assert "never counts as compliance" in get("/tip/crossref").text


def test_database_can_be_downloaded(get):
    answer = get("/tip.db")
    assert answer.status_code == 200
    assert answer.content.startswith(b"SQLite format 3")
