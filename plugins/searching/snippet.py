"""The stretch of a text that answers a question, with the asked words between marks."""

import itertools
import re
from functools import lru_cache

from ingest.folding import for_search
from plugins.kit.page import CLOSE, OPEN
from plugins.searching.query import Question, bare

LONGEST = 20_000  # signs of a text that are looked at
WORD = re.compile(r"\w+")
ARABIC = "\u0600"  # the first sign of the script in which small words are written onto the next
folded = lru_cache(maxsize=50_000)(for_search)


def passage(asked: Question, text: str | None, marked: bool = True, width: int = 45) -> str:
    """The stretch of `width` words with most of the asked ones, these `marked`; the first words of
    a text when none is there.
    """
    text = (text or "")[:LONGEST]
    words = WORD.findall(text)
    judged = judge(asked, set(words))
    hits = [(number, judged[word]) for number, word in enumerate(words) if judged[word]]
    first = max(0, densest(hits, width) - 5)
    last = min(len(words), first + width) - 1
    if not words:
        return text
    within = list(itertools.islice(WORD.finditer(text), first, last + 2))
    start = within[0].start() if first else 0
    end = len(text) if last == len(words) - 1 else within[-1].start()
    stretch = text[start:end].rstrip()
    return (
        ("… " if first else "")
        + (lit(asked, stretch) if marked else stretch)
        + (" …" if end < len(text) else "")
    )


def densest(hits: list[tuple[int, str]], width: int) -> int:
    """The place of the hit after which most different asked words stand within `width` words; 0
    without hits.
    """
    best, most = 0, 0
    for first, (place, _) in enumerate(hits):
        near = set()
        for other, word in itertools.islice(hits, first, None):
            if other >= place + width:
                break
            near.add(word)
        if len(near) > most:
            best, most = place, len(near)
    return best


def lit(asked: Question, text: str) -> str:
    """A text with marks around the asked words."""
    judged = judge(asked, set(WORD.findall(text)))
    return WORD.sub(
        lambda found: f"{OPEN}{found[0]}{CLOSE}" if judged[found[0]] else found[0], text
    )


def met(asked: Question, text: str | None) -> bool:
    """Whether a text has a word that was asked for itself, or a form of it."""
    return any(folded(word) in asked.shown for word in WORD.findall(text or ""))


def judge(asked: Question, words: set[str]) -> dict[str, str]:
    """For words of a text, and all seen before: the folded word when it is asked for, a form of one
    asked for, or one that means the same; else nothing.
    """
    beginnings = tuple(asked.beginnings)
    for word in words - asked.judged.keys():
        small = folded(word)
        meant = (
            small in asked.shown
            or small.startswith(beginnings)
            or (small > ARABIC and any(form.startswith(beginnings) for form in bare(small)))
        )
        asked.judged[word] = small if meant else ""
    return asked.judged
