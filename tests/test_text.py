"""Splitting laws: made texts in nine languages, and real ones with sections counted by hand."""

import csv
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from ingest.law import readers
from ingest.law.guess_language import guess
from ingest.law.readers.document import Document, line_blocks
from ingest.law.split import split
from ingest.law.splitting import article_numbers
from ingest.law.splitting.article_numbers import stored_form
from ingest.law.splitting.result import Split

ROOT = Path(__file__).resolve().parents[1]
STATUTES = ROOT.parent / "shared" / "data" / "statutes"
TRUE = list(
    csv.DictReader((ROOT / "tests" / "true_sections.csv").read_text(encoding="utf-8").splitlines())
)

ENGLISH = """
Freedonia
Safe Passage Act, 2019
An Act to protect travellers from the traders in people.
ENACTED by the Parliament.
Part I – Preliminary
1. Short title
This Act may be cited as the Safe Passage Act.
2. Interpretation
In this Act—
“
ferry
” means a boat for hire;
Part II – Offences of trading
in people
3. Trading in people
(1)
A person who trades in people commits an offence.
(2)
The court may order the forfeiture of a
ferry
.
[section 3 amended by section 2 of Act 7 of 2021]
4. Regulations
The Minister may make regulations.
First Schedule
1. Members of the Committee
The Committee has five members.
2. Meetings
The Committee meets twice a year.
"""
SECTIONS = """
SECTION 1 - Short title
This Act may be cited as the Harbour Act.
SECTION 2 - Duty of masters
The master of a ship must count those on board, as section 9 of the Ports Act provides.
SECTION 3 - Penalty
Whoever fails in the duty of section 2 is liable to a fine.
"""
MARGINAL = """
Short title
1. (1) This Act may be cited as the Lanterns Act and binds all who keep a lantern.
(2) It applies to every quay in the country.
Duty to keep a lantern lit
2.—(1) Every keeper must keep the lantern lit from dusk until the first boat is back in harbour.
Penalty
3. (1) A keeper who fails to do so is liable on conviction to a fine of ten crowns for each night.
"""
FRENCH = """
LOI n° 2020-4 relative à la protection des passagers
L'Assemblée nationale a délibéré et adopté,
TITRE PREMIER : DISPOSITIONS GENERALES
Article premier
Objet
La présente loi protège les passagers contre ceux qui font commerce des personnes.
Art. 2. — Les mots ont le sens que leur donne l'article 5 du code maritime.
Art. 2 bis. — Le passager mineur est protégé sans condition.
TITRE II : DISPOSITIONS PENALES
Article 3
Peines
Est puni de cinq ans d'emprisonnement quiconque vend un passage.
Les dispositions suivantes sont insérées dans le code maritime :
« Article 40-1
Le fait de cacher un passager est puni.
Article 40-2
La tentative est punie. »
Article 4
Entrée en vigueur
La présente loi entre en vigueur le jour de sa publication.
Fait à Portville, le 3 mai 2020
Le Ministre des passages
"""
CODE = """
Article 225-4-1
La traite est le fait de recruter une personne.
Article 225-4-2
L'infraction est aggravée à l'égard de plusieurs personnes.
Article 225-5
Le proxénétisme est le fait d'aider la prostitution d'autrui.
Article 225-7-1
La peine est portée à quinze ans lorsque la victime est mineure.
"""
PORTUGUESE = """
Lei n.º 7/2018
CAPÍTULO I
Disposições gerais
Artigo 1.º
(Objecto)
A presente lei protege os passageiros contra os que traficam pessoas.
Artigo 2.º
(Aditamento)
É aditado ao Código dos Portos o artigo 196-A, com a seguinte redacção:
“Artigo 196-A
(Passagem forçada)
Aquele que forçar uma pessoa a embarcar é punido com prisão.”
Artigo 3.º
(Entrada em vigor)
A presente lei entra em vigor na data da sua publicação.
Aprovada pela Assembleia, aos 4 de Maio de 2018.
"""
SPANISH = """
LEY 12 DE 2017
CAPÍTULO I
Disposiciones generales
Artículo 1º. Objeto. La presente ley protege a los pasajeros contra quienes trafican con personas.
Artículo 2°. Definición. Se entiende por pasaje todo traslado por mar.
Artículo 2 bis. Excepción. No es pasaje el traslado de mercancías.
Artículo 3. Reforma. Modifícase el artículo 177 del Código de Puertos, que quedará así:
"Artículo 177 bis. Trata. El que venda un pasaje a una persona engañada incurrirá en prisión".
Artículo 4. Vigencia. La presente ley rige desde su publicación.
DISPOSICIONES FINALES
PRIMERA.- El Ministerio dictará el reglamento en noventa días.
SEGUNDA.- Deróganse las normas contrarias.
"""
ARABIC = """
قانون رقم (9) لسنة 2016 بشأن حماية المسافرين
الفصل الأول: أحكام عامة
المادة الأولى
يقصد بالمسافر في هذا القانون كل شخص ينتقل بحرا.
المادة الثانية:
يعاقب بالحبس كل من باع شخصا.
المادة (3)
تكون العقوبة السجن إذا كان المجني عليه طفلا وفقا لما تنص
المادة 2 من هذا القانون.
المادة ٤ مكرراً - للمحكمة أن تأمر بالتعويض.
الفصل الثاني: أحكام ختامية
المادة الخامسة
ينشر هذا القانون في الجريدة الرسمية.
"""
CHINESE = """
某法
第九十九条 出卖他人的，处三年以下有期徒刑。
第一百条 收买他人的，依照第九十九条处罚。
第一百零一条 有下列情形之一的，从重处罚：
（一）出卖儿童的；
（二）出卖三人以上的。
第一百零二条 单位犯罪的，处罚金。
第一百零二条之一 雇用儿童的，处罚金。
第一百零三条 本法自公布之日起施行。
"""
ROMANIAN = """
LEGE nr. 3 din 2015 privind protecția pasagerilor
Capitolul I Dispoziții generale
Articolul 1
Prezenta lege protejează pasagerii care sunt vânduți pe mare.
Articolul 2
Statul asigură adăpost pentru victimele traficului de persoane.
Art. 2^1
Minorii sunt protejați fără nicio condiție.
Articolul 3
Prezenta lege intră în vigoare la data publicării.
"""
VIETNAMESE = """
LUẬT PHÒNG, CHỐNG MUA BÁN NGƯỜI
Chương I NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định việc phòng ngừa và chống mua bán người.
Điều 2. Giải thích từ ngữ
Nạn nhân là người bị bán theo Điều 1 của Luật này.
Điều 3. Hiệu lực
Luật này có hiệu lực từ ngày công bố.
"""
DUTCH = """
Wet op de veilige overtocht
Artikel 1
In deze wet wordt verstaan onder passagier: een persoon die over zee wordt vervoerd.
Artikel 2
Het is verboden een persoon te verkopen voor een overtocht.
Artikel 3
Deze wet treedt in werking op de dag na haar bekendmaking.
"""
GERMAN = """
1. Abschnitt: Allgemeines
Art. 1 Gegenstand
Diese Verordnung regelt den Schutz der Reisenden auf See.
Art. 2 Pflichten
Der Schiffer zählt die Reisenden und meldet sie der Behörde.
Art. 2a Ausnahmen
Für Fähren im Hafen gilt die Pflicht nicht.
2. Abschnitt: Schluss
Art. 3 Inkrafttreten
Diese Verordnung tritt am 1. Januar in Kraft.
"""
MADE = {
    "en": (ENGLISH, "1 2 3 4 1 2"),
    "en sections": (SECTIONS, "1 2 3"),
    "en marginal": (MARGINAL, "1 2 3"),
    "fr": (FRENCH, "1 2 2bis 3 4"),
    "fr code": (CODE, "225-4-1 225-4-2 225-5 225-7-1"),
    "pt": (PORTUGUESE, "1 2 3"),
    "es": (SPANISH, "1 2 2bis 3 4 1 2"),
    "ar": (ARABIC, "1 2 3 4bis 5"),
    "ro": (ROMANIAN, "1 2 2^1 3"),
    "nl": (DUTCH, "1 2 3"),
    "vi": (VIETNAMESE, "1 2 3"),
    "de": (GERMAN, "1 2 2a 3"),
    "zh": (CHINESE, "99 100 101 102 102-1 103"),
}


