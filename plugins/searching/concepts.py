"""Words that mean the same in five languages: a question about compensation also asks for
réparation, indemnización and تعويض.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from ingest.folding import for_search
from plugins.kit.page import Ask, grouped
from plugins.searching.arabic import without_arabic_prefixes
from plugins.searching.expressions import Expression, all_of, one_of, token_of
from plugins.searching.query import Group, Question
from plugins.searching.vocabulary import small_words

PATTERNS_STARTING_WITH = """
select distinct q.key as word, w.concept, w.word as pattern, w.negative
from json_each(:starts) q, json_each(q.value) s
join concept_word w on w.word >= s.value and w.word < s.value || '!'
"""
WORDS_OF_CONCEPTS = """
select concept, language, word
from concept_word
where negative = 0 and concept in (select value from json_each(:concepts))
order by concept, language, word
"""
SHORTEST_FORM = """
select word
from stem
where language = :language and word >= :start and word < :end
order by length(word)
limit 1
"""
ITEMS_OF_CONCEPTS = """
select item, named, share
from (
  select item, sum(concept in (select value from json_each(:concepts))) as named,
    avg(concept in (select value from json_each(:concepts))) as share
  from item_concept
  group by item
)
where share >= 0.5
order by item
"""
LANGUAGES = ("en", "fr", "es", "pt", "ar")
MOST_CONCEPTS = 2  # one word may stand for
MOST_SAMPLES = 2  # words of a language on a chip

Stretch = tuple[int, int]  # of words of a question: the first, and the one after the last


@dataclass(frozen=True)
class Widening:
    """What concepts add to a question: its `groups` with words that mean the same, the `concepts`
    as chips for the page (id, on, words), `beginnings` of words to mark in an answer, and `items`
    that its concepts speak of together.
    """

    groups: tuple[Group, ...]
    concepts: tuple[dict[str, Any], ...] = ()
    beginnings: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def widen_by_concepts(ask: Ask, question: Question, without: set[str]) -> Widening:
    """Find the concepts that a question names. Those in `without` were taken out by the reader:
    they stay as chips and add no words.
    """
    words = re.findall(r"\w+", for_search(re.sub(r'-?"[^"]*"', " ", question.text)))
    named = find_concepts(ask, words)
    wanted = sorted({concept for concepts in named.values() for concept in concepts})
    rows = ask(WORDS_OF_CONCEPTS, concepts=json.dumps(wanted)) if wanted else []
    words_of = grouped(rows, "concept")
    groups, chips, beginnings = question.groups, [], []
    for (start, end), concepts in sorted(named.items()):
        kept = [concept for concept in concepts if concept not in without]
        widened = add_meaning(groups, words[start:end], meaning_of(kept))
        if widened is None:
            continue
        groups = widened
        for concept in concepts:
            samples = sample_words(ask, words_of.get(concept, []), words)
            chips.append({"id": concept, "on": concept in kept, "words": samples})
        beginnings += [word for concept in kept for word in single_words(words_of, concept)]
    groups = tuple(literal(group) for group in groups if can_be_met(group))
    asked = items_asked(ask, [str(chip["id"]) for chip in chips if chip["on"]])
    return Widening(groups, tuple(chips), tuple(beginnings), asked)


def can_be_met(group: Group) -> bool:
    """Whether any text may have a group; what none has is not demanded, and named to the reader."""
    return group.known or group.corrected or bool(group.meaning)


def literal(group: Group) -> Group:
    """A group as typed where it has a meaning: no words that only look like it."""
    return (
        replace(group, exact=token_of(group.words)) if group.corrected and group.meaning else group
    )


def items_asked(ask: Ask, concepts: list[str]) -> tuple[str, ...]:
    """The items of which a question names the most concepts, at least half of those an item has."""
    named = ask(ITEMS_OF_CONCEPTS, concepts=json.dumps(concepts))
    best = max(((row["share"], row["named"]) for row in named), default=None)
    return tuple(row["item"] for row in named if (row["share"], row["named"]) == best)


def meaning_of(concepts: list[str]) -> Expression | None:
    """What provisions about any of these concepts have; the index writes a concept as the word
    `1<concept>`. None for no concept.
    """
    words = [token_of("1" + concept.replace("_", "")) for concept in concepts]
    return one_of(words) if words else None


def single_words(words_of: dict[str, list[dict[str, Any]]], concept: str) -> list[str]:
    """Beginnings of the words of a concept, without its phrases."""
    rows = words_of.get(concept, [])
    return [row["word"].rstrip("*") for row in rows if " " not in row["word"]]


def add_meaning(
    groups: tuple[Group, ...], words: list[str], meaning: Expression | None
) -> tuple[Group, ...] | None:
    """The groups of a question after those of `words` may also be met by a meaning; None when no
    group has these words.
    """
    full = [word for word in words if word not in small_words()]
    if len(full) == 1 and (alone := mean_by_one(groups, full[0], meaning)):
        return alone
    return mean_together(groups, words, meaning)


def mean_by_one(
    groups: tuple[Group, ...], word: str, meaning: Expression | None
) -> tuple[Group, ...] | None:
    """Give the meaning to the first group, or alternative of a group, that is this word."""
    for place, group in enumerate(groups):
        leaves = group.either or (group,)
        leaf = next((leaf for leaf in leaves if leaf.words == word and not leaf.meaning), None)
        if leaf is None:
            continue
        meant = replace(leaf, meaning=meaning)
        if group.either:
            at = group.either.index(leaf)
            either = (*group.either[:at], meant, *group.either[at + 1 :])
            meant = replace(group, either=either)
        return (*groups[:place], meant, *groups[place + 1 :])
    return None


def mean_together(
    groups: tuple[Group, ...], words: list[str], meaning: Expression | None
) -> tuple[Group, ...] | None:
    """Join the groups of these words into one that may also be met by the meaning."""
    parts = [group for group in groups if group.words in words and not group.meaning]
    if not parts:
        return None
    merged = Group(
        " ".join(part.words for part in parts),
        all_of(part.exact for part in parts),
        meaning,
    )
    place = groups.index(parts[0])
    return (*groups[:place], merged, *(group for group in groups[place:] if group not in parts))


def sample_words(ask: Ask, rows: list[dict[str, Any]], asked: list[str]) -> list[str]:
    """Some words of a concept for a chip, at most MOST_SAMPLES a language: forms that the texts
    have and the reader did not type.
    """
    samples: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for row in rows:
        known = samples[row["language"]]
        if " " in row["word"] or len(known) >= MOST_SAMPLES:
            continue
        start = row["word"].rstrip("*")
        end = start + ("\U0010ffff" if row["word"].endswith("*") else " ")
        forms = ask(SHORTEST_FORM, language=row["language"], start=start, end=end)
        known += [form["word"] for form in forms if form["word"] not in asked]
    return list(dict.fromkeys(word for known in samples.values() for word in known))


def find_concepts(ask: Ask, words: list[str]) -> dict[Stretch, list[str]]:
    """Stretches of a question with the concepts they name, the most exact pattern first; no two
    stretches overlap. A negative pattern takes its concept back from the words that it matches.
    """
    found: dict[Stretch, dict[str, int]] = {}
    taken_back: set[tuple[str, int]] = set()
    starts = {word: pattern_starts(word) for word in words}
    for row in ask(PATTERNS_STARTING_WITH, starts=json.dumps(starts)):
        for start, end in stretches_of(row["pattern"], row["word"], words):
            if row["negative"]:
                taken_back |= {(row["concept"], place) for place in range(start, end)}
            else:
                concepts = found.setdefault((start, end), {})
                concepts[row["concept"]] = max(concepts.get(row["concept"], 0), len(row["pattern"]))
    for stretch, concepts in found.items():
        for name in [*concepts]:
            if any((name, place) in taken_back for place in range(*stretch)):
                del concepts[name]
    named = {stretch: concepts for stretch, concepts in found.items() if concepts}
    return {
        stretch: sorted(named[stretch], key=lambda name: (-named[stretch][name], name))[
            :MOST_CONCEPTS
        ]
        for stretch in longest_stretches(named)
    }


def stretches_of(written: str, first: str, words: list[str]) -> Iterator[Stretch]:
    """The stretches that a pattern of concept_word matches, of those that begin with a word."""
    pattern = pattern_regex(written)
    shortest = [without_arabic_prefixes(word)[-1] for word in words]
    for start in (place for place, word in enumerate(words) if word == first):
        hit = pattern.match(" ".join(words[start:])) or pattern.match(" ".join(shortest[start:]))
        if hit:
            yield start, start + hit[0].count(" ") + 1


def pattern_starts(word: str) -> list[str]:
    """Every first word of a pattern of concept_word that can match this word: with `victims` also
    `victim*` and `v*`.
    """
    return [
        start
        for form in without_arabic_prefixes(word)
        for start in (form, *(form[:end] + "*" for end in range(1, len(form) + 1)))
    ]


def longest_stretches(found: Iterable[Stretch]) -> list[Stretch]:
    """Stretches that do not overlap, the longest chosen first, then the first."""
    chosen: list[Stretch] = []
    covered: set[int] = set()
    for start, end in sorted(found, key=lambda stretch: (stretch[0] - stretch[1], stretch[0])):
        if not covered & set(range(start, end)):
            covered |= set(range(start, end))
            chosen.append((start, end))
    return chosen


@cache
def pattern_regex(pattern: str) -> re.Pattern[str]:
    """A pattern of concept_word (`compensat*`, `travel .. document*`) over folded words with single
    spaces.
    """
    regex = re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ \.\.\ ", r"\ (?:\w+\ ){0,4}")
    return re.compile(regex + r"(?!\w)")
