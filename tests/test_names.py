"""Names of countries and dates as sources print them."""

import csv
import re
import unicodedata
from pathlib import Path

import pytest
import sqlite_utils

from ingest.country_index import name_key
from ingest.received.country_names import NAMES, CountryNames
from ingest.received.dates import Unread, read_date

SHARED = Path(__file__).parent.parent.parent / "shared"


@pytest.fixture(scope="module")
def names(built):
    return CountryNames(sqlite_utils.Database(str(built)))


NAMED = {
    "SEN": "Sénégal; السنغال; SEN; Sénégal (le); Séné\u00adgal",
    "NER": "Niger (the); NIGER (LE); النيجر",
    "NGA": "Nigéria (le); NIGERIA; Nigeria (Federal Republic of); نيجيريا",
    "TZA": """Tanzanie (République-Unie de); TANZANIE, REPUBLIQUE UNIE DE;
        تنزانيا (جمهورية - المتحدة); جمهوريّة تنزانيا المتّحدة""",
    "LAO": """Lao People's Democratic Republic (the); Lao People’s Dem. Rep.;
        LAO PEOPLE`S DEMOCRATIC REPUBLIC""",
    "COD": """Congo, Democratic Republic of the; République démocratique du Congo; RDC; DRC*;
        Congo (la République démocratique du); Congo (République démocratique du) ¹; R. D. Congo;
        D.R. Congo; Congo, D.R.; Congo, Dem Rep of the; Congo (RDC); Rép. dém. du Congo; RDC (a);
        CONGO (THE DEMOCRATIC REPUBLIC OF THE); Rep. Dem. del Congo; Congo (K);
        République démocratique du Congo (RDC); الكونغو (جمهورية - الديمقراطية)""",
    "COG": """Congo; Congo, Republic of the; Congo, Rep.; Congo (Rép. du); Congo (le)""",
    "CAF": "RCA; R.C.A.; RCA¹; CAR; Centrafrique; Central African Rep.",
    "GBR": """United Kingdom of Great Britain and Northern Ireland; UK; U.K.; u.k; Uk;
        Reino Unido (o); United Kingdom (UK)""",
    "USA": "USA; U.S.A.; EE.UU.; EE. UU.; EE UU; EUA; Estados Unidos da América (os)",
    "ARE": "EAU; UAE; الإمارات العربية المتحدة",
    "SAU": "KSA; Arabie saoudite (l')",
    "ZAF": "RSA; Afrique du Sud (l’)",
    "SRB": """Serbia¹; Serbia 1; Serbia (1); Serbia [a]; Serbia a/; Serbia*; Serbia†; Serbiaᵃ;
        ¹ Serbia; 1. Serbia; Serbia①""",
    "CHN": "China; China4,7,8; PRC",
    "HKG": "China (Hong Kong); Hong Kong SAR, China",
    "DNK": "[Denmark 1, 2]",
    "RUS": "Russian Fed.; Federación de Rusia",
    "BFA": "Haute-Volta; Upper Volta; Alto Volta",
    "BIH": "Bosnie; Bosnia",
    "KOR": """Korea, Republic of; Corée (République de); Corea, República de; Korea, South; ROK;
        Korea, Rep.; كوريا (جمهورية)""",
    "PRK": """Korea (the Democratic People's Republic of); DPRK; RPDC;
        Corea (la República Popular Democrática de);
        Corée (République populaire démocratique de); Korea, Dem. People's Rep.""",
    "GIN": "Guinée (la); Guinea (República de); Guinea Conakry",
    "GNB": """Guiné-Bissau; Guinea Bissau; GUINÉ-BISSAU (A); Guinée Bissau (la); غينيا-بيساو""",
    "GNQ": "Guinea (Equatorial); GUINEE EQUATORIALE; Guinée-équatoriale",
    "PNG": "Papua New Guinea (the Independent State of); PNG",
    "DMA": "Dominica; Dominique (la); Dominica, Commonwealth of",
    "DOM": """Dominicaine (République); DOMINICAN REPUBLIC (THE); Dominicana (República);
        Dominican Rep.""",
    "SDN": "السودان; Sudan (the Republic of the)",
    "SSD": "جنوب السودان; Sudan (South); S. Sudan; South Sudan (Republic of)",
    "CIV": """Côte d’Ivoire; cote d'ivoire; Ivory Coast; Costa do Marfim; Côte d´Ivoire;
        Côte dʼIvoire; COTE D`IVOIRE; COTE D IVOIRE; Côte d‘Ivoire (la); Ivory Coast (Côte d'Ivoire)
        """,
    "SWZ": """Swaziland; Eswatini; Eswatini (formerly Swaziland); Swaziland (Eswatini);
        Eswatini (ex-Swaziland)""",
    "CPV": "Cabo Verde; Cape Verde; Cabo Verde / Cape Verde",
    "GMB": "Gambia, The; The Gambia; Gambie; Gambie (République de); Gâmbia (a)",
    "IRN": """IRAN (ISLAMIC REPUBLIC OF); Iran, Islamic Rep.; Iran (Rép. islamique d');
        Iran (République islamique d’); Irán (República Islámica del)""",
    "LCA": "St. Lucia; Ste-Lucie",
    "STP": "São Tomé e Príncipe; Sao Tome and Principe; S. Tomé e Príncipe",
    "MKD": """Macédoine (ex-République yougoslave de);
        Macedonia (the former Yugoslav Republic of)""",
    "MDA": "Moldova, Republic of; Moldova (the Republic of)",
    "BOL": "Bolivia (Plurinational State of); Bolivia (Estado Plurinacional de)",
    "FSM": "Micronésie (États fédérés de); Micronesia, Fed. Sts.",
    "MHL": "Marshall Is.",
    "TUR": "Türkiye; Turkey; TÜRKİYE; TURKIYE",
    "VNM": "Viet Nam; Viet-Nam; Viêt Nam",
    "VAT": "Holy See (the)",
    "PSE": "Palestine (State of); État de Palestine *",
    "EUE": "European Union",
}


