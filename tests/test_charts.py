"""Charts to look at and to take along: one drawing in SVG, PNG, page and frame, true to its
figures, readable without colour, framed by any site and without a script.
"""

import io
import re
from math import cos, isclose, radians

import pytest
from lxml import etree, html
from PIL import Image

from plugins.kit.charts import COLOURS, LEVEL_COLOURS, draw_shares, draw_trend
from plugins.kit.drawing import svg_path
from plugins.kit.world_map import HEIGHT, WIDTH, area_of, outlines, place_of, project

NAMES = ("map", "item", "trend", "tiers", "cases", "laws", "plans")
WORDS = {key: key for key in COLOURS}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_a_chart_is_one_drawing_in_every_form(get, prefix, name):
    page = get(f"{prefix}/chart/{name}")
    svg = etree.fromstring(get(f"{prefix}/chart/{name}.svg").content)
    title = next(one.text for one in svg if one.tag.endswith("title"))
    assert title in html.fromstring(page.text).xpath("//h1")[0].text_content()
    assert svg.get("role") == "img"
    assert len(" ".join(svg.itertext())) > 80
    assert not svg.xpath("//*[local-name()='script' or @href]")
    picture = Image.open(io.BytesIO(get(f"{prefix}/chart/{name}.png").content))
    assert picture.size == (2 * int(svg.get("width")), 2 * int(svg.get("height")))
    assert get(f"{prefix}/chart/{name}.json").json()["rows"]


@pytest.mark.parametrize("name", NAMES)
def test_a_frame_may_stand_on_any_site_and_nothing_else_may(get, name):
    frame = get(f"/embed/{name}?group=ecowas")
    assert "frame-ancestors *" in frame.headers["content-security-policy"]
    assert "x-frame-options" not in frame.headers
    page = html.fromstring(frame.text)
    assert not page.xpath("//script | //form | //iframe | //link[contains(@href, '//')]")
    assert page.xpath("//svg[@role='img']/*[local-name()='title']")
    assert "frame-ancestors 'self'" in get(f"/chart/{name}").headers["content-security-policy"]


def test_the_map_of_an_item_is_of_the_day_and_certainty_asked_for(get):
    today, before, sure = (
        get(f"/chart/item.json?item=palermo:6.6{more}").json()["rows"]
        for more in ("", "&on=1990-01-01", "&certainty=A")
    )
    assert len(today) == len(before) == len(sure) > 190
    judged = [sum(row["verdict"] != "not_assessed" for row in rows) for rows in (before, sure)]
    assert max(judged) < sum(row["verdict"] != "not_assessed" for row in today)
    assert "6.6" not in get("/chart/item.svg?item=palermo:6.6").text.split("<desc")[0]
    assert get("/chart/item?item=palermo:99").status_code == 400
    page = html.fromstring(get("/fr/item/palermo:6.6").text)
    source = page.xpath("//figure[@class='chart']//img/@src")[0]
    assert get(source).headers["content-type"].startswith("image/svg")


@pytest.mark.parametrize("path", ["chart/map.png", "card/country/SEN.png", "plans/card/SEN.png"])
def test_a_picture_whose_letters_no_font_here_has_is_drawn_in_english(get, path):
    assert get(f"/ar/{path}").content == get(f"/{path}").content != get(f"/fr/{path}").content
    assert "السنغال" in get("/ar/plans/card/SEN.svg").text


@pytest.mark.parametrize("path", ["/charts", "/chart/map", "/country/SEN", "/plan/sen-plan-2024"])
def test_a_picture_in_another_language_says_so(get, path):
    arabic, french = get(f"/ar{path}").text, get(f"/fr{path}").text
    links = re.findall(r'<a href="[^"]*\.png[?"].*?</a>(.{0,14})', arabic)
    assert links
    assert [behind for behind in links if not behind.startswith(" (الإنجليزية)")] == []
    assert re.search(r'<a href="[^"]*\.png[?"].*?</a> \(anglais\)', french) is None


