"""Plans on a day: what runs, ends and has lapsed, what follows what, and the calendar and feed as
real parsers read them.
"""

import datetime
import re
import shutil
import sqlite3
from contextlib import closing
from xml.etree import ElementTree

import feedparser
import pytest
from icalendar import Calendar
from lxml import html

from ingest.database import kept_views


def clocks(get, on, **filters):
    query = "&".join([f"on={on}", *(f"{name}={value}" for name, value in filters.items())])
    return {row["id"]: row["clock"] for row in get(f"/plans.json?{query}").json()["rows"]}


def test_plans_that_end_within_six_months_of_a_day(get, db):
    ending = {
        row["id"]
        for row in db.execute(
            """
            select id
            from plan_span
            where fixed is null and coalesce(starts_on, '') <= '2026-11-01'
              and stops_on between '2026-11-01' and '2027-04-30'
            """
        )
    }
    assert "nga-plan-2022" in ending
    assert set(clocks(get, "2026-11-01", clock="expiring_6_months")) == ending
    assert clocks(get, "2026-06-30")["nga-plan-2022"] == "current"
    assert clocks(get, "2026-07-01")["nga-plan-2022"] == "expiring_6_months"
    assert clocks(get, "2026-12-31")["nga-plan-2022"] == "expiring_6_months"
    assert clocks(get, "2027-01-01")["nga-plan-2022"] == "expired_without_successor"


def test_the_same_plan_on_earlier_days(get):
    assert clocks(get, "2021-12-31")["nga-plan-2022"] == "upcoming"
    assert clocks(get, "2022-01-01")["nga-plan-2022"] == "current"
    assert clocks(get, "2016-06-01")["sen-plan-2015"] == "current"
    assert clocks(get, "2018-01-01")["sen-plan-2015"] == "expired"
    assert clocks(get, "2019-01-01")["egy-strategy-2016"] == "current", (
        "superseded today, running then"
    )


def test_page_of_today_and_view_agree(get, db):
    view = {row["id"]: row["clock"] for row in db.execute("select id, clock from plan_clock")}
    assert {row["id"]: row["clock"] for row in get("/plans.json").json()["rows"]} == view


def test_no_state_is_baked_into_the_file(db):
    columns = {
        row["name"]
        for table in ("instrument", "plan_activity")
        for row in db.execute(f"pragma table_info({table})")
    }
    assert "clock" not in columns
    assert "clock" not in {row["name"] for row in db.execute("pragma table_info(plan_span)")}
    assert (
        db.execute("select type from sqlite_master where name = 'plan_clock'").fetchone()["type"]
        == "view"
    )


def test_month_and_year_end_on_their_last_day(db):
    ends = {
        row["id"]: (row["starts_on"], row["ends_on"])
        for row in db.execute("select * from plan_span")
    }
    assert ends["lbr-plan-2019"] == ("2019-07-01", "2024-06-30")
    assert ends["nga-plan-2022"] == ("2022-01-01", "2026-12-31")


def test_chain_of_senegal_is_in_order_and_says_how_it_is_known(get):
    for plan in ("sen-plan-2012", "sen-plan-2018", "sen-plan-2024"):
        chain = get(f"/plan/{plan}.json").json()["chain"]
        assert [row["id"] for row in chain] == [
            "sen-plan-2012",
            "sen-plan-2015",
            "sen-plan-2018",
            "sen-plan-2021",
            "sen-plan-2024",
        ]
    assert {row["successor_basis"] for row in chain[:-1]} == {"by_dates"}
    assert "no link recorded" in get("/plan/sen-plan-2018").text


def test_every_bar_of_the_time_line_is_a_row_of_the_table(get):
    data = get("/plans.json").json()
    rows = {row["id"] for row in data["rows"]}
    bars = {bar["id"] for bar in data["line"]["bars"]}
    assert bars <= rows
    assert (
        len(rows) - len(bars)
        == data["line"]["left_out"]
        == len([row for row in data["rows"] if not (row["starts_on"] and row["ends_on"])])
    )
    assert all(
        bar["x"] >= 0 and bar["x"] + bar["width"] <= data["line"]["width"]
        for bar in data["line"]["bars"]
    )
    svg = re.search(r"<svg width.*?</svg>", get("/plans").text, re.S)[0]
    assert ElementTree.fromstring(svg).find("title").text == "Periods of plans by country"


