"""What changed, by mail: nobody is told who has not said yes, nothing is told twice, whoever stops
is forgotten, and a site that was not asked to has none of it.
"""

import asyncio
import mailbox
import re
import smtplib
import threading
from argparse import Namespace
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest
from fixture_desk import FORM, Person

import deploy.digest
from deploy.digest import run_digest
from deploy.digest_post import Folder, Server
from deploy.site import site
from plugins.kit.followers import open_followers

SITE = "https://ledger.example.org"
FOLLOWED = "LCA"


@pytest.fixture(scope="module")
def followed(built, wait, tmp_path_factory):
    """A site whose readers may follow, and the path of its followers."""
    path = tmp_path_factory.mktemp("digest") / "digest.db"
    made = site(built, digest=path)
    wait(made.invoke_startup())
    yield made, path
    wait(made.invoke_shutdown())


@pytest.fixture
def reader(followed, wait):
    made, path = followed
    path.unlink(missing_ok=True)
    return Person(made, wait)


@pytest.fixture
def send(followed, built, wait, tmp_path, monkeypatch):
    """Run the digest into a folder, on the site of this module."""
    made, path = followed

    async def nothing():
        return None

    monkeypatch.setattr(made, "invoke_shutdown", nothing)
    monkeypatch.setattr(deploy.digest, "site", lambda database: made)

    def run(mail=f"maildir:{tmp_path / 'box'}"):
        given = {"database": built, "followers": path, "mail": mail}
        return wait(run_digest(Namespace(**given, sender="ledger@example.org", site=SITE)))

    run.box = mailbox.Maildir(tmp_path / "box")
    return run


def ask(reader, prefix="", **given):
    fields = {"address": "ama@example.org", "states": "Saint Lucia", **given}
    return reader.post(f"{prefix}/follow", **fields)


def letters(send):
    return sorted(send.box, key=lambda letter: int(letter["Message-ID"].split(".")[0][1:]))


def words_of(letter):
    return letter.get_payload(decode=True).decode(letter.get_content_charset())


def link_of(letter, purpose):
    found = re.search(rf"{SITE}(\S*/follow/{purpose}\S+)", words_of(letter))
    return found and found[1]


def confirmed(reader, send, **given):
    ask(reader, **given)
    send()
    link = link_of(letters(send)[-1], "confirm")
    assert "You will be told" in reader.post(link).text
    return link


def age(path, sql):
    with closing(open_followers(path)) as store:
        store.execute(sql)


LONG_AGO = "update follower set confirmed_at = '2010-01-01', told_at = '2010-01-01'"


def test_a_site_that_was_not_asked_to_has_no_form_and_no_link(get, reader):
    assert get("/follow").status_code == 404
    assert "/follow" not in get("/changes").text
    assert 'href="/follow?states=LCA"' in reader.get("/changes/country/LCA").text
    assert reader.get("/fr/follow").status_code == 200


def test_only_a_link_goes_out_before_the_yes_and_to_open_it_is_no_yes(followed, reader, send):
    assert "a letter goes to it" in ask(reader).text
    assert dict(send()) == {"confirm": 1}
    (letter,) = letters(send)
    assert (letter["To"], letter["Auto-Submitted"]) == ("ama@example.org", "auto-generated")
    link = link_of(letter, "confirm")
    assert "<form method=" in reader.get(link).text
    age(followed[1], "update follower set asked_at = datetime('now', '-6 days')")
    assert dict(send()) == {}, "opened, not answered"
    assert reader.get(link[:-1] + ("0" if link[-1] != "0" else "1")).status_code == 404
    age(followed[1], "update follower set asked_at = datetime('now', '-8 days')")
    send()
    assert reader.get(link).status_code == 404, "forgotten"


def test_changes_are_told_once_in_the_language_and_of_the_states_chosen(followed, reader, send):
    ask(reader, "/fr")
    send()
    link = link_of(letters(send)[0], "confirm")
    assert link.startswith("/fr/follow/confirm?")
    assert "Vous serez informé" in reader.post(link).text
    age(followed[1], LONG_AGO)
    assert send()["digest"] == 1
    told = letters(send)[-1]
    words = words_of(told)
    pages = set(re.findall(rf"{SITE}(/\S+)", words))
    feed = reader.get(f"/fr/changes/country/{FOLLOWED}.atom").text
    titles = re.findall(r"<entry>\s*<title>([^<]+)", feed)
    assert titles
    assert titles[0].split(" · ")[0].replace("&#39;", "'") in words
    assert {page for page in pages if not page.startswith("/fr/")} == set()
    assert reader.get(next(iter(pages - {link_of(told, "stop")}))).status_code == 200
    age(followed[1], "update follower set told_at = '2010-01-02', confirmed_at = '2010-01-01'")
    assert dict(send()) == {}, "nothing new, nothing sent"


def test_a_letter_a_week_at_most(followed, reader, send):
    confirmed(reader, send)
    age(followed[1], "update follower set confirmed_at = '2010-01-01', told_at = datetime('now')")
    assert dict(send()) == {}


def test_a_mail_program_stops_the_letters_and_everything_is_forgotten(followed, reader, send):
    confirmed(reader, send)
    age(followed[1], LONG_AGO)
    send()
    told = letters(send)[-1]
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    parts = urlsplit(told["List-Unsubscribe"].strip("<>"))
    link = f"{parts.path}?{parts.query}"
    assert "Stop and forget me" in reader.get(link).text
    outside = {"content-type": FORM["content-type"]}  # no browser: no origin, no cookie
    said = {"List-Unsubscribe": "One-Click"}
    assert reader.post(link, headers=outside, **said).status_code == 200
    with closing(open_followers(followed[1])) as store:
        for table in ("follower", "told", "letter"):
            assert store.execute(f"select count(*) from {table}").fetchone()[0] == 0
    assert b"ama@example.org" not in followed[1].read_bytes()


