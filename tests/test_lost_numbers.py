"""Articles whose numbers are lost or wrong in the file: read only where they fill a gap exactly."""

import pytest

from ingest.law.readers.document import Block, Document, line_blocks
from ingest.law.split import split
from ingest.law.splitting.ledger import count_signs
from ingest.law.splitting.result import Split

# the word of an article, a title, and sentences of a made law
WORDS = {
    "en": (
        "Article",
        "Duty of the master",
        "The master counts the passengers of the ship.",
        "The owner keeps the list for five years.",
    ),
    "fr": (
        "Article",
        "Devoirs du capitaine",
        "Le capitaine compte les passagers du navire.",
        "L'armateur garde la liste pendant cinq ans.",
    ),
    "es": (
        "Artículo",
        "Deberes del capitán",
        "El capitán cuenta a los pasajeros de la nave.",
        "El armador guarda la lista durante cinco años.",
    ),
    "pt": (
        "Artigo",
        "Deveres do capitão",
        "O capitão conta os passageiros do navio.",
        "O armador guarda a lista durante cinco anos.",
    ),
    "ar": (
        "المادة",
        "واجبات الربان",
        "يعد الربان ركاب السفينة قبل كل رحلة.",
        "يحتفظ المالك بالقائمة مدة خمس سنوات.",
    ),
}
IN_ALL = pytest.mark.parametrize("language", WORDS)


def split_law(law: str, language: str) -> Split:
    document = Document({}, line_blocks(law))
    result = split(document, language)
    assert count_signs(document.text) == sum(result.ledger().values()), "a character is lost"
    return result


def numbers(result: Split) -> list[str]:
    return [provision.number for provision in result.provisions]


def said(result: Split, words: str) -> list[str]:
    return [warning for warning in result.warnings if words in warning]


def law_of(language: str, heads: list[str], paragraphs: int = 2) -> str:
    """A law with these heads, each with its paragraphs."""
    _, _, first, second = WORDS[language]
    body = [f"{count + 1}. {(first, second)[count % 2]}" for count in range(paragraphs)]
    return "\n".join(line for head in heads for line in (*filter(None, [head]), *body))


@IN_ALL
def test_a_word_without_its_number_is_the_article_that_is_missing(language: str) -> None:
    word = WORDS[language][0]
    heads = [f"{word} 1", f"{word} 2", word, f"{word} .", f"{word} 5"]
    plain = "\n".join(f"{head}\n{WORDS[language][2]}" for head in heads)
    for law in (plain, law_of(language, heads)):
        result = split_law(law, language)
        assert numbers(result) == ["1", "2", "3", "4", "5"]
        assert said(result, "inferred from the gap that they fill: 3 at")
        assert said(result, ", 4 at")
        assert not said(result, "missing")


@IN_ALL
def test_paragraphs_that_begin_with_1_again_are_the_article_that_is_missing(language: str) -> None:
    word = WORDS[language][0]
    result = split_law(law_of(language, [f"{word} 1", f"{word} 2", "", f"{word} 4"]), language)
    assert numbers(result) == ["1", "2", "3", "4"]
    assert result.provisions[2].text == result.provisions[3].text
    assert said(result, "inferred from the gap that they fill: 3 at")


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt"])
def test_a_title_before_the_first_paragraph_is_that_of_the_lost_article(language: str) -> None:
    word, title, first, second = WORDS[language]
    for glue in (" ", "\n"):
        law = law_of(language, [f"{word} 1", f"{word} 2"])
        law += f"{glue}{title}\n1. {first}\n2. {second}\n{word} 4\n1. {first}"
        result = split_law(law, language)
        assert numbers(result) == ["1", "2", "3", "4"]
        assert result.provisions[1].text.endswith(second)
        assert title in result.provisions[2].heading + result.provisions[2].text


def test_headings_without_a_number_fill_the_gap_between_their_like() -> None:
    heads = ["Article 1. Aim", "Article 2. Duties", "Fees", "Appeals", "Article 5. In force"]
    sentence = WORDS["en"][2]
    blocks = [
        block for head in heads for block in (Block(head, "heading", 2), Block(sentence, "text"))
    ]
    result = split(Document({}, blocks))
    assert numbers(result) == ["1", "2", "3", "4", "5"]
    assert result.provisions[2].heading == "Fees"
    del blocks[6:8]  # one heading for two numbers: which of them would be a guess
    result = split(Document({}, blocks))
    assert numbers(result) == ["1", "2", "5"]
    assert said(result, "numbers missing: 3-4")


