"""A question to the search: its words, phrases and numbers, the stems and concepts they are asked
with, and what to light up in an answer.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz, process

from ingest.folding import for_search
from plugins.kit.page import Ask

PIECE = re.compile(
    r'(?P<minus>-)?"(?P<phrase>[^"]+)"|(?P<not>-|\bNOT )?(?P<word>\w+)(?P<star>\*)?|\b(?P<or>OR)\b'
)
ARTICLE = re.compile(
    r"\b(?:articles?|art\.?|sections?|sect?\.?|s\.|artigos?|artículos?|articulos?)"
    r"\s*n?[°º.]?\s*(\d[\w.\-]*)"
    r"|(?:المادة|مادة|الفصل)\s*\(?(\d[\w.\-]*)\)?",
    re.I,
)
LAW = re.compile(
    r"\b(?:loi|acts?|law|lei|ley|décret|decret|decree|decreto|ordonnance|ordinance|code"
    r"|قانون|القانون|مرسوم)\b"
    r"[\s,]*(?:presidencial|supremo|organique|fédérale?)?\s*"
    r"(?:n\s?[°ºo]\.?|no\.?|nr\.?|num\.?|رقم)?\s*\(?(\d[\d./\-]*\d|\d)\)?"
    r"(?:\s*(?:of|de|du|لسنة|/)\s*((?:19|20)\d\d))?",
    re.I,
)
BARE = re.compile(r"^\s*(\d+(?:[./\-]\d+)+)()\s*$")
ITEM = re.compile(
    r"^(?:palermo[: ]?)?(\d{1,2}(?:\.\d){0,2}(?:\.[a-d])?)$|^((?:palermo|untoc|model):[\w.\-]+)$",
    re.I,
)
NUMBERED = """
select i.id
from instrument_fts f
join instrument i on i.rowid = f.rowid
where instrument_fts match :match
order by rank
limit 20
"""
SHORT = 4  # letters a word needs before its nearest forms are tried
FORMS = 60  # stems a word may stand for
EMPTY_WORDS = set(
    "the of and to in for by a an is are be on or with from not at as their its that any no "
    "de des du la le les et en au aux l d un une pour par "
    "sur dans que qui ne pas sont est ou son sa ses a avec contre "
    "o os as da do dos das e em para por com no na nos nas ao um uma se "
    "el los las y del lo con su sus al por una "
    "من في على الي عن او و ان ما هو هي الى".split()
)


@cache
def bare(word: str) -> tuple[str, ...]:
    """A folded word, and for Arabic the word without the small words and the article written onto
    its front.
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


@dataclass
class Group:
    """What has to be met together, one word or words that name a concept, as FTS5 expressions; or
    one of several such groups (`either`).
    """

    words: str
    exact: str
    meaning: str = ""
    either: list["Group"] = field(default_factory=list)

    @property
    def wide(self) -> str:
        """The group with words that mean the same."""
        if self.either:
            return "(" + " OR ".join(group.wide for group in self.either) + ")"
        return f"({self.exact} OR {self.meaning})" if self.meaning else self.exact

    def __or__(self, other: "Group") -> "Group":
        either = [*(self.either or [self]), other]
        return Group(
            " OR ".join(group.words for group in either),
            "(" + " OR ".join(group.exact for group in either) + ")",
            either=either,
        )


@dataclass
class Question:
    """What was asked, ready for the index."""

    text: str
    groups: list[Group] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    article: str = ""
    code: str = ""
    number: str = ""
    instruments: list[str] = field(default_factory=list)
    concepts: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    nearest: str = ""
    shown: set[str] = field(default_factory=set)
    beginnings: list[str] = field(default_factory=list)
    judged: dict[str, str] = field(default_factory=dict)

    def tiers(self) -> list[tuple[str, str]]:
        """FTS5 expressions from the strictest to the widest: the words as asked, then by meaning,
        then with words missing.
        """
        found = [("words", [[group.exact for group in self.groups]])]
        if any(group.wide != group.exact for group in self.groups):
            found.append(("meaning", [[group.wide for group in self.groups]]))
        for missing in range(1, min(len(self.groups), 7)):
            chosen = list(
                combinations([group.wide for group in self.groups], len(self.groups) - missing)
            )
            if len(chosen) <= 30:
                found.append(("some", [list(one) for one in chosen]))
        return [(name, self._whole(ways)) for name, ways in found if self.groups or self.phrases]

    def _whole(self, ways: list[list[str]]) -> str:
        either = " OR ".join("(" + " AND ".join(way) + ")" for way in ways if way)
        match = " AND ".join([*([f"({either})"] if either else []), *self.phrases])
        return " ".join([f"({match})", *(f"NOT {part}" for part in self.refused)])


