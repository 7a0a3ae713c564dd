"""Penalties: made sentences in five languages, money by country and date, bad input, and the
labelled laws.
"""

import time
from collections import Counter

import pytest
from fixture_labelled import PENAL, given, laws, rates, table, wanted
from fixture_real_pages import shared

from ingest.folding import Offsets, for_patterns
from ingest.languages import LANGUAGES
from ingest.machine.penalties.money import currency_of, currency_on
from ingest.machine.penalties.number_words import parse_figure, parse_number_words
from ingest.machine.penalties.penalties import read_law_penalties, read_penalties
from ingest.machine.penalties.result import KINDS, Penalty
from ingest.machine.penalties.vocabulary import load_vocabulary

# language, words, country, kind, least and most months, life, least and most fine, currency
ONE = [
    (
        "en",
        "and is liable, on conviction, to imprisonment for a term not exceeding ten years.",
        "GHA",
        "imprisonment",
        None,
        120,
        False,
        None,
        None,
        None,
    ),
    (
        "en",
        "shall be sentenced to imprisonment for a term of fifteen years.",
        None,
        "imprisonment",
        180,
        180,
        False,
        None,
        None,
        None,
    ),
    (
        "en",
        "is liable to imprisonment for fifteen years.",
        None,
        "imprisonment",
        None,
        180,
        False,
        None,
        None,
        None,
    ),
    (
        "en",
        "to a term of imprisonment of not less than seven years.",
        None,
        "imprisonment",
        84,
        None,
        False,
        None,
        None,
        None,
    ),
    (
        "en",
        "liable to imprisonment for a term of not less than two years and not more than ten years",
        None,
        "imprisonment",
        24,
        120,
        False,
        None,
        None,
        None,
    ),
    (
        "en",
        (
            "punished with imprisonment which shall not be less than seven years but which "
            "may extend to ten years"
        ),
        "IND",
        "imprisonment",
        84,
        120,
        False,
        None,
        None,
        None,
    ),
    (
        "en",
        (
            "shall be punished with imprisonment which may extend to 1[ten years and fine "
            "which may extend to one million rupees]."
        ),
        "PAK",
        "both",
        None,
        120,
        False,
        None,
        1_000_000,
        "PKR",
    ),
    (
        "en",
        (
            "liable to a fine not exceeding 500 penalty units or to imprisonment for a term "
            "of 5 to 25 years, or to both"
        ),
        "GHA",
        "either",
        60,
        300,
        False,
        None,
        500,
        None,
    ),
    (
        "en",
        "liable to a fine of not less than N250,000.00 and imprisonment for not less than 5 years",
        "NGA",
        "both",
        60,
        None,
        False,
        250_000,
        None,
        "NGN",
    ),
    (
        "en",
        "liable to a fine of ₦1 million or imprisonment for six months or both",
        "NGA",
        "either",
        None,
        6,
        False,
        None,
        1_000_000,
        "NGN",
    ),
    (
        "en",
        (
            "shall be liable to imprisonment for life or any definite period of imprisonment "
            "of not less than ten years"
        ),
        "ZWE",
        "imprisonment",
        120,
        None,
        True,
        None,
        None,
        None,
    ),
    (
        "en",
        "shall be sentenced to life imprisonment",
        None,
        "life",
        None,
        None,
        True,
        None,
        None,
        None,
    ),
    ("en", "shall be punished with death", None, "death", None, None, False, None, None, None),
    (
        "en",
        (
            "liable to imprisonment for a term of not more than 14 years and to a minimum "
            "punishment of imprisonment for a term of four years"
        ),
        "CAN",
        "imprisonment",
        48,
        168,
        False,
        None,
        None,
        None,
    ),
    (
        "en",
        "shall be fined under this title, imprisoned for not more than 20 years, or both",
        "USA",
        "either",
        None,
        240,
        False,
        None,
        None,
        None,
    ),
    (
        "en",
        (
            "liable to a fine not exceeding level fourteen or imprisonment not exceeding "
            "eighteen months"
        ),
        "ZWE",
        "either",
        None,
        18,
        False,
        None,
        None,
        None,
    ),
    (
        "fr",
        "est puni de sept ans d'emprisonnement et de 150 000 € d'amende.",
        "FRA",
        "both",
        None,
        84,
        False,
        None,
        150_000,
        "EUR",
    ),
    (
        "fr",
        (
            "est puni d’un emprisonnement de cinq (5) à dix (10) ans et d’une amende de 10 "
            "000 à 500 000 francs"
        ),
        "CMR",
        "both",
        60,
        120,
        False,
        10_000,
        500_000,
        "XAF",
    ),
    (
        "fr",
        (
            "est puni de dix à vingt ans de servitude pénale principale, et d'une amende de "
            "cinq cents mille à un million de francs congolais"
        ),
        "COD",
        "both",
        120,
        240,
        False,
        500_000,
        1_000_000,
        "CDF",
    ),
    (
        "fr",
        (
            "est puni d'un emprisonnement de cinq à dix ans et d'une amende de cinq à vingt "
            "millions de francs"
        ),
        "SEN",
        "both",
        60,
        120,
        False,
        5_000_000,
        20_000_000,
        "XOF",
    ),
    (
        "fr",
        "est punie d'une amende de 5 à 20 millions de francs",
        "TGO",
        "fine",
        None,
        None,
        False,
        5_000_000,
        20_000_000,
        "XOF",
    ),
    (
        "fr",
        "est puni d'une amende de cinq cents à mille francs",
        "BEN",
        "fine",
        None,
        None,
        False,
        500,
        1000,
        "XOF",
    ),
    (
        "fr",
        "est puni d'une amende de cinq cent mille à deux millions de francs",
        "BEN",
        "fine",
        None,
        None,
        False,
        500_000,
        2_000_000,
        "XOF",
    ),
    (
        "fr",
        "sera puni de la peine de 10 à 15 ans",
        "DJI",
        "imprisonment",
        120,
        180,
        False,
        None,
        None,
        None,
    ),
    (
        "fr",
        "puni d'un emprisonnement de sept ans au moins et de quinze ans au plus",
        "CIV",
        "imprisonment",
        84,
        180,
        False,
        None,
        None,
        None,
    ),
    (
        "fr",
        (
            "puni d'un emprisonnement de six mois à deux ans et d'une amende de cinquante "
            "mille (50.000) à deux cent mille (200.000) francs CFA ou de l'une de ces deux "
            "peines seulement"
        ),
        "BEN",
        "either",
        6,
        24,
        False,
        50_000,
        200_000,
        "XOF",
    ),
    (
        "fr",
        "est puni de la réclusion criminelle à perpétuité",
        "MLI",
        "life",
        None,
        None,
        True,
        None,
        None,
        None,
    ),
    (
        "fr",
        "est puni de la réclusion criminelle à perpétuité et de 4 500 000 euros d'amende",
        "FRA",
        "life",
        None,
        None,
        True,
        None,
        4_500_000,
        "EUR",
    ),
    (
        "fr",
        (
            "encourt une amende maximale de cent mille dollars et un emprisonnement maximal "
            "de deux ans, ou de l’une de ces peines"
        ),
        "CAN",
        "either",
        None,
        24,
        False,
        None,
        100_000,
        "CAD",
    ),
    (
        "fr",
        "est puni de quatre-vingt-dix jours d'emprisonnement",
        "TGO",
        "imprisonment",
        None,
        3,
        False,
        None,
        None,
        None,
    ),
    (
        "es",
        "será reprimido con prisión de TRES\n(3) a SEIS (6) años.",
        "ARG",
        "imprisonment",
        36,
        72,
        False,
        None,
        None,
        None,
    ),
    (
        "es",
        "con pena privativa de libertad no menor de ocho ni mayor de quince años",
        "PER",
        "imprisonment",
        96,
        180,
        False,
        None,
        None,
        None,
    ),
    (
        "es",
        (
            "incurrirá en prisión de trece (13) a veintitrés (23) años y multa de "
            "ochocientos (800) a mil quinientos (1.500) salarios mínimos legales mensuales "
            "vigentes"
        ),
        "COL",
        "both",
        156,
        276,
        False,
        800,
        1500,
        None,
    ),
    (
        "es",
        "se impondrá prisión de quince días a seis meses y multa de cien a doscientos días multa",
        "MEX",
        "both",
        0.5,
        6,
        False,
        100,
        200,
        None,
    ),
    (
        "es",
        (
            "será castigado con reclusión menor en su grado máximo y multa de veinte "
            "unidades tributarias mensuales"
        ),
        "CHL",
        "both",
        None,
        None,
        False,
        20,
        20,
        None,
    ),
    (
        "es",
        "será castigado con multa de uno a mil quinientos pesos",
        "ARG",
        "fine",
        None,
        None,
        False,
        1,
        1500,
        "ARS",
    ),
    (
        "pt",
        "será punido com pena de prisão de dezasseis a vinte anos.",
        "MOZ",
        "imprisonment",
        192,
        240,
        False,
        None,
        None,
        None,
    ),
    (
        "pt",
        "Pena - reclusão, de 4 (quatro) a 8 (oito) anos, e multa.",
        "BRA",
        "both",
        48,
        96,
        False,
        None,
        None,
        None,
    ),
    (
        "pt",
        "é punido com pena de prisão até três anos ou com pena de multa até 300 dias",
        "CPV",
        "either",
        None,
        36,
        False,
        None,
        300,
        None,
    ),
    (
        "pt",
        "punido com multa de cinquenta mil a cem mil meticais",
        "MOZ",
        "fine",
        None,
        None,
        False,
        50_000,
        100_000,
        "MZN",
    ),
    (
        "ar",
        (
            "يعاقب بالسجن من خمس إلى عشر سنوات، وبغرامة من عشرة آلاف (10.000) إلى خمسمائة "
            "ألف (500.000) درهم"
        ),
        "MAR",
        "both",
        60,
        120,
        False,
        10_000,
        500_000,
        "MAD",
    ),
    (
        "ar",
        "يعاقب بالسجن من عشرين إلى ثالثين سنة\nوغرامة من 200.000إلى 2.000.000درهم",
        "MAR",
        "both",
        240,
        360,
        False,
        200_000,
        2_000_000,
        "MAD",
    ),
    (
        "ar",
        (
            "يُعاقب بالحبس مدة لا تجاوز خمس عشرة سنة وبالغرامة التي لا تزيد على (300,000) "
            "ثلاثمائة ألف ريال"
        ),
        "QAT",
        "both",
        None,
        180,
        False,
        None,
        300_000,
        "QAR",
    ),
    (
        "ar",
        "يعاقب بالحبس من ٣ سنوات إلى ١٠ سنوات وبغرامة من ٣٠٠.٠٠٠ دج إلى ١.٠٠٠.٠٠٠ دج",
        "DZA",
        "both",
        36,
        120,
        False,
        300_000,
        1_000_000,
        "DZD",
    ),
    (
        "ar",
        (
            "يعاقب بالحبس مدة لا تقل عن ستة أشهر ولا تزيد على سنتين أو بغرامة لا تتجاوز ألف "
            "دينار أو بإحدى هاتين العقوبتين"
        ),
        "JOR",
        "either",
        6,
        24,
        False,
        None,
        1000,
        "JOD",
    ),
    ("ar", "يعاقب بالسجن المؤبد", "EGY", "life", None, None, True, None, None, None),
    ("ar", "يعاقب بالإعدام كل من ارتكب", "LBY", "death", None, None, False, None, None, None),
    ("ar", "يعاقب بالحبس مدة سنة", "TUN", "imprisonment", 12, 12, False, None, None, None),
]

