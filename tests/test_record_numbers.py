"""A recorded provision gets the words that stand under its number in the text, or none."""

import pytest

from ingest.folding import slug
from ingest.law.splitting.line import Line
from ingest.law.splitting.result import Provision, Split
from ingest.received.parts_of_article import cut_paragraph, cut_point, quoted_in_lines
from ingest.received.record_numbers import (
    PrintedLaw,
    Record,
    key_of,
    record_key,
)


def article(number: str, text: str, label: str = "", quoted=()) -> Provision:
    return Provision(0, number, label or f"art. {number}", "", text, "", quoted=quoted)


def words_of(number: str, label: str, *articles: Provision) -> str | None:
    """What the record of this number and label gets from a text with these articles."""
    found = PrintedLaw(Split("en", list(articles))).find(Record("law:x", number, label))
    return found.words if found else None


PLAIN = [article(str(number), f"Words of {number}.") for number in range(1, 13)]
CLOSING = [
    article("1", "It begins now.", "Disposiciones complementarias finales, 1"),
    article("1", "The old act is repealed.", "Disposición complementaria derogatoria, 1"),
    article("1", "A later reform begins.", "Disposiciones finales, 1"),
]


@pytest.mark.parametrize("number", ["1", "art. 1", "premier", "1º", "1er"])
def test_a_record_is_joined_by_its_whole_number(number):
    assert words_of(number, "art. 1", *PLAIN) == "Words of 1."


@pytest.mark.parametrize(
    "number",
    ["11; 12; 20-22", "2 of the Act", "11 al. 2", "1 Reg.", "4 (penalty)", "1 and 2", "2-4; 6"],
)
def test_a_number_that_only_begins_like_an_articles_gets_no_words(number):
    assert words_of(number, f"arts. {number}", *PLAIN) is None


@pytest.mark.parametrize("number", ["PRIMERA", "TERCERA", "Décimo", "transitorio-Primero"])
def test_an_ordinal_of_a_closing_section_is_no_article(number):
    assert words_of(number, "a provision", *PLAIN) is None


@pytest.mark.parametrize(
    ("number", "label", "words"),
    [
        ("PRIMERA", "final prov. 1", "It begins now."),
        ("DF1", "final prov. 1", "It begins now."),
        ("DEROGATORIA", "repealing provision 1", "The old act is repealed."),
        ("transitorio-Primero", "transitory art. 1", None),
        ("SEGUNDA", "final prov. 2", None),
    ],
)
def test_a_closing_provision_has_the_words_of_its_section(number, label, words):
    assert words_of(number, label, *PLAIN, *CLOSING) == words


def test_the_articles_of_a_regulation_are_not_those_of_its_decree():
    law = [*PLAIN, article("1", "The regulation aims at this.")]
    assert words_of("1", "Decree, art. 1", *law) == "Words of 1."
    assert words_of("1 Reg.", "Regulations, art. 1", *law) == "The regulation aims at this."


def test_a_schedule_is_found_by_its_whole_label():
    law = [*PLAIN, article("2", "Who may not sit.", "Schedule 2, para. 2")]
    assert words_of("sch. 2, para. 2", "sch. 2, para. 2", *law) == "Who may not sit."
    assert words_of("2", "s. 2", *law) == "Words of 2."


@pytest.mark.parametrize(
    ("printed", "recorded"),
    [("133¹", "133-1"), ("262a", "262-a"), ("262a", "262 a"), ("2 bis",) * 2],
)
def test_one_number_printed_in_two_ways_is_one(printed, recorded):
    assert key_of(article(printed, "x")) == record_key(recorded)
    assert slug("133¹") != slug("1331")


SECTION = """(a) Purposes
(1) First, (i) one; (ii) two.
(b) Findings
(1) Second.
(c) Report
Third."""


@pytest.mark.parametrize(
    ("mark", "begins", "ends"),
    [("a", "(a) Purposes", "two."), ("b", "(b) Findings", "Second."), ("c", "(c)", "Third.")],
)
def test_a_paragraph_gets_its_own_words(mark, begins, ends):
    words = cut_paragraph(SECTION, mark)
    assert words.startswith(begins)
    assert words.endswith(ends)
    assert words_of(f"7105({mark})", f"§ 7105({mark})", article("7105", SECTION)) == words


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (SECTION, "d"),
        (SECTION, "1"),  # of a list inside a paragraph
        ("No paragraph.", "a"),
        ("(a) One\n(b) Two\n(a) again\n(b) again\n(c) Three", "b"),
        ("(h) begins late\n(i) Two", "i"),
    ],
)
def test_a_paragraph_whose_ends_are_in_doubt_gets_none(text, mark):
    assert cut_paragraph(text, mark) == ""


