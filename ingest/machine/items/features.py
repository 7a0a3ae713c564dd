"""Features of a provision for the kernel: concepts, rules, words, and what stands around it."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.machine.items.annotate import AnnotatedText
from ingest.machine.items.rules import RuleHit

FeatureBlock = dict[str, float]
STEM = 7  # letters of a word that are kept
BLOCK_WEIGHTS = (1.0, 0.8, 0.5)  # concepts, words, neighbours


@dataclass
class Features:
    """What the model sees of one provision; nothing in it gives the text back.

    blocks: concepts, words, neighbours. sentences: the concepts of each, see sentences.py; none
    where the provision is one sentence. rule_hits: rule -> (words it spans, whether it begins in
    the heading or just after). embedding: one vector, see embeddings.py; empty until it is set.
    """

    blocks: tuple[FeatureBlock, FeatureBlock, FeatureBlock]
    rule_hits: dict[str, tuple[int, bool]] = field(default_factory=dict)
    word_count: int = 0
    sentences: Sequence[FeatureBlock] = ()
    embedding: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0), compare=False)

    @property
    def concepts(self) -> FeatureBlock:
        """The block of concepts, rules and kinds."""
        return self.blocks[0]

    @property
    def neighbours(self) -> FeatureBlock:
        """The block of what stands around the provision."""
        return self.blocks[2]


def features_of(
    text: AnnotatedText,
    hits: Iterable[RuleHit],
    parent: AnnotatedText | None = None,
    neighbours: Sequence[AnnotatedText] = (),
    sentences: Sequence[FeatureBlock] = (),
) -> Features:
    """Features of a provision, with its chapter head and the provisions before and after."""
    rule_hits = {hit.rule: (hit.gap, hit.first < text.heading_words + 8) for hit in hits}
    blocks = (
        concept_features(text, rule_hits),
        word_features(text),
        neighbour_features(parent, neighbours),
    )
    return Features(blocks, rule_hits, len(text.words), sentences)


def sentences_alone(provisions: Iterable[Features]) -> list[Features]:
    """Every sentence of some provisions as features of its own, in order."""
    return [Features((block, {}, {})) for one in provisions for block in one.sentences]


def concept_features(text: AnnotatedText, rules: Iterable[str]) -> FeatureBlock:
    """What the provision is about, independent of language: concepts (t:, in the heading h:), its
    kind (k:), rules that hold (r:).
    """
    block: FeatureBlock = {}
    for concept, spans in text.spans_by_concept.items():
        block[f"t:{concept}"] = round(1 + math.log(len(spans)), 2)
        if spans[0].first < text.heading_words:
            block[f"h:{concept}"] = 2.0
    block |= {f"k:{kind}": 1.0 for kind in sorted(text.kinds)}
    block |= {f"r:{rule}": 1.0 for rule in rules}
    return block


def word_features(text: AnnotatedText) -> FeatureBlock:
    """Its words, cut to their first letters and marked with the language."""
    counts = Counter(word.text[:STEM] for word in text.words)
    return {
        f"{text.language}:{word}": round(1 + math.log(count), 2) for word, count in counts.items()
    }


def neighbour_features(
    parent: AnnotatedText | None, neighbours: Sequence[AnnotatedText]
) -> FeatureBlock:
    """The concepts of the chapter head (c:) and of the provisions before and after (n:)."""
    block: FeatureBlock = {}
    for text in neighbours:
        for concept in text.spans_by_concept:
            block[f"n:{concept}"] = block.get(f"n:{concept}", 0.0) + 0.5
    if parent is not None:
        block |= {f"c:{concept}": 2.0 for concept in parent.spans_by_concept}
    return block


def weigh_features(blocks: Sequence[Mapping[str, float]], idf: Mapping[str, float]) -> FeatureBlock:
    """All blocks in one: each multiplied by idf, brought to length one, and given its weight."""
    weighed: FeatureBlock = {}
    for block, weight in zip(blocks, BLOCK_WEIGHTS, strict=True):
        known = {name: value * idf[name] for name, value in block.items() if name in idf}
        length = math.sqrt(sum(value * value for value in known.values())) or 1.0
        weighed |= {name: weight * value / length for name, value in known.items()}
    return weighed


def inverse_document_frequencies(documents: Sequence[Features], least: int = 2) -> dict[str, float]:
    """1 + log((1 + documents) / (1 + documents with the feature)); features in fewer than `least`
    are left out.
    """
    counts = Counter(name for document in documents for block in document.blocks for name in block)
    return {
        name: 1 + math.log((1 + len(documents)) / (1 + count))
        for name, count in sorted(counts.items())
        if count >= least
    }
