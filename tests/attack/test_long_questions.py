"""Questions made to cost much, and long ones asked in good faith."""

import string
from urllib.parse import quote

import pytest

from plugins.search import LONGEST_QUESTION
from plugins.searching.query import MOST_GROUPS

BEGINNINGS = [f"{first}{second}*" for first in string.ascii_lowercase for second in "aeiou"]
UNKNOWN = [f"{first}q{second}" for first in "jkwxz" for second in string.ascii_lowercase[:20]]


@pytest.mark.parametrize(
    "question",
    [
        "a* " * 100,
        " ".join(f"{letter}*" for letter in string.ascii_lowercase),
        " ".join(BEGINNINGS),
        " ".join(UNKNOWN),
        " OR ".join(BEGINNINGS),
        " ".join(f'"{word}"' for word in UNKNOWN),
        " ".join(f"-{word}" for word in UNKNOWN) + " victim",
    ],
)
def test_a_question_of_a_hundred_words_is_answered(get, question):
    answer = get(f"/search.json?q={quote(question.strip())}&facets=off")
    assert answer.status_code == 200
    assert len(answer.json()["understood"]["words"]) <= MOST_GROUPS


def test_a_word_that_comes_again_is_one_word(get):
    understood = get(f"/search.json?q={quote('victim ' * 100)}").json()["understood"]
    assert understood["words"] == ["victim"]
    assert understood["left_out"] == []


def test_words_beyond_the_limit_are_named_on_the_page(get):
    understood = get(f"/search.json?q={quote(' '.join(UNKNOWN))}").json()["understood"]
    assert understood["unknown"] == UNKNOWN
    assert understood["left_out"] == UNKNOWN[MOST_GROUPS:]
    assert f"left out: {UNKNOWN[MOST_GROUPS]}" in get(f"/search?q={quote(' '.join(UNKNOWN))}").text


def test_a_question_longer_than_a_paragraph_is_refused_in_words(get):
    assert get(f"/search?q={'a' * LONGEST_QUESTION}").status_code == 200
    refused = get(f"/search?q={'a' * (LONGEST_QUESTION + 1)}")
    assert refused.status_code == 400
    assert f"{LONGEST_QUESTION}" in refused.text


@pytest.mark.parametrize(
    "sentence",
    [
        "Who pays for the return of a victim to her home country under West African agreements?",
        "How long can a foreign victim stay in the country to recover before she decides?",
        "Is a recruitment agency liable for the fees that it charges workers who go abroad?",
        "¿Puede una víctima extranjera quedarse en el país mientras dura el juicio penal?",
        "Quelles sont les peines prévues lorsque l'auteur est un parent de la jeune victime ?",
    ],
)
def test_a_sentence_finds_what_has_most_of_its_words(get, sentence):
    found = get(f"/search.json?q={quote(sentence)}").json()
    assert found["total"] > 0
    assert found["rows"][0]["found_by"] in ("item", "words", "meaning", "some")
