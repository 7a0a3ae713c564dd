"""Cells of CSV files: no formula is run, no number of a law becomes a date, no value is lost."""

import csv
import io
import re
from urllib.parse import quote

import pytest

from ingest.spreadsheet_cells import cell, comma_cell

FORMULAS = [
    '=HYPERLINK("https://example.org","click")',
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "'=1+1",
    "-لا يعتد",
    "- a point of a list",
]
HARMLESS = ["-1", "-1.5", "-1,5", "-3 %", "+221 33 889 11 11", "-", "a=b", "x@y.example", "", "1-2"]
NUMBERS_OF_LAWS = """
    2005-06 12/2011 6/2008 4-2010 10/2003 3-12 6-05 1/27 2010-1 09/001 16/2022 20.016 10.001
    09.004 26.364 004 012 1-4 6.6 12-03-2001 01/02/03 12.2011 2005–06 2019-06 12e5 5e+07 3-mai
    mars-12 may-12 10:30 2:64 0800222777 12345678901234567890 5% TRUE vrai
""".split()
LEFT = [
    "2005-05-10",
    "2022",
    "0",
    "28950",
    "-12",
    "029-2008/AN",
    "Act 12 of 2022",
    "L/2019/0059/AN",
    "Article 12",
    "2012-082/PRN/MJ",
    "SEN",
    "MAR",
    "mai",
    "10 years",
    "palermo:6.6",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula_and_the_text_can_be_had_again(text):
    assert cell(text) == f"'{text}"
    assert re.sub(r"^'(?='*[=+@\t\r\n＝＋－＠-])", "", cell(text)) == text
    french = comma_cell(text)
    assert french[0] == "'" or french == '="{}"'.format(text.replace('"', '""'))


@pytest.mark.parametrize("value", [*HARMLESS, *NUMBERS_OF_LAWS, *LEFT, -1, -1.5, 0, None, 1e-7])
def test_a_program_gets_every_other_value_as_it_is(value):
    assert cell(value) is value


@pytest.mark.parametrize("text", NUMBERS_OF_LAWS)
def test_excel_shows_the_number_of_a_law_and_no_date(text):
    assert comma_cell(text) == f'="{text}"'


@pytest.mark.parametrize("text", LEFT)
def test_what_excel_shows_as_it_is_stays_as_it_is(text):
    assert comma_cell(text) == text


def test_a_text_too_long_for_a_formula_has_an_apostrophe():
    for text in ("=" + "a" * 300, "=a\nb"):
        assert comma_cell(text) == f"'{text}"


def test_numbers_stay_numbers_in_a_french_file():
    assert [comma_cell(value) for value in (-1.5, -3, 0, None)] == ["-1,5", -3, 0, None]


def rows(answer, sign=","):
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=sign))


def test_numbers_of_laws_come_whole_out_of_the_site(get, db):
    """The program reads them as they are; Excel gets text."""
    held = dict(db.execute("select id, number from instrument where number is not null"))
    plain = {row["id"]: row["number"] for row in rows(get("/tip/instrument.csv"))}
    assert {name: plain[name] for name in held} == held
    lines = rows(get("/fr/tip/instrument.fr.csv"), ";")
    french = {row["identifiant"]: row["numéro"] for row in lines}
    assert french["sen-loi-2005-06"] == '="2005-06"'
    dates = [number for number in held.values() if re.fullmatch(r"\d{1,4}[-/.]\d{1,4}", number)]
    assert len(dates) > 50
    assert {french[name] for name, number in held.items() if number in dates} == {
        f'="{number}"' for number in dates
    }


@pytest.mark.parametrize("form", ["csv", "fr.csv"])
def test_an_answer_of_sql_runs_nothing_in_a_spreadsheet(get, form):
    """A stranger may send a link to a question whose answer, or its head, is a formula."""
    sql = quote("select '=1+1' as \"=2+2\", -5 as n, '-5' as text, '@a' as at")
    (row,) = rows(get(f"/tip/-/query.{form}?sql={sql}"), ";" if form == "fr.csv" else ",")
    shown = '="{}"'.format if form == "fr.csv" else "'{}".format
    assert row == {shown("=2+2"): shown("=1+1"), "n": "-5", "text": "-5", "at": shown("@a")}
