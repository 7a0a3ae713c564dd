"""Parts of a penalty without figures: life, death, and prison or a fine that is imposed without
saying how much.
"""

import bisect
import re
from collections.abc import Sequence

from ingest.machine.penalties.parts import Component, Sentences
from ingest.machine.penalties.ranges import BOUNDS
from ingest.machine.penalties.vocabulary import Token, Vocabulary, pooled

FINED = re.compile(pooled("fined"))
ORDERED = re.compile(rf"\b(?:{pooled('ordered')})\b")  # before `fined`
# Characters, set by hand on the labelled laws.
BARE_TO_TERM = 40  # `prison or detention of two years`: the word belongs to that term
BARE_BESIDE, BARE_IMPOSED = 60, 30  # from a part of a penalty, from a word that imposes one
IMPOSED_BY = re.compile(rf"\s(?:{pooled('agent')})\s[^.;:]{{3,80}}")  # `punished by the Bank with`
NOWHERE = 10**12


class BareParts:
    """Finds the parts without figures among the tokens of one folded text."""

    def __init__(
        self, folded: str, tokens: Sequence[Token], sentences: Sentences, vocabulary: Vocabulary
    ) -> None:
        self.folded, self.tokens = folded, tokens
        self.sentences, self.vocabulary = sentences, vocabulary

    def find(self, measured: Sequence[Component]) -> list[Component]:
        """Life, death; and a prison term or a fine without figures, where the words before say that
        it is imposed.
        """
        covered = _Covered(measured)
        found = []
        for index, token in enumerate(self.tokens):
            if token.kind not in ("life", "death", "prison", "fine"):
                continue
            if covered.is_named(token) or self._is_negated(index) or self._is_life(index):
                continue
            if token.kind in ("life", "death"):
                found.append(Component(token.kind, token.start, token.end))
            elif self._is_imposed(index) or self._is_beside(token, covered):
                kind = "term" if token.kind == "prison" else "fine"
                found.append(Component(kind, token.start, token.end))
        return found

    def _is_life(self, index: int) -> bool:
        """Whether a word for prison only leads to one for life (`imprisonment which may be for
        life`), or life only explains the life before it.
        """
        token = self.tokens[index]
        step = {"prison": 1, "life": -1}.get(token.kind)
        if step is None:
            return False
        beside = index + step
        while 0 <= beside < len(self.tokens) and self.tokens[beside].kind in BOUNDS:
            beside += step
        if not 0 <= beside < len(self.tokens) or self.tokens[beside].kind != "life":
            return False
        first, second = sorted((token, self.tokens[beside]), key=lambda one: one.start)
        gap = self.folded[first.end : second.start]
        apart = self.vocabulary.either.search(gap) or self.vocabulary.condition.search(gap)
        near = len(gap) <= BARE_BESIDE and self.sentences.same(first.start, second.start)
        return near and not apart

    def _context_before(self, index: int, *kinds: str) -> Token | None:
        """The nearest of the four tokens before one that is of these kinds."""
        before = reversed(self.tokens[max(0, index - 4) : index])
        return next((token for token in before if token.kind in kinds), None)

    def _is_negated(self, index: int) -> bool:
        """Whether `offences punishable with`, `in default of` and the like come before, in the same
        sentence.
        """
        before, token = self._context_before(index, "penal", "not"), self.tokens[index]
        if before is None or before.kind != "not":
            return False
        return self.sentences.same(before.start, token.start)

    def _is_imposed(self, index: int) -> bool:
        """Whether the words say it (`fined`), or `liable to` or another penalty is just before."""
        kinds = ("penal", "not", "accessory", "prison", "fine")
        before, token = self._context_before(index, *kinds), self.tokens[index]
        if is_fined(self.folded, self.sentences, token):
            return True
        if before is None:
            return False
        gap = self.folded[before.end : token.start]
        by_whom = token.kind == "fine" and IMPOSED_BY.fullmatch(gap)
        if len(gap) > BARE_IMPOSED and not by_whom:
            return False
        other = before.kind in ("prison", "fine") and before.kind != token.kind
        return (before.kind == "penal" or other) and self.sentences.same(before.start, token.start)

    def _is_beside(self, token: Token, covered: "_Covered") -> bool:
        """Whether a part of a penalty with a figure ends just before, or begins just behind a
        joining word, in the same sentence.
        """
        last, following = covered.last_before(token), covered.first_after(token)
        if last and 0 <= token.start - last[1] <= BARE_BESIDE:
            return self.sentences.same(last[0], token.start)
        if following is None or following - token.end > BARE_BESIDE:
            return False
        joined = self.vocabulary.joining.search(self.folded, token.end, following)
        return bool(joined) and self.sentences.same(token.start, following)


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

    def first_after(self, token: Token) -> int | None:
        """Where the first stretch behind a token begins."""
        index = bisect.bisect_left(self.starts, token.end)
        return self.starts[index] if index < len(self.starts) else None

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


def is_fined(folded: str, sentences: Sentences, token: Token) -> bool:
    """Whether a word says by itself that a fine is imposed (`shall be fined`), and does not only
    tell of it (`victims are often fined`).
    """
    if not FINED.fullmatch(token.text):
        return False
    begin = max(sentences.bounds(token.start)[0], token.start - BARE_TO_TERM)
    return bool(ORDERED.search(folded, begin, token.end))