def test_overlapping_plans_of_a_country_stand_in_different_lanes(get):
    bars = {bar["id"]: bar for bar in get("/plans.json?country=EGY").json()["line"]["bars"]}
    assert bars["egy-illegal-migration-2016"]["y"] != bars["egy-strategy-2016"]["y"]
    assert bars["egy-strategy-2016"]["y"] == bars["egy-strategy-2022"]["y"]


def test_filters_narrow_to_nothing_at_last_and_unknown_ones_are_refused(get):
    assert {row["country"] for row in get("/plans.json?country=nga").json()["rows"]} == {"NGA"}
    assert {row["region"] for row in get("/plans.json?region=Western%20Africa").json()["rows"]} == {
        "Western Africa"
    }
    nothing = get("/plans?country=NGA&region=Eastern%20Asia")
    assert "says nothing about what exists" in nothing.text
    assert get("/plans?country=ZZZ").status_code == 400


@pytest.mark.parametrize(
    "day", ["x", "2026-02-30", "2026-1-1", "20260101", "' or 1=1", "9999-99-99"]
)
def test_what_is_not_a_day_is_refused(get, day):
    assert get(f"/plans?on={day}").status_code == 400
    assert get(f"/agreements?on={day}").status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_edges_of_the_calendar_are_answered(get, day):
    assert get(f"/plans?on={day}").status_code == 200
    assert get(f"/plans.atom?on={day}").status_code == 200


def test_plan_page_shows_unknown_as_unknown_and_leads_from_activity_to_article(get, db):
    silent = db.execute(
        """
        select i.id
        from instrument i
        join plan_activity a on a.plan = i.id
        left join plan_progress g on g.activity like i.id || ':%'
        where i.adopted_on is null and g.activity is null
        """
    ).fetchone()[0]
    text = get(f"/plan/{silent}").text
    assert "not known" in text
    assert "No dated report on progress is held" in text
    plan, provision = db.execute(
        """
        select plan, provision
        from activity_chain c
        join instrument i on i.id = c.instrument and i.in_force
        where extent = 'full'
        order by activity, provision
        limit 1
        """
    ).fetchone()
    assert f'href="/provision/{provision}"' in get(f"/plan/{plan}").text
    wrong = db.execute(
        """
        select count(*)
        from activity_chain c
        join provision p on p.id = c.provision
        join instrument i on i.id = p.instrument
        where i.country <> c.country
        """
    )
    assert wrong.fetchone()[0] == 0


@pytest.fixture(scope="module")
def filled(built, tmp_path_factory, get_from):
    """A site in which stands what no curated row has yet: budgets, progress, a withdrawal, a
    confirmed link, the hours of a hotline.
    """
    path = tmp_path_factory.mktemp("filled") / "tip.db"
    shutil.copy(built, path)
    db = sqlite3.connect(path)
    db.execute(
        """
        update plan_activity
        set
          budget = 1500000,
          currency = 'XOF',
          starts_on = '2022-03',
          source = 'iom',
          locator = 'p. 7',
          verification = 'seen'
        where id = 'nga-plan-2022:1'
        """
    )
    db.execute("update plan_activity set budget = 42 where id = 'nga-plan-2022:2'")
    db.execute(
        """
        insert into plan_progress (
          activity, reported_on, statement_en, statement_fr, source, locator, verification
        )
        values (
          'nga-plan-2022:1',
          '2024-06',
          'Twelve <b>shelters</b> opened.',
          'Douze centres ouverts.',
          'us-tip-2023',
          'p. 9',
          'general'
        )
        """
    )
    db.execute(
        """
        update party
        set status = 'left', left_on = '2025-01-29'
        where rowid = (
          select min(rowid) from party where instrument = 'palermo' and country = 'SEN'
        )
        """
    )
    db.execute(
        """
        update crossref
        set
          reviewer = 'A. N. Jurist',
          reviewed_on = '2026-10-05',
          verification = 'reviewed',
          note_en = 'Read <i>whole</i>.',
          note_fr = 'Lu en entier.'
        where provision = 'sle-act-2022-12:12'
        """
    )
    db.execute(
        """
        update body
        set hours = 'every day <x>', languages = 'French;Wolof'
        where id = 'cmr-hotline-1503'
        """
    )
    kept_views.refresh(db)
    db.commit()
    db.close()
    return get_from(path)


def cells(page, words):
    """The cells, as words, of the row of a table that says `words`."""
    row = next(row for row in html.fromstring(page).xpath("//tr") if words in row.text_content())
    return [" ".join(cell.text_content().split()) for cell in row.xpath("th | td")]


