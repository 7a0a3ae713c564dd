"""The reader's language: /fr/... is the same page in French. English is what the templates say;
locales/ has the other languages.

The prefix is taken off before a page is looked for, so no page knows of it; `at` puts it back in
front of links.
"""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from plugins.kit.english import English, Untranslated, finish, mark, mark_sql, read_marks

LOCALES = Path(__file__).parents[2] / "locales"
CATALOGUES = sorted(folder.name for folder in LOCALES.glob("[a-z][a-z]"))
LANGUAGES = {"en": "English"}  # code -> its name in the language itself
LANGUAGES |= {
    code: (Locale(code).get_language_name(code) or code).capitalize() for code in CATALOGUES
}
WRITTEN = ("en", "fr")  # languages the curated words are written in: title_en, title_fr
FURTHER = ("pt", "es", "ar")  # languages that only these columns have: name_pt, label_pt
FURTHER_COLUMNS = {
    "benchmark": ("title",),
    "country": ("name",),
    "grouping": ("name",),
    "instrument": ("title",),  # of treaties
    "item": ("label", "requirement"),
    "term": ("label", "definition"),
}
PRINTED = {"instrument": "title", "plan_activity": "activity"}  # as printed, in its `language`
TABLE = re.compile(  # a table and its alias
    r"\b(?:from|join)\s+\"?(\w+)\"?"
    r"(?:\s+(?:as\s+)?(?!(?:where|on|left|join|order|group|limit)\b)(\w+))?"
)
PREFIX = re.compile(r"^/({})(?=/|$)".format("|".join(code for code in LANGUAGES if code != "en")))
DATASETTE_PAGES = re.compile(r"^/tip(-\d+)?(/|$)")  # their links know no language
_reading: ContextVar[str] = ContextVar("language", default="en")
# English of the records -> the reader's language
_phrases: ContextVar[dict[str, str]] = ContextVar("phrases")


def language() -> str:
    """The two-letter code of the language of the page being made."""
    return _reading.get()


@contextmanager
def reading(code: str) -> Iterator[None]:
    """Read in a language for as long as the block lasts."""
    token = _reading.set(code)
    try:
        yield
    finally:
        _reading.reset(token)


def language_prefix() -> str:
    """The prefix of paths in the reader's language: nothing for English, `/fr` for French."""
    return "" if language() == "en" else f"/{language()}"


def reader_catalogue() -> NullTranslations:
    """The words of the site in the reader's language."""
    return catalogue(language())


def gettext(message: str, **values: Any) -> str:
    """A sentence in the reader's language, its %(name)s filled in; for what Python itself says."""
    words: str = read_marks(reader_catalogue().gettext(message) % values)
    return words


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """The same for a number of things, in the plural form that the language has for it."""
    words: str = read_marks(reader_catalogue().ngettext(one, many, number) % values)
    return words


@cache
def catalogue(code: str) -> NullTranslations:
    """The catalogue of a language, from its .po file; what it lacks it says in English, marked."""
    path = LOCALES / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        held = read_po(file, locale=code)
    for message in list(held):
        forms = message.string
        if isinstance(forms, tuple) and not all(forms):  # write_mo would make English of them
            held.delete(message.id, message.context)
    write_mo(compiled, held)
    compiled.seek(0)
    found = GNUTranslations(compiled)
    found.add_fallback(Untranslated())
    return found


def own_columns(sql: str) -> str:
    """SQL in which `k.name_xx` is the name in the reader's language, or in English."""
    return columns_in_language(sql, language())


@lru_cache(maxsize=1_000)
def columns_in_language(sql: str, code: str) -> str:
    """The same for a language given by its code: its column, else the words as printed where that
    is their language, else English, marked.
    """
    tables = tables_by_alias(sql) if code in FURTHER else {}

    def own(found: re.Match[str]) -> str:
        alias, column = found[1] or "", found[2]
        english, table = f"{alias}{column}_en", tables.get(alias, "")
        if code == "en":
            return english
        choices = [mark_sql(english)]
        if PRINTED.get(table) == column:
            printed = f"{alias}{column}"
            is_own = f"{alias}language = '{code}' and {printed} is not {english}"
            choices.insert(0, f"iif({is_own}, {printed}, null)")
        if code in WRITTEN or column in FURTHER_COLUMNS.get(table, ()):
            choices.insert(0, f"{alias}{column}_{code}")
        return f"coalesce({', '.join(choices)})" if choices[1:] else choices[0]

    return re.sub(r"\b(\w+\.)?(\w+)_xx\b", own, sql)


