"""From quantities to the parts of penalties: a term, a fine, life, death; numbers that are ages,
delays or other sanctions are left out.
"""

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.folding import Offsets
from ingest.machine.penalties.quantities import Quantity, QuantityReader
from ingest.machine.penalties.vocabulary import Token, Vocabulary, pooled

# The end of a sentence: no abbreviation, no `; and to a fine`.
SENTENCE_END = re.compile(
    r"(?<!\bart)(?<!\bno)(?<!\bpara)(?<!\bal)(?<!\bs)(?<![\s.(][a-z])[.!?](?=[\s\])\"]|$)"
    r"|;(?!\s*(?:y|e|et|and)\s+(?:de|a|to)\s)"
)
# Tokens that say what a quantity before which they stand measures.
MEASURED_BY = ("prison", "fine", "penal", "accessory", "not", "life", "limit")
SAID_BEHIND = ("prison", "fine", "age_after", "life")
BETWEEN = ("max_after", "min_after", "min", "max")  # may stand between a quantity and these
FIGURE_TO_PENALTY = re.compile(rf"[\s\"')(,]*(?:(?:{pooled('figure_to_penalty')}|')\s*){{0,3}}")
DAYS, OF_FINES = re.compile(pooled("days")), re.compile(pooled("of_fines"))
DAY_FINE = "dias multa"  # the unit of a fine counted in days, as in currencies.yml
# Characters, set by hand on the labelled laws.
BEFORE_QUANTITY = 110  # from a word to the quantity it measures
BEHIND_QUANTITY = 24
PRISON_TO_TERM, PENAL_TO_TERM = 90, 40
BARE_TO_TERM = 40  # `prison or detention of two years`: the word belongs to that term
BARE_BESIDE, BARE_IMPOSED = 60, 30  # from a part of a penalty, from a word that imposes one
NOWHERE = 10**12


@dataclass(frozen=True)
class Component:
    """kind: term, fine, life or death; after: the word for the penalty follows the figure (sept ans
    d'emprisonnement).
    """

    kind: str
    start: int
    end: int
    quantity: Quantity | None = None
    after: bool = False


class Sentences:
    """The sentences of a folded text; ends: offsets of the signs that end them."""

    def __init__(self, folded: str) -> None:
        self.size = len(folded)
        self.ends = [match.start() for match in SENTENCE_END.finditer(folded)]

    def number_at(self, offset: int) -> int:
        """The ordinal of the sentence at an offset."""
        return bisect.bisect_right(self.ends, offset)

    def same(self, one: int, other: int) -> bool:
        """Whether two offsets are in one sentence."""
        return self.number_at(one) == self.number_at(other)

    def bounds(self, offset: int) -> tuple[int, int]:
        """Where the sentence around an offset begins and ends."""
        number = self.number_at(offset)
        begin = self.ends[number - 1] + 1 if number else 0
        return begin, self.ends[number] if number < len(self.ends) else self.size


