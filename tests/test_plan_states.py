"""A line for each State: whether a plan is in force on a day, since when none, and what was done by
that day; and filters whose counts are true.
"""

import csv
import io
import shutil
import sqlite3
from contextlib import closing

import feedparser
import pytest
from icalendar import Calendar
from lxml import html

from ingest.database import kept_views

ECOWAS = "group=ecowas&on=2026-11-28"


def states(get, asked):
    return {row["country"]: row for row in get(f"/plans/states.json?{asked}").json()["rows"]}


def members(db, group, on):
    asked = """
        select country from membership
        where "grouping" = ? and coalesce(joined_on, '') <= ? and coalesce(left_on, '9999') > ?
    """
    return {row["country"] for row in db.execute(asked, (group, on, on))}


@pytest.mark.parametrize("on", ["2024-06-01", "2026-11-28"])
def test_each_member_on_the_day_has_one_line(get, db, on):
    lines = get(f"/plans/states.json?group=ecowas&on={on}").json()["rows"]
    assert {row["country"] for row in lines} == members(db, "ecowas", on)
    assert len(lines) == len(members(db, "ecowas", on))


def test_a_line_agrees_with_the_clocks_of_the_plans(get):
    plans = get("/plans.json?on=2026-11-28").json()["rows"]
    for country, line in states(get, "region=world&on=2026-11-28").items():
        clocks = {row["clock"] for row in plans if row["country"] == country}
        running = bool(clocks & {"current", "expiring_6_months"})
        assert (line["state"] == "in_force") == running, country
        assert (line["state"] == "none_held") == (not clocks), country
        assert (line["days_left"] is None) or running


def test_a_plan_on_a_part_of_the_matter_stands_in_for_none_on_the_whole_and_is_named(get):
    """A plan on children only is not a plan against trafficking."""
    plans = get("/plans.json?on=2026-11-28").json()["rows"]
    lines = states(get, "region=world&on=2026-11-28").values()
    narrow = [row for row in lines if row["narrow"] and row["state"] == "in_force"]
    assert narrow
    for line in narrow:
        running = [
            row["narrow"]
            for row in plans
            if row["country"] == line["country"]
            and row["clock"] in ("current", "expiring_6_months")
        ]
        assert all(running), line["country"]
    page = html.fromstring(get("/plans/states?region=world&on=2026-11-28").text)
    told = page.xpath(f"//a[@href='/plan/{narrow[0]['plan']}']/following-sibling::small[1]/text()")
    assert told[0].endswith(" only")


def test_without_since_is_the_day_after_the_last_plan(get):
    lines = states(get, ECOWAS)
    ended = [line for line in lines.values() if line["without_since"]]
    assert ended
    for line in ended:
        before = int(line["without_since"][:4]) - 1
        eve = f"{before}-12-31" if line["without_since"].endswith("-01-01") else None
        if eve:
            assert states(get, f"group=ecowas&on={eve}")[line["country"]]["state"] == "in_force"


def test_the_page_answers_as_the_table_does(get):
    page = html.fromstring(get(f"/plans?{ECOWAS}").text)
    shown = {
        row.xpath("string(th)").strip(): " ".join(row.xpath("string(td[2])").split())
        for row in page.xpath("//table[contains(@class, 'states')]/tbody/tr")
    }
    rows = list(csv.DictReader(io.StringIO(get(f"/plans/states.csv?{ECOWAS}").text)))
    assert shown.keys() == {row["country_name"] for row in rows}
    assert all(shown[row["country_name"]].startswith(row["state_in_words"]) for row in rows)
    french = list(csv.DictReader(io.StringIO(get(f"/fr/plans/states.csv?{ECOWAS}").text)))
    assert {row["state_in_words"] for row in french}.isdisjoint(
        {row["state_in_words"] for row in rows}
    )


def test_a_corridor_is_its_two_countries(get):
    assert states(get, "corridor=mli-nga").keys() == {"MLI", "NGA"}


