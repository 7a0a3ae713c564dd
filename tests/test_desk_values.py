"""What reviewers may write at the desk: nothing that a build refuses, in their own language; what
waits for a second reader and is not told to them.
"""

import json
import re
from contextlib import closing

import pytest
from fixture_desk import FORM, Person, without_decisions
from fixture_law_texts import ARTICLE, LAW, WORDS
from fixture_rows import ask

from ingest.review.store import connect, hash_words
from plugins.kit.desk_subjects import is_sampled

SAVE, PAGE = f"/review/{LAW}/save", f"/review/{LAW}"
HASH = hash_words(WORDS)


@pytest.fixture(scope="module")
def people(desk, wait):
    found = {name: Person(desk.site, wait) for name in ("ama", "kofi")}
    for name, person in found.items():
        assert person.sign_in(name).status_code == 303
    return found


@pytest.fixture
def decisions(desk):
    with without_decisions(desk.path) as asked:
        yield asked


def send(person, what, prefix="", **fields):
    given = {"what": what, "provision": ARTICLE, "hash": HASH, "follows": 0}
    return person.post(prefix + SAVE, **(given | fields))


def test_a_form_in_french_is_kept_as_french_and_refused_in_french(people, decisions):
    french = {"prefix": "/fr", "on": "crossref palermo:5.1", "to": "partial"}
    assert "dit pourquoi" in send(people["ama"], "decide", **french).text
    said = send(people["ama"], "decide", **french, reason="Deux moyens sur cinq")
    assert said.status_code == 303
    assert decisions()[0]["language"] == "fr"
    people["ama"].post("/fr/report", path="/items", wrong="Il manque un point")
    with closing(connect(desk_path(people))) as review:
        sql = "select language from report where wrong = 'Il manque un point'"
        assert review.execute(sql).fetchone()[0] == "fr"
        review.execute("delete from attempt")  # that the report counted


def desk_path(people):
    return people["ama"].site.plugin_config("desk")["database"]


def test_signs_that_nobody_types_are_left_out(people, decisions):
    odd = "Two\x00 of\x1b five\ue000 means\r\nReviewed-by: Esi"
    send(people["ama"], "decide", on="crossref palermo:5.1", to="partial", reason=odd)
    assert decisions()[0]["reason"] == "Two of five means\nReviewed-by: Esi"
    for raw in (b"what=decide&reason=\xff\xfe", b"what=decide&reason=%ED%A0%80", b"\x00=%00"):
        answer = people["ama"].wait(
            people["ama"].site.client.post(
                SAVE, content=raw, headers=FORM, cookies=people["ama"].cookies
            )
        )
        assert answer.status_code in (400, 409), raw
    assert len(decisions()) == 1


@pytest.mark.parametrize(
    ("on", "given"),
    [
        ("penalty 1", {"kind": "prison"}),
        ("penalty 1", {"kind": "imprisonment", "min_months": "nan"}),
        ("penalty 1", {"kind": "imprisonment", "min_months": "12", "max_months": "6"}),
        ("penalty 1", {"kind": "imprisonment", "max_months": "-6"}),
        ("penalty 1", {"kind": "fine", "fine_min": "5", "currency": "dollars"}),
        ("penalty 1", {"kind": "life", "life": "7"}),
        ("definition acts", {"has_slavery": "1"}),
        ("definition acts", {}),
        ("definition consent_irrelevant", {"value": "perhaps"}),
    ],
)
def test_a_value_that_a_build_would_refuse_is_not_saved(people, decisions, on, given):
    answer = send(people["ama"], "decide", on=on, to="change", reason="x", **given)
    assert answer.status_code == 409
    assert re.search("cannot hold this value|is no number|is wanted", answer.text)
    assert decisions() == []


def test_nor_is_a_date_a_status_or_a_report_on_a_plan(desk, people, decisions):
    (body,) = ask(desk.database, "select id from body where country = 'SLE' limit 1")[0]
    plan, activity = ask(desk.database, "select plan, id from plan_activity limit 1")[0]
    seen = {"source": "https://example.org/x", "as_of": "2026-11-29", "follows": 0}
    wrong = [
        (f"body/{body}", {"field": "since", "value": "lately"}),
        (f"instrument/{LAW}", {"field": "status", "value": "forgotten"}),
        (f"instrument/{LAW}", {"field": "in_force_on", "value": "2022-02-31"}),
        (f"instrument/{plan}", {"activity": activity, "status": "splendid"}),
    ]
    for path, given in wrong:
        answer = people["ama"].post(f"/review/record/{path}", **given, **seen)
        assert (answer.status_code, "cannot hold" in answer.text) == (409, True), given
    assert decisions() == []
    right = {"field": "in_force_on", "value": "2022-08"}
    assert people["ama"].post(f"/review/record/instrument/{LAW}", **right, **seen).is_redirect
    assert f"/review/record/instrument/{LAW}#in_force_on" in people["kofi"].get("/review").text


