"""Score the penalties and purposes of laws kept aside, round by round.

    python -m bench.kept_aside [SHARED] [--public FOLDER] [--rounds 10]

SHARED is by default ../shared beside the repository; FOLDER has the files of rounds four to ten
(the addresses of kept_aside.csv), under any name.

The laws of kept_aside.csv were chosen before the words were written and opened afterwards, to label
the penalties of kept_aside_penalties.csv and the purposes of kept_aside_purposes.csv by reading and
score them once. Prints a Markdown table per round and every miss by its locator (no text of any
law). Where a row has `articles` (`163..177 bis`) only those of the file are scored; `matter` is
its kind: `penal`, or `procedure`, whose sentences speak of penalties without imposing one.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fixture_labelled import Row, rates, table  # noqa: E402

from ingest.languages import LANGUAGES  # noqa: E402
from ingest.machine.definition import read_definition  # noqa: E402
from ingest.machine.penalties.penalties import read_law_penalties  # noqa: E402
from ingest.machine.penalties.result import Penalty  # noqa: E402
from ingest.machine.training.evaluation_report import markdown_head, markdown_row  # noqa: E402
from ingest.received import texts  # noqa: E402
from ingest.received.fetch_texts import files_by_hash  # noqa: E402

ROUNDS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "10")
FIELDS = ("kind", "least", "most", "life", "low", "high", "money")
MATTERS = ("penal", "procedure")
Counts = dict[str, Counter[str]]  # language, field or "all" -> read, labelled, right


def files_of(kept: list[Row], shared: Path, public: Path | None) -> dict[str, Path]:
    """The files of laws kept aside: of our own, and in a folder of the public ones, by hash."""
    by_hash = files_by_hash(public) if public else {}
    files = {law["statute"]: by_hash.get(law["sha256"]) for law in kept if law["sha256"]}
    held = shared / "data" / "statutes"
    files |= {
        law["statute"]: next((held / law["statute"]).glob("text.*"))
        for law in kept
        if not law["sha256"]
    }
    return {name: file for name, file in files.items() if file}


def split_kept_aside(file: Path, span: str = "") -> list[tuple[str, str]]:
    """(number, text) of every article, or of those in a span `163..177 bis`; the third of one
    number is `1 (3)`.
    """
    seen = Counter[str]()
    articles = []
    for part in texts.split_file(file).provisions:
        seen[part.number] += 1
        again = f" ({seen[part.number]})" if seen[part.number] > 1 else ""
        articles.append((part.number + again, part.text))
    if not span:
        return articles
    numbers = [number for number, _ in articles]
    first, last = (numbers.index(number) for number in span.split(".."))
    return articles[first : last + 1]


def score_kept_aside(
    kept: list[Row], files: dict[str, Path]
) -> tuple[dict[str, Counter[str]], list[str]]:
    """By language: provisions that punish, those read wholly right, those that punish nobody and
    where a penalty was read all the same; and what differs.
    """
    labelled = {
        (row["statute"], row["number"]): row for row in table(FOLDER / "kept_aside_penalties.csv")
    }
    counts = {name: Counter[str]() for name in (*LANGUAGES, *MATTERS, "all")}
    misses = []
    for law in kept:
        provisions = split_kept_aside(files[law["statute"]], law["articles"])
        read = read_law_penalties(
            provisions, law["language"], law["country"], law["adopted_on"] or None
        )
        for (number, _), tiers in zip(provisions, read, strict=True):
            label = labelled.get((law["statute"], number))
            got = said_of(tiers[0]) if tiers else None
            want = {name: label[name] for name in FIELDS} if label else None
            for group in {law["language"], law["matter"] or "all", "all"}:
                counts[group].update(
                    labelled=want is not None,
                    right=want is not None and got == want,
                    false=want is None and got is not None,
                )
            if got != want:
                misses.append(f"{law['statute']} {number}: {want} read as {got}")
    return counts, misses


def score_kept_purposes(kept: list[Row], files: dict[str, Path]) -> tuple[Counts, list[str]]:
    """Purposes over the laws kept aside that have a row of them, by language, and what differs."""
    labelled = labelled_purposes()
    counts: Counts = {name: Counter() for name in (*LANGUAGES, "all")}
    misses = []
    for law in (law for law in kept if law["statute"] in labelled):
        want = set(labelled[law["statute"]].split(";")) - {""}
        articles = split_kept_aside(files[law["statute"]], law["articles"])
        got = set(read_definition(articles, law["language"]).purposes)
        for group in (law["language"], "all"):
            counts[group].update(read=len(got), labelled=len(want), right=len(want & got))
        if want != got:
            missed, added = (", ".join(sorted(one)) or "-" for one in (want - got, got - want))
            misses.append(f"{law['statute']}: missed {missed}; too many {added}")
    return counts, misses


def labelled_purposes() -> dict[str, str]:
    """The purposes of each law kept aside that was read for them, joined by semicolons."""
    return {row["statute"]: row["purposes"] for row in table(FOLDER / "kept_aside_purposes.csv")}


def said_of(tier: Penalty) -> dict[str, str]:
    """A tier in the columns of kept_aside_penalties.csv."""
    figures = (tier.min_months, tier.max_months, tier.fine_min, tier.fine_max)
    least, most, low, high = ("" if figure is None else f"{figure:.10g}" for figure in figures)
    life, money = "yes" if tier.life else "", tier.currency or tier.units or ""
    return dict(zip(FIELDS, (tier.kind, least, most, life, low, high, money), strict=True))


def markdown_table(title: str, counts: Counts, misses: list[str]) -> str:
    """One Markdown table and the list under it."""
    lines = [f"## {title}\n", markdown_head("of", "labelled", "read", "precision", "recall")]
    for name, one in counts.items():
        scores = rates(one["right"], one["read"], one["labelled"])
        cells = (f"{score:.3f}" for score in scores)
        lines.append(markdown_row(name, one["labelled"], one["read"], *cells))
    return "\n".join([*lines, "", *(f"- {miss}" for miss in misses), ""])


def print_kept_aside(shared: Path, public: Path | None, rounds: tuple[str, ...] = ROUNDS) -> None:
    """Print the tables of the laws kept aside, round by round, and what differs."""
    kept = table(FOLDER / "kept_aside.csv")
    files = files_of(kept, shared, public)
    for number in rounds:
        own = [law for law in kept if law["round"] == number and law["statute"] in files]
        counts, misses = score_kept_aside(own, files)
        print(f"\n## Laws kept aside, round {number} (basic tier)\n")
        print(markdown_head("of", "that punish", "wholly right", "false"))
        for name, one in counts.items():
            if one:
                print(markdown_row(name, one["labelled"], one["right"], one["false"]))
        print("\n" + "\n".join(f"- {miss}" for miss in misses) + "\n")
        if any(law["statute"] in labelled_purposes() for law in own):
            title = f"Purposes of the laws of round {number}"
            print(markdown_table(title, *score_kept_purposes(own, files)))


def main() -> int:
    """Print the rounds asked for; 1 if the held texts are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, nargs="?", default=ROOT.parent / "shared")
    parser.add_argument("--public", type=Path, help="folder with the files of rounds four to ten")
    parser.add_argument("--rounds", nargs="+", choices=ROUNDS, default=ROUNDS)
    options = parser.parse_args()
    if not (options.shared / "data" / "statutes").exists():
        print(f"no held texts under {options.shared}", file=sys.stderr)
        return 1
    print_kept_aside(options.shared, options.public, tuple(options.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
