"""Numbers as laws write them: 1.500.000, 1 000 000, 2,000.00, five million, quatre-vingt-dix, dois
mil e quinhentos, خمس عشرة.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

FIGURE = r"\d{1,3}(?:[ .,']\d{3})+(?!\d)(?:[.,]\d{1,2}(?!\d))?|\d+(?:[.,]\d{1,2}(?!\d))?"
DECIMALS = re.compile(r"[.,]\d{1,2}$")
# No fine is larger; keeps noise such as page numbers run together out of the arithmetic.
LIMIT = 10**15
MILLION = 10**6
HALF = 0.5  # of `two and a half`


@dataclass(frozen=True)
class Number:
    """A value and its offsets in the folded text."""

    value: float
    start: int
    end: int


def parse_figure(text: str, words: Mapping[str, float]) -> float:
    """The value of a number in digits, with a word such as `million` after it or none."""
    parts = text.split()
    factor = float(words.get(parts[-1], 1)) if len(parts) > 1 else 1.0
    figure = " ".join(parts[:-1]) if factor > 1 else text
    cents = DECIMALS.search(figure)
    whole = figure[: cents.start()] if cents else figure
    value = float("".join(sign for sign in whole if sign.isdigit())[:18] or 0) + (
        float("0." + cents[0][1:]) if cents else 0.0
    )
    return min(value * factor, float(LIMIT))


def parse_number_words(
    text: str, start: int, words: Mapping[str, float], join: str
) -> list[Number]:
    """The numbers in a run of number words; `two and ten` are two numbers, `twenty and one` one.

    start: offset of the run; words: folded word -> value; join: the folded `and`.
    """
    numbers: list[Number] = []
    total = _Sum()
    joined = False
    for match in re.finditer(r"\w+", text):
        word = match[0]
        value = words.get(word)
        if value is None and word in (join, "a"):  # `two and a half`
            joined = joined or word == join
            continue
        if value is None:  # an Arabic clitic before the number
            joined, value = word.startswith(join), words.get(word[1:], 0)
        if not total.add(value, joined, start + match.start(), start + match.end()):
            numbers += total.take()
            total.add(value, False, start + match.start(), start + match.end())
        joined = False
    return numbers + total.take()


class _Sum:
    """Adds number words as long as they make one number."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Begin a number: total holds thousands and more, current what is below."""
        self.total, self.current, self.last = 0.0, 0.0, 0.0
        self.spans: list[tuple[int, int]] = []

    def add(self, value: float, joined: bool, start: int, end: int) -> bool:
        """False where the word begins another number."""
        if value >= MILLION and self.last == 1000:  # dos mil quinientos millones
            self.total = (self.total + self.current) * value
            self.current, self.last = 0, value
        elif value >= 1000:
            if self.last and value >= self.last and self.total:
                return False
            self.total += max(self.current, 1) * value
            self.current, self.last = 0, value
        elif value == 100 and 0 < self.current < 10:
            self.current *= 100
        elif value == 20 and self.current == 4 and not joined:  # quatre-vingt
            self.current = 80
        elif self._fits(value, joined):
            self.current += value
        else:
            return False
        self.spans.append((start, end))
        return True

    def _fits(self, value: float, joined: bool) -> bool:
        """Whether a number below 100 can be added to what is below a thousand."""
        current = self.current
        if value == HALF and current:
            return joined and current < 100
        if current == 0:
            return not self.spans or self.last > 0
        tens = current % 100
        if tens == 0:
            return value < 100
        if tens >= 20 and tens % 10 == 0 and value < 10:
            return True
        if tens in (60, 80):  # soixante et onze, quatre-vingt-dix
            return 10 <= value < 20
        if tens == 10:  # dix-sept, diez y seis
            return 6 <= value < 10 if joined else 7 <= value < 10
        return tens < 10 and _fits_unit(value, joined)

    def take(self) -> list[Number]:
        """What was added up, as a number, and a fresh start."""
        if not self.spans:
            return []
        value, spans = self.total + self.current, self.spans
        self.reset()
        return [Number(value, spans[0][0], spans[-1][1])]


def _fits_unit(value: float, joined: bool) -> bool:
    """Whether a number can be added to a unit, as in Arabic: five ten, five and twenty."""
    if value == 10:
        return not joined
    return value % 10 == 0 and 20 <= value < 100 and joined
