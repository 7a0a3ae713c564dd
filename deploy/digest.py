"""What `make digest` runs: letters to those who follow, once in DAYS at most and only if something
changed. Nothing is sent twice, whenever this is killed.

    python -m deploy.digest --mail maildir:FOLDER --sender MAIL-ADDRESS --site https://ADDRESS
    python -m deploy.digest --mail smtp://HOST:PORT --sender MAIL-ADDRESS --site https://ADDRESS

The words are those of the feeds that each reader could follow instead. A letter is written down
before it goes, marked while it goes, and gone once it has been handed over: one found marked went
out or not, which a folder can tell and a server cannot; that one is not sent again. A server that
offers it is spoken to through TLS; ~/.netrc has name and password if it wants them.
"""

import argparse
import asyncio
import fcntl
import smtplib
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from defusedxml.ElementTree import fromstring

from deploy.digest_post import Post, open_post
from deploy.site import DATABASE, ROOT, site
from ingest.review.store import add_row, writing
from plugins.kit.english import unmark
from plugins.kit.followers import DAYS_TO_CONFIRM, open_followers, sign_of
from plugins.kit.language import language_prefix, reading

FOLLOWERS = ROOT / "db" / "digest.db"
DAYS = 7
MOST = 60  # entries of a letter
MOST_PAGES = 10  # of a feed
MOST_TRIES = 5  # of a letter that a server refuses
ATOM = "{http://www.w3.org/2005/Atom}"
HERE = "http://localhost"  # how the site in this process calls itself
Row = dict[str, Any]


class Feeds:
    """The feeds of a site in this process, each page read once."""

    def __init__(self, datasette: Any, address: str) -> None:
        self.datasette, self.address = datasette, address
        self.pages: dict[str, tuple[list[Row], str]] = {}

    async def read_page(self, path: str) -> tuple[list[Row], str]:
        """The entries of a page, newest first, and the path of the page after it, or nothing."""
        if path not in self.pages:
            tree = fromstring((await self.datasette.client.get(path)).text)
            following = tree.find(f"{ATOM}link[@rel='next']")
            after = "" if following is None else following.get("href", "").removeprefix(HERE)
            self.pages[path] = ([self.read_entry(one) for one in tree.iter(f"{ATOM}entry")], after)
        return self.pages[path]

    def read_entry(self, entry: Any) -> Row:
        """Id, title, summary, day and address of an entry."""
        found = {name: entry.findtext(ATOM + name) or "" for name in ("id", "title", "summary")}
        url = entry.find(f"{ATOM}link").get("href").replace(HERE, self.address, 1)
        return {**found, "url": url, "updated": entry.findtext(f"{ATOM}updated")[:10]}

    async def entries_since(self, path: str, day: str) -> list[Row]:
        """The entries of a feed from a day on."""
        found: list[Row] = []
        for _page in range(MOST_PAGES):
            entries, path = await self.read_page(path)
            found += [entry for entry in entries if entry["updated"] >= day]
            if not path or entries[-1]["updated"] < day:
                break
        return found


def paths_of(follower: Row) -> list[str]:
    """The feeds that say what a follower wishes to hear of, in the language being read."""
    codes = follower["countries"].split(";") if follower["countries"] else []
    if follower["subject"] == "plans":
        paths = [f"/plans.atom?country={code}" for code in codes] or ["/plans.atom"]
    else:
        paths = [f"/changes/country/{code}.atom" for code in codes] or ["/changes.atom"]
    return [language_prefix() + path for path in paths]


