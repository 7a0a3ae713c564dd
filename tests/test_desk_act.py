"""The page of an act at the desk: what a reviewer decides is saved at once, by forms alone."""

import re
import sqlite3
from contextlib import closing

import pytest
from fixture_desk import Person, without_decisions
from fixture_law_texts import ARTICLE, LAW, LONG, WORDS

from ingest.review.store import add_row, connect, hash_words

SAVE, PAGE = f"/review/{LAW}/save", f"/review/{LAW}"
HASH = hash_words(WORDS)


@pytest.fixture(scope="module")
def people(desk, wait):
    found = {name: Person(desk.site, wait) for name in ("ama", "kofi", "esi", "reader")}
    for name, person in found.items():
        assert person.sign_in(name).status_code == 303
    return found


@pytest.fixture
def decisions(desk):
    """Ask the review database; every test begins without decisions."""
    with without_decisions(desk.path) as asked:
        yield asked


def decide(person, to, item="palermo:5.1", follows=0, **more):
    fields = {"what": "decide", "provision": ARTICLE, "hash": HASH, "on": f"crossref {item}"}
    return person.post(SAVE, **fields, to=to, follows=follows, **more)


def test_the_page_has_words_left_and_links_suggestions_and_accounts_right(people):
    page = people["ama"].get(PAGE).text
    assert re.search(r"harbouring</mark><mark[^>]*> of a person is liable to thirty years", page)
    assert re.search(r'<mark class="(evidence )?machine" data-of="[^"]*palermo:5.1', page)
    assert 'value="crossref palermo:5.1"' in page
    assert page.count('data-key="0"') == page.count("<article")
    assert "<script>" not in page
    assert "Bureau de relecture" in people["ama"].get(f"/fr{PAGE}").text
    assert people["ama"].get("/review/no-such-act").status_code == 404


def test_a_reader_sees_the_page_and_decides_nothing(people, decisions):
    page = people["reader"].get(PAGE)
    assert page.status_code == 200
    assert 'name="to"' not in page.text
    assert decide(people["reader"], "full").status_code == 403
    assert decisions() == []


def test_nobody_decides_without_being_signed_in(desk, wait, decisions):
    assert decide(Person(desk.site, wait), "full").status_code == 403
    assert decisions() == []


def test_a_decision_keeps_who_when_words_and_engine_as_the_server_knows_them(people, decisions):
    forged = {"actor": "esi", "decided_at": "1999-01-01", "engine": "mine", "settles": 1}
    answer = decide(people["ama"], "full", **forged)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"/review/{LAW}?article=")
    (row,) = decisions()
    assert (row["decision"], row["value"], row["actor"]) == ("confirm", "full", "ama")
    assert (row["words_hash"], row["settles"]) == (HASH, 0)
    assert row["decided_at"] > "2026"
    assert row["seen"] == "full"


def test_the_same_form_sent_twice_is_one_decision_and_another_in_between_is_told(people, decisions):
    assert decide(people["ama"], "full").status_code == 303
    assert decide(people["ama"], "full").status_code == 303
    assert len(decisions()) == 1
    answer = decide(people["ama"], "unsure")
    assert answer.status_code == 409
    assert "You decided this in another window" in answer.text
    assert decide(people["ama"], "unsure", follows=decisions()[0]["id"]).status_code == 303
    assert len(decisions()) == 2


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"to": "absent"}, "This decision is not known here"),
        ({"to": "reject"}, "says why"),
        ({"to": "partial"}, "says why"),
        ({"to": "partial", "reason": "x" * 2001}, "may have 2000 signs"),
        ({"to": "full", "item": "palermo:1"}, "no longer among the things"),
        ({"to": "full", "follows": "1;drop"}, "is no number"),
        ({"to": "full", "hash": "0" * 64}, "The words of this article have changed"),
        ({"to": "full", "provision": f"{LONG}:1"}, "No provision is called"),
        ({"to": "full", "what": "nothing"}, "This form is not known here"),
    ],
)
def test_what_cannot_be_saved_says_why_and_saves_nothing(people, decisions, fields, reason):
    given = {"what": "decide", "provision": ARTICLE, "hash": HASH, "follows": 0}
    given["on"] = f"crossref {fields.pop('item', 'palermo:5.1')}"
    answer = people["ama"].post(SAVE, **(given | fields))
    assert answer.status_code == 409
    assert reason in answer.text
    assert people["ama"].post(f"{SAVE}?part=1", **(given | fields)).status_code == 409
    assert decisions() == []