def test_a_new_choice_replaces_the_old_one_only_after_a_yes(followed, reader, send):
    confirmed(reader, send)
    age(followed[1], LONG_AGO)
    send()
    ask(reader, states="Senegal", subject="plans")
    with closing(open_followers(followed[1])) as store:
        rows = store.execute("select countries, confirmed_at is not null from follower").fetchall()
        told = store.execute("select count(*) from told").fetchone()[0]
        assert {tuple(row) for row in rows} == {("LCA", 1), ("SEN", 0)}
    send()
    reader.post(link_of(letters(send)[-1], "confirm"))
    with closing(open_followers(followed[1])) as store:
        rows = store.execute("select countries, subject from follower").fetchall()
        assert [tuple(row) for row in rows] == [("SEN", "plans")]
        assert store.execute("select count(*) from told").fetchone()[0] == told


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"address": "nobody"}, 400),
        ({"address": "a@b.org\nBcc: c@d.org"}, 400),
        ({"states": "Atlantis"}, 400),
        ({"subject": "weather"}, 400),
        ({"website": "https://spam.example"}, 200),
    ],
)
def test_what_is_no_wish_is_not_kept(followed, reader, given, status):
    assert ask(reader, **given).status_code == status
    with closing(open_followers(followed[1])) as store:
        assert store.execute("select count(*) from follower").fetchone()[0] == 0


def test_one_letter_a_day_asks_for_a_yes_and_wishes_are_few_at_once(followed, reader, send):
    assert [ask(reader).status_code for _wish in range(3)] == [200, 200, 429]
    assert dict(send()) == {"confirm": 1}
    age(followed[1], "delete from attempt")
    ask(reader)
    assert dict(send()) == {}
    elsewhere = {**FORM, "sec-fetch-site": "cross-site"}
    assert reader.post("/follow", headers=elsewhere, address="b@example.org").status_code == 403


def test_a_killed_run_sends_nothing_twice(followed, reader, send, monkeypatch):
    """Into a folder everything goes once; what a server may have taken is named, not repeated."""
    put = Folder.send
    for after in (False, True):
        ask(reader, address=f"{after}@example.org")

        def die(self, letter, after=after):
            if after:
                put(self, letter)
            raise RuntimeError("killed here")

        monkeypatch.setattr(Folder, "send", die)
        with pytest.raises(RuntimeError, match="killed"):
            send()
        monkeypatch.setattr(Folder, "send", put)
        send()
        age(followed[1], "delete from attempt")
    sent = sorted(letter["To"] for letter in send.box)
    assert sent == ["False@example.org", "True@example.org"]

    ask(reader, address="server@example.org")
    monkeypatch.setattr(Folder, "send", die)
    with pytest.raises(RuntimeError, match="killed"):
        send()
    monkeypatch.setattr(Folder, "send", put)
    monkeypatch.setattr(Folder, "has", Server.has)
    assert dict(send()) == {"unsure": 1}
    assert dict(send()) == {}


def test_two_runs_at_once_are_one(followed, reader, send):
    with deploy.digest.alone(followed[1]), pytest.raises(BlockingIOError):
        send()


@contextmanager
def mail_server(refuses=()):
    """A server on this machine that speaks as much SMTP as a letter needs; what it took."""
    took = []

    async def speak(reading, writing):
        async def say(line):
            writing.write(f"{line}\r\n".encode())
            await writing.drain()

        await say("220 ready")
        to = ""
        while line := (await reading.readline()).decode().strip():
            verb = line.split(":")[0].upper()
            if verb == "RCPT TO":
                to = line.split("<")[1].split(">")[0]
                await say("550 unknown here" if to in refuses else "250 ok")
            elif verb == "DATA":
                await say("354 go on")
                data = (await reading.readuntil(b"\r\n.\r\n")).decode()
                took.append((to, data))
                await say("250 taken")
            elif verb == "QUIT":
                await say("221 bye")
                break
            else:
                await say("250 ok")
        writing.close()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    begun = asyncio.run_coroutine_threadsafe(asyncio.start_server(speak, "127.0.0.1", 0), loop)
    server = begun.result(5)
    try:
        yield server.sockets[0].getsockname()[1], took
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


def test_a_server_takes_letters_and_one_it_refuses_waits_and_is_given_up(followed, reader, send):
    ask(reader)
    ask(reader, address="gone@example.org")
    with mail_server(refuses={"gone@example.org"}) as (port, took):
        did = send(f"smtp://127.0.0.1:{port}")
        assert dict(did) == {"confirm": 1, "refused": 1}
        for _run in range(deploy.digest.MOST_TRIES):
            did = send(f"smtp://127.0.0.1:{port}")
        assert dict(did) == {}
    assert [to for to, _data in took] == ["ama@example.org"]
    assert "Subject: Palermo Ledger: do you wish" in took[0][1]


def test_no_server_no_loss(followed, reader, send):
    ask(reader)
    with pytest.raises((OSError, smtplib.SMTPException)):
        send("smtp://127.0.0.1:9")
    with pytest.raises(ValueError, match="neither"):
        send("carrier-pigeon")
    assert dict(send()) == {"confirm": 1}
