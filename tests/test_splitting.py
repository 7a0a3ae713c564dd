"""How laws number, head and divide their articles: a test for each kind, in several languages.

`law` is a made text, one line of it a line of print.
"""

import pytest

from ingest.law.readers.document import Block, Document, line_blocks
from ingest.law.readers.pdf import running_lines
from ingest.law.split import split
from ingest.law.splitting.article_numbers import read_number
from ingest.law.splitting.number_words import read_number_words
from ingest.law.splitting.repealed import read_range
from ingest.law.splitting.result import Split


def split_law(law: str, language: str = "") -> Split:
    return split(Document({}, line_blocks(law)), language)


def numbers(result: Split) -> list[str]:
    return [provision.number for provision in result.provisions]


def counted(head: str, text: str, numbers: range = range(1, 6)) -> str:
    """A law of articles with a head and a text, both with the number in them."""
    return "\n".join(f"{head.format(number)}\n{text.format(number)}" for number in numbers)


# ---- pages


@pytest.mark.parametrize(
    "head",
    ["Section {}", "Rule {}", "Article {}.", "Artigo {}.º", "§ {}", "المادة {}", "CHAPTER {}",
     "Eixo {}", "მუხლი {}", "Nodaļa {}", "{}."],
)  # fmt: skip
def test_a_head_alone_at_the_end_of_a_page_is_no_running_head(head: str) -> None:
    pages = [
        [head.format(2 * page - 1), "the text of one", head.format(2 * page), "the text of two"]
        for page in range(1, 7)
    ]
    assert running_lines(pages) == set()


@pytest.mark.parametrize("head", ["Act 12 of 2004", "Journal officiel, page {}", "Seite {}"])
def test_a_line_that_keeps_its_figures_or_grows_with_the_pages_is_a_running_head(head: str) -> None:
    pages = [[head.format(page + 40), f"text number {page * page}"] for page in range(1, 7)]
    assert len(running_lines(pages)) == 1


# ---- headings

WRAPPED = [
    "يجب على الناقل أن يتحقق من وثائق كل مسافر قبل الصعود إلى السفينة",
    "وأن يحتفظ بنسخة منها مدة لا تقل عن سنة واحدة في سجل خاص بذلك.",
]


def test_the_first_line_of_a_text_without_capitals_is_no_heading() -> None:
    result = split_law(counted("المادة {}", "\n".join(WRAPPED)))
    assert [provision.heading for provision in result.provisions] == [""] * 5
    assert all(provision.text.startswith("يجب على") for provision in result.provisions)


def test_a_heading_does_not_end_at_the_point_inside_a_number() -> None:
    law = "".join(
        f"ARTICULO {number} — Sustitúyese el artículo {number}° de la ley 26.364 por otro.\n"
        for number in range(1, 6)
    )
    result = split_law(law)
    assert [provision.heading for provision in result.provisions] == [""] * 5
    assert all("la ley 26.364 por otro" in provision.text for provision in result.provisions)


def test_text_behind_a_number_without_capitals_is_no_heading() -> None:
    result = split_law(counted("المادة {} - يعاقب بغرامة من 2000 إلى 3000 درهم", WRAPPED[0]))
    assert all(provision.text.startswith("يعاقب بغرامة") for provision in result.provisions)


@pytest.mark.parametrize("law", ["المادة {}\nالتزام الناقل", "المادة {}: التزام الناقل"])
def test_a_short_line_in_every_article_without_capitals_is_a_heading(law: str) -> None:
    result = split_law(counted(law, "\n".join(WRAPPED)))
    assert {provision.heading for provision in result.provisions} == {"التزام الناقل"}


def test_short_lines_that_wait_for_the_next_word_are_no_headings() -> None:
    result = split_law(counted("المادة {}\nيحظر على", "\n".join(WRAPPED)))
    assert {provision.heading for provision in result.provisions} == {""}


# ---- the words that count articles


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["الفصل الأول", "الفصل الثاني", "الفصل الثالث"], ["1", "2", "3"]),
        (["الفصل الأول –", "الفصل 2 –", "الفصل 3 –"], ["1", "2", "3"]),
        (["الفصل الأول", "الفصل الأول مكرر", "الفصل الثاني"], ["1", "1 bis", "2"]),
        (["الفصل الأول (جديد) –", "الفصل الأول (مكرر) –", "الفصل 2 –"], ["1", "1 bis", "2"]),
        (["فصل وحيد –"], ["1"]),
    ],
)
def test_fasl_counts_articles_where_no_other_word_does(
    heads: list[str], expected: list[str]
) -> None:
    law = "الباب الأول – أحكام عامة\n" + "".join(f"{head} يحدث سجل للسفن.\n" for head in heads)
    result = split_law(law)
    assert numbers(result) == expected
    assert {provision.parent for provision in result.provisions} == {"الباب الأول – أحكام عامة"}


