"""Command line: python -m scrapers SOURCE [--dry-run] [--limit N]."""

import argparse
import json
import os
import sys
from pathlib import Path

from scrapers import SOURCES
from scrapers.crawl import keep_by_hand, known_addresses, load_scraper, rows_of, scrape
from scrapers.fetch import Fetcher, Policy
from scrapers.outcome import Outcome
from scrapers.parent import end_with
from scrapers.snapshots import Store
from scrapers.whole_file import alone

RAW = Path(__file__).parent.parent / "db" / "raw"


def main(arguments: list[str] | None = None) -> int:
    """Run one source. Returns 0 when every page is well, 1 when some are not, 2 when nothing could
    be tried.
    """
    options = read_options(arguments)
    if options.parent:
        end_with(options.parent)
    module, store = load_scraper(options.source), Store(Path(options.raw) / options.source)
    if options.file:
        return by_hand(options, store)
    if options.rows:
        return print_rows(options.source, store)
    if options.dry_run:
        for name, url in list(known_addresses(module, store))[: options.limit]:
            print(name, url, sep="\t")
        return 0
    if reason := why_closed(module, options):
        print(f"{options.source}: {reason}", file=sys.stderr)
        return 2
    policy = Policy(
        options.contact,
        pace=options.pace or getattr(module, "PACE", 3.0),
        private=frozenset(options.private),
        largest=getattr(module, "LARGEST", Policy.largest),
        longest=getattr(module, "LONGEST", Policy.longest),
    )
    with alone(Path(options.raw) / f".{options.source}.lock"):  # a second run waits for the first
        counts = scrape(
            module,
            store,
            Fetcher(policy),
            options.limit,
            lambda line: print(line, file=sys.stderr, flush=True),
        )
    print(
        ", ".join(f"{number} {status}" for status, number in sorted(counts.items()))
        or "nothing left to do"
    )
    return 0 if set(counts) <= {"ok", "not modified"} else 1


def read_options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scrapers", description="Fetch the pages of one source into db/raw/."
    )
    parser.add_argument("source", choices=SOURCES)
    parser.add_argument(
        "--dry-run", action="store_true", help="print what would be fetched; no network"
    )
    parser.add_argument("--limit", type=int, help="fetch at most N pages")
    parser.add_argument(
        "--rows",
        action="store_true",
        help="print the rows of the saved pages as JSON lines; no network",
    )
    parser.add_argument("--file", help="take this page, saved by a person, instead of fetching")
    parser.add_argument("--name", help="its name, with --file")
    parser.add_argument("--url", default="saved by a person", help="its address, with --file")
    parser.add_argument(
        "--yes", action="store_true", help="fetch from a source that is off by default"
    )
    parser.add_argument(
        "--contact",
        default=os.environ.get("SCRAPER_CONTACT", ""),
        help="a web or mail address where you can be reached",
    )
    parser.add_argument("--raw", default=str(RAW), help="folder of the snapshots")
    parser.add_argument(
        "--pace",
        type=float,
        help="seconds between two requests to a host, if longer than the source's own",
    )
    parser.add_argument(
        "--private", action="append", default=[], help=argparse.SUPPRESS
    )  # host:port of a test server on this machine
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)  # ends with this process
    options = parser.parse_args(arguments)
    if options.file and not options.name:
        parser.error("--file needs --name")
    return options


def why_closed(module: object, options: argparse.Namespace) -> str:
    """Why this source cannot be fetched now; '' when it can."""
    if reason := getattr(module, "BY_HAND", ""):
        return f"{reason} Save the page in a browser, then use --file and --name."
    if (reason := getattr(module, "OFF", "")) and not options.yes:
        return f"off by default. {reason} Use --yes if you have that permission."
    if "@" not in options.contact and "://" not in options.contact:
        return "say who asks: --contact you@example.org, or SCRAPER_CONTACT in the environment"
    return ""


def by_hand(options: argparse.Namespace, store: Store) -> int:
    try:
        module = load_scraper(options.source)
        number = keep_by_hand(module, store, options.name, Path(options.file), options.url)
        print(f"{number} rows")
    except Outcome as outcome:
        print(f"{options.file}: {outcome.name}: {outcome}", file=sys.stderr)
        return 1
    return 0


def print_rows(source: str, store: Store) -> int:
    for name in store.saved_names():
        path = store.snapshot_path(name)
        for kind, row in rows_of(load_scraper(source), name, path) if path else ():
            print(json.dumps([name, kind, row], ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
