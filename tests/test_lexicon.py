"""The lexicon as data: every item can be said in five languages, every word can be read, nothing
stands twice.
"""

import re
from collections import Counter

import pytest

from ingest.folding import for_lexicon
from ingest.languages import LANGUAGES
from ingest.machine.items.annotate import annotate_text
from ingest.machine.items.lexicon import FINER, FOLDER, Lexicon, parse_phrase, read_table
from ingest.machine.items.rules import find_hits, load_rules, rules_named
from ingest.machine.items.tokens import tokenize
from ingest.machine.items.training import item_codes
from ingest.machine.items.training_data import labelled_examples

LEXICON = Lexicon()
EVERY_WORD = [row for folder in (FOLDER, FINER) for row in read_table("concept_word", folder)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_and_item_has_words_in_every_language(language):
    said = {
        row["concept"]
        for row in EVERY_WORD
        if row["language"] == language and row["negative"] == "0"
    }
    assert set(LEXICON.concepts) - said == set()
    named = {row["item"] for row in read_table("item_concept") if row["concept"] in said}
    assert set(item_codes()) - named == set()


def test_every_word_can_be_read_and_none_stands_twice():
    for row in EVERY_WORD:
        assert parse_phrase(row["concept"], row["word"]).parts
        assert re.fullmatch(r"[^*]+\*?( ([^*]+\*?|\.\.))*", row["word"]), row
    folded = Counter((row["concept"], row["language"], row["word"]) for row in EVERY_WORD)
    assert [key for key, count in folded.items() if count > 1] == []


def test_a_word_says_what_it_is_listed_for():
    """Every word, written out, finds its own concept again."""
    lost = []
    for row in EVERY_WORD:
        if row["negative"] == "1":
            continue
        spans = LEXICON.by_language[row["language"]].find_spans(
            tokenize(row["word"].replace("*", "").replace("..", "xx"))
        )
        if row["concept"] not in {span.concept for span in spans}:
            lost.append((row["concept"], row["language"], row["word"]))
    negative = {(row["concept"], row["language"]) for row in EVERY_WORD if row["negative"] == "1"}
    assert [one for one in lost if one[:2] not in negative] == []


def test_the_finer_concepts_are_others_than_those_of_the_search():
    known = {row["concept"] for row in read_table("concept_word", FOLDER)}
    finer = {row["concept"] for row in read_table("concept_word", FINER)}
    assert len(finer) > 90
    assert known & finer == set()


def test_every_item_has_a_rule_and_every_rule_knows_its_concepts():
    every = load_rules(LEXICON)
    assert len({rule.name for rule in every}) == len(every)
    assert {rule.item for rule in every} == set(item_codes())
    named = {
        concept
        for rule in every
        for group in (*rule.needs, rule.lacks)
        for concept in group
        if concept
    }
    assert named - set(LEXICON.concepts) == set()
    assert [
        rule.name for rule in every if not re.fullmatch(re.escape(rule.item) + r"-\d+", rule.name)
    ] == []


def test_words_to_search_by_cross_languages(db):
    found = {
        row["word"] for row in db.execute("select word from search_word where item = 'palermo:6.6'")
    }
    assert {"compensat*", "reparation*", "indemniz*", "تعويض*"} <= found
    assert (
        db.execute(
            "select count(distinct language) from search_word where item = 'model:body'"
        ).fetchone()[0]
        == 5
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réparation", "reparation"),
        ("INDEMNIZAÇÃO", "indemnizacao"),
        ("الضَّحِيَّة", "الضحيه"),
        ("إيواء", "ايواء"),
        ("ضحـــايا", "ضحايا"),
        ("األطفال", "الأطفال"),
        ("١٨", "18"),
        ("traf\u00adficking", "trafficking"),
    ],
)
def test_folding(one, other):
    assert for_lexicon(one) == for_lexicon(other)


def test_the_words_of_the_training_data_are_folded_as_texts_are():
    stems = {
        name.partition(":")[2]
        for example in labelled_examples()
        for name in example.features.blocks[1]
    }
    assert {"œuvre", "traffic"} < stems
    assert [stem for stem in stems if for_lexicon(stem) != stem] == []


def test_a_negative_word_takes_the_concept_back():
    def names_a_body(text):
        spans = LEXICON.by_language["en"].find_spans(tokenize(text))
        return "body" in {span.concept for span in spans}

    assert names_a_body("the Commission shall meet")
    assert not names_a_body("the commission of the offence")


def test_a_hyphen_at_the_end_of_a_line_does_not_hide_a_word():
    assert [word.text for word in tokenize("traf-\nficking in persons")] == [
        "trafficking",
        "in",
        "persons",
    ]


def test_arabic_written_without_blanks_is_read_word_by_word():
    """As a PDF file often gives it: a letter that only ends words shows where a blank was lost."""
    whole = "عدم الاعتداد برضا الضحية في أي صورة من صور الاتجار بالبشر، ومعاقبة كل شخص"
    glued = "عدمالاعتداد برضاالضحية فيأيصورة من صورالاتجاربالبشر، ومعاقبةكل شخص"

    def concepts(text):
        return set(annotate_text(LEXICON, "", text, "ar").spans_by_concept)

    assert concepts(whole) >= {"trafficking", "victim", "consent"}
    assert concepts(glued) >= concepts(whole)
    words = tokenize(glued)
    assert "".join(glued[word.start : word.end] for word in words) == "".join(
        sign for sign in glued if sign.isalpha()
    )
    assert [word.text for word in tokenize(whole)] == [
        word.text for part in whole.split() for word in tokenize(part)
    ]


def test_one_lost_blank_does_not_cut_the_other_words():
    text = 6 * "تتخذ السلطاتالمختصة الإجراءات الكفيلة بحماية الضحايا والشهود وسلامتهم "
    words = [word.text for word in tokenize(text)]
    assert len(words) == len(text.split())
    assert [word.text for word in tokenize(text.replace("ة ب", "ةب", 1))] == words


def test_a_rule_is_sought_only_where_all_of_it_is_named():
    text = annotate_text(LEXICON, "", "The court may order compensation of the victim.", "en")
    every = load_rules(LEXICON)
    named = rules_named(text, every)
    assert {hit.rule for hit in find_hits(text, every)} == {
        hit.rule for hit in find_hits(text, named)
    }
    assert "palermo:6.6-1" in {rule.name for rule in named}
    assert len(named) < len(every) / 5


def test_points_keep_rules_apart():
    text = (
        "The Fund shall:\n(a) repair the roads of the district and the schools;\n(b) hear "
        "witnesses;\n(c) assist victims of trafficking."
    )
    reading = annotate_text(LEXICON, "", text, "en")
    assert len(set(reading.points)) == 4
