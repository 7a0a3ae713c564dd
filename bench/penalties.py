"""Score penalties and definition elements against the labelled digests, and measure the rate.

    python -m bench.penalties [SHARED] [--public FOLDER]

SHARED is by default ../shared beside the repository; FOLDER has the files of rounds four to eight
(the addresses of kept_aside.csv), under any name.

Prints a Markdown table per language and per field, every miss by its locator (no text of any law),
and provisions a second. A field counts where either side has a value; a penalty found where the
label says none is an error in precision. The words were written with these laws at hand: the
figures say how well known texts are read, not new ones. How new ones are read are the last tables:
the laws of kept_aside.csv were chosen, in eight rounds, before the words were written and opened
afterwards, to label the penalties of kept_aside_penalties.csv and the purposes of
kept_aside_purposes.csv (rounds two, three, five and seven) and score them once.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fixture_labelled import (  # noqa: E402
    PARTS,
    PENAL,
    Law,
    Row,
    flags,
    given,
    labels,
    laws,
    rates,
    read_flags,
    table,
    wanted,
)

from ingest.languages import LANGUAGES  # noqa: E402
from ingest.machine.article3_verdicts import suggest_verdicts  # noqa: E402
from ingest.machine.definition import read_definition  # noqa: E402
from ingest.machine.penalties.penalties import read_law_penalties, read_penalties  # noqa: E402
from ingest.machine.penalties.result import Penalty  # noqa: E402
from ingest.machine.training.evaluation_report import markdown_head, markdown_row  # noqa: E402
from ingest.received import texts  # noqa: E402
from ingest.received.fetch_texts import files_by_hash  # noqa: E402

ROUNDS = ("1", "2", "3", "4", "5", "6", "7", "8")  # of laws kept aside
WITH_PURPOSES = ("2", "3", "5", "7")
FIELDS = ("kind", "least", "most", "life", "low", "high", "money")
Counts = dict[str, Counter[str]]  # language, field or "all" -> read, labelled, right


def score_penalties(labelled: list[Law]) -> tuple[Counts, list[str]]:
    """Counts by language and field, and what differs."""
    counts: Counts = {name: Counter() for name in (*LANGUAGES, *PENAL, "all")}
    misses = []
    for law in labelled:
        country, day = law.instrument["country_iso3"], law.instrument["adopted_on"] or None
        read = read_law_penalties(law.provisions, law.language, country, day)
        for row, tiers in zip(law.rows, read, strict=True):
            want, got = wanted(row), given(tiers)
            for name in PENAL:
                for group in (law.language, name, "all"):
                    counts[group].update(
                        read=got[name] is not None,
                        labelled=want[name] is not None,
                        right=want[name] is not None and want[name] == got[name],
                    )
            differing = [name for name in PENAL if want[name] != got[name]]
            if differing:
                words = "; ".join(f"{name} {want[name]} read as {got[name]}" for name in differing)
                misses.append(f"{law.instrument['id']} {row['label']}: {words}")
    return counts, misses


def score_elements(labelled: list[Law]) -> tuple[Counts, list[str], Counter[str]]:
    """Counts by language and part, what differs, and how many laws agree in the three flags."""
    counts: Counts = {name: Counter() for name in (*LANGUAGES, *PARTS, "all")}
    misses, agree = [], Counter[str]()
    for law in labelled:
        found = read_definition(law.provisions, law.language)
        for part, want in labels(law).items():
            got = set(getattr(found, part))
            for group in (law.language, part, "all"):
                counts[group].update(read=len(got), labelled=len(want), right=len(want & got))
            if want != got:
                missed = ", ".join(sorted(want - got)) or "-"
                added = ", ".join(sorted(got - want)) or "-"
                misses.append(f"{law.instrument['id']} {part}: missed {missed}; too many {added}")
        agree["laws"] += 1
        for name, want_flag, got_flag in zip(
            ("child rule", "consent", "age"), flags(law), read_flags(found), strict=True
        ):
            agree[name] += want_flag == got_flag
            if want_flag != got_flag:
                misses.append(f"{law.instrument['id']} {name}: {want_flag} read as {got_flag}")
    return counts, misses, agree


def score_verdicts(labelled: list[Law]) -> tuple[Counter[str], list[str]]:
    """Suggested extents of 3(a) to 3(d) against the highest extent of the digest."""
    counts, misses = Counter[str](), []
    for law in labelled:
        extents: dict[str, set[str]] = {}
        for row in law.rows:
            pairs = zip(row["codes"].split(";"), row["extent"].split(";"), strict=False)
            for code, extent in pairs:
                extents.setdefault(code, set()).add(extent)
        for verdict in suggest_verdicts(read_definition(law.provisions, law.language)):
            own = extents.get(verdict.item, set())
            want = next((one for one in ("full", "partial", "contrary") if one in own), "absent")
            counts[f"{verdict.item} right"] += want == verdict.extent
            counts[f"{verdict.item} all"] += 1
            if want != verdict.extent:
                misses.append(
                    f"{law.instrument['id']} {verdict.item}: {want}, "
                    f"suggested {verdict.extent} ({verdict.rule})"
                )
    return counts, misses


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


def split_kept_aside(file: Path) -> list[tuple[str, str]]:
    """(number, text) of every article; the third of one number is `1 (3)`."""
    seen = Counter[str]()
    articles = []
    for part in texts.split_file(file).provisions:
        seen[part.number] += 1
        again = f" ({seen[part.number]})" if seen[part.number] > 1 else ""
        articles.append((part.number + again, part.text))
    return articles


def score_kept_aside(
    kept: list[Row], files: dict[str, Path]
) -> tuple[dict[str, Counter[str]], list[str]]:
    """By language: provisions that punish, those read wholly right, those that punish nobody and
    where a penalty was read all the same; and what differs.
    """
    labelled = {
        (row["statute"], row["number"]): row for row in table(FOLDER / "kept_aside_penalties.csv")
    }
    counts = {name: Counter[str]() for name in (*LANGUAGES, "all")}
    misses = []
    for law in kept:
        provisions = split_kept_aside(files[law["statute"]])
        read = read_law_penalties(
            provisions, law["language"], law["country"], law["adopted_on"] or None
        )
        for (number, _), tiers in zip(provisions, read, strict=True):
            label = labelled.get((law["statute"], number))
            got = said_of(tiers[0]) if tiers else None
            want = {name: label[name] for name in FIELDS} if label else None
            for group in (law["language"], "all"):
                counts[group].update(
                    labelled=want is not None,
                    right=want is not None and got == want,
                    false=want is None and got is not None,
                )
            if got != want:
                misses.append(f"{law['statute']} {number}: {want} read as {got}")
    return counts, misses


def score_kept_purposes(kept: list[Row], files: dict[str, Path]) -> tuple[Counts, list[str]]:
    """Purposes over whole laws kept aside, by language, and what differs."""
    labelled = {
        row["statute"]: row["purposes"] for row in table(FOLDER / "kept_aside_purposes.csv")
    }
    counts: Counts = {name: Counter() for name in (*LANGUAGES, "all")}
    misses = []
    for law in kept:
        want = set(labelled.get(law["statute"], "").split(";")) - {""}
        articles = split_kept_aside(files[law["statute"]])
        got = set(read_definition(articles, law["language"]).purposes)
        for group in (law["language"], "all"):
            counts[group].update(read=len(got), labelled=len(want), right=len(want & got))
        if want != got:
            missed, added = (", ".join(sorted(one)) or "-" for one in (want - got, got - want))
            misses.append(f"{law['statute']}: missed {missed}; too many {added}")
    return counts, misses


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


def measure_rate(labelled: list[Law], rounds: int = 5) -> tuple[float, float]:
    """Provisions a second, for penalties and for elements."""
    total = sum(len(law.provisions) for law in labelled) * rounds
    started = time.perf_counter()
    for _ in range(rounds):
        for law in labelled:
            for _, text in law.provisions:
                read_penalties(text, law.language, law.instrument["country_iso3"])
    middle = time.perf_counter()
    for _ in range(rounds):
        for law in labelled:
            read_definition(law.provisions, law.language)
    return total / (middle - started), total / (time.perf_counter() - middle)


def print_kept_aside(shared: Path, public: Path | None) -> None:
    """Print the tables of the laws kept aside, round by round, and what differs."""
    kept = table(FOLDER / "kept_aside.csv")
    files = files_of(kept, shared, public)
    for number in ROUNDS:
        own = [law for law in kept if law["round"] == number and law["statute"] in files]
        counts, misses = score_kept_aside(own, files)
        print(f"\n## Laws kept aside, round {number} (basic tier)\n")
        print(markdown_head("language", "that punish", "wholly right", "false"))
        for name, one in counts.items():
            print(markdown_row(name, one["labelled"], one["right"], one["false"]))
        print("\n" + "\n".join(f"- {miss}" for miss in misses) + "\n")
        if number in WITH_PURPOSES:
            title = f"Purposes of the laws of round {number}"
            print(markdown_table(title, *score_kept_purposes(own, files)))


def print_report(labelled: list[Law]) -> None:
    """Print every table, and what differs."""
    rows = sum(len(law.rows) for law in labelled)
    print("# Penalties and definition elements\n")
    print(f"{rows} labelled provisions of {len(labelled)} laws.\n")
    print(markdown_table("Penalties (basic tier)", *score_penalties(labelled)))
    counts, misses, agree = score_elements(labelled)
    print(markdown_table("Elements (over the whole law)", counts, misses))
    print(
        f"Laws: {agree['laws']}; child rule right {agree['child rule']}, "
        f"consent {agree['consent']}, age {agree['age']}.\n"
    )
    verdicts, differing = score_verdicts(labelled)
    items = sorted({name.split()[0] for name in verdicts})
    shares = (f"{item} {verdicts[f'{item} right']} of {verdicts[f'{item} all']}" for item in items)
    print("Verdict suggestions: " + ", ".join(shares))
    print("\n" + "\n".join(f"- {miss}" for miss in differing) + "\n")
    penalties, elements = measure_rate(labelled)
    print(
        f"Rate on one core: penalties {penalties:.0f} provisions a second, elements {elements:.0f}."
    )


def main() -> int:
    """Print everything; 1 if the labels are not there."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, nargs="?", default=ROOT.parent / "shared")
    parser.add_argument("--public", type=Path, help="folder with the files of rounds four to eight")
    options = parser.parse_args()
    shared = options.shared
    if not (shared / "facts" / "digests").exists():
        print(f"no digests under {shared}", file=sys.stderr)
        return 1
    print_report(laws(shared))
    print_kept_aside(shared, options.public)
    return 0


if __name__ == "__main__":
    sys.exit(main())
