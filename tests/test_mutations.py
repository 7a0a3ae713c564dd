"""Damaged laws lose nothing in silence: a small fixed sample of bench/mutations.py; and signs of
articles that cannot be taken but must be said.
"""

import random
from collections.abc import Callable

import pytest
from test_text import CODE, FRENCH, MADE, SECTIONS

from bench.mutations import DAMAGES, Damage, silent_losses, split_lines

SAMPLE = 100  # of each kind
LAWS = {
    name: split_lines([line for line in text.split("\n") if line.strip()])
    for name, (text, _) in MADE.items()
}


def lines_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_silent_loss_in_made_laws(
    damage: Callable[[list[str], random.Random], Damage],
) -> None:
    chance = random.Random(damage.__name__)
    silent = []
    for _ in range(SAMPLE):
        name = chance.choice(list(MADE))
        done = damage(lines_of(MADE[name][0]), chance)
        before = LAWS[name]
        if losses := silent_losses(before, split_lines(done.lines, before.language), done):
            silent.append((name, losses, done.lines))
    assert silent == []


def test_a_loss_without_a_word_is_seen() -> None:
    before = split_lines(lines_of(SECTIONS))
    after = split_lines(lines_of(SECTIONS)[:-2])
    assert silent_losses(before, after, Damage("join", [])) == ["number 3"]
    dropped = Damage("drop", [], "SECTION 3 - Penalty")
    assert silent_losses(before, after, dropped) == [], "nobody can know of a last article"


def warnings_of(text: str) -> str:
    return " | ".join(split_lines(lines_of(text)).warnings)


def test_a_last_article_inside_a_line_is_said() -> None:
    assert "articles may begin inside a line: 4" in warnings_of(
        FRENCH.replace("\nArticle 4\n", " Article 4\n")
    )
    joined = SECTIONS.replace("SECTION 3 - Penalty\n", "3. Penalty. ")
    assert "inside a line" not in warnings_of(joined), "it begins its line"


def test_a_first_article_of_an_extract_inside_the_heading_above_it_is_said() -> None:
    text = "Section 1 : De la traite" + CODE.replace("\n", " ", 1)
    assert "articles may begin inside a line: 225-4-1" in warnings_of(text)


def test_a_reference_to_another_article_is_no_mark() -> None:
    text = FRENCH.replace("de sa publication.", "que fixe l'article 5. Article 9 est abrogé.")
    assert "inside a line" not in warnings_of(text)


def test_sentences_before_the_first_article_of_an_extract_are_said() -> None:
    text = CODE.replace("Article 225-4-1\n", "")
    assert "sentences stand before number 225-4-2: “La traite est le fait" in warnings_of(text)


def test_sentences_behind_lost_heads_before_the_first_article_are_counted() -> None:
    lost = [f"{n}. The passengers of ship {n} are counted before it leaves.\n" for n in (7, 8)]
    law = "".join(f"{n}. The passengers of ship {n} are named to the captain.\n" for n in "12345")
    for count in (1, 2):
        said = warnings_of("".join(lost[:count]) + law)
        assert f"{count} sentences stand before number 1" in said


def test_articles_by_word_in_a_text_read_by_numbers_are_said() -> None:
    numbered = "".join(
        f"{number}. The master of ship {number} counts those on board.\n" for number in range(1, 6)
    )
    said = warnings_of(numbered + "Article 134\nWhoever sells a person is tried by the court.\n")
    assert "lines that begin like articles were not taken as such: Article 134" in said


@pytest.mark.parametrize("mark", ["> ", "• ", "* ", "- ", "▪ ", "– "])
def test_an_article_in_a_list_is_an_article(mark: str) -> None:
    listed = "\n".join(mark + line for line in lines_of(SECTIONS))
    assert [one.number for one in split_lines(lines_of(listed)).provisions] == ["1", "2", "3"]


def test_an_article_behind_the_title_above_it_is_said() -> None:
    text = FRENCH.replace(
        "Article 4\nEntrée en vigueur", "DISPOSITIONS FINALES Article 4\nEntrée en vigueur"
    )
    assert "articles may begin inside a line: 4" in warnings_of(text)


