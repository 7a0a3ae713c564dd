"""The desk in a real browser: by keyboard, without a script, on a telephone, read aloud."""

import sys
from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from fixture_desk import PASSWORD, add_reviewers
from fixture_law_texts import ARTICLE, LAW

from deploy.site import started
from ingest.review.store import connect


@pytest.fixture(scope="module")
def running_desk(with_law_texts, tmp_path_factory):
    """The address of a site with a desk, and its review database."""
    review = tmp_path_factory.mktemp("browser") / "review.db"
    add_reviewers(review, ama="reviewer")
    command = [sys.executable, "-m", "deploy.site", str(with_law_texts), "--port", "PORT"]
    with started([*command, "--review", str(review)]) as server:
        yield server.address, review


@pytest.fixture
def signed_in(browser, running_desk):
    """Open a page as a reviewer, in a browser as told."""
    contexts = []

    def open_page(path, **settings):
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.goto(f"{running_desk[0]}{path}")
        page.fill("[name=name]", "ama")
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():  # until it is loaded: before, its script hears no key
            page.click("main form button")
        return page

    yield open_page
    for context in contexts:
        context.close()


def decided(review):
    with closing(connect(review)) as held:
        sql = "select entity_id, field, decision, value, reason from decision order by id"
        return [tuple(row) for row in held.execute(sql)]


def test_one_key_decides_and_goes_on_and_a_change_asks_for_its_reason(signed_in, running_desk):
    page = signed_in(f"/review/{LAW}?article=12")
    before = len(decided(running_desk[1]))
    page.wait_for_selector("article#a-12 :focus, article#a-12:focus")
    page.focus("[id='12.crossref.palermo:5.1']")
    page.keyboard.press("y")
    page.wait_for_selector("[id='12.crossref.palermo:5.1']:not(:focus)")
    page.focus("[id='12.crossref.untoc:11']")
    page.keyboard.press("r")
    page.keyboard.type("It names no sanction")
    page.keyboard.press("Enter")
    page.wait_for_selector("#progress[data-waiting='0']", state="attached")
    assert decided(running_desk[1])[before:] == [
        (ARTICLE, "palermo:5.1", "confirm", "full", None),
        (ARTICLE, "untoc:11", "reject", None, "It names no sanction"),
    ]
    assert "reviewed once" in page.inner_text("[id='12.crossref.palermo:5.1']")


def test_an_answer_that_comes_late_leaves_the_reason_being_typed(signed_in, running_desk):
    page = signed_in(f"/review/{LAW}?article=13")
    first, second = (
        one.get_attribute("id") for one in page.locator("li.subject[data-recorded]").all()[:2]
    )
    before = len(decided(running_desk[1]))
    held = []
    page.route("**/*part=1*", lambda route: route.continue_() if held else held.append(route))
    page.focus(f"[id='{first}']")
    page.keyboard.press("y")
    page.focus(f"[id='{second}']")
    page.keyboard.press("r")
    page.keyboard.type("Said of ")
    with page.expect_response("**/*part=1*"):
        held[0].continue_()
    page.wait_for_timeout(200)  # for the script to do with the answer what it does
    page.keyboard.type("others only")
    page.keyboard.press("Enter")
    page.wait_for_selector("#progress[data-waiting='0']", state="attached")
    assert [row[2] for row in decided(running_desk[1])[before:]] == ["confirm", "reject"]
    assert decided(running_desk[1])[-1][-1] == "Said of others only"


def test_enter_in_a_field_decides_nothing_that_was_not_chosen(signed_in, running_desk):
    before = len(decided(running_desk[1]))
    for script in (False, True):
        page = signed_in(f"/review/{LAW}?article=12", java_script_enabled=script)
        penalty = page.locator("[id='12.penalty.1']")
        penalty.locator("summary").click()
        penalty.locator("[name=reason]").fill("of another offence")
        penalty.locator("[name=reason]").press("Enter")
        page.locator("[id='a-12'] details.add summary").click()
        page.locator("[id='a-12'] [name=item]").fill("palermo:8.1")
        page.locator("[id='a-12'] [name=item]").press("Enter")
        page.wait_for_timeout(100)
        assert len(decided(running_desk[1])) == before
    penalty.locator("[name=max_months]").fill("312")
    penalty.locator("[name=max_months]").press("Enter")
    page.wait_for_selector("#progress[data-waiting='0']", state="attached")
    assert '"max_months": 312.0' in decided(running_desk[1])[-1][3]


def test_what_was_not_saved_is_said_and_still_to_be_decided(signed_in, running_desk):
    page = signed_in(f"/review/{LAW}?article=99")
    page.context.clear_cookies()  # the session has ended
    page.focus("[id='99.none']")
    page.keyboard.press("0")
    page.wait_for_selector("#said:not([hidden])")
    assert page.inner_text("#said") == "You are not signed in, or no longer. Nothing was saved."
    assert page.locator("[id='99.none'][data-needs]").count() == 1


def test_the_same_page_works_without_a_script_and_on_a_telephone(signed_in, running_desk):
    size = {"width": 360, "height": 740}
    page = signed_in(f"/review/{LAW}", java_script_enabled=False, viewport=size)
    page.locator("[id='a-12'] .column > :last-child").scroll_into_view_if_needed()
    places = [page.locator(f"[id='a-12'] {part}").bounding_box() for part in (".words", ".column")]
    assert places[0]["y"] + places[0]["height"] <= places[1]["y"]  # neither lies over the other
    page.click("[id='a-99'] button[data-key='0']")
    assert page.url.partition("?")[0].endswith(f"/review/{LAW}")
    assert (f"{LAW}:99", "", "none", None, None) in decided(running_desk[1])


RECORD = f"/ar/review/record/instrument/{LAW}"


@pytest.mark.parametrize(
    "path",
    ["/review", f"/review/{LAW}?article=12&more=1", "/report", f"/fr/review/{LAW}", RECORD],
)
def test_pages_of_the_desk_fit_and_have_no_fault_for_a_screen_reader(signed_in, running_desk, path):
    page = signed_in("/review", viewport={"width": 360, "height": 740})
    page.goto(f"{running_desk[0]}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in found] == []
