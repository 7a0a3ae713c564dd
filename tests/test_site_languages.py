"""The rules for every language of the site but English: its catalogue, its pages, its records, and
what is still English, which says so.
"""

import re

import pytest
from babel import Locale
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from fixture_french import french_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lxml import html
from markupsafe import Markup, escape

from plugins.kit import language, locale_format
from plugins.kit.english import CLOSE, OPEN, PARTS, SIGN, English, mark, show_marks, unmark
from plugins.kit.labels import extract_labels
from plugins.kit.record_labels import LABELS, label_citation
from plugins.kit.routes import page_routes

ROOT = language.LOCALES.parent
WHOLE = {"ar", "es", "fr", "pt"}  # languages whose catalogues lack nothing, and may not begin to
PLACES = re.compile(r"%\(\w+\)s|</?\w+[^>]*>|\{[^}]*\}")
TYPES = [route.examples[0] for route in page_routes()]


def read_catalogue(code):
    with (language.LOCALES / code / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=code)


@pytest.fixture(scope="module")
def gathered():
    """What `make words` gathers: (context, message) of the site, and of the closed lists."""
    words = {
        (context, message)
        for wing in ("plugins", "ingest")
        for _, _, message, _, context in extract_from_dir(
            ROOT / wing, [("**.py", "python"), ("templates/**", "jinja2")]
        )
    }
    with (ROOT / "db" / "curated" / "choice.csv").open("rb") as file:
        return words, {message for _, _, message, _ in extract_labels(file)}


@pytest.mark.parametrize("code", language.CATALOGUES)
def test_a_catalogue_has_every_word_and_no_other(code, gathered):
    words, labels = gathered
    known = {(message.context, message.id) for message in read_catalogue(code) if message.id}
    assert known == (words if code in language.WRITTEN else words | labels), "run `make words`"


@pytest.mark.parametrize("code", language.CATALOGUES)
def test_translations_keep_the_places_of_values_and_marks(code):
    catalogue = read_catalogue(code)
    for message in catalogue:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if not message.id or not any(forms):
            continue
        assert not message.fuzzy, message.id
        assert all(forms), f"a plural form is missing: {message.id}"
        assert not message.pluralizable or len(forms) == catalogue.num_plurals
        english = message.id[-1] if message.pluralizable else message.id
        for text in forms:
            left = set(PLACES.findall(english)) - set(PLACES.findall(text))
            # one, two or none may be said in a word
            assert left <= ({"%(num)s", "%(n)s"} if message.pluralizable else set()), text
            assert set(PLACES.findall(text)) <= set(PLACES.findall(english)), text
            assert (text[0] == " ", text[-1] == " ") == (english[0] == " ", english[-1] == " ")
            assert text == unmark(text)


@pytest.mark.parametrize("code", language.CATALOGUES)
def test_what_a_catalogue_lacks(code):
    empty = [
        message.id
        for message in read_catalogue(code)
        if message.id and not all(message.string if message.pluralizable else [message.string])
    ]
    assert empty == [] or code not in WHOLE


@pytest.mark.slow
@pytest.mark.parametrize("code", [code for code in language.CATALOGUES if code != "fr"])
def test_each_type_of_page_answers_in_each_language(get, db, code):
    held = {
        row[0]
        for table, column in (("country", "name"), ("grouping", "name"), ("item", "label"))
        for row in db.execute(f'select {column}_en from "{table}"')
    }
    direction = Locale(code).text_direction
    own = f'<html lang="{code}"' + (' dir="rtl">' if direction == "rtl" else ">")
    for path in TYPES:
        page = get(f"/{code}" + ("" if path == "/" else path))
        assert page.status_code == 200, path
        assert own in page.text, path
        tree = html.fromstring(page.text)
        same = {
            link.get("hreflang"): link.get("href") for link in tree.xpath("//head/link[@hreflang]")
        }
        bare = "" if path == "/" else path
        addresses = {other: f"/{other}{bare}" for other in language.CATALOGUES}
        assert same in ({}, addresses | {"en": path}), path
        inside = {
            link
            for link in tree.xpath("//main//a/@href | //main//form/@action")
            if link.startswith("/") and not link.startswith(("/assets/", "/tip.db"))
        }
        assert {link for link in inside if not link.startswith(f"/{code}")} == set(), path
        english = {span.text for span in tree.xpath("//main//span[@lang='en']")}
        assert english & held == set(), f"{path}: named in this language too"


