"""The site in a real browser, at the width of a phone and of a desk, without any other host; what
a reader does is done without a script.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from fixture_law_texts import ARABIC, ARTICLE, LAW, LONG

from plugins.kit.routes import sample_pages

pytestmark = pytest.mark.slow

PAGES = sample_pages()
OTHER_LANGUAGES = [
    "/fr/",
    "/fr/country/SLE",
    "/fr/provision/sle-act-2022-12:12",
    "/fr/gaps?group=ecowas",
    "/fr/about",
    "/fr/glossary",
    "/ar/",
    "/ar/country/MRT",
    "/ar/gaps?group=ecowas",
]


@pytest.fixture(params=[360, 1280], ids=["phone", "desk"])
def page(browser, address, request):
    context = browser.new_context(
        viewport={"width": request.param, "height": 800},
        java_script_enabled=False,
        base_url=address,
    )
    page = context.new_page()
    yield page
    context.close()


WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": WCAG, "resultTypes": ["violations"]}  # to list what is in order takes long


BY_WIDTH = {"runOnly": {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}}
BOXES = """
() => {
  const edges = ["body", "header.top", "h1", "main", "footer"].map(part => {
    const box = document.querySelector(part).getBoundingClientRect();
    return [part, box.left, box.right];
  });
  return [...edges, ["all of it", 0, document.documentElement.scrollWidth]];
}
"""


@pytest.fixture(scope="module")
def window(browser, address):
    """A browser window for many pages."""
    context = browser.new_context(base_url=address)
    yield context
    context.close()


@pytest.fixture(scope="module")
def one_page(window):
    """A page that is led from address to address: a new one takes as long as to load it."""
    found = window.new_page()
    yield found
    found.close()


def violations(page, rules):
    """What axe finds: the rule and the first element that breaks it. Its script, of half a
    megabyte, is given once to what is loaded.
    """
    axe = Axe("null") if page.evaluate("'axe' in window") else Axe()
    found = axe.run(page, options=rules).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


@pytest.mark.parametrize("path", [*PAGES, *OTHER_LANGUAGES])
def test_page_fits_the_screen_and_breaks_no_accessibility_rule(one_page, address, path):
    """All rules at the width of a desk; at that of a phone those which the width bears on."""
    page, asked, said = one_page, [], []
    heard = {"request": lambda one: asked.append(one), "console": lambda one: said.append(one)}
    for event, listener in heard.items():
        page.on(event, listener)
    page.set_viewport_size({"width": 1280, "height": 800})
    answer = page.goto(path)
    wrong = []
    for width, rules in ((1280, RULES), (360, BY_WIDTH)):
        page.set_viewport_size({"width": width, "height": 800})
        wrong += violations(page, rules)
        wrong += [box for box in page.evaluate(BOXES) if box[1] < 0 or box[2] > width + 1]
    headings = page.locator("h1").count()
    for event, listener in heard.items():
        page.remove_listener(event, listener)
    assert (answer.status, headings) == (200, 1)
    assert wrong == []
    assert [one.url for one in asked if not one.url.startswith(address)] == []
    assert [message.text for message in said if message.type == "error"] == []


LAW_PAGES = [
    f"/provision/{ARTICLE}",
    f"/instrument/{LAW}/text?since=old",
    f"/fr/instrument/{ARABIC}/text",
    f"/instrument/{LONG}/text?page=2",
]


@pytest.fixture(scope="module")
def law_address(serve, with_law_texts):
    """A running site with the words of laws."""
    with serve(with_law_texts) as found:
        yield found


@pytest.mark.parametrize("width", [360, 1280])
def test_words_of_laws_fit_the_screen_and_break_no_accessibility_rule(browser, law_address, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=law_address)
    page = context.new_page()
    wrong = []
    for path in LAW_PAGES:
        page.goto(path)
        wrong += [(path, *found) for found in violations(page, RULES)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append((path, "wider than the screen", width))
    page.goto(LAW_PAGES[0])
    words, ours = (
        page.locator(part).bounding_box() for part in (".reading > section .text", ".beside")
    )
    context.close()
    assert wrong == []
    beside = ours["x"] >= words["x"] + words["width"] and ours["y"] < words["y"]
    below = ours["y"] >= words["y"] + words["height"]
    assert (beside, below) == (width == 1280, width == 360)


def test_a_lawyer_finds_an_article_by_words_and_reads_its_evidence(page):
    page.goto("/")
    page.get_by_label("Search provisions and instruments").fill("réparation victimes")
    page.get_by_role("button", name="Search").click()
    assert page.locator("mark").count() > 0
    page.locator(".hits h3 a").first.click()
    assert "/provision/" in page.url
    assert page.locator(".badge").count() > 0


def test_from_a_country_to_the_article_behind_a_verdict(page):
    page.goto("/country/SLE")
    page.locator("#items ~ details a[href='/provision/sle-act-2022-12:12']").first.click()
    assert page.locator("h1").inner_text().startswith("s. 12")
    assert page.locator("li", has_text="at least 25 years").is_visible()


def test_keyboard_reaches_the_content_first(page):
    page.goto("/country/SLE")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"


def test_printed_page_has_no_navigation(page):
    page.goto("/country/SLE")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator("h1").is_visible()


CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
SHIFT = """
new PerformanceObserver(list => {
  for (const e of list.getEntries()) window.shift = (window.shift || 0) + e.value
}).observe({type: 'layout-shift', buffered: true})
"""
# within a grid one link is a tab stop; arrows reach the others
FIND_CONTROLS = f"""
all = [...document.querySelectorAll(`{CONTROLS}`)]
  .filter(e => e.checkVisibility() && !(e.tabIndex < 0 && e.closest("table")));