def test_fasl_is_a_chapter_where_another_word_counts_articles() -> None:
    result = split_law(
        "الفصل الأول: أحكام عامة\nالمادة 1\nتحصى السفن.\nالمادة 2\nيحصى الركاب.\n"
        "الفصل الثاني: العقوبات\nالمادة 3\nيعاقب من لم يحص.\n"
    )
    assert numbers(result) == ["1", "2", "3"]
    assert result.provisions[2].parent == "الفصل الثاني: العقوبات"


def test_a_first_article_that_is_missing_is_said() -> None:
    assert "begins with number 2" in split_law("الفصل 2 – سجل.\nالفصل 3 – نشر.\n").warnings


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("premier bis", "1 bis"), ("V bis", "5 bis"), ("134bis", "134 bis"), ("5 bis A", "5 bis A"),
        ("13 terdecies", "13 terdecies"), ("الخامسة مكررة", "5 bis"), ("٥ مكرراً", "5 bis"),
        ("5 (مكرر)", "5 bis"), ("5 مكرر (ب)", "5 bis B"), ("٣٠٣ مكرر ٤", "303 bis 4"),
        ("5 مكرر مرتين", "5 ter"), ("décimo bis", "10 bis"), ("5.º-A", "5-A"),
        ("LO 123", "LO123"), ("R.* 421-1", "R421-1"), ("20A.02", "20A.02"),
        ("13A-6-152", "13A-6-152"), ("2C:13-8", "2C:13-8"), ("787.06", "787.06"), ("5[3]", "5"),
    ],
)  # fmt: skip
def test_numbers_with_bis_and_letters(printed: str, stored: str) -> None:
    number = read_number(printed)
    assert number is not None
    assert number.stored == stored


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("One", 1), ("Twenty-one", 21), ("One hundred and five", 105), ("Twelfth", 12),
        ("premier", 1), ("deuxième", 2), ("vingt et un", 21), ("dix-sept", 17),
        ("quatre-vingt-dix-neuf", 99), ("primero", 1), ("décimo segundo", 12),
        ("decimotercero", 13), ("vigésima primera", 21), ("treinta y dos", 32),
        ("vinte e um", 21), ("trigésimo quarto", 34), ("única", 1),
    ],
)  # fmt: skip
def test_number_words(words: str, value: int) -> None:
    assert read_number_words(words) == (value, len(words))


@pytest.mark.parametrize("words", ["the", "de la", "A person", "وكل"])
def test_no_number_words(words: str) -> None:
    assert read_number_words(words) is None


@pytest.mark.parametrize(
    "heads",
    [
        ["Article One", "Article Two", "Article Three"],
        ["ARTICLE FIRST.", "ARTICLE SECOND.", "ARTICLE THIRD."],
        ["Article premier", "Article deux", "Article trois"],
        ["Artículo primero.-", "Artículo segundo.-", "Artículo tercero.-"],
        ["Artigo Primeiro", "Artigo Segundo", "Artigo Terceiro"],
        ["Section One –", "Section Two –", "Section Three –"],
    ],
)
def test_articles_counted_in_words(heads: list[str]) -> None:
    law = "".join(f"{head}\nThe master counts those on board of the ship.\n" for head in heads)
    assert numbers(split_law(law, "en" if "Section" in law else "")) == ["1", "2", "3"]


# ---- repealed articles

RANGES = [
    ("Art. 3 à 5. [Abrogés]", "3", "5"),
    ("Art. 7 à 9. [...].", "7", "9"),
    ("Articles 3 to 5 — Repealed", "3", "5"),
    ("12–14. [Repealed by Act 5 of 2003]", "12", "14"),
    ("ss. 3 to 5 [Repealed by 3 of 2001, s. 2]", "3", "5"),
    ("3—5. . . . . . .", "3", "5"),
    ("[Sections 5 to 8 were repealed by Act 3 of 1999]", "5", "8"),
    ("Sections 3 and 4. * * * *", "3", "4"),
    ("[Sections 5 to 8 omitted by Act No. 3 of 1999]", "5", "8"),
    ("Arts. 3º a 5º (Revogados)", "3", "5"),
    ("Artículos 3, 4 y 5.- (Derogados)", "3", "5"),
    ("Articles premier à 3. Abrogés", "1", "3"),
    ("Articles 2 bis à 2 quater. Abrogés", "2 bis", "2 quater"),
    ("المواد من 3 إلى 5 (ملغاة)", "3", "5"),
    ("§§ 234 bis 235 (weggefallen)", "234", "235"),
    ("Artt. 3 e 4 (abrogati)", "3", "4"),
    ("Artikel 3 tot en met 5 [vervallen]", "3", "5"),
]


