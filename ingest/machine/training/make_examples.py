"""Write db/learned/examples.csv: labelled provisions as features, without their text.

    python -m ingest.machine.training.make_examples [FOLDER]

FOLDER holds the texts and labels, see labels.py. Rows of laws whose text `make texts` has not
brought stay as they are.
"""

import csv
import json
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.machine.items.annotate import AnnotatedText, annotate_text
from ingest.machine.items.features import Features, features_of
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.rules import Rule, find_hits, load_rules
from ingest.machine.items.sentences import sentence_features
from ingest.machine.items.training_data import (
    COLUMNS,
    EXAMPLES,
    format_features,
    parse_features,
    read_csv,
)
from ingest.machine.training.label_sources import BROUGHT, FAMILIES
from ingest.machine.training.labels import (
    READ_STATUTES,
    SHARED,
    Label,
    all_labels,
    split_text,
    treaty_labels,
)

MIN_TEXTS = 3  # that a word must occur in to be kept


class ExampleRow(NamedTuple):
    """A row of examples.csv before its cells are written; place: its position in the text; read:
    "1" or "0"; items: item -> extent.
    """

    statute: str
    number: str
    place: int
    family: str
    country: str
    language: str
    read: str
    items: Mapping[str, str]
    features: Features


def main() -> int:
    """Write the file and print how much there is; 1 where the labels are not there."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not (shared / "align" / "gold.csv").exists():
        print(f"no labels under {shared}", file=sys.stderr)
        return 1
    lexicon = Lexicon()
    rules = load_rules(lexicon)
    labels = all_labels(shared)
    rows = [
        *provision_rows(shared, lexicon, rules, labels),
        *treaty_rows(shared, lexicon, rules),
    ]
    absent = rows_of_absent_texts({label.statute for label in labels})
    write_examples(rows, absent)
    texts, links = len({label.statute for label in labels}), sum(len(one.items) for one in labels)
    print(f"{len(labels)} provisions of {texts} texts, {links} links; {len(rows)} rows in all")
    if absent:
        kept = ", ".join(sorted({row["statute"] for row in absent}))
        print(f"{len(absent)} rows more kept as they were, `make texts` brings the texts: {kept}")
    return 0


def rows_of_absent_texts(at_hand: Collection[str]) -> list[dict[str, str]]:
    """The rows that the file has of laws whose text is not at hand; at_hand: of which it is."""
    csv.field_size_limit(1_000_000)
    absent = set(BROUGHT) - set(at_hand)
    return [row for row in read_csv(EXAMPLES) if row["statute"] in absent]


def provision_rows(
    shared: Path, lexicon: Lexicon, rules: list[Rule], labels: list[Label]
) -> Iterator[ExampleRow]:
    """Labelled provisions of laws, each beside its neighbours."""
    read_statutes = set(READ_STATUTES.read_text(encoding="utf-8").split())
    for label in labels:
        provision = split_text(shared, label.folder).provisions[label.position]
        text = annotate_text(lexicon, provision.heading, provision.text, label.language)
        parent = annotate_text(lexicon, "", provision.parent, label.language)
        around = neighbours(shared, lexicon, label)
        yield ExampleRow(
            label.statute,
            provision.number,
            label.position,
            FAMILIES.get(label.statute, label.statute),
            label.folder[:3],
            label.language,
            str(int(label.statute in read_statutes)),
            label.items,
            features_of(
                text, find_hits(text, rules), parent, around, sentence_features(text, rules)
            ),
        )


def neighbours(shared: Path, lexicon: Lexicon, label: Label) -> list[AnnotatedText]:
    """The provisions before and after a labelled one, annotated."""
    provisions = split_text(shared, label.folder).provisions
    return [
        annotate_text(lexicon, provisions[at].heading, provisions[at].text, label.language)
        for at in (label.position - 1, label.position + 1)
        if 0 <= at < len(provisions)
    ]


def treaty_rows(shared: Path, lexicon: Lexicon, rules: list[Rule]) -> Iterator[ExampleRow]:
    """Paragraphs of the Protocol and articles of the Convention."""
    for label in treaty_labels(shared):
        text = annotate_text(lexicon, "", label.text, label.language)
        yield ExampleRow(
            label.folder.lower().replace("/", "-"),
            label.number,
            0,
            "treaties",
            "",
            label.language,
            "1",
            dict.fromkeys(label.items, ""),
            features_of(text, find_hits(text, rules)),
        )


def write_examples(rows: list[ExampleRow], absent: Sequence[Mapping[str, str]]) -> None:
    """Put the rows into the file, then those of absent texts as they are. Words that occur in fewer
    than MIN_TEXTS texts are left out.
    """
    statutes: dict[str, set[str]] = {}
    words_of = [(row.statute, row.features.blocks[1]) for row in rows]
    words_of += [(row["statute"], parse_features(row["words"])) for row in absent]
    for statute, words in words_of:
        for word in words:
            statutes.setdefault(word, set()).add(statute)
    with EXAMPLES.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(COLUMNS)
        for row in rows:
            concepts, words, around = row.features.blocks
            common = {
                word: value for word, value in words.items() if len(statutes[word]) >= MIN_TEXTS
            }
            hits = {
                name: [gap, int(head)]
                for name, (gap, head) in sorted(row.features.rule_hits.items())
            }
            cells = [
                ";".join(f"{item}={extent}" for item, extent in sorted(row.items.items())),
                row.features.word_count,
                json.dumps(hits, separators=(",", ":")),
                *map(format_features, (concepts, common, around)),
                "|".join(map(format_features, row.features.sentences)),
            ]
            out.writerow([*row[:7], *cells])
        out.writerows([row[column] for column in COLUMNS] for row in absent)


if __name__ == "__main__":
    sys.exit(main())
