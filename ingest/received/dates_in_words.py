"""Dates told in words: `trois mai deux mille onze` as `3 mai 2011`, in five languages."""

import re
from collections.abc import Iterator
from functools import cache

from ingest.folding import for_names
from ingest.languages import LANGUAGES, section
from ingest.machine.penalties.number_words import parse_number_words

LARGEST = 2000  # of one word: ألفين
CENTURIES = range(18, 22)  # nineteen ninety-nine


@cache
def number_words(language: str) -> dict[str, float]:
    """Words for numbers and ordinals, folded, with their values; Arabic ones with their article."""
    words = section(language, "penalty")["numbers"] | section(language, "ordinals")["words"]
    values = {for_names(word): float(value) for word, value in words.items() if value <= LARGEST}
    if language == "ar":
        values |= {f"ال{word}": value for word, value in values.items()}
    return values


@cache
def number_run(language: str) -> re.Pattern[str]:
    """One or more words for numbers behind one another, `and` between them or not."""
    join = for_names(section(language, "penalty")["join"])
    longest_first = sorted(map(re.escape, number_words(language)), key=len, reverse=True)
    word = rf"{join if language == 'ar' else ''}".join(("(?:", f")?(?:{'|'.join(longest_first)})"))
    between = r"\s+" if language == "ar" else rf"\s+(?:{join}\s+)?"
    return re.compile(rf"(?<!\w){word}(?:{between}{word})*(?!\w)")


def with_figures(folded: str) -> Iterator[str]:
    """A folded date with figures for the words of one language, for each in which it has some."""
    for language in LANGUAGES:
        told, end = "", 0
        for run in number_run(language).finditer(folded):
            told += folded[end : run.start()] + _figures(run[0], language)
            end = run.end()
        if end:
            yield told + folded[end:]


def _figures(words: str, language: str) -> str:
    """The numbers that a run of words tells; `nineteen ninety-nine` is one."""
    join = for_names(section(language, "penalty")["join"])
    numbers = [int(one.value) for one in parse_number_words(words, 0, number_words(language), join)]
    if len(numbers) == 2 and numbers[0] in CENTURIES and numbers[1] < 100:
        return str(100 * numbers[0] + numbers[1])
    return " ".join(map(str, numbers))
