"""The site in French throughout under /fr/, and a made-up Hebrew one that shows that no word
bypasses the catalogue. The rules for every language are in test_site_languages.py.
"""

import ast
import io
import re

import pytest
from babel.messages.pofile import read_po, write_po
from datasette.utils import parse_metadata
from fixture_french import english, french_texts
from lxml import html

from plugins.kit import labels as closed_lists
from plugins.kit import language, locale_format
from plugins.kit.record_labels import LABELS, label_citation, label_value
from plugins.kit.routes import page_routes
from tests.test_site import PAGES, with_format

CATALOGUE = language.LOCALES / "fr" / "LC_MESSAGES" / "messages.po"
TYPES = [route.examples[0] for route in page_routes()]
PHRASES = [
    ("provision", "heading"),
    ("clause", "obligation"),
    ("instrument", "topics"),
    ("instrument", "depositary"),
    ("instrument", "body"),
    ("source", "licence"),
]


def messages(path):
    with path.open("rb") as file:
        return [message for message in read_po(file, locale="fr") if message.id]


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES)
def test_page_answers_in_french_and_keeps_its_reader_there(get, path):
    answer = get("/fr" + ("" if path == "/" else path))
    assert answer.status_code == 200
    assert '<html lang="fr">' in answer.text
    assert f'hreflang="en" href="{path.replace("&", "&amp;")}"' in answer.text
    inside = {
        found
        for found in re.findall(r'(?:href|action)="?(/[^" >]*)', answer.text)
        if not found.startswith("/assets/") and not found.endswith(".db")
    }
    away = {found for found in inside if not found.startswith("/fr")}
    others = ["" if code == "en" else f"/{code}" for code in language.LANGUAGES if code != "fr"]
    same = "" if path == "/" else path.replace("&", "&amp;")
    assert away == {prefix + same or "/" for prefix in others}  # this page in other languages
    # A passage is in the language of its text; the codebook explains codes, which are English.
    if not path.startswith(("/search", "/codebook")):
        assert english(answer.text) == []
        raw = {
            word
            for text in french_texts(html.fromstring(answer.text))
            for word in re.findall(r"\b[a-z]+_[a-z_]+\b", text)
        }
        assert raw == set(), "codes of the data instead of words"


def test_the_search_for_english_finds_it():
    page = (
        '<html lang="fr"><p>Une loi.</p><p>The law of the State.</p><p>Ministry of Justice</p>'
        '<p lang="en">The law is here.</p><p><cite>The Act of 2022</cite></p></html>'
    )
    assert english(page) == ["The law of the State.", "Ministry of Justice"]


def test_the_catalogue_is_french_as_the_site_writes_it():
    for message in messages(CATALOGUE):
        for text in [message.string] if isinstance(message.string, str) else message.string:
            assert not re.search(r"(?<![0-9]) [:;?!»]|« |'", text), (
                f"a space that breaks, or a straight apostrophe: {text}"
            )


