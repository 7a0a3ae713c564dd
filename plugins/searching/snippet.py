"""The stretch of a text that answers a question, with the asked words between marks."""

import itertools
import re
from functools import lru_cache

from ingest.folding import for_search
from plugins.kit.page import CLOSE, OPEN
from plugins.searching.arabic import without_arabic_prefixes
from plugins.searching.query import Question

LONGEST = 20_000  # characters of a text that are searched
LEAD = 5  # words shown before the first asked one
WORD = re.compile(r"\w+")
ARABIC = "\u0600"  # first character of the script that writes prepositions onto the next word
fold_word = lru_cache(maxsize=50_000)(for_search)


class Highlighter:
    """Finds the words of texts that a question asks for: its forms, and words with one of the
    `beginnings`. Words once looked at are kept in a cache.
    """

    def __init__(self, question: Question, beginnings: tuple[str, ...] = ()) -> None:
        self.forms = question.forms
        self.beginnings = (*question.beginnings, *beginnings)
        self.cache: dict[str, str] = {}

    def match_words(self, words: set[str]) -> dict[str, str]:
        """For words of a text, and all seen before: the folded word when it is asked for, else an
        empty string.
        """
        for word in words - self.cache.keys():
            folded = fold_word(word)
            self.cache[word] = folded if self.is_asked(folded) else ""
        return self.cache

    def is_asked(self, folded: str) -> bool:
        """Whether a folded word is a form of an asked one or means the same."""
        if folded in self.forms or folded.startswith(self.beginnings):
            return True
        return folded > ARABIC and any(
            form.startswith(self.beginnings) for form in without_arabic_prefixes(folded)
        )

    def highlight(self, text: str) -> str:
        """A text with marks around the asked words."""
        matched = self.match_words(set(WORD.findall(text)))
        return WORD.sub(
            lambda found: f"{OPEN}{found[0]}{CLOSE}" if matched[found[0]] else found[0], text
        )

    def has_asked_form(self, text: str | None) -> bool:
        """Whether a text has a word that was asked for itself, or a form of it."""
        return any(fold_word(word) in self.forms for word in WORD.findall(text or ""))

    def cut_snippet(self, text: str | None, marked: bool = True, width: int = 45) -> str:
        """The `width` words of a text with most of the asked ones, these `marked`; its first words
        when none is there.
        """
        text = (text or "")[:LONGEST]
        words = WORD.findall(text)
        if not words:
            return text
        matched = self.match_words(set(words))
        hits = [(place, matched[word]) for place, word in enumerate(words) if matched[word]]
        first = max(0, densest_hit(hits, width) - LEAD)
        last = min(len(words), first + width) - 1
        within = list(itertools.islice(WORD.finditer(text), first, last + 2))
        start = within[0].start() if first else 0
        end = len(text) if last == len(words) - 1 else within[-1].start()
        stretch = text[start:end].rstrip()
        shown = self.highlight(stretch) if marked else stretch
        return ("… " if first else "") + shown + (" …" if end < len(text) else "")


def densest_hit(hits: list[tuple[int, str]], width: int) -> int:
    """The place of the hit from which `width` words contain most different asked words; 0 without
    hits. A hit is the place of a word and its folded form.
    """
    best, most = 0, 0
    for number, (place, _) in enumerate(hits):
        near = set()
        for other, word in itertools.islice(hits, number, None):
            if other >= place + width:
                break
            near.add(word)
        if len(near) > most:
            best, most = place, len(near)
    return best
