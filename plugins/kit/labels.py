"""The labels of closed lists in the reader's language, from the tables choice and choice_column.

Read once for each build, together with its connections (live_reload), and set for each request:
a page shows the labels of the build it is made of. A language without a column of its own in
choice takes its labels from its gettext catalogue, by list and English label.
"""

import csv
from collections.abc import Iterator
from contextvars import ContextVar
from typing import IO, Any

from plugins.kit import language
from plugins.kit.english import read_marks
from plugins.kit.releases import WITH_DOI

LABELS = f"""
select list, value, {", ".join(f"label_{code}" for code in language.WRITTEN)} from choice
order by list, ordinal
"""
LISTS = "select entity, field, list from choice_column order by entity, field, list"

ByList = dict[str, dict[str, str]]  # list -> value -> label, in the order of the list


class Labels:
    """The labels of one build: `labels["verdict"]["full"]` is in the reader's language."""

    def __init__(self, connection: Any) -> None:
        """Read them from an open connection; raise sqlite3.Error when the file has none."""
        self._rows = [tuple(row) for row in connection.execute(LABELS)]
        self._by_language: dict[str, ByList] = {}
        built = connection.execute("select built_at, content_hash from build").fetchone()
        self.day: str = built[0][:10] if built else ""
        self.version: str = built[1][:12] if built else ""
        names = ("number", "doi", "shown")
        released = connection.execute(WITH_DOI).fetchone()
        self.release: dict[str, Any] = dict(zip(names, released, strict=True)) if released else {}
        self._lists: dict[tuple[str, str], list[str]] = {}
        for entity, field, name in connection.execute(LISTS):
            self._lists.setdefault((entity, field), []).append(name)

    def __getitem__(self, name: str) -> dict[str, str]:
        code = language.language()
        if code not in self._by_language:
            self._by_language[code] = self._in_language(code)
        return self._by_language[code][name]

    def _in_language(self, code: str) -> ByList:
        """Every list in the language of a two-letter code."""
        pgettext = language.catalogue(code).pgettext
        found: ByList = {}
        for name, value, *words in self._rows:
            written = dict(zip(language.WRITTEN, words, strict=True))
            found.setdefault(name, {})[value] = written.get(code) or read_marks(
                pgettext(name, written["en"])
            )
        return found

    def lists_of_field(self, field: str) -> set[str]:
        """The lists of columns called so, in any table or view."""
        return {
            name for (_, column), names in self._lists.items() if column == field for name in names
        }

    def of_column(self, entity: str, field: str) -> dict[str, str] | None:
        """Value -> label for a column of a table or view; None when no list is named for it."""
        found: dict[str, str] = {}
        for name in self._lists.get((entity, field), []):
            found |= self[name]
        return found or None


class RequestLabels:
    """`labels` of the templates: those of the build that the request reads."""

    def __getitem__(self, name: str) -> dict[str, str]:
        return current.get()[name]


current: ContextVar[Labels] = ContextVar("labels")


def extract_labels(
    file: IO[bytes], *_: Any, **__: Any
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """The English labels of choice.csv as messages, each in the context of its list, for Babel and
    `make words`.
    """
    rows = csv.DictReader(line.decode() for line in file)
    for row in rows:
        yield rows.line_num, "pgettext", (row["list"], row["label_en"]), []
