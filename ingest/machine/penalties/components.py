"""From quantities to the parts of penalties: a term, a fine, life, death; numbers that are ages,
delays or other sanctions are left out.
"""

import bisect
import re
from dataclasses import dataclass, replace

from ingest.folding import Offsets
from ingest.machine.penalties.lexicon import Lexicon, Token
from ingest.machine.penalties.quantities import Quantity, Reader

STOP = re.compile(
    r"(?<!\bart)(?<!\bno)(?<!\bpara)(?<!\bal)(?<!\bs)(?<![\s.(][a-z])[.!?](?=[\s\])\"]|$)|;(?!\s*(?:y|e|et|and)\s+(?:de|a|to)\s)"
)
CONTEXT = ("prison", "fine", "penal", "accessory", "not", "life", "limit")
AFTER = re.compile(
    r"[\s\"')(,]*(?:(?:s'|'s|'|de|d'|of|in|la|pena|peine|criminelle|rigorous|simple|and|ou)\s*){0,3}"
)
DAYS = re.compile(r"dias?|jours?|days?")
OF_FINES = re.compile(r"multa|amende|fine")
WINDOW = 110


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


@dataclass
class Parts:
    """What one text holds: parts of penalties, tokens, and where its sentences end."""

    components: list[Component]
    tokens: list[Token]
    starts: list[int]
    stops: list[int]

    def between(self, start: int, end: int) -> list[Token]:
        """The words that begin between two places."""
        return self.tokens[
            bisect.bisect_left(self.starts, start) : bisect.bisect_left(self.starts, end)
        ]

    def sentence(self, place: int) -> int:
        """The ordinal of the sentence a place is in."""
        return bisect.bisect_right(self.stops, place)

    def bounds(self, place: int, size: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        number = self.sentence(place)
        return (self.stops[number - 1] + 1 if number else 0), (
            self.stops[number] if number < len(self.stops) else size
        )


def parts(folded: str, words: Lexicon, places: Offsets) -> Parts:
    """Read a folded text; the places lead back to the text as printed."""
    reader = Reader(
        folded,
        [token for token in words.tokens(folded) if _as_printed(token, words, places)],
        words,
    )
    tokens = reader.tokens
    starts = [token.start for token in tokens]
    found = Parts([], tokens, starts, [match.start() for match in STOP.finditer(folded)])
    quantities = reader.quantities()
    for one in quantities:
        one = _in_days(one, tokens, starts, found)
        part = (
            _term(one, tokens, starts, found, folded)
            if one.kind == "months"
            else _fine(one, tokens, starts, found, folded)
        )
        if part:
            found.components.append(part)
    taken = [(part.start, part.end, part.kind) for part in found.components]
    found.components += _bare(tokens, found, taken)
    found.components.sort(key=lambda part: part.start)
    excluded = {found.sentence(match.start()) for match in words.excluded.finditer(folded)}
    found.components = [
        part for part in found.components if found.sentence(part.start) not in excluded
    ]
    return found


def _as_printed(token: Token, words: Lexicon, places: Offsets) -> bool:
    """Whether a word that folding made equal to another is really the one we look for."""
    pattern = words.printed.get(token.kind)
    return pattern is None or bool(re.search(pattern, places.printed(token.start, token.end)))


def _in_days(one: Quantity, tokens: list[Token], starts: list[int], found: Parts) -> Quantity:
    """A fine counted in days: `multa até 300 dias`."""
    left = (
        _left(one, tokens, starts, found)
        if one.kind == "months" and DAYS.fullmatch(one.unit)
        else None
    )
    if left is None or left.kind != "fine":
        return one
    low, high = (None if end is None else round(end * 30) for end in (one.low, one.high))
    return replace(one, kind="money", low=low, high=high, unit="dias multa")


def _left(one: Quantity, tokens: list[Token], starts: list[int], found: Parts) -> Token | None:
    """The nearest word before a quantity that says what it measures, in its own sentence."""
    place = bisect.bisect_left(starts, one.start) - 1
    sentence = found.sentence(one.start)
    while place >= 0 and one.start - tokens[place].end <= WINDOW:
        token = tokens[place]
        if found.sentence(token.start) != sentence:
            return None
        if token.kind in CONTEXT and token.end <= one.start:
            return token
        place -= 1
    return None


def _right(one: Quantity, tokens: list[Token], starts: list[int], folded: str) -> Token | None:
    """The word right after a quantity."""
    place = bisect.bisect_left(starts, one.end)
    for token in tokens[place : place + 3]:
        gap = folded[one.end : token.start]
        if (
            token.kind in ("prison", "fine", "age_after", "life")
            and len(gap) <= 24
            and AFTER.fullmatch(gap)
        ):
            return token
        if token.kind not in ("max_after", "min_after", "min", "max"):
            return None
    return None


def _age(one: Quantity, tokens: list[Token], starts: list[int], folded: str) -> bool:
    place = bisect.bisect_left(starts, one.start) - 1
    token = tokens[place] if place >= 0 else None
    return bool(
        token
        and token.kind == "age_before"
        and len(folded[token.end : one.start].strip(" (de")) <= 3
    )


def _term(
    one: Quantity, tokens: list[Token], starts: list[int], found: Parts, folded: str
) -> Component | None:
    """A length of time that is a term of imprisonment."""
    right = _right(one, tokens, starts, folded)
    left = _left(one, tokens, starts, found)
    if left and left.kind == "not":
        return None
    if right and right.kind == "prison":
        return Component("term", one.start, right.end, one, True)
    if (right and right.kind == "age_after") or _age(one, tokens, starts, folded) or left is None:
        return None
    if left.kind in ("prison", "life") and one.start - left.end <= 90:
        return Component("term", left.start if left.kind == "prison" else one.start, one.end, one)
    if left.kind == "penal" and one.start - left.end <= 40:
        return Component("term", one.start, one.end, one)
    return None


def _fine(
    one: Quantity, tokens: list[Token], starts: list[int], found: Parts, folded: str
) -> Component | None:
    """A sum of money that is a fine."""
    if not one.unit:  # begun by the fine itself
        left = _left(one, tokens, starts, found)
        return Component("fine", left.start if left else one.start, one.end, one)
    right = _right(one, tokens, starts, folded)
    if OF_FINES.search(one.unit) and one.unit != "dias multa":
        return Component("fine", one.start, one.end, one, True)
    if right and right.kind == "fine":
        return Component("fine", one.start, right.end, one, True)
    left = _left(one, tokens, starts, found)
    return Component("fine", left.start, one.end, one) if left and left.kind == "fine" else None


def _bare(tokens: list[Token], found: Parts, taken: list[tuple[int, int, str]]) -> list[Component]:
    """Life, death; and a prison term or a fine without figures, where the words before say that it
    is imposed.
    """
    out = []
    covered = sorted((start, end) for start, end, _ in taken)
    firsts = [start for start, _ in covered]
    terms = [start if kind == "term" else 10**12 for start, _, kind in sorted(taken)]
    for place, token in enumerate(tokens):
        if token.kind not in ("life", "death", "prison", "fine"):
            continue
        at = bisect.bisect_right(firsts, token.start) - 1
        if at >= 0 and covered[at][1] >= token.end and token.kind in ("prison", "fine"):
            continue
        if (
            token.kind == "prison" and at + 1 < len(terms) and terms[at + 1] - token.end <= 40
        ):  # `prison or detention of two years`
            continue
        before = next(
            (
                one
                for one in reversed(tokens[max(0, place - 4) : place])
                if one.kind in ("penal", "not", "accessory", "prison", "fine")
            ),
            None,
        )
        if (
            before
            and before.kind == "not"
            and found.sentence(before.start) == found.sentence(token.start)
        ):
            continue
        if token.kind in ("life", "death"):
            out.append(Component(token.kind, token.start, token.end))
            continue
        here = found.sentence(token.start)
        beside = (
            at >= 0
            and 0 <= token.start - covered[at][1] <= 60
            and found.sentence(covered[at][0]) == here
        )
        near = (
            before
            if before and token.start - before.end <= 30 and found.sentence(before.start) == here
            else None
        )
        imposed = near is not None and (
            near.kind == "penal" or (near.kind in ("prison", "fine") and near.kind != token.kind)
        )
        if token.text.endswith("fined") or imposed or beside:
            out.append(
                Component("term" if token.kind == "prison" else "fine", token.start, token.end)
            )
    return out