HOST = article(
    "1",
    "Articles 153 and 153-A are replaced.",
    quoted=(("153", "The basic offence."), ("153-A", "The heavier cases.")),
)


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("art. 153 CP (art. 1)", "The basic offence."),
        ("art. 153-A CP (art. 1)", "The heavier cases."),
        ("art. 15 CP (art. 1)", None),
        ("art. 153 CP (art. 2)", None),
    ],
)
def test_an_article_that_another_prints_is_told_by_its_whole_number(label, words):
    number = label.removeprefix("art. ")
    assert words_of(number, label, HOST, *PLAIN[1:]) == words


def test_an_article_that_another_prints_is_never_one_of_the_law_itself():
    assert words_of("11", "art. 11 Act 6/2014 (art. 3)", *PLAIN) is None


def test_of_a_torn_number_the_amending_words_tell_the_rest():
    host = article("2", "Article 82-5-1 is added.", quoted=(("82-5", "Whoever stays."),))
    assert words_of("x", "art. 82-5-1 CPP (art. 2)", host) == "Whoever stays."
    assert words_of("x", "art. 82-5-2 CPP (art. 2)", host) is None


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('Add: "Artículo 89 bis.- The Minister may."', {"89 bis": "The Minister may"}),
        (
            "So: “Artigo 196-A (Tráfico) 1. Whoever. 2. It.”\nPublish it.",
            {"196-A": "(Tráfico) 1. Whoever. 2. It"},
        ),
        (
            "“Artículo 6º.- Here. \n 1º.- Law.” \n “Artículo 8º.- Abroad.”",
            {"6": "Here. \n 1º.- Law", "8": "Abroad"},
        ),
        (
            '"Artículo 4 bis.- One. Artículo 4 ter.- Two, see artículo 9."',
            {"4 bis": "One.", "4 ter": "Two, see artículo 9"},
        ),
        ("As said. Artículo 5 of the Code stays.", {}),
    ],
)
def test_an_article_quoted_inside_a_line_ends_where_it_ends(text, quoted):
    found = {number: words.rstrip(".") for number, words in quoted_in_lines(text)}
    assert found == {number: words.rstrip(".") for number, words in quoted.items()}


@pytest.mark.parametrize(
    ("text", "label", "words"),
    [
        (
            "1. Article 187B of the Code is replaced by: «1. Whoever tells.»\n2. It begins.",
            "art. 187B PC (art. 5)",
            "1. Whoever tells.",
        ),
        (
            "1. L'alinéa 2 de l'article 8 du Code est remplacé par : « Est puni. »",
            "art. 8(2) CP (art. 5)",
            "Est puni.",
        ),
        (
            "Sustitúyese el artículo 23 del Código por el siguiente:\nLos bienes se decomisan.",
            "art. 23(6) CP (art. 5)",
            "Los bienes se decomisan.",
        ),
        ("Article 9 of the Code: the words “or ship” are left out.", "art. 8 CP (art. 5)", None),
    ],
)
def test_an_article_of_another_law_is_found_behind_its_name(text, label, words):
    assert words_of("x", label, article("5", text)) == words


def test_what_an_article_quotes_is_found_before_a_number_that_is_lost():
    text = "Of persons. Article 226A of the Code reads: «1. The child is heard.»"
    assert (
        words_of("226A", "art. 226A CCP (art. 6)", article("5", text)) == "1. The child is heard."
    )


POINTS = (
    "In the Code (as amended. 1) Changes were published) this is changed: 1) art. 113 reads: "
    "“Art. 113. One. 2) Not a point.” ; 2) in art. 115: a) a stop is put; 3) art. 9 goes."
)


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("1", "1) art. 113 reads: “Art. 113. One. 2) Not a point.” ;"),
        ("2", "2) in art. 115: a) a stop is put;"),
        ("3", "3) art. 9 goes."),
        ("4", ""),
        ("other", ""),
    ],
)
def test_a_point_of_an_amending_act_in_running_text(mark, words):
    assert cut_point(POINTS, mark) == words


def test_a_section_of_a_chapter_and_a_figure_that_was_raised():
    parts = [
        Provision(0, "1", "s. 1", "", "One.", "Chapter 3"),
        Provision(0, "1", "s. 1", "", "Four.", "Chapter 4"),
        article("147", "Sale."),
        article("1471", "Labour."),
    ]
    assert words_of("4:1", "ch. 4, s. 1", *parts) == "Four."
    assert words_of("5:1", "ch. 5, s. 1", *parts) is None
    assert words_of("147-1", "art. 147-1", *parts) == "Labour."
    whole_code = [*parts, article("1470", "Before.")]
    assert words_of("147-1", "art. 147-1", *whole_code) is None