@pytest.mark.parametrize(("line", "first", "last"), RANGES)
def test_a_range_of_repealed_articles(line: str, first: str, last: str) -> None:
    found = read_range(line)
    assert found is not None
    assert (found.first.stored, found.last.stored) == (first, last)


@pytest.mark.parametrize(
    "line",
    [
        "Articles 3 to 5 are repealed.",
        "Les articles 3 à 5 de la loi sont abrogés",
        "Art. 3-5 (abrogé)",
        "3 to 5 persons",
        "Art. 3 à 5",
        "Artículo 4. Derogado",
    ],
)
def test_what_is_no_range_of_repealed_articles(line: str) -> None:
    assert read_range(line) is None


def test_repealed_articles_are_not_missing_and_keep_the_heads_around_them() -> None:
    result = split_law(
        "LIVRE I - DES NAVIRES\nArt. 1. On les compte.\nArt. 2. On les peint.\n"
        "Art. 3 à 5. [Abrogés]\nArt. 6. On les lave.\n"
        "LIVRE II\nDES PORTS\nTITRE I\nDES QUAIS\nArt. 7 à 9\n[Abrogés par la loi n° 4]\n"
        "TITRE II\nDES PHARES\nArt. 10. On les allume.\nArt. 11. On les éteint.\n"
    )
    assert numbers(result) == ["1", "2", "6", "10", "11"]
    assert (result.repealed, result.warnings) == ([("3", "5"), ("7", "9")], [])
    assert [provision.text for provision in result.provisions[1:3]] == [
        "On les peint.",
        "On les lave.",
    ]
    assert {provision.parent for provision in result.provisions[3:]} == {
        "LIVRE II – DES PORTS > TITRE II – DES PHARES"
    }


def test_repealed_articles_in_a_file_that_marks_its_articles() -> None:
    rows = [("1", "Ships are counted."), ("2-4", "[Repealed]"), ("5", "Ports are counted.")]
    result = split(Document({}, [Block(text, "provision", 0, number) for number, text in rows]))
    assert (numbers(result), result.repealed, result.warnings) == (["1", "5"], [("2", "4")], [])


def test_a_range_that_does_not_fit_between_the_articles_is_text() -> None:
    law = counted("Article {}", "The master of ship {} counts those on board.", range(4, 8))
    result = split_law(law.replace("Article 6", "Articles 1 to 3 [Repealed]\nArticle 6"))
    assert result.provisions[1].text.endswith("Articles 1 to 3 [Repealed]")
    assert result.repealed == []


# ---- divisions


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Axe 1 - Coordination", "Axe 2 - Prévention"),
        ("Axe stratégique n° 1 : Coordination", "Axe stratégique n° 2 : Prévention"),
        ("Eixo I – Coordenação", "Eixo II – Prevenção"),
        ("Eje estratégico 1. Coordinación", "Eje estratégico 2. Prevención"),
        ("Objectif 1.1 : Former", "Objectif 1.2 : Informer"),
        ("Strategic Objective 1: Train", "Strategic Objective 2: Inform"),
        ("المحور الأول: التنسيق", "المحور الثاني: الوقاية"),
        ("PART ONE – GENERAL", "PART TWO – PENALTIES"),
        ("TÍTULO PRIMERO\nGENERALIDADES", "TÍTULO SEGUNDO\nSANCIONES"),
        ("PREMIÈRE PARTIE\nGÉNÉRALITÉS", "DEUXIÈME PARTIE\nSANCTIONS"),
        ("CHAPTER–I\nGENERAL", "CHAPTER–II\nPENALTIES"),
        ("ΜΕΡΟΣ Α΄ ΓΕΝΙΚΑ", "ΜΕΡΟΣ Β΄ ΠΟΙΝΕΣ"),
        ("GENERAL PROVISIONS", "PENALTIES AND FINES"),
    ],
)
def test_a_division_ends_the_one_before(first: str, second: str) -> None:
    law = f"{first}\nArticle 1\nOne ship.\nArticle 2\nTwo ships.\n{second}\nArticle 3\nThree ships."
    result = split_law(law)
    assert [provision.parent for provision in result.provisions] == [
        *[first.replace("\n", " – ")] * 2,
        second.replace("\n", " – "),
    ]


def test_the_title_of_a_division_is_no_heading_of_an_article() -> None:
    law = "".join(
        f"TÍTULO {head}\nDE LA NAVE {number}\nArtículo {number}.- El capitán cuenta las personas.\n"
        for number, head in ((1, "I"), (2, "II"), (3, "III"))
    )
    result = split_law(law)
    assert [provision.heading for provision in result.provisions] == ["", "", ""]
    assert result.provisions[1].parent == "TÍTULO II – DE LA NAVE 2"


