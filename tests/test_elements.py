"""Definition elements over a whole law, the child rule, consent and age, the suggested verdicts;
and the labelled laws.
"""

import re
import time
from collections import Counter
from pathlib import Path

import pytest
import yaml
from fixture_labelled import PARTS, flags, labels, laws, rates, read_flags
from fixture_real_pages import shared

from ingest.machine.article3_verdicts import suggest_verdicts
from ingest.machine.definition import read_definition
from ingest.machine.definition_result import DefinitionRead, Element
from ingest.machine.definition_words import ACTS, MEANS, PURPOSES
from ingest.machine.judge_law import HERE as MACHINE
from ingest.machine.judge_law import engine_files
from ingest.received import texts

CASES = yaml.safe_load(Path(__file__).with_name("definition_cases.yml").read_text("utf-8"))
FIVE = set(ACTS) - {"other"}
DEFINITIONS = {
    "en": (
        "“trafficking in persons” means to recruit, transport, transfer, harbour or receive "
        "a person by threat, force, coercion, abduction, fraud, deception, "
        "abuse of power, abuse of a position of vulnerability or the giving of payments for "
        "the purpose of exploitation. “exploitation” includes prostitution, "
        "sexual exploitation, forced labour, slavery, practices similar to slavery, "
        "servitude and the removal of organs."
    ),
    "fr": (
        "La traite s'entend du fait de recruter, transporter, transférer, héberger ou "
        "accueillir une personne par la menace, le recours à la force, la contrainte, "
        "l'enlèvement, la fraude, la tromperie, l'abus d'autorité ou d'une situation de "
        "vulnérabilité, ou l'offre d'avantages, aux fins d'exploitation. L'exploitation "
        "comprend la prostitution, l'exploitation sexuelle, le travail forcé, l'esclavage, "
        "les pratiques analogues, la servitude et le prélèvement d'organes."
    ),
    "es": (
        "Se entiende por trata la captación, el transporte, el traslado, la acogida o la "
        "recepción de personas recurriendo a la amenaza, la violencia, la coacción, "
        "el rapto, el fraude, el engaño, el abuso de poder o de una situación de "
        "vulnerabilidad, o la concesión de pagos, con fines de explotación: prostitución, "
        "explotación sexual, trabajos forzados, esclavitud, prácticas análogas a la "
        "esclavitud, servidumbre o extracción de órganos."
    ),
    "pt": (
        "Quem recrutar, transportar, transferir, alojar ou receber uma pessoa com ameaça, "
        "uso da força, coacção, rapto, fraude, engano, abuso de autoridade ou de "
        "situação de vulnerabilidade, ou aceitação de pagamentos, para fins de exploração: "
        "prostituição, exploração sexual, trabalhos forçados, escravatura, "
        "práticas similares, servidão ou remoção de órgãos."
    ),
    "ar": (
        "يقصد بالاتجار بالبشر تجنيد شخص أو نقله أو تنقيله أو إيواؤه أو استقباله بواسطة "
        "التهديد أو القوة أو القسر أو الاختطاف أو الاحتيال أو الخداع أو إساءة "
        "استعمال السلطة أو استغلال حالة الضعف أو بتلقي مبالغ مالية لغرض الاستغلال. ويشمل "
        "الاستغلال الدعارة والاستغلال الجنسي والسخرة والاسترقاق أو الممارسات "
        "الشبيهة بالرق أو الاستعباد أو نزع الأعضاء."
    ),
}
CHILD = {
    "en": (
        "The recruitment of a child for exploitation is trafficking even if it does not "
        "involve any of those means."
    ),
    "fr": "Pour un enfant, il y a traite même si aucun de ces moyens n'a été employé.",
    "es": "Respecto de niños habrá trata incluso cuando no se recurra a ninguno de esos medios.",
    "pt": "Tratando-se de criança, há tráfico ainda que não se use nenhum desses meios.",
    "ar": "ولا يشترط لقيام الجريمة تجاه الأطفال استعمال أي وسيلة من تلك الوسائل.",
}
CONSENT = {
    "en": "It shall not be a defence that the victim consented.",
    "fr": "Le consentement de la victime ne peut être invoqué.",
    "es": "El consentimiento de la víctima no excluye la pena.",
    "pt": "O consentimento da vítima não exclui a responsabilidade.",
    "ar": "لا يعتد برضاء المجني عليه.",
}
AGE = {
    "en": "“child” means a person under the age of eighteen years;",
    "fr": "enfant : toute personne âgée de moins de dix-huit ans ;",
    "es": "Niño es toda persona menor de dieciocho años.",
    "pt": "Criança é qualquer pessoa com menos de dezoito anos.",
    "ar": "الطفل: كل شخص لم يبلغ الثامنة عشرة من العمر.",
}
CORE = {
    "prostitution",
    "sexual_exploitation",
    "forced_labour",
    "slavery",
    "similar_practices",
    "servitude",
    "organ_removal",
}


