"""Which State a printed name means, in five languages.

A name is known by its words, whatever their order, without articles, brackets, accents and the
marks of notes: "Tanzanie (République-Unie de)", "TANZANIE, REPUBLIQUE-UNIE DE ¹" and "la
République-Unie de Tanzanie" are the same words. No word that tells two States apart is dropped, and
nothing is guessed: what is not known as a whole has no code. The build places what sources print
with it, the site what a visitor reconciles. It imports the standard library and the folding only.
"""

import re
import unicodedata
from collections.abc import Iterable

from ingest.folding import for_search

# Words that a name may have or not.
LINKS = frozenset(
    "the of and la le les du de des et el los las del a o as os da do das dos formerly ex".split()
)
# The same, but only between others: `Guinea (E.)` is not Guinea, `Congo (D.)` not Congo.
LINKS_INSIDE = frozenset("d e l y".split())
ONE_FORM = {  # words of long names, which sources shorten, in one form for all languages
    word: form
    for form, words in {
        "republic": "rep republique republica",
        "democratic": "dem democratique democratica",
        "people": "peoples populaire popular pop",
        "islamic": "islamique islamica",
        "states": "sts",
        "islands": "is",
        "federation": "fed federacion federacao",
        "saint": "st",
        "sainte": "ste",
    }.items()
    for word in words.split()
}
APOSTROPHES = dict.fromkeys(map(ord, "’‘‛ʼʹ´`′＇"), "'")
DOTTED = re.compile(r"\b[^\W\d_]{1,2}(?:\.\s?[^\W\d_]{1,2}\b)+\.?")  # R.D.C., U.K, EE. UU.
POSSESSIVE = re.compile(r"'(?=s\b)", re.I)
ELIDED = re.compile(r"\b[dl]'", re.I)  # l'Algérie, Iran (République islamique d')
LETTER_NOTE = re.compile(r"[(\[][a-z][)\]]|(?<=\s)[a-z]/(?!\w)")  # Serbia (a), Serbia c/
WORD = re.compile(r"[^\W\d_]+|\d+")
MOST_NOTE_FIGURES = 2  # a longer figure is a year, and a name with a year is another name


def without_marks(text: str) -> str:
    """A name without superscript or circled marks of notes and without invisible signs."""
    return "".join(
        sign
        for sign in text
        if unicodedata.category(sign) != "Cf"
        and not unicodedata.decomposition(sign).startswith(("<super>", "<circle>"))
    )


def name_words(printed: str) -> list[str]:
    """The words of a printed name, folded, without the marks of notes; R.D.C. is one word."""
    name = without_marks(printed).translate(APOSTROPHES).replace("ı", "i")
    name = ELIDED.sub(" ", POSSESSIVE.sub("", LETTER_NOTE.sub(" ", name)))
    name = DOTTED.sub(lambda found: re.sub(r"\W", "", found[0]) + " ", name)
    return [
        word
        for word in WORD.findall(for_search(name))
        if not (word.isdecimal() and len(word) <= MOST_NOTE_FIGURES)
    ]


def without_links(words: list[str]) -> list[str]:
    """Words without those that a name may have or not."""
    return [
        word
        for place, word in enumerate(words)
        if word not in LINKS and not (word in LINKS_INSIDE and 0 < place < len(words) - 1)
    ]


def name_key(printed: str) -> str:
    """The words that tell a State by its name, in alphabetical order; empty when there are none."""
    return " ".join(sorted(ONE_FORM.get(word, word) for word in without_links(name_words(printed))))


def code_key(words: list[str]) -> str:
    """The letters of a code or an acronym, one word or single letters: U.K., u k and `UK ¹` are
    the same; empty when the words are none.
    """
    single = len(words) == 1 or all(len(word) == 1 for word in words)
    return "".join(words) if single else ""


class CountryIndex:
    """Countries by their names, codes and acronyms; a name that two of them bear places none."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names`: pairs of a name and the code it means; a name in capitals is an acronym."""
        codes: dict[str, set[str]] = {}
        known: dict[str, set[str]] = {}
        for name, code in names:
            letters = code_key(name_words(name)) if name.isupper() else ""
            owners = codes if letters else known
            owners.setdefault(letters or name_key(name), set()).add(code)
        self.codes, self.known = of_one_owner(codes), of_one_owner(known)

    def find_code(self, printed: str) -> str | None:
        """The code of a printed name, or None. A name said twice, "Eswatini (Swaziland)" or
        "Bénin / Benin", is placed when both mean the same.
        """
        if whole := self.find_whole(printed):
            return whole
        parts = [part for part in re.split(r"[/|()\[\]]", printed) if name_key(part)]
        codes = {self.find_whole(part) for part in parts}
        return codes.pop() if len(parts) > 1 and len(codes) == 1 else None

    def find_whole(self, printed: str) -> str | None:
        """The code of one name or acronym."""
        words = name_words(printed)
        return (
            self.codes.get(code_key(words))
            or self.codes.get(code_key(without_links(words)))
            or self.known.get(name_key(printed))
        )


def of_one_owner(owners: dict[str, set[str]]) -> dict[str, str]:
    """The codes of the keys that one country alone has."""
    return {key: min(codes) for key, codes in owners.items() if key and len(codes) == 1}