def test_an_axis_that_counts_anew_below_an_objective_is_part_of_it() -> None:
    result = split_law(
        "Objectif 1 : Former\nAxe 1.1 : Écoles\n1. On forme.\nAxe 1.2 : Ports\n2. On dit.\n"
        "Objectif 2 : Punir\nAxe 2.1 : Juges\n3. On juge.\n"
    )
    assert [provision.parent for provision in result.provisions] == [
        "Objectif 1 : Former > Axe 1.1 : Écoles",
        "Objectif 1 : Former > Axe 1.2 : Ports",
        "Objectif 2 : Punir > Axe 2.1 : Juges",
    ]


def test_headings_without_a_number_end_those_of_their_level() -> None:
    blocks = [Block("A plan", "heading", 1)]
    for area in ("Coordination", "Prevention"):
        blocks += [Block(area, "heading", 2), Block("Means", "heading", 3)]
        blocks += line_blocks("1.\nCount the ships.\n2.\nCount the ports.")
    assert [provision.parent for provision in split(Document({}, blocks)).provisions] == [
        *["A plan > Coordination > Means"] * 2,
        *["A plan > Prevention > Means"] * 2,
    ]


def test_a_division_that_counts_anew_below_another_is_part_of_it() -> None:
    result = split_law(
        "PARTIE I\nLIVRE I\nTITRE I\nArticle 1\nUn.\nLIVRE II\nArticle 2\nDeux.\n"
        "PARTIE II\nLIVRE I\nArticle 3\nTrois.\n"
    )
    assert [provision.parent for provision in result.provisions] == [
        "PARTIE I > LIVRE I > TITRE I",
        "PARTIE I > LIVRE II",
        "PARTIE II > LIVRE I",
    ]


# ---- lists


@pytest.mark.parametrize("mark", ["*", "**", "•", "►", "➢", "\uf0b7", "✓"])
def test_marks_of_a_list_begin_text(mark: str) -> None:
    law = (
        f"Article 1\nOn compte :\n{mark} les navires modifiés ;\n{mark} les ports.\nArticle 2\nFin."
    )
    result = split_law(law)
    assert result.provisions[0].text.count(mark) == 2
    assert (result.provisions[0].notes, result.ledger()["note"]) == ((), 0)


def test_a_starred_line_of_the_editor_is_a_note() -> None:
    law = "Article 1\nShips are counted.\n* Amended by Act 3 of 2001\nArticle 2\nPorts are counted."
    assert split_law(law).provisions[0].notes == ("* Amended by Act 3 of 2001",)


# ---- marks that are damaged


SENTENCE = "The master of the ship shall count those on board and write down their names."


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["Article 4", "Article 51", "Article 6"], "4 5 6"),
        (["Article 10", "Article 11", "Article 1 2", "Article 13"], "10 11 12 13"),
        (["Article 11.", "Article l2.", "Article 13."], "11 12 13"),
        (["Article 4", "A rticle 5", "ARTICLE 6"], "4 5 6"),
        (["Artículo 4.-", "Artícuto 5.-", "Artículo 6.-"], "4 5 6"),
        (["المادة 4", "الم ادة 5", "المادة 6"], "4 5 6"),
        (["Article 4.", "5.", "Article 6."], "4 5 6"),
        (["Article 4.", "5 -", "6.", "Article 7."], "4 5 6 7"),
        (["4.", "5", "6."], "4 5 6"),
        (["Section 4", "5. Penalty", "Section 6"], "4 5 6"),
        (["Artlcle 1", "Article 2", "Article 3"], "1 2 3"),
    ],
)
def test_a_torn_or_bare_number_that_fits_a_gap_is_read_and_said(
    heads: list[str], expected: str
) -> None:
    law = "\n".join(
        f"{head} {SENTENCE}" if head == "5" else f"{head}\n{SENTENCE}" for head in heads
    )
    result = split_law(law, "en" if "Section" in law else "")
    assert numbers(result) == expected.split()
    assert any("torn or bare" in warning for warning in result.warnings)


@pytest.mark.parametrize(
    "inside",
    [
        "On board:\n1. one;\n2. two;\n3. three;\n4. four;\n5. five;",
        "Article 52 of the Code applies.",
    ],
)
def test_a_list_or_a_reference_fills_no_gap(inside: str) -> None:
    result = split_law(f"Article 4\n{SENTENCE}\n{inside}\nArticle 6\n{SENTENCE}")
    assert (numbers(result), "numbers missing: 5" in result.warnings) == (["4", "6"], True)


