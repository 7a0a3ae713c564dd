"""One country on a stick: `python -m ingest.publish.pack.pack SEN` writes
dist/palermo-ledger-SEN-<day>.zip.

The zip holds the country's database and tables, its pages in English, French and those of its
languages that the site has, with a search that needs no server, and its profile as a PDF. It opens
from any folder, on a phone too: unzip and open index.html. Wording that a source does not let us
pass on is not in it.
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
from babel import Locale

from ingest import ROOT
from ingest.database import Refused
from ingest.database.table_roles import role_of
from ingest.publish import withhold
from ingest.publish.csv_files import write_comma_csv, write_csv
from ingest.publish.pack import static_pages
from ingest.publish.pack.country_subset import check_country, subset
from ingest.publish.pack.running_site import find_chromium, site_client
from ingest.publish.translations import catalogues, translations
from scrapers.whole_file import put_in_place, workroom

ALWAYS = ["en", "fr"]
SECTION = """<section lang="$code" dir="$dir">
<h2>$name <small class="code">$country</small></h2>
<p class="lead">$what</p>
<p><a class="button" href="$code/country/$country.html">$open</a> ·
<a href="$code/search.html">$search</a>$pdf</p>
<p class="quiet">$only</p>
</section>
"""
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
            languages = languages_of(part, country)
            made: dict[str, list[static_pages.Page]] = {language: [] for language in languages}
            for language, page in static_pages.copy(
                client, static_pages.wanted(part, country), languages, folder
            ):
                made[language].append(page)
        for language, found in made.items():
            static_pages.searchable(found, language, folder)
            if pdf:
                printed(
                    folder / language / "country" / f"{country}.html",
                    folder / f"{country}-{language}.pdf",
                )
        day = start(part, folder, country, languages, pdf)
        target = output / f"palermo-ledger-{country}-{day}.zip"
        put_in_place(zipped(folder, room / target.name), target)
    return target


def languages_of(part: Path, country: str) -> list[str]:
    """The languages of a pack: the country's own that the site has, then English and French."""
    with closing(sqlite3.connect(part)) as db:
        (spoken,) = db.execute("select languages from country where id = ?", [country]).fetchone()
    names = (spoken or "").split(";")
    own = [code for code in catalogues() if Locale(code).english_name in names]
    return list(dict.fromkeys([*own, *ALWAYS]))


def write_tables(part: Path, folder: Path) -> None:
    """Every table and main view with rows as CSV, and as CSV for an Excel with a decimal comma."""
    with closing(sqlite3.connect(part)) as db:
        names = [name for (name,) in db.execute(TABLES) if is_read_as_table(name)]
        for name in [*names, *VIEWS]:
            header, rows = query(db, f"select * from [{name}]")
            if rows:
                write_csv(folder / "csv" / f"{name}.csv", header, rows)
                write_comma_csv(folder / "excel" / f"{name}.csv", header, rows)
        write_csv(folder / "sources.csv", *query(db, SOURCES), mark=True)


def is_read_as_table(name: str) -> bool:
    """Is a table worth a file? Words that only programs look up stay in the database alone."""
    return role_of(name) not in ("index", "words")


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


def start(part: Path, folder: Path, country: str, languages: list[str], pdf: bool) -> str:
    """Write index.html and give the day of the version."""
    with closing(sqlite3.connect(part)) as db:
        built, digest = db.execute("select built_at, content_hash from build").fetchone()
        names = db.execute(
            f"select {', '.join(f'name_{code}' for code in languages)} from country where id = ?",
            [country],
        ).fetchone()
    day = str(built[:10])
    sections = [
        section(code, name, country, day, pdf) for code, name in zip(languages, names, strict=True)
    ]
    values = {
        "language": languages[0],
        "name": names[0],
        "country": country,
        "sections": "".join(sections),
        "data": translations(languages[0]).gettext("Data"),
        "day": day,
        "hash": digest[:16],
    }
    text = Template((Path(__file__).parent / "start.html").read_text(encoding="utf-8")).substitute(
        values
    )
    (folder / "index.html").write_text(text, encoding="utf-8")
    return day


def section(code: str, name: str, country: str, day: str, pdf: bool) -> str:
    """What index.html says in one language; English where it has no words."""
    _ = translations(code).gettext
    return Template(SECTION).substitute(
        code=code,
        dir=Locale(code).text_direction,
        name=name,
        country=country,
        what=_(
            "Laws, plans and agreements against trafficking in persons, provision by provision, "
            "with their sources. Copy of %(day)s, works offline."
        )
        % {"day": day},
        open=_("Open the pages in English"),
        search=_("Search"),
        pdf=f' · <a href="{country}-{code}.pdf">PDF</a>' if pdf else "",
        only=_(
            "This pack holds this country only and the texts that bind it; no data is never a “no”."
        ),
    )


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
