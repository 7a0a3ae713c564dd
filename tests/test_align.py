"""Suggestions on made texts: what is found, where it stands, and what bad input does."""

import csv
import io
import json
import random
from pathlib import Path

import pytest
from test_elements import AGE, CHILD, CONSENT, DEFINITIONS

from bench.align import MADE
from ingest.align import main
from ingest.machine.input_file import read_provisions
from ingest.machine.items.exclusions import (
    is_annexed_treaty,
    is_repealed,
    only_repeals,
    without_notes,
)
from ingest.machine.items.suggest import ProvisionText, suggest
from ingest.machine.judge_law import judge_uncached, shared_predictor
from ingest.machine.report import COLUMNS, describe_penalty

pytestmark = [pytest.mark.slow, pytest.mark.engine]

SHARED = Path(__file__).parents[2] / "shared" / "data" / "statutes"
EXPECTED = {
    "en": {"palermo:6.6", "palermo:5.1"},
    "fr": {"palermo:6.3.a", "palermo:6.3.c", "palermo:6.3.b"},
    "es": {"model:body", "palermo:10.2", "palermo:9.2"},
    "pt": {"palermo:6.6", "untoc:10"},  # its confiscation (untoc:12) is missed
    "ar": {"palermo:6.3.a", "palermo:8.2"},  # its privacy (palermo:6.1) is missed
}
DRUGS = [
    (
        "No person shall import, export, manufacture, sell or possess a narcotic drug except "
        "under a licence issued by the Minister."
    ),
    (
        "A person who traffics in narcotic drugs commits an offence and is liable on "
        "conviction to imprisonment for a term of fifteen years."
    ),
    (
        "The court may order the forfeiture of any vehicle used to transport cannabis and of "
        "the proceeds of the sale of drugs."
    ),
    (
        "There is hereby established a Drug Control Council consisting of a chairperson and "
        "six members appointed by the Minister."
    ),
    (
        "Every pharmacist shall keep a register of psychotropic substances and produce it to "
        "an inspector on demand."
    ),
]
ROADS = [
    (
        "No person shall drive a motor vehicle on a road unless he holds a driving licence "
        "of the class required for that vehicle."
    ),
    (
        "A driver who causes the death of a pedestrian by dangerous driving is liable to "
        "imprisonment for seven years or to a fine."
    ),
    (
        "The owner of a public service vehicle shall compensate a passenger for injury "
        "caused by the negligence of the driver."
    ),
    (
        "A police officer may stop a vehicle and inspect the licence, the insurance "
        "certificate and the tyres."
    ),
    (
        "The Minister may make regulations prescribing speed limits, road signs and the "
        "training of driving examiners."
    ),
]
STUPEFIANTS = [
    (
        "Sont interdits la culture, la production, la détention et l'usage des plantes et "
        "substances classées comme stupéfiants."
    ),
    (
        "Est puni d'un emprisonnement de dix à vingt ans quiconque se livre au trafic "
        "international de drogues à haut risque."
    ),
    (
        "Le tribunal ordonne la confiscation des véhicules et des produits de l'infraction "
        "et la fermeture de l'établissement."
    ),
    (
        "Il est créé un comité national de lutte contre la drogue, composé de représentants "
        "des ministères."
    ),
]
NOVEL = [
    (
        "It was late in November, and the rain had not stopped since Tuesday. She put the "
        "letter back into its envelope and looked at the harbour."
    ),
    (
        "“You always had a talent for leaving,” he said, and laughed. The boy on the stairs "
        "laughed too, although he had understood nothing."
    ),
    (
        "They walked along the river to the old house where her mother had been born, and "
        "nobody spoke until the bells began."
    ),
]