def test_articles_by_word_inside_lines_of_a_text_read_by_numbers_are_said() -> None:
    numbered = "".join(
        f"{number}. The master of ship {number} counts those on board.\n" for number in range(1, 6)
    )
    text = numbered + (
        "Article 134\nWhoever sells a person is tried by the court. Article 135 The fine\n"
        "is ten crowns."
    )
    assert "Article 134, 135" in warnings_of(text)


def test_marks_before_the_first_article_are_said() -> None:
    law = [
        f"Artículo {number}.- El capitán del barco {number} cuenta a todas las personas de a bordo."
        for number in (2, 3, 1, 2, 3, 4, 5)
    ]
    result = split_lines(["DECRETO", *law])
    assert [one.number for one in result.provisions] == ["1", "2", "3", "4", "5"]
    said = "lines that begin like articles were not taken as such: Artículo 2, Artículo 3"
    assert said in result.warnings


@pytest.mark.parametrize(
    "lines",
    [
        ["> المادة 2", "> مكرراً - للمحكمة أن تأمر بالتعويض."],
        ["المادة", "2", "مكرراً - للمحكمة أن تأمر بالتعويض."],
    ],
)
def test_a_repeated_number_torn_over_lines_is_one(lines: list[str]) -> None:
    law = ["المادة 1", "يعاقب بالحبس كل من باع شخصا.", *lines, "المادة 3", "ينشر هذا القانون."]
    assert [one.number for one in split_lines(law).provisions] == ["1", "2 bis", "3"]


def test_final_provisions_behind_a_lost_one_are_said() -> None:
    words = ["PRIMERA", "SEGUNDA", "TERCERA", "“ QUINTA"]
    final = [f"{word}.- El Ministerio dictará el reglamento de la ley." for word in words]
    law = ["Artículo 1. Uno.", "Artículo 2. La ley protege a los pasajeros."]
    result = split_lines([*law, "DISPOSICIONES FINALES", *final])
    assert [one.number for one in result.provisions] == ["1", "2", "1", "2", "3"]
    said = "lines that begin like articles were not taken as such: “ QUINTA (5), and 4 is missing"
    assert said in result.warnings


def test_an_article_behind_the_sign_of_a_note_is_said() -> None:
    law = [
        line
        for number in ("105", "106", "107")
        for line in (f"§ {number}[^1]", f"Wer das Schiff {number} führt, ist zu bestrafen.[^2]")
    ]
    joined = [
        *law[:3],
        f"{law[3]} § 106a[^3]",
        "Wer zur Heirat nötigt, ist zu bestrafen.",
        *law[4:],
    ]
    assert "articles may begin inside a line: 106a" in split_lines(joined, "de").warnings


def test_nobody_can_know_of_a_dropped_bis_without_a_number_before_it() -> None:
    text = "يعاقب بالحبس كل من باع شخصا."
    kept = ["المادة (1)", text, "المادة (2)", "مكرراً", text, "المادة (3)", "ينشر القانون."]
    before, after = split_lines(kept, "ar"), split_lines([*kept[:3], *kept[4:]], "ar")
    assert [one.number for one in before.provisions] == ["1", "2 bis", "3"]
    assert silent_losses(before, after, Damage("drop", [], kept[3])) == []
    assert silent_losses(before, after, Damage("join", [])) == ["number 2bis"]


def test_a_final_provision_inside_the_last_line_is_said() -> None:
    law = ["Article 1. Objecte", "La llei protegeix els passatgers.", "Article 2. Multa", "Paga."]
    final = ["Disposició final primera. Reglament", "El Govern dicta el reglament."]
    joined = "El Govern el publica. Disposició final segona. Entrada en vigor"
    result = split_lines([*law, final[0], joined, "Entra en vigor avui."], "ca")
    assert [one.label for one in result.provisions[2:]] == ["Disposició final, 1"]
    assert "(2)" in " | ".join(result.warnings)
