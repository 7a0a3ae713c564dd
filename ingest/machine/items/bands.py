"""From scores and rules to a judgement: how likely a link is, and which band that puts it in.

Two small models, a logistic regression and shallow boosted trees, see for each provision and item
the linear score, the rules that hold with what they were worth on other laws, the nearest confirmed
provision, the other provisions of the law, and the law as a whole. Bands are cut where the
precision measured on laws left out reaches what the band promises.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from ingest.machine.items.features import Seen
from ingest.machine.items.kernel_ridge import Numbers

Flags = NDArray[np.bool_]
BANDS = ("strong", "possible", "weak")
PROMISED = {"strong": 0.92, "possible": 0.70, "shown": 0.56}
WIDTH = 22
NAMED = "t:trafficking"
TALK = (NAMED, "t:exploitation", "t:slavery", "t:forced_labour")
FEW = 6  # provisions of a law below which being ahead of the others says little
# share of a law's provisions that must name trafficking before one that does not can be strong
TOPIC = 0.25


class Worth(NamedTuple):
    """How often each rule was right, and how common each item is, on the laws learned from."""

    right: Mapping[str, float]
    held: Mapping[str, float]
    common: Numbers


def worth(
    provisions: Sequence[Seen], gold: Numbers, items: Sequence[str], item_of: Mapping[str, str]
) -> Worth:
    """Count rules that held, and were right, over labelled provisions."""
    right: Counter[str] = Counter()
    held: Counter[str] = Counter()
    place = {item: index for index, item in enumerate(items)}
    for one, row in zip(provisions, gold, strict=True):
        for rule in one.hits:
            if rule in item_of:
                held[rule] += 1
                right[rule] += int(row[place[item_of[rule]]])
    return Worth(right, held, gold.mean(0))


def less(whole: Worth, part: Worth, share: float) -> Worth:
    """The worth of rules without one family."""
    right = {rule: count - part.right.get(rule, 0) for rule, count in whole.right.items()}
    held = {rule: count - part.held.get(rule, 0) for rule, count in whole.held.items()}
    return Worth(right, held, (whole.common - share * part.common) / (1 - share))


class Whole(NamedTuple):
    """A law as a whole: the share of its provisions that speak of exploitation in any form, and
    that name trafficking.
    """

    talk: float
    named: float


def whole(provisions: Sequence[Seen]) -> Whole:
    """What the provisions of a law speak of."""
    size = max(len(provisions), 1)
    talk = sum(any(name in one.blocks[0] for name in TALK) for one in provisions)
    return Whole(talk / size, sum(NAMED in one.blocks[0] for one in provisions) / size)


def on_subject(one: Seen, law: Whole) -> bool:
    """Whether a provision names trafficking, or stands in a law much of which does."""
    return NAMED in one.blocks[0] or law.named >= TOPIC


def lead(scores: Numbers) -> Numbers:
    """How far each provision of a law is ahead of the best other one, for each item; nothing where
    too few are there to compare.
    """
    if len(scores) < FEW:
        return np.zeros_like(scores)
    best = np.sort(scores, axis=0)[::-1]
    return np.asarray(scores - np.where(scores >= best[0], best[1], best[0]))


class Look(NamedTuple):
    """What is known of a provision beside its features: scores, lead over the other provisions and
    likeness for every item, and its law.
    """

    score: Numbers
    ahead: Numbers
    near: Numbers
    law: Whole


def look(
    one: Seen, first: Look, known: Worth, items: Mapping[str, int], item_of: Mapping[str, str]
) -> Numbers:
    """What the judge sees of one provision: a row for each item."""
    score, size = first.score, len(items)
    count, best, top, close = np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size)
    for rule, (gap, head) in one.hits.items():
        if rule not in item_of:
            continue
        at = items[item_of[rule]]
        precision = (known.right.get(rule, 0) + 0.4) / (known.held.get(rule, 0) + 1.2)
        best[at] = 1 - (1 - best[at]) * (1 - precision)
        count[at] += 1
        top[at] = max(top[at], float(head))
        close[at] = max(close[at], 1 / (1 + gap))
    rank = (-score).argsort().argsort()
    columns = [
        score,
        np.sqrt(np.maximum(score, 0)),
        rank == 0,
        np.minimum(rank, 10),
        count > 0,
        np.minimum(count, 4),
        best,
        score * best,
        top,
        close,
    ]
    columns += [first.near, first.ahead, np.log(known.common + 0.002)]
    wide = [*told(one, first.law), score.sum(), min(count.sum(), 15.0)]
    return np.column_stack([*columns, *(np.full(size, value) for value in wide)]).astype(float)


def told(one: Seen, law: Whole) -> list[float]:
    """What a provision and its surroundings tell of every item alike: length, kind, and whether
    trafficking is spoken of here, nearby, in the law.
    """
    nearby = any(f"{place}:{NAMED[2:]}" in one.blocks[2] for place in "nc")
    talks = any(name in one.blocks[0] for name in TALK)
    return [
        np.log(one.size + 1),
        float("k:final" in one.blocks[0]),
        float(talks),
        float(NAMED in one.blocks[0]),
        float(nearby),
        *law,
    ]


def plausible(seen: Numbers) -> Flags:
    """The pairs worth judging: a score or a rule speaks for them."""
    return np.asarray((seen[..., 0] > 0.05) | (seen[..., 4] > 0))


class Judge:
    """Learns what makes a link true from judged pairs of provision and item, and cuts the bands."""

    def __init__(
        self, seen: Numbers, gold: Numbers, families: Sequence[str], subject: Flags
    ) -> None:
        pairs = plausible(seen)
        rows, truth = seen[pairs], gold[pairs] > 0
        groups = np.repeat(np.array(families)[:, None], gold.shape[1], axis=1)[pairs]
        apart = np.zeros(len(rows))
        for learn, test in GroupKFold(min(5, len(set(families)))).split(rows, truth, groups):
            self.fit(rows[learn], truth[learn])
            apart[test] = self.likely(rows[test])
        self.cuts = cuts(apart, truth, np.broadcast_to(subject[:, None], pairs.shape)[pairs])
        self.fit(rows, truth)

    def fit(self, rows: Numbers, truth: Flags) -> None:
        """Fit both models."""
        self.middle, self.spread = rows.mean(0), rows.std(0) + 1e-6
        self.line = LogisticRegression(C=0.5, max_iter=3000).fit(
            (rows - self.middle) / self.spread, truth
        )
        settings = {
            "max_iter": 100,
            "learning_rate": 0.06,
            "max_leaf_nodes": 8,
            "min_samples_leaf": 40,
            "l2_regularization": 5.0,
        }
        self.trees = HistGradientBoostingClassifier(
            **settings, early_stopping=False, random_state=0
        ).fit(rows, truth)

    def likely(self, rows: Numbers) -> Numbers:
        """The mean of both models for pairs."""
        if not len(rows):
            return np.zeros(0)
        line = self.line.predict_proba((rows - self.middle) / self.spread)[:, 1]
        return np.asarray((line + self.trees.predict_proba(rows)[:, 1]) / 2)

    def judge(self, seen: Numbers) -> Numbers:
        """Likelihoods for provisions and items; nothing where no score and no rule speaks."""
        found = np.zeros(seen.shape[:-1])
        pairs = plausible(seen)
        found[pairs] = self.likely(seen[pairs])
        return found

    def band(self, likely: float, subject: bool = True) -> str | None:
        """The band of one link; strong only where the provision or its law is about trafficking."""
        if subject and likely >= self.cuts["strong"]:
            return "strong"
        if likely >= self.cuts["possible"]:
            return "possible"
        return "weak" if likely >= self.cuts["shown"] else None


def cuts(likely: Numbers, truth: Flags, subject: Flags) -> dict[str, float]:
    """The lowest likelihood from which everything above is as precise as promised; for strong,
    among what can be strong.
    """
    found = {}
    for name, promise in PROMISED.items():
        counted = subject if name == "strong" else np.ones(len(likely), dtype=bool)
        order = np.argsort(-likely[counted], kind="stable")
        precise = np.cumsum(truth[counted][order]) / np.arange(1, len(order) + 1)
        enough = np.flatnonzero(precise >= promise)
        found[name] = float(likely[counted][order][enough.max()]) if len(enough) else 1.0
    found["possible"] = min(found["possible"], found["strong"])
    return found | {"shown": min(found["shown"], found["possible"])}