def test_laws_are_counted_in_the_year_of_their_adoption(get, db):
    rows = get("/chart/laws.json?group=ecowas").json()["rows"]
    assert [row["year"] for row in rows] == list(range(2000, rows[-1]["year"] + 1))
    sql = """
      select count(*) from instrument i
      join membership m on m.country = i.country and m."grouping" = 'ecowas'
      where kind in ('act', 'code', 'decree', 'regulation') and status <> 'draft'
        and left_on is null and substr(adopted_on, 1, 4) between '2000' and '2026'"""
    assert sum(row["laws"] or 0 for row in rows) == db.execute(sql).fetchone()[0] > 0
    assert all((row["laws_with_the_offence"] or 0) <= (row["laws"] or 0) for row in rows)
    assert "not all there are" in get("/chart/laws").text


def test_oembed_gives_the_frame_of_a_chart(get):
    page = html.fromstring(get("/fr/chart/trend?group=ecowas").text)
    link = page.xpath("//link[@type='application/json+oembed']/@href")[0]
    told = get(link[link.index("/oembed") :]).json()
    assert (told["version"], told["type"]) == ("1.0", "rich")
    frame = html.fromstring(told["html"])
    source = frame.get("src")
    assert "/embed/trend?group=ecowas" in source
    assert get("/embed/trend?group=ecowas").status_code == 200
    small = get("/oembed?url=/chart/trend&maxwidth=300").json()
    assert small["width"] == 300
    assert get("/oembed?url=/country/SEN").status_code == 404
    assert get("/oembed?url=https://example.org/chart/map").status_code == 404
    assert get("/oembed?url=/chart/map&format=xml").status_code == 501


def test_a_wrong_set_of_states_is_refused(get):
    assert get("/chart/trend?group=nowhere").status_code == 400
    assert get("/chart/other").status_code == 404


def test_every_state_is_on_the_map_the_small_ones_as_dots(db):
    rows = db.execute(
        "select id, longitude, latitude from country where kind in ('state', 'observer')"
    ).fetchall()
    drawn = {row[0]: area_of(*row) for row in rows}
    assert {code for code, rings in drawn.items() if not rings} == set()
    points = [point for rings in drawn.values() for ring in rings for point in ring]
    assert all(-5 <= x <= WIDTH + 5 and -5 <= y <= HEIGHT for x, y in points)
    for row in rows:
        if row[0] in outlines() and row[1] is not None:
            x, y = place_of(row[1], row[2])
            near = min(abs(px - x) + abs(py - y) for ring in drawn[row[0]] for px, py in ring)
            assert near < 170, row[0]


def test_the_projection_keeps_areas_equal():
    def cell(latitude):
        (_x, low), (width, high) = project(0, latitude), project(1, latitude + 0.01)
        return width * (high - low)

    ratios = [cell(latitude) / cos(radians(latitude)) for latitude in (0.0, 30.0, 60.0)]
    assert all(isclose(ratio, ratios[0], rel_tol=0.01) for ratio in ratios)


def test_the_parts_of_a_bar_are_its_shares():
    row = {"label": "1", **dict.fromkeys(COLOURS, 0), "full": 3, "partial": 1}
    drawing = draw_shares([row], WORDS, "Title", "Origin")
    widths = {box[4]: box[2] for box in drawing.boxes if box[3] == 26}
    assert isclose(widths[COLOURS["full"]], 3 * widths[COLOURS["partial"]])
    assert "full 3" in drawing.about


def test_nothing_to_draw_is_drawn_without_a_fault():
    assert draw_trend([], WORDS, "Title", "Origin").words


def test_colours_differ_in_lightness_too():
    def light(colour):
        red, green, blue = bytes.fromhex(colour[1:])
        return 0.3 * red + 0.6 * green + 0.1 * blue

    for colours in (COLOURS, LEVEL_COLOURS):
        tones = sorted(map(light, colours.values()))
        assert len({round(tone) for tone in tones}) == len(tones)


def test_a_path_is_drawn_in_steps():
    assert svg_path([[(1, 2), (4, 6), (0, 0)]]) == "M1 2l3 4-4-6z"


def test_the_map_of_the_first_page_shows_levels_by_colour_and_shape(get):
    page = html.fromstring(get("/").text)
    groups = {one.get("class") for one in page.xpath("//figure[@class='map']//g")}
    assert groups == {f"m-{level}" for level in LEVEL_COLOURS}
    assert page.xpath("//figure[@class='map']//path[@class='shape']/@d")
    assert page.xpath("//figure[@class='map']//a[@href='/country/TUV']")
