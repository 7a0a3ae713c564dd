"""English on a page of another language, where nobody has put the words into it yet: marked, so
that a voice reads it as English and nobody takes it for a translation.

Two signs for private use stand around such words in SQL and in templates. Python sees them without
(`English`); `finish` is the last thing done to an answer and makes them spans of a page.
"""

import re
from collections.abc import Callable
from gettext import NullTranslations
from typing import Any

from markupsafe import Markup, escape

from plugins.kit.punctuation import with_arabic_commas

OPEN, CLOSE = "\ue000", "\ue001"
SPANS = {OPEN: '<span lang=en dir=ltr>', CLOSE: "</span>"}
TEXT_ONLY = "title|option|textarea|script|style|text"  # elements in which no span may stand
SIGN = rf"(?:[{OPEN}{CLOSE}]|\\ue00[01])"  # as it is, and as JSON writes it
SIGNS = re.compile(SIGN)
PARTS = re.compile(  # the elements without spans, the tags with a sign in them, the other signs
    rf"<({TEXT_ONLY})\b([^>]*>)(.*?</\1>)|<[^>]*?{SIGN}[^>]*>|[{OPEN}{CLOSE}]", re.S
)
TEXTS = re.compile(rb"text/|application/(atom\+xml|json)|image/svg")


def mark(text: str) -> str:
    """English words between the signs."""
    return f"{OPEN}{text}{CLOSE}"


def mark_sql(value: str) -> str:
    """SQL for the words of an expression between the signs; null for null."""
    return f"'{OPEN}' || {value} || '{CLOSE}'"


def unmark(text: str) -> str:
    """The words without the signs."""
    return SIGNS.sub("", text)


class English(str):
    """Words that are English wholly or in part: a plain text everywhere but on a page, where they
    are marked.
    """

    marked: str

    def __new__(cls, marked: str) -> "English":
        words = super().__new__(cls, unmark(marked))
        words.marked = marked
        return words

    def __html__(self) -> Markup:
        return escape(self.marked)


def with_marks(text: str) -> str:
    """A text with the signs that a page needs, to be put into a longer one."""
    return text.marked if isinstance(text, English) else text


def read_marks(value: Any) -> Any:
    """A value as Python uses it: text with the signs becomes `English`, all else stays."""
    return English(value) if type(value) is str and OPEN in value else value


class Untranslated(NullTranslations):
    """What a catalogue answers where it has no words: the English ones, marked."""

    def gettext(self, message: str) -> str:
        return mark(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return mark(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return mark(message)


def show_marks(page: str) -> str:
    """HTML with a span for each pair of signs between tags; an element that may hold none says
    itself that it is English; within tags they go.
    """

    def shown(part: re.Match[str]) -> str:
        if part[0] in SPANS:
            return SPANS[part[0]]
        said = ' lang="en"' if part[1] and part[3].startswith(OPEN) else ""
        return unmark(f"<{part[1]}{said}{part[2]}{part[3]}" if said else part[0])

    return PARTS.sub(shown, page) if SIGNS.search(page) else page


def finish(send: Any, code: str) -> Callable[[dict[str, Any]], Any]:
    """`send` of an answer in a language in which no sign is left."""
    kind = b""

    async def sent(message: dict[str, Any]) -> None:
        nonlocal kind
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
        elif TEXTS.match(kind) and (body := message.get("body")):
            read = show_marks if kind.startswith(b"text/html") else unmark
            text = read(body.decode("utf-8", "surrogateescape"))
            if code == "ar" and not kind.startswith(b"application/json"):
                text = with_arabic_commas(text)
            message = {**message, "body": text.encode("utf-8", "surrogateescape")}
        await send(message)

    return sent