OFFENCE = {
    "en": MADE["en"].split(". ")[0] + ".",
    "fr": (
        "Est puni d'un emprisonnement de dix ans quiconque recrute, transporte ou héberge "
        "une personne par la menace ou la tromperie aux fins d'exploitation ; "
        "cette infraction est la traite des personnes."
    ),
    "es": (
        "Será castigado con prisión de diez años quien capte, transporte o acoja a una "
        "persona mediante amenaza o engaño con fines de explotación; este delito "
        "es la trata de personas."
    ),
    "pt": (
        "Quem recrutar, transportar ou acolher uma pessoa por meio de ameaça ou engano para "
        "fins de exploração comete o crime de tráfico de pessoas e é punido "
        "com pena de prisão de dez anos."
    ),
    "ar": (
        "يعاقب بالسجن عشر سنوات كل من قام بتجنيد شخص أو نقله أو إيوائه بالتهديد أو الخداع "
        "بغرض الاستغلال ويعد مرتكبا لجريمة الاتجار بالأشخاص."
    ),
}
FILLER = {
    "en": [
        "This Act may be cited as the Prevention of Trafficking in Persons Act, 2022.",
        "The Minister may make regulations.",
        "This Act comes into force on 1 January 2023.",
        "The Anti-Trafficking Act, 2005 is hereby repealed.",
    ],
    "fr": [
        "La présente loi peut être citée sous le titre de loi sur la traite des personnes.",
        "Des décrets fixent les modalités d'application de la présente loi.",
        "La présente loi entre en vigueur le 1er janvier 2023.",
        (
            "Sont abrogées toutes dispositions antérieures contraires, notamment la loi de "
            "1957 sur la traite."
        ),
    ],
    "es": [
        "Esta ley se citará como Ley contra la Trata de Personas.",
        "El Poder Ejecutivo reglamentará la presente ley en el plazo de noventa días.",
        "La presente ley entrará en vigor el 1 de enero de 2023.",
        "Se deroga la Ley de Trata de 1957.",
    ],
    "pt": [
        "A presente lei designa-se Lei contra o Tráfico de Pessoas.",
        "O Governo regulamenta a presente lei no prazo de noventa dias.",
        "A presente lei entra em vigor no dia 1 de janeiro de 2023.",
        "É revogada a Lei de 1957 sobre o tráfico de pessoas.",
    ],
    "ar": [
        "يسمى هذا القانون قانون مكافحة الاتجار بالأشخاص.",
        "تصدر الأنظمة اللازمة لتنفيذ أحكام هذا القانون بقرار من مجلس الوزراء.",
        "يعمل بهذا القانون اعتبارا من أول يناير 2023.",
        "يلغى قانون الاتجار لسنة 1957.",
    ],
}
ROMAN_POEM = (
    "Nel mezzo del cammin di nostra vita mi ritrovai per una selva oscura, ché la "
    "diritta via era smarrita. "
) * 3


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return shared_predictor()


def found(model, texts, language="en"):
    return suggest(
        model,
        [ProvisionText(str(number), "", text, language) for number, text in enumerate(texts, 1)],
    )


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


@pytest.mark.parametrize(
    "law", [DRUGS, ROADS, STUPEFIANTS, NOVEL], ids=["drugs", "roads", "stupefiants", "novel"]
)
def test_other_texts_get_no_strong_suggestion(model, law):
    language = "fr" if law is STUPEFIANTS else "en"
    assert [one for one in found(model, law, language) if one.band == "strong"] == []
    assert [
        one for text in law for one in found(model, [text], language) if one.band == "strong"
    ] == []


@pytest.mark.parametrize("language", list(FILLER))
def test_filler_gets_nothing_even_beside_an_offence(model, language):
    offence = OFFENCE[language]
    assert "palermo:5.1" in {one.item for one in found(model, [offence], language)}
    for filler in FILLER[language]:
        for law in (
            [filler],
            [offence, filler],
            [filler, offence],
            [offence, filler, offence],
            [offence, *FILLER[language]],
        ):
            beside = [
                one[:4]
                for one in found(model, law, language)
                if law[int(one.number) - 1] != offence
            ]
            assert beside == [], filler


@pytest.mark.parametrize("text", ["", " \n\t ", "...", "12345", "\u0000\u200b", "ـــ"])
def test_nothing_to_read_gives_nothing(model, text):
    assert found(model, [text]) == []
    assert suggest(model, []) == []


def test_an_article_of_two_megabytes(model):
    text = (MADE["en"] + "\n") * 5000
    assert len(text) > 2_000_000
    made = found(model, [text])
    assert {"palermo:6.6", "palermo:5.1"} <= {one.item for one in made}
    assert all(
        text[one.start : one.end] == one.evidence and len(one.evidence) < 5000 for one in made
    )


