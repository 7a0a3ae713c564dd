"""Find the numbers of articles and instruments in a question: art. 5 loi 2011-024."""

import re
from typing import NamedTuple

from plugins.kit.page import Ask

ARTICLE_NUMBER = re.compile(
    r"\b(?:articles?|art\.?|sections?|sect?\.?|s\.|artigos?|artículos?|articulos?)"
    r"\s*n?[°º.]?\s*(\d[\w.\-]*)"
    r"|(?:المادة|مادة|الفصل)\s*\(?(\d[\w.\-]*)\)?",
    re.I,
)
LAW_NUMBER = re.compile(
    r"\b(?:loi|acts?|law|lei|ley|décret|decret|decree|decreto|ordonnance|ordinance|code"
    r"|قانون|القانون|مرسوم)\b"
    r"[\s,]*(?:presidencial|supremo|organique|fédérale?)?\s*"
    r"(?:n\s?[°ºo]\.?|no\.?|nr\.?|num\.?|رقم)?\s*\(?(\d[\d./\-]*\d|\d)\)?"
    r"(?:\s*(?:of|de|du|لسنة|/)\s*((?:19|20)\d\d))?",
    re.I,
)
BARE_NUMBER = re.compile(r"^\s*(\d+(?:[./\-]\d+)+)()\s*$")
INSTRUMENTS_BY_NUMBER = """
select i.id
from instrument_fts f
join instrument i on i.rowid = f.rowid
where instrument_fts match :match
order by rank
limit 20
"""


class Numbers(NamedTuple):
    """Numbers of an article and of an instrument in a question, and the rest of its text."""

    article: str
    number: str
    instruments: tuple[str, ...]
    rest: str


def take_numbers(ask: Ask, text: str) -> Numbers:
    """Take the number of an article and the number of an instrument out of a question."""
    article = ""
    if found := ARTICLE_NUMBER.search(text):
        article = (found[1] or found[2]).rstrip(".-").lower()
        text = text.replace(found[0], " ")
    bare = BARE_NUMBER.match(text)
    if bare and is_article(ask, bare[1].lower()):
        return Numbers(bare[1].lower(), "", (), "")
    if found := bare or LAW_NUMBER.search(text):
        digits = re.findall(r"\d+", " ".join(part for part in found.groups() if part))
        if instruments := find_instruments(ask, digits):
            return Numbers(article, found[0].strip(), instruments, text.replace(found[0], " "))
    return Numbers(article, "", (), text)


def is_article(ask: Ask, number: str) -> bool:
    """Whether any provision has this number."""
    return bool(ask("select 1 from search_entry where number = :number limit 1", number=number))


def find_instruments(ask: Ask, digits: list[str]) -> tuple[str, ...]:
    """Ids of the instruments with these figures in their number or, if there are none, anywhere in
    their titles; 6 also finds 06 and 006.
    """
    parts = [part.lstrip("0") or "0" for part in digits]
    match = " AND ".join(
        "(" + " OR ".join(f'"{zeros}{part}"' for zeros in ("", "0", "00")) + ")" for part in parts
    )
    for expression in (f"number : ({match})", match):
        if rows := ask(INSTRUMENTS_BY_NUMBER, match=expression):
            return tuple(row["id"] for row in rows)
    return ()
