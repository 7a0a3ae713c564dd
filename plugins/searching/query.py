"""Parse a question to the search into words, phrases and numbers, and look its words up in the
vocabulary of the index.

    parse_question(ask, 'art. 12 "safe house" victim* -child OR minor')
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from ingest.folding import for_search
from plugins.kit.page import Ask
from plugins.searching.expressions import (
    Expression,
    Token,
    Without,
    all_of,
    one_of,
    token_of,
)
from plugins.searching.numbers import take_numbers
from plugins.searching.states import StateNames, neighbours_asked, sets_asked, states_asked
from plugins.searching.vocabulary import look_up, small_words, unasked_words

TOKEN = re.compile(
    r'(?P<minus>(?<!\S)-)?"(?P<phrase>[^"]+)"'
    r"|(?P<not>(?<!\S)-|\bNOT )?(?P<word>\w+)(?P<star>\*)?(?P<joined>[-‐‑](?=\w))?"
)
ITEM_CODE = re.compile(
    r"^(?:palermo[: ]?)?(\d{1,2}(?:\.\d){0,2}(?:\.[a-d])?)$|^((?:palermo|untoc|model):[\w.\-]+)$",
    re.I,
)
MOST_GROUPS = 24  # words of one question that are looked for; the rest are named to the reader
MOST_CORRECTED = 3  # unknown words whose nearest words are looked for: each reads the vocabulary
LONGEST_PREFIX = 4  # letters of the first part of a compound (non-, anti-, co-) that is not asked


@dataclass(frozen=True)
class Group:
    """One word, or words that together name a concept, as expressions; or alternatives joined by OR
    (`either`). What no text has is not `known`; it is
    `corrected` where words near it are searched instead.
    """

    words: str
    exact: Expression
    meaning: Expression | None = None
    known: bool = True
    corrected: bool = False
    either: tuple["Group", ...] = ()

    @property
    def wide(self) -> Expression:
        """The group or words that mean the same."""
        if self.either:
            return one_of(group.wide for group in self.either)
        return one_of([self.exact, self.meaning]) if self.meaning else self.exact

    def __or__(self, other: "Group") -> "Group":
        either = (*(self.either or (self,)), other)
        return Group(
            " OR ".join(group.words for group in either),
            one_of(group.exact for group in either),
            either=either,
            known=any(group.known for group in either),
        )


@dataclass(frozen=True)
class Question:
    """A parsed question.

    `groups` must all be met, `phrases` (quoted) too, `excluded` must not. `article`, `code` (an
    item) and `instruments` (of `number`) are filters besides words, `states` the countries it
    names, `sets` the communities, regions and neighbourhoods (group:ecowas, neighbours:SEN) with
    the States that are their `members`, `elsewhere` those of states and sets of which nothing
    answers. `set_words` are the names of sets as typed. `forms` are the folded words to mark in an
    answer, `beginnings` those typed with a star. `unknown` are words that no text has, `instead`
    has those of them for which others are searched, with these; `unasked` are words that were not
    demanded; `left_out` are words beyond MOST_GROUPS, which are not looked for.
    """

    text: str = ""
    groups: tuple[Group, ...] = ()
    phrases: tuple[Token, ...] = ()
    excluded: tuple[Expression, ...] = ()
    article: str = ""
    code: str = ""
    number: str = ""
    instruments: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    set_words: tuple[Token, ...] = ()
    elsewhere: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    instead: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unasked: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    forms: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()

    def demanding(
        self, groups: Sequence[Expression], join: Callable[[Sequence[Expression]], Expression]
    ) -> Expression:
        """These groups joined, every phrase, and nothing excluded. Raises ValueError where there is
        neither group nor phrase.
        """
        wanted = all_of([*([join(groups)] if groups else []), *self.phrases])
        return Without(wanted, self.excluded) if self.excluded else wanted


class Term(NamedTuple):
    """One token of a question, looked up: its expression (`match`, empty for OR), and what it adds
    to the fields of `Question` that are called alike.
    """

    kind: str  # word, phrase or or
    words: str = ""
    match: Expression = Token("")
    excluded: bool = False
    forms: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    known: bool = True
    instead: tuple[str, ...] = ()
    prefix: bool = False


def parse_question(ask: Ask, text: str, names: StateNames | None = None) -> Question:
    """Take a question apart and look its words up in the vocabulary of the index. Words that are
    the name of a State or of a set of States, or call something its, are no words to look for.
    """
    text = drop_vowel_signs(text)
    if found := ITEM_CODE.match(text.strip()):
        return Question(text, code=(found[2] or f"palermo:{found[1]}").lower())
    numbers = take_numbers(ask, text)
    tokens = list(TOKEN.finditer(numbers.rest))
    typed = [as_typed(token) for token in tokens]
    named = names.find(typed) if names else {}
    around = neighbours_asked(typed, named)
    inside = {at for start, end in named for at in range(start, end)} | around
    corrected = iter(range(MOST_CORRECTED))
    terms = [
        read_token(ask, token, lambda: next(corrected, None) is not None)
        for at, token in enumerate(tokens)
        if at not in inside
    ]
    question = join_terms([term for term in terms if term])
    return replace(
        question,
        text=text,
        article=numbers.article,
        number=numbers.number,
        instruments=numbers.instruments,
        states=states_asked(named, around),
        sets=sets_asked(named, bool(around)),
        set_words=tuple(
            token_of(" ".join(map(for_search, typed[start:end])))
            for (start, end), name in named.items()
            if ":" in name
        ),
    )


def as_typed(token: re.Match[str]) -> str:
    """The word of a token that may be part of the name of a State; empty for what is quoted,
    excluded or a beginning.
    """
    return "" if token["phrase"] or token["not"] or token["star"] else token["word"]


def join_terms(terms: list[Term]) -> Question:
    """A question of these terms; what is excluded counts only beside something wanted."""
    wanted = phrases_as_alternatives([term for term in terms if not term.excluded])
    asked = demanded(wanted)
    groups = group_words(asked)
    phrases = tuple(token_of(term.words) for term in wanted if term.kind == "phrase")
    excluded = tuple(term.match for term in terms if term.excluded)
    return replace(
        words_said(wanted, asked),
        groups=groups[:MOST_GROUPS],
        phrases=phrases[:MOST_GROUPS],
        excluded=excluded[:MOST_GROUPS] if groups or phrases else (),
        left_out=(
            *(group.words for group in groups[MOST_GROUPS:]),
            *map(str, phrases[MOST_GROUPS:]),
        ),
    )


def phrases_as_alternatives(terms: list[Term]) -> list[Term]:
    """The terms with each phrase beside an OR as a word is: one of several that may be met."""
    kinds = ["", *(term.kind for term in terms), ""]
    return [
        term._replace(kind="word")
        if term.kind == "phrase" and "or" in (kinds[at], kinds[at + 2])
        else term
        for at, term in enumerate(terms)
    ]


def words_said(wanted: list[Term], asked: list[Term]) -> Question:
    """What is said to the reader of the words wanted, of which some are asked for."""
    return Question(
        unknown=tuple(dict.fromkeys(term.words for term in asked if not term.known)),
        instead=tuple(dict.fromkeys((t.words, t.instead) for t in asked if t.instead)),
        unasked=tuple(dict.fromkeys(term.words for term in wanted if term not in asked)),
        forms=frozenset(chain.from_iterable(term.forms for term in asked)),
        beginnings=tuple(chain.from_iterable(term.beginnings for term in wanted)),
    )


def demanded(wanted: list[Term]) -> list[Term]:
    """The terms that an answer must have: without the words of any question on law (law, country,
    provides) and short first parts of compounds, unless there are no others.
    """
    more = [
        term
        for term in wanted
        if term.kind != "word" or not (term.prefix or term.words in unasked_words())
    ]
    return more if any(term.kind != "or" for term in more) else wanted


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
            group = Group(term.words, term.match, known=term.known, corrected=bool(term.instead))
            if either:
                groups[-1] |= group
            else:
                groups.append(group)
            either = False
    return tuple(dict.fromkeys(groups))


def read_token(ask: Ask, token: re.Match[str], may_correct: Callable[[], bool]) -> Term | None:
    """A token of a question as a term; None for one that asks for nothing. `may_correct` says, once
    for each unknown word, whether words near it are looked for.
    """
    excluded = bool(token["minus"] or token["not"])
    if token["phrase"]:
        return read_phrase(token["phrase"], excluded)
    if token["word"] == "OR":
        return Term("or")
    if token["word"] in ("AND", "NOT"):
        return None
    folded = for_search(token["word"])
    if token["star"]:
        return Term("word", folded, Token(f'"{folded}" *'), excluded, beginnings=(folded,))
    if folded in small_words():
        return None
    prefix = bool(token["joined"]) and len(folded) <= LONGEST_PREFIX and not folded.isdigit()
    return read_word(ask, folded, excluded, may_correct)._replace(prefix=prefix)


def read_phrase(quoted: str, excluded: bool) -> Term | None:
    """Words between quotation marks, which must follow each other; None when there is no word."""
    words = re.findall(r"\w+", for_search(quoted))
    match = " ".join(words)
    return Term("phrase", match, token_of(match), excluded, frozenset(words)) if words else None


def read_word(ask: Ask, folded: str, excluded: bool, may_correct: Callable[[], bool]) -> Term:
    """A word and its stems; where no text has it, the stems of the words nearest to it."""
    known = look_up(ask, folded, correct=False)
    missing = not known.stems
    if missing and may_correct():
        known = look_up(ask, folded, correct=True)
    if not known.stems:
        return Term("word", folded, token_of(folded), excluded, known=False)
    match = one_of([token_of(folded), *(token_of(f"0{stem}") for stem in known.stems)])
    forms = frozenset() if excluded else frozenset([folded, *known.forms])
    instead = tuple(known.instead)
    return Term("word", folded, match, excluded, forms, known=not missing, instead=instead)
