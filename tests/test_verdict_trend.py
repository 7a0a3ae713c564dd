"""Verdicts per year: the numbers and the picture of them."""

import re

from plugins.kit.verdict_trend import BASE, HEIGHT, draw_trend


def year(number, full=0, partial=0, contrary=0, absent=0):
    return {
        "year": number,
        "full": full,
        "partial": partial,
        "contrary": contrary,
        "absent": absent,
    }


def test_the_tallest_year_fills_the_height_and_verdicts_stand_on_each_other():
    picture = draw_trend([year(2000, full=1), year(2001, full=2, partial=2)])
    assert picture["paths"] == {
        "partial": f"M0 {BASE}V{BASE - 22}H20V{BASE - HEIGHT}H40V{BASE}z",
        "full": f"M0 {BASE}V{BASE - 22}H20V{BASE - 45}H40V{BASE}z",
    }
    assert list(picture["paths"]) == ["partial", "full"], "what covers comes last"


def test_years_that_say_the_same_are_one_line():
    picture = draw_trend([year(2000), year(2001, full=1), year(2002, full=1)])
    assert picture["paths"] == {"full": f"M0 {BASE}H20V{BASE - HEIGHT}H60V{BASE}z"}


def test_nothing_to_draw_is_no_picture():
    assert draw_trend([year(2000)]) is None
    assert draw_trend([]) is None


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


def test_the_trend_of_the_grid_ends_with_its_totals(get):
    """With the filters of the grid on States, items and certainty."""
    for asked in ("group=ecowas", "region=Africa&pillar=protection", "group=au&certainty=AB"):
        data = get(f"/gaps.json?{asked}").json()
        totals = data["totals"].values()
        last = data["trend"][-1]
        for name in ("full", "partial", "contrary", "absent"):
            assert last[name] == sum(row[name] for row in totals), (asked, name)
        assert [row["year"] for row in data["trend"]] == list(range(2000, last["year"] + 1))


def test_a_year_of_the_trend_counts_what_the_grid_shows_at_its_end(get):
    trend = {row["year"]: row for row in get("/gaps.json?region=Western+Africa").json()["trend"]}
    grid = get("/gaps.json?region=Western+Africa&on=2012-12-31").json()["totals"].values()
    for name in ("full", "partial", "contrary", "absent"):
        assert trend[2012][name] == sum(row[name] for row in grid), name


def test_the_trend_is_drawn_under_the_grid(get):
    page = get("/gaps?group=ecowas").text
    assert page.index("</tfoot>") < page.index('<figure class="trend">')
    assert "Verdicts in this grid at the end of each year" in page
