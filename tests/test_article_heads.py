"""Relatives of the heads of articles that were lost: rarer marks, long gaps, counts below a head.

`law` is a made text, one line of it a line of print.
"""

import pytest

from ingest.law.readers import read
from ingest.law.readers.document import Document, line_blocks
from ingest.law.split import split
from ingest.law.splitting.result import Split

SENTENCES = {
    "fr": "Le comité compte les passagers du navire et le dit au capitaine.",
    "en": "The committee counts the passengers of the ship and tells the captain.",
    "es": "El comité cuenta a los pasajeros de la nave y lo dice al capitán.",
    "pt": "O comité conta os passageiros do navio e di-lo ao capitão.",
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
        ("fr", "[1] |[2] |[3] ", "1 2 3"),
        ("en", "[Article 1]\n|[Article 2]\n|[Article 3]\n", "1 2 3"),
        ("es", "Numeral 1. |Numeral 2. |Numeral 3. ", "1 2 3"),
        ("es", "PUNTO 1.- |PUNTO 2.- |PUNTO 3.- ", "1 2 3"),
        ("es", "PRIMERO. |SEGUNDO. |TERCERO. ", "1 2 3"),
        ("en", "Paragraph 1. |Paragraph 2. |Paragraph 3. ", "1 2 3"),
        ("en", "S 1. |S 2. |S 3. ", "1 2 3"),
        ("en", "No. 1. |No. 2. |No. 3. ", "1 2 3"),
        ("en", "Article the First. |Article the Second. |Article the Third. ", "1 2 3"),
        ("es", "Artículo número uno. |Artículo número dos. |Artículo número tres. ", "1 2 3"),
        ("en", "(1) |(2) |(3) |(4) ", "1 2 3 4"),
        ("fr", "1°) |2°) |3°) |4°) ", "1 2 3 4"),
        ("fr", "1 : |2 : |3 : |4 : ", "1 2 3 4"),
        ("fr", "L225-1. |L225-2. |L225-3. ", "L225-1 L225-2 L225-3"),
        ("fr", "➢ Article 1 : |➢ Article 2 : |➢ Article 3 : ", "1 2 3"),
        ("es", "Artículo 1. |Artícu1o 2. |Art ículo 3. |Artículo 4. ", "1 2 3 4"),
        ("ar", "[المادة 1] |[المادة 2] |[المادة 3] ", "1 2 3"),
        ("ar", "المـــادة 1: |المادَّة 2: |المــادة 3: ", "1 2 3"),
        ("ar", "م(1) |م(2) |م(3) ", "1 2 3"),
        ("ar", "أولا: |ثانياً: |ثالثا: ", "1 2 3"),
        ("ar", "1- |2- |3- |4- ", "1 2 3 4"),
        ("ar", "المادة 1: |المادة 1 مكررا: |المادة 1 مكررا أ: |المادة 2: ", "1|1 bis|1 bis A|2"),
        ("en", "Kifungu cha 1: |Kifungu cha 2: |Kifungu cha 3: ", "1 2 3"),
        ("en", "MADDE 1- |MADDE 2- |MADDE 3- ", "1 2 3"),
        ("en", "Статья 1. |Статья 2. |Статья 3. ", "1 2 3"),
        ("en", "Стаття 1. |Стаття 2. |Стаття 3. ", "1 2 3"),
        ("en", "አንቀጽ 1. |አንቀጽ 2. |አንቀጽ 3. ", "1 2 3"),
        ("fr", "Atik 1. |Atik 2. |Atik 3. ", "1 2 3"),
        ("fr", "Andininy 1 - |Andininy 2 - |Andininy 3 - ", "1 2 3"),
        ("en", "Qodobka 1aad. |Qodobka 2aad. |Qodobka 3aad. ", "1 2 3"),
        ("ar", "المادة رقم (1)\n|المادة رقم (2)\n|المادة رقم (3)\n", "1 2 3"),
        ("ar", "الفصل 171 (جديد)\n|الفصل 171 ثالثا\n|الفصل 172\n", "171|171 ter|172"),
    ],
)
def test_rare_marks_count_articles(language: str, heads: str, stored: str) -> None:
    law = "\n".join(head + SENTENCES[language] for head in heads.split("|"))
    assert numbers(split_law(law, language)) == stored.split("|" if "|" in stored else " ")


