"""Texts as the words of the search index: folded, then their stems and the concepts they name.

What becomes of a word is worked out when it is first met and looked up after that: laws repeat few
words many times.
"""

import re
from collections import defaultdict
from functools import cache
from itertools import chain
from typing import Any

from ingest.database.concepts import ConceptMatcher
from ingest.database.record_index import NAME_LANGUAGES, Texts
from ingest.database.stems import stem
from ingest.folding import for_search

WORD = re.compile(r"\w+")
STEM = "0"  # in front of a stem; no word of letters begins so
CONCEPT = "1"  # in front of a concept, so that it is not taken for a stem
GAP = "0"  # between two texts, so that no phrase reaches from one into the next
MOST_REMEMBERED = 300_000  # forms of words, beyond which a process begins to remember anew

Phrases = tuple[tuple[str, str], ...]  # (concept, phrase as written)
Forms = dict[str, set[str]]  # language -> folded words
# place, language, heading, summary_en, summary_fr, text, title, title_en, title_fr, then the name
# of the country in each of NAME_LANGUAGES
Provision = tuple[Any, ...]
Words = tuple[int, str, str, str]  # place, heading, title, body


class FoldedWords(dict[str, tuple[str, ...]]):
    """What stands between two blanks -> its folded words. Folding looks at no sign beyond them."""

    def __missing__(self, written: str) -> tuple[str, ...]:
        self[written] = words = tuple(WORD.findall(for_search(written)))
        return words


class MarkedStems(dict[str, str]):
    """Folded word -> its stem in one language, marked."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> str:
        self[word] = marked = STEM + stem(word, self._language)
        return marked


@cache
def stems_of(language: str) -> MarkedStems:
    """The stems of a language that this process has met."""
    return MarkedStems(language)


FOLDED = FoldedWords()


def fold_words(text: str) -> list[str]:
    """The folded words of a text, the same as those of the folded text."""
    return list(chain.from_iterable(map(FOLDED.__getitem__, text.split())))


class IndexWords:
    """Turns texts into the words of the index, and keeps every word form with its language."""

    def __init__(self, concepts: ConceptMatcher) -> None:
        self._concepts = concepts
        self.forms: Forms = defaultdict(set)
        self._titles: dict[Texts, str] = {}  # those of an instrument come with each provision
        if len(FOLDED) > MOST_REMEMBERED:
            FOLDED.clear()
            stems_of.cache_clear()
            concepts.forget()

    def of_provision(self, row: Provision) -> Words:
        """Row number, heading, title and body of one provision."""
        place, own, heading, summary_en, summary_fr, text, title, title_en, title_fr, *names = row
        titles = (
            (title, own),
            (title_en, "en"),
            (title_fr, "fr"),
            *zip(names, NAME_LANGUAGES, strict=True),
        )
        if titles not in self._titles:
            self._titles[titles] = self.of_texts(titles)
        return (
            place,
            self.of_texts(((heading, own), (heading, "en"))),
            self._titles[titles],
            self.of_texts(((summary_en, "en"), (summary_fr, "fr"), (text, own))),
        )

    def of_texts(self, texts: Texts) -> str:
        """The words of (text, language) pairs, each text once, then their stems and the concepts
        they name, marked: phrases still find the words.
        """
        plain: dict[tuple[str, str], None] = {}  # words; the text, where another has the same
        pairs: set[tuple[str, str, str]] = set()
        first: dict[str, str] = {}  # words -> the first text that has them
        marked: list[str] = []
        for text, language in texts:
            if not text:
                continue
            words = fold_words(text)
            joined, signs = " ".join(words), ""
            other = first.setdefault(joined, text)
            if other != text and for_search(other) != for_search(text):
                signs = for_search(text)  # the same words with other signs between
            if (joined, signs) not in plain:
                plain[joined, signs] = None
                found = self._concepts.find_concepts(words)
                marked += [CONCEPT + concept.replace("_", "") for concept in found]
            if (joined, signs, language) not in pairs:
                pairs.add((joined, signs, language))
                marked += map(stems_of(language).__getitem__, words)
                self.forms[language].update(words)
        return f" {GAP} ".join([*(joined for joined, _ in plain), " ".join(marked)])
