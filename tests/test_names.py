"""Names of countries and dates as sources print them."""

import csv
import re
from pathlib import Path

import pytest
import sqlite_utils

from ingest.received.country_names import CountryNames
from ingest.received.dates import Unread, read_date

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="module")
def names(built):
    return CountryNames(sqlite_utils.Database(str(built)))


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Cabo Verde", "CPV"),
        ("Cape Verde", "CPV"),
        ("Gambia, The", "GMB"),
        ("The Gambia", "GMB"),
        ("Gambie", "GMB"),
        ("[Denmark 1, 2]", "DNK"),
        ("China4,7,8", "CHN"),
        ("Congo, Democratic Republic of the", "COD"),
        ("République démocratique du Congo", "COD"),
        ("Congo", "COG"),
        ("Congo, Republic of the", "COG"),
        ("Côte d’Ivoire", "CIV"),
        ("cote d'ivoire", "CIV"),
        ("Ivory Coast", "CIV"),
        ("Costa do Marfim", "CIV"),
        ("السنغال", "SEN"),
        ("Sénégal", "SEN"),
        ("United Kingdom of Great Britain and Northern Ireland", "GBR"),
        ("Türkiye", "TUR"),
        ("Turkey", "TUR"),
        ("Swaziland", "SWZ"),
        ("Eswatini", "SWZ"),
        ("Moldova, Republic of", "MDA"),
        ("Guiné-Bissau", "GNB"),
        ("São Tomé e Príncipe", "STP"),
        ("Sao Tome and Principe", "STP"),
        ("Viet Nam", "VNM"),
        ("European Union", "EUE"),
        ("Bolivia (Plurinational State of)", "BOL"),
    ],
)
def test_name_is_placed(names, printed, code):
    assert names.find_code(printed) == code


@pytest.mark.parametrize(
    "printed", ["Ruritania", "", "Mal", "Guinea Conakry City", "République", "12"]
)
def test_unknown_name_is_not_guessed(names, printed):
    assert names.find_code(printed) is None


def test_hint_is_near_or_nothing(names):
    assert names.nearest_code("Ruritania") is None
    assert names.nearest_code("Senegall") == "SEN"


@pytest.mark.parametrize(
    ("printed", "date", "mark"),
    [
        ("15 Dec 2000", "2000-12-15", None),
        ("15 Dec 2000 a", "2000-12-15", "accession"),
        ("24 Sep 2003 AA", "2003-09-24", "approval"),
        ("2 Apr 1992 A", "1992-04-02", "acceptance"),
        ("4 Jul 1999 d", "1999-07-04", "succession"),
        ("16 Aug 1954 s", "1954-08-16", "definitive_signature"),
        ("December 15, 2000", "2000-12-15", None),
        ("15th of December 2000", "2000-12-15", None),
        ("1er janvier 2001", "2001-01-01", None),
        ("10 mai 2005", "2005-05-10", None),
        ("29 décembre 2005", "2005-12-29", None),
        ("le 3 août 2016", "2016-08-03", None),
        ("février 2023", "2023-02", None),
        ("15 de dezembro de 2000", "2000-12-15", None),
        ("6 de julho de 2011", "2011-07-06", None),
        ("10 de Fevereiro de 2014", "2014-02-10", None),
        ("14 de septiembre de 2004", "2004-09-14", None),
        ("14 de setiembre de 2004", "2004-09-14", None),
        ("26 de agosto de 2005", "2005-08-26", None),
        ("١٥ يناير ٢٠٠١", "2001-01-15", None),
        ("24 آب 2011", "2011-08-24", None),
        ("7 جانفي 2026", "2026-01-07", None),
        ("25 غشت 2016", "2016-08-25", None),
        ("3 كانون الثاني 2010", "2010-01-03", None),
        ("2018", "2018", None),
        ("2018-03", "2018-03", None),
        ("2018-03-30", "2018-03-30", None),
        ("March 2018", "2018-03", None),
        ("25/12/2003", "2003-12-25", None),
        ("12/25/2003", "2003-12-25", None),
        ("06.06.2001", "2001-06-06", None),
    ],
)
def test_date_is_read(printed, date, mark):
    assert read_date(printed) == (date, mark)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "soon",
        "30 Feb 2001",
        "05/06/2001",
        "15 Dec",
        "15 Dec 2000 z",
        "15 16 Dec 2000",
        "2001-13",
        "Dec 15 20",
        "32 mai 2005",
    ],
)
def test_what_is_no_date_is_refused_with_its_text(printed):
    with pytest.raises(Unread, match=re.escape(repr(printed))):
        read_date(printed)


def test_day_first_only_when_the_caller_knows():
    assert read_date("05/06/2001", day_first=True).date == "2001-06-05"


def columns(path: Path, name: str) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[name] for row in csv.DictReader(file) if row.get(name)}


@pytest.mark.skipif(
    not SHARED.exists(), reason="the shared reference files are not beside this checkout"
)
@pytest.mark.parametrize(
    ("pattern", "column"),
    [
        ("treaty-ratifications-un-2015/[0-9]*.csv", "Participant"),
        ("dol-ilab-child-labor/conventions_by_country.csv", "country"),
        ("tip-tiers-and-3p-index/tip_tiers_1999_2015.csv", "countryname"),
        ("treaty-ratifications-hr-2022/*.csv", "member"),
    ],
)
def test_every_name_of_the_reference_tables_is_placed(names, pattern, column):
    paths = sorted((SHARED / "data" / "reference").glob(pattern))
    printed = {name for path in paths for name in columns(path, column)}
    assert len(printed) > 100
    assert {name for name in printed if names.find_code(name) is None} - NOT_HELD == set()


NOT_HELD = {
    "British Indian Ocean Territories",
    "Heard and McDonald Islands",
    "Pitcairn Islands",
}  # territories without any fact here