@pytest.mark.parametrize(
    "sentence",
    [
        "Kto sprzedaje człowieka w celu jego wykorzystania, podlega karze pozbawienia wolności na "
        "czas nie krótszy od lat trzech, a jeżeli pokrzywdzony był małoletni, karze surowszej. ",
        "Tko drugoga proda ili kupi u svrhu iskorištavanja njegova rada, kaznit će se kaznom "
        "zatvora od jedne do deset godina, a ako je žrtva dijete, duže. ",
        "Aki mást elad vagy megvásárol azért, hogy a munkáját kihasználja, bűntett miatt egy évtől "
        "öt évig terjedő szabadságvesztéssel büntetendő, ha gyermek a sértett, többel. ",
    ],
)
def test_a_language_that_is_not_known_is_not_taken_for_another(sentence):
    assert guess(sentence * 8) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Законът се прилага на 5 май",
        "კანონი ძალაშია to the",
        "法律のじょうぶん a b",
        "법률의 조문 a b",
    ],
)
def test_no_language_is_guessed_in_a_script_that_is_not_read(text: str) -> None:
    assert guess(text) == ""


def split_text(text: str, language: str = "") -> Split:
    return split(Document({}, line_blocks(text)), language)


def numbers_of(result: Split) -> list[str]:
    return [
        provision.number.replace(" ", "") for provision in result.provisions if provision.number
    ]


