"""Laws in columns of several languages: one is kept whole, the others are set apart and said."""

import pytest

from ingest.law.readers.document import Block, Document, line_blocks
from ingest.law.split import split

ENGLISH = [
    "Article {n}: Duty of the master\nThe master of a ship shall count the persons on board of\n"
    "quay {n} before the ship is allowed to leave the port.",
    "Article {n}: Fine\nAny person who is not counted by the master shall pay the fine of\n"
    "{n} crowns to the court of the port, under this Act.",
]
FRENCH = [
    "Article {n} : Devoir du capitaine\nLe capitaine du navire compte les personnes à bord dans\n"
    "le port avant que le navire ne quitte le quai {n}.",
    "Article {n} : Amende\nToute personne qui n'est pas comptée par le capitaine est punie d'une\n"
    "amende de {n} couronnes par le tribunal du port.",
]
RWANDAN = [
    "Ingingo ya {n}: Inshingano z’umuyobozi\nUmuyobozi w’ubwato abara abantu bose bari mu bwato\n"
    "mbere y’uko buva ku nkombe ya {n} no ku cyambu.",
    "Ingingo ya {n}: Ihazabu\nUmuntu wese utabazwe n’umuyobozi ahanishwa ihazabu ya {n}\n"
    "itangwa n’urukiko rw’icyambu, iyo ari mu bwato.",
]
ARABIC = [
    "المادة {n}\nيجب على ربان السفينة أن يحصي كل من على متنها\nقبل أن تغادر الرصيف {n} من الميناء.",
    "المادة {n}\nيعاقب كل من لم يحصه الربان\nبغرامة قدرها {n} درهم تحكم بها محكمة الميناء.",
]


def article(language: list[str], number: int) -> str:
    return language[number % 2].format(n=number)


def by_article(*languages: list[str], count: int = 12) -> str:
    """Rows of a table: an article in each language, then the next."""
    return "\n".join(
        article(language, number) for number in range(1, count + 1) for language in languages
    )


def by_page(*languages: list[str], count: int = 12, size: int = 3) -> str:
    """Columns of a page, one after the other, then the next page."""
    pages = [range(start, start + size) for start in range(1, count + 1, size)]
    return "\f\n".join(
        "\n".join(article(language, number) for language in languages for number in page)
        for page in pages
    )


@pytest.mark.parametrize("lay_out", [by_article, by_page])
@pytest.mark.parametrize(
    ("languages", "kept", "begins"),
    [
        ((RWANDAN, ENGLISH, FRENCH), "en", "The master of a ship"),
        ((FRENCH, ARABIC), "fr", "Le capitaine du navire"),
        ((ARABIC, FRENCH), "ar", "يجب على ربان"),
    ],
)
def test_one_language_is_kept_whole(lay_out, languages, kept, begins) -> None:
    result = split(Document({}, line_blocks(lay_out(*languages))))
    assert [one.number for one in result.provisions] == [str(number) for number in range(1, 13)]
    assert result.language == kept
    assert result.provisions[1].text.startswith(begins) or begins in result.provisions[0].text
    words = sum(len("".join(article(languages[0], n).split())) for n in range(1, 13))
    assert result.ledger()["translation"] > words / 2
    (said,) = [one for one in result.warnings if "side by side" in one]
    assert f"{kept} is kept" in said


def test_the_language_that_is_asked_for_is_kept() -> None:
    blocks = line_blocks(by_page(RWANDAN, ENGLISH, FRENCH))
    result = split(Document({}, blocks), "fr")
    assert len(result.provisions) == 12
    assert "Le capitaine" in result.provisions[1].text
    assert not [one for one in result.provisions if "master" in one.text]


def test_an_article_that_goes_on_over_the_page_stays_in_its_column() -> None:
    lines = by_page(ENGLISH, FRENCH).split("\n")
    torn = [
        line.replace("before the ship", "\f\nbefore the ship") if "quay 4" in line else line
        for line in lines
    ]
    result = split(Document({}, line_blocks("\n".join(torn))))
    assert result.provisions[3].text.endswith("before the ship is allowed to leave the port.")


def test_a_law_in_one_language_that_quotes_another_is_left_alone() -> None:
    quoting = by_article(ENGLISH) + "\n" + FRENCH[0].format(n=13)
    result = split(Document({}, line_blocks(quoting)))
    assert result.ledger()["translation"] == 0
    assert not [one for one in result.warnings if "side by side" in one]


def test_every_character_of_the_other_columns_is_accounted_for() -> None:
    document = Document({}, [*line_blocks(by_page(ENGLISH, FRENCH)), Block("Page 9", "noise")])
    ledger = split(document).ledger()
    assert sum(ledger.values()) == len("".join(document.text.split()))
    assert "beside the law, in fr" in {entry.reason for entry in ledger.entries}
