"""Citations of provisions and instruments, read by the programs that people read them with."""

import json
import re
import warnings
from html import unescape
from urllib.parse import parse_qs

import pytest

from plugins.kit.citations import printed_number

CITED = [
    "sle-act-2022-12:12",
    "sen-loi-2005-06",
    "mar-loi-27-14:6",
    "palermo",
    "nga-plan-2022",
    "ben-loi-2006-04:nc-1",
    "mou-nga-bfa-2021",
]


@pytest.mark.parametrize("identity", CITED)
@pytest.mark.parametrize("at", ["", "/fr"])
def test_bibtex_is_read_by_pybtex(get, at, identity):
    from pybtex.database import parse_string

    answer = get(f"{at}/cite/{identity}.bib")
    assert answer.headers["content-type"].startswith("application/x-bibtex")
    (entry,) = parse_string(answer.text, "bibtex").entries.values()
    assert entry.fields["title"]
    assert f"{at}/" in entry.fields["howpublished"]


@pytest.mark.parametrize("identity", CITED)
def test_csl_is_set_by_citeproc(get, identity):
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON

    answer = get(f"/cite/{identity}.csl.json")
    assert answer.headers["content-type"].startswith("application/vnd.citationstyles.csl+json")
    (item,) = answer.json()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # citeproc names CSL fields and locales that it does not know
        works = CitationStylesBibliography(
            CitationStylesStyle("harvard-cite-them-right", validate=False),
            CiteProcJSON(json.loads(json.dumps([item]))),
            formatter.plain,
        )
        works.register(Citation([CitationItem(item["id"])]))
        (words,) = works.bibliography()
    assert item["title"][:20] in str(words).replace("’", "'") or item["title"][:10] in str(words)


def test_plain_citation_names_country_law_article_source_and_address(get):
    words = get("/provision/sle-act-2022-12:12.json").json()["citation"]["plain"]
    assert words.startswith(
        "Sierra Leone, Anti-Human Trafficking and Migrant Smuggling Act, 2022, "
        "Act 12 of 2022, s. 12. "
    )
    assert re.search(
        r"Palermo Ledger, state of \d+ \w+ \d{4}, version [0-9a-f]{12}, "
        r"http.*/provision/sle-act-2022-12:12$",
        words,
    )
    french = get("/fr/instrument/sen-loi-2005-06.json").json()["citation"]["plain"]
    assert french.startswith("Sénégal, Loi n° 2005-06")
    assert "/fr/instrument/" in french


@pytest.mark.parametrize(
    ("number", "title", "language", "printed"),
    [
        ("32/2014", "Anti-Human Trafficking Act, 2014", "en", "No. 32 of 2014"),
        ("29 of 2022", "Children Act, 2022", "en", "No. 29 of 2022"),
        ("Act 12 of 2022", "Anti-Human Trafficking Act, 2022", "en", "Act 12 of 2022"),
        ("LIX of 2002", "Human Trafficking Ordinance, 2002", "en", "LIX of 2002"),
        ("18 U.S.C. 1581-1597", "Slavery", "en", "18 U.S.C. 1581-1597"),
        ("011-2014/AN", "Loi portant répression de la vente d'enfants", "fr", "n° 011-2014/AN"),
        ("20.016", "Code de protection de l'enfant", "fr", "n° 20.016"),
        ("039/2024", "Loi portant création d'un tribunal", "fr", "n° 039/2024"),
        ("2010-86", "Ordonnance n° 2010-86 du 16 décembre 2010", "fr", None),
        ("22/067", "Loi n°22/067 du 26 décembre 2022", "fr", None),
        ("6/2012", "Código Penal", "pt", "n.º 6/2012"),
        ("985/2005", "Ley contra la trata", "es", "n.º 985 de 2005"),
        ("985/2005", "Ley 985 de 2005, contra la trata", "es", None),
        ("15/2011", "قانون بشأن مكافحة الاتجار بالبشر", "ar", "رقم 15 لسنة 2011"),
        ("15/2011", "قانون رقم (15) لسنة 2011 بشأن مكافحة الاتجار بالبشر", "ar", None),
        ("27-14", "القانون رقم 27.14", "ar;fr", None),
        ("24/2018", "Закон о странцима, чл. 62-64", "sr", "24/2018"),
        ("3739-VI", "Закон України", "uk", "3739-VI"),
        ("StGB", "Strafgesetzbuch", "de", "StGB"),
        ("", "Plan", "fr", None),
    ],
)
def test_a_number_is_cited_as_laws_of_its_language_print_it(number, title, language, printed):
    assert printed_number(number, title, language) == printed


def test_an_article_without_a_confirmed_number_is_not_cited_by_one(get):
    words = get("/provision/ben-loi-2006-04:nc-1.json").json()["citation"]["plain"]
    assert "article not confirmed" in words
    assert "section" not in get("/cite/ben-loi-2006-04.csl.json").json()[0]


@pytest.mark.parametrize("path", ["/provision/sle-act-2022-12:12", "/instrument/sen-loi-2005-06"])
def test_page_tells_reference_managers_what_it_is_and_can_be_copied_by_keyboard(get, path):
    page = get(path).text
    coins = parse_qs(
        unescape(re.search(r'<span class="Z3988" lang="und" title="([^"]+)"', page)[1])
    )
    assert coins["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:dc"]
    assert coins["rft.type"] == ["statute"]
    meta = dict(re.findall(r'<meta name="(DC\.\w+)" content="([^"]*)">', page))
    assert {"DC.title", "DC.creator", "DC.date", "DC.identifier"} <= set(meta)
    assert re.search(r'<label for="cite-plain">.*?</label><textarea id="cite-plain" readonly', page)
    for link in re.findall(r'href="(/cite/[^"]+)"', page):
        assert get(link).status_code == 200


@pytest.mark.parametrize("path", ["/cite/nothing.bib", "/cite/sle-act-2022-12:999.csl.json"])
def test_what_is_not_held_cannot_be_cited(get, path):
    assert get(path).status_code == 404


def test_signs_of_tex_are_escaped():
    from plugins.kit.citations import tex

    assert tex("50 % & #1_a {b}") == r"50 \% \& \#1\_a \{b\}"