def count_characters(*texts: str) -> Counter[str]:
    return Counter(sign for text in texts for sign in text if not sign.isspace())


def characters_of(document: Document) -> Counter[str]:
    return count_characters(document.text, *(words for words, _ in document.left_out))


def count_placed(result: Split) -> Counter[str]:
    return count_characters(*(entry.text for entry in result.ledger().entries))


@pytest.mark.parametrize("name", MADE)
def test_articles_of_made_laws(name: str) -> None:
    text, expected = MADE[name]
    assert numbers_of(split_text(text)) == expected.split()


@pytest.mark.parametrize("name", MADE)
def test_language_of_made_laws(name: str) -> None:
    assert guess(MADE[name][0]) == name[:2]


@pytest.mark.parametrize("name", MADE)
def test_every_character_is_accounted_for(name: str) -> None:
    document = Document({}, line_blocks(MADE[name][0]))
    result = split(document)
    assert count_placed(result) == characters_of(document)
    assert sum(result.ledger().values()) == sum(characters_of(document).values())


def test_english_act_has_its_parts_and_schedule() -> None:
    short, meaning, trading, last, *schedule = split_text(ENGLISH).provisions
    assert (short.heading, short.parent, short.label) == (
        "Short title",
        "Part I – Preliminary",
        "s. 1",
    )
    assert meaning.text == "In this Act—\n“ferry” means a boat for hire;"
    assert trading.parent == "Part II – Offences of trading in people"
    assert trading.text == (
        "(1) A person who trades in people commits an offence.\n"
        "(2) The court may order the forfeiture of a ferry."
    )
    assert trading.notes == ("[section 3 amended by section 2 of Act 7 of 2021]",)
    assert last.text == "The Minister may make regulations."
    assert [(provision.label, provision.heading) for provision in schedule] == [
        ("First Schedule, para. 1", "Members of the Committee"),
        ("First Schedule, para. 2", "Meetings"),
    ]


def test_heading_above_the_number() -> None:
    assert [provision.heading for provision in split_text(MARGINAL).provisions] == [
        "Short title",
        "Duty to keep a lantern lit",
        "Penalty",
    ]


def test_french_law_keeps_quoted_articles_in_their_host() -> None:
    result = split_text(FRENCH)
    host = result.provisions[3]
    assert "« Article 40-1" in host.text
    assert host.text.endswith("La tentative est punie. »")
    assert host.quoted == (
        ("40-1", "Le fait de cacher un passager est puni."),
        ("40-2", "La tentative est punie. »"),
    )
    assert (result.provisions[0].heading, result.provisions[0].label) == ("Objet", "art. 1")
    assert "Fait à Portville, le 3 mai 2020" in [
        entry.text for entry in result.pieces if entry.place == "signature"
    ]
    assert host.parent == "TITRE II : DISPOSITIONS PENALES"


def test_portuguese_headings_in_brackets() -> None:
    result = split_text(PORTUGUESE)
    assert [provision.heading for provision in result.provisions] == [
        "(Objecto)",
        "(Aditamento)",
        "(Entrada em vigor)",
    ]
    assert "Passagem forçada" in result.provisions[1].text
    assert result.ledger()["signature"] > 0