NOTHING = [
    ("en", "“child” means a person under the age of eighteen years"),
    (
        "en",
        (
            "The officer shall within 48 hours report, and may detain the person for a "
            "period of three months."
        ),
    ),
    ("en", "The fund shall receive 20,000 dollars a year."),
    (
        "en",
        (
            "Regulations made under this section may prescribe penalties not exceeding a "
            "fine of N$20 000 or imprisonment for 2 years."
        ),
    ),
    ("en", "“serious offence” means an offence punishable by imprisonment of at least four years"),
    (
        "fr",
        "enfant : toute personne de moins de dix-huit ans ; le titre de séjour est valable un an",
    ),
    ("fr", "Le placement en institution a une durée maximale de six mois."),
    (
        "fr",
        (
            "La peine privative de liberté est réduite de moitié ; la réclusion criminelle à "
            "perpétuité est ramenée à vingt ans de réclusion."
        ),
    ),
    ("es", "personas menores de dieciocho años, en un plazo de treinta días"),
    ("pt", "menor de dezoito anos; no prazo de noventa dias"),
    ("ar", "الطفل: أي شخص لم يبلغ الثامنة عشرة من العمر"),
    ("ar", "مع عدم الإخلال بأي عقوبة أشد ينص عليها قانون آخر"),
    ("ar", "يعفى من العقوبات المنصوص عليها في هذا الفرع كل من بادر"),
]