@pytest.mark.parametrize(
    ("printed", "code"),
    [(" ".join(name.split()), code) for code, all in NAMED.items() for name in all.split(";")],
)
def test_name_is_placed(names, printed, code):
    assert names.find_code(printed) == code


@pytest.mark.parametrize("article", ["the", "le", "la", "les", "l'", "l’", "el", "los", "o", "a"])
def test_every_name_is_placed_with_its_article_behind_it(names, db, article):
    """Also in capitals, without accents, with hard spaces and with the mark of a note."""
    columns = "json_array(name_en, name_fr, name_es, name_pt, name_ar)"
    named = f"""
    select n.value, k.id from country k, json_each({columns}) n
    union select name, country from country_name where not name glob '*[*]*'
    """
    for name, code in db.execute(named).fetchall():
        printed = f"{name} ({article})"
        for form in (
            printed,
            printed.upper(),
            plain(printed),
            f"{printed.replace(' ', chr(160))}¹",
        ):
            assert names.find_code(form) == code, form


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def test_no_name_is_that_of_two_countries(db):
    owners: dict[str, set[str]] = {}
    for name, code in db.execute(NAMES).fetchall():
        owners.setdefault(name_key(name), set()).add(code)
    assert {key: codes for key, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    "printed",
    """Ruritania;; Mal; Guinea Conakry City; République; 12; Serbia 2006; Korea; Guinea (E.); E.
    Guinea; New Guinea; Congo (D.); Republic of Dominica; Denmark (Greenland); Northern Ireland;
    Saint; de; Republic of China; Ireland (Northern); American Samoa; Islands; Saint-Martin;
    Niger / Nigeria; Congo (Guinea)""".split(";"),
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
        ("1.º de março de 2009", "2009-03-01", None),
        ("1º de março de 2009", "2009-03-01", None),
        ("1.o de Março de 2009", "2009-03-01", None),
        ("primeiro de março de 2009", "2009-03-01", None),
        ("1.° de marzo de 2009", "2009-03-01", None),
        ("1ro. de marzo de 2009", "2009-03-01", None),
        ("1ᵉʳ mars 2009", "2009-03-01", None),
        ("le premier mars 2009", "2009-03-01", None),
        ("1 er mars 2009", "2009-03-01", None),
        ("10\u00a0mai\u00a02005", "2005-05-10", None),
        ("3 كانون الثاني/يناير 2010", "2010-01-03", None),
        ("١٥ كانون الأول/ديسمبر ٢٠٠٠", "2000-12-15", None),
        ("15 تشرين الثاني - نوفمبر 2000", "2000-11-15", None),
        ("25 مايو/أيار 2005", "2005-05-25", None),
        ("فبراير (شباط) 2003", "2003-02", None),
        ("الأول من مارس 2009م", "2009-03-01", None),
        ("يوم الأحد 1 مارس 2009", "2009-03-01", None),
        ("الأحد، 1 آذار/مارس 2009", "2009-03-01", None),
        ("Sunday, 1 March 2009", "2009-03-01", None),
        ("Sunday 1st March, 2009", "2009-03-01", None),
        ("Sun, 01 Mar 2009", "2009-03-01", None),
        ("dimanche 1er mars 2009", "2009-03-01", None),
        ("mar. 3 mars 2009", "2009-03-03", None),
        ("Mar 3, 2009", "2009-03-03", None),
        ("domingo, 1.º de março de 2009", "2009-03-01", None),
        ("terça-feira, 3 de março de 2009", "2009-03-03", None),
        ("terça, 3 de março de 2009", "2009-03-03", None),
        ("mar 3 mar 2009", "2009-03-03", None),
        ("martes 3 de marzo del 2009", "2009-03-03", None),
        ("3 March 2009 (Tuesday)", "2009-03-03", None),
        ("[15 Dec 2000]", "2000-12-15", None),
        ("[15 Dec 2000 a]", "2000-12-15", "accession"),
        ("15 Dec 2000 (a)", "2000-12-15", "accession"),
        ("(2018)", "2018", None),
        ("15 Dec 2000¹", "2000-12-15", None),
        ("15-Dec-2000", "2000-12-15", None),
        ("15DEC2000", "2000-12-15", None),
        ("15 / 12 / 2000", "2000-12-15", None),
        ("2009-03-01T00:00:00Z", "2009-03-01", None),
        ("2009-03-01T23:59:59.999+01:00", "2009-03-01", None),
        ("2009-03-01 00:00:00", "2009-03-01", None),
        ("Sun, 01 Mar 2009 00:00:00 GMT", "2009-03-01", None),
        ("Sun Mar 1 00:00:00 2009", "2009-03-01", None),
        ("2009/03/01", "2009-03-01", None),
        ("2009.3.1", "2009-03-01", None),
        ("20090301", "2009-03-01", None),
        ("12/2024", "2024-12", None),
        ("4 ربيع الأول 1430 هـ الموافق 1 مارس 2009 م", "2009-03-01", None),
        ("الأحد الموافق 1 مارس 2009", "2009-03-01", None),
        ("10th day of May, 2005", "2005-05-10", None),
        ("this 10th day of May 2005", "2005-05-10", None),
        ("10 de mayo del año 2005", "2005-05-10", None),
        ("a los 10 días del mes de mayo de 2005", "2005-05-10", None),
        ("aos 10 dias do mês de maio de 2005", "2005-05-10", None),
        ("20 يونيه 2003", "2003-06-20", None),
        ("15 de septiembre de 2.004", "2004-09-15", None),
        ("15 de diciembre de 2 000", "2000-12-15", None),
        ("1º/03/2009", "2009-03-01", None),
        ("5.VI.2010", "2010-06-05", None),
        ("5-XII-2010", "2010-12-05", None),
        ("1 March 2009 corresponding to 4 Rabi I 1430", "2009-03-01", None),
        # in words
        ("le trois mai deux mil onze", "2011-05-03", None),
        ("the third day of May, two thousand and eleven", "2011-05-03", None),
        ("May 3, nineteen ninety-nine", "1999-05-03", None),
        ("los tres días del mes de mayo de dos mil once", "2011-05-03", None),
        ("aos três dias do mês de maio de dois mil e onze", "2011-05-03", None),
        ("الثالث من مايو سنة ألفين وإحدى عشرة", "2011-05-03", None),
        # behind a place or a word
        ("Fait à Dakar, le 3 mai 2011", "2011-05-03", None),
        ("Done at Palermo on 3 May 2011", "2011-05-03", None),
        ("Lima, 3 de mayo de 2011", "2011-05-03", None),
        ("Feito em Maputo, aos 3 de Maio de 2011", "2011-05-03", None),
        ("تونس في 3 ماي 2011", "2011-05-03", None),
        ("dated this 13th day of May, 2011", "2011-05-13", None),
        ("en date du 13 mai 2011", "2011-05-13", None),
        ("fecha: 13/05/2011", "2011-05-13", None),
        ("المؤرخ في 13 مايو 2011", "2011-05-13", None),
        ("année 2011", "2011", None),
        # beside brackets
        ("21 kaada 1437 (25 août 2016)", "2016-08-25", None),
        ("16 février 2011 (13 rabie I 1432)", "2011-02-16", None),
        ("13 mai 2011 (J.O. n° 45)", "2011-05-13", None),
        # other languages
        ("2011年5月3日", "2011-05-03", None),
        ("3 Mayıs 2011", "2011-05-03", None),
        ("3 maggio 2011", "2011-05-03", None),
        ("3 мая 2011", "2011-05-03", None),
        ("2011. 5. 13.", "2011-05-13", None),
    ],
)
def test_date_is_read(printed, date, mark):
    assert read_date(printed) == (date, mark)