def law(language: str, *more: dict[str, str]) -> list[tuple[str, str]]:
    return [
        ("1", DEFINITIONS[language]),
        *((str(number), words[language]) for number, words in enumerate(more, 2)),
    ]


@pytest.mark.parametrize("language", DEFINITIONS)
def test_a_whole_definition(language):
    found = read_definition(law(language), language)
    assert set(found.acts) == FIVE
    assert set(found.means) == set(MEANS) - {"other"}
    assert set(found.purposes) >= CORE
    assert (found.means_required_for_child, found.consent_irrelevant, found.child_age) == (
        "yes",
        None,
        None,
    )
    assert not found.children_only


@pytest.mark.parametrize("language", DEFINITIONS)
def test_rules_of_other_articles_count_for_the_law(language):
    found = read_definition(law(language, CHILD, CONSENT, AGE), language)
    assert (found.means_required_for_child, found.consent_irrelevant, found.child_age) == (
        "no",
        "yes",
        18,
    )
    assert [
        found.single[name].number
        for name in ("means_required_for_child", "consent_irrelevant", "child_age")
    ] == ["2", "3", "4"]
    assert {one.item[-1]: one.extent for one in suggest_verdicts(found)} == dict.fromkeys(
        "abcd", "full"
    )


@pytest.mark.parametrize("case", CASES["lists"], ids=lambda case: case["name"])
def test_lists_however_they_are_told(case):
    found = read_definition(enumerate_articles(case["articles"]), case["language"])
    assert set(case.get("purposes", [])) <= set(found.purposes)
    assert set(case.get("means", [])) <= set(found.means)
    assert set(found.purposes).isdisjoint(case.get("absent", []))


def enumerate_articles(articles: list[str]) -> list[tuple[str, str]]:
    return [(str(number), text) for number, text in enumerate(articles, 1)]


@pytest.mark.parametrize("case", CASES["rules"], ids=lambda case: case["text"])
def test_rules_on_children_consent_and_age(case):
    language = case["language"]
    found = read_definition([*law(language), ("2", case["text"])], language)
    said = {
        "rule": found.means_required_for_child,
        "consent": found.consent_irrelevant,
        "age": found.child_age,
    }
    assert {name: said[name] for name in said if name in case} == {
        name: case[name] for name in said if name in case
    }


@pytest.mark.parametrize("case", CASES["references"], ids=lambda case: case["text"])
def test_a_law_may_take_over_the_definition_of_the_protocol(case):
    found = read_definition([("2", case["text"])], case["language"])
    extents = {one.item[-1]: one.extent for one in suggest_verdicts(found)}
    assert extents == (dict.fromkeys("abcd", "full") if case["taken"] else {"a": "absent"})
    assert set(found.purposes) == (CORE if case["taken"] else set())
    assert all(row.evidence in case["text"] for row in found.rows())


def test_a_reference_to_the_protocol_changes_no_definition_of_the_law():
    text = "Trafficking is read with the meaning of article 3 of the Palermo Protocol in mind."
    found = read_definition([("9", text), *law("en")], "en")
    assert {element.number for element in found.purposes.values()} == {"1"}
    assert found.means_required_for_child == "yes"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Whoever recruits or harbours a person for the purpose of exploitation is guilty."),
        ("fr", "Est puni quiconque recrute ou héberge une personne à des fins d'exploitation."),
        ("es", "El que captare o trasladare a una persona con fines de explotación es culpable."),
        ("pt", "É punido quem aliciar ou transportar pessoa para fins de exploração."),
        ("ar", "يعاقب كل من جند أو نقل شخصا بغرض الاستغلال."),
    ],
)
def test_exploitation_left_open_is_another_purpose_of_a_law_that_names_none(language, text):
    assert set(read_definition([("1", text)], language).purposes) == {"other"}
    assert "other" not in read_definition([("1", text), *law(language)], language).purposes


