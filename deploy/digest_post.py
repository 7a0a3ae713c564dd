"""How letters go: into a maildir, from which a mail program of the operator takes them, or to a
mail server.
"""

import mailbox
import netrc
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import urlsplit


class Post(Protocol):
    """A way that letters go."""

    def send(self, letter: EmailMessage) -> None:
        """Hand a letter over. Raises OSError or smtplib.SMTPException when it was not taken."""

    def has(self, identity: str) -> bool | None:
        """Whether a letter with this Message-ID was handed over; None where nobody can tell."""

    def close(self) -> None:
        """End it."""


class Folder:
    """A maildir, from which a mail program of the operator takes the letters."""

    def __init__(self, path: str) -> None:
        self.box = mailbox.Maildir(path)

    def send(self, letter: EmailMessage) -> None:
        """Put a letter into the folder, whole or not at all."""
        self.box.add(letter)

    def has(self, identity: str) -> bool | None:
        """Whether the folder holds a letter."""
        return any(letter["Message-ID"] == identity for letter in self.box)

    def close(self) -> None:
        """Nothing is open."""


class Server:
    """A mail server that takes letters."""

    def __init__(self, host: str, port: int) -> None:
        self.smtp = smtplib.SMTP(host, port, timeout=30)
        self.smtp.ehlo()
        if self.smtp.has_extn("starttls"):
            self.smtp.starttls(context=ssl.create_default_context())
        with suppress(FileNotFoundError):
            if known := netrc.netrc().authenticators(host):
                self.smtp.login(known[0], known[2] or "")

    def send(self, letter: EmailMessage) -> None:
        """Give a letter to the server."""
        self.smtp.send_message(letter)

    def has(self, identity: str) -> bool | None:
        """A server does not say."""
        return None

    def close(self) -> None:
        """Say goodbye."""
        with suppress(smtplib.SMTPException):
            self.smtp.quit()


def open_post(mail: str) -> Post:
    """The way that an address such as `maildir:FOLDER` or `smtp://HOST:PORT` names."""
    if mail.startswith("maildir:"):
        return Folder(mail.removeprefix("maildir:"))
    parts = urlsplit(mail)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError(f"{mail!r} is neither maildir:FOLDER nor smtp://HOST:PORT")
    return Server(parts.hostname, parts.port or 25)