@pytest.mark.parametrize("wrong", ["en", "de", "xx", "", "ar", "english"])
def test_a_wrong_language_tag_does_not_blind(model, wrong):
    assert {"palermo:6.3.a", "palermo:6.3.c"} <= {
        one.item for one in found(model, [MADE["fr"]], wrong)
    }
    assert "palermo:6.3.a" in {one.item for one in found(model, [MADE["ar"]], wrong)}


def test_mixed_languages(model):
    made = {one.item for one in found(model, [MADE["fr"] + "\n" + MADE["ar"]], "fr")}
    assert {"palermo:6.3.a", "palermo:6.3.c", "palermo:6.1"} <= made


def test_arabic_with_lam_alef_the_wrong_way_round(model):
    turned = MADE["ar"].replace("لا", "ال").replace("الإ", "اإل")
    assert {one.item for one in found(model, [turned], "ar")} >= EXPECTED["ar"]


def test_noise_of_a_scan(model):
    made = random.Random(4)
    noisy = "".join(
        made.choice("§~|.;")
        if made.random() < 0.02
        else "0"
        if sign == "o" and made.random() < 0.05
        else sign
        for sign in MADE["en"]
    )
    assert {one.item for one in found(model, [noisy])} & EXPECTED["en"]


def test_notes_repeals_and_annexed_treaties_are_left_out(model):
    assert (
        without_notes("A [Repealed by Act 5 of 2010] B")
        == "A " + " " * len("[Repealed by Act 5 of 2010]") + " B"
    )
    assert is_repealed("[Repealed by Act 3 of 2019]")
    assert is_repealed("Abrogé.")
    assert not is_repealed("The Act of 1957 is repealed and victims keep their rights.")
    for filler in FILLER.values():
        assert [only_repeals(text) for text in filler] == [False, False, False, True]
    assert not only_repeals("The Act of 1957 is repealed and victims keep their rights.")
    assert is_annexed_treaty("SCHEDULE: Protocol to Prevent, Suppress and Punish Trafficking", "")
    assert not is_annexed_treaty("PART II: Offences", "Protocol of the hearing")
    law = [
        ProvisionText("1", "", MADE["en"], "en", "ANNEX: UNITED NATIONS CONVENTION"),
        ProvisionText("2", "", "[Repealed by Act 3 of 2019]", "en"),
    ]
    assert suggest(model, law) == []


def test_three_forms_of_input():
    lines = (
        json.dumps(
            {"number": "5", "label": "s. 5", "heading": "Fund", "text": "A fund.", "parent": ""}
        )
        + "\n"
    )
    assert read_provisions(lines.encode(), "x.jsonl") == [ProvisionText("5", "Fund", "A fund.")]
    table = b'number,heading,text,language\n5,Fund,"A fund, for victims.",en\n'
    assert read_provisions(table, "x.csv") == [
        ProvisionText("5", "Fund", "A fund, for victims.", "en")
    ]
    raw = (
        "1. Short title\nThis Act may be cited as the Act.\n2. Offence\nA person who "
        "trafficks commits an offence.\n3. Penalty\nThe penalty is ten years.\n"
    )
    assert [one.number for one in read_provisions(raw.encode(), "x.txt")] == ["1", "2", "3"]


def judged(texts, language="en", country=""):
    return judge_uncached(
        [ProvisionText(str(number), "", text, language) for number, text in enumerate(texts, 1)],
        country,
    )


def test_penalties_elements_and_verdicts_of_a_law():
    law = [
        DEFINITIONS["en"],
        CHILD["en"],
        CONSENT["en"],
        AGE["en"],
        (
            "A person who traffics is liable to imprisonment for life or a fine of five "
            "thousand leones."
        ),
    ]
    whole = judged(law, country="SLE")
    assert [
        (one.number, one.kind, one.life, one.fine_max, one.currency) for one in whole.penalties
    ] == [("4", "either", True, 5_000, "SLE")]
    assert {(one.item, one.extent) for one in whole.verdicts} == {
        (f"palermo:3.{letter}", "full") for letter in "abcd"
    }
    for rows in (whole.penalties, whole.elements, whole.verdicts):
        assert all(law[int(one.number)][one.start : one.end] == one.evidence != "" for one in rows)
    silent = {one.item: one for one in judged([DEFINITIONS["en"], *FILLER["en"]]).verdicts}
    assert silent["palermo:3.c"].extent == "contrary"
    assert (silent["palermo:3.b"].extent, silent["palermo:3.b"].evidence) == ("absent", "")
    assert {one.item for one in judged([DEFINITIONS["en"], *FILLER["en"][1:]]).verdicts} == {
        "palermo:3.a"
    }  # four articles may be a part: nothing is missing


