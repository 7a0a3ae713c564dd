"""Suggestions for the provisions of one law: item, band, evidence, method."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ingest.machine.items.annotate import AnnotatedText, annotate_text
from ingest.machine.items.embeddings import LanguageText
from ingest.machine.items.exclusions import (
    is_annexed_treaty,
    is_repealed,
    only_repeals,
    without_notes,
)
from ingest.machine.items.extent import ElementsNamed, elements_named
from ingest.machine.items.features import Features, features_of
from ingest.machine.items.lexicon import Span
from ingest.machine.items.predictor import Prediction, Predictor
from ingest.machine.items.rules import RuleHit, find_hits
from ingest.machine.items.sentences import sentence_features

MAX_EVIDENCE_WORDS = 30
MAX_SPANS = 200  # spans of an item's concepts that evidence is sought in
MAX_SPANS_TOGETHER = 60


class ProvisionText(NamedTuple):
    """A provision to be judged; parent: the heads of the chapters it is in."""

    number: str
    heading: str
    text: str
    language: str = ""
    parent: str = ""


class Suggestion(NamedTuple):
    """A link proposed by the machine; start and end are characters of the provision's text. extent:
    full or partial; named, missing: the elements of the item that the provision names and those it
    does not, separated by semicolons.
    """

    number: str
    item: str
    band: str
    score: float
    start: int
    end: int
    evidence: str
    method: str
    extent: str
    named: str
    missing: str


class Nearest(NamedTuple):
    """An item of which nothing is suggested in a law, and the provision that comes nearest to it;
    score: its likelihood, 0 and no number where none comes near.
    """

    number: str
    item: str
    score: float


class ItemsRead(NamedTuple):
    """What is suggested for one law, and for each item of which nothing is, the nearest place."""

    suggestions: list[Suggestion]
    nearest: list[Nearest]


@dataclass
class AnnotatedProvision:
    """A provision with its annotated text and the rules that hold in it."""

    provision: ProvisionText
    text: AnnotatedText
    hits: list[RuleHit]


class Link(NamedTuple):
    """A link the model finds likely: item, band, likelihood, extent, the elements named and
    missing, nearest confirmed provision.
    """

    item: str
    band: str
    likelihood: float
    extent: str
    elements: ElementsNamed
    nearest: str


def suggest(predictor: Predictor, law: Sequence[ProvisionText]) -> list[Suggestion]:
    """Suggestions for all provisions of one law, see `read_items`."""
    return read_items(predictor, law).suggestions


def read_items(predictor: Predictor, law: Sequence[ProvisionText]) -> ItemsRead:
    """Judge all provisions of one law, which are read together: each beside its neighbours."""
    if not law:
        return ItemsRead([], [])
    annotated = [annotate(predictor, provision) for provision in law]
    features = features_of_law(predictor, annotated)
    prediction = predictor.predict(features)
    links = likely_links(predictor, annotated, features, prediction)
    suggestions = [with_evidence(predictor, annotated[row], link) for row, link in links]
    order = {number: index for index, number in enumerate(dict.fromkeys(one.number for one in law))}
    suggestions.sort(key=lambda one: (order[one.number], -one.score, one.item))
    said = {one.item for one in suggestions}
    best = prediction.likelihoods.argmax(0)
    nearest = []
    for index, item in enumerate(predictor.fitted.items):
        score = round(float(prediction.likelihoods[best[index], index]), 3)
        if item not in said:
            nearest.append(Nearest(law[best[index]].number if score else "", item, score))
    return ItemsRead(suggestions, nearest)


def likely_links(
    predictor: Predictor,
    law: Sequence[AnnotatedProvision],
    features: Sequence[Features],
    prediction: Prediction,
) -> Iterator[tuple[int, Link]]:
    """The links that are in a band, each with the position of its provision."""
    fitted = predictor.fitted
    for row, one in enumerate(law):
        if not one.text.words[one.text.heading_words :]:
            continue
        for item in np.flatnonzero(prediction.likelihoods[row]):
            likelihood = float(prediction.likelihoods[row, item])
            subject = bool(prediction.on_subject[row])
            band = fitted.classifier.band_of(likelihood, one.text.language, subject)
            if band:
                code, pairs = fitted.items[item], prediction.pairs[row]
                full = fitted.extent.is_full(features[row], int(item), pairs)
                yield (
                    row,
                    Link(
                        code,
                        band,
                        likelihood,
                        "full" if full else "partial",
                        elements_named(features[row], fitted.extent.elements[code]),
                        prediction.nearest[row][item],
                    ),
                )


def annotate(predictor: Predictor, provision: ProvisionText) -> AnnotatedProvision:
    """Annotate one provision; annexed treaties, repealed articles and those that only repeal a law
    are read as empty.
    """
    heading, text = provision.heading, without_notes(provision.text)
    repeal = is_repealed(provision.text) or only_repeals(text.strip())
    if repeal or is_annexed_treaty(provision.parent, heading):
        text = ""
    annotated = annotate_text(predictor.lexicon, heading if text else "", text, provision.language)
    return AnnotatedProvision(provision, annotated, find_hits(annotated, predictor.rules))


def features_of_law(predictor: Predictor, law: Sequence[AnnotatedProvision]) -> list[Features]:
    """Features and embedding of each provision, beside its chapter head and neighbours."""
    parents = {
        one.provision.parent: annotate_text(
            predictor.lexicon, "", one.provision.parent, one.provision.language
        )
        for one in law
    }
    features: list[Features] = []
    for index, one in enumerate(law):
        around = [law[at].text for at in (index - 1, index + 1) if 0 <= at < len(law)]
        parent = parents[one.provision.parent]
        sentences = sentence_features(one.text, predictor.rules)
        features.append(features_of(one.text, one.hits, parent, around, sentences))
    texts = [LanguageText(f"{one.text.heading}\n{one.text.text}", one.text.language) for one in law]
    embeddings = predictor.embedder.embed(features, texts)
    for provision, embedding in zip(features, embeddings, strict=True):
        provision.embedding = embedding
    return features


def with_evidence(predictor: Predictor, one: AnnotatedProvision, link: Link) -> Suggestion:
    """A suggestion with its evidence: the best rule's words, or where the item's concepts occur, or
    the first sentence.
    """
    precision, method = predictor.fitted.precision, predictor.embedder.method
    hits = [hit for hit in one.hits if hit.item == link.item]
    if hits:
        best = max(
            hits,
            key=lambda hit: (
                hit.last >= one.text.heading_words,
                precision.of(hit.rule),
                -hit.gap,
            ),
        )
        start, end = one.text.offsets(best.first, best.last)
        method = f"rule {best.rule} + {method}"
    else:
        start, end = find_evidence(predictor, one.text, link.item)
    return Suggestion(
        one.provision.number,
        link.item,
        link.band,
        round(link.likelihood, 3),
        start,
        end,
        one.provision.text[start:end],
        f"{method}; near {link.nearest}" if link.nearest else method,
        link.extent,
        ";".join(link.elements.named),
        ";".join(link.elements.missing),
    )


def find_evidence(predictor: Predictor, text: AnnotatedText, item: str) -> tuple[int, int]:
    """Character offsets where most concepts of an item's rules occur close together; the first
    sentence if none does.
    """
    concepts = {
        concept
        for rule in predictor.rules
        if rule.item == item
        for group in rule.needs
        for concept in group
    }
    spans = [
        span for span in text.spans if span.concept in concepts and span.first >= text.heading_words
    ]
    windows = [_window(spans, index) for index in range(len(spans[:MAX_SPANS]))]
    best = max(windows, key=lambda window: len({span.concept for span in window}), default=[])
    if not best:
        return text.first_sentence()
    return text.offsets(best[0].first, max(span.last for span in best))


def _window(spans: Sequence[Span], index: int) -> list[Span]:
    """The spans that end close behind the beginning of one; empty where it is too long itself."""
    first = spans[index].first
    return [
        span
        for span in spans[index : index + MAX_SPANS_TOGETHER]
        if span.last - first <= MAX_EVIDENCE_WORDS
    ]
