"""Words of a text in one folded form, with their offsets."""

import re
from collections.abc import Iterator
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
# Two letters that only end a word: where a letter follows, a blank was lost.
LAST_LETTER = re.compile(r"[ةى][\u064b-\u0652]*(?=[\u0621-\u064a])")
LONGEST_USUAL = 7  # letters; a longer piece of a text without its blanks is looked into again
# Between such pieces: before an article, with the small words that are written onto it, and after
# a small word that stands first.
JOINT = re.compile(r"(?<=[\u0621-\u064a]{2})(?=(?:[وفبك]?ال|لل)[\u0621-\u064a]{3})")
SMALL_WORD = re.compile(r"(?:أو|من|في|على|عن|إلى|أن|كل|هذا|بعد|أي|غير|ما)(?=[\u0621-\u064a]{3})")
MANY_LOST = 0.03  # lost blanks for each word, from which a text is read as one without blanks


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
    """Every word of a text, folded, in order; of Arabic whose blanks were lost, as in many a PDF
    file, what can be told apart.
    """
    places = [match.span() for match in WORD.finditer(text)]
    lost = len(LAST_LETTER.findall(text))
    if lost:
        many = lost >= MANY_LOST * len(places)
        places = [part for place in places for part in split_joined(text, place, many)]
    return [
        Word(folded, start, end)
        for start, end in places
        if (folded := for_lexicon(text[start:end]))
    ]


def split_joined(text: str, place: tuple[int, int], many: bool) -> Iterator[tuple[int, int]]:
    """The places of the words that were written as one; many: whether the text has lost so many
    blanks that every long word is looked into.
    """
    start, end = place
    cuts = [match.end() for match in LAST_LETTER.finditer(text, start, end)]
    for first, last in zip([start, *cuts], [*cuts, end], strict=True):
        if many and last - first > LONGEST_USUAL:
            yield from split_at_small_words(text, first, last)
        else:
            yield first, last


def split_at_small_words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A long piece, cut before articles and after small words."""
    cuts = [match.start() for match in JOINT.finditer(text, start, end)]
    for first, last in zip([start, *cuts], [*cuts, end], strict=True):
        small = SMALL_WORD.match(text, first, last)
        if small:
            yield small.span()
        yield (small.end() if small else first), last
