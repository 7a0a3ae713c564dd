"""Words of a text in one folded form, with their offsets."""

import re
from functools import lru_cache
from typing import NamedTuple

from ingest.folding import for_lexicon

# Letters, the marks that stand on them, soft hyphens, and a hyphen at the end of a line inside a
# word.
WORD = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed\u00ad]"
    r"|(?<=[^\W\d_])-\n(?=[^\W\d_]))+"
)
ARABIC = re.compile(r"[\u0600-\u06ff]")


class Word(NamedTuple):
    """A folded word; start and end are offsets into the text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def word_forms(word: str) -> tuple[str, ...]:
    """The folded word, and for Arabic the word without the clitics (and, in, for, the) in front."""
    if not ARABIC.match(word):
        return (word,)
    forms = [word]
    for clitics in ("وف", "بكل", "ل"):
        for form in tuple(forms):
            if form[0] in clitics and len(form) > 2:
                forms.append(form[1:])
    return tuple(dict.fromkeys(forms))


def tokenize(text: str) -> list[Word]:
    """Every word of a text, folded, in order."""
    return [
        Word(folded, *match.span())
        for match in WORD.finditer(text)
        if (folded := for_lexicon(match[0]))
    ]
