"""Relatives of the heads of articles that were lost: rarer marks, long gaps, counts below a head.

`law` is a made text, one line of it a line of print.
"""

import pytest

from ingest.law.readers.document import Document, line_blocks
from ingest.law.split import split
from ingest.law.splitting.result import Split

SENTENCES = {
    "fr": "Le comité compte les passagers du navire et le dit au capitaine.",
    "en": "The committee counts the passengers of the ship and tells the captain.",
    "es": "El comité cuenta a los pasajeros de la nave y lo dice al capitán.",
    "ar": "تعد اللجنة ركاب السفينة وتخبر بذلك الربان قبل كل رحلة.",
}


def split_law(law: str, language: str = "") -> Split:
    return split(Document({}, line_blocks(law)), language)


def numbers(result: Split) -> list[str]:
    return [provision.number for provision in result.provisions]


@pytest.mark.parametrize(
    ("language", "heads", "stored"),
    [
        ("fr", "N° 1. |N° 2. |N° 3. ", "1 2 3"),
        ("fr", "N°1 - |N°2 - |N°3 - ", "1 2 3"),
        ("fr", "§1er. |§2. |§3. ", "1 2 3"),
        ("fr", "Article n° 1 : |Article n° 2 : |Article n° 3 : ", "1 2 3"),
        ("fr", "Article-1: |Article-2: |Article-3: ", "1 2 3"),
        ("fr", "Article1 : |Article2.|Article 3_ ", "1 2 3"),
        ("es", "Arto. 1.- |Artíc. 2.- |Artículo 3.- ", "1 2 3"),
        ("fr", "A R T I C L E 1\n|A R T I C L E 2\n|A R T I C L E 3\n", "1 2 3"),
        ("en", "Article No. 1: |Article No. 2: |Article No. 3: ", "1 2 3"),
        ("en", "1.1 |1.2 |2.1 |2.2 ", "1.1 1.2 2.1 2.2"),
        ("en", "1 |2 |3 |4 ", "1 2 3 4"),
        ("en", "1(1) |2(1) |3 |4 ", "1 2 3 4"),
        ("en", "1. |2. |2 bis. |2 ter. |3. ", "1|2|2 bis|2 ter|3"),
        ("ar", "المادة رقم (1)\n|المادة رقم (2)\n|المادة رقم (3)\n", "1 2 3"),
        ("ar", "الفصل 171 (جديد)\n|الفصل 171 ثالثا\n|الفصل 172\n", "171|171 ter|172"),
    ],
)
def test_rare_marks_count_articles(language: str, heads: str, stored: str) -> None:
    law = "\n".join(head + SENTENCES[language] for head in heads.split("|"))
    assert numbers(split_law(law, language)) == stored.split("|" if "|" in stored else " ")


@pytest.mark.parametrize(
    "law",
    [
        "{0}. {2} {1}. {2} {3}. {2}".format("Artículo 1", "Artículo 2", "El capitán cuenta.",
                                            "Artículo 3"),
        f"المادة 1: {SENTENCES['ar']} المادة 2: {SENTENCES['ar']} المادة 3: {SENTENCES['ar']}",
    ],
)  # fmt: skip
def test_a_short_law_in_one_line_is_cut(law: str) -> None:
    assert numbers(split_law(law)) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("law", "found", "repealed"),
    [
        ("Art. 1er. - {fr}\nArt. 2 et 3. - Abrogés.\nArt. 4. - {fr}\n"
         "Arts 5, 6 et 7. - (Abrogés)\nArt. 8. - {fr}", "1 4 8", ["2–3", "5–7"]),
        ("المادة 1\n{ar}\nالمواد من 2 إلى 5 (ملغاة)\nالمادة 6\n{ar}\n"
         "المادتان 7 و8 (ملغاتان)\nالمادة 9\n{ar}", "1 6 9", ["2–5", "7–8"]),
    ],
)  # fmt: skip
def test_repealed_articles_leave_no_gap_in_a_short_law(
    law: str, found: str, repealed: list[str]
) -> None:
    result = split_law(law.format(**SENTENCES))
    assert numbers(result) == found.split()
    assert result.repealed_ranges() == repealed


@pytest.mark.parametrize("head", ["Article {}\n", "Art. {}. - ", "ARTICLE {}\n"])
def test_an_extract_may_leave_out_many_articles(head: str) -> None:
    law = "\n".join(head.format(number) + SENTENCES["fr"] for number in (5, 120, 300))
    assert numbers(split_law(law)) == ["5", "120", "300"]


def test_an_article_far_ahead_that_the_one_before_names_is_another_laws() -> None:
    law = (
        f"Article 1\n{SENTENCES['fr']}\nArticle 2\nL'article 120 du code est modifié ainsi.\n"
        f"Article 120\n{SENTENCES['fr']}"
    )
    result = split_law(law)
    assert numbers(result) == ["1", "2"]
    assert any("120" in warning for warning in result.warnings)


def test_one_activity_under_each_objective_is_not_printed_twice() -> None:
    law = "\n".join(
        f"Objetivo 1.{number} Informar a la escuela\n1. Contar los pasajeros de la nave."
        for number in (1, 2, 3)
    )
    result = split_law(law, "es")
    assert numbers(result) == ["1", "1", "1"]
    assert len({provision.parent for provision in result.provisions}) == 3


def test_the_articles_of_a_decree_and_of_the_law_it_gives_stay_apart() -> None:
    law = (
        f"DÉCRET SUR LES PORTS\nArticle 1\nLa loi qui suit est publiée.\n"
        f"LIVRE I\nDES PORTS\nArticle 1\n{SENTENCES['fr']}\nArticle 2\n{SENTENCES['fr']}"
    )
    assert numbers(split_law(law)) == ["1", "1", "2"]


def test_lists_do_not_outweigh_articles_by_word() -> None:
    entries = "\n".join(f"{number}. Les passagers du navire ;" for number in (1, 2, 3))
    law = f"Sont comptés :\n{entries}\n" + "\n".join(
        f"Article {number}\n{SENTENCES['fr']}\n{entries}" for number in range(2, 7)
    )
    assert numbers(split_law(law)) == ["2", "3", "4", "5", "6"]


def test_an_article_far_ahead_behind_a_lost_line_break_is_said() -> None:
    law = f"Article 5\n{SENTENCES['fr']} Article 120. Du compte\n{SENTENCES['fr']}"
    assert "articles may begin inside a line: 120" in split_law(law).warnings