@pytest.mark.parametrize("mark", ["(1)", "1)", "[1]", "Numeral 1.", "أولا:", "1 :"])
def test_lists_that_begin_anew_in_each_paragraph_count_no_articles(mark: str) -> None:
    entries = [mark.replace("1", str(number)).replace("أولا", word) for number, word in
               ((1, "أولا"), (2, "ثانيا"), (3, "ثالثا"))]  # fmt: skip
    page = "\n".join(f"Les passagers du port\n{entry} {SENTENCES['fr']}" for entry in entries * 3)
    assert numbers(split_law(page)) == []


def test_a_list_behind_a_long_text_counts_no_articles_and_else_it_is_said() -> None:
    entries = "\n".join(f"({number}) {SENTENCES['fr']}" for number in (1, 2, 3, 4))
    assert numbers(split_law(f"{SENTENCES['fr'] * 4}\n{entries}")) == []
    assert "articles are told only by marks that lists have too" in split_law(entries).warnings


def test_an_article_that_another_law_receives_is_text_of_the_one_that_inserts_it() -> None:
    law = (
        f"1. {SENTENCES['en']}\n2. The Act is amended by inserting after section 2:\n"
        f"“2A. {SENTENCES['en']}”\n3. {SENTENCES['en']}\n4. {SENTENCES['en']}"
    )
    result = split_law(law, "en")
    assert numbers(result) == ["1", "2", "3", "4"]
    assert "2A." in result.provisions[1].text


def test_letters_as_they_are_drawn_are_read_as_letters() -> None:
    law = f"ﺍﻟﻤﺎﺩﺓ 1\n{SENTENCES['ar']}\nﺍﻟﻤﺎﺩﺓ 2\n{SENTENCES['ar']}\nﺍﻟﻤﺎﺩﺓ 3\nﻏﺮﺍﻣﺔ ﬁnal\n"
    result = split(read(law.encode(), "law.txt"))
    assert numbers(result) == ["1", "2", "3"]
    assert result.provisions[2].text == "غرامة final"


SIGNED = {
    "fr": "Fait le 3 mai 2031|Dakar, le 3 mai 2031|Fait en double exemplaire à Lomé, le 3 mai 2031|"
    "Délibéré et adopté à Lomé, le 3 mai 2031|Promulguée à Cotonou, le 3 mai 2031|Signé : Le Maire",
    "en": "Done this 3rd day of May, 2031|Assented to this 3rd day of May, 2031|I assent.|"
    "GIVEN under my hand this 3rd day of May 2031|Date of Gazette notification: 3rd May 2031",
    "es": "Dado el 3 de mayo de 2031|Lima, 3 de mayo de 2031|Hecho en Madrid, el 3 de mayo de 2031|"
    "Regístrese, comuníquese y publíquese.|En Lima, a los tres días del mes de mayo de dos mil dos",
    "pt": "Aprovada aos 3 de Maio de 2031|Lisboa, 3 de maio de 2031|"
    "Visto e aprovado em Conselho de Ministros de 3 de Maio de 2031",
    "ar": "تونس في 3 ماي 2031|صدر عنا في قصر الرئاسة بتاريخ 3 مايو 2031|حرر بتاريخ 3 مايو 2031",
}
NOT_SIGNED = {
    "fr": "Dakar, le port et la ville sont ouverts.|Fait l'objet d'un avis le navire du ministre.",
    "en": "Done in good faith, the act is no offence.|I assent to this only in writing.",
    "es": "Lima, 3 de sus puertos y la costa.|Publíquese la lista cada año en el diario.",
    "ar": "صدر في شأنه قرار قبل ذلك.",
}


def last_text(language: str, line: str) -> str:
    head = {"ar": "المادة {}\n", "en": "Section {}. "}.get(language, "Art. {}. ")
    sentence = SENTENCES.get(language, SENTENCES["es"])
    law = "\n".join(head.format(number) + sentence for number in (1, 2, 3))
    return split_law(f"{law}\n{line}", language).provisions[-1].text


@pytest.mark.parametrize(
    ("language", "line"), [(code, one) for code, all_ in SIGNED.items() for one in all_.split("|")]
)
def test_place_and_day_of_signature_are_no_words_of_the_last_article(
    language: str, line: str
) -> None:
    assert line not in last_text(language, line)


