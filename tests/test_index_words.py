"""The words of the index against the plain rules that they are a quick form of."""

import csv
import random

import pytest
from conftest import CURATED

from ingest.database import concepts, index_words
from ingest.database.concepts import ConceptMatcher, parse_phrase, word_forms
from ingest.database.index_words import WORD, IndexWords, fold_words
from ingest.folding import for_search

TEXTS = [
    "La traite des êtres humains — «\u00a0œuvre\u00a0» n°\u202f5, art. 2bis",
    "e\u0301tat, E\u0301TAT d\u2019urgence; co-operation/assistance _draft_ a.b.c",
    "ΟΔΟΣ ΟΔΟΣ. όδος Σ ΣΣ",
    "الاتِّجار بالأشخاص ومُكافحتُه، المادة ٦٤ ـــ للضحايا",
    "½ of ①② ﬁne ﷺ x² İstanbul ıssız ß",
    "\ttabs\u2003and\x1cother\x85blanks\u2028here\u3000too\n",
    "",
    " — … ! ",
]
SEED, TRIALS = 14, 3_000


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_words_folded_one_by_one_are_those_of_the_folded_text(text):
    assert fold_words(text) == WORD.findall(for_search(text))


@pytest.fixture(scope="module")
def phrases() -> list[tuple[str, str]]:
    """Each concept with each of its phrases, as the curated files have them."""
    found = []
    for path in sorted(CURATED.glob("*/concept_word/*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = csv.DictReader(lines)
            found += [(row["concept"], row["word"]) for row in rows if row.get("negative") != "1"]
    return found


def meets(word: str, part: concepts.Part) -> bool:
    """Whether a word is a part of a phrase, or begins with it."""
    return any(
        form == part.word or (part.is_prefix and form.startswith(part.word))
        for form in word_forms(word)
    )


def follows(words: list[str], at: int, parts: list[concepts.Part]) -> bool:
    """Whether parts stand from a place on: each in the next word or, after a gap, the first that
    meets it of the next words.
    """
    for part in parts:
        room = concepts.MAX_GAP if part.after_gap else 0
        at = next(
            (i for i in range(at, min(len(words), at + room + 1)) if meets(words[i], part)), -1
        )
        if at < 0:
            return False
        at += 1
    return True


def concepts_by_rule(words, parsed):
    """What is named from each word on, phrase by phrase."""
    for at in range(len(words)):
        yield from {name for name, parts in parsed if follows(words, at, parts)}


def test_concepts_are_those_of_every_phrase_tried_at_every_word(phrases):
    """On words drawn from the phrases themselves, near one another as in a law."""
    chance = random.Random(SEED)
    matcher = ConceptMatcher(phrases)
    named = 0
    for _ in range(TRIALS // 10):
        some = chance.sample(phrases, 6)
        parsed = [(name, parse_phrase(written)) for name, written in some]
        own = ConceptMatcher(some)
        pool = [part.word + chance.choice(["", "s"]) for _, parts in parsed for part in parts]
        for _ in range(10):
            words = chance.choices([*pool, "of", "والضحايا"], k=12)
            found = own.find_concepts(words)
            assert sorted(found) == sorted(concepts_by_rule(words, parsed)), words
            assert set(found) <= set(matcher.find_concepts(words))
            named += len(found)
    assert named > TRIALS


def test_what_is_remembered_changes_no_word(phrases, monkeypatch):
    texts = [(text, language) for text in TEXTS for language in ("en", "fr", "ar", "")]
    matcher = ConceptMatcher(phrases)
    first = [IndexWords(matcher).of_texts((one,)) for one in texts]
    monkeypatch.setattr(index_words, "MOST_REMEMBERED", 0)
    assert [IndexWords(matcher).of_texts((one,)) for one in texts] == first


def test_a_text_that_stands_twice_is_indexed_once(phrases):
    words = IndexWords(ConceptMatcher(phrases))
    assert words.of_texts((("The Act 2005", "en"), ("the act 2005", "en"))) == (
        "the act 2005 0 0the 0act 02005"
    )
    assert words.of_texts((("Acts, 1", "en"), ("acts 1", "en"), ("Acts 1", "en"))) == (
        "acts 1 0 acts 1 0 0act 01 0act 01"
    )
    assert words.of_texts((("Lois", "fr"), ("lois", "en"))) == "lois 0 0lois 0loi"
    assert words.forms["fr"] == {"lois"}
    assert words.forms["en"] == {"the", "act", "2005", "acts", "1", "lois"}