def test_spanish_headings_are_first_sentences() -> None:
    result = split_text(SPANISH)
    assert [provision.heading for provision in result.provisions[:3]] == [
        "Objeto",
        "Definición",
        "Excepción",
    ]
    assert result.provisions[0].text.startswith("La presente ley protege")
    assert "177 bis" in result.provisions[3].text
    assert result.provisions[-1].label == "Disposiciones finales, 2"


def test_arabic_reference_at_the_start_of_a_line_is_no_article() -> None:
    result = split_text(ARABIC)
    assert result.provisions[2].text.endswith("المادة 2 من هذا القانون.")
    assert [provision.parent for provision in result.provisions] == [
        "الفصل الأول: أحكام عامة"
    ] * 4 + ["الفصل الثاني: أحكام ختامية"]


def test_contents_list_is_not_the_law() -> None:
    contents = (
        "ARRANGEMENT OF SECTIONS\n"
        "1. Short title\n"
        "2. Interpretation\n"
        "3. Trading in people\n"
        "4. Regulations\n"
    )
    result = split_text(contents + ENGLISH.split("First Schedule")[0])
    assert numbers_of(result) == ["1", "2", "3", "4"]
    assert result.provisions[2].heading == "Trading in people"
    assert result.ledger()["contents"] > 50


def test_bare_numbers_in_the_contents_and_words_in_the_law() -> None:
    contents = "Arrangement\n1. Short title\n2. Duty of masters\n3. Penalty\n"
    result = split_text(contents + SECTIONS)
    assert numbers_of(result) == ["1", "2", "3"]
    assert result.provisions[1].text.startswith("The master of a ship")


def test_numbers_without_a_stop() -> None:
    result = split_text(
        "1 Trading in people\n"
        "(1) A person commits an offence if the person trades in people.\n"
        "2 Counting\n"
        "A master must count.\n"
        "3 Penalty\n"
        "The penalty is a fine.\n"
        "4 Short title\n"
        "This Act may be cited as the Trading Act.\n"
    )
    assert [(provision.number, provision.heading) for provision in result.provisions] == [
        ("1", "Trading in people"),
        ("2", "Counting"),
        ("3", "Penalty"),
        ("4", "Short title"),
    ]


def test_numbers_behind_margin_notes() -> None:
    result = split_text(
        "1. (1) A keeper must keep the lantern lit.\n"
        "Duty of keepers 2. Whoever breaks a lantern, or helps in it,\n"
        "must mend it.\n"
        "3. The fine is ten crowns for each night.\n"
        "4. This Act is in force under section 9. No other act is.\n"
    )
    assert numbers_of(result) == ["1", "2", "3", "4"]
    assert result.provisions[1].text.startswith("Whoever breaks a lantern")


def test_article_announced_for_another_law_is_not_its_own() -> None:
    own = "".join(
        f"Article {number}. Addició d’un article {number}00 bis\n"
        "S’afegeix un article nou a la llei.\n"
        for number in range(1, 5)
    )
    result = split_text(
        own + "Article 400 bis. Persones víctimes\nEs troben incloses les persones.\n"
    )
    assert numbers_of(result) == ["1", "2", "3", "4"]
    assert "400 bis. Persones" in result.provisions[3].text


def test_section_numbers_that_grow_are_no_running_heads() -> None:
    result = split_text(
        "".join(
            f"Duty of keepers\n{number}.—(1) The\nkeeper of quay {number} keeps a lantern lit.\n"
            for number in range(1, 9)
        )
    )
    assert numbers_of(result) == [str(number) for number in range(1, 9)]
    assert result.ledger()["noise"] == 0


def test_second_language_is_set_apart() -> None:
    english = "".join(
        f"Article {number}\n"
        f"Each State shall count the passengers of ship {number} and the people in it.\n"
        for number in range(1, 6)
    )
    dutch = DUTCH + (
        "Artikel 4\n"
        "Deze wet wordt aangehaald als Wet op de overtocht.\n"
        "Artikel 5\n"
        "Het verbod van artikel 2 geldt voor een ieder.\n"
    )
    result = split_text(english + dutch)
    assert (numbers_of(result), result.language) == (["1", "2", "3", "4", "5"], "en")
    assert result.ledger()["translation"] > 200
    assert "second language" in " ".join(result.warnings)


