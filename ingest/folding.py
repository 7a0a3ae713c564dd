"""Plain forms of text, so that spellings which differ only in case, accents or typography compare
equal.

for_search    the search index, its questions, column names, Arabic ordinals
for_names     titles and months: `for_search` without articles and punctuation
for_patterns  regular expressions and the law they are matched on (penalties, the definition)
for_lexicon   one word of the item engine: `for_patterns` without hyphens, with œ and æ

Both the site and the build need these, so `plugins` may import this module of `ingest`
(tests/test_rules.py names the others). It imports the standard library only.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache

ARTICLES = frozenset("the la le les el los las o a os as".split())
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SEARCH = {"œ": "oe", "Œ": "oe", "ـ": "", "ٱ": "ا", "ى": "ي", "ة": "ه"}
PATTERNS = (
    dict.fromkeys("اأإآٱءـ", "")
    | {"ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ی": "ي", "ک": "ك"}
    | dict.fromkeys("’ʼ´`‘", "'")
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("«»“”„", '"')
    | {"،": ",", "؛": ";", "٬": ",", "٫": ".", "؟": "?"}
    | {"œ": "oe", "Œ": "oe", "æ": "ae", "ß": "ss"}
    | {"\ufffd": ""}  # a sign that could not be read, mostly the line that stretches a word
)


def _search_letter(letter: str) -> str:
    if letter in SEARCH:
        return SEARCH[letter]
    if unicodedata.combining(letter):
        return ""
    if letter.isdecimal():
        return plain_figures(letter)
    parts = unicodedata.normalize("NFKD", letter)
    return letter if parts == letter else "".join(map(_search_letter, parts))


def _pattern_letter(letter: str) -> str:
    if letter in PATTERNS:
        return PATTERNS[letter]
    if letter.isspace():
        return " "
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return ""
    if letter.isdigit() and letter.isdecimal():
        return str(unicodedata.digit(letter))
    parts = unicodedata.normalize("NFKD", letter)
    return letter.lower() if parts == letter else "".join(map(_pattern_letter, parts))


class _Table(dict[int, str]):
    """For str.translate: code point to plain form; each character is folded once."""

    def __init__(self, letter: Callable[[str], str]) -> None:
        super().__init__()
        self._letter = letter

    def __missing__(self, code: int) -> str:
        self[code] = plain = self._letter(chr(code))
        return plain


def _lexicon_letter(letter: str) -> str:
    return letter if letter in "œæʼ" else _pattern_letter(letter)


_SEARCH_TABLE, _PATTERN_TABLE = _Table(_search_letter), _Table(_pattern_letter)
_LEXICON_TABLE = _Table(_lexicon_letter)


def plain_figures(text: str) -> str:
    """A text with the figures 0 to 9 for those of every script: ٦٤ -> 64."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def for_search(text: str) -> str:
    """Lower case without accents, vowel signs and ligatures; one form of each Arabic letter and of
    each figure.

    Index and question must be folded alike, or a word that is in the index is not found.
    """
    return text.translate(_SEARCH_TABLE).lower()


def for_names(text: str) -> str:
    """A name without punctuation and the article of its head: The Act, n° 5 -> act n 5.

    Sources print "the Palermo Protocol" and "Palermo Protocol". Which State a name means is told by
    `ingest.country_index`.
    """
    plain = for_search(text.replace("&", " and ").replace("ı", "i"))
    words = re.sub(r"[\W_]+", " ", plain).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)


def for_patterns(text: str) -> str:
    """Lower case, no accents, plain quotes, hyphens and figures; Arabic without hamza and alef.

    Every alef goes because PDFs turn lam-alef round: `ثالثين` and `ثلاثين` then read the same.
    Fold patterns like texts; no escape and no group name in capitals.
    """
    return text.translate(_PATTERN_TABLE)


@lru_cache(maxsize=200_000)
def for_lexicon(word: str) -> str:
    """One word of the item engine, joined where a line ends inside it: traf-\\nficking.

    The words of db/learned/examples.csv are folded like this, so œ and æ stay as they are there.
    """
    return word.replace("-", "").replace("\n", "").lower().translate(_LEXICON_TABLE)


class Offsets:
    """Maps offsets in `for_patterns(text)` back to offsets in `text`; computed on first use.

    inserted: where blanks stand that were put into the folded text.
    """

    def __init__(self, text: str, inserted: Sequence[int] = ()) -> None:
        self._text = text
        self._inserted = inserted
        self._original: list[int] = []  # folded offset -> offset in the text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the text of what lies between two offsets of the folded text."""
        if not self._original:
            for offset, letter in enumerate(self._text):
                self._original += [offset] * len(_PATTERN_TABLE[ord(letter)])
            self._original.append(len(self._text))
        start, end = (at - bisect_left(self._inserted, at) for at in (start, end))
        last = len(self._original) - 1
        start, end = min(start, last), min(end, last)
        if start >= end:
            return self._original[start], self._original[start]
        return self._original[start], self._original[end - 1] + 1

    def printed(self, start: int, end: int) -> str:
        """The words of the text between two offsets of the folded text."""
        first, last = self.span(start, end)
        return self._text[first:last]


def slug(number: str) -> str:
    """A number of a provision as part of a URL: '2 bis' gives 2-bis, '133¹' 133-1, '1.º' and
    'premier' give 1.
    """
    apart = re.sub(f"(?<=\\d)(?=[{RAISED}])", "-", number)
    plain = (
        unicodedata.normalize("NFKD", apart.replace("º", "").replace("°", ""))
        .encode("ascii", "ignore")
        .decode()
        .lower()
    )
    plain = re.sub(r"^(premier|1er|1ere)$", "1", plain.strip())
    return re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")
