"""Make the files of older releases again from their commits: `make releases`
(`python -m ingest.old_releases`), so that /tip-1/ answers in a fresh clone.

Each commit is unpacked beside the checkout and built by its own program; a file whose rows are not
those that were released is refused.
"""

import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path

import click

from ingest import ROOT
from ingest.database import Refused
from ingest.release import Row, read, recorded
from scrapers.whole_file import put_in_place, workroom


@click.command()
def main() -> None:
    """Make every release of release.csv whose file is not in db/."""
    for record in read(ROOT / "db" / "curated" / "release.csv"):
        file = ROOT / "db" / f"tip-{record['number']}.db"
        if file.exists():
            continue
        try:
            make_again(record, file)
        except (Refused, OSError, subprocess.CalledProcessError) as error:
            raise click.ClickException(f"release {record['number']}: {error}") from error
        click.echo(f"{file}: release {record['number']} of {record['released_on']}")


def make_again(record: Row, file: Path) -> None:
    """Build the commit of a release and put its file in place. Raises Refused when its rows are
    others, subprocess.CalledProcessError when there is no such commit or it cannot be built.
    """
    with workroom(file.with_name(f".{file.name}.part")) as room:
        unpack(record["git_commit"], room)
        made = room / "made.db"
        command = [sys.executable, "-m", "ingest.build", "--raw", "none", "--output", str(made)]
        subprocess.run(command, cwd=room, env={"PYTHONPATH": "."}, check=True, capture_output=True)
        put_in_place(recorded(made, record), file)


def unpack(commit: str, folder: Path) -> None:
    """The files of a commit in a folder."""
    packed = subprocess.run(
        ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
    ).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


if __name__ == "__main__":
    main()
