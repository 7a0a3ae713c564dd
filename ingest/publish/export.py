"""Everything for the researcher, in one folder and one zip: `make export` (`python -m
ingest.export`).

The order of the steps, and no more. The same database gives the same bytes, whenever and wherever
it is exported.
"""

import hashlib
import os
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from ingest import ROOT
from ingest.database import Refused
from ingest.database.table_roles import tables_with
from ingest.publish import withhold
from ingest.publish.bundle import akoma_ntoso, codebook_markdown, descriptions, tables
from ingest.publish.bundle.entities import Entity, open_database
from ingest.publish.bundle.entities import entities as entities_of
from scrapers.whole_file import flush_folder, put_in_place, workroom

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can say
# a view whose rows are kept is written as it is defined, and its rows are not
SCHEMA = """
select coalesce(c.computed, m.sql) || ';'
from sqlite_master m
left join codebook c on m.type = 'view' and c.entity = m.name and c.ordinal = 0
where m.sql is not null and m.name not glob '*_fts_*' and not exists (
  select 1 from sqlite_master v where v.type = 'view' and '_' || v.name = m.tbl_name
)
order by m.type = 'view', coalesce(c.rowid, m.rowid)
"""
Done = Callable[[str], None]


@click.command()
@click.option(
    "--database",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    default=ROOT / "db" / "tip.db",
    help="database to export",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=ROOT / "dist",
    help="folder that gets the bundle",
)
def main(database: Path, output: Path) -> None:
    """Write every table and view as CSV, Parquet, JSON Lines, XLSX and SQLite, with codebook,
    citation, licences and hashes.
    """
    try:
        bundle = export(database, output, lambda name: click.echo(f"  {name}"))
    except (Refused, OSError, sqlite3.Error) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{bundle}: {sum(1 for path in bundle.rglob('*') if path.is_file())} files; "
        f"{bundle.with_suffix('.zip').stat().st_size:,} bytes zipped"
    )


def export(database: Path, output: Path, done: Done = lambda name: None) -> Path:
    """Write the bundle of a database under `output`, beside it the same as a zip; give its folder,
    named by the day of the build.

    `done` hears the name of each step. Raises sqlite3.Error when the file is not a database of
    ours, Refused when its rows are not those that were built.
    """
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    names = ("built_at", "git_commit", "inputs_hash", "content_hash")
    build = dict(
        zip(
            names,
            connection.execute(f"select {', '.join(names)} from build").fetchone(),
            strict=True,
        )
    )
    connection.close()
    name = f"palermo-ledger-{build['built_at'][:10]}"
    with workroom(output / ".bundle.part") as room:
        make_bundle(database, room / name, build, done)
        show_bundle(room / name, output / name)
    done("zip")
    return output / name


def make_bundle(database: Path, bundle: Path, build: dict[str, str], done: Done) -> None:
    """Write every file of a bundle, and beside it the zip of them all."""
    bundle.mkdir()
    said = withhold.copy(database, bundle / "tip.db")
    done("sqlite")
    db = open_database(bundle / "tip.db")
    build["original_hash"] = build["content_hash"]
    (build["content_hash"],) = db.execute("select content_hash from build").fetchone()
    entities = entities_of(db)
    write_tables(db, entities, bundle, build, done)
    laws = akoma_ntoso.write(db, bundle / "akn")
    done("akn")
    write_words(db, entities, bundle, build, said, laws)
    db.close()
    seal(bundle)


def write_tables(
    db: sqlite3.Connection, entities: list[Entity], bundle: Path, build: dict[str, str], done: Done
) -> None:
    """The four forms of the tables, and the schema that JSON Lines can be loaded into."""
    for form, write in (
        ("csv", tables.write_entity_csv),
        ("jsonl", tables.write_jsonl),
        ("parquet", tables.write_parquet),
    ):
        (bundle / form).mkdir()
        for entity in entities:
            write(db, entity, bundle / form / f"{entity.name}.{form}")
        done(form)
    built = datetime.fromisoformat(build["built_at"]).replace(tzinfo=None)
    tables.write_xlsx(db, entities, about_sheet(build), built, bundle / "palermo-ledger.xlsx")
    done("xlsx")
    (bundle / "schema.sql").write_text(schema_of(db), encoding="utf-8")