def test_each_language_is_named_in_itself_and_prints_its_own_csv(get):
    names = {"ar": "العربية", "es": "Español", "fr": "Français", "pt": "Português"}
    assert {code: language.LANGUAGES[code] for code in names} == names
    for code in ("es", "fr", "pt"):
        assert f"/{code}/plans.{code}.csv" in get(f"/{code}/plans").text
        assert get(f"/{code}/plans.{code}.csv").content.startswith("\ufeff".encode())
    assert ".ar.csv" not in get("/ar/plans").text


@pytest.fixture(scope="module")
def sentences():
    """What the site says in English, but its name."""
    return {message.id for message in read_catalogue("fr") if message.id} - {"Palermo Ledger"}


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """Finnish, of which the site has nothing but an empty catalogue."""
    folder = tmp_path / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.po").write_text('msgid ""\nmsgstr ""\n')
    monkeypatch.setattr(language, "LOCALES", tmp_path)
    monkeypatch.setitem(language.LANGUAGES, "fi", "suomi")
    monkeypatch.setattr(language, "PREFIX", re.compile(r"^/(fi)(?=/|$)"))
    yield
    language.catalogue.cache_clear()


@pytest.mark.parametrize("path", ["/", "/country/SLE", "/item/palermo:6.6", "/nowhere", "/plans"])
def test_what_is_english_on_a_page_of_another_language_says_so(get, bare, sentences, path):
    page = get(f"/fi{path}")
    assert not re.search("[\ue000\ue001]", page.text)
    tree = html.fromstring(page.text)
    spoken = set(tree.xpath("//@title | //@aria-label | //@placeholder"))
    assert {text for text in french_texts(tree) if text in sentences} - spoken == set()


@pytest.mark.parametrize("path", ["/plans", "/country/SLE", "/items", "/nowhere"])
@pytest.mark.parametrize("form", ["json", "csv", "meta.json"])
def test_no_mark_is_left_in_data(get, bare, path, form):
    assert not re.search(r"[\ue000\ue001]|\\ue00", get(f"/fi{path}.{form}").text)


def test_a_page_has_no_word_of_a_page_made_before_in_another_language(ledger, wait):
    async def read_both():
        return [
            (await ledger.client.get(f"/{code}/instrument/sle-act-2022-12")).text
            for code in ("fr", "es")
        ]

    french, spanish = wait(read_both())
    assert "La licence du dépôt" in french
    assert "La licence du dépôt" not in spanish


def test_marks_become_spans_only_where_a_page_may_have_them():
    one = mark("law")
    assert show_marks(f'<title>{one}</title><a title="{one}">{one}</a>') == (
        '<title lang="en">law</title><a title="law"><span lang=en dir=ltr>law</span></a>'
    )
    assert English(f"a {mark('<b>')}") == "a <b>"
    assert Markup("{}").format(English(mark("<b>"))) == mark("&lt;b&gt;")
    assert escape(English(mark("x"))) == mark("x")


PIECES = [OPEN, CLOSE, "\\ue000", "law", ">", "</a>", f"<title>{OPEN}a{CLOSE}</title>"]
PIECES += [f'<a title="{OPEN}l{CLOSE}">', '<a href="x">', "<title>a</title>"]
PIECES += ["<script>1 < 2</script>"]


@given(some.lists(some.sampled_from(PIECES), max_size=9).map("".join))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_marks_are_shown_as_if_every_tag_were_looked_at(page):
    every = re.compile(PARTS.pattern.replace(f"<[^>]*?{SIGN}[^>]*>", "<[^>]*>"), re.S)
    assert every.pattern != PARTS.pattern
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plugins.kit.english.PARTS", every)
        wanted = show_marks(page)
    assert show_marks(page) == wanted


def test_records_are_shown_in_their_own_language_where_they_have_it(get, db):
    for code in language.FURTHER:
        own, english = (
            db.execute(
                "select title from instrument where language = ? and country is not null "
                f"and title {sign} title_en and kind = 'act' order by id",
                [code if sign == "is not" else "en"],
            ).fetchone()[0]
            for sign in ("is not", "is")
        )
        sql = "select title_xx from instrument where title = ?"
        found = [
            db.execute(language.columns_in_language(sql, code), [title]).fetchone()[0]
            for title in (own, english)
        ]
        assert found == [own, mark(english)]


