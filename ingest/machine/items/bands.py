"""Calibrated bands: from scores and rules to the likelihood of a link, and the band it is in.

Two small models, a logistic regression and shallow boosted trees, see for each provision and item
the columns of PAIR_COLUMNS. The thresholds of the bands are where the precision measured on laws
left out reaches what the band promises.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ingest.machine.items.features import Features
from ingest.machine.items.kernel_ridge import Matrix

Flags = NDArray[np.bool_]
BANDS = ("strong", "possible", "weak")
PROMISED_PRECISION = {"strong": 0.92, "possible": 0.70, "shown": 0.56}
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
)
COLUMN = {name: index for index, name in enumerate(PAIR_COLUMNS)}
TRAFFICKING = "t:trafficking"
EXPLOITATION = (TRAFFICKING, "t:exploitation", "t:slavery", "t:forced_labour")
# The numbers below were set by hand on the labelled laws.
MIN_PROVISIONS = 6  # of a law; in a shorter one a margin says little
MIN_SUBJECT_SHARE = 0.25  # of a law's provisions that must name trafficking for it to be on subject
MIN_SCORE = 0.05  # below it, and without a rule, a pair is not judged
PRIOR_RIGHT, PRIOR_HELD = 0.4, 1.2  # a rule never seen is right once in three


class RulePrecision(NamedTuple):
    """How often each rule held and was right on the labelled laws; item_rate: (items,), the share
    of provisions with each item.
    """

    right: Mapping[str, float]
    held: Mapping[str, float]
    item_rate: Matrix

    def of(self, rule: str) -> float:
        """The precision of a rule, smoothed."""
        return (self.right.get(rule, 0) + PRIOR_RIGHT) / (self.held.get(rule, 0) + PRIOR_HELD)


def rule_precision(
    provisions: Sequence[Features],
    labels: Matrix,
    items: Sequence[str],
    item_of: Mapping[str, str],
) -> RulePrecision:
    """Count rules that held, and were right. labels: (provisions, items); item_of: rule -> item."""
    right: Counter[str] = Counter()
    held: Counter[str] = Counter()
    item_index = {item: index for index, item in enumerate(items)}
    for provision, row in zip(provisions, labels, strict=True):
        for rule in provision.rule_hits:
            if rule in item_of:
                held[rule] += 1
                right[rule] += int(row[item_index[item_of[rule]]])
    return RulePrecision(right, held, labels.mean(0))


def subtract(whole: RulePrecision, part: RulePrecision, share: float) -> RulePrecision:
    """The precision without one family; share: of the provisions that are in it."""
    right = {rule: count - part.right.get(rule, 0) for rule, count in whole.right.items()}
    held = {rule: count - part.held.get(rule, 0) for rule, count in whole.held.items()}
    item_rate = (whole.item_rate - share * part.item_rate) / (1 - share)
    return RulePrecision(right, held, item_rate)


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


class ProvisionScores(NamedTuple):
    """What is known of a provision beside its features: scores, margins and likeness of the nearest
    confirmed provision, each (items,); and its law.
    """

    score: Matrix
    margin: Matrix
    nearest_likeness: Matrix
    law: LawProfile


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
        "nearest_likeness": scores.nearest_likeness,
        "margin": scores.margin,
        "log_item_rate": np.log(precision.item_rate + 0.002),
    }
    same_for_all = {
        **context_features(provision, scores.law),
        "sum_of_scores": score.sum(),
        "sum_of_rules": min(rules["rules_held"].sum(), 15.0),
    }
    columns |= {name: np.full(len(score), value) for name, value in same_for_all.items()}
    return np.column_stack([columns[name] for name in PAIR_COLUMNS]).astype(float)


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
    """The pairs for which a score or a rule speaks. pairs: (..., columns); gives (...)."""
    scored = pairs[..., COLUMN["score"]] > MIN_SCORE
    return np.asarray(scored | (pairs[..., COLUMN["any_rule"]] > 0))


class BandClassifier:
    """Learns which links are true from judged pairs of provision and item, and sets the thresholds
    of the bands.

    pairs: (provisions, items, columns). labels: (provisions, items). families and on_subject: one
    for each provision.
    """

    def __init__(
        self, pairs: Matrix, labels: Matrix, families: Sequence[str], on_subject: Flags
    ) -> None:
        judged = worth_judging(pairs)
        rows, truth = pairs[judged], labels[judged] > 0
        groups = np.repeat(np.array(families)[:, None], labels.shape[1], axis=1)[judged]
        subject = np.broadcast_to(on_subject[:, None], judged.shape)[judged]
        left_out = np.zeros(len(rows))
        folds = GroupKFold(min(5, len(set(families)))).split(rows, truth, groups)
        for train, test in folds:
            self.fit(rows[train], truth[train])
            left_out[test] = self.likelihood(rows[test])
        self.thresholds = thresholds(left_out, truth, subject)
        self.fit(rows, truth)

    def fit(self, rows: Matrix, truth: Flags) -> None:
        """Fit both models. rows: (pairs, columns)."""
        self.mean, self.deviation = rows.mean(0), rows.std(0) + 1e-6
        self.regression = LogisticRegression(C=0.5, max_iter=3000).fit(
            (rows - self.mean) / self.deviation, truth
        )
        self.trees = HistGradientBoostingClassifier(
            max_iter=100,
            learning_rate=0.06,
            max_leaf_nodes=8,
            min_samples_leaf=40,
            l2_regularization=5.0,
            early_stopping=False,
            random_state=0,
        ).fit(rows, truth)

    def likelihood(self, rows: Matrix) -> Matrix:
        """The mean of both models, (pairs,), for rows (pairs, columns)."""
        if not len(rows):
            return np.zeros(0)
        by_line = self.regression.predict_proba((rows - self.mean) / self.deviation)[:, 1]
        return np.asarray((by_line + self.trees.predict_proba(rows)[:, 1]) / 2)

    def likelihoods(self, pairs: Matrix) -> Matrix:
        """Likelihoods (provisions, items); zero where no score and no rule speaks."""
        found = np.zeros(pairs.shape[:-1])
        judged = worth_judging(pairs)
        found[judged] = self.likelihood(pairs[judged])
        return found

    def band_of(self, likelihood: float, on_subject: bool = True) -> str | None:
        """The band of one link; strong only where the provision or its law is about trafficking."""
        if on_subject and likelihood >= self.thresholds["strong"]:
            return "strong"
        if likelihood >= self.thresholds["possible"]:
            return "possible"
        return "weak" if likelihood >= self.thresholds["shown"] else None


def thresholds(likelihood: Matrix, truth: Flags, on_subject: Flags) -> dict[str, float]:
    """The lowest likelihood from which everything above is as precise as promised; for strong,
    among what can be strong. All three: (pairs,).
    """
    found = {}
    for name, promise in PROMISED_PRECISION.items():
        counted = on_subject if name == "strong" else np.ones(len(likelihood), dtype=bool)
        order = np.argsort(-likelihood[counted], kind="stable")
        precision = np.cumsum(truth[counted][order]) / np.arange(1, len(order) + 1)
        enough = np.flatnonzero(precision >= promise)
        found[name] = float(likelihood[counted][order][enough.max()]) if len(enough) else 1.0
    found["possible"] = min(found["possible"], found["strong"])
    return found | {"shown": min(found["shown"], found["possible"])}