@pytest.mark.parametrize(
    "printed",
    [
        *("", "soon", "30 Feb 2001", "05/06/2001", "15 Dec", "15 Dec 2000 z", "15 16 Dec 2000"),
        *("2001-13", "Dec 15 20", "32 mai 2005", "10-11 mai 2005", "mai-juin 2005", "vers 2009"),
        # years of two figures
        *("15 Dec 00", "15/12/00", "15-Dec-09", "1er mars 09", "15 Dec '09", "09-12-15"),
        # other calendars
        *("4 ربيع الأول 1430", "15 رمضان 1430هـ", "1430/09/15", "1430-09-15", "15/09/1430"),
        *("1430 هـ", "1430", "15 Ramadan 1430 AH", "1 Muharram 1431 H", "15 مارس 2009 هـ"),
        *("1 มีนาคม 2552", "01/03/2552", "12 Farvardin 1388", "4 ربيع الأول 1430 الموافق"),
        # two months that differ
        *("3 كانون الثاني/فبراير 2010", "3 شباط/مارس 2010", "3 March / April 2010"),
        # figures of machines that are no day
        *("39873", "1235865600", "2009-W09", "2009-060", "2009-03-00", "0000-00-00", "31122009"),
        *("5.IIX.2010", "5.VI.10", "15 de mayo de 3.004"),
        # two days beside one another, and what only stands beside a year
        *("13 mai 2011 (14 mai 2011)", "2011 (in force)", "mai 2011 (J.O. n° 45)"),
        *("trois mai", "three or four May two thousand", "13 Moharram 1432", "3 and 4 May 2011"),
        *("2009/15/03", "13/2009", "20/2009", "1/2", "2009-03-01/02"),
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
        ("country-codes/country-codes.csv", "UNTERM English Short"),
        ("country-codes/country-codes.csv", "UNTERM French Short"),
        ("country-codes/country-codes.csv", "UNTERM Spanish Short"),
        ("country-codes/country-codes.csv", "UNTERM Arabic Short"),
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
