"""Parse a question to the search into words, phrases and numbers, and look its words up in the
vocabulary of the index.

    parse_question(ask, 'art. 12 "safe house" victim* -child OR minor')
"""

import json
import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from typing import NamedTuple

from rapidfuzz import fuzz, process

from ingest.folding import for_search
from plugins.kit.page import Ask
from plugins.searching.numbers import take_numbers

TOKEN = re.compile(r'(?P<minus>-)?"(?P<phrase>[^"]+)"|(?P<not>-|\bNOT )?(?P<word>\w+)(?P<star>\*)?')
ITEM_CODE = re.compile(
    r"^(?:palermo[: ]?)?(\d{1,2}(?:\.\d){0,2}(?:\.[a-d])?)$|^((?:palermo|untoc|model):[\w.\-]+)$",
    re.I,
)
SHORTEST_MISSPELT = 4  # letters a word needs before its nearest forms are tried
MOST_STEMS = 60  # stems a word may stand for
MOST_GROUPS = 24  # words of one question that are looked for; the rest are named to the reader
MOST_CORRECTED = 3  # unknown words whose nearest word is looked for: each reads the vocabulary
LIKENESS = 75  # per cent of letters, as rapidfuzz counts, for a word to be a misspelling of another
FORMS_OF = """
select distinct word
from stem
where stem in (select value from json_each(:stems))
"""
WORDS_LIKE = """
select distinct word
from stem
where word >= :first and word < :next and length(word) between :low and :high
"""
EMPTY_WORDS = set(
    "the of and to in for by a an is are be on or with from not at as their its that any no "
    "de des du la le les et en au aux l d un une pour par "
    "sur dans que qui ne pas sont est ou son sa ses a avec contre "
    "o os as da do dos das e em para por com no na nos nas ao um uma se "
    "el los las y del lo con su sus al por una "
    "من في على الي عن او و ان ما هو هي الى".split()
)


@cache
def without_arabic_prefixes(word: str) -> tuple[str, ...]:
    """A folded word as it is and, for Arabic, without the conjunctions, prepositions and article
    that are written onto its front; the shortest form last.
    """
    return tuple(
        dict.fromkeys(
            (
                word,
                re.sub(r"^[وفبكل](?=\w{4})", "", word),
                re.sub(r"^[وفبك]?(?:ال|لل)(?=\w{3})", "", word),
            )
        )
    )


@dataclass(frozen=True)
class Group:
    """One word, or words that together name a concept, as FTS5 expressions; or alternatives joined
    by OR (`either`).
    """

    words: str
    exact: str
    meaning: str = ""
    either: tuple["Group", ...] = ()

    @property
    def wide(self) -> str:
        """The group or words that mean the same."""
        if self.either:
            return "(" + " OR ".join(group.wide for group in self.either) + ")"
        return f"({self.exact} OR {self.meaning})" if self.meaning else self.exact

    def __or__(self, other: "Group") -> "Group":
        either = (*(self.either or (self,)), other)
        return Group(
            " OR ".join(group.words for group in either),
            "(" + " OR ".join(group.exact for group in either) + ")",
            either=either,
        )


