"""The worked examples of docs/examples, run: every one gives the same States and articles as the
database.
"""

import csv
import importlib.util
import io
import re
import shutil
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

pytestmark = pytest.mark.slow

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
EXPECTED = """
select g.country, k.name_en, g.verdict, g.provision, p.label
from gap g join country k on k.id = g.country left join provision p on p.id = g.provision
where g.item = 'palermo:6.6' and g.verdict in ('full', 'partial') and k.region = 'Africa'
order by g.country
"""


@pytest.fixture(scope="module")
def expected(bundle):
    db = sqlite3.connect(bundle / "tip.db")
    rows = db.execute(EXPECTED).fetchall()
    db.close()
    assert len(rows) > 5
    return rows


def run(*command: object) -> list[tuple[str, ...]]:
    said = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, check=True, timeout=120
    ).stdout
    return [tuple(line.split("\t")) for line in said.splitlines()]


def test_python(bundle, expected):
    assert run(sys.executable, EXAMPLES / "gaps.py", bundle) == expected


def test_workbook(bundle, expected):
    assert run(sys.executable, EXAMPLES / "workbook.py", bundle / "palermo-ledger.xlsx") == expected


def test_duckdb(bundle, expected, monkeypatch):
    monkeypatch.chdir(bundle)
    assert duckdb.sql((EXAMPLES / "gaps.sql").read_text(encoding="utf-8")).fetchall() == expected


def test_r(bundle, expected):
    """Run where R is; elsewhere every bracket closes and every column the script asks for is one of
    the file it reads.
    """
    script = EXAMPLES / "gaps.R"
    if shutil.which("Rscript"):
        assert run("Rscript", script, bundle) == expected
        return
    text = script.read_text(encoding="utf-8")
    bare = re.sub(r"#.*|\"[^\"]*\"", '""', text)
    assert [bare.count(sign) for sign in "([{"] == [bare.count(sign) for sign in ")]}"]
    asked = re.findall(r'table\("(\w+)", c\(([^)]*)\)', text)
    assert [name for name, _columns in asked] == ["gap", "country", "provision"]
    for name, columns in asked:
        with (bundle / "csv" / f"{name}.csv").open(encoding="utf-8") as file:
            assert set(re.findall(r"\w+", columns)) <= set(file.readline().strip().split(","))


def test_pandas(bundle, tmp_path):
    """Run where pandas is; elsewhere it is Python, and its columns are those of the panel."""
    script = EXAMPLES / "panel.py"
    with (bundle / "csv" / "country_year.csv").open(encoding="utf-8", newline="") as file:
        panel = list(csv.DictReader(file))
    assert len({(row["country"], row["year"]) for row in panel}) == len(panel)
    assert re.search(r'right_on=\["country", "year"\]', script.read_text(encoding="utf-8"))
    compile(script.read_text(encoding="utf-8"), script, "exec")
    if importlib.util.find_spec("pandas"):
        (tmp_path / "yours.csv").write_text("iso3,year,gdp\nNAM,2010,1\n", encoding="utf-8")
        (row,) = csv.DictReader(
            io.StringIO(
                subprocess.run(
                    [sys.executable, script, bundle, tmp_path / "yours.csv", "iso3", "year"],
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout
            )
        )
        assert row["name"] == "Namibia"


def test_power_query(get):
    """By syntax: brackets close, each step is named once and used after, columns are there."""
    text = re.sub(r"^//.*", "", (EXAMPLES / "gaps.pq").read_text(encoding="utf-8"), flags=re.M)
    bare = re.sub(r'"[^"]*"', '""', text)
    assert [bare.count(sign) for sign in "([{"] == [bare.count(sign) for sign in ")]}"]
    steps = re.findall(r"^    (\w+) = ", text, re.M)
    assert len(set(steps)) == len(steps) == 5
    assert text.strip().startswith("let")
    assert text.split("\nin\n")[1].strip() == steps[-1]
    for before, after in pairwise(steps):
        assert before in text.partition(f"    {after} = ")[2].partition("\n    }")[0]
    head = get("/gaps.csv?region=Africa&item=palermo:6.6").text.splitlines()[0].split(",")
    named = re.findall(r'"(\w+)"', text.partition("SelectColumns")[2])
    assert set(named) | {"verdict"} <= set(head)


def test_curl(address, db):
    said = subprocess.run(
        ["sh", str(EXAMPLES / "gaps.sh"), address],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    rows = list(csv.reader(io.StringIO(said)))
    assert [tuple(row[:5]) for row in rows[1:]] == [
        tuple(row) for row in db.execute(EXPECTED).fetchall()
    ]
    assert rows[1][5].startswith(f"{address}/provision/")


def test_every_example_is_listed():
    listed = set(
        re.findall(r"\]\(([\w.]+)\)", (EXAMPLES / "README.md").read_text(encoding="utf-8"))
    )
    assert listed == {path.name for path in EXAMPLES.iterdir()} - {"README.md"}
