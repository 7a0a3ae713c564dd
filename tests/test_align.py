"""Suggestions on made texts: what is found, where it stands, and what bad input does."""

import csv
import io
import json
import random
from pathlib import Path

import pytest

from bench.align import MADE
from ingest.align import COLUMNS, main, provisions, ready
from ingest.aligning.clean import annexed_treaty, repealed, without_notes
from ingest.aligning.suggest import Given, suggest

SHARED = Path(__file__).parents[2] / "shared" / "data" / "statutes"
EXPECTED = {
    "en": {"palermo:6.6", "palermo:5.1"},
    "fr": {"palermo:6.3.a", "palermo:6.3.c", "palermo:6.3.b"},
    "es": {"model:body", "palermo:10.2", "palermo:9.2"},
    "pt": {"palermo:6.6", "untoc:10"},  # its confiscation (untoc:12) is missed
    "ar": {"palermo:6.3.a", "palermo:8.2"},  # its privacy (palermo:6.1) is missed
}
DRUGS = [
    "No person shall import, export, manufacture, sell or possess a narcotic drug except under a licence issued by the Minister.",
    "A person who traffics in narcotic drugs commits an offence and is liable on conviction to imprisonment for a term of fifteen years.",
    "The court may order the forfeiture of any vehicle used to transport cannabis and of the proceeds of the sale of drugs.",
    "There is hereby established a Drug Control Council consisting of a chairperson and six members appointed by the Minister.",
    "Every pharmacist shall keep a register of psychotropic substances and produce it to an inspector on demand.",
]
ROADS = [
    "No person shall drive a motor vehicle on a road unless he holds a driving licence of the class required for that vehicle.",
    "A driver who causes the death of a pedestrian by dangerous driving is liable to imprisonment for seven years or to a fine.",
    "The owner of a public service vehicle shall compensate a passenger for injury caused by the negligence of the driver.",
    "A police officer may stop a vehicle and inspect the licence, the insurance certificate and the tyres.",
    "The Minister may make regulations prescribing speed limits, road signs and the training of driving examiners.",
]
STUPEFIANTS = [
    "Sont interdits la culture, la production, la détention et l'usage des plantes et substances classées comme stupéfiants.",
    "Est puni d'un emprisonnement de dix à vingt ans quiconque se livre au trafic international de drogues à haut risque.",
    "Le tribunal ordonne la confiscation des véhicules et des produits de l'infraction et la fermeture de l'établissement.",
    "Il est créé un comité national de lutte contre la drogue, composé de représentants des ministères.",
]
NOVEL = [
    "It was late in November, and the rain had not stopped since Tuesday. She put the letter back into its envelope and looked at the harbour.",
    "“You always had a talent for leaving,” he said, and laughed. The boy on the stairs laughed too, although he had understood nothing.",
    "They walked along the river to the old house where her mother had been born, and nobody spoke until the bells began.",
]


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return ready()


def found(model, texts, language="en"):
    return suggest(model, [Given(str(number), "", text, language) for number, text in enumerate(texts, 1)])


@pytest.mark.parametrize("language", list(MADE))
def test_made_texts_in_five_languages(model, language):
    made = found(model, [MADE[language]], language)
    assert EXPECTED[language] <= {one.item for one in made}, [one[:4] for one in made]


@pytest.mark.parametrize("language", list(MADE))
def test_offsets_slice_back_to_the_evidence(model, language):
    for one in found(model, [MADE[language]], language):
        assert 0 <= one.start < one.end <= len(MADE[language])
        assert MADE[language][one.start : one.end] == one.evidence
        assert one.band in ("strong", "possible", "weak")
        assert one.method


def test_same_text_same_answer(model):
    assert found(model, list(MADE.values())) == found(model, list(MADE.values()))


@pytest.mark.parametrize("law", [DRUGS, ROADS, STUPEFIANTS, NOVEL], ids=["drugs", "roads", "stupefiants", "novel"])
def test_other_texts_get_no_strong_suggestion(model, law):
    language = "fr" if law is STUPEFIANTS else "en"
    assert [one for one in found(model, law, language) if one.band == "strong"] == []
    assert [one for text in law for one in found(model, [text], language) if one.band == "strong"] == []


@pytest.mark.parametrize("text", ["", " \n\t ", "...", "12345", "\u0000\u200b", "ـــ"])
def test_nothing_to_read_gives_nothing(model, text):
    assert found(model, [text]) == []
    assert suggest(model, []) == []


def test_an_article_of_two_megabytes(model):
    text = (MADE["en"] + "\n") * 5000
    assert len(text) > 2_000_000
    made = found(model, [text])
    assert {"palermo:6.6", "palermo:5.1"} <= {one.item for one in made}
    assert all(text[one.start : one.end] == one.evidence and len(one.evidence) < 5000 for one in made)


