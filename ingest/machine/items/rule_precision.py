"""How often each rule of the lexicon was right on the labelled laws."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.machine.items.features import Features
from ingest.machine.items.kernel_ridge import Matrix

PRIOR_RIGHT, PRIOR_HELD = 0.4, 1.2  # a rule never seen is right once in three; set by hand


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
