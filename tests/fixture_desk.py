"""Reviewers for tests, and a browser without windows: a client that keeps its cookie and sends the
headers that browsers send with a form.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette.app import Datasette

from deploy.site import site
from ingest.review.accounts import set_account
from ingest.review.store import connect

PASSWORD = "five wordless birds sing"
FORM = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}


def add_reviewers(review: Path, **roles: str) -> None:
    """Accounts with the same password: add_reviewers(path, ama="reviewer")."""
    for name, role in roles.items():
        set_account(review, name, role, PASSWORD)


@contextmanager
def without_decisions(review: Path) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Begin without decisions; gives what asks for those made since."""
    with closing(connect(review)) as held:
        held.executescript(
            "drop trigger decision_stays; delete from decision;"
            "create trigger decision_stays before delete on decision begin"
            " select raise(abort, 'decisions are only added'); end;"
        )
        yield lambda: [dict(row) for row in held.execute("select * from decision order by id")]


class Desk:
    """Sites with a review desk, all with the same two databases."""

    def __init__(self, database: Path, path: Path, wait: Callable[..., Any]) -> None:
        self.database, self.path, self.wait = database, path, wait
        self.sites: list[Datasette] = []
        self.site = self.make()

    def make(self, **settings: str) -> Datasette:
        """A further site, with more settings of the desk."""
        made = site(self.database, self.path)
        made.config["plugins"]["desk"] |= settings
        self.wait(made.invoke_startup())
        self.sites.append(made)
        return made

    def close(self) -> None:
        for made in self.sites:
            self.wait(made.invoke_shutdown())


class Person:
    """Somebody at the site, signed in or not."""

    def __init__(self, site: Datasette, wait: Callable[..., Any]) -> None:
        self.site, self.wait = site, wait
        self.cookies: dict[str, str] = {}

    def get(self, path: str, /, **headers: str) -> Any:
        return self.wait(self.site.client.get(path, cookies=self.cookies, headers=headers))

    def post(self, path: str, /, headers: dict[str, str] = FORM, **fields: Any) -> Any:
        return self.wait(
            self.site.client.post(
                path, content=urlencode(fields), headers=headers, cookies=self.cookies
            )
        )

    def sign_in(self, name: str, password: str = PASSWORD) -> Any:
        answer = self.post("/review/sign-in", name=name, password=password)
        self.cookies |= dict(answer.cookies)
        return answer
