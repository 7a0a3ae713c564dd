"""Datasette's own pages in our clothes: their words in five languages, names for what has none, and
nothing for axe to find by day and by night, at the width of a telephone and of a desk.
"""

import re

import pytest
from datasette.app import Datasette
from lxml import html
from test_browser import RULES, violations

from plugins.kit import language
from plugins.kit.datasette_words import UNUSED, changes, said_in_python

PAGES = {
    "tables": "/tip",
    "table": "/tip/party?_size=20&_facet=status&_sort=country",
    "row": "/tip/source/acerwc-org",
    "sql": "/tip/-/query?sql=select+id,+kind+from+instrument+where+country+=+:c+limit+5&c=SEN",
    "schema": "/tip/source/-/schema",
    "explorer": "/-/api",
}


def test_each_change_meets_the_words_of_the_installed_datasette(ledger: Datasette):
    environment = ledger.get_jinja_environment()
    for name, pairs in changes().items():
        source = environment.loader.loaders[-1].get_source(environment, f"default:{name}")[0]
        for old, new in pairs:
            assert old in source, (name, old)
            source = source.replace(old, new)
    for name in UNUSED:
        assert name not in environment.loader.get_source(environment, "base.html")[0]


def test_words_from_python_are_those_of_datasette():
    from datasette.filters import Filters

    said = {one.display for one in Filters._filters if re.search("[a-z]", one.display)}
    assert said == set(said_in_python()) - {"show", "hide"}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("code", ["en", *language.CATALOGUES])
def test_a_page_stands_in_our_head_and_foot_in_its_language(get, name, code):
    prefix = "" if code == "en" else f"/{code}"
    page = get(prefix + PAGES[name])
    assert page.status_code == 200
    tree = html.fromstring(page.text)
    assert tree.get("lang") == code
    assert (tree.get("dir") == "rtl") == (code == "ar")
    assert tree.xpath("//header[@class='top']//a/@href")[0] == f"{prefix}/"
    others = {one.get("hreflang"): one.get("href") for one in tree.xpath("//nav//a[@hreflang]")}
    path = PAGES[name]
    assert others == {
        other: path if other == "en" else f"/{other}{path}"
        for other in ("en", *language.CATALOGUES)
        if other != code
    }
    assert len(tree.xpath("//h1")) == 1


@pytest.mark.parametrize("code", language.CATALOGUES)
def test_little_english_is_left_and_it_says_so(get, code):
    """Names of tables and columns, SQL and values are the same in every language."""
    for name in ("table", "sql", "tables"):
        tree = html.fromstring(get(f"/{code}{PAGES[name]}").text)
        for part in tree.xpath("//script | //style | //*[@lang='en'] | //option"):
            part.drop_tree()
        words = " ".join(tree.xpath("//main")[0].text_content().split())
        english = (
            r"\d rows?",
            "Search",
            "This data as",
            "Apply",
            "Links from",
            "Run SQL",
            "Next page",
        )
        assert [said for said in english if re.search(rf"{said}\b", words)] == [], name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser, address, name, scheme):
    context = browser.new_context(base_url=address, color_scheme=scheme)
    page = context.new_page()
    errors = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda said: errors.append(str(said)))
    wrong = []
    page.goto(PAGES[name])
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        wrong += [(width, *found) for found in violations(page, RULES)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((width, "wider than the screen"))
    context.close()
    assert (wrong, errors) == ([], [])


def test_axe_finds_nothing_from_right_to_left(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto("/ar" + PAGES["table"])
    wrong = violations(page, RULES)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert (wrong, wide <= 360) == ([], True)


def test_the_menu_of_a_column_works_and_says_that_it_is_english(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto("/fr" + PAGES["table"])
    page.locator("th[data-column=status] .dropdown-menu-icon").click()
    menu = page.locator(".dropdown-menu").first
    assert (menu.get_attribute("lang"), menu.is_visible()) == ("en", True)
    menu.get_by_text("Sort descending").click()
    page.wait_for_url("**_sort_desc=status**")
    context.close()