def test_two_readers_confirm_differ_and_an_editor_settles_with_a_reason(people, decisions):
    def state(name="ama"):
        page = people[name].get(PAGE).text
        return re.search(r'value="crossref palermo:5\.1".*?class="state s-(\w+)"', page, re.S)[1]

    assert state() == "open"
    decide(people["ama"], "full")
    assert state() == "once"
    decide(people["kofi"], "full")
    assert state() == "confirmed"
    last = decisions()[-1]["id"]
    decide(people["kofi"], "partial", follows=last, reason="Only two of the means")
    assert state() == "conflict"
    assert "readers differ" in people["esi"].get("/review").text
    assert decide(people["esi"], "full").status_code == 409
    assert decide(people["esi"], "full", reason="All five acts stand there").status_code == 303
    assert decisions()[-1]["settles"] == 1
    assert state() == "settled"


def test_a_script_gets_the_column_of_the_article_and_nothing_else(people, decisions):
    given = {"what": "decide", "provision": ARTICLE, "hash": HASH, "on": "crossref palermo:5.1"}
    part = people["ama"].post(f"{SAVE}?part=1", **given, to="full", follows=0)
    assert part.status_code == 200
    assert part.text.lstrip().startswith('<div class="column"')
    assert f'name="follows" value="{decisions()[0]["id"]}"' in part.text


def test_a_link_is_added_by_a_number_or_words_with_the_words_it_rests_on(people, decisions):
    def add(**fields):
        given = {"what": "add", "provision": ARTICLE, "hash": HASH, "to": "partial"}
        return people["ama"].post(SAVE, **(given | fields))

    assert "Several items fit" in add(item="victims").text
    assert "No item is called" in add(item="zzz").text
    assert "already among the links" in add(item="5.1").text
    assert "do not stand in the article" in add(item="palermo:8.1", words="not there").text
    assert "Say to which extent" in add(item="palermo:8.1", to="unsure").text
    assert add(item="palermo:8.1", words="transfer, harbouring of a person").status_code == 303
    (row,) = decisions()
    assert (row["field"], row["value"], row["seen"]) == ("palermo:8.1", "partial", None)
    assert WORDS[row["evidence_start"] : row["evidence_end"]] == "transfer - harbouring of a person"
    assert "palermo:8.1" in people["kofi"].get(PAGE).text


def test_an_article_with_nothing_is_said_so_and_its_suggestions_fall(people, decisions):
    given = {"what": "none", "hash": hash_words("Nobody has read this.")}
    answer = people["ama"].post(SAVE, provision=f"{LAW}:99", **given)
    assert answer.status_code == 303
    (row,) = decisions()
    assert (row["entity"], row["entity_id"], row["decision"]) == ("provision", f"{LAW}:99", "none")
    answer = people["ama"].post(SAVE, what="none", provision=ARTICLE, hash=HASH)
    assert "Decide the links recorded here first" in answer.text


def test_an_act_is_read_whole_only_when_every_article_is_decided(people, decisions):
    answer = people["ama"].post(SAVE, what="whole", hash=HASH)
    assert answer.status_code == 409
    assert "articles are not decided yet" in answer.text


def test_who_takes_an_act_is_shown_and_a_remark_stands_at_its_article(people, decisions):
    people["ama"].post(SAVE, what="take", taken=1)
    assert "Taken by ama." in people["kofi"].get(PAGE).text
    people["ama"].post(SAVE, what="take", taken=0)
    assert "Taken by ama." not in people["kofi"].get(PAGE).text
    people["ama"].post(SAVE, what="remark", provision=ARTICLE, words="See <b>s. 13</b> as well")
    assert "See &lt;b&gt;s. 13&lt;/b&gt; as well" in people["kofi"].get(PAGE).text


def test_words_that_changed_reopen_a_decision_and_a_new_engine_does_not(desk, people, decisions):
    decide(people["ama"], "full")
    with closing(connect(desk.path)) as review:
        old = {**decisions()[0], "words_hash": "0" * 64, "actor": "kofi", "engine": "older"}
        del old["id"]
        add_row(review, "decision", old)
    page = people["kofi"].get(PAGE).text
    assert "on other words" in page
    assert re.search(r'value="crossref palermo:5\.1".*?class="state s-once"', page, re.S)