@pytest.mark.parametrize(
    ("language", "text", "country", "kind", "least", "most", "life", "low", "high", "currency"),
    ONE,
    ids=range(len(ONE)),
)
def test_one_sentence(language, text, country, kind, least, most, life, low, high, currency):
    tier, *more = read_penalties(text, language, country, "2015-01-01")
    assert (
        tier.kind,
        tier.min_months,
        tier.max_months,
        tier.life,
        tier.fine_min,
        tier.fine_max,
        tier.currency,
    ) == (kind, least, most, life, low, high, currency)
    assert more == []
    assert 0 <= tier.start < tier.end <= len(text)


@pytest.mark.parametrize(("language", "text"), NOTHING)
def test_numbers_that_are_no_penalty(language, text):
    assert read_penalties(text, language) == []


TWO = (
    "Whoever does it is liable to imprisonment for ten years. Where the victim is a child, "
    "the offender is liable to imprisonment for not less than twenty years."
)


def test_tiers_have_the_basic_one_first_and_evidence_of_their_own():
    basic, heavier = read_penalties(
        "Aggravated: " + TWO.split(". ")[1] + " " + TWO.split(". ")[0] + ".", "en"
    )
    assert (basic.max_months, basic.aggravated, heavier.min_months, heavier.aggravated) == (
        120,
        False,
        240,
        True,
    )
    basic, heavier = read_penalties(TWO, "en")
    assert TWO[basic.start : basic.end] == "imprisonment for ten years"
    assert TWO[heavier.start : heavier.end] == "imprisonment for not less than twenty years"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "fr",
            (
                "Est puni d’un emprisonnement de cinq à dix ans et d’une amende de 10 000 à "
                "500 000 francs quiconque agit. Les peines prévues à l’alinéa (1) sont "
                "doublées si l’auteur est un parent."
            ),
        ),
        (
            "ar",
            (
                "يعاقب بالحبس من خمس إلى عشر سنوات وغرامة من 10.000 إلى 500.000 درهم كل من "
                "استفاد. تضاعف العقوبة إذا كان الضحية قاصرا."
            ),
        ),
    ],
)
def test_doubled(language, text):
    basic, double = read_penalties(text, language, "CMR")
    assert (double.min_months, double.max_months, double.fine_max, double.aggravated) == (
        120,
        240,
        1_000_000,
        True,
    )
    assert not basic.aggravated


