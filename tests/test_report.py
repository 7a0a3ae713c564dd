"""Readers report an error: what is kept, what is refused, and what becomes of it at the desk."""

import re
import sqlite3
from contextlib import closing

import pytest
from fixture_desk import Person

from ingest.review.store import connect

GIVEN = {"path": "/provision/sle-act-2022-12:12", "wrong": "It says <b>ten</b> years"}


@pytest.fixture
def reader(desk, wait):
    return Person(desk.site, wait)


@pytest.fixture(autouse=True)
def forget(desk):
    """Each test begins with no attempt counted."""
    with closing(connect(desk.path)) as review:
        review.execute("delete from attempt")


def reports(desk):
    with closing(connect(desk.path)) as review:
        return [dict(row) for row in review.execute("select * from report order by reported_at")]


def test_every_page_of_a_site_with_a_desk_leads_to_the_form_and_no_other_does(reader, get):
    for path in ("/", "/provision/sle-act-2022-12:12", "/about", "/search?q=victim", "/nowhere"):
        page = reader.get(path).text
        assert re.search(r'href="/report\?page=[^"]+"', page), path
        assert "/report?" not in get(path).text
    assert "/fr/report?page=" in reader.get("/fr/about").text
    assert get("/report").status_code == 404
    assert 'value="/items"' in reader.get("/report?page=/items").text


def test_a_report_gets_a_reference_and_waits_at_the_desk(desk, reader, wait):
    given = {"right_value": "thirty", "source": "https://example.org/x", "address": "a@b.example"}
    page = reader.post("/report", **GIVEN, **given).text
    reference = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page)[0]
    kept = next(row for row in reports(desk) if row["reference"] == reference)
    assert {name: kept[name] for name in (*GIVEN, *given)} == GIVEN | given
    assert reader.get(f"/review/report/{reference}").status_code == 303

    ama = Person(desk.site, wait)
    ama.sign_in("ama")
    assert reference in ama.get("/review").text
    shown = ama.get(f"/review/report/{reference}").text
    assert "It says &lt;b&gt;ten&lt;/b&gt; years" in shown
    assert ama.post(f"/review/report/{reference}", outcome="thrown away").status_code == 400
    named = {"outcome": "corrected", "decision": 999}  # there is no such decision
    assert ama.post(f"/review/report/{reference}", **named).status_code == 409
    assert ama.post(f"/review/report/{reference}", outcome="corrected").status_code == 303
    assert reference not in ama.get("/review").text
    assert ama.get("/review/report/AAAA-AAAA").status_code == 404


@pytest.mark.parametrize(
    ("what", "left"), [("address", {"wrong": "Amina Bah was sold"}), ("words", {"wrong": "–"})]
)
def test_what_a_reader_wrote_of_a_person_can_be_deleted_and_is_gone(desk, reader, wait, what, left):
    written = {"wrong": "Amina Bah was sold", "address": "amina-bah@mail.example"}
    page = reader.post("/report", **(GIVEN | written)).text
    reference = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", page)[0]
    assert reader.post(f"/review/report/{reference}", delete=what).status_code == 403
    ama = Person(desk.site, wait)
    ama.sign_in("ama")
    assert ama.post(f"/review/report/{reference}", delete=what).status_code == 303
    kept = next(row for row in reports(desk) if row["reference"] == reference)
    assert (kept["wrong"], kept["address"]) == (left["wrong"], None)
    if what == "words":
        assert (kept["path"], kept["right_value"], kept["source"]) == ("/", None, None)
    shown = ama.get(f"/review/report/{reference}").text
    assert "amina-bah@mail.example" not in shown
    assert ("Amina Bah" in shown) == (what == "address")
    for file in desk.path.parent.glob(f"{desk.path.name}*"):  # nor in the log beside it
        assert b"amina-bah@mail.example" not in file.read_bytes()


@pytest.mark.parametrize(
    "change",
    ["wrong = 'other words'", "address = 'c@d.example'", "path = '/about'", "language = 'fr'"],
)
def test_no_one_can_change_what_a_reader_wrote(desk, reader, change):
    reader.post("/report", **GIVEN)
    with closing(connect(desk.path)) as review, pytest.raises(sqlite3.IntegrityError):
        review.execute(f"update report set {change}")


def test_a_robot_that_fills_in_the_trap_is_thanked_and_nothing_is_kept(desk, reader):
    before = len(reports(desk))
    page = reader.post("/report", **GIVEN, website="https://spam.example")
    assert "Your reference" in page.text
    assert len(reports(desk)) == before


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"wrong": ""}, 400),
        ({"path": "https://evil.example/"}, 400),
        ({"path": "/a\\b"}, 400),
        ({"wrong": "x" * 2001}, 400),
        ({"address": "x" * 201}, 400),
        ({"wrong": "x" * 70_000}, 413),
    ],
)
def test_what_cannot_be_kept_is_refused(desk, reader, given, status):
    before = len(reports(desk))
    assert reader.post("/report", **(GIVEN | given)).status_code == status
    assert len(reports(desk)) == before


def test_reports_are_few_at_once_and_the_form_of_another_site_is_refused(desk, reader):
    for _report in range(5):
        assert reader.post("/report", **GIVEN).status_code == 200
    assert reader.post("/report", **GIVEN).status_code == 429
    elsewhere = {"content-type": "application/x-www-form-urlencoded", "origin": "https://x.example"}
    assert reader.post("/report", headers=elsewhere, **GIVEN).status_code == 403