@pytest.mark.parametrize(
    "texts",
    [DRUGS, ROADS, STUPEFIANTS, NOVEL, ["", " "], [], [ROMAN_POEM] * 6],
    ids=["drugs", "roads", "stupefiants", "novel", "empty", "none", "verse"],
)
def test_texts_on_something_else_have_no_definition_and_lack_none(texts):
    other = judged(texts, "fr" if texts is STUPEFIANTS else "en")
    assert other.elements == []
    assert other.verdicts == []


def test_a_language_we_do_not_read_is_not_said_to_be_silent():
    german = (
        "Wer eine Person durch Drohung anwirbt, befördert oder beherbergt, um sie "
        "auszubeuten, wird wegen Menschenhandels mit Freiheitsstrafe bis zu zehn Jahren "
        "bestraft. "
    )
    assert judged([german * 3] * 6, "de")[1:] == ([], [], [], [])
    assert judged([german * 3] * 6, "en")[1:] == ([], [], [], [])  # wrongly tagged


@pytest.mark.parametrize("wrong", ["en", "de", "xx", "", "ar", "pt"])
def test_a_wrong_language_tag_does_not_hide_penalties(wrong):
    told = judged(
        [
            DEFINITIONS["fr"],
            "Quiconque commet la traite est puni d'un emprisonnement de cinq à dix ans.",
        ],
        wrong,
    )
    assert [(one.min_months, one.max_months) for one in told.penalties] == [(60, 120)]
    assert {one.part for one in told.elements} == {
        "acts",
        "means",
        "purposes",
        "means_required_for_child",
    }


def test_a_gazette_in_two_languages_has_the_penalties_of_both():
    french, arabic = (
        "Quiconque commet la traite des personnes est puni d'un emprisonnement de cinq à dix ans. "
        * 3,
        "يعاقب بالسجن المؤبد كل من ارتكب جريمة الاتجار بالأشخاص. " * 5,
    )
    assert {(one.number, one.kind) for one in judged([french, arabic], "fr").penalties} == {
        ("0", "imprisonment"),
        ("1", "life"),
    }


def test_penalties_survive_noise_turned_arabic_and_an_article_of_two_megabytes():
    turned = "يعاقب بالسجن من عشر إلى عشرين سنة كل من اتجر بالأشخاص".replace("لا", "ال").replace(
        "الإ", "اإل"
    )
    assert [(one.min_months, one.max_months) for one in judged([turned], "ar").penalties] == [
        (120, 240)
    ]
    made = random.Random(4)
    noisy = "".join(
        made.choice("§~|") + sign if made.random() < 0.01 else sign for sign in DEFINITIONS["en"]
    )
    assert len({one.name for one in judged([noisy]).elements}) >= 12
    long = judged([(MADE["en"] + "\n") * 4000])
    assert {(one.min_months, one.life) for one in long.penalties} == {(120, False)}


def test_a_penalty_describe_penalty():
    words = [
        (
            "en",
            (
                "is liable to imprisonment for a term of not less than two years and not "
                "more than ten years"
            ),
            "imprisonment 2 to 10 years",
        ),
        ("en", "liable to imprisonment for life", "imprisonment for life"),
        ("en", "shall be punished with death", "death"),
        (
            "fr",
            (
                "puni d'un emprisonnement de six mois à deux ans et d'une amende de 50 000 à "
                "200 000 francs CFA ou de l'une de ces deux peines seulement"
            ),
            "imprisonment 6 months to 2 years or fine 50,000 to 200,000 XOF",
        ),
        (
            "fr",
            "puni d'une amende de 50 000 à 200 000 francs",
            "fine 50,000 to 200,000 (money not known)",
        ),
        (
            "es",
            "se impondrá prisión de quince días a seis meses",
            "imprisonment 15 days to 6 months",
        ),
        (
            "pt",
            "punido com pena de prisão até três anos ou com pena de multa até 300 dias",
            "imprisonment up to 3 years or fine up to 300 day-fine",
        ),
    ]
    for language, text, wanted in words:
        country = "BEN" if "CFA" in text else ""
        assert [describe_penalty(one) for one in judged([text], language, country).penalties] == [
            wanted
        ]