def test_the_long_title_and_a_whole_schedule():
    split = Split("en", [article("1", "Title.", "Schedule, art. 1"), article("1", "Name.")])
    split.put("front", [Line("Act 5"), Line("An Act to count"), Line("ships."), Line("ENACTED by")])
    law = PrintedLaw(split)
    found = law.find(Record("law:x", "long title", "long title"))
    assert found.words == "An Act to count\nships."
    assert law.find(Record("law:y", "Schedule", "Schedule")).words == "Title."


@pytest.mark.parametrize("title", ["SCHEDULE 2", "अनुसूची–२", "الملحق 2", "الملحق الثاني"])
def test_a_schedule_is_found_in_any_script(title):
    whole = [Provision(0, "", title, "", "A form.", "")]
    assert words_of("sch.-2", "sch. 2", *PLAIN, *whole) == "A form."
    assert words_of("sch.-3", "sch. 3", *PLAIN, *whole) is None
    counted = [article(number, f"Item {number}.", f"{title}, para. {number}") for number in "12"]
    assert words_of("sch.-2", "sch. 2", *PLAIN, *counted) == "Item 1.\nItem 2."
    assert [key_of(one) for one in counted] == ["schedule-2-para.-1", "schedule-2-para.-2"]


def law_with(place: str, text: str, *articles: Provision) -> PrintedLaw:
    """A text with these articles and words in a place beside them."""
    split = Split("en", list(articles or PLAIN))
    split.put(place, [Line(line) for line in text.split("\n")])
    return PrintedLaw(split)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Act 5\nPreamble: Ships are to be\nsafe.", "Ships are to be\nsafe."),
        ("Loi 5\nPRÉAMBULE\nLes navires sont sûrs.", "Les navires sont sûrs."),
        ("Ley 5\nPreámbulo.- Las naves son seguras.", "Las naves son seguras."),
        ("Lei 5\nPREAMBULO\nOs navios são seguros.", "Os navios são seguros."),
        ("قانون 5\nالديباجة: تكون السفن آمنة.", "تكون السفن آمنة."),
        ("ऐन ५\nप्रस्तावना: जहाज सुरक्षित छ ।", "जहाज सुरक्षित छ ।"),
        ("Act 5\nThe preamble to the charter is kept.", None),
    ],
)
def test_a_preamble_has_the_words_below_its_head(text, words):
    found = law_with("front", text).find(Record("law:x", "preamble", "preamble"))
    assert (found and found.words) == words


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("An Act to count ships.", "An Act to count ships."),
        ("An Act to count ships and to ...", None),  # cut short by the file
        ("Text of an Act to count ships.", None),
    ],
)
def test_a_long_title_may_stand_in_a_field_of_the_file(field, words):
    found = law_with("outside", field).find(Record("law:x", "long title", "long title"))
    assert (found and found.words) == words


PARTS = {
    "en": "Tasks of the harbour Part I. The port counts.\n1. Ships;\nPart II. The guard looks.",
    "fr": "Missions I- Le port compte.\n1- Les navires ;\nIl - La garde regarde.\nIII- Fin.",
    "es": "Tareas\nI. El puerto cuenta.\nII. La guardia mira.\nIII. El fin.",
    "pt": "Tarefas\nI – O porto conta.\nII – A guarda olha.",
    "ar": "المهام\nأولا: يعد الميناء السفن.\nثانياً: ينظر الحرس.\nثالثا: الختام.",
}


@pytest.mark.parametrize(
    ("language", "second"),
    [
        ("en", "Part II. The guard looks."),
        ("fr", "Il - La garde regarde."),  # as a scan reads II
        ("es", "II. La guardia mira."),
        ("pt", "II – A guarda olha."),
        ("ar", "ثانياً: ينظر الحرس."),
    ],
)
def test_a_part_of_a_schedule_is_told_by_its_count(language, second):
    schedule = Provision(0, "", "Annex", "", PARTS[language], "")
    assert words_of("annex-ii", "annex, part II", *PLAIN, schedule) == second
    assert words_of("annex-9", "annex, part IX", *PLAIN, schedule) is None
    twice = Provision(0, "", "Annex", "", f"{PARTS[language]}\n{second}", "")
    assert words_of("annex-ii", "annex, part II", *PLAIN, twice) is None
    assert words_of("annex-ii", "annex, part II", *PLAIN, schedule, schedule) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "1. A.\n2. B.\n1. It begins.\n2. It ends:\n1) soon.",
            "1. It begins.\n2. It ends:\n1) soon.",
        ),
        ("1. A.\n2. B: «\n1. C.\n2. D.»", None),
        ("1. A.\n2. B.\n1. C.\n2. D.\n1. E.", None),
        ("1. A.\n2. These things:\n1. C.\n2. D.", None),
        ("No paragraphs here.", None),
    ],
)
def test_provisions_printed_under_an_article_are_its_second_count(text, words):
    label = "final provisions (printed under art. 30)"
    assert words_of("final", label, *PLAIN, article("30", text)) == words