def test_annexed_treaty_starts_its_own_count() -> None:
    law = "Article 1\nLe traité est approuvé.\nArticle 2\nLa loi sera publiée au journal.\n"
    treaty = "CONVENTION SUR LES PASSAGES\n" + "".join(
        f"Article {number}\nLes Parties comptent les passagers du navire {number}.\n"
        for number in range(1, 6)
    )
    result = split_text(law + treaty)
    assert numbers_of(result) == ["1", "2", "1", "2", "3", "4", "5"]
    assert result.provisions[2].parent == "CONVENTION SUR LES PASSAGES"
    assert any("starts again" in warning for warning in result.warnings)


def test_columns_out_of_order_are_put_back_and_said() -> None:
    parts = [
        f"Art. {number}. — Les passagers du navire {number} sont comptés avant le départ."
        for number in range(1, 13)
    ]
    result = split_text("\n".join(parts[:6] + parts[9:] + parts[6:9]))
    assert numbers_of(result) == [str(number) for number in range(1, 13)]
    assert "out of order in the file: 7, 8, 9" in result.warnings


def test_gap_in_the_numbers_is_said() -> None:
    result = split_text(
        "\n".join(
            f"Article {number}\nLes passagers du navire {number} sont comptés."
            for number in (1, 2, 3, 6, 7)
        )
    )
    assert "numbers missing: 4-5" in result.warnings


def test_superseded_wording_is_a_note() -> None:
    old = (
        "Artículo 2º. Pasaje. Es pasaje todo viaje por mar o por río con fines de lucro.\n"
        "Vigente desde: 01/01/2001 y hasta el: 2010\n"
    )
    result = split_text(SPANISH.replace("Artículo 2 bis.", old + "Artículo 2 bis."))
    assert numbers_of(result) == MADE["es"][1].split()
    assert any("por río" in note for note in result.provisions[1].notes)
    assert "por río" not in result.provisions[1].text


def test_law_without_numbers_is_split_at_headings_and_says_so() -> None:
    text = "".join(
        f"# Duty number {word}\n\n"
        f"Every master of a ship shall do what the {word} duty of masters demands.\n\n"
        for word in ("one", "two", "three")
    )
    result = split(readers.read(text.encode(), "law.md"))
    assert [provision.heading for provision in result.provisions] == [
        "Duty number one",
        "Duty number two",
        "Duty number three",
    ]
    assert [provision.number for provision in result.provisions] == ["", "", ""]
    assert any("no article numbers found" in warning for warning in result.warnings)


def test_text_without_articles_says_so() -> None:
    result = split_text("A letter about ships.\nIt has no articles at all.")
    assert result.provisions == []
    assert "no article found" in result.warnings


def test_law_in_one_line_is_cut_at_its_articles() -> None:
    flat = " ".join(
        f"Article {number} Objet {number}. "
        f"Les passagers du navire {number} sont comptés avant le départ du port. "
        for number in range(1, 9)
    )
    assert numbers_of(split_text(flat)) == [str(number) for number in range(1, 9)]


def test_running_heads_and_page_numbers_are_noise() -> None:
    page = "Safe Passage Charter {n}\n\f"
    text = "".join(
        f"Article {number}\n"
        "The Parties shall count the passengers of every ship that\n"
        f"leaves port {number}.\n" + page.format(n=number + 2)
        for number in range(1, 7)
    )
    result = split_text(text)
    assert result.ledger()["noise"] == sum(
        count_characters(*(f"Safe Passage Charter {number + 2}" for number in range(1, 7))).values()
    )
    assert all("Charter" not in provision.text for provision in result.provisions)


def test_words_cut_at_the_line_end() -> None:
    result = split_text(
        "Article 1\n"
        "The traffick-\n"
        "ing of persons is an offence.\n"
        "Article 2\n"
        "No one is bound to self-\n"
        "incrimination.\n"
        "Article 3\n"
        "Whoever is guilty of trafficking, and of self-incrimination, and of black-\n"
        "birding, is tried.\n"
    )
    first, second, third = (provision.text for provision in result.provisions)
    assert "trafficking of persons" in first
    assert "self-incrimination" in second
    assert "black-" in third
    assert "1 words cut at a line's end were left as printed" in result.warnings
    assert result.ledger()["repaired"] == 1