@dataclass(frozen=True)
class Question:
    """A parsed question.

    `groups` must all be met, `phrases` (quoted) too, `excluded` must not; these are FTS5
    expressions. `article`, `code` (an item) and `instruments` (of `number`) are filters besides
    words. `forms` are the folded words to mark in an answer, `beginnings` those typed with a star;
    `unknown` are words that no text has, `nearest` the word one of them may be a misspelling of;
    `left_out` are words beyond MOST_GROUPS, which are not looked for.
    """

    text: str = ""
    groups: tuple[Group, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    article: str = ""
    code: str = ""
    number: str = ""
    instruments: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    nearest: str = ""
    left_out: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()


class Term(NamedTuple):
    """One token of a question, looked up: its FTS5 expression (`match`, empty for a word too common
    to look for), and what it adds to the fields of `Question` that are called alike.
    """

    kind: str  # word, phrase or or
    words: str = ""
    match: str = ""
    excluded: bool = False
    forms: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def parse_question(ask: Ask, text: str) -> Question:
    """Take a question apart and look its words up in the vocabulary of the index."""
    text = drop_vowel_signs(text)
    if found := ITEM_CODE.match(text.strip()):
        return Question(text, code=(found[2] or f"palermo:{found[1]}").lower())
    numbers = take_numbers(ask, text)
    tokens = (read_token(ask, token) for token in TOKEN.finditer(numbers.rest))
    question = join_terms([term for term in tokens if term])
    nearest = (nearest_word(ask, word) for word in question.unknown[:MOST_CORRECTED])
    return replace(
        question,
        text=text,
        article=numbers.article,
        number=numbers.number,
        instruments=numbers.instruments,
        nearest=next(filter(None, nearest), ""),
    )


def join_terms(terms: list[Term]) -> Question:
    """A question of these terms; what is excluded counts only beside something wanted."""
    wanted = [term for term in terms if not term.excluded]
    groups = group_words(wanted)
    phrases = tuple(term.match for term in wanted if term.kind == "phrase")
    excluded = tuple(term.match for term in terms if term.excluded)
    too_many = (*(group.words for group in groups[MOST_GROUPS:]), *phrases[MOST_GROUPS:])
    return Question(
        groups=groups[:MOST_GROUPS],
        phrases=phrases[:MOST_GROUPS],
        excluded=excluded[:MOST_GROUPS] if groups or phrases else (),
        left_out=too_many,
        unknown=tuple(chain.from_iterable(term.unknown for term in terms)),
        forms=frozenset(chain.from_iterable(term.forms for term in wanted)),
        beginnings=tuple(chain.from_iterable(term.beginnings for term in wanted)),
    )


def drop_vowel_signs(text: str) -> str:
    """Text without combining signs: Arabic vowel signs would cut a word in two."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(sign for sign in composed if not unicodedata.combining(sign))


def group_words(terms: list[Term]) -> tuple[Group, ...]:
    """The words of a question as groups; OR joins the next word to the group before it. A word that
    comes again asks for nothing new.
    """
    groups: list[Group] = []
    either = False
    for term in terms:
        if term.kind == "or":
            either = bool(groups)
        elif term.kind == "word":
            group = Group(term.words, term.match)
            if either:
                groups[-1] |= group
            else:
                groups.append(group)
            either = False
    return tuple(dict.fromkeys(groups))


def read_token(ask: Ask, token: re.Match[str]) -> Term | None:
    """A token of a question as a term; None for one that asks for nothing."""
    excluded = bool(token["minus"] or token["not"])
    if token["phrase"]:
        return read_phrase(token["phrase"], excluded)
    if token["word"] == "OR":
        return Term("or")
    if token["word"] in ("AND", "NOT"):
        return None
    folded = for_search(token["word"])
    if token["star"]:
        return Term("word", folded, f'"{folded}" *', excluded, beginnings=(folded,))
    return None if folded in EMPTY_WORDS else read_word(ask, folded, excluded)


def read_phrase(quoted: str, excluded: bool) -> Term | None:
    """Words between quotation marks, which must follow each other; None when there is no word."""
    words = re.findall(r"\w+", for_search(quoted))
    match = " ".join(words)
    return Term("phrase", match, f'"{match}"', excluded, frozenset(words)) if words else None


def read_word(ask: Ask, folded: str, excluded: bool) -> Term:
    """A word and its stems; where no text has it, the stems of the words nearest to it."""
    rows = ask(
        "select distinct stem from stem where word = :word limit :most",
        word=folded,
        most=MOST_STEMS,
    )
    stems = sorted({row["stem"] for row in rows} or similar_stems(ask, folded))
    if not stems:
        return Term("word", folded, f'"{folded}"', excluded, unknown=(folded,))
    match = "(" + " OR ".join([f'"{folded}"', *(f'"0{stem}"' for stem in stems)]) + ")"
    forms = () if excluded else ask(FORMS_OF, stems=json.dumps(stems))
    return Term("word", folded, match, excluded, frozenset([folded, *(r["word"] for r in forms)]))


def similar_stems(ask: Ask, folded: str) -> set[str]:
    """Stems of words that begin alike and differ in few letters."""
    if len(folded) <= SHORTEST_MISSPELT:
        return set()
    start = folded[: max(SHORTEST_MISSPELT, len(folded) - 3)]
    rows = ask(
        "select word, stem from stem where word >= :start and word < :end limit 400",
        start=start,
        end=start + "\U0010ffff",
    )
    similar = [
        row["stem"]
        for row in rows
        if abs(len(row["word"]) - len(folded)) <= 3 and fuzz.ratio(row["word"], folded) >= LIKENESS
    ]
    return set(similar[:MOST_STEMS])


def nearest_word(ask: Ask, folded: str) -> str:
    """The word of the texts that a misspelt one is nearest to, or an empty string."""
    if len(folded) < SHORTEST_MISSPELT:
        return ""
    rows = ask(
        WORDS_LIKE,
        first=folded[0],
        next=chr(ord(folded[0]) + 1),
        low=len(folded) - 2,
        high=len(folded) + 2,
    )
    found = process.extractOne(
        folded, [row["word"] for row in rows], scorer=fuzz.ratio, score_cutoff=LIKENESS
    )
    return found[0] if found else ""