@pytest.mark.parametrize(
    "heads", [["Article\n{}"], ["Section\n{}."], ["المادة\n{}"], ["Artigo\n{}.º"]]
)
def test_a_word_and_its_number_on_two_lines_are_one_head(heads: list[str]) -> None:
    result = split_law(counted(heads[0], SENTENCE), "en" if "Section" in heads[0] else "")
    assert numbers(result) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    "heads",
    [
        ["1 (1)", "2(1)", "3 (1)"], ["1.", "2 (1)", "3—(1)"], ["5(1)", "6", "7(1)"],
        ["Rule 1", "Rule 2", "Rule 3"], ["Clause 1.", "Clause 2.", "Clause 3."],
        ["Regulation 1", "Reg. 2", "Reg. 3"], ["Sec. 1.", "Sec 2.", "SEC. 3."],
        ["S. 1.", "S. 2.", "S.3."],
        ["CLÁUSULA PRIMERA.-", "CLÁUSULA SEGUNDA.-", "CLÁUSULA TERCERA.-"],
        ["Cláusula 1.ª", "Cláusula 2.ª", "Cláusula 3.ª"], ["Règle 1.", "Règle 2.", "Règle 3."],
    ],
)  # fmt: skip
def test_heads_of_acts_rules_and_agreements(heads: list[str]) -> None:
    words = {"C": "El capitán cuenta los pasajeros de la nave y las personas.", "R": SENTENCE}
    text = words.get(heads[0][0], SENTENCE) if "á" in heads[0].lower() else SENTENCE
    language = "" if "á" in heads[0].lower() else "fr" if "è" in heads[0] else "en"
    found = numbers(split_law("\n".join(f"{head} {text}" for head in heads), language))
    assert len(found) == 3
    assert [int(number) - int(found[0]) for number in found] == [0, 1, 2]


@pytest.mark.parametrize("word", ["SECTION {} – GENERAL", "Section {}: General"])
def test_sections_that_only_divide_numbered_articles_are_heads(word: str) -> None:
    law = "\n".join(
        f"{word.format(head)}\n" + counted("{}.", SENTENCE, range(first, first + 3))
        for head, first in (("I", 1), ("II", 4), ("III", 7))
    )
    result = split_law(law, "en")
    assert numbers(result) == [str(number) for number in range(1, 10)]
    assert result.provisions[3].parent == word.format("II")


# ---- headings of several lines

LONG_TITLE = (
    "Obligation of carriers to check the\ntravel documents of their passengers and\nthe luggage"
)
CAPITALS = (
    "Obligation of Carriers to Check the Travel\nDocuments of Their Passengers and\nTheir Luggage"
)


@pytest.mark.parametrize("title", [LONG_TITLE, CAPITALS, LONG_TITLE.upper()])
@pytest.mark.parametrize(
    "law", ["Article {}\n@\n{s}", "{}. @\n{s}", "@\n{}. (1) {s}", "Art. {} @\n1. {s}"]
)
def test_a_heading_of_three_lines(law: str, title: str) -> None:
    article = law.replace("@", title).replace("{s}", SENTENCE)
    result = split_law("\n".join(article.format(number) for number in range(1, 5)))
    assert {provision.heading for provision in result.provisions} == {title.replace("\n", " ")}
    assert all(provision.text.endswith(SENTENCE) for provision in result.provisions)


# ---- articles of other laws

