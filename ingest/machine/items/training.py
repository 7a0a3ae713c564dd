"""The whole model: learned once from everything, or as it would be without one family of laws."""

import csv

import numpy as np

from ingest.machine.items.bands import (
    WIDTH,
    Judge,
    Look,
    Worth,
    lead,
    less,
    look,
    on_subject,
    whole,
    worth,
)
from ingest.machine.items.embeddings import Guessed, Sense
from ingest.machine.items.kernel_ridge import Linear, Numbers, Places
from ingest.machine.items.lexicon import Lexicon
from ingest.machine.items.rules import rules
from ingest.machine.items.training_data import CURATED, Example, load, version


def item_codes() -> list[str]:
    """The codes of db/curated/item.csv, in its order."""
    with (CURATED / "item.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


class Model:
    """Lexicon, examples, linear model and what the judge needs, with places from `sense`; `judge`
    is fitted on all families, or without one.
    """

    def __init__(self, sense: Sense | None = None) -> None:
        self.lexicon = Lexicon()
        self.rules = rules(self.lexicon)
        self.item_of = {rule.name: rule.item for rule in self.rules}
        self.items = item_codes()
        self.place = {item: index for index, item in enumerate(self.items)}
        self.examples = load(self.lexicon)
        self.sense = sense or Guessed()
        for one, place in zip(self.examples, self.sense.known(self.examples), strict=True):
            one.seen.sense = place
        self.version = version(self.lexicon, self.sense.paths)
        self.count = sum(one.labelled for one in self.examples)
        self.linear = Linear(self.examples, self.items)
        self.laws = [one.family for one in self.examples[: self.count]]
        self.families = list(dict.fromkeys(self.laws))
        self.rows = {
            family: np.flatnonzero([law == family for law in self.laws]) for family in self.families
        }
        self.kept_out = {family: self.out(family) for family in self.families}
        provisions = [one.seen for one in self.examples[: self.count]]
        self.gold = self.linear.gold[: self.count]
        self.worth = worth(provisions, self.gold, self.items, self.item_of)
        self.part = {family: self.worth_of(rows) for family, rows in self.rows.items()}
        self.statutes = np.array([one.statute for one in self.examples[: self.count]])
        law = {
            name: whole([provisions[row] for row in np.flatnonzero(self.statutes == name)])
            for name in dict.fromkeys(self.statutes.tolist())
        }
        self.wholes = [law[one.statute] for one in self.examples[: self.count]]
        self.subject = np.array(
            [on_subject(one, each) for one, each in zip(provisions, self.wholes, strict=True)]
        )
        self.nearest = self.nearest_by_family()

    def worth_of(self, rows: Places) -> Worth:
        """What rules were worth in one family."""
        return worth(
            [self.examples[row].seen for row in rows], self.gold[rows], self.items, self.item_of
        )

    def out(self, family: str) -> Places:
        """Everything to leave out with a family: its provisions, and summaries from the same
        countries.
        """
        own = [one for one in self.examples if one.family == family]
        countries, statutes = {one.country for one in own} - {""}, {one.statute for one in own}
        return np.flatnonzero(
            [
                one.family == family
                or (not one.labelled and one.country in countries)
                or (bool(one.statute) and one.statute in statutes)
                for one in self.examples
            ]
        )

    def nearest_by_family(self) -> Numbers:
        """For each labelled provision, family and item: the likeness of the nearest provision with
        that item.
        """
        found = np.zeros((len(self.families), self.count, len(self.items)))
        alike = self.linear.kernel[: self.count, : self.count]
        for index, family in enumerate(self.families):
            rows = self.rows[family]
            for item in range(len(self.items)):
                having = rows[self.gold[rows, item] > 0]
                if len(having):
                    found[index, :, item] = alike[:, having].max(1)
        return found

    def seen(self, left_out: str = "") -> Numbers:
        """What the judge sees of every labelled provision, each scored without its own family and
        without `left_out`.
        """
        found = np.zeros((self.count, len(self.items), WIDTH))
        for index, family in enumerate(self.families):
            rows = self.rows[family]
            gone = (
                self.kept_out[family]
                if family == left_out or not left_out
                else np.union1d(self.kept_out[family], self.kept_out[left_out])
            )
            scores = self.linear.without(gone, rows)
            apart = [
                at for at, name in enumerate(self.families) if at != index and name != left_out
            ]
            near = self.nearest[apart][:, rows].max(0)
            known = self.worth
            for name in sorted({family, left_out} - {""}):
                known = less(known, self.part[name], len(self.rows[name]) / self.count)
            ahead = np.zeros_like(scores)
            for name in np.unique(self.statutes[rows]):
                own = self.statutes[rows] == name
                ahead[own] = lead(scores[own])
            for at, row in enumerate(rows):
                first = Look(scores[at], ahead[at], near[at], self.wholes[row])
                found[row] = look(self.examples[row].seen, first, known, self.place, self.item_of)
        return found

    def judge(self, seen: Numbers, left_out: str = "") -> Judge:
        """A judge fitted on every family but one."""
        keep = [row for row in range(self.count) if self.laws[row] != left_out]
        return Judge(
            seen[keep], self.gold[keep], [self.laws[row] for row in keep], self.subject[keep]
        )


def labelled(model: Model) -> list[Example]:
    """The labelled provisions, in the order of the model's rows."""
    return model.examples[: model.count]
