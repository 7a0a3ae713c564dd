"""What is known of a pair of provision and item before it is judged: see PAIR_COLUMNS."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.machine.items.features import FeatureBlock, Features
from ingest.machine.items.kernel_ridge import Matrix
from ingest.machine.items.rule_precision import RulePrecision
from ingest.machine.items.rules import Rule

Flags = NDArray[np.bool_]
PAIR_COLUMNS = (
    "score",
    "root_of_score",
    "is_first_item",  # whether no item of the provision has a higher score
    "rank_of_item",
    "any_rule",
    "rules_held",
    "rule_precision",  # that one of them at least is right
    "score_times_precision",
    "rule_in_heading",
    "rule_closeness",
    "nearest_likeness",  # of the confirmed provisions with this item
    "margin",  # over the runner-up in the same law
    "log_item_rate",
    "log_word_count",
    "is_final_clause",
    "speaks_of_exploitation",
    "names_trafficking",
    "neighbour_names_trafficking",
    "law_speaks_of_exploitation",
    "law_names_trafficking",
    "sum_of_scores",
    "sum_of_rules",
    "best_sentence",  # the best score of the item in a sentence
    "second_sentence",
    "mean_sentence",
    "sentences_scored",
    "rank_in_sentence",  # of the item in its best sentence
    "margin_in_sentence",  # over the runner-up of the sentence
    "sentences",
    "rule_share",  # the best share of a rule's concepts that is named
    "rule_share_in_sentence",
    "nearest_of_all",  # the likeness of the nearest example with the item to it or a sentence of it
    "lead_of_nearest",  # over the third nearest example of any item
    "mean_in_law",  # of the scores of the item in the other provisions
    "score_before",  # of the item in the provision before
    "score_after",
)
COLUMN = {name: index for index, name in enumerate(PAIR_COLUMNS)}
TRAFFICKING = "t:trafficking"
EXPLOITATION = (TRAFFICKING, "t:exploitation", "t:slavery", "t:forced_labour")
# The numbers below were set by hand on the labelled laws.
MIN_PROVISIONS = 6  # of a law; in a shorter one a margin says little
MIN_SUBJECT_SHARE = 0.25  # of a law's provisions that must name trafficking for it to be on subject
MIN_SCORE, MIN_SENTENCE = 0.05, 0.15  # below both, and without a rule, a pair is not judged
SENTENCE_SCORE = 0.3  # from which a sentence is counted
HALF_OF_RULE = 0.5  # a rule of which less is named is not looked for in the sentences
RUNNER_UP = 3  # the nearest example that a lead is measured from


class LawProfile(NamedTuple):
    """Shares of a law's provisions that speak of exploitation, and that name trafficking."""

    exploitation: float
    trafficking: float


def law_profile(provisions: Sequence[Features]) -> LawProfile:
    """What the provisions of a law speak of."""
    size = max(len(provisions), 1)
    exploitation = sum(speaks_of_exploitation(provision) for provision in provisions)
    trafficking = sum(TRAFFICKING in provision.concepts for provision in provisions)
    return LawProfile(exploitation / size, trafficking / size)


def speaks_of_exploitation(provision: Features) -> bool:
    """Whether a provision names trafficking, exploitation, slavery or forced labour."""
    return any(name in provision.concepts for name in EXPLOITATION)


def is_on_subject(provision: Features, law: LawProfile) -> bool:
    """Whether a provision names trafficking, or belongs to a law much of which does."""
    return TRAFFICKING in provision.concepts or law.trafficking >= MIN_SUBJECT_SHARE


def margin_over_runner_up(scores: Matrix) -> Matrix:
    """Score minus the best other score of the same law, per item.

    scores: (provisions of one law, items). Zeros when the law has fewer than MIN_PROVISIONS.
    """
    if len(scores) < MIN_PROVISIONS:
        return np.zeros_like(scores)
    best = np.sort(scores, axis=0)[::-1]
    return np.asarray(scores - np.where(scores >= best[0], best[1], best[0]))