def test_the_elements_of_a_definition_have_no_order(people, decisions):
    acts = ["receipt", "transportation", "recruitment", "harbouring", "transfer"]
    given = {f"has_{name}": "1" for name in acts}
    send(people["ama"], "decide", on="definition acts", to="change", **given)
    send(people["kofi"], "decide", on="definition acts", to="confirm")
    assert [row["decision"] for row in decisions()] == ["confirm", "confirm"]
    assert len({row["value"] for row in decisions()}) == 1


def test_a_penalty_a_part_and_a_summary_are_added_and_another_agrees(people, decisions):
    assert 'value="penalty"' not in people["ama"].get(f"{PAGE}?article=99").text
    page = people["ama"].get(f"{PAGE}?article=99&more=1").text
    assert len(re.findall('value="(?:penalty|part|summary)"', page)) == 7
    there = {"provision": f"{LAW}:99", "hash": hash_words("Nobody has read this.")}
    years = {"kind": "imprisonment", "max_months": "120"}
    assert send(people["ama"], "penalty", **there, **years).is_redirect
    assert send(people["ama"], "part", **there, part="child_age", value="17").is_redirect
    assert send(people["ama"], "part", **there, part="child_age", value="16").status_code == 409
    assert send(people["ama"], "part", **there, part="colour", value="red").status_code == 409
    summary = {"summary_en": "Says nothing.", "summary_fr": "Ne dit rien."}
    assert send(people["ama"], "summary", **there, **summary).status_code == 409  # it has none
    assert send(people["ama"], "summary", **summary).status_code == 409  # without a reason
    for _twice in range(2):
        assert send(people["ama"], "summary", **summary, reason="So it is").is_redirect
    assert [(row["entity"], row["field"]) for row in decisions()] == [
        ("penalty", "+1"),
        ("definition", "child_age"),
        ("provision", "summary_en"),
        ("provision", "summary_fr"),
    ]
    assert json.loads(decisions()[0]["value"]) == {"kind": "imprisonment", "max_months": 120}
    for on, where in (
        ("penalty +1", there),
        ("definition child_age", there),
        ("provision summary_en", {}),
    ):
        answer = send(people["kofi"], "decide", **where, on=on, to="proposed", reason="So it is")
        assert answer.is_redirect, on
    assert people["kofi"].get(f"{PAGE}?article=99").text.count("s-confirmed") == 3


def sampled_link(desk):
    """An item that the record links to an article of the law and that is read twice."""
    rows = ask(
        desk.database, f"select provision, item from crossref where provision like '{LAW}:%'"
    )
    named = [{"entity": "crossref", "entity_id": id, "field": item} for id, item in rows]
    return next(one for one in named if is_sampled(one))


def test_what_is_read_twice_waits_for_the_second_reader_and_is_not_told(desk, people, decisions):
    one = sampled_link(desk)
    (text,) = ask(
        desk.database,
        f"select text, summary_en, summary_fr from provision where id = '{one['entity_id']}'",
    )
    words = hash_words(text[0]) if text[0] else hash_words("", *text[1:])
    there = {"provision": one["entity_id"], "hash": words, "on": f"crossref {one['field']}"}
    assert "to read a second time" not in rows_of(people["kofi"].get("/review?kind=second").text)
    assert send(people["ama"], "decide", **there, to="reject", reason="Said of others").is_redirect
    assert f'href="{PAGE}"' in people["kofi"].get("/review?kind=second").text
    assert f'href="{PAGE}"' not in people["ama"].get("/review?kind=second").text
    assert "Said of others" not in people["kofi"].get(PAGE).text
    assert send(people["kofi"], "decide", **there, to="reject", reason="So do I").is_redirect
    assert "Said of others" in people["kofi"].get(PAGE).text
    assert f'href="{PAGE}"' not in people["kofi"].get("/review?kind=second").text


def rows_of(page):
    return page.partition("<tbody>")[2]