@pytest.mark.parametrize("language", DEFINITIONS)
def test_evidence_is_the_words_of_the_law(language):
    articles = law(language, AGE)
    found = read_definition(articles, language)
    text = dict(articles)
    for place in [
        *found.acts.values(),
        *found.means.values(),
        *found.purposes.values(),
        *found.single.values(),
    ]:
        assert text[place.number][place.start : place.end].strip()
    age = found.single["child_age"]
    assert text["2"][age.start : age.end] in AGE[language]


def test_a_law_without_means_is_wider_than_the_protocol_and_no_gap():
    text = (
        "Whoever recruits, transports, transfers, harbours or receives a person for "
        "exploitation is guilty. "
    ) + DEFINITIONS["en"].split(". ")[1]
    found = read_definition([("1", text)], "en")
    assert found.means == {}
    extents = {one.item: (one.extent, one.rule) for one in suggest_verdicts(found)}
    assert extents["palermo:3.a"] == ("full", "no means required: wider than 3(a)")
    assert extents["palermo:3.c"] == ("full", "no means in the definition")


def test_contrary_only_with_means_no_child_rule_and_a_complete_law():
    found = read_definition(law("en"), "en")
    assert {one.item: one.extent for one in suggest_verdicts(found)}["palermo:3.c"] == "contrary"
    assert [one.item for one in suggest_verdicts(found, complete=False)] == ["palermo:3.a"]


def test_an_offence_against_children_without_means_is_a_child_rule():
    second = {
        "en": (
            "Whoever recruits, transports, transfers, harbours or receives a child for the "
            "purpose of exploitation is guilty."
        )
    }
    found = read_definition(law("en", second), "en")
    assert found.means_required_for_child == "no"
    assert found.rules["means_required_for_child"] == "an offence against children without means"


def test_children_only_is_partial_for_want_of_adults():
    found = read_definition([("1", DEFINITIONS["fr"].replace("une personne", "un enfant"))], "fr")
    assert found.children_only
    definition = suggest_verdicts(found)[0]
    assert (definition.extent, definition.missing) == ("partial", "adults")


def test_means_listed_apart_from_the_acts_and_missing_elements_are_named():
    apart = [
        (
            "2",
            (
                "“traffic” means to procure a person, transport, transfer or harbour a "
                "person, or receive a person for exploitation."
            ),
        ),
        (
            "4",
            (
                "A person who traffics another and who threatened, abducted or used force "
                "against him, deceived him, committed a fraud or abused his vulnerability is "
                "guilty."
            ),
        ),
    ]
    found = read_definition(apart, "en")
    assert {"threat", "abduction", "force", "deception", "fraud", "vulnerability"} <= set(
        found.means
    )
    assert suggest_verdicts(found)[0].extent == "partial"
    assert {"abuse_of_power", "payments", "organ_removal"} <= set(
        suggest_verdicts(found)[0].missing.split(";")
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            (
                "The bus company transports passengers, transfers luggage and receives "
                "payment; a driver who uses force or threats is dismissed."
            ),
        ),
        ("fr", "Le centre accueille et héberge les victimes et assure leur transport."),
        ("es", "La comisión recibirá informes y acogerá propuestas."),
        ("pt", "O abrigo aloja e recebe as famílias."),
        ("ar", "تتولى اللجنة استقبال الطلبات ونقلها إلى الوزير."),
    ],
)
def test_articles_that_define_nothing(language, text):
    found = read_definition([("1", text)], language)
    assert (found.acts, found.means, found.purposes) == ({}, {}, {})
    assert {one.extent for one in suggest_verdicts(found)} == {"absent"}
    assert suggest_verdicts(found, complete=False) == []


