"""Score penalties and definition elements against the labelled digests, and measure the rate.

    python bench/penalties.py [SHARED]          by default ../shared beside the repository

Prints a Markdown table per language and per field, every miss by its locator (no text of any law),
and provisions a second. A field counts where either side has a value; a penalty found where the
label says none is an error in precision. The words were written with these laws at hand: the
figures say how well known texts are read, not new ones.
"""

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from labelled import PARTS, PENAL, Law, flags, given, labels, laws, rates, read_flags, wanted  # noqa: E402

from ingest.languages import LANGUAGES  # noqa: E402
from ingest.machine.article3_verdicts import verdicts  # noqa: E402
from ingest.machine.definition import elements  # noqa: E402
from ingest.machine.penalties.penalties import of_law, penalties  # noqa: E402


def score_penalties(held: list[Law]) -> tuple[dict[str, Counter[str]], list[str]]:
    """Counts by language and field, and what differs."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*LANGUAGES, *PENAL, "all")}
    misses = []
    for law in held:
        read = of_law(
            law.provisions,
            law.language,
            law.instrument["country_iso3"],
            law.instrument["adopted_on"] or None,
        )
        for row, tiers in zip(law.rows, read, strict=True):
            want, got = wanted(row), given(tiers)
            for name in PENAL:
                for place in (law.language, name, "all"):
                    counts[place].update(
                        read=got[name] is not None,
                        labelled=want[name] is not None,
                        right=want[name] is not None and want[name] == got[name],
                    )
            differs = [
                f"{name} {want[name]} read as {got[name]}"
                for name in PENAL
                if want[name] != got[name]
            ]
            misses += (
                [f"{law.instrument['id']} {row['label']}: {'; '.join(differs)}"] if differs else []
            )
    return counts, misses


def score_elements(held: list[Law]) -> tuple[dict[str, Counter[str]], list[str], Counter[str]]:
    """Counts by language and part, what differs, and how many laws agree in the three flags."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in (*LANGUAGES, *PARTS, "all")}
    misses, agree = [], Counter[str]()
    for law in held:
        found = elements(law.provisions, law.language)
        for part, want in labels(law).items():
            got = set(getattr(found, part))
            for place in (law.language, part, "all"):
                counts[place].update(read=len(got), labelled=len(want), right=len(want & got))
            if want != got:
                misses.append(
                    f"{law.instrument['id']} {part}: missed {', '.join(sorted(want - got)) or '-'}; too many {', '.join(sorted(got - want)) or '-'}"
                )
        for name, want_flag, got_flag in zip(
            ("child rule", "consent", "age"), flags(law), read_flags(found), strict=True
        ):
            agree.update({name: want_flag == got_flag, "laws": name == "age"})
            misses += (
                [f"{law.instrument['id']} {name}: {want_flag} read as {got_flag}"]
                if want_flag != got_flag
                else []
            )
    return counts, misses, agree


def score_verdicts(held: list[Law]) -> tuple[Counter[str], list[str]]:
    """Suggested extents of 3(a) to 3(d) against the highest extent of the digest."""
    counts, misses = Counter[str](), []
    for law in held:
        given_extents: dict[str, set[str]] = {}
        for row in law.rows:
            for code, extent in zip(
                row["codes"].split(";"), row["extent"].split(";"), strict=False
            ):
                given_extents.setdefault(code, set()).add(extent)
        for verdict in verdicts(elements(law.provisions, law.language)):
            said = given_extents.get(verdict.item)
            want = next(
                (one for one in ("full", "partial", "contrary") if said and one in said), "absent"
            )
            counts.update(
                {f"{verdict.item} right": want == verdict.extent, f"{verdict.item} all": True}
            )
            misses += (
                [
                    f"{law.instrument['id']} {verdict.item}: {want}, suggested {verdict.extent} ({verdict.rule})"
                ]
                if want != verdict.extent
                else []
            )
    return counts, misses


def table(title: str, counts: dict[str, Counter[str]], misses: list[str]) -> str:
    """One Markdown table and the list under it."""
    lines = [
        f"## {title}\n",
        "| of | labelled | read | precision | recall |",
        "|---|---|---|---|---|",
    ]
    for name, one in counts.items():
        precision, recall = rates(one["right"], one["read"], one["labelled"])
        lines.append(
            f"| {name} | {one['labelled']} | {one['read']} | {precision:.3f} | {recall:.3f} |"
        )
    return "\n".join([*lines, "", *(f"- {miss}" for miss in misses), ""])


def rate(held: list[Law], rounds: int = 5) -> tuple[float, float]:
    """Provisions a second, for penalties and for elements."""
    total = sum(len(law.provisions) for law in held) * rounds
    started = time.perf_counter()
    for _ in range(rounds):
        for law in held:
            for _, text in law.provisions:
                penalties(text, law.language, law.instrument["country_iso3"])
    middle = time.perf_counter()
    for _ in range(rounds):
        for law in held:
            elements(law.provisions, law.language)
    return total / (middle - started), total / (time.perf_counter() - middle)


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
    held = laws(shared)
    print(
        f"# Penalties and definition elements\n\n{sum(len(law.rows) for law in held)} labelled provisions of {len(held)} laws.\n"
    )
    print(table("Penalties (basic tier)", *score_penalties(held)))
    counts, misses, agree = score_elements(held)
    print(table("Elements (over the whole law)", counts, misses))
    print(
        f"Laws: {agree['laws']}; child rule right {agree['child rule']}, consent {agree['consent']}, age {agree['age']}.\n"
    )
    verdict, differing = score_verdicts(held)
    items = sorted({name.split()[0] for name in verdict})
    print(
        "Verdict suggestions: "
        + ", ".join(
            f"{item} {verdict[f'{item} right']} of {verdict[f'{item} all']}" for item in items
        )
    )
    print("\n" + "\n".join(f"- {miss}" for miss in differing) + "\n")
    speeds = rate(held)
    print(
        f"Rate on one core: penalties {speeds[0]:.0f} provisions a second, elements {speeds[1]:.0f}."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