def test_of_two_wordings_printed_inline_the_last_counts():
    text = (
        "Pena - reclusão, de um a três anos. (Redação antiga) Pena - reclusão, de dois a "
        "oito anos, e multa. (Redação dada pela Lei nº 10.803)"
    )
    (tier,) = read_penalties(text, "pt")
    assert (tier.min_months, tier.max_months, tier.kind) == (24, 96, "both")
    text = (
        "is liable to imprisonment for 5 years [amended by Act 2 of 2010]; for the manager "
        "of a house, imprisonment for 9 years."
    )
    assert len(read_penalties(text, "en")) == 2  # words of its own between them: another tier


@pytest.mark.parametrize(
    ("language", "text", "refers"),
    [
        (
            "en",
            "is liable on conviction to the same penalties as if he had committed that offence",
            None,
        ),
        ("en", "An attempt shall be punishable as if the offence had been completed.", None),
        ("fr", "Est punie de la même peine prévue à l’article 20 la falsification des visas", "20"),
        ("fr", "La tentative est punie des mêmes peines.", None),
        ("es", "Con la misma pena será sancionado el cómplice.", None),
        ("pt", "Nas mesmas penas incorre quem ajudar.", None),
        ("ar", "يعاقب على محاولة ارتكاب الجرائم بالعقوبة المقررة للجريمة التامة", None),
    ],
)
def test_penalty_of_another_offence(language, text, refers):
    (tier,) = read_penalties(text, language)
    assert (tier.kind, tier.refers_to) == ("other", refers)