def test_what_changed_since_a_decision_is_shown(desk, people, decisions):
    decide(people["ama"], "full")
    assert "<del>" not in people["kofi"].get(PAGE).text
    with closing(connect(desk.path)) as review:
        older = hash_words(WORDS.replace("thirty", "ten"))  # the text received before
        old = {**decisions()[0], "words_hash": older, "follows": decisions()[0]["id"]}
        del old["id"]
        add_row(review, "decision", old)
    page = people["kofi"].get(PAGE).text
    assert "<del>ten</del>" in page
    assert "<ins>thirty</ins>" in page
    assert "changed since, to decide again" in people["kofi"].get("/review").text


def test_the_queue_puts_verdicts_first_and_its_filters_choose(people, decisions):
    page = people["ama"].get("/review").text
    laws = re.findall(r'href="/review/([a-z0-9-]+)">', page)
    assert LAW in laws
    narrowed = people["ama"].get("/review?country=SLE&kind=verdict&x=y").text
    assert set(re.findall(r'href="/review/([a-z]{3})-', narrowed)) == {"sle"}
    assert people["ama"].get("/review?country=%27&item=;&page=-1").status_code == 200
    assert people["ama"].get("/fr/review").status_code == 200


def test_a_body_is_corrected_with_a_page_and_a_day(people, decisions):
    (path, *_more) = re.findall(
        r'"(/review/record/body/[^"]+)"', people["ama"].get("/review?country=SLE").text
    )
    given = {"field": "hotline", "value": "116 000", "source": "https://example.org/x"}
    given |= {"as_of": "2026-11-29", "follows": 0}
    for wrong in (
        {"field": "name"},
        {"value": ""},
        {"source": "javascript:alert(1)"},
        {"as_of": "lately"},
    ):
        assert people["ama"].post(path, **(given | wrong)).status_code == 409
    assert people["reader"].post(path, **given).status_code == 403
    assert decisions() == []
    assert people["ama"].post(path, **given).status_code == 303
    (row,) = decisions()
    assert (row["entity"], row["field"], row["value"]) == ("body", "hotline", "116 000")
    assert "116 000" in people["kofi"].get(path).text
    assert "116 000" in people["kofi"].get("/fr/review").text
    assert people["ama"].get("/review/record/body/none").status_code == 404


def test_progress_of_a_plan_is_told_and_what_is_recorded_is_confirmed(people, decisions):
    queue = people["ama"].get("/review?country=GMB").text
    (path, *_more) = re.findall(r'"(/review/record/instrument/[^"#]+)#activities"', queue)
    page = people["ama"].get(path).text
    activity, report = re.findall(
        r'name="activity" value="([^"]+)"><input type="hidden" name="report" value="([^"]+)"', page
    )[0]
    told = {"activity": activity, "status": "done", "percent": "40", "follows": 0}
    told |= {"source": "https://example.org/report", "as_of": "2026-11"}
    wrong = ({"percent": "400"}, {"status": "", "percent": ""}, {"as_of": "2026-13"})
    for other in (*wrong, {"activity": "none"}, {"source": ""}):
        assert people["ama"].post(path, **(told | other)).status_code == 409, other
    recorded = {"activity": activity, "report": report, "follows": 0}
    assert people["ama"].post(path, **recorded, to="reject").status_code == 409  # without a reason
    assert decisions() == []
    assert people["ama"].post(path, **told).status_code == 303
    assert people["ama"].post(path, **recorded, to="confirm").status_code == 303
    kinds = [(row["entity"], row["decision"], row["field"]) for row in decisions()]
    assert kinds == [
        ("plan_activity", "change", "2026-11 palermo-ledger"),
        ("plan_activity", "confirm", report),
    ]
    told_there = {"activity": activity, "report": "2026-11 palermo-ledger", "follows": 0}
    assert people["kofi"].post(path, **told_there, to="confirm").status_code == 303
    assert decisions()[-1]["value"] == decisions()[0]["value"]
    assert "40 %" in people["kofi"].get(f"/fr{path}").text


def test_decisions_can_only_be_added(desk, people, decisions):
    decide(people["ama"], "full")
    with closing(connect(desk.path)) as review:
        for sql in ("update decision set actor = 'kofi'", "delete from decision"):
            with pytest.raises(sqlite3.IntegrityError, match="only added"):
                review.execute(sql)
