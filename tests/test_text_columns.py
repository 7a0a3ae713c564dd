"""Two columns of print side by side in plain text."""

import textwrap
from itertools import zip_longest

import pytest

from ingest.law.readers import read
from ingest.law.split import split
from ingest.law.splitting.result import Split

WIDTH, GAP = 44, 6
HEADS = {"en": "Article", "fr": "Article", "es": "Artículo", "pt": "Artigo", "ar": "المادة"}
SENTENCES = {
    "en": "The master counts the passengers of the ship and tells the owner before each voyage.",
    "fr": "Le capitaine compte les passagers du navire et le dit à l'armateur avant le départ.",
    "es": "El capitán cuenta a los pasajeros de la nave y lo dice al armador antes de salir.",
    "pt": "O capitão conta os passageiros do navio e di-lo ao armador antes de cada viagem.",
    "ar": "يعد الربان ركاب السفينة ويخبر بذلك مالكها قبل كل رحلة من رحلاتها إلى خارج البلاد.",
}


def column(language: str, numbers: range) -> list[str]:
    """Articles as lines of print."""
    lines = []
    for number in numbers:
        lines.append(f"{HEADS[language]} {number}.")
        lines += textwrap.wrap(SENTENCES[language], WIDTH)
    return lines


def beside(left: list[str], right: list[str]) -> str:
    pairs = zip_longest(left, right, fillvalue="")
    return "\n".join(f"{one:<{WIDTH + GAP}}{two}".rstrip() for one, two in pairs)


def split_text(text: str, language: str) -> Split:
    return split(read(text.encode(), "law.txt"), language)


@pytest.mark.parametrize("language", HEADS)
def test_columns_are_read_one_after_the_other(language: str) -> None:
    columns = [column(language, range(first, first + 4)) for first in (1, 5, 9, 13)]
    columns[1] += [*textwrap.wrap(SENTENCES[language], WIDTH)] * 2  # goes on alone on the right
    columns[3] += [*textwrap.wrap(SENTENCES[language], WIDTH)]
    if language == "ar":  # the first column is that on the right
        pages = [beside(columns[1], columns[0]), beside(columns[3], columns[2])]
        pages = [f"{'':<{WIDTH + GAP}}1\n{page}" for page in pages]
    else:
        pages = [beside(columns[0], columns[1]), beside(columns[2], columns[3])]
    result = split_text("\f".join(pages), language)
    assert [one.number for one in result.provisions] == [str(one) for one in range(1, 17)]
    assert result.provisions[5].text.replace("\n", " ").startswith(SENTENCES[language])
    assert "two columns of 2 pages are read one after the other" in result.warnings


def test_a_title_over_both_columns_stands_between_what_is_above_and_below() -> None:
    title = f"{'':<30}PART TWO OF THE LAW OF SHIPS"
    above = beside(column("en", range(1, 4)), [*column("en", range(4, 7)), "It ends."])
    below = beside(column("en", range(7, 10)), [*column("en", range(10, 13)), "It ends."])
    result = split_text(f"{above}\n{title}\n{below}", "en")
    assert [one.number for one in result.provisions] == [str(one) for one in range(1, 13)]
    assert result.provisions[6].parent == "PART TWO OF THE LAW OF SHIPS"


def test_where_blanks_at_the_head_of_lines_are_lost_nothing_is_parted() -> None:
    page = beside(column("en", range(1, 9)), [*column("en", range(9, 17)), "It ends.", "So."])
    stripped = "\n".join(line.strip() for line in page.split("\n"))
    result = split_text(stripped, "en")
    assert any(one.startswith("two columns are printed into each other") for one in result.warnings)


def test_a_table_of_sums_and_a_law_in_one_column_stay_as_they_are() -> None:
    fees = "\n".join(
        f"Fee for a ship of the class {one:<30}{one * 100} crowns" for one in range(30)
    )
    for text in (fees, "\n".join(column("en", range(1, 9)))):
        assert not any("two columns" in one for one in split_text(text, "en").warnings)
