"""Find the numbers of articles and instruments in a question, as the laws print them: art. 5 loi
2011-024, Act No. 12 of 2022, Loi n° 2005-06 du 10 mai 2005, 029-2008/AN, قانون رقم 64 لسنة 2010.

A number of an instrument is compared by its figures, so that 12/2022, 12 of 2022 and "(12) لسنة
2022" are the same, 2014 and 14 the same year, 26.364 and 26364 the same number. Words and date
printed with it choose among instruments that share it.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ingest.folding import for_names, plain_figures
from plugins.kit.page import Ask

# not the first of a range: of articles 499 to 504 none is meant alone
ARTICLE_NUMBER = re.compile(
    r"(?:\b(?:articles?|art(?:[íi]c|o)?\.?|sections?|sect?\.?|s\.|artigos?|artículos?|articulos?)"
    r"\s*n?[°º.]?\s*(\d[\w.\-]*+)|(?:المادة|مادة|الفصل)\s*\(?(\d[\w.\-]*+)\)?)"
    r"(?!\s*(?:à|a|ao|al|to|and|et|e|y|و|إلى|–)\s*\d)",
    re.I,
)
LAW = (
    r"\b(?:lois?|acts?|laws?|leis?|ley(?:es)?|llei|codes?|código|code?x|bill|statutes?|chapter|cap"
    r"|d[ée]crets?(?:[- ]loi)?|decrees?(?:[- ]law)?|decreto(?:s|[- ]lei|[- ]ley|[- ]legislativo)?"
    r"|ordonnance|ordinance|order|arr[êe]t[ée]|r[èe]glements?|regulations?|reglamento|regulamento"
    r"|resolu[çc][ãa]o|resoluci[óo]n|proclamation"
    r"|[وفبكل]?(?:ال)?(?:قانون|مرسوم|ظهير|أمر|قرار|نظام)(?:\s+بقانون)?)\b\.?"
    r"(?:\s+(?:presidencial|supremo|legislativo|org[aâá]ni[cq]u?[eoa]?|f[ée]d[ée]rale?|federal"
    r"|minist[ée]ri[ae]l|interminist[ée]riel|اتحادي|تنظيمي|أساسي|شريف|وزاري))*"
)
SIGN = (  # n° nº n.º No. Nr. núm. №, or the word
    r"(?:\bn\s?\.?\s?[°ºo]s?\s?\.?|\bn[ro]s?\b\.?|\bn[úu]m(?:[ée]ro)?s?\b\.?|\bnumbers?\b|№"
    r"|(?<!\w)رقم)"
)
FIGURES = (  # 12, 2005-06, 26.364, 029-2008/AN, L/2019/0059/AN
    r"(?:\b[A-Z]{1,4}[./-])?\b\d+(?:\s?[./:\-–]\s?\d+(?!\w)|[./-][^\W_]{1,8}(?!\w))*(?!\w)"
)
OF_YEAR = (
    r"(?:[\s,]*(?:\b(?:of|de|del|du|da|do)\b|لسنة|لعام|سنة|عام)\s*|\s?/\s?|,\s*)"
    r"((?:1[89]|20)\d\d)\b"
)
OF_DATE = (  # du 10 mai 2005, of 13/08/2018, de 5 de Fevereiro, المؤرخ في 26 أبريل 2011
    r"(?:[\s,]*(?:\b(?:of|du|de|del|dated|dd\.?)\b|الصادر|المؤرخ|بتاريخ|في)?"
    r"(?:\s*(?:في|بتاريخ|le|the)\b)?\s*"
    r"(?:\d{1,2}[./-]\d{1,2}[./-]|\d{1,2}[^\W\d_]{0,2}[.°º]*\s[^\d,;()]{2,30}[\s./-])"
    r"((?:1[89]|20)\d\d)\b|[\s,]*de\s\d{1,2}[.º]*\sde\s[^\W\d_]+\b)"
)
LAW_NUMBER = re.compile(
    rf"(?:{LAW}[\s,]*(?:{SIGN})?|{SIGN}(?:\s*{LAW})?)"
    rf"\s*\(?\s*({FIGURES})\s*\)?(?:{OF_YEAR})?{OF_DATE}?",
    re.I,
)
HEAD = re.compile(rf"^(?:{LAW}|{SIGN}|\s)+", re.I)
# without the word for a law or a sign for a number: only what is the number of an instrument
BARE_NUMBER = re.compile(
    rf"((?<![\w./-])(?:\d{{1,4}}|[IVXLC]{{1,8}}))(?!\s?/)(?:{OF_YEAR}){OF_DATE}?"
    rf"|((?<![\w./-]){FIGURES})",
    re.I,
)
YEAR = re.compile(r"(?:1[89]|20)\d\d")
THOUSANDS = re.compile(r"(?<=\d)[. ](?=\d{3}(?!\d))")
INSTRUMENTS = "select id, number, title, adopted_on from instrument order by id"
# how near the number of an instrument is to one that is asked for: the same figures, the same the
# other way round (2019-22 and 22/2019), these among others, these in the title
SAME, TURNED, AMONG, IN_TITLE = 4, 3, 2, 1

Row = dict[str, Any]
Figures = tuple[str, ...]


class Numbers(NamedTuple):
    """Numbers of an article and of an instrument in a question, and the rest of its text."""

    article: str
    number: str
    instruments: tuple[str, ...]
    rest: str


class LawNumber(NamedTuple):
    """The number of a law in a question: as printed, its figures alone, the year of the date that
    stands with it, and how near an instrument must be to be meant.
    """

    printed: str
    figures: str
    year: str
    least: int


def take_numbers(ask: Ask, text: str) -> Numbers:
    """Take the number of an article and the number of an instrument out of a question."""
    text = plain_figures(text)
    article = ""
    if found := ARTICLE_NUMBER.search(text):
        article = (found[1] or found[2]).rstrip(".-").lower()
        text = text.replace(found[0], " ")
    whole = text.strip()
    if re.fullmatch(r"\d+(?:[./\-]\d+)+", whole) and is_article(ask, whole.lower()):
        return Numbers(whole.lower(), "", (), "")
    instruments = ask(INSTRUMENTS) if re.search(r"\d", text) else []
    if named := called(instruments, HEAD.sub("", whole)):
        return Numbers(article, whole, named, "")
    for number in law_numbers(text):
        if named := find_instruments(instruments, number, text):
            rest = text.replace(number.printed, " ")
            return Numbers(article, number.printed.strip(" ,"), named, rest)
    return Numbers(article, "", (), text)


def is_article(ask: Ask, number: str) -> bool:
    """Whether any provision has this number."""
    return bool(ask("select 1 from search_entry where number = :number limit 1", number=number))


def called(instruments: list[Row], whole: str) -> tuple[str, ...]:
    """Ids of the instruments whose number is the whole of a question, sign by sign if there are
    such.
    """
    like = {
        row["id"]: row["number"]
        for row in instruments
        if row["number"] and for_names(row["number"]) == for_names(whole)
    }
    same = tuple(identity for identity, number in like.items() if number.lower() == whole.lower())
    return same or tuple(like)


def law_numbers(text: str) -> Iterator[LawNumber]:
    """What may be the number of a law in a question, the surest first: a number with the word for a
    law or a sign for a number, a number with its year, one with a stroke.
    """
    for found in LAW_NUMBER.finditer(text):
        figures, year, date_year = (part or "" for part in found.groups())
        yield LawNumber(found[0], f"{figures} {year}", date_year, IN_TITLE)
    for found in BARE_NUMBER.finditer(text):
        figures, year, date_year, joined = (part or "" for part in found.groups())
        if year or len(re.findall(r"\d+", joined)) > 1 or re.search(r"[A-Z]{2}", joined):
            yield LawNumber(found[0], joined or f"{figures} {year}", date_year, TURNED)


def find_instruments(instruments: list[Row], number: LawNumber, question: str) -> tuple[str, ...]:
    """Ids of the instruments whose number is nearest; among several those that print it so, that
    share most words with it, then with the question, that have the year of its date.

    `Act, 2005` is no number: what has the year is meant, if its title shares the words.
    """
    year = number.figures.strip()
    if YEAR.fullmatch(year):
        meant = [row for row in instruments if year in dated(row)]
    else:
        meant = nearest(instruments, number)
    likeness = {row["id"]: likeness_of(row, number, question) for row in meant}
    best = max(likeness.values(), default=None)
    return tuple(identity for identity, like in likeness.items() if like == best)


def nearest(instruments: list[Row], number: LawNumber) -> list[Row]:
    """The instruments whose number is nearest to one asked for, at least as near as it says."""
    asked = readings(number.figures)
    for near in range(SAME, number.least - 1, -1):
        column, fits = NEARNESS[near]
        meant = [
            row
            for row in instruments
            if any(fits(one, own) for own in readings(row[column] or "") for one in asked)
        ]
        if meant:
            return meant
    return []


def likeness_of(row: Row, number: LawNumber, question: str) -> tuple[bool, int, int, bool]:
    """How like an instrument is to a number of its figures: printed so, words in common, year."""
    own = row["number"] or row["title"]
    words = words_in(f"{own} {row['title']}")
    shared = [len(words_in(text) & words) for text in (number.printed, question)]
    of_year = bool(number.year) and (row["adopted_on"] or "").startswith(number.year)
    return own.lower() in number.printed.lower(), shared[0], shared[1], of_year


def dated(row: Row) -> set[str]:
    """The years in the number, the title and the date of an instrument."""
    printed = " ".join(row[name] or "" for name in ("number", "title", "adopted_on"))
    return set(re.findall(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", printed))


@lru_cache(maxsize=20_000)
def readings(printed: str) -> frozenset[Figures]:
    """The figures of a number without leading noughts, as they stand and with a full stop or a
    space read as a mark of thousands; none without figures.
    """
    texts = {plain_figures(printed), THOUSANDS.sub("", plain_figures(printed))}
    read = (tuple(part.lstrip("0") or "0" for part in re.findall(r"\d+", text)) for text in texts)
    return frozenset(figures for figures in read if figures)


def alike(one: Figures, other: Figures) -> bool:
    """The same figures in the same order; one of them may be a year without its century."""
    if len(one) != len(other):
        return False
    unlike = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(unlike) <= 1 and all(same_year(*pair) for pair in unlike)


def turned(one: Figures, other: Figures) -> bool:
    """The same figures the other way round."""
    return alike(one, other[::-1])


def among(one: Figures, other: Figures) -> bool:
    """Whether each figure is among the others."""
    return all(any(figure == held or same_year(figure, held) for held in other) for figure in one)


def same_year(one: str, other: str) -> bool:
    """A year with and without its century: 2014 and 14."""
    short, long = sorted((one, other), key=len)
    return bool(YEAR.fullmatch(long)) and short == (long[2:].lstrip("0") or "0")


# the column compared, and how
NEARNESS: dict[int, tuple[str, Callable[[Figures, Figures], bool]]] = {
    SAME: ("number", alike),
    TURNED: ("number", turned),
    AMONG: ("number", among),
    IN_TITLE: ("title", among),
}


@lru_cache(maxsize=20_000)
def words_in(text: str) -> frozenset[str]:
    """The words of two letters or more: the kind of a law, the letters of its number."""
    return frozenset(word for word in for_names(text).split() if len(word) > 1 and word.isalpha())