def test_budget_and_progress_stand_with_their_source_and_verification(filled, db):
    what = db.execute(
        "select activity_en, activity_fr from plan_activity where id = 'nga-plan-2022:1'"
    ).fetchone()
    titles = {row["id"]: row["title"] for row in db.execute("select id, title from source")}
    page = filled("/plan/nga-plan-2022").text
    activity, status, _, _, budget, _ = cells(page, what["activity_en"])
    progress = f"June 2024: Twelve <b>shelters</b> opened. {titles['us-tip-2023']} p. 9"
    assert f"{progress} known, source not seen" in activity
    assert status.endswith(f"{titles['iom']} p. 7 seen at the source")
    assert budget == "1,500,000 West African CFA francs"
    assert (
        cells(
            page,
            db.execute(
                "select activity_en from plan_activity where id = 'nga-plan-2022:2'"
            ).fetchone()[0],
        )[4]
        == "42"
    )
    assert "No dated report on progress is held" not in page
    french = cells(filled("/fr/plan/nga-plan-2022").text, what["activity_fr"])
    assert "juin 2024 : Douze centres ouverts." in french[0]
    assert french[4] == "1 500 000 francs CFA (BCEAO)"


@pytest.mark.slow
def test_what_no_row_has_yet_is_shown_once_one_has_it(filled, db):
    assert "29 January 2025" in html.fromstring(filled("/instrument/palermo").text).xpath(
        "string(//ul[@class='parties'])"
    )
    label = db.execute(
        """
        select t.label_en
        from crossref c
        join item t on t.code = c.item
        where c.provision = 'sle-act-2022-12:12'
        """
    ).fetchone()[0]
    assert (
        cells(filled("/provision/sle-act-2022-12:12").text, label)[3]
        == "reviewed by a person reviewed once: A. N. Jurist, 5 October 2026 Read <i>whole</i>."
    )
    assert "Lu en entier." in filled("/fr/provision/sle-act-2022-12:12").text
    assert "every day <x>; French, Wolof" in html.fromstring(filled("/country/CMR").text).xpath(
        "string(//h2[@id='bodies']/following-sibling::ul)"
    )


def test_a_law_is_not_a_plan(get):
    answer = get("/plan/sle-act-2022-12")
    assert answer.status_code == 404
    assert "sle-act-2022-12" in answer.text