@pytest.mark.parametrize(
    "asked", ["group=xx", "region=Atlantis", "corridor=a-b", "pillar=x", "body=x", "item=x"]
)
def test_what_nothing_is_called_is_refused_by_its_name(get, asked):
    for path in ("/plans", "/plans.csv", "/plans/states.csv"):
        answer = get(f"{path}?{asked}")
        assert answer.status_code == 400
    assert asked in get(f"/plans?{asked}").text


@pytest.mark.parametrize("asked", ["", "group=ecowas&", "region=Africa&pillar=protection&"])
@pytest.mark.parametrize("facet", ["clock", "pillar", "item", "body"])
def test_a_count_is_what_the_choice_leaves(get, asked, facet):
    counts = get(f"/plans.json?{asked}").json()["counts"][facet]
    for value in list(counts)[:2]:
        kept = "&".join(part for part in asked.split("&") if not part.startswith(facet))
        assert len(get(f"/plans.json?{kept}&{facet}={value}").json()["rows"]) == counts[value]


@pytest.fixture(scope="module")
def reported(built, tmp_path_factory, get_from):
    """A site with two reports on an activity of Nigeria's plan, a deadline passed, and money."""
    path = tmp_path_factory.mktemp("reported") / "tip.db"
    shutil.copy(built, path)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("delete from plan_budget where plan = 'nga-plan-2022'")
        db.execute("delete from plan_progress where activity like 'nga-plan-2022:%'")
        db.execute(
            "update plan_activity set status = 'planned', status_on = null, due_on = null,"
            " due_printed = null where plan = 'nga-plan-2022'"
        )
        db.execute("update plan_activity set due_on = '2025' where id = 'nga-plan-2022:2'")
        for day, status, spent in (("2024-06", "started", 100), ("2026-03-01", "done", 250)):
            db.execute(
                "insert into plan_progress (activity, reported_on, status, spent, currency, source,"
                " verification) values ('nga-plan-2022:1', ?, ?, ?, 'XOF', 'iom', 'seen')",
                (day, status, spent),
            )
        db.execute(
            "insert into plan_budget (plan, ordinal, label_en, amount, currency, source,"
            " verification) values ('nga-plan-2022', 91, 'All', 5000, 'XOF', 'iom', 'seen'),"
            " ('nga-plan-2022', 92, 'All', 9, 'USD', 'iom', 'seen'),"
            " ('nga-plan-2022', 93, 'Year 2023', 700, 'XOF', 'iom', 'seen')"
        )
        kept_views.refresh(db)
    return get_from(path)


@pytest.mark.parametrize(
    ("on", "done", "late", "last", "spent"),
    [
        ("2024-05-01", 0, 0, None, None),
        ("2025-12-31", 0, 0, "2024-06", 100),
        ("2026-01-01", 0, 1, "2024-06", 100),
        ("2026-11-28", 1, 1, "2026-03-01", 250),
    ],
)
def test_only_what_was_reported_by_the_day_counts(reported, on, done, late, last, spent):
    line = states(reported, f"group=ecowas&on={on}")["NGA"]
    assert (line["done"], line["late"], line["last_report"], line["spent"]) == (
        done,
        late,
        last,
        spent,
    )


def test_the_whole_sum_of_a_plan_is_told_in_each_currency(reported):
    line = states(reported, ECOWAS)["NGA"]
    assert (line["budget"], line["budget_currency"]) == ("5000.0;9.0", "XOF;USD")
    text = html.fromstring(reported(f"/plans?{ECOWAS}").text).text_content()
    assert "5,000 West African CFA francs; 9 US dollars" in " ".join(text.split())


def test_a_plan_on_a_day_tells_only_what_was_reported_by_then(reported):
    def activity(on):
        data = reported(f"/plan/nga-plan-2022.json?on={on}").json()
        return data, next(row for row in data["rows"] if row["id"] == "nga-plan-2022:1")

    before, early = activity("2025-12-31")
    after, today = activity("2026-11-28")
    assert (early["status"], today["status"]) == ("started", "done")
    assert len(before["progress"]["nga-plan-2022:1"]) == 1
    assert len(after["progress"]["nga-plan-2022:1"]) == 2
    late = [row["id"] for row in after["rows"] if row["late"]]
    assert late == ["nga-plan-2022:2"]
    page = html.fromstring(reported("/plan/nga-plan-2022?on=2026-11-28").text)
    listed = page.xpath("//h2[@id='late']/following-sibling::ul[1]//a/@href")
    assert listed == ["#nga-plan-2022:2"]
    assert page.xpath("//tr[@id='nga-plan-2022:2']")


