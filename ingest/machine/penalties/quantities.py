"""From tokens to quantities: a number or a range with its unit of time or money, and whether it is
a least or a most.
"""

import bisect
import re
from dataclasses import dataclass, replace

from ingest.machine.penalties.lexicon import Lexicon, Token

ADJACENT = re.compile(
    r"[\s)(\]\"']*(?:(?:full|whole|calendar|consecutive|de|d'|des|del)\s*)?[\s(]*"
)
RESTATED = re.compile(r"[\s]*[(\[)][\s]*")
NEAR = re.compile(
    r"[\s,:(\"']*(?:(?:a|the|of|de|d'|la|le|un|une|una|el|to|in|sum|amount|suma|somme|total|term|period|duree|plazo)\b[\s(']*){0,4}"
)
BOUNDS = ("min", "max")
TRAILING = ("min_after", "max_after")
FREE = ("au", "como", "on", "no", "pelo", "at", "por", "al")


@dataclass(frozen=True)
class Quantity:
    """low and high in months or in money; bare: one figure without `not less than` or `not more
    than`.
    """

    kind: str
    low: float | None
    high: float | None
    start: int
    end: int
    bare: bool = False
    unit: str = ""


class Reader:
    """Reads the quantities of one folded text."""

    def __init__(self, folded: str, tokens: list[Token], words: Lexicon) -> None:
        self.text, self.words = folded, words
        self.tokens = self._restated(tokens)
        self.starts = [token.start for token in self.tokens]
        self.used: set[int] = set()

    def _restated(self, tokens: list[Token]) -> list[Token]:
        """`five (5)` and `(5) five` are one number; the figure counts."""
        out: list[Token] = []
        for token in tokens:
            last = out[-1] if out else None
            if (
                last
                and token.kind == last.kind == "number"
                and RESTATED.fullmatch(self.text[last.end : token.start])
            ):
                value = token.value if self.text[token.end - 1].isdigit() else last.value
                out[-1] = Token("number", last.start, token.end, "", value)
            else:
                out.append(token)
        return out

    def quantities(self) -> list[Quantity]:
        """Every quantity of time or money, ranges over two of them joined."""
        found: list[Quantity] = []
        for place, token in enumerate(self.tokens):
            one = self._at(place, token)
            if one and found and self._joined(found[-1], one):
                low, high = (
                    (one.low, found[-1].high) if one.high is None else (found[-1].low, one.high)
                )
                found[-1] = replace(
                    found[-1],
                    low=low,
                    high=high,
                    end=one.end,
                    bare=False,
                    unit=found[-1].unit or one.unit,
                )
            elif one:
                found.append(one)
        return found

    def _at(self, place: int, token: Token) -> Quantity | None:
        if token.kind == "unit":
            number = self._number_before(place)
            factor = (
                self.words.months(token.text)
                if token.text not in self.words.alone
                else self.words.alone[token.text]
            )
            if number is not None:
                return self._measure("months", number, token.end, factor, token.text)
            alone = self.words.alone.get(token.text)
            return (
                self._bound(
                    Quantity("months", alone, alone, token.start, token.end, True, token.text),
                    place,
                )
                if alone
                else None
            )
        if token.kind == "alone":
            return self._bound(
                Quantity(
                    "months", token.value, token.value, token.start, token.end, True, token.text
                ),
                place,
            )
        if token.kind == "currency":
            number = self._number_before(place)
            if number is not None:
                return self._measure("money", number, token.end, 1.0, token.text)
            return self._after_sign(place, token)
        if token.kind == "fine":
            return self._unnamed(place)
        return None

    def _number_before(self, place: int) -> int | None:
        before = place - 1
        if before < 0 or self.tokens[before].kind != "number" or before in self.used:
            return None
        return (
            before
            if ADJACENT.fullmatch(self.text[self.tokens[before].end : self.tokens[place].start])
            else None
        )

    def _after_sign(self, place: int, sign: Token) -> Quantity | None:
        """`N$1 000 000`, `Le 500`."""
        after = place + 1
        if after >= len(self.tokens) or self.tokens[after].kind != "number" or after in self.used:
            return None
        if self.text[sign.end : self.tokens[after].start].strip(" (.") or (
            after + 1 < len(self.tokens) and self._unit_follows(after)
        ):
            return None
        self.used.add(after)
        value = self.tokens[after].value
        return self._bound(
            Quantity("money", value, value, sign.start, self.tokens[after].end, True, sign.text),
            place,
        )

    def _unit_follows(self, place: int) -> bool:
        token = self.tokens[place + 1]
        return token.kind == "unit" and bool(
            ADJACENT.fullmatch(self.text[self.tokens[place].end : token.start])
        )

    def _unnamed(self, place: int) -> Quantity | None:
        """A fine with a figure and no word for the money."""
        after = place + 1
        while after < len(self.tokens) and self.tokens[after].kind in BOUNDS:
            after += 1
        if (
            after >= len(self.tokens)
            or self.tokens[after].kind != "number"
            or self.tokens[after].value < 50
        ):
            return None
        gap = self.text[self.tokens[after - 1].end : self.tokens[after].start]
        last = after
        if (
            after + 2 < len(self.tokens)
            and self.tokens[after + 1].kind in BOUNDS
            and self.tokens[after + 2].kind == "number"
        ):
            last = after + 2
        elif (
            after + 1 < len(self.tokens)
            and self.tokens[after + 1].kind == "number"
            and self._connects(after, after + 1)
        ):
            last = after + 1
        follows = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        named = (
            follows is not None
            and follows.kind in ("currency", "unit")
            and follows.start - self.tokens[last].end < 8
        )
        if (
            not NEAR.fullmatch(gap)
            or named
            or (after + 1 < len(self.tokens) and self._unit_follows(after))
        ):
            return None
        return self._measure("money", last, self.tokens[last].end, 1.0, "")

    def _connects(self, left: int, right: int) -> bool:
        """Nothing but a joining word between two numbers, a bound allowed."""
        inner = self.tokens[left + 1 : right]
        if any(
            token.kind not in BOUNDS and not (token.kind == "unit" and place == 0)
            for place, token in enumerate(inner)
        ):
            return False
        pieces = [
            self.text[a.end : b.start]
            for a, b in zip(self.tokens[left:right], self.tokens[left + 1 : right + 1], strict=True)
        ]
        return all(self.words.connect.fullmatch(piece) and len(piece) < 40 for piece in pieces)

    def _measure(self, kind: str, place: int, end: int, factor: float, unit: str) -> Quantity:
        """The number at `place` with the one before it, if the two are a range."""
        number = self.tokens[place]
        self.used.add(place)
        bound = place - 1 if place and self.tokens[place - 1].kind in BOUNDS else None
        first = (bound if bound is not None else place) - 1
        if (
            first >= 0
            and self.tokens[first].kind == "number"
            and first not in self.used
            and self._connects(first, place)
        ):
            low = self._shared(first, place) if kind == "money" else self.tokens[first].value
            if low <= number.value:
                self.used.add(first)
                start = self.tokens[first].start
                return Quantity(kind, low * factor, number.value * factor, start, end, False, unit)
        value = number.value * factor
        return self._bound(Quantity(kind, value, value, number.start, end, True, unit), place)

    def _shared(self, first: int, place: int) -> float:
        """The least of `cinq à vingt millions`: a large word said once, behind the most, counts for
        both.
        """
        low, most = self.tokens[first].value, self.tokens[place]
        said = [
            self.words.numbers[word]
            for word in re.findall(r"\w+", self.text[most.start : most.end])
            if word in self.words.numbers
        ]
        large = said[-1] if said else 1
        return (
            low * large
            if large >= 1000 and most.value % large == 0 and low < most.value / large
            else low
        )

    def _bound(self, one: Quantity, place: int) -> Quantity:
        """`not less than` or `au plus` beside a lone figure."""
        before = self.tokens[place - 1] if place else None
        own = (
            before is not None
            and before.kind in BOUNDS
            and NEAR.fullmatch(self.text[before.end : one.start])
        )
        kind = before.kind if own and before else self._bound_after(one, place)
        if kind == "min":
            return replace(one, high=None, bare=False)
        return replace(one, low=None, bare=False) if kind == "max" else one

    def _bound_after(self, one: Quantity, place: int) -> str:
        """`dix ans au plus`; a bound before another figure belongs to that one."""
        ahead = next(
            (
                at
                for at in range(place, min(place + 4, len(self.tokens)))
                if self.tokens[at].start >= one.end
            ),
            None,
        )
        after = self.tokens[ahead] if ahead is not None else None
        if (
            ahead is None
            or after is None
            or after.kind not in (*BOUNDS, *TRAILING)
            or self.text[one.end : after.start].strip(" ,")
        ):
            return ""
        own = after.kind in TRAILING or (after.text.split()[0] in FREE and not self._figure(ahead))
        return after.kind[:3] if own else ""

    def _figure(self, place: int) -> bool:
        """Whether a number follows the bound closely: then the bound is that number's own."""
        follows = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        return (
            follows is not None
            and follows.kind == "number"
            and follows.start - self.tokens[place].end <= 6
        )

    def _joined(self, first: Quantity, second: Quantity) -> bool:
        """`one year to three years`, `not less than two years and not more than ten years`."""
        gap = self.text[first.end : second.start]
        if first.kind != second.kind or len(gap) > 80:
            return False
        inner = self.tokens[
            bisect.bisect_left(self.starts, first.end) : bisect.bisect_left(
                self.starts, second.start
            )
        ]
        bounds = [token for token in inner if token.kind in BOUNDS]
        if first.bare and second.bare and first.low is not None and second.high is not None:
            return (
                bool(self.words.connect.fullmatch(gap))
                and gap.strip(" ,") not in ("", "ou", "o", "or", "y", "e")
                and first.low <= second.high
            )
        ends = (first.low, first.high, second.low, second.high)
        if sum(end is None for end in ends) != 2 or (first.low is None) == (second.low is None):
            return False
        after = re.sub(r"(?:au|at|como|no|por|al) ?\w+", "", gap) if not bounds else gap
        for token in bounds:
            after = gap.replace(token.text, " ")
        least, most = (first.low, second.high) if second.low is None else (second.low, first.high)
        return (
            least is not None
            and most is not None
            and least <= most
            and bool(self.words.connect.fullmatch(re.sub(r"\s+", " ", after)))
        )
