"""Who may come to the review desk: accounts, sessions, guesses, other sites' forms."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from click.testing import CliRunner
from fixture_desk import FORM, PASSWORD, Person, add_reviewers

from ingest import ROOT
from ingest.review import accounts
from ingest.review.store import connect

PAGES = ["/review", "/review/sle-act-2022-12", "/fr/review/sle-act-2022-12"]


@pytest.fixture
def newcomer(desk, wait):
    return Person(desk.site, wait)


def test_a_site_without_a_review_database_has_no_desk(get):
    for path in [*PAGES, "/review/sign-in", "/review/sign-out"]:
        assert get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_led_to_the_door_and_sees_nothing(newcomer, path):
    answer = newcomer.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].partition("?")[0] in ("/review/sign-in", "/fr/review/sign-in")
    assert answer.text == ""


def test_who_signs_in_comes_to_the_page_asked_for_and_no_cache_keeps_it(desk, newcomer):
    page = "/review/sle-act-2022-12?article=12"
    asked = newcomer.get(page).headers["location"]
    assert f'value="{page}"' in newcomer.get(asked).text
    answer = newcomer.post("/review/sign-in", name="ama", password=PASSWORD, next=page)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=" in cookie
    newcomer.cookies |= dict(answer.cookies)
    page = newcomer.get("/review")
    assert page.status_code == 200
    assert page.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("given", ["https://evil.example/", "//evil.example", "/review\\..", "/x"])
def test_nobody_is_sent_elsewhere_after_signing_in(desk, newcomer, given):
    answer = newcomer.post("/review/sign-in", name="ama", password=PASSWORD, next=given)
    assert answer.headers["location"] == "/review"


@pytest.mark.parametrize(
    ("name", "password"), [("ama", "wrong"), ("nobody", PASSWORD), ("", ""), ("gone", PASSWORD)]
)
def test_a_wrong_name_or_password_opens_nothing_and_is_not_told_apart(
    desk, newcomer, name, password
):
    answer = newcomer.sign_in(name, password)
    assert answer.status_code == 403
    assert "No account has this name and this password." in answer.text
    assert not newcomer.cookies


def test_guesses_are_counted_for_every_process_and_a_success_forgets_them(desk, newcomer):
    with closing(connect(desk.path)) as review:
        review.execute("delete from attempt")  # what other tests tried and reported
    for _guess in range(5):
        assert newcomer.sign_in("kofi", "wrong").status_code == 403
    assert newcomer.sign_in("kofi").status_code == 429
    with closing(connect(desk.path)) as review:
        kept = review.execute("select kind, who from attempt").fetchall()
        assert all(row["kind"] == "sign_in" and len(row["who"]) == 64 for row in kept)
        review.execute("delete from attempt")
    assert newcomer.sign_in("kofi").status_code == 303
    with closing(connect(desk.path)) as review:
        assert not review.execute("select * from attempt").fetchall()


@pytest.mark.parametrize("authorization", ["Basic YW1hOnB3", "basic !!!", "Basic /w=="])
def test_a_header_signs_nobody_in_on_any_page(desk, newcomer, authorization):
    assert newcomer.get("/review", authorization=authorization).status_code == 303
    assert newcomer.get("/items.json", authorization=authorization).status_code == 200
    for path in ("/-/login", "/-/password-tool"):
        assert newcomer.get(path, authorization=authorization).status_code == 403


def test_a_session_ends_by_signing_out_by_time_and_with_the_account(desk, newcomer):
    newcomer.sign_in("ama")
    kept = dict(newcomer.cookies)
    assert "set-cookie" not in newcomer.get("/review/sign-out").headers  # by a link of another site
    newcomer.post("/review/sign-out")
    newcomer.cookies = kept  # a copied cookie
    assert newcomer.get("/review").status_code == 303

    newcomer.sign_in("ama")
    with closing(connect(desk.path)) as review:
        review.execute("update session set ends_at = '2020-01-01T00:00:00.000Z'")
    assert newcomer.get("/review").status_code == 303

    add_reviewers(desk.path, leaver="reviewer")
    newcomer.sign_in("leaver")
    assert newcomer.get("/review").status_code == 200
    accounts.end_account(desk.path, "leaver")
    assert newcomer.get("/review").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_of_another_site_does_nothing(desk, newcomer, headers):
    newcomer.sign_in("ama")
    sent = {"content-type": FORM["content-type"], **headers}
    answer = newcomer.post("/review/sign-out", headers=sent)
    assert answer.status_code == 403
    assert newcomer.get("/review").status_code == 200


def test_who_is_signed_in_makes_no_token_that_outlives_the_session(desk, newcomer):
    newcomer.sign_in("ama")
    assert newcomer.get("/-/create-token").status_code == 403
    assert newcomer.post("/-/create-token").status_code == 403


def test_the_review_database_is_none_of_datasettes(desk, newcomer):
    newcomer.sign_in("ama")
    for path in ("/review/reviewer", "/review.db", "/review/-/query.json?sql=select+1"):
        assert newcomer.get(path).status_code in (303, 404)
    assert list(desk.site.databases) == ["tip"]


def test_who_the_proxy_names_is_signed_in_where_the_header_is_configured(desk, newcomer, wait):
    assert newcomer.get("/review", **{"x-remote-user": "ama"}).status_code == 303
    behind = Person(desk.make(sign_on_header="x-remote-user"), wait)
    assert behind.get("/review", **{"x-remote-user": "ama"}).status_code == 200
    assert behind.get("/review", **{"x-remote-user": "nobody"}).status_code == 303


def test_an_account_is_made_changed_and_ended_from_the_command_line(tmp_path):
    path = tmp_path / "review.db"

    def say(*words):
        return CliRunner().invoke(accounts.main, [*words, f"--database={path}"])

    made = say("Ama  Mensah").output
    assert "Ama Mensah, reviewer" in made
    password = made.partition("shown this once: ")[2].split()[0]
    with closing(connect(path)) as review:
        row = review.execute("select * from reviewer").fetchone()
        assert row["name"] == "Ama Mensah"
        assert row["password_hash"].startswith("pbkdf2_sha256$")
        assert password not in row["password_hash"]
    assert "editor" in say("Ama Mensah", "--role=editor").output
    assert say("Ama Mensah", "--role=none").exit_code == 0
    assert "no reviewer is called" in say("Nobody Here", "--role=none").output
    for name in ("x", "a;b", "a\x00b", "n" * 61):
        assert "is no name" in say(name).output
    with closing(connect(path)) as review:
        (row,) = review.execute("select role, ended_at from reviewer").fetchall()
        assert row["role"] == "editor"
        assert row["ended_at"]


def test_the_commands_use_the_review_database_that_the_site_serves(tmp_path):
    path = tmp_path / "served.db"
    command = [sys.executable, "-m", "ingest.review.accounts", "Ama Mensah", "--single-sign-on"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "REVIEW": str(path)}, check=True)
    with closing(connect(path, make=False)) as review:
        assert review.execute("select name from reviewer").fetchone()[0] == "Ama Mensah"


def test_a_file_that_is_no_review_database_is_refused_at_the_start(tmp_path, built):
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as db:
        db.execute("create table x (y)")
    with pytest.raises(sqlite3.DatabaseError, match="no review database"):
        connect(other)
    with pytest.raises(FileNotFoundError):
        connect(tmp_path / "none.db", make=False)
