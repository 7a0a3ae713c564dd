"""Lines of a PDF in Arabic, Hebrew or another script from right to left, in the order of reading.

A PDF says where each sign is drawn, not in which order a line is read. What extractors guess
differs from font to font: whole words come out backwards, `١٢` as `٢١`. Here a line is read by the
places of its signs: from right to left, numbers and Latin words in it from left to right (the rules
of Unicode annex 9 turned around).
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate, groupby

RIGHT_TO_LEFT = re.compile("[\u0590-\u05ff\u0620-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufefc]")
LATIN = re.compile("[A-Za-zÀ-ɏ]")
# What is read from left to right inside such a line: a number with its stops, a Latin phrase.
# The line is turned around when they are looked for, so the number of `WIPO 1996` comes first.
NUMBER = r"\d(?:[\d.,/:٫٬]*\d)?"
LEFT_TO_RIGHT = re.compile(
    rf"(?:{NUMBER} )?[A-Za-zÀ-ɏ](?:[^\u0590-\u08ff]*[A-Za-zÀ-ɏ\d])?|{NUMBER}"
)
DASHED = re.compile(r"\d[\d.]*(?:[-–]\d[\d.]*)+")
OPENING, CLOSING = "([{«", ")]}»"
MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
LOOSE_OPENING = re.compile(r"(?<=\w)([(\[{«]) ")  # a blank on the wrong side of a bracket
LOOSE_CLOSING = re.compile(r" ([)\]}»])(?=\w)")
DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
ALEFS = "اأإآٱ"


@dataclass(frozen=True)
class Glyph:
    """A drawn sign with its left and right edge, and the number of the word it is part of."""

    sign: str
    left: float
    right: float
    word: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def is_right_to_left(text: str) -> bool:
    """Whether a line has more letters from right to left than Latin ones."""
    return len(RIGHT_TO_LEFT.findall(text)) > len(LATIN.findall(text))


def read_line(glyphs: list[Glyph]) -> str:
    """The words of a line whose signs are given in any order."""
    letters = [glyph for glyph in glyphs if not unicodedata.combining(glyph.sign)]
    marks: dict[int, list[str]] = {}
    for mark in glyphs:
        if letters and unicodedata.combining(mark.sign):
            base = min(letters, key=lambda letter: abs(letter.middle - mark.middle))
            marks.setdefault(id(base), []).append(mark.sign)
    ordered = sorted(letters, key=lambda glyph: -glyph.middle)
    line, word = "", None
    for _, drawn in groupby(ordered, lambda glyph: (glyph.left, glyph.right)):
        for glyph in _in_ligature(list(drawn)):
            line += " " * (word is not None and glyph.word != word) + glyph.sign
            line += "".join(marks.get(id(glyph), ()))
            word = glyph.word
    line = LEFT_TO_RIGHT.sub(lambda match: match[0][::-1], _with_brackets(line))
    line = LOOSE_CLOSING.sub(r"\1 ", LOOSE_OPENING.sub(r" \1", line))
    return unicodedata.normalize("NFKC", line)


def _with_brackets(line: str) -> str:
    """A line whose brackets open first: some files name them as they are drawn, some as meant."""
    turned = line.translate(MIRRORED)
    return turned if _closes_first(line) and not _closes_first(turned) else line


def _closes_first(line: str) -> bool:
    """Whether as many brackets open as close, and one closes that had not opened."""
    steps = [(sign in OPENING) - (sign in CLOSING) for sign in line]
    return sum(steps) == 0 and min(accumulate(steps), default=0) < 0


def _in_ligature(drawn: list[Glyph]) -> list[Glyph]:
    """The letters of one sign in order: lam before alef, and no word that begins with its end."""
    signs = "".join(glyph.sign for glyph in drawn)
    backwards = (len(signs) == 2 and signs[0] in ALEFS) or (signs[:1] == "ه" and "ل" in signs)
    return drawn[::-1] if backwards else drawn


def doubts_of_numbers(page: int, read: str, otherwise: str) -> list[str]:
    """What to look up in the numbers of a page that was read in two ways.

    A number written in Arabic digits may be backwards in the other reading; its place decides.
    """
    differing = [*_unseen(read, otherwise), *_unseen(otherwise, read)]
    doubts = []
    if differing:
        doubts.append(f"page {page}: numbers that two readers see differently: {_list(differing)}")
    lines = filter(is_right_to_left, read.split("\n"))
    if dashed := [match[0] for line in lines for match in DASHED.finditer(line)]:
        doubts.append(f"page {page}: numbers with a dash, read from right to left: {_list(dashed)}")
    return doubts


def _unseen(text: str, other: str) -> list[str]:
    """The numbers in right-to-left lines of a text that another has neither so nor backwards."""
    seen = "".join(sign if sign.isdigit() else "." * (not sign.isspace()) for sign in other)
    seen = seen.translate(DIGITS)
    lines = filter(RIGHT_TO_LEFT.search, text.split("\n"))
    numbers = dict.fromkeys(re.findall(r"\d+", "\n".join(lines).translate(DIGITS)))
    return [number for number in numbers if number not in seen and number[::-1] not in seen]


def _list(numbers: list[str], most: int = 10) -> str:
    return ", ".join(numbers[:most]) + (" ..." if len(numbers) > most else "")