def scores_around(scores: Matrix, places: Sequence[int]) -> Matrix:
    """What the other provisions of a law say of an item: the mean of their scores, the score of the
    provision before and of that after, 0 where there is none: (provisions, 3, items).

    scores: (provisions of one law, items). places: of each provision, its position in the law.
    """
    mean = (scores.sum(0) - scores) / max(len(scores) - 1, 1)
    rows = {place: row for row, place in enumerate(places)}
    none = np.zeros_like(scores[:1])
    known = np.vstack([scores, none])
    beside = [[rows.get(place + step, len(scores)) for place in places] for step in (-1, 1)]
    return np.stack([mean, known[beside[0]], known[beside[1]]], 1)


class ProvisionScores(NamedTuple):
    """What is known of a provision beside its features: scores, margins and likeness of the nearest
    confirmed provision, each (items,); the scores of its sentences, (sentences, items), none where
    it is one sentence; its law; what `rule_shares` and `nearest_of_all` say, each (2, items), and
    `scores_around`, (3, items).
    """

    score: Matrix
    margin: Matrix
    nearest_likeness: Matrix
    sentences: Matrix
    law: LawProfile
    shares: Matrix
    nearest: Matrix
    around: Matrix


def pair_features(
    provision: Features,
    scores: ProvisionScores,
    precision: RulePrecision,
    items: Mapping[str, int],
    item_of: Mapping[str, str],
) -> Matrix:
    """What the classifier sees of one provision: (items, columns), named in PAIR_COLUMNS.

    items: item -> its index; item_of: rule -> item.
    """
    score = scores.score
    rank = (-score).argsort().argsort()
    rules = rule_features(provision, precision, items, item_of)
    columns = {
        "score": score,
        "root_of_score": np.sqrt(np.maximum(score, 0)),
        "is_first_item": rank == 0,
        "rank_of_item": np.minimum(rank, 10),
        **rules,
        "any_rule": rules["rules_held"] > 0,
        "rules_held": np.minimum(rules["rules_held"], 4),
        "score_times_precision": score * rules["rule_precision"],
        "log_item_rate": np.log(precision.item_rate + 0.002),
        **compared_features(scores),
        **sentence_features(score, scores.sentences),
    }
    same_for_all = {
        **context_features(provision, scores.law),
        "sum_of_scores": score.sum(),
        "sum_of_rules": min(rules["rules_held"].sum(), 15.0),
        "sentences": max(len(scores.sentences), 1),
    }
    columns |= {name: np.full(len(score), value) for name, value in same_for_all.items()}
    return np.column_stack([columns[name] for name in PAIR_COLUMNS]).astype(float)


def compared_features(scores: ProvisionScores) -> dict[str, Matrix]:
    """What a comparison with rules, examples and the rest of the law says of each item: columns of
    PAIR_COLUMNS, each (items,).
    """
    names = ("rule_share", "rule_share_in_sentence", "nearest_of_all", "lead_of_nearest")
    around = ("mean_in_law", "score_before", "score_after")
    return {
        "nearest_likeness": scores.nearest_likeness,
        "margin": scores.margin,
        **dict(zip(names, (*scores.shares, *scores.nearest), strict=True)),
        **dict(zip(around, scores.around, strict=True)),
    }


def rule_features(
    provision: Features,
    precision: RulePrecision,
    items: Mapping[str, int],
    item_of: Mapping[str, str],
) -> dict[str, Matrix]:
    """What the rules that hold say of each item: columns of PAIR_COLUMNS, each (items,)."""
    names = ("rules_held", "rule_precision", "rule_in_heading", "rule_closeness")
    held, right, heading, closeness = (np.zeros(len(items)) for _ in names)
    for rule, (gap, in_heading) in provision.rule_hits.items():
        if rule not in item_of:
            continue
        item = items[item_of[rule]]
        held[item] += 1
        right[item] = 1 - (1 - right[item]) * (1 - precision.of(rule))
        heading[item] = max(heading[item], float(in_heading))
        closeness[item] = max(closeness[item], 1 / (1 + gap))
    return dict(zip(names, (held, right, heading, closeness), strict=True))


