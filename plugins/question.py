"""A question to the search: its words, phrases and numbers; the stems it is asked with; the words to light up in an answer."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from plugins.page import CLOSE, OPEN, Query

PIECE = re.compile(r'(?P<minus>-)?"(?P<phrase>[^"]+)"|(?P<not>-|\bNOT )?(?P<word>\w+)(?P<star>\*)?|\b(?P<or>OR)\b')
ARTICLE = re.compile(r"\b(?:articles?|art\.?|sections?|sect?\.?|s\.|artigos?|artículos?|articulos?|المادة)\s*n?[°º.]?\s*(\d[\w.\-]*)", re.I)
ITEM = re.compile(r"^(?:palermo[: ]?)?(\d{1,2}(?:\.\d){0,2}(?:\.[a-d])?)$", re.I)
ARABIC = str.maketrans("أإآٱىةؤئ", "اااايهوي")
SHORT = 4  # letters a word needs before its nearest forms are tried
EMPTY_WORDS = set("the of and to in for by a an de des du la le les et en au aux l d o da do dos das e el los las y del of on".split())


def fold(text: str) -> str:
    """As the index folds: small letters without accents, one form of each Arabic letter."""
    text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("ـ", ""))
    return "".join(sign for sign in text if not unicodedata.combining(sign)).lower().translate(ARABIC)


@dataclass
class Question:
    """What was asked, ready for the index: `match` for the stems, `phrases` for the words as they stand, and what to light up."""

    text: str
    match: str = ""
    phrase: str = ""
    article: str = ""
    code: str = ""
    unknown: list[str] = field(default_factory=list)
    nearest: str = ""
    shown: set[str] = field(default_factory=set)


async def understand(query: Query, text: str) -> Question:
    """Take a question apart and look its words up in the vocabulary of the index."""
    asked = Question(text)
    if found := ARTICLE.search(text):
        asked.article = found[1].rstrip(".").lower()
        text = text.replace(found[0], " ")
    if found := ITEM.match(text.strip()):
        asked.code = f"palermo:{found[1].lower()}"
        return asked
    groups: list[str] = []
    either = False
    for piece in PIECE.finditer(text):
        if piece["word"] == "OR":
            either = bool(groups)
            continue
        if piece["word"] in ("AND", "NOT"):
            continue
        refused = bool(piece["minus"] or piece["not"])
        part = await phrase(asked, piece["phrase"]) if piece["phrase"] else await word(query, asked, fold(piece["word"]), bool(piece["star"]))
        if not part:
            continue
        if refused:
            groups.append(f"NOT {part}") if groups else None
        elif either:
            groups[-1], either = f"({groups[-1]} OR {part})", False
        else:
            groups.append(part)
    wanted = [part for part in groups if not part.startswith("NOT ")]
    asked.match = " ".join([" AND ".join(wanted), *(part for part in groups if part.startswith("NOT "))]) if wanted else ""
    return asked


async def phrase(asked: Question, words: str) -> str:
    """A phrase is looked for in the words as they stand; it adds nothing to the stems."""
    asked.phrase = (asked.phrase + " AND " if asked.phrase else "") + '"' + words.replace('"', " ") + '"'
    asked.shown |= set(re.findall(r"\w+", fold(words)))
    return ""


async def word(query: Query, asked: Question, folded: str, prefix: bool) -> str:
    """The stems of one word as an FTS5 group; forms of the texts nearest to it when it does not occur itself."""
    if folded in EMPTY_WORDS and not prefix:
        return ""
    rows = await query(f"select distinct stem from stem where word {'glob' if prefix else '='} :word limit 60", word=folded + "*" if prefix else folded)
    if not rows and len(folded) > SHORT:
        start = folded[: max(SHORT, len(folded) - 3)]
        near = await query("select word, stem from stem where word glob :start limit 400", start=start + "*")
        rows = [row for row in near if abs(len(row["word"]) - len(folded)) <= 3 and fuzz.ratio(row["word"], folded) >= 75]
    if not rows:
        asked.unknown.append(folded)
        asked.nearest = asked.nearest or await spelled(query, folded)
        return '"' + folded + '"'
    stems = sorted({row["stem"] for row in rows})
    asked.shown |= {row["word"] for row in await forms(query, stems)}
    return "(" + " OR ".join(f'"{stem}"' for stem in stems) + ")"


async def forms(query: Query, stems: list[str]) -> list[dict[str, Any]]:
    """Every form of the texts that has one of these stems."""
    places = ", ".join(f":s{number}" for number in range(len(stems)))
    return await query(f"select distinct word from stem where stem in ({places})", **{f"s{number}": stem for number, stem in enumerate(stems)})


async def spelled(query: Query, folded: str) -> str:
    """The word of the texts that a misspelt one is nearest to, or an empty string."""
    if len(folded) < SHORT:
        return ""
    rows = await query("select distinct word from stem where substr(word, 1, 1) = :first and length(word) between :low and :high",
                       first=folded[0], low=len(folded) - 2, high=len(folded) + 2)  # fmt: skip
    found = process.extractOne(folded, [row["word"] for row in rows], scorer=fuzz.ratio, score_cutoff=75)
    return found[0] if found else ""


def passage(asked: Question, texts: list[str | None], width: int = 45) -> str:
    """The stretch of the text with most of the asked words, with these between marks; the first words of a text when none is there."""
    best, most = "", 0
    for text in texts:
        words = re.findall(r"\S+\s*", text or "")
        hits = [number for number, one in enumerate(words) if any(part in asked.shown for part in re.findall(r"\w+", fold(one)))]
        if not hits:
            best = best or "".join(words[:width])
            continue
        start = max(0, max(hits, key=lambda first: sum(first <= hit < first + width for hit in hits)) - 5)
        inside = [number for number in hits if start <= number < start + width]
        if len(inside) > most:
            most = len(inside)
            best = lit(words, start, width, asked.shown)
    return best


def lit(words: list[str], start: int, width: int, shown: set[str]) -> str:
    """A stretch of words with marks around the asked ones and dots where the text goes on."""
    stretch = "".join(words[start : start + width]).rstrip()
    marked = re.sub(r"\w+", lambda found: f"{OPEN}{found[0]}{CLOSE}" if fold(found[0]) in shown else found[0], stretch)
    return ("… " if start else "") + marked + (" …" if start + width < len(words) else "")
