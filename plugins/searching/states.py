"""States that a question names, in any of five languages: Nigerian law, au Sénégal, السنغال."""

import re

from ingest.folding import for_search
from plugins.kit.page import Ask
from plugins.searching.arabic import without_arabic_prefixes
from plugins.searching.vocabulary import small_words

NAMES = """
select id as country, name_en as name from country where kind in ('state', 'observer')
union select id, name_fr from country where kind in ('state', 'observer')
union select id, name_pt from country where kind in ('state', 'observer')
union select id, name_es from country where kind in ('state', 'observer')
union select id, name_ar from country where kind in ('state', 'observer')
union
select n.country, n.name
from country_name n
join country k on k.id = n.country
where k.kind in ('state', 'observer')
"""
DEMONYMS = "select country, word from demonym"
LONGEST_ACRONYM = 4  # letters: a name all in capitals is known in capitals alone (US, not us)

Stretch = tuple[int, int]  # of words of a question: the first, and the one after the last


class StateNames:
    """The names of States, and what people and things of a State are called, read once a build."""

    def __init__(self, ask: Ask) -> None:
        self.names: dict[tuple[str, ...], str] = {}
        self.acronyms: dict[str, str] = {}
        self.beginnings: dict[tuple[str, ...], str] = {}
        for row in ask(NAMES):
            if len(row["name"]) <= LONGEST_ACRONYM and row["name"].isupper():
                self.acronyms[row["name"]] = row["country"]
            else:
                self.names[key_of(re.findall(r"\w+", row["name"]))] = row["country"]
        for row in ask(DEMONYMS):
            kind = self.beginnings if row["word"].endswith("*") else self.names
            kind.setdefault(key_of(re.findall(r"\w+", row["word"])), row["country"])
        self.longest = max(map(len, self.names), default=1) + 3  # with small words between

    def find(self, words: list[str]) -> dict[Stretch, str]:
        """Stretches of words, as typed, that name a State, with its code; the longest first, no two
        overlap. An empty word is part of none.
        """
        found: dict[Stretch, str] = {}
        start = 0
        while start < len(words):
            last = min(len(words), start + self.longest)
            ends = (end for end in range(last, start, -1) if all(words[start:end]))
            named = ((end, self.country_of(words[start:end])) for end in ends)
            end, country = next((pair for pair in named if pair[1]), (start + 1, None))
            if country:
                found[start, end] = country
            start = end
        return found

    def country_of(self, words: list[str]) -> str | None:
        """The State that words are a name of, or call something its."""
        if len(words) == 1 and words[0] in self.acronyms:
            return self.acronyms[words[0]]
        if for_search(words[0]) in small_words() or for_search(words[-1]) in small_words():
            return None
        key = key_of(words)
        if key in self.names:
            return self.names[key]
        first = key[:-1]
        cuts = ((*first, key[-1][:end]) for end in range(len(key[-1]), 2, -1)) if key else ()
        return next((self.beginnings[cut] for cut in cuts if cut in self.beginnings), None)


def key_of(words: list[str]) -> tuple[str, ...]:
    """Words of a name as they are compared: folded, without small words and Arabic prefixes."""
    folded = [for_search(word) for word in words]
    kept = [word for word in folded if word not in small_words()] or folded
    return tuple(without_arabic_prefixes(word)[-1] for word in kept)
