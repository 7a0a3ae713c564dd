"""Tables of plans in which the head alone does not tell what a column holds: every cell is right or
listed.
"""

import fixture_layouts
import pytest
from fixture_plan import written
from test_plan_import import lines, listed, read

from ingest.plan.activities import read_activities
from ingest.plan.find_matrix import find_matrix
from ingest.plan.money import Unit, read_unit
from ingest.plan.periods import Span, calendar_span, in_years
from ingest.plan.read_sheets import read_sheets


def test_quarters_of_the_second_year_and_a_budget_by_source(tmp_path):
    path = fixture_layouts.years_of_the_plan(tmp_path / "plan.xlsx")
    reading = read_activities(find_matrix(read_sheets(path)), "SEN", "2027", "2029")
    assert lines(reading) == [
        ("1.1.1", "Former 40 juges", "2027-12", 3500000, "XOF", "done"),
        ("1.1.2", "Diffuser un spot", "2028-12", None, "", "started"),
        ("1.2.1", "Réviser les manuels", "2028-09", 500000, "XOF", "unknown"),
        ("2.1.1", "Ouvrir un centre", "2028-12", 9000000, "XOF", "unknown"),
    ]
    assert reading.activities[0].deadline.starts_on == "2027-07"
    objectives = [(one.text, one.parent) for one in reading.matrix.objectives]
    assert objectives == [
        ("Axe 1 : Prévention", None),
        ("Informer", 0),
        ("Éduquer", 0),
        ("Axe 2 : Protection", None),
        ("Accueillir", 3),
    ]
    assert "Groupe cible: Magistrats" in reading.activities[0].also_printed
    assert not reading.activities[0].indicators
    assert listed(reading) == [("status", "Fait; En cours"), ("status", "À l'étude")]


def test_a_calendar_whose_year_is_not_known_is_listed(tmp_path):
    path = fixture_layouts.years_of_the_plan(tmp_path / "plan.xlsx")
    reading = read_activities(find_matrix(read_sheets(path)), "SEN")
    assert [one.deadline.due_on for one in reading.activities] == [""] * 4
    assert reading.activities[0].due_printed == "Année 1 T3, Année 1 T4"
    assert [kind for kind, _ in listed(reading)].count("deadline") == 4


def test_months_in_letters_colours_and_days_shown_as_months(tmp_path):
    reading = read(fixture_layouts.months_in_letters(tmp_path / "plan.xlsx"), "GHA")
    assert lines(reading) == [
        ("1", "Train judges", "2026-12", 2000, "USD", "planned"),
        ("2", "Print guides", "2027-03", 400, "USD", "planned"),
        ("3", "Open a shelter", "2026-07", 1000, "USD", "done"),
    ]
    assert [one.deadline.starts_on for one in reading.activities] == ["", "", "2026-06"]
    assert reading.activities[2].due_printed == "2026-06, 2026-07"
    assert reading.matrix.objectives == []
    assert reading.activities[0].also_printed == ["Priority: High", "Unit cost: 50"]
    assert listed(reading) == [("colour", ""), ("colour", "")]


def test_shaded_cells_of_a_word_table_are_bars_of_its_calendar(tmp_path):
    reading = read(fixture_layouts.shaded_quarters(tmp_path / "plan.docx"))
    assert lines(reading) == [
        ("1.1", "Former des juges", "2026-06", 12500000, "XOF", "planned"),
        ("1.2", "Imprimer", "2027-03", None, "", "planned"),
        ("2.1", "Ouvrir un foyer", "2027-03", None, "", "planned"),
    ]
    assert [one.deadline.starts_on for one in reading.activities][:2] == ["2026-01", "2026-04"]
    assert [one.entry.objective for one in reading.activities] == [0, 0, 1]
    assert listed(reading) == [("money", "beaucoup")]


def test_a_sheet_from_right_to_left_with_quarters_in_words(tmp_path):
    reading = read(fixture_layouts.arabic_sheet(tmp_path / "plan.xlsx"), "JOR")
    assert [row[2:] for row in lines(reading)] == [
        ("2026-12", 50000, "USD", "done"),
        ("2027-03", None, "", "planned"),
    ]
    assert [one.entry.objective for one in reading.activities] == [0, 0]
    assert listed(reading) == []


def test_questions_as_headings_and_the_last_of_two_dated_statuses(tmp_path):
    path = written(tmp_path / "plan.csv", fixture_layouts.QUESTIONS, "cp1252")
    reading = read(path, "BRA")
    assert lines(reading) == [
        ("1.1", "Realizar oficinas", "2026-03", 1500, "BRL", "started"),
        ("1.2", "Imprimir", "2027-01", 2000, "BRL", "done"),
        ("2.1", "Abrir casa", "2027-12-31", None, "", "delayed"),
    ]
    assert "Situação em 30/06/2026: Não iniciado" in reading.activities[0].also_printed
    assert [one.text for one in reading.matrix.objectives] == ["1. Prevenção", "2. Proteção"]
    assert [kind for kind, _ in listed(reading)] == ["across", "across"]