NUMBERS = [
    ("13. Title", "13"),
    ("1er. — Les", "1"),
    ("premier", "1"),
    ("2 bis. -", "2 bis"),
    ("225-4-1", "225-4-1"),
    ("196 – A", "196-A"),
    ("248DA. W", "248DA"),
    ("133¹", "133¹"),
    ("R. 425-10", "R425-10"),
    ("XIV", "14"),
    ("الثانية عشرة", "12"),
    ("الحادية والعشرون", "21"),
    ("الأولى بعد المائة", "101"),
    ("٥ مكرراً", "5 bis"),
    ("1.º", "1"),
    ("5o Os", "5"),
    ("Décima Primera.-", "11"),
    ("279.011", "279.011"),
    ("38^1", "38^1"),
    ("5a", "5a"),
    ("第二十一條", "21"),
    ("第十条", "10"),
    ("第九十九条", "99"),
    ("第一百条", "100"),
    ("第一百零五条", "105"),
    ("第二百四十四条之一", "244-1"),
    ("第一千二百〇三条", "1203"),
]


@pytest.mark.parametrize(("printed", "stored"), NUMBERS)
def test_numbers(printed: str, stored: str) -> None:
    number = article_numbers.read_number(printed)
    assert number is not None
    assert number.stored == stored


@pytest.mark.parametrize("text", ["", "A person", "The court", "0. Nothing", "وكل من", "Civil"])
def test_no_numbers(text: str) -> None:
    assert article_numbers.read_number(text) is None


def test_numbers_sort_as_laws_count() -> None:
    order = [
        "1",
        "2",
        "2 bis",
        "2 ter",
        "10",
        "196",
        "196-A",
        "224-1 A",
        "224-1",
        "225-4-9",
        "225-4-10",
        "225-5",
        "248A",
        "248C",
        "248CA",
        "248D",
        "279.01",
        "279.02",
        "L1",
        "R1",
    ]
    keys = [number.key for text in order if (number := article_numbers.read_number(text))]
    assert keys == sorted(keys)
    assert len(keys) == len(order)


@pytest.mark.parametrize(
    ("label", "stored"),
    [
        ("Article premier", "1"),
        ("art. 5 bis", "5 bis"),
        ("s. 13", "13"),
        ("المادة 7", "7"),
        ("Annexe", "Annexe"),
    ],
)
def test_stored_form_of_a_label(label: str, stored: str) -> None:
    assert stored_form(label) == stored


@pytest.mark.slow
def test_command_line(tmp_path: Path) -> None:
    file = tmp_path / "law.txt"
    file.write_text(FRENCH, encoding="cp1252", errors="ignore")
    ran = subprocess.run(
        [sys.executable, "-m", "ingest.text", str(file), "--language", "fr"],
        capture_output=True,
        cwd=ROOT,
        check=True,
        timeout=60,
    )
    rows = [json.loads(line) for line in ran.stdout.decode().splitlines()]
    assert [row["number"] for row in rows] == ["1", "2", "2 bis", "3", "4"]
    assert set(rows[0]) == {"number", "label", "heading", "text", "parent"}
    assert "5 provisions, language fr" in ran.stderr.decode()
    (tmp_path / "empty.txt").write_bytes(b"")
    failed = subprocess.run(
        [sys.executable, "-m", "ingest.text", str(tmp_path / "empty.txt")],
        capture_output=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert failed.returncode == 1
    assert b"Empty" in failed.stderr


@pytest.mark.slow
def test_mutated_laws_lose_no_character() -> None:
    chance = random.Random(20261123)
    texts = [text for text, _ in MADE.values()]
    for _ in range(250):
        rows = chance.choice(texts).split("\n")
        for _ in range(chance.randrange(1, 8)):
            action, place = chance.randrange(5), chance.randrange(len(rows))
            if action == 0:
                rows.insert(place, chance.choice(rows))
            elif action == 1 and len(rows) > 2:
                rows.pop(place)
            elif action == 2:
                rows[place] = rows[place][: chance.randrange(len(rows[place]) + 1)]
            elif action == 3:
                rows[place] += chance.choice(
                    ["“", "»", " [", "-", "\u00ad", " Article 9", "(amended by", " — "]
                )
            else:
                chance.shuffle(rows)
        document = Document({}, line_blocks("\n".join(rows)))
        result = split(document)
        assert count_placed(result) == characters_of(document), "\n".join(rows)


# ---- the real texts
# -------------------------------------------------------------------------------------------


def statute(slug: str) -> Document:
    folder = STATUTES / slug
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"the test corpus is missing: {slug}")
        pytest.skip("the corpus of real statutes is not beside this repository")
    file = next(folder.glob("text.*"))
    return readers.read(file.read_bytes(), file.name)