def test_references_are_filled_in_over_the_law():
    law = [
        ("19", "Il est interdit de passer."),
        ("20", "Est puni d'un emprisonnement de deux à cinq ans quiconque passe."),
        ("21", "Est punie de la même peine prévue à l’article 20 la falsification."),
        ("22", "La tentative est punie des mêmes peines."),
    ]
    none, twenty, copied, tried = read_law_penalties(law, "fr", "DJI")
    assert none == []
    assert (copied[0].min_months, copied[0].max_months, copied[0].refers_to) == (
        twenty[0].min_months,
        twenty[0].max_months,
        "20",
    )
    assert tried[0].kind == "other"


@pytest.mark.parametrize(
    ("words", "country", "on", "amount", "code"),
    [
        ("leones", "SLE", "2012-01-01", 50_000, "SLL"),
        ("leones", "SLE", "2022-07-18", 250_000_000, "SLL"),
        ("leones", "SLE", "2023", 50_000, "SLE"),
        ("ouguiyas", "MRT", "2015-06-01", 50_000, "MRO"),
        ("ouguiyas", "MRT", "2020-06-01", 50_000, "MRU"),
        ("francs CFA", "SEN", None, 1, "XOF"),
        ("francs CFA", "TCD", None, 1, "XAF"),
        ("FCFA", None, None, 1, None),
        ("francs", "GIN", None, 1, "GNF"),
        ("dinars", "TUN", None, 1, "TND"),
        ("shillings", "TZA", None, 1, "TZS"),
        ("N$", "NAM", None, 1, "NAD"),
        ("$", "SGP", None, 1, "SGD"),
        ("dollars", "ZWE", None, 1, "ZWL"),
        ("درهم", "MAR", None, 1, "MAD"),
        ("cedis", "GHA", "2005-05", 1, "GHC"),
        ("meticais", "MOZ", "2004", 1, "MZM"),
    ],
)
def test_money_by_word_country_and_date(words, country, on, amount, code):
    assert currency_on(currency_of(for_patterns(words), country)[0], on, amount) == code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.000.000", 1e6),
        ("1 500 000", 1.5e6),
        ("2,000.00", 2000),
        ("10,50", 10.5),
        ("5 million", 5e6),
    ],
)
def test_amounts_in_digits(text, value):
    assert parse_figure(text, {"million": 1_000_000}) == value


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "two hundred and fifty thousand", [250_000]),
        ("en", "two and ten", [2, 10]),
        ("en", "twenty-five", [25]),
        ("fr", "quatre-vingt-dix-neuf", [99]),
        ("fr", "soixante et onze", [71]),
        ("fr", "cinq cents mille", [500_000]),
        ("fr", "deux millions cinq cent mille", [2_500_000]),
        ("es", "mil quinientos", [1500]),
        ("es", "treinta y cinco", [35]),
        ("es", "dos y cinco", [2, 5]),
        ("pt", "dois mil e quinhentos", [2500]),
        ("ar", "خمس عشرة", [15]),
        ("ar", "خمس وعشرين", [25]),
        ("ar", "مائتين وخمسين ألف", [250_000]),
        ("ar", "ستة ملايين", [6_000_000]),
    ],
)
def test_numbers_in_words(language, text, values):
    words = load_vocabulary(language)
    assert [
        number.value
        for number in parse_number_words(for_patterns(text), 0, words.numbers, words.join)
    ] == values