def test_words_inside_an_f_string_are_in_the_catalogue_too():
    """Babel does not look into f-strings; the words there are known if they stand elsewhere too."""
    known = {message.id for message in messages(CATALOGUE)}
    for path in (language.LOCALES.parent / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
                assert node.args[0].value in known, f"{path.name}:{node.lineno}"


@pytest.mark.parametrize(("table", "column"), PHRASES)
def test_short_words_of_the_records_have_their_french(db, table, column):
    neutral = {"-", "CC BY 4.0", "ODbL 1.0"}
    used = {
        word
        for row in db.execute(f"select distinct {column} from {table} where {column} is not null")
        for word in (row[0].split(";") if column == "topics" else row)
    }
    assert used - {row[0] for row in db.execute("select text_en from phrase")} - neutral == set()


def test_official_languages_have_french_names(db, labels, read_in):
    read_in("fr")
    spoken = {
        name.strip()
        for row in db.execute("select languages from country where languages is not null")
        for name in row[0].split(";")
    }
    assert {
        name
        for name in spoken
        if name not in LABELS["language_name"] and name.lower() not in locale_format.codes_by_name()
    } == set()


def test_french_page_has_the_french_words_of_the_records(get):
    assert "<h1>République centrafricaine" in get("/fr/country/CAF").text
    assert "<h1>Central African Republic" in get("/country/CAF").text
    item, french = get("/item/palermo:6.6.json").json()["item"], get("/fr/item/palermo:6.6").text
    assert item["label_fr"] in french.replace("&#39;", "'")


@pytest.mark.parametrize(
    ("code", "text", "written"),
    [
        ("en", "2022-07-12", "12 July 2022"),
        ("fr", "2022-07-12", "12 juillet 2022"),
        ("fr", "2022-07-01", "1er juillet 2022"),
        ("fr", "2022-07", "juillet 2022"),
        ("en", "2022-07", "July 2022"),
        ("fr", "2022", "2022"),
        ("fr", "vers 2022", "vers 2022"),
        ("fr", None, ""),
    ],
)
def test_dates_of_any_precision(read_in, code, text, written):
    read_in(code)
    assert locale_format.format_date(text) == written


def test_numbers_money_and_imprisonment(labels, read_in):
    read_in("fr")
    assert locale_format.format_number(1050.5) == "1\u202f050,5"
    assert (
        locale_format.format_money(1000, 5e6, "XOF")
        == "1\u202f000 – 5\u202f000\u202f000 francs CFA (BCEAO)"
    )
    assert [locale_format.format_months(months) for months in (12, 36, 18, 0.5)] == [
        "1 an",
        "3 ans",
        "18 mois",
        "15 jours",
    ]
    assert (
        label_value("180", "max_months", "penalty"),
        label_value("ratification", "bound_by", "party"),
        label_value("10(c)", "number", "instrument"),
        label_value("2014-40", "number", "instrument"),
        label_value("2014-04", "adopted_on", "instrument"),
    ) == ("15 ans", "ratification", "10(c)", "2014-40", "avril 2014")
    assert (label_citation("article not confirmed"), label_citation("arts. 6 and 8")) == (
        "article non confirmé",
        "arts. 6 et 8",
    )
    assert (
        label_citation("para 5"),
        label_citation("number not verified"),
        label_citation("paragraph 5"),
    ) == (
        "par. 5",
        "numéro non vérifié",
        "paragraph 5",
    )
    read_in("en")
    assert locale_format.format_number(1050) == "1,050"
    assert locale_format.format_money(None, 5e6, "NGN") == "5,000,000 Nigerian nairas"
    assert locale_format.format_money(10, None, None, "penalty units") == "10 penalty units"


def test_names_stand_in_the_order_of_the_alphabet(get):
    names = re.findall(
        r'<th scope="row"><a href="/fr/country/\w{3}">([^<]+)', get("/fr/countries").text
    )
    africa = names[: names.index("Zimbabwe") + 1]
    assert africa == sorted(africa, key=locale_format.fold_to_sort)
    assert (
        africa.index("Djibouti")
        < africa.index("Égypte")
        < africa.index("Érythrée")
        < africa.index("Gabon")
    )


def test_short_links_of_the_grid_stay_in_french(get):
    cell = re.search(r"<td><a href=([A-Za-z]SN\w{1,2})>", get("/fr/gaps?group=ecowas").text)[1]
    assert get(f"/fr/{cell}").headers["location"].startswith("/fr/")


@pytest.mark.parametrize("path", ["/countries", "/search?q=reparation"])
def test_tables_answer_under_french_paths(get, path):
    assert get("/fr" + with_format(path, "csv")).status_code == 200
    assert get("/fr" + with_format(path, "json")).json()


@pytest.mark.parametrize(
    ("path", "table"),
    [("/tip", None), ("/tip/party?_size=2", "party"), ("/tip/gap?_size=2", "gap")],
)
def test_pages_of_datasette_speak_french_about_the_tables(get, path, table):
    words = parse_metadata((language.LOCALES / "fr" / "metadata.yml").read_text(encoding="utf-8"))[
        "databases"
    ]["tip"]
    meant = words["tables"][table] if table else words
    said = {
        " ".join(one.text_content().split())
        for one in html.fromstring(get("/fr" + path).text).xpath("//main//*")
    }
    assert {
        " ".join(text.split())
        for text in (meant["title"], meant["description"], *meant.get("columns", {}).values())
    } <= said
    assert meant["title"] not in get(path).text


@pytest.mark.parametrize(
    "path",
    [
        "/tip",
        "/tip/party?_size=2&_facet=status&source=un-treaties-2015",
        "/tip/source/acerwc-org",
        "/tip/-/query?sql=select+1",
    ],
)
def test_pages_of_datasette_keep_their_reader_in_french(get, path):
    links, plain = (
        {
            str(link)
            for link in html.fromstring(get(prefix + path).text).xpath(
                "//a[not(@hreflang)]/@href | //@action"
            )
        }
        for prefix in ("/fr", "")
    )
    inside = {link for link in links if link.startswith(("/", "http://localhost"))}
    assert {link for link in inside if not re.match(r"(http://localhost)?/fr/", link)} == set()
    assert links - inside == {
        link for link in plain if not link.startswith(("/", "http://localhost"))
    }, "links to other sites stay as they are"
    assert all(get(link).status_code == 200 for link in sorted(inside)[:3])


def test_list_of_tables_says_what_each_holds(get):
    listed = {
        code: html.fromstring(get(prefix + "/tip").text)
        .xpath("//main//details/dl")[0]
        .text_content()
        for code, prefix in (("en", ""), ("fr", "/fr"))
    }
    assert "Treaty actions by source" in listed["en"]
    assert "Actes conventionnels, source par source" in listed["fr"]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/country/Senegal", "/country/SEN"),
        ("/country/Cote-d-Ivoire", "/country/CIV"),
        ("/instrument/sle-act-2022-13", "/instrument/sle-act-2022-12"),
        ("/provision/sle-act-2022-12:99", "/provision/sle-act-2022-12:9"),
        ("/item/palermo:6.66", "/item/palermo:6.6"),
        ("/nowhere", None),
    ],
)
def test_unknown_address_says_so_in_both_languages_and_suggests(get, path, meant):
    for prefix, words in (
        ("", "Nothing is held at this address"),
        ("/fr", "Rien n’est recensé à cette adresse"),
    ):
        answer = get(prefix + path)
        assert answer.status_code == 404
        assert words in answer.text
        assert (f'<li><a href="{prefix}{meant}"' in answer.text) == bool(meant)
        assert english(answer.text) == [] if prefix else True
    assert get("/french").status_code == 404