AMENDING = [
    (
        "Artículo 1. Esta ley reforma otra.\n"
        "Artículo 2. Los artículos 3 y 4 de la ley de naves quedan así:\n"
        "Artículo 3. El capitán escribe los nombres.\n"
        "Artículo 4. El capitán entrega el libro.\n",
        "1 2", ["3", "4"],
    ),
    (
        "Article premier : Les articles 2 et 3 de la loi n° 12 sont modifiés ainsi qu'il suit :\n"
        "Article 2 (nouveau) : Le capitaine compte les passagers.\n"
        "Article 3 (nouveau) : Il écrit leurs noms.\n"
        "Article 2 : La présente loi sera publiée.\n",
        "1 2", ["2", "3"],
    ),
    (
        "1. This Act amends another.\n2. The following is inserted after section 2 as section 3:\n"
        "3. The master shall count those on board.\n3. Section 9 is repealed.\n"
        "4. This Act is in force.\n",
        "1 2 3 4", ["3"],
    ),
    (
        "Artigo 1.º\nOs artigos 5.º e 6.º da Lei passam a ter a seguinte redacção:\n«Artigo 5.º\n"
        "O capitão conta.\nArtigo 6.º\nO capitão escreve.»\n"
        "Artigo 2.º\nÉ aditado o artigo 7.º-A:\nArtigo 7.º-A\nO livro é entregue.\n"
        "Artigo 3.º\nA lei entra em vigor.\n",
        "1 2 3", ["5", "6", "7-A"],
    ),
    (
        "المادة الأولى: يستبدل بنص المادتين 2 و3 من القانون النص الآتي:\n"
        "المادة 2: يحصي الربان الركاب.\nالمادة 3: يسلم الربان السجل.\n"
        "المادة الثانية: ينشر هذا القانون.\n",
        "1 2", ["2", "3"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("law", "own", "quoted"), AMENDING)
def test_articles_that_an_amending_law_announces_are_not_its_own(
    law: str, own: str, quoted: list[str]
) -> None:
    result = split_law(law)
    assert numbers(result) == own.split()
    found = [number for provision in result.provisions for number, _ in provision.quoted]
    assert found == quoted


def test_counts_behind_several_letters_in_an_extract_of_a_code() -> None:
    result = split_law(
        "Art. L. 425-1. - L'étranger reçoit une carte.\nI. - La carte est temporaire.\n"
        "Art. L. 425-2. - La carte est retirée.\nArt. R. 425-1. - Le service informe.\n"
        "Art. D. 425-1. - Le délai est d'un mois.\nArt. LO 613. - Les élections.\n"
    )
    assert numbers(result) == ["L425-1", "L425-2", "R425-1", "D425-1", "LO613"]
    assert not any("again" in warning for warning in result.warnings)


# ---- notes glued to numbers


@pytest.mark.parametrize(
    "heads",
    [
        ["1. Title.—", "2[2. Duty.—", "3. Fines.—"],
        ["1.", "[2.", "3."],
        ["Article 1", "Article 2¹", "Article 3"],
        ["Artículo 1.*", "Artículo 2*", "Artículo 3 (*)."],
        ["Article 1", "Article 2 [1]", "Article 3(2)"],
        ["Article 1", "Article 21", "Article 3"],
        ["Artículo 1ro.", "Artículo 2do.", "Artículo 3ro."],
        ["الفصل 1 ـ", "الفصل 2 (نقح بالقانون عدد 5) ـ", "الفصل 3 (جديد) ـ"],
    ],
)
def test_the_mark_of_a_note_at_a_number(heads: list[str]) -> None:
    text = "يحصي الربان ركاب السفينة." if "الفصل" in heads[0] else SENTENCE
    law = "\n".join(f"{head} {text}" if "." in head else f"{head}\n{text}" for head in heads)
    assert numbers(split_law(law)) == ["1", "2", "3"]


def test_raised_figures_of_a_law_that_counts_so_stay() -> None:
    heads = ["Article 132", "Article 133", "Article 133¹", "Article 134"]
    law = "\n".join(f"{head}\n{SENTENCE}" for head in heads)
    assert numbers(split_law(law)) == ["132", "133", "133¹", "134"]


def test_an_article_that_counts_its_paragraphs_anew_is_doubtful() -> None:
    lost = "".join(f"{number}. The master counts.\n" for number in (1, 2, 1, 2, 3, 1, 2, 1, 2))
    result = split_law(f"Article 1\nShips are counted.\nArticle 2\n{lost}Article 9\nThe end.\n")
    assert any("article 2 counts its paragraphs anew 3 times" in one for one in result.warnings)


def test_a_number_behind_a_margin_note_that_ends_in_a_small_word() -> None:
    result = split_law(
        "5. (1) A keeper must keep the lantern lit.\n"
        "Aiding and 6 (1). Whosoever aids a keeper must mend it.\n"
        "abetting. (2) No one is free of it.\n"
        "7. (1) The fine is ten crowns, as in sections 2 and 3. (1) No more is due.\n"
    )
    assert numbers(result) == ["5", "6", "7"]


# ---- final provisions that count on their own

TRANSITORY = [
    "Primero. La presente ley entrará en vigor el día de su",
    "Publicación en el periódico del Estado.",
    "Segundo. Se abroga la ley anterior de pasajeros.",
    "Tercero.- El Ejecutivo dictará el reglamento de la ley.",
]


@pytest.mark.parametrize(
    "head", ["TRANSITORIOS", "ARTÍCULOS TRANSITORIOS", "Artículos transitorios"]
)
def test_transitory_articles_of_a_mexican_law(head: str) -> None:
    law = counted("Artículo {}.", "El capitán del barco {} cuenta a todas las personas.")
    result = split_law("\n".join([law, head, *TRANSITORY]))
    assert numbers(result)[5:] == ["1", "2", "3"]
    assert [one.label for one in result.provisions[5:]] == [
        f"{head.capitalize()}, {number}" for number in (1, 2, 3)
    ]
    assert result.provisions[5].text.startswith("La presente ley"), "no line of it is a heading"


@pytest.mark.parametrize(
    ("kinds", "ordinals"),
    [
        (["Disposición adicional", "Disposición final"], ["primera", "segunda"]),
        (["DISPOSICIÓN TRANSITORIA", "DISPOSICIÓN FINAL"], ["PRIMERA", "SEGUNDA"]),
        (["Disposició addicional", "Disposició final"], ["primera", "segona"]),
    ],
)
def test_final_provisions_each_under_a_head_of_its_own(
    kinds: list[str], ordinals: list[str]
) -> None:
    law = counted("Artículo {}.", "El capitán del barco {} cuenta a todas las personas.")
    final = [
        f"{kind} {ordinal}. Reglamento\nEl Gobierno dicta el reglamento de esta ley."
        for kind in kinds
        for ordinal in ordinals
    ]
    result = split_law("\n".join([law, *final]))
    labels = [f"{kind.capitalize()}, {number}" for kind in kinds for number in (1, 2)]
    assert [one.label for one in result.provisions[5:]] == labels
    assert result.warnings == []


def test_a_final_provision_that_is_only_named_is_no_head() -> None:
    law = counted("Artículo {}.", "Lo que dice la\nDisposición final primera de la ley {} vale.")
    assert numbers(split_law(law)) == ["1", "2", "3", "4", "5"]


# ---- signs and letters of other scripts


def test_sections_by_sign_in_a_language_without_a_file() -> None:
    law = counted(
        "§ {}. В закона", "1. В ал. 2 думите „кораб {}“ се заличават.\n2. Създава се ал. 3."
    )
    assert numbers(split_law(law, "bg")) == ["1", "2", "3", "4", "5"]


def test_a_quotation_that_opens_low_closes_high() -> None:
    law = counted("§ {}", "Das Wort „Schiff {}“ wird gestrichen.\n1. Absatz\n2. Ende")
    result = split_law(law)
    assert numbers(result) == ["1", "2", "3", "4", "5"]
    assert not any(one.quoted for one in result.provisions)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("323Α. Εμπορία", "323A"),
        ("348Γ Όποιος", "348C"),
        ("159а. (1)", "159a"),
        ("१२क. दफा", "12A"),
        ("१२", "12"),
        ("১৫", "15"),
        ("262 a. For menneskehandel", "262a"),
        ("4:1 a", "4:1a"),
        ("433/1. Est puni", "433-1"),
        ("12/2019 of the Act", "12"),
        ("12 a person", "12"),
        ("187Αρ", "187"),
    ],
)
def test_numbers_with_letters_and_digits_of_other_scripts(text: str, stored: str) -> None:
    number = read_number(text)
    assert number is not None
    assert number.stored == stored


