"""Numbers that laws in Latin letters write as words: premier, Twenty-one, décimo segundo,
decimotercero, quatre-vingt-dix, vigésima primeira.

The words are those of every language file: `ordinals`, and the cardinals of `penalty`.
"""

import re
from functools import lru_cache

from ingest.folding import for_search
from ingest.languages import LANGUAGES, section, section_in_all

LARGEST = 100  # the highest value of one word
SCORE, FOUR_SCORE = 20, 80  # quatre-vingt: a score behind a four
CARDINALS = {
    for_search(word): value
    for language in LANGUAGES
    if language != "ar"
    for word, value in section(language, "penalty")["numbers"].items()
    if value <= LARGEST
}
VALUES: dict[str, int] = CARDINALS | {
    for_search(word): value
    for language, ordinals in section_in_all("ordinals").items()
    if language != "ar"
    for word, value in ordinals.get("words", {}).items()
}
JOINS = frozenset(section(language, "penalty")["join"] for language in LANGUAGES) - {"و"}
TENS = {word: value for word, value in VALUES.items() if value >= 10 and value % 10 == 0}
WORD = re.compile(r"(?:[\s-]{1,2}|^)(?P<word>[^\W\d_]+)")


def read_number_words(text: str) -> tuple[int, int] | None:
    """(number, characters it took) at the start of the text, or None."""
    total, end, last = 0, 0, 10 * LARGEST
    joined = False
    for match in WORD.finditer(text):
        word = for_search(match["word"])
        if match.start() != end and not joined:
            break
        if word in JOINS and total and not joined:
            joined, joined_at = True, match.end()
            continue
        if joined and match.start() != joined_at:
            break
        value = value_of(word)
        added = _add(total, value, last) if value else None
        if not value or added is None:
            break
        total, end, last, joined = added, match.end(), value, False
    return (total, end) if total else None


@lru_cache(maxsize=16384)
def value_of(word: str) -> int | None:
    """The value of one folded word, feminine forms and joined ones (decimotercero) included."""
    masculine = f"{word[:-1]}o" if word.endswith("a") else word
    for form in (word, masculine):
        if form in VALUES:
            return VALUES[form]
        for ten, value in TENS.items():
            rest = form.removeprefix(ten)
            if rest != form and 0 < VALUES.get(rest, 0) < 10:
                return value + VALUES[rest]
    return None


def _add(total: int, value: int, last: int) -> int | None:
    """The total with one more word, or None where the word begins another number."""
    if value == LARGEST and 0 < total < 10:
        return total * LARGEST
    if value == SCORE and total % LARGEST == 4:
        return total - 4 + FOUR_SCORE
    fits = value < last and (last >= 20 or (last >= 10 and value < 10))
    return total + value if not total or fits else None
