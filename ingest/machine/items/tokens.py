"""A text as folded words that remember where they stand: the offsets of a word are offsets into the
text as stored.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.folding import for_lexicon

# Letters, the marks that stand on them, soft hyphens, and a hyphen at the end of a line inside a
# word.
WORD = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed\u00ad]|(?<=[^\W\d_])-\n(?=[^\W\d_]))+"
)
ARABIC = re.compile(r"[\u0600-\u06ff]")


class Word(NamedTuple):
    """A folded word and its place in the text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def forms(word: str) -> tuple[str, ...]:
    """The folded word, and for Arabic the word without the small words written onto its front (and,
    in, for, the).
    """
    if not ARABIC.match(word):
        return (word,)
    found = [word]
    for signs in ("وف", "بكل", "ل"):
        for known in tuple(found):
            if known[0] in signs and len(known) > 2:
                found.append(known[1:])
    return tuple(dict.fromkeys(found))


def words(text: str) -> list[Word]:
    """Every word of a text, folded, in order."""
    return [
        Word(folded, *match.span())
        for match in WORD.finditer(text)
        if (folded := for_lexicon(match[0]))
    ]
