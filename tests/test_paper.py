"""Pages on paper, as Chromium prints them without background: white, with their colours, nothing
cut, heads and a foot on each sheet; and the screen by night, which paper does not know.
"""

import re

import pypdfium2
import pytest
from lxml import html

from plugins.kit.contents import FEWEST, paper_foot, with_contents

pytestmark = pytest.mark.slow
SHEET = (595, 842)  # points of an A4 page
WHITE, GREEN = (255, 255, 255), (23, 99, 58)


@pytest.fixture(scope="module")
def print_page(browser, address):
    """Print a page of the site, in the colours of a dark screen; gives the open PDF."""
    context = browser.new_context(base_url=address, color_scheme="dark")
    page = context.new_page()

    def make(path):
        page.goto(path)
        return pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, print_background=False))

    yield make
    context.close()


def words_of(page):
    return " ".join(page.get_textpage().get_text_range().split())


def letters(text):
    """A text without blanks and hyphens, which a line that breaks adds or takes away."""
    return re.sub(r"[\W_]", "", text)


def test_each_sheet_says_its_source_day_and_number(print_page, address):
    pdf = print_page("/country/SLE")
    host = address.partition("//")[2]
    for number, page in enumerate(pdf, 1):
        words = words_of(page)
        assert f"{host}/country/SLE" in words
        assert re.search(r"\d{1,2} \w+ 20\d\d", words)
        assert f"{number} / {len(pdf)}" in words


def test_the_grid_keeps_all_columns_its_colours_and_its_heads_on_each_sheet(print_page):
    pdf = print_page("/gaps?region=Africa")
    heads = "ProsecutionProtectionPrevention"
    grids = [page for page in pdf if heads in words_of(page).replace(" ", "")]
    assert len(grids) > 1
    for page in grids:
        width, height = page.get_size()
        assert (round(height), round(width)) == SHEET
        heads = words_of(page).replace(" ", "")
        assert all(word in heads for word in ("Country", "untoc:26", "14.2", "range"))
        text = page.get_textpage()
        right = max(text.get_charbox(n)[2] for n in range(text.count_chars()))
        assert right < width
    colours = {colour for _n, colour in grids[0].render(scale=2).to_pil().getcolors(1 << 24)}
    assert GREEN in colours


def test_paper_is_white_where_the_screen_is_dark(print_page, browser, address):
    (page, *_rest) = print_page("/country/SLE")
    assert page.render().to_pil().getpixel((5, 5)) == WHITE
    grounds = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(base_url=address, color_scheme=scheme)
        screen = context.new_page()
        screen.goto("/glossary")
        grounds[scheme] = screen.evaluate("getComputedStyle(document.documentElement).background")
        context.close()
    assert grounds["light"] != grounds["dark"]


ONE_SHEET = (
    "/corridor/mli-nga",
    "/fr/corridor/mrt-sen",
    "/compare?c=NGA,GHA",
    "/fr/compare?c=SLE,SEN,NGA,GHA,CIV,BEN,TGO,MLI",
)


def test_a_pair_of_states_and_two_to_eight_side_by_side_are_one_sheet(print_page):
    assert {path: len(print_page(path)) for path in ONE_SHEET} == dict.fromkeys(ONE_SHEET, 1)


def test_a_state_is_a_few_sheets_with_every_row_and_address(print_page, get):
    assert len(print_page("/ar/country/NER")) <= 5
    pdf = print_page("/fr/country/SEN")
    assert len(pdf) <= 5
    paper = letters("".join(words_of(page) for page in pdf))
    main = html.fromstring(get("/fr/country/SEN").text).xpath("//main")[0]
    addresses = main.xpath(".//a[@class='out']/@href")
    codes = [code.text for code in main.xpath(".//tr//*[@class='code']")]
    assert len(addresses) > 10 < len(codes)
    assert [one for one in [*codes, *addresses] if letters(one) not in paper] == []


def test_a_long_page_lists_its_parts_and_a_short_one_does_not():
    parts = "".join(f'<h2 id="p{n}">Part <b>{n}</b> <small>of many</small></h2>' for n in range(9))
    long = with_contents("<h1>Title</h1>" + parts)
    assert long.index("<nav") < long.index("<h2")
    assert '<a href="#p8">Part 8</a>' in long
    short = "<h1>Title</h1>" + parts[: parts.index(f'<h2 id="p{FEWEST - 1}"')]
    assert with_contents(short) == short


def test_an_address_cannot_leave_the_foot():
    foot = paper_foot('site/x?"}</style><script>')
    assert foot.count("<") == 2
    assert foot.count('"') == 4
