"""One plain form for searching: lower case, no accents, Arabic without vowel signs, hamza and alef;
and the way back to the text.

Every alef goes because PDFs turn lam-alef round: `ثالثين` and `ثلاثين` then read the same. Patterns
are folded like texts.
"""

import re
import unicodedata

ARABIC = dict.fromkeys("اأإآٱءـ", "") | {"ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ی": "ي", "ک": "ك"}
SIGNS = dict.fromkeys("’ʼ´`‘", "'") | dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("«»“”„", '"')
SIGNS |= {
    "،": ",",
    "؛": ";",
    "٬": ",",
    "٫": ".",
    "œ": "oe",
    "Œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "€": "€",
    "؟": "?",
}


def _plain(sign: str) -> str:
    if sign in ARABIC:
        return ARABIC[sign]
    if sign in SIGNS:
        return SIGNS[sign]
    if sign.isspace():
        return " "
    if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
        return ""
    if sign.isdigit() and sign.isdecimal():
        return str(unicodedata.digit(sign))
    parts = unicodedata.normalize("NFKD", sign)
    if parts != sign:
        return "".join(_plain(part) for part in parts)
    return sign.lower()


class _Table(dict[int, str]):
    """Signs met so far; a new one is worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


TABLE = _Table()


def fold(text: str) -> str:
    """The plain form of a text or of a pattern (patterns: no capital escapes, no named groups)."""
    return text.translate(TABLE)


class Places:
    """From a place in the folded text back to the place in the text; the list is made when first
    asked for.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: list[int] = []

    def printed(self, start: int, end: int) -> str:
        """The words of the original text at a place of the folded one."""
        first, last = self.span(start, end)
        return self._text[first:last]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in the original text of what stands between two places of the folded one."""
        if not self._places:
            for place, sign in enumerate(self._text):
                self._places += [place] * len(TABLE[ord(sign)])
            self._places.append(len(self._text))
        last = len(self._places) - 1
        start, end = min(start, last), min(end, last)
        if start >= end:
            return self._places[start], self._places[start]
        return self._places[start], self._places[end - 1] + 1


def for_names(text: str) -> str:
    """A name without case, accents, articles of its head, vowel signs and punctuation: Côte
    d'Ivoire -> cote d ivoire.
    """
    text = unicodedata.normalize("NFKD", text.replace("ـ", "").replace("&", " and "))
    text = (
        "".join(sign for sign in text if not unicodedata.combining(sign)).lower().replace("ı", "i")
    )
    text = text.translate(str.maketrans("أإآٱىة", "اااايه"))
    words = re.sub(r"[\W_]+", " ", text).split()
    return " ".join(
        words[1:]
        if len(words) > 1
        and words[0] in ("the", "la", "le", "les", "el", "los", "las", "o", "a", "os", "as")
        else words
    )
