"""From tokens to quantities: a number or a range with its unit of time or money, and whether it is
a least or a most. ranges.py joins those that stand together.
"""

import re
from dataclasses import replace

from ingest.machine.penalties.ranges import BOUNDS, Quantity, QuantityJoiner
from ingest.machine.penalties.vocabulary import Token, Vocabulary, pooled

NUMBER_TO_UNIT = re.compile(rf"[\s)(\]\"']*(?:(?:{pooled('number_to_unit')})\s*)?[\s(\[]*")
RESTATED = re.compile(r"[\s]*[(\[)][\s]*")  # between `five` and `(5`
BOUND_TO_NUMBER = re.compile(rf"[\s,:(\"']*(?:(?:{pooled('bound_to_number')})\b[\s(']*){{0,4}}")
DECIMAL_POINT = re.compile(rf"\s(?:{pooled('decimal_point')})\s")
TRAILING = ("min_after", "max_after")
SUM_AGAIN = ("number", "currency", "number")
LARGE = 1000  # a word for so much multiplies the number before it
FREE_BOUNDS = pooled("free_bounds").split("|")  # `au plus`: may belong to the figure before
# Set by hand on the labelled laws.
MIN_UNNAMED_FINE = 50  # a fine with no word for the money; a smaller figure is something else
MAX_CONNECTION = 40  # characters between two numbers of a range


