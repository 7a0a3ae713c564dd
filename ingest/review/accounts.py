"""`make reviewer NAME="Ama Mensah" (ROLE=editor)`: an account at the review desk, or a new password
for it; ROLE=none ends it.
"""

import secrets
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
from datasette_auth_passwords.utils import hash_password

from ingest.review.store import REVIEW, add_row, connect, writing

ROLES = {
    "reader": "sees the desk and decides nothing",
    "reviewer": "decides, and answers readers' reports",
    "editor": "decides, and settles what two reviewers see differently",
}


@click.command()
@click.argument("name")
@click.option("--role", type=click.Choice([*ROLES, "none"]), default="reviewer")
@click.option("--database", type=click.Path(path_type=Path), default=REVIEW)
@click.option("--single-sign-on", is_flag=True, help="no password: the proxy says who it is")
def main(name: str, role: str, database: Path, single_sign_on: bool) -> None:
    """Make an account, give it a new password or end it."""
    name = " ".join(name.split())
    if not 2 <= len(name) <= 60 or not name.isprintable() or ";" in name:
        raise click.ClickException(f"{name!r} is no name: 2 to 60 signs, without a semicolon")
    if role == "none":
        end_account(database, name)
        click.echo(f"{name} can no longer sign in; the decisions stay.")
        return
    password = None if single_sign_on else secrets.token_urlsafe(12)
    set_account(database, name, role, password)
    click.echo(f"{name}, {role}: {ROLES[role]}.")
    if password:
        click.echo(f"Password, shown this once: {password}")
        click.echo(
            "To sign in: `make desk`, then /review on the site, with this name and password."
        )


def set_account(database: Path, name: str, role: str, password: str | None) -> None:
    """Make an account or give it another role and password; who was signed in no longer is."""
    row = {"role": role, "password_hash": hash_password(password) if password else None}
    with closing(connect(database)) as review, writing(review):
        if review.execute("select 1 from reviewer where name = ?", [name]).fetchone():
            sql = "update reviewer set role = ?, password_hash = ?, ended_at = null where name = ?"
            review.execute(sql, [*row.values(), name])
        else:
            add_row(review, "reviewer", {"name": name, **row})
        review.execute("delete from session where reviewer = ?", [name])


def end_account(database: Path, name: str) -> None:
    """End an account and its sessions. Raises click.ClickException when there is none."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    with closing(connect(database)) as review, writing(review):
        review.execute("delete from session where reviewer = ?", [name])
        sql = "update reviewer set ended_at = ? where name = ?"
        if not review.execute(sql, [now, name]).rowcount:
            raise click.ClickException(f"no reviewer is called {name!r}")


if __name__ == "__main__":
    main()
