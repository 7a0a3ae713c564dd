"""Fetch several sources at once: `make scrape SOURCE=untc,usdol`, or
`python -m ingest.received.fetch_sources untc usdol --contact you@example.org`.

A source is fetched by one process from its first page to its last, as `python -m scrapers` does, so
that its hosts are asked by one alone and at its pace. A process that is killed costs nothing: the
next one goes on where it stopped. With SCHEDULER the workers of that cluster fetch, each into the
folder of the source below `db/raw`, which must be one folder for all of them.
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import click

from ingest import ROOT
from ingest.batch import run_batch
from scrapers import SOURCES

RAW = ROOT / "db" / "raw"


@click.command()
@click.argument("sources", nargs=-1, required=True, type=click.Choice(list(SOURCES)))
@click.option("--raw", type=click.Path(path_type=Path), default=RAW, help="folder of the snapshots")
@click.option("--workers", type=int, help="sources fetched at once; all of them when not given")
@click.option("--contact", default="", help="a web or mail address where you can be reached")
@click.option("--dry-run", is_flag=True, help="print what would be fetched; no network")
@click.option("--pace", default="", help="seconds between two requests to a host", hidden=True)
@click.option("--private", multiple=True, hidden=True)  # host:port of a test server
def main(
    sources: tuple[str, ...],
    raw: Path,
    workers: int | None,
    contact: str,
    dry_run: bool,
    pace: str,
    private: tuple[str, ...],
) -> None:
    """Fetch these sources; end with 1 when a page of one of them is not well, with 2 when one could
    not be tried.
    """
    options = [f"--contact={contact}"] if contact else []
    options += [f"--pace={pace}"] if pace else []
    options += [f"--private={place}" for place in private]
    options += ["--dry-run"] if dry_run else []
    work = partial(fetch_source, raw.resolve(), options)
    worst = 0
    for source, code, error in run_batch(work, dict.fromkeys(sources), workers or len(sources)):
        worst = max(worst, 2 if code is None else code)
        click.echo(f"{source}: {error or ENDS[code or 0]}")
    sys.exit(worst)


ENDS = ("every page is well", "not every page is well, see fetched.csv", "not tried")


def fetch_source(
    raw: Path, options: list[str], source: str, program: tuple[str, ...] = ("-m", "scrapers")
) -> int:
    """Fetch one source; the code with which the program ends.

    In a process of its own, for what reads pages within a limit of time needs the main thread of
    one, and a worker of a cluster works in another. It ends with this one.
    """
    given = [source, f"--raw={raw}", f"--parent={os.getpid()}", *options]
    return subprocess.run([sys.executable, *program, *given], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    main()