# ---- files that list articles, badly cut


def entries(*rows: tuple[str, str]) -> Split:
    return split(Document({}, [Block(text, "provision", 0, number) for number, text in rows]))


def test_articles_inside_the_entry_before_are_taken_out() -> None:
    result = entries(
        ("149", "Điều 149.Tội một. Ai bán người thì bị phạt tù.Điều 150.Tội hai. Ai mua người."),
        ("151", "Điều 151.Tội ba. Xem Điều 152 của luật này."),
    )
    assert numbers(result) == ["149", "150", "151"]
    assert result.provisions[1].text == "Tội hai. Ai mua người."
    result = entries(
        ("9", "An offence is tried by the court.\n[10. Cognizance.\nA magistrate tries it."),
        ("11", "The fund is held."),
        ("12", "It helps.\n12A. Mutual aid.\nThe State asks."),
        ("13", "It begins."),
    )
    assert numbers(result) == ["9", "10", "11", "12", "12A", "13"]


SIGN = "\uf0a9"  # of a symbol font, with which a file marks what was amended


@pytest.mark.parametrize(
    ("rows", "stored"),
    [
        ([("7", f"पक्राउ गर्न सकिने छ ।\n{SIGN}८. थुनामा राखिने छ ।"), ("9", "छ ।")], "8"),
        ([("26", f"सुरक्षा दिइने छ ।\n{SIGN}२६क.भत्ता दिइने छ ।"), ("27", "छ ।")], "26A"),
        ([("4", f"The master pays.\n{SIGN}4A. The owner pays too."), ("5", "Repeal.")], "4A"),
        ([("4", f"Le capitaine paie.\n{SIGN}5. L'armateur paie."), ("6", "Fin.")], "5"),
        ([("12", "Skipstjóri greiðir sekt.\n[12. gr. a.\nEigandi greiðir sekt.]")], "12a"),
        ([("12", "Skipstjóri greiðir sekt.\n[13. gr.\nEigandi greiðir sekt.]")], "13"),
    ],
)
def test_a_sign_or_a_word_around_its_number_hides_no_article(
    rows: list[tuple[str, str]], stored: str
) -> None:
    assert numbers(entries(*rows))[:2] == [rows[0][0], stored]