def test_places_lead_back_to_the_printed_text():
    text = "Œuvre : يُعاقب  بالحَبس ثلاث سنوات"
    (tier,) = read_penalties(text, "ar")
    assert text[tier.start : tier.end] == "بالحَبس ثلاث سنوات"
    assert Offsets("abc").span(5, 9) == (3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\ufeff",
        "....;;;;",
        "imprisonment",
        "fine",
        "9" * 5000 + " years imprisonment",
        "((((((",
        "سجن",
        "١" * 400,
    ],
)
@pytest.mark.parametrize("language", [*LANGUAGES, "", "xx", "de", "PT-mz"])
def test_noise_is_no_penalty_and_no_crash(text, language):
    for tier in read_penalties(text, language, "ZZZ", "not a date"):
        assert tier.kind in KINDS


def test_the_wrong_language_gives_nothing_false():
    assert read_penalties("est puni de sept ans d'emprisonnement", "en") == []
    assert read_penalties("est puni de sept ans d'emprisonnement de la loi", "")[0].max_months == 84
    assert read_penalties("wird mit Freiheitsstrafe bis zu fünf Jahren bestraft", "de") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ONE[7][1]),
        ("fr", ONE[18][1]),
        ("ar", ONE[36][1]),
        ("es", "1 000 "),
        ("pt", "prisão "),
        ("en", "not less than "),
    ],
)
def test_large_texts_take_time_in_proportion(language, text):
    def seconds(size: int) -> float:
        started = time.process_time()
        read_penalties(text * (size // len(text)), language)
        return time.process_time() - started

    seconds(1000)
    assert seconds(160_000) < 8 * seconds(40_000) + 0.2  # linear would be 4


@pytest.mark.slow
def test_two_megabytes_in_one_article():
    text = (
        "The members of the Committee shall meet as often as the Minister decides. " * 28_000 + TWO
    )
    started = time.process_time()
    assert [tier.aggravated for tier in read_penalties(text, "en")] == [False, True]
    assert time.process_time() - started < 8


# On the labelled laws. The words were written with these laws at hand; known misses: "same penalty"
# rows that one digest calls `other` and
# another `none` (4), a lighter tier of life counted on the first row (2), a rule on suspended
# sentences (1).
FLOOR = {
    "en": (0.98, 0.99),
    "fr": (0.96, 0.99),
    "es": (0.99, 0.99),
    "pt": (0.99, 0.99),
    "ar": (0.99, 0.98),
    "all": (0.985, 0.99),
}


@pytest.mark.slow
def test_labelled_laws():
    shared("facts", "digests")
    counts = {name: Counter() for name in FLOOR}
    for law in laws(shared()):
        read = read_law_penalties(
            law.provisions,
            law.language,
            law.instrument["country_iso3"],
            law.instrument["adopted_on"] or None,
        )
        for row, tiers in zip(law.rows, read, strict=True):
            want, got = wanted(row), given(tiers)
            for name in PENAL:
                for place in (law.language, "all"):
                    counts[place].update(
                        read=got[name] is not None,
                        labelled=want[name] is not None,
                        right=want[name] is not None and want[name] == got[name],
                    )
    assert counts["all"]["labelled"] > 400
    for name, (precision, recall) in FLOOR.items():
        found = rates(counts[name]["right"], counts[name]["read"], counts[name]["labelled"])
        assert found >= (precision, 0), name
        assert found[1] >= recall, name


@pytest.mark.slow
def test_every_tier_of_the_french_digest():
    rows = table(shared("facts", "digests", "fr", "penalties.csv"))
    held = {law.instrument["id"]: law for law in laws(shared())}
    missed = []
    for identity in dict.fromkeys(row["instrument_id"] for row in rows):
        law = held[identity]
        read = dict(
            zip(
                [number for number, _ in law.provisions],
                read_law_penalties(
                    law.provisions,
                    "fr",
                    law.instrument["country_iso3"],
                    law.instrument["adopted_on"],
                ),
                strict=True,
            )
        )
        for row in (row for row in rows if row["instrument_id"] == identity):
            want = tuple(
                float(row[name]) if row[name] else None
                for name in (
                    "imprisonment_min_months",
                    "imprisonment_max_months",
                    "fine_min",
                    "fine_max",
                )
            )
            if not any(match(tier) == want for tier in read[row["number"]]):
                missed.append((identity, row["number"], row["paragraph"]))
    assert missed == []


def match(tier: Penalty) -> tuple[float | None, ...]:
    return tier.min_months, tier.max_months, tier.fine_min, tier.fine_max
