"""States that a question names, in any of five languages: Nigerian law, au Sénégal, السنغال; and
sets of them: ECOWAS, pays voisins du Sénégal, West African.
"""

import re
from functools import lru_cache

from ingest.folding import for_search
from plugins.kit.days import today
from plugins.kit.page import Ask
from plugins.kit.state_sets import IS_MEMBER
from plugins.searching.arabic import without_arabic_prefixes
from plugins.searching.vocabulary import neighbour_words, small_words

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
SETS = """
select 'group:' || id as country, name_en as name from "grouping"
union select 'group:' || id, name_fr from "grouping"
union select 'group:' || id, name_pt from "grouping"
union select 'group:' || id, name_es from "grouping"
union select 'group:' || id, name_ar from "grouping"
"""
CALLED = """
select country, word as name from demonym
union all
select set_kind || ':' || set_id, word from state_set_word
"""
# the States of a set, by its kind, on a day; without those that are no members of it
MEMBERS = {
    "group": f'select m.country from membership m where m."grouping" = :id and {IS_MEMBER}'.replace(
        ":group", ":id"
    ),
    "region": "select id as country from country where :id in (region, subregion)",
    "neighbours": """
      select country_b as country from border where country_a = :id
      union select country_a from border where country_b = :id""",
}
LONGEST_ACRONYM = 4  # letters: a name all in capitals is known in capitals alone (US, not us)
NAMES_KEPT = 10_000

Stretch = tuple[int, int]  # of words of a question: the first, and the one after the last


class StateNames:
    """The names of States and of sets of them, and what people and things of these are called, read
    once a build. A State is known by its code, a set by its kind and id: group:ecowas.
    """

    def __init__(self, ask: Ask) -> None:
        self.names: dict[tuple[str, ...], str] = {}
        self.acronyms: dict[str, str] = {}
        self.beginnings: dict[tuple[str, ...], str] = {}
        for row in ask(SETS):
            # an acronym in brackets is no part of the name
            self.add_name(re.sub(r"\(.*?\)", "", row["name"]), row["country"])
        for row in (*ask(NAMES), *ask(CALLED)):
            self.add_name(row["name"], row["country"])
        self.longest = max(map(len, self.names), default=1) + 3  # with small words between

    def add_name(self, name: str, named: str) -> None:
        """Know a name, or the beginning of one before a star; of two that are alike the first."""
        key = key_of_name(name)
        if len(name) <= LONGEST_ACRONYM and name.isupper():
            self.acronyms[name] = named
        elif name.endswith("*"):
            self.beginnings.setdefault(key, named)
        else:
            self.names.setdefault(key, named)

    def find(self, words: list[str]) -> dict[Stretch, str]:
        """Stretches of words, as typed, that name a State or a set, with its code; the longest
        first, no two overlap. An empty word is part of none.
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
        """The State or set that words are a name of, or call something its."""
        if len(words) == 1 and words[0] in self.acronyms:
            return self.acronyms[words[0]]
        if for_search(words[0]) in small_words():
            return None
        key = key_of(words)
        if key in self.names:
            return self.names[key]
        first = key[:-1]
        cuts = ((*first, key[-1][:end]) for end in range(len(key[-1]), 2, -1)) if key else ()
        return next((self.beginnings[cut] for cut in cuts if cut in self.beginnings), None)


def key_of(words: list[str]) -> tuple[str, ...]:
    """Words of a name as they are compared: folded, without Arabic prefixes and small words but
    for the last, which may be small in another language (Sudán del Sur).
    """
    folded = [for_search(word) for word in words]
    kept = [word for word in folded[:-1] if word not in small_words()] + folded[-1:]
    return tuple(without_arabic_prefixes(word)[-1] for word in kept)


@lru_cache(NAMES_KEPT)
def key_of_name(name: str) -> tuple[str, ...]:
    """The key of a whole name; kept, since the next build has nearly the same names."""
    return key_of(re.findall(r"\w+", name))


def members_of(ask: Ask, sets: tuple[str, ...], on: str) -> tuple[str, ...]:
    """The codes of the States that are in any of these sets on a day, today where none is given."""
    rows = []
    for name in sets:
        kind, _, code = name.partition(":")
        rows += ask(MEMBERS[kind], id=code, on=on or today())
    return tuple(dict.fromkeys(row["country"] for row in rows))


def neighbours_asked(typed: list[str], named: dict[Stretch, str]) -> set[int]:
    """The places of words for neighbours, where a State is named whose they may be."""
    if not any(":" not in name for name in named.values()):
        return set()
    return {at for at, word in enumerate(typed) if for_search(word) in neighbour_words()}


def states_asked(named: dict[Stretch, str], around: set[int]) -> tuple[str, ...]:
    """The States that a question is about; a State of which it asks the neighbours is not, unless
    it comes first (le Bénin et ses voisins).
    """
    first = min(around, default=None)
    return tuple(
        dict.fromkeys(
            name
            for (start, _end), name in named.items()
            if ":" not in name and (first is None or start < first)
        )
    )


def sets_asked(named: dict[Stretch, str], neighbours: bool) -> tuple[str, ...]:
    """The sets of States that a question names, and the neighbours of its States if asked for."""
    sets = [
        name if ":" in name else f"neighbours:{name}"
        for name in named.values()
        if ":" in name or neighbours
    ]
    return tuple(dict.fromkeys(sets))
