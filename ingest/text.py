"""Split the text of a law into its articles, and account for every character.

python -m ingest.text FILE [--language xx]      one JSON object a line: number, label, heading,
text, parent
"""

import argparse
import json
import sys
from pathlib import Path

from ingest.law import readers
from ingest.law.acts import acts
from ingest.law.split import split
from ingest.law.splitting.result import Split

COLUMNS = ("number", "label", "heading", "text", "parent")


def main(arguments: list[str] | None = None) -> int:
    """Print the provisions of a file; warnings and the ledger go to standard error."""
    parser = argparse.ArgumentParser(
        prog="python -m ingest.text",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--language", default="", help="two-letter code; guessed when not given")
    options = parser.parse_args(arguments)
    try:
        found = acts(readers.read(readers.load(options.file), options.file.name))
        results = [(act.name, split(act.document, options.language)) for act in found]
    except (readers.Unreadable, OSError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    for name, result in results:
        print_provisions(name, result)
    return 0 if all(result.provisions for _, result in results) else 2


def print_provisions(act: str, result: Split) -> None:
    """The provisions of an act as lines of JSON; where a file holds several, its name stands before
    what each provision is under.
    """
    for provision in result.provisions:
        row = {name: getattr(provision, name) for name in COLUMNS}
        row["parent"] = " / ".join(filter(None, (act, provision.parent)))
        print(json.dumps(row, ensure_ascii=False))
    for warning in result.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if result.repealed:
        print(f"repealed: {', '.join(result.repealed_ranges())}", file=sys.stderr)
    ledger = result.ledger()
    kept, *left_out = ledger.summary()
    print(f"kept: {kept}", *(f"left out: {piece}" for piece in left_out), sep="\n", file=sys.stderr)
    places = ", ".join(f"{place} {count}" for place, count in ledger.items() if count)
    found = f"{len(result.provisions)} provisions, language {result.language or 'unknown'}"
    print(f"{found}; characters: {places}", file=sys.stderr)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
