"""The words of bundles, differences and releases in another language, from locales/<language>.

Messages are written in English at their place, in calls of `gettext`, `ngettext` or `pgettext`;
`make words` gathers them. The site reads the same files (plugins/kit/language.py).
"""

import io
from functools import cache

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from ingest import ROOT


def catalogues() -> list[str]:
    """The codes of the languages that the words of the site are put into from English."""
    return sorted(folder.name for folder in (ROOT / "locales").glob("[a-z][a-z]"))


@cache
def translations(language: str) -> NullTranslations:
    """The catalogue of a language; one without a catalogue speaks English."""
    path = ROOT / "locales" / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)
