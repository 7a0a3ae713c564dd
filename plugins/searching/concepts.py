"""Words that mean the same in five languages: a question about compensation also asks for
réparation, indemnización and تعويض.
"""

import json
import re
from functools import cache
from typing import Any

from ingest.folding import for_search
from plugins.kit.page import Ask
from plugins.searching.query import EMPTY_WORDS, Group, Question, bare

STARTING = """
select distinct q.key as word, w.concept, w.word as pattern
from json_each(:starts) q, json_each(q.value) s
join concept_word w on w.word >= s.value and w.word < s.value || '!' and w.negative = 0
"""
WORDS = """
select concept, language, word
from concept_word
where negative = 0 and concept in (select value from json_each(:concepts))
order by concept, language, word
"""
LANGUAGES = ("en", "fr", "es", "pt", "ar")
MOST = 2  # concepts one word may stand for
SHOWN = 2  # words of a language on a chip


def widen(ask: Ask, asked: Question, without: set[str]) -> None:
    """Give the groups of a question the words of the concepts they name; concepts in `without` were
    taken out by the reader and stay as chips.
    """
    words = re.findall(r"\w+", for_search(re.sub(r'-?"[^"]*"', " ", asked.text)))
    places = named(ask, words)
    wanted = sorted({concept for concepts in places.values() for concept in concepts})
    said: dict[str, list[dict[str, Any]]] = {concept: [] for concept in wanted}
    for row in ask(WORDS, concepts=json.dumps(wanted)) if wanted else []:
        said[row["concept"]].append(row)
    for (start, end), concepts in sorted(places.items()):
        kept = [concept for concept in concepts if concept not in without]
        match = " OR ".join(f'"1{concept.replace("_", "")}"' for concept in kept)
        if not give(asked, words[start:end], f"({match})" if match else ""):
            continue
        for concept in concepts:
            asked.concepts.append(
                {"id": concept, "on": concept in kept, "said": sample(ask, said[concept], words)}
            )
        asked.beginnings += [
            row["word"].rstrip("*")
            for concept in kept
            for row in said[concept]
            if " " not in row["word"]
        ]


def give(asked: Question, words: list[str], meaning: str) -> bool:
    """Let the groups of these words be met by a meaning too, several of them together; False when
    no group has these words.
    """
    leaves = [leaf for group in asked.groups for leaf in (group.either or [group])]
    if alone := next(
        (
            leaf
            for leaf in leaves
            if [leaf.words] == [word for word in words if word not in EMPTY_WORDS]
            and not leaf.meaning
        ),
        None,
    ):
        alone.meaning = meaning
        return True
    parts = [group for group in asked.groups if group.words in words and not group.meaning]
    if parts:
        place = asked.groups.index(parts[0])
        merged = Group(
            " ".join(part.words for part in parts),
            "(" + " AND ".join(part.exact for part in parts) + ")",
            meaning,
        )
        asked.groups = [
            *asked.groups[:place],
            merged,
            *(group for group in asked.groups[place:] if group not in parts),
        ]
    return bool(parts)


def sample(ask: Ask, rows: list[dict[str, Any]], asked: list[str]) -> list[str]:
    """Some of the words of a concept, at most SHOWN a language, in forms that the texts have and
    the reader did not type.
    """
    found: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for row in rows:
        known = found[row["language"]]
        if " " in row["word"] or len(known) >= SHOWN:
            continue
        start = row["word"].rstrip("*")
        end = start + ("\U0010ffff" if row["word"].endswith("*") else " ")
        forms = ask(
            """
              select word
              from stem
              where language = :language and word >= :start and word < :end
              order by length(word)
              limit 1""",
            language=row["language"],
            start=start,
            end=end,
        )
        known += [form["word"] for form in forms if form["word"] not in asked]
    return list(dict.fromkeys(word for known in found.values() for word in known))


def named(ask: Ask, words: list[str]) -> dict[tuple[int, int], list[str]]:
    """Stretches of a question (first word, word after the last) with the concepts they name; the
    longest stretch has the first claim.
    """
    found: dict[tuple[int, int], dict[str, int]] = {}
    starts = {
        word: [
            start
            for form in bare(word)
            for start in (form, *(form[:end] + "*" for end in range(1, len(form) + 1)))
        ]
        for word in words
    }
    for row in ask(STARTING, starts=json.dumps(starts)):
        pattern = as_regex(row["pattern"])
        for start in (place for place, word in enumerate(words) if word == row["word"]):
            rest = " ".join([" ".join(bare(word)[-1:]) for word in words[start:]])
            if hit := pattern.match(" ".join(words[start:])) or pattern.match(rest):
                concepts = found.setdefault((start, start + hit[0].count(" ") + 1), {})
                concepts[row["concept"]] = max(concepts.get(row["concept"], 0), len(row["pattern"]))
    chosen: dict[tuple[int, int], list[str]] = {}
    covered: set[int] = set()
    for place in sorted(found, key=lambda place: (place[0] - place[1], place[0])):
        if not covered & set(range(*place)):
            covered |= set(range(*place))
            chosen[place] = sorted(
                found[place], key=lambda concept: (-found[place][concept], concept)
            )[:MOST]
    return chosen


@cache
def as_regex(pattern: str) -> re.Pattern[str]:
    """A pattern of concept_word (`compensat*`, `travel .. document*`) over folded words with single
    spaces.
    """
    found = re.escape(pattern).replace(r"\*", r"\w*").replace(r"\ \.\.\ ", r"\ (?:\w+\ ){0,4}")
    return re.compile(found + r"(?!\w)")
