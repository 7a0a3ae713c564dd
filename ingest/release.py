"""Number and keep a state of the knowledge base: `make release` (`python -m ingest.release`).

The record (number, day, commit, hash, changes in words) goes into db/curated/release.csv and is
committed; the file is kept as db/tip-<number>.db, from which the site answers /tip-<number>/...,
and is not.
"""

import csv
import io
import json
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
from scrapers.whole_file import replacing, write_whole

HEAD = ["number", "released_on", "git_commit", "content_hash", "changes_en", "changes_fr"]
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
    except Refused as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Release {row['number']}, {row['released_on']}, {row['content_hash'][:12]}\n"
        f"{row['changes_en']}"
    )
    click.echo(
        f"Commit db/curated/release.csv; the file is db/tip-{row['number']}.db. "
        "`make export` makes its bundle."
    )


def release(folder: Path, output: Path, received: Path | None = None) -> Row:
    """Build `folder`, add its record to release.csv and keep the file beside `output`; give the
    record.

    Raises Refused when the commit is not known or the last release has the same rows.
    """
    commit = checkout.commit()
    if commit is None:
        raise Refused("no commit: a release is made from a checkout, so that it can be built again")
    build(folder, output, received)
    records = read(folder / "release.csv")
    with closing(sqlite3.connect(f"file:{output}?mode=ro", uri=True)) as db:
        (content_hash,) = db.execute("select content_hash from build").fetchone()
    if records and records[-1]["content_hash"] == content_hash:
        raise Refused(
            f"release {records[-1]['number']} has the same rows: there is nothing to release"
        )
    number = len(records) + 1
    changes = {language: "\n".join(changed(output, records, language)) for language in ("en", "fr")}
    row = {
        "number": str(number),
        "released_on": datetime.now(UTC).date().isoformat(),
        "git_commit": commit,
        "content_hash": content_hash,
        "changes_en": changes["en"],
        "changes_fr": changes["fr"],
    }
    write(folder / "release.csv", [*records, row])
    build(folder, output, received)
    # in one step, because a running site serves the file as soon as it is there
    with replacing(output.with_name(f"tip-{number}.db")) as copy:
        shutil.copy(output, copy)
    return row


def changed(output: Path, records: list[Row], language: str) -> Iterator[str]:
    """What changed since the last release, in words.

    Compares with the file of that release when it is there, else reads the change ledger; the
    first release counts its rows.
    """
    if not records:
        yield first_release(output, language)
        return
    previous = output.with_name(f"tip-{records[-1]['number']}.db")
    if previous.exists():
        found = list(compare(previous, output))
    else:
        with closing(sqlite3.connect(f"file:{output}?mode=ro", uri=True)) as db:
            rows = db.execute(SINCE, [records[-1]["released_on"]]).fetchall()
        found = [Difference(*row) for row in rows]
    yield from in_words(found, output, language)


def first_release(output: Path, language: str) -> str:
    """How many rows the main tables have."""
    with closing(sqlite3.connect(f"file:{output}?mode=ro", uri=True)) as db:
        counts = json.loads(db.execute("select counts from build").fetchone()[0])
        titles = table_titles(db, language)
    first = translations(language).gettext("First release")
    listed = ", ".join(f"{titles[table]} {counts[table]}" for table in COUNTED)
    return f"{first}{colon_of(language)} {listed}"


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