@IN_ALL
def test_one_beginning_more_or_less_than_numbers_is_no_article(language: str) -> None:
    word = WORDS[language][0]
    for lost, last in ((["", ""], 4), ([""], 5), ([word, word], 4), ([word], 5)):
        heads = [f"{word} 1", f"{word} 2", *lost, f"{word} {last}"]
        result = split_law(law_of(language, heads), language)
        assert numbers(result) == ["1", "2", str(last)]
        assert said(result, "numbers missing: 3")
        assert not said(result, "inferred")


@IN_ALL
def test_a_list_that_begins_again_is_no_lost_article(language: str) -> None:
    word, _, first, second = WORDS[language]
    items = f"1. {first[:-1]};\n2. {second}"
    linked = {"en": "for", "fr": "pour", "es": "para", "pt": "para", "ar": "على"}[language]
    listed = f"{first}\n{items}\n{second}\n{items}"
    introduced = f"1. {first}\n2. {second}\n{first[:-1]} {linked}\n1. {first}\n2. {second}"
    for text in (listed, introduced):
        result = split_law(f"{word} 1\n{first}\n{word} 2\n{text}\n{word} 4\n{first}", language)
        assert numbers(result) == ["1", "2", "4"]
        assert said(result, "numbers missing: 3")


@IN_ALL
def test_lists_quotations_and_extracts_are_no_lost_articles(language: str) -> None:
    word, _, first, second = WORDS[language]
    paragraphs = f"1. {first}\n2. {second}"
    begun = f"{word} 1\n{first}\n{word} 2\n{paragraphs}"
    for inside in (
        f" {first[:-1]}:\n{paragraphs}",
        f"\n3. {first[:-1]}:\n“1. {first}\n2. {second}”",
    ):
        result = split_law(f"{begun}{inside}\n{word} 4\n{first}", language)
        assert numbers(result) == ["1", "2", "4"]
    extract = law_of(language, [f"{word} 41", "", f"{word} 43"])
    assert numbers(split_law(extract, language)) == ["41", "43"]


def test_a_repealed_article_is_not_looked_for() -> None:
    heads = ["Article 1", "Article 2", "", "Articles 3 and 4. Repealed.", "Article 5"]
    law = law_of("en", heads[:3]) + "\n" + heads[3] + "\n" + law_of("en", heads[4:])
    assert numbers(split_law(law, "en")) == ["1", "2", "5"]


def test_entries_of_a_file_hold_articles_whose_number_is_lost() -> None:
    one, two = "1. The master pays a fine.\n2. The owner pays too.", "1. It begins.\n2. It ends."
    rows = [("1", one), ("2", f"{one}\n{two}"), ("4", two)]
    result = split(Document({}, [Block(text, "provision", 0, number) for number, text in rows]))
    assert numbers(result) == ["1", "2", "3", "4"]
    assert [provision.text for provision in result.provisions] == [one, one, two, two]


@IN_ALL
def test_a_number_that_comes_twice_before_a_gap_slipped_in_print(language: str) -> None:
    word, title, first, second = WORDS[language]
    texts = [first, f"{title}: {second}", second, f"{second} {first}"]
    for printed in ([1, 1, 3, 4], [1, 1, 2, 4]):
        heads = zip(printed, texts, strict=True)
        law = "\n".join(f"{word} {number}\n{text}" for number, text in heads)
        result = split_law(law, language)
        assert numbers(result) == ["1", "2", "3", "4"], printed
        assert said(result, "numbers slipped by one in print"), printed
        assert f"{word} 1" in result.provisions[1].mark


@IN_ALL
def test_two_wordings_of_one_article_do_not_slip(language: str) -> None:
    word, title, first, second = WORDS[language]
    old, new = f"{first} {second} {title}.", f"{first} {second}"
    heads = [(1, first), (2, old), (2, new), (3, second), (5, first)]
    law = "\n".join(f"{word} {number}\n{text}" for number, text in heads)
    result = split_law(law, language)
    assert numbers(result) == ["1", "2", "3", "5"]
    assert said(result, "printed twice")
    assert said(result, "numbers missing: 4")