class PenaltyText:
    """One folded text: its tokens, quantities and sentences, and the components found in it."""

    def __init__(self, folded: str, vocabulary: Vocabulary, offsets: Offsets) -> None:
        self.folded, self.vocabulary = folded, vocabulary
        printed = [
            token
            for token in vocabulary.tokens(folded)
            if _is_as_printed(token, vocabulary, offsets)
        ]
        reader = QuantityReader(folded, printed, vocabulary)
        self.tokens = reader.tokens
        self.starts = [token.start for token in self.tokens]
        self.sentences = Sentences(folded)
        self.components = self._find_components(reader.quantities())

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """The tokens that begin between two offsets."""
        first = bisect.bisect_left(self.starts, start)
        return self.tokens[first : bisect.bisect_left(self.starts, end)]

    def _find_components(self, quantities: Sequence[Quantity]) -> list[Component]:
        measured = [self._component_of(self._counted_in_days(quantity)) for quantity in quantities]
        found = [component for component in measured if component]
        found += self._components_without_figures(found)
        excluded = {
            self.sentences.number_at(match.start())
            for match in self.vocabulary.excluded.finditer(self.folded)
        }
        found.sort(key=lambda component: component.start)
        return [
            component
            for component in found
            if self.sentences.number_at(component.start) not in excluded
        ]

    def _component_of(self, quantity: Quantity) -> Component | None:
        return self._term(quantity) if quantity.kind == "months" else self._fine(quantity)

    def _counted_in_days(self, quantity: Quantity) -> Quantity:
        """A fine counted in days: `multa até 300 dias`."""
        if quantity.kind != "months" or not DAYS.fullmatch(quantity.unit):
            return quantity
        left = self._word_before(quantity)
        if left is None or left.kind != "fine":
            return quantity
        low, high = (
            None if end is None else round(end * 30) for end in (quantity.low, quantity.high)
        )
        return replace(quantity, kind="money", low=low, high=high, unit=DAY_FINE)

    def _word_before(self, quantity: Quantity) -> Token | None:
        """The nearest word before a quantity that says what it measures, in its own sentence."""
        index = bisect.bisect_left(self.starts, quantity.start) - 1
        while index >= 0 and quantity.start - self.tokens[index].end <= BEFORE_QUANTITY:
            token = self.tokens[index]
            if not self.sentences.same(token.start, quantity.start):
                return None
            if token.kind in MEASURED_BY and token.end <= quantity.start:
                return token
            index -= 1
        return None

    def _word_behind(self, quantity: Quantity) -> Token | None:
        """The word right after a quantity that says what it is."""
        index = bisect.bisect_left(self.starts, quantity.end)
        for token in self.tokens[index : index + 3]:
            gap = self.folded[quantity.end : token.start]
            close = len(gap) <= BEHIND_QUANTITY and FIGURE_TO_PENALTY.fullmatch(gap)
            if token.kind in SAID_BEHIND and close:
                return token
            if token.kind not in BETWEEN:
                return None
        return None

    def _is_age(self, quantity: Quantity) -> bool:
        """Whether `under`, `aged` and the like are right before a quantity."""
        index = bisect.bisect_left(self.starts, quantity.start) - 1
        if index < 0 or self.tokens[index].kind != "age_before":
            return False
        return len(self.folded[self.tokens[index].end : quantity.start].strip(" (de")) <= 3

    def _term(self, quantity: Quantity) -> Component | None:
        """A length of time that is a term of imprisonment."""
        right, left = self._word_behind(quantity), self._word_before(quantity)
        if left and left.kind == "not":
            return None
        if right and right.kind == "prison":
            return Component("term", quantity.start, right.end, quantity, True)
        if (right and right.kind == "age_after") or left is None or self._is_age(quantity):
            return None
        gap = quantity.start - left.end
        if left.kind == "prison" and gap <= PRISON_TO_TERM:
            return Component("term", left.start, quantity.end, quantity)
        if (left.kind == "life" and gap <= PRISON_TO_TERM) or (
            left.kind == "penal" and gap <= PENAL_TO_TERM
        ):
            return Component("term", quantity.start, quantity.end, quantity)
        return None

    def _fine(self, quantity: Quantity) -> Component | None:
        """A sum of money that is a fine."""
        left = self._word_before(quantity)
        if not quantity.unit:  # begun by the fine itself
            return Component("fine", left.start if left else quantity.start, quantity.end, quantity)
        if OF_FINES.search(quantity.unit) and quantity.unit != DAY_FINE:
            return Component("fine", quantity.start, quantity.end, quantity, True)
        right = self._word_behind(quantity)
        if right and right.kind == "fine":
            return Component("fine", quantity.start, right.end, quantity, True)
        return (
            Component("fine", left.start, quantity.end, quantity)
            if left and left.kind == "fine"
            else None
        )

    def _components_without_figures(self, measured: Sequence[Component]) -> list[Component]:
        """Life, death; and a prison term or a fine without figures, where the words before say that
        it is imposed.
        """
        covered = _Covered(measured)
        found = []
        for index, token in enumerate(self.tokens):
            if token.kind not in ("life", "death", "prison", "fine"):
                continue
            if covered.is_named(token) or self._is_negated(index):
                continue
            if token.kind in ("life", "death"):
                found.append(Component(token.kind, token.start, token.end))
            elif self._is_imposed(index) or self._is_beside(token, covered):
                kind = "term" if token.kind == "prison" else "fine"
                found.append(Component(kind, token.start, token.end))
        return found

    def _context_before(self, index: int) -> Token | None:
        """The nearest of the four tokens before one that imposes a penalty or says it is none."""
        kinds = ("penal", "not", "accessory", "prison", "fine")
        before = reversed(self.tokens[max(0, index - 4) : index])
        return next((token for token in before if token.kind in kinds), None)

    def _is_negated(self, index: int) -> bool:
        """Whether `offences punishable with`, `in default of` and the like come before, in the same
        sentence.
        """
        before, token = self._context_before(index), self.tokens[index]
        if before is None or before.kind != "not":
            return False
        return self.sentences.same(before.start, token.start)

    def _is_imposed(self, index: int) -> bool:
        """Whether the words say it (`fined`), or `liable to` or another penalty is just before."""
        before, token = self._context_before(index), self.tokens[index]
        if token.text.endswith("fined"):
            return True
        if before is None or token.start - before.end > BARE_IMPOSED:
            return False
        other = before.kind in ("prison", "fine") and before.kind != token.kind
        return (before.kind == "penal" or other) and self.sentences.same(before.start, token.start)

    def _is_beside(self, token: Token, covered: "_Covered") -> bool:
        """Whether a part of a penalty with a figure ends just before, in the same sentence."""
        last = covered.last_before(token)
        if last is None or not 0 <= token.start - last[1] <= BARE_BESIDE:
            return False
        return self.sentences.same(last[0], token.start)


class _Covered:
    """The stretches of text that parts with figures cover."""

    def __init__(self, components: Sequence[Component]) -> None:
        parts = sorted((component.start, component.end, component.kind) for component in components)
        self.spans = sorted((start, end) for start, end, _ in parts)
        self.starts = [start for start, _ in self.spans]
        self.term_starts = [start if kind == "term" else NOWHERE for start, _, kind in parts]

    def last_before(self, token: Token) -> tuple[int, int] | None:
        """The last stretch that begins at or before a token."""
        index = bisect.bisect_right(self.starts, token.start) - 1
        return self.spans[index] if index >= 0 else None

    def is_named(self, token: Token) -> bool:
        """Whether a word for prison or a fine is inside a part with a figure, or a word for prison
        is just before a term.
        """
        last = self.last_before(token)
        if token.kind in ("prison", "fine") and last and last[1] >= token.end:
            return True
        after = bisect.bisect_right(self.starts, token.start)
        if token.kind != "prison" or after >= len(self.term_starts):
            return False
        return self.term_starts[after] - token.end <= BARE_TO_TERM


def _is_as_printed(token: Token, vocabulary: Vocabulary, offsets: Offsets) -> bool:
    """Whether a word that folding made equal to another is really the one we look for."""
    pattern = vocabulary.printed.get(token.kind)
    return pattern is None or bool(re.search(pattern, offsets.printed(token.start, token.end)))