def test_a_refused_request_says_why_in_french(get):
    answer = get("/fr/compare?c=NGA,GHA,SEN,MLI,NER,BFA,TGO,BEN,CIV")
    assert answer.status_code == 400
    assert "au plus 8 pays" in answer.text


def test_glossary_has_its_terms_in_five_languages(get):
    rows = get("/glossary.json").json()["rows"]
    assert {
        "item",
        "extent",
        "basis",
        "not-assessed",
        "looked-for-not-found",
        "corridor",
        "tier",
    } <= {row["id"] for row in rows}
    assert all(
        row[f"{column}_{code}"]
        for row in rows
        for column, codes in (
            ("label", ("en", "fr", "pt", "es", "ar")),
            ("definition", ("en", "fr")),
        )
        for code in codes
    )
    page = get("/fr/glossary").text
    assert all(f'<div id="{row["id"]}">' in page for row in rows)


@pytest.fixture
def hebrew(monkeypatch, tmp_path):
    """A further language from nothing but a catalogue: every word of the site between marks,
    written from right to left.
    """
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="fr")
    made = read_po(
        io.BytesIO(b'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'),
        locale="fr",
    )
    for message in catalogue:
        if message.id:
            made.add(
                message.id,
                tuple(f"⟦{one}⟧" for one in message.id)
                if isinstance(message.id, tuple)
                else f"⟦{message.id}⟧",
                flags=message.flags,
            )
    with (language.LOCALES.parent / "db" / "curated" / "choice.csv").open("rb") as file:
        for _, _, (name, label), _ in closed_lists.extract_labels(file):
            made.add(label, f"⟦{label}⟧", context=name)
    folder = tmp_path / "he" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.po").open("wb") as file:
        write_po(file, made)
    monkeypatch.setattr(language, "LOCALES", tmp_path)
    monkeypatch.setitem(language.LANGUAGES, "he", "עברית")
    monkeypatch.setattr(language, "PREFIX", re.compile(r"^/(fr|he)(?=/|$)"))
    yield
    language.catalogue.cache_clear()


@pytest.mark.slow
def test_a_further_language_needs_no_code(get, hebrew):
    sentences = {
        message.id
        for message in messages(CATALOGUE)
        if isinstance(message.id, str) and message.id.endswith(".") and "%" not in message.id
    }
    for path in TYPES:
        page = get("/he" + ("" if path == "/" else path))
        assert page.status_code == 200
        assert '<html lang="he" dir="rtl">' in page.text
        bare = [re.sub(r"⟦.*⟧", "", text) for text in french_texts(html.fromstring(page.text))]
        assert {one for one in sentences for text in bare if text.strip() == one} == set(), path


@pytest.mark.parametrize("width", [360, 1280])
def test_other_languages_fit_the_screen(get, browser, width):
    sheet = f"<style>{get('/assets/ledger.css').text}</style>"
    page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=False)
    for path in [
        "/fr/",
        "/fr/country/SLE",
        "/fr/gaps?group=ecowas",
        "/fr/provision/sle-act-2022-12:12",
        "/fr/plans",
        "/fr/glossary",
        "/ar/",
        "/ar/country/SLE",
        "/fr/country/SEN",
        "/fr/item/palermo:6.6",
        "/fr/plan/nga-plan-2022",
        "/fr/downloads",
        "/ar/gaps?group=ecowas",
        "/ar/provision/sle-act-2022-12:12",
        "/ar/agreements",
        "/ar/compare?c=NGA,GHA,SEN",
    ]:
        page.set_content(re.sub(r'<link rel="stylesheet"[^>]*>', lambda _: sheet, get(path).text))
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert (
            page.evaluate(
                "[...document.querySelectorAll('.stack')]"
                ".filter(one => one.scrollWidth > one.parentElement.clientWidth).length"
            )
            == 0
        ), path
    page.close()