@pytest.mark.parametrize("wrong", ["en", "de", "xx", "", "ar", "english"])
def test_a_wrong_language_tag_does_not_blind(model, wrong):
    assert {"palermo:6.3.a", "palermo:6.3.c"} <= {one.item for one in found(model, [MADE["fr"]], wrong)}
    assert "palermo:6.3.a" in {one.item for one in found(model, [MADE["ar"]], wrong)}


def test_mixed_languages(model):
    made = {one.item for one in found(model, [MADE["fr"] + "\n" + MADE["ar"]], "fr")}
    assert {"palermo:6.3.a", "palermo:6.3.c", "palermo:6.1"} <= made


def test_arabic_with_lam_alef_the_wrong_way_round(model):
    turned = MADE["ar"].replace("لا", "ال").replace("الإ", "اإل")
    assert {one.item for one in found(model, [turned], "ar")} >= EXPECTED["ar"]


def test_noise_of_a_scan(model):
    made = random.Random(4)
    noisy = "".join(made.choice("§~|.;") if made.random() < 0.02 else "0" if sign == "o" and made.random() < 0.05 else sign for sign in MADE["en"])
    assert {one.item for one in found(model, [noisy])} & EXPECTED["en"]


def test_notes_repeals_and_annexed_treaties_are_left_out(model):
    assert without_notes("A [Repealed by Act 5 of 2010] B") == "A " + " " * len("[Repealed by Act 5 of 2010]") + " B"
    assert repealed("[Repealed by Act 3 of 2019]")
    assert repealed("Abrogé.")
    assert not repealed("The Act of 1957 is repealed and victims keep their rights.")
    assert annexed_treaty("SCHEDULE: Protocol to Prevent, Suppress and Punish Trafficking", "")
    assert not annexed_treaty("PART II: Offences", "Protocol of the hearing")
    law = [Given("1", "", MADE["en"], "en", "ANNEX: UNITED NATIONS CONVENTION"), Given("2", "", "[Repealed by Act 3 of 2019]", "en")]
    assert suggest(model, law) == []


def test_three_forms_of_input():
    lines = json.dumps({"number": "5", "label": "s. 5", "heading": "Fund", "text": "A fund.", "parent": ""}) + "\n"
    assert provisions(lines.encode(), "x.jsonl") == [Given("5", "Fund", "A fund.")]
    table = b'number,heading,text,language\n5,Fund,"A fund, for victims.",en\n'
    assert provisions(table, "x.csv") == [Given("5", "Fund", "A fund, for victims.", "en")]
    raw = "1. Short title\nThis Act may be cited as the Act.\n2. Offence\nA person who trafficks commits an offence.\n3. Penalty\nThe penalty is ten years.\n"
    assert [one.number for one in provisions(raw.encode(), "x.txt")] == ["1", "2", "3"]


def test_command_line(tmp_path, capsys):
    file = tmp_path / "law.csv"
    file.write_text("number,heading,text,language\n" + f'7,,"{MADE["en"]}",en\n', encoding="utf-8")
    assert main([str(file)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert tuple(rows[0]) == COLUMNS == ("number", "item", "band", "score", "start", "end", "evidence", "method")
    assert {row["number"] for row in rows} == {"7"}


def test_a_folder_goes_on_after_a_broken_file(tmp_path, capsys):
    folder = tmp_path / "laws"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.csv").write_text(f'number,text\n{number},"{MADE["en"]}"\n', encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing of a kind")
    (folder / "empty.txt").write_bytes(b"")
    out = tmp_path / "out.csv"
    assert main([str(folder), "--output", str(out), "--jobs", "2"]) == 1
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert {row["file"] for row in rows} == {f"{number}.csv" for number in range(6)}
    told = capsys.readouterr()
    assert "broken.pdf" in told.err
    assert "8/8" in told.err


@pytest.mark.skipif(not SHARED.exists(), reason="the texts are not beside the repository")
@pytest.mark.parametrize("law", ["MYS/antitrafficking-bill-2007-en", "QAT/law-15-2011", "DJI/loi-133-2016-traite-des-personnes"])
def test_held_laws(model, law):
    file = next((SHARED / law).glob("text.*"))
    every = provisions(file.read_bytes(), file.name)
    texts = {one.number: one.text for one in every}
    made = suggest(model, every)
    assert len({one.item for one in made if one.band != "weak"}) >= 12
    assert all(texts[one.number][one.start : one.end] == one.evidence for one in made)