def test_columns_in_further_languages_are_those_of_the_schema(db):
    tables = [
        row[0]
        for row in db.execute(
            "select name from sqlite_master "
            "where type = 'table' and name not glob '*_fts*' and name not glob '[_]*'"
        )
    ]
    held = {
        (table, row["name"])
        for table in tables
        for row in db.execute(f"pragma table_info([{table}])")
        if row["name"][-3:] in ("_pt", "_es", "_ar")
    }
    assert held == {
        (table, f"{column}_{code}")
        for table, columns in language.FURTHER_COLUMNS.items()
        for column in columns
        for code in language.FURTHER
    }


def test_a_whole_language_has_words_in_each_of_its_columns(db):
    for table, columns in language.FURTHER_COLUMNS.items():
        for name in (f"{column}_{code}" for column in columns for code in language.FURTHER):
            of_treaties = (
                " and kind = 'treaty' and id in (select instrument from party)"
                if table == "instrument"
                else ""
            )
            sql = f'select count(*) from "{table}" where {name} is null{of_treaties}'
            assert db.execute(sql).fetchone()[0] == 0 or name[-2:] not in WHOLE, (table, name)


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        (
            "select k.name_xx, p.label_xx from provision p join country k",
            "select coalesce(k.name_pt, <k.name_en>), <p.label_en> from provision p join country k",
        ),
        (
            "select title_xx from instrument",
            "select coalesce(title_pt, iif(language = 'pt' and title is not title_en, title, "
            "null), <title_en>) from instrument",
        ),
        (
            "select country.name_xx from country where id = 1",
            "select coalesce(country.name_pt, <country.name_en>) from country where id = 1",
        ),
        (
            "select k.name_xx from country k union select k.name_xx from body k",
            "select <k.name_en> from country k union select <k.name_en> from body k",
        ),
        (
            'select name_xx from "grouping" g where exists (select 1 from country)',
            'select <name_en> from "grouping" g where exists (select 1 from country)',
        ),
    ],
)
def test_columns_of_a_further_language(sql, read):
    marked = re.sub(r"<([\w.]+)>", rf"'{OPEN}' || \1 || '{CLOSE}'", read)
    assert language.columns_in_language(sql, "pt") == marked
    assert language.columns_in_language(sql, "en") == sql.replace("_xx", "_en")


def test_names_in_a_further_language_are_used_where_they_are_held(get, db):
    name = db.execute("select name_ar from country where id = 'SLE'").fetchone()[0]
    assert name in re.search(r"<h1>(.*?)</h1>", get("/ar/country/SLE").text)[1]
    for path in ("/ar/", "/ar/plans?country=SLE", "/ar/compare?c=SLE,GHA", "/ar/item/palermo:6.6"):
        assert name in get(path).text, path
    assert name not in get("/countries").text


@pytest.mark.parametrize(
    ("code", "day", "number", "months"),
    [
        ("pt", "1 de julho de 2022", "10\xa0050,5", "julho de 2022"),
        ("es", "1 de julio de 2022", "10.050,5", "julio de 2022"),
        ("ar", "1 يوليو 2022", "10,050.5", "يوليو 2022"),
    ],
)
def test_dates_and_numbers_are_those_of_cldr(read_in, code, day, number, months):
    read_in(code)
    assert locale_format.format_date("2022-07-01") == day
    assert locale_format.format_date("2022-07") == months
    assert locale_format.format_number(10050.5) == number


def test_a_reference_is_one_piece_in_a_line_from_right_to_left(labels, read_in):
    assert label_citation("6(6)") == "6(6)"
    read_in("ar")
    assert label_citation("6(6)") == "\u20666(6)\u2069"
    assert label_citation(None) == ""


def test_labels_come_by_list_and_value(labels, read_in):
    for code in language.CATALOGUES:
        read_in(code)
        assert list(LABELS["verdict"]) == [
            "full",
            "partial",
            "contrary",
            "absent",
            "not_assessed",
        ]
