"""Files with several acts, and whether a text is the law it is to be filed under."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.law.acts import acts, find_act, name_act
from ingest.law.readers import Damaged, read
from ingest.law.split import split
from ingest.received.import_file import main
from ingest.received.import_log import import_faults, imported_texts
from ingest.received.law_identity import own_number, read_identity
from ingest.received.law_records import LawRecords
from ingest.received.same_law import check_identity, choose_act, place_act
from ingest.text import main as show_text

CURATED = Path(__file__).parent.parent / "db" / "curated"
SENEGAL, SIERRA_LEONE = "sen-loi-2005-06", "sle-act-2022-12"
FISHING = """LOI n° 2099-01 du 3 mai 2099 portant organisation de la pêche
Vu la loi n° 98-12 du 2 mars 1998 ;
Loi n° 97-11 du 2 mars 1997 ;
Article premier : Les filets sont comptés chaque année.
Article 2 : Conformément à la
Loi n° 96-10 du 2 mars 1996 relative aux ports
les ports sont ouverts aux barques.
Fait à Dakar, le 3 mai 2099
"""
TRAFFICKING = """LOI n° 2005-06 du 10 mai 2005 relative à la lutte contre la traite des personnes et
pratiques assimilées et à la protection des victimes
Article premier : Nul ne vend une personne au Sénégal.
Article 2 : La peine est de dix ans.
Fait à Dakar, le 10 mai 2005
"""
LONG = "Les agents de la police protègent les victimes et les témoins de cette infraction.\n" * 3
CONTENTS = """JOURNAL OFFICIEL
SOMMAIRE
Loi n° 2099-01 du 3 mai 2099 portant organisation de la pêche ......... 12
Loi n° 2005-06 du 10 mai 2005 relative à la traite ......... 14
"""
GAZETTE = CONTENTS + FISHING + TRAFFICKING
OTHERS = {
    "en": "Act No. 7 of 2031\nAn Act about bees\n1. Bees\nBees are counted.\n"
    "Act No. 8 of 2031\nAn Act about wax\n1. Wax\nWax is weighed.\n",
    "pt": "LEI N.º 17/2031, de 3 de maio\nArtigo 1.º\nAs abelhas são contadas.\n"
    "DECRETO-LEI N.º 18/2031, de 3 de maio\nArtigo 1.º\nA cera é pesada.\n",
    "es": "LEY 17 DE 2031\nArtículo 1. Se cuentan las abejas.\n"
    "DECRETO SUPREMO N° 018-2031-IN\nArtículo 1. Se pesa la cera.\n",
    "ar": "قانون رقم (7) لسنة 2031 في شأن النحل\nالمادة 1\nيحصى النحل.\n"
    "مرسوم رقم (8) لسنة 2031 في شأن الشمع\nالمادة 1\nيوزن الشمع.\n",
    "letters": "LOI ORDINAIRE L/2031/007/CNT DU 5 MARS 2031,\nPORTANT COMPTE DES ABEILLES\n"
    "Article 1er: Les abeilles sont comptées.\nDECRET D/2031/008/PRG/SGG DU 5 MARS 2031,\n"
    "PORTANT POIDS DE LA CIRE\nArticle 1er: La cire est pesée.\n",
}


def document(text: str):
    return read(text.encode(), "law.txt")


@pytest.fixture(scope="module")
def records() -> LawRecords:
    return LawRecords(CURATED)


def judge(text: str, instrument: str, records: LawRecords):
    (act,) = acts(document(text))
    return check_identity(read_identity(act, records), records.by_id[instrument], records)


def test_a_gazette_is_cut_into_its_acts_without_its_contents_and_what_it_cites():
    found = acts(document(GAZETTE))
    assert [act.number for act in found] == ["2099-01", "2005-06"]
    assert "pratiques assimilées" in found[1].name, "a title may run over lines"
    assert [len(split(act.document).provisions) for act in found] == [2, 2]
    texts = [act.document.text for act in found]
    assert "ports sont ouverts" in texts[0]
    assert "filets" not in texts[1]
    assert "".join(text.replace("\n", "") for text in texts) in GAZETTE.replace("\n", "")


@pytest.mark.parametrize("language", OTHERS)
def test_acts_are_found_as_gazettes_of_any_language_name_them(language):
    first, second = acts(document(OTHERS[language]))
    assert "7" in first.number
    assert "8" in second.number
    assert (
        find_act(document(OTHERS[language]), name_act(second, [first, second])) == second.document
    )


TITLED = """SUPPLEMENT TO THE GAZETTE OF SIERRA LEONE
THE FISHERIES ACT, 2022
Being an Act to count boats in Sierra Leone.
1. Boats are counted in Sierra Leone.
2. Nets are weighed.
THE ANTI-HUMAN TRAFFICKING AND MIGRANT
SMUGGLING ACT, 2022
Being an Act to suppress trafficking in Sierra Leone.
1. Nobody in Sierra Leone sells a person.
2. The penalty is ten years.
"""
TOLD = {
    "es": "DECRETO por el que se crea el registro\nArtículo 1. Se cuentan las abejas.\n"
    "Acuerdo mediante el cual se fija el peso\nArtículo 1. Se pesa la cera.\n",
    "fr": "ARRÊTÉ PORTANT COMPTE DES ABEILLES\nArticle 1. Les abeilles sont comptées.\n"
    "Décret relatif au poids de la cire\nArticle 1. La cire est pesée.\n",
    "pt": "LEI QUE APROVA O ESTATUTO\nArtigo 1.º As abelhas são contadas.\n"
    "DECRETO QUE CRIA O COMITÉ\nArtigo 1.º A cera é pesada.\n",
    "ar": "قرار بشأن النحل\nالمادة 1\nيحصى النحل.\nمرسوم في شأن الشمع\nالمادة 1\nيوزن الشمع.\n",
}


@pytest.mark.parametrize("language", TOLD)
def test_acts_named_only_by_what_they_are_for_are_found(language):
    first, second = acts(document(TOLD[language]))
    assert first.document.text + "\n" + second.document.text == TOLD[language].strip()


@pytest.mark.parametrize(
    "text",
    [
        "LEY DEL MAR\nArtículo 1. Conforme al\nDecreto por el que se crea el grupo\nse cuentan.\n"
        "Artículo 2. La ley\nLey que regula la cera\nse deroga.\nArtículo 1. Otro.\n",
        "Loi n° 2031-12 du 3 mai 2031\nArticle 1. Sont abrogés :\nDécret portant compte des ports\n"
        "Arrêté portant création du comité\nArticle 2. La cire.\nArticle 1. Annexe.\n",
        "SOMMAIRE\nDécret portant compte des ports\nLOI n° 2031-12 du 3 mai 2031\nArticle 1. Fin.",
        "DECRETO por el que se reforma la Ley\nArtículo 1. Así:\nArtículo 9. A.\nArtículo 2. B.",
    ],
)
def test_an_act_that_is_only_cited_by_what_it_is_for_begins_none(text):
    assert len(acts(document(text))) == 1


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("PORTARIA Nº 12, DE 3 DE MAIO DE 2031", "12"),
        ("MEDIDA PROVISÓRIA Nº 12, DE 3 DE MAIO DE 2031", "12"),
        ("Resolução da Assembleia Nacional n.º 12/2031", "12/2031"),
        ("ACTE UNIFORME N° 12/2031", "12/2031"),
        ("Ordonnance-loi n° 31/012 du 3 mai 2031", "31/012"),
        ("ORDENANZA N° 12-2031-MDL", "12-2031-MDL"),
        ("ACUERDO GUBERNATIVO NÚMERO 12-2031", "12-2031"),
        ("S.I. No. 12 of 2031", "12"),
        ("L.N. 12/2031", "12/2031"),
        ("GOVERNMENT NOTICE NO. 12", "12"),
        ("BEES ACT, 2031 (ACT NO. 12 OF 2031)", "12"),
        ("Act 12", "12"),
        ("Prime Minister's Order No. 12/03 of 04/05/2031", "12/03"),
        ("نظام رقم (12) لسنة 2031", "12"),
        ("قرار مجلس الوزراء رقم 12 لسنة 2031", "12"),
    ],
)
def test_numbers_of_acts_as_gazettes_print_them(line, number):
    second = "Article 1. La cire est pesée.\nLOI n° 2031-99\nArticle 1. Le miel.\n"
    assert acts(document(f"{line}\n{second}"))[0].number == number


def test_a_decree_that_applies_a_law_does_not_have_its_number():
    assert own_number("Décret pris pour l'application de la loi n° 2031-12") is None


DATED = """Loi du 9 avril 2031 sur le compte des abeilles
Art. 1er. Les abeilles sont comptées.
Règlement grand-ducal du 11 septembre 2031 relatif à la cire
Art. 1er. La cire est pesée.
"""


@pytest.mark.parametrize(
    ("text", "own", "other"), [(TITLED, "sells", "Nets"), (DATED, "pesée", "comptées")]
)
def test_acts_without_a_number_are_found_by_title_and_year_or_by_their_day(text, own, other):
    first, second = acts(document(text))
    assert own in second.document.text
    assert other not in second.document.text
    assert "SMUGGLING" not in first.document.text, "a title may begin on the line above"
    named = name_act(second, [first, second])
    assert find_act(document(text), named) == second.document


def test_an_act_without_a_number_is_placed_by_title_year_and_country(records):
    places = [place_act(act, records).record for act in acts(document(TITLED))]
    assert [place and place.id for place in places] == [None, SIERRA_LEONE]


@pytest.mark.parametrize("number", ["1", "12", "29"])
def test_a_number_without_year_country_or_title_names_no_record(number, records):
    (act,) = acts(document(f"LOI n° {number}\nArticle 1. A.\n"))
    assert place_act(act, records).record is None


@pytest.mark.parametrize(
    "text",
    [
        TRAFFICKING,
        FISHING,
        TITLED.split("THE ANTI", 1)[0]
        + "Schedule\nThe Harbours Act, 1999\n1. In section 5, delete nets.\n",
        "THE FISHERIES ACT, 2022\nArrangement of Sections\n1. Boats\n2. Nets\n"
        + TITLED.split("THE ANTI", 1)[0],
        CONTENTS + TRAFFICKING,
        "ITEGEKO N° 51/2018 RYO KU WA 13/08/2018\nLAW N° 51/2018 OF 13/08/2018\n"
        "LOI N° 51/2018 DU 13/08/2018\nArticle 1: Nul n'est vendu.\n",
    ],
    ids=[
        "one",
        "one that cites",
        "one that amends",
        "its title twice",
        "one and a list of contents",
        "one in three languages",
    ],
)
def test_one_act_is_not_cut(text):
    assert len(acts(document(text))) == 1


def test_an_act_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(Damaged, match="no act '2001-01' in it; it holds 2099-01, 2005-06"):
        find_act(document(GAZETTE), "2001-01")


def test_the_articles_of_each_act_are_under_its_name(tmp_path, capsys):
    path = tmp_path / "gazette.txt"
    path.write_text(GAZETTE)
    assert show_text([str(path)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert all("2099-01" in line for line in lines[:2])
    assert all("2005-06" in line for line in lines[2:])


@pytest.mark.parametrize(
    ("text", "instrument", "kind", "words"),
    [
        (TRAFFICKING, SENEGAL, "same", ""),
        (FISHING, SENEGAL, "other", "2099-01"),
        (TRAFFICKING.replace("2005-06", "2005-16"), SENEGAL, "other", "2005-16"),
        (TRAFFICKING.replace("2005", "1998"), SENEGAL, "other", "year"),
        (TRAFFICKING.replace("Sénégal", "Mali, au Mali"), SENEGAL, "other", "country"),
        (TRAFFICKING + LONG, SIERRA_LEONE, "other", "language: the text says fr"),
        ("Article 1 Nul n'est vendu.\nArticle 2 La peine est de dix ans.", SENEGAL, "doubt", "%"),
    ],
    ids=["same", "number", "one figure", "year", "country", "language", "nothing said"],
)
def test_what_a_text_says_of_itself_is_compared_with_the_record(
    text, instrument, kind, words, records
):
    verdict = judge(text, instrument, records)
    assert verdict.kind == kind, verdict
    assert words in "; ".join(verdict.reasons)


def test_a_law_that_amends_another_is_not_that_other(records):
    """It prints number and title of the law it amends."""
    text = TRAFFICKING.replace(
        "LOI n° 2005-06 du 10 mai 2005 relative",
        "LOI n° 2011-17 du 10 mai 2011 modifiant la loi n° 2005-06 du 10 mai 2005 relative",
    )
    assert judge(text, SENEGAL, records).kind != "same"


def test_no_record_is_told_to_be_another(records):
    """Each record's own title, number and year as the head of a text: never another law."""
    for record in list(records.by_id.values())[::7]:
        text = f"{record.titles[0]}\n{record.number}\nArticle 1\nArticle 2\n"
        (act, *more) = acts(document(text))
        verdict = check_identity(read_identity(act, records, record.language), record, records)
        assert more or verdict.kind != "other", (record.id, verdict)