@pytest.mark.parametrize(
    ("language", "line"),
    [(code, one) for code, all_ in NOT_SIGNED.items() for one in all_.split("|")],
)
def test_a_sentence_that_begins_like_a_signature_is_text(language: str, line: str) -> None:
    assert line in last_text(language, line)


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


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "From section 2 to section 4. Repealed."),
        ("fr", "De l'article 2 à l'article 4. Sont abrogés."),
        ("es", "Del artículo 2 al 4. Se derogan."),
        ("es", "Desde el artículo 2 hasta el 4. Quedan derogados."),
        ("pt", "Do artigo 2.º ao artigo 4.º Revogados."),
        ("ar", "من المادة 2 إلى المادة 4 : ملغاة."),
    ],
)
def test_a_repealed_range_may_begin_with_from(language: str, line: str) -> None:
    word = {"en": "Section", "fr": "Article", "es": "Artículo", "pt": "Artigo", "ar": "المادة"}
    heads = [f"{word[language]} {number}. {SENTENCES[language]}" for number in (1, 5)]
    result = split_law(f"{heads[0]}\n{line}\n{heads[1]}")
    assert (numbers(result), result.repealed_ranges()) == (["1", "5"], ["2–4"])


def test_a_sentence_on_a_range_of_articles_repeals_none_of_them() -> None:
    line = "Del artículo 2 al 4 se derogan las palabras finales."
    result = split_law(f"Artículo 1. {SENTENCES['es']}\n{line}\nArtículo 5. {SENTENCES['es']}")
    assert result.repealed_ranges() == []


@pytest.mark.parametrize(
    ("language", "heads"),
    [
        ("fr", ["1er Article", "Article 2", "Article 3"]),
        ("fr", ["Premier article", "Deuxième article", "Troisième article"]),
        ("fr", ["Article 1er", "2ème article.", "Article 3ème"]),
        ("es", ["Primer Artículo", "Segundo Artículo", "Artículo 3"]),
        ("es", ["1º Artículo.", "2º Artículo.", "3º Artículo."]),
        ("pt", ["Primeiro artigo", "Segundo artigo", "Terceiro artigo"]),
        ("en", ["First Article", "Second Article", "Third Article"]),
    ],
)
def test_a_number_may_stand_before_its_word(language: str, heads: list[str]) -> None:
    law = "\n".join(f"{head}\n{SENTENCES[language]}" for head in heads)
    assert numbers(split_law(law)) == ["1", "2", "3"]


def test_a_number_before_the_word_that_does_not_fit_is_text() -> None:
    law = f"Article 1\n{SENTENCES['fr']}\nDixième article\n{SENTENCES['fr']}\nArticle 2\nFin."
    assert numbers(split_law(law)) == ["1", "2"]


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


def test_an_article_behind_its_title_and_a_lost_line_break_is_said() -> None:
    title = "Du compte des passagers du navire et de ce que le capitaine en dit au comité du port"
    law = f"Article 5 - {SENTENCES['fr']}\n{title} Article 6 - (1) {SENTENCES['fr'] * 3}"
    assert "articles may begin inside a line: 6" in split_law(law).warnings


def test_an_article_far_ahead_behind_a_lost_line_break_is_said() -> None:
    law = f"Article 5\n{SENTENCES['fr']} Article 120. Du compte\n{SENTENCES['fr']}"
    assert "articles may begin inside a line: 120" in split_law(law).warnings


@pytest.mark.parametrize("language", SENTENCES)
def test_the_letter_that_marks_a_list_keeps_its_lines(language: str) -> None:
    head = "المادة" if language == "ar" else "Artículo" if language == "es" else "Article"
    sentence = SENTENCES[language]
    entries = [f"o {sentence[:-1]};", f"o {sentence}"]
    begun, rest = sentence[:-1].rsplit(" ", 1)
    torn = [f"o {begun}", f"{rest};", entries[1]]  # a wrapped entry, in scripts with small letters
    for listed in (entries, entries if language == "ar" else torn):
        lines = [f"{head} 1", f"{sentence[:-1]}:", *listed, f"{head} 2", sentence]
        first, second = split_law("\n".join(lines), language).provisions
        assert first.text.split("\n")[1:] == entries
        assert second.text == sentence


def test_the_word_o_is_no_mark_of_a_list() -> None:
    text = (
        "El capitán paga al contar a los pasajeros:\no pierde la nave;\no la licencia y el cargo."
    )
    alone = "El capitán paga\no pierde la licencia."
    law = f"Artículo 1\n{alone}\nArtículo 2\n{text.replace(':', '')}"
    assert [one.text.count("\n") for one in split_law(law, "es").provisions] == [0, 0]
