"""The words of Datasette's own templates in the reader's language, and names for what has none.

templates/datasette_words.jinja lists, below the name of a template, what is put into it in place of
its English: a line with `_("Run SQL")` stands where Datasette says `Run SQL`, one with a further
aria-label or tabindex where it is missing; a comment behind a line says what stood there if it was
something else. The templates themselves stay those of the Datasette that is installed.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2.ext import Extension

FILE = Path(__file__).parent.parent / "templates" / "datasette_words.jinja"
NAME = re.compile(r"\{# ([a-z_]+\.html) #\}")
LINE = re.compile(r"(?P<new>.*?)\s*\{# (?P<old>.*) #\}")
COUNTED = r'{{ "{:,}".format(\1) }} row{% if \1 == 1 %}{% else %}s{% endif %}'
ENGLISH = (  # how a line is turned back into what Datasette says
    (re.compile(r' (?:aria-label|tabindex)="(?:\{\{.*?\}\}|[^"{]*)"'), ""),
    (re.compile(r"""\{\{ _\((["'])(.*?)\1\) \}\}"""), r"\2"),
    (re.compile(r"\{\{ _\((\w+)(?:\|e)?\) \}\}"), r"{{ \1 }}"),
    (re.compile(r'\{\{ ngettext\("%\(num\)s row", "%\(num\)s rows", (.*?)\) \}\}'), COUNTED),
    (re.compile(r"\|phrase \}\}"), " }}"),
)
UNUSED = ("edit-tools.js", "column-chooser.js", "mobile-column-actions.js")  # nobody edits here
SCRIPT = re.compile(
    rf"<script src=\"{{{{ static\('(?:{'|'.join(UNUSED)})'\) }}}}\" defer></script>"
)


def said_in_python(gettext: Any = lambda message: message) -> list[str]:
    """Words that Datasette gives to its templates from Python: conditions of filters, a switch."""
    _ = gettext
    conditions = [_("contains"), _("does not contain"), _("starts with"), _("ends with")]
    conditions += [_("like"), _("not like"), _("glob"), _("in"), _("not in"), _("date")]
    conditions += [_("array contains"), _("array does not contain")]
    conditions += [_("is null"), _("is not null"), _("is blank"), _("is not blank")]
    return [*conditions, _("show"), _("hide")]


@cache
def changes() -> dict[str, list[tuple[str, str]]]:
    """Template -> what Datasette says in it, and what is put in its place."""
    found = {"table.html": [("{% if all_columns %}", "{% if false %}")]}  # a dialog of a script
    name = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if named := NAME.fullmatch(line):
            name = named[1]
        elif told := LINE.fullmatch(line):
            found.setdefault(name, []).append((told["old"], told["new"]))
        else:
            found.setdefault(name, []).append((in_english(line), line))
    return found


def in_english(line: str) -> str:
    """What stands in Datasette's template where this line is put."""
    for pattern, english in ENGLISH:
        line = pattern.sub(english, line)
    return line


class DatasetteWords(Extension):
    """Changes the templates of Datasette as they are read."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """The source of a template with our words in it."""
        for old, new in changes().get(name or "", ()):
            source = source.replace(old, new)
        return SCRIPT.sub("", source) if name in changes() else source