all.length
"""
MISSED = """
(reached) => all.filter((e, i) => !reached.includes(i)).map(e => e.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=reparation",
        "/provision/sle-act-2022-12:12",
        "/plan/nga-plan-2022",
        "/changes/country/LCA",
        "/compare?c=NGA,GHA",
    ],
)
def test_the_tab_key_reaches_every_control_and_nothing_moves(browser, address, path):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=address)
    page = context.new_page()
    page.add_init_script(SHIFT)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    shift = page.evaluate("window.shift || 0")  # before the skip link shows itself at the first tab
    wanted = page.evaluate(FIND_CONTROLS)
    reached = set()
    for _ in range(wanted * 2):
        page.keyboard.press("Tab")
        at = page.evaluate("all.indexOf(document.activeElement)")
        if at < 0 or len(reached) == wanted:
            if reached and at < 0 and page.evaluate("document.activeElement === document.body"):
                break
            continue
        reached.add(at)
    missed = page.evaluate(MISSED, sorted(reached))
    context.close()
    assert wanted > 10
    assert missed == []
    assert shift == 0


@pytest.mark.parametrize("path", ["/gaps?group=ecowas", "/compare?c=NGA,GHA", "/agreements"])
def test_a_grid_is_one_tab_stop_and_arrows_go_through_it(window, path):
    page = window.new_page()
    page.goto(path)
    grid = page.locator("table:is(.cells, .grid, .matrix)").first
    links, stops = (
        grid.locator(one).count() for one in ("a[href]", "a[href]:not([tabindex='-1'])")
    )
    assert (links > 5, stops) == (True, 1)
    grid.locator("a[tabindex='0']").focus()
    seen = set()
    for key in ("ArrowDown", "End", "ArrowUp", "Home", "Control+End", "Control+Home"):
        page.keyboard.press(key)
        seen.add(page.evaluate("document.activeElement.outerHTML"))
        assert page.evaluate("!!document.activeElement.closest('table')")
    page.close()
    assert len(seen) > 2


def test_without_a_script_a_link_leads_past_the_grid(page):
    page.goto("/gaps?group=ecowas")
    past = page.locator("a.past").first
    past.focus()
    assert past.is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('table')")


FIRST_DATA = {
    "/gaps?group=ecowas": ".cells tbody tr",
    "/plans": "main table tbody tr",
    "/country/SEN": ".pillars li",
    "/downloads": "main dl dd, main table tbody tr",
}


@pytest.mark.parametrize("path", FIRST_DATA)
def test_on_a_telephone_the_header_is_one_line_and_the_first_screen_has_data(window, path):
    page = window.new_page()
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path)
    header, data = (page.locator(one).first.bounding_box() for one in (".top", FIRST_DATA[path]))
    page.close()
    assert header["height"] <= 48
    assert data["y"] + data["height"] <= 740


@pytest.mark.parametrize(
    "path", ["/", "/gaps?group=ecowas", "/country/SEN", "/plans", "/search?q=fund"]
)
def test_a_dark_screen_breaks_no_accessibility_rule(browser, address, path):
    context = browser.new_context(base_url=address, color_scheme="dark")
    page = context.new_page()
    page.goto(path)
    wrong = violations(page, RULES)
    context.close()
    assert wrong == []


WIDER = """
[...document.querySelectorAll("main .scroll:not(.frame)")]
  .filter(e => e.querySelector("table") && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.querySelector("th").textContent)
"""


@pytest.mark.parametrize(
    "path", ["/coverage", "/fr/coverage", "/country/SEN", "/plans", "/downloads"]
)
def test_no_table_of_a_desk_scrolls_sideways_but_a_grid(window, path):
    page = window.new_page()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(path)
    wider = page.evaluate(WIDER)
    page.close()
    assert wider == []