def expanded(text: str) -> Counter[str]:
    result: Counter[str] = Counter()
    for part in text.split():
        ends = re.fullmatch(r"(\d+)-(\d+)", part)
        result.update(
            map(str, range(int(ends[1]), int(ends[2]) + 1))
            if ends and int(ends[1]) < int(ends[2]) < 300
            else [part]
        )
    return result


def test_true_sections_are_counted_right() -> None:
    assert len([row for row in TRUE if row["state"] == "clean"]) >= 15
    for row in TRUE:
        assert sum(expanded(row["numbers"]).values()) == int(row["count"]), row["slug"]
    assert {row["language"] for row in TRUE if row["state"] == "clean"} >= {
        "en",
        "fr",
        "es",
        "pt",
        "ar",
    }


@pytest.mark.slow
@pytest.mark.parametrize("row", TRUE, ids=[row["slug"] for row in TRUE])
def test_true_sections(row: dict[str, str]) -> None:
    document = statute(row["slug"])
    result = split(document)
    assert count_placed(result) == characters_of(document)
    true, got = expanded(row["numbers"]), Counter(numbers_of(result))
    if row["state"] == "clean":
        assert (true & got).total() >= 0.995 * true.total(), f"not found: {true - got}"
        assert (got - true).total() <= 0.005 * true.total(), f"not of this law: {got - true}"
        assert result.language == row["language"]
    else:
        assert result.warnings, "a damaged text without a doubt named"


@pytest.mark.slow
def test_doubts_of_damaged_texts_are_the_right_ones() -> None:
    said = {
        slug: " ".join(split(statute(slug)).warnings)
        for slug in (row["slug"] for row in TRUE if row["state"] == "damaged")
    }
    assert "numbers missing: 45" in said["COD/loi-09-001-protection-de-l-enfant"]
    assert "read as 41 in" in said["COD/loi-09-001-protection-de-l-enfant"]
    assert "numbers missing: 4-6" in said["INT/palermo-protocol-fr"]
    assert "inferred from the gap that they fill: 15 at" in said["INT/palermo-protocol-fr"]
    assert "begins with number 2" in said["ARE/federal-decree-law-24-2023"]
    assert "19 read as 20, 20 read as 21" in said["INT/maputo-protocol-2003"]
    assert (
        "out of order in the file: 19, 20, 21, 22"
        in said["DZA/decret-executif-26-14-mecanisme-national-victimes"]
    )
    assert "no article numbers found" in said["PAK/prevention-of-trafficking-act-2018-gazette-ocr"]
    assert "margin notes" in said["MLT/criminal-code-248a-248g"]


@pytest.mark.slow
def test_damaged_texts_have_every_article_that_can_be_told_and_no_other() -> None:
    rows = [row for row in TRUE if row["state"] == "damaged"]
    got = {row["slug"]: Counter(numbers_of(split(statute(row["slug"])))) for row in rows}
    true = {row["slug"]: expanded(row["numbers"]) for row in rows}
    assert sum((got[slug] & true[slug]).total() for slug in true) >= 316
    assert not any(got[slug] - true[slug] for slug in true)


@pytest.mark.slow
def test_articles_quoted_by_a_real_amending_law() -> None:
    first, second, third, *others = split(
        statute("MAR/loi-27-14-traite-des-etres-humains")
    ).provisions
    assert [number for number, _ in first.quoted] == [f"448-{number}" for number in range(1, 15)]
    assert ([number for number, _ in second.quoted], [number for number, _ in third.quoted]) == (
        ["82-5"],
        ["82-7"],
    )
    assert all(text and text[:40] in first.text for _, text in first.quoted)
    assert not any(provision.quoted for provision in others)


@pytest.mark.slow
def test_no_statute_loses_a_character() -> None:
    slugs = sorted(str(file.parent.relative_to(STATUTES)) for file in STATUTES.glob("*/*/text.*"))
    documents = [(slug, statute(slug)) for slug in slugs or ["none"]]
    wrong = [
        slug
        for slug, document in documents
        if count_placed(split(document)) != characters_of(document)
    ]
    assert wrong == []