def test_titles_without_a_number_shares_in_figures_and_idem(tmp_path):
    reading = read(written(tmp_path / "plan.csv", fixture_layouts.DITTO, "cp1252"))
    assert lines(reading) == [
        ("1.1", "Tenir 12 séances", "2026-06", 1000000, "XOF", "planned"),
        ("1.2", "Éditer un guide", "2026-06", 250000, "XOF", "planned"),
        ("2.1", "Ouvrir un foyer", "2027", 5000000, "XOF", "planned"),
    ]
    assert [one.percent for one in reading.activities] == [40, 100, 0]
    assert [one.text("lead") for one in reading.activities] == ["Comité", "Comité", "Ministère"]
    assert [one.text for one in reading.matrix.objectives] == ["Prévention", "Protection"]
    assert listed(reading) == [("across", "Prévention"), ("across", "Protection")]


def test_words_alone_in_a_table_without_numbers_are_listed(tmp_path):
    text = "Activity,Lead,Due,Cost (USD)\nPrevention,,,\nTrain judges,Agency,Q1 2026,100\n"
    reading = read(written(tmp_path / "plan.csv", text), "KEN")
    assert [one.text("activity") for one in reading.activities] == ["Prevention", "Train judges"]
    assert listed(reading) == [("alone", "Prevention")]


@pytest.mark.parametrize(("number", "kinds"), [("1", []), ("1.1", ["repeated_number"])])
def test_a_plain_number_may_begin_anew_under_each_axis(tmp_path, number, kinds):
    text = "N°;Activité;Responsable;Échéance\nAxe 1 : Prévenir;;;\n"
    text += f"{number};Former des juges;Comité;2026\nAxe 2 : Protéger;;;\n"
    text += f"{number};Ouvrir un foyer;Comité;2027\n"
    reading = read(written(tmp_path / "plan.csv", text))
    assert [kind for kind, _ in listed(reading)] == kinds


def test_a_small_table_for_each_activity_is_a_card(tmp_path):
    reading = read(written(tmp_path / "plan.html", fixture_layouts.CARDS), "ECU")
    assert lines(reading) == [
        ("1.1", "Formar a 40 jueces", "2027-12", 12000, "USD", "planned"),
        ("1.2", "Imprimir guías", "2027-12", 12000, "USD", "planned"),
        ("2.1", "Abrir un refugio", "2027-12", 12000, "USD", "planned"),
    ]
    assert [one.entry.objective for one in reading.activities] == [0, 0, 1]
    assert listed(reading) == []


def test_years_over_sums_are_parts_of_the_budget_and_no_calendar(tmp_path):
    reading = read(written(tmp_path / "plan.html", fixture_layouts.SUMS_BY_YEAR), "KEN")
    assert [row[2:5] for row in lines(reading)] == [("", 3000, "USD"), ("", 500, "USD")]
    assert reading.activities[0].also_printed == ["2026: 1,000", "2027: 2,000"]
    assert listed(reading) == [("colour", ""), ("colour", "")]


def test_the_table_of_a_database_with_its_own_names_of_columns(tmp_path):
    reading = read(written(tmp_path / "plan.csv", fixture_layouts.DATABASE), "BEN")
    assert reading.matrix.language == "fr"
    assert [one.budget.amount for one in reading.activities] == [
        *(2570000, 25000000, None, None, 900000, 3975000)
    ]
    assert {one.deadline[:2] for one in reading.activities} == {("2026", "2027")}
    assert listed(reading) == [("shortened", "2.5e+07"), ("zero", "0")]


@pytest.mark.parametrize(
    ("heading", "country", "unit"),
    [
        ("Budget (k€)", "FRA", Unit("EUR", 1000)),
        ("Coût (M FCFA)", "SEN", Unit("XOF", 1000000)),
        ("Budget KUSD", "SEN", Unit("USD", 1000)),
        ("Cost (US$ m)", "KEN", Unit("USD", 1000000)),
        ("Montant (Mds FCFA)", "CMR", Unit("XAF", 1000000000)),
        ("Orçamento (mil R$)", "BRA", Unit("BRL", 1000)),
        ("Montant FCFA", "SEN", Unit("XOF", 1)),
    ],
)
def test_a_letter_beside_the_money_is_its_multiple(heading, country, unit):
    assert read_unit(heading, country) == unit


@pytest.mark.parametrize(
    ("stack", "meant"),
    [
        (["2026", "T2"], Span("2026-04", "2026-06")),
        (["Année 2", "T2"], Span("2027-04", "2027-06")),
        (["Year 3"], Span("2028", "2028")),
        (["2026", "الربع الرابع"], Span("2026-10", "2026-12")),
        (["Mai"], None),
        (["Activité"], None),
    ],
)
def test_columns_of_a_calendar(stack, meant):
    span = calendar_span(stack)
    assert (span and in_years(span, "2026", "2028")) == meant


def test_a_month_without_a_year_is_that_of_a_plan_of_one_year():
    assert in_years(calendar_span(["Mai"]), "2026", "2026") == Span("2026-05", "2026-05")