def test_calendar_is_read_by_a_parser_and_holds_every_end_and_deadline(get, db):
    answer = get("/plans.ics?on=1900-01-01")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))
    events = {
        str(event["uid"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")
    }
    assert not [event for event in events.values() if event.errors]
    ends = db.execute(
        "select count(*) from plan_span where stops_on is not null and fixed is not 'draft'"
    ).fetchone()[0]
    due = db.execute(
        """
        select count(*)
        from plan_activity a
        join instrument i on i.id = a.plan
        where a.due_on is not null
          and (a.status not in ('done', 'cancelled', 'not_adopted') or a.status_on is not null)
          and i.status <> 'draft'
        """
    ).fetchone()[0]
    assert len(events) == ends + due
    nigeria = events["nga-plan-2022.end@palermo-ledger"]
    assert nigeria.decoded("dtstart") == datetime.date(2026, 12, 31)
    assert nigeria.decoded("dtend") == datetime.date(2027, 1, 1)
    assert all(type(event.decoded("dtstart")) is datetime.date for event in events.values())
    assert "egy-strategy-2016.end@palermo-ledger" in events


@pytest.mark.slow
def test_a_long_calendar_has_pages_the_earliest_first(filled_calendar):
    def read(page):
        found = Calendar.from_ical(filled_calendar(f"/plans.ics?country=SEN&page={page}").content)
        events = [(event.decoded("dtstart"), str(event["uid"])) for event in found.walk("VEVENT")]
        return events, "X-WR-CALDESC" in found

    (first, more), (second, last), (beyond, nothing) = map(read, (1, 2, 3))
    assert (len(first), more, last, beyond, nothing) == (500, True, False, [], False)
    assert 100 <= len(second) < 500
    assert [day for day, _ in first + second] == sorted(day for day, _ in first + second)
    assert not set(first) & set(second)


@pytest.fixture
def filled_calendar(built, tmp_path, get_from):
    """A site on which one activity of Senegal's plan has become six hundred with deadlines."""
    path = shutil.copy(built, tmp_path / "tip.db")
    with closing(sqlite3.connect(path)) as db, db:
        names = [row[1] for row in db.execute("pragma table_info(plan_activity)")]
        changed = {
            "id": "id || '-' || n",
            "ordinal": "1000 + n",
            "due_on": "date('2090-01-01', n || ' days')",
            "due_printed": "null",
            "status": "'planned'",
            "status_on": "null",
        }
        values = ", ".join(changed.get(name, name) for name in names)
        db.execute(
            "with recursive c(n) as (select 1 union all select n + 1 from c where n < 600) "
            f"insert into plan_activity ({', '.join(names)}) select {values} "
            "from (select * from plan_activity where plan = 'sen-plan-2018' limit 1), c"
        )
        kept_views.refresh(db)
    return get_from(path)


def test_calendar_of_one_country_and_of_one_plan(get):
    for query in ("country=NGA", "plan=nga-plan-2022"):
        uids = [
            str(event["uid"])
            for event in Calendar.from_ical(get(f"/plans.ics?{query}").content).walk("VEVENT")
        ]
        assert "nga-plan-2022.end@palermo-ledger" in uids
        assert all(uid.startswith("nga-") for uid in uids)


def test_feed_is_read_by_a_parser_and_is_dated_by_the_plans_not_by_the_build(get):
    answer = get("/plans.atom?on=2026-11-01")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    ids = [entry.id for entry in feed.entries]
    assert len(ids) == len(set(ids))
    nigeria = next(entry for entry in feed.entries if entry.link.endswith("/plan/nga-plan-2022"))
    assert nigeria.updated == "2026-07-01T00:00:00Z"
    assert "ends within six months" in nigeria.title
    assert [entry.updated for entry in feed.entries] == sorted(
        (entry.updated for entry in feed.entries), reverse=True
    )
    assert all(entry.updated[:10] <= "2026-11-01" and entry.summary for entry in feed.entries)
    root = ElementTree.fromstring(answer.content)
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(f"{{http://www.w3.org/2005/Atom}}{name}")) == 1


def test_country_and_instrument_pages_lead_to_the_plan(get):
    assert 'href="/plan/nga-plan-2022"' in get("/country/NGA").text
    assert 'href="/plan/nga-plan-2022"' in get("/instrument/nga-plan-2022").text
    assert 'href="/plan/' not in get("/instrument/sle-act-2022-12").text
    held = get("/plan/nga-plan-2022.json").json()["rows"]
    record = html.fromstring(get("/instrument/nga-plan-2022").text)
    assert record.xpath("//p[@id='activities']/a/@href") == ["/plan/nga-plan-2022#activities"]
    assert f"{len(held)} activities" in record.text_content()
    assert held[0]["activity"] not in record.text_content()


def test_a_plan_nobody_has_followed_up_says_so(get_from, built, db, tmp_path):
    looked, unlooked = db.execute(
        "select * from plan_clock "
        "where clock = 'expired_without_successor' and country is not null "
        "and successor_looked_on is not null order by id limit 2"
    ).fetchall()
    forgotten = shutil.copy(built, tmp_path / "tip.db")
    with closing(sqlite3.connect(forgotten)) as copy, copy:
        asked = "update instrument set successor_looked_on = null where id = ?"
        copy.execute(asked, [unlooked["id"]])
        kept_views.refresh(copy)
    get = get_from(forgotten)
    for row, prefix, words in (
        (looked, "", "none found by us, looked on "),
        (looked, "/fr", "aucun trouvé par nous, recherche du "),
        (unlooked, "", "nobody has looked for a successor"),
        (unlooked, "/fr", "personne n’a cherché de successeur"),
    ):
        pages = [f"/plan/{row['id']}", f"/country/{row['country']}", f"/instrument/{row['id']}"]
        for path in (*pages, f"/plans?country={row['country']}"):
            assert words in get(prefix + path).text, path
    assert "successor known" not in get("/plans").text


def test_the_feed_says_whether_somebody_looked_for_the_next_plan(get, db):
    titles = [one.title for one in feedparser.parse(get("/plans.atom").text).entries]
    ended = [title for title in titles if "no successor held" in title]
    assert ended
    assert all(
        re.search(r"; (none found by us, looked on|nobody has looked)", one) for one in ended
    )


def test_ended_plans_are_either_looked_for_or_listed(db):
    ended = "select id from plan_clock where clock = 'expired_without_successor'"
    unlooked = {row["id"] for row in db.execute("select id from plan_not_looked")}
    looked = {row["id"] for row in db.execute(ended + " and successor_looked_on is not null")}
    assert looked
    assert unlooked | looked == {row["id"] for row in db.execute(ended)}
    assert not unlooked & looked


# A record that breaks a rule of the whole database, and the rule that must name it.
BREACHES = {
    "check_activity_without_a_verb": [
        f"update plan_activity set activity_fr = '{words}' where id = 'nga-plan-2022:1'"
        for words in (
            "Composante : prévention",
            "Coût total : 508,7 millions de GHS",
            "67 % du plan réalisé",
            "Formation des magistrats",
            "Base de données",
        )
    ],
    "check_activity_without_a_body": [
        "update plan_activity set body = null where plan = 'rwa-plan-2022'"
    ],
    "check_activity_twice": [
        "update plan_activity set activity_en = 'Train', objective = null "
        "where plan = 'nga-plan-2022'"
    ],
    "check_deadline_copied_from_the_plan": [
        f"update plan_activity set due_on = '{day}' where id = 'nga-plan-2022:1'"
        for day in ("2026", "2026-12", "2026-12-31")
    ],
    "check_plan_twice": [
        "update instrument set period_start = '2022', period_end = '2026' "
        "where id = 'nga-plan-2009'"
    ],
    "check_period_in_title_not_read": [
        f"update instrument set {column} = null where id = 'nga-plan-2022'"
        for column in ("period_start", "period_end")
    ],
    "check_bill_changes_the_law": [
        f"update relation set kind = '{kind}' where instrument = 'sen-projet-revision'"
        for kind in ("amends", "repeals", "replaces")
    ],
}


@pytest.fixture(scope="module")
def scratch(db):
    """The knowledge base in memory, where a test may break what it likes and rolls it back."""
    with closing(sqlite3.connect(":memory:")) as copy:
        db.backup(copy)
        yield copy


@pytest.mark.parametrize(
    ("rule", "breach"), [(rule, breach) for rule in BREACHES for breach in BREACHES[rule]]
)
def test_a_record_that_breaks_a_rule_of_plans_is_named(scratch, rule, breach):
    assert not scratch.execute(f"select * from {rule}").fetchall()
    scratch.execute(breach)
    named = scratch.execute(f"select * from {rule}").fetchall()
    scratch.rollback()
    assert named


def test_a_printed_deadline_may_be_the_last_year_of_the_plan(scratch):
    scratch.execute(
        "update plan_activity set due_on = '2026', due_printed = 'end of 2026' "
        "where id = 'nga-plan-2022:1'"
    )
    named = scratch.execute("select * from check_deadline_copied_from_the_plan").fetchall()
    scratch.rollback()
    assert not named


def test_by_dates_a_plan_of_a_community_is_followed_by_one_of_the_same(get, db):
    rows = db.execute(
        "select id, successor from plan_follower"
        " where country is null and successor_basis = 'by_dates'"
    ).fetchall()
    assert rows
    for row in rows:
        shared = "select count(*) from regional_instrument a join regional_instrument b"
        shared += " on a.grouping = b.grouping where a.instrument = ? and b.instrument = ?"
        assert db.execute(shared, (row["id"], row["successor"])).fetchone()[0]
        chain = get(f"/plan/{row['successor']}.json").json()["chain"]
        assert row["id"] in [step["id"] for step in chain]


def test_by_its_dates_only_a_plan_on_the_whole_matter_that_outlasts_follows(db):
    followed = db.execute(
        """
        select a.id, a.narrow, b.narrow as next_narrow, a.period_end, b.period_end as next_end
        from plan_span s
        join instrument a on a.id = s.id
        join instrument b on b.id = s.successor
        where s.successor_basis = 'by_dates'
        """
    ).fetchall()
    assert followed
    for row in followed:
        assert row["narrow"] is None, row["id"]
        assert row["next_narrow"] is None, row["id"]
        assert (row["next_end"] or "9999") > row["period_end"], row["id"]


def test_what_has_no_deadline_of_its_own_is_due_within_the_plan(get):
    assert "within the plan" in get("/plan/nga-plan-2022").text
    assert "pendant la durée du plan" in get("/fr/plan/nga-plan-2022").text
    assert not [
        event
        for event in Calendar.from_ical(get("/plans.ics?plan=nga-plan-2022").content).walk("VEVENT")
        if not str(event["uid"]).startswith("nga-plan-2022.end")
    ]


def test_a_bill_would_amend_a_law(get):
    assert "would amend" in get("/instrument/sen-projet-revision").text
    assert "serait modifié par" in get("/fr/instrument/sen-loi-2005-06").text
