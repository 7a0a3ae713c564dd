"""One country on a stick: `python -m ingest.publish.pack.pack SEN` writes
dist/palermo-ledger-SEN-<day>.zip.

The zip holds the country's database and tables, its pages in English and French with a search that
needs no server, and its profile as a PDF. It opens from any folder, on a phone too: unzip and open
index.html. Wording that a source does not let us pass on is not in it.
"""

import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from string import Template

import click

from ingest import ROOT
from ingest.database import Refused
from ingest.database.table_roles import role_of
from ingest.publish import withhold
from ingest.publish.csv_files import write_csv, write_french_csv
from ingest.publish.pack import static_pages
from ingest.publish.pack.country_subset import check_country, subset
from ingest.publish.pack.running_site import find_chromium, site_client
from scrapers.whole_file import put_in_place, workroom

LANGUAGES = ["en", "fr"]
TABLES = """
select name from sqlite_master
where type = 'table' and name not glob '*_fts*' and name not glob '[_]*'
"""
SOURCES = """
select id, title, publisher, url, licence, reuse, checked_on from source order by id
"""
VIEWS = ("gap", "score", "plan_clock", "corridor_status", "conflict")


@click.command()
@click.argument("country")
@click.option(
    "--database", type=click.Path(path_type=Path, exists=True), default=ROOT / "db" / "tip.db"
)
@click.option(
    "--output", type=click.Path(path_type=Path), default=ROOT / "dist", help="folder of the zip"
)
@click.option("--pdf/--no-pdf", default=True, help="the profile as a PDF, printed by chromium")
def main(country: str, database: Path, output: Path, pdf: bool) -> None:
    """Pack COUNTRY (ISO 3166-1 alpha-3)."""
    if pdf and not find_chromium():
        raise click.ClickException(
            "no chromium or chrome on this machine to print the PDF: install one, "
            "or ask for --no-pdf"
        )
    try:
        file = pack(database, country.upper(), output, pdf)
    except (Refused, ValueError, RuntimeError, OSError, sqlite3.Error) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")


def pack(database: Path, country: str, output: Path, pdf: bool = True) -> Path:
    """Write the zip of a country and give its path. Raises ValueError for an unknown country,
    RuntimeError when the site cannot be read.
    """
    check_country(database, country)
    with workroom(output / ".pack.part") as room:
        folder, given = room / "pack", room / "tip.db"
        (folder / "data").mkdir(parents=True)
        withhold.copy(database, given)
        part = folder / "data" / f"{country}.db"
        subset(given, part, country)
        write_tables(part, folder / "data")
        with site_client(given) as client:
            made: dict[str, list[static_pages.Page]] = {language: [] for language in LANGUAGES}
            for language, page in static_pages.copy(
                client, static_pages.wanted(part, country), LANGUAGES, folder
            ):
                made[language].append(page)
        for language, found in made.items():
            static_pages.searchable(found, language, folder)
            if pdf:
                printed(
                    folder / language / "country" / f"{country}.html",
                    folder / f"{country}-{language}.pdf",
                )
        day = start(part, folder, country, pdf)
        target = output / f"palermo-ledger-{country}-{day}.zip"
        put_in_place(zipped(folder, room / target.name), target)
    return target


def write_tables(part: Path, folder: Path) -> None:
    """Every table and main view with rows as CSV, and as CSV for a French Excel."""
    with closing(sqlite3.connect(part)) as db:
        names = [name for (name,) in db.execute(TABLES) if role_of(name) != "index"]
        for name in [*names, *VIEWS]:
            header, rows = query(db, f"select * from [{name}]")
            if rows:
                write_csv(folder / "csv" / f"{name}.csv", header, rows)
                write_french_csv(folder / "excel-fr" / f"{name}.csv", header, rows)
        write_csv(folder / "sources.csv", *query(db, SOURCES), mark=True)


def query(db: sqlite3.Connection, sql: str) -> tuple[list[str], list[tuple[object, ...]]]:
    """The names of the columns and the rows of a query."""
    found = db.execute(sql)
    return [column[0] for column in found.description], found.fetchall()


def printed(page: Path, target: Path) -> None:
    """A page as a PDF; raises RuntimeError with what the browser said."""
    command = [
        find_chromium() or "chromium",
        "--headless",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        page.as_uri(),
    ]
    command[1:1] = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if not target.exists() or target.read_bytes()[:5] != b"%PDF-":
        raise RuntimeError(f"{page.name} could not be printed: {said.stderr[-300:]}")


def start(part: Path, folder: Path, country: str, pdf: bool) -> str:
    """Write index.html and give the day of the version."""
    with closing(sqlite3.connect(part)) as db:
        built, digest = db.execute("select built_at, content_hash from build").fetchone()
        english, french = db.execute(
            "select name_en, name_fr from country where id = ?", [country]
        ).fetchone()
    values = {
        "country": country,
        "name_en": english,
        "name_fr": french,
        "day": built[:10],
        "version": built[:10],
        "hash": digest[:16],
    }
    values |= {
        f"pdf_{language}": f' · <a href="{country}-{language}.pdf">PDF</a>' if pdf else ""
        for language in LANGUAGES
    }
    text = Template((Path(__file__).parent / "start.html").read_text(encoding="utf-8")).substitute(
        values
    )
    (folder / "index.html").write_text(text, encoding="utf-8")
    return str(built[:10])


def zipped(folder: Path, target: Path) -> Path:
    """The folder as a zip, its files in order and all of one time."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(str(file.relative_to(folder)), date_time=(2000, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    return target


if __name__ == "__main__":
    sys.exit(main())
