"""From quantities to the parts of penalties: a term, a fine, life, death; numbers that are ages,
delays or other sanctions are left out.
"""

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.folding import Offsets
from ingest.machine.penalties.bare import BareParts
from ingest.machine.penalties.parts import Component, Sentences
from ingest.machine.penalties.quantities import BOUND_TO_NUMBER, QuantityReader
from ingest.machine.penalties.ranges import BOUNDS, Quantity
from ingest.machine.penalties.vocabulary import Token, Vocabulary, pooled

# Tokens that say what a quantity before which they stand measures.
MEASURED_BY = ("prison", "fine", "penal", "accessory", "not", "void", "life", "limit")
SAID_BEHIND = ("prison", "fine", "age_after", "life")
BETWEEN = ("max_after", "min_after", "min", "max")  # may stand between a quantity and these
FIGURE_TO_PENALTY = re.compile(rf"[\s\"')(,]*(?:(?:{pooled('figure_to_penalty')}|')\s*){{0,3}}")
ITEM_TO_SUM = re.compile(  # `1. Of up to `
    r"\W*(?:(?:[a-z]|[ivx]{1,4}|\d{1,2})\s?[).:-])?"
    rf"\W*(?:(?:{pooled('bound_to_number')})\b\W*)*(?:\w+\W+){{0,2}}"
)
OF_FINES = re.compile(pooled("of_fines"))
SHARE_OF = re.compile(rf"(?:{pooled('share_of')})\W*$")  # `25 per cent of a wage` is no sum
A_PENALTY = re.compile(rf"(?:{pooled('a_penalty')})$")
DAY_FINE = "dias multa"  # the unit of a fine counted in days, as in currencies.yml
DAYS_OF_MONTH = 30
PENAL_BEFORE_TERM = re.compile(
    rf"[\s,:(\"'-]*(?:(?:{pooled('bound_to_number')}|{pooled('penal_to_term')})\b[\s(']*){{0,6}}"
)
# Characters, set by hand on the labelled laws.
BEFORE_QUANTITY = 110  # from a word to the quantity it measures
BEHIND_QUANTITY = 24
MAX_GAP = 170  # between two parts of one penalty
MAX_GAP_JOINED = 320  # the same, where `and` is right before the second
JOINED_BEFORE = 10  # from a joining word to what it joins
LEAD_OF_LIST = 600  # of a list of fines, before its colon
PRISON_TO_TERM, PENAL_TO_TERM = 90, 40


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
        self.part_starts = [component.start for component in self.components]

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """The tokens that begin between two offsets."""
        first = bisect.bisect_left(self.starts, start)
        return self.tokens[first : bisect.bisect_left(self.starts, end)]

    def is_joined(self, start: int, end: int) -> bool:
        """Whether a joining word is right before `end`."""
        joining = self.vocabulary.joining
        return joining.search(self.folded, max(start, end - JOINED_BEFORE), end) is not None

    def are_apart(self, first: Component, second: Component) -> bool:
        """Whether two parts are too far from each other, or in two sentences."""
        is_joined = self.is_joined(first.end, second.start)
        gap = second.start - first.end
        far = gap > (MAX_GAP_JOINED if is_joined else MAX_GAP)
        return far or not self.sentences.same(first.end - 1, second.start)

    def next_part(self, offset: int) -> int:
        """Where the first component at or behind an offset begins; the end of the text else."""
        index = bisect.bisect_left(self.part_starts, offset)
        return self.part_starts[index] if index < len(self.part_starts) else len(self.folded)

    def _find_components(self, quantities: Sequence[Quantity]) -> list[Component]:
        measured = [self._component_of(self._counted_in_days(quantity)) for quantity in quantities]
        found = [component for component in measured if component]
        found += BareParts(self.folded, self.tokens, self.sentences, self.vocabulary).find(found)
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
        """A fine counted in days (`multa até 300 dias`) or in months of them (`multa de doce
        meses`).
        """
        if quantity.kind != "months":
            return quantity
        left = self._word_before(quantity)
        if left is None or left.kind != "fine":
            return quantity
        gap = self.tokens_between(left.end, quantity.start)
        words = self.folded[left.end : gap[0].start if gap else quantity.start]
        if not BOUND_TO_NUMBER.fullmatch(words) or any(one.kind not in BOUNDS for one in gap):
            return quantity
        low, high = (
            None if end is None else round(end * DAYS_OF_MONTH)
            for end in (quantity.low, quantity.high)
        )
        return replace(quantity, kind="money", low=low, high=high, unit=DAY_FINE)

    def _word_before(self, quantity: Quantity) -> Token | None:
        """The nearest word before a quantity that says what it measures, in its own sentence."""
        index = bisect.bisect_left(self.starts, quantity.start) - 1
        while index >= 0 and quantity.start - self.tokens[index].end <= BEFORE_QUANTITY:
            token = self.tokens[index]
            if not self.sentences.same(token.start, quantity.start):
                return None
            measures = token.kind in MEASURED_BY and token.end <= quantity.start
            if measures and not _is_aside(token, quantity):
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

    def _is_of_offence(self, word: Token) -> bool:
        """Whether a word for prison only tells which offence is meant: `no bail for an offence
        punishable with imprisonment for ten years`.
        """
        index = bisect.bisect_left(self.starts, word.start)
        near = (one for one in reversed(self.tokens[max(0, index - 2) : index]))
        before = next((one for one in near if one.kind in ("penal", "imposes", "not")), None)
        if word.kind != "prison" or before is None or before.kind != "not":
            return False
        return self.sentences.same(before.start, word.start)

    def _is_age(self, quantity: Quantity) -> bool:
        """Whether `under`, `aged` and the like are right before a quantity."""
        index = bisect.bisect_left(self.starts, quantity.start) - 1
        if index < 0 or self.tokens[index].kind != "age_before":
            return False
        return len(self.folded[self.tokens[index].end : quantity.start].strip(" (de")) <= 3

    def _term(self, quantity: Quantity) -> Component | None:
        """A length of time that is a term of imprisonment."""
        right, left = self._word_behind(quantity), self._word_before(quantity)
        if left and (left.kind in ("not", "void") or self._is_of_offence(left)):
            return None
        inside = self.tokens_between(quantity.start, quantity.end)
        if right and right.kind == "prison":
            return Component("term", quantity.start, right.end, quantity, True)
        if any(token.kind == "prison" for token in inside):  # of `ten years in prison to twenty`
            return Component("term", quantity.start, quantity.end, quantity, True)
        if (right and right.kind == "age_after") or left is None or self._is_age(quantity):
            return None
        if left.kind not in ("prison", "life", "penal") or not self._leads_to(left, quantity):
            return None
        start = left.start if left.kind == "prison" else quantity.start
        return Component("term", start, quantity.end, quantity)

    def _leads_to(self, word: Token, quantity: Quantity) -> bool:
        """Whether a length of time is close to the word before it; behind one that only punishes,
        nothing but small words and bounds may be between (`liable to ten years`, not `punished by
        adding five years to the ban`).
        """
        if word.kind != "penal":
            return quantity.start - word.end <= PRISON_TO_TERM
        if quantity.start - word.end > PENAL_TO_TERM:
            return False
        return self._is_right_before(word, quantity)

    def _is_right_before(self, word: Token, quantity: Quantity) -> bool:
        """Whether nothing but small words and bounds stand between a word and a quantity."""
        gap = self.folded[word.end : quantity.start]
        for token in self.tokens_between(word.end, quantity.start):
            if token.kind not in BOUNDS:
                return False
            gap = gap.replace(token.text, " ", 1)
        return bool(PENAL_BEFORE_TERM.fullmatch(gap))

    def _is_penalty_itself(self, quantity: Quantity) -> bool:
        """Whether a sum is what is imposed: `liable to a penalty of one million shillings`."""
        before = self.tokens_between(quantity.start - PENAL_TO_TERM, quantity.start)
        word = next((one for one in reversed(before) if one.kind not in BOUNDS), None)
        if word is None or word.kind not in ("penal", "same"):
            return False
        return A_PENALTY.search(word.text) is not None and self._is_right_before(word, quantity)

    def is_listed_fine(self, quantity: Quantity) -> bool:
        """Whether a sum begins an item of a list that is about fines: `are liable to a fine: 1. Of
        up to ten units, where ...`.
        """
        begin = self.sentences.bounds(quantity.start)[0]
        colon = self.folded.rfind(":", 0, quantity.start)
        start = max(begin, self.folded.rfind("\n", 0, quantity.start) + 1)
        if colon < 0 or not ITEM_TO_SUM.fullmatch(self.folded, start, quantity.start):
            return False
        floor = max(0, colon - LEAD_OF_LIST)
        lead = self.tokens_between(
            max(floor, *(self.folded.rfind(sign, floor, colon) for sign in ".!?")), colon
        )
        return any(token.kind == "fine" for token in lead)

    def _fine(self, quantity: Quantity) -> Component | None:
        """A sum of money that is a fine."""
        if SHARE_OF.search(self.folded, max(0, quantity.start - PENAL_TO_TERM), quantity.start):
            return None
        left = self._word_before(quantity)
        if not quantity.unit:  # begun by the fine itself
            return Component("fine", left.start if left else quantity.start, quantity.end, quantity)
        right = self._word_behind(quantity)
        if right and right.kind == "fine":
            return Component("fine", quantity.start, right.end, quantity, True)
        if left and left.kind == "fine":
            return Component("fine", left.start, quantity.end, quantity)
        if self.is_listed_fine(quantity):
            return Component("fine", quantity.start, quantity.end, quantity)
        if OF_FINES.search(quantity.unit):
            return Component("fine", quantity.start, quantity.end, quantity, True)
        if self._is_penalty_itself(quantity):
            return Component("fine", quantity.start, quantity.end, quantity)
        return None


def _is_as_printed(token: Token, vocabulary: Vocabulary, offsets: Offsets) -> bool:
    """Whether a word that folding made equal to another is really the one we look for."""
    pattern = vocabulary.printed.get(token.kind)
    return pattern is None or bool(re.search(pattern, offsets.printed(token.start, token.end)))


def _is_aside(word: Token, quantity: Quantity) -> bool:
    """Whether words stand between prison and its term: `, without the option of a fine, `."""
    is_void = quantity.kind == "months" and word.kind == "void"
    return is_void and OF_FINES.search(word.text) is not None
