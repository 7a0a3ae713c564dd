"""`Penalty`: what is read in a provision, and the row that is stored."""

from typing import NamedTuple


class Penalty(NamedTuple):
    """One tier of a penalty.

    number: how the answer calls the provision. kind: one of KINDS. Months are of 30 days. units:
    what a fine is counted in where that is no money. refers_to: the article whose penalty this one
    borrows. start, end: characters of the provision's text, which are the evidence.
    """

    number: str = ""
    kind: str = "other"
    min_months: float | None = None
    max_months: float | None = None
    life: bool = False
    fine_min: float | None = None
    fine_max: float | None = None
    currency: str | None = None
    units: str | None = None
    aggravated: bool = False
    refers_to: str | None = None
    start: int = 0
    end: int = 0
    evidence: str = ""


KINDS = ("imprisonment", "fine", "either", "both", "life", "death", "other")