def run(*arguments: str, raw: Path):
    return CliRunner().invoke(main, [*arguments, "--batch", "--raw", str(raw)])


@pytest.fixture
def gazette(tmp_path: Path) -> Path:
    path = tmp_path / "gazette.txt"
    path.write_text(GAZETTE)
    return path


def test_only_the_act_of_the_record_is_taken_from_a_gazette(gazette, tmp_path):
    raw = tmp_path / "raw"
    result = run(str(gazette), "--instrument", SENEGAL, raw=raw)
    assert result.exit_code == 0, result.output
    assert "one of 2 in this file" in result.output
    (text,) = imported_texts(raw)
    assert (text.instrument, text.act) == (SENEGAL, "2005-06")
    assert text.path.read_bytes() == gazette.read_bytes(), "the issue itself is what is kept"


def test_a_gazette_without_the_act_of_the_record_is_refused_naming_both(gazette, tmp_path):
    result = run(str(gazette), "--instrument", SIERRA_LEONE, raw=tmp_path / "raw")
    assert result.exit_code == 1
    assert "Act 12 of 2022" in result.output
    assert "LOI n° 2099-01" in result.output
    assert not (tmp_path / "raw").exists()


def test_a_person_who_looked_may_say_so(tmp_path):
    law = tmp_path / "law.txt"
    law.write_text(FISHING)
    raw = tmp_path / "raw"
    refused = run(str(law), "--instrument", SENEGAL, raw=raw)
    assert (refused.exit_code, raw.exists()) == (1, False)
    assert "SURE=1" in refused.output
    assert run(str(law), "--instrument", SENEGAL, "--sure", raw=raw).exit_code == 0
    assert [text.instrument for text in imported_texts(raw)] == [SENEGAL]


