"""Verdicts per year: the numbers and the picture of them."""

import re

from plugins.kit.verdict_trend import BASE, HEIGHT, verdict_bars


def year(number, full=0, partial=0, contrary=0, absent=0):
    return {
        "year": number,
        "full": full,
        "partial": partial,
        "contrary": contrary,
        "absent": absent,
    }


def test_the_tallest_year_fills_the_height_and_verdicts_stand_on_each_other():
    picture = verdict_bars([year(2000, full=1), year(2001, full=2, partial=2)])
    assert picture["paths"]["full"] == f"M2 {BASE - 22}h16v22h-16zM22 {BASE - 45}h16v45h-16z"
    assert picture["paths"]["partial"] == f"M22 {BASE - HEIGHT}h16v45h-16z"
    assert picture["paths"]["contrary"] == ""


def test_nothing_to_draw_is_no_picture():
    assert verdict_bars([year(2000)]) is None
    assert verdict_bars([]) is None


def test_the_trend_of_a_country_ends_with_the_verdicts_of_today(get, db):
    data = get("/country/SLE.json").json()
    last = data["trend"][-1]
    counted = dict(
        db.execute("select verdict, count(*) from verdict where country = 'SLE' group by 1")
    )
    assert {name: last[name] for name in ("full", "partial", "contrary", "absent")} == {
        name: counted.get(name, 0) for name in ("full", "partial", "contrary", "absent")
    }
    assert data["trend"][0]["year"] == 2000
    assert sum(data["trend"][0][name] for name in counted) == 0, (
        "no law of Sierra Leone before 2005"
    )
    assert re.search(r'<path d="M\d', get("/country/SLE").text)
