"""Signs between words that a language writes in its own way, where a page sets them between words
that come from elsewhere.
"""

import re

LETTER = "[\u0621-\u06d3]"
TAGS = r"(?:</?[A-Za-z][^<>]*>)*"
# after an Arabic letter, or before one: in lists, with or without links around the words
LATIN_COMMA = re.compile(rf"(?<={LETTER})({TAGS}),(?=[\s<])|,(?=\s{TAGS}{LETTER})")


def with_arabic_commas(text: str) -> str:
    """HTML or XML in which commas beside Arabic words are Arabic ones."""
    return LATIN_COMMA.sub("\\1\N{ARABIC COMMA}", text)