def test_a_file_and_what_the_machine_reads_in_it(tmp_path, capsys):
    file, out = tmp_path / "law.csv", tmp_path / "out.csv"
    law = [
        DEFINITIONS["en"],
        CHILD["en"],
        CONSENT["en"],
        AGE["en"],
        "A person who traffics is liable to imprisonment for 15 days and a fine of 500 leones.",
    ]
    with file.open("w", encoding="utf-8", newline="") as held:
        csv.writer(held).writerows(
            [
                ("number", "text", "language"),
                *((number, text, "en") for number, text in enumerate(law, 1)),
            ]
        )
    assert main([str(file), "--output", str(out), "--country", "SLE"]) == 0
    read = {
        kind: list(csv.DictReader(io.StringIO((tmp_path / name).read_text(encoding="utf-8"))))
        for kind, name in {
            "suggestions": "out.csv",
            "penalties": "out.penalties.csv",
            "elements": "out.elements.csv",
            "verdicts": "out.verdicts.csv",
            "nearest": "out.nearest.csv",
        }.items()
    }
    assert tuple(read["suggestions"][0]) == COLUMNS
    (penalty,) = read["penalties"]
    assert (penalty["number"], penalty["penalty"], penalty["fine_max"], penalty["life"]) == (
        "5",
        "imprisonment up to 15 days and fine up to 500 SLE",
        "500",
        "no",
    )
    assert {(row["item"], row["extent"], row["number"]) for row in read["verdicts"]} >= {
        ("palermo:3.a", "full", "1"),
        ("palermo:3.b", "full", "3"),
    }
    said = {row["item"] for row in read["suggestions"]}
    assert {row["extent"] for row in read["suggestions"]} <= {"full", "partial"}
    assert {row["item"] for row in read["nearest"]} | said >= {"palermo:6.6", "model:fund"}
    assert said.isdisjoint(row["item"] for row in read["nearest"])
    assert {"receipt", "deception", "organ_removal", "18"} <= {
        row["name"] for row in read["elements"]
    }
    told = capsys.readouterr()
    assert "imprisonment up to 15 days and fine up to 500 SLE" in told.out
    assert "Article 3 of the Protocol, suggested" in told.out
    assert "machine, unconfirmed" in told.err


def test_command_line(tmp_path, capsys):
    file = tmp_path / "law.csv"
    file.write_text("number,heading,text,language\n" + f'7,,"{MADE["en"]}",en\n', encoding="utf-8")
    assert main([str(file)]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (
        tuple(rows[0])
        == COLUMNS
        == (
            *("number", "item", "band", "score", "start", "end", "evidence", "method"),
            *("extent", "named", "missing"),
        )
    )
    assert {row["number"] for row in rows} == {"7"}


def test_a_folder_goes_on_after_a_broken_file(tmp_path, capsys):
    folder = tmp_path / "laws"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.csv").write_text(
            f'number,text\n{number},"{MADE["en"]}"\n', encoding="utf-8"
        )
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
@pytest.mark.parametrize(
    "law",
    [
        "MYS/antitrafficking-bill-2007-en",
        "QAT/law-15-2011",
        "DJI/loi-133-2016-traite-des-personnes",
    ],
)
def test_held_laws(model, law):
    file = next((SHARED / law).glob("text.*"))
    every = read_provisions(file.read_bytes(), file.name)
    texts = {one.number: one.text for one in every}
    made = suggest(model, every)
    assert len({one.item for one in made if one.band != "weak"}) >= 12
    assert all(texts[one.number][one.start : one.end] == one.evidence for one in made)
