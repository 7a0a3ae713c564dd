"""Teach the templates their words: gettext, the names of closed lists, dates, and the small filters
of the pages.
"""

from functools import cache
from typing import Any

from babel import Locale
from datasette import hookimpl
from jinja2 import Template

from ingest.spreadsheet_cells import DECIMAL_COMMA
from plugins.kit import (
    contents,
    drawing,
    feed_pages,
    language,
    law_text,
    locale_format,
    page,
    prose,
    record_labels,
)
from plugins.kit.datasette_words import DatasetteWords
from plugins.kit.days import today
from plugins.kit.labels import current
from plugins.kit.releases import cite_release, doi_link
from plugins.kit.thread_pools import OF_VISITORS


def count_in_words(one: str, many: str, number: int) -> str:
    """The plural of a sentence, its number as the reader's language writes it."""
    words = language.reader_catalogue().ngettext(one, many, number)
    return words.replace("%(num)s", locale_format.format_number(number))


FILES = {  # what a template calls a file of static/
    "style": "ledger.css",
    "print_style": "print.css",
    "datasette_style": "datasette.css",
    "grid_style": "grid.css",
    "grid_script": "grid.js",
    "desk_style": "desk.css",
    "desk_script": "desk.js",
    "world": "world.svg",
}


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.add_extension("jinja2.ext.i18n")
    env.add_extension(DatasetteWords)
    env.install_gettext_callables(
        lambda message: language.reader_catalogue().gettext(message),
        count_in_words,
        newstyle=True,
    )
    env.globals |= {"build_state": build_state, "labels": record_labels.LABELS}
    env.globals["languages"] = language.LANGUAGES
    env.globals["drawn_language"] = drawing.drawn_language
    env.globals["said"] = language.record_text
    env.globals["shown_words"] = language.shown_words
    env.globals["link"] = page.link
    env.globals["prose"] = prose.render_prose
    env.filters["prose_line"] = prose.render_line
    env.globals |= {name: page.stamped(file) for name, file in FILES.items()}
    env.globals["paper_foot"] = contents.paper_foot
    env.filters["with_contents"] = contents.with_contents
    env.filters |= {
        "date": locale_format.format_date,
        "number": locale_format.format_number,
        "span": locale_format.format_months,
        "in_language": locale_format.in_language,
        "label_value": record_labels.label_value,
        "label_column": record_labels.label_column,
        "label_citation": record_labels.label_citation,
        "label_text_state": record_labels.label_text_state,
        "language_names": record_labels.language_names,
    }
    env.filters["instant"] = feed_pages.as_rfc3339
    env.filters["xml"] = feed_pages.strip_non_xml
    env.filters["phrase"] = language.translate_phrase
    env.globals["money"] = locale_format.format_money
    env.filters["marked"] = page.marked
    env.filters["grouped"] = page.grouped


class Filled(Template):
    """A template that is filled in one go where Datasette waits for it."""

    async def render_async(self, *given: Any, **named: Any) -> str:
        """The page; nothing of it is waited for."""
        return self.render(*given, **named)


@hookimpl
def jinja2_environment_from_request(request: Any, env: Any) -> Any:
    """Our own pages have all they show before their template is filled, so nothing in it has to be
    awaited, which takes a fifth of the work. Datasette's pages ask while they are filled.
    """
    return env if OF_VISITORS.match(request.path) else filled(env)


@cache
def filled(env: Any) -> Any:
    """The same templates, filled in one go and read once, as the rest of the code is."""
    own = env.overlay(enable_async=False, auto_reload=False)
    own.template_class = Filled
    return own


def build_state() -> dict[str, str]:
    """The day and the version (12 signs of the content hash) of the build that is shown, and the
    last release with a DOI in words and as an address, if there is one.
    """
    held = current.get(None)
    state = {"day": held.day if held else "", "version": held.version if held else ""}
    if held and held.release:
        state["release"] = cite_release(held.release)
        state["doi"] = doi_link(held.release["doi"])
    return state


@hookimpl
def extra_template_vars() -> dict[str, Any]:
    """Every page knows its language, which way it is written, and the prefix of its links."""
    code = language.language()
    return {
        "language": code,
        "this_year": int(today()[:4]),
        "right_to_left": Locale(code).text_direction == "rtl",
        "at": language.language_prefix(),
        "own_csv": f"{code}.csv" if code in DECIMAL_COMMA else "",
    }


@hookimpl
def prepare_connection(conn: Any) -> None:
    """`order by name collate alphabet`: É beside E in every language; `article_key(number, label)`:
    what the address of an article of a text ends in.
    """
    conn.create_collation("alphabet", locale_format.compare_alphabetically)
    conn.create_function("article_key", 2, law_text.article_key, deterministic=True)


@hookimpl
def asgi_wrapper() -> Any:
    """Here and not beside it: Datasette loads each file of this folder a second time, and there is
    one language of the reader.
    """
    return language.with_language_prefix
