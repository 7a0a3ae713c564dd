"""Values, columns and citations of records in the reader's language."""

import re
from collections.abc import Mapping

from plugins.kit import labels, language, locale_format
from plugins.kit.english import read_marks, with_marks
from plugins.kit.language import gettext as _

LABEL_WORD = re.compile(
    r"article not confirmed|number not verified|whole text|para(?= \d)|of the Act|"
    r"(?<=\d )(?:and|to)(?= \d)|long title|final prov\.|"
    r"\b(?:amends|annex|book|chapter|part|title)\b"
)
AMOUNTS = {
    "min_months": locale_format.format_months,
    "max_months": locale_format.format_months,
    "fine_min": locale_format.format_number,
    "fine_max": locale_format.format_number,
}
# a column in one language, or of one State of a pair: label_pt, status_a
VARIANT = re.compile(r"(\w+)_(?:(en|fr|pt|es|ar)|(a|b))")
DATED = re.compile(r"_on$|^period_|^since$|^as_of$")
LABELS = labels.RequestLabels()


def label_value(value: str | None, field: str | None, entity: str = "") -> str:
    """A value of a record in the reader's language, by the table and column it belongs to; a value
    without a label stays as it is.
    """
    if not value or not field:
        return value or ""
    if field in AMOUNTS and re.fullmatch(r"\d+(\.\d+)?", value):
        return AMOUNTS[field](float(value))
    if field == "life":
        if value == "1":
            return LABELS["penalty_kind"]["life"]
        return language.gettext("no life imprisonment")
    label = labels_of(entity, field).get(value, value)
    return locale_format.format_date(label) if DATED.search(field) else label


def labels_of(entity: str, field: str) -> dict[str, str]:
    """The labels for a column of a record, or for what stands beside it in a conflict: the grade of
    a measure and year, the status of a State that has no date.
    """
    known = labels.current.get()
    if field.partition(" ")[0] in known["tier_measure"]:
        return known.of_column("tier", "value") or {}
    return known.of_column(entity, field) or known.of_column("conflict", "value") or {}


def label_column(name: str) -> str:
    """The words for a column, or for a measure and its year; other names stay as they are."""
    measure, _, year = name.partition(" ")
    if measure in LABELS["tier_measure"]:
        return f"{LABELS['tier_measure'][measure]} {year}".strip()
    words = LABELS["column"]
    variant = VARIANT.fullmatch(name)
    if name not in words and variant and variant[1] in words:
        tongue, side = variant[2], variant[3]
        which = locale_format.language_name(tongue, {}) if tongue else side.upper()
        return f"{words[variant[1]]} ({which})"
    return words.get(name) or name


def label_text_state(text: Mapping[str, str | None]) -> str:
    """The state of a text in words, with its day where one is known: consolidated on 3 March 2024.

    text: text_state and as_of, as a row of `version` has them.
    """
    state, as_of = text["text_state"] or "unknown", text["as_of"]
    if not as_of or state not in ("consolidated", "current"):
        return LABELS["text_state"][state]
    day, to_the_day = locale_format.format_date(as_of), len(as_of) == len("YYYY-MM-DD")
    if state == "current" and to_the_day:
        return _("as it stood on %(day)s", day=day)
    if state == "current":
        return _("as it stood in %(month)s", month=day)
    if to_the_day:
        return _("consolidated on %(day)s", day=day)
    return _("consolidated in %(month)s", month=day)


def label_citation(label: str | None) -> str:
    """The label of a provision: "s. 12" is how one cites that law, but words in it are in the
    reader's language.
    """
    words = LABELS["label_word"]
    said = LABEL_WORD.sub(lambda word: with_marks(words[word[0]]), label or "")
    found: str = read_marks(locale_format.isolate(said))
    return found


def language_names(codes: str, separator: str = ";") -> str:
    """Languages, given by code or English name and split by a sign, in the reader's language."""
    known = LABELS["language_name"]
    return ", ".join(locale_format.language_name(code, known) for code in codes.split(separator))