def rule_shares(provision: Features, rules: Sequence[Rule], items: Mapping[str, int]) -> Matrix:
    """How much of a rule is named, of each item the rule that is named most: the best share of its
    groups of concepts in the provision, and in one sentence of it: (2, items).
    """
    best = np.zeros((2, len(items)))
    whole = concepts_named(provision.concepts)
    sentences = [concepts_named(block) for block in provision.sentences or (provision.concepts,)]
    for rule in rules:
        item, share = items[rule.item], share_named(whole, rule)
        best[0, item] = max(best[0, item], share)
        if share >= HALF_OF_RULE:
            alone = max(share_named(named, rule) for named in sentences)
            best[1, item] = max(best[1, item], alone)
    return best


def concepts_named(block: FeatureBlock) -> set[str]:
    """The concepts that a block names."""
    return {name.removeprefix("t:") for name in block if name.startswith("t:")}


def share_named(named: set[str], rule: Rule) -> float:
    """The share of the groups of a rule of which a concept is named."""
    return sum(not named.isdisjoint(group) for group in rule.needs) / len(rule.needs)


def nearest_of_all(
    best: NDArray[np.floating[Any]], having: Sequence[Sequence[int] | NDArray[np.intp]]
) -> Matrix:
    """The likeness of the nearest example with each item, and its lead over the third nearest of
    any: (provisions, 2, items). best: how alike each provision, or a sentence of it, is to each
    example, (provisions, examples), negative where the example does not count; having: for each
    item the examples with it.
    """
    nearest = np.zeros((len(best), len(having)))
    for item, examples in enumerate(having):
        if len(examples):
            nearest[:, item] = np.maximum(best[:, examples].max(1), 0)
    runner_up = np.partition(best, -RUNNER_UP, axis=1)[:, -RUNNER_UP]
    return np.stack([nearest, nearest - runner_up[:, None]], 1)


def sentence_features(score: Matrix, sentences: Matrix) -> dict[str, Matrix]:
    """What the sentences say of each item: columns of PAIR_COLUMNS, each (items,). A provision of
    one sentence has its own score.
    """
    if not len(sentences):
        sentences = score[None]
    order = np.sort(sentences, axis=0)[::-1]
    best = sentences.argmax(0)
    ranks = (-sentences).argsort(1).argsort(1)
    runner_up = np.sort(sentences, axis=1)[best, -2]
    return {
        "best_sentence": order[0],
        "second_sentence": order[1] if len(order) > 1 else np.zeros_like(score),
        "mean_sentence": sentences.mean(0),
        "sentences_scored": np.minimum((sentences > SENTENCE_SCORE).sum(0), 5),
        "rank_in_sentence": np.minimum(ranks[best, np.arange(len(score))], 10),
        "margin_in_sentence": order[0] - runner_up,
    }


def context_features(provision: Features, law: LawProfile) -> dict[str, float]:
    """What a provision and its surroundings say of every item alike: length, kind, and whether
    trafficking is named here, nearby, in the law.
    """
    name = TRAFFICKING.removeprefix("t:")
    nearby = any(f"{where}:{name}" in provision.neighbours for where in "nc")
    return {
        "log_word_count": np.log(provision.word_count + 1),
        "is_final_clause": float("k:final" in provision.concepts),
        "speaks_of_exploitation": float(speaks_of_exploitation(provision)),
        "names_trafficking": float(TRAFFICKING in provision.concepts),
        "neighbour_names_trafficking": float(nearby),
        "law_speaks_of_exploitation": law.exploitation,
        "law_names_trafficking": law.trafficking,
    }


def worth_judging(pairs: Matrix) -> Flags:
    """The pairs for which a score, a sentence or a rule speaks. pairs: (..., columns); gives
    (...).
    """
    scored = pairs[..., COLUMN["score"]] > MIN_SCORE
    scored |= pairs[..., COLUMN["best_sentence"]] > MIN_SENTENCE
    return np.asarray(scored | (pairs[..., COLUMN["any_rule"]] > 0))