class Digest:
    """One run: settles what an earlier one left, writes letters and sends them."""

    def __init__(self, store: sqlite3.Connection, feeds: Feeds, sender: str) -> None:
        self.store, self.feeds, self.sender = store, feeds, sender
        self.did: Counter[str] = Counter()

    async def write_letters(self) -> None:
        """A letter for each wish that waits for its yes, and for each follower who has waited DAYS
        and has something to be told. Wishes without a yes are forgotten.
        """
        with writing(self.store):
            late = f"asked_at < datetime('now', '-{DAYS_TO_CONFIRM} days')"
            self.store.execute(f"delete from follower where confirmed_at is null and {late}")
        due = f"""
            select * from follower
            where told_at is null
               or (confirmed_at is not null and told_at < datetime('now', '-{DAYS} days'))
               or told_at < confirmed_at"""
        for row in self.store.execute(due).fetchall():
            follower = dict(row)
            with reading(follower["language"]):
                if follower["confirmed_at"] is None:
                    await self.write_letter(follower, "confirm", [])
                elif entries := await self.news_for(follower):
                    await self.write_letter(follower, "digest", entries)

    async def news_for(self, follower: Row) -> list[Row]:
        """What a follower has not been told since the yes, newest first, each once."""
        told = "select entry from told where follower = ?"
        known = {entry for (entry,) in self.store.execute(told, [follower["id"]])}
        found: dict[str, Row] = {}
        for path in paths_of(follower):
            for entry in await self.feeds.entries_since(path, follower["confirmed_at"][:10]):
                if entry["id"] not in known:
                    found.setdefault(entry["id"], entry)
        return sorted(found.values(), key=lambda entry: entry["updated"], reverse=True)

    async def write_letter(self, follower: Row, purpose: str, entries: list[Row]) -> None:
        """Keep a letter, and that its entries are told, in one step."""
        address = self.feeds.address + language_prefix()
        links = {
            name: f"{address}/follow/{name}?who={follower['id']}"
            f"&sign={sign_of(self.store, name, follower)}"
            for name in ("confirm", "stop")
        }
        given = {"entries": entries[:MOST], "more": len(entries[MOST:]), **links}
        given["all"] = len(entries)
        given |= {"days": DAYS_TO_CONFIRM, "page": f"{address}/changes"}
        words = unmark(await self.feeds.datasette.render_template("digest.txt", given))
        subject, _line, body = words.strip().partition("\n")
        letter = {"follower": follower["id"], "purpose": purpose, "subject": subject}
        with writing(self.store):
            add_row(self.store, "letter", {**letter, "body": body.strip() + "\n"})
            now = "update follower set told_at = datetime('now') where id = ?"
            self.store.execute(now, [follower["id"]])
            told = "insert or ignore into told values (?, ?)"
            self.store.executemany(told, [(follower["id"], entry["id"]) for entry in entries])

    def settle(self, post: Post) -> None:
        """What a killed run was sending: gone if it went or if nobody can tell, else it waits."""
        for letter in self.store.execute("select * from letter where state = 'sending'").fetchall():
            went = post.has(self.identity_of(letter["id"]))
            with writing(self.store):
                if went is False:
                    self.set_state(letter["id"], "waiting")
                else:
                    self.drop(letter["id"])
                    self.did["unsure"] += went is None

    def send_letters(self, post: Post) -> None:
        """Hand over what waits."""
        sql = """
            select l.*, f.address, f.language from letter l join follower f on f.id = l.follower
            where l.state = 'waiting' order by l.id"""
        for row in self.store.execute(sql).fetchall():
            self.set_state(row["id"], "sending")
            try:
                post.send(self.message_of(row))
            except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as refused:
                print(f"letter {row['id']} was refused: {type(refused).__name__}", file=sys.stderr)
                self.did["refused"] += 1
                self.set_state(row["id"], "waiting")
                if row["tries"] + 1 >= MOST_TRIES:
                    self.drop(row["id"])
                continue
            self.drop(row["id"])
            self.did[row["purpose"]] += 1

    def set_state(self, letter: int, state: str) -> None:
        """Mark a letter; each time it waits again is a try more."""
        sql = "update letter set state = ?, tries = tries + (? = 'waiting') where id = ?"
        self.store.execute(sql, [state, state, letter])

    def drop(self, letter: int) -> None:
        """A letter is done with."""
        self.store.execute("delete from letter where id = ?", [letter])

    def identity_of(self, letter: int) -> str:
        """The Message-ID of a letter."""
        sign = sign_of(self.store, "letter", {"id": letter, "address": ""})[:16]
        return f"<{letter}.{sign}@{urlsplit(self.feeds.address).hostname}>"

    def message_of(self, row: sqlite3.Row) -> EmailMessage:
        """A letter as it goes out: plain words, nothing that tells whether it was read."""
        letter = EmailMessage()
        letter["From"], letter["To"] = self.sender, row["address"]
        letter["Subject"] = row["subject"]
        letter["Date"], letter["Message-ID"] = formatdate(), self.identity_of(row["id"])
        letter["Content-Language"], letter["Auto-Submitted"] = row["language"], "auto-generated"
        if row["purpose"] == "digest":
            stop = row["body"].split()[-1]
            letter["List-Unsubscribe"] = f"<{stop}>"
            letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        letter.set_content(row["body"])
        return letter


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """No second run on the same database. Raises BlockingIOError when there is one."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


async def run_digest(given: argparse.Namespace) -> Counter[str]:
    """Write and send what is due; what was done, by purpose."""
    datasette = site(given.database)
    await datasette.invoke_startup()
    try:
        with alone(given.followers), closing(open_followers(given.followers)) as store:
            digest = Digest(store, Feeds(datasette, given.site.rstrip("/")), given.sender)
            with closing(open_post(given.mail)) as post:
                digest.settle(post)
                await digest.write_letters()
                digest.send_letters(post)
            return digest.did
    finally:
        await datasette.invoke_shutdown()


def main() -> None:
    """Send what is due; ends with 1 where a letter was refused or may be lost."""
    parser = argparse.ArgumentParser(description="Mail what changed to those who follow.")
    parser.add_argument("--mail", required=True, help="maildir:FOLDER or smtp://HOST:PORT")
    parser.add_argument("--sender", required=True, help="mail address that letters come from")
    parser.add_argument("--site", required=True, help="address of the site, for links")
    parser.add_argument("--database", type=Path, default=DATABASE)
    parser.add_argument("--followers", type=Path, default=FOLLOWERS)
    given = parser.parse_args()
    try:
        did = asyncio.run(run_digest(given))
    except (OSError, ValueError, smtplib.SMTPException) as error:
        sys.exit(f"nothing more was sent: {error}")
    print(", ".join(f"{name} {number}" for name, number in sorted(did.items())) or "nothing due")
    sys.exit(bool(did["refused"] or did["unsure"]))


if __name__ == "__main__":
    main()