def test_acts_without_a_record_wait_with_a_hint_until_they_are_placed(gazette, tmp_path):
    raw = tmp_path / "raw"
    result = run(str(gazette), raw=raw)
    assert result.exit_code == 0, result.output
    assert "1 of 2 imported, 1 wait" in result.output
    held = {text.act: (text.instrument, text.hint) for text in imported_texts(raw)}
    assert held["2005-06"] == (SENEGAL, "")
    assert held["2099-01"][0] == ""
    assert "INSTRUMENT=" in held["2099-01"][1]
    assert import_faults(raw) == []
    unplaced = tmp_path / "fishing.txt"
    unplaced.write_text(FISHING)
    run(str(unplaced), raw=raw)
    run(str(unplaced), "--instrument", SENEGAL, "--sure", raw=raw)
    assert [text.act for text in imported_texts(raw) if not text.instrument] == ["2099-01"]
    assert import_faults(raw) == []


def test_one_of_several_acts_is_chosen_and_placed_by_its_number(records):
    """Cameroon too has a law 6 of 2005; the text names Senegal."""
    found = acts(document(GAZETTE))
    assert choose_act(found, records.by_id[SENEGAL], records).act is found[1]
    places = [place_act(act, records).record for act in found]
    assert [place and place.id for place in places] == [None, SENEGAL]
