"""PDF lines from right to left: words and numbers in the order of reading."""

import pytest
from fixture_files import make_drawn_pdf

from ingest.law import readers
from ingest.law.readers.pdf_text import read_text
from ingest.law.readers.right_to_left import Glyph, doubts_of_numbers, is_right_to_left, read_line
from ingest.law.split import split

STEP = 6  # points from sign to sign


def drawn(line: str, left: int = 100) -> list[tuple[str, int]]:
    """Signs as they stand on paper, from left to right, each with its place."""
    return [(sign, left + STEP * at) for at, sign in enumerate(line) if sign != " "]


def glyphs(line: str) -> list[Glyph]:
    words = [line[:at].count(" ") for at in range(len(line))]
    return [
        Glyph(sign, 6.0 * at, 6.0 * at + 5, words[at])
        for at, sign in enumerate(line)
        if sign != " "
    ]


# (on paper from left to right, as it is read)
LINES = [
    ("١٢ " + "المادة"[::-1], "المادة ١٢"),
    ("250 " + "غرامة"[::-1], "غرامة 250"),
    ("12/05/2016 " + "في"[::-1], "في 12/05/2016"),
    ("448.1 " + "المادة"[::-1], "المادة 448.1"),
    (":2-13 " + "المادة"[::-1], "المادة 13-2:"),
    (".%25 " + "بنسبة"[::-1], "بنسبة 25%."),
    ("(3) " + "المادة"[::-1], "المادة (3)"),
    ("WIPO 1996 " + "معاهدة"[::-1], "معاهدة WIPO 1996"),
    ("ﺓﺩﺎﻤﻟﺍ", "المادة"),
    ("5 " + "סעיף"[::-1], "סעיף 5"),
]


@pytest.mark.parametrize(("paper", "read"), LINES)
def test_a_line_is_read_by_the_places_of_its_signs(paper: str, read: str) -> None:
    assert read_line(glyphs(paper)) == read
    assert read_line(glyphs(paper)[::-1]) == read, "whatever order the file has"


@pytest.mark.parametrize(("paper", "read"), LINES)
def test_the_same_line_from_a_pdf(paper: str, read: str) -> None:
    assert read_text(make_drawn_pdf([drawn(paper)])).pages == [read]


def test_brackets_named_as_meant_and_as_drawn() -> None:
    word = "المادة"[::-1]
    assert read_line(glyphs(f"(3) {word}")) == read_line(glyphs(f")3( {word}")) == "المادة (3)"


def test_letters_of_one_drawn_sign_keep_their_order() -> None:
    def ligature(signs: str) -> list[Glyph]:
        return [Glyph(sign, 0.0, 9.0, 0) for sign in signs]

    assert read_line(ligature("لا")) == read_line(ligature("ال")) == "لا"
    assert read_line([Glyph("ب", 10.0, 15.0, 0), Glyph("\u064e", 11.0, 12.0, 0)]) == "بَ"


def test_latin_lines_stay_as_they_are() -> None:
    assert not is_right_to_left("Article 5 of the Convention (المادة)")
    lines = [drawn("Article 5 of the Act"), drawn("1 " + "المادة"[::-1])]
    assert read_text(make_drawn_pdf(lines)).pages == ["Article 5 of the Act\nالمادة 1"]


def test_numbers_that_two_readers_see_differently_are_said() -> None:
    assert doubts_of_numbers(3, "المادة 12", "المادة 12") == []
    assert doubts_of_numbers(3, "المادة ١٢", "المادة ٢١") == []  # its place decides
    (doubt,) = doubts_of_numbers(3, "المادة 12", "المادة 13")
    assert doubt == "page 3: numbers that two readers see differently: 12, 13"
    (doubt,) = doubts_of_numbers(1, "المادة 448-1", "المادة 1-448")
    assert doubt == "page 1: numbers with a dash, read from right to left: 448-1"


def test_articles_of_an_arabic_pdf() -> None:
    law = []
    for number, digits in enumerate("١٢٣٤", 1):
        law.append(drawn(f"{digits} " + "المادة"[::-1]))
        words = "على كل من باع شخصا في البحر أن يؤدي غرامة"
        law.append(drawn(f".{number}50 " + words[::-1]))
    result = split(readers.read(make_drawn_pdf(law), "law.pdf"))
    assert [one.number for one in result.provisions] == ["1", "2", "3", "4"]
    assert result.provisions[1].text == "على كل من باع شخصا في البحر أن يؤدي غرامة 250."
