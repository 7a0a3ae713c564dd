"""Article numbers that Arabic laws write as words: الثانية عشرة is 12, الحادية والعشرون 21,
الأولى بعد المائة 101.
"""

import re

from ingest.folding import for_search
from ingest.languages import section

ORDINALS = section("ar", "ordinals")
VALUES: dict[str, int] = {for_search(word): value for word, value in ORDINALS["words"].items()}
WITHOUT_ARTICLE = frozenset(map(for_search, ORDINALS["without_article"]))
ADVERBS = {for_search(word): value for word, value in ORDINALS["adverbs"].items()}
TENS: dict[str, int] = {
    for_search(stem + ending): value
    for stem, value in ORDINALS["tens"].items()
    for ending in ORDINALS["tens_endings"]
}
HUNDRED = frozenset(map(for_search, ORDINALS["hundred"]))
THE, AND, BEYOND = ORDINALS["the"], ORDINALS["and"], ORDINALS["beyond"]
WORD = re.compile(r"\s*(?P<open>\(?)(?P<word>[\u0621-\u0652ـ]+)(?P<stop>\)?[:.،–-]?)")
LONGEST = 120  # characters that the words of one number may take


def read_arabic_words(text: str) -> tuple[int, int] | None:
    """(number, characters it took) at the start of the text, or None.

    The words are added up until one is no number, or until a bracket or stop follows.
    """
    total, end, beyond = 0, 0, False
    for match in WORD.finditer(text[:LONGEST]):
        if match.start() != end:
            break
        word = for_search(match["word"])
        if word == BEYOND and total:
            beyond, end = True, match.end("word")
            continue
        value = value_of(word)
        if value is None and not total and word in ADVERBS:
            return ADVERBS[word], match.end("word")
        if value is None:
            break
        closed = bool(match["open"]) and match["stop"].startswith(")")
        total, end = total + value, match.end("word") + closed
        if match["stop"]:
            break
    if not total or (beyond and total < 100):
        return None
    return total, end


def value_of(word: str) -> int | None:
    """The value of one folded word: الثانيه 2, والعشرون 20; None for a word that is no ordinal."""
    word = word.removeprefix(AND) if word.startswith(AND + THE) else word
    for damaged, right in ORDINALS["turned_round"].items():
        word = right + word.removeprefix(damaged) if word.startswith(damaged) else word
    bare = word.removeprefix(THE)
    if bare in HUNDRED:
        return 100
    if bare in TENS:
        return TENS[bare]
    return VALUES.get(bare) if word.startswith(THE) or bare in WITHOUT_ARTICLE else None
