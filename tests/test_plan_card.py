"""The card of a State's plan for other sites: true, readable as text, and framed by nobody."""

import io

import pytest
from lxml import etree, html
from PIL import Image

from plugins.kit.drawing import as_png, plain_letters
from plugins.kit.plan_card import PARTS, WIDTH, draw_card

DAY = "on=2026-11-28"
LINE = {
    "country_name": "Czechia 日 & <Łódź>",
    "state": "in_force",
    "state_in_words": "in force",
    "without_since": None,
    "period_end": "2027",
    "plan_title": "A plan " * 40,
    "activities": 10,
    "done": 4,
    "late": 3,
    "unreported": 6,
}


@pytest.mark.parametrize(("prefix", "code"), [("", "CIV"), ("/fr", "SEN"), ("", "TUV")])
def test_the_card_says_what_the_table_of_states_says(get, prefix, code):
    answer = get(f"{prefix}/plans/card/{code}.svg?{DAY}")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    svg = etree.fromstring(answer.content)
    words = " ".join(svg.itertext())
    states = get(f"{prefix}/plans/states.json?region=world&{DAY}").json()["rows"]
    line = next(row for row in states if row["country"] == code)
    assert line["country_name"] in words
    assert line["state_in_words"][1:] in words
    assert (line["plan_title"] or "") in words
    assert svg.get("role") == "img"
    assert {one.get("id") for one in svg if one.get("id")} == set(
        svg.get("aria-labelledby").split()
    )


def test_the_card_has_no_script_and_stays_out_of_frames(get):
    answer = get("/plans/card/SEN.svg")
    assert not etree.fromstring(answer.content).xpath("//*[local-name()='script' or @href]")
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("code", ["CIV", "TUR", "sen"])
def test_the_png_is_the_same_card_of_twice_the_size(get, code):
    answer = get(f"/plans/card/{code}.png?{DAY}")
    picture = Image.open(io.BytesIO(answer.content))
    assert answer.headers["content-type"] == "image/png"
    assert picture.size == (2 * WIDTH, 400)
    assert len(picture.convert("RGB").getcolors(1 << 20)) > 10


@pytest.mark.parametrize("path", ["ZZZ.svg", "ZZZ.png", "SEN.gif", "SENE.svg"])
def test_what_is_no_card_is_not_found(get, path):
    assert get(f"/plans/card/{path}").status_code == 404


def test_any_name_is_drawn_and_the_bar_is_as_long_as_the_activities():
    card = draw_card(LINE, "2026-11-28")
    bar = [box for box in card.boxes if box[4] in PARTS.values() and box[3] == 12]
    assert sum(box[2] for box in bar) == pytest.approx(WIDTH - 24 - 16)
    assert [box[2] / (WIDTH - 40) for box in bar] == pytest.approx([0.4, 0.3, 0.3])
    assert len([one for one in card.words if "A plan" in one[5]]) == 2
    assert as_png(card).startswith(b"\x89PNG")


def test_letters_that_the_font_of_the_png_lacks_lose_their_marks():
    assert plain_letters("Côte d’Ivoire\u00a0: œuvre, Łódź, 日") == "Côte d’Ivoire : œuvre, ?ódz, ?"


@pytest.mark.parametrize("path", ["/plan/sen-plan-2021", "/fr/country/SEN"])
def test_the_page_has_lines_to_copy_that_show_the_card(get, path):
    page = html.fromstring(get(path).text)
    lines = html.fromstring(page.xpath("string(//details[@class='embed']//code)"))
    prefix = "/fr" if path.startswith("/fr") else ""
    picture = lines.find("img")
    assert picture.get("src") == f"http://localhost{prefix}/plans/card/SEN.svg"
    assert lines.get("href") == f"http://localhost{prefix}/country/SEN#plans"
    assert picture.get("alt")
    assert get(picture.get("src").removeprefix("http://localhost")).status_code == 200
