"""The parts of Datasette that this site leans on. If one of these fails after an upgrade, look here
before the pages.
"""

import inspect
import re
import shutil
import sqlite3
from concurrent.futures import Executor
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest
from datasette import NotFound, Request, handle_exception
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import get_plugins, pm
from datasette.utils import internal_db
from datasette.utils.asgi import DatabaseNotFound
from datasette.utils.internal_db import populate_schema_tables
from datasette.views.table import table_view

ROOT = Path(__file__).parent.parent


def test_pinned_version():
    assert version("datasette") == "1.0a41"


def test_hooks_we_use_exist():
    used = {
        "register_routes",
        "prepare_jinja2_environment",
        "asgi_wrapper",
        "startup",
        "handle_exception",
        "prepare_connection",
        "top_table",
        "top_query",
        "top_database",
        "extra_template_vars",
        "jinja2_environment_from_request",
    }
    assert used <= {name for name in dir(pm.hook) if not name.startswith("_")}


def test_our_pages_are_filled_in_one_go_and_those_of_datasette_are_awaited(ledger):
    """The same templates and words in both; Datasette awaits `render_async` of either."""
    ours, theirs = (ledger.get_jinja_environment(Request.fake(path)) for path in ("/", "/tip/item"))
    assert (ours.is_async, theirs.is_async) == (False, True)
    assert ours.globals is theirs.globals
    assert ours is ledger.get_jinja_environment(Request.fake("/country/SLE")), "compiled once"
    assert inspect.iscoroutinefunction(ours.get_template("home.html").render_async)


def test_every_file_of_the_plugins_folder_has_hooks(get):
    """A helper belongs in plugins/kit: Datasette would execute it a second time."""
    assert get("/healthz").status_code == 200
    plugins = {plugin["name"]: plugin["hooks"] for plugin in get_plugins()}
    ours = {path.name for path in (ROOT / "plugins").glob("*.py")}
    assert ours <= set(plugins)
    assert {name for name in ours if not plugins[name]} == set()


def test_what_the_watcher_leans_on(built):
    """plugins/live_reload.py puts its own mapping and its own Database in Datasette; these are the
    names it takes as given.
    """
    site = Datasette([], immutables=[str(built)])
    assert isinstance(site.databases, dict)
    assert site.get_database("tip") is site.databases["tip"]
    assert list(inspect.signature(Database.__init__).parameters)[:4] == [
        "self",
        "ds",
        "path",
        "is_mutable",
    ]
    assert list(inspect.signature(Database.connect).parameters) == ["self", "write"]
    assert "conn = self.connect()" in inspect.getsource(Database._execute_fn), (
        "a thread asks once for its connection"
    )
    for name in (
        "cached_hash",
        "cached_size",
        "_cached_table_counts",
        "count_limit",
        "name",
        "route",
        "close",
    ):
        assert hasattr(site.databases["tip"], name), name
    assert list(inspect.signature(populate_schema_tables).parameters) == [
        "internal_db",
        "db",
        "schema_version",
    ]
    assert list(inspect.signature(site.add_background_task).parameters) == ["func", "name"]
    assert {"invoke_startup", "get_internal_database", "setting"} <= set(dir(site))
    site.close()


def test_what_the_bounds_of_visitors_lean_on(built):
    """plugins/visitors.py puts its own pools and its own time limit in Datasette."""
    plain = Datasette([], immutables=[str(built)])
    assert isinstance(plain.executor, Executor)
    source = inspect.getsource(Database.execute)
    assert "with sqlite_timelimit(conn, time_limit_ms):" in source
    plain.close()


def test_a_wrong_address_is_not_drawn_into_the_log(get):
    assert get("/country/ZZZ").status_code == 404
    assert vars(handle_exception)["rich"] is None, (
        "plugins/quiet_tracebacks.py takes this name away"
    )


def test_json_of_a_table(get):
    answer = get("/tip/item.json?_size=1&_shape=objects").json()
    assert answer["ok"] is True
    assert answer["rows"][0]["code"]
    assert {"rows", "next", "truncated"} <= set(answer)


def test_json_of_sql(get):
    answer = get(
        "/tip/-/query.json?sql=select+code+from+item+where+code+%3D+:code&code=palermo:6.6"
    ).json()
    assert answer["rows"] == [{"code": "palermo:6.6"}]


def test_csv_of_a_table_streams_all_rows(get, items):
    lines = get("/tip/item.csv?_stream=1").text.strip().splitlines()
    assert len(lines) == 1 + len(items)


def test_full_text_search_is_found_by_datasette_itself(get):
    rows = get("/tip/provision.json?_search=reparation&_size=5").json()["rows"]
    assert rows
    assert all("répar" in str(row).lower() or "repar" in str(row).lower() for row in rows)


def test_metadata_words_are_shown(get):
    assert "only touches the item and is never counted" in get("/tip/crossref").text


def test_database_can_be_downloaded(get):
    answer = get("/tip.db")
    assert answer.status_code == 200
    assert answer.content.startswith(b"SQLite format 3")


def test_what_downloads_and_releases_lean_on(get, built):
    """The SQL and parameters behind a table and behind an SQL answer; a prepared connection; the
    tables that hold the words.
    """
    asked = get("/tip/gap.json?country=SEN&_size=1&_extra=query&_nofacet=1&_nocount=1").json()[
        "query"
    ]
    assert asked["sql"].endswith(" limit 2")
    assert asked["params"] == {"p0": "SEN"}
    asked = get("/tip/-/query.json?sql=select+:a+as+a&a=1&_size=1&_extra=query").json()["query"]
    assert (asked["sql"], asked["params"]) == ("select :a as a", {"a": "1"})
    site = Datasette([], immutables=[str(built)])
    connection = sqlite3.connect(built)
    site._prepare_connection(connection, "tip")
    assert connection.execute("select escape_fts('a b')").fetchone()[0] == '"a" "b"'
    connection.close()
    assert inspect.iscoroutinefunction(table_view)
    assert issubclass(DatabaseNotFound, NotFound)
    assert {"metadata_databases", "metadata_resources", "metadata_columns"} <= set(
        re.findall(r"TABLE IF NOT EXISTS (metadata_\w+)", inspect.getsource(internal_db), re.I)
    )
    site.close()


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/tip/party?_sort=nowhere", "Cannot sort table by nowhere"),
        ("/tip/party?_where=zz%3D1", "no such column: zz"),
        ("/tip/-/query?sql=delete+from+party", "Statement must be a SELECT"),
    ],
)
def test_what_datasette_refuses_is_said_on_a_page_of_the_reader(get, path, reason):
    page = get(f"/fr{path}")
    assert page.status_code == 400
    assert '<html lang="fr">' in page.text
    assert f"<span lang=en dir=ltr>{reason}</span>" in page.text
    assert 'href="/fr/countries"' in page.text
    assert f'<p class="lead">{reason}</p>' in get(path).text


def test_a_fault_of_ours_is_told_in_the_language_of_the_reader_and_logged(
    site_of, wait, built, tmp_path, capsys
):
    broken = tmp_path / "tip.db"
    shutil.copy(built, broken)
    with closing(sqlite3.connect(broken)) as db:
        db.executescript("drop table term")
    page = wait(site_of(broken).client.get("/fr/glossary"))
    assert page.status_code == 500
    assert '<html lang="fr">' in page.text
    assert "no such table" not in page.text
    assert "no such table: term" in capsys.readouterr().err
