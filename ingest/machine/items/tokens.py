"""A text as folded words that remember where they stand: the offsets of a word are offsets into the
text as stored.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Letters, the marks that stand on them, soft hyphens, and a hyphen at the end of a line inside a
# word.
WORD = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u06d6-\u06ed\u00ad]|(?<=[^\W\d_])-\n(?=[^\W\d_]))+"
)
ARABIC = re.compile(r"[\u0600-\u06ff]")
LETTERS = str.maketrans(
    {
        "ى": "ي",
        "ة": "ه",
        "ی": "ي",
        "ک": "ك",
        "ـ": None,
        "ا": None,
        "ء": None,
        "\u00ad": None,
        "-": None,
        "\n": None,
        "ß": "ss",
    }
)


class Word(NamedTuple):
    """A folded word and its place in the text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Lower case without accents; in Arabic without tashkeel, tatweel and every alef, with ya and
    ta folded.

    Alef goes because PDFs print lam-alef the wrong way round as often as not.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).lower())
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Mn").translate(LETTERS)
    return (
        "".join(str(unicodedata.digit(sign, sign)) for sign in plain)
        if not plain.isascii() and any(map(str.isdigit, plain))
        else plain
    )


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
        Word(folded, *match.span()) for match in WORD.finditer(text) if (folded := fold(match[0]))
    ]
