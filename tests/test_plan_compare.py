"""Two plans of a State side by side, and what the machine reads in activities: suggested, marked,
and never mixed with what a person decided.
"""

import shutil
import sqlite3
from contextlib import closing

import pytest
from lxml import html

from ingest.plan.meaning import read_meaning
from ingest.plan.suggest import find_kept, load_plan_suggestions, weigh_names

OLD = {
    "old:1": {"en": "Train judges and police on trafficking", "fr": "Former juges et police"},
    "old:2": {"en": "Open two shelters for victims", "fr": "Ouvrir deux foyers pour victimes"},
    "old:3": {"en": "Print a calendar", "fr": "Imprimer un calendrier"},
}
NEW = {
    "new:1": {"fr": "Ouvrir un foyer d’hébergement pour les victimes dans chaque région"},
    "new:2": {"fr": "Former chaque année les juges et la police"},
    "new:3": {"fr": "Acheter des véhicules"},
}


def read_plan(words):
    return [read_meaning(name, name[:3], held) for name, held in words.items()]


def test_activities_are_matched_by_meaning_in_the_language_both_are_held_in():
    later, earlier = read_plan(NEW), read_plan(OLD)
    found = find_kept(later, earlier, weigh_names([*later, *earlier]))
    assert {(new, old) for new, old, _ in found} == {("new:1", "old:2"), ("new:2", "old:1")}
    assert all(0 < alike <= 1 for *_, alike in found)


def test_the_same_words_are_wholly_alike_and_no_words_are_alike_to_nothing():
    own = read_plan(OLD)
    found = find_kept(own, own, weigh_names(own))
    assert {(new, old) for new, old, _ in found} >= {(one.activity, one.activity) for one in own}
    silent = [read_meaning("x", "x", {"en": "..."})]
    assert find_kept(silent, own, weigh_names([*silent, *own])) == []


def test_an_item_is_read_only_where_the_words_of_every_language_point_to_it():
    both = read_meaning("a", "p", {"en": "Train police officers", "fr": "Former les policiers"})
    one = read_meaning("a", "p", {"en": "Train police officers", "fr": "Imprimer un calendrier"})
    assert both.items == {"palermo:10.2": ["en", "fr"]}
    assert one.items == {}


def test_what_a_person_decided_is_suggested_no_more(built, tmp_path):
    path = tmp_path / "tip.db"
    shutil.copy(built, path)
    with closing(sqlite3.connect(path)) as db, db:
        activity, item = db.execute(
            "select activity, item from activity_item_suggestion"
        ).fetchone()
        pairs = db.execute("select activity, earlier from activity_likeness limit 2").fetchall()
        db.execute("insert into activity_item values (?, ?)", (activity, item))
        for (new, old), kept in zip(pairs, ("yes", "no"), strict=True):
            db.execute("insert into activity_kept values (?, ?, ?, null, null)", (new, old, kept))
        db.execute("delete from activity_item_suggestion")
        db.execute("delete from activity_likeness")
        load_plan_suggestions(db)
        left = set(db.execute("select activity, item from activity_item_suggestion"))
        alike = set(db.execute("select activity, earlier from activity_likeness"))
        shown = set(db.execute("select activity, earlier, likeness from activity_match"))
    assert left
    assert (activity, item) not in left
    assert not alike & set(pairs)
    assert (*pairs[0], None) in shown
    assert not {one for one in shown if one[:2] == pairs[1]}


@pytest.fixture
def pair(db):
    """A later and an earlier plan that have activities alike."""
    found = "select plan, earlier_plan from activity_match where likeness is not null limit 1"
    return tuple(db.execute(found).fetchone())


def test_every_activity_of_two_plans_is_kept_dropped_or_added(get, db, pair):
    later, earlier = pair
    data = get(f"/plan/{later}.json?with={earlier}").json()["beside"]
    turned = get(f"/plan/{earlier}.json?with={later}").json()["beside"]
    assert (turned["kept"], turned["dropped"]) == (data["kept"], data["dropped"])
    assert (data["earlier"]["id"], data["later"]["id"]) == (earlier, later)
    old = {one["id"] for row in data["kept"] for one in row["from"]}
    for plan, found in (
        (later, [row["id"] for row in data["kept"] + data["added"]]),
        (earlier, [*old, *(row["id"] for row in data["dropped"])]),
    ):
        held = db.execute("select id from plan_activity where plan = ?", (plan,)).fetchall()
        assert sorted(found) == sorted(row["id"] for row in held)
    assert old
    assert data["kept"]


@pytest.mark.parametrize("prefix", ["", "/fr"])
def test_the_page_links_the_plans_and_marks_the_machine(get, pair, prefix):
    later, earlier = pair
    chip = f'href="{prefix}/plan/{later}?with={earlier}#compared"'
    assert chip in get(f"{prefix}/plan/{later}").text
    page = html.fromstring(get(f"{prefix}/plan/{later}?with={earlier}").text)
    section = page.xpath("//section[@aria-labelledby='compared']")[0]
    assert section.xpath(".//li[@class='machine']")
    assert section.xpath(f".//a[starts-with(@href, '{prefix}/plan/{earlier}#')]")


def test_plans_of_one_community_are_compared_like_those_of_a_state(get, db):
    later, earlier = db.execute(
        "select plan, other from plan_peer x join instrument i on i.id = x.plan"
        " where i.country is null order by i.period_start desc limit 1"
    ).fetchone()
    data = get(f"/plan/{later}.json?with={earlier}").json()["beside"]
    assert (data["earlier"]["id"], data["later"]["id"]) == (earlier, later)
    assert data["kept"] + data["added"]
    assert f'href="/plan/{later}?with={earlier}#compared"' in get(f"/plan/{later}").text


def test_a_peer_is_one_from_both_sides_and_never_the_plan_itself(db):
    pairs = {tuple(row) for row in db.execute("select plan, other from plan_peer")}
    assert pairs
    assert pairs == {(other, plan) for plan, other in pairs}
    assert all(plan != other for plan, other in pairs)


@pytest.mark.parametrize("other", ["sen-plan-2021", "nothing", "bra-plan-2024"])
def test_only_plans_of_one_state_with_activities_are_compared(get, other):
    answer = get(f"/plan/bra-plan-2024?with={other}")
    assert answer.status_code == 400
    assert "bra-plan-2018" in answer.text


def test_what_the_machine_reads_stands_apart_and_leads_to_what_was_asked(get, db):
    activity, item, plan = db.execute(
        "select x.activity, x.item, a.plan from activity_item_suggestion x"
        " join plan_activity a on a.id = x.activity join instrument i on i.id = a.plan"
        " where i.country is not null"
    ).fetchone()
    page = html.fromstring(get(f"/plan/{plan}").text)
    chips = page.xpath(f"//tr[@id='{activity}']//span[@class='machine chip']/a/@href")
    assert f"/item/{item}" in chips
    asked = page.xpath(f"//tr[@id='{activity}']//a[starts-with(@href, '#on-')]/@href")
    assert asked
    assert all(page.xpath(f"//tr[@id='{one[1:]}']") for one in asked)
    assert not get(f"/plan/{plan}.json").json()["served"].get(activity)