@pytest.mark.parametrize(
    "provisions",
    [[], [("1", "")], [("", "\x00\ufeff")], [("1", "((((" * 50)], [("1", DEFINITIONS["en"])] * 3],
)
@pytest.mark.parametrize("language", ["en", "fr", "", "xx", "de", "ar-MA"])
def test_noise_does_no_harm(provisions, language):
    assert isinstance(read_definition(provisions, language), DefinitionRead)


def test_the_wrong_language_gives_nothing():
    assert read_definition(law("fr"), "ar").acts == {}
    assert read_definition([("1", DEFINITIONS["fr"])], "").acts.keys() >= {"recruitment"}  # guessed


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        DEFINITIONS["en"] + " ",
        DEFINITIONS["ar"] + " ",
        "exploitation means ",
        "consent child ",
        "threat force fraud traffics ",
    ],
)
def test_large_texts_take_time_in_proportion(text):
    def seconds(size: int) -> float:
        started = time.process_time()
        read_definition([("1", text * (size // len(text)))], "ar" if "و" in text else "en")
        return time.process_time() - started

    seconds(1000)
    assert seconds(400_000) < 8 * seconds(100_000) + 0.2  # linear would be 4


def test_the_first_place_is_kept():
    found = read_definition([("1", DEFINITIONS["en"]), ("9", DEFINITIONS["en"])], "en")
    assert {place.number for place in found.acts.values()} == {"1"}
    start = DEFINITIONS["en"].index("recruit")
    assert found.acts["recruitment"] == Element(
        "1", "acts", "recruitment", start, start + 7, "recruit"
    )


def test_a_change_in_any_file_that_reads_definitions_makes_all_judged_anew():
    """A module that is left out would leave old suggestions in the cache."""
    wanted, files = ["article3_verdicts", "definition"], set()
    while wanted:
        file = MACHINE / f"{wanted.pop()}.py"
        files.add(file)
        found = re.findall(r"^from ingest\.machine\.(\w+) import", file.read_text("utf-8"), re.M)
        wanted += [name for name in found if MACHINE / f"{name}.py" not in files]
    assert MACHINE / "definition_aims.py" in files
    assert files <= set(engine_files())


# On the labelled laws, whose texts were at hand when the words were written. Misses: means named
# only in a rule on consent (Tanzania, 3),
# pornography named far inside a definition (Singapore), `other` where the law does not itemise
# exploitation (2), an amended court rule (1).
FLOOR = {"acts": (0.99, 1.0), "means": (0.975, 1.0), "purposes": (1.0, 0.98), "all": (0.985, 0.99)}


@pytest.mark.slow
def test_labelled_laws():
    shared("facts", "digests")
    counts = {name: Counter() for name in FLOOR}
    wrong = []
    for one in laws(shared()):
        found = read_definition(one.provisions, one.language)
        for part, want in labels(one).items():
            got = set(getattr(found, part))
            for place in (part, "all"):
                counts[place].update(read=len(got), labelled=len(want), right=len(want & got))
        if flags(one) != read_flags(found):
            wrong.append((one.instrument["id"], flags(one), read_flags(found)))
    assert wrong == []
    assert set(PARTS) < set(FLOOR)
    for name, (precision, recall) in FLOOR.items():
        found_rates = rates(counts[name]["right"], counts[name]["read"], counts[name]["labelled"])
        assert found_rates[0] >= precision, name
        assert found_rates[1] >= recall, name


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder",
    ["palermo-protocol-en", "palermo-protocol-es", "palermo-protocol-fr", "palermo-protocol-ar"],
)
def test_the_protocol_itself_is_full(folder):
    file = next(shared("data", "statutes", "INT", folder).glob("text.*"))
    language = folder[-2:]
    found = read_definition(
        [(part.number, part.text) for part in texts.split_file(file).provisions], language
    )
    assert set(found.acts) >= FIVE
    assert set(found.means) >= set(MEANS) - {"other"}
    assert set(found.purposes) >= CORE
    assert read_flags(found) == ("no", "yes", 18)
    assert {one.extent for one in suggest_verdicts(found)} == {"full"}


@pytest.mark.slow
def test_the_vocabulary_is_that_of_the_digests():
    shared("facts", "digests")
    said = {part: set().union(*(labels(one)[part] for one in laws(shared()))) for part in PARTS}
    assert (said["acts"], said["means"], said["purposes"]) == (set(ACTS), set(MEANS), set(PURPOSES))
