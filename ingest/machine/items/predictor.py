"""The fitted model in the small form that suggestions are made with, kept on disk under the hash of
what it was learned from.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np

from ingest.machine.items.bands import Flags, Judge, Look, Worth, lead, look, on_subject, whole
from ingest.machine.items.embeddings import Embedded, Guessed, Sense, engine
from ingest.machine.items.features import Seen
from ingest.machine.items.kernel_ridge import Numbers, Rows, alike, rows
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.rules import rules
from ingest.machine.items.training import Model
from ingest.machine.items.training_data import LEARNED, version

KEPT = Path(os.environ.get("PALERMO_CACHE", LEARNED.parent / ".cache"))


@dataclass
class Fitted:
    """Numbers of the fitted model, without the examples themselves."""

    items: list[str]
    rarity: dict[str, float]
    known: Rows
    weights: Numbers
    base: Numbers
    gold: list[list[int]]
    names: list[str]
    worth: Worth
    judge: Judge


class Predictor:
    """Judges provisions of new laws."""

    def __init__(self, fitted: Fitted, lexicon: Lexicon, sense: Sense, model_version: str) -> None:
        self.fitted, self.lexicon, self.sense, self.version = fitted, lexicon, sense, model_version
        self.rules = rules(lexicon)
        self.item_of = {rule.name: rule.item for rule in self.rules}
        self.place = {item: index for index, item in enumerate(fitted.items)}
        self.known = fitted.known._replace(
            features=fitted.known.features.tocsc()
        )  # its transpose is read row by row

    def judge(self, provisions: list[Seen]) -> tuple[Numbers, list[list[str]], Flags]:
        """Likelihood of every link, the nearest confirmed provision of each, and which provisions
        are on the subject.
        """
        likeness = alike(rows(provisions, self.fitted.rarity), self.known)
        scores = likeness @ self.fitted.weights + self.fitted.base
        law = whole(provisions)
        near = np.zeros_like(scores)
        names = [[""] * len(self.fitted.items) for _ in provisions]
        for item, having in enumerate(self.fitted.gold):
            if having:
                best = likeness[:, having].argmax(1)
                near[:, item] = likeness[np.arange(len(provisions)), np.array(having)[best]]
                for index, at in enumerate(best):
                    names[index][item] = self.fitted.names[having[at]]
        looks = [Look(*first, law) for first in zip(scores, lead(scores), near, strict=True)]
        seen = np.array(
            [
                look(one, first, self.fitted.worth, self.place, self.item_of)
                for one, first in zip(provisions, looks, strict=True)
            ]
        )
        return (
            self.fitted.judge.judge(seen),
            names,
            np.array([on_subject(one, law) for one in provisions]),
        )


def fit(sense: Sense) -> Fitted:
    """Learn from everything."""
    model = Model(sense)
    judge = model.judge(model.seen())
    gold = [np.flatnonzero(model.gold[:, item] > 0).tolist() for item in range(len(model.items))]
    names = [f"{one.statute}:{one.number}" for one in model.examples[: model.count]]
    linear = model.linear
    return Fitted(
        model.items,
        linear.rarity,
        linear.known,
        linear.root * linear.dual,
        linear.base,
        gold,
        names,
        model.worth,
        judge,
    )


def predictor(embed: bool = False) -> Predictor:
    """The model of the present lexicon and labels, with the language model or without; fitted on
    first use, then read from the cache.

    Raise meaning.Missing or meaning.Stale when the language model is asked for and cannot be used.
    """
    sense: Sense = Embedded() if embed else Guessed()
    if embed:
        engine()
    lexicon = Lexicon()
    name = version(lexicon, sense.paths)
    path = KEPT / f"{name}.joblib"
    try:
        return Predictor(joblib.load(path), lexicon, sense, name)
    except (OSError, EOFError, ValueError, AttributeError, ImportError):
        fitted = fit(sense)
    try:
        KEPT.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        joblib.dump(fitted, part)
        part.replace(path)
    except OSError:
        pass  # a folder that cannot be written costs time, not answers
    return Predictor(fitted, lexicon, sense, name)
