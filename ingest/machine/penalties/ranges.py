"""Two quantities that stand together and are one: a range (`one year to three years`), a sum said
twice (`ten million francs (FRW 10,000,000)`), years with months.
"""

import re
from dataclasses import dataclass, replace

from ingest.machine.penalties.vocabulary import Vocabulary, pooled

BOUNDS = ("min", "max")
BOUND_AFTER = re.compile(r"(?:au|at|como|no|por|al) ?\w+")  # `au plus` in a range
OR_AND = ("", "ou", "o", "or", "y", "e", "et", "and")  # between two figures that are no range
AND = ("y", "e", "et", "and")  # one fine cannot be of two sums: `of 500 francs and 1000 francs`
IN_BRACKETS = re.compile(rf"[\s,]*[(\[][\s]*(?:(?:{pooled('restated')})[\s]*)?")
MAX_RANGE_GAP = 80  # characters between the two, set by hand on the labelled laws
BETWEEN_BEFORE = 24  # from `between` to the first figure
ONE_DAY = 1 / 30


@dataclass(frozen=True)
class Quantity:
    """low and high in months (kind `months`) or money (`money`); bare: one figure without `not less
    than` or `not more than`, so that low is high.
    """

    kind: str
    low: float | None
    high: float | None
    start: int
    end: int
    bare: bool = False
    unit: str = ""


class QuantityJoiner:
    """Joins neighbouring quantities of one folded text."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text, self.vocabulary = text, vocabulary

    def join(self, first: Quantity, second: Quantity) -> Quantity | None:
        """The two as one, or None where they are two."""
        gap = self.text[first.end : second.start]
        if first.kind != second.kind or len(gap) > MAX_RANGE_GAP:
            return None
        if second.bare and IN_BRACKETS.fullmatch(gap) and second.high in (first.low, first.high):
            return replace(first, end=second.end)
        if self._is_part_of_year(first, second, gap):
            return _sum(first, second)
        if self._is_bare_range(first, second, gap) or self._is_bounded_range(first, second, gap):
            return _range(first, second)
        return None

    def _is_part_of_year(self, first: Quantity, second: Quantity, gap: str) -> bool:
        """`two years and six months`: nothing but `and` between them, and less than the unit."""
        if first.kind != "months" or not second.bare or second.high is None:
            return False
        larger, smaller = self._months_of(first.unit), self._months_of(second.unit)
        joined = re.fullmatch(rf"[\s,)]*(?:{self.vocabulary.join}\s*)?", gap)
        return bool(joined) and smaller < larger and second.high < larger

    def _months_of(self, unit: str) -> float:
        """Months of the unit that a word names; a word such as `two years` holds that of one."""
        value = self.vocabulary.alone.get(unit)
        if value is not None:
            return 12.0 if value >= 12 else 1.0 if value >= 1 else ONE_DAY
        return self.vocabulary.months(unit)

    def _is_bare_range(self, first: Quantity, second: Quantity, gap: str) -> bool:
        """`one year to three years`, `between one year and three years`: two figures, no bounds."""
        if not (first.bare and second.bare) or first.low is None or second.high is None:
            return False
        rest = self._without_named_parts(gap)
        if first.low > second.high or not self.vocabulary.connect.fullmatch(rest):
            return False
        before = self.text[max(0, first.start - BETWEEN_BEFORE) : first.start]
        word = rest.strip(" ,)")
        rises = first.kind == "money" and first.low < second.high and word in AND
        return word not in OR_AND or rises or bool(self.vocabulary.between.search(before))

    def _is_bounded_range(self, first: Quantity, second: Quantity, gap: str) -> bool:
        """`not less than two years and not more than ten years`: a least and a most, the least
        perhaps without such words (`two years and not more than ten`).
        """
        if second.bare or (first.low is None) == (second.low is None):
            return False
        if first.high is not None and not first.bare and second.low is None:
            return False  # a range already
        if first.bare and (second.low is not None or self.vocabulary.either.search(gap)):
            return False
        low, high = _ends(first, second)
        return low is not None and high is not None and low <= high and self._is_joining(gap)

    def _is_joining(self, gap: str) -> bool:
        """Whether a joining word is all that is left of a gap without its bounds."""
        rest = self._without_named_parts(gap)
        rest = rest if rest != gap else BOUND_AFTER.sub("", gap)
        return bool(self.vocabulary.connect.fullmatch(rest))

    def _without_named_parts(self, gap: str) -> str:
        """A gap without its bounds and the word for prison behind the first figure."""
        rest = gap
        for token in self.vocabulary.tokens(gap):
            if token.kind in (*BOUNDS, "prison"):
                rest = re.sub(rf"(?:\b(?:of|de|d'))?\s*{re.escape(token.text)}", " ", rest, count=1)
        return re.sub(r"\s+", " ", rest)


def _ends(first: Quantity, second: Quantity) -> tuple[float | None, float | None]:
    """The least and the most of two quantities, whichever of them is the least."""
    if second.high is None:
        return second.low, first.high
    return first.low, second.high


def _range(first: Quantity, second: Quantity) -> Quantity:
    """One range out of two quantities."""
    low, high = _ends(first, second)
    unit = second.unit or first.unit
    return replace(first, low=low, high=high, end=second.end, bare=False, unit=unit)


def _sum(first: Quantity, second: Quantity) -> Quantity:
    """Years and months added up. `A year and a day` of penal codes is a year: the day only tells
    one grade of penalty from the next.
    """
    more = second.high or 0.0
    more = 0.0 if more <= ONE_DAY else more
    one_end = first.bare or first.high is None
    low = first.low + more if first.low is not None and one_end else first.low
    high = None if first.high is None else first.high + more
    return replace(first, low=low, high=high, end=second.end)
