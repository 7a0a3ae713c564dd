"""Teach the templates their words: gettext, the names of closed lists, dates, and the small filters
of the pages.
"""

import re
from typing import Any

from babel import Locale
from datasette import hookimpl

from plugins.kit import labels, language, locale_format, page

LABEL = re.compile(
    r"article not confirmed|number not verified|para(?= \d)|of the Act|(?<=\d )(?:and|to)(?= \d)|long title|final prov\.|"
    r"\b(?:amends|annex|book|chapter|part|title)\b"
)
AMOUNTS = {
    "min_months": locale_format.span,
    "max_months": locale_format.span,
    "fine_min": locale_format.number,
    "fine_max": locale_format.number,
}
DATED = re.compile(r"_on$|^period_|^since$|^as_of$")
CODED = {
    "bound_by": "bound_by",
    "status": "status",
    "verification": "verification",
    "extent": "verdict",
    "verdict": "finding",
    "basis": "basis",
}
ANY = (
    "finding",
    "verdict",
    "party",
    "tier",
    "advancement",
)  # where a value of a conflict may come from


class Names:
    """`names.verdict.full` in the reader's language; made once for each language."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, dict[str, str]]] = {}

    def __getitem__(self, closed_list: str) -> dict[str, str]:
        code = language.language()
        if code not in self.known:
            _ = language.words().gettext
            self.known[code] = {
                **labels.names(_),
                "tongue": labels.tongues(_),
                "entity": labels.entities(_),
                "column": labels.columns(_),
            }
        return self.known[code][closed_list]


NAMES = Names()


def told(value: str | None, column: str | None) -> str:
    """A value of a record in the reader's language, by the column it stands in; what has no words
    of its own stays as it is.
    """
    if not value or not column:
        return value or ""
    if column in AMOUNTS and re.fullmatch(r"\d+(\.\d+)?", value):
        return AMOUNTS[column](float(value))
    if column == "life":
        return (
            NAMES["penalty"]["life"]
            if value == "1"
            else language.words().gettext("no life imprisonment")
        )
    known = [NAMES[CODED[column]]] if column in CODED else [NAMES[closed] for closed in ANY]
    worded = next((words[value] for words in known if value in words), value)
    return locale_format.date(worded) if DATED.search(column) else worded


def field(name: str) -> str:
    """The words for a column, or for a measure and its year; other names stay as they are."""
    measure, _, year = name.partition(" ")
    return NAMES["column"].get(name) or (
        f"{NAMES['measure'][measure]} {year}" if measure in NAMES["measure"] else name
    )


def cited(label: str | None) -> str:
    """The label of a provision; "s. 12" is how one cites that law, but words in it are the
    reader's.
    """
    return LABEL.sub(lambda found: NAMES["cited"][found[0]], label or "")


def tongues(codes: str, separator: str = ";") -> str:
    """Languages, split by a sign, in the reader's language."""
    return ", ".join(locale_format.tongue(code, NAMES["tongue"]) for code in codes.split(separator))


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(
        lambda message: language.words().gettext(message),
        lambda one, many, n: language.words().ngettext(one, many, n),
        newstyle=True,
    )
    env.globals["names"] = NAMES
    env.globals["languages"] = language.LANGUAGES
    env.globals["said"] = language.said
    env.globals["link"] = page.link
    env.globals["style"] = page.stamped("ledger.css")
    env.globals["world"] = page.stamped("world.svg")
    env.filters |= {
        "date": locale_format.date,
        "number": locale_format.number,
        "span": locale_format.span,
        "told": told,
        "field": field,
        "cited": cited,
        "tongues": tongues,
    }
    env.filters["phrase"] = language.phrase
    env.globals["money"] = locale_format.money
    env.filters["marked"] = page.marked
    env.filters["grouped"] = page.grouped


@hookimpl
def extra_template_vars() -> dict[str, Any]:
    """Every page knows its language, which way it is written, and the prefix of its links."""
    code = language.language()
    return {
        "language": code,
        "right_to_left": Locale(code).text_direction == "rtl",
        "at": language.at(),
    }


@hookimpl
def prepare_connection(conn: Any) -> None:
    """`order by name collate alphabet`: É beside E in every language."""
    conn.create_collation("alphabet", locale_format.alphabetical)


@hookimpl
def asgi_wrapper() -> Any:
    """Here and not beside it: Datasette loads each file of this folder a second time, and there is
    one language of the reader.
    """
    return language.localised