def test_totals_add_up_and_count_each_pillar_once(reported):
    data = reported("/plan/nga-plan-2022.json?on=2026-11-28").json()
    assert data["totals"][0]["activities"] == len(data["rows"])
    for name in ("activities", "done", "late", "unreported"):
        assert sum(row[name] for row in data["by_pillar"]) == data["totals"][0][name]


def test_beside_an_item_stands_the_verdict_of_the_law(get, db):
    plans = db.execute(
        "select distinct a.plan from activity_item x join plan_activity a on a.id = x.activity"
        " join instrument i on i.id = a.plan where i.country is not null order by 1 limit 3"
    )
    for (plan,) in plans.fetchall():
        for row in get(f"/plan/{plan}.json").json()["law"]:
            verdict = db.execute(
                "select verdict from gap where country = ? and item = ?",
                (row["country"], row["item"]),
            ).fetchone()
            assert (row["verdict"] or "not_assessed") == verdict[0]


def events(get, asked):
    found = Calendar.from_ical(get(f"/plans.ics?{asked}").content)
    return {str(one["uid"]).split("@")[0]: one for one in found.walk("VEVENT")}


def test_the_calendar_has_only_days_to_come_each_with_a_reminder(reported):
    after = events(reported, "on=2025-12-31")
    assert "nga-plan-2022.2" in after
    assert "nga-plan-2022.2" not in events(reported, "on=2026-01-01")
    assert all(one.decoded("dtstart").isoformat() >= "2025-12-31" for one in after.values())
    assert all(len(one.walk("VALARM")) == 1 for one in after.values())


def test_the_calendar_of_a_body_or_a_community_is_a_part_of_the_whole(get, db):
    whole = events(get, "on=2020-01-01").keys()
    body = db.execute("select body from activity_body where body is not null").fetchone()[0]
    for asked in (f"body={body}", "pillar=protection", "group=ecowas", "region=Africa"):
        part = events(get, f"on=2020-01-01&{asked}").keys()
        assert part < whole, asked
        assert part, asked
    assert get("/plans.ics?body=xx").status_code == 400


def test_the_feed_has_an_entry_for_each_report_in_words(reported):
    feed = feedparser.parse(reported("/plans.atom?country=NGA&on=2026-11-28").content)
    reports = [one for one in feed.entries if one.link.endswith("#nga-plan-2022:1")]
    assert [one.updated[:10] for one in reports] == ["2026-03-01", "2024-06-01"]
    assert "spent: 250 West African CFA francs" in reports[0].summary


def test_what_is_overdue_is_on_one_page_for_a_body(reported, db):
    rows = reported("/plans/overdue.json?on=2026-11-28&country=NGA").json()["rows"]
    assert "nga-plan-2022:2" in [row["id"] for row in rows]
    every = reported("/plans/overdue.json?on=2026-11-28").json()["rows"]
    lead = db.execute("select activity, body from activity_body where body is not null").fetchall()
    for body in {one["body"] for one in lead}:
        of_body = {one["activity"] for one in lead if one["body"] == body}
        page = reported(f"/plans/overdue.json?on=2026-11-28&body={body}").json()["rows"]
        assert {row["id"] for row in page} == {row["id"] for row in every} & of_body


def test_the_pages_of_the_list_have_every_plan_once(get):
    data = get("/plans.json").json()
    shown = [
        one
        for number in range(1, data["pages"] + 1)
        for one in html.fromstring(get(f"/plans?page={number}").text).xpath(
            "//h2[@id='table']/following-sibling::div[1]//tr/@id"
        )
    ]
    assert shown == [row["id"] for row in data["rows"]]
