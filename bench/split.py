"""Split every stored statute and print what came of it, as a Markdown table.

    python -m bench.split [FOLDER] [--rounds 5]

FOLDER holds statutes as <country>/<name>/text.*; by default ../shared/data/statutes beside the
repository. The table has counts only, no text of any law. `lost` are characters of the document
that are in no place of the ledger; `kept %` is the share in articles and chapter heads.
"""

import argparse
import platform
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from ingest.law import readers  # noqa: E402
from ingest.law.split import split  # noqa: E402
from ingest.law.splitting.result import Split  # noqa: E402

COLUMNS = (
    "text",
    "language",
    "provisions",
    "numbers missing",
    "law text",
    "front, heads",
    "notes",
    "noise",
    "signed",
    "lost",
    "kept %",
    "warnings",
    "ms",
)


def count_characters(*texts: str) -> Counter[str]:
    """How often each character occurs, blanks left out."""
    return Counter(sign for text in texts for sign in text if not sign.isspace())


def missing_numbers(result: Split) -> str:
    """The gaps in the numbering that the splitter named itself."""
    gaps = [
        warning.split(": ", 1)[1]
        for warning in result.warnings
        if warning.startswith("numbers missing")
    ]
    return "; ".join(gaps)[:40] or "-"


def measure_row(name: str, file: Path, rounds: int) -> tuple[str, int, float]:
    """One line of the table, the number of provisions, and the best CPU time of some rounds."""
    data = file.read_bytes()
    times = []
    for _ in range(rounds):
        started = time.process_time()
        document = readers.read(data, file.name)
        result = split(document)
        times.append(time.process_time() - started)
    ledger = result.ledger()
    lost = (
        count_characters(document.text)
        - count_characters(*(entry.text for entry in ledger.entries))
    ).total()
    law = ledger["mark"] + ledger["heading"] + ledger["text"]
    apart = ledger["front"] + ledger["chapter"] + ledger["contents"] + ledger["translation"]
    share = f"{100 * ledger.share_kept:.1f}"
    places = [law, apart, ledger["note"], ledger["noise"], ledger["signature"], lost]
    cells = [
        name,
        result.language,
        len(result.provisions),
        missing_numbers(result),
        *places,
        share,
        len(result.warnings),
        f"{min(times) * 1000:.0f}",
    ]
    return "| " + " | ".join(map(str, cells)) + " |", len(result.provisions), min(times)


def main() -> int:
    """Print the table and the rate; 1 if the folder is not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", type=Path, nargs="?", default=ROOT.parent / "shared" / "data" / "statutes"
    )
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    files = sorted(options.folder.glob("*/*/text.*"))
    if not files:
        print(f"no statutes under {options.folder}", file=sys.stderr)
        return 1
    rows = [
        measure_row(f"{file.parent.parent.name}/{file.parent.name}", file, options.rounds)
        for file in files
    ]
    articles, seconds = sum(count for _, count, _ in rows), sum(spent for _, _, spent in rows)
    size = sum(file.stat().st_size for file in files)
    rate = f"{articles / seconds:.0f} provisions a CPU second"
    print("# Splitting real texts\n")
    print("Made by `python -m bench.split`; characters are counted without blanks.\n")
    print(f"{len(files)} texts, {articles} provisions, {size / 1e6:.1f} MB,")
    print(f"read and split in {seconds:.2f} CPU seconds")
    print(f"({platform.machine()}, Python {platform.python_version()}): **{rate}**.\n")
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    print("\n".join(line for line, _, _ in rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
