"""Marks that count articles only where nothing else does: `N° 1`, `[1]`, `Numeral 1`, `PRIMERO.-`,
`أولا:`, 1.1 below the head of a chapter, `1 The board` throughout.
"""

import re
from itertools import pairwise

from ingest.languages import section
from ingest.law.splitting import patterns
from ingest.law.splitting.best_chain import (
    RESTART_BARE,
    Candidate,
    find_best_chain,
    missing_numbers,
)
from ingest.law.splitting.candidates import find_candidates
from ingest.law.splitting.line import Line
from ingest.law.splitting.patterns import BEFORE_NUMBER, expressions_in_all, words_in_all

LEAST_COUNTED = 3  # articles of a count that only a sign shows
LEAST_SHARE = 0.75  # of such marks; lists in articles have theirs too, which begin again and again
LISTS = ("adverb", "bracketed", "closed")  # marks that lists in articles have as well
MOST_BEFORE = 0.25  # of the text stands before the first of these: else a list began
_BEGINS = r"\s*(?:$|[–—:.-]?\s*[A-ZÀ-Ý(“\"«\u0621-\u064a])"
_ADVERBS = patterns.stretched("|".join(section("ar", "ordinals")["adverbs"]))
FAMILIES = {
    "rare": re.compile(
        rf"(?P<word>(?:(?:{words_in_all('articles', 'rare')})(?![^\W\d_])\.?"
        rf"|(?:{expressions_in_all('articles', 'rare_expressions')}))\s*{BEFORE_NUMBER})"
    ),
    "signed": re.compile(
        rf"(?P<word>(?:{expressions_in_all('acts', 'number_signs')}|[§#])\s*)(?=\d)"
    ),
    "coded": re.compile(r"(?P<word>)(?=(?:L[OP]?|[RDA])\.?\s?\d{1,4}-\d)"),
    "decimal": re.compile(r"(?P<word>)(?=\d{1,3}\.\d{1,3}\.?\s*[–—-]?\s*[A-ZÀ-Ý(“\"«])"),
    "ordinal": patterns.ORDINAL,
    "adverb": re.compile(rf"(?P<word>)(?=(?:{_ADVERBS})\s*[:.–—-])"),
    "bracketed": re.compile(rf"(?P<word>\[?)(?=(?:\(\d{{1,3}}\)|\d{{1,3}}\]){_BEGINS})"),
    "closed": re.compile(rf"(?P<word>)(?=\d{{1,3}}\s?[°º]?\){_BEGINS})"),
    "unstopped": re.compile(
        r"(?P<word>)(?=\d{1,3}[A-Z]{0,2}\s*[–—:-]?\s*[A-ZÀ-Ý“\"«\u0621-\u064a])"
    ),
}


def find_last_resort(lines: list[Line], opened: list[bool]) -> tuple[str, list[Candidate]]:
    """(family, articles) by the sign that begins first: at least three, from 1, without a gap, and
    hardly any mark of the kind beside them; empty where there are none.
    """
    found = []
    for family, pattern in FAMILIES.items():
        candidates = find_candidates(lines, pattern, opened)
        chain = find_best_chain(candidates, RESTART_BARE)
        enough = len(chain) >= max(LEAST_COUNTED, LEAST_SHARE * len(candidates))
        from_first = enough and (family == "coded" or chain[0].key[:2] == (0, 1))
        grows = all(one.key < two.key for one, two in pairwise(chain))
        if not (from_first and grows) or missing_numbers(chain):
            continue
        if family not in LISTS or _share_before(lines, chain[0].line) <= MOST_BEFORE:
            found.append((family, chain))
    return min(found, key=lambda one: one[1][0].line, default=("", []))


def _share_before(lines: list[Line], first: int) -> float:
    """How much of the text stands before a line, from 0 to 1."""
    sizes = [len(line.text) if line.is_print else 0 for line in lines]
    return sum(sizes[:first]) / max(1, sum(sizes))
