"""Lines that name an act, as regular expressions: by its number, its year, its day or its purpose.

The words are those of `acts` in `ingest/languages/<xx>.yml`.
"""

import re
from functools import cache

from ingest.languages import entries_in_all
from ingest.law.splitting.patterns import any_of, as_printed, expressions_in_all

MOST_WORDS = 8  # Resolução da Assembleia Nacional n.º, Arrêté du ministre de la pêche du 3 mai
FIGURES = r"(?:[A-Z]{1,3}/)?\d[\w./°ºª-]*(?:\s?[-–/]\s?\d[\w./]*)*"


def _kinds() -> str:
    return as_printed(entries_in_all("acts", "kinds"))


def _kind_and_words(most: int) -> str:
    """What acts are called with words behind it: `Loi organique`; but `Décret d'application de la
    loi` names another act behind it.
    """
    word = rf"(?!(?i:{_kinds()})(?!\w))[^\W\d]+(?:[-'’][^\W\d]+)*\.?"
    return rf"(?:{_kinds()})(?!\w)(?:\s+{word}){{0,{most}}}?"


def _years() -> str:
    return any_of(*entries_in_all("acts", "before_year"))


@cache
def number_pattern() -> re.Pattern[str]:
    """The beginning of a line that names an act: a kind of act with its number."""
    signs = any_of(*entries_in_all("acts", "number_signs"))
    year = rf"\)?\s*(?:{_years()})\s*\d{{4}}"
    plain_year = r"(?:1[89]|20)\d\d(?![\d/-])"  # `Act of 1998` has no number either
    # Without a sign it must look like a number of acts: `Loi du 9 avril 2014` has none.
    bare = (
        rf"(?=(?!{plain_year})\d{{3,}}\b|(?:[A-Z]{{1,3}}/)?\d[\d.]*[-/]\d|\d+{year}"
        r"|\d{1,3}\.?\s*$)"
    )
    before = rf"{_kind_and_words(MOST_WORDS)}\s*(?:{signs})\s*|{_kind_and_words(2)}\s*{bare}"
    return re.compile(
        rf"\W{{0,4}}(?:{before})"
        rf"\(?(?P<number>{FIGURES})\)?(?:{year})?"
    )


@cache
def title_pattern() -> re.Pattern[str]:
    """A whole line that is the title of an act with its year: `The Fisheries Act, 2005.`, behind
    which its number may stand in brackets.
    """
    return re.compile(
        rf"(?:T(?:he|HE)\s+)?(?P<title>[A-Z][^.;:\d]{{3,160}}\b(?:{_kinds()}))(?:\s*\([^)]*\))?,?"
        r"\s+(?P<year>(?:18|19|20)\d\d)\.?(?:\s*\((?P<named>[^)]*)\))?"
    )


@cache
def date_pattern() -> re.Pattern[str]:
    """The beginning of a line that names an act by its day: `Loi du 9 avril 2014 portant`."""
    return re.compile(
        rf"\W{{0,4}}{_kind_and_words(MOST_WORDS)}\s(?:{_years()})\s"
        rf"\d{{1,2}}(?:er|[º°])?\s(?:de\s)?[^\W\d]+\.?\s(?:de\s)?\d{{4}}\b"
    )


@cache
def purpose_pattern() -> re.Pattern[str]:
    """The beginning of a line that names an act by what it is for: `DECRETO por el que se crea`."""
    return re.compile(
        rf"\W{{0,4}}{_kind_and_words(2)},?\s(?i:{expressions_in_all('acts', 'purpose')})(?!\w)\s?\S"
    )


@cache
def enactment_pattern() -> re.Pattern[str]:
    """The beginning of what stands between the title of an act and its first section."""
    return re.compile(rf"\W{{0,3}}(?:{expressions_in_all('acts', 'enactment')})")