def test_a_reference_with_its_word_behind_the_number_begins_no_article() -> None:
    text = "Eigandi greiðir sekt.\n12. gr. á við um hann.\n12. gr. a á við um hann."
    assert numbers(entries(("12", text), ("14", "Lögin taka gildi."))) == ["12", "14"]


@pytest.mark.parametrize(
    "title", ["SECOND SCHEDULE", "Annexe II", "Anexo II", "ANEXO II", "الملحق 2", "अनुसूची–२"]
)
def test_a_schedule_inside_the_last_entry_is_one_of_its_own(title: str) -> None:
    form = "Name of the ship\nNumber of passengers\nName of the master"
    result = entries(("1", "The master pays."), ("2", f"It begins today.\n{title}\n{form}"))
    assert [one.label for one in result.provisions[2:]] == [title]
    assert result.provisions[1].text == "It begins today."
    assert result.provisions[2].text == form
    counted = entries(("1", "It begins today.\n" + title), ("1", "Ships."), ("2", "Boats."))
    assert len({one.label for one in counted.provisions}) == 3


@pytest.mark.parametrize("text", ["It begins as in the\nAnnex", "See\nAnnex II of this Act.\nA."])
def test_a_schedule_that_a_sentence_names_is_none_of_its_own(text: str) -> None:
    assert numbers(entries(("1", "The master pays."), ("2", text))) == ["1", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "1. One.\n2. Two.\n3. Three.\n4. Four.",
        "The fee is as the Act says.\n4 crowns are paid.",
        "See 4. It is not one.",
    ],
)
def test_paragraphs_and_references_in_an_entry_are_no_articles(text: str) -> None:
    assert numbers(entries(("3", text), ("5", "It begins."))) == ["3", "5"]


def test_two_columns_printed_into_each_other_are_said() -> None:
    left = "Artículo {0}.- El capitán cuenta a todos."
    right = "Artículo {1}.- El armador paga la multa del barco."
    pages = [f"{left}          {right}".format(one, one + 20) for one in range(1, 16)]
    said = "two columns are printed into each other in 15 lines: articles may have words of others"
    assert said in split_law("\n".join(pages)).warnings
    alone = [left.format(one) + " Nadie se queda en tierra sin saberlo." for one in range(1, 16)]
    assert not any("columns" in doubt for doubt in split_law("\n".join(alone)).warnings)


# ---- relatives of repealed ranges and of marks, in other words and signs

TRIAL = {
    "fr": ("Article {}", "Le tribunal connaît de l'affaire en premier ressort."),
    "es": ("Artículo {}", "El juez conoce del asunto en primera instancia."),
    "pt": ("Artigo {}", "O juiz conhece do processo em primeira instância."),
    "en": ("Article {}", "The court shall hear the case and give its reasons in writing."),
    "ar": ("المادة {}", "تنظر المحكمة في الدعوى وتصدر حكمها مسببا في جلسة علنية."),
}


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Articles 3 to 5 (vacant)"),
        ("en", "Arts. 3 - 5 rescinded by Act 9 of 2001"),
        ("fr", "Articles 3 à 5 : vacants"),
        ("es", "Artículos 3 al 5 (Reservados)"),
        ("pt", "Artigos 3.º a 5.º (Vagos)"),
        ("ar", "المواد من الثالثة إلى الخامسة: ملغاة"),
    ],
)
def test_a_range_of_repealed_articles_in_other_words(language: str, line: str) -> None:
    head, text = TRIAL[language]
    law = [counted(head, text, numbers) for numbers in (range(1, 3), range(6, 8))]
    result = split_law("\n".join([law[0], line, law[1]]), language)
    assert (numbers(result), result.repealed) == (["1", "2", "6", "7"], [("3", "5")])
    assert result.warnings == []


@pytest.mark.parametrize("heads", [
    ["(المادة الأولى)", "(المادة الثانية)", "(المادة الثالثة)"],
    ["(Article premier)", "(Article 2)", "(Article 3)"],
    ["(Artículo 1) -", "(Artículo 2) -", "(Artículo 3) -"],
])  # fmt: skip
def test_marks_in_brackets(heads: list[str]) -> None:
    text = TRIAL["ar" if "ا" in heads[0] else "fr"][1]
    result = split_law("\n".join(f"{head}\n{text}" for head in heads))
    assert numbers(result) == ["1", "2", "3"]
    assert [one.text for one in result.provisions] == [text] * 3


def test_a_section_in_brackets_below_the_title_of_a_schedule_is_no_mark() -> None:
    law = counted("Article {}", TRIAL["en"][1])
    schedule = "SCHEDULE\n(Article 4)\nForm of the register that the court keeps."
    result = split_law(f"{law}\n{schedule}")
    assert numbers(result) == ["1", "2", "3", "4", "5", ""]