class QuantityReader:
    """Reads the quantities of one folded text."""

    def __init__(self, folded: str, tokens: list[Token], vocabulary: Vocabulary) -> None:
        self.text, self.vocabulary = folded, vocabulary
        self.tokens = self._merge_restated(tokens)
        self.used: set[int] = set()  # indices of numbers that are part of a quantity

    def _merge_restated(self, tokens: list[Token]) -> list[Token]:
        """`five (5)` and `(5) five` are one number; the figure counts."""
        merged: list[Token] = []
        for token in tokens:
            last = merged[-1] if merged else None
            if self._is_said_again(merged, token):
                closed = self.text.index(")", token.end) + 1
                merged[-1] = replace(merged[-1], end=closed)
            elif last is None or (last.kind, token.kind) != ("number", "number"):
                merged.append(token)
            elif DECIMAL_POINT.fullmatch(self.text[last.end : token.start]):
                value = last.value + float(f"0.{token.value:.0f}")
                merged[-1] = Token("number", last.start, token.end, "", value)
            elif self._is_large(last, token):
                merged[-1] = Token("number", last.start, token.end, "", last.value * token.value)
            elif RESTATED.fullmatch(self.text[last.end : token.start]):
                figure = token.value if self.text[token.end - 1].isdigit() else last.value
                value = figure or max(token.value, last.value)  # `cent mille (1 00 000)`, torn
                merged[-1] = Token("number", last.start, token.end, "", value)
            else:
                merged.append(token)
        return merged

    def _is_said_again(self, merged: list[Token], token: Token) -> bool:
        """Whether a number repeats the sum before it: `a million francs (1.000.000)`."""
        if len(merged) < 2 or (merged[-2].kind, merged[-1].kind, token.kind) != SUM_AGAIN:
            return False
        gap = self.text[merged[-1].end : token.start]
        is_closed = self.text[token.end :].lstrip().startswith(")")
        return merged[-2].value == token.value and is_closed and bool(RESTATED.fullmatch(gap))

    def _is_large(self, restated: Token, token: Token) -> bool:
        """Whether a word such as `thousand` stands behind a number in figures and words: `50
        (fifty) thousand`.
        """
        word = self.text[token.start : token.end]
        words = self.text[restated.start : token.start].rstrip()
        return (
            words.endswith(")") and "(" in words and self.vocabulary.numbers.get(word, 0) >= LARGE
        )

    def quantities(self) -> list[Quantity]:
        """Every quantity of time or money, ranges over two of them joined."""
        found: list[Quantity] = []
        joiner = QuantityJoiner(self.text, self.vocabulary)
        for index, token in enumerate(self.tokens):
            quantity = self._quantity_at(index, token)
            if quantity is None:
                continue
            joined = joiner.join(found[-1], quantity) if found else None
            if joined:
                found[-1] = joined
            else:
                found.append(quantity)
        return found

    def _quantity_at(self, index: int, token: Token) -> Quantity | None:
        if token.kind == "unit":
            return self._time(index, token)
        if token.kind == "alone":
            return self._bounded(self._alone(index, token.value), index)
        if token.kind == "currency":
            number = self._number_before(index)
            if number is not None:
                return self._measure("money", number, token.end, 1.0, token.text)
            return self._number_after_sign(index, token)
        if token.kind == "fine":
            return self._fine_without_money(index)
        return None

    def _alone(self, index: int, months: float) -> Quantity:
        """A word that holds its number: `two years` is one word in Arabic; `one`, or the figure in
        brackets, may follow it.
        """
        token, end = self.tokens[index], self.tokens[index].end
        if self._kind_at(index + 1) == "number":
            following = self.tokens[index + 1]
            gap = self.text[end : following.start]
            if (gap.isspace() and following.value == 1) or RESTATED.fullmatch(gap):
                end = following.end + self.text.startswith(")", following.end)
                self.used.add(index + 1)
        return Quantity("months", months, months, token.start, end, True, token.text)

    def _time(self, index: int, unit: Token) -> Quantity | None:
        """`five years`; and a unit that holds its number itself."""
        value = self.vocabulary.alone.get(unit.text)
        number = self._number_before(index)
        if number is not None:
            months = self.vocabulary.months(unit.text) if value is None else value
            return self._measure("months", number, unit.end, months, unit.text)
        if value:
            return self._bounded(self._alone(index, value), index)
        return self._time_behind(index, unit)

    def _time_behind(self, index: int, unit: Token) -> Quantity | None:
        """`a term of years not less than 15`: the unit stands before the bound and its number."""
        number = index + 2
        if self._kind_at(index + 1) not in BOUNDS or self._kind_at(number) != "number":
            return None
        gaps = self.text[unit.end : self.tokens[number].start].replace(
            self.tokens[index + 1].text, ""
        )
        if gaps.strip(" ,") or self._is_measured(number):
            return None
        self.used.add(number)
        months = self.tokens[number].value * self.vocabulary.months(unit.text)
        end = self.tokens[number].end
        one = Quantity("months", months, months, self.tokens[number].start, end, True, unit.text)
        return self._bounded(one, number)

    def _number_before(self, index: int) -> int | None:
        before = index - 1
        if before < 0 or self.tokens[before].kind != "number" or before in self.used:
            return None
        gap = self.text[self.tokens[before].end : self.tokens[index].start]
        return before if NUMBER_TO_UNIT.fullmatch(gap) else None

    def _number_after_sign(self, index: int, sign: Token) -> Quantity | None:
        """`N$1 000 000`, `Le 500`, `R$ 1.000 (mil reais)`."""
        after = index + 1
        if after >= len(self.tokens) or self.tokens[after].kind != "number" or after in self.used:
            return None
        number = self.tokens[after]
        gap = self.text[sign.end : number.start].strip(" (.")
        if gap or self._unit_follows(after):
            return None
        self.used.add(after)
        value, end = number.value, number.end
        if self._kind_at(after + 1) == "currency":
            named = self.tokens[after + 1]
            end = named.end if NUMBER_TO_UNIT.fullmatch(self.text[end : named.start]) else end
        quantity = Quantity("money", value, value, sign.start, end, True, sign.text)
        return self._bounded(quantity, index)

    def _kind_at(self, index: int) -> str:
        """The kind of a token; empty behind the last."""
        return self.tokens[index].kind if index < len(self.tokens) else ""

    def _unit_follows(self, index: int) -> bool:
        if self._kind_at(index + 1) != "unit":
            return False
        gap = self.text[self.tokens[index].end : self.tokens[index + 1].start]
        return bool(NUMBER_TO_UNIT.fullmatch(gap))

    def _fine_without_money(self, index: int) -> Quantity | None:
        """A fine with a figure and no word for the money."""
        first = index + 1
        while self._kind_at(first) in BOUNDS:
            first += 1
        if self._kind_at(first) != "number" or self.tokens[first].value < MIN_UNNAMED_FINE:
            return None
        gap = self.text[self.tokens[first - 1].end : self.tokens[first].start]
        last = self._last_of_range(first)
        if (
            not BOUND_TO_NUMBER.fullmatch(gap)
            or self._is_measured(last)
            or self._unit_follows(first)
        ):
            return None
        return self._measure("money", last, self.tokens[last].end, 1.0, "")

    def _last_of_range(self, first: int) -> int:
        """The index of the last number of a range that begins with the one at `first`."""
        if self._kind_at(first + 1) in BOUNDS and self._kind_at(first + 2) == "number":
            return first + 2
        if self._kind_at(first + 1) == "number" and self._connects(first, first + 1):
            return first + 1
        return first

    def _is_measured(self, index: int) -> bool:
        """Whether money or time stands close behind a number."""
        if self._kind_at(index + 1) not in ("currency", "unit"):
            return False
        return self.tokens[index + 1].start - self.tokens[index].end < 8

    def _connects(self, left: int, right: int) -> bool:
        """Nothing but a joining word between two numbers, a bound allowed."""
        for place, token in enumerate(self.tokens[left + 1 : right]):
            if token.kind not in BOUNDS and not (token.kind == "unit" and place == 0):
                return False
        gaps = [
            self.text[a.end : b.start]
            for a, b in zip(self.tokens[left:right], self.tokens[left + 1 : right + 1], strict=True)
        ]
        connect = self.vocabulary.connect
        return all(connect.fullmatch(gap) and len(gap) < MAX_CONNECTION for gap in gaps)

    def _measure(self, kind: str, index: int, end: int, factor: float, unit: str) -> Quantity:
        """The number at `index` with the one before it, if the two are a range."""
        number = self.tokens[index]
        self.used.add(index)
        first = index - 2 if index and self.tokens[index - 1].kind in BOUNDS else index - 1
        if (
            first >= 0
            and self.tokens[first].kind == "number"
            and first not in self.used
            and self._connects(first, index)
        ):
            low = self._low_with_shared_word(first, index, kind)
            if low <= number.value:
                self.used.add(first)
                start = self.tokens[first].start
                return Quantity(kind, low * factor, number.value * factor, start, end, False, unit)
        value = number.value * factor
        return self._bounded(Quantity(kind, value, value, number.start, end, True, unit), index)

    def _low_with_shared_word(self, first: int, index: int, kind: str) -> float:
        """The least of `cinq à vingt millions`: a large word said once, behind the most, counts for
        both sums of money.
        """
        low, most = self.tokens[first].value, self.tokens[index]
        numbers = self.vocabulary.numbers
        words = re.findall(r"\w+", self.text[most.start : most.end])
        large = next((numbers[word] for word in reversed(words) if word in numbers), 1)
        shared = kind == "money" and large >= 1000 and most.value % large == 0
        return low * large if shared and low < most.value / large else low

    def _bounded(self, one: Quantity, index: int) -> Quantity:
        """`not less than` or `au plus` beside a lone figure."""
        before = self.tokens[index - 1] if index else None
        if (
            before is not None
            and before.kind in BOUNDS
            and BOUND_TO_NUMBER.fullmatch(self.text[before.end : one.start])
        ):
            kind = before.kind
        else:
            kind = self._bound_behind(one, index)
        if kind == "min":
            return replace(one, high=None, bare=False)
        return replace(one, low=None, bare=False) if kind == "max" else one

    def _bound_behind(self, one: Quantity, index: int) -> str:
        """`dix ans au plus`; a bound before another figure belongs to that one."""
        ahead = range(index, min(index + 4, len(self.tokens)))
        after = next((at for at in ahead if self.tokens[at].start >= one.end), None)
        if after is None:
            return ""
        end = one.end
        if self.tokens[after].kind == "prison" and self._kind_at(after + 1) in (*BOUNDS, *TRAILING):
            end, after = self.tokens[after].end, after + 1  # `cinq ans d'emprisonnement au moins`
        bound = self.tokens[after]
        gap = self.text[end : bound.start].strip(" ,")
        if bound.kind not in (*BOUNDS, *TRAILING) or gap:
            return ""
        free = bound.text.split()[0] in FREE_BOUNDS and not self._number_follows(after)
        return bound.kind[:3] if bound.kind in TRAILING or free else ""

    def _number_follows(self, index: int) -> bool:
        """Whether a number follows the bound closely: then the bound is that number's own."""
        if self._kind_at(index + 1) != "number":
            return False
        gap = self.text[self.tokens[index].end : self.tokens[index + 1].start]
        return bool(BOUND_TO_NUMBER.fullmatch(gap))


