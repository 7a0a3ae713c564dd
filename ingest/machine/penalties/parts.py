"""What the reading of penalties works with: the sentences of a text, and the parts of a penalty."""

import bisect
import re
from dataclasses import dataclass

from ingest.machine.penalties.ranges import Quantity

# The end of a sentence: no abbreviation, no `; and to a fine`.
SENTENCE_END = re.compile(
    r"(?<!\bart)(?<!\bno)(?<!\bpara)(?<!\bal)(?<!\bs)(?<![\s.(][a-z])[.!?](?=[\s\])\"]|$)"
    r"|;(?!\s*(?:y|e|et|and)\s+(?:de|a|to)\s)"
)


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
