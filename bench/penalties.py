"""Score penalties and definition elements against the labelled digests, and measure the rate.

    python -m bench.penalties [SHARED]

SHARED is by default ../shared beside the repository.

Prints a Markdown table per language and per field, every miss by its locator (no text of any law),
and provisions a second. A field counts where either side has a value; a penalty found where the
label says none is an error in precision. The words were written with these laws at hand: the
figures say how well known texts are read, not new ones: those are read by bench.kept_aside.
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
    flags,
    given,
    labels,
    laws,
    read_flags,
    wanted,
)

from bench.kept_aside import Counts, markdown_table  # noqa: E402
from ingest.languages import LANGUAGES  # noqa: E402
from ingest.machine.article3_verdicts import suggest_verdicts  # noqa: E402
from ingest.machine.definition import read_definition  # noqa: E402
from ingest.machine.penalties.penalties import read_law_penalties, read_penalties  # noqa: E402


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
    shared = parser.parse_args().shared
    if not (shared / "facts" / "digests").exists():
        print(f"no digests under {shared}", file=sys.stderr)
        return 1
    print_report(laws(shared))
    return 0


if __name__ == "__main__":
    sys.exit(main())
