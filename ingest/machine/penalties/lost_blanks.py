"""Blanks that a file lost between words, put back where the words of penalties show them:
`خمسسنواتوالغرامة` is three words. The words are `joined`, `numbers` and `alone` under `penalty` in
ingest/languages/<xx>.yml, of a language that lists some as `joined`.
"""

import re
from functools import cache

from ingest.folding import for_patterns
from ingest.languages import section

LETTERS = re.compile(r"[^\W\d_]+")
LONG_WORD, ENOUGH_WORDS = 5.1, 8  # mean length in letters; folded Arabic has three to five
LONGEST_RUN = 60  # letters; a longer run is no law
# What a piece costs: a known word by its length, any other by its own. Set by hand on the one law
# of the collection that lost its blanks.
COST_OF_KNOWN = {1: 9.0, 2: 2.5, 3: 1.5}  # longer ones 1
COST_OF_UNKNOWN, COST_OF_LETTER = 3.0, 0.3


@cache
def joined_words(language: str) -> dict[str, list[str]]:
    """Folded words without blanks -> what they are with them; empty where none are listed."""
    words = section(language, "penalty")
    if "joined" not in words:
        return {}
    listed = map(for_patterns, [*words["joined"], *words["numbers"], *words.get("alone", {})])
    pieces = [
        (prefix + word).split()
        for word in listed
        for prefix in map(for_patterns, ["", *words["prefixes"]["joined"]])
    ]
    # of words that are alike without blanks those with more: لا تقل, not ل before تقل
    return {"".join(words): words for words in sorted(pieces, key=len)}


def set_words_apart(folded: str, language: str) -> tuple[str, list[int]]:
    """The text with blanks put back, and where they stand in it; the text itself where none are
    lost.
    """
    words = joined_words(language) if is_run_together(folded) else {}
    if not words:
        return folded, []
    result, blanks, last = "", [], 0
    for run in LETTERS.finditer(folded):
        result += folded[last : run.start()]
        last = run.end()
        first, *more = cut_run(run[0], words)
        result += first
        for piece in more:
            blanks.append(len(result))
            result += f" {piece}"
    return result + folded[last:], blanks


def is_run_together(folded: str) -> bool:
    """Whether the words are longer than those of the language are."""
    lengths = [len(run[0]) for run in LETTERS.finditer(folded)]
    return len(lengths) >= ENOUGH_WORDS and sum(lengths) > LONG_WORD * len(lengths)


def cut_run(run: str, words: dict[str, list[str]]) -> list[str]:
    """A run of letters in the pieces that cost least."""
    if len(run) > LONGEST_RUN:
        return [run]
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(run) + 1):
        options = []
        for start in range(end):
            cost, pieces = best[start]
            part = run[start:end]
            options.append((cost + cost_of(part, words), pieces + words.get(part, [part])))
        best.append(min(options, key=lambda option: option[0]))
    return best[-1][1]


def cost_of(part: str, words: dict[str, list[str]]) -> float:
    """What it costs to take these letters for one piece."""
    if part in words:
        return COST_OF_KNOWN.get(len(part), 1.0)
    return COST_OF_UNKNOWN + COST_OF_LETTER * len(part)