def about_sheet(build: dict[str, str]) -> list[tuple[str, str]]:
    """The lines of the first sheet of the workbook."""
    day, digest = build["built_at"][:10], build["content_hash"]
    return [
        ("Palermo Ledger", descriptions.WORDS),
        ("Built", build["built_at"]),
        ("Content hash", digest),
        ("Licence", "CC BY 4.0, with notes per source: see the sheet source and licences.csv"),
        (
            "Cite as",
            f"{descriptions.AUTHORS}, {descriptions.TITLE}, {day}, SHA-256 {digest[:12]}",
        ),
        (
            "Reading",
            "Found, looked for and not found, and not assessed are three different answers; "
            "an empty cell is never a no.",
        ),
        (
            "Long texts",
            f"A text longer than {tables.CELL:,} characters is cut and ends in "
            f"{tables.CUT.strip()}; it is whole in the CSV files.",
        ),
        (
            "Not here",
            f"{', '.join(tables_with('index'))} (only for programs); among the CSV files.",
        ),
    ]


def schema_of(db: sqlite3.Connection) -> str:
    """The SQL that makes an empty database of the same shape."""
    return "\n\n".join(row[0] for row in db.execute(SCHEMA)) + "\n"


def write_words(
    db: sqlite3.Connection,
    entities: list[Entity],
    bundle: Path,
    build: dict[str, str],
    said: list[withhold.Withheld],
    laws: list[str],
) -> None:
    """Everything beside the tables that a reader or a program needs to understand, cite and trust
    them.
    """
    for language in ("en", "fr"):
        (bundle / f"codebook.{language}.md").write_text(
            codebook_markdown.markdown(db, language), encoding="utf-8"
        )
    descriptions.licences(db, entities, bundle / "licences.csv")
    (bundle / "LEFT_OUT.md").write_text(descriptions.left_out(said, db), encoding="utf-8")
    (bundle / "README.md").write_text(descriptions.readme(build, laws), encoding="utf-8")
    (bundle / "LICENSE").write_bytes((ROOT / "LICENSE").read_bytes())
    (bundle / "CITATION.cff").write_text(descriptions.citation(build, db), encoding="utf-8")
    files = {
        f"csv/{path.name}": {"bytes": path.stat().st_size, "hash": f"sha256:{sha256(path)}"}
        for path in (bundle / "csv").iterdir()
    }
    (bundle / "datapackage.json").write_text(
        descriptions.as_json(descriptions.data_package(entities, files, build)), encoding="utf-8"
    )


def show_bundle(made: Path, bundle: Path) -> None:
    """Put a finished bundle and its zip where readers look for them; until then they see the bundle
    before it, whole. A bundle without its zip is not shown (plugins/downloads.py).
    """
    flush_folder(made)
    bundle.with_suffix(".zip").unlink(missing_ok=True)
    if bundle.exists():
        os.replace(bundle, made.parent / "before")
    os.replace(made, bundle)
    put_in_place(made.with_suffix(".zip"), bundle.with_suffix(".zip"))


def seal(bundle: Path) -> None:
    """Write SHA256SUMS over every file, and the zip of them all."""
    paths = sorted(path for path in bundle.rglob("*") if path.is_file())
    (bundle / "SHA256SUMS").write_text(
        "".join(f"{sha256(path)}  {path.relative_to(bundle).as_posix()}\n" for path in paths),
        encoding="utf-8",
    )
    with zipfile.ZipFile(bundle.with_suffix(".zip"), "w") as archive:
        for path in [*paths, bundle / "SHA256SUMS"]:
            entry = zipfile.ZipInfo(f"{bundle.name}/{path.relative_to(bundle).as_posix()}", EPOCH)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 6)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