def tables_by_alias(sql: str) -> dict[str, str]:
    """`k.` -> the table that k stands for wherever it is used, and an empty name -> the only table,
    if there is only one.
    """
    by_alias: dict[str, set[str]] = {}
    for table, alias in TABLE.findall(sql):
        by_alias.setdefault(f"{alias or table}.", set()).add(table)
    by_alias[""] = set().union(*by_alias.values())
    return {alias: min(tables) for alias, tables in by_alias.items() if len(tables) == 1}


def record_text(row: Mapping[str, Any], column: str) -> str:
    """The words of a record in the reader's language; English ones, marked as English, where there
    are no others.

    `column` without its ending: `summary` for summary_en and summary_fr. `note` is English,
    `note_fr` French.
    """
    code = language()
    own = row.get(f"{column}_{code}")
    english = row.get(f"{column}_en") or row.get(column)
    return own or (translate_phrase(english) if english else "")


def shown_words(row: Mapping[str, Any], column: str) -> tuple[str | None, str | None]:
    """The words of a record that has a language of its own, and the language they are in: ours in
    the reader's language, the printed ones if these are, our English, the printed ones, our French.

    `column` holds the words as printed, in the language named in `language`; `column`_en and
    `column`_fr hold ours.
    """
    code, printed = language(), (row.get(column), row.get("language"))
    choices = [(row.get(f"{column}_{code}"), code), (row.get(f"{column}_en"), "en"), printed]
    if printed[1] == code:
        choices.insert(1, printed)
    choices.append((row.get(f"{column}_fr"), "fr"))
    return next((choice for choice in choices if choice[0]), (None, None))


def set_phrases(phrases: dict[str, str]) -> None:
    """Keep the short words of the records, by their English, for the page being made."""
    _phrases.set(phrases)


def translate_phrase(english: str) -> str:
    """Short English words of the records in the reader's language; marked as English where there is
    no translation.
    """
    if language() == "en":
        return english
    return _phrases.get({}).get(english) or English(mark(english))


def with_language_prefix(app: Any) -> Any:
    """An ASGI application that reads the language off the path and goes on without it."""

    async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
        found = PREFIX.match(scope.get("path", ""))
        if not found:
            await app(scope, receive, send)
            return
        token, finished = _reading.set(found[1]), finish(send, found[1])
        raw = scope.get("raw_path", b"").removeprefix(found[0].encode())
        path = scope["path"][found.end() :] or "/"
        try:
            await app(
                {**scope, "path": path, "raw_path": raw if raw[:1] == b"/" else b"/" + raw},
                receive,
                keep_links_in_language(scope, finished)
                if DATASETTE_PAGES.match(path)
                else finished,
            )
        finally:
            _reading.reset(token)

    return answer


def keep_links_in_language(scope: dict[str, Any], send: Any) -> Any:
    """`send` for a page of Datasette: its links within the site lead to the same language, but for
    those to the page in another one.
    """
    host = re.escape(dict(scope["headers"]).get(b"host", b""))
    links = re.compile(
        rb'(?<!hreflang=".." )((?:href|action)="(?:https?://%s)?)/(?!-/|/|assets/|%s[/"])'
        % (host, language().encode())
    )
    html = False

    async def sent(message: dict[str, Any]) -> None:
        nonlocal html
        if message["type"] == "http.response.start":
            html = dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html")
        elif html:
            message = {
                **message,
                "body": links.sub(rb"\1%s/" % language_prefix().encode(), message.get("body", b"")),
            }
        await send(message)

    return sent
