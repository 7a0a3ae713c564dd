"""Number and keep a state of the knowledge base: `make release` (`python -m ingest.release`).

The record (number, day, commit, hash, changes in words) goes into db/curated/release.csv and is
committed; the file is kept as db/tip-<number>.db, from which the site answers /tip-<number>/...,
and is not.
"""

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from ingest import ROOT, checkout
from ingest.build import build
from ingest.database import Refused
from ingest.database.change_ledger import Difference
from ingest.publish.diff import colon_of, compare, in_words, table_titles
from ingest.publish.translations import translations
from scrapers.whole_file import put_in_place, replacing, workroom, write_whole

HEAD = [
    *("number", "released_on", "git_commit", "content_hash"),
    *("changes_en", "changes_fr", "doi"),
]
SINCE = """
select entity, entity_id, reason, field, old, new from change where seen_on >= ? order by rowid
"""
COUNTED = ("instrument", "provision", "crossref", "party", "finding", "body", "plan_activity")
Row = dict[str, str]


@click.command()
def main() -> None:
    """Release what is committed: build it, record it, keep its file."""
    try:
        if checkout.git("status", "--porcelain", "db/curated", "db/schema.sql"):
            raise Refused(
                "db/curated or db/schema.sql differ from the last commit; commit first, so that "
                "the release can be built again from it"
            )
        row = release(ROOT / "db" / "curated", ROOT / "db" / "tip.db", ROOT / "db" / "raw")
    except (Refused, OSError, sqlite3.Error) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Release {row['number']}, {row['released_on']}, {row['content_hash'][:12]}\n"
        f"{row['changes_en']}"
    )
    path = ROOT / "CITATION.cff"
    write_whole(path, cited(path.read_text(encoding="utf-8"), row).encode())
    click.echo(
        f"Commit db/curated/release.csv and CITATION.cff; the file is db/tip-{row['number']}.db. "
        "`make export` makes its bundle."
    )


def release(folder: Path, output: Path, received: Path | None = None) -> Row:
    """Build `folder`, add its record to release.csv and keep the file beside `output`; give the
    record.

    The record is written last, when the file that it speaks of is kept and whole: what ends before
    has changed nothing, and the next run does it again. Raises Refused when the commit is not
    known, the last release has the same rows or its file is not the one that was recorded.
    """
    commit = checkout.commit()
    if commit is None:
        raise Refused("no commit: a release is made from a checkout, so that it can be built again")
    with workroom(output.with_name(".release.part")) as room:
        build(folder, output, received)
        records = read(folder / "release.csv")
        content_hash = hash_of_build(output)
        if records and records[-1]["content_hash"] == content_hash:
            raise Refused(
                f"release {records[-1]['number']} has the same rows: there is nothing to release"
            )
        number = len(records) + 1
        row = {
            "number": str(number),
            "released_on": datetime.now(UTC).date().isoformat(),
            "git_commit": commit,
            "content_hash": content_hash,
            "changes_en": "\n".join(changed(output, records, "en")),
            "changes_fr": "\n".join(changed(output, records, "fr")),
            "doi": "",  # an archive gives it after the release is made
        }
        made = build_with_record(folder, output, received, [*records, row], room)
        # in one step, because a running site serves the file as soon as it is there
        put_in_place(made, output.with_name(f"tip-{number}.db"))
        put_in_place(room / "curated" / "release.csv", folder / "release.csv")
        with replacing(output) as copy:
            shutil.copy(output.with_name(f"tip-{number}.db"), copy)
    return row


def cited(text: str, row: Row) -> str:
    """CITATION.cff with the number, the day and the hash of a release; a DOI in it is of the one
    before and goes.
    """
    text = re.sub(r"^version: .*$", f"version: '{row['number']}'", text, flags=re.M)
    text = re.sub(
        r"^date-released: .*$", f"date-released: '{row['released_on']}'", text, flags=re.M
    )
    text = re.sub(r"^doi: .*\n", "", text, flags=re.M)
    text = re.sub(r"sha256:[0-9a-f]{64}", f"sha256:{row['content_hash']}", text)
    return re.sub(r"release \d+ \(", f"release {row['number']} (", text)


def build_with_record(
    folder: Path, output: Path, received: Path | None, records: list[Row], room: Path
) -> Path:
    """The database of `folder` as it is with these records in release.csv, made in `room`: a record
    that a build refuses is refused here. Raises Refused when it has other rows than `output`.
    """
    staged, made = room / "curated", room / "tip.db"
    shutil.copytree(folder, staged, ignore=shutil.ignore_patterns(".*.part"))
    write(staged / "release.csv", records)
    shutil.copy(output, made)  # whose ledger of changes goes on
    build(staged, made, received)
    if hash_of_build(made) != records[-1]["content_hash"]:
        raise Refused(f"{folder}: changed while it was released; release it again")
    return made


def hash_of_build(database: Path) -> str:
    """The content hash that a database says it has."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return str(db.execute("select content_hash from build").fetchone()[0])


def changed(output: Path, records: list[Row], language: str) -> Iterator[str]:
    """What changed since the last release, in words.

    Compares with the file of that release when it is held, else reads the change ledger. The first
    release counts its rows; so does one that has neither, as in a fresh clone.
    """
    if not records:
        yield counted(output, language, translations(language).gettext("First release"))
        return
    previous = output.with_name(f"tip-{records[-1]['number']}.db")
    if previous.exists():
        found = list(compare(recorded(previous, records[-1]), output))
    else:
        with closing(sqlite3.connect(f"file:{output}?mode=ro", uri=True)) as db:
            rows = db.execute(SINCE, [records[-1]["released_on"]]).fetchall()
        found = [Difference(*row) for row in rows]
    not_compared = translations(language).gettext("Not compared with release %(number)s")
    yield from (
        in_words(found, output, language)
        if found
        else [counted(output, language, not_compared % {"number": records[-1]["number"]})]
    )


def recorded(file: Path, record: Row) -> Path:
    """The file of a release; raises Refused when it is not the one that was recorded."""
    try:
        found = hash_of_build(file)
    except sqlite3.Error as error:
        found = str(error)
    if found != record["content_hash"]:
        raise Refused(
            f"{file}: is not release {record['number']}, whose content hash is "
            f"{record['content_hash'][:12]} ({found[:40]}); take it away or put the right one there"
        )
    return file


def counted(output: Path, language: str, beginning: str) -> str:
    """How many rows the main tables have, after some words."""
    with closing(sqlite3.connect(f"file:{output}?mode=ro", uri=True)) as db:
        counts = json.loads(db.execute("select counts from build").fetchone()[0])
        titles = table_titles(db, language)
    listed = ", ".join(f"{titles[table]} {counts[table]}" for table in COUNTED)
    return f"{beginning}{colon_of(language)} {listed}"


def read(path: Path) -> list[Row]:
    """The records so far."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, records: list[Row]) -> None:
    """The records in the canonical form of the curated files."""
    text = io.StringIO()
    out = csv.DictWriter(text, HEAD, lineterminator="\n")
    out.writeheader()
    out.writerows(records)
    write_whole(path, text.getvalue().encode())


if __name__ == "__main__":
    main()