def understand(ask: Ask, text: str) -> Question:
    """Take a question apart and look its words up in the vocabulary of the index."""
    text = "".join(
        sign for sign in unicodedata.normalize("NFC", text) if not unicodedata.combining(sign)
    )  # Arabic vowel signs would cut a word in two
    asked = Question(text)
    if found := ITEM.match(text.strip()):
        asked.code = (found[2] or f"palermo:{found[1]}").lower()
        return asked
    text = numbers(ask, asked, text)
    either = False
    for piece in PIECE.finditer(text):
        if piece["word"] == "OR":
            either = bool(asked.groups)
            continue
        if piece["word"] in ("AND", "NOT"):
            continue
        refused = bool(piece["minus"] or piece["not"])
        if piece["phrase"]:
            words = " ".join(re.findall(r"\w+", for_search(piece["phrase"])))
            (asked.refused if refused else asked.phrases).append(f'"{words}"') if words else None
            asked.shown |= set() if refused else set(words.split())
            continue
        folded = for_search(piece["word"])
        part = word(ask, asked, folded, bool(piece["star"]), refused)
        if part and refused:
            asked.refused.append(part)
        elif part and either:
            asked.groups[-1], either = asked.groups[-1] | Group(folded, part), False
        elif part:
            asked.groups.append(Group(folded, part))
    if not (asked.groups or asked.phrases):
        asked.refused = []
    return asked


def numbers(ask: Ask, asked: Question, text: str) -> str:
    """Take the number of an article and the number of an instrument out of a question; give what is
    left of it.
    """
    if found := ARTICLE.search(text):
        asked.article = (found[1] or found[2]).rstrip(".-").lower()
        text = text.replace(found[0], " ")
    bare_number = BARE.match(text)
    if bare_number and ask(
        "select 1 from search_entry where number = :number limit 1", number=bare_number[1].lower()
    ):
        asked.article = bare_number[1].lower()
        return ""
    if found := bare_number or LAW.search(text):
        parts = [
            part.lstrip("0") or "0"
            for part in re.findall(r"\d+", " ".join(part for part in found.groups() if part))
        ]
        match = " AND ".join(
            "(" + " OR ".join(f'"{zeros}{part}"' for zeros in ("", "0", "00")) + ")"
            for part in parts
        )
        for place in (
            f"number : ({match})",
            match,
        ):  # the number of an instrument itself, before figures in its title
            if rows := ask(NUMBERED, match=place):
                asked.number, asked.instruments = found[0].strip(), [row["id"] for row in rows]
                return text.replace(found[0], " ")
    return text


def word(ask: Ask, asked: Question, folded: str, prefix: bool, refused: bool) -> str:
    """One word and its stems as an FTS5 group; forms of the texts nearest to it when it does not
    occur itself.
    """
    if prefix:
        asked.beginnings += [] if refused else [folded]
        return f'"{folded}" *'
    if folded in EMPTY_WORDS:
        return ""
    rows = ask(
        "select distinct stem from stem where word = :word limit :most", word=folded, most=FORMS
    )
    if not rows and len(folded) > SHORT:
        start = folded[: max(SHORT, len(folded) - 3)]
        near = ask(
            "select word, stem from stem where word >= :start and word < :end limit 400",
            start=start,
            end=start + "\U0010ffff",
        )
        rows = [
            row
            for row in near
            if abs(len(row["word"]) - len(folded)) <= 3 and fuzz.ratio(row["word"], folded) >= 75
        ][:FORMS]
    if not rows:
        asked.unknown.append(folded)
        asked.nearest = asked.nearest or spelled(ask, folded)
        return f'"{folded}"'
    stems = sorted({row["stem"] for row in rows})
    if not refused:
        asked.shown |= {folded} | {row["word"] for row in forms(ask, stems)}
    return "(" + " OR ".join([f'"{folded}"', *(f'"0{stem}"' for stem in stems)]) + ")"


def forms(ask: Ask, stems: list[str]) -> list[dict[str, Any]]:
    """Every form of the texts that has one of these stems."""
    places = ", ".join(f":s{number}" for number in range(len(stems)))
    return ask(
        f"select distinct word from stem where stem in ({places})",
        **{f"s{number}": stem for number, stem in enumerate(stems)},
    )


def spelled(ask: Ask, folded: str) -> str:
    """The word of the texts that a misspelt one is nearest to, or an empty string."""
    if len(folded) < SHORT:
        return ""
    rows = ask(
        """
          select distinct word
          from stem
          where word >= :first and word < :next and length(word) between :low and :high""",
        first=folded[0],
        next=chr(ord(folded[0]) + 1),
        low=len(folded) - 2,
        high=len(folded) + 2,
    )
    found = process.extractOne(
        folded, [row["word"] for row in rows], scorer=fuzz.ratio, score_cutoff=75
    )
    return found[0] if found else ""
