"""`Article`: what is read; `Element`: what is found in a definition, and the row that is stored;
`DefinitionRead`: all of a law.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.folding import Offsets, for_patterns

Stretch = tuple[int, int]  # offsets into the folded text


class Element(NamedTuple):
    """An act, means or purpose of the definition, or what the law says of children, consent and
    age, where it first says so: the row that is stored.

    part: acts, means, purposes, or one of SINGLE; name: which of them, or what the law says. start,
    end: characters of the article's text, which are the evidence.
    """

    number: str
    part: str
    name: str
    start: int
    end: int
    evidence: str


SINGLE = ("means_required_for_child", "consent_irrelevant", "child_age")


@dataclass
class DefinitionRead:
    """What a law says. None: it is silent. means_required_for_child and consent_irrelevant are
    `yes` or `no`.

    single: part of SINGLE -> its element. rules: the same -> why. passage: the words of the acts,
    from the first to the last in one article.
    """

    acts: dict[str, Element] = field(default_factory=dict)
    means: dict[str, Element] = field(default_factory=dict)
    purposes: dict[str, Element] = field(default_factory=dict)
    means_required_for_child: str | None = None
    consent_irrelevant: str | None = None
    child_age: int | None = None
    children_only: bool = False
    single: dict[str, Element] = field(default_factory=dict)
    rules: dict[str, str] = field(default_factory=dict)
    passage: Element | None = None

    def rows(self) -> list[Element]:
        """Every element that rests on words."""
        parts = (self.acts, self.means, self.purposes)
        elements = [element for part in parts for element in part.values()]
        elements += [self.single[part] for part in SINGLE if part in self.single]
        return [element for element in elements if element.start < element.end]


class Article:
    """One article, with its folded text and the way back."""

    def __init__(self, number: str, text: str) -> None:
        self.number, self.text = number, text
        self.folded, self.offsets = for_patterns(text), Offsets(text)

    def element(self, part: str, name: str, stretch: Stretch) -> Element:
        """An element that rests on a stretch of the folded text."""
        start, end = self.offsets.span(*stretch)
        return Element(self.number, part, name, start, end, self.text[start:end])
